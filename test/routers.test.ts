import { randomUUID } from 'node:crypto';
import { ApolloGateway, type GraphQLDataSourceProcessOptions, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { type DocumentNode, type ExecutionResult, parse, print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENVELOPE_HEADER, type Envelope, seal } from '#platform/envelope';
import { quiet } from '#platform/log';
import { withoutReporting } from '#platform/serve';
import { envelopeFor } from '#platform/testing';
import { overHttp } from '../gateway/src/clients.ts';
import { openExecutor } from '../gateway/src/executor.ts';
import { subgraphs } from '../gateway/src/parts.ts';
import { committedSupergraph } from '../gateway/src/platform.ts';
import { acceptance } from './acceptance.ts';
import { COUNTY, type Platform, platform } from './kit.ts';

const DAY = '2018-12-31';
const OPERATIONS: readonly (readonly [string, Record<string, unknown>])[] = [
  ['township-board', { code: '140222102000' }],
  ['county', {}],
];

/** A router that was given `gateway/supergraph.graphql` as it is, before the same subgraph processes as ours. */
type Router = (query: string, variables: Record<string, unknown>) => Promise<ExecutionResult>;

let p: Platform;
beforeAll(async () => {
  p = await platform('distributed');
});
afterAll(() => p[Symbol.asyncDispose]());

const envelope = (): Envelope => ({ ...envelopeFor({ role: 'ANALYST', divisions: [COUNTY], day: DAY }), requestId: randomUUID() });
const clients = () =>
  Object.fromEntries(Object.keys(subgraphs).map((name) => [name, overHttp(name, p.config.urlOf(name), p.config.secret, quiet)]));
/** The subgraph that stands in the file under a name of its own; where it answers is the router's to know. */
const placeOf = (url: string): string => `${p.config.urlOf(new URL(url).hostname)}/graphql`;

const ROUTERS: Readonly<Record<string, () => Promise<Router>>> = {
  async '@apollo/gateway'() {
    class Sealed extends RemoteGraphQLDataSource<{ envelope: Envelope }> {
      override willSendRequest({ request, context }: GraphQLDataSourceProcessOptions<{ envelope: Envelope }>): void {
        const { http, query, ...rest } = request;
        const { envelope } = context as { envelope: Envelope };
        http?.headers.set(ENVELOPE_HEADER, seal(envelope, JSON.stringify({ query, ...rest }), p.config.secret));
      }
    }
    const server = new ApolloServer<{ envelope: Envelope }>({
      gateway: new ApolloGateway({
        supergraphSdl: committedSupergraph(),
        buildService: ({ url }) => new Sealed({ url: placeOf(String(url)) }),
      }),
      plugins: [...withoutReporting],
      stopOnTerminationSignals: false,
    });
    await server.start();
    return async (query, variables) => {
      const { body } = await server.executeOperation({ query, variables }, { contextValue: { envelope: envelope() } });
      return (body as { singleResult: ExecutionResult }).singleResult;
    };
  },
  async "Hive's gateway"() {
    const to = clients();
    const runtime = createGatewayRuntime({
      supergraph: committedSupergraph(),
      logging: false,
      transports: {
        http: {
          getSubgraphExecutor:
            ({ subgraphName }: { subgraphName: string }) =>
            ({ document, variables }: { document: DocumentNode; variables?: Record<string, unknown> }) =>
              to[subgraphName.toLowerCase()]?.({ query: print(document), variables }, { envelope: envelope(), hops: {} }),
        },
      } as never,
    });
    return async (query, variables) => {
      const response = await runtime.fetch('http://router/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as ExecutionResult;
    };
  },
  async 'the library runtime behind our door'() {
    const executor = await openExecutor(committedSupergraph(), clients(), 'library');
    return (query, variables) => executor.execute({ document: parse(query), variables }, { envelope: envelope(), hops: {} });
  },
};

describe('the supergraph file as it is committed', () => {
  it.each(Object.keys(ROUTERS))('is taken by %s, which answers what our own gateway answers', async (name) => {
    const router = await (ROUTERS[name] as () => Promise<Router>)();
    for (const [operation, variables] of OPERATIONS) {
      const own = await p.ask(acceptance(operation), variables, { asOf: DAY });
      expect(own.errors).toEqual([]);
      const { data, errors } = await router(acceptance(operation), variables);
      expect([operation, errors]).toEqual([operation, undefined]);
      expect(JSON.parse(JSON.stringify(data))).toEqual(own.data);
    }
  });
});
