/**
 * What stands to be beaten, under `@apollo/server`: `apollo.ts remote`, the same subgraph processes behind
 * `@apollo/gateway`; `apollo.ts together`, the three subgraphs in this process behind `@apollo/gateway`; `apollo.ts
 * monolith`, their resolvers as one graphql-js schema without federation.
 */
import { randomUUID } from 'node:crypto';
import { ApolloGateway, type GraphQLDataSource, type GraphQLDataSourceProcessOptions, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify from 'fastify';
import type { Ctx } from '#platform/context';
import { ENVELOPE_HEADER, type Envelope, seal } from '#platform/envelope';
import { quiet } from '#platform/log';
import { withoutReporting } from '#platform/serve';
import type { Subgraph } from '#platform/subgraph';
import { readConfig } from '../../gateway/src/config.ts';
import { committedSupergraph, runTogether } from '../../gateway/src/platform.ts';
import { asking } from './asking.ts';
import { merged } from './merged.ts';

interface Asked {
  readonly envelope: Envelope;
  /** The context of each subgraph, where they are one schema. */
  readonly of?: Readonly<Record<string, Ctx>>;
}

const KINDS = ['remote', 'together', 'monolith'] as const;
const kind = process.argv[2] as (typeof KINDS)[number];
if (!KINDS.includes(kind)) throw new Error(`say which: ${KINDS.join(', ')}`);
const config = readConfig(process.env);
const near = kind === 'remote' ? undefined : await runTogether({ config: { ...config, port: 0 }, log: quiet });

/** Sends what our own gateway sends: the text it is about to send is sealed together with the caller and the day. */
class Sealed extends RemoteGraphQLDataSource<Asked> {
  override willSendRequest({ request, context }: GraphQLDataSourceProcessOptions<Asked>): void {
    const { http, query, ...rest } = request;
    http?.headers.set(ENVELOPE_HEADER, seal((context as Asked).envelope, JSON.stringify({ query, ...rest }), config.secret));
  }
}

/** A subgraph in this process, called as our own gateway calls it. */
const called = (subgraph: Subgraph): GraphQLDataSource<Asked> => ({
  process: async ({ request, context }) => {
    const { query = '', variables, operationName } = request;
    return (await subgraph.answer({ query, variables, operationName }, (context as Asked).envelope)) as never;
  },
});

const gateway = () =>
  new ApolloGateway({
    supergraphSdl: committedSupergraph(),
    buildService: ({ name }) => {
      const subgraph = near?.subgraphs[name];
      return subgraph ? called(subgraph) : new Sealed({ url: `${config.urlOf(name)}/graphql` });
    },
  });

/** What must not be told unless it is recorded, as each subgraph does behind a gateway. */
const recorded: ApolloServerPlugin<Asked> = {
  async requestDidStart() {
    return {
      async willSendResponse({ contextValue }) {
        for (const [name, ctx] of Object.entries(contextValue.of ?? {})) await near?.subgraphs[name]?.conclude(ctx, false);
      },
    };
  },
};

const apollo = new ApolloServer<Asked>({
  ...(kind === 'monolith' && near ? { schema: merged(near.subgraphs) as never } : { gateway: gateway() }),
  plugins: [...withoutReporting, recorded],
  introspection: false,
  includeStacktraceInErrorResponses: false,
  stopOnTerminationSignals: false,
});
await apollo.start();

const server = fastify({ forceCloseConnections: true });
const envelopeOf = asking(config);
server.route({
  method: ['GET', 'POST'],
  url: '/graphql',
  handler: fastifyApolloHandler(apollo, {
    context: async ({ headers }): Promise<Asked> => {
      const envelope = await envelopeOf(headers.authorization, headers['as-of'] as string | undefined, randomUUID());
      if (kind !== 'monolith' || !near) return { envelope };
      const contexts = Object.entries(near.subgraphs).map(([name, subgraph]) => {
        const ctx = subgraph.context(envelope);
        (ctx.em as { asks?: boolean }).asks = true; // the benchmark only reads here
        return [name, ctx] as const;
      });
      return { envelope, of: Object.fromEntries(contexts) };
    },
  }),
});
server.get('/ready', async () => ({ status: 'ready' }));
await server.listen({ port: config.port as number, host: config.host });

process.on('SIGTERM', async () => {
  await server.close();
  await apollo.stop();
  await near?.close();
  process.exit(0);
});
