import { createHash } from 'node:crypto';

/** What a column holds. Codes and identity numbers are texts, however many digits they have. */
export type Kind = 'text' | 'integer' | 'decimal' | 'number' | 'boolean' | 'date' | 'datetime';

/** A column of a file. */
export interface Column {
  readonly heading: string;
  readonly kind: Kind;
  /** Of decimals: their cells hold whole units of 10^-scale, 2 for fen that are shown as yuan. */
  readonly scale?: number | undefined;
  /** How yes and no are written where a file has only text for them; `true` and `false` unless said. */
  readonly words?: readonly [yes: string, no: string] | undefined;
}

/** A value: a day is `YYYY-MM-DD`, an instant `YYYY-MM-DDThh:mm:ss.sss+08:00`, a decimal a whole number of its units. */
export type Cell = string | number | boolean | null;
export type Row = readonly Cell[];

/** Rows as they come, a page at a time: nothing holds more than one page. */
export type Pages = AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;

/** One kind of file. `write` makes it piece by piece as pages come; without its last piece a file is not whole. */
export interface Format {
  readonly mediaType: string;
  readonly extension: string;
  write(columns: readonly Column[], pages: Pages, about: About): AsyncGenerator<Uint8Array>;
}

/** What a file says of itself. */
export interface About {
  readonly title: string;
  /** What holds for all of its rows, the day they are of, say; told at the end. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** A decimal written exactly: 123450 units of 10^-2 are `1234.50`, of 10^-6 `0.12345`; two places are always shown. */
export function decimalText(units: number, scale: number): string {
  const digits = String(Math.abs(units)).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const part = digits.slice(digits.length - scale);
  const shown = part.length > 2 ? part.slice(0, 2) + part.slice(2).replace(/0+$/, '') : part;
  return `${units < 0 ? '-' : ''}${whole}${shown ? `.${shown}` : ''}`;
}

/** A value as JSON writes it: a decimal in its unit, everything else as it is. */
export const plain = (cell: Cell, { kind, scale = 0 }: Column): Cell =>
  kind === 'decimal' && typeof cell === 'number' ? cell / 10 ** scale : cell;

/** What the end of a file says of its rows: how many they are, and a checksum by which they are known to be the same. */
export const closing = (rows: number, sha256: string, { facts = {} }: About): string =>
  `# 共 ${rows} 行 · ${Object.entries({ rows, ...facts, sha256 })
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')}`;

/** Counts rows and sums them up, each as the line of its values in JSON: for files whose own bytes can't be summed inside. */
export function tally(columns: readonly Column[]) {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    get rows() {
      return rows;
    },
    add(page: readonly Row[]): void {
      rows += page.length;
      hash.update(page.map((row) => `${JSON.stringify(row.map((cell, i) => plain(cell, columns[i] as Column)))}\n`).join(''));
    },
    sum: (): string => hash.digest('hex'),
  };
}
