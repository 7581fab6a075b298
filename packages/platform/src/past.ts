import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { CompiledQuery } from 'kysely';
import { insertRows } from './bulk.ts';
import { type Column, copyFile, copyRows, ROWS, settle, tablesOf, unguard, within } from './copy.ts';
import { Dated } from './dated.ts';
import { type Feed, type Reaction, react } from './follow.ts';
import { LEDGER, LedgerHead, LedgerRow } from './ledger.ts';
import { Refusal } from './refusal.ts';
import { SecretType } from './secret.ts';
import { openStore, type Store, type StorePlace, type StoreSpec } from './store.ts';
import type { TerritoryNotice } from './territory.reactions.ts';
import { TERRITORY, TerritoryRow } from './territory.ts';

/** What a store must say of itself so that it can be seen as it was known. */
export interface PastSpec extends StoreSpec {
  readonly reactions?: Readonly<Record<string, Readonly<Record<string, Reaction>>>>;
  /** What of the entities only copies facts from other stores' ledgers: it is copied anew from what these had recorded. */
  readonly copies?: readonly EntityClass<object>[];
}

/** A store as it was known at an instant. */
export interface Past {
  readonly store: Store;
  /** The number of the last row that its ledger held. */
  readonly version: string;
}

/** The pasts of a store. */
export interface Pasts {
  /** The store as it was known at an instant. */
  at(instant: Date): Promise<Past>;
  close(): Promise<void>;
}

/**
 * The version of a store: the number of its ledger's last row, and how far it has followed each other ledger. Read past
 * the ORM, for it is asked with every request.
 */
export async function versionOf({ orm }: Store): Promise<string> {
  const numbers = (await (orm.em as SqlEntityManager)
    .getConnection('write')
    .getClient()
    .executeQuery(
      CompiledQuery.raw(
        `select seq from ledger_head where id = ${LEDGER.head} union all select * from (select seq from ledger_position order by feed) p`,
      ),
    )) as { rows: { seq: number | string }[] };
  return numbers.rows.map(({ seq }) => seq).join('.');
}

/** The last row that a ledger held at an instant, all that follows having been recorded later; and whether anything follows. */
async function heldAt({ orm }: Store, instant: Date): Promise<{ seq: number; later: boolean }> {
  const em = orm.em.fork() as SqlEntityManager;
  const [first] = await em.find(LedgerRow, { at: { $gt: instant } }, { orderBy: { seq: 'asc' }, limit: 1, connectionType: 'write' });
  if (first) return { seq: first.seq - 1, later: true };
  return { seq: (await em.findOneOrFail(LedgerHead, LEDGER.head, { connectionType: 'write' })).seq, later: false };
}

/** How many pasts of a store are kept open. */
const KEPT = 3;

/**
 * Opens a store as it was known at an instant: a copy from which everything that was recorded later has been taken back,
 * row by row, by the ledger. Copies are made when somebody asks, shared by all who ask about the same state, kept a while,
 * and never written to; the offices' own store is read once for each and not touched.
 */
export function pastsOf(spec: PastSpec, live: Store, place: StorePlace, feeds: readonly Feed[]): Pasts {
  const folder = place.pasts ?? join(place.file ? dirname(place.file) : tmpdir(), 'known');
  const kept = new Map<string, Promise<Past>>();
  let made = 0;
  const drop = async (key: string) => {
    const past = kept.get(key);
    kept.delete(key);
    await past?.then(
      ({ store }) => store.close(),
      () => {},
    );
  };
  return {
    async at(instant: Date): Promise<Past> {
      const { seq, later } = await heldAt(live, instant);
      if (seq === 0)
        throw new Refusal('BAD_USER_INPUT', `${spec.name} had recorded nothing by ${instant.toISOString()}: ask for a later known-at`);
      const told = await Promise.all(
        feeds.map(async (feed) => [feed, await firstLater(feed, instant, spec.reactions?.[feed.name] ?? {})] as const),
      );
      if (!later && told.every(([, first]) => first === null)) return { store: live, version: `${seq}` };
      // Scope follows today's register, so a past is made anew when that changes.
      const [drawn] = await (live.orm.em.fork() as SqlEntityManager).find(TerritoryRow, {}, { orderBy: { row: 'desc' }, limit: 1 });
      const key = JSON.stringify([seq, drawn?.row, ...told.map(([, first]) => first)]);
      let past = kept.get(key);
      if (past) kept.delete(key);
      else past = pastAt(spec, live, place, join(folder, `${spec.name}-${process.pid}-${++made}.db`), seq, told);
      kept.set(key, past);
      past.catch(() => kept.delete(key));
      if (kept.size > KEPT) await drop(kept.keys().next().value as string);
      return past;
    },
    async close() {
      await Promise.all([...kept.keys()].map(drop));
    },
  };
}

