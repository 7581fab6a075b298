import { byKey } from '#platform/batched';
import type { Ctx } from '#platform/context';
import { Refusal } from '#platform/refusal';
import { Inspection } from './inspection.entity.ts';

/** Inspections as of the day asked for. */
export const inspectionById = byKey(Inspection);

/** An inspection of the whole county is read by its townships, and moved on by the county alone. */
export function ownDivision(ctx: Ctx, { division }: Inspection): void {
  if (!ctx.scope.covers(division))
    throw new Refusal('FORBIDDEN', 'this inspection covers more than your territory; ask whoever answers for all of it');
}

const INSPECTED = ['COUNTY', 'TOWNSHIP'];

/** Refuses a division that can't be inspected as a whole, or that the caller doesn't answer for. */
export function requireInspectable(ctx: Ctx, division: string): void {
  const place = ctx.territory.at(division, ctx.day);
  if (!place || !INSPECTED.includes(place.kind) || !ctx.scope.covers(division))
    throw new Refusal('NOT_FOUND', `no county or township ${division} in your territory as of ${ctx.day}`);
}
