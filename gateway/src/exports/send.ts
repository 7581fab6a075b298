import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as immediate, setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { Envelope } from '#platform/envelope';
import type { Log } from '#platform/log';
import { PAGE_CEILING } from '#platform/page';
import { Refusal } from '#platform/refusal';
import type { ClientLimits } from '../config.ts';
import type { PriceList } from '../cost.ts';
import type { Executor, FederatedRequest } from '../executor.ts';
import { LIMITS } from '../limits.ts';
import type { Spend } from '../rate.ts';
import type { Manner } from './columns.ts';
import type { Format, Row } from './file.ts';
import { type Listing, listingOf, PAGE } from './listing.ts';
import { type AskPage, pagesOf, Unanswered } from './pages.ts';

export interface ExportOptions {
  readonly executor: Executor;
  readonly price: PriceList;
  readonly clients: ClientLimits;
  readonly spend: Spend;
  readonly log: Log;
  /** Errors as callers read them. */
  readonly told: (error: GraphQLFormattedError, original: unknown, requestId: string) => GraphQLFormattedError;
  /** The request with the name of its operation. */
  readonly named: (request: FederatedRequest, operation: OperationDefinitionNode) => FederatedRequest;
  readonly onAnswer?: ((operation: string | undefined, hops: Readonly<Record<string, number>>) => void) | undefined;
}

/** How long a client may take nothing of what waits for it, before it is taken for gone. */
const STALLED_MS = 60_000;

/** Answers requests whose answer is a file. */
export type SendFile = (request: FastifyRequest, reply: FastifyReply, format: Format, admitted: Envelope) => Promise<void>;

export function files(options: ExportOptions): SendFile {
  const { log, told } = options;
  return async (request, reply, format, envelope) => {
    const { requestId } = envelope;
    const gone = new AbortController();
    const context: FederatedRequest = { envelope, hops: {}, signal: gone.signal };
    const response = reply.raw;
    response.once('close', () => gone.abort());
    let prepared: Prepared;
    try {
      prepared = await prepare(options, request, context);
    } catch (error) {
      const [status, errors] = refusalOf(error, (e) => told(e, error, requestId));
      return void reply.status(status).headers(headersIn(error)).send({ errors });
    }
    const { listing, pages, name } = prepared;
    const about = { title: name, facts: { asOf: envelope.day } };
    const columns = listing.columns.map((c) => c.column);
    reply.hijack();
    response.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': format.mediaType === 'text/csv' ? 'text/csv; charset=utf-8; header=present' : format.mediaType,
      'content-disposition': `attachment; filename="${name}-${envelope.day}.${format.extension}"`,
      'as-of': envelope.day,
      'x-request-id': requestId,
      trailer: 'x-row-count, x-content-sha256',
    });
    response.flushHeaders(); // some files have their first piece late
    try {
      let rows = 0;
      const counted = async function* () {
        for await (const page of pages) {
          rows += page.length;
          yield page;
        }
      };
      const hash = createHash('sha256');
      for await (const piece of format.write(columns, counted(), about)) {
        hash.update(piece);
        await pour(response, piece, gone.signal);
      }
      response.addTrailers({ 'x-row-count': String(rows), 'x-content-sha256': hash.digest('hex') });
      response.end();
      options.onAnswer?.(name, context.hops);
    } catch (error) {
      // No last chunk, no closing row: what was sent can't be taken for the whole.
      response.destroy();
      if (gone.signal.aborted) log.info('a client hung up in mid-export', { requestId });
      else {
        const [, errors] = refusalOf(error, (e) => told(e, error, requestId));
        log.warn('an export broke off', { requestId, error: errors[0]?.message });
      }
    } finally {
      await pages.return();
    }
  };
}

interface Prepared {
  readonly name: string;
  readonly listing: Listing;
  readonly pages: AsyncGenerator<readonly Row[], void>;
}

/** Reads what is asked for and its first page; until then every refusal is an answer of its own. */
async function prepare(options: ExportOptions, request: FastifyRequest, context: FederatedRequest): Promise<Prepared> {
  const { executor, price, clients, spend } = options;
  const { query, operationName, variables } = said(request);
  const document = parsed(query);
  const [wrong] = validate(executor.schema, document, specifiedRules, { maxErrors: 5 });
  if (wrong) throw new Refusal('BAD_USER_INPUT', wrong.message);
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Refusal('BAD_USER_INPUT', 'operationName names no operation of this document, or is needed to pick one');
  const { coerced, errors } = getVariableValues(executor.schema, operation.variableDefinitions ?? [], variables, { maxErrors: 5 });
  if (errors) throw new Refusal('BAD_USER_INPUT', errors.map((e) => e.message).join('; '));
  const listing = listingOf(executor.schema, document, operation, coerced, mannerOf(request));

  // An export costs what its pages cost: the store is asked for one at a time.
  const page = { ...variables, [PAGE.first]: Math.min(listing.first ?? PAGE_CEILING, PAGE_CEILING) };
  const costs = price(listing.priced.document, listing.priced.operation, page);
  if (clients.costMode === 'enforce' && costs > clients.costLimit)
    throw new Refusal(
      'LIMIT_EXCEEDED',
      `a page of this list costs ${costs}; at most ${clients.costLimit} is allowed. Ask for fewer lists in its rows`,
      { cost: costs, limit: clients.costLimit },
    );
  const { client } = context.envelope.caller;
  await spend(client, costs - 1);

  const name = operation.name?.value ?? listing.name;
  const asking = options.named(context, operation);
  let first = true;
  const ask: AskPage = async (variablesOfPage) => {
    if (!first) await paced(() => spend(client, costs), context.signal);
    first = false;
    await immediate(); // others are answered between two pages
    context.signal?.throwIfAborted();
    return executor.execute(
      { document: listing.document, operationName: operation.name?.value, variables: { ...variables, ...variablesOfPage } },
      asking,
    );
  };
  return { name, listing, pages: await begun(pagesOf(listing, ask)) };
}

