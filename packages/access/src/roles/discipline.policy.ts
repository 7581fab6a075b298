import { CAREERS, CASES, DUTY, EVERYTHING, type Policy } from '../policy.ts';

export const DISCIPLINE: Policy = {
  duty: '纪委监委 · Handles cases of discipline and accountability.',
  reads: [...EVERYTHING, ...CASES, ...CAREERS],
  moves: ['recordAccountability', 'acknowledgeBreak', 'explainBreak'],
  sees: { PERSONAL: DUTY, SENSITIVE: ['CASE_HANDLING'], RESTRICTED: ['CASE_HANDLING'] },
  exactCells: true,
};
