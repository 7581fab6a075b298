import { raw } from '@mikro-orm/core';
import { registerEnumType } from 'type-graphql';
import { classOf } from './access.ts';
import { batchedBy } from './batched.ts';
import { hiddenCells } from './cells.ts';
import type { Ctx } from './context.ts';
import type { Dated } from './dated.ts';
import { familiesOf, familySql } from './families.ts';
import type { Comparison } from './filter.ts';
import { requireSight } from './may.ts';
import { type Asked, columnOf, Direction, type Group, type ListSpec, type Measure } from './page.ts';
import { Refusal } from './refusal.ts';
import type { Row } from './rows.ts';

/** The most groups one answer shows, and the most the store may find before it gives up. */
export const GROUPS_DEFAULT = 200;
export const GROUPS_CEILING = 1000;
const FOUND_CEILING = 20_000;

export enum Truncation {
  YEAR = 'YEAR',
  QUARTER = 'QUARTER',
  MONTH = 'MONTH',
}
registerEnumType(Truncation, {
  name: 'Truncation',
  description: '截断 · Days are grouped by the first day of their year, quarter or month.',
});

/** One thing to group by, as it was asked for. */
export interface GroupBy {
  readonly field: string;
  readonly truncate?: Truncation | undefined;
}

/** What a group, or a whole list, comes to. */
export interface Summary {
  readonly keys: Readonly<Record<string, unknown>>;
  /** Where each key stands among others of its kind: divisions by their official order, all else by itself. */
  readonly ranks: Readonly<Record<string, string | number | null>>;
  /** Null where it is kept back (小单元抑制). */
  readonly count: number | null;
  readonly distinct: Readonly<Record<string, number | null>>;
  readonly sum: Amounts;
  readonly avg: Amounts;
  readonly min: Amounts;
  readonly max: Amounts;
}

/** Amounts by measure; reading one that may not be told is refused. */
type Amounts = Readonly<Record<string, number | null>>;

/** What groups are ordered by. */
export interface Sort {
  readonly by: 'count' | 'keys' | 'sum' | 'distinct';
  readonly name: string;
}

/** Which of the groups are wanted, and in which order. */
export interface GroupedArgs {
  having?: { count?: Comparison; sum?: Record<string, Comparison>; distinct?: Record<string, Comparison> };
  orderBy?: readonly (Sort & { direction: Direction })[] | undefined;
  first?: number;
}

const PERIOD: Readonly<Record<Truncation, (column: string) => string>> = {
  YEAR: (c) => `substr(${c}, 1, 4) || '-01-01'`,
  QUARTER: (c) =>
    `substr(${c}, 1, 5) || case when substr(${c}, 6, 2) <= '03' then '01' when substr(${c}, 6, 2) <= '06' then '04' when substr(${c}, 6, 2) <= '09' then '07' else '10' end || '-01'`,
  MONTH: (c) => `substr(${c}, 1, 7) || '-01'`,
};

const groupOf = <E extends Dated>({ groups = {} }: ListSpec<E>, field: string): Group<E> => groups[field] as Group<E>;

/** What the store's metadata say of a column's values. */
interface Column {
  readonly customType?: { convertToJSValue(value: unknown, platform: unknown): unknown };
  readonly runtimeType?: string;
}

/** How a group's key reads in the store, with its parameters. */
function keySql<E extends Dated>(ctx: Ctx, spec: ListSpec<E>, { field, truncate }: GroupBy): [string, unknown[]] {
  const group = groupOf(spec, field);
  requireSight(ctx, classOf(spec.entity, group.property), `the group ${field}`);
  if (truncate && !group.day) throw new Refusal('BAD_USER_INPUT', `${field} is not a day: leave truncate out`);
  const column = `"e"."${columnOf(ctx, spec, group.property)}"`;
  if (group.bands) {
    const [lowest, ...higher] = group.bands.toReversed();
    const cases = higher.toReversed().flatMap(([band, from]) => [from, band]);
    return [
      `case when ${column} is null then null ${higher.map(() => `when ${column} >= ? then ?`).join(' ')} else ? end`,
      [...cases, lowest?.[0]],
    ];
  }
  if (group.at) {
    const kinds = `in (${group.at.map(() => '?').join(', ')})`;
    const above = `select u.division from territory u where u.division = t.parent and u.kind ${kinds} and u.valid_from <= ? and u.valid_to > ?`;
    return [
      `(select case when t.kind ${kinds} then t.division else (${above}) end from territory t where t.division = ${column} and t.valid_from <= ? and t.valid_to > ?)`,
      [...group.at, ...group.at, ctx.day, ctx.day, ctx.day, ctx.day],
    ];
  }
  return [truncate ? PERIOD[truncate](column) : column, []];
}

