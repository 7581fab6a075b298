import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { Refusal } from '#platform/refusal';

/** What the register calls a place in which something can be found. */
export const VILLAGE_KINDS: readonly string[] = ['VILLAGE', 'COMMUNITY'];

/** Villages and communities below a county or township on `day`, along the parents of that day. */
export const villagesBelow = ({ territory }: Pick<Ctx, 'territory'>, division: string, day: Day): string[] =>
  VILLAGE_KINDS.flatMap((kind) => territory.within(division, day, kind));

/** Where work can be given to somebody: the county itself, a township, a village or a community. */
export const WORKPLACES: readonly string[] = ['COUNTY', 'TOWNSHIP', ...VILLAGE_KINDS];

/** Refuses a division in which no work can be given on the day asked for, or that lies outside the caller's territory. */
export function requireWorkplace(
  ctx: Pick<Ctx, 'territory' | 'scope' | 'day'>,
  division: string,
  kinds: readonly string[] = WORKPLACES,
): string {
  const place = ctx.territory.at(division, ctx.day);
  if (place && kinds.includes(place.kind) && ctx.scope.covers(division)) return division;
  throw new Refusal('NOT_FOUND', `no ${kinds.join(', ').toLowerCase()} ${division.slice(0, 40)} in your territory as of ${ctx.day}`);
}
