import type { EntityClass, FilterQuery } from '@mikro-orm/core';
import { raw } from '@mikro-orm/core';
import { Args, Ctx as Context, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { batched } from '#platform/batched';
import type { Ctx } from '#platform/context';
import type { PageArgs } from '#platform/list';
import { countsAlone } from '#platform/may';
import { Rate, rate } from '#platform/rate';
import { County, Township, Village } from '../divisions/division.entity.ts';
import { VILLAGE_KINDS, villagesBelow } from '../divisions/division.rules.ts';
import { Person } from '../persons/person.entity.ts';
import { HelperAssignment } from './assignment.entity.ts';
import { assignments, visits } from './assignment.resolver.ts';
import { HouseholdRef } from './household.entity.ts';
import { households, whereUncovered } from './household.resolver.ts';
import { percentile, whereNeedsHelper } from './household.rules.ts';

@ObjectType({
  description:
    '帮扶覆盖（M90） · Helpers and the registered households that need one (poor, exited or monitored), on the day asked for, in villages and communities of your territory that exist then.',
})
export class HelperCoverage {
  @Field(() => Int, { description: '帮扶责任人数 · Distinct main helpers (M90); a helper of several households counts once.' })
  helpers!: number;
  @Field(() => Int, { description: '在册户数 · Registered households, stable ones included.' })
  registered!: number;
  @Field(() => Rate, { description: '帮扶覆盖率 · Households with a main helper, out of those that need one.' })
  covered!: Rate;
  @Field(() => Int, {
    description:
      '无帮扶责任人户数 · Households that need a main helper and have none; households(filter: { uncovered: { eq: true } }) lists them.',
  })
  uncovered!: number;
  @Field(() => Int, { nullable: true, description: '户均负担中位数 · Households a main helper answers for: the median (nearest rank).' })
  householdsPerHelperP50!: number | null;
  @Field(() => Int, { nullable: true, description: '户均负担95分位 · The 95th percentile (nearest rank).' })
  householdsPerHelperP95!: number | null;
}

interface Counts {
  registered: number;
  needy: number;
  uncovered: number;
  /** Households by main helper. */
  readonly loads: Map<string, number>;
}

const none = (): Counts => ({ registered: 0, needy: 0, uncovered: 0, loads: new Map() });

/** Rows in scope on the day asked for, counted by some columns in one statement. */
async function counted<E extends object>(ctx: Ctx, entity: EntityClass<E>, by: (keyof E & string)[], where: FilterQuery<E>) {
  const filters = { scope: { scope: ctx.scope, access: ctx.access, counting: true } };
  return (await ctx.em.rows(entity, { select: [...by, raw('count(*) as n')], where, filters, groupBy: by })) as Record<string, string>[];
}

/** What villages count, in four statements for a whole request: townships and the county are put together from the same read. */
const countsIn = batched<string, Counts>(async (villages, ctx) => {
  const within = { village: { $in: [...villages] } };
  const found = new Map(villages.map((v) => [v, none()]));
  const [registered, needy, uncovered, helping] = await Promise.all([
    counted(ctx, HouseholdRef, ['village'], within),
    counted(ctx, HouseholdRef, ['village'], { $and: [within, whereNeedsHelper()] } as never),
    counted(ctx, HouseholdRef, ['village'], { $and: [within, whereUncovered(ctx.day)] } as never),
    counted(ctx, HelperAssignment, ['village', 'helper'], { ...within, main: true }),
  ]);
  const of = (r: Record<string, string>) => found.get(r['village'] as string) as Counts;
  for (const r of registered) of(r).registered = Number(r['n']);
  for (const r of needy) of(r).needy = Number(r['n']);
  for (const r of uncovered) of(r).uncovered = Number(r['n']);
  for (const r of helping) of(r).loads.set(r['helper'] as string, Number(r['n']));
  return (village) => found.get(village) as Counts;
});

async function coverageOf(ctx: Ctx, villages: readonly string[]): Promise<HelperCoverage> {
  for (const noun of ['HouseholdRef', 'HelperAssignment']) countsAlone(ctx, noun); // counts are all that is told here
  const parts = await Promise.all(villages.filter((v) => ctx.scope.covers(v)).map((v) => countsIn(ctx, v)));
  const sum = none();
  for (const { registered, needy, uncovered, loads } of parts) {
    sum.registered += registered;
    sum.needy += needy;
    sum.uncovered += uncovered;
    for (const [helper, n] of loads) sum.loads.set(helper, (sum.loads.get(helper) ?? 0) + n);
  }
  const loads = [...sum.loads.values()];
  return {
    helpers: sum.loads.size,
    registered: sum.registered,
    covered: rate(sum.needy - sum.uncovered, sum.needy),
    uncovered: sum.uncovered,
    householdsPerHelperP50: percentile(loads, 0.5),
    householdsPerHelperP95: percentile(loads, 0.95),
  };
}

const COVERAGE = { nullable: true, description: '帮扶覆盖 · Helpers and households that need one (M90).' };
const HOUSEHOLDS = { nullable: true, description: '户 · Registered households in it.' };
const VISITS = { nullable: true, description: '走访 · Visits of helpers in it up to the day asked for.' };

@Resolver(() => Village)
export class VillageHelpers {
  @FieldResolver(() => HelperCoverage, COVERAGE)
  helperCoverage(@Root() { id }: Village, @Context() ctx: Ctx): Promise<HelperCoverage> | null {
    const kind = ctx.territory.at(id, ctx.day)?.kind;
    return kind && VILLAGE_KINDS.includes(kind) ? coverageOf(ctx, [id]) : null;
  }
  @FieldResolver(() => households.Connection, HOUSEHOLDS)
  households(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => households.Args) args: PageArgs): object {
    return households.pageOf(ctx, 'village', id, args);
  }
  @FieldResolver(() => assignments.Connection, { nullable: true, description: '帮扶责任 · Who answers for households in this village.' })
  helperAssignments(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => assignments.Args) args: PageArgs): object {
    return assignments.pageOf(ctx, 'village', id, args);
  }
  @FieldResolver(() => visits.Connection, VISITS)
  helperVisits(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => visits.Args) args: PageArgs): object {
    return visits.pageOf(ctx, 'village', id, args);
  }
}

