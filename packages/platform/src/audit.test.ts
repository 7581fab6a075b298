import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { villages } from '../../../subgraphs/villages/src/subgraph.ts';
import { AuditRow, CHAINS, discloses, recordDisclosures } from './audit.ts';
import { auditKeys, Checkpoint, keepSealed, keptIn, newAuditKey, sealCheckpoint } from './checkpoint.ts';
import type { Ctx } from './context.ts';
import { append, asAlgorithm, LedgerHead } from './ledger.ts';
import { quiet } from './log.ts';
import { openStore, type Store, type StorePlace } from './store.ts';
import { envelopeFor, freshPlace } from './testing.ts';
import { verifyStore } from './verify.ts';

const opened: { close(): Promise<void> }[] = [];
const removed: { remove(): Promise<void> }[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  for (const place of removed.splice(0)) await place.remove();
});

async function aStore(more: Partial<StorePlace> = {}): Promise<Store> {
  const place = await freshPlace();
  removed.push(place);
  return again({ ...place, ...more });
}
async function again(place: StorePlace): Promise<Store> {
  const store = await openStore(villages, place, true);
  opened.push(store);
  await store.migrate();
  return store;
}
const asking = (store: Store, purpose?: string) => {
  const { caller, now, requestId } = envelopeFor({ role: 'ORG_DEPT', id: 'dev:org', ...(purpose ? { purpose } : {}) });
  return { em: store.orm.em.fork(), caller, now, requestId, scope: { codes: ['140222102000'] } } as unknown as Ctx;
};
const rowsOf = (store: Store) => store.orm.em.fork().find(AuditRow, {}, { orderBy: { seq: 'asc' }, connectionType: 'write' });
const keys = auditKeys(newAuditKey());

describe('a read of personal data', () => {
  it('is one row for each noun, with who, what for, whose and where', async () => {
    const store = await aStore();
    const ctx = asking(store, 'APPOINTMENT_REVIEW');
    for (const key of ['per_b', 'per_a', 'per_b'])
      for (const field of ['phone', 'idNumber']) discloses(ctx, { noun: 'Person', field, key });
    discloses(ctx, { noun: 'Case', field: 'measure', key: 'cas_a' });
    await recordDisclosures(ctx, 'candidates');
    const [person, other, ...more] = await rowsOf(store);
    expect(more).toEqual([]);
    expect(person).toMatchObject({
      seq: 1,
      actor: 'dev:org',
      role: 'ORG_DEPT',
      client: 'test',
      purpose: 'APPOINTMENT_REVIEW',
      operation: 'candidates',
      noun: 'Person',
      fields: '["idNumber","phone"]',
      keys: '["per_a","per_b"]',
      count: 2,
      territory: '["140222102000"]',
      requestId: ctx.requestId,
    });
    expect(other).toMatchObject({ seq: 2, noun: 'Case', keys: '["cas_a"]', previous: person?.hash });
  });

  it('of more than fifty rows names how many, not whose', async () => {
    const store = await aStore();
    const ctx = asking(store);
    for (let i = 0; i < 51; i++) discloses(ctx, { noun: 'Person', field: 'phone', key: `per_${i}` });
    await recordDisclosures(ctx, 'everybody');
    expect((await rowsOf(store))[0]).toMatchObject({ keys: null, count: 51, purpose: null });
  });

  it('is written once, and costs nothing when nothing was disclosed', async () => {
    const store = await aStore();
    const ctx = asking(store);
    discloses(ctx, { noun: 'Person', field: 'phone', key: 'per_a' });
    await recordDisclosures(ctx, 'one');
    const statements: string[] = [];
    store.onStatement = (sql) => statements.push(sql);
    await recordDisclosures(ctx, 'one');
    await recordDisclosures(asking(store), 'nothing');
    expect(statements).toEqual([]);
    expect(await rowsOf(store)).toHaveLength(1);
  });

  it('fails when it cannot be written, and saves nothing else of the request', async () => {
    const store = await aStore();
    const ctx = asking(store);
    const unsaved = await ctx.em.findOneOrFail(LedgerHead, 1);
    unsaved.seq = 77; // as a refused mutation leaves it
    discloses(ctx, { noun: 'Person', field: 'phone', key: 'per_a' });
    await recordDisclosures(ctx, 'one');
    expect((await store.orm.em.fork().findOneOrFail(LedgerHead, 1, { connectionType: 'write' })).seq).toBe(0);
    await store.orm.em.getConnection().execute('alter table read_audit rename to elsewhere');
    discloses(ctx, { noun: 'Person', field: 'phone', key: 'per_b' });
    await expect(recordDisclosures(ctx, 'one')).rejects.toThrow();
    await store.orm.em.getConnection().execute('alter table elsewhere rename to read_audit');
    await recordDisclosures(ctx, 'one');
    expect((await rowsOf(store)).map((r) => r.keys)).toEqual(['["per_a"]', '["per_b"]']);
  });

  it('keeps its numbers and its chain among many at once', async () => {
    const store = await aStore();
    await Promise.all(
      Array.from({ length: 60 }, (_, i) => {
        const ctx = asking(store);
        discloses(ctx, { noun: 'Person', field: 'phone', key: `per_${i}` });
        return recordDisclosures(ctx, `read${i}`);
      }),
    );
    expect((await rowsOf(store)).map((r) => r.seq)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect((await verifyStore(store, keys)).map((v) => [v.rows, v.broken])).toEqual([
      [0, null],
      [60, null],
    ]);
  });
});

describe('a chain', () => {
  const write = (store: Store) =>
    store.orm.em.fork().transactional(async (em) => {
      const entry = { day: '2026-06-30', noun: 'note', key: 'n', event: 'note.taken', place: null, before: null, after: null };
      await append(em as never, envelopeFor(), [entry]);
    });
  const algorithms = async (store: Store) =>
    (await store.orm.em.fork().find(LedgerHead, {}, { orderBy: { id: 'asc' }, connectionType: 'write' })).map((h) => h.algorithm);

  it.each(['sha256', 'sm3'] as const)('begun with %s stays with it, whatever is configured later', async (hash) => {
    const place = await freshPlace();
    removed.push(place);
    const before = await again({ ...place, hash });
    await write(before);
    await before.close();
    opened.length = 0;
    const later = await again({ ...place, hash: hash === 'sm3' ? 'sha256' : 'sm3' });
    await write(later);
    expect(await algorithms(later)).toEqual([hash, hash]);
    expect(await verifyStore(later, keys)).toMatchObject([
      { rows: 2, broken: null },
      { rows: 0, broken: null },
    ]);
  });

  it('is hashed with what the configuration names, and with nothing unknown', () => {
    expect([undefined, '', 'sm3'].map(asAlgorithm)).toEqual(['sha256', 'sha256', 'sm3']);
    expect(() => asAlgorithm('md5')).toThrow('sha256 or sm3');
  });

  it('covers every column of its rows', async () => {
    const { orm } = await aStore();
    for (const chain of CHAINS) {
      const stored = orm
        .getMetadata()
        .get(chain.entity)
        .props.filter((p) => p.persist !== false);
      expect([...chain.columns, 'at', 'hash'].sort()).toEqual(stored.map((p) => p.name).sort());
    }
  });
});

describe('a key of the audit', () => {
  it('is an Ed25519 key and nothing else', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    for (const text of [rsa, 'secret', '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----'])
      expect(() => auditKeys(text), text).toThrow('openssl genpkey');
    expect(auditKeys('').trusted.size).toBe(0);
  });
});

