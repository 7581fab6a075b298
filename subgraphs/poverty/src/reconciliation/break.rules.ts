import { type Day, daysBetween } from '#platform/day';
import { lifecycle } from '#platform/lifecycle';

/** What is held against each other in two stores (invariants 28 to 33): no transaction spans them, so it is checked. */
export enum Check {
  VILLAGE_UNCOVERED = 'VILLAGE_UNCOVERED',
  PERSON_UNKNOWN = 'PERSON_UNKNOWN',
  CLOSED_WITHOUT_SECRETARY = 'CLOSED_WITHOUT_SECRETARY',
  PROMOTED_UNPOSTED = 'PROMOTED_UNPOSTED',
  ROLE_UNHELD = 'ROLE_UNHELD',
  OPEN_ON_ABOLISHED = 'OPEN_ON_ABOLISHED',
}

/** Number of the invariant that each check keeps. */
export const INVARIANT: Readonly<Record<Check, number>> = {
  VILLAGE_UNCOVERED: 28,
  PERSON_UNKNOWN: 29,
  CLOSED_WITHOUT_SECRETARY: 30,
  PROMOTED_UNPOSTED: 31,
  ROLE_UNHELD: 32,
  OPEN_ON_ABOLISHED: 33,
};

/** Which duty answers for putting the records right, unless the record itself is another's. */
export const OWNER: Readonly<Record<Check, string>> = {
  VILLAGE_UNCOVERED: 'ORG_DEPT',
  PERSON_UNKNOWN: 'ORG_DEPT',
  CLOSED_WITHOUT_SECRETARY: 'INSPECTOR',
  PROMOTED_UNPOSTED: 'ORG_DEPT',
  ROLE_UNHELD: 'ORG_DEPT',
  OPEN_ON_ABOLISHED: 'POVERTY_OFFICE',
};

export enum BreakState {
  FOUND = 'FOUND',
  ACKNOWLEDGED = 'ACKNOWLEDGED',
  RESOLVED = 'RESOLVED',
}
const { FOUND, ACKNOWLEDGED, RESOLVED } = BreakState;

export enum Resolution {
  AGREED = 'AGREED',
  EXPLAINED = 'EXPLAINED',
}

/** The life of a break; when the data agree it is resolved by itself. */
export const { next, allowed, moves } = lifecycle('reconciliation break', {
  acknowledgeBreak: { from: [FOUND], to: ACKNOWLEDGED },
  explainBreak: { from: [FOUND, ACKNOWLEDGED], to: RESOLVED },
});
const gone = lifecycle('reconciliation break', { agree: { from: [FOUND, ACKNOWLEDGED], to: RESOLVED } });
export const agreed = (state: BreakState): BreakState => gone.next('agree', state as BreakState.FOUND);

export const isUnresolved = (b: { state: BreakState }): boolean => b.state !== RESOLVED;
export const whereUnresolved = () => ({ state: { $ne: RESOLVED } });
export const whereResolved = () => ({ state: RESOLVED });

/** Full days from finding it to the day asked for, or to its resolution. */
export const ageOf = (b: { foundOn: Day; resolvedOn?: Day | null }, day: Day): number => daysBetween(b.foundOn, b.resolvedOn ?? day);

/** Days after its end within which what is open on a village must be closed or moved. */
export const GRACE_DAYS = 30;

/** A record on one side of a break. */
export interface Side {
  readonly store: 'villages' | 'personnel' | 'poverty';
  readonly noun: string;
  readonly key: string;
}

/** Two stores that disagree: what is wrong, where, and the records on both sides. */
export interface Disagreement {
  readonly check: Check;
  /** What the break is about: one break for each check and subject. */
  readonly subject: string;
  readonly division: string;
  readonly owner: string;
  readonly detail: string;
  readonly sides: readonly Side[];
}

export const nameOf = ({ check, subject }: Pick<Disagreement, 'check' | 'subject'>): string => `${check} ${subject}`;
