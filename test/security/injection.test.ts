import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, getNamedType, isEnumType, isInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logTo } from '#platform/log';
import { committedSupergraph } from '../../gateway/src/platform.ts';
import { COUNTY, type Platform, platform } from '../kit.ts';
import { put } from './door.ts';

const folder = mkdtempSync(join(tmpdir(), 'guben-injection-'));
const lines: string[] = [];
let p: Platform;
let token: string;
beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  p = await platform('together', { log: logTo({ part: 'test' }), env: { GUBEN_OPERATIONS: folder, GUBEN_OPERATIONS_MODE: 'log' } });
  token = await p.token({ role: 'ORG_DEPT' });
});
afterAll(async () => {
  await p[Symbol.asyncDispose]();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const schema = buildSchema(committedSupergraph(), { assumeValid: true, assumeValidSDL: true });
/** Every list of the graph with the names of its inputs. */
const LISTS = Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => {
  const type = (name: string) => field.args.find((a) => a.name === name)?.type;
  const [filter, orderBy] = [type('filter'), type('orderBy')];
  return filter && orderBy ? [{ list: field.name, filter: getNamedType(filter).name, order: getNamedType(orderBy).name }] : [];
});
const rows = () => p.ask('{ villages { totalCount } postings { totalCount } findings { totalCount } }', {}, { role: 'COUNTY_SECRETARY' });
const PUZZLES = [
  '__proto__',
  'constructor',
  'prototype',
  '$or',
  '$and',
  '$not',
  '__raw',
  '$raw',
  '[::raw::]',
  "a' or '1'='1",
  'id"; drop table x; --',
  'e0.id',
  'row',
  '',
];

describe('a filter', () => {
  it.each(LISTS)('of $list takes the names of its own fields alone (P1)', async ({ list, filter }) => {
    const query = `query ($f: ${filter}) { ${list} (filter: $f) { totalCount } }`;
    for (const name of PUZZLES)
      for (const value of [{ eq: 'x' }, null]) {
        const body = `{"query": ${JSON.stringify(query)}, "variables": {"f": {${JSON.stringify(name)}: ${JSON.stringify(value)}}}}`;
        const { status, codes } = await put(p, body, {}, token);
        expect([name, status, codes]).toEqual([name, 400, ['BAD_USER_INPUT']]);
      }
  });
  it.each([
    ['a text', 'name'],
    ['a code', 'code'],
    ['a word', 'kind'],
    ['a key', 'id'],
  ])('on %s takes no condition where a value belongs (P1)', async (_, field) => {
    const query = 'query ($f: VillageFilter) { villages(filter: $f) { totalCount } }';
    for (const value of [{ $ne: null }, { $or: [{}] }, { __raw: '1=1', sql: '1=1', params: [] }, ['a', ['b']], { toString: 'x' }])
      for (const op of ['eq', 'ne', 'in', 'startsWith', '$ne', '__proto__']) {
        const { status, codes } = await put(
          p,
          `{"query": ${JSON.stringify(query)}, "variables": {"f": {"${field}": {"${op}": ${JSON.stringify(value)}}}}}`,
          {},
          token,
        );
        expect([op, status < 500, [...new Set(codes)]]).toEqual([op, true, ['BAD_USER_INPUT']]);
      }
  });
  it('takes a text to the letter, whatever it says to a store (P1)', async () => {
    const query = 'query ($f: VillageFilter) { villages(filter: $f) { totalCount } }';
    for (const text of [
      "' or 1=1 --",
      "') or 1=1 --",
      '"; drop table division; --',
      '?',
      ':name',
      '$1',
      '??',
      '\\',
      "\\' or 1=1 --",
      '\u2019',
      '$(1+1)',
      '{{7*7}}',
    ])
      for (const op of ['eq', 'contains', 'startsWith']) {
        const { data, codes } = await p.ask(query, { f: { name: { [op]: text } } });
        expect([text, op, codes, data]).toEqual([text, op, [], { villages: { totalCount: 0 } }]);
      }
    expect((await rows()).codes).toEqual([]);
  });
  it.each(['and', 'or', 'not'])('nested in %s without end is refused, not carried to the store (P1, D2)', async (branch) => {
    for (const levels of [30, 60, 300]) {
      let f = '{"name": {"eq": "x"}}';
      for (let i = 0; i < levels; i++) f = branch === 'not' ? `{"not": ${f}}` : `{"${branch}": [${f}]}`;
      const literal = f.replaceAll('"x"', "'x'").replaceAll('"', '').replaceAll("'", '"');
      for (const answer of [
        await put(p, `{"query": "query ($f: VillageFilter) { villages(filter: $f) { totalCount } }", "variables": {"f": ${f}}}`, {}, token),
        await put(p, { query: `{ villages(filter: ${literal}) { totalCount } }` }, {}, token),
      ]) {
        expect(answer.status).toBeLessThan(500);
        if (answer.codes.length) expect([[`BAD_USER_INPUT`], ['LIMIT_EXCEEDED']]).toContainEqual(answer.codes);
        else expect(answer.data.villages.totalCount).toBeGreaterThanOrEqual(0);
      }
    }
  });
});

describe('the input of a change', () => {
  const mutation = 'mutation ($input: EndOfficeInput!) { endOffice(input: $input) { id } }';
  it.each([
    ['a condition for a key', { holding: { $ne: null }, reason: 'HEALTH' }],
    ['a list of keys', { holding: ['a', 'b'], reason: 'HEALTH' }],
    ['words of the store for a key', { holding: { __raw: '1=1' }, reason: 'HEALTH' }],
    ['a column of the store', { holding: 'x', reason: 'HEALTH', validTo: '9999-12-31' }],
    ['a version that is a condition', { holding: 'x', reason: 'HEALTH', expectedVersion: { $gt: 0 } }],
    ['a reason that is none', { holding: 'x', reason: 'HEALTH; drop' }],
    ['a member that every object has', { holding: 'x', reason: 'HEALTH', constructor: { prototype: { a: 1 } } }],
  ])('with %s is refused (P1)', async (_, input) => {
    const { status, codes } = await put(p, { query: mutation, variables: { input } }, {}, token);
    expect([status, codes]).toEqual([400, ['BAD_USER_INPUT']]);
  });
  it('finds no row by a key with a quote, and breaks none (P1)', async () => {
    for (const holding of ["' or 1=1 --", '%', '_', '*', '__proto__', '', 'x'.repeat(10_000)]) {
      const { codes } = await p.ask(mutation, { input: { holding, reason: 'HEALTH' } }, { role: 'ORG_DEPT' });
      expect([holding.slice(0, 20), codes]).toEqual([holding.slice(0, 20), ['NOT_FOUND']]);
    }
  });
  it('of a body with a member that every object has is not read (P1, P2)', async () => {
    for (const body of [
      '{"__proto__": {"query": "{ villages { totalCount } }"}}',
      '{"query": "{ villages { totalCount } }", "__proto__": {"admin": true}}',
      '{"query": "{ villages { totalCount } }", "variables": {"__proto__": {"polluted": 1}}}',
      '{"query": "{ villages { totalCount } }", "extensions": {"__proto__": {"asOf": "2018-12-31"}}}',
      '{"query": "{ villages { totalCount } }", "extensions": {"constructor": {"prototype": {"asOf": "2018-12-31"}}}}',
    ]) {
      const { status, codes, data } = await put(p, body, {}, token);
      if (status === 200) expect(data).toEqual({ villages: { totalCount: 188 } });
      else expect([status, codes]).toEqual([400, ['BAD_USER_INPUT']]);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect(({} as Record<string, unknown>)['asOf']).toBeUndefined();
    }
  });
});

describe('a name that every object has', () => {
  const NAMES = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', '__defineGetter__'];
  it.each(NAMES)('%s, of anything in an operation, gives an answer of its own or a refusal, and harms nobody (P2)', async (name) => {
    for (const [query, variables] of [
      [`{ ${name}: villages { totalCount } }`, {}],
      [`{ villages { ${name}: totalCount } }`, {}],
      [`query ${name} { villages { totalCount } }`, {}],
      [`query ($${name}: Int) { villages(first: $${name}) { totalCount } }`, { [name]: 3 }],
      [`query ($f: VillageFilter) { villages(filter: $f) { ${name}: nodes { ${name}: township { ${name}: name } } } }`, {}],
      [`{ villages { ${name} } }`, {}],
      [`{ ${name} { a } }`, {}],
      [`{ villages(${name}: 1) { totalCount } }`, {}],
      [`{ ... on ${name} { a } }`, {}],
      [`{ ...${name} } fragment ${name} on Query { villages { totalCount } }`, {}],
      [`{ villages { totalCount @${name} } }`, {}],
      [`{ villages(orderBy: [{ field: ${name} }]) { totalCount } }`, {}],
      [`{ villages(filter: { kind: { eq: ${name} } }) { totalCount } }`, {}],
    ] as const) {
      const { status, codes, text } = await put(p, { query, variables, operationName: undefined }, {}, token);
      expect([query, [200, 400].includes(status), codes.filter((c) => c !== 'BAD_USER_INPUT')]).toEqual([query, true, []]);
      expect(text).not.toContain('native code');
    }
    const { status, codes } = await put(p, { query: '{ villages { totalCount } }', operationName: name }, {}, token);
    expect([status, codes]).toEqual([400, ['BAD_USER_INPUT']]);
    expect((await put(p, { query: '{ villages { totalCount } }' }, {}, token)).data).toEqual({ villages: { totalCount: 188 } });
  });
});

describe('an order', () => {
  it.each(LISTS)('of $list is one of its own names, and reaches the store as one of its own columns (P3)', async ({ list, order }) => {
    const input = schema.getType(order);
    const fields = isInputObjectType(input) ? getNamedType(input.getFields()['field']?.type) : null;
    const names = isEnumType(fields) ? fields.getValues().map((v) => v.name) : [];
    expect(names.length).toBeGreaterThan(0);
    const query = `query ($o: [${order}!]) { ${list}(first: 1, orderBy: $o) { nodes { id } } }`;
    let clauses = 0;
    for (const name of names)
      for (const direction of ['ASC', 'DESC']) {
        const { codes } = await p.ask(query, { o: [{ field: name, direction }] }, { role: 'COUNTY_SECRETARY' });
        expect(codes.filter((c) => c !== 'FORBIDDEN')).toEqual([]);
        const sql = Object.values(p.statements).flat();
        for (const clause of sql.flatMap((s) => /order by (.*?)( limit|$)/s.exec(s)?.[1] ?? []))
          expect(clause, String(clauses++)).toMatch(/^([`"\w.]+( is null)?( asc| desc)?( nulls (first|last))?(, )?)+$/);
      }
    for (const wrong of [
      'id; drop table division',
      'row',
      '(select 1)',
      'CODE desc',
      '1',
      '',
      'code',
      'constructor',
      '__proto__',
      'e0.code',
    ])
      for (const o of [
        [{ field: wrong, direction: 'ASC' }],
        [{ field: names[0], direction: wrong }],
        [{ field: names[0], [wrong]: 'ASC' }],
      ]) {
        const { status, codes } = await put(p, { query, variables: { o } }, {}, token);
        expect([wrong, status, codes]).toEqual([wrong, 400, ['BAD_USER_INPUT']]);
      }
  });
});

describe('a part of a text', () => {
  const counted = async (op: string, text: string) =>
    (await p.ask('query ($f: VillageFilter) { villages(filter: $f) { totalCount nodes { name } } }', { f: { name: { [op]: text } } })).data
      .villages;
  it.each(['%', '_', '!', '!%', '!_', '%%', '__', '\\', '\\%', '[a-z]', '*', '?', '%村', '_村'])(
    'that stands for others in a store, %s, stands for itself (P4)',
    async (text) => {
      for (const op of ['contains', 'startsWith']) expect((await counted(op, text)).totalCount).toBe(0);
    },
  );
  it('is found where it stands, and there alone (P4)', async () => {
    const all = await counted('contains', '村');
    const some = await counted('startsWith', all.nodes[0].name.slice(0, 1));
    expect(some.totalCount).toBeGreaterThan(0);
    for (const { name } of some.nodes) expect(name.startsWith(all.nodes[0].name.slice(0, 1))).toBe(true);
  });
});

describe('the log', () => {
  const FORGED = 'x"}\n{"at":"2026-01-01","level":"error","message":"forged"}\r\n\u001b[31m\u009b2J\u2028\u202e\u0007';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/;
  it('has one line for what happened, whatever a client calls itself or writes (P7)', async () => {
    lines.length = 0;
    const named = await p.token({ client: FORGED, id: FORGED, role: 'ORG_DEPT' });
    for (const body of [
      { query: `{ villages { totalCount } } # ${FORGED}` },
      { query: 'query A { villages { totalCount } }', operationName: FORGED },
      { query: '{ villages { totalCount } }', extensions: { asOf: FORGED } },
      { query: 'query ($f: VillageFilter) { villages(filter: $f) { totalCount } }', variables: { f: { name: { eq: FORGED } } } },
      { query: 'query ($c: DivisionCode!) { village(code: $c) { id } }', variables: { c: FORGED } },
    ])
      await put(p, body, {}, named);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(line.endsWith('\n') && line.slice(0, -1)).not.toMatch(/\n/);
      expect(line).not.toMatch(CONTROLS);
      expect(JSON.parse(line)).toMatchObject({ part: 'test', level: 'warn' });
    }
    expect(lines.map((l) => JSON.parse(l).client)).toContain(FORGED);
  });
  it.each([
    ['as-of', 400],
    ['purpose', 200],
    ['acting-as', 403],
    ['idempotency-key', 200],
    ['authorization', 401],
    ['content-type', 415],
    ['apollographql-client-name', 200],
    ['x-request-id', 200],
  ])('and the answer take nothing from the header %s but what it means (P7)', async (header, status) => {
    lines.length = 0;
    for (const value of ['x\t{"level":"error"}', '\u0080\u009b31m', 'é'.repeat(500), "' or 1=1 --"]) {
      const headers: Record<string, string> = { 'content-type': 'application/json', authorization: `Bearer ${token}`, [header]: value };
      const response = await fetch(p.url, { method: 'POST', headers, body: JSON.stringify({ query: '{ villages { totalCount } }' }) });
      const body = (await response.json()) as { errors?: { extensions: { code: string } }[] };
      expect([value, response.status]).toEqual([value, status]);
      expect(body.errors?.map((e) => e.extensions.code) ?? []).not.toContain('INTERNAL');
      expect([...response.headers.values()].join()).not.toContain(value);
    }
    for (const line of lines) expect(line).not.toMatch(CONTROLS);
  });
  it('is not made long by an idempotency key: one that the ledger can’t hold is refused (P7)', async () => {
    const mutation = 'mutation ($input: EndOfficeInput!) { endOffice(input: $input) { id } }';
    const { codes } = await p.ask(
      mutation,
      { input: { holding: 'x', reason: 'HEALTH' } },
      { role: 'ORG_DEPT', headers: { 'idempotency-key': 'k'.repeat(201) } },
    );
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect((await rows()).errors).toEqual([]);
    expect(COUNTY).toMatch(/^\d{12}$/);
  });
});
