import { hiddenCells } from '#platform/cells';
import { isDay } from '#platform/day';
import { Refusal } from '#platform/refusal';
import type { Column, Kind } from '../exports/file.ts';
import type { Manifest, SnapshotColumn } from './snapshots.ts';

export interface Key {
  readonly column: string;
  readonly truncate?: 'YEAR' | 'QUARTER' | 'MONTH';
}

export interface Measure {
  readonly of: 'COUNT' | 'DISTINCT' | 'SUM' | 'AVG' | 'MIN' | 'MAX';
  readonly column?: string;
  readonly name?: string;
}

export type Comparison = Readonly<Record<string, unknown>>;
export interface Filter {
  readonly [column: string]: Comparison | readonly Filter[] | Filter;
}

/** A question about a snapshot: what its rows are grouped by, what of them is told, and which of them count. */
export interface Slice {
  readonly snapshot: string;
  readonly groupBy?: readonly Key[];
  readonly pivot?: Key;
  readonly measures?: readonly Measure[];
  readonly filter?: Filter;
  readonly orderBy?: readonly { readonly by: string; readonly direction?: 'ASC' | 'DESC' }[];
  readonly first?: number;
}

/** A column of the answer. */
export interface Told extends Column {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Of measures: what they come to where no row is. */
  readonly none?: 0 | null;
}

/** A slice in DuckDB's words: values are parameters, names are columns of the manifest. */
export interface Compiled {
  readonly sql: string;
  readonly values: readonly (string | number | boolean)[];
  readonly keys: readonly Told[];
  readonly measures: readonly Told[];
}

/** The most groups that a slice may have before it is ordered and cut to what was asked for. */
export const GROUPS = 100_000;
/** The most columns that a pivot may spread out. */
export const SPREAD = 200;

const bad = (message: string): never => {
  throw new Refusal('BAD_USER_INPUT', message);
};

const WORDS: Readonly<Record<Measure['of'], string>> = {
  COUNT: '行数',
  DISTINCT: '不同值数',
  SUM: '合计',
  AVG: '平均',
  MIN: '最小',
  MAX: '最大',
};
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const isNumber = ({ kind }: Column): boolean => kind === 'integer' || kind === 'decimal' || kind === 'number';

const TYPES: Readonly<Record<Kind, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  decimal: 'DECIMAL(18,2)',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  datetime: 'TIMESTAMPTZ',
};

export function compile({ groupBy = [], pivot, measures = [{ of: 'COUNT' }], filter = {} }: Slice, manifest: Manifest): Compiled {
  const open = manifest.columns.filter((c) => c.name !== manifest.persons?.column);
  const column = (name: string): SnapshotColumn =>
    open.find((c) => c.name === name) ??
    bad(`snapshot ${manifest.id} of ${manifest.list} has no column ${name} to slice by; it has ${open.map((c) => c.name).join(', ')}`);
  const keys = [...groupBy, ...(pivot ? [pivot] : [])].map((key) => keyOf(key, column(key.column)));
  const told = measures.map((m) => measureOf(m, m.column === undefined ? undefined : column(m.column)));
  for (const [i, { name }] of [...keys, ...told].map((c) => c.told).entries())
    if ([...keys, ...told].findIndex((c) => c.told.name === name) !== i)
      bad(`two columns of this slice are called ${name}; give one of the measures another name`);
  const values: (string | number | boolean)[] = [];
  const where = condition(filter, column, values);
  const persons = behind(manifest);
  const select = [...keys.map(({ sql }, i) => `${sql} as k${i}`), ...told.map(({ sql }, i) => `${sql} as m${i}`), `${persons} as persons`];
  const group = keys.length ? ` group by ${keys.map((_, i) => `k${i}`).join(', ')}` : '';
  return {
    sql: `select ${select.join(', ')} from snapshot where ${where}${group} limit ${GROUPS + 1}`,
    values,
    keys: keys.map((k) => k.told),
    measures: told.map((m) => m.told),
  };
}

/** How many persons stand behind a group. */
function behind({ columns, persons }: Manifest): string {
  const heading = (name: string) => quoted((columns.find((c) => c.name === name) as SnapshotColumn).heading);
  if (!persons) return '0';
  const key = `coalesce(${heading(persons.column)}, '')`;
  const { where } = persons;
  return `count(distinct ${where ? `case when ${heading(where.column)} = '${where.is.replaceAll("'", "''")}' then ${key} end` : key})`;
}

