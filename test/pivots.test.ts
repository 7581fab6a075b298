import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Due, NOUNS, type Noun, type Raw } from './due.ts';
import { fileOf, MEDIA_TYPES, Readers } from './file.ts';
import { type Asking, COUNTY, type Platform, platform } from './kit.ts';

/** The pivots by division of `reports/`, held against rows added up by hand. */
let p: Platform;
let due: Due;
beforeAll(async () => {
  p = await platform();
  due = await Due.of(p);
});
afterAll(() => p[Symbol.asyncDispose]());

const DAY = '2018-12-31';
const ROLE = 'ORG_DEPT';
const MIXIAN = '140222102000';
const TEXTS = { townships: pivotOf('townships'), villages: pivotOf('villages') };
function pivotOf(rows: string): string {
  return readFileSync(new URL(`../reports/pivots/${rows}.graphql`, import.meta.url), 'utf8');
}
const ask = (rows: keyof typeof TEXTS, variables = {}, asking: Asking = {}) =>
  p.ask(TEXTS[rows], variables, { role: ROLE, asOf: DAY, ...asking });

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

const known = new Map<string, Map<string, Raw[]>>();
/** The rows of a noun that hold on the day and concern a territory, by where they lie. */
function held(noun: string, of: string): Map<string, Raw[]> {
  const rows = known.get(`${noun} ${of}`) ?? Map.groupBy(due.held(NOUNS[noun] as Noun, [of], DAY), placeOf);
  known.set(`${noun} ${of}`, rows);
  return rows;
}

/** What a measure comes to in some divisions, by hand. */
function byHand({ noun, where = () => true, sum }: Adding, divisions: ReadonlySet<string>, of = COUNTY): number | null {
  const there = held(noun, of);
  const rows = [...divisions].flatMap((d) => there.get(d) ?? []).filter(where);
  return sum ? rows.reduce((n, r) => n + Number(r[sum] ?? 0), 0) : due.told(NOUNS[noun] as Noun, ROLE, rows);
}

