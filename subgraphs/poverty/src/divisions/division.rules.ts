import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';

/** What the register calls a place in which something can be found. */
export const VILLAGE_KINDS: readonly string[] = ['VILLAGE', 'COMMUNITY'];

/** Villages and communities below a county or township on `day`, along the parents of that day. */
export const villagesBelow = ({ territory }: Pick<Ctx, 'territory'>, division: string, day: Day): string[] =>
  VILLAGE_KINDS.flatMap((kind) => territory.within(division, day, kind));
