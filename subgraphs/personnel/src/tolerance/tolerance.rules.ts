import { lifecycle } from '#platform/lifecycle';

export enum ToleranceState {
  APPLIED = 'APPLIED',
  ACCEPTED = 'ACCEPTED',
  NOT_ACCEPTED = 'NOT_ACCEPTED',
  INVESTIGATING = 'INVESTIGATING',
  DETERMINED = 'DETERMINED',
  NOTIFIED = 'NOTIFIED',
  APPEALED = 'APPEALED',
  REVIEWED = 'REVIEWED',
  FILED = 'FILED',
  CORRECTION = 'CORRECTION',
  CLOSED = 'CLOSED',
}

/** 认定结果: exempt, mitigated, or no case for tolerance. */
export enum Determination {
  TOLERATE_EXEMPT = 'TOLERATE_EXEMPT',
  MITIGATE = 'MITIGATE',
  NOT_APPLICABLE = 'NOT_APPLICABLE',
}

/** 容错情形 ("三个区分开来") and what must be true besides. */
export enum Condition {
  EXPLORATION = 'EXPLORATION',
  NO_EXPLICIT_BAN = 'NO_EXPLICIT_BAN',
  FOR_DEVELOPMENT = 'FOR_DEVELOPMENT',
  NO_PRIVATE_GAIN = 'NO_PRIVATE_GAIN',
  PROCEDURE_KEPT = 'PROCEDURE_KEPT',
  LOSS_MITIGATED = 'LOSS_MITIGATED',
}

const { APPLIED, ACCEPTED, NOT_ACCEPTED, INVESTIGATING, DETERMINED, NOTIFIED, APPEALED, REVIEWED, FILED, CORRECTION, CLOSED } =
  ToleranceState;

/** The whole life of a tolerance case, with the way of an appeal. */
export const { next, allowed } = lifecycle('tolerance case', {
  acceptTolerance: { from: [APPLIED], to: ACCEPTED },
  declineTolerance: { from: [APPLIED], to: NOT_ACCEPTED },
  investigateTolerance: { from: [ACCEPTED], to: INVESTIGATING },
  determineTolerance: { from: [INVESTIGATING], to: DETERMINED },
  notifyTolerance: { from: [DETERMINED], to: NOTIFIED },
  appealTolerance: { from: [NOTIFIED], to: APPEALED },
  reviewTolerance: { from: [APPEALED], to: REVIEWED },
  fileTolerance: { from: [NOTIFIED, REVIEWED], to: FILED },
  startCorrection: { from: [FILED], to: CORRECTION },
  closeTolerance: { from: [CORRECTION], to: CLOSED },
});

/** States after which another case may be opened about the same accountability action. */
export const OVER: readonly ToleranceState[] = [NOT_ACCEPTED, CLOSED];

/** A condition and whether it was found to be met. */
export interface Finding {
  readonly condition: Condition;
  readonly met: boolean;
}

/** 三个区分开来: mistakes of trying first, of trying what nothing forbade, of driving development. One of them must be the case. */
const DISTINCTIONS: readonly Condition[] = [Condition.EXPLORATION, Condition.NO_EXPLICIT_BAN, Condition.FOR_DEVELOPMENT];
/** Without these nobody is exempt. */
const GENERAL: readonly Condition[] = [Condition.NO_PRIVATE_GAIN, Condition.PROCEDURE_KEPT, Condition.LOSS_MITIGATED];

/** Conditions that nobody has judged yet. */
export const unjudged = (findings: readonly Finding[]): Condition[] =>
  Object.values(Condition).filter((c) => !findings.some((f) => f.condition === c));

/**
 * What the conditions allow. Exempt is who meets one of the three distinctions and every general condition; mitigated
 * who meets a distinction and sought no gain; for anybody else tolerance is no case.
 */
export function allowedBy(findings: readonly Finding[]): Determination[] {
  const met = (c: Condition) => findings.some((f) => f.condition === c && f.met);
  if (!DISTINCTIONS.some(met) || !met(Condition.NO_PRIVATE_GAIN)) return [Determination.NOT_APPLICABLE];
  const all = GENERAL.every(met);
  return [...(all ? [Determination.TOLERATE_EXEMPT] : []), Determination.MITIGATE, Determination.NOT_APPLICABLE];
}
