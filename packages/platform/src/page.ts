import { createHash } from 'node:crypto';
import type { EntityClass } from '@mikro-orm/core';
import { type ClassType, registerEnumType } from 'type-graphql';
import { classOf } from './access.ts';
import type { Ctx } from './context.ts';
import type { Dated } from './dated.ts';
import type { Comparison, FilterField, Where } from './filter.ts';
import { refuseFilter, requireSight } from './may.ts';
import { Refusal } from './refusal.ts';

export const PAGE_DEFAULT = 50;
export const PAGE_CEILING = 200;
/** The most conditions one `and` or `or` may list. */
export const BRANCH_CEILING = 100;

export enum Direction {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(Direction, { name: 'Direction', description: '方向 · Ascending or descending.' });

/** What a caller says about a page: at most one of first/last, cursors from an earlier page of the same list. */
export interface PageArgs {
  first?: number;
  after?: string;
  last?: number;
  before?: string;
  filter?: Record<string, unknown>;
  orderBy?: { field: string; direction: Direction }[];
}

/** A column of whole numbers, as an analyst sums it. */
export interface Measure<E> {
  readonly property: keyof E & string;
  /** Money in fen, or a plain number. */
  readonly of: 'money' | 'int';
  readonly description: string;
  /** Sums and means may be told to who doesn't see single values; least and greatest, which are single values, not. */
  readonly aggregateOnly?: true;
}

/** What rows are grouped by. */
export interface Group<E> {
  readonly property: keyof E & string;
  /** The type of the key as it is shown. */
  readonly type: () => unknown;
  readonly description: string;
  /** The property is a day: groups may be its months, quarters or years. */
  readonly day?: true;
  /** The property names a division: rows are grouped by the one of these kinds that it is, or lies in, on the day asked for. */
  readonly at?: readonly string[];
  /** The property is an amount: rows are grouped by the band in which it lies, highest first, each with its lower bound. */
  readonly bands?: readonly (readonly [string, number])[];
  /** The key as it is shown, from the value as it is stored: a division from its key. */
  readonly show?: (value: never, ctx: Ctx) => unknown;
}

/** Groups by the division of some kinds that a property names, or that the division it names lies in, on the day asked for. */
export const lyingIn =
  (what: string, at: readonly string[], type: () => unknown, show: (id: string, ctx: Ctx) => unknown) =>
  <P extends string>(property: P) => ({
    property,
    at,
    type,
    show,
    description: `${what} in which it lies on the day asked for; null for what lies in none.`,
  });

export interface ListSpec<E extends Dated> {
  /** Name of the node's type; the list's own types are named after it. */
  readonly name: string;
  readonly entity: EntityClass<E>;
  /** The GraphQL type of a row, when it isn't the entity itself. */
  readonly node?: () => ClassType;
  readonly filter: Readonly<Record<string, FilterField>>;
  /** Names a caller may order by, each with the property that holds the order. The first, ascending, is the default. */
  readonly order: Readonly<Record<string, { property: keyof E & string; description: string }>>;
  /** The order unless the caller says another: newest first, say. */
  readonly defaultOrder?: { readonly field: string; readonly direction: Direction };
  /** What can be summed and averaged, by name. */
  readonly measures?: Readonly<Record<string, Measure<E>>>;
  /** What can be counted once each however many rows name it: the persons behind actions. */
  readonly distinct?: Readonly<Record<string, { property: keyof E & string; description: string }>>;
  /** What rows can be grouped by, by name, beside what the filter already says of kinds, days and yes or no. */
  readonly groups?: Readonly<Record<string, Group<E>>>;
  /**
   * Rows tell an outcome of a person that is sensitive: counts are told only where enough persons stand behind them,
   * but to those whose duty the case is. `person` names the column with the person's key, empty for other subjects.
   */
  readonly outcome?: { readonly person: keyof E & string };
  /** The column that names a row's division: the list is shown under any division at which its rows lie, or below which, on the day asked for. */
  readonly below?: keyof E & string;
}

/** A page as it was asked for, checked and put into the store's words. */
export interface Asked<E> {
  readonly where: Where;
  /** Rows beyond the cursor. */
  readonly beyond: Where;
  readonly order: readonly Record<string, string>[];
  readonly limit: number;
  readonly backward: boolean;
  readonly resumed: boolean;
  readonly parent: string | undefined;
  readonly below: boolean;
  readonly print: string;
  cursor(row: E): string;
}

export function ask<E extends Dated>(ctx: Ctx, spec: ListSpec<E>, args: PageArgs, where: Where, parent?: string, below = false): Asked<E> {
  const { first, last, after, before } = args;
  if (first != null && last != null) throw new Refusal('BAD_USER_INPUT', 'ask for first or for last, not for both');
  if (after != null && before != null) throw new Refusal('BAD_USER_INPUT', 'give after or before, not both');
  const limit = first ?? last ?? PAGE_DEFAULT;
  if (limit < 0 || limit > PAGE_CEILING)
    throw new Refusal(
      'LIMIT_EXCEEDED',
      `a page has 0 to ${PAGE_CEILING} rows; ${limit} were asked for. Page on with after: pageInfo.endCursor`,
      {
        ceiling: PAGE_CEILING,
      },
    );
  const backward = last != null;
  const names = args.orderBy?.length ? args.orderBy : ordinary(ctx, spec);
  for (const { field } of names) requireSight(ctx, classOf(spec.entity, spec.order[field]?.property ?? ''), `the order ${field}`);
  const terms = [
    ...names.map((n) => ({ ...n, property: spec.order[n.field]?.property as string })),
    { direction: names.at(-1)?.direction ?? Direction.ASC, property: 'id' },
  ].map((n) => term(ctx, spec, n.property, (n.direction === Direction.DESC) !== backward, backward));
  const column = (property: string) => columnOf(ctx, spec, property);
  const wanted = args.filter ? conditions(spec, args.filter, ctx, column) : {};
  const identity = createHash('sha256')
    .update(JSON.stringify([spec.name, below ? `<${parent}` : (parent ?? ''), names, args.filter ?? null]))
    .digest('base64url')
    .slice(0, 8);
  const text = backward ? before : after;
  const seen = text == null ? undefined : opened(text, identity, terms.length);
  return {
    where: { $and: [where, wanted].filter((w) => Reflect.ownKeys(w).length > 0) },
    beyond: seen ? past(terms, seen) : {},
    order: terms.map((t) => ({ [t.property]: `${t.down ? 'desc' : 'asc'}${t.nulls ? ` nulls ${t.nulls}` : ''}` })),
    limit,
    backward,
    resumed: seen !== undefined,
    parent,
    below,
    print: JSON.stringify([identity, limit, backward, text ?? null, Object.keys(where), String(JSON.stringify(where))]),
    cursor: (row) => Buffer.from(JSON.stringify([identity, ...terms.map((t) => row[t.property as keyof E])])).toString('base64url'),
  };
}

/** The order of a list nobody said an order for; by key alone where the usual one would betray what is masked. */
function ordinary<E extends Dated>(ctx: Ctx, spec: ListSpec<E>): { field: string; direction: Direction }[] {
  const usual = spec.defaultOrder ?? { field: Object.keys(spec.order)[0] as string, direction: Direction.ASC };
  return ctx.access.sees(classOf(spec.entity, spec.order[usual.field]?.property ?? '')) ? [usual] : [];
}

export const columnOf = <E extends Dated>(ctx: Ctx, spec: ListSpec<E>, property: string): string =>
  (ctx.em.getMetadata(spec.entity).properties as Record<string, { fieldNames: string[] }>)[property]?.fieldNames[0] ?? property;

function opened(cursor: string, identity: string, length: number): unknown[] {
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    values = null;
  }
  const scalars = Array.isArray(values) && values.every((v) => v === null || typeof v !== 'object');
  if (!scalars || (values as unknown[]).length !== length + 1)
    throw new Refusal('BAD_USER_INPUT', 'not a cursor; take it from edges.cursor or pageInfo of an earlier page');
  const [from, ...rest] = values as unknown[];
  if (from !== identity)
    throw new Refusal(
      'BAD_USER_INPUT',
      'this cursor belongs to another list, filter or order; take one from an earlier page of this very list',
    );
  return rest;
}

