import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** An operation that stands in a tab of the explorer when it opens. */
export interface Tab {
  readonly query: string;
  readonly variables?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** GraphiQL, served whole from this origin: it asks nobody else for anything. */
export interface Explorer {
  /** Whether a request is a browser that opens the page rather than a client that asks the graph. */
  wants(request: FastifyRequest): boolean;
  page(reply: FastifyReply): FastifyReply;
  routes(server: FastifyInstance): void;
}

const require = createRequire(import.meta.url);
const rooted = (name: string, file: string) => join(dirname(require.resolve(`${name}/package.json`)), file);

const ASSETS: Readonly<Record<string, { type: string; path: () => string }>> = {
  'graphiql.css': { type: 'text/css; charset=utf-8', path: () => rooted('graphiql', 'graphiql.min.css') },
  'graphiql.js': { type: 'text/javascript; charset=utf-8', path: () => rooted('graphiql', 'graphiql.min.js') },
  'react.js': { type: 'text/javascript; charset=utf-8', path: () => rooted('react', 'umd/react.production.min.js') },
  'react-dom.js': { type: 'text/javascript; charset=utf-8', path: () => rooted('react-dom', 'umd/react-dom.production.min.js') },
};

const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'";

/** `tabs` open with the page; `token` is a development token that lets a newcomer press the button at once. */
export function explorer(tabs: readonly Tab[], token: string): Explorer {
  const opening = tabs.map(({ query, variables, headers }) => ({
    query,
    variables: variables ?? null,
    headers: JSON.stringify({ authorization: `Bearer ${token}`, ...headers }, null, 2),
  }));
  const page = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>固本 Guben</title>
<link rel="stylesheet" href="/explorer/graphiql.css">
<style>body { margin: 0 } #graphiql { height: 100dvh }</style>
</head>
<body>
<div id="graphiql">Loading…</div>
<script src="/explorer/react.js"></script>
<script src="/explorer/react-dom.js"></script>
<script src="/explorer/graphiql.js"></script>
<script src="/explorer/start.js"></script>
</body>
</html>
`;
  const start = `const opening = ${JSON.stringify(opening).replaceAll('<', '\\u003c')};
const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultTabs: opening,
    defaultHeaders: opening[0].headers,
    shouldPersistHeaders: false,
    defaultEditorToolsVisibility: 'headers',
  }),
);
`;
  const kept = new Map<string, string>();
  return {
    wants: (request) =>
      request.method === 'GET' &&
      !(request.query as Record<string, unknown>)['query'] &&
      (request.headers.accept ?? '').includes('text/html'),
    page: (reply) =>
      reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY).header('cache-control', 'no-store').send(page),
    routes(server) {
      server.get('/explorer/start.js', (_, reply) =>
        reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-store').send(start),
      );
      for (const [name, { type, path }] of Object.entries(ASSETS))
        server.get(`/explorer/${name}`, (_, reply) => {
          if (!kept.has(name)) kept.set(name, readFileSync(path(), 'utf8'));
          return reply.type(type).header('cache-control', 'max-age=86400').send(kept.get(name));
        });
    },
  };
}
