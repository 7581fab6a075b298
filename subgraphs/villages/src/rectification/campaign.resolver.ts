import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Rate, rate } from '#platform/rate';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { County, Township } from '../divisions/division.entity.ts';
import { happened } from '../offices/office.rules.ts';
import { RectificationCampaign, RectificationCase } from './case.entity.ts';
import { campaignById } from './case.reads.ts';
import { cases } from './case.resolver.ts';
import { CONFIRMED_STATES, TRANSFORMED_STATES } from './case.rules.ts';

export const campaigns = list({
  name: 'RectificationCampaign',
  entity: RectificationCampaign,
  filter: {
    name: byText('name', '名称 · Name.'),
    from: byDay('from', '起 · First day.'),
    to: byDay('to', '止 · First day after it.'),
  },
  order: { FROM: { property: 'from', description: '起 · By first day.' } },
});

export const campaignReference = ({ id }: { id: string }, ctx: Ctx): Promise<RectificationCampaign | null> => campaignById(ctx, id);

/** Confirmed cases and those put right, by campaign (M52). */
const transformedOf = batched<string, Rate>(async (campaigns, ctx) => {
  requireRead(ctx, 'RectificationCase');
  const rows = await ctx.em.find(
    RectificationCase,
    { campaign: { $in: [...campaigns] }, state: { $in: [...CONFIRMED_STATES] } },
    { fields: ['campaign', 'state'] },
  );
  const byCampaign = Map.groupBy(rows, (c) => c.campaign);
  return (id) => {
    const own = byCampaign.get(id) ?? [];
    return rate(own.filter((c) => TRANSFORMED_STATES.includes(c.state)).length, own.length);
  };
});

/** The same of the villages and communities below divisions, over all campaigns. */
const transformedBelow = batched<string, Rate>(async (divisions, ctx) => {
  requireRead(ctx, 'RectificationCase');
  const below = new Map(divisions.map((d) => [d, new Set(ctx.territory.under(d, ctx.day))]));
  const all = [...new Set([...below.values()].flatMap((own) => [...own]))];
  const rows = await ctx.em.find(
    RectificationCase,
    { division: { $in: all }, state: { $in: [...CONFIRMED_STATES] } },
    { fields: ['division', 'state'] },
  );
  return (division) => {
    const own = rows.filter((c) => below.get(division)?.has(c.division));
    return rate(own.filter((c) => TRANSFORMED_STATES.includes(c.state)).length, own.length);
  };
});

@InputType({ description: '开展整顿行动 · Launches a campaign.' })
class LaunchCampaignInput extends Intent {
  @Field(() => ID, { description: '区划 · The county.' }) division!: string;
  @Field(() => String, { description: '名称 · Name, up to 100 characters.' }) name!: string;
  @Field(() => DateScalar, { description: '起 · First day.' }) from!: Day;
  @Field(() => DateScalar, { description: '止 · First day after it.' }) to!: Day;
  @Field(() => Int, { defaultValue: 70, description: '验收最低分 · Least score of an acceptance.' }) minScore!: number;
  @Field(() => Int, { defaultValue: 50, description: '不满意率上限 · Most dissatisfied, in percent.' }) maxDissatisfaction!: number;
  @Field(() => Int, { defaultValue: 12, description: '巩固月数 · Months of consolidation.' }) consolidationMonths!: number;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}

@InputType({ description: '调整验收标准 · What acceptance takes from the day asked for on.' })
class SetAcceptanceThresholdsInput extends Move {
  @Field(() => ID, { description: '整顿行动 · The campaign.' }) campaign!: string;
  @Field(() => Int, { description: '验收最低分 · Least score.' }) minScore!: number;
  @Field(() => Int, { description: '不满意率上限 · Most dissatisfied, in percent.' }) maxDissatisfaction!: number;
  @Field(() => Int, { description: '巩固月数 · Months of consolidation.' }) consolidationMonths!: number;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}

