import type { Day } from '#platform/day';
import { AppointmentMode, gapsOf, OfficeEnd } from '../offices/office.rules.ts';

/** What was wrong at the head of a village's Party organization. */
export enum HeadProblem {
  VACANT = 'VACANT',
  INCOMPETENT = 'INCOMPETENT',
  TEAM_WEAK = 'TEAM_WEAK',
}

/** What was done about it: 选派, 调整不胜任, 兼任, 选拔. */
export enum HeadRemedy {
  DISPATCHED = 'DISPATCHED',
  REPLACED = 'REPLACED',
  CONCURRENT = 'CONCURRENT',
  SELECTED = 'SELECTED',
}

interface Holding {
  readonly validFrom: Day;
  readonly validTo: Day;
  readonly mode: AppointmentMode;
  readonly endReason?: OfficeEnd | null;
}

/** The post of secretary of one village, over its whole life. */
export interface HeadOfVillage<H extends Holding> {
  readonly holdings: readonly H[];
  readonly founded: Day;
  /** First day on which the organization is no more. */
  readonly ends: Day;
  /** Day on which a case for a weak team was opened, if one was. */
  readonly weakSince: Day | null;
}

/** A problem of the period and what was done about it in the same period; without a remedy it stays unmatched. */
export interface Reconciled<H> {
  readonly problem: HeadProblem;
  readonly since: Day;
  readonly remedy: HeadRemedy | null;
  readonly holding: H | null;
}

const remedyBy = (problem: HeadProblem, mode: AppointmentMode): HeadRemedy => {
  if (problem === HeadProblem.INCOMPETENT) return HeadRemedy.REPLACED;
  if (mode === AppointmentMode.SENT_DOWN) return HeadRemedy.DISPATCHED;
  return mode === AppointmentMode.CONCURRENT ? HeadRemedy.CONCURRENT : HeadRemedy.SELECTED;
};

/**
 * Holds the problem of a village in a period (both days included) against what was done in it (M53). A secretary who left
 * as incompetent comes before a vacant post, that before a weak team; null when nothing was wrong. A vacancy of one day or
 * more counts, also one that began before the period.
 */
export function reconcile<H extends Holding>(
  { holdings, founded, ends, weakSince }: HeadOfVillage<H>,
  from: Day,
  to: Day,
): Reconciled<H> | null {
  const begin = founded > from ? founded : from;
  const within = (day: Day) => day >= from && day <= to;
  const incompetent = holdings.find((h) => h.endReason === OfficeEnd.NOT_COMPETENT && within(h.validTo));
  const gap = gapsOf(holdings, begin, to).find((g) => g.from < ends);
  const weak = weakSince !== null && within(weakSince) ? weakSince : null;
  const problem = incompetent ? HeadProblem.INCOMPETENT : gap ? HeadProblem.VACANT : weak ? HeadProblem.TEAM_WEAK : null;
  const since = incompetent?.validTo ?? gap?.from ?? weak;
  if (!problem || !since) return null;
  const holding =
    holdings
      .filter((h) => h.validFrom >= since && within(h.validFrom) && h.validFrom < h.validTo)
      .toSorted((a, b) => a.validFrom.localeCompare(b.validFrom))[0] ?? null;
  return { problem, since, remedy: holding && remedyBy(problem, holding.mode), holding };
}
