import { createHash } from 'node:crypto';
import { type FieldNode, Kind, type ObjectTypeDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { NOUNS, type Noun, PUBLIC_NOUNS } from '#access/policy';
import { providerOf, type Sharing, sharingOf } from '#access/sharing';
import { CYCLES, type Cycle } from '#platform/catalogued';
import { FORMATS } from '../exports/formats.ts';
import { fieldsOf, keyOf, type Path } from '../reports/prune.ts';
import type { Figure, Report } from '../reports/report.ts';
import { type Item, itemsOf } from './items.ts';
import { type Graph, graphOf, halves, objectOf, rowOf, said, shape } from './schema.ts';

/** 信息资源分类: 类 (one digit), 项 (two), 目 (three), 细目 (as many as it takes), by the guide's own order. */
export interface Classification {
  readonly class: { readonly code: string; readonly name: string };
  readonly item: { readonly code: string; readonly name: string };
  readonly section: { readonly code: string; readonly name: string };
  readonly subsection: { readonly code: string; readonly name: string };
}

/** A resource with the thirteen core metadata of the guide; the code of the provider comes from the register of agencies. */
export interface Entry {
  readonly classification: Classification;
  readonly name: string;
  readonly code: string;
  readonly provider: string;
  readonly abstract: string;
  readonly format: string;
  readonly items: readonly Item[];
  readonly sharing: Sharing & { readonly method: string };
  readonly openness: string;
  readonly updateCycle: { readonly code: Cycle; readonly label: string };
  readonly published: string;
  readonly related: readonly string[];
  /** The type or the report behind it, and a version that changes with what it tells or with how it is shared. */
  readonly english: string;
  readonly kind: 'NOUN' | 'REPORT';
  readonly version: string;
  readonly store: string;
  /** Where it is asked for. */
  readonly from: readonly string[];
}

/** What a noun or a report says of itself. */
interface Stated {
  readonly serial: number;
  readonly provider: string;
  readonly cycle: Cycle;
  readonly since: string;
  readonly noun?: string;
  readonly store?: string;
}

/** Why the schema doesn't make a catalogue. */
export class Uncatalogued extends Error {}

const FILES = Object.values(FORMATS).map((f) => f.extension.toUpperCase());
const INTERFACE = '接口（GraphQL，JSON）';

/** The data catalogue of a county (its six digits, GB/T 2260): every noun of the graph and every report, once, by code. */
export function catalogueOf(supergraph: string, county: string, reports: readonly Report[] = []): readonly Entry[] {
  const graph = graphOf(supergraph);
  const nouns = nounsOf(graph);
  const codes = new Map([...nouns].map(([name, stated]) => [name, codeOf(county, stated)]));
  const asked = fieldsAnswering(graph);
  const entries = [...nouns].map(([name, stated]) => nounEntry(graph, name, stated, county, { codes, nouns, asked }));
  const told = [...entries, ...reports.flatMap((report) => (report.resource ? [reportEntry(graph, report, county, codes)] : []))];
  const serials = Map.groupBy(told, (e) => e.code.split('/')[1]);
  for (const [serial, same] of serials)
    if (same.length > 1)
      throw new Uncatalogued(
        `${same.map((e) => e.english).join(' and ')} both have serial ${Number(serial)}; the next free one is ${Math.max(...[...serials.keys()].map(Number)) + 1}`,
      );
  return told.toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

/** Every noun of the graph: what lists hold, what other stores refer to by a key, and what says that it is one. */
function nounsOf(graph: Graph): ReadonlyMap<string, Stated & { readonly noun: string }> {
  const names = new Set<string>();
  for (const [name, type] of graph.types) {
    const row = rowOf(graph, name);
    if (row) names.add(row);
    if (said(type, 'resource').length > 0 || said(type, 'join__type').some((j) => j['key'] !== undefined)) names.add(name);
  }
  const silent = [...names].filter((name) => said(graph.types.get(name) ?? {}, 'resource').length === 0);
  if (silent.length > 0)
    throw new Uncatalogued(
      `${silent.join(', ')} must say for the data catalogue who provides it and how often: @Catalogued({ serial, provider, cycle, since })`,
    );
  return new Map([...names].map((name) => [name, statedBy(name, said(graph.types.get(name) as object, 'resource')[0] as never)]));
}

function statedBy(name: string, stated: Stated): Stated & { readonly noun: string } {
  const noun = stated.noun ?? name;
  if (![...NOUNS, ...PUBLIC_NOUNS].includes(noun as Noun))
    throw new Uncatalogued(`no policy says who reads ${noun}; say the noun of the policy: @Catalogued({ …, noun })`);
  if (!/^\d{4}-\d\d-\d\d$/.test(stated.since)) throw new Uncatalogued(`${name}: since is a day, not ${stated.since}`);
  if (!Number.isInteger(stated.serial) || stated.serial < 1 || stated.serial > 999_999)
    throw new Uncatalogued(`${name}: serial is a whole number up to 999999, not ${stated.serial}`);
  if (!(stated.cycle in CYCLES)) throw new Uncatalogued(`${name}: cycle is one of ${Object.keys(CYCLES).join(', ')}`);
  return { ...stated, noun };
}

/** 3 部门信息资源 · 07 省及其下各级政务部门 · the province · the county and, in two digits, its office. */
function classificationOf(county: string, role: string): Classification {
  const { name, number } = providerOf(role);
  return {
    class: { code: '3', name: '部门信息资源' },
    item: { code: '07', name: '省（自治区、直辖市）及其下各级政务部门' },
    section: { code: county.slice(0, 3), name: `区划代码前三位 ${county.slice(0, 3)}` },
    subsection: { code: `${county.slice(3)}${String(number).padStart(2, '0')}`, name },
  };
}

/** The code of a resource: its classification, and the serial number that it states. Neither depends on what else there is. */
function codeOf(county: string, { provider, serial }: Stated): string {
  const { class: first, item, section, subsection } = classificationOf(county, provider);
  return `${first.code}${item.code}${section.code}${subsection.code}/${String(serial).padStart(6, '0')}`;
}

const versionOf = (told: unknown): string => createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 12);

/** What every entry says in the same way. */
function common(county: string, stated: Stated) {
  return {
    classification: classificationOf(county, stated.provider),
    code: codeOf(county, stated),
    provider: providerOf(stated.provider).name,
    updateCycle: { code: stated.cycle, label: CYCLES[stated.cycle] },
    published: stated.since,
  };
}

interface All {
  readonly nouns: ReadonlyMap<string, Stated & { readonly noun: string }>;
  readonly codes: ReadonlyMap<string, string>;
  readonly asked: ReadonlyMap<string, readonly Asked[]>;
}

function nounEntry(graph: Graph, name: string, stated: Stated, county: string, { nouns, codes, asked }: All): Entry {
  const type = objectOf(graph, name) as ObjectTypeDefinitionNode;
  const noun = stated.noun as string;
  const home = stated.store ?? 'gateway';
  const published = said(type, 'dataClass').some((d) => d['class'] === 'PUBLIC');
  const items = itemsOf(graph, type, { noun, provider: stated.provider, store: home, isPublic: published, nouns });
  const sharing = sharingOf(noun, published ? 'PUBLIC' : 'INTERNAL', stated.provider);
  const from = whereAsked(asked.get(name) ?? []);
  const listed = from.some((f) => f.list);
  const files = listed ? `；文件（${FILES.join('、')}）` : '';
  const [chinese, english] = halves(type.description?.value);
  const led = new Set([
    ...items.flatMap((i) => i.refersTo ?? []),
    ...(type.fields ?? []).flatMap((f) => rowOf(graph, shape(f.type).name) ?? []),
  ]);
  return {
    ...common(county, stated),
    name: chinese ?? name,
    abstract: `${chinese ?? name} · ${english}`,
    format: listed ? `数据库（JSON）；电子表格（${FILES.join('、')}）` : '数据库（JSON）',
    items,
    sharing: { ...sharing, method: `${INTERFACE}${files}` },
    openness: published ? '是，向社会开放 · Open to the public' : '否 · Not open to the public',
    related: [...led].flatMap((other) => (other === name ? [] : (codes.get(other) ?? []))).toSorted(),
    english: name,
    kind: 'NOUN',
    version: versionOf([items, sharing]),
    store: home,
    from: from.map((f) => f.field),
  };
}

interface Asked {
  readonly field: string;
  readonly list: boolean;
}

/** The fields that answer a type, or a list of it, wherever they hang. */
function fieldsAnswering(graph: Graph): ReadonlyMap<string, readonly Asked[]> {
  const found = new Map<string, Asked[]>();
  for (const [owner, type] of graph.types) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION || owner === 'Mutation' || /(Connection|Edge)$/.test(owner)) continue;
    for (const field of type.fields ?? []) {
      const { name } = shape(field.type);
      const row = rowOf(graph, name);
      const asked = { field: `${owner}.${field.name.value}`, list: row !== undefined };
      found.set(row ?? name, [...(found.get(row ?? name) ?? []), asked]);
    }
  }
  return found;
}

