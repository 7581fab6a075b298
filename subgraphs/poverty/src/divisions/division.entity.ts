import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { lyingIn } from '#platform/page';

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

/** Rows grouped by the township, or by the village or community, that a division is or lies in on the day asked for. */
export const atTownship = lyingIn(
  '乡镇 · Township',
  ['TOWNSHIP'],
  () => Township,
  (id) => ({ id }),
);
export const atVillage = lyingIn(
  '村 · Village or community',
  ['VILLAGE', 'COMMUNITY'],
  () => Village,
  (id) => ({ id }),
);
