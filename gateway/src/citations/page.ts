import { escaped, frame } from '../reports/page.ts';

interface ShownFigure {
  readonly label: string;
  readonly printed: string;
  readonly value: number | null;
}

/** A citation as it is told beside the graph. */
export interface ShownCitation {
  readonly report: string;
  readonly title: string | null;
  readonly code: string;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly day: string;
  readonly knownAt: string;
  readonly scope: readonly string[];
  readonly role: string;
  readonly versions: readonly { readonly store: string; readonly version: number }[];
  readonly definition: string | null;
  readonly field: string | null;
  readonly definitionVersion: string;
  readonly reproduction: string;
  readonly reason: string;
  readonly cited: ShownFigure | null;
  readonly reproduced: ShownFigure | null;
  readonly now: ShownFigure | null;
  readonly difference: number | null;
  readonly recordsHash: string | null;
  readonly recordCount: number | null;
  readonly records: { readonly totalCount: number | null; readonly hasNextPage: boolean; readonly nodes: readonly Named[] | null } | null;
  readonly changes: readonly (Named & { readonly kind: string; readonly events: readonly Event[] })[] | null;
  readonly untold: readonly { readonly field: string | undefined; readonly message: string }[];
}

interface Named {
  readonly type: string;
  readonly id: string;
}

interface Event {
  readonly store: string;
  readonly seq: number;
  readonly event: string;
  readonly day: string;
  readonly recordedAt: string;
  readonly role: string;
  readonly fields: readonly string[];
}

const REPRODUCTIONS: Readonly<Record<string, string>> = {
  REPRODUCED: '复现一致',
  DEFINITION_CHANGED: '定义已变',
  FIELD_REMOVED: '字段已删',
  OTHER_SCOPE: '范围不同',
  OTHER_DUTY: '职责不同',
  DIFFERENT: '未能复现',
};
const KINDS: Readonly<Record<string, string>> = { ADDED: '新增', REMOVED: '移出', CHANGED: '变更' };

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table>\n${head.length ? `<tr>${head.map((h) => `<th>${escaped(h)}</th>`).join('')}</tr>\n` : ''}${rows
    .map((cells) => `<tr>${cells.map((c) => `<td>${escaped(c)}</td>`).join('')}</tr>`)
    .join('\n')}\n</table>`;

/** A citation for a person: the figure then and now, what it is, and the records behind it as far as the reader may see them. */
export function figurePage(c: ShownCitation): string {
  const title = `${c.code} ${(c.cited ?? c.reproduced)?.label ?? ''}`.trim();
  const told = (figure: ShownFigure | null) => figure?.printed ?? '—';
  const figures = [
    ['引用值', told(c.cited)],
    ['复算', told(c.reproduced)],
    ['现值', told(c.now)],
    ['差', c.difference === null ? '—' : String(c.difference)],
    ['复现结果', `${REPRODUCTIONS[c.reproduction] ?? c.reproduction}：${c.reason}`],
  ];
  const facts = [
    ['报表', `${c.title ?? ''} (${c.report})`.trim()],
    ['口径定义', c.definition ?? '—'],
    ['字段', c.field ?? '—'],
    ['定义版本', c.definitionVersion],
    ['参数', c.parameters.map((p) => `${p.name}=${p.value}`).join('，')],
    ['截止日', c.day],
    ['知悉时刻', c.knownAt],
    ['范围', c.scope.join('，')],
    ['职责', c.role],
    ['存储版本', c.versions.map((v) => `${v.store} ${v.version}`).join('，')],
    ['明细数', c.recordCount === null ? '—' : String(c.recordCount)],
    ['明细指纹', c.recordsHash ?? '—'],
  ];
  const changes = (c.changes ?? []).map((r) => [
    KINDS[r.kind] ?? r.kind,
    `${r.type} ${r.id}`,
    r.events.map((e) => `${e.store} ${e.seq} ${e.event} ${e.day} ${e.recordedAt} ${e.role} ${e.fields.join(' ')}`).join('；'),
  ]);
  const records = (c.records?.nodes ?? []).map((r) => [r.type, r.id]);
  return frame(
    title,
    [
      `<h1>${escaped(title)}</h1>`,
      table([], figures),
      '<h2>出处</h2>',
      table([], facts),
      ...(changes.length ? ['<h2>变化</h2>', table(['方式', '记录', '台账'], changes)] : []),
      ...(records.length
        ? [
            `<h2>明细（共${c.records?.totalCount ?? '—'}条${c.records?.hasNextPage ? `，列前${records.length}条` : ''}）</h2>`,
            table(['类型', '标识'], records),
          ]
        : []),
      ...(c.untold.length
        ? [
            '<h2>未列</h2>',
            table(
              [],
              c.untold.map((u) => [u.field ?? '', u.message]),
            ),
          ]
        : []),
    ].join('\n'),
  );
}
