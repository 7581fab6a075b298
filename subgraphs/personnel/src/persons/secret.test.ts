import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { change } from '#platform/change';
import { FOREVER } from '#platform/day';
import { firstBroken } from '#platform/ledger';
import { census, ledgerCensus, rotate, tryKeys } from '#platform/rotation';
import { type Key, Keyring } from '#platform/secret';
import { openStore, type Store, type StorePlace } from '#platform/store';
import { startSubgraph } from '#platform/subgraph';
import { type App, COUNTY, seededPlace, TEST_KEYS, TEST_NOW } from '#platform/testing';
import { villages } from '../../../villages/src/subgraph.ts';
import { aPerson } from '../samples.ts';
import { personnel } from '../subgraph.ts';
import { personnelApp } from '../testing.ts';
import { Person } from './person.entity.ts';

const NUMBER = '140222197501010015';
const PHONE = '13800001234';
const org = { role: 'ORG_DEPT', purpose: 'PERSONNEL_FILE' };
const register = 'mutation ($input: RegisterPersonInput!) { registerPerson(input: $input) { id idNumber phone } }';
const raw = (store: Store, sql: string) => store.orm.em.fork().getConnection('write').execute(sql) as Promise<Record<string, string>[]>;

/** Whether any column of any table holds the text. */
async function held(store: Store, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const table of ['person', 'posting', 'ledger', 'read_audit'])
    for (const row of await raw(store, `select * from ${table}`)) if (JSON.stringify(row).includes(text)) found.push(table);
  return found;
}

