import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StorePlace } from '#platform/store';

/** Everything that the environment decides, read once at start. */
export interface Config {
  readonly mode: 'development' | 'production';
  /** Folder of the embedded stores and the development keys. */
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number | undefined;
  /** Signs what passes between the gateway and the subgraphs. */
  readonly secret: string;
  place(subgraph: string): StorePlace;
  /** Where a subgraph answers in the distributed shape. */
  urlOf(subgraph: string): string;
}

export const PORTS: Readonly<Record<string, number>> = { gateway: 4000, villages: 4001, personnel: 4002, poverty: 4003 };

/** The content of a file that the first process to need it makes. */
export function keptSecret(folder: string, name: string, make: () => string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  if (!existsSync(path)) {
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, make(), { mode: 0o600 });
    try {
      linkSync(draft, path); // whole or not at all, and never over another process's
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    unlinkSync(draft);
  }
  return readFileSync(path, 'utf8');
}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const mode = env['GUBEN_MODE'] === 'production' ? 'production' : 'development';
  const dataFolder = env['GUBEN_DATA'] ?? '.data';
  const given = env['GUBEN_SECRET'];
  if (mode === 'production' && (given?.length ?? 0) < 32)
    throw new Error('set GUBEN_SECRET to at least 32 characters, the same for every part: it signs what passes between them');
  const port = env['PORT'] === undefined ? undefined : Number(env['PORT']);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65536))
    throw new Error(`PORT must be a port number; it is ${env['PORT']}`);
  return {
    mode,
    dataFolder,
    host: env['HOST'] ?? '127.0.0.1',
    port,
    secret: given ?? keptSecret(dataFolder, 'secret', () => randomBytes(32).toString('base64url')),
    place: (subgraph) => {
      const url = env[`DATABASE_URL_${subgraph.toUpperCase()}`];
      return url ? { url } : { file: join(dataFolder, `${subgraph}.db`) };
    },
    urlOf: (subgraph) => env[`GUBEN_URL_${subgraph.toUpperCase()}`] ?? `http://127.0.0.1:${PORTS[subgraph]}`,
  };
}
