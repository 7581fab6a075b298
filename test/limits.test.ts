import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quiet } from '#platform/log';
import { readConfig } from '../gateway/src/config.ts';
import { hashOf } from '../gateway/src/operations.ts';
import { runGateway } from '../gateway/src/platform.ts';
import { acceptance } from './acceptance.ts';
import { issuerUnderTest, signingKey } from './issuer.ts';
import { COUNTY, type Platform, platform, productionEnv } from './kit.ts';

const LIST = '{ villages { totalCount } }';

/** A body or an address as it is. */
const send = async (p: Platform, body: unknown, authorization: string, headers: Record<string, string> = {}) => {
  const response = await fetch(p.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...headers },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as {
    data?: Record<string, unknown>;
    errors?: { message: string; extensions: Record<string, unknown> }[];
  };
  return { status: response.status, ...answer, codes: answer.errors?.map((e) => e.extensions['code']) ?? [] };
};

/** The platform with every limit as it is by default. */
let plain: Platform;
beforeAll(async () => {
  plain = await platform();
});
afterAll(() => plain[Symbol.asyncDispose]());

describe('the cost of an operation', () => {
  it('is told to who asks for it, and to nobody else', async () => {
    const p = plain;
    expect((await p.ask(LIST, {}, { headers: { 'x-cost': '1' } })).extensions['cost']).toBe(3);
    expect((await p.ask(LIST)).extensions['cost']).toBeUndefined();
    // Measuring refuses nothing.
    expect((await p.ask('{ villages(first: 200) { nodes { findings(first: 200) { nodes { id } } } } }')).codes).toEqual([]);
  });

  describe('where it is enforced', () => {
    let p: Platform;
    beforeAll(async () => {
      p = await platform('together', { env: { GUBEN_COST_MODE: 'enforce', GUBEN_COST_LIMIT: '3000' } });
    });
    afterAll(() => p[Symbol.asyncDispose]());

    it.each([
      ['a page of a hundred million rows (D9)', '{ villages(first: 99999999) { nodes { id } } }', {}],
      ['the same by a variable (D9)', 'query ($n: Int) { villages(first: $n) { nodes { id } } }', { n: 99_999_999 }],
      ['lists in lists in lists (D9)', '{ villages(first: 200) { nodes { findings(first: 200) { nodes { id } } } } }', {}],
      [
        'one dear field under many names (D3, D9)',
        `{ ${Array.from({ length: 20 }, (_, i) => `x${i}: villages(first: 200) { nodes { id } }`).join(' ')} }`,
        {},
      ],
    ])('is too high for %s, refused before anything is asked', async (_, query, variables) => {
      const { status, codes, errors } = await p.ask(query, variables);
      expect([status, codes]).toEqual([400, ['LIMIT_EXCEEDED']]);
      expect(errors[0]?.extensions).toMatchObject({ limit: 3000, cost: expect.any(Number) });
      expect(errors[0]?.message).toContain(String(errors[0]?.extensions['cost']));
      expect(p.hops).toEqual({});
    });
    it('is low enough for what the county works with', async () => {
      for (const [name, variables] of [
        ['county', {}],
        ['township-board', { code: '140222102000' }],
      ] as const)
        expect((await p.ask(acceptance(name), variables, { asOf: '2018-12-31' })).errors).toEqual([]);
    });
  });

  it('of a list of a hundred thousand values in a filter is never counted: the list is refused (D9)', async () => {
    const p = plain;
    const many = (n: number) => Array.from({ length: n }, () => '140222102203');
    const query = 'query ($f: VillageFilter) { villages(filter: $f) { totalCount } }';
    expect((await p.ask(query, { f: { code: { in: many(2000) } } })).codes).toEqual(['LIMIT_EXCEEDED']);
    expect((await p.ask(query, { f: { code: { in: many(100_000) } } })).status).toBe(413);
  });
});

describe('a batch of operations', () => {
  it('is refused: one request is one operation (D8)', async () => {
    const p = plain;
    const batch = Array.from({ length: 3 }, () => ({ query: LIST }));
    expect((await send(p, batch, `Bearer ${await p.token()}`)).status).toBe(400);
  });
});