/** Reads what the groups of a list come to, for all parents of a request in one statement. */
export function aggregation<E extends Dated>(
  spec: ListSpec<E>,
): (ctx: Ctx, asked: Asked<E>, by: readonly GroupBy[], parent?: string) => Promise<readonly Summary[]> {
  const measures = Object.entries(spec.measures ?? {});
  const distinct = Object.entries({
    ...spec.distinct,
    ...(spec.outcome ? { [BEHIND]: { property: spec.outcome.person } } : {}),
  });
  const read = async (
    ctx: Ctx,
    asked: Asked<E>,
    by: readonly GroupBy[],
    parents: readonly string[] | null,
  ): Promise<(parent: string) => readonly Summary[]> => {
    const keys = by.map((g) => keySql(ctx, spec, g));
    const families = parents && familiesOf(ctx, asked, parents);
    const family = families && familySql(ctx, spec, asked, families);
    const named = [...(family ? [{ sql: family, as: 'family' }] : []), ...keys.map((sql, i) => ({ sql, as: `k${i}` }))];
    const column = (property: string) => `"e"."${columnOf(ctx, spec, property)}"`;
    const select = [
      ...named.map(({ sql: [text, values], as }) => raw(`${text} as ${as}`, values)),
      raw('count(*) as n'),
      ...measures.flatMap(([, m], i) => {
        const c = column(m.property);
        return [raw(`sum(${c}) as s${i}`), raw(`count(${c}) as c${i}`), raw(`min(${c}) as l${i}`), raw(`max(${c}) as g${i}`)];
      }),
      ...distinct.map(([, d], i) => raw(`count(distinct ${column(d.property)}) as d${i}`)),
    ];
    const rows = await ctx.em.rows(spec.entity, {
      select,
      where: { $and: [asked.where, ...(families ? [{ [asked.parent as string]: { $in: families.keys } }] : [])] },
      filters: { scope: { scope: ctx.scope, access: ctx.access, counting: true } },
      groupBy: named.map(({ as }) => raw(as)),
      limit: FOUND_CEILING + 1,
    });
    if (rows.length > FOUND_CEILING)
      throw new Refusal('LIMIT_EXCEEDED', `these are more than ${FOUND_CEILING} groups; narrow the filter or group by less`);
    if (!families) return () => told(ctx, spec, by, distinct, measures, rows);
    const byFamily = Map.groupBy(rows, (r) => String(r['family']));
    return (parent) =>
      told(ctx, spec, by, distinct, measures, byFamily.get(families.groups ? String(parents.indexOf(parent)) : parent) ?? []);
  };
  const batch = batchedBy<{ asked: Asked<E>; by: readonly GroupBy[] }, string, readonly Summary[]>(
    ({ asked, by }) => `${asked.print} ${JSON.stringify(by)}`,
    (parents, { asked, by }, ctx) => read(ctx, asked, by, parents),
  );
  return async (ctx, asked, by, parent) =>
    parent === undefined ? (await read(ctx, asked, by, null))('') : batch(ctx, { asked, by }, parent);
}

/** Name of the count of persons behind a cell; never shown. */
const BEHIND = '__behind';

/** Rows of the store as they may be told. */
function told<E extends Dated>(
  ctx: Ctx,
  spec: ListSpec<E>,
  by: readonly GroupBy[],
  distinct: readonly (readonly [string, unknown])[],
  measures: readonly [string, Measure<E>][],
  rows: readonly Row[],
): Summary[] {
  const behind = distinct.findIndex(([name]) => name === BEHIND);
  const persons = (row: Row) => (behind < 0 ? 0 : Number(row[`d${behind}`]));
  const cells = rows.map((row) => ({ keys: by.map((_, i) => row[`k${i}`] ?? null), persons: persons(row) }));
  const hidden =
    !spec.outcome || ctx.access.exactCells
      ? new Set<number>()
      : by.length
        ? hiddenCells(cells, ctx.smallestCell)
        : new Set(cells.flatMap(({ persons: p }, i) => (p > 0 && p < ctx.smallestCell ? [i] : [])));
  const empty: Row[] = by.length === 0 && rows.length === 0 ? [{ n: 0 }] : [];
  return [...rows, ...empty].map((row, r): Summary => {
    const kept = hidden.has(r);
    const number = (value: unknown): number | null => (kept || value === null || value === undefined ? null : Number(value));
    const single = (m: Measure<E>) => requireSight(ctx, classOf(spec.entity, m.property), `an amount of ${m.property}`);
    const whole = (m: Measure<E>) => m.aggregateOnly || single(m);
    const each = (check: (m: Measure<E>) => unknown, of: (i: number, m: Measure<E>) => number | null): Amounts => {
      const amounts = {};
      for (const [i, [name, m]] of measures.entries())
        Object.defineProperty(amounts, name, {
          enumerable: true,
          get() {
            check(m);
            return of(i, m);
          },
        });
      return amounts;
    };
    return {
      keys: Object.fromEntries(by.map((g, i) => [g.field, shown(ctx, spec, g, row[`k${i}`])])),
      ranks: Object.fromEntries(by.map((g, i) => [g.field, rank(ctx, spec, g, row[`k${i}`])])),
      count: number(row['n']),
      distinct: Object.fromEntries(distinct.map(([name], i) => [name, number(row[`d${i}`] ?? 0)])),
      sum: each(whole, (i) => number(row[`s${i}`])),
      avg: each(whole, (i, m) => mean(number(row[`s${i}`]), Number(row[`c${i}`]), m.of)),
      min: each(single, (i) => number(row[`l${i}`])),
      max: each(single, (i) => number(row[`g${i}`])),
    };
  });
}

