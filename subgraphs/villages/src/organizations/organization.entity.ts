import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { ABOVE, OrganizationField, OrganizationType, OrganizationWarning, Tier } from './organization.rules.ts';

registerEnumType(OrganizationType, {
  name: 'PartyOrganizationType',
  description:
    '党组织类型 · Type of a Party organization (党内统计): 县委 COUNTY_COMMITTEE, 党工委 WORKING_COMMITTEE, 党组 LEADING_GROUP, 基层党委 BASIC_COMMITTEE, 党总支 GENERAL_BRANCH, 党支部 BRANCH, 联合党支部 JOINT_BRANCH, 临时党支部 TEMP_BRANCH.',
});
registerEnumType(OrganizationField, {
  name: 'PartyOrganizationField',
  description: '领域 · The seven fields of Party building: 行政村, 社区, 机关事业单位, 国有企业, 中小学校, 非公企业, 社会组织.',
});
registerEnumType(Tier, {
  name: 'PartyOrganizationTier',
  description:
    '层级 · The level of divisions that an organization leads; county, township and village are the three levels of secretaries.',
});
registerEnumType(OrganizationWarning, {
  name: 'PartyOrganizationWarning',
  description:
    '提示 · What the regulations on branches (支部工作条例 2018) advise against. BELOW_THREE: a branch with fewer than three full members; OVER_FIFTY: more than fifty, time for a general branch; OVER_HUNDRED: a general branch with more than a hundred, time for a committee; COMMITTEE_MISSING: seven full members or more and no committee; COMMITTEE_UNDER_SEVEN: a committee with fewer than seven full members; COMMITTEE_TOO_LARGE: more than seven officers; TOO_MANY_UNITS: a joint branch of more than five units; ELECTION_OVERDUE; SECRETARY_VACANT. Nothing is blocked by them.',
});

invariant('one_leader_a_division', 'party_organization.division', 'DIVISION_LED', 'this division is led by a Party organization already');

/**
 * A Party organization. Its place in the tree is dated: each move opens a new version, and on no day does an
 * organization stand above itself.
 */
@Entity({ tableName: 'party_organization' })
@Scoped('division')
@Unique({
  properties: ['division'],
  where: { validTo: FOREVER, tier: { $in: Object.values(Tier) } },
  name: 'one_leader_a_division',
})
@Index({ properties: ['parent', 'validFrom', 'validTo'] })
@ObjectType({ description: '党组织 · A Party organization, and where it stands in the tree on the day asked for.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 17, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-24' })
export class PartyOrganization extends Versioned {
  @Field(() => String, { description: '名称 · Name.' })
  @Property({ type: 'string', length: 100 })
  name!: string;
  @Field(() => OrganizationType, { description: '类型 · Type.' })
  @Enum({ items: () => OrganizationType })
  type!: OrganizationType;
  @Field(() => OrganizationField, { description: '领域 · Field of Party building.' })
  @Enum({ items: () => OrganizationField })
  field!: OrganizationField;
  @Field(() => Tier, { nullable: true, description: '层级 · The level of divisions that it leads; null when it leads none.' })
  @Enum({ items: () => Tier, nullable: true })
  tier?: Tier | null;
  @Property({ type: 'string', length: 20, nullable: true }) parent?: string | null;
  @Index() @Property({ type: 'string', length: 20 }) division!: string;
  @Index() @Property({ type: 'string', length: 20, nullable: true }) agency?: string | null;
  @Field(() => [String], {
    nullable: true,
    description: '覆盖单位 · Units that a joint branch covers (联合党支部, as a rule at most five).',
  })
  @Property({ type: 'json', nullable: true })
  units?: string[] | null;
  @Field(() => DateScalar, { description: '成立日 · Day of founding.' })
  @Property({ type: 'string', length: 10 })
  founded!: Day;
  @Field(() => String, { nullable: true, description: '文号 · Document of its founding or of its last change.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;

  override place(): string {
    return this.division;
  }

  /** Hangs it below another organization, of a type that may stand above. */
  reparent(above: PartyOrganization, document: string): string {
    requireAbove(this.type, above);
    Object.assign(this, { parent: above.id, document });
    return 'organization.reparented';
  }

  rename(name: string, document: string): string {
    Object.assign(this, { name, document });
    return 'organization.renamed';
  }

  /** Becomes an organization of another type: a branch of more than fifty members, a general branch. */
  reconstitute(type: OrganizationType, above: PartyOrganization | null, document: string): string {
    if (above) requireAbove(type, above);
    Object.assign(this, { type, document });
    return 'organization.reconstituted';
  }

  /** Ends on `day`, the first day on which it is no more. */
  dissolve(day: Day, document: string): string {
    Object.assign(this, { validTo: day, document });
    return 'organization.dissolved';
  }
}

/** Refuses an organization above that may not stand above this type. */
export function requireAbove(type: OrganizationType, above: Pick<PartyOrganization, 'id' | 'type'>): void {
  const allowed = ABOVE[type];
  if (!allowed.includes(above.type))
    throw new Refusal('WRONG_PARENT', `${type} hangs below ${allowed.join(' or ') || 'nothing'}; ${above.id} is ${above.type}`, {
      allowed,
    });
}