/** Of a ledger's nouns, those of which a store only keeps copies; what it does about others stands in its own ledger. */
const copied = (reactions: Readonly<Record<string, Reaction>>): string[] =>
  Object.entries(reactions).flatMap(([noun, reaction]) => ('act' in reaction ? [] : [noun]));

/** The first row of a followed ledger that was recorded after an instant and is copied; null when there is none. */
async function firstLater(feed: Feed, instant: Date, reactions: Readonly<Record<string, Reaction>>): Promise<number | null> {
  const nouns = copied(reactions);
  const isLater = async (seq: number) => {
    const [row] = await feed.read(seq - 1, 1);
    return row !== undefined && row.at > instant;
  };
  let high = await feed.head();
  if (nouns.length === 0 || !(await isLater(high))) return null;
  let low = 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await isLater(middle)) high = middle;
    else low = middle + 1;
  }
  const [first] = await feed.read(low - 1, 1, nouns);
  return first?.seq ?? null;
}

type Told = readonly [feed: Feed, firstLater: number | null];

export async function pastAt(
  spec: PastSpec,
  live: Store,
  place: StorePlace,
  file: string,
  seq: number,
  told: readonly Told[],
): Promise<Past> {
  try {
    if (place.file) await copyFile(place.file, file);
    else await copyRows(spec, live, place, file);
    unguard(file);
    const store = await openStore(spec, { file, keys: place.keys });
    try {
      await within(store, async (em) => {
        await takeBack(spec, em, seq);
        if (told.some(([, later]) => later !== null)) await copyAnew(spec, em, told);
        await lieAsToday(em, live);
      });
    } finally {
      await store.close();
    }
    settle(file);
    const past = await openStore(spec, { file, keys: place.keys, readOnly: true });
    await past.refreshTerritory();
    const close = past.close;
    past.close = async () => {
      await close();
      rmSync(file, { force: true });
    };
    return { store: past, version: `${seq}` };
  } catch (error) {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
    throw error;
  }
}

/** Takes everything back that the ledger recorded after `seq`, newest first. */
async function takeBack(spec: PastSpec, em: SqlEntityManager, seq: number): Promise<void> {
  const tables = new Map<string, EntityClass<Dated>>();
  for (;;) {
    const rows = await em.find(LedgerRow, { seq: { $gt: seq } }, { orderBy: { seq: 'desc' }, limit: ROWS, disableIdentityMap: true });
    for (const row of rows) {
      if (row.noun === TERRITORY) continue;
      let entity = tables.get(row.event);
      if (entity === undefined) tables.set(row.event, (entity = await entityOf(spec, em, row)));
      await takeBackRow(em, entity, row);
    }
    await redraw(em, seq, rows);
    await em.nativeDelete(LedgerRow, { seq: { $in: rows.map((r) => r.seq) } });
    if (rows.length < ROWS) break;
  }
  const [last] = await em.find(LedgerRow, {}, { orderBy: { seq: 'desc' }, limit: 1 });
  await em.nativeUpdate(LedgerHead, { id: LEDGER.head }, { seq: last?.seq ?? 0, hash: last?.hash ?? '' });
}

/** The entity whose rows an event of the ledger tells of: the one that holds the key and all that is told. */
async function entityOf(spec: PastSpec, em: SqlEntityManager, { noun, key, is }: LedgerRow): Promise<EntityClass<Dated>> {
  for (const [entity] of tablesOf(em)) {
    if (!(entity.prototype instanceof Dated) || spec.copies?.includes(entity)) continue;
    const { properties } = em.getMetadata(entity) as unknown as { properties: Record<string, unknown> };
    if (Object.keys(is as object).some((name) => !(name in properties))) continue;
    const [found] = await em.find(entity as EntityClass<Dated>, { id: key }, { filters: false, limit: 1, fields: ['id'] as never });
    if (found) return entity as EntityClass<Dated>;
  }
  throw new Error(`${spec.name}: the ledger tells of ${noun} ${key}, of which no table holds a row`);
}

