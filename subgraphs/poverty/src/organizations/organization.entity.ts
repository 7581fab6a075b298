import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Refusal } from '#platform/refusal';

/** Owned by the villages subgraph; here only its key and what it has taken on. */
@ObjectType({ description: '党组织 · A Party organization.' })
@Directive('@key(fields: "id")')
export class PartyOrganization {
  @Field(() => ID, { description: '标识 · Stable key.' }) id!: string;
}

/** Owned by the villages subgraph; here only its key and the links that lie in this store. */
@ObjectType({ description: '责任链条 · What a secretary answered for in a year.' })
@Directive('@key(fields: "organization division holder year")')
export class ResponsibilityChain {
  @Field(() => ID, { description: '党组织 · Key of the organization.' }) organization!: string;
  @Field(() => ID, { description: '区划 · Key of the division that it leads.' }) division!: string;
  @Field(() => ID, { description: '责任人 · Key of the person.' }) holder!: string;
  @Field(() => Int, { description: '年度 · Year.' }) year!: number;
}

/** A chain by its key; whoever reads sensitive things of it is recorded to have read of the person. */
export const asChain = (key: object): object => ({ ...key, id: (key as ResponsibilityChain).holder });

/** The key of a Party organization as it must look; that it exists is held against the villages store by reconciliation. */
export function asOrganization(id: string): string {
  if (/^org_[0-9a-z]{12}$/.test(id)) return id;
  throw new Refusal(
    'NOT_FOUND',
    `no Party organization ${JSON.stringify(id).slice(0, 60)}; keys stand in partyOrganizations { nodes { id } }`,
  );
}
