import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DevelopmentIssuer, type Grant } from '../gateway/src/caller.ts';
import { subgraphs } from '../gateway/src/parts.ts';
import type { Operation } from './operations.ts';
import { familyOf, freePorts, type Part, type Processes } from './processes.ts';
import { asOurs, boardQuestion } from './rivals/renamed.ts';

const MAIN = 'gateway/src/main.ts';
const UNCACHED = { GUBEN_CACHE_MB: '0' };
const COUNTY = '140222000000';

/** What a shape needs to start: folders with the filled stores, ports, and the subgraphs that several of them share. */
interface Ground {
  start(name: string, script: readonly string[], env?: Readonly<Record<string, string>>): Promise<Part>;
  /** A copy of the filled stores of one's own. */
  stores(): Record<string, string>;
  /** The subgraph processes over one more copy, and where they are found. */
  behind(): Promise<{ readonly env: Record<string, string>; readonly parts: readonly Part[] }>;
  /** A file with the answers of the first shape. */
  answers(): Promise<string>;
}

interface Way {
  readonly what: string;
  /** Starts it: its door first, then every process that works behind it. */
  start(ground: Ground): Promise<readonly Part[]>;
  /** How it is asked where it isn't asked as we are; undefined where it can't answer. */
  question?(operation: Operation): string | undefined;
  /** Its data in our words. */
  read?(data: unknown): unknown;
}

const inOne = (script: readonly string[], env: Readonly<Record<string, string>> = {}) => ({
  start: async (g: Ground) => [await g.start(script.join(' '), script, { ...g.stores(), ...env })],
});
const overHttp = (script: readonly string[], more: Readonly<Record<string, string>> = {}) => ({
  async start(g: Ground) {
    const { env, parts } = await g.behind();
    return [await g.start(script.join(' '), script, { ...env, ...more }), ...parts];
  },
});

/** Every way of serving the graph that is compared. */
export const WAYS = {
  together: { what: '`npm start`, one process, no answer kept (`GUBEN_CACHE_MB=0`)', ...inOne([MAIN], UNCACHED) },
  cached: { what: '`npm start`, one process, as it comes', ...inOne([MAIN]) },
  distributed: {
    what: 'our gateway and three subgraphs over HTTP, four processes, no answer kept',
    ...overHttp([MAIN, 'gateway'], UNCACHED),
  },
  library: {
    what: 'the same with the library’s executor (`GUBEN_EXECUTOR=library`)',
    ...overHttp([MAIN, 'gateway'], { ...UNCACHED, GUBEN_EXECUTOR: 'library' }),
  },
  hive: {
    what: 'Hive’s gateway (`@graphql-hive/gateway-runtime`) over the same three subgraph processes',
    ...overHttp(['bench/rivals/hive.ts']),
  },
  apollo: {
    what: '`@apollo/server` and `@apollo/gateway` over the same three subgraph processes',
    ...overHttp(['bench/rivals/apollo.ts', 'remote']),
  },
  'apollo-together': {
    what: '`@apollo/server` and `@apollo/gateway` with the three subgraphs in the same process',
    ...inOne(['bench/rivals/apollo.ts', 'together'], UNCACHED),
  },
  monolith: {
    what: 'the resolvers of the three subgraphs as one graphql-js schema under `@apollo/server`, one process, no federation',
    ...inOne(['bench/rivals/apollo.ts', 'monolith'], UNCACHED),
  },
  postgraphile: {
    what: 'PostGraphile 5 over one PostgreSQL with the same rows and indices; without callers, territory, masks and audit, so it does less',
    ...inOne(['bench/rivals/postgraphile.ts']),
    question: boardQuestion,
    read: asOurs,
  },
  bare: {
    what: 'a `node:http` server that returns the same bytes',
    start: async (g: Ground) => [await g.start('bare', ['bench/rivals/bare.ts', await g.answers()])],
  },
} satisfies Record<string, Way>;
export type ShapeName = keyof typeof WAYS;
export const SHAPES = Object.keys(WAYS) as ShapeName[];

/** One way of serving the graph that is running. */
export interface Shape {
  readonly name: ShapeName;
  readonly origin: string;
  /** Every process that works for it now. */
  pids(): number[];
  /** The body of the request; undefined where it can't answer. */
  question(operation: Operation): string | undefined;
}

