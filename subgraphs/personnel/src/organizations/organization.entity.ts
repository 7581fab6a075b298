import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Owned by the villages subgraph; here only the key by which a person's Party relation names it. */
@ObjectType({ description: '党组织 · A Party organization.' })
@Directive('@key(fields: "id", resolvable: false)')
export class PartyOrganization {
  @Field(() => ID, { description: '标识 · Stable key.' }) id!: string;
}
