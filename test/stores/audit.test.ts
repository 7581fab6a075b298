import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { AuditRow, CHAINS, READS } from '#platform/audit';
import { auditKeys, Checkpoint, newAuditKey, type Sealing, sealCheckpoint } from '#platform/checkpoint';
import { type Chain, extend, LEDGER, LedgerHead, LedgerRow, type Link, linkHash } from '#platform/ledger';
import { openStore, type Store, type StorePlace } from '#platform/store';
import { freshPlace, TEST_NOW, testApp } from '#platform/testing';
import { told, verifyStore } from '#platform/verify';
import { subgraphs } from '../../gateway/src/parts.ts';
import { villages } from '../../subgraphs/villages/src/subgraph.ts';

const sqlite = () => inject('postgres') === '';
const run = (store: Store, sql: string) => store.orm.em.getConnection().execute(sql);
const fork = (store: Store) => store.orm.em.fork();

const note = (i: number, actor: string): Partial<LedgerRow> => ({
  ...{ at: new Date(TEST_NOW.getTime() + i + 1), actor, role: 'IMPORT', client: 'test', requestId: `req_${i}`, day: '2026-06-30' },
  ...{ noun: 'note', key: `n${i}`, event: 'note.taken', place: null, before: null, after: '{}' },
});
const reading = (i: number, actor: string): Partial<AuditRow> => ({
  ...{ at: TEST_NOW, actor, role: 'AUDITOR', client: 'test', requestId: `req_${i}`, purpose: null, operation: 'persons' },
  ...{ noun: 'Person', fields: '["phone"]', keys: `["per_${i}"]`, count: 1, territory: '["140222000000"]' },
});
const grow = (store: Store, rows: number, actor = 'test') =>
  fork(store).transactional(async (em) => {
    await extend(
      em as never,
      LEDGER,
      Array.from({ length: rows }, (_, i) => note(i, actor)),
    );
    await extend(
      em as never,
      READS,
      Array.from({ length: rows }, (_, i) => reading(i, actor)),
    );
  });

describe.each(Object.values(subgraphs).map((spec) => [spec.name, spec] as const))('a row of a chain in %s', (_, spec) => {
  let store: Store;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    const place = await freshPlace();
    remove = place.remove;
    store = await openStore(spec, place);
    await store.migrate();
    await grow(store, 3);
    await sealCheckpoint(store, { keys: auditKeys(newAuditKey()), file: join(mkdtempSync(join(tmpdir(), 'guben-')), 'c') }, TEST_NOW);
  });
  afterAll(async () => {
    await store.close();
    await remove();
  });

  it.each(['ledger', 'read_audit', 'checkpoint'])('of %s is not changed or deleted by any statement', async (table) => {
    const pk = table === 'checkpoint' ? 'row' : 'seq';
    const q = (name: string) => (sqlite() ? `\`${name}\`` : `"${name}"`);
    const all = () => run(store, `select * from ${table} order by ${q(pk)}`);
    const before = await all();
    expect(before.length).toBeGreaterThan(1);
    const columns = Object.keys(before[0] as object)
      .map(q)
      .join(', ');
    const statements = [
      `update ${table} set hash = 'x'`,
      `update ${table} set hash = 'x' where ${q(pk)} = 2`,
      `delete from ${table}`,
      `delete from ${table} where ${q(pk)} = 2`,
      `insert into ${table} select * from ${table} where true on conflict (${q(pk)}) do update set hash = 'x'`,
      ...(sqlite()
        ? [
            `replace into ${table} (${columns}) select ${columns} from ${table} where ${q(pk)} = 2`,
            `update or replace ${table} set hash = 'x'`,
          ]
        : [`truncate ${table}`, `truncate ${table} cascade`]),
    ];
    for (const sql of statements) await expect(run(store, sql), sql).rejects.toThrow('stands as it was written');
    expect(await all()).toEqual(before);
  });

  it.each([LedgerRow, AuditRow, Checkpoint])('$name is not changed or deleted by the mapper', async (entity) => {
    const em = fork(store);
    const id = entity === Checkpoint ? { row: 1 } : { seq: 1 };
    const count = await em.count(entity as typeof LedgerRow, {});
    const stands = 'stands as it was written';
    await expect(em.nativeUpdate(entity as typeof LedgerRow, id as never, { hash: 'x' })).rejects.toThrow(stands);
    await expect(em.nativeDelete(entity as typeof LedgerRow, id as never)).rejects.toThrow(stands);
    const row = await em.findOneOrFail(entity as typeof LedgerRow, id as never);
    row.hash = 'x';
    await expect(em.flush()).rejects.toThrow(stands);
    const other = fork(store);
    other.remove(await other.findOneOrFail(entity as typeof LedgerRow, id as never));
    await expect(other.flush()).rejects.toThrow(stands);
    expect(await fork(store).count(entity as typeof LedgerRow, {}, { connectionType: 'write' })).toBe(count);
  });

  it('cannot be left behind by a head that goes back', async () => {
    for (const sql of [
      'update ledger_head set seq = seq - 1',
      "update ledger_head set algorithm = 'sm3'",
      `update ledger_head set hash = 'x'`,
    ])
      await expect(run(store, sql), sql).rejects.toThrow('only goes forward');
    await expect(run(store, 'delete from ledger_head')).rejects.toThrow();
  });
});

