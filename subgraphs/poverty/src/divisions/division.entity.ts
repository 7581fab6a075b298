import { Directive, Field, ID, ObjectType } from 'type-graphql';

const KEY = { description: '标识 · Stable key.' };

/** Owned by the villages subgraph; here only its key and what inspections found in it. */
@ObjectType({ description: '县 · County.' })
@Directive('@key(fields: "id")')
export class County {
  @Field(() => ID, KEY) id!: string;
}

/** Owned by the villages subgraph; here only its key and what inspections found in it. */
@ObjectType({ description: '乡镇 · Township or town.' })
@Directive('@key(fields: "id")')
export class Township {
  @Field(() => ID, KEY) id!: string;
}

/** Owned by the villages subgraph; here only its key and what inspections found in it. */
@ObjectType({ description: '行政村、社区 · Administrative village (村委会) or community (居委会).' })
@Directive('@key(fields: "id")')
export class Village {
  @Field(() => ID, KEY) id!: string;
}
