import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compilePlan, UnknownPlan } from './executor/plan.ts';
import { type Executor, openExecutor, type SubgraphClient } from './executor.ts';
import { committedSupergraph } from './platform.ts';

const answering: SubgraphClient = async () => ({ data: { villages: { totalCount: 1, nodes: [] } } });
const clients = { villages: answering, personnel: answering, poverty: answering };
const request = () => ({ envelope: {} as never, hops: {} });

describe('the plans that the gateway keeps', () => {
  it('are one for all spellings of an operation: space, comments and names make no other (D14)', async () => {
    const executor = await openExecutor(committedSupergraph(), clients);
    for (let i = 0; i < 50; i++) {
      const name = `Name${i}`;
      const document = parse(`query ${name} {${' '.repeat(i)} villages { totalCount } } # ${i}`);
      const { data, errors } = await executor.execute({ document, operationName: name }, request());
      expect([data, errors]).toEqual([{ villages: { totalCount: 1 } }, undefined]);
    }
    expect(executor.planned).toBe(1);
  });
  it('are kept apart for the operations of one document', async () => {
    const executor = await openExecutor(committedSupergraph(), clients);
    const document = parse('query A { villages { totalCount } } query B { villages { nodes { id } } }');
    const answers = await Promise.all(['A', 'B'].map((operationName) => executor.execute({ document, operationName }, request())));
    expect(answers.map((a) => a.data)).toEqual([{ villages: { totalCount: 1 } }, { villages: { nodes: [] } }]);
    expect(executor.planned).toBe(2);
  });
  it('are not mixed with looks at the schema that stand in the same document, or behind a fragment', async () => {
    const executor = await openExecutor(committedSupergraph(), clients);
    const document = parse('query A { ...s } query B { villages { totalCount } } fragment s on Query { __type(name: "Village") { name } }');
    const answers = await Promise.all(['A', 'B'].map((operationName) => executor.execute({ document, operationName }, request())));
    expect(answers.map((a) => a.data)).toEqual([{ __type: { name: 'Village' } }, { villages: { totalCount: 1 } }]);
  });
  it('are a bounded number, the least lately used forgotten first (D14)', async () => {
    const executor = await openExecutor(committedSupergraph(), clients);
    for (let i = 0; i < 1100; i++) await executor.execute({ document: parse(`{ villages(first: ${i}) { totalCount } }`) }, request());
    expect(executor.planned).toBe(1000);
  }, 60_000);
});

/** What the two subgraphs answer next: data, or what makes it. */
const next: Record<string, unknown> = {};
const saying =
  (name: string): SubgraphClient =>
  async () => {
    const data = next[name];
    return { data: typeof data === 'function' ? data() : structuredClone(data) };
  };
let odd: Promise<Executor> | undefined;

/** What the executor makes of an operation, when the subgraphs answer so. */
async function answeredBy(query: string, villages: unknown, personnel: unknown = {}) {
  Object.assign(next, { villages, personnel });
  odd ??= openExecutor(committedSupergraph(), { villages: saying('villages'), personnel: saying('personnel') });
  const { data, errors } = await (await odd).execute({ document: parse(query) }, request());
  return { data: JSON.parse(JSON.stringify(data)), errors: errors?.map((e) => [e.path?.join('.'), e.extensions['code']]) };
}

