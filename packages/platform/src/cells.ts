/** Counts below this are hidden unless the deployment says another. */
export const SMALLEST_SHOWN = 3;

/** A count as it may be shown: null stands for a number that is kept back. */
export type ShownCount = number | null;

/**
 * Counts of persons in a table of one row, fit to be shown beside their total (小单元抑制). A count from 1 to k − 1 is
 * kept back; so is the smallest of the others (and the next, until k persons or more hide behind what is kept back),
 * because with the total and all but one cell the last could be worked out. Zeros tell of nobody and stay.
 */
export function suppressed(counts: readonly number[], k = SMALLEST_SHOWN): ShownCount[] {
  const hidden = new Set(counts.flatMap((count, i) => (count > 0 && count < k ? [i] : [])));
  if (hidden.size === 0) return [...counts];
  const rest = counts
    .map((count, i) => ({ count, i }))
    .filter(({ count, i }) => count > 0 && !hidden.has(i))
    .sort((a, b) => a.count - b.count);
  const behind = () => [...hidden].reduce((sum, i) => sum + (counts[i] as number), 0);
  while (rest.length > 0 && (hidden.size < 2 || behind() < k)) hidden.add((rest.shift() as { i: number }).i);
  return counts.map((count, i) => (hidden.has(i) ? null : count));
}

/** The total beside such a row: kept back as well when it alone would give away what is hidden. */
export function suppressedTotal(counts: readonly number[], k = SMALLEST_SHOWN): ShownCount {
  const shown = suppressed(counts, k);
  const hidden = counts.filter((_, i) => shown[i] === null);
  const behind = hidden.reduce((sum, count) => sum + count, 0);
  return hidden.length === 1 || (hidden.length > 0 && behind < k) ? null : counts.reduce((sum, count) => sum + count, 0);
}
