import { transact } from '#platform/change';
import { FOREVER } from '#platform/day';
import { newId } from '#platform/id';
import type { Job } from '#platform/job';
import { ReconciliationBreak } from './break.entity.ts';
import { type Disagreement, nameOf } from './break.rules.ts';
import { closedWithout, openOnAbolished, promotedUnposted, readTold, roleUnheld, uncovered, unknownPersons } from './check.reads.ts';

const TOGETHER = 200;

/**
 * Holds the three stores against each other by what this one keeps of the others' ledgers. What disagrees comes on the
 * board once; what agrees again leaves it by itself.
 */
export const reconcile: Job = {
  name: 'reconcile',
  async run(ctx) {
    const told = await readTold(ctx);
    const found = new Map<string, Disagreement>(
      [
        ...uncovered(ctx, told),
        ...(await unknownPersons(ctx, told)),
        ...(await closedWithout(ctx, told)),
        ...promotedUnposted(ctx, told),
        ...roleUnheld(ctx, told),
        ...(await openOnAbolished(ctx, told)),
      ].map((d) => [nameOf(d), d]),
    );
    const board = await ctx.em.find(ReconciliationBreak, { agreedOn: null, validTo: FOREVER }, { filters: { asOf: false } });
    const known = new Set(board.map(nameOf));
    const fresh = [...found.values()].filter((d) => !known.has(nameOf(d)));
    const over = board.filter((b) => !found.has(nameOf(b)) && b.validFrom <= ctx.day).map((b) => b.id);
    for (let i = 0; i < fresh.length; i += TOGETHER)
      await transact(ctx, async (work) => {
        for (const { sides, ...d } of fresh.slice(i, i + TOGETHER))
          work.create(
            Object.assign(new ReconciliationBreak(), {
              id: newId('brk'),
              ...d,
              records: JSON.stringify(sides),
              foundOn: ctx.day,
              validFrom: ctx.day,
            }),
            'break.found',
          );
      });
    for (let i = 0; i < over.length; i += TOGETHER)
      await transact(ctx, (work) =>
        work.changeAll(ReconciliationBreak, { id: { $in: over.slice(i, i + TOGETHER) }, agreedOn: null }, (b) => b.agree(ctx.day)),
      );
    return fresh.length + over.length;
  },
};
