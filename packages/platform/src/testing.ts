import { randomBytes } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ExecutionResult } from 'graphql';
import type { Caller, Ctx } from './context.ts';
import type { Dated } from './dated.ts';
import type { Day } from './day.ts';
import { dayOf } from './day.ts';
import type { Envelope } from './envelope.ts';
import { filledPlace, newPlace, type Origin, silent, type TestPlace } from './filled.ts';
import type { Feed } from './follow.ts';
import { importRows } from './import.ts';
import type { Job } from './job.ts';
import { LedgerRow } from './ledger.ts';
import { Keyring } from './secret.ts';
import type { StorePlace } from './store.ts';
import { type Subgraph, type SubgraphSpec, startSubgraph } from './subgraph.ts';

/** The instant at which tests happen unless they say otherwise. */
export const TEST_NOW = new Date('2026-06-30T10:00:00+08:00');

/** The keys of every store under test. */
export const TEST_KEYS = new Keyring({
  cipher: 'aes-256-gcm',
  keys: [{ id: 'test', bytes: Buffer.alloc(32, 1) }],
  hashKey: Buffer.alloc(32, 2),
});

/** The same keys, as the environment says them. */
export const TEST_KEYS_ENV = {
  GUBEN_KEYS: `test:${Buffer.alloc(32, 1).toString('base64')}`,
  GUBEN_HASH_KEY: Buffer.alloc(32, 2).toString('base64'),
};

/** An empty place for one store: a new file, or a new database on the test server when the run is on PostgreSQL. */
export const freshPlace = async (): Promise<TestPlace & { keys: Keyring }> => ({ ...(await newPlace()), keys: TEST_KEYS });

/** A place with a store that was filled once for the whole run. */
export const seededPlace = async (origin: Origin): Promise<TestPlace & { keys: Keyring }> => ({
  ...(await filledPlace(origin, { now: TEST_NOW, keys: TEST_KEYS })),
  keys: TEST_KEYS,
});

/** Who asks and when, for tests: the whole county as an analyst, today, unless said otherwise. */
export interface Asking {
  readonly role?: string;
  /** Codes of the territory: what is read, found and changed, unless the next two say otherwise. */
  readonly divisions?: readonly string[];
  readonly writes?: readonly string[];
  readonly finds?: readonly string[];
  readonly purpose?: string;
  readonly agency?: string;
  readonly id?: string;
  readonly day?: Day;
  readonly idempotencyKey?: string;
  readonly now?: Date;
}

/** An answer as a test reads it. */
export type Answer = ExecutionResult<Record<string, never>> & {
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of the data
  readonly data: any;
  /** The codes of the errors, in order. */
  readonly codes: readonly string[];
};

/** A subgraph under test: a real store, the real schema, a fixed clock. */
export interface App extends AsyncDisposable {
  readonly subgraph: Subgraph;
  /** Every statement since the last question. */
  readonly statements: string[];
  /** Puts rows into the store as an import does, ledger rows included. */
  given(...rows: Dated[]): Promise<void>;
  ask(query: string, variables?: Record<string, unknown>, asking?: Asking): Promise<Answer>;
  /** A caller who asks several times. */
  as(asking: Asking): (query: string, variables?: Record<string, unknown>, more?: Asking) => Promise<Answer>;
  context(asking?: Asking): Ctx;
  /** Carries out what is due of a job. */
  run(job: Job, now?: Date, day?: Day): Promise<number>;
  ledger(noun?: string): Promise<LedgerRow[]>;
}

export const COUNTY = '140222000000';

export const envelopeFor = ({
  role = 'ANALYST',
  divisions = [COUNTY],
  writes = divisions,
  finds = divisions,
  purpose,
  agency,
  id,
  day,
  idempotencyKey,
  now = TEST_NOW,
}: Asking = {}): Envelope => {
  const caller: Caller = { id: id ?? `test:${role.toLowerCase()}`, role, reads: divisions, writes, finds, agency, client: 'test', purpose };
  return { caller, day: day ?? dayOf(now), now, requestId: `req_${randomBytes(4).toString('hex')}`, idempotencyKey };
};

export interface TestOptions extends Pick<Origin, 'seed' | 'follows'> {
  /** What the feeds have to tell after the store was filled; nothing, unless a test says so. */
  readonly feeds?: readonly Feed[];
  readonly followEveryMs?: number;
  /** A store of the test's own, instead of a copy of the filled one. */
  readonly place?: StorePlace;
}

/** A subgraph on a copy of its filled store. */
export async function testApp(
  spec: SubgraphSpec,
  { place: given, seed = true, follows = [], feeds = [], ...options }: TestOptions = {},
): Promise<App> {
  const fresh = given ? undefined : await seededPlace({ spec, seed, follows });
  const place = { keys: TEST_KEYS, ...(given ?? fresh) };
  const subgraph = await startSubgraph(spec, {
    place: place as typeof place & { keys: Keyring },
    now: TEST_NOW,
    watch: true,
    seed,
    feeds: [...feeds, ...follows.filter((o) => !feeds.some((f) => f.name === o.spec.name)).map((o) => silent(o.spec.name))],
    followEveryMs: 2 ** 30, // nothing is asked for while statements are counted
    ...options,
  });
  const statements: string[] = [];
  subgraph.store.onStatement = (sql) => statements.push(sql);
  const em = () => subgraph.store.orm.em.fork() as SqlEntityManager;
  const ask: App['ask'] = async (query, variables, asking) => {
    statements.length = 0;
    const result = (await subgraph.answer({ query, variables }, envelopeFor(asking))) as ExecutionResult;
    const codes = (result.errors ?? []).map((e) => String(e.extensions?.['code']));
    return { ...(JSON.parse(JSON.stringify(result)) as object), codes } as unknown as Answer;
  };
  return {
    subgraph,
    statements,
    given: (...rows) =>
      em().transactional((tx) =>
        importRows(
          tx as SqlEntityManager,
          TEST_NOW,
          rows.map((row) => ({ entity: row.constructor as never, event: `${row.constructor.name.toLowerCase()}.given`, row })),
        ),
      ),
    ask,
    as: (asking) => (query, variables, more) => ask(query, variables, { ...asking, ...more }),
    context: (asking) => subgraph.context(envelopeFor(asking)),
    run: (job, now = TEST_NOW, day) => subgraph.run(job, now, day),
    ledger: (noun) => em().find(LedgerRow, noun ? { noun } : {}, { orderBy: { seq: 'asc' }, connectionType: 'write' }),
    async [Symbol.asyncDispose]() {
      await subgraph.close();
      await fresh?.remove();
    },
  };
}

/** A feed with nothing in it but what a test says. */
export const feedOf = (name: string, rows: () => LedgerRow[] | Promise<LedgerRow[]>): Feed => ({
  name,
  head: async () => (await rows()).at(-1)?.seq ?? 0,
  read: async (seq, limit, nouns) => (await rows()).filter((r) => r.seq > seq && (nouns?.includes(r.noun) ?? true)).slice(0, limit),
  after: async (instant, nouns) => (await rows()).find((r) => r.at > instant && (nouns?.includes(r.noun) ?? true))?.seq ?? null,
});