/** The same pages with the first one already read, so that what refuses it is told before anything is sent. */
async function begun(pages: AsyncGenerator<readonly Row[], void>): Promise<AsyncGenerator<readonly Row[], void>> {
  const first = await pages.next();
  return (async function* () {
    try {
      if (!first.done) yield first.value;
      yield* pages;
    } finally {
      await pages.return();
    }
  })();
}

/** Waits until the client has points again: an export that was let in goes on at the pace its client may spend. */
async function paced(spend: () => Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  for (;;) {
    try {
      return await spend();
    } catch (error) {
      const seconds = error instanceof Refusal ? error.extensions['retryAfterSeconds'] : undefined;
      if (typeof seconds !== 'number') throw error;
      await wait(seconds * 1000, undefined, signal ? { signal } : {});
    }
  }
}

/** Writes a piece, and waits as long as the client takes nothing more. */
async function pour(response: ServerResponse, piece: Uint8Array, gone: AbortSignal): Promise<void> {
  gone.throwIfAborted();
  if (response.write(piece)) return;
  await once(response, 'drain', { signal: AbortSignal.any([gone, AbortSignal.timeout(STALLED_MS)]) });
}

/** What a request says in its body or, over GET, in its address. */
function said(request: FastifyRequest): { query: string; operationName: string | undefined; variables: Record<string, unknown> } {
  const body = request.method === 'GET' ? inAddress(request) : request.body;
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Refusal('BAD_USER_INPUT', 'send {"query": "…"} as JSON, one operation a request');
  const { query, operationName, variables } = body as Record<string, unknown>;
  if (typeof query !== 'string') throw new Refusal('BAD_USER_INPUT', 'send {"query": "…"}: an operation as text');
  if (operationName != null && typeof operationName !== 'string') throw new Refusal('BAD_USER_INPUT', 'operationName is not a text');
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables)))
    throw new Refusal('BAD_USER_INPUT', 'variables is not an object');
  return { query, operationName: operationName || undefined, variables: (variables ?? {}) as Record<string, unknown> };
}

/** Over GET no other site may make a browser ask: a header that only a program sets must be there. */
function inAddress({ headers, raw }: FastifyRequest): Record<string, unknown> {
  if (
    !headers['apollo-require-preflight'] &&
    !headers['x-apollo-operation-name'] &&
    !/^application\/json\b/i.test(headers['content-type'] ?? '')
  )
    throw new Refusal(
      'BAD_USER_INPUT',
      'over GET send the header apollo-require-preflight: true, so that no other site can ask in your name',
    );
  const address = new URL(raw.url ?? '', 'http://door').searchParams;
  const variables = address.get('variables');
  try {
    return { query: address.get('query'), operationName: address.get('operationName'), variables: variables && JSON.parse(variables) };
  } catch {
    throw new Refusal('BAD_USER_INPUT', 'variables is not JSON');
  }
}

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: LIMITS.tokens });
  } catch (error) {
    throw error instanceof GraphQLError ? new Refusal('BAD_USER_INPUT', error.message) : error;
  }
}

const oneOf = <W extends string>({ headers }: FastifyRequest, name: string, words: readonly [W, ...W[]]): W => {
  const said = headers[name] ?? words[0];
  if (!words.includes(said as W)) throw new Refusal('BAD_USER_INPUT', `${name} is ${words.join(' or ')}; not ${JSON.stringify(said)}`);
  return said as W;
};

const mannerOf = (request: FastifyRequest): Manner => ({
  headings: oneOf(request, 'x-headings', ['labels', 'names']),
  money: oneOf(request, 'x-money', ['yuan', 'wan']),
});

const STATUS: Readonly<Record<string, number>> = { FORBIDDEN: 403, NOT_FOUND: 404, INTERNAL: 500, SUBGRAPH_UNAVAILABLE: 503 };

/** Status and errors of a refusal, in whatever form it came. */
function refusalOf(error: unknown, told: (error: GraphQLFormattedError) => GraphQLFormattedError): [number, GraphQLFormattedError[]] {
  const errors = (error instanceof Unanswered ? error.errors : [error as GraphQLFormattedError]).map((e) =>
    told(e instanceof GraphQLError ? e.toJSON() : { message: e.message, path: e.path, extensions: e.extensions }),
  );
  const http = error instanceof Refusal ? (error.extensions['http'] as { status?: number } | undefined) : undefined;
  return [http?.status ?? STATUS[String(errors[0]?.extensions?.['code'])] ?? 400, errors];
}

const headersIn = (error: unknown): Record<string, string> => {
  const http = error instanceof Refusal ? (error.extensions['http'] as { headers?: Iterable<[string, string]> } | undefined) : undefined;
  return Object.fromEntries(http?.headers ?? []);
};