describe('a subgraph that answers other types than it promised', () => {
  const QUERY =
    '{ villages { totalCount nodes { id code kind profile { persons validFrom } collectiveEconomy(year: 2018) { total state } } } }';
  const VILLAGE = {
    ...{ id: 'x', code: '140222102203', kind: 'VILLAGE', profile: { persons: 7, validFrom: '2018-01-01' } },
    collectiveEconomy: { total: 5, state: 'LOCKED' },
  };
  const whole = (node: object = VILLAGE) => ({ villages: { totalCount: 1, nodes: [node] } });
  const node = (part: object) => whole({ ...VILLAGE, ...part });

  it('is believed in what it promised, and in nothing besides', async () => {
    expect(await answeredBy(QUERY, whole())).toEqual({ data: whole(), errors: undefined });
    expect(await answeredBy(QUERY, { ...node({ secret: 'x', __proto__: { y: 1 } }), more: 1 })).toEqual({
      data: whole(),
      errors: undefined,
    });
  });
  it.each<[string, unknown, string, unknown]>([
    ['a text for a number', { villages: { ...whole().villages, totalCount: 'seven' } }, 'villages.totalCount', null],
    ['a fraction for a number', { villages: { ...whole().villages, totalCount: 1.5 } }, 'villages.totalCount', null],
    ['a number of more than 32 bits', { villages: { ...whole().villages, totalCount: 2 ** 40 } }, 'villages.totalCount', null],
    ['null where none may be', { villages: { ...whole().villages, totalCount: null } }, 'villages.totalCount', null],
    ['an object for a list', { villages: { totalCount: 1, nodes: {} } }, 'villages.nodes', null],
    ['a list for an object', whole([VILLAGE]), 'villages.nodes.0', null],
    ['null in a list of none', { villages: { totalCount: 1, nodes: [VILLAGE, null] } }, 'villages.nodes.1', null],
    ['a number for an object', { villages: 7 }, 'villages', null],
    ['a list for an object at its root', { villages: [] }, 'villages', null],
    ['an object for a key', node({ id: { sql: 'x' } }), 'villages.nodes.0.id', null],
    ['a list for a text', node({ code: ['1'] }), 'villages.nodes.0.code', null],
    ['a value that the list of codes lacks', node({ kind: 'CITY' }), 'villages.nodes.0.kind', null],
    ['an object of another type', node({ __typename: 'Person' }), 'villages.nodes.0', null],
    ['an object of a type that there is not', node({ __typename: 'Nothing' }), 'villages.nodes.0', null],
    [
      'an object for a day',
      node({ profile: { persons: 7, validFrom: { sql: 'x' } } }),
      'villages.nodes.0.profile.validFrom',
      { profile: null },
    ],
    [
      'a text for a number further in',
      node({ profile: { ...VILLAGE.profile, persons: '7' } }),
      'villages.nodes.0.profile.persons',
      { profile: { ...VILLAGE.profile, persons: null } },
    ],
    [
      'half a fen',
      node({ collectiveEconomy: { total: 0.5, state: 'LOCKED' } }),
      'villages.nodes.0.collectiveEconomy.total',
      { collectiveEconomy: null },
    ],
    ['a list for what may be null', node({ collectiveEconomy: [] }), 'villages.nodes.0.collectiveEconomy', { collectiveEconomy: null }],
  ])('is not passed on: %s; the place has its error, what is left is whole', async (_, answer, path, left) => {
    expect(await answeredBy(QUERY, answer)).toEqual({
      data: left === null ? { villages: null } : node(left as object),
      errors: [[path, 'INTERNAL']],
    });
  });
  it.each([[[]], [7], ['x'], [{}], [{ other: 1 }]])('is not taken for one that found nothing: data %j', async (answer) => {
    expect(await answeredBy('{ villages { totalCount } }', answer)).toEqual({
      data: { villages: null },
      errors: [['villages', 'SUBGRAPH_UNAVAILABLE']],
    });
  });

  const JOINED = '{ villages { nodes { id coverage { full } } } }';
  const stub = (...nodes: object[]) => ({ villages: { nodes } });
  const known = { __typename: 'Village', id: 'x' };
  const covered = { full: true };
  const deep = () => JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
  it.each<[string, object, unknown, object, unknown]>([
    ['nothing odd', stub(known), { coverage: covered }, stub({ id: 'x', coverage: covered }), undefined],
    ['another key for an object', stub(known), { id: 'y', coverage: covered }, stub({ id: 'x', coverage: covered }), undefined],
    [
      'no word of what it is',
      stub({ id: 'x' }),
      { coverage: covered },
      stub({ id: 'x', coverage: null }),
      [['villages.nodes.0.coverage', 'INTERNAL']],
    ],
    [
      'a text for yes or no',
      stub(known),
      { coverage: { full: 'yes' } },
      stub({ id: 'x', coverage: null }),
      [['villages.nodes.0.coverage.full', 'INTERNAL']],
    ],
    [
      'a list for an entity',
      stub(known),
      [covered],
      stub({ id: 'x', coverage: null }),
      [['villages.nodes.0.coverage', 'SUBGRAPH_UNAVAILABLE']],
    ],
    [
      'what is nested without end',
      stub(known, known),
      () => ({ deep: deep(), coverage: covered }),
      expect.anything(),
      [0, 1].map((i) => [`villages.nodes.${i}.coverage`, 'SUBGRAPH_UNAVAILABLE']),
    ],
  ])('across two of them: %s', async (_, first, entity, data, errors) => {
    expect(await answeredBy(JOINED, first, () => ({ _entities: [typeof entity === 'function' ? entity() : entity] }))).toEqual({
      data,
      errors,
    });
  });
});

describe('an operation that the executor can’t carry out', () => {
  it.each(['Defer', 'Subscription', 'SomethingNew'])('is refused in words: a plan with %s', (kind) => {
    expect(() => compilePlan({ kind } as never, {} as never)).toThrow(UnknownPlan);
  });
});
