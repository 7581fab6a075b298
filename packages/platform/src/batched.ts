import type { EntityClass, FilterQuery } from '@mikro-orm/core';
import DataLoader from 'dataloader';
import type { Ctx } from './context.ts';
import type { Dated } from './dated.ts';

const readings = new WeakMap<Ctx, number>();

/** From now on this request reads anew: what it read before a change no longer holds. */
export function readAnew(ctx: Ctx): void {
  readings.set(ctx, (readings.get(ctx) ?? 0) + 1);
}

/**
 * A read that a page of rows shares: however many keys a request asks for, `load` runs once for all of them and returns
 * a look-up. One loader per request lives in a `WeakMap` on the request's context, so nothing is registered anywhere.
 */
export function batched<K, V>(load: (keys: readonly K[], ctx: Ctx) => Promise<(key: K) => V>): (ctx: Ctx, key: K) => Promise<V> {
  const loaders = new WeakMap<Ctx, { loader: DataLoader<K, V>; reading: number }>();
  return (ctx, key) => {
    const reading = readings.get(ctx) ?? 0;
    let own = loaders.get(ctx);
    if (own?.reading !== reading) {
      const loader = new DataLoader<K, V>(async (keys) => {
        const of = await load(keys, ctx);
        return keys.map(of);
      });
      loaders.set(ctx, (own = { loader, reading }));
    }
    return own.loader.load(key);
  };
}

/** The same, for reads that also depend on arguments: rows asked for with the same arguments share one read. */
export function batchedBy<A, K, V>(
  fingerprint: (args: A) => string,
  load: (keys: readonly K[], args: A, ctx: Ctx) => Promise<(key: K) => V>,
): (ctx: Ctx, args: A, key: K) => Promise<V> {
  const reads = new WeakMap<Ctx, Map<string, (ctx: Ctx, key: K) => Promise<V>>>();
  return (ctx, args, key) => {
    let byArgs = reads.get(ctx);
    if (!byArgs) reads.set(ctx, (byArgs = new Map()));
    const name = fingerprint(args);
    let read = byArgs.get(name);
    if (!read) byArgs.set(name, (read = batched<K, V>((keys, c) => load(keys, args, c))));
    return read(ctx, key);
  };
}

/** The row of an entity with a key, as of the day asked for and inside the territory; null where there is none. */
export const byKey = <E extends Dated>(entity: EntityClass<E>): ((ctx: Ctx, id: string) => Promise<E | null>) =>
  batched<string, E | null>(async (ids, { em }) => {
    const rows = (await em.find(entity, { id: { $in: [...ids] } } as unknown as FilterQuery<E>)) as E[];
    const known = new Map(rows.map((row) => [row.id, row]));
    return (id) => known.get(id) ?? null;
  });
