import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditRow } from '#platform/audit';
import { TEST_NOW } from '#platform/testing';
import { acceptance } from './acceptance.ts';
import { type Asking, type Platform, platform, type Shape } from './kit.ts';
import { put } from './security/door.ts';

const BOARD = acceptance('township-board');
const CODE = '140222102000';
const OFFICE: Asking = { role: 'TOWNSHIP_ADMIN', divisions: [CODE] };
const CIVIL: Asking = { role: 'CIVIL_AFFAIRS', id: 'office:civil' };

const RAISE = 'mutation ($input: RaiseConcernInput!) { raiseConcern(input: $input) { id } }';
const MERGE = 'mutation ($input: MergeVillagesInput!) { mergeVillages(input: $input) { id } }';

/** How long the gateway alone may be behind what others committed. */
const STALE_MS = 300;

/** The same question, computed: what is sent beside it is another key and changes nothing. */
const fresh = (p: Platform, query: string, asking: Asking = {}) => p.ask(query, { unknown: crypto.randomUUID() }, asking);

const someVillage = async (p: Platform): Promise<string> =>
  (await p.ask(`{ township(code: "${CODE}") { villages(first: 1) { nodes { id } } } }`)).data.township.villages.nodes[0].id;

/** Requests to subgraphs since the last look, over all answers. */
let asked = 0;
const onAnswer = (_: string | undefined, hops: Readonly<Record<string, number>>) => {
  asked += Object.values(hops).reduce((sum, n) => sum + n, 0);
};
const requests = () => {
  const sum = asked;
  asked = 0;
  return sum;
};

