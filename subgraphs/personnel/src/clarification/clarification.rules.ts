import { lifecycle } from '#platform/lifecycle';

export enum ClarificationState {
  REPORTED = 'REPORTED',
  VERIFIED_FALSE = 'VERIFIED_FALSE',
  APPROVED = 'APPROVED',
  CLARIFIED = 'CLARIFIED',
  CLOSED = 'CLOSED',
}

/** 澄清方式: to whom it is said that nothing was found. */
export enum ClarificationMode {
  FACE_TO_FACE = 'FACE_TO_FACE',
  MEETING = 'MEETING',
  LETTER = 'LETTER',
}

/** What is told to the accountability action when somebody is cleared. */
export enum ClarificationOutcome {
  CLARIFIED = 'CLARIFIED',
}

const { REPORTED, VERIFIED_FALSE, APPROVED, CLARIFIED, CLOSED } = ClarificationState;

/** The whole life of a clarification; a report that proves true is dropped without one. */
export const { next, allowed } = lifecycle('clarification case', {
  verifyFalse: { from: [REPORTED], to: VERIFIED_FALSE },
  dropClarification: { from: [REPORTED], to: CLOSED },
  approveClarification: { from: [VERIFIED_FALSE], to: APPROVED },
  clarify: { from: [APPROVED], to: CLARIFIED },
  closeClarification: { from: [CLARIFIED], to: CLOSED },
});
