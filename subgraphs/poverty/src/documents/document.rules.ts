import type { Day } from '#platform/day';

/** What the rules look at: days are those of the text itself, not of the record. */
export interface Validity {
  readonly effectiveFrom: Day;
  readonly effectiveTo?: Day | null;
}

/** In force from the day it names up to the day on which it is repealed or expires, which is no longer one of them. */
export const isInForce = (d: Validity, day: Day): boolean => d.effectiveFrom <= day && (!d.effectiveTo || day < d.effectiveTo);
export const whereInForce = (day: Day) => ({
  effectiveFrom: { $lte: day },
  $or: [{ effectiveTo: null }, { effectiveTo: { $gt: day } }],
});
export const whereNotInForce = (day: Day) => ({ $or: [{ effectiveFrom: { $gt: day } }, { effectiveTo: { $lte: day } }] });

/**
 * Whether a new edge `from` → `to` closes a circle, given what every node already points at. The same question is asked
 * of documents that succeed one another and of tasks that wait for one another.
 */
export function closesCircle(from: string, to: string, edges: Iterable<readonly [string, string]>): boolean {
  const next = new Map<string, string[]>();
  for (const [a, b] of edges) next.set(a, [...(next.get(a) ?? []), b]);
  const seen = new Set<string>();
  const open = [to];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === from) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...(next.get(at) ?? []));
  }
  return false;
}
