import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '#platform/refusal';
import { spending } from '../rate.ts';
import { type Column, decimalText, type Row } from './file.ts';
import { FORMATS, formatFor } from './formats.ts';
import { paced } from './prepare.ts';

const COLUMNS: Column[] = [
  { heading: '姓名', kind: 'text' },
  { heading: '身份证号', kind: 'text' },
  { heading: '收入（元）', kind: 'decimal', scale: 2 },
  { heading: '天数', kind: 'integer' },
  { heading: '占比', kind: 'number' },
  { heading: '在岗', kind: 'boolean', words: ['是', '否'] },
  { heading: '生效日', kind: 'date' },
  { heading: '时刻', kind: 'datetime' },
];
const ROWS: Row[] = [
  ['张,"三"\n', '140222198001010015', 123450, -3, 85.5, true, '2018-12-31', '2018-12-31T08:00:00.000+08:00'],
  ['=HYPERLINK("http://x")', '014022210200', -1, 0, -0.1, false, '1899-01-01', '2024-02-29T23:59:59.000+08:00'],
  ['+1+1', '＝1', null, null, null, null, null, null],
  ['-5', '@sum', 99_999_999_999_999, 7, 0, true, '9999-12-30', null],
];

let folder: string;
let duck: DuckDBInstance;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guben-formats-'));
  duck = await DuckDBInstance.create(':memory:');
});
afterAll(() => {
  duck.closeSync();
  rmSync(folder, { recursive: true });
});

async function* pages(rows: readonly Row[] = ROWS) {
  for (const row of rows) yield [row];
}

async function written(mediaType: string, rows?: readonly Row[]): Promise<{ path: string; bytes: Buffer }> {
  const format = FORMATS[mediaType] as (typeof FORMATS)[string];
  const pieces: Uint8Array[] = [];
  for await (const piece of format.write(COLUMNS, pages(rows), { title: '驻村/名单', facts: { asOf: '2018-12-31' } })) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const path = join(folder, `list.${format.extension}`);
  writeFileSync(path, bytes);
  return { path, bytes };
}

async function asked(sql: string): Promise<readonly (readonly unknown[])[]> {
  const connection = await duck.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson() as readonly (readonly unknown[])[];
  } finally {
    connection.closeSync();
  }
}

