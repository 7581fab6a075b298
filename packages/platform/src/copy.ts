import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type EntityClass, IsolationLevel } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely } from 'kysely';
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
  } finally {
    await copy.close();
  }
  chmodSync(file, 0o600);
  unguard(file);
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: false }); // tables are copied in no order of their references
  try {
    db.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -256000; begin');
    await within(
      live,
      async (from) => {
        for (const [entity, key] of tablesOf(from)) await copyTable(from, db, entity, key);
      },
      { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
    );
    db.exec('commit');
  } finally {
    db.close();
  }
}

/** Values go over as they are stored, sealed ones too: neither engine's entities are made of them. */
async function copyTable(from: SqlEntityManager, to: DatabaseSync, entity: EntityClass<object>, key: string): Promise<void> {
  const { tableName, properties } = from.getMetadata(entity) as unknown as { tableName: string; properties: Record<string, Column> };
  const columns = Object.values(properties).flatMap(({ persist, fieldNames, runtimeType }) =>
    persist !== false && fieldNames?.length ? [{ name: fieldNames[0] as string, isInstant: runtimeType === 'Date' }] : [],
  );
  const [order] = properties[key]?.fieldNames ?? [key];
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  to.exec(`delete from "${tableName}"`);
  const insert = to.prepare(`insert into "${tableName}" (${names}) values (${columns.map(() => '?').join(', ')})`);
  const stored = (value: unknown, isInstant: boolean): SQLInputValue => {
    if (value === null || value === undefined) return null;
    if (isInstant) return new Date(value as string).getTime();
    if (typeof value === 'boolean') return Number(value);
    return typeof value === 'object' ? JSON.stringify(value) : (value as SQLInputValue);
  };
  const transaction = from.getTransactionContext() as Kysely<unknown>;
  for (let seen: unknown; ; ) {
    const beyond = seen === undefined ? '' : ` where "${order}" > $1`;
    const sql = `select ${names} from "${tableName}"${beyond} order by "${order}" limit ${ROWS}`;
    const { rows } = await transaction.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql, seen === undefined ? [] : [seen]));
    for (const row of rows) insert.run(...columns.map(({ name, isInstant }) => stored(row[name], isInstant)));
    if (rows.length < ROWS) return;
    seen = rows.at(-1)?.[order as string];
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
