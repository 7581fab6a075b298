import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { READS } from '#platform/audit';
import { extend, LEDGER } from '#platform/ledger';
import { openStore, type StorePlace } from '#platform/store';
import { TEST_NOW } from '#platform/testing';
import { subgraphs } from '../gateway/src/parts.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'guben-audit-'));
const place = (name: string): StorePlace => ({ file: join(folder, `${name}.db`) });
const env = { PATH: process.env['PATH'], GUBEN_DATA: folder };

const audit = (...args: string[]) =>
  new Promise<{ code: number; out: string[]; err: string }>((resolve) =>
    execFile(process.execPath, ['--import', 'tsx', 'scripts/audit.ts', ...args], { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, out: stdout.trim().split('\n'), err: stderr }),
    ),
  );

async function grow(name: string): Promise<void> {
  const store = await openStore(subgraphs[name] as never, place(name));
  await store.migrate();
  const who = { at: TEST_NOW, actor: 'dev:org', role: 'ORG_DEPT', client: 'test', requestId: 'req_1' };
  const change = { day: '2026-06-30', noun: 'note', key: 'n', event: 'note.taken', place: null, before: null, after: null };
  const read = { purpose: 'REVIEW', operation: 'candidates', noun: 'Person', fields: '["phone"]', keys: '["per_a"]', count: 1 };
  await store.orm.em.fork().transactional(async (em) => {
    for (let i = 0; i < 3; i++) await extend(em as never, LEDGER, [{ ...who, ...change }]);
    await extend(em as never, READS, [{ ...who, ...read, territory: '["140222000000"]' }]);
  });
  await store.close();
}

describe('npm run audit', () => {
  beforeAll(async () => {
    for (const name of Object.keys(subgraphs)) await grow(name);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('seals every chain, and proves that all are whole', async () => {
    expect((await audit('verify')).out).toContain('villages ledger: 3 rows, 0 checkpoints, whole; the last 3 not sealed yet');
    const sealed = await audit('seal');
    expect(sealed).toMatchObject({
      code: 0,
      out: Object.keys(subgraphs).map((n) => `${n}: ledger sealed at row 3, read audit sealed at row 1`),
    });
    expect(readFileSync(join(folder, 'checkpoints.jsonl'), 'utf8').trim().split('\n')).toHaveLength(6);
    expect((await audit('seal')).out[0]).toBe('villages: nothing new to seal');
    expect(await audit('verify')).toEqual({
      code: 0,
      err: '',
      out: Object.keys(subgraphs).flatMap((n) => [
        `${n} ledger: 3 rows, 1 checkpoint, whole`,
        `${n} read audit: 1 row, 1 checkpoint, whole`,
      ]),
    });
  });

  it('lists who has read what, for a noun and some days', async () => {
    const { code, out } = await audit('list', '--noun', 'Person', '--from', '2026-06-30', '--to', '2026-06-30');
    expect(code).toBe(0);
    expect(out).toHaveLength(3);
    expect(out[1]?.split('\t')).toEqual([
      'personnel 1',
      '2026-06-30T10:00:00.000+08:00',
      'dev:org as ORG_DEPT through test',
      'candidates for REVIEW',
      'Person phone',
      'per_a',
      'in 140222000000',
      'req_1',
    ]);
    expect((await audit('list', '--to', '2026-06-29')).out).toEqual(['']);
  });

  it('says what was asked wrongly', async () => {
    expect(await audit()).toMatchObject({ code: 1, err: expect.stringContaining('verify | seal | list') });
    expect(await audit('list', '--from', 'yesterday')).toMatchObject({ code: 1, err: expect.stringContaining('YYYY-MM-DD') });
  });

  it('ends with 1 and names store, chain, row and damage when something does not fit', async () => {
    const store = await openStore(subgraphs['personnel'] as never, place('personnel'));
    const run = (sql: string) => store.orm.em.getConnection().execute(sql);
    await run('drop trigger ledger_stands_update');
    await run("update ledger set actor = 'somebody else' where seq = 2");
    await store.close();
    const { code, out } = await audit('verify');
    expect(code).toBe(1);
    expect(out[2]).toBe('personnel ledger: BROKEN at row 2, altered: its content is not what its hash covers');
    expect(out.filter((line) => line.includes('whole'))).toHaveLength(5);
  });

  it('ends with 1 when a store is not there', async () => {
    rmSync(join(folder, 'poverty.db'));
    expect(await audit('verify')).toMatchObject({ code: 1, err: expect.stringContaining('poverty: there is no store') });
  });
});
