import type { EntityClass, EntityMetadata } from '@mikro-orm/core';
import { describe, expect, it } from 'vitest';
import type { Origin } from '#platform/filled';
import type { StoreManager } from '#platform/manager';
import { type App, testApp } from '#platform/testing';
import { subgraphs } from '../../gateway/src/parts.ts';

/** A township officer's territory, and nobody's: what filters keep must be the same as well. */
const CALLERS = [{ role: 'ANALYST' }, { role: 'TOWNSHIP', divisions: ['140222102000'] }, { role: 'NOBODY', divisions: [] }] as const;

const originOf = (name: string): Origin => {
  const spec = subgraphs[name] as Origin['spec'];
  return { spec, follows: Object.keys(spec.reactions ?? {}).map(originOf) };
};

const told = (rows: readonly object[], meta: EntityMetadata): string[] =>
  rows.map((row) => JSON.stringify(meta.props.map((p) => [p.name, (row as Record<string, unknown>)[p.name]])));

/** Conditions on one property, made of values that its rows have. */
function* conditions(property: string, values: readonly unknown[]): Generator<object> {
  const [value, other] = values;
  yield { [property]: null };
  yield { [property]: { $ne: null } };
  if (value === undefined || typeof value === 'object') return;
  yield { [property]: value };
  yield { [property]: [value, other ?? value, value] };
  yield { $not: { [property]: { $in: [value] } } };
  yield { $or: [{ [property]: value }, { [property]: null }, {}] };
  if (typeof value === 'boolean') return;
  yield { [property]: { $gt: value, $lte: values.at(-1) } };
  yield {
    $and: [
      { [property]: { $nin: [value, null].filter((v) => v !== null) } },
      { $or: [{ [property]: { $gte: other } }, { [property]: { $lt: value } }] },
    ],
  };
}

describe.each(Object.keys(subgraphs))('plain reads of %s', (name) => {
  it('find, order and count what the mapper does, value by value', async () => {
    const { spec, follows } = originOf(name);
    await using app: App = await testApp(spec, { follows: follows ?? [] });
    let compared = 0;
    for (const caller of CALLERS) {
      const [plain, mapper] = [app.context(caller).em as StoreManager, app.context(caller).em as StoreManager];
      plain.asks = true;
      for (const meta of plain.getMetadata().getAll().values() as Iterable<EntityMetadata>) {
        if (meta.abstract || !meta.tableName) continue;
        const entity = meta.class as EntityClass<object>;
        const options = { orderBy: Object.fromEntries(meta.primaryKeys.map((k) => [k, 'asc'])), limit: 40 } as object;
        const expected = await mapper.find(entity as never, {} as never, options as never);
        const rows = (await plain.find(entity as never, {} as never, options as never)) as object[];
        expect(told(rows, meta), meta.className).toEqual(told(expected as object[], meta));
        expect(rows.every((row) => row instanceof meta.class && (row.constructor as unknown) === meta.class)).toBe(true);
        if (caller.role !== 'ANALYST') continue;
        for (const prop of meta.props.filter((p) => p.kind === 'scalar' && !/Secret|Json/.test(p.customType?.constructor.name ?? ''))) {
          const values = [...new Set(rows.map((row) => (row as Record<string, unknown>)[prop.name]))].filter((v) => v != null);
          for (const where of conditions(prop.name, values.sort())) {
            const [mine, its] = await Promise.all([
              plain.count(entity as never, where as never),
              mapper.count(entity as never, where as never),
            ]);
            expect(mine, `${meta.className} ${JSON.stringify(where)}`).toBe(its);
            compared++;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(300);
  });
});
