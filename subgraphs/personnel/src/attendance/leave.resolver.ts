import { LockMode } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { byDay, byEnum, byId, byRule } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { atTownship, atVillage } from '../divisions/division.entity.ts';
import { happened } from '../happened.rules.ts';
import { Posting } from '../postings/posting.entity.ts';
import { postingById } from '../postings/posting.resolver.ts';
import { PostingState, TargetType } from '../postings/posting.rules.ts';
import { rulesOn } from '../postings/rule-set.resolver.ts';
import { LeaveRequest } from './leave.entity.ts';
import { isOverdue, LeaveLevel, LeaveState, leaveDays, levelOf, whereOverdue } from './leave.rules.ts';

export const leaves = list({
  name: 'LeaveRequest',
  entity: LeaveRequest,
  filter: {
    posting: byId('posting', '选派 · Key of the posting.'),
    village: byId('village', '村 · Key of the village.'),
    state: byEnum('LeaveState', LeaveState)('state', '状态 · State.'),
    level: byEnum('LeaveLevel', LeaveLevel)('level', '批假层级 · Who decides.'),
    from: byDay('from', '起 · First day.'),
    overdue: byRule('逾期未销假 · Over on the day asked for without a return on record.', (yes, { day }) =>
      yes ? whereOverdue(day) : { $not: whereOverdue(day) },
    ),
  },
  order: { FROM: { property: 'from', description: '起 · By the first day.' } },
  groups: {
    state: { property: 'state', type: () => LeaveState, description: '状态 · State.' },
    level: { property: 'level', type: () => LeaveLevel, description: '批假层级 · Level.' },
    township: atTownship('village'),
    village: atVillage('village'),
  },
  distinct: { postings: { property: 'posting', description: '选派数 · Different postings.' } },
});

export const leaveReference = byKey(LeaveRequest);

/** Leaves of postings that were approved, in force or already returned from. */
const granted = batched<string, LeaveRequest[]>(async (postings, { em }) => {
  const rows = await em.find(
    LeaveRequest,
    {
      posting: { $in: [...postings] },
      validTo: FOREVER,
      state: { $in: [LeaveState.APPROVED, LeaveState.RETURNED] },
    },
    { filters: { asOf: false } },
  );
  const byPosting = Map.groupBy(rows, (r) => r.posting);
  return (posting) => byPosting.get(posting) ?? [];
});

/** Whether somebody was on leave on a day; a return before its end ends it. */
export const leaveCovering = async (ctx: Ctx, posting: string, day: Day): Promise<boolean> =>
  (await granted(ctx, posting)).some((l) => l.from <= day && day < (l.returnedOn && l.returnedOn < l.to ? l.returnedOn : l.to));

@InputType({ description: '请假 · Asks for leave from a village posting.' })
class RequestLeaveInput extends Intent {
  @Field(() => ID, { description: '选派 · The posting.' }) posting!: string;
  @Field(() => DateScalar, { description: '起 · First day.' }) from!: Day;
  @Field(() => DateScalar, { description: '止 · First day after it.' }) to!: Day;
  @Field(() => String, { description: '事由 · Reason.' }) reason!: string;
}

@InputType({ description: '请销假办理 · The leave on which something is done.' })
class OfLeave extends Move {
  @Field(() => ID, { description: '请假 · The leave.' }) leave!: string;
}

@InputType({ description: '销假 · Records the return.' })
class ReturnFromLeaveInput extends OfLeave {
  @Field(() => DateScalar, { nullable: true, description: '销假日 · Day of return; the day asked for unless given.' }) returnedOn?: Day;
}

@InputType({ description: '批假 · What approveLeave is given.' })
class ApproveLeaveInput extends OfLeave {}

@InputType({ description: '批长假 · What approveLongLeave is given.' })
class ApproveLongLeaveInput extends OfLeave {}

@InputType({ description: '不批假 · What rejectLeave is given.' })
class RejectLeaveInput extends OfLeave {}

@Resolver(() => LeaveRequest)
export class LeaveResolver {
  @Query(() => leaves.Connection, { nullable: true, description: '请销假 · Leaves from village postings of your territory.' })
  leaves(@Context() ctx: Ctx, @Args(() => leaves.Args) args: PageArgs): object {
    return leaves.page(ctx, args);
  }

