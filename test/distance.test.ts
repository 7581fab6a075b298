import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Envelope } from '#platform/envelope';
import { quiet } from '#platform/log';
import { TEST_NOW } from '#platform/testing';
import { type Bounds, overHttp } from '../gateway/src/clients.ts';
import { type ExecutorName, openExecutor, type SubgraphClient } from '../gateway/src/executor.ts';
import { answers, luck, marketSupergraph } from './market/market.ts';

type Behaviour = (response: ServerResponse, body: string, request: IncomingMessage) => unknown;

const sends =
  (text: string, status = 200): Behaviour =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
const entities = (...list: unknown[]): Behaviour => sends(JSON.stringify({ data: { _entities: list } }));
/** What the subgraph would say if nothing were wrong with it. */
const right: Behaviour = async (response, body) =>
  sends(JSON.stringify(await (answers['stock'] as (typeof answers)[string])(JSON.parse(body), luck(1, 0))))(response, body, {} as never);

const PATIENCE_MS = 400;
const QUERY = '{ all: products(first: 2) { name stock: inStock } }';
const WHOLE = {
  all: [
    { name: 'product 1', stock: false },
    { name: 'product 2', stock: true },
  ],
};
const WITHOUT = {
  all: [
    { name: 'product 1', stock: null },
    { name: 'product 2', stock: null },
  ],
};

