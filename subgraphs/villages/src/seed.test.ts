import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editions } from '#county/register';
import { type App, testApp } from '#platform/testing';
import { totalOf } from './economy/record.rules.ts';
import { villages } from './subgraph.ts';

let app: App;
beforeAll(async () => {
  app = await testApp(villages);
});
afterAll(() => app[Symbol.asyncDispose]());

const SOURCE = { day: '2018-12-31' };

describe('the data set of villages', () => {
  it('has the counts of every edition, and each still agrees with the register', async () => {
    const { data } = await app.ask(
      '{ divisionEditions(orderBy: [{ field: DAY }]) { nodes { day townships villageCommittees communities agrees } } }',
    );
    expect(data.divisionEditions.nodes).toEqual(
      editions.map(({ asOf, townships, villageCommittees, communities }) => ({
        day: asOf,
        townships,
        villageCommittees,
        communities,
        agrees: true,
      })),
    );
  });

  it('comes to the source’s figures: 12 townships, 227 villages, F11 nearly and F12 reached, both striven for', async () => {
    const { data } = await app.ask(
      '{ county(code: "140222000000") { townships { totalCount } villages { totalCount } collectiveEconomyTargets(year: 2018) { atLeast qualifier met needed rate { numerator denominator edition { name } } } } }',
      {},
      SOURCE,
    );
    const { townships, villages: all, collectiveEconomyTargets: targets } = data.county;
    expect([townships.totalCount, all.totalCount]).toEqual([12, 227]);
    expect(targets.map((t: { qualifier: string; needed: number }) => [t.qualifier, t.needed])).toEqual([
      ['STRIVE', 227],
      ['STRIVE', 114],
    ]);
    expect(targets.map((t: { met: boolean }) => t.met)).toEqual([false, true]);
    expect(targets[0].rate.numerator).toBeGreaterThan(215);
    expect(targets[1].rate).toMatchObject({ denominator: 227, edition: { name: '统计用区划代码 2018-10-31' } });
  });

  it('shows the villages whose secretary or team was in trouble, by what was done, and how long the campaign runs', async () => {
    const { data } = await app.ask(
      '{ county(code: "140222000000") { secretaryProblems(from: "2018-01-01", to: "2018-12-31") { problems all: organizations { totalCount nodes { tier } } sent: organizations(remedy: DISPATCHED) { totalCount } } collectiveEconomyTargets(year: 2018, atLeast: 10000000) { needed } } rectificationCampaigns { nodes { from to years } } }',
      {},
      SOURCE,
    );
    const { secretaryProblems, collectiveEconomyTargets } = data.county;
    expect([secretaryProblems.problems, secretaryProblems.all.totalCount, secretaryProblems.sent.totalCount]).toEqual([4, 4, 2]);
    expect(secretaryProblems.all.nodes.every((n: { tier: string }) => n.tier === 'VILLAGE')).toBe(true);
    expect([collectiveEconomyTargets, data.rectificationCampaigns.nodes]).toEqual([
      [{ needed: 114 }],
      [{ from: '2018-01-01', to: '2020-01-01', years: 2 }],
    ]);
  });

  it('has incomes that are the sums of their parts, none below zero, and every year locked but the last', async () => {
    const em = app.context({ role: 'COUNTY_SECRETARY' }).em;
    const rows = (await em.getConnection().execute('select * from collective_economy_record')) as Record<string, string | number>[];
    const fen = (r: Record<string, string | number>, c: string) => Number(r[c]);
    for (const r of rows) {
      const parts = {
        operatingIncome: fen(r, 'operating_income'),
        contractIncome: fen(r, 'contract_income'),
        investmentIncome: fen(r, 'investment_income'),
        subsidyIncome: fen(r, 'subsidy_income'),
        otherIncome: fen(r, 'other_income'),
      };
      expect(Object.values(parts).every((v) => v >= 0)).toBe(true);
      expect(totalOf(parts)).toBe(fen(r, 'total'));
    }
    const { data } = await app.ask(
      '{ collectiveEconomyRecords(filter: { state: { eq: TOWNSHIP_CHECKED } }) { totalCount } }',
      {},
      { day: '2019-01-15' },
    );
    expect(data.collectiveEconomyRecords.totalCount).toBe(227);
    const now = await app.ask(
      '{ collectiveEconomyRecords(filter: { state: { in: [DRAFT, TOWNSHIP_CHECKED, COUNTY_CONFIRMED] } }) { totalCount } }',
    );
    expect(now.data.collectiveEconomyRecords.totalCount).toBe(0);
  });

  it('says nothing of the 55 abolished villages that the records don’t say', async () => {
    const { data } = await app.ask(
      '{ divisionChanges(first: 200, filter: { type: { eq: ABOLISH } }) { totalCount nodes { successorsKnown effectiveOn } } }',
      {},
      { role: 'CIVIL_AFFAIRS' },
    );
    const merged = data.divisionChanges.nodes.filter((c: { effectiveOn: string }) => c.effectiveOn === '2020-06-30');
    expect(merged).toHaveLength(55);
    expect(merged.every((c: { successorsKnown: boolean }) => !c.successorsKnown)).toBe(true);
  });
});