/** One term of an order, in the direction in which it is read. Rows without a value come last, read backwards first. */
interface Term {
  readonly property: string;
  readonly down: boolean;
  readonly nulls: 'first' | 'last' | null;
}

function term<E extends Dated>(ctx: Ctx, spec: ListSpec<E>, property: string, down: boolean, backward: boolean): Term {
  const properties = ctx.em.getMetadata(spec.entity).properties as Record<string, { nullable?: boolean }>;
  return { property, down, nulls: properties[property]?.nullable ? (backward ? 'first' : 'last') : null };
}

/** Rows after a position: later in the first term, or equal in it and later in the next. */
function past(terms: readonly Term[], seen: readonly unknown[]): Where {
  const later = ({ property, down, nulls }: Term, value: unknown): Where | null => {
    if (value === null) return nulls === 'first' ? { [property]: { $ne: null } } : null;
    const beyond = { [property]: { [down ? '$lt' : '$gt']: value } };
    return nulls === 'last' ? { $or: [beyond, { [property]: null }] } : beyond;
  };
  return {
    $or: terms
      .map((t, i) => ({ same: terms.slice(0, i).map((s, n) => ({ [s.property]: seen[n] })), later: later(t, seen[i]) }))
      .filter((step) => step.later !== null)
      .map(({ same, later }) => ({ $and: [...same, later] })),
  };
}

