import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { FenType } from '#platform/fen';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo, MoneyFen } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { said } from '#platform/words';
import {
  allowed,
  isAlive,
  isOpenToIndicators,
  mayPassOn,
  type moves,
  next,
  ProjectState,
  progressOf,
  takesReports,
} from './project.rules.ts';

registerEnumType(ProjectState, {
  name: 'SecretaryProjectState',
  description:
    '书记项目状态 · 申报 DECLARED, 已审核 REVIEWED, 已立项 ESTABLISHED, 实施中 IN_PROGRESS, 暂停 SUSPENDED, 已报验 SUBMITTED, 已验收 ACCEPTED, 已结项 CLOSED, 不予立项 REJECTED, 终止 TERMINATED.',
});

invariant('one_project_a_number', 'secretary_project.year, secretary_project.no', 'CONFLICT', 'this year has a project with that number');

/** A project that a Party secretary takes on in person (书记项目): soft tasks turned into hard indicators. */
@Entity({ tableName: 'secretary_project' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['year', 'no'], where: { validTo: FOREVER }, name: 'one_project_a_number' })
@Index({ properties: ['state', 'due'] })
@ObjectType({ description: '书记项目 · A project that a Party secretary takes on in person.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 88, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class SecretaryProject extends Versioned {
  @Field(() => Int, { description: '编号 · Number within the year.' })
  @Property({ type: 'integer' })
  no!: number;
  @Field(() => Int, { description: '年度 · Year of declaration.' })
  @Property({ type: 'integer' })
  year!: number;
  @Field(() => String, { description: '名称 · Title.' })
  @Property({ type: 'string', length: 200 })
  title!: string;
  @Field(() => String, { description: '破解的问题 · The problem that it is to solve.' })
  @Property({ type: 'string', length: 1000 })
  problem!: string;
  @Property({ type: 'string', length: 20 }) organization!: string;
  @Index() @Property({ type: 'string', length: 20 }) division!: string;
  @Index() @Property({ type: 'string', length: 20 }) secretary!: string;
  @Field(() => String, { description: '职务 · The post in which the secretary took it on.' })
  @Property({ type: 'string', length: 100 })
  post!: string;
  @Property({ type: 'string', length: 20, nullable: true }) programme?: string | null;
  @Field(() => MoneyFen, { nullable: true, description: '预算 · Budget in fen.' })
  @Property({ type: FenType, nullable: true })
  budget?: number | null;
  @Field(() => DateScalar, { description: '计划完成日 · Last day as planned.' })
  @Property({ type: 'string', length: 10 })
  due!: Day;
  @Field(() => ProjectState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => ProjectState })
  state: ProjectState = ProjectState.DECLARED;
  @Field(() => DocNo, { nullable: true, description: '立项文号 · Number of the document that established it.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '立项日 · Day on which it was established.' })
  @Property({ type: 'string', length: 10, nullable: true })
  establishedOn?: Day | null;
  @Property({ type: 'string', length: 100, nullable: true }) submittedBy?: string | null;
  @Property({ type: 'string', length: 10, nullable: true }) submittedOn?: Day | null;
  @Field(() => String, { nullable: true, description: '原因 · Why it was rejected, suspended, returned or terminated last.' })
  @Property({ type: 'string', length: 500, nullable: true })
  reason?: string | null;
  @Field(() => Int, { description: '移交次数 · How often it passed to another secretary.' })
  @Property({ type: 'integer' })
  handovers: number = 0;

  @Field(() => Boolean, { description: '在实施 · Established and neither closed, rejected nor terminated.' })
  get alive(): boolean {
    return isAlive(this);
  }
  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get allowedMoves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.division;
  }

  review(): string {
    return this.move('reviewProject', 'project.reviewed');
  }
  /** A project is established for who holds the post, with at least one indicator that can be measured. */
  establish(document: string, day: Day, holds: boolean | null, measurable: number): string {
    const state = next('establishProject', this.state);
    if (holds === false)
      throw new Refusal('NOT_IN_POST', `${this.secretary} doesn't hold the post of secretary on ${day}; hand the project over to who does`);
    if (measurable === 0)
      throw new Refusal(
        'INDICATOR_REQUIRED',
        'a project has at least one measurable indicator: baseline, target, unit and due day; add one first',
      );
    Object.assign(this, { state, document, establishedOn: day });
    return 'project.established';
  }
  reject(reason: string): string {
    return this.move('rejectProject', 'project.rejected', reason);
  }
  start(): string {
    return this.move('startProject', 'project.started');
  }
  suspend(reason: string): string {
    return this.move('suspendProject', 'project.suspended', reason);
  }
  resume(): string {
    return this.move('resumeProject', 'project.resumed');
  }
  /** Every indicator has an actual value by then: what isn't measured isn't submitted. */
  submit(by: string, day: Day, unmeasured: number): string {
    const state = next('submitProject', this.state);
    if (unmeasured > 0)
      throw new Refusal('INDICATOR_REQUIRED', `${unmeasured} indicators have no actual value yet; report them first`, { open: unmeasured });
    Object.assign(this, { state, submittedBy: by, submittedOn: day });
    return 'project.submitted';
  }
  return(reason: string): string {
    return this.move('returnProject', 'project.returned', reason);
  }
  accept(by: string): string {
    const state = next('acceptProject', this.state);
    if (by === this.submittedBy)
      throw new Refusal('SELF_VERIFIED', 'whoever submitted a project may not accept it; ask the organization department');
    this.state = state;
    return 'project.accepted';
  }
  close(): string {
    return this.move('closeProject', 'project.closed');
  }
  /** Ended for want of a secretary: the one who took it on has left the post and nobody takes it over. */
  terminate(reason: string, holds: boolean | null): string {
    const state = next('terminateProject', this.state);
    if (holds === true)
      throw new Refusal(
        'STILL_IN_POST',
        'the secretary still holds the post; a project is terminated when its secretary left and nobody takes it over',
      );
    Object.assign(this, { state, reason: said(reason, 'reason') });
    return 'project.terminated';
  }
  /** Passes to whoever holds the post now. */
  handOver(secretary: string, post: string, holds: boolean | null): string {
    if (!mayPassOn(this)) throw new Refusal('ILLEGAL_MOVE', `a project that is ${this.state} passes to nobody`, { state: this.state });
    if (secretary === this.secretary) throw new Refusal('BAD_USER_INPUT', 'this secretary has the project already; name the successor');
    if (holds === false)
      throw new Refusal(
        'NOT_IN_POST',
        `${secretary} doesn't hold the post of secretary of this organization; only the holder takes the project over`,
      );
    Object.assign(this, { secretary, post: said(post, 'post', 100), handovers: this.handovers + 1 });
    return 'project.handedOver';
  }

  private move(move: keyof typeof moves, event: string, reason?: string): string {
    const state = next(move, this.state);
    Object.assign(this, { state, ...(reason === undefined ? {} : { reason: said(reason, 'reason') }) });
    return event;
  }

  requireOpenToIndicators(): void {
    if (!isOpenToIndicators(this))
      throw new Refusal('ILLEGAL_MOVE', `a project that is ${this.state} takes no new indicator; its targets stand`, { state: this.state });
  }
  requireReports(): void {
    if (!takesReports(this))
      throw new Refusal('ILLEGAL_MOVE', `a project that is ${this.state} takes no report; only one in progress does`, {
        state: this.state,
      });
  }
}

/** What a project is measured by (硬指标). */
@Entity({ tableName: 'project_indicator' })
@Scoped((scope) => whereTouching('division', scope))
@ObjectType({ description: '指标 · What a project is measured by, from baseline to target.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 89, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class ProjectIndicator extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) project!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => String, { description: '名称 · Name.' })
  @Property({ type: 'string', length: 100 })
  name!: string;
  @Field(() => String, { description: '单位 · Unit.' })
  @Property({ type: 'string', length: 20 })
  unit!: string;
  @Field(() => Int, { description: '基数 · Where things stood.' })
  @Property({ type: 'integer' })
  baseline!: number;
  @Field(() => Int, { description: '目标 · Where they are to stand.' })
  @Property({ type: 'integer' })
  target!: number;
  @Field(() => Int, { nullable: true, description: '实际 · Where they stand, as reported last; null until reported.' })
  @Property({ type: 'integer', nullable: true })
  actual?: number | null;
  @Field(() => DateScalar, { description: '时限 · Last day for the target.' })
  @Property({ type: 'string', length: 10 })
  due!: Day;
  @Field(() => Int, { description: '权重 · Weight among the indicators of the project.' })
  @Property({ type: 'integer' })
  weight: number = 1;

  @Field(() => Int, { description: '进度 · How far it has come from baseline to target, in thousandths, 0 to 1000.' })
  get progress(): number {
    return progressOf(this);
  }

  override place(): string {
    return this.division;
  }
  report(actual: number): string {
    this.actual = actual;
    return 'indicator.reported';
  }
}

/** A step of a project on the way (节点). */
@Entity({ tableName: 'project_milestone' })
@Scoped((scope) => whereTouching('division', scope))
@ObjectType({ description: '节点 · A step of a project on the way.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 90, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class ProjectMilestone extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) project!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => String, { description: '名称 · What is to be reached.' })
  @Property({ type: 'string', length: 200 })
  title!: string;
  @Field(() => DateScalar, { description: '时限 · Last day as planned.' })
  @Property({ type: 'string', length: 10 })
  due!: Day;
  @Field(() => DateScalar, { nullable: true, description: '完成日 · Day on which it was reached.' })
  @Property({ type: 'string', length: 10, nullable: true })
  reachedOn?: Day | null;

  override place(): string {
    return this.division;
  }
  reach(day: Day): string {
    if (this.reachedOn) throw new Refusal('CONFLICT', `this step was reached on ${this.reachedOn}`);
    this.reachedOn = day;
    return 'milestone.reached';
  }
}