describe('the sealing of a running store', () => {
  const heads = (store: Store) => store.orm.em.fork().find(Checkpoint, {}, { orderBy: { seq: 'asc' }, connectionType: 'write' });
  const grow = (store: Store, rows: number) =>
    store.orm.em.fork().transactional((em) => {
      const entry = { day: '2026-06-30', noun: 'note', key: 'n', event: 'note.taken', place: null, before: null, after: null };
      return append(em as never, envelopeFor(), Array(rows).fill(entry));
    });

  it('happens at the start, after 500 rows and at the stop, when there is something new', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guben-'));
    removed.push({ remove: async () => rmSync(folder, { recursive: true }) });
    const file = join(folder, 'deep', 'checkpoints.jsonl');
    const store = await aStore();
    await grow(store, 1);
    const sealing = await keepSealed(store, { keys, file }, quiet, { everyMs: 5 });
    expect((await heads(store)).map((c) => c.seq)).toEqual([1]);
    await grow(store, 499);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await heads(store)).map((c) => c.seq)).toEqual([1]);
    await grow(store, 1);
    await expect.poll(async () => (await heads(store)).map((c) => c.seq)).toEqual([1, 501]);
    await grow(store, 1);
    await sealing.stop();
    expect((await heads(store)).map((c) => c.seq)).toEqual([1, 501, 502]);
    expect(await sealCheckpoint(store, { keys, file }, new Date())).toEqual([]);
    expect(keptIn(file, 'villages').map((c) => c.seq)).toEqual([1, 501, 502]);
    expect(keptIn(file, 'poverty')).toEqual([]);
    expect(await verifyStore(store, keys, file)).toMatchObject([{ rows: 502, checkpoints: 3, unsealed: 0, broken: null }, {}]);
  });
});
