import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenCells } from './cells.ts';

const row = (counts: readonly number[]) => counts.map((persons, i) => ({ keys: [i], persons }));

describe('a small cell', () => {
  it.each([
    [[5, 9, 12], []],
    [[0, 9, 12], []],
    [
      [2, 9, 12],
      [0, 1],
    ],
    [
      [1, 2, 12],
      [0, 1],
    ],
    [
      [1, 1, 12, 7],
      [0, 1, 3],
    ],
    [[2, 0, 0], [0]],
  ])('of %j hides the cells %j', (counts, hidden) => {
    expect([...hiddenCells(row(counts))].toSorted()).toEqual(hidden);
  });

  it('can never be worked out from the totals of its lines and what is shown', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat({ max: 12 }), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 2, max: 6 }),
        (table, k) => {
          const cells = table.flatMap((line, y) => line.map((persons, x) => ({ keys: [y, x], persons })));
          const hidden = hiddenCells(cells, k);
          cells.forEach(({ persons }, i) => {
            if (persons > 0 && persons < k) expect(hidden.has(i)).toBe(true);
            if (persons === 0) expect(hidden.has(i)).toBe(false);
          });
          for (const d of [0, 1])
            for (const line of Map.groupBy(cells.keys(), (i) => cells[i]?.keys[d]).values()) {
              const kept = line.filter((i) => hidden.has(i));
              const open = line.filter((i) => !hidden.has(i) && (cells[i]?.persons ?? 0) > 0);
              if (kept.length === 0 || open.length === 0) continue; // nothing hidden, or nothing but zeros beside it
              expect(kept.length).toBeGreaterThan(1);
              expect(kept.reduce((sum, i) => sum + (cells[i]?.persons ?? 0), 0)).toBeGreaterThanOrEqual(k);
            }
        },
      ),
    );
  });
});
