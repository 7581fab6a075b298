import { batched } from '#platform/batched';
import { requireRead } from '#platform/may';
import { MemberCount } from './member.entity.ts';

/** The count that holds on the day asked for, by organization. */
export const membersOf = batched<string, MemberCount | undefined>(async (organizations, ctx) => {
  requireRead(ctx, 'MemberCount');
  const rows = await ctx.em.find(MemberCount, { organization: { $in: [...organizations] } });
  const byOrganization = new Map(rows.map((c) => [c.organization, c]));
  return (id) => byOrganization.get(id);
});
