import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { asLocalTime } from '#platform/day';
import type { Envelope } from '#platform/envelope';
import type { Log } from '#platform/log';
import { Refusal } from '#platform/refusal';
import type { FederatedRequest } from '../executor.ts';
import type { Manner } from './columns.ts';
import type { Format } from './file.ts';
import { headingsOf, oneOf } from './formats.ts';
import { Unanswered } from './pages.ts';
import { type Prepared, prepare, type Reading, type Said } from './prepare.ts';

export interface ExportOptions extends Reading {
  readonly log: Log;
  /** Errors as callers read them. */
  readonly told: (error: GraphQLFormattedError, original: unknown, requestId: string) => GraphQLFormattedError;
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
      prepared = await prepare(options, said(request), mannerOf(request), context);
    } catch (error) {
      if (gone.signal.aborted) return void reply.hijack(); // nobody is there to be told
      const [status, errors] = refusalOf(error, (e) => told(e, error, requestId));
      return void reply.status(status).headers(headersIn(error)).send({ errors });
    }
    const { listing, pages, name } = prepared;
    const about = { title: name, facts: factsOf(envelope) };
    const columns = listing.columns.map((c) => c.column);
    reply.hijack();
    response.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': format.mediaType === 'text/csv' ? 'text/csv; charset=utf-8; header=present' : format.mediaType,
      'content-disposition': `attachment; filename="${name}-${envelope.day}.${format.extension}"`,
      'as-of': envelope.day,
      ...(envelope.knownAt ? { 'known-at': asLocalTime(envelope.knownAt) } : {}),
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

/** What holds for all rows of an answer: the day they are of and, where it was asked for, the instant as of which they were known. */
export const factsOf = ({ day, knownAt }: Envelope): Record<string, string> => ({
  asOf: day,
  ...(knownAt ? { knownAt: asLocalTime(knownAt) } : {}),
});

/** Writes a piece, and waits as long as the client takes nothing more. */
async function pour(response: ServerResponse, piece: Uint8Array, gone: AbortSignal): Promise<void> {
  gone.throwIfAborted();
  if (response.write(piece)) return;
  await once(response, 'drain', { signal: AbortSignal.any([gone, AbortSignal.timeout(STALLED_MS)]) });
}

/** What a request says in its body or, over GET, in its address. */
function said(request: FastifyRequest): Said {
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

function inAddress({ raw }: FastifyRequest): Record<string, unknown> {
  const address = new URL(raw.url ?? '', 'http://door').searchParams;
  const variables = address.get('variables');
  try {
    return { query: address.get('query'), operationName: address.get('operationName'), variables: variables && JSON.parse(variables) };
  } catch {
    throw new Refusal('BAD_USER_INPUT', 'variables is not JSON');
  }
}

export const mannerOf = (request: FastifyRequest): Manner => ({
  headings: headingsOf(request),
  money: oneOf(request, 'x-money', ['yuan', 'wan']),
});

const STATUS: Readonly<Record<string, number>> = { FORBIDDEN: 403, NOT_FOUND: 404, INTERNAL: 500, SUBGRAPH_UNAVAILABLE: 503 };

/** Status and errors of a refusal, in whatever form it came. */
export function refusalOf(
  error: unknown,
  told: (error: GraphQLFormattedError) => GraphQLFormattedError,
): [number, GraphQLFormattedError[]] {
  const errors = (error instanceof Unanswered ? error.errors : [error as GraphQLFormattedError]).map((e) =>
    told(e instanceof GraphQLError ? e.toJSON() : { message: e.message, path: e.path, extensions: e.extensions }),
  );
  const http = error instanceof Refusal ? (error.extensions['http'] as { status?: number } | undefined) : undefined;
  return [http?.status ?? STATUS[String(errors[0]?.extensions?.['code'])] ?? 400, errors];
}

export const headersIn = (error: unknown): Record<string, string> => {
  const http = error instanceof Refusal ? (error.extensions['http'] as { headers?: Iterable<[string, string]> } | undefined) : undefined;
  return Object.fromEntries(http?.headers ?? []);
};
