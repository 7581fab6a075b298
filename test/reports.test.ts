import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCitation } from '../gateway/src/citations/citation.ts';
import type { FigureRow } from '../gateway/src/reports/figures.ts';
import { REPORTS } from '../gateway/src/reports/report.ts';
import { changesOf, DAY, storeOf } from './changes.ts';
import { MEDIA_TYPES } from './file.ts';
import { type Asking, filledFolder, type Platform, platform } from './kit.ts';

const XLSX = MEDIA_TYPES.xlsx;
const MIXIAN = '140222102000';

let p: Platform;
/** The reports that come with the platform, and one whose field is no more. */
const folder = mkdtempSync(join(tmpdir(), 'guben-reports-'));
beforeAll(async () => {
  for (const file of ['directives.graphql', 'work.graphql', 'work.bulletin.html']) copyFileSync(join(REPORTS, file), join(folder, file));
  const work = readFileSync(join(REPORTS, 'work.graphql'), 'utf8');
  writeFileSync(join(folder, 'old.graphql'), work.replace(/F16: full\b/, 'F16: whole'));
  writeFileSync(join(folder, 'old.bulletin.html'), '{{F16}}');
  writeFileSync(join(folder, 'odd.graphql'), work);
  writeFileSync(join(folder, 'odd.bulletin.html'), '<p>{{F99}}</p>');
  p = await platform('together', { reports: { folder } });
});
afterAll(async () => {
  await p[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

interface Asked extends Asking {
  readonly path?: string;
  readonly accept?: string;
  readonly search?: Record<string, string>;
}

async function get({ path = 'work', accept, search = { asOf: DAY }, ...asking }: Asked = {}): Promise<Response> {
  return fetch(`${p.origin}/reports${path && `/${path}`}?${new URLSearchParams(search)}`, {
    headers: {
      authorization: `Bearer ${await p.token({ role: 'ORG_DEPT', ...asking })}`,
      ...(accept ? { accept } : {}),
      ...asking.headers,
    },
  });
}
const rowsOf = async (asked?: Asked): Promise<FigureRow[]> => ((await (await get(asked)).json()) as { rows: FigureRow[] }).rows;
const byCode = (rows: readonly FigureRow[]) => Object.fromEntries(rows.map((r) => [r.figure, r]));
const values = (rows: readonly FigureRow[]) => Object.fromEntries(rows.map((r) => [r.figure, r.value]));

describe('the work report as of the end of 2018', () => {
  it('holds every figure of the source, with qualifiers, targets and overlaps', async () => {
    const response = await get({ role: 'ANALYST', accept: 'application/json' });
    const answer = (await response.json()) as { asOf: string; parameters: object; rows: FigureRow[] };
    expect([response.status, response.headers.get('content-type'), response.headers.get('as-of')]).toEqual([
      200,
      'application/json; charset=utf-8',
      DAY,
    ]);
    expect([answer.asOf, answer.parameters]).toEqual([DAY, { year: 2018, from: '2018-01-01', to: DAY }]);
    const rows = byCode(answer.rows);
    const exact = (code: string) => rows[code]?.qualifier === 'EXACT' && rows[code]?.value;
    const told = Object.fromEntries(
      Object.keys(rows)
        .map((code) => [code, exact(code)])
        .filter(([, value]) => value !== false),
    );
    expect(told).toEqual({
      ...{ F02: 119, F03: 17, F05a: 13, F05b: 27, F06: 23, F07: 4, F08a: 2, F08b: 1, F10: 4726, F13: 10, F14: 12, F15b: 28, F17: 16 },
      ...{ F18a: 2, F18b: 6, F19: 4, F20: 63, F21: 4, F22: 17, F23a: 500, F23b: 1000, F24: 26, F25a: 3, F25b: 2, F25c: 2018 },
      ...{ 'F03∩F17': 4, 'F03∩F22': 0, 'F17∩F22': 6, 'F19∩F20': null, 'F19∩F21': 0, 'F20∩F21': null },
    });
    expect(rows['F01']).toMatchObject({ qualifier: 'AT_LEAST', atLeast: 670, printed: '670余名' });
    expect(rows['F09']).toMatchObject({ qualifier: 'AT_LEAST', atLeast: 600, printed: '600余人' });
    expect(rows['F01']?.value).toBeGreaterThanOrEqual(670);
    expect(rows['F09']?.value).toBeGreaterThanOrEqual(600);
    expect(rows['F11']).toMatchObject({ qualifier: 'TARGET', denominator: 227, target: 100, needed: 227, met: false });
    expect(rows['F12']).toMatchObject({ qualifier: 'TARGET', denominator: 227, target: 50, needed: 114, met: true });
    expect(rows['F12']?.numerator).toBeGreaterThanOrEqual(114);
    expect(rows['F15a']).toMatchObject({ qualifier: 'RANGE', value: 2, upTo: 3, target: '2–3', met: true });
    expect(rows['F15a']?.parts).toHaveLength(12);
    expect(rows['F16']).toMatchObject({ qualifier: 'ALL', value: 227, numerator: 227, denominator: 227, met: true });
    expect(rows['F20∩F21']).toMatchObject({ value: null, withheld: 'KEPT_BACK', printed: '不予公布' });
    expect(answer.rows.every((r) => r.label.includes(' · '))).toBe(true);
    expect(Object.keys(rows)).toHaveLength(37);
  });

  it('is answered in two requests to a store at most, and as many statements whoever asks', async () => {
    const statements = async (asking: Asking) => {
      for (const list of Object.values(p.statements)) list.length = 0;
      await rowsOf(asking);
      return Object.values(p.statements).map((s) => s.length);
    };
    const county = await statements({});
    expect(Object.values(p.hops).every((n) => n <= 2)).toBe(true);
    expect(await statements({ role: 'TOWNSHIP_ADMIN', divisions: [MIXIAN] })).toEqual(county);
    expect(county.reduce((a, b) => a + b)).toBeLessThan(70);
  });

  it('comes as a file with the same rows: CSV and workbook, read by other libraries', async () => {
    const rows = await rowsOf();
    const csv = await get({ accept: 'text/csv' });
    expect([csv.headers.get('content-type'), csv.headers.get('content-disposition')]).toEqual([
      'text/csv; charset=utf-8; header=present',
      `attachment; filename="work-${DAY}.csv"`,
    ]);
    const lines = (await csv.text()).split('\r\n');
    expect(lines[0]).toBe('编号,指标,数值,至,单位,分子,分母,口径,目标,所需,是否达到,表述,未列原因');
    expect(lines[rows.length + 1]).toMatch(new RegExp(`^# 共 ${rows.length} 行 · rows=${rows.length} asOf=${DAY} sha256=[0-9a-f]{64},`));
    const [sheet] = await readWorkbook(Buffer.from(await (await get({ accept: XLSX, headers: { 'x-headings': 'names' } })).arrayBuffer()));
    const [head, ...body] = (sheet as { data: unknown[][] }).data as [string[], ...unknown[][]];
    const at = (row: unknown[], name: string) => row[head.indexOf(name)];
    expect(body.slice(0, -1).map((r) => [at(r, 'figure'), at(r, 'value'), at(r, 'printed'), at(r, 'qualifier')])).toEqual(
      rows.map((r) => [r.figure, r.value, r.printed, r.qualifier]),
    );
  });

  it('can be opened: every figure says where it is defined, and one can be asked for alone', async () => {
    const { reports } = (await (await get({ path: '', search: {} })).json()) as {
      reports: { name: string; broken?: string; figures: Record<string, string>[] }[];
    };
    expect(reports.map((r) => [r.name, r.broken])).toEqual([
      ['odd', undefined],
      ['old', 'report old: figure F16: Coverage has no field whole any more'],
      ['work', undefined],
    ]);
    const figures = reports.find((r) => r.name === 'work')?.figures ?? [];
    for (const f of figures)
      expect([f['figure'], f['field'], f['definition'], f['definitionVersion']]).toEqual([
        f['figure'],
        expect.stringMatching(/^\w+\.\w+$/),
        expect.stringContaining(' · '),
        expect.stringMatching(/^[0-9a-f]{16}$/),
      ]);
    const [alone, ...none] = await rowsOf({ search: { asOf: DAY, figure: 'F16' } });
    expect([none, alone]).toEqual([[], byCode(await rowsOf())['F16']]);
    expect((await get({ search: { asOf: DAY, figure: 'F99' } })).status).toBe(404);
  });

  it('is a bulletin whose every number leads to where it can be had again', async () => {
    const page = await (await get({ path: 'work/bulletin' })).text();
    const links = [...page.matchAll(/<a class="figure" href="([^"]+)">([^<]+)<\/a>/g)].map(
      ([, href, text]) => [href?.replaceAll('&amp;', '&') ?? '', text ?? ''] as const,
    );
    const rows = byCode(await rowsOf());
    expect(links.length).toBeGreaterThanOrEqual(34);
    for (const [href, text] of links) {
      const { code, day, row } = openCitation(p.config.citationSecrets, href.replace('/reports/figures/', ''));
      expect([href.startsWith('/reports/figures/f1.'), day, row.printed, rows[code]?.printed]).toEqual([true, DAY, text, text]);
    }
    const [href] = links[0] as readonly [string, string];
    const again = await fetch(`${p.origin}${href}`, { headers: { authorization: `Bearer ${await p.token({ role: 'ORG_DEPT' })}` } });
    expect(await again.json()).toMatchObject({ code: 'F01', reproduction: 'REPRODUCED', cited: { value: rows['F01']?.value } });
    const template = readFileSync(join(REPORTS, 'work.bulletin.html'), 'utf8').replace(/\{\{[^}]*\}\}|<\/?h\d>|“\d\+\d”|\d+万元/g, '');
    expect(template).not.toMatch(/\d/); // no number of its own
  });
});

describe('who asks for a report', () => {
  it('is told the figures of the own territory', async () => {
    const rows = byCode(await rowsOf({ role: 'TOWNSHIP_ADMIN', divisions: [MIXIAN] }));
    expect(rows['F16']).toMatchObject({ numerator: 24, denominator: 24 });
    expect(rows['F15a']?.parts).toEqual([{ label: '米薪关镇', value: rows['F15b']?.value }]);
    const { F01, F02, F06, F10, F14 } = values(Object.values(rows));
    expect(F14).toBe(1);
    const county = values(await rowsOf());
    for (const [own, all] of [
      [F01, county['F01']],
      [F02, county['F02']],
      [F06, county['F06']],
      [F10, county['F10']],
    ] as [number, number][])
      expect(own > 0 && own < all).toBe(true);
  });

  it('is told counts where the duty is to count, and why not where it is neither', async () => {
    const finance = byCode(await rowsOf({ role: 'FINANCE' }));
    expect(finance['F23b']).toMatchObject({ value: 1000 });
    expect(finance['F19']).toMatchObject({ value: null, withheld: 'FORBIDDEN', printed: '无权查看' });
    const analyst = byCode(await rowsOf({ role: 'ANALYST' }));
    expect(analyst['F19']?.value).toBe(4);
    const records = await p.ask(`{ accountabilityActions { totalCount nodes { id } } }`, {}, { asOf: DAY, role: 'ANALYST' });
    expect(records.codes).toEqual(['FORBIDDEN']);
  });
});

describe('a report that can’t be had', () => {
  const problem = async (asked: Asked) => {
    const response = await get(asked);
    const body = (await response.json()) as { status: number; code: string; detail: string };
    return [response.status, response.headers.get('content-type'), body.status === response.status, body.code, body.detail];
  };
  const TYPE = 'application/problem+json; charset=utf-8';
  it.each([
    ['no report', { path: 'wrok' }, 404, 'NOT_FOUND', 'there is no report wrok; there are odd, old, work'],
    [
      'no day',
      { search: { asOf: '2018-02-30' } },
      400,
      'BAD_USER_INPUT',
      'as-of must be a day of the calendar, written YYYY-MM-DD; got "2018-02-30"',
    ],
    ['a day to come', { search: { asOf: '2099-01-01' } }, 400, 'BAD_USER_INPUT', 'as-of 2099-01-01 lies in the future'],
    [
      'two days',
      { search: { asOf: DAY }, headers: { 'as-of': '2018-12-30' } },
      400,
      'BAD_USER_INPUT',
      'the as-of header says 2018-12-30, the address says 2018-12-31; say one of them',
    ],
    [
      'a day before the register',
      { search: { asOf: '1999-01-01' } },
      400,
      'BAD_USER_INPUT',
      'the register begins on 2016-07-31; nothing is known as of 1999-01-01',
    ],
    [
      'a county that is none',
      { search: { asOf: DAY, county: '140999000000' } },
      404,
      'NOT_FOUND',
      'no county in your territory is or was called 140999000000 as of 2018-12-31',
    ],
    [
      'a parameter that is none',
      { search: { asOf: DAY, month: '12' } },
      400,
      'BAD_USER_INPUT',
      'report work has no parameter month; it has county, year, from, to, and asOf',
    ],
    [
      'a year to come',
      { search: { asOf: DAY, year: '2019' } },
      400,
      'BAD_USER_INPUT',
      'year is a year from 1949 to that of the day asked for',
    ],
    [
      'a medium that is none',
      { accept: 'application/pdf' },
      406,
      'BAD_USER_INPUT',
      'nothing here is of the media types you accept; say accept: application/json, text/csv',
    ],
    ['a field that was removed', { path: 'old' }, 409, 'REPORT_BROKEN', 'report old: figure F16: Coverage has no field whole any more'],
    ['a bulletin that was never written', { path: 'directives/bulletin' }, 404, 'NOT_FOUND', 'there is no report directives'],
    [
      'a bulletin of a figure that is none',
      { path: 'odd/bulletin' },
      409,
      'REPORT_BROKEN',
      'bulletin of report odd: {{F99}} is no figure of the report',
    ],
    ['nobody who asks', { headers: { authorization: 'Bearer none' } }, 401, 'UNAUTHENTICATED', 'token'],
  ])('says what is wrong: %s', async (_, asked: Asked, status, code, detail) => {
    expect(await problem(asked)).toEqual([status, TYPE, true, code, expect.stringContaining(detail)]);
  });
});

describe('the command', () => {
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    new Promise<{ code: number; out: string; told: string }>((resolve) =>
      execFile(
        process.execPath,
        ['--import', 'tsx', 'scripts/report.ts', ...args],
        { env: { ...process.env, ...env }, encoding: 'utf8' },
        (error, out, told) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, told }),
      ),
    );

  it('prints the table from the data folder, without a platform that runs', async () => {
    const { env, remove } = await filledFolder();
    try {
      const { code, out, told } = await run(['work', '--as-of', DAY], env);
      expect([code, told]).toEqual([0, '']);
      const rows = await rowsOf({ role: 'ANALYST' });
      const lines = out.trimEnd().split('\n');
      expect(lines.slice(-rows.length).map((l) => l.split(/\s{2,}/).slice(0, 2))).toEqual(rows.map((r) => [r.figure, r.printed]));
    } finally {
      remove();
    }
  });

  it('asks a platform that runs, and ends with 1 and one line when it can’t', async () => {
    const at = ['--url', p.origin, '--token', await p.token({ role: 'ORG_DEPT' })];
    const [json, unknown, day, format, lone] = await Promise.all([
      run(['work', '--as-of', DAY, '--format', 'json', ...at]),
      run(['wrok', ...at]),
      run(['work', '--as-of', '2018-13-01', ...at]),
      run(['work', '--format', 'pdf', ...at]),
      run([...at]),
    ]);
    expect((JSON.parse(json.out) as { rows: FigureRow[] }).rows).toEqual(await rowsOf());
    expect([unknown, day, format].map((r) => [r.code, r.out, r.told])).toEqual([
      [1, '', 'there is no report wrok; there are odd, old, work\n'],
      [1, '', 'as-of must be a day of the calendar, written YYYY-MM-DD; got "2018-13-01"\n'],
      [1, '', 'there is no format pdf; the formats are table, json, csv, xlsx, html\n'],
    ]);
    expect([lone.code, lone.told.split('\n')[0]]).toEqual([1, 'say which report:']);
  });
});

