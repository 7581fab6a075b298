import 'reflect-metadata';
import { type FilterQuery, raw } from '@mikro-orm/core';
import { ArgsType, type ClassType, Directive, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { aggregation, type GroupBy, type Summary } from './aggregate.ts';
import { batchedBy } from './batched.ts';
import type { Ctx } from './context.ts';
import type { Dated } from './dated.ts';
import { type Families, familiesOf, familySql } from './families.ts';
import type { Where } from './filter.ts';
import { fingerprinted } from './fingerprint.ts';
import { countsAlone, refuseRows } from './may.ts';
import { type Asked, ask, columnOf, Direction, groupsOf, type ListSpec, PAGE_CEILING, PAGE_DEFAULT, type PageArgs } from './page.ts';
import { summarized } from './summary.ts';

export { Direction, type PageArgs };

@ObjectType({ description: '分页信息 · Where a page lies in its list (Relay).' })
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean, { description: '有下一页 · More rows follow.' }) hasNextPage!: boolean;
  @Field(() => Boolean, { description: '有上一页 · Rows come before.' }) hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true, description: '首行游标 · Cursor of the first row.' }) startCursor!: string | null;
  @Field(() => String, { nullable: true, description: '末行游标 · Cursor of the last row.' }) endCursor!: string | null;
}

/** One page with everything a connection may show of it; nothing is read before it is asked for. */
interface Page<E> {
  rows(): Promise<Read<E>>;
  count(): Promise<number | null>;
  groups(by: readonly GroupBy[]): Promise<readonly Summary[]>;
  fingerprint(): Promise<string | null>;
  cursor(row: E): string;
}

interface Read<E> {
  readonly rows: readonly E[];
  readonly more: boolean;
}

/**
 * A list in the graph: a Relay connection with `nodes` and `totalCount`, a typed filter, an order by name and keyset
 * cursors that are bound to both; with `measures`, `distinct` and `groups` in its spec also sums and grouped sums (see
 * summary.ts). `page` reads it from the store at large; `pageOf` reads the pages of all parents of a request in one
 * statement.
 */
export interface List<E extends Dated> {
  readonly Connection: ClassType;
  readonly Args: ClassType<PageArgs>;
  page(ctx: Ctx, args: PageArgs, where?: Where): object;
  pageOf(ctx: Ctx, property: keyof E & string, parent: string, args: PageArgs, where?: Where): object;
  /** The same, for divisions at which or below which the rows lie, by the column `below`. */
  pageBelow(ctx: Ctx, parent: string, args: PageArgs, where?: Where): object;
  readonly spec: ListSpec<E>;
}

const described = (name: string, text: string) => ({ description: `${name} · ${text}` });

