/**
 * `npm run bench:access`: what access control costs. The township board is asked in one process by two callers in turn:
 * one whose territory is everything and who sees names (no condition to add, nothing to mask), and one whose territory
 * is the township and for whom names are masked. Both get the same rows; what is compared is processor time and latency.
 */
import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DevelopmentIssuer, type Grant } from '../gateway/src/caller.ts';
import { OPERATIONS } from './operations.ts';
import { freePorts, Processes, processorTimeOf } from './processes.ts';

const ROUNDS = 15;
const REQUESTS = 150;
const TOWNSHIP = '140222102000';

const board = OPERATIONS.find((o) => o.name === 'township board') as (typeof OPERATIONS)[number];
const folder = mkdtempSync(join(tmpdir(), 'guben-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

await using processes = new Processes();
const [port] = (await freePorts(1)) as [number];
const part = processes.start('together', ['gateway/src/main.ts'], port, { GUBEN_DATA: folder });
await part.ready;
const issuer = new DevelopmentIssuer(folder);
const caller = async (name: string, grant: Grant) => {
  const token = await issuer.issue({ id: `bench:${name}`, client: 'bench', grants: [grant] });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'as-of': board.asOf as string };
  const ask = async () => {
    const response = await fetch(`${part.origin}/graphql`, { method: 'POST', headers, body: board.body });
    const { data, errors } = (await response.json()) as { data: Record<string, unknown>; errors?: unknown };
    assert.equal(errors, undefined);
    return data;
  };
  return { name, ask, cpu: [] as number[], wall: [] as number[] };
};
const open = await caller('open', { role: 'COUNTY_SECRETARY', divisions: ['140222000000'] });
const bound = await caller('bound', { role: 'ANALYST', divisions: [TOWNSHIP] });

// The same rows, but for the names.
const withoutNames = (data: unknown) => JSON.stringify(data, (key, value) => (key === 'person' ? null : value));
assert.equal(withoutNames(await open.ask()), withoutNames(await bound.ask()));
assert.notEqual(JSON.stringify(await open.ask()), JSON.stringify(await bound.ask()));

for (let i = 0; i < ROUNDS + 2; i++)
  for (const who of i % 2 ? [open, bound] : [bound, open]) {
    const [cpu, wall] = [processorTimeOf([part.pid]), performance.now()];
    for (let n = 0; n < REQUESTS; n++) await who.ask();
    if (i < 2) continue; // warming up
    who.cpu.push((processorTimeOf([part.pid]) - cpu) / REQUESTS);
    who.wall.push((performance.now() - wall) / REQUESTS);
  }
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const ratio = (of: 'cpu' | 'wall') => median(bound[of].map((v, i) => v / (open[of][i] as number)));
console.log(`township board, ${ROUNDS} rounds of ${REQUESTS} requests each in turn, one connection

| caller | CPU ms/request | ms/request |
| --- | --: | --: |
| whole county, nothing masked | ${median(open.cpu).toFixed(2)} | ${median(open.wall).toFixed(2)} |
| one township, names masked | ${median(bound.cpu).toFixed(2)} | ${median(bound.wall).toFixed(2)} |
| ratio, median of pairs | ${ratio('cpu').toFixed(2)} | ${ratio('wall').toFixed(2)} |`);
await part.stop();
