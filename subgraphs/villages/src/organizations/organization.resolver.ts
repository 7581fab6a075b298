import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { FOREVER } from '#platform/day';
import { byEnum, byId, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { Township, Village } from '../divisions/division.entity.ts';
import { OfficeHolding, PartyOrganization, Person, SecretaryPost } from './organization.entity.ts';
import {
  AppointmentMode,
  OfficeEnd,
  OfficeRole,
  OrganizationField,
  OrganizationType,
  postOn,
  SelectionChannel,
  vacancyDays,
} from './organization.rules.ts';

export const organizations = list({
  name: 'PartyOrganization',
  entity: PartyOrganization,
  filter: {
    name: byText('name', '名称 · Name.'),
    type: byEnum('PartyOrganizationType', OrganizationType)('type', '类型 · Type.'),
    field: byEnum('PartyOrganizationField', OrganizationField)('field', '领域 · Field.'),
    division: byId('division', '区划 · Key of the division covered.'),
  },
  order: {
    NAME: { property: 'name', description: '名称 · By name.' },
    FOUNDED: { property: 'founded', description: '成立日 · By founding.' },
  },
});

/** The leading Party organization of divisions on the day asked for. */
const organizationOf = batched<string, PartyOrganization | undefined>(async (divisions, { em }) => {
  const rows = await em.find(PartyOrganization, { division: { $in: [...divisions] } });
  const byDivision = new Map(rows.map((o) => [o.division, o]));
  return (division) => byDivision.get(division);
});

const holdingsOf = batched<string, OfficeHolding[]>(async (ids, { em, day }) => {
  const rows = await em.find(
    OfficeHolding,
    { organization: { $in: [...ids] }, role: OfficeRole.SECRETARY, validFrom: { $lte: day } },
    { filters: { asOf: false } },
  );
  const byOrganization = Map.groupBy(rows, (h) => h.organization);
  return (id) => byOrganization.get(id) ?? [];
});

async function secretaryOf(ctx: Ctx, organization: PartyOrganization | undefined): Promise<SecretaryPost | null> {
  requireRead(ctx, 'OfficeHolding'); // who may not read holdings must not take a held post for vacant
  if (!organization) return null;
  const { since, holding } = postOn(await holdingsOf(ctx, organization.id), organization.founded, ctx.day);
  return {
    since,
    vacant: holding === null,
    vacancyDays: holding ? null : vacancyDays(since, ctx.day),
    person: holding ? { id: holding.person } : null,
    holding,
  };
}

@InputType({ description: '任命书记 · Appoints the secretary of a Party organization.' })
class AppointSecretaryInput extends Intent {
  @Field(() => ID, { description: '党组织 · The organization.' }) organization!: string;
  @Field(() => ID, { description: '人员 · Who is appointed.' }) person!: string;
  @Field(() => SelectionChannel, { description: '来源渠道 · How the holder was found.' }) channel!: SelectionChannel;
  @Field(() => AppointmentMode, { description: '任职方式 · How the holder comes into office.' }) mode!: AppointmentMode;
  @Field(() => DateScalar, { nullable: true, description: '起 · First day in office; the day asked for unless given.' }) from?: Day;
}

@InputType({ description: '结束任职 · Ends a holding.' })
class EndOfficeInput extends Move {
  @Field(() => ID, { description: '任职 · The holding.' }) holding!: string;
  @Field(() => OfficeEnd, { description: '离任原因 · Why.' }) reason!: OfficeEnd;
}

@Resolver(() => PartyOrganization)
export class PartyOrganizationResolver {
  @Query(() => organizations.Connection, { description: '党组织 · Party organizations of your territory.' })
  partyOrganizations(@Context() ctx: Ctx, @Args(() => organizations.Args) args: PageArgs): object {
    return organizations.page(ctx, args);
  }

  @FieldResolver(() => SecretaryPost, { description: '书记 · The post of secretary on the day asked for.' })
  secretary(@Root() organization: PartyOrganization, @Context() ctx: Ctx): Promise<SecretaryPost | null> {
    return secretaryOf(ctx, organization);
  }
  @FieldResolver(() => PartyOrganization, { nullable: true, description: '上级党组织 · The organization above.' })
  parent(@Root() { parent }: PartyOrganization, @Context() ctx: Ctx): Promise<PartyOrganization | null> | null {
    return parent ? organizationById(ctx, parent) : null;
  }

  @Mutation(() => OfficeHolding, { description: '任命书记 · Appoints a secretary. Refused with POST_HELD while somebody holds the post.' })
  appointSecretary(@Context() ctx: Ctx, @Arg('input', () => AppointSecretaryInput) input: AppointSecretaryInput): Promise<OfficeHolding> {
    const from = input.from ?? ctx.day;
    return create(ctx, OfficeHolding, input, 'office.taken', async ({ ctx: { em } }) => {
      const organization = await em.findOne(PartyOrganization, { id: input.organization });
      if (!organization) throw new Refusal('NOT_FOUND', `no Party organization ${input.organization} in your territory as of ${ctx.day}`);
      const held = await em.findOne(
        OfficeHolding,
        { organization: organization.id, role: OfficeRole.SECRETARY, validTo: { $gt: from } },
        { filters: { asOf: false } },
      );
      if (held)
        throw new Refusal(
          'POST_HELD',
          `the post is held from ${held.validFrom}${held.until ? ` to ${held.until}` : ''}; end that holding first`,
          { holding: held.id },
        );
      return Object.assign(new OfficeHolding(), {
        id: newId('off'),
        organization: organization.id,
        division: organization.division,
        role: OfficeRole.SECRETARY,
        person: input.person,
        channel: input.channel,
        mode: input.mode,
        validFrom: from,
        validTo: FOREVER,
      });
    });
  }

  @Mutation(() => OfficeHolding, { description: '结束任职 · Ends a holding on the day asked for; the post is vacant from then on.' })
  endOffice(@Context() ctx: Ctx, @Arg('input', () => EndOfficeInput) input: EndOfficeInput): Promise<OfficeHolding> {
    return change(ctx, OfficeHolding, input.holding, input, (holding) => holding.end(ctx.day, input.reason));
  }
}

const organizationById = byKey(PartyOrganization);
export const organizationReference = ({ id }: { id: string }, ctx: Ctx): Promise<PartyOrganization | null> => organizationById(ctx, id);

@Resolver(() => OfficeHolding)
export class OfficeHoldingResolver {
  @FieldResolver(() => Person, { nullable: true, description: '人员 · Who holds the office.' })
  person(@Root() { person }: OfficeHolding): Person {
    return { id: person };
  }
  @FieldResolver(() => PartyOrganization, { nullable: true, description: '党组织 · In which organization.' })
  organization(@Root() { organization }: OfficeHolding, @Context() ctx: Ctx): Promise<PartyOrganization | null> {
    return organizationById(ctx, organization);
  }
}

const holdingById = byKey(OfficeHolding);
export const holdingReference = ({ id }: { id: string }, ctx: Ctx): Promise<OfficeHolding | null> => holdingById(ctx, id);

const ORGANIZATION = { nullable: true, description: '党组织 · Its leading Party organization.' };
const SECRETARY = {
  nullable: true,
  description: '书记 · The post of secretary of its Party organization; null where there is none on the day asked for.',
};

@Resolver(() => Village)
export class VillageOrganization {
  @FieldResolver(() => PartyOrganization, ORGANIZATION)
  party(@Root() village: Village, @Context() ctx: Ctx): Promise<PartyOrganization | undefined> {
    return organizationOf(ctx, village.id);
  }
  @FieldResolver(() => SecretaryPost, SECRETARY)
  async secretary(@Root() village: Village, @Context() ctx: Ctx): Promise<SecretaryPost | null> {
    return secretaryOf(ctx, await organizationOf(ctx, village.id));
  }
}

@Resolver(() => Township)
export class TownshipOrganization {
  @FieldResolver(() => PartyOrganization, ORGANIZATION)
  party(@Root() township: Township, @Context() ctx: Ctx): Promise<PartyOrganization | undefined> {
    return organizationOf(ctx, township.id);
  }
  @FieldResolver(() => SecretaryPost, SECRETARY)
  async secretary(@Root() township: Township, @Context() ctx: Ctx): Promise<SecretaryPost | null> {
    return secretaryOf(ctx, await organizationOf(ctx, township.id));
  }
}
