import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Intent, once, type Work } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { byDay, byEnum, byId, byInt, byRule } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { atTownship } from '../divisions/division.reads.ts';
import { OfficeHolding } from '../offices/office.entity.ts';
import { membersOf, seatOf, taken } from '../offices/office.reads.ts';
import {
  AppointmentMode,
  bodyOf,
  CommitteeBody,
  happened,
  isRural,
  OfficeEnd,
  OfficeRole,
  SelectionChannel,
} from '../offices/office.rules.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { organizationById } from '../organizations/organization.reads.ts';
import { isElected, OrganizationType } from '../organizations/organization.rules.ts';
import { Committee } from './committee.entity.ts';
import { committeeById, termsOf } from './committee.reads.ts';
import { electionDue, isOverdue, type TermKind, whereInTerm, whereOverdue, wrongIn } from './committee.rules.ts';

export const committees = list({
  name: 'Committee',
  entity: Committee,
  filter: {
    body: byEnum('CommitteeBody', CommitteeBody)('body', '班子 · Which of the two committees.'),
    ordinal: byInt('ordinal', '届 · Ordinal of the term.'),
    electedOn: byDay('validFrom', '换届日 · Day on which the term began.'),
    dueOn: byDay('dueOn', '应换届日 · Day on which the next election is due.'),
    overdue: byRule('届满未换届 · Past the day on which the next election was due.', (yes, { day }) =>
      yes ? whereOverdue(day) : whereInTerm(day),
    ),
    division: byId('division', '区划 · Key of the division.'),
  },
  order: {
    DUE_ON: { property: 'dueOn', description: '应换届日 · By the day on which the next election is due.' },
    ELECTED_ON: { property: 'validFrom', description: '换届日 · By the day on which the term began.' },
  },
  groups: {
    body: { property: 'body', type: () => CommitteeBody, description: '班子 · Which of the two committees.' },
    dueOn: { property: 'dueOn', type: () => DateScalar, day: true, description: '应换届日 · Day on which the next election is due.' },
    ordinal: { property: 'ordinal', type: () => Int, description: '届 · Ordinal of the term.' },
    township: atTownship('division'),
  },
});

export const committeeReference = ({ id }: { id: string }, ctx: Ctx): Promise<Committee | null> => committeeById(ctx, id);

@InputType({ description: '当选成员 · Somebody elected into a committee.' })
class ElectedInput {
  @Field(() => ID, { description: '人员 · Who: a key of the personnel register.' }) person!: string;
  @Field(() => OfficeRole, { description: '职务 · The office.' }) role!: OfficeRole;
  @Field(() => SelectionChannel, { description: '来源渠道 · How the member was found.' }) channel!: SelectionChannel;
}

@InputType({ description: '换届 · An election: the term that runs ends, the next begins with those elected.' })
class ElectCommitteeInput extends Intent {
  @Field(() => ID, { nullable: true, description: '党组织 · The organization whose committee is elected.' }) organization?: string;
  @Field(() => ID, { nullable: true, description: '村 · The village, for its villagers’ committee.' }) village?: string;
  @Field(() => [ElectedInput], { description: '当选成员 · Those elected, each into an office of this very committee.' })
  elected!: ElectedInput[];
  @Field(() => DocNo, { description: '文号 · Document that approves the result.' }) document!: string;
}

/** By which rule the term of a committee is counted. */
function termKind({ territory }: Ctx, division: string, organization: PartyOrganization | null, on: Day): TermKind {
  if (!organization) return 'rural';
  if (organization.tier && isRural(territory.at(division, on)?.kind)) return 'rural';
  const { type } = organization;
  return type === OrganizationType.COUNTY_COMMITTEE || type === OrganizationType.BASIC_COMMITTEE ? 'committee' : 'branch';
}

@Resolver(() => Committee)
export class CommitteeResolver {
  @Query(() => committees.Connection, {
    description: '班子届次 · Committees in the term that runs on the day asked for; those whose election is due first, first.',
  })
  committees(@Context() ctx: Ctx, @Args(() => committees.Args) args: PageArgs): object {
    return committees.page(ctx, args);
  }

