import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributed, type Change, figuresOf, type Measure } from './comparison.rules.ts';

const THEN = '2018-12-31';
const NOW = '2023-12-31';
const change = (on: string, from: string[], to: string[]): Change => ({ on, from, to });
const forward = (villages: string[], changes: Change[]) =>
  Object.fromEntries(attributed(villages, changes, { from: THEN, to: NOW, standing: villages }));
const back = (villages: string[], changes: Change[], standing: string[]) =>
  Object.fromEntries(attributed(villages, changes, { from: NOW, to: THEN, standing }));

describe('a village of one day is on another', () => {
  it('the one it was merged into, with all that went there, in either order of being named', () => {
    const merged = [change('2020-06-01', ['a', 'b'], ['ab']), change('2021-06-01', ['c'], ['ab'])];
    expect(forward(['a', 'b', 'c', 'd'], merged)).toEqual({ a: 'ab', b: 'ab', c: 'ab', d: 'd' });
    // What is one today can't be told apart again.
    expect(back(['ab', 'd'], merged, ['a', 'b', 'c', 'd'])).toEqual({ ab: null, d: 'd' });
  });
  it('itself after taking over another, and then not what it was before', () => {
    const taken = [change('2020-06-01', ['a'], ['b'])];
    expect(forward(['a', 'b'], taken)).toEqual({ a: 'b', b: 'b' });
    expect(back(['b'], taken, ['a', 'b'])).toEqual({ b: null });
  });
  it('none after being divided, nor is what came together with a part of it; all parts are what they were part of', () => {
    const divided = [change('2020-06-01', ['a'], ['a', 'n'])];
    expect(forward(['a', 'b'], divided)).toEqual({ a: null, b: 'b' });
    expect(back(['a', 'n', 'b'], divided, ['a', 'b'])).toEqual({ a: 'a', n: 'a', b: 'b' });
    expect(forward(['a', 'b'], [change('2020-06-01', ['a'], ['b', 'n'])])).toEqual({ a: null, b: null });
    const [split, joined] = [change('2020-06-01', ['a'], ['x', 'y']), change('2021-06-01', ['x', 'y'], ['z'])];
    expect(forward(['a'], [joined, split])).toEqual({ a: 'z' });
  });
  it('none when it ended nobody knows in what, or wasn’t there yet', () => {
    const ended = [change('2020-06-01', ['a'], []), change('2020-06-01', [], ['n'])];
    expect(forward(['a', 'b'], ended)).toEqual({ a: null, b: 'b' });
    expect(back(['b', 'n'], ended, ['a', 'b'])).toEqual({ b: 'b', n: null });
  });
  it('itself where the changes lie outside the two days, the first of them included', () => {
    expect(forward(['a'], [change(THEN, ['a'], ['b']), change('2024-01-01', ['a'], ['b'])])).toEqual({ a: 'a' });
    expect(forward(['a'], [change(NOW, ['a'], ['b'])])).toEqual({ a: 'b' });
  });

  it('never one that has less or more land, whatever the changes; and always the right one where villages only merge', () => {
    const step = fc.record({
      kind: fc.constantFrom('merge', 'take', 'split', 'part', 'end'),
      picks: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.boolean(), (steps, splits) => {
        // Land is played through plot by plot: six villages of three plots each.
        const start = new Map([...'abcdef'].map((v) => [v, [1, 2, 3].map((n) => `${v}${n}`)]));
        const land = new Map(start);
        const changes: Change[] = [];
        for (const [i, { kind, picks }] of steps.entries()) {
          const alive = [...land.keys()];
          const [one, two] = picks.map((n) => alive[n % alive.length]) as [string, string];
          const on = `2020-01-0${i + 1}`;
          const name = `n${i}`;
          const own = land.get(one) as string[];
          const cut = (picks[2] as number) % (own.length + 1);
          if (kind === 'end') {
            land.delete(one);
            changes.push(change(on, [one], []));
          } else if (kind === 'merge' && one !== two) {
            land.set(name, [...own, ...(land.get(two) as string[])]);
            for (const v of [one, two]) land.delete(v);
            changes.push(change(on, [one, two], [name]));
          } else if (kind === 'take' && one !== two) {
            land.set(two, [...(land.get(two) as string[]), ...own]);
            land.delete(one);
            changes.push(change(on, [one], [two]));
          } else if (kind === 'split' && splits) {
            land.set(one, own.slice(cut)).set(name, own.slice(0, cut));
            changes.push(change(on, [one], [one, name]));
          } else if (kind === 'part' && splits && one !== two) {
            land.delete(one);
            land.set(two, [...(land.get(two) as string[]), ...own.slice(cut)]).set(name, own.slice(0, cut));
            changes.push(change(on, [one], [two, name]));
          }
          if (land.size < 2) break;
        }
        const whole = (from: typeof land, to: typeof land) => (village: string) => {
          const [at, ...more] = [...to].filter(([, plots]) => plots.some((plot) => from.get(village)?.includes(plot)));
          if (!at || more.length > 0 || !from.get(village)?.every((plot) => at[1].includes(plot))) return null;
          const came = [...from.values()].filter((plots) => plots.some((plot) => at[1].includes(plot)));
          return came.every((plots) => plots.every((plot) => at[1].includes(plot))) ? at[0] : null;
        };
        for (const [from, to, said] of [
          [start, land, forward([...start.keys()], changes)],
          [land, start, back([...land.keys()], changes, [...start.keys()])],
        ] as const) {
          const right = whole(from, to);
          for (const [village, place] of Object.entries(said))
            if (place !== null && from.get(village)?.length) expect([village, place]).toEqual([village, right(village)]);
            else if (!splits) expect(right(village), village).toBeNull();
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the figures of villages', () => {
  const SUM: Measure = { of: 'sum', nothing: 0 };
  const of = (measures: Measure[], ...units: (readonly (readonly (number | boolean | null)[])[])[]) =>
    figuresOf(
      measures,
      units.map((parts) => ({ parts })),
    );

  it('add up; what is kept back keeps the sum back', () => {
    expect(of([SUM], [[1], [2]], [[4]], [])).toEqual([7]);
    expect(of([SUM], [[null]], [[4]])).toEqual([4]);
    expect(of([{ of: 'sum', nothing: null }], [[null]], [[4]])).toEqual([null]);
    expect(of([SUM], [])).toEqual([null]);
  });
  it('hold of a village when they hold of all that went into it, out of all villages', () => {
    const share: Measure[] = [{ of: 'share' }];
    expect(of(share, [[true], [true]], [[true], [false]], [[false]], [])).toEqual([
      { numerator: 1, denominator: 4, percent: 25, unknown: 2 },
    ]);
    expect(of(share)).toEqual([{ numerator: 0, denominator: 0, percent: null, unknown: 0 }]);
  });
  it('are percents of sums, never means of percents; nothing is out of nothing', () => {
    const rates: Measure[] = [SUM, SUM, { of: 'percent', numerator: 0, denominator: 1 }];
    expect(
      of(rates, [
        [1, 1, 100],
        [0, 2, 0],
      ]),
    ).toEqual([1, 3, 33.3]);
    expect(of(rates, [[0, 0, null]])).toEqual([0, 0, null]);
  });
  it('stay single where nothing says how two would be one', () => {
    expect(of([{ of: 'single' }], [[5]], [])).toEqual([5]);
    expect(of([{ of: 'single' }], [[5], [5]])).toEqual([null]);
  });
});
