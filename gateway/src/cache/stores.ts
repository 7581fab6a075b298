import { type Standing, together, type Version } from '#platform/version';

/** What the gateway knows of how the stores stand. */
export interface Stores {
  /** Whether all that an answer stands on is still what it was. */
  hold(standing: Standing): boolean | Promise<boolean>;
  /** A mark of this moment, for what begins now. */
  mark(): Mark | Promise<Mark>;
  /** Whether what began at a mark may still be told to who asks only now. */
  isCurrent(mark: Mark): boolean | Promise<boolean>;
  /** What a store said of itself in the answer to a question asked at `asked`. */
  heard(store: string, version: Version, asked: number): void;
  /** What it said of itself after a mutation; nothing when the mutation wasn't answered. */
  changed(store: string, version: Version | undefined, asked: number): void;
}

export type Mark = unknown;

const agrees = (parts: Partial<Version>, version: Version): boolean =>
  Object.entries(parts).every(([part, value]) => version[part as keyof Version] === value);

/** Stores of this process: each is asked, every time. Nothing that anybody committed is ever missed. */
export function nearStores(versions: Readonly<Record<string, () => Version | Promise<Version>>>): Stores {
  const names = Object.keys(versions);
  const all = (): Version[] | Promise<Version[]> => {
    const found = names.map((name) => (versions[name] as () => Version | Promise<Version>)());
    return found.some((v) => v instanceof Promise) ? Promise.all(found) : (found as Version[]);
  };
  const sameAs = (mark: Version[]) => (now: Version[]) => now.every((v, i) => v === mark[i] || agrees(v, mark[i] as Version));
  return {
    hold(standing) {
      const waiting: Promise<boolean>[] = [];
      for (const [name, parts] of Object.entries(standing)) {
        const version = Object.hasOwn(versions, name) ? versions[name]?.() : undefined;
        if (!version) return false;
        if (version instanceof Promise) waiting.push(version.then((v) => agrees(parts, v)));
        else if (!agrees(parts, version)) return false;
      }
      return waiting.length ? Promise.all(waiting).then((all) => all.every(Boolean)) : true;
    },
    mark: all,
    isCurrent(mark) {
      const now = all();
      return now instanceof Promise ? now.then(sameAs(mark as Version[])) : sameAs(mark as Version[])(now);
    },
    heard() {},
    changed() {},
  };
}

/** What was last heard of a store behind HTTP. */
interface Heard {
  version: Version;
  /** When the question was asked that it answered: all that was committed before counts. */
  asked: number;
  /** Nothing that was asked for before this tells anything newer. */
  newest: number;
}

/** How long a store that didn't say how it stands isn't asked again. */
const SILENT_MS = 500;

/**
 * Stores behind HTTP. Whatever a store answers says how it stands; where it last said so more than `staleMs` ago it is asked,
 * once for all who want to know. So what was committed longer ago than that is never missed, and what this gateway itself
 * has changed is never missed at all. A store that doesn't say so stands for nothing.
 */
export function farStores(ask: Readonly<Record<string, () => Promise<Version>>>, staleMs: number): Stores {
  const known = new Map<string, Heard>();
  const silent = new Map<string, number>();
  /** Counts what was seen to change: who asked before isn't told to who asks after. */
  let changes = 0;

  const know = (store: string, version: Version, asked: number, newest: number): void => {
    const before = known.get(store);
    if (!before || !agrees(before.version, version)) changes++;
    known.set(store, { version, asked, newest });
  };
  const heard: Stores['heard'] = (store, version, asked) => {
    if (asked >= (known.get(store)?.newest ?? 0)) know(store, version, asked, asked);
  };
  const asking = Object.fromEntries(
    Object.entries(ask).map(([store, question]) => [
      store,
      together(async () => {
        if (performance.now() < (silent.get(store) ?? 0)) return;
        const asked = performance.now();
        try {
          heard(store, await question(), asked);
        } catch {
          silent.set(store, performance.now() + SILENT_MS);
        }
      }),
    ]),
  );
  const isFresh = (store: string, since: number): boolean => (known.get(store)?.asked ?? Number.NEGATIVE_INFINITY) >= since;
  const agreeing = (standing: Standing, since: number): boolean =>
    Object.entries(standing).every(([store, parts]) => isFresh(store, since) && agrees(parts, (known.get(store) as Heard).version));
  return {
    hold(standing) {
      const now = performance.now();
      const old = Object.keys(standing).filter((store) => !isFresh(store, now - staleMs));
      if (old.length === 0) return agreeing(standing, now - staleMs);
      return Promise.all(old.map((store) => asking[store]?.())).then(() => agreeing(standing, now - staleMs));
    },
    mark: () => ({ changes, began: performance.now() }),
    isCurrent(mark) {
      const { changes: then, began } = mark as { changes: number; began: number };
      return then === changes && performance.now() - began <= staleMs;
    },
    heard,
    changed(store, version, asked) {
      const before = known.get(store)?.version;
      if (version) know(store, before ? later(before, version) : version, asked, performance.now());
      else if (known.delete(store)) changes++;
    },
  };
}

/** The later of two versions, whichever was heard first: two mutations may be answered in another order than they were made. */
const later = (a: Version, b: Version): Version =>
  a.opening === b.opening
    ? {
        opening: b.opening,
        ledger: Math.max(a.ledger, b.ledger),
        followed: Math.max(a.followed, b.followed),
        register: Math.max(a.register, b.register),
      }
    : b;
