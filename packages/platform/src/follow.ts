import { raw } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { plainRow } from './bulk.ts';
import { LEDGER, LedgerHead, LedgerPosition, LedgerRow } from './ledger.ts';
import type { Log } from './log.ts';
import type { Store } from './store.ts';

/** Another store's ledger, read in order. */
export interface Feed {
  readonly name: string;
  /** The number of its newest row. */
  head(): Promise<number>;
  /** Rows after `seq`, oldest first, at most `limit`; of some nouns alone when they are named. */
  read(seq: number, limit: number, nouns?: readonly string[]): Promise<LedgerRow[]>;
  /** The number of its first row recorded after an instant, of some nouns alone when they are named; null when there is none. */
  after(instant: Date, nouns?: readonly string[]): Promise<number | null>;
}

/** What a store does about one row of another's ledger, inside the transaction that moves its position. */
export type Each = (em: SqlEntityManager, row: LedgerRow) => Promise<void> | void;

/** What it does about many rows of a noun at once, in their order: what is only to be kept is kept in one statement. */
export interface Together {
  together(em: SqlEntityManager, rows: readonly LedgerRow[]): Promise<void>;
}

/** What it does of its own about a row: its own ledger tells of it, and only there it can be taken back. */
export interface Acting {
  readonly act: Each;
}

export type Reaction = Each | Together | Acting;

/** Carries out the reactions to some rows; those to each noun in its order. */
export async function react(
  em: SqlEntityManager,
  rows: readonly LedgerRow[],
  reactions: Readonly<Record<string, Reaction>>,
): Promise<void> {
  for (const row of rows) {
    const reaction = reactions[row.noun];
    if (typeof reaction === 'function') await reaction(em, row);
    else if (reaction && 'act' in reaction) await reaction.act(em, row);
  }
  for (const [noun, own] of Map.groupBy(rows, (r) => r.noun)) {
    const reaction = reactions[noun];
    if (reaction && 'together' in reaction) await reaction.together(em, own);
  }
}

/** A column as an expression: a feed is read along its numbers, not noun by noun and then sorted. */
const whateverIndex = (column: string) => raw(`${column} || ''`) as unknown as string;

/** Rows of a store's own ledger after `seq`, for those who follow it; past every replica, which may lag behind the head. */
export async function readLedger({ orm }: Store, seq: number, limit: number, nouns?: readonly string[]): Promise<LedgerRow[]> {
  const em = orm.em.fork() as SqlEntityManager;
  const sql = em
    .createQueryBuilder(LedgerRow, 'l')
    .select('*')
    .where({ seq: { $gt: seq }, ...(nouns ? { [whateverIndex('noun')]: { $in: [...nouns] } } : {}) } as never)
    .orderBy({ seq: 'asc' })
    .limit(limit)
    .getFormattedQuery();
  const rows = (await em.getConnection('write').execute(sql)) as object[];
  const columns = em.getMetadata(LedgerRow);
  return rows.map((row) => {
    const values = em.getDriver().mapResult(row as never, columns) as unknown as LedgerRow;
    return plainRow(LedgerRow, { ...values, at: new Date(values.at) });
  });
}

/** The number of the newest row of a store's own ledger. */
export const headOf = async ({ orm }: Store): Promise<number> =>
  (await orm.em.fork().findOneOrFail(LedgerHead, LEDGER.head, { connectionType: 'write' })).seq;

/** The first row of a store's own ledger that was recorded after an instant: what came before it was known then. */
export async function recordedAfter({ orm }: Store, instant: Date, nouns?: readonly string[]): Promise<number | null> {
  const em = orm.em.fork() as SqlEntityManager;
  const sql = em
    .createQueryBuilder(LedgerRow, 'l')
    .select(raw('min(seq) as first') as never)
    .where({ at: { $gt: instant }, ...(nouns ? { [whateverIndex('noun')]: { $in: [...nouns] } } : {}) } as never)
    .getFormattedQuery();
  const [found] = (await em.getConnection('write').execute(sql)) as { first: number | string | null }[];
  return found?.first == null ? null : Number(found.first);
}

const BATCH = 2000;

/**
 * Carries out reactions to every row that this store hasn't seen yet, in order and exactly once: effect and position
 * commit together. Only rows of the nouns that it reacts to are fetched. Returns how many they were.
 */
export async function catchUp(store: Store, feed: Feed, reactions: Readonly<Record<string, Reaction>>): Promise<number> {
  let count = 0;
  const nouns = Object.keys(reactions);
  for (;;) {
    const em = store.orm.em.fork() as SqlEntityManager;
    const position = await em.findOne(LedgerPosition, { feed: feed.name }, { connectionType: 'write' });
    const seen = position?.seq ?? 0;
    const head = await feed.head(); // asked first: what is written meanwhile is met the next time
    if (head <= seen) break;
    const rows = await feed.read(seen, BATCH, nouns);
    const last = rows.length < BATCH ? Math.max(head, rows.at(-1)?.seq ?? 0) : (rows.at(-1) as LedgerRow).seq;
    await em.transactional(async (tx) => {
      await react(tx as SqlEntityManager, rows, reactions);
      await tx.flush();
      await tx.upsert(LedgerPosition, { feed: feed.name, seq: last });
    });
    count += rows.length;
    if (rows.length < BATCH) break;
  }
  if (count > 0) await store.refreshTerritory();
  return count;
}

interface Following {
  stop(): Promise<void>;
}

/** Takes a step again and again until stopped; one that fails is warned of and taken again. */
function keep(step: () => Promise<unknown>, everyMs: number, warn: (error: unknown) => void): Following {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const again = () => {
    timer = setTimeout(() => {
      running = step()
        .catch(warn)
        .then(() => {
          if (!stopped) again();
        }) as Promise<void>;
    }, everyMs).unref();
  };
  again();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Follows a feed until stopped. A feed that doesn't answer is asked again; nothing is lost meanwhile. */
export const follow = (store: Store, feed: Feed, reactions: Readonly<Record<string, Reaction>>, everyMs: number, log: Log): Following =>
  keep(
    () => catchUp(store, feed, reactions),
    everyMs,
    (error) => log.warn('feed not followed', { feed: feed.name, error: String(error) }),
  );

/** Keeps the register in memory as the store has it, whichever process of this store changed it. */
export const keepTerritory = (store: Store, everyMs: number, log: Log): Following =>
  keep(
    () => store.meetTerritory(),
    everyMs,
    (error) => log.warn('register not read', { store: store.name, error: String(error) }),
  );
