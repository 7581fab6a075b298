import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditRow } from '#platform/audit';
import { quiet } from '#platform/log';
import { TEST_NOW } from '#platform/testing';
import { runSubgraph } from '../gateway/src/platform.ts';
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
  const complaints: string[] = [];
  let others = 0;
  beforeAll(async () => {
    p = await platform(shape, {
      onAnswer,
      log: { ...quiet, error: (message) => void complaints.push(message) },
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
    const query = `{ villages { totalCount } aside: villages(first: ${++others}) { totalCount } }`;
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
  it('is computed once for all who ask at once, and for those who stay when the first hangs up', async () => {
    const query = `query Many($code: DivisionCode!) ${BOARD.slice(BOARD.indexOf('{'))}`;
    requests();
    const many = await Promise.all(Array.from({ length: 30 }, () => p.ask(query, { code: '140222100000' })));
    expect([new Set(many.map((t) => JSON.stringify(t.data))).size, many.every((t) => t.status === 200), requests()]).toEqual([1, true, 3]);
    for (const [i, stay] of [0, 5].entries()) {
      const body = JSON.stringify({ query, variables: { code: '140222101000', i } });
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${await p.token()}` };
      const gone = new AbortController();
      const first = fetch(p.url, { method: 'POST', headers, body, signal: gone.signal });
      const others = Array.from({ length: stay }, () => fetch(p.url, { method: 'POST', headers, body }));
      await wait(3);
      gone.abort();
      await expect(first).rejects.toThrow();
      for (const other of others) expect(JSON.parse(await (await other).text()).errors).toBeUndefined();
      expect((await p.ask(query, { code: '140222101000', i })).errors).toEqual([]); // what was given up is no answer
    }
    expect(complaints).toEqual([]);
  });
  it('with an error, or of a part of the graph that looks at the clock, is computed each time', async () => {
    const refused = '{ villages { totalCount } toleranceCases { totalCount nodes { id } } }';
    for (const query of [refused, '{ report(name: "work") { knownAt } }']) {
      requests();
      const [one, two] = [await p.ask(query), await p.ask(query)];
      expect([one.headers.get('etag'), two.headers.get('cache-control'), one.errors]).toEqual([null, 'no-store', two.errors]);
      expect(requests()).toBeGreaterThan(1);
    }
  });

  const plain = '{ villages(first: 2) { nodes { id code } } }';
  it.each<[string, Record<string, string>]>([
    ['another host', { 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '10.0.0.1' }],
    ['another caller', { 'x-user-id': 'root', 'x-guben-envelope': 'e30.x', cookie: 'id=1' }],
    ['another language', { 'accept-language': 'en' }],
    ['no cache', { 'cache-control': 'no-cache', pragma: 'no-cache' }],
    ['a part', { range: 'bytes=0-5', 'if-range': '"x"' }],
    ['only what is new', { 'if-modified-since': 'Wed, 25 Nov 2099 10:00:00 GMT' }],
    ['a name', { 'x-apollo-operation-name': '__proto__' }],
    ['its own tag', { 'if-none-match': '*' }],
  ])('is the same bytes for who sends %s, and what was sent stands nowhere in it', async (_, headers) => {
    const first = await put(p, { query: plain });
    requests();
    const { status, text, headers: got } = await put(p, { query: plain }, headers);
    expect([status, text, got.get('etag'), requests()]).toEqual([200, first.text, first.headers.get('etag'), 0]);
    expect((await put(p, { query: plain })).text).toBe(first.text);
  });
  it.each([
    ['variables', `{"query": "${plain}", "variables": {"__proto__": {"first": 1}}}`],
    ['extensions', `{"query": "${plain}", "extensions": {"__proto__": {"asOf": "2018-12-31"}}}`],
    ['a body', `{"query": "${plain}", "__proto__": {"operationName": "x"}}`],
    ['an operation', '{"query": "query __proto__ { villages { totalCount } }", "operationName": "__proto__"}'],
    ['a variable', '{"query": "query ($__proto__: Int) { villages(first: $__proto__) { totalCount } }"}'],
  ])('is never reached by the name __proto__ in %s (P2)', async (_, body) => {
    expect([(await put(p, body)).status, (await put(p, body)).status]).toEqual([400, 400]);
  });
  it('is of the day and instant that were asked for, however they are written', async () => {
    const county = '{ county(code: "140222000000") { villages { totalCount } } }';
    const headers = { authorization: `Bearer ${await p.token()}`, 'apollo-require-preflight': '1' };
    const inAddress = async (extensions: string) =>
      (await fetch(`${p.url}?query=${encodeURIComponent(county)}&extensions=${encodeURIComponent(extensions)}`, { headers })).json();
    const day = await inAddress('{"asOf": "2018-12-31"}');
    expect([day.extensions.asOf, day.data.county.villages.totalCount]).toEqual(['2018-12-31', 227]);
    expect((await inAddress('{"__proto__": {"asOf": "2018-12-31"}}')).extensions.asOf).toBe('2026-06-30');
    // An address that can be read in two ways is looked up as it is carried out.
    const named = (code: string) =>
      fetch(`${p.url}?query={village(code:"140222102200"){name}other:villages(filter:{name:{contains:"${code}"}}){totalCount}}`, {
        headers,
      });
    expect((await (await named('%ff')).json()).data.other).toEqual((await (await named('%EF%BF%BD')).json()).data.other);
    requests();
    await named('%25ff');
    expect(requests()).toBe(1);
    requests();
    const forms = ['2026-06-30T10:30:00+08:00', '2026-06-30T02:30:00Z', '2026-06-30T02:30:00.000Z'];
    const told = [];
    for (const knownAt of forms) told.push(JSON.stringify(await inAddress(JSON.stringify({ knownAt }))));
    told.push((await put(p, { query: county }, { 'known-at': forms[0] as string })).text.trim());
    expect([new Set(told).size, requests()]).toEqual([1, 1]);
    for (const wrong of ['2026-06-30T10:30:00', 'yesterday', '2099-01-01', '{"$gt":""}', '-1'])
      expect((await put(p, { query: county }, { 'known-at': wrong })).status).toBe(400);
    await put(p, { query: county }, { 'known-at': '2026-06-30T02:30:00.001Z' });
    expect(requests()).toBe(1); // a millisecond later is another instant
  });
  it('is handed to nobody whom the door refuses, nor who has another’s tag', async () => {
    const { headers } = await put(p, { query: plain });
    const tag = headers.get('etag') as string;
    expect((await put(p, { query: plain }, {}, null)).status).toBe(401);
    expect((await put(p, { query: plain }, { 'acting-as': 'FINANCE' })).status).toBe(403);
    expect((await put(p, { query: plain }, { 'as-of': '2099-01-01' })).status).toBe(400);
    const unasked = await fetch(`${p.url}?query=${encodeURIComponent(plain)}`, { headers: { authorization: `Bearer ${await p.token()}` } });
    expect(unasked.status).toBe(400);
    expect((await put(p, { query: plain, extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    const other = await get(plain, { 'if-none-match': tag }, { ...OFFICE, divisions: ['140222100000'] });
    expect([other.status, other.headers.get('etag') === tag]).toEqual([200, false]);
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

describe('an answer that is kept where there is little room', () => {
  it('costs what it would cost computed, and gives way to others: the memory is bounded (D9, D14)', async () => {
    await using p = await platform('together', { onAnswer, env: { GUBEN_CACHE_MB: '1', GUBEN_RATE_PER_MINUTE: '100' } });
    const query = '{ villages(first: 40) { nodes { id } } }';
    requests();
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await p.ask(query)).status);
    expect([statuses, requests()]).toEqual([[200, 200, 429, 429], 1]);
    expect((await p.ask(query, {}, { client: 'another', headers: { 'x-cost': '1' } })).extensions['cost']).toBe(41);
    const few = (n: number) => `{ villages(first: 25) { nodes { x${n}: code name } } }`;
    for (let i = 0; i < 600; i++) expect((await p.ask(few(i), {}, { client: `c${i % 200}` })).status).toBe(200);
    requests();
    await p.ask(few(0), {}, { client: 'd' });
    await p.ask(few(599), {}, { client: 'e' });
    expect(requests()).toBe(1); // the first has given way, the last is there
  });
});

describe('an answer that is kept of a subgraph', () => {
  it('that fails is told no longer than the stated time, and once it is back it is computed anew (F1, F9)', async () => {
    await using p = await platform('distributed', { onAnswer, env: { GUBEN_CACHE_MB: '64', GUBEN_CACHE_STALE_MS: String(STALE_MS) } });
    const query = '{ villages(first: 1) { nodes { id } } findings { totalCount } }';
    const whole = await p.ask(query);
    await p.kill('poverty');
    await wait(STALE_MS);
    const half = await p.ask(query);
    expect([half.codes, half.data.findings, half.data.villages]).toEqual([['SUBGRAPH_UNAVAILABLE'], null, whole.data.villages]);
    const port = Number(new URL(p.config.urlOf('poverty')).port);
    const back = await runSubgraph('poverty', { config: { ...p.config, port }, clock: () => TEST_NOW, log: quiet });
    try {
      for (let i = 0; i < 100 && (await p.ask(query)).codes.length; i++) await wait(50);
      expect((await p.ask(query)).data).toEqual(whole.data);
      requests();
      expect((await p.ask(query)).data).toEqual(whole.data);
      expect(requests()).toBe(0);
    } finally {
      await back.close();
    }
  });
});
