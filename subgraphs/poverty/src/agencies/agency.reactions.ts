import type { Reaction } from '#platform/follow';
import { Agency } from './agency.entity.ts';

/** Remembers the key of every agency that the register's ledger tells of, and where it works. */
export const followAgencies: Reaction = async (em, row) => {
  const { division } = JSON.parse(row.after ?? '{}') as { division?: string };
  await em.upsert(Agency, { id: row.key, division: division ?? null });
};