@Resolver(() => RectificationCampaign)
export class RectificationCampaignResolver {
  @Query(() => campaigns.Connection, { description: '整顿行动 · Campaigns to rectify weak and lax organizations.' })
  rectificationCampaigns(@Context() ctx: Ctx, @Args(() => campaigns.Args) args: PageArgs): object {
    return campaigns.page(ctx, args);
  }
  @FieldResolver(() => cases.Connection, { nullable: true, description: '整顿台账 · Its cases, as far as they lie in your territory.' })
  cases(@Root() { id }: RectificationCampaign, @Context() ctx: Ctx, @Args(() => cases.Args) args: PageArgs): object {
    return cases.pageOf(ctx, 'campaign', id, args);
  }
  @FieldResolver(() => Int, { description: '行动年数 · How many whole years it runs (两年行动 is 2).' })
  years(@Root() { from, to }: RectificationCampaign): number {
    return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5) ? 1 : 0);
  }
  @FieldResolver(() => Rate, {
    nullable: true,
    description:
      '转化率 · M52: cases in state TRANSFORMED, CONSOLIDATING or CLOSED ÷ cases that the county confirmed, on the day asked for and in your territory.',
  })
  transformed(@Root() { id }: RectificationCampaign, @Context() ctx: Ctx): Promise<Rate> {
    return transformedOf(ctx, id);
  }

  @Mutation(() => RectificationCampaign, { description: '开展整顿行动 · Launches a campaign by a document.' })
  launchCampaign(@Context() ctx: Ctx, @Arg('input', () => LaunchCampaignInput) input: LaunchCampaignInput): Promise<RectificationCampaign> {
    const on = happened(ctx.day, ctx.now);
    const { idempotencyKey: _, name, ...given } = input;
    requireThresholds(given);
    if (given.from >= given.to) throw new Refusal('BAD_USER_INPUT', `a campaign ends after it begins; got ${given.from} to ${given.to}`);
    if (!ctx.scope.covers(given.division) || ctx.territory.at(given.division, on)?.kind !== 'COUNTY')
      throw new Refusal('NOT_FOUND', `no county ${given.division} in your territory as of ${on}`);
    return create(ctx, RectificationCampaign, input, 'campaign.launched', () =>
      Object.assign(new RectificationCampaign(), { ...given, id: newId('cmp'), name: said(name, 'name', 100), validFrom: on }),
    );
  }

  @Mutation(() => RectificationCampaign, {
    description: '调整验收标准 · Sets what acceptance takes from the day asked for on; what was accepted before stays accepted.',
  })
  setAcceptanceThresholds(
    @Context() ctx: Ctx,
    @Arg('input', () => SetAcceptanceThresholdsInput) input: SetAcceptanceThresholdsInput,
  ): Promise<RectificationCampaign> {
    happened(ctx.day, ctx.now);
    const { minScore, maxDissatisfaction, consolidationMonths, document } = input;
    requireThresholds(input);
    return change(ctx, RectificationCampaign, input.campaign, input, (campaign) =>
      campaign.setThresholds({ minScore, maxDissatisfaction, consolidationMonths, document }),
    );
  }
}

function requireThresholds({
  minScore,
  maxDissatisfaction,
  consolidationMonths,
}: Omit<SetAcceptanceThresholdsInput, 'campaign' | 'document'>): void {
  if ([minScore, maxDissatisfaction].some((n) => n < 0 || n > 100) || consolidationMonths < 0 || consolidationMonths > 60)
    throw new Refusal('BAD_USER_INPUT', 'score and dissatisfaction lie between 0 and 100, months of consolidation between 0 and 60');
}

const BELOW = { nullable: true, description: '整顿台账 · Cases of the villages and communities below it on the day asked for.' };

const TRANSFORMED = {
  nullable: true,
  description:
    '整顿转化率 · M52 of all campaigns: cases below it in state TRANSFORMED, CONSOLIDATING or CLOSED ÷ cases that the county confirmed, on the day asked for.',
};

@Resolver(() => County)
export class CountyRectification {
  @FieldResolver(() => Rate, TRANSFORMED)
  transformed(@Root() { id }: County, @Context() ctx: Ctx): Promise<Rate> {
    return transformedBelow(ctx, id);
  }
  @FieldResolver(() => cases.Connection, BELOW)
  rectificationCases(@Root() { id }: County, @Context() ctx: Ctx, @Args(() => cases.Args) args: PageArgs): object {
    return cases.pageBelow(ctx, id, args);
  }
}

@Resolver(() => Township)
export class TownshipRectification {
  @FieldResolver(() => Rate, TRANSFORMED)
  transformed(@Root() { id }: Township, @Context() ctx: Ctx): Promise<Rate> {
    return transformedBelow(ctx, id);
  }
  @FieldResolver(() => cases.Connection, BELOW)
  rectificationCases(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => cases.Args) args: PageArgs): object {
    return cases.pageBelow(ctx, id, args);
  }
}
