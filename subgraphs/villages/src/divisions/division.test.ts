import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, COUNTY, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';
import { periodOn, runsOf } from './division.rules.ts';

let app: App;
beforeAll(async () => {
  app = await testApp(villages);
});
afterAll(() => app[Symbol.asyncDispose]());

const counts = '{ county(code: "140222000000") { townships { totalCount } villages { totalCount } communities { totalCount } } }';
const life =
  'query ($code: DivisionCode!) { village(code: $code) { id code name officialName status township { name } codes { code from to } names { name from to } successors { known villages { name } } } }';

describe('the county', () => {
  it.each([
    ['2016-07-31', 11, 222, 12],
    ['2018-10-30', 11, 222, 12],
    ['2018-12-31', 12, 227, 12],
    ['2019-10-31', 12, 227, 13],
    ['2020-06-30', 12, 172, 13],
    ['2026-06-30', 11, 172, 16],
  ])('has as of %s the divisions of its edition', async (day, townships, villageCount, communities) => {
    const { data } = await app.ask(counts, {}, { day });
    expect(data.county).toEqual({
      townships: { totalCount: townships },
      villages: { totalCount: villageCount },
      communities: { totalCount: communities },
    });
  });

  it('shows a township caller its own township only, in lists and in counts', async () => {
    const { data } = await app.ask(
      '{ county(code: "140222000000") { name townships { nodes { name } } villages { totalCount } } }',
      {},
      {
        divisions: ['140222102000'],
        day: '2018-12-31',
      },
    );
    expect(data.county).toEqual({ name: '天镇县', townships: { nodes: [{ name: '米薪关镇' }] }, villages: { totalCount: 24 } });
  });

  it('shows nothing to a caller without a territory', async () => {
    const { codes } = await app.ask(counts, {}, { divisions: [] });
    expect(codes).toEqual(['NOT_FOUND']);
  });
});

describe('a village', () => {
  it('that was recoded keeps its identity, and any code it ever had finds it', async () => {
    const old = await app.ask(life, { code: '140222202200' }, { day: '2018-12-31' });
    const now = await app.ask(life, { code: '140222202200' });
    const byNew = await app.ask(life, { code: '140222100215' }, { day: '2018-12-31' });
    expect(old.data.village).toMatchObject({ code: '140222202200', name: '南河堡', township: { name: '南河堡乡' } });
    expect(now.data.village).toMatchObject({ id: old.data.village.id, code: '140222100215', township: { name: '玉泉镇' } });
    expect(byNew.data.village).toEqual(old.data.village);
    expect(now.data.village.codes).toEqual([
      { code: '140222202200', from: '2016-07-31', to: '2021-10-31' },
      { code: '140222100215', from: '2021-10-31', to: null },
    ]);
  });

  it('that was abolished answers with its last days and unknown successors, which nobody invents', async () => {
    const { data } = await app.ask(life, { code: '140222102212' });
    expect(data.village).toMatchObject({
      status: 'ABOLISHED',
      officialName: '王家烟村委会',
      township: { name: '米薪关镇' },
      successors: { known: false, villages: [] },
    });
    const before = await app.ask(life, { code: '140222102212' }, { day: '2020-06-29' });
    expect(before.data.village).toMatchObject({ status: 'ACTIVE', successors: null });
  });

  it('that was divided names what it became', async () => {
    const { data } = await app.ask(life, { code: '140222100012' });
    expect(data.village.successors.known).toBe(true);
    expect(data.village.successors.villages).toHaveLength(4);
  });

  it('that was renamed keeps both names with their days', async () => {
    const { data } = await app.ask(life, { code: '140222104200' });
    expect(data.village.names.map((n: { name: string; to: string | null }) => [n.name, n.to])).toEqual([
      ['新平', '2019-10-31'],
      ['新平堡', null],
    ]);
  });

  it('bears a corrected name and keeps the printed one', async () => {
    const { data } = await app.ask(life, { code: '140222101211' });
    expect(data.village).toMatchObject({ name: '马圈庠', officialName: '马圈痒村委会' });
  });

  it.each([
    ['an unknown code', '140222999999', COUNTY, 'NOT_FOUND'],
    ['a code of another territory', '140222101211', '140222102000', 'NOT_FOUND'],
    ['a malformed code', '14022', COUNTY, 'BAD_USER_INPUT'],
  ])('asked for by %s is refused in the same words', async (_, code, division, expected) => {
    const { codes } = await app.ask(life, { code }, { divisions: [division] });
    expect(codes).toEqual([expected]);
  });

  it('is refused on a day before the register begins', async () => {
    const { codes, errors } = await app.ask(life, { code: '140222202200' }, { day: '2016-07-30' });
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.extensions?.['begins']).toBe('2016-07-31');
  });
});

