import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import fastify from 'fastify';
import { type DocumentNode, type GraphQLFormattedError, getVariableValues, Kind, OperationTypeNode } from 'graphql';
import { asLocalTime } from '#platform/day';
import type { Log } from '#platform/log';
import { codes, details, Refusal } from '#platform/refusal';
import { withoutReporting } from '#platform/serve';
import type { Answers } from './cache/answers.ts';
import { type CatalogueSettings, catalogue } from './catalogue/routes.ts';
import type { ReportsPart } from './citations/part.ts';
import { figures } from './citations/routes.ts';
import { comparisons } from './comparison/routes.ts';
import type { PriceList } from './cost.ts';
import { type Door, type DoorOptions, door, withStatus } from './door.ts';
import type { Executor, FederatedRequest } from './executor.ts';
import type { Explorer } from './explorer.ts';
import { type ExportOptions, files } from './exports/send.ts';
import { graph } from './graph.ts';
import { LIMITS } from './limits.ts';
import { reports } from './reports/routes.ts';
import { type SliceSettings, slices } from './slices/routes.ts';

export interface GatewayOptions extends DoorOptions {
  readonly executor: Executor;
  /** What operations cost. */
  readonly price: PriceList;
  /** Whether each part behind the gateway is ready, by name. */
  readonly ready: () => Promise<Readonly<Record<string, boolean>>>;
  readonly explorer?: Explorer | undefined;
  /** Answers that are kept; absent where none are. */
  readonly answers?: Answers | undefined;
  /** What the gateway itself answers of the graph. */
  readonly reports: ReportsPart;
  /** Where snapshots of lists are kept, and what is told of them. */
  readonly slices: SliceSettings;
  /** What the data catalogue is made of, and whom it is shown. */
  readonly catalogue: CatalogueSettings;
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
          named(context as unknown as FederatedRequest, operationName ?? nameOf(document)),
        )) as never,
    }),
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: executor.schema as never, coreSupergraphSdl: '' });
      return () => {};
    },
    stop: async () => {},
  };
  const way = door(options);
  const apollo = new ApolloServer<FederatedRequest>({
    gateway: federation,
    plugins: [...withoutReporting, ApolloServerPluginLandingPageDisabled(), answered(options, way)],
    introspection: true, // the door knows who may
    persistedQueries: false, // the door knows which, and nobody registers one by sending it
    hideSchemaDetailsFromClientErrors: !options.open,
    includeStacktraceInErrorResponses: false,
    formatError: listed,
    parseOptions: { maxTokens: LIMITS.tokens },
    stopOnTerminationSignals: false,
    logger: { debug() {}, info() {}, warn: (m) => log.warn(String(m)), error: (m) => log.error(String(m)) },
  });
  await apollo.start();

  const server = fastify({
    bodyLimit: LIMITS.bytes,
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
    connectionTimeout: 0,
    ajv: STRICT,
    routerOptions: { maxParamLength: 4096 }, // a citation is a name in an address
  });
  server.removeContentTypeParser('text/plain');
  server.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => {
    if (error instanceof Refusal) {
      const { http, ...extensions } = error.extensions as { http?: { status: number; headers: Iterable<[string, string]> } };
      const headers = Object.fromEntries(http?.headers ?? []);
      return reply
        .status(http?.status ?? 400)
        .headers(headers)
        .send({ errors: [{ message: error.message, extensions }] });
    }
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error('request failed', { error: error.stack ?? String(error) });
    return reply.status(status).send({ errors: [told(status, error)] });
  });
  server.setNotFoundHandler((_, reply) => reply.status(404).send({ errors: [told(404, new Error())] }));
  server.addHook('onRequest', async ({ headers }, reply) => {
    reply.header('cache-control', 'no-store'); // what one caller may see is for that caller alone
    // JSON is UTF-8 (RFC 8259): a body that says otherwise isn't read at all.
    const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1];
    if (charset !== undefined && !/^utf-?8$/i.test(charset)) return reply.status(415).send({ errors: [told(415, new Error())] });
  });
  const lists = {
    ...options,
    spend: way.spend,
    told: (error, original, requestId) => readable(options.open, closed(listed(error), original, requestId, log)),
    named: (request, operation) => named(request, operation.name?.value ?? nameOf({ kind: Kind.DOCUMENT, definitions: [operation] })),
  } satisfies ExportOptions;
  const sendFile = files(lists);
  const onKept = () => options.onAnswer?.(undefined, {});
  await graph(server, { ...options, way, apollo, sendFile, onKept, spend: way.spend });
  options.explorer?.routes(server);
  slices(server, { ...lists, ...options.slices }, way);
  const part = options.reports.open(lists);
  figures(server, part, way);
  reports(server, part, way);
  catalogue(server, { ...lists, ...options.catalogue, library: part.library }, way);
  comparisons(server, lists, way);
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

/** A body says what its schema knows, in the types that it names, and nothing else. */
const STRICT = { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } } as const;

