import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Ctx } from './context.ts';
import { LEDGER } from './ledger.ts';
import type { Store, StorePlace } from './store.ts';

/** How a store stands, as far as answers depend on it: each part stays what it is for as long as nothing of it changes. */
export interface Version {
  /** Which opening of the store answers: another may go by other rules, settings or programs. */
  readonly opening: string;
  /** Number of the newest row of its own ledger. */
  readonly ledger: number;
  /** How far it has followed the other ledgers: what it copies from them leaves no row in its own. */
  readonly followed: number;
  /** Newest row of the register that the process has in memory. */
  readonly register: number;
}

/** What an answer stands on, by store. It holds for exactly as long as all of these are what they were. */
export type Standing = Readonly<Record<string, Partial<Version>>>;

/** What a subgraph says beside the data, to who asked for it. */
export interface Beside {
  /** What the answer stands on. One that was audited has none: every reading of it is one of its own. */
  readonly standing?: Standing;
  /** How the store stands after a mutation. */
  readonly changed?: Version;
}

export interface Versions {
  /** The version as it is now: whoever is answered later has at least what it counts. */
  now(): Version | Promise<Version>;
  close(): void;
}

/** One statement; it misses nothing: every change moves the ledger, and every copy moves the position with it. */
const STANDS = `select (select seq from ledger_head where id = ${LEDGER.head}) as ledger, (select coalesce(sum(seq), 0) from ledger_position) as followed`;

type Row = { readonly ledger: number | string; readonly followed: number | string };

/**
 * The version of a store, whichever process writes into it. An embedded store tells at once whether anybody committed
 * since (`data_version`), and is read only then; a store on a server is asked, once for all who ask in the same moment.
 */
export function versionsOf(store: Store, { file, url }: StorePlace): Versions {
  const opening = randomUUID();
  const version = ({ ledger, followed }: Row): Version => ({
    opening,
    ledger: Number(ledger),
    followed: Number(followed),
    register: store.drawn(),
  });
  if (url || !file) {
    const ask = together(async () => {
      const rows = await (store.orm.em.fork() as SqlEntityManager).getConnection('write').execute(STANDS);
      return version((rows as unknown as Row[])[0] as Row);
    });
    return { now: ask, close() {} };
  }
  const db = new DatabaseSync(file, { readOnly: true });
  db.exec('pragma busy_timeout = 5000');
  const commits = db.prepare('pragma data_version');
  const stands = db.prepare(STANDS);
  let seen: unknown;
  let known: Version | undefined;
  return {
    now() {
      const { data_version: commit } = commits.get() as { data_version: unknown };
      if (known && commit === seen && known.register === store.drawn()) return known;
      seen = commit; // asked first: what is committed meanwhile is met the next time
      known = version(stands.get() as unknown as Row);
      return known;
    },
    close: () => db.close(),
  };
}

/** One question for all who ask at once; it begins after the last of them asked. */
export function together<T>(ask: () => Promise<T>): () => Promise<T> {
  let next: Promise<T> | undefined;
  return () => {
    next ??= Promise.resolve().then(() => {
      next = undefined;
      return ask();
    });
    return next;
  };
}

/** What one request leans on while it is carried out. */
interface Footing {
  readonly store: string;
  readonly version: Version;
  standing: Standing;
}
/** By the entity manager, which is each request's own: a server may hand on a copy of the context. */
const footings = new WeakMap<Ctx['em'], Footing>();

/** Notes what the answer to a request will stand on: the live store, or what a past of it was made from. */
export function standsOn(ctx: Ctx, store: string, version: Version, standing: Standing = { [store]: version }): void {
  footings.set(ctx.em, { store, version, standing });
}

/** Notes that the answer tells a value that no ledger holds, so that even in a past it is today's. */
export function leansOnToday(ctx: Ctx): void {
  const footing = footings.get(ctx.em);
  if (footing) footing.standing = { ...footing.standing, [footing.store]: footing.version };
}

export const standingOf = (ctx: Ctx): Standing | undefined => footings.get(ctx.em)?.standing;
