import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Due, NOUNS, type Noun, type Raw } from './due.ts';
import { COUNTY, type Platform, platform } from './kit.ts';

/** The pivots by division of `reports/`, held against rows added up by hand. */
let p: Platform;
let due: Due;
beforeAll(async () => {
  p = await platform();
  due = await Due.of(p);
});
afterAll(() => p[Symbol.asyncDispose]());

const pivot = (name: string) => readFileSync(new URL(`../reports/pivots/${name}.graphql`, import.meta.url), 'utf8');
const DAY = '2018-12-31';
const ROLE = 'ORG_DEPT';

// biome-ignore lint/suspicious/noExplicitAny: a row of the pivot, whatever its columns
type Row = any;
/** A measure that adds up: what it says of a row of the pivot, and how it comes from the rows of a noun. */
interface Adding {
  readonly noun: keyof typeof NOUNS;
  readonly told: (row: Row) => number | null;
  readonly where?: (row: Raw) => boolean;
  readonly sum?: string;
}
const year = (row: Raw) => Number(row['year']) === 2018;
const standing = (row: Raw) => row['state'] !== 'REVOKED';
const alive = (row: Raw) => ['ESTABLISHED', 'IN_PROGRESS', 'SUSPENDED', 'SUBMITTED', 'ACCEPTED'].includes(row['state'] as string);
const level = (of: string) => (row: Row) => row.M15_dispatchMix.groupedAggregates.find((g: Row) => g.keys.dispatchLevel === of)?.count ?? 0;
const posted = (of: string) => (row: Raw) => row['state'] === 'ACTIVE' && row['dispatch_level'] === of;

// biome-ignore format: a table
const ADDING: Readonly<Record<string, Adding>> = {
  'M01 villages': { noun: 'villages', told: (r) => r.M01_villages.totalCount, where: (r) => r['kind'] === 'VILLAGE' },
  'M03 communities': { noun: 'villages', told: (r) => r.M03_communities.totalCount, where: (r) => r['kind'] === 'COMMUNITY' },
  'M15 postings from the province': { noun: 'postings', told: level('PROVINCE'), where: posted('PROVINCE') },
  'M15 postings from townships': { noun: 'postings', told: level('TOWNSHIP'), where: posted('TOWNSHIP') },
  'M29 allowances': { noun: 'allowances', told: (r) => r.M29_allowances.aggregates.sum.amount ?? 0, where: (r) => r['month'] === '2018-11', sum: 'amount' },
  'M30 income': { noun: 'incomes', told: (r) => r.M30_income.aggregates.sum.total ?? 0, where: year, sum: 'total' },
  'M31 villages above 50 000': { noun: 'incomes', told: (r) => r.M31_above50k.numerator, where: (r) => year(r) && Number(r['total']) >= 5_000_000 },
  'M32 villages above 100 000': { noun: 'incomes', told: (r) => r.M32_above100k.numerator, where: (r) => year(r) && Number(r['total']) >= 10_000_000 },
  'M51 weak organizations': { noun: 'assessments', told: (r) => r.M51_weak.totalCount, where: (r) => year(r) && r['grade'] === 'WEAK' },
  'M60 findings': { noun: 'findings', told: (r) => r.M60_to_M65.total },
  'M60 open findings': { noun: 'findings', told: (r) => r.M60_to_M65.open, where: (r) => !['CLOSED', 'DISMISSED'].includes(r['state'] as string) },
  'M70 accountability': { noun: 'accountability', told: (r) => r.M70_accountability.totalCount, where: standing },
  'M82 projects': { noun: 'projects', told: (r) => r.M82_projects.aggregates.count, where: alive },
  'M82 budgets': { noun: 'projects', told: (r) => r.M82_projects.aggregates.sum.budget ?? 0, where: alive, sum: 'budget' },
  'M90 households': { noun: 'households', told: (r) => r.M90_helpers.registered },
  'M99 breaks': { noun: 'breaks', told: (r) => r.M99_breaks.totalCount, where: (r) => r['state'] !== 'RESOLVED' },
  members: { noun: 'memberCounts', told: (r) => r.members.aggregates.sum.full ?? 0, sum: 'full' },
  concerns: { noun: 'concerns', told: (r) => r.concerns.totalCount, where: (r) => r['state'] !== 'CONFIRMED' },
};
/** Rates that are put together from the parts of their rows; the county's own posts of secretary lie in no row. */
const RATES: Readonly<Record<string, (row: Row) => { numerator: number; denominator: number }>> = {
  'M10 team': (r) => r.M10_to_M13.team,
  'M13 full': (r) => r.M10_to_M13.full,
  'M28 duty': (r) => r.M28_duty,
  M31: (r) => r.M31_above50k,
  M32: (r) => r.M32_above100k,
  'M52 transformed': (r) => r.M52_transformed,
  'M61 on time': (r) => r.M60_to_M65.onTime,
  'M62 overdue of open': (r) => r.M60_to_M65.overdueOfOpen,
  'M65 first pass': (r) => r.M60_to_M65.firstPass,
  'M90 covered': (r) => r.M90_helpers.covered,
  'M96 overrun': (r) => r.M95_burden.overrun,
};

