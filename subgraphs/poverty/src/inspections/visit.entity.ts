import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Dated, Scoped } from '#platform/dated';
import type { Day } from '#platform/day';
import { DateScalar } from '#platform/scalars';

invariant(
  'one_visit_a_day',
  'inspection_visit.inspection, inspection_visit.village, inspection_visit.on',
  'VISIT_RECORDED',
  'this visit of the inspection to the village on that day is recorded already',
);

/** A day on which an inspection reached a village, whether it found something or not: what the burden meter counts. */
@Entity({ tableName: 'inspection_visit' })
@Scoped('village')
@Unique({ properties: ['inspection', 'village', 'on'], name: 'one_visit_a_day' })
@Index({ properties: ['village', 'on'] })
@ObjectType({ description: '到村记录 · A day on which an inspection reached a village, on the spot or by telephone.' })
@Catalogued({ serial: 81, provider: 'INSPECTOR', cycle: 'REAL_TIME', since: '2026-11-25' })
export class InspectionVisit extends Dated {
  @Property({ type: 'string', length: 20 }) inspection!: string;
  @Property({ type: 'string', length: 20 }) village!: string;
  @Field(() => DateScalar, { description: '日期 · Day.' })
  @Property({ type: 'string', length: 10 })
  on!: Day;
  @Field(() => String, { description: '记录人 · Who recorded it.' })
  @Property({ type: 'string', length: 100 })
  by!: string;

  override place(): string {
    return this.village;
  }
}