@Resolver(() => Township)
export class TownshipHelpers {
  @FieldResolver(() => HelperCoverage, COVERAGE)
  helperCoverage(@Root() { id }: Township, @Context() ctx: Ctx): Promise<HelperCoverage> {
    return coverageOf(ctx, villagesBelow(ctx, id, ctx.day));
  }
  @FieldResolver(() => households.Connection, HOUSEHOLDS)
  households(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => households.Args) args: PageArgs): object {
    return households.pageBelow(ctx, id, args);
  }
  @FieldResolver(() => visits.Connection, VISITS)
  helperVisits(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => visits.Args) args: PageArgs): object {
    return visits.pageBelow(ctx, id, args);
  }
}

@Resolver(() => County)
export class CountyHelpers {
  @FieldResolver(() => HelperCoverage, COVERAGE)
  helperCoverage(@Root() { id }: County, @Context() ctx: Ctx): Promise<HelperCoverage> {
    return coverageOf(ctx, villagesBelow(ctx, id, ctx.day));
  }
}

@Resolver(() => Person)
export class PersonHelping {
  @FieldResolver(() => assignments.Connection, {
    nullable: true,
    description: '帮扶责任 · Households that the person answers for, within your territory.',
  })
  helperAssignments(@Root() { id }: Person, @Context() ctx: Ctx, @Args(() => assignments.Args) args: PageArgs): object {
    return assignments.pageOf(ctx, 'helper', id, args);
  }
}
