import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { said } from '#platform/words';
import { allowed, CaseProblem, CaseState, consolidatedOn, next, OPEN, passes, type Thresholds } from './case.rules.ts';

registerEnumType(CaseState, {
  name: 'RectificationCaseState',
  description:
    '整顿状态 · 村自查 IDENTIFIED, 乡镇复核 REVIEWED, 县委常委会确定 CONFIRMED, 一村一策 PLAN_SET, 整顿中 RECTIFYING, 自验 SELF_ACCEPTED, 县级验收 ACCEPTANCE, 转化 TRANSFORMED, 巩固 CONSOLIDATING, 销号 CLOSED.',
});
registerEnumType(CaseProblem, {
  name: 'RectificationProblem',
  description:
    '突出问题 · 书记空缺 SECRETARY_VACANT, 书记不胜任 SECRETARY_INCOMPETENT, 班子没有战斗力 TEAM_WEAK, 制度不落实 SYSTEMS_NOT_KEPT, 多年未发展党员 NO_NEW_MEMBERS, 信访突出 PETITIONS, 群众满意度低 LOW_SATISFACTION.',
});

invariant('one_open_case', 'rectification_case.organization', 'CASE_OPEN', 'this organization has an open case; carry that one on');

/** A campaign against weak and lax organizations: two years, with what acceptance takes, which may change with a document. */
@Entity({ tableName: 'rectification_campaign' })
@Scoped((scope) => whereTouching('division', scope))
@ObjectType({
  description: '整顿行动 · A campaign to rectify weak and lax rural Party organizations (软弱涣散农村基层党组织整顿提升两年行动).',
})
@Directive('@key(fields: "id")')
@Catalogued({ serial: 20, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class RectificationCampaign extends Versioned {
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => String, { description: '名称 · Name.' })
  @Property({ type: 'string', length: 100 })
  name!: string;
  @Field(() => String, { description: '文号 · The document that it follows on the day asked for.' })
  @Property({ type: 'string', length: 60 })
  document!: string;
  @Field(() => DateScalar, { description: '起 · First day.' })
  @Property({ type: 'string', length: 10 })
  from!: Day;
  @Field(() => DateScalar, { description: '止 · First day after it.' })
  @Property({ type: 'string', length: 10 })
  to!: Day;
  @Field(() => Int, { description: '验收最低分 · Least score of an acceptance.' })
  @Property({ type: 'integer' })
  minScore!: number;
  @Field(() => Int, { description: '不满意率上限 · Most dissatisfied villagers of an acceptance, in percent.' })
  @Property({ type: 'integer' })
  maxDissatisfaction!: number;
  @Field(() => Int, { description: '巩固月数 · Months of consolidation before a case is closed.' })
  @Property({ type: 'integer' })
  consolidationMonths!: number;

  override place(): string {
    return this.division;
  }

  setThresholds(thresholds: Thresholds & { consolidationMonths: number; document: string }): string {
    Object.assign(this, thresholds);
    return 'campaign.adjusted';
  }
}

/** A weak and lax organization, and how far it has been put right. */
@Entity({ tableName: 'rectification_case' })
@Scoped('division')
@Unique({ properties: ['organization'], where: { validTo: FOREVER, state: { $in: [...OPEN] } }, name: 'one_open_case' })
@Index({ properties: ['division', 'state'] })
@ObjectType({ description: '整顿台账 · The case of a weak and lax Party organization, and how far its rectification has come.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 21, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class RectificationCase extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) campaign!: string;
  @Property({ type: 'string', length: 20 }) organization!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => [CaseProblem], { description: '突出问题 · What is wrong with it.' })
  @Property({ type: 'json' })
  problems!: CaseProblem[];
  @Field(() => CaseState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => CaseState })
  state: CaseState = CaseState.IDENTIFIED;
  @Field(() => DateScalar, { description: '自查日 · Day on which it was identified.' })
  @Property({ type: 'string', length: 10 })
  identifiedOn!: Day;
  @Field(() => String, { nullable: true, description: '确定文号 · Document by which the county confirmed it.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;
  @Field(() => String, { nullable: true, description: '一村一策 · The plan for this very organization.' })
  @Property({ type: 'text', nullable: true })
  plan?: string | null;
  @Property({ type: 'string', length: 20, nullable: true }) leader?: string | null;
  @Property({ type: 'string', length: 20, nullable: true }) pairedAgency?: string | null;
  @Property({ type: 'string', length: 20, nullable: true }) firstSecretary?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '整顿期限 · Last day to put it right; null until the plan is set.' })
  @Property({ type: 'string', length: 10, nullable: true })
  deadline?: Day | null;
  @Field(() => String, { nullable: true, description: '自验人 · Who accepted it on the township’s side.' })
  @Property({ type: 'string', length: 100, nullable: true })
  selfAcceptedBy?: string | null;
  @Field(() => Int, { nullable: true, description: '验收得分 · Score of the last acceptance.' })
  @Property({ type: 'integer', nullable: true })
  score?: number | null;
  @Field(() => Int, { nullable: true, description: '不满意率 · Dissatisfied villagers at the last acceptance, in percent.' })
  @Property({ type: 'integer', nullable: true })
  dissatisfaction?: number | null;
  @Field(() => Int, { description: '验收未通过次数 · How often acceptance failed.' })
  @Property({ type: 'integer' })
  failures: number = 0;
  @Field(() => DateScalar, { nullable: true, description: '转化日 · Day on which it was accepted.' })
  @Property({ type: 'string', length: 10, nullable: true })
  transformedOn?: Day | null;
  @Field(() => DateScalar, { nullable: true, description: '巩固起 · Since when it is consolidated.' })
  @Property({ type: 'string', length: 10, nullable: true })
  consolidatingSince?: Day | null;
  @Field(() => DateScalar, { nullable: true, description: '销号日 · Day on which it was closed.' })
  @Property({ type: 'string', length: 10, nullable: true })
  closedOn?: Day | null;
  @Field(() => Int, { description: '反弹次数 · How often it fell back.' })
  @Property({ type: 'integer' })
  relapses: number = 0;
  @Field(() => String, { nullable: true, description: '说明 · Why acceptance failed or the organization fell back, the last time.' })
  @Property({ type: 'string', length: 500, nullable: true })
  remark?: string | null;

  @Field(() => [String], { description: '可行操作 · The mutations that its state allows; decideAcceptance passes or fails.' })
  get allowedMoves(): string[] {
    const open = allowed(this.state).map((move) => (move === 'passAcceptance' || move === 'failAcceptance' ? 'decideAcceptance' : move));
    return [...new Set(open)];
  }

  override place(): string {
    return this.division;
  }

  get isVacancy(): boolean {
    return this.problems.includes(CaseProblem.SECRETARY_VACANT);
  }

  review(): string {
    this.state = next('reviewWeakOrganization', this.state);
    return 'rectification.reviewed';
  }

  confirm(document: string): string {
    Object.assign(this, { state: next('confirmWeakOrganization', this.state), document });
    return 'rectification.confirmed';
  }

  /** Who puts it right, how and until when. */
  setPlan(plan: { plan: string; leader: string; pairedAgency: string; firstSecretary: string; deadline: Day }, day: Day): string {
    const state = next('setRectificationPlan', this.state);
    requireAhead(plan.deadline, day);
    Object.assign(this, plan, { state });
    return 'rectification.planned';
  }

  begin(): string {
    this.state = next('beginRectification', this.state);
    return 'rectification.begun';
  }

  selfAccept(by: string): string {
    Object.assign(this, { state: next('selfAcceptRectification', this.state), selfAcceptedBy: by });
    return 'rectification.selfAccepted';
  }

  requestAcceptance(): string {
    this.state = next('requestAcceptance', this.state);
    return 'rectification.submitted';
  }

  /** Accepted or not, as the thresholds of the day say; what failed gets a new deadline and a reason. */
  decide(
    thresholds: Thresholds,
    {
      score,
      dissatisfaction,
      deadline,
      remark,
    }: { score: number; dissatisfaction: number; deadline?: Day | undefined; remark?: string | undefined },
    by: string,
    day: Day,
  ): string {
    const passed = passes(thresholds, score, dissatisfaction);
    const state = next(passed ? 'passAcceptance' : 'failAcceptance', this.state);
    if (by === this.selfAcceptedBy)
      throw new Refusal('SELF_VERIFIED', 'whoever accepted it on the township’s side may not accept it for the county; ask somebody else');
    Object.assign(this, { score, dissatisfaction });
    if (passed) {
      Object.assign(this, { state, transformedOn: day });
      return 'rectification.transformed';
    }
    if (!deadline)
      throw new Refusal('DEADLINE_REQUIRED', `${score} points with ${dissatisfaction} % dissatisfied don't pass: set a new deadline`);
    requireAhead(deadline, day);
    Object.assign(this, { state, deadline, failures: this.failures + 1, remark: said(remark ?? '', 'remark') });
    return 'rectification.failed';
  }

  consolidate(day: Day): string {
    Object.assign(this, { state: next('consolidateOrganization', this.state), consolidatingSince: day });
    return 'rectification.consolidated';
  }

  close(day: Day, months: number): string {
    const state = next('closeRectificationCase', this.state);
    const first = consolidatedOn(this.consolidatingSince as Day, months);
    if (day < first)
      throw new Refusal(
        'CONSOLIDATION_RUNNING',
        `it is consolidated since ${this.consolidatingSince}, for ${months} months; close it on ${first} or later`,
        {
          begins: first,
        },
      );
    Object.assign(this, { state, closedOn: day });
    return 'rectification.closed';
  }

  /** Falls back: it is confirmed anew and needs another plan. */
  relapse(problems: CaseProblem[], remark: string): string {
    Object.assign(this, {
      state: next('recordRelapse', this.state),
      problems,
      relapses: this.relapses + 1,
      remark: said(remark, 'remark'),
      deadline: null,
      selfAcceptedBy: null,
      score: null,
      dissatisfaction: null,
      transformedOn: null,
      consolidatingSince: null,
      closedOn: null,
    });
    return 'rectification.relapsed';
  }
}

function requireAhead(deadline: Day, day: Day): void {
  if (deadline <= day) throw new Refusal('BAD_USER_INPUT', `a deadline lies after ${day}; got ${deadline}`);
}