/** From the root where there are such fields, else from wherever they hang. */
function whereAsked(found: readonly Asked[]): readonly Asked[] {
  const root = found.filter((f) => f.field.startsWith('Query.'));
  return root.length > 0 ? root : found;
}

/** A report: its figures are its items, counts of what lies behind them. */
function reportEntry(graph: Graph, report: Report, county: string, codes: ReadonlyMap<string, string>): Entry {
  const stated = statedBy('Village', report.resource as Stated);
  const behind = report.figures.map((figure) => [...new Set(figure.recordsPaths.map((path) => typeAt(graph, report, path)))]);
  const items = report.figures.map((figure, i) => figureItem(graph, figure, behind[i] as string[], stated.provider));
  const weakest = items.reduce((worst, { sharing }) => (sharing.type > worst.type ? sharing : worst), (items[0] as Item).sharing);
  const [chinese, english] = halves(report.title);
  return {
    ...common(county, stated),
    name: chinese ?? report.name,
    abstract: `${report.title}${report.source ? `（${report.source}）` : ''}`,
    format: '电子表格（CSV、XLSX）；网页（HTML）；数据库（JSON）',
    items,
    sharing: { ...weakest, method: `接口（GET /reports/${report.name}）；文件（CSV、XLSX、HTML）` },
    openness: '否 · Not open to the public',
    related: [...new Set(behind.flat().flatMap((type) => codes.get(type) ?? []))].toSorted(),
    english: english || report.name,
    kind: 'REPORT',
    version: versionOf(report.figures.map((f) => [f.code, f.definitionVersion])),
    store: 'gateway',
    from: [`/reports/${report.name}`],
  };
}

