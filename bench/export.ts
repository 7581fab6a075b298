/**
 * `npm run bench:export`: what a list of a million rows costs as a file, against a plain SQL dump of the same rows by a
 * process of its own. Days of village postings are put into a copy of the sample county's store; the whole platform in
 * one process serves them through its door, with scope, policy and masks. `--rows` for fewer, `--data <folder>` to
 * copy stores that are filled already, `--write <file>` to keep the tables.
 */
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { insertRows } from '#platform/bulk';
import { addDays } from '#platform/day';
import { newId } from '#platform/id';
import { openStore } from '#platform/store';
import { DevelopmentIssuer } from '../gateway/src/caller.ts';
import { FORMATS } from '../gateway/src/exports/formats.ts';
import { subgraphs } from '../gateway/src/parts.ts';
import { VillageDay } from '../subgraphs/personnel/src/attendance/village-day.entity.ts';
import { freePorts, memoryOf, Processes } from './processes.ts';

const { values: said } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, write: { type: 'string' }, data: { type: 'string' } },
});
const ROWS = Number(said.rows);
const BATCH = 50_000;
const MAIN = ['gateway/src/main.ts'];

const folder = mkdtempSync(join(tmpdir(), 'guben-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await using processes = new Processes();
const [port] = (await freePorts(1)) as [number];

if (said.data) cpSync(said.data, folder, { recursive: true });
else {
  const filling = processes.start('together', MAIN, port, { GUBEN_DATA: folder });
  await filling.ready;
  await filling.stop();
}
const file = join(folder, 'personnel.db');
await fillDays(ROWS);

const part = processes.start('together', MAIN, port, { GUBEN_DATA: folder });
await part.ready;
const token = await new DevelopmentIssuer(folder).issue({
  id: 'bench:analyst',
  client: 'bench',
  grants: [{ role: 'ORG_DEPT', divisions: ['140222000000'] }],
});

/** The same columns of the same rows. */
const DAY = new Date().toISOString().slice(0, 10);
const QUERY = '{ villageDays { nodes { id day status method confirmedOn validFrom } } }';
const SQL = `select id, day, status, method, confirmed_on, valid_from from village_day
  where valid_from <= '${DAY}' and valid_to > '${DAY}' order by day, id`;

await exported('text/csv', 2000); // warm
const dumps = Array.from({ length: 3 }, dumped).toSorted((a, b) => a.ms - b.ms);
const dump = dumps[1] as Dumped;
const results: [string, Exported][] = [];
for (const mediaType of Object.keys(FORMATS)) {
  const result = await exported(mediaType);
  assert.equal(result.rows, dump.rows, 'the same rows');
  results.push([(FORMATS[mediaType] as (typeof FORMATS)[string]).extension, result]);
}

const seconds = (ms: number) => (ms / 1000).toFixed(1);
const report = `${dump.rows.toLocaleString('en')} rows of six columns; the dump is \`node:sqlite\` iterated to a file in its own process
(${seconds(dump.ms)} s, ${dump.peak.toFixed(0)} MB at its peak, median of three).

| as | time | × dump | MB before | MB at peak | growth, MB | peak ÷ dump's | file, MB |
| --- | --: | --: | --: | --: | --: | --: | --: |
${results
  .map(
    ([extension, r]) =>
      `| ${[
        extension,
        `${seconds(r.ms)} s`,
        (r.ms / dump.ms).toFixed(1),
        r.before.toFixed(0),
        r.peak.toFixed(0),
        (r.peak - r.before).toFixed(0),
        (r.peak / dump.peak).toFixed(1),
        (r.bytes / 2 ** 20).toFixed(0),
      ].join(' | ')} |`,
  )
  .join('\n')}
`;
console.log(report);
const cuts = await cut();
console.log(cuts);
if (said.write) writeFileSync(said.write, `${report}\n${cuts}`);

/** The same groups by a slice of a snapshot and by the graph over the live store, in turn. */
async function cut(): Promise<string> {
  const post = async (path: string, body: object) => {
    const response = await fetch(`${part.origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'as-of': DAY },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, text);
    return JSON.parse(text) as Record<string, never>;
  };
  const began = performance.now();
  const { id, rows } = (await post('/slices/snapshots', { list: 'villageDays' })) as unknown as { id: string; rows: number };
  const took = performance.now() - began;
  const ways: Record<string, () => Promise<number[]>> = {
    slice: async () => {
      const body = { snapshot: id, groupBy: [{ column: 'day', truncate: 'MONTH' }, { column: 'status' }] };
      return ((await post('/slices', body)) as unknown as { rows: { count: number }[] }).rows.map((r) => r.count);
    },
    graph: async () => {
      const query =
        '{ villageDays { groupedAggregates(groupBy: [{ field: DAY, truncate: MONTH }, { field: STATUS }], first: 1000) { count } } }';
      const { data } = (await post('/graphql', { query })) as unknown as {
        data: { villageDays: { groupedAggregates: { count: number }[] } };
      };
      return data.villageDays.groupedAggregates.map((g) => g.count);
    },
  };
  const times: Record<string, number[]> = { slice: [], graph: [] };
  const sorted = (counts: readonly number[]) => counts.toSorted((a, b) => a - b);
  assert.deepEqual(sorted((await ways['slice']?.()) ?? []), sorted((await ways['graph']?.()) ?? []), 'the same groups');
  for (let i = 0; i < 5; i++)
    for (const [name, way] of Object.entries(ways)) {
      const from = performance.now();
      await way();
      times[name]?.push(performance.now() - from);
    }
  const median = (name: string) => (times[name] as number[]).toSorted((a, b) => a - b)[2] as number;
  return `${rows.toLocaleString('en')} rows, taken in ${seconds(took)} s; months by status, median of five in turn: a slice takes ${median('slice').toFixed(0)} ms and asks no
store, the graph's \`groupedAggregates\` ${median('graph').toFixed(0)} ms of the store's time (${(median('graph') / median('slice')).toFixed(1)} ×).
`;
}

interface Exported {
  readonly rows: number;
  readonly ms: number;
  readonly bytes: number;
  readonly before: number;
  readonly peak: number;
}

/** Downloads the list and throws it away; the checksum and the count that the server sends are held against what came. */
async function exported(mediaType: string, first?: number): Promise<Exported> {
  const before = memoryOf([part.pid]);
  writeFileSync(`/proc/${part.pid}/clear_refs`, '5'); // the peak begins anew
  const began = performance.now();
  const hash = createHash('sha256');
  let bytes = 0;
  const query = first ? QUERY.replace('villageDays', `villageDays(first: ${first})`) : QUERY;
  const trailers = await new Promise<NodeJS.Dict<string>>((resolve, reject) => {
    const asked = request(
      `${part.origin}/graphql`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: mediaType, authorization: `Bearer ${token}`, 'as-of': DAY },
      },
      (response) => {
        response.on('data', (piece: Buffer) => {
          bytes += piece.length;
          hash.update(piece);
        });
        response.on('end', () => resolve(response.trailers));
        response.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(JSON.stringify({ query }));
  });
  const ms = performance.now() - began;
  assert.equal(trailers['x-content-sha256'], hash.digest('hex'), 'whole and as it was sent');
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${part.pid}/status`, 'utf8'))?.[1]) / 1024;
  return { rows: Number(trailers['x-row-count']), ms, bytes, before, peak };
}

interface Dumped {
  readonly rows: number;
  readonly ms: number;
  readonly peak: number;
}

function dumped(): Dumped {
  const args = ['--import', 'tsx', 'bench/dump.ts', file, join(folder, 'dump.csv'), SQL];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Dumped;
}

/** Days of the sample's postings, day by day from 2012 on, until there are so many. */
async function fillDays(rows: number): Promise<void> {
  const store = await openStore(subgraphs['personnel'] as (typeof subgraphs)[string] & object, { file });
  try {
    const em = () => store.orm.em.fork() as SqlEntityManager;
    const [{ n: held } = { n: 0 }] = (await em().getConnection().execute('select count(*) as n from village_day')) as { n: number }[];
    const postings = (await em()
      .getConnection()
      .execute("select id, division from posting where target_type = 'VILLAGE' and valid_to > '9999' limit 500")) as {
      id: string;
      division: string;
    }[];
    for (let made = held; made < rows; ) {
      const batch = Array.from({ length: Math.min(BATCH, rows - made) }, (_, i) => {
        const n = made - held + i;
        const { id, division } = postings[n % postings.length] as (typeof postings)[number];
        const day = addDays('2012-01-01', Math.floor(n / postings.length));
        return Object.assign(new VillageDay(), {
          id: newId('vdy'),
          posting: id,
          village: division,
          day,
          status: n % 17 ? 'IN_VILLAGE' : 'LEAVE',
          recordedBy: 'bench',
          confirmedBy: 'village',
          confirmedOn: addDays(day, 3),
          validFrom: day,
        });
      });
      await em().transactional((tx) => insertRows(tx as SqlEntityManager, VillageDay, batch));
      made += batch.length;
    }
  } finally {
    await store.close();
  }
}
