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

/** Rows grouped by the township that a division is, or lies in, on the day asked for. */
export const atTownship = <P extends string>(property: P) => ({
  property,
  at: ['TOWNSHIP'],
  type: () => Township,
  show: (id: string) => ({ id }),
  description: '乡镇 · Township in which it lies on the day asked for; null for what lies in none.',
});
/** Rows grouped by the village or community that a division is. */
export const atVillage = <P extends string>(property: P) => ({
  property,
  at: ['VILLAGE', 'COMMUNITY'],
  type: () => Village,
  show: (id: string) => ({ id }),
  description: '村 · Village or community in which it lies on the day asked for; null for what lies in none.',
});