function keyOf({ column: name, truncate }: Key, { heading, label, kind, scale, labels }: SnapshotColumn): { sql: string; told: Told } {
  if (truncate && kind !== 'date') bad(`${name} is not a day: leave truncate out`);
  const sql = truncate ? `date_trunc('${truncate.toLowerCase()}', ${quoted(heading)})::date` : quoted(heading);
  return { sql, told: { name, heading: label, kind, scale, labels } };
}

function measureOf({ of, column: name, name: given }: Measure, column: SnapshotColumn | undefined): { sql: string; told: Told } {
  if (of === 'COUNT') {
    if (column) bad('COUNT counts rows and takes no column; DISTINCT counts the different values of one');
    return { sql: 'count(*)', told: { name: given ?? 'count', heading: WORDS.COUNT, kind: 'integer', none: 0 } };
  }
  if (!column) return bad(`${of} needs a column`);
  if ((of === 'SUM' || of === 'AVG') && !isNumber(column)) bad(`${of} takes a column of numbers; ${name} holds ${column.kind}`);
  const c = quoted(column.heading);
  const told = { name: given ?? `${of.toLowerCase()}_${name}`, heading: `${column.label}·${WORDS[of]}` };
  if (of === 'DISTINCT') return { sql: `count(distinct ${c})`, told: { ...told, kind: 'integer', none: 0 } };
  if (of === 'AVG') return { sql: `round(avg(${c}), 2)`, told: { ...told, kind: 'number' } };
  return { sql: `${of.toLowerCase()}(${c})`, told: { ...told, kind: column.kind, scale: column.scale } };
}

const OPERATORS: Readonly<Record<string, string>> = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' };

/** The condition in SQL; its values go into `values`, one for each `?`. */
function condition(filter: Filter, column: (name: string) => SnapshotColumn, values: (string | number | boolean)[]): string {
  const parts = Object.entries(filter).map(([name, said]): string => {
    if (name === 'and' || name === 'or') {
      const branches = (Array.isArray(said) ? said : bad(`${name} is a list of conditions`)).map((f: Filter) =>
        condition(f, column, values),
      );
      return branches.length ? `(${branches.join(name === 'and' ? ' and ' : ' or ')})` : 'true';
    }
    if (name === 'not') return `not (${condition(said as Filter, column, values)})`;
    return compared(column(name), said as Comparison, values);
  });
  return parts.length ? parts.join(' and ') : 'true';
}

function compared(column: SnapshotColumn, comparison: Comparison, values: (string | number | boolean)[]): string {
  const c = quoted(column.heading);
  const value = (v: unknown): string => {
    values.push(asValue(column, v));
    return `cast(? as ${TYPES[column.kind]})`;
  };
  const listOf = (v: unknown): string => {
    const list = Array.isArray(v) ? v : bad(`in and notIn take a list of values for ${column.name}`);
    return list.length ? `(${list.map(value).join(', ')})` : '(null)';
  };
  const parts = Object.entries(comparison).map(([operator, v]): string => {
    if (operator in OPERATORS) return `${c} ${OPERATORS[operator]} ${value(v)}`;
    if (operator === 'in') return `${c} in ${listOf(v)}`;
    if (operator === 'notIn') return Array.isArray(v) && v.length === 0 ? 'true' : `${c} not in ${listOf(v)}`;
    if (operator === 'isNull') return v === true ? `${c} is null` : `${c} is not null`;
    if (operator === 'between') {
      const { from, to } = (v ?? {}) as { from?: unknown; to?: unknown };
      return `${c} between ${value(from)} and ${value(to)}`;
    }
    if ((operator === 'contains' || operator === 'startsWith') && column.kind === 'text')
      return `${operator === 'contains' ? 'contains' : 'starts_with'}(${c}, ${value(v)})`;
    return bad(
      `${column.name} can't be filtered by ${operator}; say eq, ne, in, notIn, lt, lte, gt, gte, between, isNull, and of a text contains or startsWith`,
    );
  });
  return parts.length ? parts.join(' and ') : 'true';
}

