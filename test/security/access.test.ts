import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES as POLICIES } from '#access/policies';
import { DevelopmentIssuer, type Grant, ROLES } from '../../gateway/src/caller.ts';
import { COUNTY, type Platform, platform } from '../kit.ts';
import { put } from './door.ts';

const [ONE, OTHER] = ['140222102000', '140222103000'] as const;

let p: Platform;
beforeAll(async () => {
  p = await platform();
});
afterAll(() => p[Symbol.asyncDispose]());

const bearer = (grants: Grant[], id = 'test:several') => new DevelopmentIssuer(p.config.dataFolder).issue({ id, client: 'test', grants });

describe('somebody with several duties', () => {
  const BOARD = '{ villages(first: 200) { nodes { id } totalCount } postings(first: 200) { nodes { id } totalCount } }';
  const grants: Grant[] = [
    { role: 'TOWNSHIP_ADMIN', divisions: [ONE] },
    { role: 'ORG_DEPT', divisions: [OTHER] },
    { role: 'AUDITOR', divisions: [COUNTY] },
  ];
  it('acts in one at a time, with the territory and the rights of that one alone: grants don’t add up (Z10)', async () => {
    const token = await bearer(grants);
    for (const { role, divisions } of grants) {
      const alone = await p.ask(BOARD, {}, { role, divisions });
      const acting = await put(p, { query: BOARD }, { 'acting-as': role }, token);
      expect([role, acting.data, acting.codes]).toEqual([role, alone.data, alone.codes]);
    }
    expect((await put(p, { query: BOARD }, {}, token)).data).toEqual(
      (await p.ask(BOARD, {}, { role: 'TOWNSHIP_ADMIN', divisions: [ONE] })).data,
    );
  });
  it('changes nothing in the territory of one duty by the right of another (Z10)', async () => {
    const end = 'mutation ($input: EndOfficeInput!) { endOffice(input: $input) { version } }';
    const { data } = await p.ask('{ village(code: "140222102203") { secretary { holding { id } } } }');
    const input = { holding: data.village.secretary.holding.id, reason: 'HEALTH' };
    const token = await bearer([{ role: 'ANALYST', divisions: [ONE] }, ...grants.slice(1)]);
    for (const [role, code] of [
      ['ORG_DEPT', 'NOT_FOUND'], // the right, elsewhere
      ['ANALYST', 'FORBIDDEN'], // the place, without the right
      ['AUDITOR', 'FORBIDDEN'],
    ] as const)
      expect([role, (await put(p, { query: end, variables: { input } }, { 'acting-as': role }, token)).codes]).toEqual([role, [code]]);
  });
  it.each(['DISCIPLINE', 'township_admin', 'TOWNSHIP_ADMIN,DISCIPLINE', '__proto__', '*', 'null'])(
    'acts in none that was not granted: %s (Z10)',
    async (role) => {
      const { status, codes } = await put(p, { query: BOARD }, { 'acting-as': role }, await bearer(grants));
      expect([status, codes]).toEqual([403, ['FORBIDDEN']]);
    },
  );
  it('has no duty that inherits from another: each policy stands whole, and there is one for every role (Z10, Z11)', () => {
    expect(Object.keys(POLICIES).sort()).toEqual([...ROLES].sort());
    for (const policy of Object.values(POLICIES)) expect(Object.keys(policy)).not.toContain('inherits');
  });
});

describe('two callers at once', () => {
  it('get their own answers, two hundred times, whatever the other asks in between (Z12)', async () => {
    const query =
      '{ county(code: "140222000000") { villages { totalCount } findings { totalCount } } persons(first: 5) { totalCount nodes { id name idNumber phone } } }';
    const callers = [
      { role: 'TOWNSHIP_ADMIN', divisions: [ONE], id: 'a' },
      { role: 'ORG_DEPT', divisions: [COUNTY], id: 'b' },
    ];
    const tokens = await Promise.all(callers.map((c) => p.token(c)));
    const ask = (i: number) => put(p, { query }, { 'as-of': '2018-12-31' }, tokens[i % 2] as string);
    const expected = [await ask(0), await ask(1)];
    expect(expected[0]?.text).not.toBe(expected[1]?.text);
    expect(expected.map((e) => e.codes)).toEqual([[], []]);
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => ask(i)));
    expect(answers.filter((a, i) => a.text !== expected[i % 2]?.text)).toEqual([]);
    for (const { headers } of answers) expect(headers.get('cache-control')).toBe('no-store');
  });
  it('with one token for two purposes or two days don’t share an answer (Z12)', async () => {
    const query = '{ villages { totalCount } persons(first: 3) { nodes { id idNumber } } }';
    const token = await p.token({ role: 'ORG_DEPT' });
    const ways = [{}, { purpose: 'PERSONNEL_FILE' }, { 'as-of': '2018-12-31' }] as Record<string, string>[];
    const expected = await Promise.all(ways.map((headers) => put(p, { query }, headers, token)));
    expect(expected.map((e) => e.codes)).toEqual([[], [], []]);
    expect(new Set(expected.map((e) => e.text)).size).toBe(3);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => put(p, { query }, ways[i % 3] as Record<string, string>, token)),
    );
    expect(answers.filter((a, i) => a.text !== expected[i % 3]?.text)).toEqual([]);
  });
});