describe('a list written to a file', () => {
  it('is CSV that DuckDB reads back, harmless in a spreadsheet, with its rows counted and summed up at the end', async () => {
    const { path, bytes } = await written('text/csv');
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const rows = await asked(`select * from read_csv('${path}', header = true, all_varchar = true, strict_mode = true)`);
    expect(rows.slice(0, 4)).toEqual([
      ['张,"三"\n', '140222198001010015', '1234.50', '-3', '85.5', '是', '2018-12-31', '2018-12-31T08:00:00.000+08:00'],
      [`'=HYPERLINK("http://x")`, '014022210200', '-0.01', '0', '-0.1', '否', '1899-01-01', '2024-02-29T23:59:59.000+08:00'],
      [`'+1+1`, `'＝1`, null, null, null, null, null, null],
      ['-5', `'@sum`, '999999999999.99', '7', '0', '是', '9999-12-30', null],
    ]);
    const text = bytes.toString();
    const body = text.slice(0, text.lastIndexOf('# 共'));
    expect(rows.slice(4)).toEqual([
      [`# 共 4 行 · rows=4 asOf=2018-12-31 sha256=${createHash('sha256').update(body).digest('hex')}`, ...Array(7).fill(null)],
    ]);
    expect(text.slice(body.length)).toMatch(/^# .*,{7}\r\n$/);
  });
  it('is lines of JSON with numbers as numbers, the last of which counts and sums up the others', async () => {
    const { bytes } = await written('application/x-ndjson');
    const lines = bytes.toString().split('\n');
    expect(lines.pop()).toBe('');
    const last = lines.pop() as string;
    expect(JSON.parse(lines[1] as string)).toEqual({
      姓名: '=HYPERLINK("http://x")',
      身份证号: '014022210200',
      '收入（元）': -0.01,
      天数: 0,
      占比: -0.1,
      在岗: false,
      生效日: '1899-01-01',
      时刻: '2024-02-29T23:59:59.000+08:00',
    });
    expect(JSON.parse(last)).toEqual({
      $rows: 4,
      $asOf: '2018-12-31',
      $sha256: createHash('sha256')
        .update(lines.map((l) => `${l}\n`).join(''))
        .digest('hex'),
    });
  });
  it('is a workbook with texts as texts, days as days and numbers as numbers, read by another library', async () => {
    const { path } = await written('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    const [sheet, ...others] = await readWorkbook(path);
    expect(others).toEqual([]);
    const [headings, ...rows] = sheet?.data ?? [];
    expect(sheet?.sheet).toBe('驻村 名单');
    expect(headings).toEqual(COLUMNS.map((c) => c.heading));
    const toSeconds = (v: unknown) => (v instanceof Date ? new Date(Math.round(v.getTime() / 1000) * 1000) : v);
    expect(rows.slice(0, 4).map((row) => row.map(toSeconds))).toEqual([
      ['张,"三"', '140222198001010015', 1234.5, -3, 85.5, '是', new Date('2018-12-31'), new Date('2018-12-31T08:00:00Z')],
      ['=HYPERLINK("http://x")', '014022210200', -0.01, 0, -0.1, '否', '1899-01-01', new Date('2024-02-29T23:59:59Z')],
      ['+1+1', '＝1', null, null, null, null, null, null],
      ['-5', '@sum', 999_999_999_999.99, 7, 0, '是', new Date('9999-12-30'), null],
    ]);
    const lines = [
      ['张,"三"\n', '140222198001010015', 1234.5, -3, 85.5, true, '2018-12-31', '2018-12-31T08:00:00.000+08:00'],
      ['=HYPERLINK("http://x")', '014022210200', -0.01, 0, -0.1, false, '1899-01-01', '2024-02-29T23:59:59.000+08:00'],
      ['+1+1', '＝1', null, null, null, null, null, null],
      ['-5', '@sum', 999999999999.99, 7, 0, true, '9999-12-30', null],
    ].map((row) => `${JSON.stringify(row)}\n`);
    expect(rows[4]?.[0]).toBe(`# 共 4 行 · rows=4 asOf=2018-12-31 sha256=${createHash('sha256').update(lines.join('')).digest('hex')}`);
  });
  it('is Parquet with exact decimals and days, read by DuckDB, with rows and checksum in its metadata', async () => {
    const many = Array.from({ length: 20_001 }, (_, i) => ROWS[i % ROWS.length] as Row);
    const { path } = await written('application/vnd.apache.parquet', many);
    expect(await asked(`select column_name, column_type from (describe select * from '${path}')`)).toEqual([
      ['姓名', 'VARCHAR'],
      ['身份证号', 'VARCHAR'],
      ['收入（元）', 'DECIMAL(18,2)'],
      ['天数', 'BIGINT'],
      ['占比', 'DOUBLE'],
      ['在岗', 'BOOLEAN'],
      ['生效日', 'DATE'],
      ['时刻', 'TIMESTAMP WITH TIME ZONE'],
    ]);
    expect(await asked(`select * replace (epoch_ms("时刻") as "时刻") from '${path}' limit 4`)).toEqual([
      ['张,"三"\n', '140222198001010015', '1234.50', '-3', 85.5, true, '2018-12-31', String(Date.parse('2018-12-31T00:00:00Z'))],
      ['=HYPERLINK("http://x")', '014022210200', '-0.01', '0', -0.1, false, '1899-01-01', String(Date.parse('2024-02-29T15:59:59Z'))],
      ['+1+1', '＝1', null, null, null, null, null, null],
      ['-5', '@sum', '999999999999.99', '7', 0, true, '9999-12-30', null],
    ]);
    expect(await asked(`select count(*), sum("天数")::int from '${path}'`)).toEqual([['20001', 5000 * 4 - 3]]);
    expect(await asked(`select decode(key), decode(value) from parquet_kv_metadata('${path}') order by 1`)).toEqual([
      ['asOf', '2018-12-31'],
      ['rows', '20001'],
      ['sha256', expect.stringMatching(/^[0-9a-f]{64}$/)],
    ]);
  });
  it('can be opened by nobody when it breaks off', async () => {
    for (const mediaType of ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.apache.parquet']) {
      const { path, bytes } = await written(mediaType);
      writeFileSync(path, bytes.subarray(0, bytes.length - 40));
      await expect(path.endsWith('xlsx') ? readWorkbook(path) : asked(`select count(*) from '${path}'`), mediaType).rejects.toThrow();
    }
  });
});

describe('an export whose client has spent its minute', () => {
  const spend = spending(10);
  const over = () => new Refusal('LIMIT_EXCEEDED', 'spent', { retryAfterSeconds: 1 });
  it('waits until there are points again, as long as somebody waits for it', async () => {
    let tries = 0;
    const began = Date.now();
    await paced(async () => {
      if (++tries < 3) throw over();
    }, undefined);
    expect([tries, Math.round((Date.now() - began) / 1000)]).toEqual([3, 2]);
    const gone = new AbortController();
    setTimeout(() => gone.abort(), 50);
    await spend('client', 10);
    await expect(paced(() => spend('client', 1), gone.signal)).rejects.toThrow(/abort/i); // the real one says when
  });
  it('is told whatever else refuses it', async () => {
    await expect(paced(() => Promise.reject(new Refusal('FORBIDDEN', 'no')), undefined)).rejects.toThrow('no');
  });
});

describe('what a client accepts', () => {
  it.each([
    [undefined, undefined],
    ['*/*', undefined],
    ['application/json, text/csv', undefined],
    ['text/csv;q=0.5, application/graphql-response+json; charset=utf-8', undefined],
    ['text/csv, */*;q=0.1', 'csv'],
    ['text/csv; charset=utf-8; header=absent', 'csv'],
    ['text/html, application/vnd.apache.parquet;q=0.2', 'parquet'],
    ['TEXT/CSV', 'csv'],
  ])('%s is answered in %s', (accept, extension) => {
    expect(formatFor({ headers: accept === undefined ? {} : { accept } })?.extension).toBe(extension);
  });
  it('of nothing that there is is refused with what there is', () => {
    for (const accept of ['application/pdf', 'text/csv;q=0', 'multipart/mixed', 'nonsense'])
      expect(() => formatFor({ headers: { accept } }), accept).toThrow(/text\/csv.*parquet/);
  });
});

describe('a decimal', () => {
  it.each([
    [123450, 2, '1234.50'],
    [-5, 2, '-0.05'],
    [0, 2, '0.00'],
    [123450, 6, '0.12345'],
    [5_000_000, 6, '5.00'],
    [-1, 6, '-0.000001'],
    [7, 0, '7'],
  ])('of %d units and %d places is %s', (units, scale, text) => expect(decimalText(units, scale)).toBe(text));
});
