import { Arg, Ctx as Context, Field, FieldResolver, InputType, Int, Mutation, Query, Resolver } from 'type-graphql';
import { batched } from '#platform/batched';
import { Intent, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { newId } from '#platform/id';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { rootOf } from '../divisions/division.rules.ts';
import { PostingRuleSet } from './rule-set.entity.ts';
import { GUIDANCE, type PostingRules, rulesFault, ShortfallRule } from './rule-set.rules.ts';

/** All versions, the newest first: a request that works out months asks for the rules of many days. */
const versions = batched<'all', PostingRuleSet[]>(async (_, { em }) => {
  const rows = await em.find(PostingRuleSet, {}, { filters: { asOf: false, scope: false }, orderBy: { validFrom: 'desc' } });
  return () => rows;
});

/** The rules in force on a day: the county's, or the guidance where the county has none. */
export async function rulesOn(ctx: Ctx, day: Day): Promise<PostingRules> {
  return (await versions(ctx, 'all')).find((r) => r.validFrom <= day && day < r.validTo) ?? GUIDANCE;
}

@InputType({ description: '印发驻村管理规则 · Issues rules of resident work from a day on; those that hold until then end with it.' })
class IssuePostingRulesInput extends Intent {
  @Field(() => DateScalar, { description: '施行日 · First day; it may lie ahead.' }) from!: Day;
  @Field(() => Int, { defaultValue: GUIDANCE.minDaysPerMonth, description: '每月在村天数 · Days a month.' }) minDaysPerMonth!: number;
  @Field(() => Int, { defaultValue: GUIDANCE.minTeamSize, description: '工作队人数 · Least size of a team.' }) minTeamSize!: number;
  @Field(() => Int, { defaultValue: GUIDANCE.minTermMonths, description: '任期（月） · Least months of a term.' }) minTermMonths!: number;
  @Field(() => Int, { defaultValue: GUIDANCE.townshipLeaveDays, description: '乡镇批假天数 · Days of leave a township approves.' })
  townshipLeaveDays!: number;
  @Field(() => ShortfallRule, { description: '天数不足 · What becomes of the allowance of a month with too few days.' })
  shortfall!: ShortfallRule;
  @Field(() => Boolean, { defaultValue: true, description: '公差、培训视同在村 · Whether trips and trainings count.' })
  tripsCount!: boolean;
  @Field(() => DocNo, { description: '文号 · Document.' }) document!: string;
}

@Resolver(() => PostingRuleSet)
export class PostingRuleSetResolver {
  @Query(() => PostingRuleSet, {
    nullable: true,
    description:
      '驻村管理规则 · The rules in force on the day asked for; null where the county had none yet, and the national guidance held.',
  })
  async postingRules(@Context() ctx: Ctx): Promise<PostingRuleSet | null> {
    requireRead(ctx, 'PostingRuleSet');
    return await ctx.em.findOne(PostingRuleSet, {});
  }

  @FieldResolver(() => [PostingRuleSet], { description: '沿革 · The rules of all days, the newest first.' })
  history(@Context() ctx: Ctx): Promise<PostingRuleSet[]> {
    return versions(ctx, 'all');
  }

  @Mutation(() => PostingRuleSet, {
    description:
      '印发驻村管理规则 · Issues rules from a day on. Refused with CONFLICT when rules of that day or a later one are on record, with BAD_USER_INPUT for values that cannot be.',
  })
  issuePostingRules(
    @Context() ctx: Ctx,
    @Arg('input', () => IssuePostingRulesInput) input: IssuePostingRulesInput,
  ): Promise<PostingRuleSet> {
    const { idempotencyKey: _, from, document, ...rules } = input;
    const fault = rulesFault(rules);
    if (fault) throw new Refusal('BAD_USER_INPUT', fault);
    const county = rootOf(ctx);
    return once(ctx, PostingRuleSet, input, async (work) => {
      const held = await work.ctx.em.findOne(PostingRuleSet, { county, validTo: FOREVER }, { filters: { asOf: false } });
      if (!held)
        return work.create(
          Object.assign(new PostingRuleSet(), { id: newId('prs'), county, ...rules, document, validFrom: from }),
          'postingRules.issued',
        );
      return work.change(
        PostingRuleSet,
        held.id,
        (set) => {
          if (set.validFrom === from)
            throw new Refusal('CONFLICT', `rules from ${from} are on record; issue the next ones from a later day`);
          return set.issue(rules, document);
        },
        { on: from },
      );
    });
  }
}
