import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Classified, classify, type Lawful } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Dated, Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DateScalar, DocNo } from '#platform/scalars';
import { ActionKind, ActionLevel, ActionReason, ActionState, ActionSubject, isStanding, next } from './action.rules.ts';

registerEnumType(ActionSubject, {
  name: 'AccountabilitySubject',
  description: '追责对象 · PERSON 个人, AGENCY 单位, ORGANIZATION 党组织.',
});
registerEnumType(ActionKind, {
  name: 'AccountabilityKind',
  description:
    '追责方式 · REMINDER 提醒, ADMONITORY_TALK 约谈, MEETING_CIRCULAR 会议通报, CIRCULAR_CRITICISM 通报批评, ACCOUNTABILITY 问责, ORG_ADJUSTMENT 组织调整, DISCIPLINARY 纪律处分 (by reference only).',
});
registerEnumType(ActionReason, {
  name: 'AccountabilityReason',
  description:
    '追责事由 · DERELICTION_RESIDENT 驻村工作履职不力, RULE_BREACH 不遵守驻村帮扶管理制度, TASK_FAILURE 任务推进不力, FALSIFICATION 弄虚作假.',
});
registerEnumType(ActionLevel, { name: 'AccountabilityLevel', description: '对象层级 · COUNTY 县直部门, TOWNSHIP 乡镇, VILLAGE 村.' });
registerEnumType(ActionState, {
  name: 'AccountabilityState',
  description: '状态 · IN_FORCE 有效, MITIGATED 从轻减轻, REVOKED 已撤销, by a case of tolerance or clarification.',
});

/** Why accountability may be held at all, and for how long. */
export const ACCOUNTABILITY: Lawful = {
  basis:
    '中国共产党问责条例、监察法第十一条（法定职责，个人信息保护法第十三条第三项） · Regulations on accountability, Supervision Law art. 11; statutory duty (PIPL art. 13(3))',
  retention: '作出决定后10年，撤销的5年 · Ten years after the decision, five when it was taken back',
};

invariant(
  'one_action_a_day',
  'accountability_action.subject, accountability_action.kind, accountability_action.reason, accountability_action.on',
  'ACTION_RECORDED',
  'this action against this subject for this reason on that day is recorded already',
);

/** An action of accountability (追责问责) against a person, an agency or a Party organization. */
@Entity({ tableName: 'accountability_action' })
@Scoped('division')
@Unique({ properties: ['subject', 'kind', 'reason', 'on'], where: { validTo: FOREVER }, name: 'one_action_a_day' })
@Index({ properties: ['person'] })
@Index({ properties: ['kind', 'on'] })
@ObjectType({
  description: '追责问责 · An action of accountability: of what kind, why, on what basis, and whether it was taken back since.',
})
@Directive('@key(fields: "id")')
@Catalogued({ serial: 57, provider: 'DISCIPLINE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class AccountabilityAction extends Versioned {
  /** Where the subject belongs. */
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => ActionSubject, { description: '追责对象类别 · Person, agency or Party organization.' })
  @Enum({ items: () => ActionSubject })
  subjectType!: ActionSubject;
  @Property({ type: 'string', length: 20 }) subject!: string;
  /** The subject when it is a person: whom small cells protect. */
  @Property({ type: 'string', length: 20, nullable: true }) person?: string | null;
  @Field(() => ActionLevel, { description: '对象层级 · Where the subject stands.' })
  @Enum({ items: () => ActionLevel })
  level!: ActionLevel;
  @Field(() => ActionKind, { description: '追责方式 · Kind.' })
  @Enum({ items: () => ActionKind })
  kind!: ActionKind;
  @Field(() => ActionReason, { description: '追责事由 · Why.' })
  @Enum({ items: () => ActionReason })
  reason!: ActionReason;
  @Field(() => DateScalar, { description: '决定日 · Day on which it was taken.' })
  @Property({ type: 'string', length: 10 })
  on!: Day;
  @Field(() => DocNo, { nullable: true, description: '文号 · Document of the decision; null unless you see SENSITIVE data.' })
  @Classified('SENSITIVE', ACCOUNTABILITY)
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;
  @Field(() => String, { nullable: true, description: '说明 · Note; null unless you see SENSITIVE data.' })
  @Classified('SENSITIVE', ACCOUNTABILITY)
  @Property({ type: 'string', length: 1000, nullable: true })
  note?: string | null;
  @Field(() => ActionState, { description: '状态 · State on the day asked for: counts are net of what was revoked by then.' })
  @Enum({ items: () => ActionState })
  state: ActionState = ActionState.IN_FORCE;
  @Field(() => String, {
    nullable: true,
    description: '撤销或减轻依据 · Key of the case of tolerance or clarification that changed it; null unless you see SENSITIVE data.',
  })
  @Classified('SENSITIVE', ACCOUNTABILITY)
  @Property({ type: 'string', length: 20, nullable: true })
  changedBy?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '撤销或减轻日 · Day on which it was changed.' })
  @Property({ type: 'string', length: 10, nullable: true })
  changedOn?: Day | null;

  @Field(() => Boolean, { description: '有效 · Not revoked by the day asked for.' })
  get standing(): boolean {
    return isStanding(this);
  }

  override place(): string {
    return this.division;
  }

  /** A case of tolerance or clarification takes it back. */
  revoke(by: string, on: Day): string {
    Object.assign(this, { state: next('revoke', this.state), changedBy: by, changedOn: on });
    return 'accountability.revoked';
  }
  /** A case of tolerance makes it milder. */
  mitigate(by: string, on: Day): string {
    Object.assign(this, { state: next('mitigate', this.state), changedBy: by, changedOn: on });
    return 'accountability.mitigated';
  }
}
classify(AccountabilityAction, 'subject', 'SENSITIVE');
classify(AccountabilityAction, 'person', 'SENSITIVE');

/** A finding on which an action rests. */
@Entity({ tableName: 'accountability_basis' })
@Scoped('division')
@Index({ properties: ['action'] })
@Index({ properties: ['finding'] })
export class AccountabilityBasis extends Dated {
  @Property({ type: 'string', length: 20 }) action!: string;
  @Property({ type: 'string', length: 20 }) finding!: string;
  @Property({ type: 'string', length: 20 }) division!: string;

  override place(): string {
    return this.division;
  }
}
