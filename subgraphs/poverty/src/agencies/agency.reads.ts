import type { Ctx } from '#platform/context';
import { Refusal } from '#platform/refusal';
import { Agency } from './agency.entity.ts';

/** Refuses the key of an agency that the register doesn't know. */
export async function requireAgency({ em }: Pick<Ctx, 'em'>, id: string): Promise<void> {
  if (!(await em.findOne(Agency, { id })))
    throw new Refusal('NOT_FOUND', `no agency ${id}; the agencies there are stand in agencies { nodes { id name } }`);
}
