import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import { type About, type Cell, type Column, closing, decimalText, type Format, plain, type Row } from './file.ts';

/** What a spreadsheet takes for the beginning of a formula, in either width. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** A text that no spreadsheet carries out: what could begin a formula is quoted with an apostrophe, numbers stay. */
export const harmless = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);

function written(cell: Cell, { kind, scale = 0, words = ['true', 'false'] }: Column): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return words[cell ? 0 : 1];
  if (kind === 'decimal') return decimalText(cell as number, scale);
  return kind === 'text' ? harmless(cell as string) : String(cell);
}

/** Passes text on as bytes and sums them up. */
function summing() {
  const hash = createHash('sha256');
  return {
    bytes(text: string): Uint8Array {
      const bytes = Buffer.from(text);
      hash.update(bytes);
      return bytes;
    },
    sum: (): string => hash.digest('hex'),
  };
}

const BYTE_ORDER_MARK = '\uFEFF';
/** Any line break within a value is quoted, not only the one that ends records. */
const records = (rows: readonly (readonly string[])[]): string =>
  stringify(rows as string[][], { record_delimiter: 'windows', quoted_match: /[\r\n]/ });

/** Comma-separated values (RFC 4180) as spreadsheets here open them: UTF-8 with a byte-order mark. */
export const csv: Format = {
  mediaType: 'text/csv',
  extension: 'csv',
  async *write(columns, pages, about) {
    const { bytes, sum } = summing();
    let rows = 0;
    yield bytes(BYTE_ORDER_MARK + records([columns.map((c) => harmless(c.heading))]));
    for await (const page of pages) {
      if (page.length === 0) continue;
      rows += page.length;
      yield bytes(records(page.map((row) => row.map((cell, i) => written(cell, columns[i] as Column)))));
    }
    yield Buffer.from(records([columns.map((_, i) => (i === 0 ? closing(rows, sum(), about) : ''))]));
  },
};

const marked = ({ facts = {} }: About) => Object.fromEntries(Object.entries(facts).map(([name, value]) => [`$${name}`, value]));

/** One JSON object a line, its keys the headings; the last line counts the others. */
export const ndjson: Format = {
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  async *write(columns, pages, about) {
    const { bytes, sum } = summing();
    const keys = columns.map((c) => JSON.stringify(c.heading));
    const line = (row: Row) => `{${row.map((cell, i) => `${keys[i]}:${JSON.stringify(plain(cell, columns[i] as Column))}`).join(',')}}\n`;
    let rows = 0;
    for await (const page of pages) {
      if (page.length === 0) continue;
      rows += page.length;
      yield bytes(page.map(line).join(''));
    }
    yield Buffer.from(`${JSON.stringify({ $rows: rows, ...marked(about), $sha256: sum() })}\n`);
  },
};
