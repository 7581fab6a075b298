import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { OrganizationField, OrganizationType } from './organization.rules.ts';

invariant(
  'one_count_at_a_time',
  'member_count.organization',
  'CONFLICT',
  'somebody else counts the members of this organization; read it again',
);

/**
 * How many Party members belong to an organization by their formal relation (党员组织关系), as counted on a day. It holds
 * until the next count.
 */
@Entity({ tableName: 'member_count' })
@Scoped('division')
@Unique({ properties: ['organization'], where: { validTo: FOREVER }, name: 'one_count_at_a_time' })
@ObjectType({
  description:
    '党员统计 · Members of an organization as counted on a day: where their formal relation is (党员组织关系), which may differ from where they work. It holds until the next count.',
})
@Directive('@key(fields: "id")')
@Catalogued({ serial: 16, provider: 'ORG_DEPT', cycle: 'YEARLY', since: '2026-11-25' })
export class MemberCount extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) organization!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => OrganizationType, { description: '类型 · Type of the organization when its members were counted.' })
  @Enum({ items: () => OrganizationType })
  type!: OrganizationType;
  @Field(() => OrganizationField, { description: '领域 · Field of the organization when its members were counted.' })
  @Enum({ items: () => OrganizationField })
  field!: OrganizationField;
  @Field(() => Int, { description: '正式党员 · Full members.' })
  @Property({ type: 'integer' })
  full!: number;
  @Field(() => Int, { description: '预备党员 · Probationary members.' })
  @Property({ type: 'integer' })
  probationary!: number;

  @Field(() => Int, { description: '党员 · Full and probationary members.' })
  get total(): number {
    return this.full + this.probationary;
  }

  override place(): string {
    return this.division;
  }

  recount(full: number, probationary: number, as: Pick<MemberCount, 'type' | 'field'>): string {
    Object.assign(this, { full, probationary, type: as.type, field: as.field });
    return 'members.counted';
  }

  /** Ends on `day` with the organization itself. */
  cease(day: Day): string {
    this.validTo = day;
    return 'members.released';
  }
}