describe('a client', () => {
  it('that has spent its points of cost is told when there are more, and other clients are not (D9)', async () => {
    await using p = await platform('together', { env: { GUBEN_RATE_PER_MINUTE: '100' } });
    const query = '{ villages(first: 40) { nodes { id } } }';
    expect((await p.ask(query)).status).toBe(200);
    expect((await p.ask(query)).status).toBe(200);
    const { status, codes, headers, errors } = await p.ask(query);
    expect([status, codes]).toEqual([429, ['LIMIT_EXCEEDED']]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(errors[0]?.message).toContain('client test');
    expect((await p.ask(query, {}, { client: 'another' })).status).toBe(200);
  });
  it('pays for what does not validate, too: errors are no way around (D10)', async () => {
    await using p = await platform('together', { env: { GUBEN_RATE_PER_MINUTE: '5' } });
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) statuses.push((await p.ask(`{ nothing${i} }`)).status);
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429, 429]);
  });
  it('is told that an operation never fits, when it costs more than a minute allows', async () => {
    await using p = await platform('together', { env: { GUBEN_RATE_PER_MINUTE: '50' } });
    const { status, errors } = await p.ask('{ villages(first: 200) { nodes { id } } }');
    expect([status, errors[0]?.message]).toEqual([429, expect.stringContaining('Ask for less at once')]);
  });
});

describe('refused tokens', () => {
  const forged = (sub: string) =>
    new SignJWT({ iss: 'guben-development', aud: 'guben', sub, grants: [] })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('a guess of thirty-two characters'));

  it('are counted, and who sends too many is told to wait; a good token passes all the while (A6)', async () => {
    await using p = await platform('together', { env: { GUBEN_FAILURES_PER_MINUTE: '5' } });
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) statuses.push((await send(p, { query: LIST }, `Bearer ${await forged(`somebody-${i}`)}`)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await p.ask(LIST)).status).toBe(200);
    expect((await p.ask(LIST, {}, { id: 'somebody-1' })).status).toBe(200);
  });
  it('count once a request, however much the request asks (A6)', async () => {
    await using p = await platform('together', { env: { GUBEN_FAILURES_PER_MINUTE: '5' } });
    const aliases = `{ ${Array.from({ length: 50 }, (_, i) => `x${i}: villages { totalCount }`).join(' ')} }`;
    for (let i = 0; i < 4; i++) await send(p, { query: aliases }, `Bearer ${await forged('one')}`);
    expect(
      (
        await send(
          p,
          Array.from({ length: 9 }, () => ({ query: LIST })),
          `Bearer ${await forged('one')}`,
        )
      ).status,
    ).not.toBe(429);
    expect((await send(p, { query: LIST }, `Bearer ${await forged('one')}`)).status).toBe(429);
  });
  it('are not the requests without any token', async () => {
    await using p = await platform('together', { env: { GUBEN_FAILURES_PER_MINUTE: '1' } });
    for (let i = 0; i < 3; i++) expect((await send(p, { query: LIST }, '')).status).toBe(401);
  });
});