describe.each<Shape>(['together', 'distributed'])('an answer that is kept, %s,', (shape) => {
  let p: Platform;
  beforeAll(async () => {
    p = await platform(shape, {
      onAnswer,
      clock: () => new Date(TEST_NOW.getTime() + 3_600_000), // what the tests write is later than what they find
      followEveryMs: 50,
      env: { GUBEN_CACHE_MB: '64', GUBEN_CACHE_STALE_MS: String(STALE_MS) },
    });
  });
  afterAll(() => p[Symbol.asyncDispose]());
  const get = async (query: string, headers: Record<string, string> = {}, asking: Asking = {}) =>
    fetch(`${p.url}?query=${encodeURIComponent(query)}`, {
      headers: { authorization: `Bearer ${await p.token(asking)}`, 'apollo-require-preflight': '1', ...headers },
    });

  it('is computed once, byte for byte the same, whoever of the same duty and territory asks in whatever spelling', async () => {
    const body = { query: BOARD, variables: { code: CODE } };
    requests();
    const first = await put(p, body);
    expect([first.status, requests()]).toEqual([200, 3]);
    expect(first.headers.get('etag')).toMatch(/^"[\w-]{43}"$/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    expect(first.headers.get('vary')).toContain('authorization');
    const spelled = { variables: { code: CODE }, query: `# again\n${BOARD.replaceAll('\n', '\n   ')}`, extensions: { other: 1 } };
    for (const again of [
      await put(p, body),
      await put(p, spelled),
      await put(p, body, {}, await p.token({ id: 'somebody:else', client: 'x' })),
    ]) {
      expect([again.text, again.headers.get('etag')]).toEqual([first.text, first.headers.get('etag')]);
      expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    }
    expect(requests()).toBe(0);
  });
  it('isn’t sent again over GET to who has it; POST has no such condition and is answered in full', async () => {
    const query = '{ county(code: "140222000000") { name } }';
    const first = await get(query);
    const [tag, text] = [first.headers.get('etag') as string, await first.text()];
    for (const header of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
      const second = await get(query, { 'if-none-match': header });
      expect([second.status, await second.text(), second.headers.get('etag')]).toEqual([304, '', tag]);
      expect(second.headers.get('cache-control')).toBe('private, no-cache');
    }
    expect((await get(query, { 'if-none-match': '"x"' })).status).toBe(200);
    requests();
    const { status, text: whole, headers } = await put(p, { query }, { 'if-none-match': tag });
    expect([status, whole, headers.get('etag'), requests()]).toEqual([200, text, tag, 0]);
    // As another media type it is another thing.
    const other = await get(query, { accept: 'application/graphql-response+json', 'if-none-match': tag });
    expect([other.status, other.headers.get('content-type')]).toEqual([200, 'application/graphql-response+json; charset=utf-8']);
  });
  it.each<[string, Asking, Asking]>([
    ['territories', OFFICE, { ...OFFICE, divisions: ['140222100000'] }],
    ['roles', { role: 'INSPECTOR' }, { role: 'ORG_DEPT' }],
    ['days', { asOf: '2018-12-31' }, { asOf: '2018-12-30' }],
    ['agencies', { role: 'INSPECTOR', agency: 'agc_1' }, { role: 'INSPECTOR', agency: 'agc_2' }],
    ['territories of change', { role: 'ORG_DEPT' }, { role: 'ORG_DEPT', writes: [CODE] }],
    ['territories of finding', { role: 'ORG_DEPT' }, { role: 'ORG_DEPT', finds: [] }],
    ['purposes', { role: 'FINANCE' }, { role: 'FINANCE', headers: { purpose: 'ALLOWANCE_PAYMENT' } }],
    ['instants', {}, { headers: { 'known-at': '2026-06-30T10:30:00+08:00' } }],
    ['media types', {}, { headers: { accept: 'application/graphql-response+json' } }],
    ['askers of the cost', {}, { headers: { 'x-cost': '1' } }],
  ])('is never told to another: two %s are computed apart (Z12)', async (_, one, other) => {
    const query = `{ villages { totalCount } aside: villages(first: ${3 + Math.floor(Math.random() * 100)}) { totalCount } }`;
    requests();
    await p.ask(query, {}, one);
    const alone = requests();
    expect(alone).toBeGreaterThan(0);
    await p.ask(query, {}, other);
    expect(requests()).toBe(alone);
    await p.ask(query, {}, one);
    await p.ask(query, {}, other);
    expect(requests()).toBe(0);
  });
  it('holds until its store changes: who changed it reads the change, and so do all others', async () => {
    const query = '{ publicConcerns { totalCount } }';
    const village = (await p.ask(`{ township(code: "${CODE}") { villages(first: 1) { nodes { id } } } }`)).data.township.villages.nodes[0]
      .id;
    const apart = '{ county(code: "140222000000") { name } }';
    await p.ask(apart, {}, OFFICE);
    const before = (await p.ask(query, {}, OFFICE)).data.publicConcerns.totalCount;
    for (let i = 1; i <= 3; i++) {
      const raised = await p.ask(RAISE, { input: { village, source: 'HOME_VISIT', category: '饮水', text: `第${i}次停水` } }, OFFICE);
      expect([raised.errors, raised.headers.get('cache-control'), raised.headers.get('etag')]).toEqual([[], 'no-store', null]);
      expect((await p.ask(query, {}, OFFICE)).data.publicConcerns.totalCount).toBe(before + i);
      expect((await p.ask(query, {}, { role: 'POVERTY_OFFICE' })).data.publicConcerns.totalCount).toBeGreaterThanOrEqual(before + i);
    }
    requests();
    await p.ask(apart, {}, OFFICE); // of a store that stood still
    expect(requests()).toBe(0);
  });
  it('follows what a store copies from another’s ledger, though its own stands still', async () => {
    const { data } = await p.ask(`{ township(code: "${CODE}") { villages(first: 2) { nodes { id code } } } }`);
    const [a, b] = data.township.villages.nodes as { id: string; code: string }[];
    const board = `{ village(code: "${a?.code}") { status findings { totalCount } coverage { full } } township(code: "${CODE}") { findings { totalCount } coverage { full { denominator } } } }`;
    const told = async () => JSON.stringify((await p.ask(board, {}, OFFICE)).data);
    const before = await told();
    const { data: drafted } = await p.ask(
      MERGE,
      { input: { from: [a?.id], into: b?.id, effectiveOn: '2026-06-15', reason: '并村' } },
      OFFICE,
    );
    const change = drafted.mergeVillages.id;
    const act = (name: string, input: object, asking: Asking) =>
      p.ask(
        `mutation ($i: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $i) { id } }`,
        { i: { change, ...input } },
        asking,
      );
    await act('documentDivisionChange', { document: '天政发〔2026〕18号', issuedOn: '2026-06-08' }, CIVIL);
    await act('approveDivisionChange', {}, { role: 'COUNTY_SECRETARY' });
    expect((await act('effectDivisionChange', {}, CIVIL)).errors).toEqual([]);
    const stores = ['personnel', 'poverty'].map((name) => p.running.subgraphs[name]?.store);
    for (let i = 0; i < 400 && !stores.every((s) => s?.territory.at(a?.id as string, '2026-06-15')?.validTo === '2026-06-15'); i++)
      await wait(25);
    if (shape === 'distributed') await wait(STALE_MS);
    const after = await told();
    expect(after).toBe(JSON.stringify((await fresh(p, board, OFFICE)).data));
    expect(after).not.toBe(before);
  });
  it('is of an instant of the past, and holds though its stores go on; a number that no ledger holds is today’s', async () => {
    const then: Asking = { role: 'ANALYST', headers: { 'known-at': '2026-06-30T10:30:00+08:00' } };
    const figures = `{ county(code: "140222000000") { findings { totalCount } coverage { full { numerator denominator } } } publicConcerns { totalCount } }`;
    const numbers = '{ persons(first: 3) { nodes { phone } } }';
    const village = await someVillage(p);
    const write = async (idNumber: string) => {
      const concern = { village, source: 'HOME_VISIT', category: '饮水', text: '又停水' };
      const person = { name: '王芳', idNumber, politicalStatus: '01', homeDivision: village };
      const register = 'mutation ($i: RegisterPersonInput!) { registerPerson(input: $i) { id } }';
      const told = [await p.ask(RAISE, { input: concern }, OFFICE), await p.ask(register, { i: person }, { role: 'ORG_DEPT' })];
      expect(told.flatMap((t) => t.errors)).toEqual([]);
    };
    await write('11010519491231002X'); // every ledger has gone on: what was known then is settled
    const first = await p.ask(figures, {}, then);
    expect(first.errors).toEqual([]);
    await p.ask(numbers, {}, then);
    await write('440524188001010014');
    requests();
    expect((await p.ask(figures, {}, then)).data).toEqual(first.data);
    expect(requests()).toBe(0);
    await p.ask(numbers, {}, then);
    expect(requests()).toBe(1);
  });
  it('that names somebody’s numbers is written into the read audit every time, and is kept for nobody', async () => {
    const pay: Asking = { role: 'FINANCE', headers: { purpose: 'ALLOWANCE_PAYMENT' } };
    const rows = () => p.running.subgraphs['personnel']?.store.orm.em.fork().count(AuditRow, {});
    const before = (await rows()) as number;
    const told = await Promise.all(Array.from({ length: 4 }, () => p.ask('{ persons(first: 2) { nodes { phone } } }', {}, pay)));
    await p.ask('{ persons(first: 2) { nodes { phone } } }', {}, pay);
    expect(await rows()).toBe(before + 5);
    expect(told.map((t) => [t.headers.get('cache-control'), t.headers.get('etag')])).toEqual(Array(4).fill(['no-store', null]));
  });
});