function asValue({ name, kind }: SnapshotColumn, value: unknown): string | number | boolean {
  const fits =
    kind === 'boolean'
      ? typeof value === 'boolean'
      : kind === 'date'
        ? isDay(value)
        : kind === 'integer'
          ? Number.isSafeInteger(value)
          : kind === 'decimal' || kind === 'number'
            ? typeof value === 'number' && Number.isFinite(value)
            : typeof value === 'string' && value.length <= 1000;
  if (fits) return value as string | number | boolean;
  return bad(`${JSON.stringify(value)?.slice(0, 100)} is no ${kind} to compare ${name} with`);
}

/** A group of a slice: its keys, what is told of it, and how many persons stand behind it. */
export interface Group {
  readonly keys: readonly unknown[];
  readonly values: readonly (unknown | null)[];
  readonly persons: number;
}

/** Groups as they may be told: behind what is kept back too few persons stand, or the last could be worked out by it. */
export function withoutSmallCells(groups: readonly Group[], smallest: number): { groups: Group[]; kept: number } {
  const lone = groups[0]?.keys.length === 0;
  const hidden = lone
    ? new Set(groups.flatMap(({ persons }, i) => (persons > 0 && persons < smallest ? [i] : [])))
    : hiddenCells(groups, smallest);
  return { groups: groups.map((g, i) => (hidden.has(i) ? { ...g, values: g.values.map(() => null) } : g)), kept: hidden.size };
}

/** The last key spread out into columns, each of its values with each measure; where no row is, nothing was counted. */
export function pivoted(
  groups: readonly Group[],
  { keys, measures }: Compiled,
): { groups: Group[]; keys: readonly Told[]; measures: readonly Told[] } {
  const spread = keys.at(-1) as Told;
  const across = [...new Set(groups.map((g) => g.keys.at(-1) ?? null))].toSorted(compare);
  if (across.length * measures.length > SPREAD)
    throw new Refusal('LIMIT_EXCEEDED', `${spread.name} has ${across.length} values here; a pivot spreads out ${SPREAD} columns at most`, {
      max: SPREAD,
    });
  const told = across.flatMap((value) =>
    measures.map((m): Told => {
      const shown = value === null ? '（空）' : String(spread.labels?.[String(value)] ?? value);
      return { ...m, name: `${value ?? 'null'}.${m.name}`, heading: measures.length > 1 ? `${shown}·${m.heading}` : shown };
    }),
  );
  const empty = measures.map((m) => m.none ?? null);
  const rows = Map.groupBy(groups, (g) => JSON.stringify(g.keys.slice(0, -1)));
  return {
    keys: keys.slice(0, -1),
    measures: told,
    groups: [...rows.values()].map((row) => ({
      keys: (row[0] as Group).keys.slice(0, -1),
      values: across.flatMap((value) => row.find((g) => (g.keys.at(-1) ?? null) === value)?.values ?? empty),
      persons: 0,
    })),
  };
}

/** Groups in the order asked for, by their keys where nothing is said; what is kept back comes last. */
export function ordered(
  groups: readonly Group[],
  keys: readonly Told[],
  measures: readonly Told[],
  orderBy: NonNullable<Slice['orderBy']>,
): Group[] {
  const names = [...keys, ...measures].map((c) => c.name);
  const sorts = orderBy.map(({ by, direction = 'ASC' }) => {
    const place = names.indexOf(by);
    if (place < 0) bad(`this slice has no column ${by} to order by; it has ${names.join(', ')}`);
    return { place, down: direction === 'DESC' };
  });
  const at = (g: Group, place: number) => (place < keys.length ? g.keys[place] : g.values[place - keys.length]) ?? null;
  const all = [...sorts, ...keys.map((_, place) => ({ place, down: false }))];
  return groups.toSorted((a, b) => {
    for (const { place, down } of all) {
      const [x, y] = [at(a, place), at(b, place)];
      if (x === y) continue;
      if (x === null || y === null) return x === null ? 1 : -1;
      const less = compare(x, y);
      if (less !== 0) return down ? -less : less;
    }
    return 0;
  });
}

const compare = (x: unknown, y: unknown): number =>
  x === null || y === null ? (x === y ? 0 : x === null ? 1 : -1) : (x as never) < (y as never) ? -1 : (x as never) > (y as never) ? 1 : 0;