describe('operations registered for a client', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guben-operations-'));
  const REGISTERED = 'query Count { villages { totalCount } }';
  const OTHERS = 'query Others { agencies(first: 1) { nodes { __typename } } }';
  for (const [client, text] of [
    ['test', REGISTERED],
    ['other', OTHERS],
  ] as const) {
    mkdirSync(join(folder, client));
    writeFileSync(join(folder, client, 'operation.graphql'), `${text}\n`);
  }
  const byHash = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } } });
  const warned: Record<string, unknown>[] = [];

  let p: Platform;
  let token: string;
  beforeAll(async () => {
    p = await platform('together', { env: { GUBEN_OPERATIONS: folder, GUBEN_OPERATIONS_MODE: 'enforce' } });
    token = `Bearer ${await p.token()}`;
  });
  afterAll(async () => {
    await p[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it('are answered by text, by the hash of the text or of its file, and over GET', async () => {
    const expected = { villages: { totalCount: 188 } };
    expect((await send(p, { query: REGISTERED }, token)).data).toEqual(expected);
    expect((await send(p, byHash(REGISTERED), token)).data).toEqual(expected);
    expect((await send(p, byHash(`${REGISTERED}\n`), token)).data).toEqual(expected);
    const address = `${p.url}?extensions=${encodeURIComponent(JSON.stringify(byHash(REGISTERED).extensions))}`;
    const response = await fetch(address, { headers: { authorization: token, 'apollo-require-preflight': 'true' } });
    expect(((await response.json()) as { data: unknown }).data).toEqual(expected);
  });
  it('keep what else the request says in its extensions', async () => {
    const { extensions } = byHash(REGISTERED);
    const { data } = await send(p, { extensions: { ...extensions, asOf: '2018-12-31' } }, token);
    expect(data).toEqual({ villages: { totalCount: 239 } });
  });
  it('of another client are not found, by hash, and forbidden, by text (Z13)', async () => {
    expect(await send(p, byHash(OTHERS), token)).toMatchObject({ status: 404, codes: ['NOT_FOUND'] });
    expect(await send(p, { query: OTHERS }, token)).toMatchObject({ status: 403, codes: ['FORBIDDEN'] });
    const other = `Bearer ${await p.token({ client: 'other' })}`;
    expect((await send(p, byHash(OTHERS), other)).data).toEqual({ agencies: { nodes: [{ __typename: 'Agency' }] } });
  });
  it('are registered by nobody who sends them (Z13)', async () => {
    const text = '{ agencies { nodes { id } } }';
    expect((await send(p, { query: text, ...byHash(text) }, token)).codes).toEqual(['FORBIDDEN']);
    expect((await send(p, byHash(text), token)).codes).toEqual(['NOT_FOUND']);
    expect((await send(p, { query: text, ...byHash(REGISTERED) }, token)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await send(p, { extensions: { persistedQuery: { version: 1, sha256Hash: '__proto__' } } }, token)).codes).toEqual([
      'NOT_FOUND',
    ]);
  });
  it('are only named in the log, where that is the mode', async () => {
    const log = { ...quiet, warn: (_: string, fields?: Record<string, unknown>) => void warned.push(fields ?? {}) };
    await using logging = await platform('together', { env: { GUBEN_OPERATIONS: folder, GUBEN_OPERATIONS_MODE: 'log' }, log });
    expect((await logging.ask(OTHERS)).codes).toEqual([]);
    expect(warned).toContainEqual({ client: 'test', hash: hashOf(OTHERS) });
  });
  it('mean nothing where the mode is off: a hash alone is no operation, and sending one registers nothing', async () => {
    const bearer = `Bearer ${await plain.token()}`;
    await send(plain, { query: LIST, ...byHash(LIST) }, bearer);
    expect(await send(plain, byHash(LIST), bearer)).toMatchObject({ codes: ['BAD_USER_INPUT'] });
  });
  it('need a folder that is there', () => {
    expect(() => readConfig({ GUBEN_DATA: folder, GUBEN_OPERATIONS_MODE: 'log' })).toThrow('GUBEN_OPERATIONS');
  });
});

describe('in production', () => {
  const CLIENTS = ['ANALYST', 'SYSTEM_ADMIN'].map((role) => ({
    id: role.toLowerCase(),
    guben: { grants: [{ role, divisions: [COUNTY] }] },
  }));
  let p: Platform;
  let analyst: string;
  let admin: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const issuer = await issuerUnderTest([await signingKey('only', 'ES256')], CLIENTS);
    p = await platform('together', {
      env: { ...productionEnv(), GUBEN_OIDC_ISSUER: issuer.issuer },
      seed: true,
    });
    [analyst, admin] = (await Promise.all(CLIENTS.map(({ id }) => issuer.token(id)))).map((t) => `Bearer ${t}`) as [string, string];
    close = () => issuer.stop();
  });
  afterAll(async () => {
    await p[Symbol.asyncDispose]();
    await close();
  });

  const LOOKING = [
    '{ __schema { types { name } } }',
    '{ __type(name: "Village") { name fields { name } } }',
    'query A { ...hidden } fragment hidden on Query { x: __type(name: "Village") { name } }',
  ];
  it.each(LOOKING)('the schema is shown to developers alone: %s (I1)', async (query) => {
    const { status, codes, errors } = await send(p, { query }, analyst);
    expect([status, codes]).toEqual([403, ['FORBIDDEN']]);
    expect(errors?.[0]?.message).toContain('SYSTEM_ADMIN');
    expect((await send(p, { query }, admin)).codes).toEqual([]);
  });
  it('the schema beside what is in the graph is for nobody: developers are told to ask twice', async () => {
    const query = '{ villages { totalCount } ...hidden } fragment hidden on Query { x: __type(name: "Village") { name } }';
    expect(await send(p, { query }, analyst)).toMatchObject({ status: 403, codes: ['FORBIDDEN'] });
    expect(await send(p, { query }, admin)).toMatchObject({ status: 400, codes: ['BAD_USER_INPUT'] });
  });
  it('the name of a type is nothing to hide', async () => {
    expect((await send(p, { query: '{ villages { __typename } }' }, analyst)).data).toEqual({
      villages: { __typename: 'VillageConnection' },
    });
  });
  it.each(['{ _service { sdl } }', '{ _entities(representations: []) { __typename } }'])(
    'what the parts say to one another is not there for anybody: %s (I1)',
    async (query) => {
      for (const who of [analyst, admin]) expect((await send(p, { query }, who)).codes).toEqual(['BAD_USER_INPUT']);
    },
  );
  it.each([
    ['a field', '{ vilages { totalCount } }', {}],
    ['an argument', '{ villages(frist: 1) { totalCount } }', {}],
    ['a type', '{ villages { ... on VilageConnection { totalCount } } }', {}],
    ['an enum value', '{ villages(orderBy: [{ field: CODEX, direction: ASCC }]) { totalCount } }', {}],
    ['an input field', '{ villages(filter: { cod: { eq: "140222102203" } }) { totalCount } }', {}],
    ['a fragment', '{ villages { ...countt } } fragment count on VillageConnection { totalCount }', {}],
    [
      'an enum value in a variable',
      'query ($o: [VillageOrder!]) { villages(orderBy: $o) { totalCount } }',
      { o: [{ field: 'CODEX', direction: 'ASCC' }] },
    ],
    ['an input field in a variable', 'query ($f: VillageFilter) { villages(filter: $f) { totalCount } }', { f: { cod: { eq: 'x' } } }],
  ])('a misspelt name is answered without those it resembles: %s (I2)', async (_, query, variables) => {
    const { errors, codes } = await send(p, { query, variables }, analyst);
    expect(codes.length).toBeGreaterThan(0);
    expect(new Set(codes)).toEqual(new Set(['BAD_USER_INPUT']));
    expect(JSON.stringify(errors)).not.toMatch(/did you mean|DESC|totalCount|DIVISION_ORDER/i);
  });
  it('costs are shown to developers alone, and neither plan nor trace to anybody (I4)', async () => {
    const shown = async (authorization: string) => {
      const response = await fetch(p.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization,
          'x-cost': '1',
          'apollo-query-plan-experimental': '1',
          'x-hive-trace': '1',
        },
        body: JSON.stringify({ query: LIST }),
      });
      return Object.keys(((await response.json()) as { extensions: object }).extensions).sort();
    };
    expect(await shown(analyst)).toEqual(['asOf', 'scope']);
    expect(await shown(admin)).toEqual(['asOf', 'cost', 'scope']);
  });
  it('the data catalogue is shown to developers, or to every caller where it is opened; a store that is down is said to be', async () => {
    const catalogue = async (origin: string, authorization: string) =>
      (await fetch(`${origin}/catalogue`, { headers: { authorization } })).status;
    expect([await catalogue(p.origin, analyst), await catalogue(p.origin, admin)]).toEqual([403, 200]);
    const opened = await runGateway({ config: { ...p.config, catalogue: 'callers', urlOf: () => 'http://127.0.0.1:1' }, log: quiet });
    expect(await catalogue(`http://127.0.0.1:${opened.gateway?.port}`, analyst)).toBe(503);
    await opened.close();
    expect(() => readConfig({ GUBEN_CATALOGUE: 'all' })).toThrow('developers, callers');
    expect(() => readConfig({ GUBEN_COUNTY: '14022' })).toThrow('six digits');
  });
  it('the explorer is not served (I3)', async () => {
    expect((await fetch(p.url, { headers: { accept: 'text/html' } })).status).not.toBe(200);
    expect((await fetch(`${p.origin}/explorer/start.js`)).status).toBe(404);
  });
});

