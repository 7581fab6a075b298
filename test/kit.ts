import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newAuditKey } from '#platform/checkpoint';
import type { Day } from '#platform/day';
import type { Origin } from '#platform/filled';
import { quiet } from '#platform/log';
import type { SubgraphSpec } from '#platform/subgraph';
import { freshPlace, seededPlace, TEST_KEYS_ENV, TEST_NOW } from '#platform/testing';
import { DevelopmentIssuer } from '../gateway/src/caller.ts';
import { type Config, readConfig } from '../gateway/src/config.ts';
import { subgraphs } from '../gateway/src/parts.ts';
import { type Running, type RunOptions, runGateway, runSubgraph, runTogether } from '../gateway/src/platform.ts';

export const COUNTY = '140222000000';

/** What the environment must say in production, but for the issuer. */
export const productionEnv = (): Record<string, string> => ({
  GUBEN_MODE: 'production',
  GUBEN_AUDIT_KEY: newAuditKey(),
  ...TEST_KEYS_ENV,
});

/** How the parts stand to one another: all in one process, or each behind its own port. */
export type Shape = 'together' | 'distributed';

export interface Asking {
  readonly role?: string;
  /** Codes of the territory: what is read, found and changed, unless the next two say otherwise. */
  readonly divisions?: readonly string[];
  readonly writes?: readonly string[];
  readonly finds?: readonly string[];
  readonly agency?: string;
  readonly id?: string;
  readonly client?: string;
  readonly asOf?: Day | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the token lasts. */
  readonly hours?: number;
}

export interface Told {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of the data
  readonly data: any;
  readonly errors: readonly { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  readonly codes: readonly string[];
  readonly extensions: Record<string, unknown>;
  readonly headers: Headers;
}

/** The whole platform under test, asked through its door over HTTP. */
export interface Platform extends AsyncDisposable {
  readonly url: string;
  readonly origin: string;
  readonly running: Running;
  readonly config: Config;
  /** Statements of the last question, by store. */
  readonly statements: Record<string, string[]>;
  /** Requests of the last question, by subgraph. */
  readonly hops: Record<string, number>;
  token(asking?: Asking): Promise<string>;
  ask(query: string, variables?: Record<string, unknown>, asking?: Asking): Promise<Told>;
  /** Stops one subgraph of the distributed shape. */
  kill(name: string): Promise<void>;
}

/** A data folder with copies of the filled stores, for a process of its own: what to start it with, and what removes it. */
export async function filledFolder(): Promise<{ folder: string; env: Record<string, string>; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'guben-filled-'));
  for (const name of Object.keys(subgraphs)) {
    const { file, remove } = await seededPlace(originOf(name));
    copyFileSync(file as string, join(folder, `${name}.db`));
    await remove();
  }
  return { folder, env: { GUBEN_DATA: folder, ...TEST_KEYS_ENV }, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** How the store of a part comes about: after those whose ledgers it follows. */
const originOf = (name: string): Origin => {
  const spec = subgraphs[name] as SubgraphSpec;
  return { spec, follows: Object.keys(spec.reactions ?? {}).map(originOf) };
};

/** `env` is what the environment decides of the platform under test; nothing of the real one reaches it. */
export async function platform(
  shape: Shape = 'together',
  { env, ...more }: Partial<RunOptions> & { readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Platform> {
  const folder = mkdtempSync(join(tmpdir(), 'guben-platform-'));
  // What decides how values and chains lie in the stores makes them the test's own; else they are copies of filled ones.
  const own = more.seed === false || ['GUBEN_CIPHER', 'GUBEN_HASH'].some((name) => env?.[name]);
  const places = Object.fromEntries(
    await Promise.all(
      Object.keys(subgraphs).map(async (name) => [name, await (own ? freshPlace() : seededPlace(originOf(name)))] as const),
    ),
  );
  const urls: Record<string, string> = {};
  const config: Config = {
    ...readConfig({
      GUBEN_CACHE_MB: process.env['GUBEN_TEST_CACHE_MB'] ?? '0', // what is measured is computed; all tests can be run with it
      GUBEN_DATA: folder,
      GUBEN_SECRET: 's'.repeat(40),
      ...(own ? {} : TEST_KEYS_ENV),
      ...env,
    }),
    port: 0,
    place: (name) => places[name] as never,
    urlOf: (name) => urls[name] as string,
  };
  const hops: Record<string, number> = {};
  const options: RunOptions = {
    config,
    clock: () => TEST_NOW,
    log: quiet,
    watch: true,
    followEveryMs: 3_600_000, // no statement but the question's own
    onAnswer: (_, counted) => Object.assign(hops, counted),
    ...more,
  };
  const parts: Record<string, Running> = {};
  let running: Running;
  if (shape === 'together') running = await runTogether(options);
  else {
    for (const name of Object.keys(subgraphs)) {
      const part = await runSubgraph(name, options);
      parts[name] = part;
      urls[name] = `http://127.0.0.1:${part.port}`;
    }
    const gateway = await runGateway(options);
    running = { ...gateway, subgraphs: Object.assign({}, ...Object.values(parts).map((p) => p.subgraphs)) };
  }
  const statements: Record<string, string[]> = {};
  for (const [name, { store }] of Object.entries(running.subgraphs)) {
    statements[name] = [];
    store.onStatement = (sql) => statements[name]?.push(sql);
  }
  const issuer = new DevelopmentIssuer(folder);
  const origin = `http://127.0.0.1:${running.gateway?.port}`;
  const token: Platform['token'] = ({
    role = 'ANALYST',
    divisions = [COUNTY],
    writes = divisions,
    finds = divisions,
    agency,
    id,
    client = 'test',
    hours,
  } = {}) => {
    const grants = [{ role, divisions: writes, reads: divisions, finds }];
    return issuer.issue({ id: id ?? `test:${role.toLowerCase()}`, agency, client, grants }, hours);
  };
  return {
    url: `${origin}/graphql`,
    origin,
    running,
    config,
    statements,
    hops,
    token,
    async ask(query, variables, asking = {}) {
      for (const list of Object.values(statements)) list.length = 0;
      for (const name of Object.keys(hops)) delete hops[name];
      const response = await fetch(`${origin}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await token(asking)}`,
          ...(asking.asOf ? { 'as-of': asking.asOf } : {}),
          ...asking.headers,
        },
        body: JSON.stringify({ query, variables }),
      });
      const body = (await response.json()) as { data?: unknown; errors?: Told['errors']; extensions?: Record<string, unknown> };
      const errors = body.errors ?? [];
      return {
        status: response.status,
        data: body.data,
        errors,
        codes: errors.map((e) => String(e.extensions['code'])),
        extensions: body.extensions ?? {},
        headers: response.headers,
      };
    },
    async kill(name) {
      await parts[name]?.close();
      delete parts[name];
    },
    async [Symbol.asyncDispose]() {
      await running.close();
      await Promise.all(Object.values(parts).map((p) => p.close()));
      await Promise.all(Object.values(places).map((p) => p.remove()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
