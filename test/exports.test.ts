import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileOf, MEDIA_TYPES, Readers, sha256, type Wanting } from './file.ts';
import { type Platform, platform } from './kit.ts';

let p: Platform;
const readers = new Readers();
beforeAll(async () => {
  p = await platform('together', { env: { GUBEN_COST_MODE: 'enforce', GUBEN_COST_LIMIT: '4000' } });
});
afterAll(async () => {
  await readers[Symbol.asyncDispose]();
  await p[Symbol.asyncDispose]();
});

const file = (query: string, wanting?: Wanting) => fileOf(p, query, wanting);
const DAY = '2018-12-31';
const HOUSEHOLDS = '{ households { nodes { id village { name } } } }';
const OFFICE = { role: 'POVERTY_OFFICE' };

describe('a list of more rows than any page', () => {
  it('comes whole as CSV, every row once, counted and summed up in trailers and at its end', async () => {
    const { data } = await p.ask('{ households { totalCount } }', {}, { asOf: DAY });
    const total: number = data.households.totalCount;
    expect(total).toBeGreaterThan(2000);
    const got = await file(HOUSEHOLDS, { ...OFFICE, asOf: DAY });
    expect([got.status, got.whole, got.headers['as-of']]).toEqual([200, true, DAY]);
    expect(got.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(got.headers['content-disposition']).toBe(`attachment; filename="households-${DAY}.csv"`);
    expect(got.trailers).toEqual({ 'x-row-count': String(total), 'x-content-sha256': sha256(got.bytes) });
    const text = got.bytes.toString();
    const body = text.slice(0, text.lastIndexOf('# 共'));
    expect(text.slice(body.length)).toBe(`# 共 ${total} 行 · rows=${total} asOf=${DAY} sha256=${sha256(body)},\r\n`);
    expect(
      await readers.sql(
        got.bytes,
        'csv',
        `select count(*), count(distinct "标识"), count("村.名称") from read_csv(FILE, header = true, comment = '#')`,
      ),
    ).toEqual([[total, total, total].map(String)]);
    // One statement of the list a page, and one of the villages it names.
    const pages = Math.ceil(total / 200);
    expect(p.statements['poverty']?.length).toBeGreaterThanOrEqual(pages);
  });
  it('is bounded by first, begins after a cursor, and keeps the order that was asked for', async () => {
    const query =
      'query ($n: Int, $after: String) { villages(first: $n, after: $after, orderBy: [{ field: NAME, direction: DESC }]) { nodes { code } pageInfo { endCursor } } }';
    const page = (n: number, after?: string) => p.ask(query, { n, after }, { asOf: DAY });
    const one = await page(7);
    const two = await page(200, one.data.villages.pageInfo.endCursor);
    const three = await page(13, two.data.villages.pageInfo.endCursor);
    const expected = [two, three].flatMap(({ data }) => data.villages.nodes.map((v: { code: string }) => v.code));
    const got = await file(query, { variables: { n: 213, after: one.data.villages.pageInfo.endCursor }, asOf: DAY });
    expect(await readers.firstColumn(got.bytes, 'csv')).toEqual(expected);
    expect(expected).toHaveLength(213);
  });
});

describe('a file', () => {
  it('has the headings of the schema, one for each column, and aliases where they were given', async () => {
    const query = '{ villages(first: 2) { nodes { code 村名: name } } }';
    expect((await file(query)).errors[0].extensions.code).toBe('BAD_USER_INPUT'); // GraphQL has no Chinese aliases
    const got = await file(
      '{ villages(first: 2) { edges { cursor node { code where: township { name label: code } ... on Village { township { name } names { name } } } } } }',
    );
    const [headings] = (await readers.sql(
      got.bytes,
      'csv',
      'select * from read_csv(FILE, header = false, all_varchar = true)',
    )) as string[][];
    expect(headings).toEqual(['区划代码', 'where.名称', 'where.label', '所属乡镇.名称', '名称沿革.名称']);
    const named = await file('{ villages(first: 2) { nodes { code township { name } mine: township { name } coverage { full } } } }', {
      headers: { 'x-headings': 'names' },
      accept: MEDIA_TYPES.ndjson,
    });
    expect(Object.keys(JSON.parse(named.bytes.toString().split('\n')[0] as string))).toEqual([
      'code',
      'township.name',
      'mine.name',
      'coverage.full',
    ]);
  });
  it('shows money in yuan or in 万元, exactly, days as days, codes as texts and rates with both their parts', async () => {
    const query = '{ collectiveEconomyRecords(first: 300) { nodes { village { code } total year validFrom subsidyIncome } } }';
    const { data } = await p.ask(query.replace('300', '200'));
    const rows = data.collectiveEconomyRecords.nodes as { village: { code: string }; total: number; year: number; validFrom: string }[];
    const sheet = await readers.sheet((await file(query, { accept: MEDIA_TYPES.xlsx })).bytes);
    expect(sheet[0]).toEqual(['村.区划代码', '收入合计（元）', '年度', '生效日', '补助收入（元）']);
    expect(sheet.slice(1, 201).map((r) => r.slice(0, 4))).toEqual(
      rows.map((r) => [r.village.code, r.total / 100, r.year, new Date(`${r.validFrom}T00:00:00Z`)]),
    );
    const wan = await file(query, { accept: MEDIA_TYPES.parquet, headers: { 'x-money': 'wan' } });
    expect(await readers.sql(wan.bytes, 'parquet', 'select column_name, column_type from (describe select * from FILE)')).toEqual([
      ['村.区划代码', 'VARCHAR'],
      ['收入合计（万元）', 'DECIMAL(18,6)'],
      ['年度', 'BIGINT'],
      ['生效日', 'DATE'],
      ['补助收入（万元）', 'DECIMAL(18,6)'],
    ]);
    const [[sum] = []] = await readers.sql(
      wan.bytes,
      'parquet',
      'select (sum("收入合计（万元）") * 1000000)::bigint from (from FILE limit 200)',
    );
    expect(Number(sum)).toBe(rows.reduce((total, r) => total + r.total, 0));

    const rates = await file(
      '{ county(code: "140222000000") { townships { nodes { name coverage { full { percent numerator denominator } } } } } }',
      { asOf: DAY },
    );
    const text = rates.bytes.toString().split('\r\n');
    expect(text[0]).toBe(
      '\uFEFF名称,三支队伍覆盖率.三支队伍全覆盖.百分比,三支队伍覆盖率.三支队伍全覆盖.分子,三支队伍覆盖率.三支队伍全覆盖.分母',
    );
    expect(text[1]).toMatch(/^[^,]+,100,(\d+),\1$/);
  });
  it('shows what the graph shows to the same caller: masked, or whole to whom a duty and a purpose show it', async () => {
    const query = '{ persons(first: 30) { nodes { id name idNumber phone } } }';
    const seen: string[] = [];
    for (const asking of [{ role: 'ANALYST' }, { role: 'ORG_DEPT', headers: { purpose: 'PERSONNEL_FILE' } }]) {
      const { data } = await p.ask(query, {}, asking);
      const nodes = data.persons.nodes as Record<string, string>[];
      const { bytes } = await file(query, { ...asking, accept: MEDIA_TYPES.xlsx });
      expect((await readers.sheet(bytes)).slice(1, -1)).toEqual(nodes.map((n) => [n['id'], n['name'], n['idNumber'], n['phone']]));
      seen.push(String(nodes[0]?.['idNumber']));
    }
    expect(seen[0]).toMatch(/^\d{4}\*{10}\w{4}$/);
    expect(seen[1]).toMatch(/^\d{17}[\dX]$/);
    const read = await p.running.subgraphs['personnel']?.store.orm.em
      .getConnection()
      .execute(`select purpose, operation, noun, fields, count from read_audit order by seq desc limit 1`);
    expect(read).toEqual([{ purpose: 'PERSONNEL_FILE', operation: 'persons', noun: 'Person', fields: '["idNumber","phone"]', count: 30 }]);
  });
  it('of groups holds all of them, and tells no small cell', async () => {
    const query =
      '{ accountabilityActions { groupedAggregates(groupBy: [{ field: KIND }, { field: SUBJECT_TYPE }]) { keys { kind subjectType } count } } }';
    const { data } = await p.ask(query, {}, { role: 'ANALYST', asOf: DAY });
    const groups = data.accountabilityActions.groupedAggregates as { keys: { kind: string; subjectType: string }; count: number | null }[];
    expect(groups.some((g) => g.count === null)).toBe(true);
    const rows = async (headings: string) => {
      const { bytes } = await file(query, { role: 'ANALYST', asOf: DAY, headers: { 'x-headings': headings } });
      return readers.sql(bytes, 'csv', `select * from read_csv(FILE, header = true, comment = '#', all_varchar = true)`);
    };
    const counted = (g: (typeof groups)[number]) => (g.count === null ? null : String(g.count));
    expect(await rows('names')).toEqual(groups.map((g) => [g.keys.kind, g.keys.subjectType, counted(g)]));
    const words: Record<string, string> = { MEETING_CIRCULAR: '会议通报', REMINDER: '提醒', PERSON: '个人', AGENCY: '单位' };
    const word = (name: string) => words[name] ?? expect.stringMatching(/^\p{Script=Han}+$/u);
    expect(await rows('labels')).toEqual(groups.map((g) => [word(g.keys.kind), word(g.keys.subjectType), counted(g)]));
  });
  it('is had over GET as well, by a program', async () => {
    const query = '{ villages(first: 3) { nodes { code } } }';
    expect((await file(query, { get: true })).errors[0].message).toContain('apollo-require-preflight');
    const got = await file(query, { get: true, headers: { 'apollo-require-preflight': 'true' } });
    expect(await readers.firstColumn(got.bytes, 'csv')).toHaveLength(3);
  });
  it('holds no formula that a spreadsheet would carry out, whatever a village is called (P5)', async () => {
    const connection = p.running.subgraphs['villages']?.store.orm.em.getConnection('write');
    const names = ['=HYPERLINK("http://evil","x")', '+1+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '-5'];
    const rows = (await connection?.execute(
      `select "row", name from division where kind = 'VILLAGE' and valid_to > '9000' limit ${names.length}`,
    )) as {
      row: number;
      name: string;
    }[];
    const rename = async (to: readonly string[]) => {
      for (const [i, { row }] of rows.entries()) await connection?.execute('update division set name = ? where "row" = ?', [to[i], row]);
    };
    await rename(names);
    try {
      const query = '{ villages { nodes { name } } }';
      const { bytes } = await file(query);
      const texts = await readers.firstColumn(bytes, 'csv');
      for (const name of names) expect(texts).toContain(name === '-5' ? name : `'${name}`);
      expect(texts.filter((t) => /^[=+@\t\r＝]/.test(t))).toEqual([]);
      const workbook = (await file(query, { accept: MEDIA_TYPES.xlsx })).bytes;
      const cells = (await readers.sheet(workbook)).map((r) => r[0]);
      for (const name of names) expect(cells).toContain(name.trim()); // the reader trims
      expect(await readers.sql(workbook, 'xlsx', 'select 1')).toEqual([[1]]);
    } finally {
      await rename(rows.map((r) => r.name));
    }
  });
});

describe('a request for a file is refused, clearly and before anything is sent,', () => {
  const cases: [string, string, Wanting, number, string, RegExp][] = [
    ['without a list', '{ village(code: "140222102200") { name } }', {}, 400, 'BAD_USER_INPUT', /village\.name is no list/],
    ['without the rows of one', '{ villages { totalCount } }', {}, 400, 'BAD_USER_INPUT', /without its rows/],
    ['with two', '{ villages { nodes { name } } findings { nodes { id } } }', {}, 400, 'BAD_USER_INPUT', /villages, findings/],
    [
      'with two under one parent',
      '{ county(code: "140222000000") { name villages { nodes { name } } } }',
      {},
      400,
      'BAD_USER_INPUT',
      /name, villages in county/,
    ],
    ['with a figure beside it', '{ villages { totalCount nodes { name } } }', {}, 400, 'BAD_USER_INPUT', /totalCount/],
    ['with pages in its rows', '{ villages { nodes { name postings { nodes { id } } } } }', {}, 400, 'BAD_USER_INPUT', /postings\.nodes/],
    ['with a table in its rows', '{ villages { nodes { names { name from } } } }', {}, 400, 'BAD_USER_INPUT', /a list in a row/],
    [
      'of an unknown media type',
      '{ villages { nodes { name } } }',
      { accept: 'application/pdf' },
      406,
      'BAD_USER_INPUT',
      /text\/csv.*ndjson.*parquet/,
    ],
    [
      'beyond its cost',
      '{ villages { nodes { names { name } codes { code } changes { id } } } }',
      {},
      400,
      'LIMIT_EXCEEDED',
      /costs \d+; at most 4000/,
    ],
    ['that is not GraphQL', '{ villages {', {}, 400, 'BAD_USER_INPUT', /Syntax Error/],
    ['of a field that there is not', '{ villages { nodes { wealth } } }', {}, 400, 'BAD_USER_INPUT', /wealth/],
    ['that changes something', 'mutation { dispatchCadre(input: {}) { id } }', {}, 400, 'BAD_USER_INPUT', /./],
    ['read backward', '{ villages(last: 3) { nodes { name } } }', {}, 400, 'BAD_USER_INPUT', /read forward/],
    ['with a stranger’s cursor', '{ villages(after: "bm9uZQ") { nodes { name } } }', {}, 400, 'BAD_USER_INPUT', /not a cursor/],
    [
      'under what is not there',
      '{ county(code: "000000000000") { villages { nodes { name } } } }',
      {},
      404,
      'NOT_FOUND',
      /no county in your territory/,
    ],
    ['of what the role may not read', '{ findings { nodes { id } } }', { role: 'SYSTEM_ADMIN' }, 403, 'FORBIDDEN', /Finding/],
    ['of what the role is told counts of alone', '{ personnelActions { nodes { id } } }', { role: 'ANALYST' }, 403, 'FORBIDDEN', /counts/],
    ['on a day to come', '{ villages { nodes { name } } }', { asOf: '2999-01-01' }, 400, 'BAD_USER_INPUT', /future/],
    [
      'in headings that there are not',
      '{ villages { nodes { name } } }',
      { headers: { 'x-headings': 'both' } },
      400,
      'BAD_USER_INPUT',
      /labels or names/,
    ],
  ];
  it.each(cases)('%s', async (_, query, wanting, status, code, message) => {
    const got = await file(query, wanting);
    expect([got.status, got.errors[0]?.extensions.code, got.trailers]).toEqual([status, code, {}]);
    expect(got.errors[0].message).toMatch(message);
    expect(got.headers['content-type']).toMatch(/^application\/json/);
  });
  it('of nobody who is known', async () => {
    expect((await file('{ villages { nodes { name } } }', { headers: { authorization: 'Bearer x.y.z' } })).status).toBe(401);
  });
});

describe('a file that breaks off', () => {
  /** How many statements of the list were asked. */
  const pages = () => (p.statements['poverty'] ?? []).filter((sql) => /from "?`?household_ref/i.test(sql)).length;

  it('because the client hung up asks the stores for nothing more, and holds up nobody before', async () => {
    const all = Math.ceil((await p.ask('{ households { totalCount } }')).data.households.totalCount / 200);
    expect(all).toBeGreaterThan(100);
    let [pieces, read] = [0, 0];
    let other: Promise<unknown> | undefined;
    await file(HOUSEHOLDS, {
      ...OFFICE,
      onPiece: (_, response) => {
        if (++pieces === 2) other = fetch(`${p.origin}/health`).then(() => response.destroy());
      },
    });
    await other;
    read = pages();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(pages()).toBeLessThanOrEqual(read + 2); // the one being read, the one read ahead
    expect(read).toBeLessThan(all / 2);
  });
  it.each(['csv', 'xlsx', 'parquet'] as const)('because a store failed is no whole %s', async (extension) => {
    const store = p.running.subgraphs['poverty']?.store;
    if (!store) throw new Error('no store');
    const watch = store.onStatement;
    let asked = 0;
    store.onStatement = (sql) => {
      if (/household_ref/.test(sql) && ++asked > 5) throw new Error('disk I/O error at /var/lib/secret');
    };
    try {
      const got = await file(HOUSEHOLDS, { ...OFFICE, accept: MEDIA_TYPES[extension] });
      expect([got.status, got.whole, got.trailers]).toEqual([200, false, {}]);
      expect(got.bytes.toString()).not.toMatch(/rows=|secret/);
      if (extension !== 'csv') await expect(readers.firstColumn(got.bytes, extension)).rejects.toThrow();
    } finally {
      store.onStatement = watch;
    }
  });
});
