import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENVELOPE_HEADER, type Envelope, seal } from '#platform/envelope';
import type { Log } from '#platform/log';
import { ledgerQuery } from '#platform/serve';
import { envelopeFor, TEST_NOW } from '#platform/testing';
import { type Running, runGateway } from '../../gateway/src/platform.ts';
import { COUNTY, type Platform, platform } from '../kit.ts';
import { type Heard, heard, JSON_TYPE, lasting } from './door.ts';

const written: { message: string; fields: Record<string, unknown> | undefined }[] = [];
const note = (message: string, fields?: Record<string, unknown>) => void written.push({ message, fields });
const log: Log = { info: note, warn: note, error: note };

let p: Platform;
beforeAll(async () => {
  p = await platform('distributed', { log });
});
afterAll(() => p[Symbol.asyncDispose]());

const SECRET = 's'.repeat(40);
const LIST = '{ villages { totalCount } }';

/** A request to a subgraph's own port, sealed as the gateway would unless a test says how it is sealed. */
async function atPort(
  name: string,
  call: { query?: string; variables?: unknown; operationName?: unknown } | string,
  {
    envelope = envelopeFor({ divisions: [COUNTY] }),
    sealed,
    headers = {},
  }: { envelope?: Envelope; sealed?: string | null; headers?: Record<string, string> } = {},
): Promise<Heard> {
  const body = typeof call === 'string' ? call : JSON.stringify(call);
  const proof = sealed === null ? {} : { [ENVELOPE_HEADER]: sealed ?? seal(envelope, body, SECRET) };
  return heard(
    await fetch(`${p.config.urlOf(name)}/graphql`, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...proof, ...headers } as Record<string, string>,
      body,
    }),
  );
}

describe('the port of a subgraph', () => {
  const bearer = async () => ({ authorization: `Bearer ${await p.token({ role: 'SYSTEM_ADMIN' })}` });
  const QUESTIONS = [
    LIST,
    '{ _service { sdl } }',
    '{ __schema { types { name } } }',
    '{ _entities(representations: [{ __typename: "Village", id: "x" }]) { __typename } }',
    'mutation { endOffice(input: { holding: "x", reason: HEALTH }) { version } }',
  ];
  it.each(QUESTIONS)('answers nobody but the gateway, a good token notwithstanding: %s (Z1)', async (query) => {
    for (const headers of [{}, await bearer(), { 'x-forwarded-for': '127.0.0.1' }] as Record<string, string>[])
      expect(await atPort('villages', { query }, { sealed: null, headers })).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
  });
  it('refuses what is sealed for another body, with another secret, too long ago or half (Z1)', async () => {
    const envelope = envelopeFor({ divisions: [COUNTY] });
    const body = JSON.stringify({ query: LIST });
    const good = seal(envelope, body, SECRET);
    const [content = '', signature = ''] = good.split('.');
    const claims = JSON.parse(Buffer.from(content, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, caller: { ...claims.caller, role: 'DISCIPLINE' } })).toString('base64url');
    for (const sealed of [
      seal(envelope, JSON.stringify({ query: '{ agencies { totalCount } }' }), SECRET),
      seal(envelope, body, 'another secret, as long as the right one'),
      seal(envelope, body, SECRET, new Date(Date.now() - 31_000)),
      seal(envelope, body, SECRET, new Date(Date.now() + 3_600_000)),
      `${forged}.${signature}`,
      content,
      `${content}.`,
      `.${signature}`,
      'null',
    ])
      expect(await atPort('villages', body, { sealed })).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
    expect((await atPort('villages', body, { sealed: good })).data).toEqual({ villages: { totalCount: 188 } });
  });
  it('opens an envelope once: the same again is refused, however it is written (Z1)', async () => {
    const body = JSON.stringify({ query: LIST });
    const sealed = seal(envelopeFor({ divisions: [COUNTY] }), body, SECRET);
    expect((await atPort('villages', body, { sealed })).status).toBe(200);
    for (const again of [sealed, `${sealed}=`, `${sealed}.more`])
      expect(await atPort('villages', body, { sealed: again })).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
    const query = ledgerQuery(0, 1);
    const proof = { [ENVELOPE_HEADER]: seal(envelopeFor({}), query, SECRET) };
    const statuses = [];
    for (let i = 0; i < 2; i++)
      statuses.push((await heard(await fetch(`${p.config.urlOf('villages')}${query}`, { headers: proof }))).status);
    expect(statuses).toEqual([200, 401]);
  });
  it('hands its ledger to nobody without an envelope made for that very page (Z1)', async () => {
    const url = p.config.urlOf('villages');
    for (const [asked, sealedFor] of [
      [ledgerQuery(0, 1000), null],
      [ledgerQuery(0, 1000), ledgerQuery(0, 1)],
      ['/ledger', ledgerQuery(0, 1)],
      ['/ledger?after=0&after=1&limit=1', ledgerQuery(0, 1)],
    ] as const) {
      const proof: Record<string, string> = sealedFor === null ? {} : { [ENVELOPE_HEADER]: seal(envelopeFor({}), sealedFor, SECRET) };
      expect(await heard(await fetch(`${url}${asked}`, { headers: proof }))).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
    }
  });
});

