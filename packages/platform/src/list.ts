import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { type EntityClass, type FilterQuery, raw } from '@mikro-orm/core';
import { ArgsType, type ClassType, Directive, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { classOf } from './access.ts';
import { batchedBy } from './batched.ts';
import type { Ctx } from './context.ts';
import type { Dated } from './dated.ts';
import type { Comparison, FilterField, Where } from './filter.ts';
import { requireRead, requireSight } from './may.ts';
import { Refusal } from './refusal.ts';

export const PAGE_DEFAULT = 50;
export const PAGE_CEILING = 200;

export enum Direction {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(Direction, { name: 'Direction', description: '方向 · Ascending or descending.' });

@ObjectType({ description: '分页信息 · Where a page lies in its list (Relay).' })
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean, { description: '有下一页 · More rows follow.' }) hasNextPage!: boolean;
  @Field(() => Boolean, { description: '有上一页 · Rows come before.' }) hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true, description: '首行游标 · Cursor of the first row.' }) startCursor!: string | null;
  @Field(() => String, { nullable: true, description: '末行游标 · Cursor of the last row.' }) endCursor!: string | null;
}

/** What a caller says about a page: at most one of first/last, cursors from an earlier page of the same list. */
export interface PageArgs {
  first?: number;
  after?: string;
  last?: number;
  before?: string;
  filter?: Record<string, unknown>;
  orderBy?: { field: string; direction: Direction }[];
}

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
  /** For parents that no column names: `property` holds one of several keys that lie below a parent on the day asked for. */
  readonly below?: { readonly property: keyof E & string; readonly keys: (ctx: Ctx, parent: string) => readonly string[] };
}

/** One page with everything a connection may show of it; nothing is read before it is asked for. */
interface Page<E> {
  rows(): Promise<Read<E>>;
  count(): Promise<number>;
  cursor(row: E): string;
}

interface Read<E> {
  readonly rows: readonly E[];
  readonly more: boolean;
}

/**
 * A list in the graph: a Relay connection with `nodes` and `totalCount`, a typed filter, an order by name and keyset
 * cursors that are bound to both. `page` reads it from the store at large; `pageOf` reads the pages of all parents of a
 * request in one statement.
 */
export interface List<E extends Dated> {
  readonly Connection: ClassType;
  readonly Args: ClassType<PageArgs>;
  page(ctx: Ctx, args: PageArgs, where?: Where): object;
  pageOf(ctx: Ctx, property: keyof E & string, parent: string, args: PageArgs, where?: Where): object;
  /** The same, for parents under which the rows lie by `below`. */
  pageBelow(ctx: Ctx, parent: string, args: PageArgs, where?: Where): object;
  readonly spec: ListSpec<E>;
}

const described = (name: string, text: string) => ({ description: `${name} · ${text}` });

export function list<E extends Dated>(spec: ListSpec<E>): List<E> {
  const node = spec.node ?? (() => spec.entity as unknown as ClassType);
  const { Args, Connection } = typesOf(spec, node);

  /** Every parent of a request that asks for the same page reads it in one statement. */
  const pagesOf = batchedBy<Asked<E>, string, Read<E>>(
    (asked) => asked.print,
    async (parents, asked, ctx) => {
      const families = familiesOf(ctx, spec, asked, parents);
      const rows = await window(ctx, spec, asked, families);
      const byParent = Map.groupBy(rows, (r) => families.parentOf(String(r[asked.parent as keyof E])));
      return (parent) => cut(byParent.get(parent) ?? [], asked);
    },
  );
  const countsOf = batchedBy<Asked<E>, string, number>(
    (asked) => asked.print,
    async (parents, asked, ctx) => {
      const property = asked.parent as string;
      const families = familiesOf(ctx, spec, asked, parents);
      const where = await ctx.em.applyFilters(
        spec.entity,
        { $and: [asked.where, { [property]: { $in: families.keys } }] } as FilterQuery<E>,
        {},
        'read',
      );
      const found = (await ctx.em
        .createQueryBuilder(spec.entity, 'e')
        .select([property, raw('count(*) as total')] as never)
        .where(where as never)
        .groupBy(property as never)
        .execute('all', false)) as Record<string, unknown>[];
      const column = columnOf(ctx, spec, property);
      const totals = new Map<string, number>();
      for (const r of found) {
        const parent = families.parentOf(String(r[column]));
        totals.set(parent, (totals.get(parent) ?? 0) + Number(r['total']));
      }
      return (parent) => totals.get(parent) ?? 0;
    },
  );

  const connect = (ctx: Ctx, args: PageArgs, where: Where, parent?: { property: string; id: string; below?: boolean }): object => {
    requireRead(ctx, spec.entity.name);
    const asked = ask(ctx, spec, args, where, parent?.property, parent?.below);
    const page: Page<E> = parent
      ? { rows: () => pagesOf(ctx, asked, parent.id), count: () => countsOf(ctx, asked, parent.id), cursor: asked.cursor }
      : {
          rows: async () =>
            cut(
              (await ctx.em.find(spec.entity, { $and: [asked.where, asked.beyond] } as FilterQuery<E>, {
                orderBy: asked.order as never,
                limit: asked.limit + 1,
              })) as E[],
              asked,
            ),
          count: () => ctx.em.count(spec.entity, asked.where as FilterQuery<E>),
          cursor: asked.cursor,
        };
    let read: Promise<Read<E>> | undefined;
    return Object.assign(new Connection(), { page: { ...page, rows: () => (read ??= page.rows()) }, asked });
  };

  return {
    spec,
    Connection,
    Args,
    page: (ctx, args, where = {}) => connect(ctx, args, where),
    pageOf: (ctx, property, id, args, where = {}) => connect(ctx, args, where, { property, id }),
    pageBelow: (ctx, id, args, where = {}) =>
      connect(ctx, args, where, { property: (spec.below as NonNullable<typeof spec.below>).property, id, below: true }),
  };
}