describe('a subgraph over HTTP', () => {
  let behaves: Behaviour = right;
  let requests = 0;
  const server = createServer(async (request, response) => {
    requests++;
    response.on('error', () => {});
    behaves(response, Buffer.concat(await request.toArray().catch(() => [])).toString(), request);
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  beforeEach(() => {
    requests = 0;
    behaves = right;
  });
  afterAll(() => {
    server.close().closeAllConnections();
  });

  /** The market of which one subgraph is this one. */
  async function market(bounds: Partial<Bounds> = {}, far = 'stock', executorName: ExecutorName = 'own') {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const clients = Object.fromEntries(
      Object.entries(answers).map(([name, answer]): [string, SubgraphClient] => [name, (call) => answer(call, luck(1, 0))]),
    );
    clients[far] = overHttp(far, url, 's'.repeat(40), quiet, { timeoutMs: PATIENCE_MS, answerBytes: 64 * 1024, ...bounds });
    const executor = await openExecutor(marketSupergraph, clients, executorName);
    const envelope: Envelope = { caller: {} as never, day: '2018-12-31', now: TEST_NOW, requestId: 'r' };
    return async (query: string, signal?: AbortSignal) => {
      const answer = await executor.execute({ document: parse(query) }, { envelope, hops: {}, signal });
      return { ...answer, data: JSON.parse(JSON.stringify(answer.data ?? null)) };
    };
  }

  it.each<[string, Behaviour]>([
    ['is killed in the middle of an answer (F1)', (r) => r.writeHead(200, { 'content-length': 500 }).write('{"data":', () => r.destroy())],
    ['breaks off JSON (F2)', sends('{"data":{"_entities":[{"inStock":tr')],
    [
      'drips its answer (F2)',
      (r) => {
        const drip = setInterval(() => r.write(' '), 20);
        r.on('close', () => clearInterval(drip));
      },
    ],
    ['resets the connection (F2)', (r) => r.socket?.resetAndDestroy()],
    ['never answers (F2)', () => {}],
    ['answers more than it may (D12)', entities({ inStock: true, more: 'x'.repeat(100_000) }, null)],
    ['says that it will answer more than it may (D12)', (r) => r.writeHead(200, { 'content-length': 1e9 }).write('{"data":')],
    ['answers too few entities (F2)', entities({ inStock: true })],
    ['answers too many entities (F2)', entities({ inStock: true }, { inStock: true }, { inStock: true })],
    ['answers one entity where a list should be (F2)', sends('{"data":{"_entities":{"inStock":true}}}')],
    ['answers no entities (F2)', sends('{"data":{}}')],
    ['answers null', sends('null')],
    ['answers a list', sends('[{"data":{}}]')],
    ['answers text as data', sends('{"data":"_entities"}')],
    ['answers null data without a word', sends('{"data":null}')],
    ['is hidden behind a page that says so', sends('<html>Bad Gateway</html>', 502)],
  ])('that %s takes nothing from the rest; each place that it leaves empty has its error', async (_, behaviour) => {
    const ask = await market();
    behaves = behaviour;
    const began = performance.now();
    const { data, errors, extensions } = await ask(QUERY);
    expect(performance.now() - began).toBeLessThan(3 * PATIENCE_MS);
    expect(data).toEqual(WITHOUT);
    expect(errors?.map(({ path, extensions: { code, subgraph } }) => [path, code, subgraph])).toEqual([
      [['all', 0, 'stock'], 'SUBGRAPH_UNAVAILABLE', 'stock'],
      [['all', 1, 'stock'], 'SUBGRAPH_UNAVAILABLE', 'stock'],
    ]);
    expect(extensions).toEqual({ completeness: { missing: ['stock'] } });
    expect(JSON.stringify(errors)).not.toMatch(/node_modules|\.ts|127\.0\.0\.1|ECONN|UND_ERR/);
  });

  it('that is gone leaves an error at each place; the library runtime names the list alone', async () => {
    behaves = sends('', 503);
    const { errors } = await (await market({}, 'stock', 'library'))(QUERY);
    expect(errors?.map(({ path }) => path)).toEqual([['all']]);
  });

  it('that answers other types than it promised leaves null and an error where they stand, and no trace elsewhere', async () => {
    const ask = await market();
    behaves = sends(
      '{"data":{"_entities":[{"__proto__":{"polluted":1},"stock":"yes","constructor":{"prototype":{"polluted":1}}},{"stock":true}]}}',
    );
    const { data, errors } = await ask(QUERY);
    expect(data).toEqual({
      all: [
        { name: 'product 1', stock: null },
        { name: 'product 2', stock: true },
      ],
    });
    expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([[['all', 0, 'stock'], 'INTERNAL']]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('whose errors say no place, or an impossible one, has them told where they leave something empty', async () => {
    const ask = await market();
    for (const path of [undefined, null, 'x', [], ['_entities'], ['nothing', 1], [{}, null]]) {
      behaves = sends(JSON.stringify({ data: { _entities: [null, null] }, errors: [{ message: 'no', path, extensions: 'x' }, null, 7] }));
      const { data, errors } = await ask(QUERY);
      expect(data).toEqual(WITHOUT);
      expect(errors?.map((e) => [e.message, e.path])).toEqual([
        ['no', ['all', 0, 'stock']],
        ['no', ['all', 1, 'stock']],
      ]);
    }
  });

  it('that is all down is asked at most 1.1 times a question (F9), and mutations once each', async () => {
    const ask = await market({ failures: Number.POSITIVE_INFINITY });
    behaves = (r) => r.socket?.destroy();
    for (let i = 0; i < 100; i++) await ask(QUERY);
    expect(requests).toBeGreaterThan(100);
    expect(requests).toBeLessThanOrEqual(110);
    requests = 0;
    const change = await market({ failures: Number.POSITIVE_INFINITY, again: 1 }, 'catalog');
    for (let i = 0; i < 5; i++) {
      const { data, errors } = await change('mutation { a: rename(upc: "p1", name: "x") { name } b: befriend(id: "u1") { id } }');
      expect(data).toEqual({ a: null, b: { id: 'u1' } });
      expect(errors?.map((e) => e.path)).toEqual([['a']]);
    }
    expect(requests).toBe(5);
  });

  it('that is down is left alone for a while, and asked again as soon as it is back', async () => {
    const ask = await market({ failures: 5, restMs: 200 });
    behaves = (r) => r.socket?.destroy();
    for (let i = 0; i < 50; i++) expect((await ask(QUERY)).data).toEqual(WITHOUT);
    expect(requests).toBeLessThanOrEqual(6);
    behaves = right;
    await wait(250);
    expect(await ask(QUERY)).toEqual({ data: WHOLE });
  });

  it('hears that nobody waits any more', async () => {
    const ask = await market({ timeoutMs: 10_000 });
    const arrived = Promise.withResolvers<void>();
    const heard = new Promise<void>((resolve) => {
      behaves = (r) => {
        r.on('close', resolve);
        arrived.resolve();
      };
    });
    const gone = new AbortController();
    const asked = ask(QUERY, gone.signal);
    await arrived.promise;
    gone.abort(new Error('the client hung up'));
    await expect(asked).rejects.toThrow('the client hung up');
    await heard;
  });

  it('is reached over connections that stay open', async () => {
    const ask = await market({ connections: 4, timeoutMs: 10_000 });
    const before = new Set<unknown>();
    behaves = (r, body, request) => {
      before.add(request.socket);
      return right(r, body, request);
    };
    await Promise.all(Array.from({ length: 100 }, () => ask(QUERY)));
    expect(requests).toBe(100);
    expect(before.size).toBeLessThanOrEqual(4);
  });
});
