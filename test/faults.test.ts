import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dated } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { firstBroken, LedgerRow } from '#platform/ledger';
import { openStore } from '#platform/store';
import { DevelopmentIssuer } from '../gateway/src/caller.ts';
import { CollectiveEconomyRecord } from '../subgraphs/villages/src/economy/record.entity.ts';
import { villages } from '../subgraphs/villages/src/subgraph.ts';
import { acceptance } from './acceptance.ts';
import { fileOf } from './file.ts';
import { COUNTY, filledFolder, type Platform, platform } from './kit.ts';

const townships = readFileSync(new URL('../reports/pivots/townships.graphql', import.meta.url), 'utf8');

describe('a subgraph that does not answer', () => {
  let p: Platform;
  beforeAll(async () => {
    p = await platform('distributed');
  });
  afterAll(() => p[Symbol.asyncDispose]());

  it('takes nothing from the rest of the answer, and its absence stands at the path', async () => {
    const board = () => p.ask(acceptance('township-board'), { code: '140222102000' }, { asOf: '2018-12-31' });
    const pivot = () => p.ask(townships, {}, { asOf: '2018-12-31', role: 'ORG_DEPT' });
    const [whole, table] = [await board(), await pivot()];
    expect([whole.errors, table.errors]).toEqual([[], []]);
    await p.kill('poverty');
    const { status, data, codes, errors } = await board();
    expect(status).toBe(200);
    expect(new Set(codes)).toEqual(new Set(['SUBGRAPH_UNAVAILABLE']));
    expect(errors[0]?.path?.slice(0, 3)).toEqual(['township', 'villages', 'nodes']);
    expect(errors[0]?.extensions).toMatchObject({ subgraph: 'poverty' });
    const without = structuredClone(whole.data);
    for (const node of without.township.villages.nodes) node.findings = null;
    expect(data).toEqual(without);
    // A pivot keeps its rows, and the columns of the other two stores.
    const { data: left, codes: why } = await pivot();
    expect(new Set(why)).toEqual(new Set(['SUBGRAPH_UNAVAILABLE']));
    const POVERTY = /^(M60|M70|M82|M84|M90|M95|M99|concerns)/;
    const cells = (row: object) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, POVERTY.test(name) ? null : cell]));
    const { rows, ...county } = table.data.county;
    expect(left.county).toEqual({ ...cells(county), rows: { ...rows, nodes: rows.nodes.map(cells) } });
    // Two days are compared whole or not at all: half of a table would look like a change.
    const comparison = await fetch(`${p.origin}/comparisons`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await p.token()}` },
      body: JSON.stringify({ with: '2018-12-31', query: '{ villages { nodes { code findings(first: 0) { totalCount } } } }' }),
    });
    expect([comparison.status, await comparison.json()]).toMatchObject([503, { code: 'SUBGRAPH_UNAVAILABLE' }]);
    const ready = await fetch(`${p.origin}/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'not ready', parts: { villages: true, personnel: true, poverty: false } },
    ]);
    expect((await fetch(`${p.origin}/health`)).status).toBe(200);
  });

  it('breaks off the file that is being read from it, which nobody can take for whole (F1)', async () => {
    let pieces = 0;
    const got = await fileOf(p, '{ postings { nodes { id plannedFrom village { name } } } }', {
      role: 'ORG_DEPT',
      onPiece: () => {
        if (++pieces === 3) void p.kill('personnel');
      },
    });
    expect([got.status, got.whole, got.trailers]).toEqual([200, false, {}]);
    expect(got.bytes.toString()).not.toContain('rows=');
    const after = await fileOf(p, '{ postings { nodes { id } } }', { role: 'ORG_DEPT' });
    expect([after.status, after.errors[0].extensions.code]).toEqual([503, 'SUBGRAPH_UNAVAILABLE']);
  });

  it('leaves null where the operation begins with it', async () => {
    await p.kill('villages');
    const { status, data, codes } = await p.ask(acceptance('county'), {}, { asOf: '2018-12-31' });
    expect([status, codes, data]).toEqual([200, ['SUBGRAPH_UNAVAILABLE'], { county: null }]);
  });
});

