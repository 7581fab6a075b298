import { batched, byKey } from '#platform/batched';
import { requireRead } from '#platform/may';
import { Committee } from './committee.entity.ts';

export const committeeById = byKey(Committee);

/** The committee in the term of the day asked for, by organization, or by village for its villagers' committee. */
export const committeeOf = batched<string, Committee | undefined>(async (organizations, ctx) => {
  requireRead(ctx, 'Committee');
  const rows = await ctx.em.find(Committee, { organization: { $in: [...organizations] } });
  const byOrganization = new Map(rows.map((c) => [c.organization, c]));
  return (id) => byOrganization.get(id);
});

/** All terms of committees that began until the day asked for, oldest first. */
export const termsOf = batched<string, Committee[]>(async (ids, { em, day }) => {
  const rows = await em.find(
    Committee,
    { id: { $in: [...ids] }, validFrom: { $lte: day } },
    { filters: { asOf: false }, orderBy: { validFrom: 'asc', validTo: 'asc' } },
  );
  const byCommittee = Map.groupBy(
    rows.filter((c) => c.validFrom < c.validTo),
    (c) => c.id,
  );
  return (id) => byCommittee.get(id) ?? [];
});