describe('a mutation of the graph', () => {
  it('adds to the ledger and touches nothing that stands there', async () => {
    await using app = await testApp(villages);
    const { data } = await app.ask('{ village(code: "140222102200") { id } }');
    const record = 'mutation ($input: RecordCollectiveEconomyInput!) { recordCollectiveEconomy(input: $input) { id } }';
    const input = { village: data.village.id, year: 2026, operatingIncome: 5_000_000, subsidyIncome: 1_000_000 };
    expect((await app.ask(record, { input }, { role: 'RURAL_ECONOMY' })).codes).toEqual([]);
    const touching = app.statements
      .filter((sql) => /\b(ledger|read_audit|checkpoint)\b/.test(sql))
      .map((sql) => sql.split(' ')[0]?.replace(/\W.*/, ''));
    expect(touching).toContain('insert');
    expect(touching.filter((verb) => verb !== 'insert' && verb !== 'select')).toEqual([]);
  });

  it.each(Object.values(subgraphs).map((spec) => [spec.name, spec] as const))(
    'of %s is not about the ledger or the audit',
    async (_, spec) => {
      const sdl = readFileSync(new URL('schema.graphql', new URL('../', spec.migrations)), 'utf8');
      const mutations = /type Mutation \{([\s\S]*?)\n\}/.exec(sdl)?.[1] ?? '';
      const names = [...mutations.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name as string);
      expect(names.length).toBeGreaterThan(10);
      expect(names.filter((name) => /ledger|audit|checkpoint/i.test(name))).toEqual([]);
    },
  );
});

