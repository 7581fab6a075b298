import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstBroken } from '#platform/ledger';
import { type App, type Asking, COUNTY } from '#platform/testing';
import { aPerson, aPosting } from '../samples.ts';
import { personnelApp } from '../testing.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp({ seed: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const org = { role: 'ORG_DEPT' };
const finance = { role: 'FINANCE' };
const document = '天政发〔2018〕26号';
const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
const move = (verb: string, shown: string, input: object, asking: Asking, type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`) =>
  app.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { ${shown} } }`, { input }, asking);
const setRate = (input: object, asking: Asking = finance) =>
  move('setAllowanceRate', 'role amount validFrom version previous { amount }', { role: 'RESIDENT_CADRE', document, ...input }, asking);

describe('an allowance rate', () => {
  it('follows the one before it without gap or overlap, from the day its document takes effect', async () => {
    const first = await setRate({ role: 'TEAM_LEADER', amount: 50_000, from: '2017-03-01' });
    expect(first.data.setAllowanceRate).toMatchObject({ amount: 50_000, previous: null });
    await setRate({ role: 'TEAM_LEADER', amount: 100_000, from: '2018-07-01' });
    const on = async (day: string) =>
      (
        await app.ask(
          '{ allowanceRates(filter: { role: { eq: TEAM_LEADER } }) { nodes { amount document previous { amount } history { amount validFrom validTo } } } }',
          {},
          { day },
        )
      ).data.allowanceRates.nodes;
    expect(await on('2017-02-28')).toEqual([]);
    expect((await on('2018-06-30'))[0]).toMatchObject({ amount: 50_000, previous: null });
    expect((await on('2018-07-01'))[0]).toMatchObject({
      amount: 100_000,
      previous: { amount: 50_000 },
      history: [
        { amount: 100_000, validFrom: '2018-07-01', validTo: null },
        { amount: 50_000, validFrom: '2017-03-01', validTo: '2018-07-01' },
      ],
    });
  });

  it('begins once on a day, however many set one at once', async () => {
    const role = 'TEAM_MEMBER';
    for (const from of ['2017-03-01', '2018-07-01', '2027-01-01']) {
      const tries = await Promise.all(Array.from({ length: 25 }, (_, i) => setRate({ role, amount: 1000 * (i + 1), from })));
      expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
      expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['CONFLICT']));
    }
    expect((await setRate({ role, amount: 1, from: '2018-01-01' })).codes).toEqual(['CONFLICT']);
    const history = (await app.ask('{ allowanceRates(filter: { role: { eq: TEAM_MEMBER } }) { nodes { history { validFrom validTo } } } }'))
      .data.allowanceRates.nodes[0].history;
    expect(history.map((h: { validFrom: string; validTo: string }) => [h.validFrom, h.validTo])).toEqual([
      ['2027-01-01', null],
      ['2018-07-01', '2027-01-01'],
      ['2017-03-01', '2018-07-01'],
    ]);
  });

  it.each([
    ['a role that is not in a village', { role: 'SECONDMENT', amount: 1, from: '2018-01-01' }, 'BAD_USER_INPUT'],
    ['less than nothing', { amount: -1, from: '2018-01-01' }, 'BAD_USER_INPUT'],
    ['a slip of the pen', { amount: 100_000_001, from: '2018-01-01' }, 'BAD_USER_INPUT'],
    ['no document', { amount: 1, from: '2018-01-01', document: '会议' }, 'BAD_USER_INPUT'],
  ])('is not set for %s', async (_, input, code) => {
    expect((await setRate(input)).codes).toEqual([code]);
  });

  it('is set by the finance office of the county', async () => {
    expect((await setRate({ amount: 1, from: '2018-01-01' }, org)).codes).toEqual(['FORBIDDEN']);
    expect((await setRate({ amount: 1, from: '2018-01-01' }, { ...finance, divisions: ['140222102000'] })).codes).toEqual(['FORBIDDEN']);
  });
});

