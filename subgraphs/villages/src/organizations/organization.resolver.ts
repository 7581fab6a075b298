import { raw } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Ctx } from '#platform/context';
import { byDay, byEnum, byId, byRule, byText } from '#platform/filter';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { DateScalar } from '#platform/scalars';
import { Agency } from '../agencies/agency.entity.ts';
import { Committee } from '../committees/committee.entity.ts';
import { committeeOf } from '../committees/committee.reads.ts';
import { isOverdue } from '../committees/committee.rules.ts';
import { County, type Division, Township, Village } from '../divisions/division.entity.ts';
import { atTownship, atVillage, divisionOn } from '../divisions/division.reads.ts';
import { OfficeHolding, OfficePost } from '../offices/office.entity.ts';
import { holdersOf, membersOf as officersOf, postOf } from '../offices/office.reads.ts';
import { OfficeRole } from '../offices/office.rules.ts';
import { membersOf } from './member.reads.ts';
import { PartyOrganization } from './organization.entity.ts';
import { agencyById, leaderOf, organizationById } from './organization.reads.ts';
import { OrganizationField, OrganizationType, OrganizationWarning, Tier, warningsOf } from './organization.rules.ts';

/** Organizations whose post of secretary is held on a day, as the store tells it. */
const led = (day: string) =>
  raw('select organization from office_holding where role = ? and valid_from <= ? and valid_to > ?', [OfficeRole.SECRETARY, day, day]);

export const organizations = list({
  name: 'PartyOrganization',
  entity: PartyOrganization,
  filter: {
    name: byText('name', '名称 · Name.'),
    type: byEnum('PartyOrganizationType', OrganizationType)('type', '类型 · Type.'),
    field: byEnum('PartyOrganizationField', OrganizationField)('field', '领域 · Field.'),
    tier: byEnum('PartyOrganizationTier', Tier)('tier', '层级 · Level of divisions that it leads.'),
    parent: byId('parent', '上级党组织 · Key of the organization above.'),
    division: byId('division', '区划 · Key of the division in which it lies.'),
    agency: byId('agency', '单位 · Key of the agency inside which it was set up.'),
    founded: byDay('founded', '成立日 · Day of founding.'),
    secretaryVacant: byRule('书记空缺 · Whether nobody is secretary on the day asked for (M50).', (yes, ctx) => {
      requireRead(ctx, 'OfficeHolding');
      return { id: { [yes ? '$nin' : '$in']: led(ctx.day) } };
    }),
  },
  order: {
    NAME: { property: 'name', description: '名称 · By name.' },
    FOUNDED: { property: 'founded', description: '成立日 · By founding.' },
  },
  groups: {
    type: { property: 'type', type: () => OrganizationType, description: '类型 · Type.' },
    field: { property: 'field', type: () => OrganizationField, description: '领域 · Field of Party building.' },
    tier: { property: 'tier', type: () => Tier, description: '层级 · Level of divisions that it leads.' },
    founded: { property: 'founded', type: () => DateScalar, day: true, description: '成立日 · Day of founding.' },
    township: atTownship('division'),
    village: atVillage('division'),
  },
  below: 'division',
});

export const organizationReference = ({ id }: { id: string }, ctx: Ctx): Promise<PartyOrganization | null> => organizationById(ctx, id);

