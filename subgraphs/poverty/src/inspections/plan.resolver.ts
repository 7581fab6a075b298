import { LockMode } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, create, Intent, Move, once, type Work } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { byDay, byEnum, byId, byInt } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { requireAgency } from '../agencies/agency.reads.ts';
import { atTownship } from '../divisions/division.entity.ts';
import { Inspection } from './inspection.entity.ts';
import { requireInspectable } from './inspection.reads.ts';
import { InspectionMethod, InspectionState } from './inspection.rules.ts';
import { InspectionPlan, PlanLine } from './plan.entity.ts';
import { isOfYear, LineState, MOST_CEILING, PLAN_YEARS, PlanState, USUAL_CEILING } from './plan.rules.ts';

export const inspectionPlans = list({
  name: 'InspectionPlan',
  entity: InspectionPlan,
  filter: {
    year: byInt('year', '年度 · Year.'),
    division: byId('division', '范围 · Key of the county or township that plans.'),
    state: byEnum('InspectionPlanState', PlanState)('state', '状态 · State.'),
  },
  order: { YEAR: { property: 'year', description: '年度 · By year; newest first unless you say otherwise.' } },
  defaultOrder: { field: 'YEAR', direction: Direction.DESC },
  groups: { year: { property: 'year', type: () => Int, description: '年度 · Year.' } },
});

export const planLines = list({
  name: 'PlanLine',
  entity: PlanLine,
  filter: {
    state: byEnum('PlanLineState', LineState)('state', '状态 · State.'),
    method: byEnum('InspectionMethod', InspectionMethod)('method', '方式 · Method.'),
    division: byId('division', '范围 · Key of the county or township to be inspected.'),
    agency: byId('agency', '督查单位 · Key of the agency that is to inspect.'),
    from: byDay('from', '起 · First day.'),
  },
  order: { FROM: { property: 'from', description: '起 · By first day.' } },
  groups: {
    state: { property: 'state', type: () => LineState, description: '状态 · State.' },
    method: { property: 'method', type: () => InspectionMethod, description: '方式 · Method.' },
    agency: {
      property: 'agency',
      type: () => Agency,
      show: (id: string) => ({ id }),
      description: '督查单位 · Agency that is to inspect.',
    },
    township: atTownship('division'),
  },
});

export const inspectionPlanById = byKey(InspectionPlan);
export const planLineById = byKey(PlanLine);

/** The inspection that stands on a line, as of the day asked for. */
const inspectionOn = batched<string, Inspection | null>(async (ids, { em }) => {
  const rows = await em.find(Inspection, { line: { $in: [...ids] }, state: { $ne: InspectionState.CANCELLED } });
  const byLine = new Map(rows.map((i) => [i.line, i]));
  return (id) => byLine.get(id) ?? null;
});

@InputType({ description: '拟定督查年度计划 · Drafts the plan of a year.' })
class DraftInspectionPlanInput extends Intent {
  @Field(() => Int, { description: '年度 · Year.' }) year!: number;
  @Field(() => ID, { nullable: true, description: '范围 · Key of the county or township that plans; the county unless given.' })
  division?: string;
  @Field(() => String, { description: '名称 · Title, up to 100 characters.' }) title!: string;
  @Field(() => Int, {
    defaultValue: USUAL_CEILING,
    description: `每村每月上限 · The most inspections, forms and meetings a village may be asked for in a month, 0 to ${MOST_CEILING}.`,
  })
  monthlyCeiling!: number;
}

@InputType({ description: '列入计划 · Proposes a line.' })
class AddPlanLineInput extends Intent {
  @Field(() => ID, { description: '计划 · The plan.' }) plan!: string;
  @Field(() => ID, { description: '范围 · Key of the county or township to be inspected.' }) division!: string;
  @Field(() => String, { description: '名称 · Title, up to 100 characters.' }) title!: string;
  @Field(() => InspectionMethod, { description: '方式 · How it is to be carried out.' }) method!: InspectionMethod;
  @Field(() => ID, { description: '督查单位 · The agency that is to inspect.' }) agency!: string;
  @Field(() => DateScalar, { description: '起 · First day; lies in the year of the plan.' }) from!: Day;
  @Field(() => DateScalar, { description: '止 · Last day.' }) to!: Day;
}

