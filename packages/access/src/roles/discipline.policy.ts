import { CAREERS, CASES, DUTY, EVERYTHING, type Policy, RESTRICTED } from '../policy.ts';

export const DISCIPLINE: Policy = {
  duty: '纪委监委 · Handles cases of discipline and accountability.',
  office: { name: '县纪委监委', number: 4 },
  reads: [...EVERYTHING, ...CASES, ...CAREERS, ...RESTRICTED],
  moves: [
    'recordAccountability',
    'acknowledgeBreak',
    'explainBreak',
    'applyTolerance',
    'acceptTolerance',
    'declineTolerance',
    'investigateTolerance',
    'determineTolerance',
    'notifyTolerance',
    'reviewTolerance',
    'reportClarification',
    'verifyFalse',
    'dropClarification',
    'clarify',
    'closeClarification',
  ],
  sees: { PERSONAL: DUTY, SENSITIVE: ['CASE_HANDLING'], RESTRICTED: ['CASE_HANDLING'] },
  exactCells: true,
};