@Resolver(() => PartyOrganization)
export class PartyOrganizationResolver {
  @Query(() => organizations.Connection, {
    description:
      '党组织 · Party organizations of your territory. The three levels of secretaries (三级书记) are those whose tier is COUNTY, TOWNSHIP or VILLAGE.',
  })
  partyOrganizations(@Context() ctx: Ctx, @Args(() => organizations.Args) args: PageArgs): object {
    return organizations.page(ctx, args);
  }
  @Query(() => PartyOrganization, { nullable: true, description: '党组织 · One organization; null when there is none in your territory.' })
  partyOrganization(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: '标识 · Its key.' }) id: string,
  ): Promise<PartyOrganization | null> {
    requireRead(ctx, 'PartyOrganization');
    return organizationById(ctx, id);
  }

  @FieldResolver(() => OfficePost, { description: '书记 · The post of secretary on the day asked for.' })
  secretary(@Root() organization: PartyOrganization, @Context() ctx: Ctx): Promise<OfficePost> {
    return postOf(ctx, organization.id, OfficeRole.SECRETARY, organization.founded);
  }
  @FieldResolver(() => [OfficeHolding], {
    nullable: true,
    description: '历任书记 · Everybody who was secretary until the day asked for, oldest first.',
  })
  secretaries(@Root() { id }: PartyOrganization, @Context() ctx: Ctx): Promise<OfficeHolding[]> {
    return holdersOf(ctx, id, OfficeRole.SECRETARY);
  }
  @FieldResolver(() => [OfficeHolding], {
    nullable: true,
    description: '班子成员 · Officers of its committee on the day asked for, in the order of offices.',
  })
  officers(@Root() { id }: PartyOrganization, @Context() ctx: Ctx): Promise<OfficeHolding[]> {
    return officersOf(ctx, id);
  }
  @FieldResolver(() => PartyOrganization, { nullable: true, description: '上级党组织 · The organization above on the day asked for.' })
  parent(@Root() { parent }: PartyOrganization, @Context() ctx: Ctx): Promise<PartyOrganization | null> | null {
    return parent ? organizationById(ctx, parent) : null;
  }
  @FieldResolver(() => organizations.Connection, { description: '下级党组织 · Organizations right below it on the day asked for.' })
  children(@Root() { id }: PartyOrganization, @Context() ctx: Ctx, @Args(() => organizations.Args) args: PageArgs): object {
    return organizations.pageOf(ctx, 'parent', id, args);
  }
  @FieldResolver(() => Committee, {
    nullable: true,
    description:
      '班子届次 · Its committee in the term of the day asked for, with the day of the next election; null where none is elected.',
  })
  async committee(@Root() { id }: PartyOrganization, @Context() ctx: Ctx): Promise<Committee | null> {
    return (await committeeOf(ctx, id)) ?? null;
  }
  @FieldResolver(() => Agency, { nullable: true, description: '单位 · The agency inside which it was set up.' })
  agency(@Root() { agency }: PartyOrganization, @Context() ctx: Ctx): Promise<Agency | null> | null {
    return agency ? agencyById(ctx, agency) : null;
  }
  @FieldResolver(() => Village, { nullable: true, description: '村、社区 · The village or community that it leads; null for others.' })
  village(@Root() organization: PartyOrganization, @Context() ctx: Ctx): Promise<Division | null> | null {
    const rural = organization.tier === Tier.VILLAGE || organization.tier === Tier.COMMUNITY;
    return rural ? divisionOn(ctx, organization.division) : null;
  }
  @FieldResolver(() => [OrganizationWarning], {
    nullable: true,
    description: '提示 · What the regulations on branches advise against, as it stands on the day asked for. Nothing is blocked by it.',
  })
  async warnings(@Root() { id, type, units }: PartyOrganization, @Context() ctx: Ctx): Promise<OrganizationWarning[]> {
    const [counted, officers, term] = await Promise.all([membersOf(ctx, id), officersOf(ctx, id), committeeOf(ctx, id)]);
    return warningsOf({
      type,
      full: counted?.full ?? null,
      officers: officers.length,
      secretary: officers.some((o) => o.role === OfficeRole.SECRETARY),
      units: units?.length ?? 0,
      overdue: term !== undefined && isOverdue(term, ctx.day),
    });
  }
}

const ORGANIZATION = { nullable: true, description: '党组织 · The Party organization that leads it.' };
const SECRETARY = {
  nullable: true,
  description: '书记 · The post of secretary of its Party organization; null where there is none on the day asked for.',
};

async function secretaryOf(ctx: Ctx, division: string): Promise<OfficePost | null> {
  requireRead(ctx, 'OfficeHolding');
  const organization = await leaderOf(ctx, division);
  return organization ? postOf(ctx, organization.id, OfficeRole.SECRETARY, organization.founded) : null;
}

@Resolver(() => Village)
export class VillageOrganization {
  @FieldResolver(() => PartyOrganization, ORGANIZATION)
  party(@Root() { id }: Village, @Context() ctx: Ctx): Promise<PartyOrganization | undefined> {
    return leaderOf(ctx, id);
  }
  @FieldResolver(() => OfficePost, SECRETARY)
  secretary(@Root() { id }: Village, @Context() ctx: Ctx): Promise<OfficePost | null> {
    return secretaryOf(ctx, id);
  }
}

@Resolver(() => Township)
export class TownshipOrganization {
  @FieldResolver(() => PartyOrganization, ORGANIZATION)
  party(@Root() { id }: Township, @Context() ctx: Ctx): Promise<PartyOrganization | undefined> {
    return leaderOf(ctx, id);
  }
  @FieldResolver(() => OfficePost, SECRETARY)
  secretary(@Root() { id }: Township, @Context() ctx: Ctx): Promise<OfficePost | null> {
    return secretaryOf(ctx, id);
  }
}

@Resolver(() => County)
export class CountyOrganization {
  @FieldResolver(() => PartyOrganization, ORGANIZATION)
  party(@Root() { id }: County, @Context() ctx: Ctx): Promise<PartyOrganization | undefined> {
    return leaderOf(ctx, id);
  }
  @FieldResolver(() => OfficePost, SECRETARY)
  secretary(@Root() { id }: County, @Context() ctx: Ctx): Promise<OfficePost | null> {
    return secretaryOf(ctx, id);
  }
}
