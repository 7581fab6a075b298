import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, COUNTY } from '#platform/testing';
import { personnelApp } from '../testing.ts';
import { CoveragePart, coverageOf, isFull, missingFrom } from './coverage.rules.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp();
});
afterAll(() => app[Symbol.asyncDispose]());

const RATES =
  'team { numerator denominator percent } firstSecretary { numerator } residentCadre { numerator } full { numerator denominator percent }';
const coverage = `query ($r: [_Any!]!) { _entities(representations: $r) {
  ... on County { shares: coverage { ${RATES} } }
  ... on Township { shares: coverage { ${RATES} } fullTimeOfficers { totalCount nodes { kind state } } }
  ... on Village { coverage { team firstSecretary residentCadre full missing } residentTeams { totalCount nodes { underStrength strength leader { kind } } } }
} }`;
const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
const within = (day: string, kind = 'VILLAGE', code = COUNTY) => app.subgraph.store.territory.within(at(code), day, kind);
const county = () => ({ __typename: 'County', id: at(COUNTY) });
const township = (id: string) => ({ __typename: 'Township', id });
const village = (id: string) => ({ __typename: 'Village', id });
// biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of the data
const ask = async (r: object[], asking = {}): Promise<any[]> => (await app.ask(coverage, { r }, asking)).data._entities;
const whole = (count: number) => ({ numerator: count, denominator: count, percent: 100 });
const MIXIANGUAN = '140222102000';

describe('the coverage of the three teams', () => {
  it('is 227 of 227 villages as of the end of 2018, the newest and the township of today included', async () => {
    const [all, own] = await ask([county(), township(at(MIXIANGUAN))], { day: '2018-12-31' });
    expect(all.shares).toEqual({
      team: whole(227),
      firstSecretary: { numerator: 227 },
      residentCadre: { numerator: 227 },
      full: whole(227),
    });
    expect(own.shares.full).toEqual(whole(24));
  });

  it('has gaps today, which the villages name', async () => {
    const [all, ...villages] = await ask([county(), ...within('2026-06-30').map(village)]);
    const missing = villages.flatMap((v) => v.coverage.missing);
    expect(all.shares.full).toEqual({ numerator: 169, denominator: 172, percent: 98.3 });
    expect(missing.toSorted()).toEqual(['FIRST_SECRETARY', 'RESIDENT_CADRE', 'TEAM']);
    expect(villages.filter((v) => v.coverage.full)).toHaveLength(169);
    expect(all.shares.team.numerator).toBe(171);
  });

  it('was nothing before the first round of teams', async () => {
    const [all, one] = await ask([county(), village(at('140222102200'))], { day: '2017-02-28' });
    expect(all.shares.full).toEqual({ numerator: 0, denominator: 222, percent: 0 });
    expect(one.coverage).toEqual({
      team: false,
      firstSecretary: false,
      residentCadre: false,
      full: false,
      missing: ['TEAM', 'FIRST_SECRETARY', 'RESIDENT_CADRE'],
    });
  });

  it('is unknown for communities and for villages that do not exist on the day', async () => {
    const [community, gone, notYet] = await Promise.all([
      ask([village(at('140222100001'))]),
      ask([village(at('140222102212'))]),
      ask([village(within('2018-12-31').find((v) => !within('2018-10-30').includes(v)) as string)], { day: '2018-10-30' }),
    ]);
    expect([community[0].coverage, gone[0].coverage, notYet[0].coverage]).toEqual([null, null, null]);
  });

  it('of a township caller is that of the township, also when the county is asked for; beyond it there is nothing', async () => {
    const here = { divisions: [MIXIANGUAN], day: '2018-12-31' };
    const [all, own, other, inside, outside] = await ask(
      [county(), township(at(MIXIANGUAN)), township(at('140222101000')), village(at('140222102200')), village(at('140222101200'))],
      here,
    );
    expect(all.shares.full).toEqual(whole(24));
    expect(own.shares.full).toEqual(whole(24));
    expect(inside.coverage.full).toBe(true);
    expect([other, outside]).toEqual([null, null]);
    expect(await ask([county(), village(at('140222102200'))], { divisions: [] })).toEqual([null, null]);
  });

  it('takes two statements, however many villages, townships and counties ask', async () => {
    const only =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on County { shares: coverage { full { numerator } } } ... on Township { shares: coverage { full { numerator } } } ... on Village { coverage { full } } } }';
    for (const r of [
      [village(at('140222102200'))],
      [county()],
      [county(), ...within('2026-06-30', 'TOWNSHIP').map(township), ...within('2026-06-30').map(village)],
    ]) {
      await app.ask(only, { r });
      expect(app.statements).toHaveLength(2);
    }
  });

  it('costs the same with teams, leaders and strength for one village and for all', async () => {
    await ask(within('2026-06-30').map(village));
    const many = app.statements.length;
    await ask([village(at('140222102200'))]);
    expect(app.statements).toHaveLength(many);
    expect(many).toBe(6); // one of them the rules of the day
  });
});

describe('the full-time officers of a township', () => {
  it.each(['2017-01-01', '2018-12-31', '2021-10-31', '2026-06-30'])('are two or three in every one as of %s', async (day) => {
    const rows = await ask(within(day, 'TOWNSHIP').map(township), { day });
    const counts = rows.map((t) => t.fullTimeOfficers.totalCount);
    expect(counts.every((n) => n === 2 || n === 3)).toBe(true);
    expect(new Set(counts)).toEqual(new Set([2, 3]));
    expect(rows.flatMap((t) => t.fullTimeOfficers.nodes).every((p) => p.state === 'ACTIVE')).toBe(true);
  });
});

describe('a village', () => {
  const { TEAM, FIRST_SECRETARY, RESIDENT_CADRE } = CoveragePart;
  it('is fully covered by all three and lacks what it does not have', () => {
    expect(isFull(new Set([TEAM, FIRST_SECRETARY, RESIDENT_CADRE]))).toBe(true);
    expect(missingFrom(new Set([FIRST_SECRETARY]))).toEqual([TEAM, RESIDENT_CADRE]);
  });
  it('counts for each part it has, and once for all', () => {
    const { team, full } = coverageOf([new Set([TEAM]), new Set([TEAM, FIRST_SECRETARY, RESIDENT_CADRE]), new Set()]);
    expect([team, full]).toEqual([
      { numerator: 2, denominator: 3, percent: 66.7 },
      { numerator: 1, denominator: 3, percent: 33.3 },
    ]);
    expect(coverageOf([]).full.percent).toBeNull();
  });
});