/** Prices every operation, and gives every answer its day and territory and every error a code of the closed list. */
const answered = (options: GatewayOptions, { spend, develops }: Door): ApolloServerPlugin<FederatedRequest> => ({
  async requestDidStart() {
    const { executor, onAnswer, log, price, clients, open } = options;
    let cost: number | undefined;
    return {
      async didResolveOperation({ operation, document, contextValue, request }) {
        const { caller, idempotencyKey } = contextValue.envelope;
        if (!operation)
          throw withStatus(new Refusal('BAD_USER_INPUT', 'operationName names no operation of this document, or is needed to pick one'));
        if (operation.operation === OperationTypeNode.MUTATION && idempotencyKey && rootFields(document) > 1)
          throw withStatus(
            new Refusal(
              'BAD_USER_INPUT',
              'an Idempotency-Key header stands for one mutation; send several mutations with a key in each input',
            ),
          );
        if (operation.operation === OperationTypeNode.MUTATION && contextValue.envelope.knownAt)
          throw withStatus(
            new Refusal('BAD_USER_INPUT', 'what was known at an instant can only be read; leave known-at out of a mutation'),
          );
        const { errors } = getVariableValues(executor.schema, operation.variableDefinitions ?? [], request.variables ?? {}, {
          maxErrors: 5,
        });
        if (errors) throw withStatus(new Refusal('BAD_USER_INPUT', errors.map((e) => e.message).join('; ')));
        const shown = contextValue.asksCost && clients.costMode === 'measure' && develops(contextValue.envelope);
        if (!shown && clients.costMode === 'measure' && clients.ratePerMinute === 0) return;
        const costs = price(document, operation, request.variables ?? {});
        if (contextValue.footing) contextValue.footing.cost = costs;
        if (shown) cost = costs;
        if (clients.costMode === 'enforce' && costs > clients.costLimit)
          throw withStatus(
            new Refusal(
              'LIMIT_EXCEEDED',
              `this operation costs ${costs}; at most ${clients.costLimit} is allowed. Ask for smaller pages or fewer lists in lists`,
              { cost: costs, limit: clients.costLimit },
            ),
          );
        await spend(caller.client, costs - 1);
      },
      async willSendResponse({ response, contextValue, operationName, errors }) {
        if (response.body.kind !== 'single' || contextValue.signal?.aborted) return; // nobody is there to be told
        const { singleResult } = response.body;
        if (singleResult.errors) {
          contextValue.footing?.lose();
          singleResult.errors = singleResult.errors
            .map((error, i) => closed(error, errors?.[i], contextValue.envelope?.requestId, log))
            .map((error) => readable(open, error));
        }
        if (contextValue.envelope)
          singleResult.extensions = {
            ...singleResult.extensions,
            asOf: contextValue.envelope.day,
            ...(contextValue.envelope.knownAt ? { knownAt: asLocalTime(contextValue.envelope.knownAt) } : {}),
            scope: [...contextValue.envelope.caller.reads] as never,
            ...(cost === undefined ? {} : { cost }),
          };
        onAnswer?.(operationName ?? undefined, contextValue.hops);
      },
    };
  },
});

/** Without the names that a misspelt one resembles: those who may not look at the schema can't guess it either. */
const unsuggestive = (error: GraphQLFormattedError): GraphQLFormattedError => ({
  ...error,
  message: error.message.replace(/ ?Did you mean [^?]*\?/g, ''),
});

/** The longest message: what was sent is repeated in part, however long it was. */
const MESSAGE = 1000;

const short = (error: GraphQLFormattedError): GraphQLFormattedError =>
  error.message.length > MESSAGE ? { ...error, message: `${error.message.slice(0, MESSAGE)}…` } : error;

/** An error as it leaves: of a bounded length, and without hints of the schema where it isn't shown. */
const readable = (open: boolean, error: GraphQLFormattedError): GraphQLFormattedError => short(open ? error : unsuggestive(error));

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

/** An error with Apollo's code put into the words of the closed list, also where no operation was begun. */
const listed = (error: GraphQLFormattedError): GraphQLFormattedError => {
  const code = APOLLO_CODES[String(error.extensions?.['code'])];
  return code ? { ...error, extensions: { ...error.extensions, code } } : error;
};

/** An error as callers read it. What has no code of the list went wrong inside: it is masked and logged. */
function closed(error: GraphQLFormattedError, original: unknown, requestId: string | undefined, log: Log): GraphQLFormattedError {
  const given = String(error.extensions?.['code'] ?? '');
  const code = APOLLO_CODES[given] ?? given;
  const masked = /^something went wrong in \w+; report request [\w-]+$/.test(error.message);
  if (codes.includes(code as never) && (code !== 'INTERNAL' || masked))
    return {
      ...error,
      extensions: { ...Object.fromEntries(Object.entries(error.extensions ?? {}).filter(([key]) => details.includes(key as never))), code },
    };
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

/** The request with the name of its operation in the envelope: the read audit of the stores tells by it what was asked. */
const named = (request: FederatedRequest, operation: string): FederatedRequest => ({
  ...request,
  envelope: { ...request.envelope, operation },
});

/** What an operation without a name is called: by its first field. */
function nameOf(document: DocumentNode): string {
  const operation = document.definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION);
  const [first] = operation?.selectionSet.selections ?? [];
  return operation?.name?.value ?? (first?.kind === Kind.FIELD ? first.name.value : 'unnamed');
}
