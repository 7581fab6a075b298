import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Refusal } from '#platform/refusal';

/** Owned by the villages subgraph; here only its key and what it has taken on. */
@ObjectType({ description: '党组织 · A Party organization.' })
@Directive('@key(fields: "id")')
export class PartyOrganization {
  @Field(() => ID, { description: '标识 · Stable key.' }) id!: string;
}

/** The key of a Party organization as it must look; that it exists is held against the villages store by reconciliation. */
export function asOrganization(id: string): string {
  if (/^org_[0-9a-z]{12}$/.test(id)) return id;
  throw new Refusal(
    'NOT_FOUND',
    `no Party organization ${JSON.stringify(id).slice(0, 60)}; keys stand in partyOrganizations { nodes { id } }`,
  );
}
