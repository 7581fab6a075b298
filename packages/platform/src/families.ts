import type { Ctx } from './context.ts';
import type { Dated } from './dated.ts';
import { type Asked, columnOf, type ListSpec } from './page.ts';

/** Which keys of the parent's column belong to which parent: the parent's own, or those that lie below it. */
export interface Families {
  readonly keys: readonly string[];
  readonly parentOf: (key: string) => string;
  /** The keys of each parent, when they aren't the parents themselves. */
  readonly groups: readonly (readonly string[])[] | null;
}

export function familiesOf<E extends Dated>(ctx: Ctx, asked: Asked<E>, parents: readonly string[]): Families {
  if (!asked.below) return { keys: [...parents], parentOf: (key) => key, groups: null };
  const groups = parents.map((parent) => ctx.territory.under(parent, ctx.day));
  const parentOf = new Map(groups.flatMap((group, i) => group.map((key) => [key, parents[i] as string])));
  return { keys: [...parentOf.keys()], parentOf: (key) => parentOf.get(key) as string, groups };
}

/** The family of a row in the store's words, with its parameters: the parent's key itself, or the parent's number. */
export function familySql<E extends Dated>(ctx: Ctx, spec: ListSpec<E>, asked: Asked<E>, { groups }: Families): [string, unknown[]] {
  const column = `"e"."${columnOf(ctx, spec, asked.parent as string)}"`;
  if (groups === null) return [column, []];
  const filled = groups.map((group, i) => ({ group, i })).filter(({ group }) => group.length > 0);
  if (filled.length < 2) return [String(filled[0]?.i ?? 0), []];
  const cases = filled.map(({ group, i }) => `when ${column} in (${group.map(() => '?').join(', ')}) then ${i}`);
  return [`case ${cases.join(' ')} end`, filled.flatMap(({ group }) => group)];
}
