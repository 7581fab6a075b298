import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Classified, type Lawful } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { DayMethod, DayStatus } from './village-day.rules.ts';

registerEnumType(DayStatus, {
  name: 'VillageDayStatus',
  description: '在村状态 · 在村 IN_VILLAGE, 公差 OFFICIAL_TRIP, 培训 TRAINING, 请假 LEAVE, 缺岗 ABSENT.',
});
registerEnumType(DayMethod, {
  name: 'VillageDayMethod',
  description: '登记方式 · 村级签字确认 COUNTERSIGN; LOCATION only under an impact assessment.',
});
invariant(
  'one_row_a_posting_day',
  'village_day.posting, village_day.day',
  'CONFLICT',
  'this day of the posting is on record already; read it again',
);

/** Where somebody was is sensitive (PIPL art. 28, whereabouts): held under an assessment only, and not for long. */
const WHEREABOUTS: Lawful = {
  basis:
    '履行法定职责所必需，经个人信息保护影响评估（个人信息保护法第二十八条、第三十四条、第五十五条） · Necessary for a statutory duty and assessed (PIPL art. 28, 34, 55)',
  retention: '补助核发后六个月，以本地影响评估为准 · Six months after the allowance is paid, unless the local assessment says otherwise',
};

/** One day of a village posting, as it was spent; it counts when the village has counter-signed it. */
@Entity({ tableName: 'village_day' })
@Scoped('village')
@Unique({ properties: ['posting', 'day'], where: { validTo: FOREVER }, name: 'one_row_a_posting_day' })
@Index({ properties: ['day', 'posting'] })
@ObjectType({
  description: '在村记录 · One day of a village posting. It counts once the village has confirmed it; nobody is ranked by it.',
})
@Directive('@key(fields: "id")')
@Catalogued({ serial: 41, provider: 'ORG_DEPT', cycle: 'DAILY', since: '2026-11-25' })
export class VillageDay extends Versioned {
  @Property({ type: 'string', length: 20 }) posting!: string;
  @Property({ type: 'string', length: 20 }) village!: string;
  @Field(() => DateScalar, { description: '日期 · The day.' })
  @Property({ type: 'string', length: 10 })
  day!: Day;
  @Field(() => DayStatus, { description: '状态 · How it was spent.' })
  @Enum({ items: () => DayStatus })
  status!: DayStatus;
  @Field(() => DayMethod, { description: '登记方式 · Method.' })
  @Enum({ items: () => DayMethod })
  method: DayMethod = DayMethod.COUNTERSIGN;
  @Property({ type: 'string', length: 120 }) recordedBy!: string;
  @Property({ type: 'string', length: 120, nullable: true }) confirmedBy?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '确认日 · Day on which the village counter-signed; null before.' })
  @Property({ type: 'string', length: 10, nullable: true })
  confirmedOn?: Day | null;
  @Field(() => String, { nullable: true, description: '更正原因 · Why it was corrected last; null when it never was.' })
  @Property({ type: 'string', length: 200, nullable: true })
  correction?: string | null;
  @Field(() => String, {
    nullable: true,
    description: '位置 · Longitude and latitude (CGCS2000), held only under an impact assessment; null unless you see SENSITIVE data.',
  })
  @Classified('SENSITIVE', WHEREABOUTS)
  @Property({ type: 'string', length: 40, nullable: true })
  position?: string | null;

  override place(): string {
    return this.village;
  }

  /** Recorded anew before the village confirms. */
  restate(status: DayStatus, by: string, position: string | null): string {
    if (this.confirmedOn)
      throw new Refusal('DAY_CONFIRMED', `${this.day} is confirmed by the village; the township corrects it, with a reason`);
    Object.assign(this, { status, recordedBy: by, position, method: position ? DayMethod.LOCATION : DayMethod.COUNTERSIGN });
    return 'villageDay.recorded';
  }

  confirm(by: string, on: Day): string {
    if (this.recordedBy === by) throw new Refusal('SELF_CONFIRMED', 'whoever recorded a day may not confirm it: the village counter-signs');
    if (!this.confirmedOn) Object.assign(this, { confirmedBy: by, confirmedOn: on });
    return 'villageDay.confirmed';
  }

  /** What was confirmed was not so: the village confirms again. */
  correct(status: DayStatus, by: string, correction: string): string {
    Object.assign(this, { status, correction, recordedBy: by, confirmedBy: null, confirmedOn: null });
    return 'villageDay.corrected';
  }
}
