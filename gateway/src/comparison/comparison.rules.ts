import type { Day } from '#platform/day';
import { rate } from '#platform/rate';

/** On the villages of which day two days are compared. */
export enum Basis {
  AS_THEN = 'AS_THEN',
  TODAY = 'TODAY',
  EDITION = 'EDITION',
}

/** A change of villages: which it comes from, and which it leads to; none where nobody knows. */
export interface Change {
  readonly on: Day;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Where land lies that is in no village, or of which nobody knows in which. */
const NOWHERE = '';

/** Where the land of a village lies after a step in time, forward or back. */
type Step = (village: string) => readonly string[];

/** The steps from one day to another; `standing` are the villages of the earlier one. */
function stepsBetween(changes: readonly Change[], from: Day, to: Day, standing: Iterable<string>): Step[] {
  const [first, last] = from <= to ? [from, to] : [to, from];
  const between = changes.filter(({ on }) => first < on && on <= last).toSorted((a, b) => a.on.localeCompare(b.on));
  const orNowhere = (villages: readonly string[]) => (villages.length > 0 ? villages : [NOWHERE]);
  if (from <= to) return between.map((change) => (village) => (change.from.includes(village) ? orNowhere(change.to) : [village]));
  const alive = new Set(standing);
  const back = between.map((change): Step => {
    // A village that took over another was there itself, though the change comes from the other alone.
    const before = new Set(change.to.filter((v) => alive.has(v)));
    for (const village of change.from) alive.delete(village);
    for (const village of change.to) alive.add(village);
    return (village) =>
      change.to.includes(village) ? orNowhere([...new Set([...change.from, ...(before.has(village) ? [village] : [])])]) : [village];
  });
  return back.toReversed();
}

/**
 * What the villages of one day are on another: the one that each went into whole, with all that went into it. None for
 * a village that was divided or ended nobody knows in what, and none for what came together with a part of another: what
 * was recorded of the whole can't be divided afterwards, and a sum that lacks a part would look like all of it.
 */
export function attributed(
  villages: readonly string[],
  changes: readonly Change[],
  { from, to, standing }: { readonly from: Day; readonly to: Day; readonly standing: Iterable<string> },
): ReadonlyMap<string, string | null> {
  const steps = stepsBetween(changes, from, to, standing);
  const land = villages.map((village) => {
    let at = [village];
    for (const step of steps) at = [...new Set(at.flatMap(step))];
    return [village, at] as const;
  });
  const partly = new Set(land.flatMap(([, at]) => (at.length > 1 ? at : [NOWHERE])));
  return new Map(land.map(([village, [at = NOWHERE, ...more]]) => [village, more.length > 0 || partly.has(at) ? null : at]));
}

/**
 * How values of several villages become one: numbers that add up; yes and no, which hold of several when they hold of
 * each; percents, worked out again from the sums of their parts; everything else can't be put together.
 */
export type Measure =
  | { readonly of: 'sum'; readonly nothing: number | null }
  | { readonly of: 'share' }
  | { readonly of: 'percent'; readonly numerator: number; readonly denominator: number }
  | { readonly of: 'single' };

export type Value = number | boolean | null;
/** What a village shows, a value for each measure. */
export type Values = readonly Value[];

/** How many villages of some it holds of; of `unknown` nobody can say. */
export interface Share {
  readonly numerator: number;
  readonly denominator: number;
  readonly percent: number | null;
  readonly unknown: number;
}
export type Figure = number | Share | null;

/** A village of the basis: what the villages that went into it show; none where it wasn't yet, or nobody can tell. */
export interface Unit {
  readonly parts: readonly Values[];
}

const sum = (values: readonly Value[]): number | null =>
  values.includes(null) ? null : values.reduce((n: number, value) => n + Number(value), 0);

/** Yes or no of a unit, where all of its parts say the same. */
const agreed = (values: readonly Value[]): Value =>
  values.length > 0 && values.every((v) => v === values[0]) ? (values[0] as Value) : null;

/** What measures come to over units. */
export function figuresOf(measures: readonly Measure[], units: readonly Unit[]): Figure[] {
  const values = (i: number) => units.flatMap(({ parts }) => parts.map((part) => part[i] as Value));
  const parts = units.reduce((n, unit) => n + unit.parts.length, 0);
  return measures.map((measure, i): Figure => {
    switch (measure.of) {
      case 'sum':
        return parts === 0 ? null : sum(values(i).map((v) => v ?? measure.nothing));
      case 'percent': {
        const [numerator, denominator] = [sum(values(measure.numerator)), sum(values(measure.denominator))];
        return parts === 0 || numerator === null || denominator === null ? null : rate(numerator, denominator).percent;
      }
      case 'share': {
        const each = units.map((unit) => agreed(unit.parts.map((part) => part[i] as Value)));
        const known = each.filter((v) => v !== null).length;
        return { ...rate(each.filter((v) => v === true).length, units.length), unknown: units.length - known };
      }
      default:
        return parts === 1 ? (values(i)[0] as number | null) : null;
    }
  });
}

/** By how much a figure is another on the second day; a share by how many villages. */
export function changeOf(then: Figure, now: Figure): number | null {
  const number = (figure: Figure) => (figure !== null && typeof figure === 'object' ? figure.numerator : figure);
  const [a, b] = [number(then), number(now)];
  return a === null || b === null ? null : Number((b - a).toFixed(1));
}