@InputType({ description: '批准计划 · Approves a plan with all its proposed lines.' })
class ApproveInspectionPlanInput extends Move {
  @Field(() => ID, { description: '计划 · The plan.' }) plan!: string;
  @Field(() => DocNo, { description: '批准文号 · The document that approves it.' }) document!: string;
}

@InputType({ description: '计划项办理 · The line that moves on.' })
class MovePlanLineInput extends Move {
  @Field(() => ID, { description: '计划项 · The line.' }) line!: string;
}
@InputType({ description: '批准计划项 · A line proposed after its plan was approved.' })
class ApprovePlanLineInput extends MovePlanLineInput {}
@InputType({ description: '剔除计划项 · The line that is struck.' })
class StrikePlanLineInput extends MovePlanLineInput {}

@Resolver(() => InspectionPlan)
export class InspectionPlanResolver {
  @Query(() => inspectionPlans.Connection, { description: '督查年度计划 · Plans of your territory, and of what lies above it.' })
  inspectionPlans(@Context() ctx: Ctx, @Args(() => inspectionPlans.Args) args: PageArgs): object {
    return inspectionPlans.page(ctx, args);
  }
  @FieldResolver(() => planLines.Connection, { description: '计划项 · Its lines.' })
  lines(@Root() { id }: InspectionPlan, @Context() ctx: Ctx, @Args(() => planLines.Args) args: PageArgs): object {
    return planLines.pageOf(ctx, 'plan', id, args);
  }

  @Mutation(() => InspectionPlan, {
    description: '拟定督查年度计划 · Drafts the plan of a year; refused with PLAN_EXISTS when there is one.',
  })
  draftInspectionPlan(
    @Context() ctx: Ctx,
    @Arg('input', () => DraftInspectionPlanInput) input: DraftInspectionPlanInput,
  ): Promise<InspectionPlan> {
    return create(ctx, InspectionPlan, input, 'inspectionPlan.drafted', async (work) => {
      const { year, monthlyCeiling, division = countyOf(ctx) } = input;
      requireInspectable(ctx, division);
      if (monthlyCeiling < 0 || monthlyCeiling > MOST_CEILING)
        throw new Refusal('BAD_USER_INPUT', `a ceiling is 0 to ${MOST_CEILING} a month; got ${monthlyCeiling}`);
      const known = await planOf(work.ctx, division, asYear(year));
      if (known) throw new Refusal('PLAN_EXISTS', `${year} has its plan ${known.id}; add lines to that one`);
      return draft(ctx, division, year, said(input.title, 'title', 100), monthlyCeiling);
    });
  }

  @Mutation(() => PlanLine, { description: '列入计划 · Proposes a line; it counts once it is approved.' })
  addPlanLine(@Context() ctx: Ctx, @Arg('input', () => AddPlanLineInput) input: AddPlanLineInput): Promise<PlanLine> {
    return create(ctx, PlanLine, input, 'planLine.proposed', async (work) => {
      const { division, agency, method, from, to } = input;
      // Locked, so that it isn't approved past this line.
      const plan = await work.ctx.em.findOne(InspectionPlan, { id: input.plan }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!plan) throw new Refusal('NOT_FOUND', `no inspection plan ${input.plan} in your territory as of ${ctx.day}`);
      requireInspectable(ctx, division);
      await requireAgency(work.ctx, agency);
      if (to < from) throw new Refusal('BAD_USER_INPUT', `an inspection ends on or after the day it begins; ${to} lies before ${from}`);
      if (!isOfYear(plan.year, from))
        throw new Refusal('BAD_USER_INPUT', `the plan is of ${plan.year}; an inspection that begins on ${from} belongs to another`);
      return line(ctx, plan, { division, title: said(input.title, 'title', 100), method, agency, from, to });
    });
  }

  @Mutation(() => InspectionPlan, { description: '批准督查年度计划 · DRAFT → APPROVED, with every line proposed so far.' })
  approveInspectionPlan(
    @Context() ctx: Ctx,
    @Arg('input', () => ApproveInspectionPlanInput) input: ApproveInspectionPlanInput,
  ): Promise<InspectionPlan> {
    return once(ctx, InspectionPlan, input, async (work) => {
      const { expectedVersion } = input;
      const plan = await work.change(InspectionPlan, input.plan, (p) => p.approve(input.document), { expectedVersion });
      await work.changeAll(PlanLine, { plan: plan.id, state: LineState.PROPOSED }, (l) => l.approve());
      return plan;
    });
  }
  @Mutation(() => PlanLine, { description: '批准计划项 · PROPOSED → APPROVED, for what was proposed after the plan was approved.' })
  approvePlanLine(@Context() ctx: Ctx, @Arg('input', () => ApprovePlanLineInput) input: ApprovePlanLineInput): Promise<PlanLine> {
    return change(ctx, PlanLine, input.line, input, (l) => l.approve());
  }
  @Mutation(() => PlanLine, { description: '剔除计划项 · PROPOSED → STRUCK.' })
  strikePlanLine(@Context() ctx: Ctx, @Arg('input', () => StrikePlanLineInput) input: StrikePlanLineInput): Promise<PlanLine> {
    return change(ctx, PlanLine, input.line, input, (l) => l.strike());
  }
}

