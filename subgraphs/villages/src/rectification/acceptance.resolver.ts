import { Arg, Ctx as Context, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { type RectificationCampaign, RectificationCase } from './case.entity.ts';
import { campaignById, requireSecretary } from './case.reads.ts';
import { MoveCase, moved, problemsOf } from './case.resolver.ts';
import { CaseProblem, CaseState } from './case.rules.ts';

@InputType({ description: '乡镇自验 · The case that the township accepts.' })
class SelfAcceptRectificationInput extends MoveCase {}

@InputType({ description: '申请验收 · The case that is submitted to the county.' })
class RequestAcceptanceInput extends MoveCase {}

@InputType({ description: '县级验收 · What the county found.' })
class DecideAcceptanceInput extends MoveCase {
  @Field(() => Int, { description: '得分 · Score, 0 to 100.' }) score!: number;
  @Field(() => Int, { description: '不满意率 · Dissatisfied villagers, 0 to 100 percent.' }) dissatisfaction!: number;
  @Field(() => DateScalar, { nullable: true, description: '新期限 · New deadline, if it does not pass.' }) deadline?: Day;
  @Field(() => String, { nullable: true, description: '说明 · Why, if it does not pass.' }) remark?: string;
}

@InputType({ description: '巩固提升 · The case that is consolidated.' })
class ConsolidateOrganizationInput extends MoveCase {}

@InputType({ description: '销号 · The case that is closed.' })
class CloseRectificationCaseInput extends MoveCase {}

@InputType({ description: '反弹 · The case that fell back.' })
class RecordRelapseInput extends MoveCase {
  @Field(() => [CaseProblem], { description: '突出问题 · What is wrong now, at least one.' }) problems!: CaseProblem[];
  @Field(() => String, { description: '说明 · What happened.' }) remark!: string;
}

/** Acceptance and what comes after it. */
@Resolver(() => RectificationCase)
export class Acceptance {
  @Mutation(() => RectificationCase, { description: '乡镇自验 · RECTIFYING → SELF_ACCEPTED.' })
  selfAcceptRectification(
    @Context() ctx: Ctx,
    @Arg('input', () => SelfAcceptRectificationInput) input: SelfAcceptRectificationInput,
  ): Promise<RectificationCase> {
    return moved(ctx, input, (found) => found.selfAccept(ctx.caller.id));
  }
  @Mutation(() => RectificationCase, { description: '申请验收 · SELF_ACCEPTED → ACCEPTANCE.' })
  requestAcceptance(
    @Context() ctx: Ctx,
    @Arg('input', () => RequestAcceptanceInput) input: RequestAcceptanceInput,
  ): Promise<RectificationCase> {
    return moved(ctx, input, (found) => found.requestAcceptance());
  }
  @Mutation(() => RectificationCase, {
    description:
      '县级验收 · ACCEPTANCE → TRANSFORMED when score and dissatisfaction meet the campaign’s thresholds of the day, else → RECTIFYING with a new deadline. Refused with SELF_VERIFIED for whoever accepted it on the township’s side, with VACANCY_OPEN while a vacant post is what is wrong and the register shows no secretary.',
  })
  decideAcceptance(
    @Context() ctx: Ctx,
    @Arg('input', () => DecideAcceptanceInput) input: DecideAcceptanceInput,
  ): Promise<RectificationCase> {
    const { score, dissatisfaction } = input;
    if ([score, dissatisfaction].some((n) => n < 0 || n > 100))
      throw new Refusal('BAD_USER_INPUT', `score and dissatisfaction lie between 0 and 100; got ${score} and ${dissatisfaction}`);
    return moved(ctx, input, async (found, { ctx: inside }) => {
      const campaign = (await campaignById(inside, found.campaign)) as RectificationCampaign;
      const event = found.decide(campaign, input, ctx.caller.id, ctx.day);
      if (found.state === CaseState.TRANSFORMED) await requireSecretary(inside, found, ctx.day);
      return event;
    });
  }
  @Mutation(() => RectificationCase, { description: '巩固提升 · TRANSFORMED → CONSOLIDATING.' })
  consolidateOrganization(
    @Context() ctx: Ctx,
    @Arg('input', () => ConsolidateOrganizationInput) input: ConsolidateOrganizationInput,
  ): Promise<RectificationCase> {
    return moved(ctx, input, (found) => found.consolidate(ctx.day));
  }
  @Mutation(() => RectificationCase, {
    description:
      '销号 · CONSOLIDATING → CLOSED. Refused with CONSOLIDATION_RUNNING before the campaign’s months are over, with VACANCY_OPEN while a vacant post is what was wrong and the register shows no secretary.',
  })
  closeRectificationCase(
    @Context() ctx: Ctx,
    @Arg('input', () => CloseRectificationCaseInput) input: CloseRectificationCaseInput,
  ): Promise<RectificationCase> {
    return moved(ctx, input, async (found, { ctx: inside }) => {
      const campaign = (await campaignById(inside, found.campaign)) as RectificationCampaign;
      const event = found.close(ctx.day, campaign.consolidationMonths);
      await requireSecretary(inside, found, ctx.day);
      return event;
    });
  }
  @Mutation(() => RectificationCase, {
    description: '反弹 · TRANSFORMED, CONSOLIDATING or CLOSED → CONFIRMED: it fell back and needs another plan.',
  })
  recordRelapse(@Context() ctx: Ctx, @Arg('input', () => RecordRelapseInput) input: RecordRelapseInput): Promise<RectificationCase> {
    return moved(ctx, input, (found) => found.relapse(problemsOf(input.problems), input.remark));
  }
}