describe('a store that somebody had in hands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guben-audit-'));
  const sealing: Sealing = { keys: auditKeys(newAuditKey()), file: join(folder, 'checkpoints.jsonl') };
  let original: StorePlace & { remove(): Promise<void> };
  let total: Record<string, number>;

  /** The county's villages, then five seals with 40 rows between, then 5 rows that no checkpoint covers. */
  beforeAll(async () => {
    original = await freshPlace();
    const store = await openStore(villages, original);
    await store.migrate();
    await fork(store).transactional((em) => villages.seed?.(em as never, TEST_NOW) as Promise<void>);
    for (let i = 0; i < 5; i++) {
      await grow(store, 40);
      await sealCheckpoint(store, sealing, new Date(TEST_NOW.getTime() + i * 1000));
    }
    await grow(store, 5);
    const heads = await fork(store).find(LedgerHead, {}, { connectionType: 'write' });
    total = Object.fromEntries(CHAINS.map(({ name, head }) => [name, heads.find((h) => h.id === head)?.seq as number]));
    await store.close();
  });
  afterAll(async () => {
    await original.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A copy whose protection was taken off, as whoever holds the database can. */
  async function aCopy(): Promise<{ store: Store; file: string } & AsyncDisposable> {
    const place = await freshPlace();
    if (sqlite()) cpSync(original.file as string, place.file as string);
    else {
      const { default: pg } = await import('pg');
      const name = (url: string | undefined) => new URL(url as string).pathname.slice(1);
      const admin = new pg.Client({ connectionString: `${inject('postgres')}/postgres` });
      await admin.connect();
      await admin.query(`drop database ${name(place.url)}`);
      await admin.query(`create database ${name(place.url)} template ${name(original.url)}`);
      await admin.end();
    }
    const store = await openStore(villages, place);
    if (sqlite())
      for (const { name } of await run(store, "select name from sqlite_master where type = 'trigger'"))
        await run(store, `drop trigger ${name}`);
    else {
      await run(store, 'drop function stands_as_written() cascade');
      await run(store, 'drop function goes_forward() cascade');
    }
    const file = join(mkdtempSync(join(folder, 'copy-')), 'checkpoints.jsonl');
    cpSync(sealing.file, file);
    return {
      store,
      file,
      async [Symbol.asyncDispose]() {
        await store.close();
        await place.remove();
      },
    };
  }

  /** Writes a chain anew from row `n` on, every hash right: only a checkpoint can tell. */
  async function rewrite<R extends Link>(store: Store, chain: Chain<R>, n: number, table: string): Promise<void> {
    const { algorithm } = await fork(store).findOneOrFail(LedgerHead, chain.head);
    const rows = (await fork(store).find(chain.entity, { seq: { $gte: n } } as never, { orderBy: { seq: 'asc' } as never })) as R[];
    let previous = rows[0]?.previous;
    for (const row of rows) {
      const changed = { ...row, previous, actor: 'somebody else' } as R;
      const hash = linkHash(chain, algorithm, changed);
      await run(store, `update ${table} set actor = 'somebody else', previous = '${previous}', hash = '${hash}' where seq = ${row.seq}`);
      previous = hash;
    }
    await run(store, `update ledger_head set hash = '${previous}' where id = ${chain.head}`);
  }

  const first = async (store: Store, file?: string) => (await verifyStore(store, sealing.keys, file)).find((v) => v.broken)?.broken;
  const swap = (table: string, a: number, b: number) => [
    `update ${table} set seq = -1 where seq = ${a}`,
    `update ${table} set seq = ${a} where seq = ${b}`,
    `update ${table} set seq = ${b} where seq = -1`,
  ];

  it('is whole when nothing was done, and says what no checkpoint covers yet', async () => {
    await using copy = await aCopy();
    expect((await verifyStore(copy.store, sealing.keys, copy.file)).map(told)).toEqual([
      `villages ledger: ${total['ledger']} rows, 5 checkpoints, whole; the last 5 not sealed yet`,
      `villages read audit: 205 rows, 5 checkpoints, whole; the last 5 not sealed yet`,
    ]);
    expect(total['ledger']).toBeGreaterThan(1000);
  });

  const last = () => total['ledger'] as number;
  type Damage = [what: string, chain: string, statements: () => string[], found: () => { seq: number; damage: string }];
  const damages: Damage[] = [
    [
      'an altered column of the ledger',
      'ledger',
      () => ["update ledger set actor = 'x' where seq = 1042"],
      () => ({ seq: 1042, damage: 'altered' }),
    ],
    [
      'an altered instant',
      'ledger',
      () => [`update ledger set at = (select at from ledger where seq = ${last()}) where seq = 42`],
      () => ({ seq: 42, damage: 'altered' }),
    ],
    ['an emptied column', 'ledger', () => ["update ledger set after = '' where seq = 42"], () => ({ seq: 42, damage: 'altered' })],
    [
      'an altered row of the read audit',
      'read audit',
      () => ["update read_audit set keys = '[]' where seq = 42"],
      () => ({ seq: 42, damage: 'altered' }),
    ],
    [
      'a hash of its own that the next row does not name',
      'ledger',
      () => ["update ledger set hash = 'x', previous = previous where seq = 42"],
      () => ({ seq: 42, damage: 'altered' }),
    ],
    ['a row deleted in the middle', 'ledger', () => ['delete from ledger where seq = 1042'], () => ({ seq: 1042, damage: 'missing' })],
    ['the first row deleted', 'read audit', () => ['delete from read_audit where seq = 1'], () => ({ seq: 1, damage: 'missing' })],
    [
      'a gap closed by new numbers',
      'read audit',
      () => ['delete from read_audit where seq = 204', 'update read_audit set seq = 204 where seq = 205'],
      () => ({ seq: 204, damage: 'reordered' }),
    ],
    [
      'a row before the first',
      'read audit',
      () => ['update read_audit set seq = -1 where seq = 205'],
      () => ({ seq: 1, damage: 'missing' }),
    ],
    ['two rows that changed places', 'ledger', () => swap('ledger', 42, 43), () => ({ seq: 42, damage: 'reordered' })],
    [
      'the last rows deleted',
      'ledger',
      () => [`delete from ledger where seq > ${last() - 2}`],
      () => ({ seq: last() - 1, damage: 'cut off' }),
    ],
    [
      'the last rows deleted and the head fixed',
      'ledger',
      () => [
        `delete from ledger where seq > ${last() - 10}`,
        `update ledger_head set seq = ${last() - 10}, hash = (select hash from ledger where seq = ${last() - 10}) where id = 1`,
      ],
      () => ({ seq: last() - 9, damage: 'cut off' }),
    ],
    [
      'everything deleted and the head fixed',
      'read audit',
      () => ['delete from read_audit', `update ledger_head set seq = 0, hash = '${'0'.repeat(64)}' where id = 2`],
      () => ({ seq: 1, damage: 'cut off' }),
    ],
    [
      'a head that was set back',
      'ledger',
      () => ['update ledger_head set seq = seq - 1 where id = 1'],
      () => ({ seq: last(), damage: 'head' }),
    ],
    [
      'a head with another hash function',
      'ledger',
      () => ["update ledger_head set algorithm = 'sm3' where id = 1"],
      () => ({ seq: 1, damage: 'altered' }),
    ],
    ['no head', 'ledger', () => ['delete from ledger_head where id = 1'], () => ({ seq: 0, damage: 'head' })],
    [
      'a checkpoint taken out of the store',
      'ledger',
      () => [`delete from checkpoint where chain = 'ledger' and seq = ${last() - 45}`],
      () => ({ seq: last() - 45, damage: 'checkpoint' }),
    ],
    [
      'a checkpoint with another hash',
      'read audit',
      () => ["update checkpoint set hash = 'x' where chain = 'read audit' and seq = 80"],
      () => ({ seq: 80, damage: 'checkpoint' }),
    ],
  ];
  // What finds damage is the same code on both engines: on PostgreSQL, where a copy takes seconds, every fourth kind is tried.
  it.each(damages.filter((_, i) => sqlite() || i % 4 === 0))('is found out: %s', async (_, chain, statements, expected) => {
    await using copy = await aCopy();
    for (const sql of statements()) await run(copy.store, sql);
    const broken = (await verifyStore(copy.store, sealing.keys, copy.file)).filter((v) => v.broken);
    expect(broken.map((v) => [v.store, v.chain])).toEqual([['villages', chain]]);
    expect(broken[0]?.broken).toMatchObject(expected());
    expect(told(broken[0] as never)).toContain(`villages ${chain}: BROKEN at row ${expected().seq}, ${expected().damage}`);
  });

  it('is found out by its checkpoints when a chain was written anew with right hashes', async () => {
    await using copy = await aCopy();
    await rewrite(copy.store, READS, 130, 'read_audit');
    expect(await first(copy.store, copy.file)).toMatchObject({
      seq: 160,
      damage: 'rewritten',
      what: expect.stringContaining('between 121 and 160'),
    });
    expect(await first(copy.store)).toMatchObject({ seq: 160, damage: 'rewritten' });
  });

  it('is found out by the file when the checkpoints in the store were deleted too', async () => {
    await using copy = await aCopy();
    await rewrite(copy.store, LEDGER, last() - 50, 'ledger');
    await run(copy.store, 'delete from checkpoint');
    expect(await first(copy.store, copy.file)).toMatchObject({ damage: 'checkpoint' }); // the oldest that is gone from the store
    await run(copy.store, `delete from read_audit`);
    await run(copy.store, `delete from ledger`);
    await run(copy.store, `update ledger_head set seq = 0, hash = '${'0'.repeat(64)}'`);
    expect(await first(copy.store, copy.file)).toMatchObject({ seq: 1, damage: 'cut off', what: expect.stringContaining('in the file') });
  });

  it('is found out when the checkpoints were made anew with another key', async () => {
    await using copy = await aCopy();
    await rewrite(copy.store, READS, 130, 'read_audit');
    await run(copy.store, 'delete from checkpoint');
    await sealCheckpoint(copy.store, { keys: auditKeys(newAuditKey()), file: join(folder, 'elsewhere') }, TEST_NOW);
    expect(await first(copy.store)).toMatchObject({ damage: 'checkpoint', what: expect.stringContaining('not trusted') });
  });

  it('is found out when a database was put in its place', async () => {
    const place = await freshPlace();
    const other = await openStore(villages, place);
    await other.migrate();
    await fork(other).transactional((em) => villages.seed?.(em as never, new Date('2026-07-01T00:00:00Z')) as Promise<void>);
    await grow(other, 300, 'somebody else');
    expect((await verifyStore(other, sealing.keys, sealing.file)).map((v) => v.broken?.damage)).toEqual(['rewritten', 'rewritten']);
    await other.close();
    await place.remove();
  });

  it('is not accused by rows that are written while it is verified', async () => {
    await using copy = await aCopy();
    let writing = true;
    const writer = (async () => {
      for (let i = 0; writing; i++) {
        await grow(copy.store, 3);
        await setImmediate(); // an embedded store alone would never let the other have a turn
        if (i % 5 === 0) await sealCheckpoint(copy.store, { ...sealing, file: copy.file }, TEST_NOW);
      }
    })();
    for (let i = 0; i < 5; i++) expect((await verifyStore(copy.store, sealing.keys, copy.file)).map((v) => v.broken)).toEqual([null, null]);
    writing = false;
    await writer;
  });

  it('is trusted with the public halves of old keys beside the new one', async () => {
    await using copy = await aCopy();
    const next = newAuditKey();
    const old = [...sealing.keys.trusted.values()].map((key) => key.export({ type: 'spki', format: 'pem' }) as string).join('');
    const keys = auditKeys(`${next}${old}`);
    const [sealed] = await sealCheckpoint(copy.store, { keys, file: copy.file }, TEST_NOW);
    expect(sealed?.keyId).toBe(keys.seals?.id);
    expect((await verifyStore(copy.store, keys, copy.file)).map((v) => [v.broken, v.unsealed])).toEqual([
      [null, 0],
      [null, 0],
    ]);
    const der = [...keys.trusted.values()].map((key) => key.export({ type: 'spki', format: 'der' }).toString('base64')).join(', ');
    expect((await verifyStore(copy.store, auditKeys(der), copy.file)).map((v) => v.broken)).toEqual([null, null]);
    await expect(sealCheckpoint(copy.store, { keys: auditKeys(der), file: copy.file }, TEST_NOW)).rejects.toThrow('can verify, not seal');
  });

  it('can be opened as evidence, in which nothing can be written', async () => {
    const evidence = await openStore(villages, { ...original, readOnly: true });
    expect((await verifyStore(evidence, sealing.keys, sealing.file)).map((v) => v.broken)).toEqual([null, null]);
    await expect(run(evidence, "update ledger_position set feed = 'x'")).rejects.toThrow(/read.?only/i);
    await evidence.close();
  });

  it('names a line of the file that is no checkpoint', async () => {
    await using copy = await aCopy();
    writeFileSync(copy.file, `${readFileSync(copy.file, 'utf8')}{"half`);
    await expect(verifyStore(copy.store, sealing.keys, copy.file)).rejects.toThrow('line 11');
  });
});
