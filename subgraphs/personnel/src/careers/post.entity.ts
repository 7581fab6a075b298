import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { classify } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DateScalar, DocNo } from '#platform/scalars';
import { whereOfPersonInScope } from '../persons/person.entity.ts';
import { isLeadership, PostEnd, PostMode, PostRole, SINGLE_POSTS } from './post.rules.ts';

registerEnumType(PostRole, {
  name: 'PostRole',
  description:
    '职务类别 · In the official order: 县委书记, 县长, 县委副书记, 常务副县长, 县领导, 乡镇党委书记, 乡镇长, 单位正职, 乡镇党委副书记, 组织委员, 乡镇班子成员, 单位副职, 非领导职务, 一般干部.',
});
registerEnumType(PostMode, { name: 'PostMode', description: '任职方式 · 选任 ELECTED, 委任 APPOINTED, 兼任 CONCURRENT, 聘任 ENGAGED.' });
registerEnumType(PostEnd, { name: 'PostEndReason', description: '免职原因 · Why somebody left a post.' });
invariant(
  'one_holder_of_a_single_post',
  'post_holding.agency, post_holding.role',
  'POST_HELD',
  'somebody holds this post; that person leaves it first',
);

/** Somebody in a post of an agency, from a day on. */
@Entity({ tableName: 'post_holding' })
@Scoped(whereOfPersonInScope)
@Unique({
  properties: ['agency', 'role'],
  where: { validTo: FOREVER, role: { $in: [...SINGLE_POSTS] } },
  name: 'one_holder_of_a_single_post',
})
@Index({ properties: ['role', 'validFrom', 'validTo'], name: 'post_in_force' })
@ObjectType({ description: '任职 · Somebody in a post of an agency.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 43, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class PostHolding extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) person!: string;
  @Index() @Property({ type: 'string', length: 20 }) agency!: string;
  @Index() @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => PostRole, { description: '职务类别 · Kind of post.' })
  @Enum({ items: () => PostRole })
  role!: PostRole;
  @Field(() => String, { description: '职务名称 · Name of the post.' })
  @Property({ type: 'string', length: 60 })
  name!: string;
  @Field(() => PostMode, { description: '任职方式 · How the holder came into it.' })
  @Enum({ items: () => PostMode })
  mode!: PostMode;
  /** Place in the official order of posts, then of surname strokes: one text that compares. */
  @Index() @Property({ type: 'string', length: 210 }) listOrder!: string;
  @Field(() => DateScalar, { nullable: true, description: '试用期止 · End of the year of probation, where there is one.' })
  @Property({ type: 'string', length: 10, nullable: true })
  probationUntil?: Day | null;
  @Field(() => DocNo, { description: '文号 · Document.' })
  @Property({ type: 'string', length: 60 })
  document!: string;
  @Field(() => PostEnd, { nullable: true, description: '免职原因 · Why it ended; null while it lasts.' })
  @Enum({ items: () => PostEnd, nullable: true })
  endReason?: PostEnd | null;

  @Field(() => Boolean, { description: '领导职务 · Whether it is a leading post.' })
  get leadership(): boolean {
    return isLeadership(this.role);
  }

  override place(): string {
    return this.division;
  }

  leave(day: Day, reason: PostEnd): string {
    Object.assign(this, { validTo: day, endReason: reason });
    return 'post.left';
  }
}

classify(PostHolding, 'listOrder', 'PERSONAL');
