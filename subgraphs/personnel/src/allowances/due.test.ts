import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#platform/day';
import { requiredDays } from '../attendance/village-day.rules.ts';
import { firstOf, lengthOf, type Span, without } from '../month.rules.ts';
import { PostingKind } from '../postings/posting.rules.ts';
import { GUIDANCE, ShortfallRule } from '../postings/rule-set.rules.ts';
import { difference, dueOf, type Line, type MonthFacts, paidSpans, type RateSpan, totalOf } from './due.rules.ts';

/** The same month, worked out slowly: one day after the other, in whole numbers, rounded at the end. */
function dayByDay({ month, active, rates, present, rules }: MonthFacts): { days: number; amount: number } {
  const length = lengthOf(month);
  let days = 0;
  let sum = 0n;
  for (let i = 0; i < length; i++) {
    const day = addDays(firstOf(month), i);
    if (!active.some((s) => s.from <= day && day < s.to)) continue;
    days++;
    const rate = rates.find((r) => r.from <= day && day < r.to);
    if (rate) sum += BigInt(rate.amount);
  }
  const owed = Math.ceil((rules.minDaysPerMonth * days) / length);
  let [part, of] = [1n, 1n];
  if (present !== null && present < owed) {
    if (rules.shortfall === ShortfallRule.ZERO) part = 0n;
    if (rules.shortfall === ShortfallRule.PROPORTIONAL) [part, of] = [BigInt(present), BigInt(owed)];
  }
  const [over, under] = [sum * part, BigInt(length) * of];
  return { days, amount: Number((2n * over + under) / (2n * under)) };
}

const month = fc
  .record({ year: fc.integer({ min: 2017, max: 2027 }), month: fc.integer({ min: 1, max: 12 }) })
  .map(({ year, month }) => `${year}-${String(month).padStart(2, '0')}`);
const spanNear = (m: string) =>
  fc.record({ start: fc.integer({ min: -40, max: 40 }), length: fc.integer({ min: 1, max: 70 }) }).map(({ start, length }): Span => {
    const from = addDays(firstOf(m), start);
    return { from, to: addDays(from, length) };
  });
/** Rates that follow each other without a gap, from before the month or from a day within it. */
const ratesNear = (m: string) =>
  fc
    .array(fc.record({ days: fc.integer({ min: 1, max: 25 }), amount: fc.integer({ min: 0, max: 200_000 }) }), { maxLength: 5 })
    .chain((steps) =>
      fc.integer({ min: -30, max: 20 }).map((start) => {
        let from = addDays(firstOf(m), start);
        return steps.map(({ days, amount }, i): RateSpan => {
          const to = i === steps.length - 1 ? '9999-12-31' : addDays(from, days);
          const rate = { from, to, amount };
          from = to;
          return rate;
        });
      }),
    );
const facts = month.chain((m) =>
  fc.record({
    month: fc.constant(m),
    active: fc.array(spanNear(m), { maxLength: 4 }),
    rates: ratesNear(m),
    present: fc.option(fc.integer({ min: 0, max: 31 })),
    rules: fc.record({
      ...Object.fromEntries(Object.entries(GUIDANCE).map(([k, v]) => [k, fc.constant(v)])),
      minDaysPerMonth: fc.integer({ min: 0, max: 28 }),
      shortfall: fc.constantFrom(...Object.values(ShortfallRule)),
    }),
  }),
) as unknown as fc.Arbitrary<MonthFacts>;

const usual = (over: Partial<MonthFacts> = {}): MonthFacts => ({
  month: '2018-06',
  active: [{ from: '2018-01-01', to: '2020-01-01' }],
  rates: [{ from: '2017-03-01', to: '9999-12-31', amount: 50_000 }],
  present: null,
  rules: { ...GUIDANCE, shortfall: ShortfallRule.PROPORTIONAL },
  ...over,
});

