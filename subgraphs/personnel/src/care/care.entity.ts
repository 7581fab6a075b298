import { Entity, Enum, Index, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Classified } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { Dated, Scoped } from '#platform/dated';
import type { Day } from '#platform/day';
import { DateScalar } from '#platform/scalars';
import { PERSONNEL_FILE } from '../persons/person.rules.ts';

/** 关爱措施: what is done for who serves at the front. */
export enum CareKind {
  MEDICAL_CHECK = 'MEDICAL_CHECK',
  INSURANCE = 'INSURANCE',
  FAMILY_VISIT = 'FAMILY_VISIT',
  TALK = 'TALK',
}
registerEnumType(CareKind, {
  name: 'CareKind',
  description: '关爱类别 · 体检 MEDICAL_CHECK, 保险 INSURANCE, 走访家庭 FAMILY_VISIT, 谈心谈话 TALK.',
});

/** Care that reaches the front line (干部奔前线，关爱到一线): of a posting, on a day. It says that, never what came of it. */
@Entity({ tableName: 'care_measure' })
@Scoped('division')
@Index({ properties: ['posting', 'on'] })
@Index({ properties: ['division', 'on'] })
@ObjectType({ description: '关爱措施 · Care for somebody who is posted; results of a check or a talk are no part of it.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 42, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class CareMeasure extends Dated {
  @Property({ type: 'string', length: 20 }) posting!: string;
  @Property({ type: 'string', length: 20 }) person!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => CareKind, { description: '类别 · Kind.' })
  @Enum({ items: () => CareKind })
  kind!: CareKind;
  @Field(() => DateScalar, { description: '日期 · Day.' })
  @Property({ type: 'string', length: 10 })
  on!: Day;
  @Field(() => String, { nullable: true, description: '备注 · Note; null unless you see PERSONAL data.' })
  @Classified('PERSONAL', PERSONNEL_FILE)
  @Property({ type: 'string', length: 200, nullable: true })
  note?: string | null;

  override place(): string {
    return this.division;
  }
}