@Resolver(() => PlanLine)
export class PlanLineResolver {
  @FieldResolver(() => InspectionPlan, { nullable: true, description: '计划 · The plan.' })
  plan(@Root() { plan }: PlanLine, @Context() ctx: Ctx): Promise<InspectionPlan | null> {
    return inspectionPlanById(ctx, plan);
  }
  @FieldResolver(() => Agency, { nullable: true, description: '督查单位 · The agency that is to inspect.' })
  agency(@Root() { agency }: PlanLine): Agency {
    return { id: agency };
  }
  @FieldResolver(() => Inspection, {
    nullable: true,
    description: '督查 · The inspection that stands on this line; null until there is one.',
  })
  inspection(@Root() { id }: PlanLine, @Context() ctx: Ctx): Promise<Inspection | null> {
    return inspectionOn(ctx, id);
  }
}

/** The county: what plans unless another division is named. */
const countyOf = ({ territory }: Ctx): string => territory.named(territory.roots[0] ?? '') ?? '';

const planOf = ({ em }: Pick<Ctx, 'em'>, division: string, year: number): Promise<InspectionPlan | null> =>
  em.findOne(InspectionPlan, { division, year, validTo: FOREVER }, { filters: { asOf: false } });

function asYear(year: number): number {
  if (year >= PLAN_YEARS.from && year <= PLAN_YEARS.to) return year;
  throw new Refusal('BAD_USER_INPUT', `a plan is of a year from ${PLAN_YEARS.from} to ${PLAN_YEARS.to}; got ${year}`);
}

const draft = ({ day }: Ctx, division: string, year: number, title: string, monthlyCeiling: number): InspectionPlan =>
  Object.assign(new InspectionPlan(), { id: newId('ipl'), division, year, title, monthlyCeiling, validFrom: day });

type Line = Pick<PlanLine, 'division' | 'title' | 'method' | 'agency' | 'from' | 'to'>;
const line = ({ day }: Ctx, plan: InspectionPlan, of: Line): PlanLine =>
  Object.assign(new PlanLine(), { id: newId('ipn'), plan: plan.id, ...of, validFrom: day });

/** The line on which an inspection is to stand, as it was named. */
export async function namedLine(ctx: Ctx, id: string, division: string): Promise<{ line: PlanLine; year: number }> {
  const named = await ctx.em.findOne(PlanLine, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const plan = named && (await ctx.em.findOne(InspectionPlan, { id: named.plan }));
  if (!named || !plan) throw new Refusal('NOT_FOUND', `no line ${id} of a plan in your territory as of ${ctx.day}`);
  named.stands();
  if (named.division !== division)
    throw new Refusal('BAD_USER_INPUT', `line ${id} is of ${named.division}; an inspection of ${division} takes another`);
  return { line: named, year: plan.year };
}

/** Puts an inspection that names no line into the plan of its year: what the two rows are, for the caller to create. */
export async function newLine(ctx: Ctx, planYear: number, of: Line): Promise<{ line: PlanLine; plan: InspectionPlan | null }> {
  const year = asYear(planYear);
  const known = await planOf(ctx, countyOf(ctx), year);
  const plan = known ?? draft(ctx, countyOf(ctx), year, `${year}年督查检查考核计划`, USUAL_CEILING);
  return { line: line(ctx, plan, of), plan: known ? null : plan };
}

/** An inspection is approved together with its line; one whose line was struck is not. */
export async function approveLine(work: Work, id: string): Promise<void> {
  const rows = await work.changeAll(PlanLine, { id }, (l) => l.approve());
  if (rows.length === 0) throw new Refusal('NOT_FOUND', `no line ${id} of a plan in your territory`);
}