describe('a cursor', () => {
  const page = (list: string) => `query ($after: String) { ${list}(first: 50, after: $after) { nodes { id } pageInfo { endCursor } } }`;
  const within = { role: 'TOWNSHIP_ADMIN', divisions: [ONE] };
  it.each(['villages', 'postings', 'findings', 'inspections', 'persons', 'partyOrganizations', 'residentTeams'])(
    'of somebody who sees more shows nothing more: %s (Z16)',
    async (list) => {
      const whole = await p.ask(`{ ${list}(first: 200) { nodes { id } } }`, {}, within);
      if (whole.codes.length) return void expect(whole.codes).toEqual(['FORBIDDEN']);
      const own = new Set(whole.data[list].nodes.map((n: { id: string }) => n.id));
      const { data } = await p.ask(page(list), {}, { role: 'COUNTY_SECRETARY' });
      const foreign = data[list].pageInfo.endCursor;
      const { data: seen, codes } = await p.ask(page(list), { after: foreign }, within);
      if (codes.length) expect(codes).toEqual(['BAD_USER_INPUT']);
      else expect(seen[list].nodes.filter((n: { id: string }) => !own.has(n.id))).toEqual([]);
    },
  );
  it.each([
    ['a condition', (i: string) => [i, { $ne: '' }, 'x']],
    ['a list', (i: string) => [i, ['a'], 'x']],
    ['words of the store', (i: string) => [i, "' or 1=1 --", "') or 1=1 --"]],
    ['too few places', (i: string) => [i]],
    ['too many', (i: string) => [i, 'a', 'b', 'c', 'd']],
    ['another list’s name', () => ['AAAAAAAA', 'a', 'b']],
    ['nothing of a list', () => ({ a: 1 })],
    ['null', () => null],
  ])('that somebody wrote himself, with %s, opens nothing (Z16, P1)', async (_, forge) => {
    const { data } = await p.ask(page('villages'), {}, within);
    const [identity] = JSON.parse(Buffer.from(data.villages.pageInfo.endCursor ?? '', 'base64url').toString() || '["x"]');
    const after = Buffer.from(JSON.stringify(forge(identity))).toString('base64url');
    const { data: seen, codes, status } = await p.ask(page('villages'), { after }, within);
    const own = new Set(
      (await p.ask('{ villages(first: 200) { nodes { id } } }', {}, within)).data.villages.nodes.map((n: { id: string }) => n.id),
    );
    expect(status).toBe(200);
    if (codes.length) expect(codes).toEqual(['BAD_USER_INPUT']);
    else expect(seen.villages.nodes.filter((n: { id: string }) => !own.has(n.id))).toEqual([]);
  });
  it.each(['', 'x', '%', '__proto__', 'bnVsbA', '\u00e9', 'A'.repeat(100_000)])('that is none, %#, is refused (Z16, T5)', async (after) => {
    const { codes } = await p.ask(page('villages'), { after });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a row outside the territory', () => {
  const MOVES = [
    ['postings', 'mutation ($id: ID!) { cancelPosting(input: { posting: $id }) { id } }', 'ORG_DEPT', 'pst_000000000000'],
    ['findings', 'mutation ($id: ID!) { dismissFinding(input: { finding: $id, reason: "x" }) { id } }', 'INSPECTOR', 'fnd_000000000000'],
  ] as const;
  it.each(MOVES)('of the %s is not there for a change, in the words for what never was (Z15)', async (list, mutation, role, never) => {
    const { data } = await p.ask(`{ ${list}(first: 200) { nodes { id } } }`, {}, { role: 'COUNTY_SECRETARY' });
    const own = await p.ask(`{ ${list}(first: 200) { nodes { id } } }`, {}, { role, divisions: [ONE] });
    const inside = new Set(own.data[list].nodes.map((n: { id: string }) => n.id));
    const outside = data[list].nodes.find((n: { id: string }) => !inside.has(n.id)).id as string;
    const told = async (id: string) => {
      const { codes, errors } = await p.ask(mutation, { id }, { role, divisions: [ONE] });
      return [codes, errors[0]?.message.replace(id, 'it'), Object.keys(errors[0]?.extensions ?? {})];
    };
    expect((await told(outside))[0]).toEqual(['NOT_FOUND']);
    expect(await told(outside)).toEqual(await told(never));
  });
});

describe('a reference that leads out of the territory', () => {
  const asked = '{ secretaryProjects(first: 200) { nodes { id organization { id version } secretary { id countyAdministered } } } }';
  type Node = { id: string; organization: object | null; secretary: object | null };
  it('is null, whatever its fields promise, and no error says that there is something (Z7)', async () => {
    const whole = (await p.ask(asked, {}, { role: 'COUNTY_SECRETARY' })).data.secretaryProjects.nodes as Node[];
    const { data, errors } = await p.ask(asked, {}, { role: 'COUNTY_SECRETARY', divisions: [ONE] });
    expect(errors).toEqual([]);
    const seen = new Map(whole.map((n) => [n.id, n]));
    const outside = (data.secretaryProjects.nodes as Node[]).filter((n) => n.organization === null || n.secretary === null);
    expect(outside.length).toBeGreaterThan(0);
    for (const { id } of outside) expect([seen.get(id)?.organization, seen.get(id)?.secretary]).not.toContain(null);
  });
});
