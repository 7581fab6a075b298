import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_NOW } from '#platform/testing';
import { Due, NOUNS, type Noun, type Raw } from './due.ts';
import { MEDIA_TYPES, Readers } from './file.ts';
import { type Asking, COUNTY, type Platform, platform } from './kit.ts';

/** Two days compared, held against rows added up by hand, across mergers, a division and endings nobody knows more of. */
const THEN = '2018-12-31';
const NOW = '2026-06-30';
const QUERY = readFileSync(new URL('../reports/pivots/comparison.graphql', import.meta.url), 'utf8');

let p: Platform;
let due: Due;
/** What became of villages: the merged, the one named later for one that had ended; and the one that was divided. */
let became: Map<string, string>;
let split: { from: string; part: string; township: string };
let edition: string;

const CIVIL: Asking = { role: 'CIVIL_AFFAIRS', id: 'office:civil' };
const LEADER: Asking = { role: 'COUNTY_SECRETARY', id: 'office:leader' };
async function act(name: string, input: object, asking: Asking): Promise<string> {
  const text = `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { id } }`;
  const { data, errors } = await p.ask(text, { input }, asking);
  expect(errors).toEqual([]);
  return data[name].id;
}
async function carriedOut(change: string): Promise<void> {
  await act('documentDivisionChange', { change, document: '天政发〔2026〕18号', issuedOn: '2026-06-08' }, CIVIL);
  await act('approveDivisionChange', { change }, LEADER);
  await act('effectDivisionChange', { change }, CIVIL);
}

beforeAll(async () => {
  let now = TEST_NOW;
  p = await platform('together', { clock: () => now });
  const { data: known } = await p.ask(`{
    divisionChanges(filter: { type: { eq: ABOLISH } }, first: 200) { nodes { id from { id township { code } } } }
    divisionEditions(filter: { day: { eq: "2018-10-31" } }) { nodes { id } } }`);
  edition = known.divisionEditions.nodes[0].id;
  const ended = known.divisionChanges.nodes.find((n: { from: unknown[] }) => n.from.length === 1);
  const township = ended.from[0].township.code;
  const { data } = await p.ask('query ($t: DivisionCode!) { township(code: $t) { id villages(first: 4) { nodes { id } } } }', {
    t: township,
  });
  const [a, b, c, d] = data.township.villages.nodes.map((v: { id: string }) => v.id) as [string, string, string, string];
  const OFFICE: Asking = { role: 'TOWNSHIP_ADMIN', id: 'office:township', divisions: [township] };
  now = new Date(now.getTime() + 3_600_000);
  // Two villages become one; one is divided; of one that ended long ago it is found out what it became.
  await carriedOut(await act('mergeVillages', { from: [a], into: b, effectiveOn: '2026-06-15', reason: '并村' }, OFFICE));
  const parts = [
    { village: c, population: 6000, assets: 6000 },
    { establish: { kind: 'VILLAGE', name: '新村', parent: data.township.id }, population: 4000, assets: 4000 },
  ];
  await carriedOut(await act('splitVillage', { village: c, effectiveOn: '2026-06-16', parts, reason: '分村' }, OFFICE));
  const successors = [{ village: d, population: 10_000, assets: 10_000 }];
  await act('nameSuccessors', { change: ended.id, successors, document: '天政办发〔2026〕31号' }, CIVIL);
  due = await Due.of(p);
  const part = (due.tables['division'] as readonly Raw[]).find((r) => r['name'] === '新村')?.['id'] as string;
  became = new Map([
    [a, b],
    [ended.from[0].id, d],
  ]);
  split = { from: c, part, township };
}, 120_000);
afterAll(() => p[Symbol.asyncDispose]());

