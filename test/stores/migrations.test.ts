import { describe, expect, it } from 'vitest';
import { openStore } from '#platform/store';
import { freshPlace } from '#platform/testing';
import { subgraphs } from '../../gateway/src/parts.ts';

/** What PostgreSQL keeps in words of its own, so that the ORM takes it for another thing each time it looks. */
const RESPELLED = /"(one_tolerance_case|master_ledger)"|^set names/;

describe('the migrations of a store', () => {
  it.each(Object.values(subgraphs).map((spec) => [spec.name, spec] as const))('%s lead exactly to its entities', async (_, spec) => {
    const place = await freshPlace();
    const store = await openStore(spec, place);
    expect((await store.migrate()).length).toBeGreaterThan(0);
    expect(await store.migrate()).toEqual([]);
    expect(await store.orm.migrator.checkSchema()).toBe(false);
    const left = (await store.orm.schema.getUpdateSchemaSQL()).split('\n').filter((line) => line.trim() && !RESPELLED.test(line));
    expect(left).toEqual([]);
    await store.close();
    await place.remove();
  });
});
