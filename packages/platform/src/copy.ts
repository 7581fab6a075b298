import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { type EntityClass, IsolationLevel } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { insertRows } from './bulk.ts';
import { keysOf, Sealed, SecretType } from './secret.ts';
import { openStore, type Store, type StorePlace, type StoreSpec } from './store.ts';

export interface Column {
  readonly persist?: boolean;
  readonly fieldNames?: readonly string[];
  readonly runtimeType?: string;
  readonly customType?: unknown;
}

/** A copy of an embedded store while others read and write it. */
export async function copyFile(from: string, to: string): Promise<void> {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    await backup(source, to, { rate: 5000 });
  } finally {
    source.close();
  }
  chmodSync(to, 0o600);
}

export const ROWS = 5000;

/** A copy of a store on a server, all of it as of one moment, in an embedded one. */
export async function copyRows(spec: StoreSpec, live: Store, place: StorePlace, file: string): Promise<void> {
  const copy = await openStore(spec, { file, keys: place.keys });
  try {
    await copy.migrate();
    unguard(file);
    chmodSync(file, 0o600);
    // Tables are copied in no order of their references; the original keeps these.
    await copy.orm.em.getConnection('write').execute('pragma foreign_keys = off');
    await within(
      live,
      async (from) => {
        for (const [entity, key] of tablesOf(from)) await within(copy, (to) => copyTable(from, to, entity, key));
      },
      { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
    );
  } finally {
    await copy.close();
  }
}

async function copyTable(from: SqlEntityManager, to: SqlEntityManager, entity: EntityClass<object>, key: string): Promise<void> {
  await to.nativeDelete(entity, {}, { filters: false });
  const { properties } = from.getMetadata(entity) as unknown as { properties: Record<string, Column> };
  const special = Object.entries(properties).filter(([, p]) => p.runtimeType === 'Date' || p.customType instanceof SecretType);
  for (let seen: unknown; ; ) {
    // Plain rows: entities would cost several times more.
    const rows = (await from
      .createQueryBuilder(entity)
      .select('*')
      .where((seen === undefined ? {} : { [key]: { $gt: seen } }) as never)
      .orderBy({ [key]: 'asc' } as never)
      .limit(ROWS)
      .execute('all', true)) as Record<string, unknown>[];
    for (const row of rows)
      for (const [name, p] of special)
        if (row[name] != null)
          row[name] = p.runtimeType === 'Date' ? new Date(row[name] as string) : new Sealed(row[name] as string, keysOf(from));
    await insertRows(to, entity, rows);
    if (rows.length < ROWS) return;
    seen = rows.at(-1)?.[key];
  }
}

/**
 * Work in one transaction. Not the ORM's own `transactional`: inside that, the entity managers of every other store of the
 * process would be taken for this one.
 */
export async function within(
  { orm }: Store,
  work: (em: SqlEntityManager) => Promise<void>,
  options: { isolationLevel?: IsolationLevel; readOnly?: boolean } = {},
): Promise<void> {
  const em = orm.em.fork() as SqlEntityManager;
  await em.begin(options);
  try {
    await work(em);
    await em.commit();
  } catch (error) {
    await em.rollback();
    throw error;
  }
}

/** The tables of a store, each with the key in whose order it is read; views are none. */
export function tablesOf(em: SqlEntityManager): readonly (readonly [EntityClass<object>, string])[] {
  type Meta = {
    class: EntityClass<object>;
    tableName: string;
    primaryKeys: string[];
    abstract?: boolean;
    view?: boolean;
    virtual?: boolean;
  };
  return ([...em.getMetadata().getAll().values()] as unknown as Meta[])
    .filter((m) => m.tableName && !m.abstract && !m.view && !m.virtual)
    .map((m) => [m.class, m.primaryKeys[0] as string] as const);
}

/** In a copy the chain may be shortened: what keeps the original from being altered is of no use here. */
export function unguard(file: string): void {
  const db = new DatabaseSync(file);
  try {
    for (const { name } of db.prepare("select name from sqlite_master where type = 'trigger'").all()) db.exec(`drop trigger "${name}"`);
  } finally {
    db.close();
  }
}

/** One file, without a log beside it, so that it can be opened as evidence. */
export function settle(file: string): void {
  const db = new DatabaseSync(file);
  try {
    db.exec('pragma journal_mode = delete');
  } finally {
    db.close();
  }
}
