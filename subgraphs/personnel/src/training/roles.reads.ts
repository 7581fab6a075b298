import type { Ctx } from '#platform/context';
import { whereHoldsOn } from '#platform/dated';
import { Office } from '../offices/office.entity.ts';
import { Posting } from '../postings/posting.entity.ts';
import { PostingState } from '../postings/posting.rules.ts';
import { IN_OFFICE, type InRole, POSTED, type TrainingRole } from './training.rules.ts';

/** Who, within the caller's territory, has one of `roles` on the day asked for; of `persons` alone when they are named. */
export async function inRoles({ em, day, scope }: Ctx, roles: readonly TrainingRole[], persons?: readonly string[]): Promise<InRole[]> {
  const only = persons ? { person: { $in: [...persons] } } : {};
  const kinds = new Map(roles.flatMap((role) => (POSTED[role] ? [[POSTED[role], role] as const] : [])));
  const offices = new Map(roles.flatMap((role) => (IN_OFFICE[role] ? [[IN_OFFICE[role], role] as const] : [])));
  const [posted, held] = await Promise.all([
    kinds.size
      ? em.find(Posting, { ...only, kind: { $in: [...kinds.keys()] }, state: PostingState.ACTIVE }, { orderBy: { row: 'asc' } })
      : [],
    offices.size ? em.find(Office, { ...only, role: { $in: [...offices.keys()] }, ...whereHoldsOn(day) }, { orderBy: { id: 'asc' } }) : [],
  ]);
  return [
    ...posted.map((p) => ({ person: p.person, role: kinds.get(p.kind) as TrainingRole, division: p.division })),
    ...held
      .filter((o) => scope.covers(o.division))
      .map((o) => ({ person: o.person, role: offices.get(o.role) as TrainingRole, division: o.division })),
  ];
}
