import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import type { Caller } from '#platform/context';
import { Dated, Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { said } from '#platform/words';
import { verifiesOwn } from '../findings/finding.rules.ts';
import { allowed, isOpen, mayEndAfter, mayStartAfter, next, TaskState, Together, Workstream } from './task.rules.ts';

registerEnumType(TaskState, {
  name: 'TaskState',
  description: '任务状态 · 未启动 NOT_STARTED, 推进中 IN_PROGRESS, 待确认 SUBMITTED, 已确认 CONFIRMED, 已销账 CLOSED, 已取消 CANCELLED.',
});
registerEnumType(Workstream, {
  name: 'Workstream',
  description:
    '工作线 · 领导班子和干部队伍建设 LEADERSHIP_CADRE, 基层组织和党员队伍建设 GRASSROOTS_MEMBER, 人才队伍建设 TALENT, 脱贫攻坚 POVERTY_ALLEVIATION.',
});
registerEnumType(Together, {
  name: 'TogetherStage',
  description: '五同 · 同谋划 PLAN, 同部署 DEPLOY, 同督导 SUPERVISE, 同落实 IMPLEMENT, 同考核 APPRAISE.',
});

/** Options of its own for each column: the ORM writes the name of the column into them. */
const day = () => ({ type: 'string', length: 10, nullable: true }) as const;

/** What a task and a concrete item of the three basics have in common: who does what by when, and how far it has come. */
@ObjectType()
export abstract class Undertaking extends Versioned {
  @Field(() => String, { description: '事项 · What is to be done.' })
  @Property({ type: 'string', length: 200 })
  title!: string;
  @Index() @Property({ type: 'string', length: 20 }) division!: string;
  @Property({ type: 'string', length: 20, nullable: true }) programme?: string | null;
  @Field(() => Workstream, { description: '工作线 · Workstream.' })
  @Enum({ items: () => Workstream })
  workstream: Workstream = Workstream.POVERTY_ALLEVIATION;
  @Index() @Property({ type: 'string', length: 20 }) ownerAgency!: string;
  @Property({ type: 'string', length: 20 }) responsible!: string;
  @Field(() => DateScalar, { description: '计划起 · First day as planned.' })
  @Property({ type: 'string', length: 10 })
  startsOn!: Day;
  @Field(() => DateScalar, { description: '时限 · Last day to do it.' })
  @Property({ type: 'string', length: 10 })
  due!: Day;
  @Field(() => TaskState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => TaskState })
  state: TaskState = TaskState.NOT_STARTED;
  @Field(() => DateScalar, { nullable: true, description: '启动日 · Day on which it was started.' })
  @Property(day())
  startedOn?: Day | null;
  @Field(() => String, { nullable: true, description: '提交人 · Who submitted it last.' })
  @Property({ type: 'string', length: 100, nullable: true })
  submittedBy?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '提交日 · Day of the last submission.' })
  @Property(day())
  submittedOn?: Day | null;
  @Field(() => String, { nullable: true, description: '确认人 · Who confirmed that it is done.' })
  @Property({ type: 'string', length: 100, nullable: true })
  confirmedBy?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '确认日 · Day of confirmation.' })
  @Property(day())
  confirmedOn?: Day | null;
  @Field(() => String, { nullable: true, description: '原因 · Why it was returned or cancelled last.' })
  @Property({ type: 'string', length: 500, nullable: true })
  reason?: string | null;
  @Property({ type: 'string', length: 60, nullable: true }) document?: string | null;
  @Property(day()) plannedTogether?: Day | null;
  @Property(day()) deployedTogether?: Day | null;
  @Property(day()) supervisedTogether?: Day | null;
  @Property(day()) implementedTogether?: Day | null;
  @Property(day()) appraisedTogether?: Day | null;

  @Field(() => Boolean, { description: '未办结 · Not yet confirmed nor cancelled.' })
  get open(): boolean {
    return isOpen(this);
  }
  @Field(() => [String], { description: '可行操作 · The moves that its state allows: start, submit, confirm, return, close, cancel.' })
  get allowedMoves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.division;
  }

  /** The day of each of the five togethers (五同). */
  get togetherDays(): Record<Together, Day | null | undefined> {
    return {
      [Together.PLAN]: this.plannedTogether,
      [Together.DEPLOY]: this.deployedTogether,
      [Together.SUPERVISE]: this.supervisedTogether,
      [Together.IMPLEMENT]: this.implementedTogether,
      [Together.APPRAISE]: this.appraisedTogether,
    };
  }

  start(day: Day, before: readonly { state: TaskState }[]): string {
    const state = next('start', this.state);
    if (!mayStartAfter(before))
      throw new Refusal('PREDECESSOR_OPEN', 'what goes before it has not been started; start that first (压茬推进)');
    Object.assign(this, { state, startedOn: day });
    return this.event('started');
  }
  submit(evidence: readonly { title: string }[], by: string, day: Day): string {
    const state = next('submit', this.state);
    if (evidence.length === 0 || evidence.some((e) => e.title.trim() === ''))
      throw new Refusal('EVIDENCE_REQUIRED', 'what is submitted as done shows at least one piece of evidence, each with a title');
    Object.assign(this, { state, submittedBy: by, submittedOn: day });
    return this.event('submitted');
  }
  /** A second pair of eyes, from another agency than the one that does it; and nothing ends before what goes before it. */
  confirm(caller: Caller, day: Day, before: readonly { state: TaskState }[]): string {
    const state = next('confirm', this.state);
    if (verifiesOwn({ submittedBy: this.submittedBy ?? null, responsibleAgency: this.ownerAgency }, caller))
      throw new Refusal(
        'SELF_VERIFIED',
        'whoever submitted it, or works for the agency that does it, may not confirm it; ask the headquarters',
      );
    if (!mayEndAfter(before)) throw new Refusal('PREDECESSOR_OPEN', 'what goes before it is not confirmed; confirm that first (压茬推进)');
    Object.assign(this, { state, confirmedBy: caller.id, confirmedOn: day });
    return this.event('confirmed');
  }
  return(reason: string): string {
    Object.assign(this, { state: next('return', this.state), reason: said(reason, 'reason') });
    return this.event('returned');
  }
  close(): string {
    this.state = next('close', this.state);
    return this.event('closed');
  }
  cancel(reason: string): string {
    Object.assign(this, { state: next('cancel', this.state), reason: said(reason, 'reason') });
    return this.event('cancelled');
  }

  /** Records on which day a stage was gone through together; each stage once. */
  together(stage: Together, on: Day): string {
    if (this.togetherDays[stage])
      throw new Refusal('CONFLICT', `${stage} was gone through together on ${this.togetherDays[stage]}`, { state: stage });
    const property = {
      [Together.PLAN]: 'plannedTogether',
      [Together.DEPLOY]: 'deployedTogether',
      [Together.SUPERVISE]: 'supervisedTogether',
      [Together.IMPLEMENT]: 'implementedTogether',
      [Together.APPRAISE]: 'appraisedTogether',
    }[stage];
    Object.assign(this, { [property]: on });
    return this.event('doneTogether');
  }

  /** What happened, in the words of the noun. */
  protected abstract event(what: string): string;
}

