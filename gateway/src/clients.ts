import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleType } from 'cockatiel';
import type { ExecutionResult } from 'graphql';
import { Agent, request as send } from 'undici';
import { ENVELOPE_HEADER, type Envelope, seal } from '#platform/envelope';
import type { Feed } from '#platform/follow';
import { LedgerRow } from '#platform/ledger';
import type { Log } from '#platform/log';
import { LEDGER_HEAD, LEDGER_VERSION, laterQuery, ledgerQuery } from '#platform/serve';
import type { GraphQLCall, Subgraph } from '#platform/subgraph';
import type { Version } from '#platform/version';
import { isVersion } from './cache/footing.ts';
import { isQuery } from './executor/plan.ts';
import type { SubgraphClient } from './executor.ts';

/** A subgraph in this process: a call, no socket and no text between. */
export const inProcess =
  (subgraph: Subgraph): SubgraphClient =>
  (call, { envelope }) =>
    subgraph.answer(call, envelope);

/** How patient the gateway is with a subgraph that answers over HTTP. */
export interface Bounds {
  /** How long a whole answer may take; how many times as long where a store must first be seen as it was known. */
  readonly timeoutMs: number;
  readonly forThePast: number;
  /** How large it may be: the dearest page of the graph is a few megabytes. */
  readonly answerBytes: number;
  /** How many connections stand open at once; more requests wait for one. */
  readonly connections: number;
  /** How many failures in a row until the subgraph is left alone, and for how long. */
  readonly failures: number;
  readonly restMs: number;
  /** How many requests may be sent again, to each that is sent. */
  readonly again: number;
}

export const BOUNDS: Bounds = {
  timeoutMs: 10_000,
  forThePast: 6,
  answerBytes: 16 * 1024 * 1024,
  connections: 64,
  failures: 10,
  restMs: 2000,
  again: 0.1,
};

/** The subgraph wasn't reached, or broke off. What it answered wrongly is none of these: it would again. */
class Unreached extends Error {
  constructor(
    cause: unknown,
    readonly timedOut: boolean,
  ) {
    super(`${(cause as { code?: string }).code ?? ''} ${cause instanceof Error ? cause.message : cause}`.trim());
  }
}

/**
 * A subgraph that answers over HTTP. What goes wrong on the way is an error in the answer, never a thrown one. Questions
 * are asked again if the subgraph wasn't reached, one in ten at most; a subgraph that is down is left alone for a while.
 */
export function overHttp(name: string, url: string, secret: string, log: Log, bounds: Partial<Bounds> = {}): SubgraphClient {
  const { timeoutMs, forThePast, answerBytes, connections, failures, restMs, again } = { ...BOUNDS, ...bounds };
  const dispatcher = new Agent({
    connections,
    pipelining: 1,
    maxResponseSize: answerBytes,
    headersTimeout: 0, // each request has a time of its own
    bodyTimeout: 0,
  });
  const circuit = circuitBreaker(handleType(Unreached), { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(failures) });
  let spare = 0;

  const attempt = async (body: string, envelope: Envelope, signal: AbortSignal | undefined): Promise<ExecutionResult> => {
    const given = new AbortController();
    const most = timeoutMs * (envelope.knownAt ? forThePast : 1);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      given.abort(new Error(`took more than ${most} ms`));
    }, most);
    const hangUp = (): void => given.abort(signal?.reason);
    signal?.addEventListener('abort', hangUp, { once: true });
    try {
      const {
        statusCode,
        headers,
        body: answer,
      } = await send(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [ENVELOPE_HEADER]: seal(envelope, body, secret) },
        body,
        dispatcher,
        signal: given.signal,
      });
      if (Number(headers['content-length'] ?? 0) > answerBytes) {
        answer.on('error', () => {}).destroy();
        throw new Odd(`says that its answer has more than ${answerBytes} bytes`);
      }
      const text = await answer.text();
      if (statusCode >= 502 && statusCode <= 504 && !text.startsWith('{')) throw new Error(`answered ${statusCode}`);
      return read(text, statusCode);
    } catch (error) {
      const { code } = error as { code?: string };
      if (error instanceof Odd || code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || signal?.aborted) throw error;
      throw new Unreached(error, timedOut);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', hangUp);
    }
  };

  return async (call: GraphQLCall, { envelope, signal }) => {
    const body = JSON.stringify(call);
    const tried = () => circuit.execute(() => attempt(body, envelope, signal));
    spare = Math.min(spare + again, 10);
    try {
      return await tried().catch((error) => {
        if (!(error instanceof Unreached) || error.timedOut || spare < 1 || !isQuery(call.query)) throw error;
        spare--;
        return tried();
      });
    } catch (error) {
      if (!(error instanceof BrokenCircuitError))
        log.warn('subgraph unavailable', { requestId: envelope.requestId, subgraph: name, error: String(error) });
      return { data: null, errors: [unavailable(name) as never] };
    }
  };
}

/** An answer that is none. */
class Odd extends Error {}

function read(text: string, status: number): ExecutionResult {
  let answer: ExecutionResult | null;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Odd(`answered ${status} with what is no JSON`);
  }
  if (typeof answer !== 'object' || answer === null || (answer.data === undefined && !answer.errors))
    throw new Odd(`answered ${status} without data`);
  if (status === 401) throw new Odd('refused the envelope');
  return answer;
}

const unavailable = (name: string) => ({
  message: `${name} doesn't answer; the rest of the answer is complete. Try again shortly`,
  extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: name },
});

/** What another part says of its ledger over HTTP. */
function ledgerOverHttp(name: string, url: string, secret: string, patienceMs: number): (query: string) => Promise<unknown> {
  return async (query) => {
    const caller = { id: `follower:${name}`, role: 'SYSTEM', reads: [], writes: [], finds: [], client: 'guben' };
    const envelope: Envelope = { caller, day: '2016-01-01', now: new Date(), requestId: 'follow' };
    const response = await fetch(`${url}${query}`, {
      headers: { [ENVELOPE_HEADER]: seal(envelope, query, secret) },
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!response.ok) throw new Error(`${name} answered ${response.status}`);
    return response.json();
  };
}

/** How long a part may take to say how its store stands: it is asked while somebody waits for an answer that is there. */
const VERSION_MS = 1000;

/** How the store of another part stands, over HTTP. */
export function versionOverHttp(name: string, url: string, secret: string): () => Promise<Version> {
  const fetched = ledgerOverHttp(name, url, secret, VERSION_MS);
  return async () => {
    const version = await fetched(LEDGER_VERSION);
    if (!isVersion(version)) throw new Error(`${name} said something else than how its store stands`);
    return version;
  };
}

/** Another part's ledger over HTTP. */
export function feedOverHttp(name: string, url: string, secret: string): Feed {
  const fetched = ledgerOverHttp(name, url, secret, BOUNDS.timeoutMs);
  return {
    name,
    head: async () => ((await fetched(LEDGER_HEAD)) as { seq: number }).seq,
    after: async (instant, nouns = []) =>
      ((await fetched(laterQuery(instant.toISOString(), nouns.join(',')))) as { seq: number | null }).seq,
    read: async (after, limit, nouns = []) =>
      ((await fetched(ledgerQuery(after, limit, nouns.join(',')))) as (LedgerRow & { at: string })[]).map((row) =>
        Object.assign(Object.create(LedgerRow.prototype), row, { at: new Date(row.at) }),
      ),
  };
}