interface Wanting extends Asking {
  readonly accept?: string;
  readonly query?: string;
}
async function post(body: object, { accept = 'application/json', query = QUERY, ...asking }: Wanting = {}) {
  return fetch(`${p.origin}/comparisons`, {
    method: 'POST',
    headers: {
      accept,
      'content-type': 'application/json',
      authorization: `Bearer ${await p.token({ role: 'ORG_DEPT', ...asking })}`,
      ...(asking.asOf ? { 'as-of': asking.asOf } : {}),
      ...asking.headers,
    },
    body: JSON.stringify({ query, with: THEN, ...body }),
  });
}
// biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of the answer
type Told = any;
const compared = async (body: object, wanting?: Wanting): Promise<Told> => (await post(body, wanting)).json();

const DAYS = { with: THEN, asOf: NOW } as const;
type Side = keyof typeof DAYS;
const SIDES = Object.keys(DAYS) as Side[];
const placeOf = (r: Raw) => (r['division'] ?? r['village'] ?? r['id']) as string;
const known = new Map<string, Map<string, Raw[]>>();
/** The rows of a noun that hold on a day, by where they lie. */
function held(noun: string, day: string): Map<string, Raw[]> {
  const rows = known.get(`${noun} ${day}`) ?? Map.groupBy(due.held(NOUNS[noun] as Noun, [COUNTY], day), placeOf);
  known.set(`${noun} ${day}`, rows);
  return rows;
}
const villagesOn = (day: string) => [...held('villages', day).values()].flat().filter((r) => r['kind'] === 'VILLAGE');

/** Measures that add up, by hand: the rows of a village, or a sum over them. */
const year = (r: Raw) => Number(r['year']) === 2018;
const alive = (r: Raw) => ['ESTABLISHED', 'IN_PROGRESS', 'SUSPENDED', 'SUBMITTED', 'ACCEPTED'].includes(r['state'] as string);
// biome-ignore format: a table
const ADDING: Readonly<Record<string, { noun: string; where?: (r: Raw) => boolean; sum?: string; scale?: number }>> = {
  'M15_postings.totalCount': { noun: 'postings', where: (r) => r['state'] === 'ACTIVE' },
  'M30_income.aggregates.count': { noun: 'incomes', where: year },
  'M30_income.aggregates.sum.total': { noun: 'incomes', where: year, sum: 'total', scale: 100 },
  'M60_findings.totalCount': { noun: 'findings' },
  'open.totalCount': { noun: 'findings', where: (r) => !['CLOSED', 'DISMISSED'].includes(r['state'] as string) },
  'M82_projects.aggregates.count': { noun: 'projects', where: alive },
  'M82_projects.aggregates.sum.budget': { noun: 'projects', where: alive, sum: 'budget', scale: 100 },
  'households.totalCount': { noun: 'households' },
  'members.aggregates.sum.full': { noun: 'memberCounts', sum: 'full' },
};
function byHand(measure: string, day: string, villages: readonly string[]): number {
  const { noun, where = () => true, sum, scale = 1 } = ADDING[measure] as (typeof ADDING)[string];
  const rows = villages.flatMap((v) => held(noun, day).get(v) ?? []).filter(where);
  return (sum ? rows.reduce((n, r) => n + Number(r[sum] ?? 0), 0) : rows.length) / scale;
}

type Basis = 'AS_THEN' | 'TODAY' | 'EDITION';
/** The day whose villages one of the two days is counted on. */
const groundOf = (basis: Basis, side: Side) => ({ AS_THEN: DAYS[side], TODAY: NOW, EDITION: '2018-10-31' })[basis];
/** The village of the ground into which a village went whole, by what was done to villages above. */
function wentInto(basis: Basis, side: Side): (village: string) => string | null {
  const there = new Set(villagesOn(groundOf(basis, side)).map((r) => r['id'] as string));
  const own = (village: string) => (there.has(village) ? village : null);
  if (basis === 'TODAY' && side === 'with') return (v) => (v === split.from ? null : (became.get(v) ?? own(v)));
  if (basis === 'EDITION' && side === 'asOf')
    return (v) => ([...became.values()].includes(v) ? null : v === split.part ? split.from : own(v));
  return own;
}

