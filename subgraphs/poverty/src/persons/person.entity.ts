import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Refusal } from '#platform/refusal';

/** Owned by the personnel subgraph; here only its key and what the person answers for. */
@ObjectType({ description: '人员 · A person.' })
@Directive('@key(fields: "id")')
export class Person {
  @Field(() => ID, { description: '标识 · Stable key.' }) id!: string;
}

/** The key of a person as it must look. That the person exists is held against the personnel store by reconciliation. */
export function asPerson(id: string): string {
  if (/^per_[0-9a-z]{12}$/.test(id)) return id;
  throw new Refusal('NOT_FOUND', `no person ${JSON.stringify(id).slice(0, 60)}; keys of persons stand in persons { nodes { id } }`);
}