/** What rows can be grouped by: what the spec names, and everything they are filtered by that has few values. */
export function groupsOf<E extends Dated>({ filter, groups = {} }: ListSpec<E>): Readonly<Record<string, Group<E>>> {
  const named = new Set(Object.values(groups).map((g) => (g.at ? undefined : g.property)));
  const few = Object.entries(filter).flatMap(([name, { property, few, description }]) =>
    few && property !== undefined && !named.has(property as keyof E & string) && !Object.hasOwn(groups, name)
      ? [[name, { property: property as keyof E & string, description, ...few }] as const]
      : [],
  );
  return { ...groups, ...Object.fromEntries(few) };
}

/** Whether rows may be grouped by a property: then it identifies nobody. */
const isGroup = <E extends Dated>(spec: ListSpec<E>, property: string | undefined): boolean =>
  property !== undefined && Object.values(spec.groups ?? {}).some((g) => g.property === property);

/** Whether a condition asks for nothing at all. */
const isEmpty = (where: Where): boolean =>
  Reflect.ownKeys(where).every((key) => key === '$and' && Array.isArray(where[key]) && (where[key] as Where[]).every(isEmpty));

function conditions<E extends Dated>(spec: ListSpec<E>, filter: Record<string, unknown>, ctx: Ctx, column: (p: string) => string): Where {
  const parts: Where[] = [];
  for (const [name, value] of Object.entries(filter)) {
    if (value == null) continue;
    const inner = (v: unknown) => conditions(spec, v as Record<string, unknown>, ctx, column);
    if (name === 'and' || name === 'or') {
      const branches = value as unknown[];
      if (branches.length > BRANCH_CEILING)
        throw new Refusal('LIMIT_EXCEEDED', `${name} may list at most ${BRANCH_CEILING} conditions; this one lists ${branches.length}`);
      const conditions = branches.map(inner);
      if (name === 'and') parts.push({ $and: conditions });
      else if (!conditions.some(isEmpty)) parts.push({ $or: conditions }); // a branch that asks for nothing holds always
    } else if (name === 'not') parts.push({ $not: inner(value) });
    else {
      const field = spec.filter[name] as FilterField;
      if (!ctx.access.mayRead(spec.entity.name) && !isGroup(spec, field.property)) refuseFilter(ctx, spec.entity.name, name);
      if (field.property) requireSight(ctx, classOf(spec.entity, field.property), `the filter ${name}`);
      parts.push(field.where(value as Comparison, ctx, column));
    }
  }
  return parts.length === 1 ? (parts[0] as Where) : { $and: parts };
}
