import { addMonths, type Day, daysBetween } from '#platform/day';
import { lifecycle } from '#platform/lifecycle';

export enum FindingState {
  OPEN = 'OPEN',
  RECTIFYING = 'RECTIFYING',
  SUBMITTED = 'SUBMITTED',
  VERIFIED = 'VERIFIED',
  CLOSED = 'CLOSED',
  DISMISSED = 'DISMISSED',
  REOPENED = 'REOPENED',
}
const { OPEN, RECTIFYING, SUBMITTED, VERIFIED, CLOSED, DISMISSED, REOPENED } = FindingState;

/** How bad it is, mildest first: 一般, 较重, 重大. */
export enum Severity {
  GENERAL = 'GENERAL',
  SERIOUS = 'SERIOUS',
  MAJOR = 'MAJOR',
}

/** 绿灯, 黄灯, 红灯. */
export enum Light {
  GREEN = 'GREEN',
  YELLOW = 'YELLOW',
  RED = 'RED',
}

/** The whole life of a finding, top to bottom; the moves bear the names of their mutations. */
export const { next, allowed, moves } = lifecycle('finding', {
  orderRectification: { from: [OPEN, REOPENED], to: RECTIFYING },
  dismissFinding: { from: [OPEN, REOPENED], to: DISMISSED },
  submitRectification: { from: [RECTIFYING], to: SUBMITTED },
  acceptRectification: { from: [SUBMITTED], to: VERIFIED },
  returnRectification: { from: [SUBMITTED], to: RECTIFYING },
  closeFinding: { from: [VERIFIED], to: CLOSED },
});

const back = lifecycle('finding', { reopen: { from: [CLOSED], to: REOPENED } });
/** What no office carries out but time and facts do: a closed finding comes back when what closed it no longer holds. */
export const returning = (state: FindingState): FindingState => back.next('reopen', state as FindingState.CLOSED);

/** What a finding is about; persons are named to few. */
export enum FindingSubject {
  VILLAGE = 'VILLAGE',
  AGENCY = 'AGENCY',
  ORGANIZATION = 'ORGANIZATION',
  PERSON = 'PERSON',
}

/** What the other stores must show before a finding may be closed, however good its papers look (invariant 30). */
export enum ClosingCondition {
  SECRETARY_IN_POST = 'SECRETARY_IN_POST',
  THREE_TEAMS_COVERED = 'THREE_TEAMS_COVERED',
}

/** The column that names the subject of each kind. */
export const SUBJECT_COLUMN = {
  [FindingSubject.VILLAGE]: 'village',
  [FindingSubject.AGENCY]: 'agency',
  [FindingSubject.ORGANIZATION]: 'organization',
  [FindingSubject.PERSON]: 'person',
} as const;

/** The same thing again (复发): found after the earlier finding was closed, no later than some months after that. */
export const recurs = (closedOn: Day, foundOn: Day, months: number): boolean =>
  closedOn < foundOn && foundOn <= addMonths(closedOn, months);

/** What the rules look at. */
export interface Case {
  readonly state: FindingState;
  readonly deadline?: Day | null;
  readonly submittedOn?: Day | null;
}

/** Open until it is closed (销号) or dismissed: a verified finding still has to be filed. */
export const isOpen = (f: Case): boolean => f.state !== CLOSED && f.state !== DISMISSED;
export const whereOpen = () => ({ state: { $nin: [CLOSED, DISMISSED] } });
export const whereFinished = () => ({ state: { $in: [CLOSED, DISMISSED] } });

/** Overdue is never stored: still to be put right when the deadline has passed. A submitted one waits for others. */
export const isOverdue = (f: Case, day: Day): boolean => f.state === RECTIFYING && !!f.deadline && f.deadline < day;
export const whereOverdue = (day: Day) => ({ state: RECTIFYING, deadline: { $lt: day } });
export const whereInTime = (day: Day) => ({ $or: [{ state: { $ne: RECTIFYING } }, { deadline: { $gte: day } }] });

/** The days between which a finding's clock counts; it stands still while a submission waits for verification. */
export function clockOf(f: Case, day: Day): { from: Day; to: Day } | null {
  if (!f.deadline || (f.state !== RECTIFYING && f.state !== SUBMITTED)) return null;
  return { from: f.state === SUBMITTED ? (f.submittedOn ?? day) : day, to: f.deadline };
}

/** From this many working days on the light turns yellow. */
export const WARNING_WORKING_DAYS = 3;

/** Red past the deadline, yellow with three or fewer working days left, green with more. */
export const lightOf = (clock: { from: Day; to: Day }, workingDaysLeft: number): Light =>
  daysBetween(clock.from, clock.to) < 0 ? Light.RED : workingDaysLeft <= WARNING_WORKING_DAYS ? Light.YELLOW : Light.GREEN;

/** Whoever submitted a rectification, or works for the agency that answers for it, doesn't verify it. */
export const verifiesOwn = (
  f: { submittedBy?: string | null; responsibleAgency?: string | null },
  caller: { id: string; agency?: string | undefined },
): boolean => caller.id === f.submittedBy || (caller.agency !== undefined && caller.agency === f.responsibleAgency);

export const CATEGORY_LENGTH = 64;
