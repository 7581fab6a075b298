import { Entity, Enum, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { ActionKind, ActionState, type Procedure } from './action.rules.ts';

registerEnumType(ActionKind, {
  name: 'PersonnelActionKind',
  description:
    '人事事项类别 · 提拔 PROMOTE, 重用 IMPORTANT_POST, 调任 TRANSFER, 挂职 SECOND, 轮岗 ROTATE, 表彰 COMMEND, 免职 REMOVE, 调整不胜任 REPLACE.',
});
registerEnumType(ActionState, {
  name: 'PersonnelActionState',
  description:
    '环节 · 动议 PROPOSED → 民主推荐 RECOMMENDED → 考察 INSPECTED → 讨论决定 DECIDED → 公示 PUBLIC_NOTICE → 任职 APPOINTED → 试用 PROBATION → 正式任职 CONFIRMED; 有异议 OBJECTED leads back to INSPECTED; ENDED at any time before.',
});

invariant(
  'one_procedure_a_kind',
  'action_procedure.division, action_procedure.kind',
  'CONFLICT',
  'another procedure of this kind was adopted at the same time',
);

/** How actions of a kind are carried out while it is in force: the stages are data, by a document. */
@Entity({ tableName: 'action_procedure' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['division', 'kind'], where: { validTo: FOREVER }, name: 'one_procedure_a_kind' })
@ObjectType({ description: '办理程序 · Which stages an action of a kind passes, and what they ask for.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 30, provider: 'ORG_DEPT', cycle: 'IRREGULAR', since: '2026-11-25' })
export class ActionProcedure extends Versioned implements Procedure {
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => ActionKind, { description: '类别 · Kind of action.' })
  @Enum({ items: () => ActionKind })
  kind!: ActionKind;
  @Field(() => [ActionState], { description: '环节 · Its stages, in order.' })
  @Property({ type: 'json' })
  stages!: ActionState[];
  @Field(() => Int, { description: '公示工作日 · Working days for which the notice stands at least; 0 without a notice.' })
  @Property({ type: 'integer' })
  noticeWorkingDays!: number;
  @Field(() => Int, { description: '试用期月数 · Months of probation; 0 without one.' })
  @Property({ type: 'integer' })
  probationMonths!: number;
  @Field(() => Boolean, { description: '须附依据 · Whether the decision must rest on figures as of a day.' })
  @Property({ type: 'boolean' })
  evidenceRequired!: boolean;
  @Field(() => DocNo, { description: '文号 · The document that adopted it.' })
  @Property({ type: 'string', length: 60 })
  document!: string;

  override place(): string {
    return this.division;
  }

  supersede(day: Day): string {
    this.validTo = day;
    return 'procedure.superseded';
  }
}

/** A procedure as it was when an action was proposed under it, in force since or not. */
@ObjectType({ description: '适用程序 · The procedure that an action follows, in force on the day asked for or not.' })
export class AppliedProcedure implements Procedure {
  @Field(() => ID, { description: '标识 · Key of the procedure.' }) id!: string;
  @Field(() => [ActionState], { description: '环节 · Its stages, in order.' }) stages!: ActionState[];
  @Field(() => Int, { description: '公示工作日 · Working days for which the notice stands at least.' }) noticeWorkingDays!: number;
  @Field(() => Int, { description: '试用期月数 · Months of probation.' }) probationMonths!: number;
  @Field(() => Boolean, { description: '须附依据 · Whether the decision must rest on figures.' }) evidenceRequired!: boolean;
  @Field(() => DocNo, { description: '文号 · The document that adopted it.' }) document!: string;
}

/** 年轻干部: up to which age somebody counts as young on the day of a decision, by a document. */
@Entity({ tableName: 'age_rule' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['division'], where: { validTo: FOREVER }, name: 'one_age_rule' })
@ObjectType({ description: '年轻干部年龄规则 · Up to which age a cadre counts as young, while it is in force.' })
@Catalogued({ serial: 31, provider: 'ORG_DEPT', cycle: 'IRREGULAR', since: '2026-11-25' })
export class AgeRule extends Versioned {
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => Int, { description: '不超过（周岁） · Full years of age on the day of the decision, this number included.' })
  @Property({ type: 'integer' })
  most!: number;
  @Field(() => DocNo, { description: '文号 · The document.' })
  @Property({ type: 'string', length: 60 })
  document!: string;

  override place(): string {
    return this.division;
  }

  supersede(day: Day): string {
    this.validTo = day;
    return 'ageRule.superseded';
  }
}

invariant('one_age_rule', 'age_rule.division', 'CONFLICT', 'another age rule was set at the same time');
