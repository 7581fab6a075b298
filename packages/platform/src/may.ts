import type { Ctx } from './context.ts';
import { Refusal } from './refusal.ts';

/** Lets the caller go on only with one of these roles; the refusal says which role and where. */
export function requireRole({ caller }: Pick<Ctx, 'caller'>, roles: readonly string[]): void {
  if (!roles.includes(caller.role))
    throw new Refusal(
      'FORBIDDEN',
      `requires role ${roles.join(' or ')} for ${caller.writes.join(', ') || 'a division'}; you act as ${caller.role}`,
      { roles },
    );
}
