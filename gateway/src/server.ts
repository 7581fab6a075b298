import { randomUUID } from 'node:crypto';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyRequest } from 'fastify';
import { type DocumentNode, GraphQLError, type GraphQLFormattedError, Kind, OperationTypeNode } from 'graphql';
import { asDay, type Day, dayOf } from '#platform/day';
import type { Envelope } from '#platform/envelope';
import type { Log } from '#platform/log';
import { codes, Refusal } from '#platform/refusal';
import { withoutReporting } from '#platform/serve';
import { callerOf, type Verify } from './caller.ts';
import type { Executor, FederatedRequest } from './executor.ts';
import type { Explorer } from './explorer.ts';
import { LIMITS, sizeCheck } from './limits.ts';

export interface GatewayOptions {
  readonly executor: Executor;
  readonly verify: Verify;
  /** Whether each part behind the gateway is ready, by name. */
  readonly ready: () => Promise<Readonly<Record<string, boolean>>>;
  readonly clock: () => Date;
  readonly log: Log;
  readonly explorer?: Explorer | undefined;
  /** Whether the schema may be looked at and misspelt names are answered with suggestions. */
  readonly open: boolean;
  /** Sees every finished operation: what budgets count. */
  readonly onAnswer?: ((operation: string | undefined, hops: Readonly<Record<string, number>>) => void) | undefined;
}

export interface Gateway {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** The only public door: verifies the caller, fixes the day, limits, plans, and hands out what the subgraphs answer. */
export async function serveGateway(options: GatewayOptions, port: number, host: string): Promise<Gateway> {
  const { executor, log } = options;
  const federation: GatewayInterface = {
    load: async () => ({
      executor: async ({ document, operationName, request, context }) =>
        (await executor.execute(
          { document, operationName: operationName ?? undefined, variables: request.variables },
          context as unknown as FederatedRequest,
        )) as never,
    }),
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: executor.schema as never, coreSupergraphSdl: '' });
      return () => {};
    },
    stop: async () => {},
  };
  const apollo = new ApolloServer<FederatedRequest>({
    gateway: federation,
    plugins: [...withoutReporting, answered(options)],
    introspection: options.open,
    hideSchemaDetailsFromClientErrors: !options.open,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: LIMITS.tokens },
    stopOnTerminationSignals: false,
    logger: { debug() {}, info() {}, warn: (m) => log.warn(String(m)), error: (m) => log.error(String(m)) },
  });
  await apollo.start();

  const server = fastify({ bodyLimit: LIMITS.bytes, forceCloseConnections: 'idle', requestTimeout: 30_000, connectionTimeout: 0 });
  server.removeContentTypeParser('text/plain');
  server.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => {
    if (error instanceof Refusal) return reply.status(400).send({ errors: [error.toJSON()] });
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error('request failed', { error: error.stack ?? String(error) });
    return reply.status(status).send({ errors: [told(status, error)] });
  });
  server.setNotFoundHandler((_, reply) => reply.status(404).send({ errors: [told(404, new Error())] }));
  const handler = fastifyApolloHandler(apollo, {
    context: async (request): Promise<FederatedRequest> => {
      try {
        return { envelope: await envelopeOf(request, options), hops: {}, signal: undefined };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        throw new GraphQLError(error.message, {
          extensions: { ...error.extensions, http: { status: error.code === 'UNAUTHENTICATED' ? 401 : 400 } },
        });
      }
    },
  });
  const check = sizeCheck();
  server.addHook('preHandler', async (request) => {
    if (request.routeOptions.url === '/graphql') check(queryIn(request));
  });
  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: (request, reply) => (options.explorer?.wants(request) ? options.explorer.page(reply) : handler.call(server, request, reply)),
  });
  options.explorer?.routes(server);
  server.get('/health', async () => ({ status: 'live' }));
  server.get('/ready', async (_, reply) => {
    const parts = await options.ready();
    const ready = Object.values(parts).every(Boolean);
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', parts });
  });
  await server.listen({ port, host });
  const bound = (server.server.address() as { port: number }).port;
  return {
    port: bound,
    url: `http://${host === '127.0.0.1' ? 'localhost' : host}:${bound}/graphql`,
    async close() {
      await server.close();
      await apollo.stop();
    },
  };
}

/** Who asks, about which day, when: decided here once for the whole request. */
async function envelopeOf(request: FastifyRequest, { verify, clock }: GatewayOptions): Promise<Envelope> {
  const now = clock();
  const said = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const caller = callerOf(await verify(request.headers.authorization), said('acting-as'), said('purpose'), dayOf(now));
  return {
    caller,
    day: dayAsked(request, dayOf(now)),
    now,
    requestId: randomUUID(),
    idempotencyKey: said('idempotency-key'),
  };
}

