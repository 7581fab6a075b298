import { raw } from '@mikro-orm/core';
import { batched } from '#platform/batched';
import type { Ctx } from '#platform/context';
import { type Day, dayOf } from '#platform/day';
import type { Comparison, Where } from '#platform/filter';
import { lyingIn } from '#platform/page';
import { Refusal } from '#platform/refusal';
import { Division, Township, Village } from './division.entity.ts';
import { periodOn } from './division.rules.ts';

const VILLAGE_KINDS: readonly string[] = ['VILLAGE', 'COMMUNITY'];

/** All periods of divisions, whatever the day. */
export const periodsOf = batched<string, Division[]>(async (ids, { em }) => {
  const rows = await em.find(
    Division,
    { id: { $in: [...ids] } },
    { filters: { asOf: false, scope: false }, orderBy: { validFrom: 'asc', row: 'asc' } },
  );
  const byId = Map.groupBy(rows, (d) => d.id);
  return (id) => byId.get(id) ?? [];
});

/** A division as of the day asked for; one that was abolished before answers with its last period. */
export async function divisionOn(ctx: Ctx, id: string): Promise<Division | null> {
  return ctx.scope.touches(id) ? periodOn(await periodsOf(ctx, id), ctx.day) : null;
}

/** A reference to a division, answered as of the day asked for. */
export const divisionReference = ({ id }: { id: string }, ctx: Ctx): Promise<Division | null> => divisionOn(ctx, id);

/** Rows grouped by the township, or by the village or community, that a division is or lies in on the day asked for. */
export const atTownship = lyingIn(
  '乡镇 · Township',
  ['TOWNSHIP'],
  () => Township,
  (id, ctx) => divisionOn(ctx, id),
);
export const atVillage = lyingIn(
  '村 · Village or community',
  VILLAGE_KINDS,
  () => Village,
  (id, ctx) => divisionOn(ctx, id),
);

/** Refuses the key of what is no village or community of the caller's territory on `day`. */
export function requireVillage({ territory, scope }: Pick<Ctx, 'territory' | 'scope'>, village: string, day: Day): void {
  if (!VILLAGE_KINDS.includes(territory.at(village, day)?.kind ?? '') || !scope.covers(village))
    throw new Refusal('NOT_FOUND', `no village or community ${village} in your territory as of ${day}`);
}

/** What has happened can't lie ahead: neither the day asked for nor a day given. */
export function happened(ctx: Pick<Ctx, 'day' | 'now'>, day: Day = ctx.day): Day {
  if (day <= dayOf(ctx.now)) return day;
  throw new Refusal('BAD_USER_INPUT', `${day} lies ahead; record it when it has happened`);
}

/** Villages that are, or aren't, recognised as something on the day asked for: a condition on their keys. */
export function whereDesignated({ eq, ne, in: some, notIn, isNull }: Comparison, { day }: Pick<Ctx, 'day'>): Where {
  const held = (kinds: readonly unknown[] | null) =>
    raw(
      `select village from village_designation where valid_from <= ? and valid_to > ?${kinds ? ` and kind in (${kinds.map(() => '?').join(', ')})` : ''}`,
      [day, day, ...(kinds ?? [])],
    );
  const parts: Where[] = [];
  if (eq != null) parts.push({ id: { $in: held([eq]) } });
  if (ne != null) parts.push({ id: { $nin: held([ne]) } });
  if (some) parts.push({ id: { $in: some.length ? held(some) : [] } });
  if (notIn?.length) parts.push({ id: { $nin: held(notIn) } });
  if (isNull != null) parts.push({ id: { [isNull ? '$nin' : '$in']: held(null) } });
  return { $and: parts };
}