describe('the allowance due for a month', () => {
  it('is what a slow count day by day comes to, over any postings, rates and days in the village', () => {
    fc.assert(
      fc.property(facts, (f) => {
        const due = dueOf(f);
        expect({ days: due.days, amount: due.amount }).toEqual(dayByDay(f));
        expect(totalOf(due.lines)).toBe(due.amount);
        expect(due.lines.every((l) => l.amount >= 0 && l.days > 0)).toBe(true);
        expect(due.amount).toBeLessThanOrEqual(Math.max(0, ...f.rates.map((r) => r.amount)));
      }),
      { numRuns: 3000 },
    );
  });

  it('is the rate of a full month, and is split where the rate changes within it', () => {
    expect(dueOf(usual()).amount).toBe(50_000);
    const rates = [
      { from: '2017-03-01', to: '2018-06-11', amount: 50_000 },
      { from: '2018-06-11', to: '9999-12-31', amount: 100_000 },
    ];
    const { lines, amount } = dueOf(usual({ rates }));
    expect(lines.map((l) => [l.from, l.to, l.days, l.amount])).toEqual([
      ['2018-06-01', '2018-06-11', 10, 16_667],
      ['2018-06-11', '2018-07-01', 20, 66_666],
    ]);
    expect(amount).toBe(83_333);
  });

  it('of a part of a month is by calendar days, and owes a share of the days in the village', () => {
    const part = usual({ active: [{ from: '2018-06-16', to: '2018-07-20' }] });
    expect(dueOf(part)).toMatchObject({ days: 15, amount: 25_000, required: null });
    expect(dueOf({ ...part, present: 10 })).toMatchObject({ required: 10, amount: 25_000 });
    expect(dueOf({ ...part, present: 9 })).toMatchObject({ required: 10, amount: 22_500 });
    expect(dueOf({ ...part, present: 9, rules: { ...GUIDANCE, shortfall: ShortfallRule.ZERO } }).amount).toBe(0);
    expect(dueOf({ ...part, present: 9, rules: GUIDANCE }).amount).toBe(25_000);
    expect(requiredDays(GUIDANCE, 30, 30)).toBe(20);
  });

  it('is nothing without active days, and nothing on days before the first rate', () => {
    expect(dueOf(usual({ active: [] }))).toMatchObject({ days: 0, amount: 0, lines: [] });
    expect(dueOf(usual({ rates: [] }))).toMatchObject({ days: 30, amount: 0, lines: [] });
    expect(dueOf(usual({ rates: [{ from: '2018-06-21', to: '9999-12-31', amount: 30_000 }] })).amount).toBe(10_000);
  });

  it('is paid once to who leads the team and is first secretary', () => {
    const both = { person: 'p', spans: [{ from: '2018-06-01', to: '2018-06-20' }] };
    const paid = paidSpans([
      { ...both, posting: 'a', role: PostingKind.TEAM_LEADER, spans: [{ from: '2018-06-10', to: '2018-07-01' }] },
      { ...both, posting: 'b', role: PostingKind.FIRST_SECRETARY },
    ]);
    expect([...paid].toSorted()).toEqual([
      ['a', [{ from: '2018-06-20', to: '2018-07-01' }]],
      ['b', [{ from: '2018-06-01', to: '2018-06-20' }]],
    ]);
    expect(without([{ from: '2018-06-01', to: '2018-06-30' }], [{ from: '2018-06-10', to: '2018-06-12' }])).toHaveLength(2);
  });

  it('and what was on record differ by lines that lead from one to the other', () => {
    fc.assert(
      fc.property(facts, facts, facts, (first, second, third) => {
        const month = first.month;
        const [a, b, c] = [first, second, third].map((f) => dueOf({ ...f, month }).lines) as [Line[], Line[], Line[]];
        const ab = difference(a, b);
        expect(totalOf(ab)).toBe(totalOf(b) - totalOf(a));
        const bc = difference([...a, ...ab], c);
        expect(totalOf([...a, ...ab, ...bc])).toBe(totalOf(c));
        expect(difference([...a, ...ab, ...bc], c)).toEqual([]);
        expect(difference(a, a)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
