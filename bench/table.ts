import { cpus } from 'node:os';
import type { Load, Round } from './load.ts';
import type { Operation } from './operations.ts';
import { SHAPES, type ShapeName } from './shapes.ts';

/** The rounds of one operation, by shape; the rounds of one number were run right after one another. */
export interface Measured {
  readonly operation: Operation;
  readonly bytes: number;
  readonly rounds: Readonly<Record<ShapeName, readonly Round[]>>;
}

const WHAT: Readonly<Record<ShapeName, string>> = {
  together: 'together: `npm start`, one process',
  distributed: 'distributed: gateway and three subgraphs over HTTP, four processes',
  apollo: 'apollo: the same three subgraphs behind `@apollo/server` and `@apollo/gateway`, four processes',
  bare: 'bare: a `node:http` server that returns the same bytes',
};

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
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, load generator on the same machine.`,
    `${load.connections} connections, ${rounds} rounds of about ${load.seconds} s (bare: 1 s), the shapes in turn within a round; each figure is the median of the rounds,`,
    'each ratio the median of the ratios within a round, peak RSS the highest of all. p50 and p99 without the first answer of each',
    'connection. Embedded stores. Every body was right.',
  ].join('\n')}\n\n${SHAPES.map((name) => `- ${WHAT[name]}`).join('\n')}\n`;

/** One operation as a Markdown table. */
export function tableOf({ operation, bytes, rounds }: Measured): string {
  const rows = SHAPES.map((name) => {
    const own = rounds[name];
    const to = (other: ShapeName, of: (round: Round) => number) => median(own.map((round, i) => of(round) / of(rounds[other][i] as Round)));
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
  const lines = [HEADINGS, HEADINGS.map((_, i) => (i ? '---:' : '---')), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `### ${operation.name} (${bytes} bytes)\n\n${lines.join('\n')}\n`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Three digits that matter. */
const figure = (value: number): string =>
  Number.isNaN(value)
    ? '–'
    : value >= 100
      ? value.toFixed(0)
      : value >= 10
        ? value.toFixed(1)
        : value >= 1
          ? value.toFixed(2)
          : value.toFixed(3);
