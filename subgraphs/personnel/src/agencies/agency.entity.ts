import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Owned by the villages subgraph; here only its key and whom it dispatched. */
@ObjectType({ description: '单位 · An agency.' })
@Directive('@key(fields: "id")')
export class Agency {
  @Field(() => ID, { description: '标识 · Stable key.' }) id!: string;
}
