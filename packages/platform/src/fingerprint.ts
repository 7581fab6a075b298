import { createHash } from 'node:crypto';
import { batchedBy } from './batched.ts';
import type { Ctx } from './context.ts';
import type { Dated } from './dated.ts';
import { familiesOf } from './families.ts';
import { type Asked, columnOf, type ListSpec } from './page.ts';

/** What stands for the parent of a list that has none. */
const ALL = '';

/**
 * The fingerprint of a list: a hash over the keys and versions of all its rows, whatever the page. As long as it stays the
 * same, so does every figure that is counted from them; when it changes, some row was added, taken away or changed.
 * Read for all parents of a request in one statement.
 */
export function fingerprinted<E extends Dated>(spec: ListSpec<E>): (ctx: Ctx, asked: Asked<E>, parent?: string) => Promise<string> {
  const read = batchedBy<Asked<E>, string, string>(
    (asked) => asked.print,
    async (parents, asked, ctx) => {
      const { parent: property } = asked;
      const families = property === undefined ? undefined : familiesOf(ctx, asked, parents);
      const mine = families ? { [property as string]: { $in: families.keys } } : {};
      const { properties } = ctx.em.getMetadata(spec.entity) as unknown as { properties: Record<string, unknown> };
      const told = ['id', 'validFrom', ...('version' in properties ? ['version'] : [])];
      const rows = await ctx.em.rows(spec.entity, {
        select: [...new Set([...told, ...(property === undefined ? [] : [property])])] as (keyof E & string)[],
        where: { $and: [asked.where, mine] },
      });
      const columns = told.map((name) => columnOf(ctx, spec, name));
      const above = property === undefined ? undefined : columnOf(ctx, spec, property);
      const byParent = Map.groupBy(rows, (r) => (families && above ? families.parentOf(String(r[above])) : ALL));
      return (parent) => {
        const lines = (byParent.get(parent) ?? []).map((r) => JSON.stringify(columns.map((c) => r[c]))).sort();
        return createHash('sha256').update(lines.join('\n')).digest('hex');
      };
    },
  );
  return (ctx, asked, parent) => read(ctx, asked, parent ?? ALL);
}