const placeOf = (row: Raw) => (row['division'] ?? row['village'] ?? row['township'] ?? row['id']) as string;
const territory = () =>
  p.running.subgraphs['villages']?.store.territory as NonNullable<(typeof p.running.subgraphs)[string]>['store']['territory'];

const known = new Map<string, Raw[]>();
/** The rows of a noun that hold on the day in the county. */
const held = (noun: string): Raw[] => known.get(noun) ?? known.set(noun, due.held(NOUNS[noun] as Noun, [COUNTY], DAY)).get(noun) ?? [];

/** What a measure comes to in some divisions, by hand. */
function byHand({ noun, where = () => true, sum }: Adding, divisions: ReadonlySet<string>): number | null {
  const rows = held(noun).filter((r) => divisions.has(placeOf(r)) && where(r));
  return sum ? rows.reduce((n, r) => n + Number(r[sum] ?? 0), 0) : due.told(NOUNS[noun] as Noun, ROLE, rows);
}

describe('the pivot of townships', () => {
  let county: Row;
  beforeAll(async () => {
    const { data, errors } = await p.ask(pivot('townships'), {}, { role: ROLE, asOf: DAY });
    expect(errors).toEqual([]);
    county = data.county;
  });

  it('has a row for every township, in one request to each store', () => {
    expect(county.rows.nodes).toHaveLength(12);
    expect(p.hops).toEqual({ villages: 1, personnel: 1, poverty: 1 });
  });

  it.each(Object.entries(ADDING))('says of %s what adding up by hand comes to, of each township and of the county', (_, measure) => {
    const id = (code: string) => territory().named(code) as string;
    let some = 0;
    for (const row of county.rows.nodes) {
      const told = measure.told(row);
      expect(told, row.name).toBe(byHand(measure, new Set(territory().under(id(row.code), DAY))));
      some += told ?? 0;
    }
    const all = byHand(measure, new Set(territory().under(id(COUNTY), DAY)));
    expect(measure.told(county)).toBe(all);
    // Rows and what lies in the county itself are all there is.
    const own = byHand(measure, new Set([id(COUNTY)])) ?? 0;
    if (county.rows.nodes.every((row: Row) => measure.told(row) !== null)) expect(some + own).toBe(all);
  });

  it.each(Object.entries(RATES))('reconciles %s: the parts of its rows are the parts of the county', (name, of) => {
    const parts = county.rows.nodes.map(of);
    for (const part of ['numerator', 'denominator'] as const)
      expect(
        parts.reduce((n: number, rate: Row) => n + rate[part], 0),
        part,
      ).toBe(of(county)[part]);
    if (name !== 'M28 duty') expect(of(county).denominator).toBeGreaterThan(0); // the sample keeps no days of that month
  });

  it('counts people once each: who was trained in two townships counts in both, and once in the county', () => {
    const events = new Map((due.tables['training_event'] as readonly Raw[]).map((t) => [t['id'], t]));
    const present = due.held(NOUNS['enrolments'] as Noun, [COUNTY], DAY).filter((e) => {
      const event = events.get(e['event'] as string);
      return (
        ['ATTENDED', 'ASSESSED'].includes(e['state'] as string) &&
        event?.['state'] === 'HELD' &&
        (event['from'] as string).startsWith('2018')
      );
    });
    const people = (rows: readonly Raw[]) => new Set(rows.map((e) => e['person'])).size;
    expect(county.M40_trained).toBe(people(present));
    for (const row of county.rows.nodes) {
      const below = new Set(territory().under(territory().named(row.code) as string, DAY));
      expect(row.M40_trained, row.name).toBe(people(present.filter((e) => below.has(e['division'] as string))));
    }
    const helpers = county.rows.nodes.map((row: Row) => row.M90_helpers.helpers) as number[];
    expect(county.M90_helpers.helpers).toBeLessThanOrEqual(helpers.reduce((n, h) => n + h, 0));
    expect(county.M90_helpers.helpers).toBeGreaterThan(Math.max(...helpers));
  });
});

