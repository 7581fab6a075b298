import { Entity, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';

invariant(
  'one_mechanism',
  'front_line_mechanism.county',
  'CONFLICT',
  'the county has a front-line mechanism already: issue the next from a later day',
);

/**
 * "三个一线"干部培养选拔机制. The source names it and doesn't spell it out, so its three labels are what the county's
 * document says they are, from a day on.
 */
@Entity({ tableName: 'front_line_mechanism' })
@Scoped((scope) => whereTouching('county', scope))
@Unique({ properties: ['county'], where: { validTo: FOREVER }, name: 'one_mechanism' })
@ObjectType({
  description:
    '"三个一线"干部培养选拔机制 · What the county calls its three front lines, by a document: the steps of the path from a front-line posting over an appraisal to a promotion.',
})
@Catalogued({ serial: 46, provider: 'ORG_DEPT', cycle: 'IRREGULAR', since: '2026-11-25' })
export class FrontLineMechanism extends Versioned {
  @Property({ type: 'string', length: 20 }) county!: string;
  @Field(() => String, { description: '第一个一线 · Where cadres are trained: the posting.' })
  @Property({ type: 'string', length: 60 })
  cultivate!: string;
  @Field(() => String, { description: '第二个一线 · Where they are observed: the appraisal.' })
  @Property({ type: 'string', length: 60 })
  observe!: string;
  @Field(() => String, { description: '第三个一线 · Where they are selected: the promotion.' })
  @Property({ type: 'string', length: 60 })
  select!: string;
  @Field(() => DocNo, { description: '文号 · Document.' })
  @Property({ type: 'string', length: 60 })
  document!: string;

  override place(): string {
    return this.county;
  }

  issue(labels: Pick<FrontLineMechanism, 'cultivate' | 'observe' | 'select' | 'document'>): string {
    Object.assign(this, labels);
    return 'frontLineMechanism.issued';
  }
}
