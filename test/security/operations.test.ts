import { readFileSync } from 'node:fs';
import { buildSchema, isInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../gateway/src/limits.ts';
import { committedSupergraph } from '../../gateway/src/platform.ts';
import { COUNTY, type Platform, platform } from '../kit.ts';
import { lasting, put } from './door.ts';

let p: Platform;
let token: string;
beforeAll(async () => {
  p = await platform();
  token = await p.token();
  await put(p, { query: '{ villages { totalCount } }' }, {}, token);
});
afterAll(() => p[Symbol.asyncDispose]());

const send = (query: string, variables: object | string = {}) =>
  put(
    p,
    typeof variables === 'string' ? `{"query": ${JSON.stringify(query)}, "variables": ${variables}}` : { query, variables },
    {},
    token,
  );
/** What an operation that is too large is answered with, and how soon. */
const refusedSoon = async (query: string, within = 250) => {
  for (const name of Object.keys(p.hops)) delete p.hops[name];
  let answer: Awaited<ReturnType<typeof send>> | undefined;
  const took = await lasting(async () => {
    answer = await send(query);
  });
  expect(answer?.status).toBe(400);
  expect(['LIMIT_EXCEEDED', 'BAD_USER_INPUT']).toContain([...new Set(answer?.codes)].join());
  expect(took).toBeLessThan(within);
  expect(p.hops).toEqual({});
  return answer as NonNullable<typeof answer>;
};
const deep = (levels: number, core: string) => `${'ofType { '.repeat(levels)}${core}${' }'.repeat(levels)}`;
const village = (levels: number) => {
  let text = 'id';
  for (let i = 0; i < levels; i++) text = i % 2 ? `villages { nodes { ${text} } }` : `township { ${text} }`;
  return text;
};

describe('depth', () => {
  it.each([
    ['under an operation named __schema', `query __schema { __schema { types { ${deep(20, 'name')} } } }`],
    ['in a fragment named __schema', `{ ...__schema } fragment __schema on Query { __schema { types { ${deep(20, 'name')} } } }`],
    ['in the schema itself', `{ __schema { types { fields { type { ${deep(LIMITS.depth, 'name')} } } } } }`],
    ['in inline fragments', `{ ${'... { '.repeat(50)} villages { nodes { ${village(LIMITS.depth)} } } ${'} '.repeat(50)} }`],
    [
      'of a fragment that was met before, less deep',
      `{ villages { nodes { ...F } } deeper: villages { nodes { township { villages { nodes { township { villages { nodes { ...F } } } } } } } } }
       fragment F on Village { township { villages { nodes { township { villages { nodes { township { villages { nodes { id } } } } } } } } } }`,
    ],
  ])('is measured wherever it hides: %s (D2)', async (_, query) => {
    expect((await refusedSoon(query)).codes).toEqual(['LIMIT_EXCEEDED']);
  });
});

describe('a dear field under many names', () => {
  it('is worked out once for each that differs, not once a name: statements don’t grow with aliases (D3)', async () => {
    const query = (n: number) =>
      `{ county(code: "${COUNTY}") { ${Array.from({ length: n }, (_, i) => `x${i}: coverage { full { numerator } } v${i}: villages(first: 3) { nodes { id } }`).join(' ')} } }`;
    const statements = async (n: number) => {
      const { codes, data } = await p.ask(query(n));
      expect(codes).toEqual([]);
      expect(Object.keys(data.county)).toHaveLength(2 * n);
      return Object.values(p.statements).flat().length;
    };
    const one = await statements(1);
    expect(await statements(LIMITS.aliases / 2)).toBe(one);
  });
  it('beyond the limit is refused, in fragments, too (D3)', async () => {
    const many = Array.from({ length: 21 }, (_, i) => `x${i}: totalCount`).join(' ');
    const query = `{ villages { ...F } communities: villages { ...F } again: villages { ...F } } fragment F on VillageConnection { ${many} }`;
    expect((await refusedSoon(query)).codes).toEqual(['LIMIT_EXCEEDED']);
  });
});

describe('one field repeated', () => {
  it.each([
    ['thousands of times', `{ villages { ${'totalCount '.repeat(LIMITS.tokens - 10)} } }`],
    ['with a selection each', `{ ${'villages { nodes { id } } '.repeat(450)} }`],
    ['in fragments of one another', `{ ${'...F '.repeat(50)} } fragment F on Query { ${'villages { totalCount } '.repeat(100)} }`],
    ['in inline fragments', `{ ${'... on Query { villages { totalCount } } '.repeat(350)} }`],
  ])('%s takes no longer to compare with itself than to refuse or to answer (D4)', async (_, query) => {
    let status = 0;
    const took = await lasting(async () => {
      status = (await send(query)).status;
    });
    expect([200, 400]).toContain(status);
    expect(took).toBeLessThan(1500);
  });
  it('with arguments that differ is refused, a few of the conflicts named (D4, D10)', async () => {
    const query = `{ ${Array.from({ length: 400 }, (_, i) => `villages(first: ${i}) { totalCount }`).join(' ')} }`;
    let answer = await send('{ __typename }');
    const took = await lasting(async () => {
      answer = await send(query);
    });
    expect([answer.status, new Set(answer.codes)]).toEqual([400, new Set(['BAD_USER_INPUT'])]);
    expect(answer.text.length).toBeLessThan(64_000);
    expect(took).toBeLessThan(2000);
  });
});

describe('directives', () => {
  it.each([
    ['on a field', `{ villages { totalCount ${'@include(if: true) '.repeat(LIMITS.directives + 1)} } }`],
    ['that nobody knows', `{ villages { totalCount ${'@a '.repeat(LIMITS.directives + 1)} } }`],
    ['on the operation', `query ${'@a '.repeat(LIMITS.directives + 1)} { villages { totalCount } }`],
    ['on a variable', `query ($x: Int ${'@a '.repeat(LIMITS.directives + 1)}) { villages(first: $x) { totalCount } }`],
    ['on fragments', `{ ...F } fragment F on Query ${'@a '.repeat(LIMITS.directives + 1)} { villages { totalCount } }`],
  ])('in great number are refused before they are read: %s (D5)', async (_, query) => {
    expect((await refusedSoon(query)).codes).toEqual(['LIMIT_EXCEEDED']);
  });
});

describe('a circle', () => {
  it.each([
    ['of one fragment', '{ ...A } fragment A on Query { ...A }'],
    [
      'of many fragments',
      `{ ...F0 } ${Array.from({ length: 100 }, (_, i) => `fragment F${i} on Query { ...F${(i + 1) % 100} }`).join(' ')}`,
    ],
    ['that nothing spreads', '{ villages { totalCount } } fragment A on Query { ...B } fragment B on Query { ...A }'],
    ['in the schema', '{ __schema { types { ...T } } } fragment T on __Type { fields { type { ...T } } }'],
    ['of types in the schema', `{ __schema { types { ${'fields { type { '.repeat(10)} name ${'} } '.repeat(10)} } } }`],
  ])('%s is refused (D6)', async (_, query) => {
    await refusedSoon(query);
  });
});

describe('errors', () => {
  it.each([
    ['unknown fields', `{ ${Array.from({ length: 3500 }, (_, i) => `f${i}`).join(' ')} }`],
    ['unknown fields with arguments', `{ ${Array.from({ length: 600 }, (_, i) => `f${i}(a: 1)`).join(' ')} }`],
    ['unknown arguments', `{ villages(${Array.from({ length: 1200 }, (_, i) => `a${i}: 1`).join(' ')}) { totalCount } }`],
    ['unknown fragments', `{ ${Array.from({ length: 1800 }, (_, i) => `...F${i}`).join(' ')} }`],
    ['unknown types', `{ ${Array.from({ length: 700 }, (_, i) => `... on T${i} { a }`).join(' ')} }`],
    [
      'undefined variables',
      `{ villages(filter: { and: [${Array.from({ length: 1200 }, (_, i) => `$v${i}`).join(' ')}] }) { totalCount } }`,
    ],
    ['unused variables', `query (${Array.from({ length: 1000 }, (_, i) => `$v${i}: Int`).join(' ')}) { villages { totalCount } }`],
    ['names that resemble others', `{ villages { nodes { ${Array.from({ length: 3500 }, (_, i) => `nam${i}`).join(' ')} } } }`],
    ['wrong values in the text', `{ villages(filter: { code: { in: [${'"x" '.repeat(3000)}] } }) { totalCount } }`],
  ])('in great number are told in part: %s (D10)', async (_, query) => {
    let answer = await send('{ __typename }');
    const took = await lasting(async () => {
      answer = await send(query);
    });
    expect(new Set(answer.codes)).toEqual(new Set(['BAD_USER_INPUT']));
    expect(answer.errors.length).toBeLessThanOrEqual(101);
    expect(answer.text.length).toBeLessThan(64_000);
    expect(took).toBeLessThan(2000);
  });
  it.each([
    [
      'wrong values',
      'query ($c: [DivisionCode!]) { villages(filter: { code: { in: $c } }) { totalCount } }',
      { c: Array.from({ length: 10_000 }, () => 'x') },
    ],
    [
      'unknown members',
      'query ($f: VillageFilter) { villages(filter: $f) { totalCount } }',
      { f: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, 1])) },
    ],
    ['a large text in the wrong place', 'query ($n: Int) { villages(first: $n) { totalCount } }', { n: 'x'.repeat(200_000) }],
    [
      'an object of many levels',
      'query ($n: Int) { villages(first: $n) { totalCount } }',
      `{"n": ${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
    ],
  ])('of variables in great number are told in part: %s (D10)', async (_, query, variables) => {
    let answer = await send('{ __typename }');
    const took = await lasting(async () => {
      answer = await send(query, variables);
    });
    expect(['BAD_USER_INPUT', 'LIMIT_EXCEEDED']).toContain([...new Set(answer.codes)].join());
    expect(answer.text.length).toBeLessThan(16_000);
    expect(took).toBeLessThan(1000);
  });
});

describe('a pattern in a filter', () => {
  it('is compared to the letter: the schema has no regular expression (D13)', () => {
    const schema = buildSchema(committedSupergraph(), { assumeValid: true, assumeValidSDL: true });
    const operators = new Set(
      Object.values(schema.getTypeMap())
        .filter(isInputObjectType)
        .flatMap((type) => Object.keys(type.getFields())),
    );
    expect([...operators].filter((name) => /regex|match|similar|^like|ilike|glob/i.test(name))).toEqual([]);
  });
  it.each([
    ['of wildcards', '%_'.repeat(500)],
    ['of repetitions', `(${'a+'.repeat(400)})+$`],
    ['of one letter', 'a'.repeat(100_000)],
    ['of escapes', '!'.repeat(50_000)],
    ['of brackets', '['.repeat(50_000)],
  ])('takes no time to speak of, whatever it is made of: %s (D13)', async (_, text) => {
    for (const op of ['contains', 'startsWith']) {
      let answer = await send('{ __typename }');
      const took = await lasting(async () => {
        answer = await send('query ($f: VillageFilter) { villages(filter: $f) { totalCount } }', { f: { name: { [op]: text } } });
      });
      if (text.length > 1000) expect(answer.codes).toEqual(['LIMIT_EXCEEDED']);
      else expect(answer.data).toEqual({ villages: { totalCount: 0 } });
      expect(took).toBeLessThan(1000);
    }
  });
});

describe('what the platform does not have', () => {
  const supergraph = readFileSync(new URL('../../gateway/supergraph.graphql', import.meta.url), 'utf8');
  it('is held against the reasons why some cases wait or don’t apply', async () => {
    // No field needs another subgraph's field, none takes a context, none is protected by a directive of the planner.
    expect(supergraph).not.toMatch(/requires: "|contextArguments: \[\{|^directive @(authenticated|requiresScopes|policy)/m);
    expect(supergraph).not.toMatch(/^type Subscription|subscription:/m);
    const upgraded = await fetch(p.url, {
      headers: { upgrade: 'websocket', connection: 'upgrade', 'sec-websocket-protocol': 'graphql-ws' },
    }).catch(() => ({ status: 400 }));
    expect(upgraded.status).not.toBe(101);
    expect(
      await put(p, { query: 'subscription { villages { totalCount } }' }, { accept: 'text/event-stream, application/json' }, token),
    ).toMatchObject({
      codes: ['BAD_USER_INPUT'],
    });
    for (const place of ['/export', '/import', '/webhooks', '/console', '/login'])
      expect((await fetch(`${p.origin}${place}`)).status).toBe(404);
  });
});