  @FieldResolver(() => PartyOrganization, { nullable: true, description: '党组织 · Whose committee; null for a villagers’ committee.' })
  organization(@Root() { body, organization }: Committee, @Context() ctx: Ctx): Promise<PartyOrganization | null> | null {
    return body === CommitteeBody.PARTY ? organizationById(ctx, organization) : null;
  }
  @FieldResolver(() => [OfficeHolding], {
    nullable: true,
    description: '成员 · Who sits in it on the day asked for, in the order of offices.',
  })
  members(@Root() { organization }: Committee, @Context() ctx: Ctx): Promise<OfficeHolding[]> {
    return membersOf(ctx, organization);
  }
  @FieldResolver(() => [Committee], { description: '历届 · All its terms until the day asked for, oldest first.' })
  terms(@Root() { id }: Committee, @Context() ctx: Ctx): Promise<Committee[]> {
    return termsOf(ctx, id);
  }
  @FieldResolver(() => Boolean, { description: '届满未换届 · Past the day on which the next election was due.' })
  overdue(@Root() committee: Committee, @Context() { day }: Ctx): boolean {
    return isOverdue(committee, day);
  }

  @Mutation(() => Committee, {
    description:
      '换届 · Records an election as of the day asked for: the offices of the old term end, those elected take theirs. Refused with TERM_RUNNING when a term began that day or later.',
  })
  electCommittee(@Context() ctx: Ctx, @Arg('input', () => ElectCommitteeInput) input: ElectCommitteeInput): Promise<Committee> {
    const on = happened(ctx.day, ctx.now);
    const wrong = wrongIn(input.elected);
    if (wrong) throw new Refusal('BAD_USER_INPUT', wrong);
    const body = input.village ? CommitteeBody.VILLAGERS : CommitteeBody.PARTY;
    const stray = input.elected.find((e) => bodyOf(e.role) !== body);
    if (stray) throw new Refusal('BAD_USER_INPUT', `${stray.role} is no office of the ${body} committee`);
    return once(ctx, Committee, input, async (work) => {
      const seat = await seatOf(work.ctx, input, body, on);
      if (seat.held && !isElected(seat.held.type))
        throw new Refusal('WRONG_TARGET', `${seat.held.type} is appointed, not elected; appoint its officers one by one`);
      const dueOn = electionDue(termKind(work.ctx, seat.division, seat.held, on), on);
      const seated = () => seatElected(work, input.elected, { ...seat, on, document: input.document });
      const before = await work.ctx.em.findOne(
        Committee,
        { organization: seat.organization, validTo: FOREVER },
        { filters: { asOf: false } },
      );
      if (before)
        return work.change(
          Committee,
          before.id,
          async (committee) => {
            const event = committee.renew(on, dueOn, input.document);
            await seated();
            return event;
          },
          { on },
        );
      const first = Object.assign(new Committee(), {
        id: newId('cmt'),
        organization: seat.organization,
        division: seat.division,
        body,
        ordinal: 1,
        dueOn,
        document: input.document,
        validFrom: on,
      });
      work.create(first, 'committee.renewed');
      await seated();
      return first;
    });
  }
}

/** The offices of the old term end on the day of the election, those of the new one begin. */
async function seatElected(
  work: Work,
  elected: readonly ElectedInput[],
  { organization, division, on, document }: { organization: string; division: string; on: Day; document: string },
): Promise<void> {
  await work.changeAll(OfficeHolding, { organization }, (holding) => holding.end(on, OfficeEnd.TERM_END), on);
  await work.ctx.em.flush(); // the store keeps one holder an office at every moment
  for (const { person, role, channel } of elected) {
    const mode = channel === SelectionChannel.SENT_DOWN ? AppointmentMode.SENT_DOWN : AppointmentMode.ELECTED;
    work.create(await taken(work, { organization, division, role, person, channel, mode, document, from: on }), 'office.taken');
  }
}
