import type { Day } from '#platform/day';
import { lifecycle } from '#platform/lifecycle';

export enum InspectionState {
  PLANNED = 'PLANNED',
  APPROVED = 'APPROVED',
  RUNNING = 'RUNNING',
  REPORTED = 'REPORTED',
  CLOSED = 'CLOSED',
  CANCELLED = 'CANCELLED',
}
const { PLANNED, APPROVED, RUNNING, REPORTED, CLOSED, CANCELLED } = InspectionState;

/** How an inspection is carried out: 实地督查, 电话抽查, 驻点督查, 巡回督查. */
export enum InspectionMethod {
  FIELD_VISIT = 'FIELD_VISIT',
  PHONE_CHECK = 'PHONE_CHECK',
  STATIONED = 'STATIONED',
  PATROL = 'PATROL',
}

/** Whether a village knows beforehand that it will be inspected: 事先通知, or 四不两直 without notice. */
export enum AnnouncementMode {
  ANNOUNCED = 'ANNOUNCED',
  UNANNOUNCED = 'UNANNOUNCED',
}

export enum MemberRole {
  LEAD = 'LEAD',
  MEMBER = 'MEMBER',
}

/** The whole life of an inspection, top to bottom; the moves bear the names of their mutations. */
export const { next, allowed, moves } = lifecycle('inspection', {
  approveInspection: { from: [PLANNED], to: APPROVED },
  startInspection: { from: [APPROVED], to: RUNNING },
  reportInspection: { from: [RUNNING], to: REPORTED },
  closeInspection: { from: [REPORTED], to: CLOSED },
  cancelInspection: { from: [PLANNED, APPROVED], to: CANCELLED },
});

/** Findings are entered while an inspection may still bring some: not once it is closed or cancelled. */
export const takesFindings = (i: { state: InspectionState }): boolean => i.state !== CLOSED && i.state !== CANCELLED;

/** A village is reached while the inspection is under way, and what was missed is entered before it closes. */
export const takesVisits = (i: { state: InspectionState }): boolean => i.state === RUNNING || i.state === REPORTED;

/** Every inspection has a line in the plan of a year or an approval number: unannounced extra visits burden villages. */
export const isAuthorized = (i: { planned: boolean; approvalNo?: string | null }): boolean => i.planned || Boolean(i.approvalNo?.trim());

/** The year whose plan an inspection belongs to, unless it says otherwise. */
export const planYearOf = (from: Day): number => Number(from.slice(0, 4));