export function list<E extends Dated>(given: ListSpec<E>): List<E> {
  const spec: ListSpec<E> = { ...given, groups: groupsOf(given) };
  const node = spec.node ?? (() => spec.entity as unknown as ClassType);
  const { Args, Connection } = typesOf(spec, node);

  /** Every parent of a request that asks for the same page reads it in one statement. */
  const pagesOf = batchedBy<Asked<E>, string, Read<E>>(
    (asked) => asked.print,
    async (parents, asked, ctx) => {
      const families = familiesOf(ctx, asked, parents);
      const rows = await window(ctx, spec, asked, families);
      const byParent = Map.groupBy(rows, (r) => families.parentOf(String(r[asked.parent as keyof E])));
      return (parent) => cut(byParent.get(parent) ?? [], asked);
    },
  );
  const countsOf = batchedBy<Asked<E>, string, number>(
    (asked) => asked.print,
    async (parents, asked, ctx) => {
      const property = asked.parent as string;
      const families = familiesOf(ctx, asked, parents);
      const found = await ctx.em.rows(spec.entity, {
        select: [property as keyof E & string, raw('count(*) as total')],
        where: { $and: [asked.where, { [property]: { $in: families.keys } }] },
        groupBy: [property as keyof E & string],
      });
      const column = columnOf(ctx, spec, property);
      const totals = new Map<string, number>();
      for (const r of found) {
        const parent = families.parentOf(String(r[column]));
        totals.set(parent, (totals.get(parent) ?? 0) + Number(r['total']));
      }
      return (parent) => totals.get(parent) ?? 0;
    },
  );
  const summary = aggregation(spec);
  const prints = fingerprinted(spec);

  const connect = (ctx: Ctx, args: PageArgs, where: Where, parent?: { property: string; id: string; below?: boolean }): object => {
    const counting = countsAlone(ctx, spec.entity.name);
    const plain = ask(ctx, spec, args, where, parent?.property, parent?.below);
    // Divisions of one kind never overlap; a county and its townships do, so they are read apart.
    const asked = parent?.below ? { ...plain, print: `${plain.print} ${ctx.territory.at(parent.id, ctx.day)?.kind}` } : plain;
    const read = new Map<string, Promise<readonly Summary[]>>();
    const groups = (by: readonly GroupBy[]) => {
      const name = JSON.stringify(by);
      const known = read.get(name) ?? summary(ctx, asked, by, parent?.id);
      read.set(name, known);
      return known;
    };
    const fingerprint = async () => (counting || spec.outcome ? null : prints(ctx, asked, parent?.id));
    const told = { groups, fingerprint, total: async () => (await groups([]))[0]?.count ?? null };
    const page: Page<E> = counting
      ? { ...told, rows: () => refuseRows(ctx, spec.entity.name), count: told.total, cursor: asked.cursor }
      : parent
        ? {
            ...told,
            rows: () => pagesOf(ctx, asked, parent.id),
            count: () => (spec.outcome ? told.total() : countsOf(ctx, asked, parent.id)),
            cursor: asked.cursor,
          }
        : {
            ...told,
            rows: async () =>
              cut(
                (await ctx.em.find(spec.entity, { $and: [asked.where, asked.beyond] } as FilterQuery<E>, {
                  orderBy: asked.order as never,
                  limit: asked.limit + 1,
                })) as E[],
                asked,
              ),
            count: () => (spec.outcome ? told.total() : ctx.em.count(spec.entity, asked.where as FilterQuery<E>)),
            cursor: asked.cursor,
          };
    let rows: Promise<Read<E>> | undefined;
    return Object.assign(new Connection(), { page: { ...page, rows: () => (rows ??= page.rows()) }, asked });
  };

  return {
    spec,
    Connection,
    Args,
    page: (ctx, args, where = {}) => connect(ctx, args, where),
    pageOf: (ctx, property, id, args, where = {}) => connect(ctx, args, where, { property, id }),
    pageBelow: (ctx, id, args, where = {}) => connect(ctx, args, where, { property: spec.below as string, id, below: true }),
  };
}

function cut<E>(rows: readonly E[], { limit, backward }: { limit: number; backward: boolean }): Read<E> {
  const page = rows.slice(0, limit);
  return { rows: backward ? page.reverse() : page, more: rows.length > limit };
}

/** The first rows of every parent's page in one statement. */
async function window<E extends Dated>(ctx: Ctx, spec: ListSpec<E>, asked: Asked<E>, families: Families): Promise<E[]> {
  const property = asked.parent as string;
  const by = asked.order.map((o) => Object.entries(o)[0] as [string, string]).map(([p, d]) => `"e"."${columnOf(ctx, spec, p)}" ${d}`);
  const [family, values] = familySql(ctx, spec, asked, families);
  const ranked = ctx.em.statement(spec.entity, {
    select: ['*', raw(`row_number() over (partition by ${family} order by ${by.join(', ')}) as place_in_page`, values)],
    where: { $and: [asked.where, asked.beyond, { [property]: { $in: families.keys } }] },
  });
  const found = await ctx.em.run({
    text: `select * from (${ranked.text}) as "p" where place_in_page <= ? order by place_in_page`,
    values: [...ranked.values, asked.limit + 1],
  });
  return ctx.em.made(spec.entity, found);
}

/** The GraphQL types of a list, written by hand nowhere. */
function typesOf<E extends Dated>(spec: ListSpec<E>, node: () => ClassType): { Connection: ClassType; Args: ClassType<PageArgs> } {
  const { name } = spec;
  const kept = spec.outcome ? ' Null where so few persons stand behind it that they could be told (小单元抑制).' : '';

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
    @Field(() => Int, {
      nullable: spec.outcome !== undefined,
      ...described('总数', `How many rows the filter and your territory leave, over all pages; read only when selected.${kept}`),
    })
    totalCount(): Promise<number | null> {
      return this.page.count();
    }
    @Field(() => String, {
      nullable: true,
      ...described(
        '指纹',
        'SHA-256 over the keys and versions of all rows that the filter and your territory leave, over all pages: it stays the same for as long as these rows do. Null where the rows may only be counted or may tell of persons. Read only when selected.',
      ),
    })
    fingerprint(): Promise<string | null> {
      return this.page.fingerprint();
    }
  }
  summarized(spec, Connection as unknown as ClassType<{ page: Page<E> }>);

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
