import type { Ctx } from '#platform/context';
import { Refusal } from '#platform/refusal';
import { Agency } from './agency.entity.ts';

/** The agency of a key; refuses one that the register doesn't know. */
export async function requireAgency({ em }: Pick<Ctx, 'em'>, id: string): Promise<Agency> {
  const agency = await em.findOne(Agency, { id });
  if (!agency) throw new Refusal('NOT_FOUND', `no agency ${id}; the agencies there are stand in agencies { nodes { id name } }`);
  return agency;
}
