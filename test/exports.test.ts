import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asking, type Platform, platform } from './kit.ts';

let p: Platform;
beforeAll(async () => {
  p = await platform();
});
afterAll(() => p[Symbol.asyncDispose]());

const go = async (query: string, accept = 'text/csv', asking: Asking = {}, variables = {}) => {
  const response = await fetch(p.url.replace('localhost','127.0.0.1'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await p.token(asking)}`, accept, ...asking.headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  console.log(response.status, Object.fromEntries(response.headers), text.slice(0, 1500), '…', text.slice(-300));
};
describe('x', () => {
  it('y', async () => {
    await go('{ villages { nodes { id code name township { name } coverage { full } } } }');
    await go('query V($n: Int) { villages(first: $n) { nodes { code name } } }', 'application/x-ndjson', {}, { n: 450 });
    await go('{ county(code: "140222000000") { villages(first: 3) { edges { node { code name names { name } codes { code } } } } } }');
    await go('{ collectiveEconomyRecords(first: 3) { nodes { village { name } year total operatingIncome } } }');
    await go('{ findings { groupedAggregates(groupBy: [{ field: state }]) { keys { state } count } } }');
    await go('{ findings(first: 3) { nodes { id state openedOn: foundOn deadline } } }');
    await go('{ persons(first: 2) { nodes { name idNumber phone } } }');
    await go('{ villages { totalCount nodes { name } } }');
    await go('{ villages { totalCount } }');
    await go('{ villages { nodes { name } } findings { nodes { id } } }');
    await go('{ village(code: "140222102200") { name } }');
    await go('{ villages { nodes { name findings { nodes { id } } } } }');
    await go('{ villages { nodes { name } } }', 'text/plain');
    await go('{ villages { nodes { name nope } } }');
    await go('{ findings { nodes { id } } }', 'text/csv', { role: 'SYSTEM_ADMIN' });
  });
});
