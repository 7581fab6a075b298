import 'reflect-metadata';
import { Args, type ClassType, Ctx as Context, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Ctx } from './context.ts';
import type { Dated } from './dated.ts';
import type { List, PageArgs } from './list.ts';

/** Where a list is shown as well: on types under which its rows lie by `below`, and on types that a column names. */
interface Homes<E> {
  readonly below?: readonly ClassType[];
  readonly by?: Partial<Record<keyof E & string, ClassType>>;
}

/**
 * Contributes a list to types of divisions: a field that shows the rows which lie in each, for all divisions of a request
 * in one statement. Returns the resolvers that answer it.
 */
export function contributed<E extends Dated>(list: List<E>, field: string, description: string, { below = [], by = {} }: Homes<E>) {
  const resolver = (type: ClassType, read: (ctx: Ctx, id: string, args: PageArgs) => object): ClassType => {
    const Contributed = class {} as ClassType;
    Object.assign(Contributed.prototype, { [field]: ({ id }: { id: string }, ctx: Ctx, args: PageArgs) => read(ctx, id, args) });
    Root()(Contributed.prototype, field, 0);
    Context()(Contributed.prototype, field, 1);
    Args(() => list.Args)(Contributed.prototype, field, 2);
    const descriptor = Object.getOwnPropertyDescriptor(Contributed.prototype, field) as PropertyDescriptor;
    FieldResolver(() => list.Connection, { nullable: true, description })(Contributed.prototype, field, descriptor);
    Resolver(() => type)(Contributed);
    return Contributed;
  };
  return [
    ...below.map((type) => resolver(type, (ctx, id, args) => list.pageBelow(ctx, id, args))),
    ...Object.entries<ClassType | undefined>(by).map(([property, type]) =>
      resolver(type as ClassType, (ctx, id, args) => list.pageOf(ctx, property as keyof E & string, id, args)),
    ),
  ];
}
