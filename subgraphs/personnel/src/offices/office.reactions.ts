import { FOREVER } from '#platform/day';
import type { Reaction } from '#platform/follow';
import { Office } from './office.entity.ts';

/** Remembers who holds which office: what the villages' ledger says last of a holding is what holds. */
export const followOffices: Reaction = async (em, row) => {
  const told = JSON.parse(row.after ?? '{}') as Partial<Office>;
  const { person, division, role, validFrom, validTo = FOREVER } = told;
  if (!person || !division || !role || !validFrom) return;
  await em.upsert(Office, { id: row.key, person, division, role, validFrom, validTo });
};
