/** Hive's gateway over the same subgraph processes: `@graphql-hive/gateway-runtime`, its own server, defaults where we need nothing else. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { ENVELOPE_HEADER, type Envelope, seal } from '#platform/envelope';
import { readConfig } from '../../gateway/src/config.ts';
import { committedSupergraph } from '../../gateway/src/platform.ts';
import { asking } from './asking.ts';

const config = readConfig(process.env);
const envelopeOf = asking(config);

const gateway = createGatewayRuntime({
  supergraph: committedSupergraph().replace(/url: "http:\/\/(\w+)"/g, (_, name) => `url: "${config.urlOf(name)}/graphql"`),
  logging: false,
  landingPage: false,
  graphiql: false,
  plugins: () => [
    {
      async onContextBuilding({
        context,
        extendContext,
      }: {
        context: { headers: Record<string, string> };
        extendContext(more: object): void;
      }) {
        extendContext({ envelope: await envelopeOf(context.headers['authorization'], context.headers['as-of'], randomUUID()) });
      },
      /** Sends what our own gateway sends: the text it is about to send is sealed together with the caller and the day. */
      onFetch({
        context,
        options,
        setOptions,
      }: {
        context: { envelope?: Envelope };
        options: RequestInit;
        setOptions(o: RequestInit): void;
      }) {
        if (!context?.envelope) return;
        const headers = {
          ...(options.headers as Record<string, string>),
          [ENVELOPE_HEADER]: seal(context.envelope, String(options.body), config.secret),
        };
        setOptions({ ...options, headers });
      },
    } as never,
  ],
});

const server = createServer((request, response) => {
  if (request.url === '/ready') response.end('{"status":"ready"}');
  else void gateway(request, response);
});
server.listen(config.port, config.host);
process.on('SIGTERM', () => process.exit(0));
