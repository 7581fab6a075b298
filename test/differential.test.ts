import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { type ExecutionResult, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENVELOPE_HEADER, type Envelope, unseal } from '#platform/envelope';
import { quiet } from '#platform/log';
import type { StoreManager } from '#platform/manager';
import { isCompilable, running } from '#platform/run';
import type { Subgraph } from '#platform/subgraph';
import { TEST_NOW } from '#platform/testing';
import { REPORTS_PART } from '../gateway/src/citations/part.ts';
import { inProcess, overHttp } from '../gateway/src/clients.ts';
import { EXECUTORS, type Executor, openExecutor, type SubgraphClient } from '../gateway/src/executor.ts';
import { committedSupergraph } from '../gateway/src/platform.ts';
import { COUNTY, type Platform, platform } from './kit.ts';
import { answers, type Luck, luck, marketSupergraph, monolith, NO_ENTITY } from './market/market.ts';
import { drawing, operationOf } from './market/operation.ts';

/** Ten thousand; `GUBEN_COMPARED` says another number while something is looked for. */
const OPERATIONS = Number(process.env['GUBEN_COMPARED'] ?? 10_000);
const OVER_HTTP = OPERATIONS / 20;
const COUNTY_QUERIES = 300;

type Path = readonly (string | number)[];

/** The place in the data that an error made null: the path as far as the data goes. */
function placeOf(data: unknown, path: Path = []): Path {
  let value = data;
  for (let i = 0; i < path.length; i++) {
    if (value === null || value === undefined) return path.slice(0, i);
    value = (value as Record<string | number, unknown>)[path[i] as string];
  }
  return path;
}

/** Where a reference to what isn't there is null without a word, for it may be; what failed below it is nobody's concern. */
const silentIn = ({ data, errors = [] }: ExecutionResult): ReadonlySet<string> =>
  new Set(
    errors.flatMap(({ path, message }) => {
      const place = placeOf(data, path);
      return message === NO_ENTITY && place.length === (path?.length ?? 0) - 1 ? [JSON.stringify(place)] : [];
    }),
  );

/** What an answer says, apart from words: the data, and where errors made it null; with words where the field itself failed. */
function essence({ data, errors = [] }: ExecutionResult, silent: ReadonlySet<string>) {
  const places = new Set<string>();
  const words = new Set<string>();
  for (const { path, message } of errors) {
    const place = placeOf(data, path);
    if (silent.has(JSON.stringify(place))) continue;
    places.add(JSON.stringify(place));
    if (place.length === path?.length && message.endsWith(' failed')) words.add(`${JSON.stringify(place)} ${message}`);
  }
  return { data: JSON.parse(JSON.stringify(data ?? null)), places: [...places].sort(), words: [...words].sort() };
}

const VALUES = { upc: ['p1', 'p3', 'none'], id: ['u1', 'u2', 'm1', 'm2', 'none'] };
const ALIASES = ['x', 'y', 'name', 'id', '__proto__', 'constructor', 'toString'];

/** What the planner gives up on; no more than one operation in a hundred. */
const UNPLANNED = /can't be planned: no way through the subgraphs/;

/** Answers of the subgraphs of a market, each request with the luck that goes by its id. */
class Markets {
  private readonly lucks = new Map<string, Luck>();
  private asked = 0;
  readonly compared = { operations: 0, failing: 0, mutations: 0, unplanned: 0 };

  of(requestId: string): Luck {
    return this.lucks.get(requestId) as Luck;
  }

  async compare(executor: Executor, whole: GraphQLSchema, tape: readonly number[], failing: number, roots: 'query' | 'mutation') {
    const { query, variables } = operationOf(whole, drawing(tape), { depth: 5, roots, values: VALUES, aliases: ALIASES });
    const document = parse(query);
    expect(validate(whole, document), query).toEqual([]);
    const seed = tape.length;
    const one = (await execute({
      schema: whole,
      document,
      variableValues: variables,
      contextValue: luck(seed, failing),
    })) as ExecutionResult;

    const requestId = String(++this.asked);
    this.lucks.set(requestId, luck(seed, failing));
    const envelope: Envelope = { caller: {} as never, day: '2018-12-31', now: TEST_NOW, requestId };
    const many = await executor.execute({ document, variables }, { envelope, hops: {} });
    this.lucks.delete(requestId);
    if (many.errors?.some(({ message }) => UNPLANNED.test(message))) {
      this.compared.unplanned++;
      return;
    }
    this.compared.operations++;
    if (one.errors) this.compared.failing++;
    if (roots === 'mutation') this.compared.mutations++;
    const silent = silentIn(one);
    expect(essence(many, silent), `${query}\n${JSON.stringify(variables)}\n${JSON.stringify(many.errors)}`).toEqual(essence(one, silent));
  }

  async compareMany(executor: Executor, numRuns: number): Promise<void> {
    const whole = monolith(executor.schema);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 9999 }), { maxLength: 120, size: 'max' }),
        fc.constantFrom(0, 5, 20, 40),
        fc.constantFrom('query', 'query', 'query', 'mutation'),
        (tape, failing, roots) => this.compare(executor, whole, tape, failing, roots),
      ),
      { numRuns, seed: 20181231 },
    );
    const { operations, failing, mutations, unplanned } = this.compared;
    expect(operations + unplanned).toBeGreaterThanOrEqual(numRuns);
    expect(unplanned).toBeLessThanOrEqual(numRuns / 100);
    expect(failing).toBeGreaterThan(numRuns / 8);
    expect(mutations).toBeGreaterThan(numRuns / 8);
  }
}

