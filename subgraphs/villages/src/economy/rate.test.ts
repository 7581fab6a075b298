import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#platform/id';
import { type App, testApp } from '#platform/testing';
import { divided } from '../divisions/plan.rules.ts';
import { villages } from '../subgraph.ts';
import { attributed, type Flow, isMet, needed } from './rate.rules.ts';
import { CollectiveEconomyRecord } from './record.entity.ts';
import { bandOf, IncomeBand, RecordState } from './record.rules.ts';

let app: App;
beforeAll(async () => {
  app = await testApp(villages);
});
afterAll(() => app[Symbol.asyncDispose]());

const W = 10_000_00; // 万元 in fen
const rates =
  'query ($e: ID) { county(code: "140222000000") { then: collectiveEconomyRate(year: 2018, atLeast: 10000000) { ...r } today: collectiveEconomyRate(year: 2018, atLeast: 10000000, basis: TODAY) { ...r } named: collectiveEconomyRate(year: 2018, atLeast: 10000000, basis: EDITION, edition: $e) { ...r } } } fragment r on CollectiveEconomyRate { numerator denominator percent day edition { name } records unattributed }';

const editionOf = async (day: string): Promise<string> =>
  (await app.ask('query ($d: Date!) { divisionEditions(filter: { day: { eq: $d } }) { nodes { id } } }', { d: day })).data.divisionEditions
    .nodes[0].id;

describe('the share of villages that reach an income', () => {
  it('is 39.6 % before the mergers and 52.3 % after them with the same incomes, and names its denominator', async () => {
    // 90 villages that still stand today earn 10 万元 in 2018; everybody else stays below.
    const { data: all } = await app.ask(
      '{ first: villages(first: 200, filter: { kind: { eq: VILLAGE } }) { nodes { id } } }',
      {},
      { day: '2018-12-31' },
    );
    const { data: rest } = await app.ask(
      '{ last: villages(last: 27, filter: { kind: { eq: VILLAGE } }) { nodes { id } } }',
      {},
      { day: '2018-12-31' },
    );
    const then = [...all.first.nodes, ...rest.last.nodes].map((v: { id: string }) => v.id);
    expect(new Set(then).size).toBe(227);
    const standing = new Set(
      (await app.ask('{ villages(first: 200, filter: { kind: { eq: VILLAGE } }) { nodes { id } } }')).data.villages.nodes.map(
        (v: { id: string }) => v.id,
      ),
    );
    const rich = new Set(then.filter((id) => standing.has(id)).slice(0, 90));
    await app.subgraph.store.orm.em.fork().nativeDelete(CollectiveEconomyRecord, { year: 2018 }, { filters: false });
    await app.given(
      ...then.map((village) =>
        Object.assign(new CollectiveEconomyRecord(), {
          ...{ id: newId('eco'), village, year: 2018, state: RecordState.LOCKED, validFrom: '2018-12-25' },
        }).settle({
          operatingIncome: rich.has(village) ? 10 * W : 9 * W,
          contractIncome: rich.has(village) ? 0 : W - 1,
          investmentIncome: 0,
          subsidyIncome: 0,
          otherIncome: 0,
          expenses: 0,
        }),
      ),
    );
    const e = await editionOf('2018-10-31');
    const { county } = (await app.ask(rates, { e })).data;
    expect(county.then).toEqual({
      numerator: 90,
      denominator: 227,
      percent: 39.6,
      day: '2018-12-31',
      edition: { name: '统计用区划代码 2018-10-31' },
      records: 227,
      unattributed: 0,
    });
    expect(county.today).toMatchObject({
      numerator: 90,
      denominator: 172,
      percent: 52.3,
      day: '2026-06-30',
      edition: { name: '统计用区划代码 2023-06-30' },
      unattributed: 55,
    });
    expect(county.named).toMatchObject({ numerator: 90, denominator: 227, percent: 39.6, day: '2018-10-31' });
    // Four statements for all rates of a year, however many are asked for.
    expect(app.statements.length).toBeLessThanOrEqual(6);
  });

  it('is counted on the villages of the caller alone', async () => {
    const { county } = (await app.ask(rates, { e: await editionOf('2018-10-31') }, { divisions: ['140222102000'] })).data;
    expect([county.then.denominator, county.today.denominator, county.then.records]).toEqual([24, 18, 24]);
  });

  it('opens into the villages that reach it', async () => {
    const { data } = await app.ask(
      '{ county(code: "140222000000") { collectiveEconomyRate(year: 2018, atLeast: 10000000, basis: TODAY) { villages(first: 3) { totalCount nodes { name collectiveIncome(year: 2018) { total band } } } } } }',
    );
    const { villages: reached } = data.county.collectiveEconomyRate;
    expect(reached.totalCount).toBe(90);
    for (const { collectiveIncome } of reached.nodes) expect(collectiveIncome).toEqual({ total: 10 * W, band: 'FROM_100K' });
  });

  it('counts what is recorded, and refuses a ground that is none', async () => {
    const ask = (args: string, asking = {}) =>
      app.ask(`{ county(code: "140222000000") { collectiveEconomyRate(${args}) { numerator } } }`, {}, asking);
    expect((await ask('year: 2018, atLeast: 1, basis: EDITION')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await ask('year: 2018, atLeast: 1, basis: TODAY, edition: "x"')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await ask('year: 2018, atLeast: 1, basis: EDITION, edition: "x"')).codes).toEqual(['NOT_FOUND']);
    expect((await ask('year: 2010, atLeast: 1')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await ask('year: 2018, atLeast: 1', { role: 'SYSTEM_ADMIN' })).codes).toEqual(['FORBIDDEN']);
    // On a day before an edition was published nobody knows it.
    const later = await editionOf('2020-06-30');
    expect((await ask(`year: 2018, atLeast: 1, basis: EDITION, edition: "${later}"`, { day: '2019-06-30' })).codes).toEqual(['NOT_FOUND']);
  });

  it('meets half of 227 at 114 and not at 113', () => {
    const half = { requiredNumerator: 1, requiredDenominator: 2 };
    expect([113, 114].map((n) => isMet(n, 227, half))).toEqual([false, true]);
    expect([needed(227, half), needed(172, half), needed(227, { requiredNumerator: 1, requiredDenominator: 1 })]).toEqual([114, 86, 227]);
    expect(isMet(0, 0, half)).toBe(false);
  });
});

