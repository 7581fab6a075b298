import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, type EntityClass, type LogContext, type LoggerOptions, type Options } from '@mikro-orm/core';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator } from '@mikro-orm/migrations';
import { PostgreSqlDriver, MikroORM as PostgresORM } from '@mikro-orm/postgresql';
import { MikroORM, type SqlEntityManager, SqliteDriver } from '@mikro-orm/sql';
import { AuditRow, CHAINS } from './audit.ts';
import { Checkpoint } from './checkpoint.ts';
import { type Algorithm, LedgerHead, LedgerPosition, LedgerRow } from './ledger.ts';
import { StoreManager } from './manager.ts';
import { giveKeys, type Keyring } from './secret.ts';
import { nodeSqlite } from './sqlite.ts';
import { Territory, TerritoryRow } from './territory.ts';

/** Where a store lives: a file for SQLite, a URL for PostgreSQL. */
export interface StorePlace {
  readonly file?: string | undefined;
  readonly url?: string | undefined;
  /** What the chains of a new store are hashed with; a chain that has begun stays with what it began with. */
  readonly hash?: Algorithm | undefined;
  /** Folder in which its pasts are kept while somebody asks about them; beside the file unless said. */
  readonly pasts?: string | undefined;
  /** Open it as evidence: nothing can be written. */
  readonly readOnly?: boolean | undefined;
  /** What seals and opens the secrets of the store; without them it can be migrated but holds and shows no secret. */
  readonly keys?: Keyring | undefined;
}

export interface StoreSpec {
  readonly name: string;
  readonly entities: readonly EntityClass<object>[];
  /** Folder that holds `sqlite/` and `postgres/` with the migrations of each engine. */
  readonly migrations: URL;
}

/** A subgraph's own store, open. Nothing else reads or writes it. */
export interface Store {
  readonly name: string;
  readonly engine: 'sqlite' | 'postgres';
  readonly orm: MikroORM;
  /** The register in memory, as of the last change this process knows. */
  territory: Territory;
  /** Reads the register anew. */
  refreshTerritory(): Promise<void>;
  /** Reads the register anew if it was changed since: every change of it writes new rows. */
  meetTerritory(): Promise<void>;
  /** Number of the newest row of the register in memory. */
  drawn(): number;
  /** Brings the schema up to date; returns the names of the migrations carried out. */
  migrate(): Promise<string[]>;
  /** Receives every statement while set: what budgets count. */
  onStatement: ((sql: string) => void) | undefined;
  /** Whether the store answers. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

const OWN = [LedgerRow, LedgerHead, LedgerPosition, TerritoryRow, AuditRow, Checkpoint];

/** What makes every transaction of a PostgreSQL session refuse to write. */
const READ_ONLY = { options: '-c default_transaction_read_only=on' };

/** Connection options of an engine; the tool that writes migrations uses the very same. */
export function storeOptions(spec: StoreSpec, place: StorePlace, onStatement?: (sql: string) => void): Options {
  const engine = place.url ? 'postgres' : 'sqlite';
  const file = place.file ?? ':memory:';
  if (!place.url && place.file && !place.readOnly) mkdirSync(dirname(place.file), { recursive: true });
  const watched = class extends DefaultLogger {
    override log(): void {} // what the tools underneath say of themselves isn't the county's business
    override logQuery(context: { query: string } & LogContext): void {
      onStatement?.(context.query);
    }
  };
  return {
    entities: [...OWN, ...spec.entities],
    entityManager: StoreManager,
    metadataProvider: ReflectMetadataProvider,
    extensions: [Migrator],
    debug: onStatement ? ['query'] : false,
    loggerFactory: (options: LoggerOptions) => new watched(options),
    ignoreUndefinedInQuery: true,
    forceUtcTimezone: true,
    discovery: { warnWhenNoEntities: false },
    schemaGenerator: { ignoreTriggers: true }, // those that keep chains from being altered are written in the migrations
    migrations: {
      path: fileURLToPath(new URL(`${engine}/`, spec.migrations)),
      emit: 'ts',
      snapshot: true,
      snapshotName: 'schema',
      snapshotOnMigrate: false, // a start reads what is committed and never writes it
      transactional: true,
      allOrNothing: true,
      disableForeignKeys: false,
    },
    ...(place.url
      ? {
          driver: PostgreSqlDriver,
          clientUrl: place.url,
          pool: { min: 0, max: 10 },
          ...(place.readOnly ? { driverOptions: READ_ONLY } : {}),
        }
      : {
          driver: SqliteDriver,
          dbName: file,
          driverOptions: () => nodeSqlite(file, place.readOnly ? 'evidence' : 'writes'),
          ...(file === ':memory:' || place.readOnly
            ? {}
            : { replicas: [{ dbName: file, driverOptions: () => nodeSqlite(file, 'reads') }] }),
        }),
  } as unknown as Options;
}

export async function openStore(spec: StoreSpec, place: StorePlace, watch = false): Promise<Store> {
  const store = { onStatement: undefined } as Pick<Store, 'onStatement'> as Store;
  const options = storeOptions(spec, place, watch ? (sql) => store.onStatement?.(sql) : undefined);
  const orm = (await (place.url ? PostgresORM : MikroORM).init(options as never)) as unknown as MikroORM;
  if (place.keys) giveKeys(orm.em.getPlatform(), place.keys);
  const em = () => orm.em.fork() as SqlEntityManager;
  let newest = 0;
  return Object.assign(store, {
    name: spec.name,
    engine: place.url ? 'postgres' : 'sqlite',
    orm,
    territory: new Territory([]),
    drawn: () => newest,
    async refreshTerritory() {
      const rows = await em().find(TerritoryRow, {}, { orderBy: { division: 'asc', validFrom: 'asc' }, connectionType: 'write' });
      const last = rows.reduce((most, { row }) => Math.max(most, row), 0);
      if (last < newest) return; // somebody who asked later was answered earlier
      newest = last;
      store.territory = new Territory(rows);
    },
    async meetTerritory() {
      const [last] = await em().find(TerritoryRow, {}, { orderBy: { row: 'desc' }, limit: 1, connectionType: 'write' });
      if ((last?.row ?? 0) !== newest) await store.refreshTerritory();
    },
    async migrate() {
      const done = await orm.migrator.up();
      for (const { head: id } of CHAINS)
        if (!(await em().findOne(LedgerHead, id, { connectionType: 'write' })))
          await em().insert(LedgerHead, Object.assign(new LedgerHead(), { id, algorithm: place.hash ?? 'sha256' }));
      return done.map((m) => m.name);
    },
    async healthy() {
      return orm.isConnected();
    },
    async close() {
      await orm.close(true);
    },
  } satisfies Partial<Store>);
}
