import type { Policy } from '../policy.ts';

export const SYSTEM_ADMIN: Policy = {
  duty: '系统管理员 · Runs the machines; no business data.',
  reads: [],
  moves: [],
  sees: {},
};
