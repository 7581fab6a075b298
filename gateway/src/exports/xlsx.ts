import { writeXlsxStream } from 'hucre/xlsx';
import { Refusal } from '#platform/refusal';
import { type Cell, type Column, closing, type Format, type Kind, plain, tally } from './file.ts';

/** The longest text that a cell of a workbook may hold. */
const CELL_TEXT = 32_767;
/** Workbooks count days from 1900, a leap year to them: earlier ones are written as texts. */
const FIRST_DAY = '1900-03-01';

const NUMBER_FORMATS: Readonly<Record<Kind, string>> = {
  text: '@',
  integer: '0',
  decimal: '#,##0.00',
  number: 'General',
  boolean: 'General',
  date: 'yyyy-mm-dd',
  datetime: 'yyyy-mm-dd hh:mm:ss',
};

function valued(cell: Cell, column: Column): string | number | boolean | Date | null {
  if (cell === null) return null;
  if (typeof cell === 'boolean') return column.words ? column.words[cell ? 0 : 1] : cell;
  if (typeof cell === 'string' && (column.kind === 'date' || column.kind === 'datetime') && cell < FIRST_DAY) return cell;
  if (column.kind === 'date') return new Date(`${cell}T00:00:00Z`);
  if (column.kind === 'datetime') return new Date(`${String(cell).slice(0, 19)}Z`); // the wall clock: a workbook knows no zones
  if (typeof cell === 'string' && cell.length > CELL_TEXT)
    throw new Refusal(
      'LIMIT_EXCEEDED',
      `${column.heading} holds a text of ${cell.length} characters; a cell of a workbook holds ${CELL_TEXT}. Ask for text/csv`,
      { max: CELL_TEXT },
    );
  return plain(cell, column);
}

/** What Excel doesn't take in the name of a sheet, or not so long. */
const sheetName = (title: string): string =>
  title
    .replace(/[[\]:*?/\\']/g, ' ')
    .trim()
    .slice(0, 31) || 'Sheet1';

/**
 * A workbook (ECMA-376) whose rows are compressed as they come. Texts are text cells, so that no code loses a digit and no
 * name is a formula. A list beyond the rows of one sheet goes on in the next. Its table of contents is written last: a
 * workbook that breaks off can't be opened.
 */
export const xlsx: Format = {
  mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  extension: 'xlsx',
  async *write(columns, pages, about) {
    const told = tally(columns);
    async function* rows() {
      for await (const page of pages) {
        told.add(page);
        for (const row of page) yield row.map((cell, i) => valued(cell, columns[i] as Column));
      }
      yield [closing(told.rows, told.sum(), about)];
    }
    yield* writeXlsxStream(rows(), {
      name: sheetName(about.title),
      columns: columns.map((c) => ({
        header: c.heading,
        numFmt: c.kind === 'decimal' && c.scale === 6 ? '#,##0.00####' : NUMBER_FORMATS[c.kind],
      })),
      freezePane: { rows: 1 },
    }) as unknown as AsyncIterable<Uint8Array>;
  },
};
