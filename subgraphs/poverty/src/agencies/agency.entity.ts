import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

/**
 * Owned by the villages subgraph. This store keeps the keys of the agencies there are and where they work, so that
 * nobody is made responsible who doesn't exist; names stay with their owner.
 */
@Entity({ tableName: 'agency' })
@ObjectType({ description: '单位 · An agency.' })
@Directive('@key(fields: "id")')
export class Agency {
  @Field(() => ID, { description: '标识 · Stable key.' })
  @PrimaryKey({ type: 'string', length: 20 })
  id!: string;
  /** The division in which it works. */
  @Property({ type: 'string', length: 20, nullable: true }) division?: string | null;
}
