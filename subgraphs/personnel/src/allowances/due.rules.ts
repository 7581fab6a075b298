import type { Day } from '#platform/day';
import { daysBetween } from '#platform/day';
import { requiredDays } from '../attendance/village-day.rules.ts';
import { common, daysOf, endOf, firstOf, lengthOf, type Month, type Span, united, without } from '../month.rules.ts';
import { PostingKind } from '../postings/posting.rules.ts';
import { type PostingRules, ShortfallRule } from '../postings/rule-set.rules.ts';

/** Roles that are paid while in a village, in the order in which one of two held at once is paid: a person is paid once. */
export const PAID_ROLES: readonly PostingKind[] = [
  PostingKind.FIRST_SECRETARY,
  PostingKind.TEAM_LEADER,
  PostingKind.TEAM_MEMBER,
  PostingKind.RESIDENT_CADRE,
];

/** A rate of a role, in fen a month, while it was in force. */
export interface RateSpan extends Span {
  readonly amount: number;
}

/** What a month of a posting is worked out from. */
export interface MonthFacts {
  readonly month: Month;
  /** When the posting was active and is paid. */
  readonly active: readonly Span[];
  readonly rates: readonly RateSpan[];
  /** Confirmed days that count; null where none are kept, and nothing falls short. */
  readonly present: number | null;
  /** The rules in force on the first day of the month. */
  readonly rules: PostingRules;
}

/** One line of a month: some days at one rate. A line taken back has a negative amount. */
export interface Line {
  readonly from: Day;
  /** First day after the line. */
  readonly to: Day;
  readonly days: number;
  /** Fen a month. */
  readonly rate: number;
  /** What part of it is due by the days in the village: `numerator` of `denominator`. */
  readonly numerator: number;
  readonly denominator: number;
  readonly amount: number;
}

export interface Due {
  readonly days: number;
  readonly present: number | null;
  readonly required: number | null;
  readonly lines: readonly Line[];
  readonly amount: number;
}

/** The part of a month's rate that is due when `present` of `required` days were spent in the village. */
export function factorOf(present: number | null, required: number, shortfall: ShortfallRule): readonly [number, number] {
  if (present === null || present >= required || shortfall === ShortfallRule.NONE) return [1, 1];
  return shortfall === ShortfallRule.ZERO ? [0, 1] : [present, required];
}

const halfUp = (numerator: number, denominator: number): number => Math.floor((2 * numerator + denominator) / (2 * denominator));

/**
 * What a posting is due for a month (measure M29): for every stretch of days at one rate, the rate by calendar days, times
 * the factor of the days in the village. The total is rounded once, half up to a fen; each line is what it adds to it.
 */
export function dueOf({ month, active, rates, present, rules }: MonthFacts): Due {
  const whole = { from: firstOf(month), to: endOf(month) };
  const spans = united(active).flatMap((span) => common(span, whole) ?? []);
  const days = daysOf(spans);
  const length = lengthOf(month);
  const required = requiredDays(rules, days, length);
  const [numerator, denominator] = factorOf(present, required, rules.shortfall);
  const stretches = spans
    .flatMap((span) => rates.flatMap((rate) => ({ ...(common(span, rate) ?? { from: '', to: '' }), rate: rate.amount })))
    .filter((s) => s.from !== '')
    .toSorted((a, b) => a.from.localeCompare(b.from));
  let sum = 0;
  let paid = 0;
  const lines = stretches.map(({ from, to, rate }): Line => {
    const own = daysBetween(from, to);
    sum += rate * own * numerator;
    const upToHere = halfUp(sum, length * denominator);
    const amount = upToHere - paid;
    paid = upToHere;
    return { from, to, days: own, rate, numerator, denominator, amount };
  });
  return { days, present, required: present === null ? null : required, lines, amount: paid };
}

/** A posting in a village as the month sees it. */
export interface ActivePosting {
  readonly posting: string;
  readonly person: string;
  readonly role: PostingKind;
  readonly spans: readonly Span[];
}

/** When each posting is paid: on a day on which a person holds two, only the first of them by the order of roles. */
export function paidSpans(postings: readonly ActivePosting[]): Map<string, Span[]> {
  const paid = new Map<string, Span[]>();
  for (const own of Map.groupBy(postings, (p) => p.person).values()) {
    let taken: Span[] = [];
    for (const p of own.toSorted((a, b) => PAID_ROLES.indexOf(a.role) - PAID_ROLES.indexOf(b.role) || a.posting.localeCompare(b.posting))) {
      paid.set(p.posting, without(p.spans, taken));
      taken = united([...taken, ...p.spans]);
    }
  }
  return paid;
}

const nameOf = (l: Line): string => [l.from, l.to, l.rate, l.numerator, l.denominator, Math.abs(l.amount)].join(' ');

/**
 * What changes a month from what is on record into what is due, line by line: lines that no longer hold are taken back,
 * new ones added; what is the same in both stands in neither.
 */
export function difference(recorded: readonly Line[], due: readonly Line[]): Line[] {
  const balance = new Map<string, { line: Line; count: number }>();
  const put = (line: Line, by: number) => {
    const held = balance.get(nameOf(line)) ?? { line: { ...line, amount: Math.abs(line.amount) }, count: 0 };
    balance.set(nameOf(line), { ...held, count: held.count + by });
  };
  for (const line of recorded) put(line, line.amount < 0 ? 1 : -1);
  for (const line of due) put(line, line.amount < 0 ? -1 : 1);
  const changed = [...balance.values()].filter(({ line, count }) => count !== 0 && line.amount !== 0);
  return changed
    .flatMap(({ line, count }) => Array.from({ length: Math.abs(count) }, () => (count < 0 ? { ...line, amount: -line.amount } : line)))
    .toSorted((a, b) => a.amount - b.amount || a.from.localeCompare(b.from));
}

export const totalOf = (lines: readonly Line[]): number => lines.reduce((sum, l) => sum + l.amount, 0);
