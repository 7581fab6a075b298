import { lifecycle } from '#platform/lifecycle';

/** A report on one's duty (述职) is submitted, returned or reviewed (评议). */
export enum ReportState {
  SUBMITTED = 'SUBMITTED',
  RETURNED = 'RETURNED',
  REVIEWED = 'REVIEWED',
}
const { SUBMITTED, RETURNED, REVIEWED } = ReportState;

/** 好, 较好, 一般, 差. */
export enum ReviewGrade {
  GOOD = 'GOOD',
  FAIR = 'FAIR',
  ORDINARY = 'ORDINARY',
  POOR = 'POOR',
}

export const { next, allowed, moves } = lifecycle('duty report', {
  reviewDutyReport: { from: [SUBMITTED], to: REVIEWED },
  returnDutyReport: { from: [SUBMITTED], to: RETURNED },
  amendDutyReport: { from: [RETURNED], to: SUBMITTED },
});
