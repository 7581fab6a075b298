/**
 * What somebody would pick instead: PostGraphile 5 over one PostgreSQL that holds the rows of the three stores, a schema
 * a store with the tables and indices that the platform itself makes there. `postgraphile.sql` says what it answers, and
 * what it leaves out. Its page for browsers isn't installed (see `overrides` in package.json).
 */
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { openStore } from '#platform/store';
import { readConfig } from '../../gateway/src/config.ts';
import { subgraphs } from '../../gateway/src/parts.ts';
import { bringPostgres } from '../../scripts/postgres.ts';

const CHUNK = 5000;
/** Of these nothing is asked. */
const LEFT_OUT = /^(mikro_orm_|sqlite_|ledger|read_audit|checkpoint)/;

const config = readConfig(process.env);
const server = await bringPostgres();
const admin = new pg.Client({ connectionString: `${server.url}/postgres` });
await admin.connect();
for (const [name, spec] of Object.entries(subgraphs)) {
  await admin.query(
    `create role ${name} login superuser password 'guben'; create schema ${name} authorization ${name}; alter role ${name} set search_path = ${name}`,
  );
  const url = new URL(`${server.url}/postgres`);
  url.username = name;
  const store = await openStore(spec, { ...config.place(name), url: url.href, file: undefined } as never);
  await store.migrate();
  await store.close();
  await copyRows(name);
}
await admin.query(readFileSync(new URL('./postgraphile.sql', import.meta.url), 'utf8'));
await admin.end();

/** The rows of an embedded store, table by table, as they are. */
async function copyRows(name: string): Promise<void> {
  const from = new DatabaseSync(config.place(name).file as string, { readOnly: true });
  await admin.query(`set session_replication_role = replica; set search_path = ${name}`);
  const tables = from.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[];
  for (const { name: table } of tables.filter((t) => !LEFT_OUT.test(t.name))) {
    const columns = (from.prepare(`pragma table_info("${table}")`).all() as { name: string }[]).map((c) => `"${c.name}"`).join(', ');
    const rows = from.prepare(`select ${columns} from "${table}"`).all().map(plain);
    for (let i = 0; i < rows.length; i += CHUNK)
      await admin.query(`insert into "${table}" (${columns}) select ${columns} from json_populate_recordset(null::"${table}", $1)`, [
        JSON.stringify(rows.slice(i, i + CHUNK)),
      ]);
  }
  await admin.query('reset search_path; reset session_replication_role');
  from.close();
}

/** A row as JSON that PostgreSQL reads: bytes in its own spelling. */
function plain(row: Record<string, unknown>): Record<string, unknown> {
  for (const [key, value] of Object.entries(row)) if (value instanceof Uint8Array) row[key] = `\\x${Buffer.from(value).toString('hex')}`;
  return row;
}

const pool = new pg.Pool({ connectionString: `${server.url}/postgres`, max: 20 });
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: ['board'] })],
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
});
const graph = createServer();
await instance.createServ(grafserv).addTo(graph);
const theirs = graph.listeners('request') as RequestListener[];
graph.removeAllListeners('request').on('request', (request, response) => {
  if (request.url === '/ready') response.end('{"status":"ready"}');
  else for (const listener of theirs) listener(request, response);
});
graph.listen(config.port, config.host);

process.on('SIGTERM', async () => {
  graph.close().closeAllConnections();
  await instance.release();
  await pool.end();
  await server.stop();
  process.exit(0);
});
