import { addMonths, type Day } from '#platform/day';
import { lifecycle } from '#platform/lifecycle';

/** How far the rectification of a weak and lax organization (软弱涣散党组织整顿) has come. */
export enum CaseState {
  IDENTIFIED = 'IDENTIFIED',
  REVIEWED = 'REVIEWED',
  CONFIRMED = 'CONFIRMED',
  PLAN_SET = 'PLAN_SET',
  RECTIFYING = 'RECTIFYING',
  SELF_ACCEPTED = 'SELF_ACCEPTED',
  ACCEPTANCE = 'ACCEPTANCE',
  TRANSFORMED = 'TRANSFORMED',
  CONSOLIDATING = 'CONSOLIDATING',
  CLOSED = 'CLOSED',
}
const { IDENTIFIED, REVIEWED, CONFIRMED, PLAN_SET, RECTIFYING, SELF_ACCEPTED, ACCEPTANCE, TRANSFORMED, CONSOLIDATING, CLOSED } = CaseState;

/** What is wrong with the organization. The first three are troubles of its team; the first ends only with a secretary. */
export enum CaseProblem {
  SECRETARY_VACANT = 'SECRETARY_VACANT',
  SECRETARY_INCOMPETENT = 'SECRETARY_INCOMPETENT',
  TEAM_WEAK = 'TEAM_WEAK',
  SYSTEMS_NOT_KEPT = 'SYSTEMS_NOT_KEPT',
  NO_NEW_MEMBERS = 'NO_NEW_MEMBERS',
  PETITIONS = 'PETITIONS',
  LOW_SATISFACTION = 'LOW_SATISFACTION',
}
export const TEAM_PROBLEMS: readonly CaseProblem[] = [
  CaseProblem.SECRETARY_VACANT,
  CaseProblem.SECRETARY_INCOMPETENT,
  CaseProblem.TEAM_WEAK,
];

/** The whole life of a case, top to bottom; the moves bear the names of their mutations. */
export const { next, allowed, moves } = lifecycle('rectification case', {
  reviewWeakOrganization: { from: [IDENTIFIED], to: REVIEWED },
  confirmWeakOrganization: { from: [REVIEWED], to: CONFIRMED },
  setRectificationPlan: { from: [CONFIRMED], to: PLAN_SET },
  beginRectification: { from: [PLAN_SET], to: RECTIFYING },
  selfAcceptRectification: { from: [RECTIFYING], to: SELF_ACCEPTED },
  requestAcceptance: { from: [SELF_ACCEPTED], to: ACCEPTANCE },
  passAcceptance: { from: [ACCEPTANCE], to: TRANSFORMED },
  failAcceptance: { from: [ACCEPTANCE], to: RECTIFYING },
  consolidateOrganization: { from: [TRANSFORMED], to: CONSOLIDATING },
  closeRectificationCase: { from: [CONSOLIDATING], to: CLOSED },
  recordRelapse: { from: [TRANSFORMED, CONSOLIDATING, CLOSED], to: CONFIRMED },
});

/** States in which a case is open: an organization has one of those at a time. */
export const OPEN: readonly CaseState[] = Object.values(CaseState).filter((state) => state !== CLOSED);
/** What the county confirmed, and what of it was put right (M52). */
export const CONFIRMED_STATES: readonly CaseState[] = Object.values(CaseState).filter(
  (state) => state !== IDENTIFIED && state !== REVIEWED,
);
export const TRANSFORMED_STATES: readonly CaseState[] = [TRANSFORMED, CONSOLIDATING, CLOSED];

/** Acceptance as a campaign lays it down, on the day on which it is decided. */
export interface Thresholds {
  readonly minScore: number;
  readonly maxDissatisfaction: number;
}

/** Accepted with the least score or more and the most dissatisfaction or less: both ends count. */
export const passes = ({ minScore, maxDissatisfaction }: Thresholds, score: number, dissatisfaction: number): boolean =>
  score >= minScore && dissatisfaction <= maxDissatisfaction;

/** The first day on which a case may be closed. */
export const consolidatedOn = (since: Day, months: number): Day => addMonths(since, months);

/** Overdue is never stored: still to be put right when the deadline has passed. */
export const isOverdue = (c: { state: CaseState; deadline?: Day | null }, day: Day): boolean =>
  c.state === RECTIFYING && !!c.deadline && c.deadline < day;
export const whereOverdue = (day: Day) => ({ state: RECTIFYING, deadline: { $lt: day } });
export const whereInTime = (day: Day) => ({ $or: [{ state: { $ne: RECTIFYING } }, { deadline: { $gte: day } }, { deadline: null }] });
