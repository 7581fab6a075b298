import { LockMode } from '@mikro-orm/core';
import { transact } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { newId } from '#platform/id';
import type { Job } from '#platform/job';
import { FindingEscalation } from './escalation.entity.ts';
import { Finding } from './finding.entity.ts';
import { isOverdue, whereOverdue } from './finding.rules.ts';
import { rulesOf } from './ruleset.reads.ts';
import { escalationsBy, type Measures } from './ruleset.rules.ts';

/**
 * Puts findings past their deadline before the township, the county and the headquarters, as the rules say. What is due
 * follows from the deadline alone and stands once for each level and deadline: run again, late or twice at once, it
 * adds nothing.
 */
export const escalateOverdue: Job = {
  name: 'escalate-overdue',
  async run(ctx) {
    const late = await ctx.em.find(Finding, whereOverdue(ctx.day), { fields: ['id', 'deadline', 'validFrom'], orderBy: { id: 'asc' } });
    const known = await levelsOf(ctx);
    const rules = await rulesOf(ctx);
    let count = 0;
    // Each with an empty memory of its own: a store that waited long has thousands, and one memory of all slows each.
    for (const { id, deadline } of late)
      if (missing(ctx, rules, deadline as Day, known.get(id) ?? []).length > 0)
        count += await escalate({ ...ctx, em: ctx.em.fork() as Ctx['em'] }, rules, id);
    return count;
  },
};

type Step = Pick<FindingEscalation, 'level' | 'deadline'>;

/** What every finding was escalated to, in one statement. */
async function levelsOf({ em, day }: Ctx): Promise<Map<string, Step[]>> {
  const overdue = em
    .createQueryBuilder(Finding, 'f')
    .select('f.id')
    .where({ ...whereOverdue(day), validFrom: { $lte: day }, validTo: { $gt: day } });
  const rows = await em.find(FindingEscalation, { finding: { $in: overdue.toRaw() as never } }, { filters: { asOf: false } });
  return Map.groupBy(rows, (e) => e.finding);
}

function missing({ day }: Ctx, rules: Measures, deadline: Day, known: readonly Step[]) {
  const due = escalationsBy(deadline, day, rules);
  return due.filter(({ level }) => !known.some((k) => k.level === level && k.deadline === deadline));
}

/** Escalates one finding, locked, so that nobody submits it or runs this beside us meanwhile. */
const escalate = (ctx: Ctx, rules: Measures, id: string): Promise<number> =>
  transact(ctx, async (work) => {
    const { em } = work.ctx;
    const finding = await em.findOne(Finding, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    if (!finding || !isOverdue(finding, ctx.day)) return 0;
    const deadline = finding.deadline as Day;
    const known = await em.find(FindingEscalation, { finding: id }, { filters: { asOf: false }, refresh: true });
    const due = missing(ctx, rules, deadline, known);
    for (const { level, on } of due)
      work.create(
        // What was returned past its deadline goes up from that day on, not from days on which it waited for others.
        Object.assign(new FindingEscalation(), {
          id: newId('esc'),
          finding: id,
          division: finding.division,
          level,
          deadline,
          validFrom: on < finding.validFrom ? finding.validFrom : on,
        }),
        'escalation.raised',
      );
    return due.length;
  });
