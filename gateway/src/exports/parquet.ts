import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { type Cell, type Column, type Format, type Kind, type Row, tally } from './file.ts';

/** Rows of a group: what is held at a time, and what a reader may skip at a time. */
const GROUP = 10_000;
/** Digits of a decimal in 64 bits. */
const PRECISION = 18;

const TYPES: Readonly<Record<Kind, Partial<SchemaElement>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  decimal: { type: 'INT64', converted_type: 'DECIMAL', precision: PRECISION },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  datetime: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
};

const element = ({ heading, kind, scale }: Column): SchemaElement =>
  ({ name: heading, repetition_type: 'OPTIONAL', ...TYPES[kind], ...(kind === 'decimal' ? { scale } : {}) }) as SchemaElement;

function stored(cell: Cell, kind: Kind): unknown {
  if (cell === null) return null;
  if (kind === 'date') return new Date(`${cell}T00:00:00Z`);
  if (kind === 'datetime') return new Date(cell as string);
  return kind === 'integer' || kind === 'decimal' ? BigInt(cell as number) : cell;
}

/** Bytes of the encoder, taken out after every group. */
class Drained extends ByteWriter {
  take(): Uint8Array {
    const bytes = Uint8Array.from(this.getBytes());
    this.index = 0; // the offset goes on counting
    return bytes;
  }
}

/** Apache Parquet, a group of rows at a time. What it holds is written at its end: a file that breaks off can't be opened. */
export const parquet: Format = {
  mediaType: 'application/vnd.apache.parquet',
  extension: 'parquet',
  async *write(columns, pages, { facts = {} }) {
    const out = new Drained();
    const schema = [{ name: 'root', num_children: columns.length } as SchemaElement, ...columns.map(element)];
    const told = tally(columns);
    const file = new ParquetWriter({ writer: out, schema, createdBy: 'guben' });
    let group: Row[] = [];
    const written = (): Uint8Array => {
      file.write({
        columnData: columns.map((c, i) => ({
          name: c.heading,
          data: group.map((row) => stored(row[i] as Cell, c.kind)),
          offsetIndex: false,
        })),
        rowGroupSize: GROUP,
      });
      group = [];
      return out.take();
    };
    for await (const page of pages) {
      told.add(page);
      group.push(...page);
      if (group.length >= GROUP) yield written();
    }
    if (group.length > 0) yield written();
    file.kvMetadata = Object.entries({ rows: String(told.rows), ...facts, sha256: told.sum() }).map(([key, value]) => ({ key, value }));
    file.finish();
    yield out.take();
  },
};
