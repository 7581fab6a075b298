/**
 * `npm run migration -- <subgraph> <name>`: writes the difference between the entities and the last migration of a
 * subgraph's store, for both engines. The PostgreSQL one is written against a server that it brings itself.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openStore, type StorePlace } from '#platform/store';
import { subgraphs } from '../gateway/src/parts.ts';
import { bringPostgres } from './postgres.ts';

const [only, name] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'guben-migration-'));
const server = await bringPostgres();
for (const spec of Object.values(subgraphs)) {
  if (only && only !== spec.name) continue;
  const admin = new pg.Client({ connectionString: `${server.url}/postgres` });
  await admin.connect();
  await admin.query(`create database ${spec.name}`);
  await admin.end();
  const places: Record<string, StorePlace> = {
    sqlite: { file: join(folder, `${spec.name}.db`) },
    postgres: { url: `${server.url}/${spec.name}` },
  };
  for (const [engine, place] of Object.entries(places)) {
    mkdirSync(fileURLToPath(new URL(`${engine}/`, spec.migrations)), { recursive: true });
    const store = await openStore(spec, place);
    await store.orm.migrator.up();
    const { fileName } = await store.orm.migrator.create(undefined, false, false, name);
    console.log(`${spec.name} ${engine}: ${fileName || 'nothing to change'}`);
    await store.close();
  }
}
await server.stop();
rmSync(folder, { recursive: true, force: true });