describe('the pivot of townships', () => {
  let county: Row;
  let rows: Row[];
  beforeAll(async () => {
    const { data, errors } = await ask('townships');
    expect(errors).toEqual([]);
    county = data.county;
    rows = county.rows.nodes;
  });
  const below = (row: Row) => new Set(territory().under(territory().named(row.code) as string, DAY));

  it('has a row for every township, in one request to each store', async () => {
    await ask('townships');
    expect(rows).toHaveLength(12);
    expect(p.hops).toEqual({ villages: 1, personnel: 1, poverty: 1 });
  });

  it.each(Object.entries(ADDING))('says of %s what adding up by hand comes to, of each township and of the county', (_, measure) => {
    for (const row of rows) expect(measure.told(row), row.name).toBe(byHand(measure, below(row)));
    const id = territory().named(COUNTY) as string;
    const all = byHand(measure, new Set(territory().under(id, DAY)));
    expect(measure.told(county)).toBe(all);
    // Rows and what lies in the county itself are all there is.
    const parts = rows.map(measure.told);
    if (!parts.includes(null))
      expect(parts.reduce((n: number, part) => n + (part as number), byHand(measure, new Set([id])) ?? 0)).toBe(all);
  });

  it.each(Object.entries(RATES))('reconciles %s: the parts of its rows are the parts of the county', (name, of) => {
    for (const part of ['numerator', 'denominator'] as const)
      expect(
        rows.reduce((n, row) => n + of(row)[part], 0),
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
    const people = (of: readonly Raw[]) => new Set(of.map((e) => e['person'])).size;
    expect(county.M40_trained).toBe(people(present));
    for (const row of rows) {
      const there = below(row);
      expect(row.M40_trained, row.name).toBe(people(present.filter((e) => there.has(e['division'] as string))));
    }
    const helpers = rows.map((row) => row.M90_helpers.helpers) as number[];
    expect(county.M90_helpers.helpers).toBeLessThanOrEqual(helpers.reduce((n, h) => n + h, 0));
    expect(county.M90_helpers.helpers).toBeGreaterThan(Math.max(...helpers));
  });

  it('says in every cell of a row what the township alone says there', async () => {
    const measures = TEXTS.townships.slice(TEXTS.townships.indexOf('fragment measures'));
    const alone = `query Alone($code: DivisionCode!, $year: Int! = 2018, $from: Date! = "2018-01-01", $to: Date! = "2018-12-31", $month: String! = "2018-11") {
      township(code: $code) { ...measures } } ${measures}`;
    for (const { M15_dispatchMix, ...row } of rows) {
      const { data, errors } = await p.ask(alone, { code: row.code }, { role: ROLE, asOf: DAY });
      expect([errors, data.township]).toEqual([[], row]);
    }
  });

  it('holds the rows of a township’s own territory alone, for its officer, with the very cells of the county’s', async () => {
    const { data, errors } = await ask('townships', {}, { divisions: [MIXIAN] });
    const row = rows.find((r) => r.code === MIXIAN);
    expect([errors, data.county.rows.totalCount, data.county.rows.nodes]).toEqual([[], 1, [row]]);
    // What the county's line adds up is of the territory as well, with what is the whole county's.
    const everywhere = new Set(territory().under(territory().named(COUNTY) as string, DAY));
    for (const [name, measure] of Object.entries(ADDING)) expect(measure.told(data.county), name).toBe(byHand(measure, everywhere, MIXIAN));
  });

  it('comes as a file, a cell a measure, with the very figures of the graph', async () => {
    await using readers = new Readers();
    const file = (wanting: object) =>
      fileOf(p, TEXTS.townships, { role: ROLE, asOf: DAY, variables: { file: true }, headers: { 'x-headings': 'names' }, ...wanting });
    // Money is yuan in a file, fen in the graph.
    const MONEY = /\.sum\.(amount|total|operatingIncome|budget)$/;
    const cell = (row: Row, path: string) => {
      const value = path.split('.').reduce((inner, name) => inner?.[name] ?? null, row);
      return value !== null && MONEY.test(path) ? value / 100 : value;
    };
    const sheet = await readers.sheet((await file({ accept: MEDIA_TYPES.xlsx })).bytes);
    expect(sheet).toHaveLength(rows.length + 2); // headings, and the line that closes it
    const headings = (sheet[0] as string[]).map((h) => h.replace(/ ?（.*）$/, ''));
    expect(headings.length).toBeGreaterThan(80);
    expect(new Set(headings.map((h) => h.split('.')[0]))).toEqual(new Set(Object.keys(rows[0]).filter((k) => k !== 'M15_dispatchMix')));
    for (const [i, row] of rows.entries())
      expect(headings.map((_, n) => sheet[i + 1]?.[n] ?? null)).toEqual(headings.map((heading) => cell(row, heading)));
    expect(await readers.sql((await file({})).bytes, 'csv', `select code from read_csv(FILE, all_varchar = true, comment = '#')`)).toEqual(
      rows.map((r) => [r.code]),
    );
    expect((await file({ variables: {} })).errors[0].extensions.code).toBe('BAD_USER_INPUT'); // more than one list
  });
});

describe('the pivot of villages', () => {
  it('has a row for every village, and its columns add up to those of the townships', async () => {
    const { data, errors, extensions } = await ask('villages', {}, { headers: { 'x-cost': '1' } });
    expect(errors).toEqual([]);
    expect(extensions['cost']).toBeLessThanOrEqual(p.config.clients.costLimit);
    expect(p.hops).toEqual({ villages: 1, personnel: 1, poverty: 1 });
    const townships = data.county.townships.nodes;
    for (const { villages } of townships) expect(villages.nodes).toHaveLength(villages.totalCount);
    const rows = townships.flatMap((t: Row) => t.villages.nodes);
    expect(rows).toHaveLength(data.county.villages.totalCount);
    const { county } = (await ask('townships')).data;
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
    await using readers = new Readers();
    const file = await fileOf(p, TEXTS.villages, { role: ROLE, asOf: DAY, variables: { file: true } });
    expect(
      await readers.sql(file.bytes, 'csv', `select count(*), sum("M90_helpers.在册户数"::int) from read_csv(FILE, comment = '#')`),
    ).toEqual([[String(rows.length), String(sum((r) => r.M90_helpers.registered))]]);
  });
});

describe('a pivot', () => {
  const spent = () => Object.values(p.statements).reduce((n, list) => n + list.length, 0);

  it('costs as many statements for one township, or one village, as for all', async () => {
    await ask('townships');
    const all = spent();
    const { data } = await ask('townships', {}, { divisions: [MIXIAN] });
    expect(data.county.rows.nodes).toHaveLength(1);
    expect(spent()).toBe(all);

    await ask('villages');
    const every = spent();
    await ask('villages', { townships: 1, villages: 2 });
    expect(spent()).toBe(every);
  });

  it('is told to an analyst as well: households as counts, though no row of them', async () => {
    const { data, errors } = await ask('villages', { townships: 1 }, { role: 'ANALYST' });
    expect(errors).toEqual([]);
    expect(data.county.townships.nodes[0].villages.nodes[0].M90_helpers.registered).toBeGreaterThan(0);
  });
});
