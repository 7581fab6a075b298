import { FOREVER } from '#platform/day';
import type { Together } from '#platform/follow';
import { Office } from './office.entity.ts';

/** Remembers who holds which office: what the villages' ledger says last of a holding is what holds. */
export const followOffices: Together = {
  async together(em, rows) {
    const last = new Map<string, Office>();
    for (const row of rows) {
      const told = JSON.parse(row.after ?? '{}') as Partial<Office>;
      const before = JSON.parse(row.before ?? '{}') as Partial<Office>;
      const { person, division, role, validTo = FOREVER } = told;
      const validFrom = before.validFrom ?? told.validFrom; // the version that ends an office begins on its last day
      if (person && division && role && validFrom) last.set(row.key, { id: row.key, person, division, role, validFrom, validTo });
    }
    if (last.size > 0) await em.upsertMany(Office, [...last.values()]);
  },
};
