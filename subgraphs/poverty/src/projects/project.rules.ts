import type { Day } from '#platform/day';
import { lifecycle } from '#platform/lifecycle';
import { type Rate, rate } from '#platform/rate';

export enum ProjectState {
  DECLARED = 'DECLARED',
  REVIEWED = 'REVIEWED',
  ESTABLISHED = 'ESTABLISHED',
  IN_PROGRESS = 'IN_PROGRESS',
  SUSPENDED = 'SUSPENDED',
  SUBMITTED = 'SUBMITTED',
  ACCEPTED = 'ACCEPTED',
  CLOSED = 'CLOSED',
  REJECTED = 'REJECTED',
  TERMINATED = 'TERMINATED',
}
const { DECLARED, REVIEWED, ESTABLISHED, IN_PROGRESS, SUSPENDED, SUBMITTED, ACCEPTED, CLOSED, REJECTED, TERMINATED } = ProjectState;

/** The whole life of a secretary project (书记项目), top to bottom; the moves bear the names of their mutations. */
export const { next, allowed, moves } = lifecycle('secretary project', {
  reviewProject: { from: [DECLARED], to: REVIEWED },
  establishProject: { from: [REVIEWED], to: ESTABLISHED },
  rejectProject: { from: [DECLARED, REVIEWED], to: REJECTED },
  startProject: { from: [ESTABLISHED], to: IN_PROGRESS },
  suspendProject: { from: [IN_PROGRESS], to: SUSPENDED },
  resumeProject: { from: [SUSPENDED], to: IN_PROGRESS },
  submitProject: { from: [IN_PROGRESS], to: SUBMITTED },
  returnProject: { from: [SUBMITTED], to: IN_PROGRESS },
  acceptProject: { from: [SUBMITTED], to: ACCEPTED },
  closeProject: { from: [ACCEPTED], to: CLOSED },
  terminateProject: { from: [ESTABLISHED, IN_PROGRESS, SUSPENDED, SUBMITTED], to: TERMINATED },
});

/** Established and neither closed nor ended (在实施): what the county counts as its secretary projects. */
const ALIVE = [ESTABLISHED, IN_PROGRESS, SUSPENDED, SUBMITTED, ACCEPTED];
export const isAlive = (p: { state: ProjectState }): boolean => ALIVE.includes(p.state);
export const whereAlive = () => ({ state: { $in: ALIVE } });
export const whereNotAlive = () => ({ state: { $nin: ALIVE } });

/** Its indicators may be set until it is established; from then on their targets stand. */
export const isOpenToIndicators = (p: { state: ProjectState }): boolean => p.state === DECLARED || p.state === REVIEWED;
/** Progress is reported while it is carried out. */
export const takesReports = (p: { state: ProjectState }): boolean => p.state === IN_PROGRESS || p.state === SUBMITTED;
/** It may pass to another secretary as long as something is still to be done. */
export const mayPassOn = (p: { state: ProjectState }): boolean => ![CLOSED, REJECTED, TERMINATED].includes(p.state);

/** What makes a soft task a hard indicator (硬指标). */
export interface Indicator {
  readonly baseline: number;
  readonly target: number;
  readonly actual?: number | null;
  readonly weight: number;
}

/** An indicator can be measured: it leads from where things stand to somewhere else. */
export const isMeasurable = (i: { baseline: number; target: number; weight: number }): boolean => i.baseline !== i.target && i.weight > 0;

/** How far an indicator has come from its baseline to its target, in thousandths: 0 to 1000, whichever way it leads. */
export function progressOf({ baseline, target, actual }: Indicator): number {
  if (actual === null || actual === undefined || baseline === target) return 0;
  const share = (actual - baseline) / (target - baseline);
  return Math.floor(Math.max(0, Math.min(1, share)) * 1000 + 0.5);
}

/** Attainment (M82): the weighted mean of how far the indicators have come, none counted beyond its target. */
export const attainmentOf = (indicators: readonly Indicator[]): Rate =>
  rate(
    indicators.reduce((sum, i) => sum + i.weight * progressOf(i), 0),
    indicators.reduce((sum, i) => sum + i.weight * 1000, 0),
  );

/** A secretary's office of an organization, as the villages store tells of it. */
export interface Office {
  readonly organization: string;
  readonly person: string;
  readonly validFrom: Day;
  readonly validTo: Day;
}

/**
 * Whether somebody holds the post of secretary of an organization on a day; null where the register knows of no secretary
 * of it at all, as of the departments: then what is stated counts.
 */
export function holdsPost(offices: readonly Office[], organization: string, person: string, day: Day): boolean | null {
  const own = offices.filter((o) => o.organization === organization);
  if (own.length === 0) return null;
  return own.some((o) => o.person === person && o.validFrom <= day && day < o.validTo);
}