/** The text of the operation, wherever the request carries it. */
const queryIn = (request: FastifyRequest): unknown =>
  (request.method === 'GET' ? (request.query as Record<string, unknown>) : (request.body as Record<string, unknown> | null | undefined))?.[
    'query'
  ];

function dayAsked(request: FastifyRequest, today: Day): Day {
  const header = request.headers['as-of'];
  const sent =
    request.method === 'GET'
      ? parsed((request.query as Record<string, string>)['extensions'])
      : (request.body as { extensions?: unknown } | undefined)?.extensions;
  const inBody = sent && typeof sent === 'object' && 'asOf' in sent ? sent.asOf : undefined;
  if (header !== undefined && inBody !== undefined && header !== inBody)
    throw new Refusal('BAD_USER_INPUT', `the as-of header says ${header}, extensions.asOf says ${JSON.stringify(inBody)}; say one day`);
  const asked = header ?? inBody;
  if (asked === undefined) return today;
  const day = asDay(asked, 'as-of');
  if (day > today) throw new Refusal('BAD_USER_INPUT', `as-of ${day} lies in the future; the last day that can be asked about is ${today}`);
  return day;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    throw new Refusal('BAD_USER_INPUT', 'extensions is not JSON');
  }
}

/** Gives every answer its day and territory, and every error a code of the closed list. */
const answered = ({ onAnswer, log }: GatewayOptions): ApolloServerPlugin<FederatedRequest> => ({
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, document, contextValue }) {
        if (operation?.operation === OperationTypeNode.MUTATION && contextValue.envelope.idempotencyKey && rootFields(document) > 1)
          throw new Refusal(
            'BAD_USER_INPUT',
            'an Idempotency-Key header stands for one mutation; send several mutations with a key in each input',
          );
      },
      async willSendResponse({ response, contextValue, operationName, errors }) {
        if (response.body.kind !== 'single') return;
        const { singleResult } = response.body;
        if (singleResult.errors)
          singleResult.errors = singleResult.errors.map((error, i) => closed(error, errors?.[i], contextValue.envelope?.requestId, log));
        if (contextValue.envelope)
          singleResult.extensions = {
            ...singleResult.extensions,
            asOf: contextValue.envelope.day,
            scope: [...contextValue.envelope.caller.reads] as never,
          };
        onAnswer?.(operationName ?? undefined, contextValue.hops);
      },
    };
  },
});

const rootFields = (document: DocumentNode): number =>
  document.definitions.reduce(
    (sum, d) =>
      sum + (d.kind === Kind.OPERATION_DEFINITION && d.operation === OperationTypeNode.MUTATION ? d.selectionSet.selections.length : 0),
    0,
  );

const APOLLO_CODES: Readonly<Record<string, string>> = {
  GRAPHQL_PARSE_FAILED: 'BAD_USER_INPUT',
  GRAPHQL_VALIDATION_FAILED: 'BAD_USER_INPUT',
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_FOUND: 'NOT_FOUND',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
};

/** An error as callers read it. What has no code of the list went wrong inside: it is masked and logged. */
function closed(error: GraphQLFormattedError, original: unknown, requestId: string | undefined, log: Log): GraphQLFormattedError {
  const given = String(error.extensions?.['code'] ?? '');
  const code = APOLLO_CODES[given] ?? given;
  if (codes.includes(code as never) && code !== 'INTERNAL') return { ...error, extensions: { ...error.extensions, code } };
  if (code === 'INTERNAL') return error;
  log.error('masked error', { requestId, error: original instanceof Error ? (original.stack ?? original.message) : JSON.stringify(error) });
  return {
    message: `something went wrong; report request ${requestId}`,
    ...(error.path ? { path: error.path } : {}),
    extensions: { code: 'INTERNAL', requestId },
  };
}

const STATUS_ADVICE: Readonly<Record<number, string>> = {
  400: 'the request is not well formed: send {"query": "…"} as JSON',
  413: `the body is larger than ${LIMITS.bytes} bytes`,
  415: 'send content-type: application/json',
  404: 'nothing lives here; the graph is at /graphql',
};

const told = (status: number, error: Error): GraphQLFormattedError => ({
  message: STATUS_ADVICE[status] ?? (status < 500 ? error.message : 'something went wrong'),
  extensions: { code: status === 413 ? 'LIMIT_EXCEEDED' : status < 500 ? 'BAD_USER_INPUT' : 'INTERNAL' },
});