  @FieldResolver(() => Posting, { nullable: true, description: '选派 · The posting.' })
  posting(@Root() { posting }: LeaveRequest, @Context() ctx: Ctx): Promise<Posting | null> {
    return postingById(ctx, posting);
  }
  @FieldResolver(() => Int, { description: '天数 · Days of leave.' })
  days(@Root() leave: LeaveRequest): number {
    return leaveDays(leave);
  }
  @FieldResolver(() => Boolean, { description: '逾期未销假 · Over on the day asked for without a return on record.' })
  overdue(@Root() leave: LeaveRequest, @Context() { day }: Ctx): boolean {
    return isOverdue(leave, day);
  }

  @Mutation(() => LeaveRequest, {
    description:
      '请假 · Asks for leave. Refused with OUTSIDE_POSTING unless the posting is active in a village on the first day, with CONFLICT beside another leave of those days.',
  })
  requestLeave(@Context() ctx: Ctx, @Arg('input', () => RequestLeaveInput) input: RequestLeaveInput): Promise<LeaveRequest> {
    const { posting, from, to } = input;
    const reason = said(input.reason, 'a reason', 200);
    if (from >= to) throw new Refusal('BAD_USER_INPUT', `a leave ends after it begins; got ${from} to ${to}`);
    return create(ctx, LeaveRequest, input, 'leave.requested', async ({ ctx: inside }) => {
      const everyDay = { asOf: false };
      // Requests of one posting wait for each other, so that two of the same days can't both pass.
      const versions = await inside.em.find(Posting, { id: posting }, { filters: everyDay, lockMode: LockMode.PESSIMISTIC_WRITE });
      if (versions.length === 0) throw new Refusal('NOT_FOUND', `no posting ${posting} in your territory`);
      const at = versions.find((v) => v.state === PostingState.ACTIVE && v.validFrom <= from && from < v.validTo);
      if (at?.targetType !== TargetType.VILLAGE) throw new Refusal('OUTSIDE_POSTING', `the posting is not active in a village on ${from}`);
      const beside = await inside.em.count(
        LeaveRequest,
        { posting, validTo: FOREVER, state: { $ne: LeaveState.REJECTED }, from: { $lt: to }, to: { $gt: from } },
        { filters: everyDay },
      );
      if (beside > 0) throw new Refusal('CONFLICT', 'a leave of some of these days is on record; reject it or ask for other days');
      const level = levelOf(leaveDays({ from, to }), await rulesOn(inside, from));
      return Object.assign(new LeaveRequest(), {
        id: newId('lve'),
        posting,
        village: at.target,
        from,
        to,
        reason,
        level,
        validFrom: ctx.day,
      });
    });
  }

  @Mutation(() => LeaveRequest, {
    description:
      '批假 · Approves a leave that the township decides. Refused with APPROVAL_LEVEL for a longer one, which the county decides.',
  })
  approveLeave(@Context() ctx: Ctx, @Arg('input', () => ApproveLeaveInput) input: ApproveLeaveInput): Promise<LeaveRequest> {
    return change(ctx, LeaveRequest, input.leave, input, (leave) => {
      if (leave.level !== LeaveLevel.TOWNSHIP)
        throw new Refusal('APPROVAL_LEVEL', `a leave of ${leaveDays(leave)} days is the county's to approve: approveLongLeave`);
      return leave.approve();
    });
  }
  @Mutation(() => LeaveRequest, { description: '批长假 · Approves a leave of any length, for the county.' })
  approveLongLeave(@Context() ctx: Ctx, @Arg('input', () => ApproveLongLeaveInput) input: ApproveLongLeaveInput): Promise<LeaveRequest> {
    return change(ctx, LeaveRequest, input.leave, input, (leave) => leave.approve());
  }
  @Mutation(() => LeaveRequest, { description: '不批假 · Rejects a leave.' })
  rejectLeave(@Context() ctx: Ctx, @Arg('input', () => RejectLeaveInput) input: RejectLeaveInput): Promise<LeaveRequest> {
    return change(ctx, LeaveRequest, input.leave, input, (leave) => leave.reject());
  }
  @Mutation(() => LeaveRequest, { description: '销假 · Records the return from an approved leave.' })
  returnFromLeave(@Context() ctx: Ctx, @Arg('input', () => ReturnFromLeaveInput) input: ReturnFromLeaveInput): Promise<LeaveRequest> {
    const on = happened(ctx, input.returnedOn);
    return change(ctx, LeaveRequest, input.leave, input, (leave) => {
      if (on < leave.from) throw new Refusal('BAD_USER_INPUT', `nobody returns before ${leave.from}, the first day of leave`);
      return leave.return(on);
    });
  }
}