describe('two days, compared', () => {
  it.each(['AS_THEN', 'TODAY', 'EDITION'] as const)(
    'on the villages %s, are what adding up by hand comes to, township by township',
    async (basis) => {
      const told = await compared({ basis, ...(basis === 'EDITION' ? { edition } : {}) });
      const full = Object.fromEntries(
        await Promise.all(
          SIDES.map(async (side) => {
            const pages = await Promise.all(
              ['first', 'last'].map((end) =>
                p.ask(`{ villages(${end}: 150) { nodes { id coverage { full } } } }`, {}, { role: 'ORG_DEPT', asOf: DAYS[side] }),
              ),
            );
            return [side, new Map(pages.flatMap((page) => page.data.villages.nodes).map((v: Told) => [v.id, v.coverage?.full ?? null]))];
          }),
        ),
      ) as Record<Side, Map<string, boolean | null>>;
      const seen = { rows: 0, unattributed: 0 };
      for (const side of SIDES) {
        const ground = villagesOn(groundOf(basis, side));
        const place = wentInto(basis, side);
        const sources = Map.groupBy(
          villagesOn(DAYS[side]).map((r) => r['id'] as string),
          place,
        );
        expect(told.grounds[side].day).toBe(groundOf(basis, side));
        expect(told.total.villages[side]).toBe(ground.length);
        const check = (row: Told, units: readonly string[]) => {
          const villages = units.flatMap((u) => sources.get(u) ?? []);
          for (const measure of Object.keys(ADDING))
            expect(row.figures[measure][side], `${row.name} ${measure}`).toBe(
              villages.length ? byHand(measure, DAYS[side], villages) : null,
            );
          const each = units.map((u) => (sources.get(u) ?? []).map((v) => full[side].get(v)));
          const yes = each.filter((of) => of.length > 0 && of.every((v) => v === true)).length;
          const no = each.filter((of) => of.length > 0 && of.every((v) => v === false)).length;
          expect(row.figures['M10_to_M13.full'][side]).toMatchObject({
            numerator: yes,
            denominator: units.length,
            unknown: units.length - yes - no,
          });
        };
        for (const row of told.rows) {
          const township = territory().named(row.code);
          const units = ground.filter((r) => r['parent'] === township).map((r) => r['id'] as string);
          expect(row.villages[side], row.name).toBe(units.length);
          check(row, units);
          seen.rows++;
        }
        check(
          told.total,
          ground.map((r) => r['id'] as string),
        );
        // What went whole into no village of the ground is told apart: with it, the day's own figures are complete.
        const lost = sources.get(null as never) ?? [];
        expect(told.unattributed.codes[side]).toHaveLength(lost.length);
        seen.unattributed += lost.length;
        for (const measure of Object.keys(ADDING)) {
          const all = villagesOn(DAYS[side]).map((r) => r['id'] as string);
          expect((told.total.figures[measure][side] ?? 0) + (told.unattributed.figures[measure][side] ?? 0), measure).toBeCloseTo(
            byHand(measure, DAYS[side], all),
            2,
          );
        }
      }
      expect(seen.rows).toBeGreaterThanOrEqual(22);
      expect(seen.unattributed > 0).toBe(basis !== 'AS_THEN');
      for (const row of [...told.rows, told.total])
        for (const { with: then, asOf: now, change } of Object.values(row.figures) as Told[])
          if (typeof then === 'number' && typeof now === 'number') expect(change).toBeCloseTo(now - then, 1);
    },
  );

  it('have rates out of the villages of each day; a township that is no more has none, and its rate is out of nothing', async () => {
    const told = await compared({ basis: 'AS_THEN' });
    const [gone, ...more] = told.rows.filter((r: Told) => r.villages.asOf === 0);
    expect([gone.villages.with > 0, more]).toEqual([true, []]);
    expect(gone.figures['M10_to_M13.full'].asOf).toEqual({ numerator: 0, denominator: 0, percent: null, unknown: 0 });
    expect(gone.figures['households.totalCount']).toMatchObject({ asOf: null, change: null });
    expect(told.total.figures['M10_to_M13.full'].with).toEqual({ numerator: 227, denominator: 227, percent: 100, unknown: 0 });
    expect([told.grounds.with.edition.name, told.grounds.asOf.edition.name]).toEqual([
      '统计用区划代码 2018-10-31',
      '统计用区划代码 2023-06-30',
    ]);
  });

  it('reach on the villages of today what the rate of the villages says there, merged villages as one', async () => {
    const { rows } = await compared({ basis: 'TODAY', rows: 'VILLAGE' });
    const income = 'M30_income.aggregates.sum.total';
    const reached = rows.filter((r: Told) => (r.figures[income].with ?? 0) >= 50_000).map((r: Told) => r.code);
    const { data } = await p.ask(
      `{ county(code: "${COUNTY}") { collectiveEconomyRate(year: 2018, atLeast: 5000000, basis: TODAY) { numerator villages(first: 200) { nodes { id code } } } } }`,
      {},
      { role: 'ORG_DEPT' },
    );
    // Incomes alone are divided by shares: a comparison leaves out what it can't divide.
    const divided = [split.from, split.part];
    const rate = data.county.collectiveEconomyRate.villages.nodes.filter((v: Told) => !divided.includes(v.id));
    expect(reached).toEqual(rate.map((v: Told) => v.code).toSorted());
    expect(reached.length).toBeGreaterThan(100);
    const merged = rows.find((r: Told) => r.code === territory().at([...became.values()][0] as string, NOW)?.code);
    const parts = [...became].flatMap(([from, into]) => (into === [...became.values()][0] ? [from, into] : []));
    expect(merged.figures[income].with).toBe(byHand(income, THEN, parts));
  });

  it('are what was known of them: before anybody recorded the division, the village is whole', async () => {
    const code = territory().at(split.from, NOW)?.code;
    const row = async (wanting?: Wanting) =>
      (await compared({ basis: 'TODAY', rows: 'VILLAGE' }, wanting)).rows.find((r: Told) => r.code === code).figures[
        'households.totalCount'
      ];
    const households = byHand('households.totalCount', THEN, [split.from]);
    expect([(await row()).with, (await row({ headers: { 'known-at': TEST_NOW.toISOString() } })).with]).toEqual([null, households]);
  });

  it('are told to a township of its own villages alone, and cost as many statements for it', async () => {
    const spent = () => Object.values(p.statements).reduce((n, list) => n + list.length, 0);
    const measured = async (wanting: Wanting) => {
      for (const list of Object.values(p.statements)) list.length = 0;
      return [await compared({ basis: 'TODAY' }, wanting), spent()] as const;
    };
    const [all, many] = await measured({});
    const [own, few] = await measured({ divisions: [split.township] });
    expect(own.rows).toEqual(all.rows.filter((r: Told) => r.code === split.township));
    expect({ ...own.total, name: '' }).toEqual({ ...own.rows[0], code: undefined, name: '' });
    expect(own.unattributed.codes.with.length).toBeLessThan(all.unattributed.codes.with.length);
    expect(many).toBeLessThanOrEqual(2 * few); // two pages of villages where a township has one
  });

  it('come as a file, with the very figures, the total and what went into no village at its end', async () => {
    await using readers = new Readers();
    const [json, response] = await Promise.all([
      compared({ basis: 'TODAY', rows: 'VILLAGE' }),
      post({ basis: 'TODAY', rows: 'VILLAGE' }, { accept: MEDIA_TYPES.xlsx, headers: { 'x-headings': 'names' } }),
    ]);
    const [headings = [], ...rows] = await readers.sheet(Buffer.from(await response.arrayBuffer()));
    const lines = [...json.rows, json.total, json.unattributed];
    expect(rows).toHaveLength(lines.length + 1); // and the line that closes it
    for (const [i, line] of lines.entries()) {
      const cells = Object.fromEntries(headings.map((h, n) => [String(h), rows[i]?.[n] ?? null]));
      const households = line.figures['households.totalCount'];
      const full = line.figures['M10_to_M13.full'];
      const income = line.figures['M30_income.aggregates.sum.total'];
      expect(cells).toMatchObject({
        名称: line.name,
        [`村数 ${THEN}`]: line.villages.with,
        [`households.totalCount ${THEN}`]: households.with,
        [`households.totalCount ${NOW}`]: households.asOf,
        'households.totalCount 增减': households.change,
        [`M10_to_M13.full ${NOW}`]: full.asOf.numerator,
        [`M10_to_M13.full % ${NOW}`]: full.asOf.percent,
        [`M30_income.aggregates.sum.total（元） ${THEN}`]: income.with,
      });
    }
    const csv = await post({}, { accept: MEDIA_TYPES.csv });
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(await csv.text()).toMatch(new RegExp(`# 共 \\d+ 行 · rows=\\d+ asOf=${NOW} with=${THEN} basis=AS_THEN sha256=`));
  });
});

