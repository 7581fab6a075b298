import type { Reaction } from '#platform/follow';
import { Agency } from './agency.entity.ts';

/** Remembers the key of every agency that the register's ledger tells of. */
export const followAgencies: Reaction = async (em, row) => {
  await em.upsert(Agency, { id: row.key });
};