/** A page as it was asked for, checked and put into the store's words. */
interface Asked<E> {
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

function ask<E extends Dated>(ctx: Ctx, spec: ListSpec<E>, args: PageArgs, where: Where, parent?: string, below = false): Asked<E> {
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

const columnOf = <E extends Dated>(ctx: Ctx, spec: ListSpec<E>, property: string): string =>
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

/** Which keys of the parent's column belong to which parent: the parent's own, or those that lie below it. */
interface Families {
  readonly keys: readonly string[];
  readonly parentOf: (key: string) => string;
  /** The keys of each parent, when they aren't the parents themselves. */
  readonly groups: readonly (readonly string[])[] | null;
}

function familiesOf<E extends Dated>(ctx: Ctx, spec: ListSpec<E>, asked: Asked<E>, parents: readonly string[]): Families {
  if (!asked.below || !spec.below) return { keys: [...parents], parentOf: (key) => key, groups: null };
  const { keys } = spec.below;
  const groups = parents.map((parent) => keys(ctx, parent));
  const parentOf = new Map(groups.flatMap((group, i) => group.map((key) => [key, parents[i] as string])));
  return { keys: [...parentOf.keys()], parentOf: (key) => parentOf.get(key) as string, groups };
}

function cut<E>(rows: readonly E[], { limit, backward }: { limit: number; backward: boolean }): Read<E> {
  const page = rows.slice(0, limit);
  return { rows: backward ? page.reverse() : page, more: rows.length > limit };
}

function conditions<E extends Dated>(spec: ListSpec<E>, filter: Record<string, unknown>, ctx: Ctx, column: (p: string) => string): Where {
  const parts: Where[] = [];
  for (const [name, value] of Object.entries(filter)) {
    if (value == null) continue;
    const inner = (v: unknown) => conditions(spec, v as Record<string, unknown>, ctx, column);
    if (name === 'and') parts.push({ $and: (value as unknown[]).map(inner) });
    else if (name === 'or') parts.push({ $or: (value as unknown[]).map(inner) });
    else if (name === 'not') parts.push({ $not: inner(value) });
    else {
      const field = spec.filter[name] as FilterField;
      if (field.property) requireSight(ctx, classOf(spec.entity, field.property), `the filter ${name}`);
      parts.push(field.where(value as Comparison, ctx, column));
    }
  }
  return parts.length === 1 ? (parts[0] as Where) : { $and: parts };
}

/** The first rows of every parent's page in one statement. */
async function window<E extends Dated>(ctx: Ctx, spec: ListSpec<E>, asked: Asked<E>, { keys, groups }: Families): Promise<E[]> {
  const property = asked.parent as string;
  const where = await ctx.em.applyFilters(
    spec.entity,
    { $and: [asked.where, asked.beyond, { [property]: { $in: keys } }] } as FilterQuery<E>,
    {},
    'read',
  );
  const by = asked.order.map((o) => Object.entries(o)[0] as [string, string]).map(([p, d]) => `"e"."${columnOf(ctx, spec, p)}" ${d}`);
  const column = `"e"."${columnOf(ctx, spec, property)}"`;
  const filled = groups?.filter((group) => group.length > 0) ?? [];
  const cases = filled.length > 1 ? filled : [];
  const inCase = cases.map((group, i) => `when ${column} in (${group.map(() => '?').join(', ')}) then ${i}`).join(' ');
  const family = groups === null ? column : cases.length ? `case ${inCase} end` : '1';
  const ranked = ctx.em
    .createQueryBuilder(spec.entity, 'e')
    .select(['*', raw(`row_number() over (partition by ${family} order by ${by.join(', ')}) as place_in_page`, cases.flat())] as never)
    .where(where as never);
  const found = (await ctx.em
    .createQueryBuilder(spec.entity, 'p')
    .select('*')
    .from(ranked as never, 'p')
    .where({ [raw('place_in_page') as unknown as symbol]: { $lte: asked.limit + 1 } } as never)
    .orderBy({ [raw('place_in_page') as unknown as symbol]: 'asc' } as never)
    .execute('all', true)) as object[];
  return found.map((r) => ctx.em.map(spec.entity, r as never) as E);
}

/** The GraphQL types of a list, written by hand nowhere. */
function typesOf<E extends Dated>(spec: ListSpec<E>, node: () => ClassType): { Connection: ClassType; Args: ClassType<PageArgs> } {
  const { name } = spec;

  @ObjectType(`${name}Edge`, described('行', `A ${name} with its cursor.`))
  class Edge {
    @Field(node, described('节点', 'The row.')) node!: E;
    @Field(() => String, described('游标', 'Where this row stands in the list.')) cursor!: string;
  }

  @ObjectType(`${name}Connection`, described('列表', `A page of ${name} rows (Relay).`))
  class Connection {
    page!: Page<E>;
    asked!: { backward: boolean; resumed: boolean };

    @Field(() => [node()], described('节点', 'The rows of the page.'))
    async nodes(): Promise<readonly E[]> {
      return (await this.page.rows()).rows;
    }
    @Field(() => [Edge], described('行', 'The rows with their cursors.'))
    async edges(): Promise<Edge[]> {
      return (await this.page.rows()).rows.map((row) => Object.assign(new Edge(), { node: row, cursor: this.page.cursor(row) }));
    }
    @Field(() => PageInfo, described('分页信息', 'Whether more follows.'))
    async pageInfo(): Promise<PageInfo> {
      const { rows, more } = await this.page.rows();
      const [start, end] = [rows[0], rows.at(-1)];
      const { backward, resumed } = this.asked;
      return {
        hasNextPage: backward ? resumed : more,
        hasPreviousPage: backward ? more : resumed,
        startCursor: start ? this.page.cursor(start) : null,
        endCursor: end ? this.page.cursor(end) : null,
      };
    }
    @Field(() => Int, described('总数', 'How many rows the filter and your territory leave, over all pages; read only when selected.'))
    totalCount(): Promise<number> {
      return this.page.count();
    }
  }

  const Filter = class {} as ClassType;
  for (const [field, { input, description }] of Object.entries(spec.filter))
    Field(() => input as unknown as typeof String, { nullable: true, description })(Filter.prototype, field);
  Field(() => [Filter] as never, { nullable: true, description: '且 · All must hold.' })(Filter.prototype, 'and');
  Field(() => [Filter] as never, { nullable: true, description: '或 · At least one must hold.' })(Filter.prototype, 'or');
  Field(() => Filter as never, { nullable: true, description: '非 · Must not hold.' })(Filter.prototype, 'not');
  InputType(`${name}Filter`, described('筛选', `Conditions on ${name} rows; all that are given must hold.`))(Filter);

  const OrderField = Object.fromEntries(Object.keys(spec.order).map((key) => [key, key]));
  registerEnumType(OrderField, {
    name: `${name}OrderField`,
    description: `排序字段 · What ${name} rows can be ordered by.`,
    valuesConfig: Object.fromEntries(Object.entries(spec.order).map(([key, { description }]) => [key, { description }])),
  });
  @InputType(`${name}Order`, described('排序', 'A field and a direction.'))
  class Order {
    @Field(() => OrderField, described('字段', 'Field.')) field!: string;
    @Field(() => Direction, { defaultValue: Direction.ASC, description: '方向 · Direction.' }) direction!: Direction;
  }

  @ArgsType()
  class Args implements PageArgs {
    @Field(() => Int, { nullable: true, description: `前若干行 · The first rows (default ${PAGE_DEFAULT}, at most ${PAGE_CEILING}).` })
    first?: number;
    @Field(() => String, { nullable: true, description: '游标之后 · Rows after this cursor.' }) after?: string;
    @Field(() => Int, { nullable: true, description: `后若干行 · The last rows (at most ${PAGE_CEILING}).` }) last?: number;
    @Field(() => String, { nullable: true, description: '游标之前 · Rows before this cursor.' }) before?: string;
    @Field(() => Filter as never, { nullable: true, description: '筛选 · Only rows that meet this.' }) filter?: Record<string, unknown>;
    @Field(() => [Order], { nullable: true, description: '排序 · Order; the key breaks ties.' }) orderBy?: Order[];
  }
  return { Connection: Connection as unknown as ClassType, Args: Args as unknown as ClassType<PageArgs> };
}