describe('a comparison is refused', () => {
  it.each([
    ['of one day with itself', { with: NOW }, {}, 'both are 2026-06-30'],
    ['with a day to come', { with: '2026-07-01' }, {}, 'lies in the future'],
    ['with what is no day', { with: '2018-13-01' }, {}, 'with'],
    ['on an edition that isn’t named', { basis: 'EDITION' }, {}, 'name an edition'],
    ['on an edition beside another basis', { edition: 'x' }, {}, 'name an edition'],
    ['on an edition that isn’t there', { basis: 'EDITION', edition: 'x' }, {}, 'no edition x'],
    ['on another basis', { basis: 'THEN' }, {}, 'AS_THEN'],
    ['of what is no list of villages', {}, { query: `{ county(code: "${COUNTY}") { townships { nodes { code } } } }` }, 'list of villages'],
    ['of villages without their code', {}, { query: '{ villages { nodes { coverage { full } } } }' }, 'code of each'],
    ['of the first villages alone', {}, { query: '{ villages(first: 9) { nodes { code coverage { full } } } }' }, 'leave out first'],
    ['of nothing that is a number', {}, { query: '{ villages { nodes { code name } } }' }, 'nothing here can be compared'],
    ['of a field that isn’t there', {}, { query: '{ villages { nodes { code nothing } } }' }, 'nothing'],
    ['of a text that is no operation', {}, { query: '{' }, 'Syntax'],
    [
      'of more aliases than any operation may have',
      {},
      { query: `{ villages { nodes { code ${[...Array(99).keys()].map((n) => `a${n}: name`).join(' ')} } } }` },
      'aliases',
    ],
    ['in a media type that there isn’t', {}, { accept: 'image/png' }, 'media types'],
    ['before the register begins', { with: '1949-10-01' }, {}, 'the register begins on'],
  ])('%s', async (_, body, wanting, why) => {
    const response = await post(body, wanting);
    expect([response.ok, response.headers.get('content-type')]).toEqual([false, 'application/problem+json; charset=utf-8']);
    const { code, detail } = (await response.json()) as { code: string; detail: string };
    expect(detail).toContain(why);
    expect(['BAD_USER_INPUT', 'NOT_FOUND', 'LIMIT_EXCEEDED']).toContain(code);
  });
  it('to who isn’t known', async () => {
    const response = await post({}, { headers: { authorization: 'Bearer nobody' } });
    expect(response.status).toBe(401);
  });
});

const territory = () =>
  p.running.subgraphs['villages']?.store.territory as NonNullable<(typeof p.running.subgraphs)[string]>['store']['territory'];