describe('a monthly sheet', () => {
  const [MIXIANGUAN, LUJIAWAN] = ['140222102000', '140222103000'];
  const own = { role: 'TOWNSHIP_ADMIN', divisions: [MIXIANGUAN] };
  const LINES = 'lines { from to days rate numerator denominator amount }';
  const SHEET = `id ordinal state returned voucher moves entitlements(first: 200) { totalCount aggregates { sum { amount } } nodes { id posting { id } kind ordinal days present required amount state reason ${LINES} } }`;
  const compute = (month: string, asking: Asking = own, code = MIXIANGUAN) =>
    move('computeAllowances', SHEET, { township: at(code), month }, asking);
  const step = (verb: string, sheet: string, asking: Asking, more: object = {}) => move(verb, SHEET, { sheet, ...more }, asking);
  const pay = async (sheet: string) => {
    await step('checkAllowances', sheet, own);
    await step('approveAllowances', sheet, org);
    return step('payAllowances', sheet, finance, { voucher: '财付2018-77' });
  };
  const gaps = async (month: string, code = MIXIANGUAN) => {
    const query = `query ($r: [_Any!]!, $m: String!) { _entities(representations: $r) { ... on Township { allowanceGaps(month: $m) { posting { id } due recorded difference ${LINES} } } } }`;
    return (await app.ask(query, { r: [{ __typename: 'Township', id: at(code) }], m: month }, org)).data._entities[0].allowanceGaps;
  };
  const posted = async (over: object = {}): Promise<string> => {
    const person = aPerson({ homeDivision: at(COUNTY) });
    const posting = aPosting({
      person: person.id,
      target: at('140222102200'),
      kind: 'RESIDENT_CADRE' as never,
      validFrom: '2018-01-01',
      ...over,
    });
    await app.given(person, posting);
    return posting.id;
  };
  let whole: string;
  let part: string;
  beforeAll(async () => {
    await setRate({ amount: 50_000, from: '2017-03-01' });
    whole = await posted();
    part = await posted({ validFrom: '2018-06-16' });
  });

  it('goes from computation to payment, each step by its own office, and is not paid before', async () => {
    const { sheet, codes } = { sheet: (await compute('2018-06')).data.computeAllowances, codes: [] };
    expect(codes).toEqual([]);
    expect(sheet).toMatchObject({
      ordinal: 0,
      state: 'COMPUTED',
      moves: ['compute', 'check'],
      entitlements: { totalCount: 2, aggregates: { sum: { amount: 75_000 } } },
    });
    const entries = new Map(sheet.entitlements.nodes.map((e: { posting: { id: string } }) => [e.posting.id, e]));
    expect(entries.get(whole)).toMatchObject({ kind: 'REGULAR', days: 30, present: null, amount: 50_000 });
    expect(entries.get(part)).toMatchObject({
      days: 15,
      amount: 25_000,
      lines: [{ from: '2018-06-16', to: '2018-07-01', days: 15, rate: 50_000, amount: 25_000 }],
    });
    expect((await step('payAllowances', sheet.id, finance, { voucher: 'x' })).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await step('checkAllowances', sheet.id, org)).codes).toEqual(['FORBIDDEN']);
    expect((await step('checkAllowances', sheet.id, { ...own, divisions: [LUJIAWAN] })).codes).toEqual(['NOT_FOUND']);
    expect(
      (await step('checkAllowances', sheet.id, own)).data.checkAllowances.entitlements.nodes.map((e: { state: string }) => e.state),
    ).toEqual(['CHECKED', 'CHECKED']);
    expect((await step('approveAllowances', sheet.id, own)).codes).toEqual(['FORBIDDEN']);
    const back = await step('returnAllowances', sheet.id, org, { reason: '名单有误' });
    expect(back.data.returnAllowances).toMatchObject({ state: 'COMPUTED', returned: '名单有误' });
    const paid = (await pay(sheet.id)).data.payAllowances;
    expect(paid).toMatchObject({ state: 'PAID', voucher: '财付2018-77', moves: [] });
    expect(paid.entitlements.nodes.every((e: { state: string }) => e.state === 'PAID')).toBe(true);
    expect((await compute('2018-06')).codes).toEqual(['NOTHING_DUE']);
    expect(await gaps('2018-06')).toEqual([]);
  });

  it("is of a month that is over, of a township of one's own, written as a month", async () => {
    expect((await compute('2026-06')).codes).toEqual(['MONTH_RUNNING']);
    for (const month of ['2018-13', '2018-6', '2018', '2018-06-01', '']) expect((await compute(month)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await compute('2018-06', own, LUJIAWAN)).codes).toEqual(['NOT_FOUND']);
    expect((await compute('2018-06', { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
  });

  it('that is not paid yet is worked out anew in its place', async () => {
    const first = (await compute('2018-04')).data.computeAllowances;
    expect(first.entitlements.totalCount).toBe(1);
    await step('checkAllowances', first.id, own);
    const late = await posted({ validFrom: '2018-04-21' });
    const again = (await compute('2018-04')).data.computeAllowances;
    expect(again).toMatchObject({
      id: first.id,
      ordinal: 0,
      state: 'COMPUTED',
      entitlements: { totalCount: 2, aggregates: { sum: { amount: 66_667 } } },
    });
    expect(again.entitlements.nodes.find((e: { posting: { id: string } }) => e.posting.id === late)).toMatchObject({
      kind: 'REGULAR',
      days: 10,
      amount: 16_667,
      state: 'COMPUTED',
    });
  });

  it('is followed by a difference, line by line, when a rate comes in late, and once only', async () => {
    await pay((await compute('2018-08')).data.computeAllowances.id);
    await setRate({ amount: 100_000, from: '2018-08-21' });
    const open = await gaps('2018-08');
    expect(open.find((g: { posting: { id: string } }) => g.posting.id === whole)).toMatchObject({
      recorded: 50_000,
      due: 67_742,
      difference: 17_742,
    });
    const late = (await compute('2018-08')).data.computeAllowances;
    expect(late).toMatchObject({ ordinal: 1, state: 'COMPUTED' });
    const entry = late.entitlements.nodes.find((e: { posting: { id: string } }) => e.posting.id === whole);
    expect(entry).toMatchObject({ kind: 'DIFFERENCE', ordinal: 1, amount: 17_742 });
    expect(entry.lines.map((l: { from: string; to: string; rate: number; amount: number }) => [l.from, l.to, l.rate, l.amount])).toEqual([
      ['2018-08-01', '2018-09-01', 50_000, -50_000],
      ['2018-08-01', '2018-08-21', 50_000, 32_258],
      ['2018-08-21', '2018-09-01', 100_000, 35_484],
    ]);
    await pay(late.id);
    expect((await compute('2018-08')).codes).toEqual(['NOTHING_DUE']);
    expect(await gaps('2018-08')).toEqual([]);
  });

  it('takes a payment back on the next sheet, and what is due all the same is computed anew', async () => {
    const paid = (await pay((await compute('2018-10')).data.computeAllowances.id)).data.payAllowances;
    const entry = paid.entitlements.nodes.find((e: { posting: { id: string } }) => e.posting.id === whole);
    const reverse = (asking: Asking = finance, reason = '户名不符') =>
      move('reverseAllowance', 'id state reason amount', { allowance: entry.id, reason }, asking);
    expect((await reverse(org)).codes).toEqual(['FORBIDDEN']);
    expect((await reverse(finance, ' ')).codes).toEqual(['BAD_USER_INPUT']);
    const tries = await Promise.all(Array.from({ length: 8 }, () => reverse()));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['ILLEGAL_MOVE']));
    const query = `query ($t: ID!) { allowanceSheets(filter: { township: { eq: $t }, month: { eq: "2018-10" } }, orderBy: [{ field: ORDINAL }]) { nodes { ${SHEET} } } }`;
    const sheets = async () => (await app.ask(query, { t: at(MIXIANGUAN) }, org)).data.allowanceSheets.nodes;
    expect((await sheets())[1].entitlements.nodes).toMatchObject([
      { kind: 'REVERSAL', amount: -100_000, reason: '户名不符', state: 'COMPUTED' },
    ]);
    const again = (await compute('2018-10')).data.computeAllowances;
    expect(again).toMatchObject({ ordinal: 1, entitlements: { totalCount: 2, aggregates: { sum: { amount: 0 } } } });
    await pay(again.id);
    expect((await compute('2018-10')).codes).toEqual(['NOTHING_DUE']);
    expect(firstBroken(await app.ledger())).toBeNull();
  });

  it('is one, however many compute the month at once; each posting has one entry for it', async () => {
    const tries = await Promise.all(Array.from({ length: 12 }, () => compute('2018-12')));
    expect(tries.flatMap((t) => t.codes).filter((code) => code !== 'CONFLICT')).toEqual([]);
    const ids = new Set(tries.flatMap((t) => (t.codes.length ? [] : [t.data.computeAllowances.id])));
    expect(ids.size).toBe(1);
    const query =
      'query ($t: ID!) { allowances(filter: { township: { eq: $t }, month: { eq: "2018-12" } }) { totalCount aggregates { distinct { persons } } } }';
    const { totalCount, aggregates } = (await app.ask(query, { t: at(MIXIANGUAN) }, org)).data.allowances;
    expect(totalCount).toBe(aggregates.distinct.persons);
  });

  it('pays a posting that was led on to another township there, for the whole month', async () => {
    const gone = '140222102212';
    const posting = await posted({ target: at(gone), validFrom: '2020-01-01' });
    const input = { posting, target: at('140222103200'), document: '天组发〔2020〕12号', on: '2020-06-30' };
    expect((await move('reassignPosting', 'target', input, { ...org, day: '2020-07-10' })).codes).toEqual([]);
    const sheet = (await compute('2020-06', { role: 'TOWNSHIP_ADMIN', divisions: [LUJIAWAN] }, LUJIAWAN)).data.computeAllowances;
    expect(sheet.entitlements.nodes.map((e: { days: number; amount: number }) => [e.days, e.amount])).toEqual([[30, 100_000]]);
    const before = (await compute('2020-06')).data.computeAllowances;
    expect(before.entitlements.nodes.map((e: { posting: { id: string } | null }) => e.posting?.id)).not.toContain(posting);
  });

  it('counts confirmed days where they are kept for the whole month, by the rules of its first day', async () => {
    const document = '天组发〔2026〕14号';
    await move('issuePostingRules', 'version', { from: '2026-01-01', shortfall: 'PROPORTIONAL', document }, org);
    await move('keepVillageDays', 'kept', { division: at(LUJIAWAN), from: '2026-03-01', document }, org);
    const posting = await posted({
      target: app.subgraph.store.territory.within(at(LUJIAWAN), '2026-06-30', 'VILLAGE')[0],
      validFrom: '2026-01-01',
    });
    const here = { role: 'TOWNSHIP_ADMIN', divisions: [LUJIAWAN] };
    const days = Array.from({ length: 15 }, (_, i) => `2026-03-${String(i + 1).padStart(2, '0')}`);
    const written = await move(
      'recordVillageDays',
      'recorded',
      { posting, days: days.map((day) => ({ day, status: 'IN_VILLAGE' })) },
      here,
    );
    expect(written.codes).toEqual([]);
    const entry = async (month: string) => {
      const { entitlements } = (await compute(month, here, LUJIAWAN)).data.computeAllowances;
      return entitlements.nodes.find((e: { posting: { id: string } }) => e.posting.id === posting);
    };
    expect(await entry('2026-02')).toMatchObject({ present: null, required: null, amount: 100_000 });
    expect(await entry('2026-03')).toMatchObject({ present: 0, required: 20, amount: 0, lines: [{ numerator: 0, denominator: 20 }] });
    await move('confirmVillageDays', 'counted', { posting, days }, { role: 'VILLAGE_OFFICER', divisions: [LUJIAWAN] });
    expect(await entry('2026-03')).toMatchObject({ present: 15, required: 20, amount: 75_000 });
  });
});

describe('the allowances of the county', () => {
  let county: App;
  beforeAll(async () => {
    county = await personnelApp();
  });
  afterAll(() => county[Symbol.asyncDispose]());

  it('were 500 yuan and are 1000, with sheets that add up, in the same few statements for every township', async () => {
    const rate = async (day: string) =>
      (await county.ask('{ allowanceRates { nodes { role amount previous { amount } } } }', {}, { day })).data.allowanceRates.nodes;
    expect((await rate('2018-06-30')).map((r: { amount: number }) => r.amount)).toEqual(Array(4).fill(50_000));
    expect(
      (await rate('2018-12-31')).every(
        (r: { amount: number; previous: { amount: number } }) => r.amount === 100_000 && r.previous.amount === 50_000,
      ),
    ).toBe(true);
    const sheet = `query ($m: String!) { allowanceSheets(filter: { month: { eq: $m } }) { totalCount nodes { township { id } entitlements(first: 200) {
      totalCount aggregates { sum { amount } distinct { persons } } nodes { person { name } role days amount lines { rate days amount } } } } } }`;
    const paying = { role: 'FINANCE', purpose: 'ALLOWANCE_PAYMENT', day: '2018-12-31' };
    const read = async (month: string) => {
      const { nodes } = (await county.ask(sheet, { m: month }, paying)).data.allowanceSheets;
      return {
        nodes,
        total: nodes.reduce(
          (sum: number, s: { entitlements: { aggregates: { sum: { amount: number } } } }) => sum + s.entitlements.aggregates.sum.amount,
          0,
        ),
      };
    };
    const [june, july] = [await read('2018-06'), await read('2018-07')];
    expect([june.nodes.length, july.nodes.length]).toEqual([11, 11]); // the twelfth township is listed since October
    expect(july.total / june.total).toBeGreaterThan(1.95);
    expect(july.total / june.total).toBeLessThan(2.05);
    for (const { entitlements } of july.nodes) {
      expect(entitlements.totalCount).toBe(entitlements.aggregates.distinct.persons);
      expect(
        entitlements.nodes.every((e: { person: { name: string }; amount: number }) => !e.person.name.includes('*') && e.amount <= 100_000),
      ).toBe(true);
    }
    await county.ask(sheet, { m: '2018-07' }, paying);
    const many = county.statements.length;
    await county.ask(sheet, { m: '2018-07' }, { ...paying, divisions: ['140222102000'] });
    expect(county.statements.length).toBe(many);
    expect(many).toBeLessThanOrEqual(8);
  });

  it('say the same when they are worked out from the records again, for every township at once', async () => {
    const territory = county.subgraph.store.territory;
    const gaps = async (day: string, month: string) => {
      const r = territory.within(at(COUNTY), day, 'TOWNSHIP').map((id) => ({ __typename: 'Township', id }));
      const query =
        'query ($r: [_Any!]!, $m: String!) { _entities(representations: $r) { ... on Township { allowanceGaps(month: $m) { difference } } } }';
      return (await county.ask(query, { r, m: month }, { ...org, day })).data._entities.flatMap(
        (t: { allowanceGaps: object[] }) => t.allowanceGaps,
      );
    };
    expect(await gaps('2018-12-31', '2018-07')).toEqual([]);
    const statements = county.statements.length;
    expect(statements).toBeLessThanOrEqual(7);
    expect(await gaps('2026-06-30', '2026-05')).toEqual([]);
    expect((await gaps('2018-12-31', '2018-09')).length).toBeGreaterThan(500);
  });

  it('go with the share of postings whose days were enough, told of divisions and of nobody', async () => {
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on County { dutyRate(month: "2026-05") { numerator denominator } } ... on Township { dutyRate(month: "2026-05") { numerator denominator } } } }';
    const townships = county.subgraph.store.territory.within(at(COUNTY), '2026-06-30', 'TOWNSHIP');
    const r = [{ __typename: 'County', id: at(COUNTY) }, ...townships.map((id) => ({ __typename: 'Township', id }))];
    const rates = (await county.ask(query, { r }, org)).data._entities.map((e: { dutyRate: object }) => e.dutyRate);
    expect(county.statements.length).toBeLessThanOrEqual(7);
    const trial = rates[1 + townships.indexOf(at('140222208000'))];
    expect(rates[0]).toEqual(trial); // days are kept in one township only
    expect(trial.denominator).toBeGreaterThan(20);
    expect(trial.numerator).toBeLessThan(trial.denominator);
    expect(rates.filter((x: { denominator: number }) => x.denominator === 0)).toHaveLength(townships.length - 1);
  });
});