/** A task of the poverty headquarters (任务): given to an agency and a person, for a county, a township or a village. */
@Entity({ tableName: 'task' })
@Scoped((scope) => whereTouching('division', scope))
@Index({ properties: ['state', 'due'] })
@ObjectType({ description: '任务 · A task of the headquarters, and how far it has come.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 95, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class Task extends Undertaking {
  @Field(() => Boolean, { description: '急难险重 · Whether it is urgent, difficult, dangerous or heavy.' })
  @Property({ type: 'boolean' })
  urgentHard: boolean = false;
  /** The decision of a meeting from which it comes. */
  @Index() @Property({ type: 'string', length: 20, nullable: true }) decision?: string | null;

  protected event(what: string): string {
    return `task.${what}`;
  }
}

/** A task that another waits for (前序任务). */
@Entity({ tableName: 'task_dependency' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['predecessor', 'successor'], where: { validTo: FOREVER }, name: 'one_tie_of_two' })
@Index({ properties: ['successor'] })
@ObjectType({ description: '压茬关系 · One piece of work that follows upon another.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 96, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class TaskDependency extends Versioned {
  @Property({ type: 'string', length: 20 }) predecessor!: string;
  @Property({ type: 'string', length: 20 }) successor!: string;
  /** Where the work that follows is done. */
  @Property({ type: 'string', length: 20 }) division!: string;

  override place(): string {
    return this.division;
  }
  untie(day: Day): string {
    this.validTo = day;
    return 'dependency.untied';
  }
}
invariant('one_tie_of_two', 'task_dependency.predecessor, task_dependency.successor', 'CONFLICT', 'the one already follows upon the other');

/** What shows that something was done. Rows are added with every submission and never altered. */
@Entity({ tableName: 'work_evidence' })
@Scoped((scope) => whereTouching('division', scope))
@ObjectType({ description: '佐证材料 · A piece of evidence of a task, an item, a project or a concern.' })
@Catalogued({ serial: 97, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class WorkEvidence extends Dated {
  @Index() @Property({ type: 'string', length: 20 }) subject!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => String, { description: '标题 · Title.' })
  @Property({ type: 'string', length: 200 })
  title!: string;
  @Field(() => String, { nullable: true, description: '说明 · Note.' })
  @Property({ type: 'string', length: 4000, nullable: true })
  note?: string | null;
  @Field(() => String, { description: '提交人 · Who submitted it.' })
  @Property({ type: 'string', length: 100 })
  by!: string;

  override place(): string {
    return this.division;
  }
}

/** What a supervisor saw and asked for on the way (跟踪督导). */
@Entity({ tableName: 'supervision_note' })
@Scoped((scope) => whereTouching('division', scope))
@ObjectType({ description: '督导记录 · What a supervisor saw and asked for.' })
@Catalogued({ serial: 98, provider: 'INSPECTOR', cycle: 'REAL_TIME', since: '2026-11-25' })
export class SupervisionNote extends Dated {
  @Index() @Property({ type: 'string', length: 20 }) subject!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => String, { description: '内容 · What was seen and asked for.' })
  @Property({ type: 'string', length: 1000 })
  text!: string;
  @Field(() => String, { description: '督导人 · Who supervised.' })
  @Property({ type: 'string', length: 100 })
  by!: string;

  override place(): string {
    return this.division;
  }
}

/** “党建+”: a programme that ties Party building to the central task. */
@Entity({ tableName: 'programme' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['code'], where: { validTo: FOREVER }, name: 'one_programme_a_code' })
@ObjectType({ description: '党建+项目群 · A programme that tasks, items and projects belong to.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 99, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class Programme extends Versioned {
  @Field(() => String, { description: '代码 · Code.' })
  @Property({ type: 'string', length: 40 })
  code!: string;
  @Field(() => String, { description: '名称 · Name.' })
  @Property({ type: 'string', length: 100 })
  name!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => DateScalar, { description: '起 · First day.' })
  @Property({ type: 'string', length: 10 })
  from!: Day;
  @Field(() => DateScalar, { nullable: true, description: '止 · Last day; null while it has no end.' })
  @Property(day())
  to?: Day | null;
  @Field(() => DocNo, { nullable: true, description: '依据文号 · Number of the document it rests on.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;
  @Field(() => Int, { nullable: true, description: '年度 · Year, where it is of one.' })
  @Property({ type: 'integer', nullable: true })
  year?: number | null;

  override place(): string {
    return this.division;
  }
}
invariant('one_programme_a_code', 'programme.code', 'CONFLICT', 'a programme with this code is running');
