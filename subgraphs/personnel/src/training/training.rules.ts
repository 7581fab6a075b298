import type { Day } from '#platform/day';
import { lifecycle } from '#platform/lifecycle';
import { PostingKind } from '../postings/posting.rules.ts';

/** The four modes of the county's training, a lecture, and an examination. */
export enum TrainingMode {
  MENU = 'MENU',
  ENHANCEMENT = 'ENHANCEMENT',
  GUIDANCE = 'GUIDANCE',
  EXCHANGE = 'EXCHANGE',
  LECTURE = 'LECTURE',
  EXAM = 'EXAM',
}

export enum TrainingState {
  PLANNED = 'PLANNED',
  HELD = 'HELD',
  CANCELLED = 'CANCELLED',
}

export enum EnrolmentState {
  INVITED = 'INVITED',
  CONFIRMED = 'CONFIRMED',
  ATTENDED = 'ATTENDED',
  ABSENT = 'ABSENT',
  ASSESSED = 'ASSESSED',
}

/** In which role somebody is trained: the role on the day of the training, whatever the person becomes later. */
export enum TrainingRole {
  PARTY_CADRE = 'PARTY_CADRE',
  COUNTY_CADRE = 'COUNTY_CADRE',
  TOWNSHIP_DEPUTY_SECRETARY = 'TOWNSHIP_DEPUTY_SECRETARY',
  ORG_COMMISSIONER = 'ORG_COMMISSIONER',
  BRANCH_SECRETARY = 'BRANCH_SECRETARY',
  COMMITTEE_DIRECTOR = 'COMMITTEE_DIRECTOR',
  FIRST_SECRETARY = 'FIRST_SECRETARY',
  TEAM_LEADER = 'TEAM_LEADER',
  TEAM_MEMBER = 'TEAM_MEMBER',
  RESIDENT_CADRE = 'RESIDENT_CADRE',
  FULLTIME_POVERTY_OFFICER = 'FULLTIME_POVERTY_OFFICER',
  HELPER = 'HELPER',
}

/** The whole life of a training. */
export const event = lifecycle('training', {
  holdTraining: { from: [TrainingState.PLANNED], to: TrainingState.HELD },
  cancelTraining: { from: [TrainingState.PLANNED], to: TrainingState.CANCELLED },
});

const { INVITED, CONFIRMED, ATTENDED, ABSENT, ASSESSED } = EnrolmentState;

/** The whole life of an enrolment. Who never answered an invitation may still come. */
export const enrolment = lifecycle('training enrolment', {
  confirm: { from: [INVITED], to: CONFIRMED },
  attend: { from: [INVITED, CONFIRMED], to: ATTENDED },
  miss: { from: [INVITED, CONFIRMED], to: ABSENT },
  assess: { from: [ATTENDED, ASSESSED], to: ASSESSED },
});

/** Who was there: an assessment doesn't undo attendance. */
export const PRESENT: readonly EnrolmentState[] = [ATTENDED, ASSESSED];
/** Who hasn't been called yet. */
export const AWAITED: readonly EnrolmentState[] = [INVITED, CONFIRMED];

/** Roles that a posting gives, and the kind of posting that gives them. */
export const POSTED: Readonly<Partial<Record<TrainingRole, PostingKind>>> = {
  [TrainingRole.FIRST_SECRETARY]: PostingKind.FIRST_SECRETARY,
  [TrainingRole.TEAM_LEADER]: PostingKind.TEAM_LEADER,
  [TrainingRole.TEAM_MEMBER]: PostingKind.TEAM_MEMBER,
  [TrainingRole.RESIDENT_CADRE]: PostingKind.RESIDENT_CADRE,
  [TrainingRole.FULLTIME_POVERTY_OFFICER]: PostingKind.FULLTIME_POVERTY_OFFICER,
};

/** Roles that an office in a village gives (村"两委"主干), and the office in the register's words. */
export const IN_OFFICE: Readonly<Partial<Record<TrainingRole, string>>> = {
  [TrainingRole.BRANCH_SECRETARY]: 'SECRETARY',
  [TrainingRole.COMMITTEE_DIRECTOR]: 'COMMITTEE_DIRECTOR',
};

/** Roles that another store knows of: who invites vouches for them. */
export const VOUCHED: readonly TrainingRole[] = [TrainingRole.HELPER];

export const SCORE = { least: 0, most: 100 } as const;

/** A person in a role, and the division in which the role is held. */
export interface InRole {
  readonly person: string;
  readonly role: TrainingRole;
  readonly division: string;
}

/**
 * One row for each person: who holds several of the roles asked for is counted in the first of them. This is what a
 * frozen cohort consists of.
 */
export function cohortOf(holders: readonly InRole[], roles: readonly TrainingRole[]): InRole[] {
  const first = new Map<string, InRole>();
  for (const holder of holders.toSorted((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role)))
    if (!first.has(holder.person)) first.set(holder.person, holder);
  return [...first.values()];
}

/** Whether a training that lasts from `from` to `to` touches a period, both ends included. */
export const within = (training: { from: Day; to: Day }, from: Day, to: Day): boolean => training.from <= to && from <= training.from;

/** The mean of some scores in tenths, half up; null for fewer than may be told without telling of persons. */
export const meanScore = (sum: number, count: number, least: number): number | null =>
  count < least ? null : Math.floor((sum * 20 + count) / (count * 2)) / 10;
