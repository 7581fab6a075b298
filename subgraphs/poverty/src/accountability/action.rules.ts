import { lifecycle } from '#platform/lifecycle';

/** Whom or what an action is taken against. */
export enum ActionSubject {
  PERSON = 'PERSON',
  AGENCY = 'AGENCY',
  ORGANIZATION = 'ORGANIZATION',
}

/** 提醒, 约谈, 会议通报, 通报批评, 问责, 组织调整, 纪律处分 (a reference only: the case itself is not on this network). */
export enum ActionKind {
  REMINDER = 'REMINDER',
  ADMONITORY_TALK = 'ADMONITORY_TALK',
  MEETING_CIRCULAR = 'MEETING_CIRCULAR',
  CIRCULAR_CRITICISM = 'CIRCULAR_CRITICISM',
  ACCOUNTABILITY = 'ACCOUNTABILITY',
  ORG_ADJUSTMENT = 'ORG_ADJUSTMENT',
  DISCIPLINARY = 'DISCIPLINARY',
}

/** 驻村履职不力, 违反管理制度, 任务推进不力, 弄虚作假. */
export enum ActionReason {
  DERELICTION_RESIDENT = 'DERELICTION_RESIDENT',
  RULE_BREACH = 'RULE_BREACH',
  TASK_FAILURE = 'TASK_FAILURE',
  FALSIFICATION = 'FALSIFICATION',
}

/** Where the subject stands: county departments, townships, villages. */
export enum ActionLevel {
  COUNTY = 'COUNTY',
  TOWNSHIP = 'TOWNSHIP',
  VILLAGE = 'VILLAGE',
}

export enum ActionState {
  IN_FORCE = 'IN_FORCE',
  MITIGATED = 'MITIGATED',
  REVOKED = 'REVOKED',
}
const { IN_FORCE, MITIGATED, REVOKED } = ActionState;

/** What becomes of an action: a case of tolerance (容错) or clarification (澄清) takes it back or makes it milder. */
export const { next, allowed, moves } = lifecycle('accountability action', {
  mitigate: { from: [IN_FORCE], to: MITIGATED },
  revoke: { from: [IN_FORCE, MITIGATED], to: REVOKED },
});

/** Counts are net of what was taken back; what was only made milder stands. */
export const isStanding = (a: { state: ActionState }): boolean => a.state !== REVOKED;
export const whereStanding = () => ({ state: { $ne: REVOKED } });
export const whereRevoked = () => ({ state: REVOKED });

/** Kinds that are taken against a person alone. */
const PERSONAL: readonly ActionKind[] = [ActionKind.DISCIPLINARY];
export const fits = (kind: ActionKind, subject: ActionSubject): boolean => subject === ActionSubject.PERSON || !PERSONAL.includes(kind);

const MILD = [ActionKind.REMINDER, ActionKind.ADMONITORY_TALK, ActionKind.MEETING_CIRCULAR, ActionKind.CIRCULAR_CRITICISM];
/** Which kinds each duty takes: inspectors up to criticism, the organization department posts, discipline every kind. */
const TAKES: Readonly<Record<string, readonly ActionKind[]>> = {
  INSPECTOR: MILD,
  ORG_DEPT: [ActionKind.REMINDER, ActionKind.ADMONITORY_TALK, ActionKind.ORG_ADJUSTMENT],
  DISCIPLINE: Object.values(ActionKind),
};
export const mayTake = (role: string, kind: ActionKind): boolean => TAKES[role]?.includes(kind) ?? false;
export const takersOf = (kind: ActionKind): string[] => Object.keys(TAKES).filter((role) => mayTake(role, kind));

/** What a case decided about an action, whatever it calls it; null when nothing changes. */
export function effectOf(event: string, determination: string | null): 'revoke' | 'mitigate' | null {
  if (event === 'clarification.clarified') return 'revoke';
  if (!['tolerance.determined', 'tolerance.notified', 'tolerance.reviewed'].includes(event)) return null;
  return determination === 'TOLERATE_EXEMPT' ? 'revoke' : determination === 'MITIGATE' ? 'mitigate' : null;
}

/** How many subjects two sets of actions have, and how many have both: sets that a report must never add up. */
export const overlap = (first: ReadonlySet<string>, second: ReadonlySet<string>) => ({
  first: first.size,
  second: second.size,
  both: [...first].filter((s) => second.has(s)).length,
});

/** Whether an overlap would tell of fewer than `k` persons: those in both, or in one and not the other. */
export const tellsOfFew = ({ first, second, both }: { first: number; second: number; both: number }, k: number): boolean =>
  [both, first - both, second - both].some((n) => n > 0 && n < k);

/** Length of what is noted about an action. */
export const NOTE_LENGTH = 1000;
/** The most findings that one action rests on. */
export const MOST_BASES = 20;
