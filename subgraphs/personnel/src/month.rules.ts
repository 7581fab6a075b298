import { addMonths, type Day, daysBetween } from '#platform/day';
import { Refusal } from '#platform/refusal';

/** A calendar month, `YYYY-MM`. */
export type Month = string;

export function asMonth(text: string): Month {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new Refusal('BAD_USER_INPUT', `a month is written YYYY-MM, for example 2018-11; got ${JSON.stringify(text.slice(0, 20))}`);
}

export const monthOf = (day: Day): Month => day.slice(0, 7);
export const firstOf = (month: Month): Day => `${month}-01`;
/** The first day after the month. */
export const endOf = (month: Month): Day => addMonths(firstOf(month), 1);
export const lengthOf = (month: Month): number => daysBetween(firstOf(month), endOf(month));

/** Days from `from` to before `to`. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

/** What two spans have in common; null when they have nothing. */
export function common(a: Span, b: Span): Span | null {
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to < b.to ? a.to : b.to;
  return from < to ? { from, to } : null;
}

/** Spans in order, those that touch or overlap made one. */
export function united(spans: readonly Span[]): Span[] {
  const out: { from: Day; to: Day }[] = [];
  for (const span of spans.toSorted((a, b) => a.from.localeCompare(b.from))) {
    const last = out.at(-1);
    if (last && span.from <= last.to) last.to = span.to > last.to ? span.to : last.to;
    else out.push({ ...span });
  }
  return out;
}

/** The days of `spans` that lie in none of `less`. */
export function without(spans: readonly Span[], less: readonly Span[]): Span[] {
  let rest = united(spans);
  for (const cut of less)
    rest = rest.flatMap((span) => {
      const hit = common(span, cut);
      return hit
        ? [
            { from: span.from, to: hit.from },
            { from: hit.to, to: span.to },
          ].filter((s) => s.from < s.to)
        : [span];
    });
  return rest;
}

export const daysOf = (spans: readonly Span[]): number => spans.reduce((sum, s) => sum + daysBetween(s.from, s.to), 0);
