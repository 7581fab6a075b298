import { cpus } from 'node:os';
import type { Load, Round } from './load.ts';
import type { Operation } from './operations.ts';
import { SHAPES, type ShapeName, WAYS } from './shapes.ts';

/** The rounds of one operation, by shape; the rounds of one number were run right after one another. */
export interface Measured {
  readonly operation: Operation;
  readonly bytes: number;
  readonly rounds: Readonly<Partial<Record<ShapeName, readonly Round[]>>>;
}

const HEADINGS = [
  'shape',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'CPU ms/request',
  'peak RSS MB',
  'requests/s ÷ apollo',
  'p99 ÷ apollo',
  'requests/s ÷ bare',
];

export const headingOf = (load: Load, rounds: number): string =>
  `${[
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, load generator on the same machine, ${new Date().toISOString().slice(0, 10)}.`,
    `${load.connections} connections, ${rounds} rounds of about ${load.seconds} s (bare: at most 1 s), the shapes in turn within a round; each figure is the median of`,
    'the rounds, each ratio the median of the ratios within a round, peak RSS the highest of all (what PostgreSQL’s processes share counts',
    'once for each). p50 and p99 without the first answer of each connection. Embedded stores, but for PostGraphile.',
  ].join('\n')}\n\n${SHAPES.map((name) => `- ${name}: ${WAYS[name].what}`).join('\n')}\n`;

/** One operation as a Markdown table. */
export function tableOf({ operation, bytes, rounds }: Measured): string {
  const asked = SHAPES.filter((name) => rounds[name]);
  const rows = asked.map((name) => {
    const own = rounds[name] as readonly Round[];
    const to = (other: ShapeName, of: (round: Round) => number) =>
      median(own.map((round, i) => of(round) / of(rounds[other]?.[i] as Round)));
    const each = (of: (round: Round) => number) => median(own.map(of));
    return [
      name,
      figure(each((r) => r.perSecond)),
      figure(each((r) => r.p50)),
      figure(each((r) => r.p99)),
      figure(each((r) => r.processor)),
      own.some((r) => Number.isNaN(r.memory)) ? '–' : Math.max(...own.map((r) => r.memory)).toFixed(0),
      figure(to('apollo', (r) => r.perSecond)),
      figure(to('apollo', (r) => r.p99)),
      figure(to('bare', (r) => r.perSecond)),
    ];
  });
  return `### ${operation.name} (${bytes} bytes)\n\n${tableFrom(HEADINGS, rows)}\n`;
}

/** Rows as a Markdown table, the first column to the left. */
export const tableFrom = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  [headings, headings.map((_, i) => (i ? '--:' : '---')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Three digits that matter. */
export const figure = (value: number): string =>
  Number.isNaN(value)
    ? '–'
    : value >= 100
      ? value.toFixed(0)
      : value >= 10
        ? value.toFixed(1)
        : value >= 1
          ? value.toFixed(2)
          : value.toFixed(3);
