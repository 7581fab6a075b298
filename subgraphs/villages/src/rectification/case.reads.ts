import { batched, byKey } from '#platform/batched';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { OfficeHolding } from '../offices/office.entity.ts';
import { OfficeRole } from '../offices/office.rules.ts';
import { lockedOrganization } from '../organizations/organization.reads.ts';
import { RectificationCampaign, RectificationCase } from './case.entity.ts';
import { CaseState } from './case.rules.ts';

export const caseById = byKey(RectificationCase);
export const campaignById = byKey(RectificationCampaign);

/** The case of an organization on the day asked for: the open one, else the last that was closed. */
export const caseOf = batched<string, RectificationCase | undefined>(async (organizations, ctx) => {
  requireRead(ctx, 'RectificationCase');
  const rows = await ctx.em.find(
    RectificationCase,
    { organization: { $in: [...organizations] } },
    { orderBy: { identifiedOn: 'asc', id: 'asc' } },
  );
  const byOrganization = Map.groupBy(rows, (c) => c.organization);
  return (id) => {
    const own = byOrganization.get(id);
    return own?.find((c) => c.state !== CaseState.CLOSED) ?? own?.at(-1);
  };
});

/**
 * Refuses to take a vacant post for filled: the register must show a secretary on the day. The organization is locked, so
 * that the secretary doesn't leave at the same moment.
 */
export async function requireSecretary(ctx: Ctx, { organization, isVacancy }: RectificationCase, day: Day): Promise<void> {
  if (!isVacancy) return;
  await lockedOrganization(ctx, organization, day);
  const held = await ctx.em.count(
    OfficeHolding,
    { organization, role: OfficeRole.SECRETARY, validFrom: { $lte: day }, validTo: { $gt: day } },
    { filters: { asOf: false } },
  );
  if (held === 0)
    throw new Refusal(
      'VACANCY_OPEN',
      `nobody is secretary of ${organization} on ${day}; the case of a vacant post ends when the post is held`,
    );
}
