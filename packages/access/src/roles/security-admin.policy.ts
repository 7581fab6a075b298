import type { Policy } from '../policy.ts';

export const SECURITY_ADMIN: Policy = {
  duty: '安全管理员 · Grants roles; no business data.',
  reads: [],
  moves: [],
  sees: {},
};
