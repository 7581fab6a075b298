import { Entity, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';

invariant('one_pairing', 'paired_assistance.agency, paired_assistance.division', 'CONFLICT', 'this unit is paired with the county already');

/** A unit of the centre, the province or a city that assists the county (定点帮扶), for a time. */
@Entity({ tableName: 'paired_assistance' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['agency', 'division'], where: { validTo: FOREVER }, name: 'one_pairing' })
@ObjectType({ description: '定点帮扶 · A unit that assists the county: the ministry whose class its branch secretaries attend.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 38, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class PairedAssistance extends Versioned {
  @Property({ type: 'string', length: 20 }) agency!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => DocNo, { description: '文号 · The document that paired them.' })
  @Property({ type: 'string', length: 60 })
  document!: string;

  override place(): string {
    return this.division;
  }

  /** `day` is the first on which the unit no longer assists. */
  end(day: Day): string {
    this.validTo = day;
    return 'assistance.ended';
  }
}
