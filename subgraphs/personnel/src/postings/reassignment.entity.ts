import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { Dated, Scoped } from '#platform/dated';
import { DocNo } from '#platform/scalars';

/** Where the two parts of a posting meet that went on in another village or township; its validity begins that day. */
@Entity({ tableName: 'posting_split' })
@Scoped('division')
@Index({ properties: ['division', 'validFrom'] })
@Unique({ properties: ['posting', 'validFrom'], name: 'one_split_a_day' })
@ObjectType({ description: '选派调整 · A posting that went on elsewhere, because its village or township had ended.' })
@Catalogued({ serial: 49, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class PostingSplit extends Dated {
  @Index() @Property({ type: 'string', length: 20 }) posting!: string;
  /** The place that had ended. */
  @Property({ type: 'string', length: 20 }) from!: string;
  /** The place in which the posting goes on. */
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => DocNo, { description: '文号 · Document.' })
  @Property({ type: 'string', length: 60 })
  document!: string;

  override place(): string {
    return this.division;
  }
}
