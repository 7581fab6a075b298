import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';
import { bandOf, IncomeCalibre, negative, totalOf } from './record.rules.ts';

let app: App;
beforeAll(async () => {
  app = await testApp(villages);
});
afterAll(() => app[Symbol.asyncDispose]());

const record =
  'mutation ($input: RecordCollectiveEconomyInput!) { recordCollectiveEconomy(input: $input) { id year total village { name } } }';
const income =
  'query ($code: DivisionCode!, $year: Int!) { village(code: $code) { id collectiveEconomy(year: $year) { total operatingIncome } } }';
const rural = { role: 'RURAL_ECONOMY' };

describe('the collective income of a village', () => {
  it('is the sum of its components, in fen', async () => {
    const { data } = await app.ask(income, { code: '140222102200', year: 2018 }, { day: '2018-12-31' });
    expect(data.village.collectiveEconomy.total).toBeGreaterThan(0);
  });

  it("isn't known before the year is closed", async () => {
    const { data } = await app.ask(income, { code: '140222102200', year: 2018 }, { day: '2018-12-24' });
    expect(data.village.collectiveEconomy).toBeNull();
  });

  it('is recorded once a year, and refused when the form does not add up', async () => {
    const { id: village } = (await app.ask(income, { code: '140222102200', year: 2026 })).data.village;
    const input = { village, year: 2026, operatingIncome: 5_000_000, subsidyIncome: 1_000_000 };
    expect((await app.ask(record, { input: { ...input, statedTotal: 6_000_001 } }, rural)).codes).toEqual(['SUM_MISMATCH']);
    expect((await app.ask(record, { input: { ...input, otherIncome: -1 } }, rural)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await app.ask(record, { input: { ...input, operatingIncome: 0.5 } }, rural)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await app.ask(record, { input }, { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
    expect((await app.ask(record, { input }, { ...rural, divisions: ['140222103000'] })).codes).toEqual(['NOT_FOUND']);
    const { data } = await app.ask(record, { input: { ...input, statedTotal: 6_000_000 } }, rural);
    expect(data.recordCollectiveEconomy).toMatchObject({ year: 2026, total: 6_000_000, village: { name: '米薪关' } });
    expect((await app.ask(record, { input }, rural)).codes).toEqual(['YEAR_RECORDED']);
  });

  it('is checked by the township, confirmed and locked by the county, and then corrected only with a reason', async () => {
    const township = { role: 'TOWNSHIP_ADMIN', id: 'test:township', divisions: ['140222102000'] };
    const county = { role: 'RURAL_ECONOMY', id: 'test:county' };
    const { id: village } = (await app.ask(income, { code: '140222102201', year: 2026 })).data.village;
    const move = (name: string, input: object, asking: object) =>
      app.ask(
        `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { id state total corrections correctionReason allowedMoves } }`,
        { input },
        asking,
      );
    const amounts = { operatingIncome: 100, contractIncome: 0, investmentIncome: 0, subsidyIncome: 50, otherIncome: 0, expenses: 10 };
    const { id } = (await move('recordCollectiveEconomy', { village, year: 2026, operatingIncome: 100 }, township)).data
      .recordCollectiveEconomy;
    expect((await move('correctCollectiveEconomy', { record: id, ...amounts, reason: '更正' }, county)).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await move('amendCollectiveEconomy', { record: id, ...amounts, statedTotal: 149 }, township)).codes).toEqual(['SUM_MISMATCH']);
    expect(
      (await move('amendCollectiveEconomy', { record: id, ...amounts, statedTotal: 150 }, township)).data.amendCollectiveEconomy.total,
    ).toBe(150);
    expect((await move('confirmCollectiveEconomy', { record: id }, county)).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await move('checkCollectiveEconomy', { record: id }, { ...township, divisions: ['140222103000'] })).codes).toEqual([
      'NOT_FOUND',
    ]);
    await move('checkCollectiveEconomy', { record: id }, township);
    expect((await move('amendCollectiveEconomy', { record: id, ...amounts }, township)).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await move('confirmCollectiveEconomy', { record: id }, { ...county, id: township.id })).codes).toEqual(['SELF_VERIFIED']);
    expect((await move('returnCollectiveEconomy', { record: id, reason: ' ' }, county)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await move('returnCollectiveEconomy', { record: id, reason: '附件不全' }, county)).data.returnCollectiveEconomy.state).toBe(
      'DRAFT',
    );
    await move('checkCollectiveEconomy', { record: id }, township);
    await move('confirmCollectiveEconomy', { record: id }, county);
    expect((await move('lockCollectiveEconomy', { record: id }, county)).data.lockCollectiveEconomy).toMatchObject({
      state: 'LOCKED',
      allowedMoves: ['correctCollectiveEconomy'],
    });
    const later = { ...county, day: '2026-07-15', now: new Date('2026-07-15T10:00:00+08:00') };
    expect((await move('correctCollectiveEconomy', { record: id, ...amounts, subsidyIncome: -1, reason: '更正' }, later)).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect((await move('correctCollectiveEconomy', { record: id, ...amounts, reason: '漏记补助'.repeat(200) }, later)).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect(
      (await move('correctCollectiveEconomy', { record: id, ...amounts, subsidyIncome: 70, reason: '漏记补助' }, later)).data
        .correctCollectiveEconomy,
    ).toMatchObject({ state: 'LOCKED', total: 170, corrections: 1, correctionReason: '漏记补助' });
    const on = async (day: string) =>
      (await app.ask(income, { code: '140222102201', year: 2026 }, { day })).data.village.collectiveEconomy.total;
    expect([await on('2026-07-14'), await on('2026-07-15')]).toEqual([150, 170]);
  });

  it('is recorded once when many record it at once', async () => {
    const { id: village } = (await app.ask(income, { code: '140222102203', year: 2026 })).data.village;
    const tries = await Promise.all(
      Array.from({ length: 8 }, (_, i) => app.ask(record, { input: { village, year: 2026, operatingIncome: i } }, rural)),
    );
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['YEAR_RECORDED']));
  });

  it('is of a village that stood in the year', async () => {
    const { id: village } = (await app.ask(income, { code: '140222102212', year: 2019 })).data.village; // abolished in 2020
    expect((await app.ask(record, { input: { village, year: 2022 } }, rural)).codes).toEqual(['NOT_FOUND']);
    expect((await app.ask(record, { input: { village, year: 2020, operatingIncome: 5 } }, rural)).codes).toEqual([]);
  });

  it('is summed, and grouped by township', async () => {
    const { data } = await app.ask(
      '{ collectiveEconomyRecords(filter: { year: { eq: 2018 }, total: { gte: 5000000 } }) { totalCount aggregates { sum { total subsidyIncome } } groupedAggregates(groupBy: [{ field: TOWNSHIP }]) { keys { township { name } } count } } }',
      {},
      { day: '2018-12-31' },
    );
    const { totalCount, groupedAggregates, aggregates } = data.collectiveEconomyRecords;
    expect(groupedAggregates).toHaveLength(12);
    expect(groupedAggregates.reduce((n: number, g: { count: number }) => n + g.count, 0)).toBe(totalCount);
    expect(aggregates.sum.total).toBeGreaterThan(aggregates.sum.subsidyIncome);
  });

  it('is grouped by band from the lowest up, and by the village in official order', async () => {
    const { data } = await app.ask(
      `{ collectiveEconomyRecords(filter: { year: { eq: 2018 } }) {
          bands: groupedAggregates(groupBy: [{ field: BAND }], orderBy: [{ field: KEY_BAND }]) { keys { band } count min { total } max { total } }
          villages: groupedAggregates(groupBy: [{ field: VILLAGE }], orderBy: [{ field: KEY_VILLAGE }], first: 300) { keys { village { code } } } } }`,
      {},
      { day: '2018-12-31' },
    );
    const { bands, villages } = data.collectiveEconomyRecords as {
      bands: { keys: { band: string }; count: number; min: { total: number }; max: { total: number } }[];
      villages: { keys: { village: { code: string } } }[];
    };
    const known = bands.map((b) => b.keys.band);
    expect(known).toEqual(['NONE', 'UNDER_50K', 'FROM_50K', 'FROM_100K', 'FROM_500K'].filter((band) => known.includes(band)));
    expect(known.length).toBeGreaterThan(1);
    for (const { keys, min, max } of bands) expect([bandOf(min.total), bandOf(max.total)]).toEqual([keys.band, keys.band]);
    expect(villages).toHaveLength(227);
    expect(villages).toEqual(villages.toSorted((a, b) => (a.keys.village.code < b.keys.village.code ? -1 : 1)));
  });

  it('under the calibre of operating income leaves everything else out', () => {
    const parts = { operatingIncome: 1, contractIncome: 2, investmentIncome: 3, subsidyIncome: 4, otherIncome: 5 };
    expect(totalOf(parts)).toBe(15);
    expect(totalOf(parts, IncomeCalibre.OPERATING_ONLY)).toBe(1);
    expect(negative({ ...parts, subsidyIncome: -4 })).toEqual(['subsidyIncome']);
  });
});