describe('a change of one record', () => {
  it('changes its figure and no other: every figure from F01 to F25', async () => {
    const number = ({ numerator, value }: FigureRow) => numerator ?? value;
    let before = await rowsOf();
    const shares = byCode(before);
    const CHANGES = changesOf(p);
    const seen: unknown[] = [];
    for (const [what, make] of CHANGES) {
      await make();
      const after = await rowsOf();
      const moved = after.flatMap((row, i) => {
        const by = (number(row) ?? 0) - (number(before[i] as FigureRow) ?? 0);
        return by === 0 ? [] : [[row.figure, by]];
      });
      seen.push([what, Object.fromEntries(moved)]);
      before = after;
    }
    expect(seen).toEqual(CHANGES.map(([what, , expected]) => [what, expected]));
    const told = new Set(CHANGES.flatMap(([, , expected]) => Object.keys(expected)));
    const all = before.map((r) => r.figure).filter((code) => !code.includes('∩') && code !== 'F25c');
    expect(all.filter((code) => !told.has(code))).toEqual([]);
    const last = byCode(before);
    expect([shares['F16']?.met, last['F16']?.met, last['F16']?.printed]).toEqual([true, false, '226/227个']);
    expect([shares['F15a']?.met, last['F15a']?.met]).toEqual([true, false]);
    expect([last['F23a']?.printed, last['F23b']?.printed]).toEqual(['1000元/月', '1200元/月']);
  });

  it('changes the target beside a figure, and the year of a plan takes its tasks along', async () => {
    await storeOf(p)(
      'villages',
      'update collective_economy_target set required_numerator = 9, required_denominator = 10 where at_least = 5000000',
    );
    expect(byCode(await rowsOf())['F11']).toMatchObject({ target: 90, needed: 205, met: true });
    await storeOf(p)('poverty', 'update three_basics_plan set year = 2017 where year = 2018');
    const { F05a, F05b, F25c } = byCode(await rowsOf());
    expect([F05a?.printed, F05b?.printed, F25c?.value]).toEqual(['无记录', '无记录', 2017]);
  });
});
