import { CAREERS, EVERYTHING, type Policy } from '../policy.ts';

export const ANALYST: Policy = {
  duty: '分析员 · Builds reports on de-identified data.',
  reads: EVERYTHING,
  counts: CAREERS,
  moves: [],
  sees: {},
};
