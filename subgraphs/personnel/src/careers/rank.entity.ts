import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { DocNo } from '#platform/scalars';
import { whereOfPersonInScope } from '../persons/person.entity.ts';
import { type Rank, RankScheme } from './rank.rules.ts';

registerEnumType(RankScheme, {
  name: 'RankScheme',
  description: '职务职级 · 职务层次 POST_LEVEL (GB/T 12407); since 2019-06-01 also 职级 GRADE.',
});
invariant(
  'one_rank_a_scheme',
  'rank_record.person, rank_record.scheme',
  'CONFLICT',
  'this person has a rank of this scheme already: record the next one from a later day',
);

/** The rank of a person in one scheme; its versions are the record of all ranks in it, without overlap by construction. */
@Entity({ tableName: 'rank_record' })
@Scoped(whereOfPersonInScope)
@Unique({ properties: ['person', 'scheme'], where: { validTo: FOREVER }, name: 'one_rank_a_scheme' })
@Index({ properties: ['code', 'validFrom', 'validTo', 'person'], name: 'rank_in_force' })
@ObjectType({ description: '职务层次或职级 · The rank of a person in one scheme, from a day on, by a document.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 44, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class RankRecord extends Versioned implements Rank {
  @Index() @Property({ type: 'string', length: 20 }) person!: string;
  /** Division to which the person belonged when it was recorded. */
  @Index() @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => RankScheme, { description: '类别 · Scheme.' })
  @Enum({ items: () => RankScheme })
  scheme!: RankScheme;
  @Property({ type: 'string', length: 20 }) code!: string;
  @Field(() => DocNo, { description: '文号 · Document.' })
  @Property({ type: 'string', length: 60 })
  document!: string;

  override place(): string {
    return this.division;
  }

  /** The next rank of the same scheme. */
  next(code: string, document: string): string {
    Object.assign(this, { code, document });
    return 'rank.recorded';
  }
}
