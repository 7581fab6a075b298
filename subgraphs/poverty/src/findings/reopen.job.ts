import { transact } from '#platform/change';
import { addMonths, type Day, FOREVER } from '#platform/day';
import type { Job } from '#platform/job';
import { meeting } from './condition.reads.ts';
import { Finding } from './finding.entity.ts';
import { type ClosingCondition, FindingState } from './finding.rules.ts';
import { rulesOf } from './ruleset.reads.ts';

/**
 * Brings back closed findings whose condition ceased to hold within the months that the rules say: the secretary left,
 * a team was withdrawn. A village that is no more is left alone.
 */
export const reopenCeased: Job = {
  name: 'reopen-ceased',
  async run(ctx) {
    const since = addMonths(ctx.day, -(await rulesOf(ctx)).conditionMonths);
    const closed = await ctx.em.find(
      Finding,
      { state: FindingState.CLOSED, condition: { $ne: null }, closedOn: { $gte: since, $lte: ctx.day }, validTo: FOREVER },
      { filters: { asOf: false }, orderBy: { id: 'asc' } },
    );
    const standing = closed.filter((f) => f.validFrom <= ctx.day && ctx.territory.at(f.village as string, ctx.day));
    let count = 0;
    for (const [condition, own] of Map.groupBy(standing, (f) => f.condition as ClosingCondition)) {
      const villages = [...new Set(own.map((f) => f.village as string))];
      const met = await meeting(ctx, condition, villages, ctx.day);
      const ceased = own.filter((f) => !met.has(f.village as string)).map((f) => f.id);
      if (ceased.length > 0) count += await reopened(ctx, ceased, ctx.day);
    }
    return count;
  },
};

const reopened = (ctx: Parameters<Job['run']>[0], ids: readonly string[], day: Day): Promise<number> =>
  transact(ctx, async (work) => {
    const rows = await work.changeAll(Finding, { id: { $in: [...ids] }, state: FindingState.CLOSED }, (f) => f.reopen(day));
    return rows.length;
  });
