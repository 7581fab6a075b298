import type { ExecutionResult } from 'graphql';
import { ENVELOPE_HEADER, type Envelope, seal } from '#platform/envelope';
import type { Feed } from '#platform/follow';
import { LedgerRow } from '#platform/ledger';
import type { Log } from '#platform/log';
import { LEDGER_HEAD, ledgerQuery } from '#platform/serve';
import type { Subgraph } from '#platform/subgraph';
import { jsonWithin } from '#platform/within';
import type { SubgraphClient } from './executor.ts';

/** How long a subgraph may take to answer. */
const TIMEOUT_MS = 10_000;
/** How large its answer may be: the dearest page of the graph is a few megabytes. */
const ANSWER_BYTES = 16 * 1024 * 1024;

/** A subgraph in this process: a call, no socket and no text between. */
export const inProcess =
  (subgraph: Subgraph): SubgraphClient =>
  (call, { envelope }) =>
    subgraph.answer(call, envelope);

/** A subgraph that answers over HTTP. What goes wrong on the way is an error in the answer, never a thrown one. */
export const overHttp =
  (name: string, url: string, secret: string, log: Log): SubgraphClient =>
  async (call, { envelope, signal }) => {
    const body = JSON.stringify(call);
    try {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [ENVELOPE_HEADER]: seal(envelope, body, secret) },
        body,
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
      });
      const answer = (await jsonWithin(response, ANSWER_BYTES)) as ExecutionResult;
      if (typeof answer !== 'object' || answer === null || (answer.data === undefined && !answer.errors))
        throw new Error(`answered ${response.status} without data`);
      if (response.status === 401) throw new Error('refused the envelope');
      return answer;
    } catch (error) {
      log.warn('subgraph unavailable', { requestId: envelope.requestId, subgraph: name, error: String(error) });
      return { data: null, errors: [unavailable(name) as never] };
    }
  };

const unavailable = (name: string) => ({
  message: `${name} doesn't answer; the rest of the answer is complete. Try again shortly`,
  extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: name },
});

/** Another part's ledger over HTTP. */
export function feedOverHttp(name: string, url: string, secret: string): Feed {
  const fetched = async (query: string): Promise<unknown> => {
    const caller = { id: `follower:${name}`, role: 'SYSTEM', reads: [], writes: [], finds: [], client: 'guben' };
    const envelope: Envelope = { caller, day: '2016-01-01', now: new Date(), requestId: 'follow' };
    const response = await fetch(`${url}${query}`, {
      headers: { [ENVELOPE_HEADER]: seal(envelope, query, secret) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`${name} answered ${response.status}`);
    return response.json();
  };
  return {
    name,
    head: async () => ((await fetched(LEDGER_HEAD)) as { seq: number }).seq,
    read: async (after, limit, nouns = []) =>
      ((await fetched(ledgerQuery(after, limit, nouns.join(',')))) as (LedgerRow & { at: string })[]).map((row) =>
        Object.assign(Object.create(LedgerRow.prototype), row, { at: new Date(row.at) }),
      ),
  };
}
