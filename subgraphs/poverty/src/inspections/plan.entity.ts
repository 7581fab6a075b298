import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { InspectionMethod } from './inspection.rules.ts';
import { LineState, lines, PlanState, plans } from './plan.rules.ts';

registerEnumType(PlanState, { name: 'InspectionPlanState', description: '计划状态 · DRAFT 拟定, APPROVED 已批准.' });
registerEnumType(LineState, {
  name: 'PlanLineState',
  description: '计划项状态 · PROPOSED 拟列入, APPROVED 已批准, STRUCK 已剔除.',
});

const ONE_PLAN = 'this year has its inspection plan; add lines to that one';
invariant('one_plan_a_year', 'inspection_plan.division, inspection_plan.year', 'PLAN_EXISTS', ONE_PLAN);

/** 督查检查考核年度计划: what may be inspected in a year, and how much a village may be asked for (统筹规范督查检查考核, 2018). */
@Entity({ tableName: 'inspection_plan' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['division', 'year'], where: { validTo: FOREVER }, name: 'one_plan_a_year' })
@ObjectType({
  description: '督查年度计划 · The plan of a year: every inspection stands on one of its lines or has an approval number of its own.',
})
@Directive('@key(fields: "id")')
@Catalogued({ serial: 79, provider: 'INSPECTOR', cycle: 'YEARLY', since: '2026-11-25' })
export class InspectionPlan extends Versioned {
  @Field(() => ID, { description: '范围 · Key of the county or township that plans.' })
  @Property({ type: 'string', length: 20 })
  division!: string;
  @Field(() => Int, { description: '年度 · Year.' })
  @Property({ type: 'integer' })
  year!: number;
  @Field(() => String, { description: '名称 · Title.' })
  @Property({ type: 'string', length: 100 })
  title!: string;
  @Field(() => Int, {
    description: '每村每月上限 · The most inspections, forms and meetings together that one village may be asked for in a month.',
  })
  @Property({ type: 'integer' })
  monthlyCeiling!: number;
  @Field(() => DocNo, { nullable: true, description: '批准文号 · Document that approved it; null while it is a draft.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;
  @Field(() => PlanState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => PlanState })
  state: PlanState = PlanState.DRAFT;

  override place(): string {
    return this.division;
  }

  approve(document: string): string {
    Object.assign(this, { state: plans.next('approveInspectionPlan', this.state), document });
    return 'inspectionPlan.approved';
  }
}

/** One inspection as the plan of a year allows it. */
@Entity({ tableName: 'inspection_plan_line' })
@Scoped((scope) => whereTouching('division', scope))
@Index({ properties: ['plan', 'state'] })
@ObjectType({ description: '计划项 · A line of a plan: one inspection, of which places, how and when.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 80, provider: 'INSPECTOR', cycle: 'YEARLY', since: '2026-11-25' })
export class PlanLine extends Versioned {
  @Property({ type: 'string', length: 20 }) plan!: string;
  @Field(() => ID, { description: '范围 · Key of the county or township to be inspected.' })
  @Property({ type: 'string', length: 20 })
  division!: string;
  @Field(() => String, { description: '名称 · Title.' })
  @Property({ type: 'string', length: 100 })
  title!: string;
  @Field(() => InspectionMethod, { description: '方式 · How it is to be carried out.' })
  @Enum({ items: () => InspectionMethod })
  method!: InspectionMethod;
  @Property({ type: 'string', length: 20 }) agency!: string;
  @Field(() => DateScalar, { description: '起 · First day.' })
  @Property({ type: 'string', length: 10 })
  from!: Day;
  @Field(() => DateScalar, { description: '止 · Last day.' })
  @Property({ type: 'string', length: 10 })
  to!: Day;
  @Field(() => LineState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => LineState })
  state: LineState = LineState.PROPOSED;

  override place(): string {
    return this.division;
  }

  /** Approved with its plan, or afterwards with the inspection that stands on it; twice is once. */
  approve(): string {
    if (this.state !== LineState.APPROVED) this.state = lines.next('approvePlanLine', this.state);
    return 'planLine.approved';
  }
  strike(): string {
    this.state = lines.next('strikePlanLine', this.state);
    return 'planLine.struck';
  }
  /** Refuses an inspection on a line that was struck. */
  stands(): void {
    if (this.state === LineState.STRUCK)
      throw new Refusal('UNPLANNED_INSPECTION', `line ${this.id} was struck from the plan; take another line or an approvalNo`);
  }
}
