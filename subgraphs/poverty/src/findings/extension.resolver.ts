import { LockMode } from '@mikro-orm/core';
import { Arg, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { calendarOf, isProvisional } from '#platform/calendar';
import { change, Intent, Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { newId } from '#platform/id';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { requireCalendar } from './calendar.reads.ts';
import { FindingExtension } from './extension.entity.ts';
import { ExtensionState, extending, isInTime, levelOf, workingDayAfter } from './extension.rules.ts';
import { Finding } from './finding.entity.ts';
import { rulesOf } from './ruleset.reads.ts';

export const extensionById = byKey(FindingExtension);

/** Extensions of findings, as far as they had been asked for on the day asked for. */
const extensionsOf = batched<string, FindingExtension[]>(async (ids, { em }) => {
  const rows = await em.find(FindingExtension, { finding: { $in: [...ids] } }, { orderBy: { requestedOn: 'asc', id: 'asc' } });
  const byFinding = Map.groupBy(rows, (e) => e.finding);
  return (id) => byFinding.get(id) ?? [];
});

const MOST_WORKING_DAYS = 120;

@InputType({ description: '申请延期 · Asks for more time, by a day or by a number of working days.' })
class RequestExtensionInput extends Intent {
  @Field(() => ID, { description: '问题 · The finding.' }) finding!: string;
  @Field(() => DateScalar, { nullable: true, description: '延至 · The deadline asked for.' }) until?: Day;
  @Field(() => Int, {
    nullable: true,
    description: `延长工作日 · Or how many working days after the present deadline, 1 to ${MOST_WORKING_DAYS}, by the calendar of the State Council's notices.`,
  })
  workingDays?: number;
  @Field(() => String, { description: '理由 · Why.' }) reason!: string;
}

@InputType({ description: '审批延期 · The request that is decided.' })
class DecideExtensionInput extends Move {
  @Field(() => ID, { description: '延期 · The request.' }) extension!: string;
}
@InputType({ description: '同意延期 · The request that is granted.' })
class GrantExtensionInput extends DecideExtensionInput {}
@InputType({ description: '不同意延期 · The request that is declined, and why.' })
class DeclineExtensionInput extends DecideExtensionInput {
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

@Resolver(() => Finding)
export class FindingExtensions {
  @FieldResolver(() => [FindingExtension], { description: '整改延期 · Requests for more time up to the day asked for, oldest first.' })
  extensions(@Root() { id }: Finding, @Context() ctx: Ctx): Promise<FindingExtension[]> {
    return extensionsOf(ctx, id);
  }

  @Mutation(() => FindingExtension, {
    description:
      '申请延期 · Asks for more time while the deadline has not passed (DEADLINE_PASSED), once at a time (EXTENSION_PENDING) and twice at most (EXTENSIONS_USED).',
  })
  requestExtension(
    @Context() ctx: Ctx,
    @Arg('input', () => RequestExtensionInput) input: RequestExtensionInput,
  ): Promise<FindingExtension> {
    return once(ctx, FindingExtension, input, async (work) => {
      const { em } = work.ctx;
      // Locked, so that it isn't submitted meanwhile.
      const finding = await em.findOne(Finding, { id: input.finding }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
      if (!finding) throw new Refusal('NOT_FOUND', `no finding ${input.finding} in your territory as of ${ctx.day}`);
      extending(finding.state);
      const deadline = finding.deadline as Day;
      if (!isInTime(deadline, ctx.day))
        throw new Refusal('DEADLINE_PASSED', `the deadline was ${deadline}; more time is asked for on that day at the latest`, {
          deadline,
        });
      const newDeadline = await asked(work.ctx, deadline, input);
      const before = await em.find(
        FindingExtension,
        { finding: finding.id, validTo: FOREVER, state: { $ne: ExtensionState.DECLINED }, requestedOn: { $gte: finding.orderedOn as Day } },
        { filters: { asOf: false } },
      );
      if (before.some((e) => e.state === ExtensionState.REQUESTED))
        throw new Refusal('EXTENSION_PENDING', 'an extension of this finding waits for its decision; ask again after that');
      const { mostExtensions } = await rulesOf(work.ctx);
      if (before.length >= mostExtensions)
        throw new Refusal('EXTENSIONS_USED', `this finding was extended ${before.length} times, the most there may be`, {
          max: mostExtensions,
        });
      const every = await em.count(
        FindingExtension,
        { finding: finding.id, validTo: FOREVER, state: { $ne: ExtensionState.DECLINED } },
        { filters: { asOf: false } },
      );
      return work.create(
        Object.assign(new FindingExtension(), {
          id: newId('ext'),
          finding: finding.id,
          division: finding.division,
          ordinal: every + 1,
          deadline,
          newDeadline,
          reason: said(input.reason, 'reason'),
          requestedBy: ctx.caller.id,
          requestedLevel: levelOf(ctx.caller.role),
          requestedOn: ctx.day,
          validFrom: ctx.day,
        }),
        'extension.requested',
      );
    });
  }

  @Mutation(() => FindingExtension, {
    description: '同意延期 · REQUESTED → GRANTED: the finding has the new deadline. Refused with LEVEL_TOO_LOW unless decided above.',
  })
  grantExtension(@Context() ctx: Ctx, @Arg('input', () => GrantExtensionInput) input: GrantExtensionInput): Promise<FindingExtension> {
    return change(ctx, FindingExtension, input.extension, input, async (extension, work) => {
      const event = extension.grant(ctx.caller.id, levelOf(ctx.caller.role), ctx.day);
      await work.change(Finding, extension.finding, (finding) => finding.extend(extension.newDeadline));
      return event;
    });
  }
  @Mutation(() => FindingExtension, { description: '不同意延期 · REQUESTED → DECLINED: the deadline stays.' })
  declineExtension(
    @Context() ctx: Ctx,
    @Arg('input', () => DeclineExtensionInput) input: DeclineExtensionInput,
  ): Promise<FindingExtension> {
    return change(ctx, FindingExtension, input.extension, input, (extension) =>
      extension.decline(ctx.caller.id, levelOf(ctx.caller.role), ctx.day, input.reason),
    );
  }
}

@Resolver(() => FindingExtension)
export class FindingExtensionResolver {
  @FieldResolver(() => Boolean, {
    description: '期限待定 · The days from the old deadline to the new one touch a year whose public holidays have not been announced.',
  })
  async provisional(@Root() { deadline, newDeadline }: FindingExtension, @Context() ctx: Ctx): Promise<boolean> {
    return isProvisional(await calendarOf(ctx), deadline, newDeadline);
  }
}

/** The deadline asked for: later than the present one, in a year that the calendar knows. */
async function asked(ctx: Ctx, deadline: Day, { until, workingDays }: RequestExtensionInput): Promise<Day> {
  if ((until === undefined) === (workingDays === undefined))
    throw new Refusal('BAD_USER_INPUT', 'say until which day, or how many working days more: one of the two');
  if (workingDays !== undefined && (workingDays < 1 || workingDays > MOST_WORKING_DAYS))
    throw new Refusal('BAD_USER_INPUT', `an extension is of 1 to ${MOST_WORKING_DAYS} working days; got ${workingDays}`);
  const day = until ?? workingDayAfter(await calendarOf(ctx), deadline, workingDays as number);
  if (day <= deadline) throw new Refusal('BAD_USER_INPUT', `the deadline is ${deadline}; an extension ends later than that, not on ${day}`);
  await requireCalendar(ctx, day);
  return day;
}
