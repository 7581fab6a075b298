import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyInstance } from 'fastify';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { Ctx } from './context.ts';
import { ENVELOPE_HEADER, openedOnce, unseal } from './envelope.ts';
import type { LedgerRow } from './ledger.ts';
import { Refusal } from './refusal.ts';
import type { GraphQLCall, Subgraph } from './subgraph.ts';
import type { Version } from './version.ts';

/** Plugins of Apollo Server that cost time and give a county nothing. */
export const withoutReporting = [
  ApolloServerPluginCacheControlDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
];

/** The largest body a subgraph takes from the gateway: representations of a page, not documents of a stranger. */
const BODY_BYTES = 8 * 1024 * 1024;

/** What a ledger's reader asks with, bound into its envelope. */
export const ledgerQuery = (after: number, limit: number, nouns = ''): string => `/ledger?after=${after}&limit=${limit}&nouns=${nouns}`;
export const LEDGER_HEAD = '/ledger/head';
export const LEDGER_VERSION = '/ledger/version';
const LEDGER_AFTER = '/ledger/after';
export const laterQuery = (instant: string, nouns = ''): string => `${LEDGER_AFTER}?instant=${instant}&nouns=${nouns}`;

/** Serves a subgraph over HTTP, to the gateway and to those who follow its ledger; to nobody else. */
export async function serveSubgraph(
  subgraph: Subgraph,
  secret: string,
  port: number,
  host = '127.0.0.1',
): Promise<{ port: number; close(): Promise<void> }> {
  const masking: ApolloServerPlugin<Ctx> = {
    async requestDidStart() {
      return {
        async willSendResponse({ response, errors, contextValue, operation }) {
          try {
            const beside = await subgraph.conclude(contextValue, operation?.operation === OperationTypeNode.MUTATION);
            if (response.body.kind === 'single' && beside) response.body.singleResult.extensions = { ...beside };
          } catch (error) {
            // What can't be recorded isn't told.
            if (response.body.kind === 'single')
              Object.assign(response.body.singleResult, { data: null, errors: [subgraph.mask(error, contextValue.requestId)] });
            return;
          }
          if (response.body.kind === 'single' && errors)
            response.body.singleResult.errors = errors.map((e) => subgraph.mask(e, contextValue.requestId));
        },
      };
    },
  };
  const apollo = new ApolloServer<Ctx>({
    schema: subgraph.schema as never,
    plugins: [...withoutReporting, masking],
    csrfPrevention: false, // this port answers signed envelopes only
    introspection: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  apollo.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests();

  const server: FastifyInstance = fastify({ bodyLimit: BODY_BYTES, forceCloseConnections: 'idle' });
  const bodies = new WeakMap<object, string>();
  const unmet = openedOnce();
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    bodies.set(request, body as string);
    try {
      done(null, JSON.parse(body as string));
    } catch {
      done(new Refusal('BAD_USER_INPUT', 'the body is not JSON'));
    }
  });
  server.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => {
    const refusal = error instanceof Refusal ? error : undefined;
    const status = refusal?.code === 'UNAUTHENTICATED' ? 401 : (error.statusCode ?? (refusal ? 400 : 500));
    reply.status(status).send({
      errors: [
        { message: refusal?.message ?? 'refused', extensions: { code: refusal?.code ?? (status < 500 ? 'BAD_USER_INPUT' : 'INTERNAL') } },
      ],
    });
  });
  server.route({
    method: 'POST',
    url: '/graphql',
    handler: fastifyApolloHandler(apollo, {
      context: async (request) => {
        try {
          const envelope = unseal(request.headers[ENVELOPE_HEADER], bodies.get(request) ?? '', secret, new Date(), unmet);
          return await subgraph.asking(envelope, request.body as GraphQLCall);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          const status = error.code === 'UNAUTHENTICATED' ? 401 : error.code === 'SUBGRAPH_UNAVAILABLE' ? 503 : 200;
          throw new GraphQLError(error.message, { extensions: { ...error.extensions, http: { status } } });
        }
      },
    }),
  });
  server.get<{ Querystring: { after: string; limit: string; nouns?: string } }>('/ledger', async (request) => {
    const { after, limit } = request.query;
    const nouns = String(request.query.nouns ?? '');
    unseal(request.headers[ENVELOPE_HEADER], ledgerQuery(Number(after), Number(limit), nouns), secret, new Date(), unmet);
    return (await subgraph.feed.read(
      Number(after),
      Math.min(Number(limit), 2000),
      nouns ? nouns.split(',') : undefined,
    )) satisfies LedgerRow[];
  });
  server.get(LEDGER_HEAD, async (request) => {
    unseal(request.headers[ENVELOPE_HEADER], LEDGER_HEAD, secret, new Date(), unmet);
    return { seq: await subgraph.feed.head() };
  });
  server.get(LEDGER_VERSION, async (request) => {
    unseal(request.headers[ENVELOPE_HEADER], LEDGER_VERSION, secret, new Date(), unmet);
    return (await subgraph.version()) satisfies Version;
  });
  server.get<{ Querystring: { instant: string; nouns?: string } }>(LEDGER_AFTER, async (request) => {
    const { instant, nouns = '' } = request.query;
    unseal(request.headers[ENVELOPE_HEADER], laterQuery(instant, nouns), secret, new Date(), unmet);
    return { seq: await subgraph.feed.after(new Date(instant), nouns ? nouns.split(',') : undefined) };
  });
  server.get('/health', async () => ({ status: 'live' }));
  server.get('/ready', async (_, reply) => {
    const ready = subgraph.store.territory.begins !== undefined && (await subgraph.store.healthy());
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  await server.listen({ port, host });
  const address = server.server.address() as { port: number };
  return {
    port: address.port,
    async close() {
      await server.close();
      await apollo.stop();
    },
  };
}
