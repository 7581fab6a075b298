import { createHash } from 'node:crypto';
import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { insertRows } from '#platform/bulk';
import { LedgerRow } from '#platform/ledger';
import { HelperAssignment } from './assignment.entity.ts';
import { HouseholdRef } from './household.entity.ts';

type Household = Pick<HouseholdRef, 'id' | 'version' | 'registerHash' | 'village' | 'registeredYear' | 'status' | 'members' | 'validFrom'>;
type Assignment = Pick<HelperAssignment, 'id' | 'version' | 'helper' | 'household' | 'village' | 'validFrom'>;

const ofHousehold = (h: Household) => [h.id, h.version, h.registerHash, h.village, h.registeredYear, h.status, h.members, h.validFrom];
const ofAssignment = (a: Assignment) => [a.id, a.version, a.helper, a.household, a.village, a.validFrom];

/**
 * The hash of what a file brought, whatever order it is read in. A file of the county brings tens of thousands of rows:
 * the ledger tells of them in one row, that of the batch, which bears this hash; from the rows it can be formed again.
 */
export function contentHash(households: readonly Household[], assignments: readonly Assignment[]): string {
  const lines = [...households.map(ofHousehold), ...assignments.map(ofAssignment)].map((line) => JSON.stringify(line)).sort();
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line).update('\n');
  return hash.digest('hex');
}

/** Brings the rows of files in, inside the transaction in which their batches are written. */
export async function insertBulk(
  em: SqlEntityManager,
  rows: { households: HouseholdRef[]; assignments: HelperAssignment[] },
): Promise<void> {
  await insertRows(em, HouseholdRef, rows.households);
  await insertRows(em, HelperAssignment, rows.assignments);
}

const versionOf = (row: { id: string; version: number }) => `${row.id} ${row.version}`;

/** The hash of what a batch brought, formed again from the rows as the store holds them. */
export async function contentHashOf(em: SqlEntityManager, batch: string): Promise<string> {
  // Plain rows: a file of the county is tens of thousands of them.
  const read = async <R>(entity: EntityClass<object>, columns: readonly string[]) =>
    (await em
      .createQueryBuilder(entity)
      .select(columns as never)
      .where({ batch } as never)
      .execute('all', true)) as R[];
  const [households, assignments, altered] = await Promise.all([
    read<Household>(HouseholdRef, ['id', 'version', 'registerHash', 'village', 'registeredYear', 'status', 'members', 'validFrom']),
    read<Assignment>(HelperAssignment, ['id', 'version', 'helper', 'household', 'village', 'validFrom']),
    // A version that was altered on its own first day stands in the ledger as it was before.
    em.find(LedgerRow, { noun: { $in: ['household', 'helper'] }, before: { $like: `%"batch":"${batch}"%` } }),
  ]);
  const standing = new Set([...households, ...assignments].map(versionOf));
  const before = altered.map((r) => ({ row: r, was: r.was as Household & Assignment })).filter(({ was }) => !standing.has(versionOf(was)));
  const gone = (noun: string) => before.filter(({ row }) => row.noun === noun).map(({ was }) => was);
  // What a version was later, after its first day, is no concern of the batch: the first of each key counts.
  const first = <R extends { id: string; version: number }>(rows: readonly R[]): R[] =>
    [...Map.groupBy(rows, (r) => r.id).values()].map((own) => own.reduce((a, b) => (a.version <= b.version ? a : b)));
  return contentHash(first([...households, ...gone('household')]), first([...assignments, ...gone('helper')]));
}
