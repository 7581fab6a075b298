import { lifecycle } from '#platform/lifecycle';

/** How a registered household stands: 未脱贫, 已脱贫, 稳定脱贫, 监测户. */
export enum HouseholdStatus {
  POOR = 'POOR',
  EXITED = 'EXITED',
  STABLE = 'STABLE',
  MONITORED = 'MONITORED',
}
const { POOR, EXITED, STABLE, MONITORED } = HouseholdStatus;

/** How a household's status may turn from file to file: who falls back after an exit comes under monitoring. */
export const { next, allowed, moves } = lifecycle('household', {
  exit: { from: [POOR], to: EXITED },
  stabilize: { from: [EXITED, MONITORED], to: STABLE },
  monitor: { from: [EXITED, STABLE], to: MONITORED },
});
type Turn = keyof typeof moves;

/** The move that leads from one status to another; null when none does. */
export const turnTo = (from: HouseholdStatus, to: HouseholdStatus): Turn | null =>
  (Object.keys(moves) as Turn[]).find((move) => moves[move].to === to && moves[move].from.includes(from)) ?? null;

/** A poor household (贫困户) in the sense of assistance: registered and not yet stable; exactly these have a main helper (脱贫不脱责任). */
const NEEDY = [POOR, EXITED, MONITORED];
export const needsHelper = (h: { status: HouseholdStatus }): boolean => NEEDY.includes(h.status);
export const whereNeedsHelper = () => ({ status: { $in: NEEDY } });
export const whereNeedsNone = () => ({ status: { $nin: NEEDY } });

/** The national system's household number. */
export const isRegisterNo = (text: string): boolean => /^\d{10,20}$/.test(text);

export const FIRST_REGISTER_YEAR = 2013;
export const MOST_MEMBERS = 30;

/** One line of a return-flow file, as far as it may be judged by itself. */
export interface Line {
  readonly registerNo: string;
  readonly registeredYear: number;
  readonly members: number;
}

/** What is wrong with a line; null when it can be taken. */
export function faultOf({ registerNo, registeredYear, members }: Line, year: number): string | null {
  if (!isRegisterNo(registerNo)) return 'registerNo has 10 to 20 digits';
  if (registeredYear < FIRST_REGISTER_YEAR || registeredYear > year)
    return `registeredYear lies from ${FIRST_REGISTER_YEAR} to ${year}; got ${registeredYear}`;
  if (members < 1 || members > MOST_MEMBERS) return `members is a number from 1 to ${MOST_MEMBERS}; got ${members}`;
  return null;
}

/** The smallest value that `share` of all lie at or below (nearest rank); null without values. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
