import { Args, ArgsType, Ctx as Context, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { batchedBy } from '#platform/batched';
import type { Ctx } from '#platform/context';
import { addDays, addMonths, type Day } from '#platform/day';
import { requireRead } from '#platform/may';
import { Rate } from '#platform/rate';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { County, Township, Village } from '../divisions/division.entity.ts';
import { villagesBelow } from '../divisions/division.rules.ts';
import { Fact } from '../facts/fact.entity.ts';
import { holdingOn, isActive } from '../facts/fact.rules.ts';
import { InspectionPlan } from '../inspections/plan.entity.ts';
import { PlanState } from '../inspections/plan.rules.ts';
import { InspectionVisit } from '../inspections/visit.entity.ts';
import { Meeting, MeetingAttendance } from '../meetings/meeting.entity.ts';
import { AttendeeRole } from '../meetings/meeting.rules.ts';
import { isOver, keyOf, type Load, MOST_MONTHS, meanLoad, NO_LOAD, overrunOf, sumOf, totalOf } from './burden.rules.ts';
import { FormRequest } from './form.entity.ts';
import { FormState, monthOf, monthsBetween, monthsOf } from './form.rules.ts';

@ObjectType({ description: '基层负担（月） · What a village was asked for in a month (M95), held against the plan of the year (M96).' })
export class BurdenMonth {
  @Field(() => DateScalar, { description: '月份 · First day of the month.' }) month!: Day;
  @Field(() => Int, { description: '督查检查 · Inspections that reached the village.' }) inspections!: number;
  @Field(() => Int, { description: '报表 · Forms to be filled in.' }) forms!: number;
  @Field(() => Int, { description: '会议 · Meetings to which its first secretary or team leader went.' }) meetings!: number;
  @Field(() => Int, { description: '合计 · All three (M95).' }) total!: number;
  @Field(() => Int, { nullable: true, description: '上限 · The most that the plan of the year allows; null without an approved plan.' })
  ceiling!: number | null;
  @Field(() => Boolean, { description: '超出计划 · More than that (M96).' }) over!: boolean;
}

@ObjectType({ description: '基层负担 · What the villages below were asked for in a period.' })
export class Burden {
  @Field(() => Int, { description: '督查检查 · Inspections, each once for each village and month that it reached.' }) inspections!: number;
  @Field(() => Int, { description: '报表 · Forms, likewise.' }) forms!: number;
  @Field(() => Int, { description: '会议 · Meetings, likewise.' }) meetings!: number;
  @Field(() => Int, { description: '合计 · All three (M95).' }) total!: number;
  @Field(() => Int, { description: '村月数 · Villages and communities times months, as far as they existed.' }) villageMonths!: number;
  @Field(() => Float, { nullable: true, description: '每村每月 · Mean of a village and month, one decimal (M95).' }) perVillageMonth!:
    | number
    | null;
  @Field(() => Rate, { description: '超出计划率 · M96: village-months above the ceiling of the plan, of all that a plan covers.' })
  overrun!: Rate;
}

@ArgsType()
class BurdenPeriod {
  @Field(() => DateScalar, { description: '起 · A day of the first month.' }) from!: Day;
  @Field(() => DateScalar, { description: `止 · A day of the last month, at most ${MOST_MONTHS} months on.` }) to!: Day;
}

const ATTENDING: readonly AttendeeRole[] = [AttendeeRole.FIRST_SECRETARY, AttendeeRole.TEAM_LEADER];

/** Loads of villages by village and month, in a constant number of statements for all villages of a request. */
const loadsOf = batchedBy<BurdenPeriod, string, (month: Day) => Load>(
  (p) => `${p.from} ${p.to}`,
  async (villages, { from, to }, ctx) => {
    const [first, last] = [monthOf(from), addDays(addMonths(monthOf(to), 1), -1)];
    const [visits, forms, meetings] = await Promise.all([
      visitsIn(ctx, villages, first, last),
      formsIn(ctx, villages, first, last),
      meetingsIn(ctx, villages, first, last),
    ]);
    return (village) => (month) => {
      const key = keyOf(village, month);
      return { inspections: visits.get(key)?.size ?? 0, forms: forms.get(key)?.size ?? 0, meetings: meetings.get(key)?.size ?? 0 };
    };
  },
);

type Marks = Map<string, Set<string>>;
const mark = (marks: Marks, key: string, what: string) => marks.set(key, (marks.get(key) ?? new Set()).add(what));

async function visitsIn({ em }: Ctx, villages: readonly string[], first: Day, last: Day): Promise<Marks> {
  const marks: Marks = new Map();
  const rows = await em.find(
    InspectionVisit,
    { village: { $in: [...villages] }, on: { $gte: first, $lte: last } },
    { fields: ['inspection', 'village', 'on'] },
  );
  for (const v of rows) mark(marks, keyOf(v.village, monthOf(v.on)), v.inspection);
  return marks;
}

async function formsIn(ctx: Ctx, villages: readonly string[], first: Day, last: Day): Promise<Marks> {
  const marks: Marks = new Map();
  const wanted = new Set(villages);
  const rows = await ctx.em.find(FormRequest, { requestedOn: { $lte: last } });
  for (const form of rows) {
    if (form.state === FormState.WITHDRAWN && (form.endedOn as Day) <= form.requestedOn) continue;
    const until = form.endedOn && form.endedOn < form.dueOn ? form.endedOn : form.dueOn;
    const months = monthsOf(form, until).filter((m) => m >= first && m <= last);
    if (months.length === 0) continue;
    for (const village of ctx.territory.under(form.division, form.requestedOn))
      if (wanted.has(village)) for (const m of months) mark(marks, keyOf(village, m), form.id);
  }
  return marks;
}

/** A meeting burdens the village from which its first secretary or team leader had to come. */
async function meetingsIn({ em }: Ctx, villages: readonly string[], first: Day, last: Day): Promise<Marks> {
  const marks: Marks = new Map();
  const postings = await em.find(
    Fact,
    { noun: 'posting', place: { $in: [...villages] }, kind: { $in: ATTENDING as string[] } },
    { orderBy: { row: 'asc' } },
  );
  const attended = await em.find(MeetingAttendance, {
    role: { $in: [...ATTENDING] },
    person: { $in: [...new Set(postings.map((p) => p.person as string))] },
  });
  const held = await em.find(Meeting, { id: { $in: [...new Set(attended.map((a) => a.meeting))] }, heldOn: { $gte: first, $lte: last } });
  const days = new Map(held.map((m) => [m.id, m.heldOn]));
  const byPerson = Map.groupBy(postings, (p) => p.person as string);
  for (const { meeting, person } of attended) {
    const day = days.get(meeting);
    if (!day) continue;
    for (const p of holdingOn(byPerson.get(person) ?? [], day).filter(isActive))
      mark(marks, keyOf(p.place as string, monthOf(day)), meeting);
  }
  return marks;
}

/** The ceiling of each year's plan as it was approved by the day asked for. */
const ceilings = batchedBy<null, 'plans', ReadonlyMap<number, number>>(
  () => '',
  async (_, __, { em }) => {
    const plans = await em.find(InspectionPlan, { state: PlanState.APPROVED }, { orderBy: { year: 'asc', division: 'asc' } });
    const byYear = new Map(plans.map((p) => [p.year, p.monthlyCeiling]));
    return () => byYear;
  },
);

function requirePeriod(ctx: Ctx, { from, to }: BurdenPeriod): Day[] {
  for (const noun of ['InspectionVisit', 'FormRequest', 'Meeting']) requireRead(ctx, noun);
  const months = to < from ? [] : monthsBetween(from, to < ctx.day ? to : ctx.day);
  if (to < from || monthsBetween(from, to).length > MOST_MONTHS)
    throw new Refusal('BAD_USER_INPUT', `a period is of 1 to ${MOST_MONTHS} months, from before to; got ${from} to ${to}`);
  return months;
}

async function monthly(ctx: Ctx, village: string, period: BurdenPeriod): Promise<{ month: Day; load: Load; ceiling: number | null }[]> {
  const months = requirePeriod(ctx, period);
  const [load, plans] = await Promise.all([loadsOf(ctx, period, village), ceilings(ctx, null, 'plans')]);
  const there = (month: Day) => ctx.territory.at(village, month) ?? ctx.territory.at(village, addDays(addMonths(month, 1), -1));
  return months
    .filter(there)
    .map((month) => ({ month, load: load(month) ?? NO_LOAD, ceiling: plans.get(Number(month.slice(0, 4))) ?? null }));
}

async function below(ctx: Ctx, division: string, period: BurdenPeriod): Promise<Burden> {
  const villages = villagesBelow(ctx, division, ctx.day).filter((v) => ctx.scope.covers(v));
  requirePeriod(ctx, period);
  const months = (await Promise.all(villages.map((v) => monthly(ctx, v, period)))).flat();
  const sum = sumOf(months.map((m) => m.load));
  const total = totalOf(sum);
  return { ...sum, total, villageMonths: months.length, perVillageMonth: meanLoad(total, months.length), overrun: overrunOf(months) };
}

const BELOW = {
  nullable: true,
  description: '基层负担 · What the villages and communities that lie below on the day asked for were asked for in a period.',
};

@Resolver(() => Village)
export class VillageBurden {
  @FieldResolver(() => [BurdenMonth], {
    nullable: true,
    description: '基层负担 · What this village was asked for, month by month (M95, M96).',
  })
  async burden(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => BurdenPeriod) period: BurdenPeriod): Promise<BurdenMonth[]> {
    return (await monthly(ctx, id, period)).map(({ month, load, ceiling }) => ({
      month,
      ...load,
      total: totalOf(load),
      ceiling,
      over: isOver(load, ceiling),
    }));
  }
}
@Resolver(() => Township)
export class TownshipBurden {
  @FieldResolver(() => Burden, BELOW)
  burden(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => BurdenPeriod) period: BurdenPeriod): Promise<Burden> {
    return below(ctx, id, period);
  }
}
@Resolver(() => County)
export class CountyBurden {
  @FieldResolver(() => Burden, BELOW)
  burden(@Root() { id }: County, @Context() ctx: Ctx, @Args(() => BurdenPeriod) period: BurdenPeriod): Promise<Burden> {
    return below(ctx, id, period);
  }
}
