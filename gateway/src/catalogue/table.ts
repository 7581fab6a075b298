import width from 'string-width';
import type { Cell, Column, Row } from '../exports/file.ts';
import { escaped, frame } from '../reports/page.ts';
import type { Entry } from './catalogue.ts';
import type { Item } from './items.ts';
import type { Hit } from './search.ts';

/** An entry with the code of its provider: the unified social credit code, from the register of agencies of the day. */
export interface Told extends Entry {
  readonly providerCode: string;
}

interface Line {
  readonly entry: Told;
  readonly item: Item | undefined;
}

/** Who answers for an item: the office of its resource, or the store that works it out of other resources. */
export const answersFor = ({ entry, item }: { entry: Entry; item: Item | undefined }): string =>
  item?.derived ? `由 ${item.store} 库推算` : entry.provider;

type Of = (line: Line) => Cell;
const column = (name: string, heading: string, of: Of, kind: Column['kind'] = 'text') => ({ name, heading, of, kind });

const LENGTH = '不定长';
/** 类-项-目-细目, as their codes and names. */
const spelt = ({ classification: c }: Entry): string =>
  [c.class, c.item, c.section, c.subsection].map(({ code, name }) => `${code} ${name}`).join(' / ');

const COLUMNS: readonly (Column & { readonly name: string; readonly of: Of })[] = [
  column('classification', '信息资源分类', ({ entry }) => spelt(entry)),
  column('resource', '信息资源名称', ({ entry }) => entry.name),
  column('resourceEnglish', '英文名称', ({ entry }) => entry.english),
  column('code', '信息资源代码', ({ entry }) => entry.code),
  column('provider', '信息资源提供方', ({ entry }) => entry.provider),
  column('providerCode', '提供方代码', ({ entry }) => entry.providerCode),
  column('abstract', '信息资源摘要', ({ entry }) => entry.abstract),
  column('format', '信息资源格式', ({ entry }) => entry.format),
  column('item', '信息项名称', ({ item }) => item?.name ?? null),
  column('itemEnglish', '信息项英文名称', ({ item }) => item?.english ?? null),
  column('itemDescription', '信息项说明', ({ item }) => item?.description ?? null),
  column('type', '数据类型', ({ item }) => (item ? `${item.typeName} ${item.type}` : null)),
  column('length', '长度', ({ item }) => (item ? String(item.length ?? LENGTH) : null)),
  column('unit', '单位', ({ item }) => item?.unit ?? null),
  column('codes', '代码', ({ item }) => item?.codes ?? null),
  column('itemProvider', '信息项来源', (line) => (line.item ? answersFor(line) : null)),
  column('dataClass', '数据类别', ({ item }) => item?.dataClass ?? null),
  column('itemSharing', '信息项共享类型', ({ item }) => item?.sharing.label ?? null),
  column('itemCondition', '信息项共享条件', ({ item }) => item?.sharing.condition ?? null),
  column('sharing', '共享类型', ({ entry }) => entry.sharing.label),
  column('condition', '共享条件', ({ entry }) => entry.sharing.condition),
  column('method', '共享方式', ({ entry }) => entry.sharing.method),
  column('openness', '开放属性', ({ entry }) => entry.openness),
  column('updateCycle', '更新周期', ({ entry }) => entry.updateCycle.label),
  column('published', '发布日期', ({ entry }) => entry.published, 'date'),
  column('version', '版本', ({ entry }) => entry.version),
  column('related', '关联资源代码', ({ entry }) => entry.related.join('；') || '无'),
];

const linesOf = (entries: readonly Told[], hits?: readonly Hit[]): Line[] =>
  hits?.map(({ entry, item }) => ({ entry: entry as Told, item })) ??
  entries.flatMap((entry) => entry.items.map((item) => ({ entry, item })));

/** Columns and rows of a catalogue as a file: a row for each item, or for each thing found. */
export const sheetOf = (
  entries: readonly Told[],
  hits: readonly Hit[] | undefined,
  headings: 'labels' | 'names',
): { columns: readonly Column[]; rows: readonly Row[] } => ({
  columns: headings === 'labels' ? COLUMNS : COLUMNS.map((c) => ({ ...c, heading: c.name })),
  rows: linesOf(entries, hits).map((line) => COLUMNS.map((c) => c.of(line))),
});

const cells = (tag: 'td' | 'th', texts: readonly (string | number | null)[]): string =>
  `<tr>${texts.map((t) => `<${tag}>${escaped(String(t ?? ''))}</${tag}>`).join('')}</tr>`;
const table = (head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string =>
  `<table>\n${cells('th', head)}\n${rows.map((r) => cells('td', r)).join('\n')}\n</table>`;

const itemCells = ({ entry, item }: Line) => [
  item?.name ?? entry.name,
  item?.english ?? entry.english,
  item ? `${item.typeName} ${item.type}` : '',
  item ? (item.length ?? LENGTH) : '',
  item?.dataClass ?? '',
  (item ?? entry).sharing.label,
  (item ?? entry).sharing.condition,
];
const ITEM_HEAD = ['信息项', '英文名称', '数据类型', '长度', '数据类别', '共享类型', '共享条件'];

/** A catalogue as a page: every resource with its thirteen metadata, or what was found. */
export function pageOf(entries: readonly Told[], hits: readonly Hit[] | undefined, title: string): string {
  const found =
    hits &&
    table(
      ['信息资源', '代码', '提供方', ...ITEM_HEAD],
      linesOf(entries, hits).map((line) => [line.entry.name, line.entry.code, answersFor(line), ...itemCells(line)]),
    );
  const said = COLUMNS.filter((c) => !/^item|^(type|length|unit|codes|dataClass)$/.test(c.name));
  const all = entries.map((entry) => {
    const line = { entry, item: undefined };
    return `<h2 id="${escaped(entry.code)}">${escaped(entry.name)}</h2>\n${table(
      ['元数据', '内容'],
      said.map((c) => [c.heading, c.of(line) as string]),
    )}\n${table(
      ITEM_HEAD,
      entry.items.map((item) => itemCells({ entry, item })),
    )}`;
  });
  return frame(title, `<h1>${escaped(title)}</h1>\n${found ?? all.join('\n')}`);
}

/** What a terminal shows: a line for each resource, or for each thing found. */
export function textOf(entries: readonly Told[], hits: readonly { entry: Told; item: Item | undefined }[] | undefined): string {
  const short = (text: string) => text.split(' · ')[0] as string;
  const rows = hits
    ? [
        ['信息资源', '信息项', '英文名称', '提供方', '共享类型', '更新周期'],
        ...hits.map(({ entry, item }) => [
          entry.name,
          item?.name ?? '—',
          item ? `${entry.english}.${item.english}` : entry.english,
          answersFor({ entry, item }),
          short((item ?? entry).sharing.label),
          short(entry.updateCycle.label),
        ]),
      ]
    : [
        ['信息资源代码', '信息资源名称', '英文名称', '提供方', '共享类型', '更新周期', '信息项'],
        ...entries.map((e) => [
          e.code,
          e.name,
          e.english,
          e.provider,
          short(e.sharing.label),
          short(e.updateCycle.label),
          String(e.items.length),
        ]),
      ];
  const widths = (rows[0] as string[]).map((_, i) => Math.max(...rows.map((r) => width(r[i] as string))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] as number) - width(cell))))
      .join('  ')
      .trimEnd();
  const [head, ...body] = rows.map(line);
  return [head, widths.map((w) => '─'.repeat(w)).join('  '), ...body].join('\n');
}