describe('variables', () => {
  it('that do not fit are refused before anything is planned, saying which and why', async () => {
    const query = 'query ($o: [VillageOrder!]) { villages(orderBy: $o) { totalCount } }';
    const { status, codes, errors } = await plain.ask(query, { o: [{ field: 'CODE', direction: 'ASCC' }] });
    expect([status, codes]).toEqual([400, ['BAD_USER_INPUT']]);
    expect(errors[0]?.message).toContain('o[0].direction');
  });
  it('that do not fit in thousands of places are told of a few (D10)', async () => {
    const query = 'query ($o: [VillageOrder!]) { villages(orderBy: $o) { totalCount } }';
    const { codes, errors } = await plain.ask(query, { o: Array.from({ length: 5000 }, () => ({ field: 'X' })) });
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(errors[0]?.message.length).toBeLessThan(2000);
  });
});

describe('the memory of the gateway', () => {
  it('is not filled by spellings: a name that no operation has is refused before it is planned (D14)', async () => {
    const p = plain;
    const token = `Bearer ${await p.token()}`;
    for (const operationName of ['Nobody', '__proto__', 'x'.repeat(1000)]) {
      const { status, codes } = await send(p, { query: 'query A { villages { totalCount } }', operationName }, token);
      expect([status, codes]).toEqual([400, ['BAD_USER_INPUT']]);
    }
    for (let i = 0; i < 200; i++)
      expect((await send(p, { query: `query N${i} {${' '.repeat(i)}villages { totalCount } }` }, token)).codes).toEqual([]);
    expect(p.hops).toEqual({ villages: 1 });
  });
});
