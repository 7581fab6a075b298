import { existsSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { insertRows } from './bulk.ts';
import { type Column, copyFile, copyRows, ROWS, settle, tablesOf, unguard, within } from './copy.ts';
import { Dated } from './dated.ts';
import { asLocalTime } from './day.ts';
import { type Feed, headOf, type Reaction, react, recordedAfter } from './follow.ts';
import { LEDGER, LedgerHead, LedgerRow } from './ledger.ts';
import { Refusal } from './refusal.ts';
import { SecretType } from './secret.ts';
import { openStore, type Store, type StorePlace, type StoreSpec } from './store.ts';
import type { TerritoryNotice } from './territory.reactions.ts';
import { TERRITORY, TerritoryRow } from './territory.ts';
import type { Standing, Version } from './version.ts';

/** What a store must say of itself so that it can be seen as it was known. */
export interface PastSpec extends StoreSpec {
  readonly reactions?: Readonly<Record<string, Readonly<Record<string, Reaction>>>>;
  /** What of the entities only copies facts from other stores' ledgers: it is copied anew from what these had recorded. */
  readonly copies?: readonly EntityClass<object>[];
}

/** A store as it was known at an instant. */
export interface Past {
  readonly store: Store;
  /** What an answer from it stands on, when the live store was at `version` before it was asked for. */
  standing(version: Version): Standing;
}

/** The pasts of a store. */
export interface Pasts {
  at(instant: Date): Promise<Past>;
  close(): Promise<void>;
}

/** How many pasts of a store are kept, and how long one that is kept no more stays open for who reads it still. */
const KEPT = 3;
const GRACE_MS = 120_000;

/**
 * Opens a store as it was known at an instant: a copy from which everything that was recorded later has been taken back,
 * row by row, by the ledger. Copies are made when somebody asks, shared by all who ask about the same state, kept a while,
 * and never written to; the offices' own store is read once for each and not touched.
 */
export function pastsOf(spec: PastSpec, live: Store, place: StorePlace, feeds: readonly Feed[]): Pasts {
  const folder = place.pasts ?? join(place.file ? dirname(place.file) : tmpdir(), 'known');
  const kept = new Map<string, Promise<Store>>();
  const leaving = new Map<Promise<Store>, NodeJS.Timeout>();
  let made = 0;
  removeOrphans(folder, spec.name);
  const end = async (past: Promise<Store>) => {
    clearTimeout(leaving.get(past));
    leaving.delete(past);
    await past.then(
      (store) => store.close(),
      () => {},
    );
  };
  const forget = (key: string) => {
    const past = kept.get(key) as Promise<Store>;
    kept.delete(key);
    leaving.set(past, setTimeout(() => void end(past), GRACE_MS).unref());
  };
  return {
    async at(instant) {
      const later = await recordedAfter(live, instant);
      if (later === 1)
        throw new Refusal('BAD_USER_INPUT', `${spec.name} had recorded nothing by ${asLocalTime(instant)}: ask for a later known-at`);
      const copies = feeds.flatMap((feed) => {
        const nouns = copied(spec.reactions?.[feed.name] ?? {});
        return nouns.length ? [{ feed, nouns }] : [];
      });
      const firsts = await Promise.all(copies.map(({ feed, nouns }) => feed.after(instant, nouns)));
      if (later === null && firsts.every((first) => first === null))
        return { store: live, standing: (version) => ({ [spec.name]: version }) };
      // Of a ledger that recorded nothing later yet, what it holds so far is what was known: it may yet get rows of then.
      const told = await Promise.all(
        copies.map(async ({ feed, nouns }, i): Promise<Told> => {
          if (firsts[i] != null) return { feed, nouns, until: firsts[i], settled: true };
          const head = await feed.head();
          const first = await feed.after(instant, nouns);
          return { feed, nouns, until: first ?? head + 1, settled: first !== null };
        }),
      );
      const head = later === null ? await headOf(live) : undefined;
      // Scope follows today's register, so a past is made anew when that changes.
      const [drawn] = await (live.orm.em.fork() as SqlEntityManager).find(TerritoryRow, {}, { orderBy: { row: 'desc' }, limit: 1 });
      const key = JSON.stringify([drawn?.row, later, head, ...told.map(({ until }) => until)]);
      const file = () => join(folder, `${spec.name}-${process.pid}-${++made}.db`);
      const past = kept.get(key) ?? pastAt(spec, live, place, file(), instant, told);
      kept.delete(key);
      kept.set(key, past);
      past.catch(() => kept.delete(key));
      if (kept.size > KEPT) forget(kept.keys().next().value as string);
      return {
        store: await past,
        standing: ({ opening, register, ...open }) => ({
          ...Object.fromEntries(told.filter((t) => !t.settled).map(({ feed, until }) => [feed.name, { ledger: until - 1 }])),
          [spec.name]: { opening, register, ...(later === null ? open : {}) },
        }),
      };
    },
    async close() {
      await Promise.all([...kept.values(), ...leaving.keys()].map(end));
    },
  };
}

/** Removes the pasts of processes that ended without doing it: they hold what their stores held. */
function removeOrphans(folder: string, name: string): void {
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder)) {
    const pid = new RegExp(`^${name}-(\\d+)-\\d+\\.db`).exec(file)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(join(folder, file), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Of a ledger's nouns, those of which a store only keeps copies; what it does about others stands in its own ledger. */
const copied = (reactions: Readonly<Record<string, Reaction>>): string[] =>
  Object.entries(reactions).flatMap(([noun, reaction]) => ('act' in reaction ? [] : [noun]));

/** How far another ledger counts: up to its first row that was recorded later, or up to where it stands. */
interface Told {
  readonly feed: Feed;
  readonly nouns: readonly string[];
  readonly until: number;
  /** Whether that can't change any more. */
  readonly settled: boolean;
}

async function pastAt(spec: PastSpec, live: Store, place: StorePlace, file: string, instant: Date, told: readonly Told[]): Promise<Store> {
  try {
    if (place.file) await copyFile(place.file, file);
    else await copyRows(spec, live, place, file);
    unguard(file);
    const store = await openStore(spec, { file, keys: place.keys });
    try {
      const from = await recordedAfter(store, instant); // asked of the copy: the original goes on
      await within(store, async (em) => {
        if (from !== null) await takeBack(spec, em, from);
        if (told.length) await copyAnew(spec, em, told);
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
    return past;
  } catch (error) {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
    throw error;
  }
}

/** Takes everything back that the ledger recorded from a row on, newest first. */
async function takeBack(spec: PastSpec, em: SqlEntityManager, from: number): Promise<void> {
  const tables = new Map<string, EntityClass<Dated>>();
  for (;;) {
    const rows = await em.find(LedgerRow, { seq: { $gte: from } }, { orderBy: { seq: 'desc' }, limit: ROWS, disableIdentityMap: true });
    for (const row of rows) {
      if (row.noun === TERRITORY) continue;
      let entity = tables.get(row.event);
      if (entity === undefined) tables.set(row.event, (entity = await entityOf(spec, em, row)));
      await takeBackRow(em, entity, row);
    }
    await redraw(em, from, rows);
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
async function redraw(em: SqlEntityManager, from: number, later: readonly LedgerRow[]): Promise<void> {
  for (const division of new Set(later.filter((r) => r.noun === TERRITORY).map((r) => r.key))) {
    const [last] = await em.find(LedgerRow, { noun: TERRITORY, key: division, seq: { $lt: from } }, { orderBy: { seq: 'desc' }, limit: 1 });
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
  for (const { feed, nouns, until } of told) {
    const reactions = spec.reactions?.[feed.name] ?? {};
    for (let seen = 0; ; ) {
      const rows = (await feed.read(seen, BATCH, nouns)).filter((r) => r.seq < until);
      await react(em, rows, reactions);
      await em.flush();
      em.clear();
      if (rows.length < BATCH) break;
      seen = (rows.at(-1) as LedgerRow).seq;
    }
  }
}