describe('a list of villages', () => {
  const page =
    'query ($first: Int, $after: String, $last: Int, $before: String, $filter: VillageFilter, $orderBy: [VillageOrder!]) { villages(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) { totalCount nodes { code name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }';
  type Nodes = { code: string; name: string }[];
  const codesOf = (nodes: Nodes) => nodes.map((n) => n.code);

  it('pages through all rows once, forwards and backwards', async () => {
    const all = codesOf((await app.ask(page, { first: 200 })).data.villages.nodes);
    const forwards: string[] = [];
    for (let after: string | undefined; ; ) {
      const { villages: v } = (await app.ask(page, { first: 33, after })).data;
      forwards.push(...codesOf(v.nodes));
      if (!v.pageInfo.hasNextPage) break;
      after = v.pageInfo.endCursor;
    }
    const backwards: string[] = [];
    for (let before: string | undefined; ; ) {
      const { villages: v } = (await app.ask(page, { last: 33, before })).data;
      backwards.unshift(...codesOf(v.nodes));
      if (!v.pageInfo.hasPreviousPage) break;
      before = v.pageInfo.startCursor;
    }
    expect(forwards).toEqual(all);
    expect(backwards).toEqual(all);
    expect(all).toHaveLength(188);
  });

  it('is filtered to the letter: a percent sign is a percent sign', async () => {
    expect((await app.ask(page, { filter: { name: { contains: '%' } } })).data.villages.totalCount).toBe(0);
    const { nodes } = (await app.ask(page, { filter: { name: { startsWith: '赵家' }, not: { code: { eq: '140222999999' } } } })).data
      .villages;
    expect(nodes.every((n: { name: string }) => n.name.startsWith('赵家'))).toBe(true);
  });

  it('counts nothing unless asked to', async () => {
    await app.ask('{ villages(first: 1) { nodes { code } } }');
    expect(app.statements).toHaveLength(1);
  });

  it('refuses a page beyond the ceiling, both ends at once, and cursors from elsewhere', async () => {
    const { data } = await app.ask(page, { first: 1 });
    const cursor = data.villages.pageInfo.endCursor;
    expect((await app.ask(page, { first: 10_000 })).codes).toEqual(['LIMIT_EXCEEDED']);
    expect((await app.ask(page, { first: 1, last: 1 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await app.ask(page, { after: cursor, orderBy: [{ field: 'NAME' }] })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await app.ask(page, { after: 'nonsense' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await app.ask('query ($c: String) { agencies(after: $c) { nodes { id } } }', { c: cursor })).codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('the periods of a division', () => {
  const periods = [
    { validFrom: '2016-07-31', validTo: '2019-10-31', code: 'a' },
    { validFrom: '2019-10-31', validTo: '2021-10-31', code: 'a' },
    { validFrom: '2021-10-31', validTo: '2023-01-01', code: 'b' },
  ];
  it('tell of the day: the one that holds, else the last before', () => {
    expect(periodOn(periods, '2016-07-30')).toBeNull();
    expect(periodOn(periods, '2021-10-30')?.code).toBe('a');
    expect(periodOn(periods, '2021-10-31')?.code).toBe('b');
    expect(periodOn(periods, '2026-01-01')?.code).toBe('b');
  });
  it('with the same code are one run', () => {
    expect(runsOf(periods, (p) => p.code)).toEqual([
      { value: 'a', from: '2016-07-31', to: '2021-10-31' },
      { value: 'b', from: '2021-10-31', to: '2023-01-01' },
    ]);
  });
});
