import { Entity, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';

invariant(
  'one_attendance_setting',
  'attendance_setting.division',
  'CONFLICT',
  'this division has a setting already: change it from a later day',
);

/** Whether days in the village are kept in a division and below it, from a day on. Where nothing is on record they are not. */
@Entity({ tableName: 'attendance_setting' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['division'], where: { validTo: FOREVER }, name: 'one_attendance_setting' })
@ObjectType({
  description:
    '在村记录开关 · Whether days in the village are kept for a county or township. Off by default: punching in, rankings and tracks are forbidden to government applications, so days are kept only by a document, confirmed by the village, and without coordinates unless an impact assessment (PIPL art. 55) is on record.',
})
@Catalogued({ serial: 40, provider: 'ORG_DEPT', cycle: 'IRREGULAR', since: '2026-11-25' })
export class AttendanceSetting extends Versioned {
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => Boolean, { description: '启用 · Whether days are kept.' })
  @Property({ type: 'boolean' })
  kept!: boolean;
  @Field(() => String, {
    nullable: true,
    description: '个人信息保护影响评估编号 · Impact assessment on record; without one no coordinates are taken.',
  })
  @Property({ type: 'string', length: 60, nullable: true })
  impactAssessment?: string | null;
  @Field(() => DocNo, { description: '文号 · Document.' })
  @Property({ type: 'string', length: 60 })
  document!: string;

  override place(): string {
    return this.division;
  }

  settle(kept: boolean, impactAssessment: string | null, document: string): string {
    Object.assign(this, { kept, impactAssessment, document });
    return kept ? 'attendanceSetting.opened' : 'attendanceSetting.closed';
  }
}
