import { LRUCache } from 'lru-cache';
import type { Standing } from '#platform/version';
import { Footing } from './footing.ts';
import type { Mark, Stores } from './stores.ts';
import { tagOf } from './tags.ts';

/** An answer as it goes out. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Names exactly these bytes; only an answer that may be kept has one. */
  readonly tag?: string;
  /** What the operation costs, where clients pay. */
  readonly cost?: number | undefined;
}

/** A client that waits for an answer. */
export interface Waiting {
  /** Calls back when the client hangs up before it was answered. */
  onGone(leave: () => void): void;
}

/** With what an answer is computed: a signal that nobody waits for it any more, and what notes what it stands on. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly footing: Footing;
}
export type Ask = (watch: Watch) => Promise<Answer>;

export interface Answers {
  /** The answer to a question: kept, under way for somebody else, or computed. `key` says everything that decides it. */
  give(key: string, client: Waiting, ask: Ask): Answer | Promise<Answer>;
  /** How much is kept. */
  readonly bytes: number;
}

/** What an answer that may be kept says of itself: for one caller alone, and to be asked about before it is used again. */
const KEPT_HEADERS = {
  'cache-control': 'private, no-cache',
  vary: 'authorization, accept, acting-as, purpose, as-of, known-at, x-cost',
};

interface Computed extends Answer {
  readonly standing?: Standing | undefined;
}

/** Computes an answer for one client. */
export function alone(client: Waiting, ask: Ask): Promise<Answer> {
  const gone = new AbortController();
  client.onGone(() => gone.abort());
  return settled(ask, { signal: gone.signal, footing: new Footing() });
}

/** Computes an answer; one that may be kept gets its tag. */
async function settled(ask: Ask, watch: Watch): Promise<Computed> {
  const answer = await ask(watch);
  const { standing, cost } = watch.footing;
  if (answer.status !== 200 || !standing) return { ...answer, cost };
  const body = Buffer.allocUnsafeSlow(Buffer.byteLength(answer.body as string)); // of a pool it would hold more than itself
  body.write(answer.body as string);
  const tag = tagOf(answer.headers['content-type'] ?? '', body);
  return { status: 200, headers: { ...answer.headers, ...KEPT_HEADERS, etag: tag }, body, tag, standing, cost };
}

/** One computation for all who ask the same while it lasts. It stops when the last of them is gone. */
class Flight {
  readonly #stop = new AbortController();
  readonly #answer: Promise<Computed>;
  readonly #end: () => void;
  #waiting = 0;

  constructor(
    readonly mark: Mark,
    ask: Ask,
    end: (flight: Flight) => void,
  ) {
    this.#end = () => end(this);
    this.#answer = settled(ask, { signal: this.#stop.signal, footing: new Footing() }).finally(this.#end);
  }

  join(client: Waiting): Promise<Computed> {
    this.#waiting++;
    client.onGone(() => {
      if (--this.#waiting > 0) return;
      this.#end();
      this.#stop.abort();
    });
    return this.#answer;
  }
}

/** The part of the whole that one answer may take; a larger one is computed each time. */
const SHARE = 1 / 8;
/** What an answer takes beside its bytes and its key. */
const OVERHEAD = 1000;
/** Memory of questions whose answers can't be shared, so that nobody waits in vain. */
const LONELY_BYTES = 1_000_000;

/**
 * Answers that are never computed twice. One is kept under everything that decides it, for as long as what it stands on
 * holds; those who ask the same at once wait for one computation. What was least lately used makes room.
 */
export function answers(bytes: number, stores: Stores): Answers {
  const kept = new LRUCache<string, Computed>({
    maxSize: bytes,
    maxEntrySize: Math.floor(bytes * SHARE),
    sizeCalculation: ({ body }, key) => body.length + 2 * key.length + OVERHEAD,
  });
  const lonely = new LRUCache<string, true>({ maxSize: LONELY_BYTES, sizeCalculation: (_, key) => 2 * key.length + 100 });
  const flights = new Map<string, Flight>();

  const learn = (key: string, answer: Computed): Answer => {
    if (answer.standing) {
      kept.set(key, answer);
      lonely.delete(key);
    } else if (answer.status === 200) lonely.set(key, true);
    return answer;
  };
  const compute = async (key: string, client: Waiting, ask: Ask): Promise<Answer> => {
    if (lonely.has(key)) return learn(key, await alone(client, ask));
    const mark = await stores.mark();
    const under = flights.get(key);
    if (under && (await stores.isCurrent(under.mark))) {
      const shared = await under.join(client).catch(() => undefined);
      // What went wrong for one, or was audited as read by one, is asked anew for each.
      return shared?.standing ? shared : learn(key, await alone(client, ask));
    }
    const flight = new Flight(mark, ask, (ended) => {
      if (flights.get(key) === ended) flights.delete(key);
    });
    flights.set(key, flight);
    return learn(key, await flight.join(client));
  };
  return {
    get bytes() {
      return kept.calculatedSize;
    },
    give(key, client, ask) {
      const found = kept.get(key);
      if (!found) return compute(key, client, ask);
      const holds = stores.hold(found.standing as Standing);
      if (typeof holds !== 'boolean') return holds.then((still) => (still ? found : compute(key, client, ask)));
      return holds ? found : compute(key, client, ask);
    },
  };
}
