import { getOperationAST, parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { acceptance } from '../../test/acceptance.ts';
import { bomb } from '../../test/bomb.ts';
import { priceList } from './cost.ts';
import { committedSupergraph } from './platform.ts';

const cost = (query: string, variables: Record<string, unknown> = {}, supergraph = committedSupergraph()): number => {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return priceList(supergraph)(document, operation, variables);
};

describe('the cost of an operation', () => {
  it('is one for an object, nothing for its columns, and the directive where one says otherwise', () => {
    expect(cost('{ village(code: "140222102203") { id name } }')).toBe(1);
    expect(cost('{ villages { totalCount } }')).toBe(1 + 2);
    expect(cost('{ finding(id: "x") { history { event } } }')).toBe(1 + 10 * 5);
  });
  it('multiplies what lies in a list by the size of its page, said or assumed', () => {
    expect(cost('{ villages { nodes { id } } }')).toBe(1 + 50);
    expect(cost('{ villages(first: 7) { nodes { id township { id } } } }')).toBe(1 + 7 * 2);
    expect(cost('{ villages(last: 7) { edges { node { id } } } }')).toBe(1 + 7 * 2);
    expect(cost('{ villages(first: 20) { nodes { findings(first: 5) { nodes { id } } } } }')).toBe(1 + 20 * (1 + 1 + 5));
  });
  it('reads the size from a variable, its default, or takes the ceiling where nobody knows it', () => {
    const query = 'query ($n: Int) { villages(first: $n) { nodes { id } } }';
    expect(cost(query, { n: 3 })).toBe(4);
    expect(cost(query.replace('Int', 'Int = 9'))).toBe(10);
    expect(cost(query)).toBe(201);
    expect(cost(query, { n: 'many' })).toBe(201);
    expect(cost(query, { n: null })).toBe(51);
  });
  it('counts every alias, and each fragment where it is spread', () => {
    expect(cost('{ a: villages(first: 5) { nodes { id } } b: villages(first: 5) { nodes { id } } }')).toBe(12);
    expect(
      cost(
        '{ villages(first: 5) { ...page } } fragment page on VillageConnection { nodes { ...v } } fragment v on Village { township { id } }',
      ),
    ).toBe(11);
    expect(cost('{ villages(first: 5) @skip(if: true) { nodes { id } } }')).toBe(0);
  });
  it('of nested fragments is found in no time, however large it is (D7)', () => {
    const began = performance.now();
    expect(cost(bomb(200))).toBeGreaterThanOrEqual(0);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
  it('of a change is more than of the look at what it answers', () => {
    expect(cost('mutation { endOffice(input: { holding: "x", reason: HEALTH }) { id } }')).toBe(10 + 1);
  });
  it('of the acceptance operations stays well below the limit', () => {
    for (const [name, ceiling] of [
      ['county', 100],
      ['township-board', 1000],
      ['old-code', 100],
    ] as const)
      expect(cost(acceptance(name))).toBeLessThan(ceiling);
  });
  it('takes the dearest of what an abstract type may be, by whatever names the directives go', () => {
    const supergraph = `
      schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: [{ name: "@cost", as: "@weighs" }, { name: "@listSize", as: "@holds" }]) { query: Query }
      interface Node { id: ID! }
      type Cheap implements Node { id: ID! }
      type Dear implements Node @weighs(weight: 7) { id: ID! parts: [Cheap!]! @holds(assumedSize: 4) }
      union Any = Cheap | Dear
      type Query { node: Node any: Any plain: [Cheap] number: Int @weighs(weight: 3) }`;
    expect(cost('{ node { id } }', {}, supergraph)).toBe(7);
    expect(cost('{ any { ... on Cheap { id } ... on Dear { parts { id } } } }', {}, supergraph)).toBe(11);
    expect(cost('{ node { ... on Cheap { id } ... on Node { ... on Dear { parts { id } } } } number }', {}, supergraph)).toBe(14);
    expect(cost('{ plain { id } }', {}, supergraph)).toBe(10);
  });
});

describe('the schema', () => {
  it('says how long every page is, for each field that is one', () => {
    const silent = parse(committedSupergraph()).definitions.flatMap((type) =>
      type.kind === 'ObjectTypeDefinition'
        ? (type.fields ?? [])
            .filter((f) => print(f.type).replace('!', '').endsWith('Connection') && !f.directives?.some((d) => d.name.value === 'listSize'))
            .map((f) => `${type.name.value}.${f.name.value}`)
        : [],
    );
    expect(silent).toEqual([]);
  });
});
