/** Counts of persons below this are hidden unless the deployment says another. */
export const SMALLEST_SHOWN = 3;

/**
 * Which cells of a table of groups, by one key or several, are kept back (小单元抑制). A cell behind which 1 to k − 1
 * persons stand is; so is, along each line of the table, the smallest of the others (and the next, until k persons or
 * more hide behind what is kept back), because with the line's total and all but one cell the last could be worked out.
 * Zeros tell of nobody and stay.
 */
export function hiddenCells(cells: readonly { keys: readonly unknown[]; persons: number }[], k = SMALLEST_SHOWN): ReadonlySet<number> {
  const hidden = new Set(cells.flatMap(({ persons }, i) => (persons > 0 && persons < k ? [i] : [])));
  const dimensions = cells[0]?.keys.length ?? 0;
  const lines = Array.from({ length: dimensions }, (_, d) => [
    ...Map.groupBy(cells.keys(), (i) => JSON.stringify((cells[i] as { keys: readonly unknown[] }).keys.with(d, null))).values(),
  ]).flat();
  for (let grown = true; grown; ) {
    grown = false;
    for (const line of lines) {
      const kept = line.filter((i) => hidden.has(i));
      if (kept.length === 0) continue;
      const persons = (i: number) => cells[i]?.persons ?? 0;
      const rest = line.filter((i) => !hidden.has(i) && persons(i) > 0).toSorted((a, b) => persons(a) - persons(b));
      const behind = () => kept.reduce((sum, i) => sum + persons(i), 0);
      while (rest.length > 0 && (kept.length < 2 || behind() < k)) {
        const next = rest.shift() as number;
        kept.push(next);
        hidden.add(next);
        grown = true;
      }
    }
  }
  return hidden;
}
