import { addDays, type Day } from '#platform/day';

export type Every = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

const MONTHS = { MONTH: 1, QUARTER: 3, YEAR: 12 } as const;

/** The last day of the period in which a day lies. */
export function endOf(every: Every, day: Day): Day {
  if (every === 'DAY') return day;
  if (every === 'WEEK') return addDays(day, (7 - new Date(`${day}T00:00:00Z`).getUTCDay()) % 7);
  const [year, month] = day.split('-').map(Number) as [number, number];
  const length = MONTHS[every];
  const next = Math.floor((month - 1) / length) * length + length;
  return addDays(new Date(Date.UTC(year, next, 1)).toISOString().slice(0, 10), -1);
}

/** The last days of the whole periods since `from` that are over on a day; those before `until` alone. */
export function ended(every: Every, { from, until }: { readonly from: Day; readonly until: Day }, today: Day): Day[] {
  const ends: Day[] = [];
  for (let end = endOf(every, from); end < today && end < until; end = endOf(every, addDays(end, 1))) ends.push(end);
  return ends;
}

/** The last day of the period that is sealed next; null when the schedule is over by then. */
export function nextEnd(every: Every, { from, until }: { readonly from: Day; readonly until: Day }, today: Day): Day | null {
  const end = endOf(every, from > today ? from : today);
  return end < until ? end : null;
}

/** The instant at which a period is over: what had been recorded by then is what is told of it. */
export const overAt = (end: Day): Date => new Date(`${end}T23:59:59.999+08:00`);