/** What lies at a place of a report: the rows of a list, or what a field answers. */
function typeAt(graph: Graph, { document }: Report, path: Path): string {
  let type = 'Query';
  let within = document.definitions[0] as OperationDefinitionNode | FieldNode;
  for (const key of path) {
    within = fieldsOf(within).find((f) => keyOf(f) === key) as FieldNode;
    const name = within.name.value;
    const field = objectOf(graph, type)?.fields?.find((f) => f.name.value === name);
    if (!field) throw new Uncatalogued(`${type} has no field ${name}`);
    type = shape(field.type).name;
  }
  return rowOf(graph, type) ?? type;
}

function figureItem(graph: Graph, figure: Figure, behind: readonly string[], provider: string): Item {
  const nouns = behind.map((type) => String(said(graph.types.get(type) ?? {}, 'resource')[0]?.['noun'] ?? type));
  const told = nouns.map((noun) => sharingOf(noun, 'INTERNAL', provider, { counted: true }));
  return {
    name: halves(figure.label)[0] ?? figure.label,
    english: figure.code,
    description: figure.definition,
    ...(figure.kind === 'money' ? { type: 'Y', typeName: '货币型', length: 16 } : { type: 'N', typeName: '数值型', length: 10 }),
    unit: figure.unit ?? null,
    many: figure.qualifier === 'RANGE',
    dataClass: 'INTERNAL',
    sharing: told.reduce((worst, s) => (s.type > worst.type ? s : worst)),
    open: false,
    store: figure.coordinate,
  };
}
