import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { FOREVER } from '#platform/day';
import { byDay, byEnum, byId, byInt } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { atTownship } from '../divisions/division.reads.ts';
import { happened } from '../offices/office.rules.ts';
import { MemberCount } from './member.entity.ts';
import { membersOf } from './member.reads.ts';
import { PartyOrganization } from './organization.entity.ts';
import { lockedOrganization, organizationById } from './organization.reads.ts';
import { hasMembers, OrganizationField, OrganizationType } from './organization.rules.ts';

export const memberCounts = list({
  name: 'MemberCount',
  entity: MemberCount,
  filter: {
    type: byEnum('PartyOrganizationType', OrganizationType)('type', '类型 · Type of the organization.'),
    field: byEnum('PartyOrganizationField', OrganizationField)('field', '领域 · Field.'),
    full: byInt('full', '正式党员 · Full members.'),
    countedOn: byDay('validFrom', '统计日 · Day of the count.'),
    division: byId('division', '区划 · Key of the division in which the organization lies.'),
  },
  order: {
    FULL: { property: 'full', description: '正式党员 · By full members.' },
    COUNTED_ON: { property: 'validFrom', description: '统计日 · By day of the count.' },
  },
  measures: {
    full: { property: 'full', of: 'int', description: '正式党员 · Full members.' },
    probationary: { property: 'probationary', of: 'int', description: '预备党员 · Probationary members.' },
  },
  groups: {
    type: { property: 'type', type: () => OrganizationType, description: '类型 · Type of the organization.' },
    field: { property: 'field', type: () => OrganizationField, description: '领域 · Field of Party building.' },
    township: atTownship('division'),
  },
  distinct: { organizations: { property: 'organization', description: '党组织数 · Different organizations.' } },
  below: 'division',
});

const countById = byKey(MemberCount);
export const countReference = ({ id }: { id: string }, ctx: Ctx): Promise<MemberCount | null> => countById(ctx, id);

@InputType({ description: '党员统计 · The members of an organization as counted on the day asked for.' })
class CountMembersInput extends Move {
  @Field(() => ID, { description: '党组织 · The branch or general branch.' }) organization!: string;
  @Field(() => Int, { description: '正式党员 · Full members.' }) full!: number;
  @Field(() => Int, { description: '预备党员 · Probationary members.' }) probationary!: number;
}

const MOST = 100_000;

@Resolver(() => MemberCount)
export class MemberCountResolver {
  @Query(() => memberCounts.Connection, { description: '党员统计 · The counts that hold on the day asked for.' })
  memberCounts(@Context() ctx: Ctx, @Args(() => memberCounts.Args) args: PageArgs): object {
    return memberCounts.page(ctx, args);
  }
  @FieldResolver(() => PartyOrganization, { nullable: true, description: '党组织 · Whose members.' })
  organization(@Root() { organization }: MemberCount, @Context() ctx: Ctx): Promise<PartyOrganization | null> {
    return organizationById(ctx, organization);
  }

  @Mutation(() => MemberCount, {
    description:
      '党员统计 · Records a count as of the day asked for. Refused with WRONG_TARGET for organizations without members of their own.',
  })
  countMembers(@Context() ctx: Ctx, @Arg('input', () => CountMembersInput) input: CountMembersInput): Promise<MemberCount> {
    const on = happened(ctx.day, ctx.now);
    const { full, probationary } = input;
    if (Math.min(full, probationary) < 0 || Math.max(full, probationary) > MOST)
      throw new Refusal('BAD_USER_INPUT', `members are counted from 0 to ${MOST}; got ${full} and ${probationary}`);
    return once(ctx, MemberCount, input, async (work) => {
      const { id, division, type, field } = await lockedOrganization(work.ctx, input.organization, on);
      if (!hasMembers(type)) throw new Refusal('WRONG_TARGET', `${type} has no members of its own; count those of the branches below it`);
      const before = await work.ctx.em.findOne(MemberCount, { organization: id, validTo: FOREVER }, { filters: { asOf: false } });
      if (before)
        return work.change(MemberCount, before.id, (count) => count.recount(full, probationary, { type, field }), {
          expectedVersion: input.expectedVersion,
          on,
        });
      const first = { id: newId('mem'), organization: id, division, type, field, full, probationary, validFrom: on };
      return work.create(Object.assign(new MemberCount(), first), 'members.counted');
    });
  }
}

@Resolver(() => PartyOrganization)
export class OrganizationMembers {
  @FieldResolver(() => MemberCount, {
    nullable: true,
    description: '党员统计 · The count that holds on the day asked for; null before the first.',
  })
  async members(@Root() { id }: PartyOrganization, @Context() ctx: Ctx): Promise<MemberCount | null> {
    return (await membersOf(ctx, id)) ?? null;
  }
}
