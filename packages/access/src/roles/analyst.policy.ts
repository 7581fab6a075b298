import { CAREERS, CASES, EVERYTHING, HOUSEHOLDS, type Policy, RESTRICTED } from '../policy.ts';

export const ANALYST: Policy = {
  duty: '分析员 · Builds reports on de-identified data.',
  reads: EVERYTHING.filter((noun) => !HOUSEHOLDS.includes(noun)),
  counts: [...RESTRICTED, ...CASES, ...CAREERS, ...HOUSEHOLDS],
  moves: [],
  sees: {},
};