/** An answer as it came. */
export interface Answer {
  readonly text: string;
  /** What it says, in our words. */
  readonly data: unknown;
}

export interface House {
  readonly shapes: readonly Shape[];
  ask(shape: Shape, operation: Operation): Promise<Answer>;
  headers(operation: Pick<Operation, 'asOf'>): Record<string, string>;
  /** Headers of another caller. */
  as(id: string, grant: Grant, asOf?: string): Promise<Record<string, string>>;
}

/** Fills stores once, in a process of its own, so that nobody's memory holds what filling them took. */
export async function fill(processes: Processes, folder: string): Promise<string> {
  const filled = join(folder, 'filled');
  if (existsSync(filled)) return filled;
  const [port] = (await freePorts(1)) as [number];
  const filling = processes.start('filling', [MAIN], port, { GUBEN_DATA: filled });
  await filling.ready;
  await filling.stop();
  return filled;
}

let copies = 0;

/** Opens shapes over copies of the same stores; the same token opens every door. */
export async function openHouse(
  processes: Processes,
  folder: string,
  names: readonly ShapeName[],
  operations: readonly Operation[] = [],
  filled?: string,
): Promise<House & AsyncDisposable> {
  const from = filled ?? (await fill(processes, folder));
  const started: Part[] = [];
  const shapes: Shape[] = [];
  const ground: Ground = {
    async start(name, script, env = {}) {
      const [port] = (await freePorts(1)) as [number];
      const part = processes.start(name, script, port, env);
      started.push(part);
      await part.ready;
      return part;
    },
    stores() {
      const own = join(folder, `copy-${++copies}`);
      cpSync(from, own, { recursive: true });
      return { GUBEN_DATA: own };
    },
    behind: once(async () => {
      const env: Record<string, string> = ground.stores();
      const ports = await freePorts(Object.keys(subgraphs).length);
      for (const [i, name] of Object.keys(subgraphs).entries()) env[`GUBEN_URL_${name.toUpperCase()}`] = `http://127.0.0.1:${ports[i]}`;
      const parts = Object.keys(subgraphs).map((name, i) => processes.start(name, [MAIN, name], ports[i] as number, env));
      started.push(...parts);
      await Promise.all(parts.map((part) => part.ready));
      return { env, parts };
    }),
    async answers() {
      const answers: Record<string, string> = {};
      for (const operation of operations) answers[operation.body] = (await house.ask(shapes[0] as Shape, operation)).text;
      const file = join(folder, `answers-${++copies}.json`);
      writeFileSync(file, JSON.stringify(answers));
      return file;
    },
  };
  const issuer = new DevelopmentIssuer(from);
  const as: House['as'] = async (id, grant, asOf) => ({
    'content-type': 'application/json',
    authorization: `Bearer ${await issuer.issue({ id, client: 'bench', grants: [grant] })}`,
    ...(asOf ? { 'as-of': asOf } : {}),
  });
  const own = await as('bench:analyst', { role: 'ANALYST', divisions: [COUNTY] });
  const house: House & AsyncDisposable = {
    shapes,
    as,
    headers: ({ asOf }) => ({ ...own, ...(asOf ? { 'as-of': asOf } : {}) }),
    async ask(shape, operation) {
      const body = shape.question(operation);
      if (body === undefined) throw new Error(`${shape.name} can't be asked for ${operation.name}`);
      const response = await fetch(`${shape.origin}/graphql`, { method: 'POST', headers: house.headers(operation), body }).catch(
        (error) => {
          throw new Error(`${operation.name} through ${shape.name} wasn't answered: ${error.cause ?? error}`);
        },
      );
      const text = await response.text();
      const { data, errors } = response.ok ? JSON.parse(text) : {};
      if (!response.ok || errors)
        throw new Error(`${operation.name} through ${shape.name} was answered ${response.status}: ${text.slice(0, 500)}`);
      return { text, data: (WAYS[shape.name] as Way).read?.(data) ?? data };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map((part) => part.stop()));
    },
  };
  for (const name of names) {
    const way: Way = WAYS[name];
    const parts = await way.start(ground);
    const [door] = parts as [Part];
    shapes.push({
      name,
      origin: door.origin,
      pids: () => parts.flatMap((part) => familyOf(part.pid)),
      question: way.question ?? ((operation) => operation.body),
    });
  }
  return house;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
