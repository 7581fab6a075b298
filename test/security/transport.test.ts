import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Platform, platform } from '../kit.ts';
import { heard, JSON_TYPE, knock, lasting, put } from './door.ts';

let p: Platform;
beforeAll(async () => {
  p = await platform();
});
afterAll(() => p[Symbol.asyncDispose]());
beforeEach(() => {
  for (const name of Object.keys(p.hops)) delete p.hops[name];
});

const LIST = '{ villages { totalCount } }';
const asked = JSON.stringify({ query: LIST });
const get = (address: string, headers: Record<string, string> = {}) => knock(p, { method: 'GET', query: address, headers });

describe('a request that a browser sends for a stranger’s page', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain; application/json', ''])(
    'is refused, as it comes without a question to the platform first: a body of type %j (T1)',
    async (type) => {
      const { status, codes } = await knock(p, { body: Buffer.from(asked), headers: type ? { 'content-type': type } : {} });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(codes).toEqual(['BAD_USER_INPUT']);
      expect(p.hops).toEqual({});
    },
  );
  it.each([
    ['by its address alone', `?query=${encodeURIComponent(LIST)}`, {}],
    ['with a type that needs no question', `?query=${encodeURIComponent(LIST)}`, { 'content-type': 'text/plain' }],
    ['as an image or a script', `?query=${encodeURIComponent(LIST)}`, { 'sec-fetch-dest': 'image', accept: 'image/*' }],
  ])('over GET is refused before anything is read, so that no time can be measured: %s (T1, T7)', async (_, address, headers) => {
    const { status, codes } = await get(address, headers);
    expect([status, codes]).toEqual([400, ['BAD_USER_INPUT']]);
    expect(p.hops).toEqual({});
  });
  it('is allowed nothing by a header of another origin', async () => {
    const preflight = await fetch(p.url, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://elsewhere.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    const { headers } = await put(p, { query: LIST }, { origin: 'https://elsewhere.example' });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('a mutation', () => {
  const mutation = 'mutation { endOffice(input: { holding: "x", reason: HEALTH }) { version } }';
  it.each([
    ['under its name', `?query=${encodeURIComponent(mutation)}`],
    [
      'beside a query',
      `?operationName=M&query=${encodeURIComponent(`query Q { villages { totalCount } } ${mutation.replace('mutation', 'mutation M')}`)}`,
    ],
  ])('over GET is not carried out, %s (T2)', async (_, address) => {
    const { status } = await get(address, { 'apollo-require-preflight': 'true' });
    expect([400, 405]).toContain(status);
    expect(p.hops).toEqual({});
  });
  it.each(['PUT', 'PATCH', 'DELETE'])('is not sent by %s (T2)', async (method) => {
    const { status } = await knock(p, { method, body: asked, headers: JSON_TYPE });
    expect([404, 405]).toContain(status);
  });
});

describe('a body', () => {
  it.each(['utf-7', 'utf-32', 'x-user-defined', 'iso-2022-jp', 'nonsense'])(
    'in the exotic charset %s is refused at once (T3)',
    async (charset) => {
      let heardOf: number | undefined;
      const took = await lasting(async () => {
        heardOf = (await knock(p, { body: asked, headers: { 'content-type': `application/json; charset=${charset}` } })).status;
      });
      expect(heardOf).toBe(415);
      expect(took).toBeLessThan(500);
    },
  );
  it('in the charset of JSON is read, written in either way', async () => {
    for (const charset of ['utf-8', 'UTF-8', '"utf-8"'])
      expect((await knock(p, { body: asked, headers: { 'content-type': `application/json; charset=${charset}` } })).status).toBe(200);
  });
  it.each(['gzip', 'deflate', 'br', 'zip', 'gzip, gzip'])('packed as %s is never unpacked, bomb or not (T4)', async (encoding) => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    for (const body of [bomb, gzipSync(asked)]) {
      const { status } = await knock(p, { body: new Uint8Array(body), headers: { ...JSON_TYPE, 'content-encoding': encoding } });
      expect([400, 413, 415]).toContain(status);
    }
    expect(p.hops).toEqual({});
  });
  it('of two megabytes and one byte is refused, by its length or in the middle (T4)', async () => {
    const large = new Uint8Array(2 * 1024 * 1024 + 1).fill(32);
    expect(await knock(p, { body: large, headers: JSON_TYPE })).toMatchObject({ status: 413, codes: ['LIMIT_EXCEEDED'] });
    const drip = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let i = 0; i < 32; i++) controller.enqueue(new Uint8Array(65_536).fill(32));
        controller.close();
      },
    });
    const unmeasured = await fetch(p.url, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${await p.token()}` },
      body: drip,
      duplex: 'half',
    } as RequestInit).then(heard, () => ({ status: 413 })); // the door may close before all is sent
    expect(unmeasured.status).toBe(413);
  });
  it.each([
    ['half of itself', '{"query": "{ villages'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '1'],
    ['a text', '"{ villages { totalCount } }"'],
    ['a list', '[]'],
    ['a query that is a number', '{"query": 1}'],
    ['a query that is a list', '{"query": ["{ villages { totalCount } }"]}'],
    ['a query that is an object', '{"query": {"kind": "Document"}}'],
    ['an empty query', '{"query": ""}'],
    ['variables that are a text', `{"query": "${LIST}", "variables": "x"}`],
    ['variables that are a list', `{"query": "${LIST}", "variables": [1]}`],
    ['extensions that are a number', `{"query": "${LIST}", "extensions": 7}`],
    ['extensions that are a list', `{"query": "${LIST}", "extensions": [1]}`],
    ['a name that is a number', `{"query": "${LIST}", "operationName": 7}`],
    ['a name that is an object', `{"query": "${LIST}", "operationName": {"a": 1}}`],
    ['a day that is an object', `{"query": "${LIST}", "extensions": {"asOf": {"$gt": ""}}}`],
    ['a hash of nothing', '{"extensions": {"persistedQuery": null}}'],
  ])('that is %s is refused as ill-formed (T5)', async (what, body) => {
    const { status, codes, errors } = await put(p, body);
    expect([what, status, codes]).toEqual([what, 400, ['BAD_USER_INPUT']]);
    expect(errors[0]?.message.length).toBeLessThan(400);
  });
  it('of two queries is read once, by the last', async () => {
    const { data } = await put(p, `{"query": "{ __schema { queryType { name } } }", "query": "${LIST}"}`);
    expect(data).toEqual({ villages: { totalCount: 188 } });
  });
});

describe('an upload', () => {
  const parts = (fields: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('0', new Blob(['x'.repeat(1000)]), 'a.txt');
    return form;
  };
  const operations = JSON.stringify({ query: 'query ($f: String) { villages { totalCount } }', variables: { f: null } });
  it.each([
    ['as the specification writes it', { operations, map: '{"0": ["variables.f"]}' }],
    ['of one file for many variables', { operations, map: JSON.stringify({ 0: Array.from({ length: 1000 }, () => 'variables.f') }) }],
    ['mapped onto what every object has', { operations, map: '{"0": ["__proto__.polluted", "constructor.prototype.polluted"]}' }],
  ])('is not taken, %s: no part of it is ever read (T6)', async (_, fields) => {
    const { status, codes } = await knock(p, { body: parts(fields), headers: { 'apollo-require-preflight': 'true' } });
    expect([400, 415]).toContain(status);
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(p.hops).toEqual({});
  });
});