/** Money is rounded half up to whole fen. */
const mean = (sum: number | null, count: number, of: 'money' | 'int'): number | null =>
  sum === null || count === 0 ? null : of === 'money' ? Math.floor(sum / count + 0.5) : sum / count;

function shown<E extends Dated>(ctx: Ctx, spec: ListSpec<E>, { field }: GroupBy, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const { property, show, at, bands } = groupOf(spec, field);
  const { customType, runtimeType } = (ctx.em.getMetadata(spec.entity).properties as Record<string, Column>)[property] as Column;
  const yes = runtimeType === 'boolean';
  const plain = at || bands || !customType ? (yes ? Boolean(value) : value) : customType.convertToJSValue(value, ctx.em.getPlatform());
  return show ? show(plain as never, ctx) : plain;
}

function rank<E extends Dated>({ territory, day }: Ctx, spec: ListSpec<E>, { field }: GroupBy, value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  const { bands } = groupOf(spec, field);
  if (bands) return -bands.findIndex(([band]) => band === value);
  return typeof value === 'number' ? value : (territory.at(String(value), day)?.code ?? String(value));
}

/** Groups that meet a condition; what is kept back meets none. */
export const having = (
  groups: readonly Summary[],
  { count, sum = {}, distinct = {} }: NonNullable<GroupedArgs['having']> = {},
): Summary[] =>
  groups.filter(
    (g) =>
      holds(g.count, count) &&
      Object.entries(sum).every(([name, c]) => holds(g.sum[name] ?? null, c)) &&
      Object.entries(distinct).every(([name, c]) => holds(g.distinct[name] ?? null, c)),
  );

/** Groups as they were asked for: those that meet `having`, in order, the first of them. */
export function chosen(groups: readonly Summary[], { having: condition, orderBy, first = GROUPS_DEFAULT }: GroupedArgs): Summary[] {
  if (first < 0 || first > GROUPS_CEILING)
    throw new Refusal('LIMIT_EXCEEDED', `0 to ${GROUPS_CEILING} groups may be asked for; ${first} were`, { ceiling: GROUPS_CEILING });
  const value = (g: Summary, { by, name }: Sort): number | string | null =>
    by === 'count' ? g.count : by === 'keys' ? (g.ranks[name] ?? null) : by === 'sum' ? (g.sum[name] ?? null) : (g.distinct[name] ?? null);
  const order = orderBy?.length ? orderBy : [{ by: 'count', name: '', direction: Direction.DESC } as const];
  const ties = Object.keys(groups[0]?.ranks ?? {}).map((name) => ({ by: 'keys', name, direction: Direction.ASC }) as const);
  return having(groups, condition)
    .toSorted((a, b) => {
      for (const sort of [...order, ...ties]) {
        const [x, y] = [value(a, sort), value(b, sort)];
        if (x === y) continue;
        if (x === null || y === null) return x === null ? 1 : -1; // what is kept back comes last
        return (x < y ? -1 : 1) * (sort.direction === Direction.DESC ? -1 : 1);
      }
      return 0;
    })
    .slice(0, first);
}

/** Whether a number meets a comparison; what is kept back meets none. */
function holds(value: number | null, c: Comparison | undefined): boolean {
  if (!c) return true;
  if (c.isNull != null) return c.isNull === (value === null);
  if (value === null) return false;
  const n = (v: unknown) => v as number;
  return (
    (c.eq === undefined || value === c.eq) &&
    (c.ne === undefined || value !== c.ne) &&
    (!c.in || c.in.includes(value)) &&
    !c.notIn?.includes(value) &&
    (c.lt == null || value < n(c.lt)) &&
    (c.lte == null || value <= n(c.lte)) &&
    (c.gt == null || value > n(c.gt)) &&
    (c.gte == null || value >= n(c.gte)) &&
    (!c.between || (n(c.between.from) <= value && value <= n(c.between.to)))
  );
}
