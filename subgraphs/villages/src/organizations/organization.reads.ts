import { LockMode } from '@mikro-orm/core';
import { batched, byKey } from '#platform/batched';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { Agency } from '../agencies/agency.entity.ts';
import { PartyOrganization } from './organization.entity.ts';
import { Tier } from './organization.rules.ts';

export const organizationById = byKey(PartyOrganization);
export const agencyById = byKey(Agency);

/** The Party organization that leads a division on the day asked for. */
export const leaderOf = batched<string, PartyOrganization | undefined>(async (divisions, { em }) => {
  const rows = await em.find(PartyOrganization, { division: { $in: [...divisions] }, tier: { $in: Object.values(Tier) } });
  const byDivision = new Map(rows.map((o) => [o.division, o]));
  return (division) => byDivision.get(division);
});

/**
 * The organization as it stands now, locked until the end of the transaction: whatever depends on it (an office, a term,
 * a case) and its own end wait for each other. Refused unless it lived on `from` and lives on.
 */
export async function lockedOrganization({ em }: Ctx, id: string, from: Day): Promise<PartyOrganization> {
  const open = await em.findOne(
    PartyOrganization,
    { id, validTo: FOREVER },
    { filters: { asOf: false }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (!open)
    throw new Refusal(
      'NOT_FOUND',
      `no Party organization ${id} in your territory that lives on; partyOrganizations { nodes { id } } lists them`,
    );
  if (open.founded > from)
    throw new Refusal('NOT_FOUND', `Party organization ${id} was founded on ${open.founded}; on ${from} it did not exist`);
  return open;
}
