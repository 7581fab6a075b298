import { Directive, Field, ID, ObjectType } from 'type-graphql';

const KEY = { description: '标识 · Stable key.' };

/** Divisions belong to the villages subgraph; here only their keys and what personnel knows about them. */
@ObjectType({ description: '县 · County.' })
@Directive('@key(fields: "id")')
export class County {
  @Field(() => ID, KEY) id!: string;
}

@ObjectType({ description: '乡镇 · Township or town.' })
@Directive('@key(fields: "id")')
export class Township {
  @Field(() => ID, KEY) id!: string;
}

@ObjectType({ description: '行政村、社区 · Administrative village (村委会) or community (居委会).' })
@Directive('@key(fields: "id")')
export class Village {
  @Field(() => ID, KEY) id!: string;
}
