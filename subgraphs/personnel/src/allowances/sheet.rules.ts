import { lifecycle } from '#platform/lifecycle';

export enum AllowanceState {
  COMPUTED = 'COMPUTED',
  CHECKED = 'CHECKED',
  APPROVED = 'APPROVED',
  PAID = 'PAID',
  REVERSED = 'REVERSED',
}

/** What an entry is: the month itself, what puts an earlier one right, or what takes a payment back. */
export enum EntryKind {
  REGULAR = 'REGULAR',
  DIFFERENCE = 'DIFFERENCE',
  REVERSAL = 'REVERSAL',
}

const { COMPUTED, CHECKED, APPROVED, PAID, REVERSED } = AllowanceState;

/** The whole life of a month's allowance: computed, checked by the township, approved, paid by the finance office. */
export const { next, allowed } = lifecycle('allowance', {
  compute: { from: [COMPUTED, CHECKED, APPROVED], to: COMPUTED },
  check: { from: [COMPUTED], to: CHECKED },
  approve: { from: [CHECKED], to: APPROVED },
  pay: { from: [APPROVED], to: PAID },
  return: { from: [CHECKED, APPROVED], to: COMPUTED },
  reverse: { from: [PAID], to: REVERSED },
});

/** States in which a sheet isn't paid yet: a township has one such sheet for a month. */
export const UNPAID: readonly AllowanceState[] = [COMPUTED, CHECKED, APPROVED];
