import { type Calendar, workingDaysLeft } from '#platform/calendar';
import { type Day, daysBetween } from '#platform/day';
import { type Rate, rate } from '#platform/rate';

/** What findings come to, counted by the store. */
export interface Counts {
  readonly total: number;
  readonly open: number;
  readonly overdue: number;
  /** Open, with a deadline that has come. */
  readonly openDue: number;
  /** Ordered and not dismissed, with a deadline that has come. */
  readonly due: number;
  readonly closedInTime: number;
  readonly submittedInTime: number;
  readonly everClosed: number;
  readonly cameBack: number;
  readonly submitted: number;
  readonly firstPass: number;
}

export const NONE: Counts = {
  total: 0,
  open: 0,
  overdue: 0,
  openDue: 0,
  due: 0,
  closedInTime: 0,
  submittedInTime: 0,
  everClosed: 0,
  cameBack: 0,
  submitted: 0,
  firstPass: 0,
};

export const together = (parts: readonly Counts[]): Counts =>
  Object.fromEntries(
    Object.keys(NONE).map((name) => [name, parts.reduce((sum, p) => sum + p[name as keyof Counts], 0)]),
  ) as unknown as Counts;

/** M61 to M65 from what was counted; percents are worked out once, never averaged. */
export const ratesOf = (
  c: Counts,
): Record<'onTime' | 'submittedOnTime' | 'overdueOfDue' | 'overdueOfOpen' | 'cameBack' | 'firstPass', Rate> => ({
  onTime: rate(c.closedInTime, c.due),
  submittedOnTime: rate(c.submittedInTime, c.due),
  overdueOfDue: rate(c.overdue, c.openDue),
  overdueOfOpen: rate(c.overdue, c.open),
  cameBack: rate(c.cameBack, c.everClosed),
  firstPass: rate(c.firstPass, c.submitted),
});

/** Findings that were closed on one day and found on one day, and how many of them. */
export interface Closing {
  readonly foundOn: Day;
  readonly closedOn: Day;
  readonly count: number;
}

/** M63: the mean of the days from finding to closing, in calendar and in working days, to one decimal; null when none closed. */
export function meanDaysToClose(
  calendar: Calendar,
  closings: readonly Closing[],
): { calendar: number; working: number; closed: number } | null {
  const closed = closings.reduce((sum, c) => sum + c.count, 0);
  if (closed === 0) return null;
  const mean = (days: (c: Closing) => number) =>
    Math.floor((closings.reduce((sum, c) => sum + days(c) * c.count, 0) * 10) / closed + 0.5) / 10;
  return {
    calendar: mean((c) => daysBetween(c.foundOn, c.closedOn)),
    working: mean((c) => workingDaysLeft(calendar, c.foundOn, c.closedOn)),
    closed,
  };
}
