import type { Day } from '#platform/day';

/** Why somebody no longer answers for a household. */
export enum AssignmentEnd {
  RETIRED = 'RETIRED',
  TRANSFERRED = 'TRANSFERRED',
  REPLACED = 'REPLACED',
  HOUSEHOLD_STABLE = 'HOUSEHOLD_STABLE',
  VILLAGE_ABOLISHED = 'VILLAGE_ABOLISHED',
}

/** How a helper meets a household: 入户走访, 电话联系, 政策宣讲, 帮办实事. */
export enum VisitKind {
  HOME = 'HOME',
  TELEPHONE = 'TELEPHONE',
  POLICY = 'POLICY',
  ERRAND = 'ERRAND',
}

interface Span {
  readonly validFrom: Day;
  readonly validTo: Day;
}

/** Two main helpers of one household never answer for the same day. */
export const overlaps = (a: Span, b: Span): boolean =>
  a.validFrom < b.validTo && b.validFrom < a.validTo && a.validFrom < a.validTo && b.validFrom < b.validTo;
