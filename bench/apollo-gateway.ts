/** What stands to be beaten: the same subgraph processes behind `@apollo/server` and `@apollo/gateway`. */
import { randomUUID } from 'node:crypto';
import { ApolloGateway, type GraphQLDataSourceProcessOptions, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify from 'fastify';
import { asDay, dayOf } from '#platform/day';
import { ENVELOPE_HEADER, type Envelope, seal } from '#platform/envelope';
import { withoutReporting } from '#platform/serve';
import { callerOf, DevelopmentIssuer } from '../gateway/src/caller.ts';
import { readConfig } from '../gateway/src/config.ts';
import { committedSupergraph } from '../gateway/src/platform.ts';

interface Asked {
  readonly envelope: Envelope;
}

const config = readConfig(process.env);
const { verify } = new DevelopmentIssuer(config.dataFolder);

/** Sends what our own gateway sends: the text it is about to send is sealed together with the caller and the day. */
class Sealed extends RemoteGraphQLDataSource<Asked> {
  override willSendRequest({ request, context }: GraphQLDataSourceProcessOptions<Asked>): void {
    const { http, query, ...rest } = request;
    http?.headers.set(ENVELOPE_HEADER, seal((context as Asked).envelope, JSON.stringify({ query, ...rest }), config.secret));
  }
}

const apollo = new ApolloServer<Asked>({
  gateway: new ApolloGateway({
    supergraphSdl: committedSupergraph(),
    buildService: ({ name }) => new Sealed({ url: `${config.urlOf(name)}/graphql` }),
  }),
  plugins: [...withoutReporting],
  introspection: false,
  includeStacktraceInErrorResponses: false,
  stopOnTerminationSignals: false,
});
await apollo.start();

const server = fastify({ forceCloseConnections: true });
server.route({
  method: ['GET', 'POST'],
  url: '/graphql',
  handler: fastifyApolloHandler(apollo, {
    context: async ({ headers }): Promise<Asked> => {
      const now = new Date();
      const day = headers['as-of'] === undefined ? dayOf(now) : asDay(headers['as-of'], 'as-of');
      return {
        envelope: {
          caller: callerOf(await verify(headers.authorization), undefined, undefined, dayOf(now)),
          day,
          now,
          requestId: randomUUID(),
        },
      };
    },
  }),
});
server.get('/ready', async () => ({ status: 'ready' }));
await server.listen({ port: config.port as number, host: config.host });

process.on('SIGTERM', async () => {
  await server.close();
  await apollo.stop();
  process.exit(0);
});
