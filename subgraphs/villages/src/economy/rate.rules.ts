import type { Day } from '#platform/day';

/** On the villages of which day a rate is counted. */
export enum DivisionBasis {
  AS_THEN = 'AS_THEN',
  TODAY = 'TODAY',
  EDITION = 'EDITION',
}

/** What one change of divisions does to the incomes of the villages that it comes from. */
export interface Flow {
  readonly on: Day;
  readonly from: readonly string[];
  readonly ended: readonly string[];
  /** Who takes over how much of the assets, in parts of ten thousand. */
  readonly shares: readonly { readonly division: string; readonly assets: number }[];
}

/** The last day of a year. */
export const yearEnd = (year: number): Day => `${year}-12-31`;

/**
 * The incomes of a year by the villages of `day`: a merged village's year is the sum of its sources', a divided one's is
 * divided by shares of the assets. A village that ends hands its income on whenever it ends; one that goes on hands on a
 * part only by a change after the year, for its account of the year is of what it was at the year's end. Where no
 * successor is known the income stays with the village that ended.
 */
export function attributed(
  incomes: ReadonlyMap<string, number>,
  flows: readonly Flow[],
  year: number,
  day: Day,
  divide: (amount: number, weights: readonly number[]) => number[],
): Map<string, number> {
  const now = new Map(incomes);
  for (const { on, from, ended, shares } of flows.toSorted((a, b) => a.on.localeCompare(b.on))) {
    if (on > day || shares.length === 0) continue;
    for (const source of from) {
      const amount = now.get(source);
      if (amount === undefined || (!ended.includes(source) && on <= yearEnd(year))) continue;
      now.delete(source);
      const parts = divide(
        amount,
        shares.map((s) => s.assets),
      );
      for (const [i, { division }] of shares.entries()) now.set(division, (now.get(division) ?? 0) + (parts[i] as number));
    }
  }
  return now;
}

/** A share that a target asks for, as a fraction: 50 % is 1 of 2. */
export interface Required {
  readonly requiredNumerator: number;
  readonly requiredDenominator: number;
}

/** Met when the share is reached, in whole numbers: half of 227 is reached at 114, not at 113. */
export const isMet = (numerator: number, denominator: number, r: Required): boolean =>
  denominator > 0 && numerator * r.requiredDenominator >= denominator * r.requiredNumerator;

/** How many of `denominator` it takes. */
export const needed = (denominator: number, r: Required): number => Math.ceil((denominator * r.requiredNumerator) / r.requiredDenominator);
