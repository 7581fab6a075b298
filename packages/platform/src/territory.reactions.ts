import type { Each } from './follow.ts';
import { TerritoryRow } from './territory.ts';

/** What the register's ledger says of a division: all periods of its life as they now stand. */
export interface TerritoryNotice {
  readonly territory: readonly Omit<TerritoryRow, 'row'>[];
}

/** Copies the register: the periods of a division replace those known before. */
export const followTerritory: Each = async (em, row) => {
  const { territory } = JSON.parse(row.after ?? '{}') as TerritoryNotice;
  if (!territory) return;
  await em.nativeDelete(TerritoryRow, { division: row.key });
  for (const period of territory) em.create(TerritoryRow, period as TerritoryRow);
};
