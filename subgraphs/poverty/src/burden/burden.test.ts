import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import type { App, Asking } from '#platform/testing';
import { povertyApp } from '../testing.ts';
import { isOver, meanLoad, overrunOf } from './burden.rules.ts';
import { FormFrequency, itemKey, monthsOf } from './form.rules.ts';

const office: Asking = { role: 'POVERTY_OFFICE', day: '2018-10-08' };
const FORM = 'id state title agency { id } items { name } duplicates { item request { id title agency { id } } } allowedMoves';
const PAO = agencyId('县扶贫开发办公室');
const CIVIL = agencyId('县民政局');

let app: App;
let county: string;
let township: string;
let village: string;
beforeAll(async () => {
  app = await povertyApp();
  const { territory } = app.subgraph.store;
  county = territory.named('140222000000') as string;
  township = territory.named('140222102000') as string;
  village = territory.named('140222102200') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

const request = (over: object = {}, asking: Asking = {}) =>
  app.ask(
    `mutation ($input: RequestFormInput!) { requestForm(input: $input) { ${FORM} } }`,
    {
      input: {
        agency: PAO,
        division: township,
        title: '冬季摸底表',
        purpose: '冬季帮扶',
        items: ['取暖方式'],
        dueOn: '2018-10-31',
        ...over,
      },
    },
    { ...office, ...asking },
  );
const move = (name: string, input: object, day = '2018-10-20') =>
  app.ask(
    `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { state endedOn withdrawReason } }`,
    { input },
    { ...office, day },
  );

describe('a form', () => {
  it('says who asks what of whom and what for, and what was asked of the same villages already', async () => {
    const first = (await request({ items: ['取暖方式', ' 煤炭 存量'] })).data.requestForm;
    expect(first).toMatchObject({ state: 'REQUESTED', items: [{ name: '取暖方式' }, { name: '煤炭 存量' }], duplicates: [] });
    const again = (
      await request({ agency: CIVIL, division: village, items: ['煤炭存量', '住房面积'], title: '救助核查表' }, { day: '2018-10-12' })
    ).data.requestForm;
    expect(again.duplicates).toEqual([{ item: '煤炭存量', request: { id: first.id, title: '冬季摸底表', agency: { id: PAO } } }]);
    const elsewhere = app.subgraph.store.territory.named('140222103000') as string;
    expect((await request({ division: elsewhere, items: ['煤炭存量'] }, { day: '2018-10-13' })).data.requestForm.duplicates).toEqual([]);
  });

  it('of the sample county repeats what another agency has asked, which the board shows', async () => {
    const { data } = await app.ask(
      '{ formRequests(first: 200) { totalCount nodes { title duplicates { item request { title } } } } }',
      {},
      { day: '2018-12-31' },
    );
    expect(data.formRequests.nodes.some((f: { duplicates: unknown[] }) => f.duplicates.length > 0)).toBe(true);
    expect(app.statements.length).toBeLessThanOrEqual(6);
  });

  it('is collected or withdrawn with a reason, once', async () => {
    const form = (await request()).data.requestForm.id;
    expect((await move('withdrawForm', { form, reason: ' ' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await move('withdrawForm', { form, reason: '已有数据' })).data.withdrawForm).toMatchObject({
      state: 'WITHDRAWN',
      endedOn: '2018-10-20',
    });
    expect((await move('closeForm', { form })).codes).toEqual(['ILLEGAL_MOVE']);
  });

  it.each([
    ['of nothing', { items: [] }, {}, 'BAD_USER_INPUT'],
    ['of an item without a name', { items: [' '] }, {}, 'BAD_USER_INPUT'],
    ['of too many things', { items: Array.from({ length: 101 }, (_, i) => `项目${i}`) }, {}, 'BAD_USER_INPUT'],
    ['without a purpose', { purpose: '' }, {}, 'BAD_USER_INPUT'],
    ['due before it is asked', { dueOn: '2018-10-07' }, {}, 'BAD_USER_INPUT'],
    ['by an agency nobody knows', { agency: 'agc_nobody' }, {}, 'NOT_FOUND'],
    ['of a division elsewhere', {}, { divisions: ['140222103000'] }, 'NOT_FOUND'],
    ['by who collects nothing', {}, { role: 'ANALYST' }, 'FORBIDDEN'],
  ])('%s is refused', async (_, over, asking, code) => {
    expect((await request(over, asking)).codes).toEqual([code]);
  });
});

describe('the burden of a village', () => {
  const MONTHS = 'burden(from: "2018-01-01", to: "2018-12-31") { month inspections forms meetings total ceiling over }';
  const WHOLE =
    'burden(from: "2018-01-01", to: "2018-12-31") { inspections forms meetings total villageMonths perVillageMonth overrun { numerator denominator } }';
  const ask = (references: object[], day = '2018-12-31') =>
    app.ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Village { ${MONTHS} } ... on Township { ${WHOLE.replace('burden', 'whole: burden')} } ... on County { ${WHOLE.replace('burden', 'whole: burden')} } } }`,
      { r: references },
      { day },
    );

  it('is counted month by month against the plan of the year, and adds up over township and county in a constant number of statements', async () => {
    const { territory } = app.subgraph.store;
    const villages = ['VILLAGE', 'COMMUNITY'].flatMap((kind) => territory.within(township, '2018-12-31', kind));
    const references = [
      ...villages.map((id) => ({ __typename: 'Village', id })),
      { __typename: 'Township', id: township },
      { __typename: 'County', id: county },
    ];
    await ask(references.slice(0, 1));
    const one = app.statements.length;
    const { data } = await ask(references);
    expect(app.statements.length).toBe(one);
    const months = data._entities
      .slice(0, villages.length)
      .flatMap((v: { burden: { total: number; over: boolean; ceiling: number }[] }) => v.burden);
    const whole = data._entities[villages.length].whole;
    expect(whole.total).toBe(months.reduce((sum: number, m: { total: number }) => sum + m.total, 0));
    expect(whole.villageMonths).toBe(months.length);
    expect(whole.overrun).toEqual({ numerator: months.filter((m: { over: boolean }) => m.over).length, denominator: months.length });
    expect(whole.inspections).toBeGreaterThan(0);
    expect(whole.forms).toBeGreaterThan(0);
    expect(new Set(months.map((m: { ceiling: number }) => m.ceiling))).toEqual(new Set([8]));
    expect(data._entities.at(-1).whole.total).toBeGreaterThan(whole.total);
  });

  it('rises by one for each inspection that reached it and each form sent to it', async () => {
    const before = (await ask([{ __typename: 'Village', id: village }])).data._entities[0].burden.find(
      (m: { month: string }) => m.month === '2018-12-01',
    );
    await request({ division: village, items: ['临时表'], dueOn: '2018-12-31' }, { day: '2018-12-02' });
    const after = (await ask([{ __typename: 'Village', id: village }])).data._entities[0].burden.find(
      (m: { month: string }) => m.month === '2018-12-01',
    );
    expect(after.forms).toBe(before.forms + 1);
    expect(after.inspections).toBe(before.inspections);
  });

  it('is refused for a period that is none or too long, and ends with the day asked for', async () => {
    const told = (from: string, to: string) =>
      app.ask(
        `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Village { burden(from: "${from}", to: "${to}") { month } } } }`,
        { r: [{ __typename: 'Village', id: village }] },
        { day: '2018-06-15' },
      );
    expect((await told('2018-02-01', '2018-01-01')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await told('2000-01-01', '2018-01-01')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await told('2018-05-01', '2018-12-31')).data._entities[0].burden.map((m: { month: string }) => m.month)).toEqual([
      '2018-05-01',
      '2018-06-01',
    ]);
  });
});

describe('the rules of the burden meter', () => {
  it('count months of forms, compare with a ceiling that may be unknown, and round once', () => {
    expect(monthsOf({ requestedOn: '2018-01-15', frequency: FormFrequency.QUARTERLY }, '2018-12-25')).toEqual([
      '2018-01-01',
      '2018-04-01',
      '2018-07-01',
      '2018-10-01',
    ]);
    expect(monthsOf({ requestedOn: '2018-03-31', frequency: FormFrequency.ONCE }, '2018-12-25')).toEqual(['2018-03-01']);
    expect(itemKey(' Ａ 家庭 收入')).toBe('a家庭收入');
    const load = { inspections: 2, forms: 3, meetings: 1 };
    expect([isOver(load, 5), isOver(load, 6), isOver(load, null)]).toEqual([true, false, false]);
    expect(
      overrunOf([
        { load, ceiling: 5 },
        { load, ceiling: null },
      ]),
    ).toMatchObject({ numerator: 1, denominator: 1 });
    expect([meanLoad(5, 4), meanLoad(0, 0)]).toEqual([1.3, null]);
  });
});