describe('an operation over seven subgraphs', () => {
  it('is answered as one merged schema answers it, in process', async () => {
    const markets = new Markets();
    const clients = Object.fromEntries(
      Object.entries(answers).map(([name, answer]): [string, SubgraphClient] => [
        name,
        (call, { envelope }) => answer(call, markets.of(envelope.requestId)),
      ]),
    );
    await markets.compareMany(await openExecutor(marketSupergraph, clients, 'own'), OPERATIONS);
  }, 600_000);

  describe('over HTTP', () => {
    const SECRET = 's'.repeat(40);
    const servers: Server[] = [];
    afterAll(() => {
      for (const server of servers) server.close().closeAllConnections();
    });

    it('is answered as one merged schema answers it', async () => {
      const markets = new Markets();
      const clients: Record<string, SubgraphClient> = {};
      for (const [name, answer] of Object.entries(answers)) {
        const server = createServer(async (request, response) => {
          const body = Buffer.concat(await request.toArray()).toString();
          const { requestId } = unseal(request.headers[ENVELOPE_HEADER], body, SECRET);
          const answered = await answer(JSON.parse(body), markets.of(requestId));
          response.setHeader('content-type', 'application/json').end(JSON.stringify(answered));
        });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        servers.push(server);
        clients[name] = overHttp(name, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, SECRET, quiet);
      }
      await markets.compareMany(await openExecutor(marketSupergraph, clients, 'own'), OVER_HTTP);
    }, 600_000);
  });
});

/** Answers of a subgraph that its compiled code gives, held against what graphql-js gives, errors and all. */
function eitherWay(subgraph: Subgraph, seen: { compiled: number; plain: number }): SubgraphClient {
  const ways = [running(subgraph.schema, 0), running(subgraph.schema, Number.POSITIVE_INFINITY)];
  return async (call, { envelope }) => {
    const document = parse(call.query);
    seen[isCompilable(subgraph.schema, document) ? 'compiled' : 'plain']++;
    const [compiled, plain] = await Promise.all(
      ways.map(async (run) => {
        const ctx = await subgraph.asking(envelope);
        (ctx.em as StoreManager).asks = true;
        const answer = await run(document, ctx, call);
        return JSON.parse(JSON.stringify(answer)) as ExecutionResult;
      }),
    );
    expect(compiled, call.query).toEqual(plain);
    return inProcess(subgraph)(call, { envelope, hops: {} });
  };
}

describe("a query made from Guben's own schema", () => {
  let p: Platform;
  beforeAll(async () => {
    p = await platform();
  });
  afterAll(() => p[Symbol.asyncDispose]());

  it('is answered by our executor as by the library', async () => {
    const seen = { compiled: 0, plain: 0 };
    const clients = Object.fromEntries(Object.entries(p.running.subgraphs).map(([name, subgraph]) => [name, eitherWay(subgraph, seen)]));
    if (p.running.reports) clients[REPORTS_PART] = p.running.reports.client;
    const [own, library] = (await Promise.all(EXECUTORS.map((name) => openExecutor(committedSupergraph(), clients, name)))) as [
      Executor,
      Executor,
    ];
    const divisions = [COUNTY];
    const caller = { id: 'test', role: 'ANALYST', reads: divisions, writes: divisions, finds: divisions, client: 'test' };
    const answered = { operations: 0, values: 0, failing: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 9999 }), { minLength: 20, maxLength: 200, size: 'max' }), async (tape) => {
        const { query, variables } = operationOf(own.schema, drawing(tape), {
          depth: 6,
          aliases: ['x', 'y'],
          // The library answers null for fields of the root that are skipped and for those behind a `__typename` and a
          // fragment, doubles lists that are asked for twice, and answers no data at all where every root behind a fragment is null.
          plain: true,
          values: { first: [1, 2, 3], last: [1, 2], code: [COUNTY, '140222102000', 'none'], year: [2018], asOf: ['2018-12-31'] },
        });
        const document = parse(query);
        const answers = await Promise.all(
          [own, library].map((executor, i) => {
            const envelope: Envelope = { caller, day: '2018-12-31', now: TEST_NOW, requestId: `${i}` };
            const answer = executor.execute({ document, variables }, { envelope, hops: {} });
            return executor === own
              ? answer
              : answer.catch((error: Error) => (error.message.startsWith('Failed to plan') ? null : Promise.reject(error)));
          }),
        );
        if (!answers[1]) return; // the library hands the planner what the client wrote, as it is
        const [ours, theirs] = (answers as ExecutionResult[]).map(({ data, errors = [] }) => ({
          data: Object.values(data ?? {}).every((value) => value === null) ? null : JSON.parse(JSON.stringify(data)),
          codes: [...new Set(errors.map((e) => String(e.extensions['code'])))].sort(),
        }));
        answered.operations++;
        answered.values += JSON.stringify(ours?.data).match(/":(?!null|\[|\{)/g)?.length ?? 0;
        if (ours?.codes.length) answered.failing++;
        expect(ours, `${query}\n${JSON.stringify(variables)}`).toEqual(theirs);
      }),
      { numRuns: COUNTY_QUERIES, seed: 20181231 },
    );
    expect(answered.operations).toBeGreaterThan(COUNTY_QUERIES * 0.9);
    expect(answered.values).toBeGreaterThan(COUNTY_QUERIES);
    expect(seen.compiled).toBeGreaterThan(COUNTY_QUERIES);
  }, 300_000);
});
