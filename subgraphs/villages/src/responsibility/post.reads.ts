import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { OfficeHolding } from '../offices/office.entity.ts';
import { OfficeRole } from '../offices/office.rules.ts';
import type { PartyOrganization } from '../organizations/organization.entity.ts';
import { lockedOrganization } from '../organizations/organization.reads.ts';

/** Who answers for a post on a day: nobody pledges, reports or is given a list for a post that is vacant. */
export async function answerable(
  ctx: Ctx,
  organization: string,
  on: Day,
  role: OfficeRole = OfficeRole.SECRETARY,
): Promise<{ organization: PartyOrganization; person: string }> {
  const found = await lockedOrganization(ctx, organization, on);
  const holding = await ctx.em.findOne(
    OfficeHolding,
    { organization, role, validFrom: { $lte: on }, validTo: { $gt: on } },
    { filters: { asOf: false }, orderBy: { validFrom: 'asc', row: 'asc' } },
  );
  if (!holding) throw new Refusal('VACANCY_OPEN', `nobody is ${role} of ${organization} on ${on}; appoint somebody first`);
  return { organization: found, person: holding.person };
}

/** A year for which something is said on a day: that day's or one before, and never before lists were kept. */
export function asYear(year: number, on: Day): number {
  const current = Number(on.slice(0, 4));
  if (year >= 2012 && year <= current) return year;
  throw new Refusal('BAD_USER_INPUT', `a year from 2012 to ${current}; got ${year}`);
}