describe('the pivot of villages', () => {
  it('has a row for every village, and its columns add up to those of the townships', async () => {
    const { data, errors, extensions } = await p.ask(pivot('villages'), {}, { role: ROLE, asOf: DAY, headers: { 'x-cost': '1' } });
    expect(errors).toEqual([]);
    expect(extensions['cost']).toBeLessThanOrEqual(p.config.clients.costLimit);
    expect(p.hops).toEqual({ villages: 1, personnel: 1, poverty: 1 });
    const townships = data.county.townships.nodes;
    for (const { villages } of townships) expect(villages.nodes).toHaveLength(villages.totalCount);
    const rows = townships.flatMap((t: Row) => t.villages.nodes);
    expect(rows).toHaveLength(data.county.villages.totalCount);
    const { data: pivoted } = await p.ask(pivot('townships'), {}, { role: ROLE, asOf: DAY });
    const { county } = pivoted;
    const sum = (of: (row: Row) => number | boolean | null) => rows.reduce((n: number, row: Row) => n + Number(of(row) ?? 0), 0);
    expect(sum((r) => r.M10_to_M13.full)).toBe(county.M10_to_M13.full.numerator);
    expect(sum((r) => r.M14_underStrength.totalCount)).toBe(county.M14_underStrength.totalCount);
    expect(sum((r) => r.M30_income.total)).toBe(county.M30_income.aggregates.sum.total);
    expect(sum((r) => (r.M30_income.total ?? 0) >= 10_000_000)).toBe(county.M32_above100k.numerator);
    for (const row of rows) {
      const id = territory().named(row.code) as string;
      const of = (measure: string) => byHand(ADDING[measure] as Adding, new Set([id]));
      expect([row.M60_to_M65.total, row.M60_to_M65.open], row.name).toEqual([of('M60 findings'), of('M60 open findings')]);
      expect(
        [row.M90_helpers.registered, row.M99_breaks.totalCount, row.concerns.totalCount, row.members.aggregates.sum.full ?? 0],
        row.name,
      ).toEqual(['M90 households', 'M99 breaks', 'concerns', 'members'].map(of));
    }
  });
});

describe('a pivot', () => {
  const spent = () =>
    Object.values(p.statements).flatMap((list) =>
      list.map((sql) => sql.replace(/\(\?(, \?)*\)/g, '(…)').replace(/(case|when) .* end/gs, '…')),
    );

  it('costs as many statements for one township, or one village, as for all', async () => {
    await p.ask(pivot('townships'), {}, { role: ROLE, asOf: DAY });
    const all = spent();
    const { data } = await p.ask(pivot('townships'), {}, { role: ROLE, asOf: DAY, divisions: ['140222102000'] });
    expect(data.county.rows.nodes).toHaveLength(1);
    expect(spent()).toHaveLength(all.length);

    await p.ask(pivot('villages'), {}, { role: ROLE, asOf: DAY });
    const every = spent();
    await p.ask(pivot('villages'), { townships: 1, villages: 2 }, { role: ROLE, asOf: DAY });
    expect(spent()).toHaveLength(every.length);
  });

  it('is told to an analyst as well: households as counts, though no row of them', async () => {
    const { data, errors } = await p.ask(pivot('villages'), { townships: 1 }, { asOf: DAY });
    expect(errors).toEqual([]);
    expect(data.county.townships.nodes[0].villages.nodes[0].M90_helpers.registered).toBeGreaterThan(0);
  });
});