describe('bands of income', () => {
  it.each([
    [0, IncomeBand.NONE],
    [-1, IncomeBand.NONE],
    [1, IncomeBand.UNDER_50K],
    [5 * W - 1, IncomeBand.UNDER_50K],
    [5 * W, IncomeBand.FROM_50K],
    [10 * W - 1, IncomeBand.FROM_50K],
    [10 * W, IncomeBand.FROM_100K],
    [50 * W - 1, IncomeBand.FROM_100K],
    [50 * W, IncomeBand.FROM_500K],
  ])('include their lower bound: %d fen lie in %s', (fen, band) => {
    expect(bandOf(fen)).toBe(band);
  });

  it('count every village once', async () => {
    const { data } = await app.ask(
      '{ county(code: "140222000000") { a: collectiveEconomyBands(year: 2018) { denominator bands { band count } } b: collectiveEconomyBands(year: 2018, calibre: OPERATING_ONLY, basis: TODAY) { denominator bands { count } } } }',
    );
    const sum = (bands: { count: number }[]) => bands.reduce((n, b) => n + b.count, 0);
    expect([sum(data.county.a.bands), sum(data.county.b.bands)]).toEqual([227, 172]);
    expect([data.county.a.denominator, data.county.b.denominator]).toEqual([227, 172]);
    expect(data.county.a.bands.at(-1)).toEqual({ band: null, count: 0 });
  });
});

describe('incomes after changes of divisions', () => {
  const whole = (division: string) => [{ division, assets: 10_000 }];
  const merge = (on: string, from: string[], to: string): Flow => ({ on, from, ended: from, shares: whole(to) });

  it('of a merged village are the sum of its sources, through a chain of mergers', () => {
    const incomes = new Map([
      ['a', 3],
      ['b', 4],
      ['c', 5],
    ]);
    const flows = [merge('2020-06-30', ['b'], 'c'), merge('2019-06-30', ['a'], 'b')];
    const on = (day: string) => Object.fromEntries(attributed(incomes, flows, 2018, day, divided));
    expect(on('2018-12-31')).toEqual({ a: 3, b: 4, c: 5 });
    expect(on('2019-12-31')).toEqual({ b: 7, c: 5 });
    expect(on('2020-06-30')).toEqual({ c: 12 });
  });

  it('of a village that goes on are divided by a change after the year only', () => {
    const split: Flow = {
      on: '2019-06-30',
      from: ['a'],
      ended: [],
      shares: [
        { division: 'a', assets: 6000 },
        { division: 'n', assets: 4000 },
      ],
    };
    const of = (year: number) => Object.fromEntries(attributed(new Map([['a', 10]]), [split], year, '2026-01-01', divided));
    expect(of(2018)).toEqual({ a: 6, n: 4 });
    expect(of(2019)).toEqual({ a: 10 });
  });

  it('are neither lost nor made by any sequence of changes', () => {
    const key = fc.constantFrom(...'abcdefgh');
    const flow = fc
      .record({
        on: fc.integer({ min: 1, max: 28 }),
        from: key,
        to: fc.uniqueArray(key, { minLength: 1, maxLength: 3 }),
        cut: fc.nat(10_000),
      })
      .map(({ on, from, to, cut }): Flow => {
        const parts =
          to.length === 1 ? [10_000] : to.length === 2 ? [cut, 10_000 - cut] : [Math.floor(cut / 2), 0, 10_000 - Math.floor(cut / 2)];
        const shares = to.map((division, i) => ({ division, assets: parts[i] as number }));
        return { on: `2020-01-${String(on).padStart(2, '0')}`, from: [from], ended: to.includes(from) ? [] : [from], shares };
      });
    fc.assert(
      fc.property(fc.dictionary(key, fc.nat(10 ** 12)), fc.array(flow, { maxLength: 12 }), (incomes, flows) => {
        const before = Object.values(incomes).reduce((a, b) => a + b, 0);
        const after = [...attributed(new Map(Object.entries(incomes)), flows, 2019, '2021-01-01', divided).values()];
        expect(after.reduce((a, b) => a + b, 0)).toBe(before);
      }),
    );
  });
});
