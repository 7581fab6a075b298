import type { Day } from '#platform/day';
import { daysBetween } from '#platform/day';
import { lifecycle } from '#platform/lifecycle';
import type { PostingRules } from '../postings/rule-set.rules.ts';

export enum LeaveState {
  SUBMITTED = 'SUBMITTED',
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
  RETURNED = 'RETURNED',
}

/** Who approves a leave, by its length and the rules of its first day. */
export enum LeaveLevel {
  TOWNSHIP = 'TOWNSHIP',
  COUNTY = 'COUNTY',
}

const { SUBMITTED, APPROVED, REJECTED, RETURNED } = LeaveState;

/** The whole life of a leave request (请销假). */
export const { next, allowed } = lifecycle('leave request', {
  approve: { from: [SUBMITTED], to: APPROVED },
  reject: { from: [SUBMITTED], to: REJECTED },
  return: { from: [APPROVED], to: RETURNED },
});

export const levelOf = (days: number, { townshipLeaveDays }: Pick<PostingRules, 'townshipLeaveDays'>): LeaveLevel =>
  days <= townshipLeaveDays ? LeaveLevel.TOWNSHIP : LeaveLevel.COUNTY;

export const leaveDays = (leave: { from: Day; to: Day }): number => daysBetween(leave.from, leave.to);

/** 逾期未销假: never stored; the leave is over and nobody has come back. */
export const isOverdue = (leave: { state: LeaveState; to: Day }, day: Day): boolean => leave.state === APPROVED && leave.to <= day;
export const whereOverdue = (day: Day) => ({ state: APPROVED, to: { $lte: day } });
