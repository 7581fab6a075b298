/** `door.ts own|apollo|hive`: a gateway before the shops of `shops.ts`, which answer at SHOPS. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import fastify from 'fastify';
import { quiet } from '#platform/log';
import { withoutReporting } from '#platform/serve';
import { overHttp } from '../../gateway/src/clients.ts';
import { compose } from '../../gateway/src/compose.ts';
import { type FederatedRequest, openExecutor } from '../../gateway/src/executor.ts';
import { SHOPS } from './schemas.ts';

const kind = process.argv[2];
const port = Number(process.env['PORT']);
const placeOf = (name: string) => `${process.env['SHOPS']}/${name.toLowerCase()}`;
const supergraph = compose(SHOPS);

if (kind === 'hive') {
  const gateway = createGatewayRuntime({
    supergraph: supergraph.replace(/url: "http:\/\/(\w+)"/g, (_, name) => `url: "${placeOf(name)}/graphql"`),
    logging: false,
    landingPage: false,
    graphiql: false,
  });
  createServer((request, response) => {
    if (request.url === '/ready') response.end('{}');
    else void gateway(request, response);
  }).listen(port, '127.0.0.1');
} else {
  const apollo = new ApolloServer<FederatedRequest>({
    gateway: kind === 'own' ? await own() : theirs(),
    plugins: [...withoutReporting],
    introspection: false,
    stopOnTerminationSignals: false,
  });
  await apollo.start();
  const server = fastify();
  const context = async (): Promise<FederatedRequest> => ({
    envelope: { caller: {} as never, day: '2018-12-31', now: new Date(), requestId: randomUUID() },
    hops: {},
  });
  server.route({ method: 'POST', url: '/graphql', handler: fastifyApolloHandler(apollo, { context }) });
  server.get('/ready', async () => ({}));
  await server.listen({ port, host: '127.0.0.1' });
}

function theirs(): GatewayInterface {
  return new ApolloGateway({
    supergraphSdl: supergraph,
    buildService: ({ name }) => new RemoteGraphQLDataSource({ url: `${placeOf(name)}/graphql` }),
  }) as never;
}

/** Our executor and our clients under the same server. */
async function own(): Promise<GatewayInterface> {
  const clients = Object.fromEntries(Object.keys(SHOPS).map((name) => [name, overHttp(name, placeOf(name), 's'.repeat(40), quiet)]));
  const executor = await openExecutor(supergraph, clients);
  return {
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
}

process.on('SIGTERM', () => process.exit(0));
