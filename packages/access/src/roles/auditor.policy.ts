import type { Policy } from '../policy.ts';

export const AUDITOR: Policy = {
  duty: '审计员 · Reads the audit; no business data.',
  reads: [],
  moves: [],
  sees: {},
};