describe('a role for which nobody wrote a policy', () => {
  it('is denied everything, and a line of its own in the log says so (Z11)', async () => {
    const envelope = {
      ...envelopeFor({ divisions: [COUNTY] }),
      caller: { ...envelopeFor({ divisions: [COUNTY] }).caller, role: 'NOBODY' },
    };
    for (const [name, query] of [
      ['villages', '{ villages { nodes { id } } }'],
      ['villages', '{ agencies { nodes { id } } }'],
      ['villages', '{ partyOrganizations { nodes { id } } }'],
      ['personnel', '{ persons { nodes { id name } } }'],
      ['personnel', '{ postings { totalCount } }'],
      ['poverty', '{ findings { totalCount } }'],
    ] as const) {
      written.length = 0;
      const { data, codes } = await atPort(name, { query }, { envelope });
      expect([query, codes]).toEqual([query, ['FORBIDDEN']]);
      expect(Object.values(data ?? {}).every((v) => v === null)).toBe(true);
      expect(written).toContainEqual({
        message: 'no policy is written for a role: it is denied everything',
        fields: expect.objectContaining({ subgraph: name, role: 'NOBODY', requestId: envelope.requestId }),
      });
    }
  });
});

describe('references that the gateway would never make', () => {
  const ENTITIES = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Village { id name } } }';
  const real = async () =>
    (await p.ask('{ villages(first: 1) { nodes { id name } } }')).data.villages.nodes[0] as { id: string; name: string };

  it('carry nothing in: what stands beside the key is left aside (P1)', async () => {
    const { id, name } = await real();
    const { data } = await atPort(
      'villages',
      JSON.stringify({
        query: ENTITIES,
        variables: { r: [{ __typename: 'Village', id, name: 'forged', validTo: '1', extra: { $ne: 1 } }] },
      }),
    );
    expect(data).toEqual({ _entities: [{ __typename: 'Village', id, name }] });
  });
  it.each([
    ['no type', { id: 'x' }],
    ['a type that is not there', { __typename: 'Nothing', id: 'x' }],
    ['a type without a key', { __typename: 'VillageConnection', id: 'x' }],
    ['a type that every object has', { __typename: '__proto__', id: 'x' }],
    ['a type that is an object', { __typename: { a: 1 }, id: 'x' }],
    ['no key', { __typename: 'Village' }],
    ['a key that is a condition', { __typename: 'Village', id: { $ne: '' } }],
    ['a key that is a condition on everything', { __typename: 'Village', id: { $or: [{ id: { $ne: '' } }] } }],
    ['a key in the words of the store', { __typename: 'Village', id: { __raw: '1=1', sql: '1=1', params: [] } }],
    ['a key that is a list', { __typename: 'Village', id: ['a', 'b'] }],
    ['a key that is a number', { __typename: 'Village', id: 1 }],
    ['a key that is null', { __typename: 'Village', id: null }],
    ['a key with a quote', { __typename: 'Village', id: "' or 1=1 --" }],
    ['a key that every object has', { __typename: 'Village', id: '__proto__' }],
  ])('open nothing: %s (P1)', async (_, representation: { __typename?: unknown; id?: unknown }) => {
    const { status, data, codes } = await atPort('villages', { query: ENTITIES, variables: { r: [representation] } });
    expect(status).toBeLessThan(500);
    // That a type isn't one is no mistake of any caller: only the gateway writes these.
    if (typeof representation.__typename === 'string' && representation.__typename === 'Village') expect(codes).not.toContain('INTERNAL');
    expect(data?._entities?.[0] ?? null).toBeNull();
  });
  it('with members of every object’s own harm no later request (P1, P2)', async () => {
    const { id, name } = await real();
    for (const member of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const body = `{"query": ${JSON.stringify(ENTITIES)}, "variables": {"r": [{"__typename": "Village", "id": "${id}", "${member}": {"polluted": 1, "prototype": {"polluted": 1}}}]}}`;
      const { data } = await atPort('villages', body);
      expect(data).toEqual({ _entities: [{ __typename: 'Village', id, name }] });
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    }
  });
});

