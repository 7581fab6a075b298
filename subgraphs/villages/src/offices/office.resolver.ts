import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { create, Intent, Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { byDay, byEnum, byId } from '#platform/filter';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { type Division, Village } from '../divisions/division.entity.ts';
import { atTownship, atVillage, divisionOn } from '../divisions/division.reads.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { lockedOrganization, organizationById } from '../organizations/organization.reads.ts';
import { RectificationCase } from '../rectification/case.entity.ts';
import { CaseState } from '../rectification/case.rules.ts';
import { OfficeHolding, Person } from './office.entity.ts';
import { seatOf, taken } from './office.reads.ts';
import { AppointmentMode, bodyOf, CommitteeBody, happened, isRural, OfficeEnd, OfficeRole, SelectionChannel } from './office.rules.ts';

export const holdings = list({
  name: 'OfficeHolding',
  entity: OfficeHolding,
  filter: {
    role: byEnum('OfficeRole', OfficeRole)('role', '职务 · Office.'),
    channel: byEnum('SelectionChannel', SelectionChannel)('channel', '来源渠道 · How the holder was found.'),
    mode: byEnum('AppointmentMode', AppointmentMode)('mode', '任职方式 · How the holder came into office.'),
    person: byId('person', '人员 · Key of the person.'),
    division: byId('division', '区划 · Key of the division.'),
    organization: byId('organization', '党组织或村 · Key of the Party organization, or of the village for its villagers’ committee.'),
    since: byDay('validFrom', '任职日 · First day in office.'),
  },
  order: { SINCE: { property: 'validFrom', description: '任职日 · By first day in office.' } },
  distinct: { persons: { property: 'person', description: '人员 · Persons, each counted once however many offices they hold.' } },
  groups: {
    role: { property: 'role', type: () => OfficeRole, description: '职务 · Office.' },
    channel: { property: 'channel', type: () => SelectionChannel, description: '来源渠道 · How the holder was found.' },
    mode: { property: 'mode', type: () => AppointmentMode, description: '任职方式 · How the holder came into office.' },
    since: { property: 'validFrom', type: () => DateScalar, day: true, description: '任职日 · First day in office.' },
    township: atTownship('division'),
    village: atVillage('division'),
  },
  below: 'division',
});

const holdingById = byKey(OfficeHolding);
export const holdingReference = ({ id }: { id: string }, ctx: Ctx): Promise<OfficeHolding | null> => holdingById(ctx, id);

@InputType()
abstract class Appointment extends Intent {
  @Field(() => ID, { description: '人员 · Who is appointed: a key of the personnel register.' }) person!: string;
  @Field(() => SelectionChannel, { description: '来源渠道 · How the holder was found.' }) channel!: SelectionChannel;
  @Field(() => AppointmentMode, {
    description: '任职方式 · How the holder comes into office; SENT_DOWN goes with the channel SENT_DOWN only.',
  })
  mode!: AppointmentMode;
  @Field(() => DateScalar, { nullable: true, description: '起 · First day in office, not ahead of today; the day asked for unless given.' })
  from?: Day;
  @Field(() => DocNo, { nullable: true, description: '文号 · Document of the appointment.' }) document?: string;
}

@InputType({ description: '任命书记 · Appoints the secretary of a Party organization.' })
class AppointSecretaryInput extends Appointment {
  @Field(() => ID, { description: '党组织 · The organization.' }) organization!: string;
}

@InputType({ description: '任职 · Appoints somebody to an office of one of the two committees.' })
class AppointOfficerInput extends Appointment {
  @Field(() => ID, { nullable: true, description: '党组织 · The organization, for an office of a Party organization.' })
  organization?: string;
  @Field(() => ID, { nullable: true, description: '村 · The village, for an office of its villagers’ committee.' }) village?: string;
  @Field(() => OfficeRole, { description: '职务 · The office.' }) role!: OfficeRole;
}

@InputType({ description: '结束任职 · Ends a holding.' })
class EndOfficeInput extends Move {
  @Field(() => ID, { description: '任职 · The holding.' }) holding!: string;
  @Field(() => OfficeEnd, { description: '离任原因 · Why.' }) reason!: OfficeEnd;
}

@Resolver(() => OfficeHolding)
export class OfficeHoldingResolver {
  @Query(() => holdings.Connection, { description: '任职 · Who is in office on the day asked for, in your territory.' })
  officeHoldings(@Context() ctx: Ctx, @Args(() => holdings.Args) args: PageArgs): object {
    return holdings.page(ctx, args);
  }

  @FieldResolver(() => Person, { nullable: true, description: '人员 · Who holds the office.' })
  person(@Root() { person }: OfficeHolding): Person {
    return { id: person };
  }
  @FieldResolver(() => PartyOrganization, {
    nullable: true,
    description: '党组织 · In which Party organization; null for an office of a villagers’ committee.',
  })
  organization(@Root() holding: OfficeHolding, @Context() ctx: Ctx): Promise<PartyOrganization | null> | null {
    return holding.body === CommitteeBody.PARTY ? organizationById(ctx, holding.organization) : null;
  }
  @FieldResolver(() => Village, { nullable: true, description: '村 · The village of the two committees; null outside villages.' })
  async village(@Root() { division }: OfficeHolding, @Context() ctx: Ctx): Promise<Division | null> {
    const found = await divisionOn(ctx, division);
    return found && isRural(found.kind) ? found : null;
  }

  @Mutation(() => OfficeHolding, {
    description:
      '任命书记 · Appoints a secretary. Refused with POST_HELD while somebody holds the post, with NOT_FOUND when the organization doesn’t exist from that day on.',
  })
  appointSecretary(@Context() ctx: Ctx, @Arg('input', () => AppointSecretaryInput) input: AppointSecretaryInput): Promise<OfficeHolding> {
    return appointed(ctx, input, { ...input, role: OfficeRole.SECRETARY });
  }

  @Mutation(() => OfficeHolding, {
    description:
      '任职 · Appoints an officer of one of the two committees. Refused with POST_HELD where one person holds the office already.',
  })
  appointOfficer(@Context() ctx: Ctx, @Arg('input', () => AppointOfficerInput) input: AppointOfficerInput): Promise<OfficeHolding> {
    return appointed(ctx, input, input);
  }

  @Mutation(() => OfficeHolding, { description: '结束任职 · Ends a holding on the day asked for; the post is vacant from then on.' })
  endOffice(@Context() ctx: Ctx, @Arg('input', () => EndOfficeInput) input: EndOfficeInput): Promise<OfficeHolding> {
    const on = happened(ctx.day, ctx.now);
    return once(ctx, OfficeHolding, input, async (work) => {
      const held = await work.ctx.em.findOne(OfficeHolding, { id: input.holding, validTo: FOREVER }, { filters: { asOf: false } });
      if (held?.role === OfficeRole.SECRETARY) await requireUnreported(work.ctx, held, on);
      return work.change(OfficeHolding, input.holding, (holding) => holding.end(on, input.reason), {
        expectedVersion: input.expectedVersion,
        on,
      });
    });
  }
}

/**
 * Refuses to end a secretary's office before the day on which the case of the vacant post was closed because of it. The
 * organization is locked first, as by whoever closes such a case.
 */
async function requireUnreported(ctx: Ctx, { organization, validFrom }: OfficeHolding, on: Day): Promise<void> {
  await lockedOrganization(ctx, organization, validFrom);
  const closed = await ctx.em.find(
    RectificationCase,
    { organization, state: CaseState.CLOSED, validTo: FOREVER },
    { filters: { asOf: false } },
  );
  const later = closed.find((c) => c.isVacancy && c.closedOn && c.closedOn >= on);
  if (later)
    throw new Refusal(
      'CONFLICT',
      `the case of the vacant post was closed on ${later.closedOn} because this office was held; end it after that day`,
      {
        begins: later.closedOn,
      },
    );
}

function appointed(ctx: Ctx, input: Intent, appointment: AppointOfficerInput): Promise<OfficeHolding> {
  const from = happened(appointment.from ?? ctx.day, ctx.now);
  return create(ctx, OfficeHolding, input, 'office.taken', async (work) => {
    const { person, role, channel, mode, document } = appointment;
    const { organization, division } = await seatOf(work.ctx, appointment, bodyOf(role), from);
    return taken(work, { organization, division, person, role, channel, mode, document, from });
  });
}

@Resolver(() => Person)
export class PersonOffices {
  @FieldResolver(() => holdings.Connection, {
    nullable: true,
    description:
      '任职 · Offices in the two committees and in Party organizations on the day asked for, as far as they lie in your territory.',
  })
  offices(@Root() { id }: Person, @Context() ctx: Ctx, @Args(() => holdings.Args) args: PageArgs): object {
    return holdings.pageOf(ctx, 'person', id, args);
  }
}
