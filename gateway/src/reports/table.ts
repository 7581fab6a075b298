import width from 'string-width';
import type { Cell, Column, Row } from '../exports/file.ts';
import type { FigureRow } from './figures.ts';

/** What qualifiers are called in the office. */
export const QUALIFIERS: Readonly<Record<FigureRow['qualifier'], string>> = {
  EXACT: '等于',
  AT_LEAST: '不少于（余）',
  NEARLY: '不多于（近）',
  OR_MORE: '以上',
  ALL: '全覆盖',
  TARGET: '目标',
  RANGE: '区间',
};

const COLUMNS: readonly (Column & { readonly name: string; readonly of: (row: FigureRow) => Cell })[] = [
  { name: 'figure', heading: '编号', kind: 'text', of: (r) => r.figure },
  { name: 'label', heading: '指标', kind: 'text', of: (r) => r.label },
  { name: 'value', heading: '数值', kind: 'number', of: (r) => r.value },
  { name: 'upTo', heading: '至', kind: 'number', of: (r) => r.upTo ?? null },
  { name: 'unit', heading: '单位', kind: 'text', of: (r) => r.unit ?? null },
  { name: 'numerator', heading: '分子', kind: 'integer', of: (r) => r.numerator ?? null },
  { name: 'denominator', heading: '分母', kind: 'integer', of: (r) => r.denominator ?? null },
  { name: 'qualifier', heading: '口径', kind: 'text', of: (r) => QUALIFIERS[r.qualifier] },
  { name: 'target', heading: '目标', kind: 'text', of: (r) => (r.target === undefined ? null : String(r.target)) },
  { name: 'needed', heading: '所需', kind: 'integer', of: (r) => r.needed ?? null },
  { name: 'met', heading: '是否达到', kind: 'boolean', words: ['是', '否'], of: (r) => r.met ?? null },
  { name: 'printed', heading: '表述', kind: 'text', of: (r) => r.printed },
  { name: 'withheld', heading: '未列原因', kind: 'text', of: (r) => r.withheld ?? null },
];

const CITATION: (typeof COLUMNS)[number] = { name: 'citation', heading: '引用', kind: 'text', of: (r) => r.citation ?? null };

/** Columns and rows of a report as a file: headings in the office's words, or the names that JSON has. */
export const sheetOf = (rows: readonly FigureRow[], headings: 'labels' | 'names'): { columns: readonly Column[]; rows: readonly Row[] } => {
  const columns = rows.some((r) => r.citation) ? [...COLUMNS, CITATION] : COLUMNS;
  return {
    columns: headings === 'labels' ? columns : columns.map((c) => ({ ...c, heading: c.name })),
    rows: rows.map((row) => columns.map((c) => (headings === 'names' && c.name === 'qualifier' ? row.qualifier : c.of(row)))),
  };
};

/** How a target stands beside a figure: 目标100 未达到（需227）. */
export const standing = ({ target, needed, met }: FigureRow): string =>
  [
    ...(target === undefined ? [] : [`目标${target}`]),
    ...(met === undefined ? [] : [met ? '达到' : '未达到']),
    ...(needed === undefined ? [] : [`需${needed}`]),
  ].join(' ');

/** Rows under headings, aligned in a terminal, where a Chinese character is as wide as two others. */
export function tableOf(rows: readonly FigureRow[]): string {
  const lines = [
    ['编号', '表述', '口径', '目标', '指标'],
    ...rows.map((r) => [r.figure, r.printed, QUALIFIERS[r.qualifier], standing(r), r.label]),
  ];
  const widths = (lines[0] as string[]).map((_, i) => Math.max(...lines.map((line) => width(line[i] as string))));
  const padded = (cell: string, i: number) => cell + ' '.repeat((widths[i] as number) - width(cell));
  const line = (cells: readonly string[]) => cells.map((cell, i) => (i === cells.length - 1 ? cell : padded(cell, i))).join('  ');
  const [head, ...body] = lines.map(line);
  return [head, widths.map((w) => '─'.repeat(w)).join('  '), ...body].join('\n');
}
