import type { FigureRow } from './figures.ts';
import { BrokenReport } from './report.ts';
import { QUALIFIERS, standing } from './table.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] as string);

/** Where a figure in a text can be looked up: the address that a reader opens. */
export type Cite = (row: FigureRow) => string;

/** What a page says of itself beside its figures. */
export interface Said {
  readonly title: string;
  readonly asOf: string;
  readonly from: string;
  readonly to: string;
  readonly year: string;
  /** The instant by which what counts had been recorded. */
  readonly knownAt: string;
}

const PRINT = `
  body { font: 12pt/1.75 "Songti SC", SimSun, "Noto Serif CJK SC", serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #111; }
  h1 { font-size: 18pt; text-align: center; } h2 { font-size: 14pt; }
  table { border-collapse: collapse; width: 100%; font-size: 10.5pt; } th, td { border: 1px solid #777; padding: .25em .5em; text-align: left; }
  a.figure { color: inherit; text-decoration: none; border-bottom: 1px dotted #555; }
  ol.citations { font-size: 9pt; overflow-wrap: anywhere; }
  @page { size: A4; margin: 26mm 22mm; } @media print { body { margin: 0; max-width: none; } a.figure { border: 0; } tr { break-inside: avoid; } }`;

/** A page to print. */
export const frame = (title: string, body: string): string =>
  `<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>${escaped(title)}</title>\n<style>${PRINT}\n</style>\n</head>\n<body>\n${body}\n</body>\n</html>\n`;

/** A report as a page to print. */
export function pageOf(said: Said, rows: readonly FigureRow[], cite: Cite): string {
  const line = (r: FigureRow) =>
    `<tr id="${escaped(r.figure)}">${[r.figure, r.label].map((c) => `<td>${escaped(c)}</td>`).join('')}<td><a class="figure" href="${escaped(cite(r))}">${escaped(r.printed)}</a></td>${[QUALIFIERS[r.qualifier], standing(r)].map((c) => `<td>${escaped(c)}</td>`).join('')}</tr>`;
  return frame(
    said.title,
    `<h1>${escaped(said.title)}</h1>\n<p>截至 ${said.asOf}，期间 ${said.from} 至 ${said.to}，知悉时刻 ${said.knownAt}</p>\n<table>\n<tr><th>编号</th><th>指标</th><th>数值</th><th>口径</th><th>目标</th></tr>\n${rows.map(line).join('\n')}\n</table>`,
  );
}

/**
 * A bulletin: a template whose `{{F16}}` is the figure as it is printed, which leads to where it can be looked up, and is
 * noted at the end with its exact value. `{{asOf}}`, `{{knownAt}}`, `{{year}}`, `{{from}}`, `{{to}}` and `{{title}}` are what was asked for. A
 * template holds no number of its own that counts something: those are figures, and a code that names none is an error.
 */
export function bulletinOf(name: string, template: string, said: Said, rows: readonly FigureRow[], cite: Cite): string {
  const figures = new Map(rows.map((r) => [r.figure, r]));
  const cited: FigureRow[] = [];
  const body = template.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_, code: string) => {
    if (Object.hasOwn(said, code)) return escaped(said[code as keyof Said]);
    const row = figures.get(code);
    if (!row)
      throw new BrokenReport(
        `bulletin of report ${name}: {{${code}}} is no figure of the report; there are ${[...Object.keys(said), ...figures.keys()].join(', ')}`,
      );
    if (!cited.includes(row)) cited.push(row);
    const note = cited.indexOf(row) + 1;
    return `<a class="figure" href="${escaped(cite(row))}">${escaped(row.printed)}</a><sup><a href="#n${note}">[${note}]</a></sup>`;
  });
  const exact = (r: FigureRow) =>
    r.value === null
      ? r.printed
      : r.denominator === undefined
        ? `${r.value}${r.upTo === undefined ? '' : `–${r.upTo}`}`
        : `${r.numerator}/${r.denominator}`;
  const notes = cited.map(
    (r, i) =>
      `<li id="n${i + 1}">${escaped(`${r.figure} ${r.label}：${exact(r)}`)}，<a href="${escaped(cite(r))}">${escaped(cite(r))}</a></li>`,
  );
  return frame(said.title, `${body.trim()}\n<ol class="citations">\n${notes.join('\n')}\n</ol>`);
}
