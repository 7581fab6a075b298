import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { insertRows, plainRow } from './bulk.ts';
import type { Dated } from './dated.ts';
import { append, type Entry } from './ledger.ts';

/** A row to bring in, and what the ledger says of it. */
export interface Imported {
  readonly entity: EntityClass<Dated>;
  readonly event: string;
  readonly row: Dated;
}

/** A row for an import, with what its class says of new ones. */
export function rowOf<E extends Dated>(entity: EntityClass<E>, values: object): E {
  let blank = blanks.get(entity);
  if (!blank) blanks.set(entity, (blank = { ...new (entity as unknown as new () => E)() }));
  return plainRow(entity, { ...blank, ...values });
}
const blanks = new Map<object, object>();

/** Brings many rows in at once, each with its ledger row, inside the transaction of `em`. */
export async function importRows(em: SqlEntityManager, now: Date, rows: readonly Imported[], more: readonly Entry[] = []): Promise<void> {
  for (const [entity, own] of Map.groupBy(rows, (r) => r.entity))
    await insertRows(
      em,
      entity,
      own.map(({ row }) => row),
    );
  const caller = { id: 'county-data-set', role: 'IMPORT', reads: [], writes: [], finds: [], client: 'guben' };
  const entries = rows.map(({ event, row }): Entry => {
    const { row: _, ...content } = { ...row } as Dated & { row?: number };
    return {
      day: row.validFrom,
      noun: event.slice(0, event.indexOf('.')),
      key: row.id,
      event,
      place: row.place(),
      before: null,
      after: JSON.stringify(content),
    };
  });
  await append(em, { caller, now, requestId: 'import' }, [...entries, ...more]);
}