describe('a store that fails', () => {
  it('takes nothing from the rest, and shows no word of its own', async () => {
    await using p = await platform();
    await p.running.subgraphs['personnel']?.store.orm.em.getConnection().execute('alter table posting rename to gone');
    const { data, codes, errors } = await p.ask(acceptance('county'), {}, { asOf: '2018-12-31' });
    expect(data.county).toMatchObject({ villages: { totalCount: 227 }, coverage: null });
    expect(codes.every((code) => ['INTERNAL', 'SUBGRAPH_UNAVAILABLE'].includes(code))).toBe(true);
    expect(JSON.stringify(errors)).not.toMatch(/select|sqlite|\.ts:|node_modules/i);
  });
});

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
};

/** The real command, in a process of its own. */
async function start(env: Record<string, string>, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'gateway/src/main.ts'], {
    env: { ...process.env, ...env, PORT: String(port), NODE_ENV: 'production' },
    stdio: 'ignore',
  });
  for (let i = 0; i < 300; i++) {
    if (
      await fetch(`http://127.0.0.1:${port}/ready`).then(
        (r) => r.ok,
        () => false,
      )
    )
      return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the platform did not start');
}

describe('a process that is killed in the middle of writing (F7)', () => {
  it('starts again with nothing half done and nothing lost that it had confirmed', async () => {
    const { folder, env, remove } = await filledFolder();
    const port = await freePort();
    let child = await start(env, port);
    const token = await new DevelopmentIssuer(folder).issue({
      id: 'writer',
      client: 'test',
      grants: [{ role: 'RURAL_ECONOMY', divisions: [COUNTY] }],
    });
    const ask = async (query: string, variables: object = {}) =>
      (await (
        await fetch(`http://127.0.0.1:${port}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify({ query, variables }),
        })
      ).json()) as { data: Record<string, never>; errors?: unknown };
    const list = (await ask('{ villages(first: 150, filter: { kind: { eq: VILLAGE } }) { nodes { id } } }')).data as never as {
      villages: { nodes: { id: string }[] };
    };
    const confirmed: string[] = [];
    const record = 'mutation ($input: RecordCollectiveEconomyInput!) { recordCollectiveEconomy(input: $input) { id } }';
    const writing = Promise.allSettled(
      list.villages.nodes.map(async ({ id }) => {
        const answer = await ask(record, { input: { village: id, year: 2009, operatingIncome: 100 } });
        if (!answer.errors) confirmed.push(id);
        if (confirmed.length === 30) child.kill('SIGKILL');
      }),
    );
    await writing;
    expect(confirmed.length).toBeGreaterThanOrEqual(30);

    child = await start(env, port);
    const again = await ask('{ villages(first: 1) { nodes { id collectiveEconomy(year: 2009) { total } } } }');
    expect(again.errors).toBeUndefined();
    child.kill('SIGTERM');
    await once(child, 'exit');

    const store = await openStore(villages, { file: join(folder, 'villages.db') });
    const em = store.orm.em.fork();
    const written = (await em.find(CollectiveEconomyRecord, { year: 2009, validTo: FOREVER }, { filters: false })) as (Dated & {
      village: string;
    })[];
    const rows = await em.find(LedgerRow, {}, { orderBy: { seq: 'asc' } });
    await store.close();
    remove();
    expect(firstBroken(rows)).toBeNull();
    expect(new Set(rows.filter((r) => r.noun === 'income' && JSON.parse(r.after ?? '{}').year === 2009).map((r) => r.key))).toEqual(
      new Set(written.map((r) => r.id)),
    );
    expect(confirmed.filter((id) => !written.some((r) => r.village === id))).toEqual([]);
  }, 90_000);
});
