import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suppressed, suppressedTotal } from './cells.ts';

describe('a small cell', () => {
  it.each([
    [[5, 9, 12], [5, 9, 12], 26],
    [[0, 9, 12], [0, 9, 12], 21],
    [[2, 9, 12], [null, null, 12], 23],
    [[1, 2, 12], [null, null, 12], 15],
    [[1, 1, 12, 7], [null, null, 12, null], 21],
    [[2, 0, 0], [null, 0, 0], null],
    [[1, 1, 0], [null, null, 0], null],
  ])('of %j is shown as %j beside the total %j', (counts, shown, total) => {
    expect(suppressed(counts)).toEqual(shown);
    expect(suppressedTotal(counts)).toBe(total);
  });

  it('can never be worked out from the total and what is shown', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 10 }), fc.integer({ min: 2, max: 6 }), (counts, k) => {
        const shown = suppressed(counts, k);
        const total = suppressedTotal(counts, k);
        counts.forEach((count, i) => {
          if (count > 0 && count < k) expect(shown[i]).toBeNull();
          if (shown[i] !== null) expect(shown[i]).toBe(count);
        });
        const hidden = counts.filter((_, i) => shown[i] === null);
        if (hidden.length > 0 && total !== null) {
          // What is known is the sum behind the hidden cells: two or more of them, and k persons at least.
          expect(hidden.length).toBeGreaterThan(1);
          expect(hidden.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(k);
        }
      }),
    );
  });
});