type Content = { readonly validFrom: string; readonly validTo: string; readonly version?: number };

/** Makes one row what it was before a change; what the change created is taken away. */
async function takeBackRow(em: SqlEntityManager, entity: EntityClass<Dated>, { key, day, was, is }: LedgerRow): Promise<void> {
  const after = is as Content;
  const before = was as (Content & Record<string, unknown>) | null;
  const version = ({ validFrom, validTo, version: number }: Content) =>
    ({ id: key, validFrom, validTo, ...(number === undefined ? {} : { version: number }) }) as never;
  const changed = version(after);
  if (before === null) {
    await em.nativeDelete(entity, changed, { filters: false });
    return;
  }
  if (before.validFrom < day) {
    // The change closed the version that held and went on as a copy: the version that held is opened again, whole.
    const closed = version({ ...before, validTo: day });
    if (await em.count(entity, closed, { filters: false })) {
      await em.nativeDelete(entity, changed, { filters: false });
      await em.nativeUpdate(entity, closed, { validTo: before.validTo } as never, { filters: false } as never);
      return;
    }
  }
  await em.nativeUpdate(entity, changed, contentOf(em, entity, before) as never, { filters: false } as never);
}

/** The columns of a row as its ledger tells them; a secret, which no ledger holds in plain, stays what it is. */
function contentOf(em: SqlEntityManager, entity: EntityClass<Dated>, told: Record<string, unknown>): object {
  const { properties } = em.getMetadata(entity) as unknown as {
    properties: Record<string, Column>;
  };
  const columns = Object.entries(properties).filter(
    ([name, p]) => name !== 'row' && p.persist !== false && p.fieldNames?.length && !(p.customType instanceof SecretType),
  );
  const value = (name: string, type: string | undefined) => {
    const text = told[name] ?? null;
    return type === 'Date' && typeof text === 'string' ? new Date(text) : text;
  };
  return Object.fromEntries(columns.map(([name, p]) => [name, value(name, p.runtimeType)]));
}

/** Draws divisions anew as the last ledger row that had told of them by then. */
async function redraw(em: SqlEntityManager, seq: number, later: readonly LedgerRow[]): Promise<void> {
  for (const division of new Set(later.filter((r) => r.noun === TERRITORY).map((r) => r.key))) {
    const [last] = await em.find(LedgerRow, { noun: TERRITORY, key: division, seq: { $lte: seq } }, { orderBy: { seq: 'desc' }, limit: 1 });
    await em.nativeDelete(TerritoryRow, { division });
    if (last) await insertRows(em, TerritoryRow, (last.is as TerritoryNotice).territory);
  }
}

/** Whose territory a division is, is today's business, whatever is asked about. */
async function lieAsToday(em: SqlEntityManager, { orm }: Store): Promise<void> {
  const today = await (orm.em.fork() as SqlEntityManager).find(TerritoryRow, {}, { orderBy: { row: 'asc' } });
  const lineages = new Map(today.map(({ division, lineage }) => [division, lineage]));
  for (const row of await em.find(TerritoryRow, {})) row.lineage = lineages.get(row.division) ?? row.lineage;
  await em.flush();
}

const BATCH = 2000;

/** Empties what is copied from other ledgers and copies it again, from what these had recorded. */
async function copyAnew(spec: PastSpec, em: SqlEntityManager, told: readonly Told[]): Promise<void> {
  for (const entity of [...(spec.copies ?? []), ...(spec.reactions ? [TerritoryRow] : [])])
    await em.nativeDelete(entity, {}, { filters: false });
  for (const [feed, later] of told) {
    const reactions = spec.reactions?.[feed.name] ?? {};
    for (let seen = 0; ; ) {
      const rows = (await feed.read(seen, BATCH, copied(reactions))).filter((r) => later === null || r.seq < later);
      await react(em, rows, reactions);
      await em.flush();
      em.clear();
      if (rows.length < BATCH) break;
      seen = (rows.at(-1) as LedgerRow).seq;
    }
  }
}
