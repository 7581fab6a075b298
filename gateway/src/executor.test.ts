import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { openExecutor, type SubgraphClient } from './executor.ts';
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