describe('an identity number at rest', () => {
  let app: App;
  let home: string;
  beforeAll(async () => {
    app = await personnelApp({ seed: false });
    home = app.subgraph.store.territory.named(COUNTY) as string;
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('is ciphertext in the table and in the ledger, whether imported or registered', async () => {
    await app.given(aPerson({ homeDivision: home, idNumber: NUMBER, phone: PHONE }));
    const input = { name: '李静', idNumber: '34052419800101001X', phone: '13900005678', politicalStatus: '13', homeDivision: home };
    const { data } = await app.ask(register, { input: { ...input, idempotencyKey: 'once' } }, org);
    expect(data.registerPerson).toMatchObject({ idNumber: input.idNumber, phone: input.phone });
    for (const text of [NUMBER, PHONE, input.idNumber, input.phone, NUMBER.slice(6, 17), '1980010100'])
      expect(await held(app.subgraph.store, text), text).toEqual([]);
    for (const { id_number, phone } of await raw(app.subgraph.store, 'select * from person'))
      expect([id_number, phone].every((text) => text?.startsWith('v1.test.aes-256-gcm.'))).toBe(true);
    const rows = await app.ledger('person');
    expect(rows.map((r) => (r.is as Record<string, string>)['idNumber']?.slice(0, 8))).toEqual(['v1.test.', 'v1.test.']);
    expect(firstBroken(await app.ledger())).toBeNull();
  });

  it('stays the same text through a change, in the past version and in the ledger', async () => {
    const zhang = aPerson({ homeDivision: home });
    await app.given(zhang);
    const ctx = app.context({ role: 'ORG_DEPT' });
    await change(ctx, Person, zhang.id, {}, (row) => {
      row.politicalStatus = '13';
      return 'person.corrected';
    });
    const versions = await raw(app.subgraph.store, `select * from person where id = '${zhang.id}'`);
    expect(versions).toHaveLength(2);
    for (const column of ['id_number', 'phone', 'id_number_hash']) expect(new Set(versions.map((v) => v[column])).size).toBe(1);
    const last = (await app.ledger()).at(-1);
    expect([last?.was, last?.is].map((r) => (r as Record<string, string>)['idNumber'])).toEqual(Array(2).fill(versions[0]?.['id_number']));
  });

  it('is not written anew by a request that only reads it', async () => {
    const em = app.subgraph.store.orm.em.fork();
    await em.find(Person, { validTo: FOREVER }, { filters: false });
    em.getUnitOfWork().computeChangeSets();
    expect(em.getUnitOfWork().getChangeSets()).toEqual([]);
  });

  it('that was altered past the platform is refused, not shown, and the caller is told nothing of it', async () => {
    const wang = aPerson({ homeDivision: home });
    await app.given(wang);
    const seen = () => app.ask('query ($id: ID!) { person(id: $id) { idNumber } }', { id: wang.id }, org);
    expect((await seen()).codes).toEqual([]);
    const text = wang.idNumber.text.split('.').with(4, 'AAAAAAAAAAAAAAAAAAAAAAAA').join('.');
    await raw(app.subgraph.store, `update person set id_number = '${text}' where id = '${wang.id}'`);
    const { codes, errors } = await seen();
    expect(codes).toEqual(['INTERNAL']);
    expect(JSON.stringify(errors)).not.toMatch(/v1\.|sealed|key/);
  });
});

const key = (id: string, fill: number): Key => ({ id, bytes: Buffer.alloc(32, fill) });
const ring = (keys: Key[], more: Partial<ConstructorParameters<typeof Keyring>[0]> = {}) =>
  new Keyring({ cipher: 'aes-256-gcm', keys, hashKey: Buffer.alloc(32, 2), ...more });
const TEST = key('test', 1);

describe('the keys of a store', () => {
  const PEOPLE = 1203;
  let place: StorePlace & { remove(): Promise<void> };
  beforeAll(async () => {
    place = await seededPlace({ spec: personnel, seed: false, follows: [{ spec: villages }] });
    await using app = await personnelApp({ seed: false, place });
    const home = app.subgraph.store.territory.named(COUNTY) as string;
    await app.given(...Array.from({ length: PEOPLE }, (_, i) => aPerson({ homeDivision: home, phone: `1380000${1000 + i}` })));
  });
  afterAll(() => place.remove());

  const opened = async <T>(keys: Keyring, work: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore(personnel, { ...place, keys });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  const under = (keys: Keyring) =>
    opened(keys, async (store) => (await census(store)).map(({ name, under, unopened, misfits }) => ({ name, under, unopened, misfits })));
  const whole = (seal: string) =>
    ['person.idNumber', 'person.phone'].map((name) => ({ name, under: { [seal]: PEOPLE }, unopened: 0, misfits: 0 }));

  it('are tried at start: another key of the name, an unknown name and another hash key are refused, and said', async () => {
    const start = (keys: Keyring) => startSubgraph(personnel, { place: { ...place, keys }, now: TEST_NOW });
    await expect(start(ring([key('test', 3)]))).rejects.toThrow(/personnel: the keys don't open person.idNumber.*key test/);
    await expect(start(ring([key('2027', 1)]))).rejects.toThrow(/under key test.*holds 2027.*GUBEN_KEYS/);
    await expect(start(ring([TEST], { hashKey: Buffer.alloc(32, 7) }))).rejects.toThrow(/another GUBEN_HASH_KEY/);
    await expect(start(undefined as never)).rejects.toThrow(/without keys/);
  });

  it('are rotated: every value under the first, found as before, the ledger as it was', async () => {
    expect(await under(TEST_KEYS)).toEqual(whole('test aes-256-gcm'));
    const next = ring([key('2027', 4), TEST]);
    const done = await opened(next, rotate);
    expect(done).toEqual(['person.idNumber', 'person.phone'].map((name) => ({ name, values: PEOPLE, sealed: PEOPLE, hashed: 0 })));
    expect(await under(next)).toEqual(whole('2027 aes-256-gcm'));
    expect(await under(ring([key('2027', 4)]))).toEqual(whole('2027 aes-256-gcm'));
    expect(await opened(next, ledgerCensus)).toEqual({ 'test aes-256-gcm': 2 * PEOPLE });
    await opened(next, tryKeys);
    const again = await opened(next, rotate);
    expect(again.every(({ sealed }) => sealed === 0)).toBe(true);
  });

  it('are rotated to the end by a second run when the first was broken off', async () => {
    const next = ring([key('2028', 5), key('2027', 4)]);
    await opened(next, async (store) => {
      const [late] = await raw(store, 'select "row", id_number from person where "row" > 600 order by "row" limit 1');
      const write = (text: string | undefined) => raw(store, `update person set id_number = '${text}' where "row" = ${late?.['row']}`);
      await write('broken');
      await expect(rotate(store)).rejects.toThrow(/ought to be sealed/);
      await write(late?.['id_number']);
      expect((await census(store))[0]?.under).toEqual({ '2028 aes-256-gcm': 500, '2027 aes-256-gcm': PEOPLE - 500 });
      expect((await rotate(store)).map(({ sealed }) => sealed)).toEqual([PEOPLE - 500, PEOPLE]);
    });
    expect(await under(next)).toEqual(whole('2028 aes-256-gcm'));
  });

  it('turn to SM4 and to another hash key, by which the hashes are made anew', async () => {
    const next = ring([key('2028', 5)], { cipher: 'sm4', hashKey: Buffer.alloc(32, 7) });
    expect((await under(next)).map(({ misfits }) => misfits)).toEqual([PEOPLE, PEOPLE]);
    await expect(opened(next, tryKeys)).rejects.toThrow(/GUBEN_HASH_KEY or GUBEN_CIPHER.*rotate/);
    expect((await opened(next, rotate)).map(({ sealed, hashed }) => [sealed, hashed])).toEqual(Array(2).fill([PEOPLE, PEOPLE]));
    expect(await under(next)).toEqual(whole('2028 sm4'));
    await opened(next, tryKeys);
  });
});
