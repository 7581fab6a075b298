import type { Day } from '#platform/day';
import { lifecycle } from '#platform/lifecycle';

export enum ChangeState {
  DRAFT = 'DRAFT',
  DOCUMENTED = 'DOCUMENTED',
  APPROVED = 'APPROVED',
  EFFECTIVE = 'EFFECTIVE',
  VERIFIED = 'VERIFIED',
  WITHDRAWN = 'WITHDRAWN',
}
const { DRAFT, DOCUMENTED, APPROVED, EFFECTIVE, VERIFIED, WITHDRAWN } = ChangeState;

/**
 * The whole life of a change, top to bottom. The register is redrawn when the change is carried out, on or after its
 * effective day and as of that day: scope follows the register as it stands, so nothing may lie where it doesn't lie yet,
 * and until then an approved change can still be withdrawn. Successors that are entered later are verified anew.
 */
export const { next, allowed } = lifecycle('division change', {
  documentDivisionChange: { from: [DRAFT], to: DOCUMENTED },
  approveDivisionChange: { from: [DOCUMENTED], to: APPROVED },
  effectDivisionChange: { from: [APPROVED], to: EFFECTIVE },
  verifyDivisionChange: { from: [EFFECTIVE], to: VERIFIED },
  withdrawDivisionChange: { from: [DRAFT, DOCUMENTED, APPROVED], to: WITHDRAWN },
  nameSuccessors: { from: [EFFECTIVE, VERIFIED], to: EFFECTIVE },
});

interface Case {
  readonly state: ChangeState;
  readonly effectiveOn: Day;
}

/** Due when it is approved and its day has come: time alone makes it so, the register office or the job carries it out. */
export const isDue = (c: Case, day: Day): boolean => c.state === APPROVED && c.effectiveOn <= day;
export const whereDue = (day: Day) => ({ state: APPROVED, effectiveOn: { $lte: day } });
export const whereNotDue = (day: Day) => ({ $or: [{ state: { $ne: APPROVED } }, { effectiveOn: { $gt: day } }] });

/** Whether the register follows it: what is only intended is nobody's history. */
export const isCarriedOut = (c: Pick<Case, 'state'>): boolean => c.state === EFFECTIVE || c.state === VERIFIED;
export const whereCarriedOut = () => ({ state: { $in: [EFFECTIVE, VERIFIED] } });
/** Whether it is still before its day: what it will touch can be looked at. */
export const isPending = (c: Pick<Case, 'state'>): boolean => c.state === DRAFT || c.state === DOCUMENTED || c.state === APPROVED;
