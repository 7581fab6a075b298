import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '#access/policies';
import type { Envelope } from '#platform/envelope';
import type { Subgraph } from '#platform/subgraph';
import { envelopeFor } from '#platform/testing';
import { acceptance } from './acceptance.ts';
import { NOUNS } from './due.ts';
import { type Asking, COUNTY, type Platform, platform } from './kit.ts';

let p: Platform;
beforeAll(async () => {
  p = await platform('together', { env: { GUBEN_CACHE_MB: '64' } });
});
afterAll(() => p[Symbol.asyncDispose]());

const TERRITORIES = [
  ['140222102000'],
  ['140222100000'],
  ['140222209000', '140222103200'],
  ['140222103200', '140222209000'],
  ['140222202200'],
  ['140222999000'],
  [],
];

/** Every role over the county, two roles over every territory, and some who differ in one thing alone. */
const callers: Asking[] = [
  ...Object.keys(ROLES).map((role) => ({ role })),
  ...['ORG_DEPT', 'TOWNSHIP_ADMIN'].flatMap((role) => TERRITORIES.map((divisions) => ({ role, divisions }))),
  { role: 'FINANCE', headers: { purpose: 'ALLOWANCE_PAYMENT' } },
  { role: 'TOWNSHIP_ADMIN', divisions: ['140222102000'], finds: [COUNTY] },
  { role: 'ORG_DEPT', asOf: '2018-12-31' },
];

/** Three nouns at a time: rows, counts, and what of a person is classified. */
const lists = Object.values(NOUNS).map(({ list }) => `${list}(first: 2) { totalCount nodes { id } }`);
const operations: [string, Record<string, unknown>][] = [
  ...Array.from({ length: Math.ceil(lists.length / 3) }, (_, i): [string, Record<string, unknown>] => [
    `{ ${lists.slice(3 * i, 3 * i + 3).join(' ')} }`,
    {},
  ]),
  ['{ persons(first: 3) { nodes { name birthDate phone idNumber } } }', {}],
  [
    '{ county(code: "140222000000") { villages { totalCount } findings { totalCount } accountability { totalCount } coverage { full { denominator } } } }',
    {},
  ],
  [acceptance('township-board'), { code: '140222102000' }],
];

describe('an answer that is kept', () => {
  it('is the one that its caller would be computed, however callers of all duties and territories take turns (Z12)', async () => {
    let spared = 0;
    for (const [i, [query, variables]] of operations.entries()) {
      // Each operation meets a third of the callers; those that begin it take turns, and the last two meet all.
      const some = i >= operations.length - 2 ? callers : callers.filter((_, c) => c % 3 === i % 3);
      const rounds = [];
      for (const round of [1, 2]) {
        const told = [];
        for (const asking of some) {
          const { status, data, errors, extensions } = await p.ask(query, variables, asking);
          if (round === 2 && Object.keys(p.hops).length === 0) spared++;
          told.push({ status, data, errors, extensions });
        }
        rounds.push(told);
      }
      const fresh = [];
      for (const asking of some) {
        const { status, data, errors, extensions } = await p.ask(query, { ...variables, unknown: crypto.randomUUID() }, asking);
        fresh.push({ status, data, errors, extensions });
      }
      for (const [c, asking] of some.entries()) {
        const who = `${JSON.stringify(asking)} asks ${query.slice(0, 80)}`;
        expect(rounds[0]?.[c], who).toEqual(fresh[c]);
        expect(rounds[1]?.[c], who).toEqual(fresh[c]);
      }
    }
    expect(spared).toBeGreaterThan(200);
  }, 120_000);
});

describe('what the key of an answer leaves out', () => {
  const named = (query: string) => (/^\{ (\w+)/.exec(query) as RegExpExecArray)[1] as string;
  const questions = Object.values(NOUNS).map(({ store, list }) => ({ store, query: `{ ${list}(first: 5) { totalCount nodes { id } } }` }));
  it.each(['ANALYST', 'ORG_DEPT', 'POVERTY_OFFICE'])(
    'changes no answer that %s is told, and a caller’s name isn’t even looked at',
    async (role) => {
      const looked: string[] = [];
      const plain = envelopeFor({ role, day: '2026-06-30' });
      const nameless = new Proxy(plain.caller, {
        get(caller, field) {
          if (field === 'id' || field === 'client') looked.push(String(field));
          return Reflect.get(caller, field);
        },
      });
      const other: Envelope = {
        ...plain,
        caller: nameless,
        now: new Date(plain.now.getTime() + 400 * 86_400_000),
        requestId: 'req_other',
        idempotencyKey: 'key',
        operation: 'Other',
      };
      for (const { store, query } of questions) {
        const subgraph = p.running.subgraphs[store] as Subgraph;
        const [one, two] = [await subgraph.answer({ query }, plain), await subgraph.answer({ query }, other)];
        expect(JSON.parse(JSON.stringify(two)), named(query)).toEqual(JSON.parse(JSON.stringify(one)));
        expect(looked, named(query)).toEqual([]);
      }
    },
  );
});