describe('headers of a client', () => {
  it.each([
    ['a sealed envelope of its own', { [ENVELOPE_HEADER]: 'eyJjYWxsZXIiOnt9fQ.AAAA' }],
    ['one that is sealed rightly', { [ENVELOPE_HEADER]: seal(envelopeFor({ role: 'DISCIPLINE', divisions: [COUNTY] }), '', SECRET) }],
    ['a caller', { 'x-user-id': 'admin', 'x-user-role': 'SYSTEM_ADMIN', 'x-role': 'SYSTEM_ADMIN', 'x-hasura-role': 'admin' }],
    [
      'a place',
      {
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-host': 'villages',
        'x-real-ip': '127.0.0.1',
        forwarded: 'for=127.0.0.1;host=villages',
      },
    ],
    ['an address', { 'x-original-url': '/ledger?after=0&limit=9', 'x-rewrite-url': '/ready', 'x-http-method-override': 'DELETE' }],
    [
      'a planner’s order',
      { 'apollo-federation-include-trace': 'ftv1', 'apollo-query-plan-experimental': '1', 'apollo-expose-query-plan': 'true' },
    ],
  ])('change nothing: %s (Z14)', async (_, headers) => {
    const asking = { role: 'TOWNSHIP_ADMIN', divisions: ['140222102000'] };
    const query = '{ villages { totalCount } persons(first: 3) { nodes { id name idNumber } totalCount } }';
    const plain = await p.ask(query, {}, asking);
    const dressed = await p.ask(query, {}, { ...asking, headers });
    expect({ ...dressed, headers: null }).toEqual({ ...plain, headers: null });
    expect(plain.errors).toEqual([]);
    // Nor do they stand in for a token.
    const without = await heard(
      await fetch(p.url, {
        method: 'POST',
        headers: { ...JSON_TYPE, ...headers } as Record<string, string>,
        body: JSON.stringify({ query }),
      }),
    );
    expect([without.status, without.codes]).toEqual([401, ['UNAUTHENTICATED']]);
  });
});

describe('a subgraph that lost its senses', () => {
  let gateway: Running;
  let server: Server;
  let answer: RequestListener;
  beforeAll(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    gateway = await runGateway({ config: { ...p.config, urlOf: () => `http://127.0.0.1:${port}` }, clock: () => TEST_NOW, log });
  });
  afterAll(async () => {
    await gateway.close();
    server.closeAllConnections();
    server.close();
  });
  const asked = async (query = '{ village(code: "140222102203") { id name } }') =>
    heard(
      await fetch(`http://127.0.0.1:${gateway.gateway?.port}/graphql`, {
        method: 'POST',
        headers: { ...JSON_TYPE, authorization: `Bearer ${await p.token()}` },
        body: JSON.stringify({ query }),
      }),
    );
  const saying = (body: unknown) => {
    answer = (_, response) => response.writeHead(200, JSON_TYPE).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

  it('and says how it works inside is not passed on: of an error only what the closed list allows (I6)', async () => {
    const inside = {
      exception: { stacktrace: ['Error', '    at f (/srv/villages.ts:1:1)'] },
      sql: 'select id from division',
      host: 'db-1',
      serviceName: 'villages',
    };
    saying({
      data: { village: null },
      errors: [{ message: 'no village', path: ['village'], extensions: { code: 'NOT_FOUND', rule: 'NOUN', ...inside } }],
    });
    const { errors, data } = await asked();
    expect(data).toEqual({ village: null });
    expect(errors).toMatchObject([{ message: 'no village' }]);
    expect(errors[0]?.extensions).toEqual({ code: 'NOT_FOUND', rule: 'NOUN' });
  });
  it.each([
    ['no code', {}],
    ['a code of its own', { code: 'SQLITE_ERROR' }],
    ['the code of what is masked', { code: 'INTERNAL' }],
    ['a code that every object has', { code: '__proto__' }],
  ])('and tells its troubles with %s is masked, and the log has what it said (I5, I6)', async (_, extensions) => {
    written.length = 0;
    const message = 'select id from division: no such table at db-1.county.internal:5432';
    saying({ data: { village: null }, errors: [{ message, path: ['village'], extensions }] });
    const { errors, text } = await asked();
    expect(text).not.toMatch(/db-1|5432|SQLITE/);
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/^something went wrong; report request /), extensions: { code: 'INTERNAL' } },
    ]);
    expect(JSON.stringify(written)).toContain('no such table');
  });
  it.each([
    ['is a text', '"hello"'],
    ['is nothing', ''],
    ['is half of itself', '{"data": {"village": {"id": "x"'],
    ['is a page', '<html><body>502 nginx at gw-1.county.internal</body></html>'],
    [
      'names what every object has',
      '{"data": {"village": {"__proto__": {"polluted": 1}, "id": "x", "name": "x", "constructor": {"prototype": {"polluted": 1}}}}}',
    ],
  ])('and gives an answer that %s harms only its own part (I5, P2)', async (_, body) => {
    saying(body);
    const { text, data } = await asked();
    expect(text).not.toMatch(/county\.internal|nginx|Unexpected/);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(data?.village === null || Object.keys(data.village).join() === 'id,name').toBe(true);
  });
  it('and never stops talking is not listened to beyond a limit, said or unsaid (D12)', async () => {
    let sent = 0;
    answer = (_, response) => {
      response.writeHead(200, JSON_TYPE);
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const more = () => {
        while (!response.destroyed && sent < 200 * chunk.length) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end('{"data":{"village":null}}');
      };
      more();
    };
    const took = await lasting(async () => expect((await asked()).codes).toEqual(['SUBGRAPH_UNAVAILABLE']));
    expect(sent).toBeLessThan(64 * 1024 * 1024);
    answer = (_, response) => response.writeHead(200, { ...JSON_TYPE, 'content-length': '9000000000' }).write(' ');
    const saidTook = await lasting(async () => expect((await asked()).codes).toEqual(['SUBGRAPH_UNAVAILABLE']));
    expect(took + saidTook).toBeLessThan(5000);
  });
});
