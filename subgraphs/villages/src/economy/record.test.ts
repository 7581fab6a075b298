import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';
import { IncomeCalibre, negative, totalOf } from './record.rules.ts';

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

  it('under the calibre of operating income leaves everything else out', () => {
    const parts = { operatingIncome: 1, contractIncome: 2, investmentIncome: 3, subsidyIncome: 4, otherIncome: 5 };
    expect(totalOf(parts)).toBe(15);
    expect(totalOf(parts, IncomeCalibre.OPERATING_ONLY)).toBe(1);
    expect(negative({ ...parts, subsidyIncome: -4 })).toEqual(['subsidyIncome']);
  });
});
