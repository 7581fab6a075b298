import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { inject } from 'vitest';
import type { Feed } from './follow.ts';
import type { StorePlace } from './store.ts';
import { type StartOptions, type Subgraph, type SubgraphSpec, startSubgraph } from './subgraph.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a PostgreSQL server on which tests may create databases; empty on SQLite. */
    postgres: string;
    /** Folder of the stores that a run fills once. */
    filled: string;
  }
}

/** A place that is gone when removed. */
export type TestPlace = StorePlace & { remove(): Promise<void> };

/** How a filled store comes about: by its own data set, or without, after those that it follows. */
export interface Origin {
  readonly spec: SubgraphSpec;
  readonly seed?: boolean;
  readonly follows?: readonly Origin[];
}

async function onServer(sql: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: `${inject('postgres')}/postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A new place for one store: empty, or a copy of a filled one. */
export async function newPlace(like?: StorePlace): Promise<TestPlace> {
  const server = inject('postgres');
  if (!server) {
    const folder = mkdtempSync(join(tmpdir(), 'guben-'));
    const file = join(folder, 'store.db');
    if (like) copyFileSync(like.file as string, file);
    return { file, remove: async () => rmSync(folder, { recursive: true, force: true }) };
  }
  const name = `t_${randomBytes(8).toString('hex')}`;
  await onServer(`create database ${name}${like ? ` template ${new URL(like.url as string).pathname.slice(1)}` : ''}`);
  return { url: `${server}/${name}`, remove: () => onServer(`drop database if exists ${name} with (force)`) };
}

type Opening = Pick<StartOptions, 'now'> & Pick<StartOptions['place'], 'keys'>;
const PATIENCE_MS = 180_000;

/** A copy of the store that an origin describes. The first who asks in a run fills it; the others wait for it. */
export async function filledPlace(origin: Origin, opening: Opening): Promise<TestPlace> {
  const { spec, seed = true } = origin;
  const name = `${spec.name}${seed ? '' : '_bare'}`;
  const folder = inject('filled');
  const server = inject('postgres');
  const original: StorePlace = server
    ? { url: `${server}/filled_${basename(folder).replaceAll(/\W/g, '').toLowerCase()}_${name}` }
    : { file: join(folder, `${name}.db`) };
  const [claim, done, failed] = ['claim', 'done', 'failed'].map((mark) => join(folder, `${name}.${mark}`)) as [string, string, string];
  let first = true;
  try {
    mkdirSync(claim);
  } catch {
    first = false;
  }
  if (first)
    try {
      if (server) await onServer(`create database ${new URL(original.url as string).pathname.slice(1)}`);
      await fill(origin, original, opening);
      writeFileSync(done, '');
    } catch (error) {
      writeFileSync(failed, '');
      throw error;
    }
  const began = Date.now();
  while (!existsSync(done)) {
    if (existsSync(failed)) throw new Error(`${name} could not be filled; the test file that tried first says why`);
    if (Date.now() - began > PATIENCE_MS) throw new Error(`${name} was not filled in time`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return newPlace(original);
}

async function fill({ spec, seed = true, follows = [] }: Origin, place: StorePlace, opening: Opening): Promise<void> {
  const followed: { subgraph: Subgraph; place: TestPlace }[] = [];
  try {
    for (const other of follows) {
      const at = await filledPlace(other, opening);
      followed.push({ place: at, subgraph: await startSubgraph(other.spec, { place: { ...at, keys: opening.keys }, now: opening.now }) });
    }
    const feeds = followed.map(({ subgraph }) => subgraph.feed);
    const filled = await startSubgraph(spec, { place: { ...place, keys: opening.keys }, seed, feeds, now: opening.now });
    await filled.close();
  } finally {
    for (const { subgraph, place: at } of followed) {
      await subgraph.close();
      await at.remove();
    }
  }
}

/** A feed that tells nothing new: a filled store has caught up already. */
export const silent = (name: string): Feed => ({ name, head: async () => 0, read: async () => [], after: async () => null });
