import { Arg, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Resolver, Root } from 'type-graphql';
import { batchedBy, byKey } from '#platform/batched';
import { create, Intent } from '#platform/change';
import type { Ctx } from '#platform/context';
import { newId } from '#platform/id';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { MoneyFen } from '#platform/scalars';
import { said } from '#platform/words';
import { County, type Division } from '../divisions/division.entity.ts';
import { CollectiveEconomyRate, economyRate } from './rate.resolver.ts';
import { DivisionBasis, isMet, needed } from './rate.rules.ts';
import { IncomeCalibre } from './record.rules.ts';
import { CollectiveEconomyTarget, TargetQualifier } from './target.entity.ts';

const targetsOf = batchedBy<number, string, CollectiveEconomyTarget[]>(String, async (divisions, year, { em }) => {
  const rows = await em.find(
    CollectiveEconomyTarget,
    { division: { $in: [...divisions] }, year },
    { orderBy: { atLeast: 'asc', id: 'asc' } },
  );
  const byDivision = Map.groupBy(rows, (t) => t.division);
  return (division) => byDivision.get(division) ?? [];
});
const targetById = byKey(CollectiveEconomyTarget);
export const targetReference = ({ id }: { id: string }, ctx: Ctx): Promise<CollectiveEconomyTarget | null> => targetById(ctx, id);

const rateOf = (ctx: Ctx, { division, year, atLeast, calibre }: CollectiveEconomyTarget): Promise<CollectiveEconomyRate> =>
  economyRate(ctx, division, { year, atLeast, calibre, basis: DivisionBasis.AS_THEN });

@InputType({ description: '设定集体经济目标 · How many of the villages are to reach an income in a year.' })
class SetCollectiveEconomyTargetInput extends Intent {
  @Field(() => ID, { description: '县 · Key of the county.' }) county!: string;
  @Field(() => Int, { description: '年度 · Year.' }) year!: number;
  @Field(() => MoneyFen, { description: '收入下限 · The income to reach, included, in fen.' }) atLeast!: number;
  @Field(() => IncomeCalibre, { defaultValue: IncomeCalibre.TOTAL, description: '口径 · What the income counts.' }) calibre!: IncomeCalibre;
  @Field(() => Int, { description: '目标比例（分子） · Of the required share, the numerator: 1 of 2 is 50 %.' }) requiredNumerator!: number;
  @Field(() => Int, { description: '目标比例（分母） · Its denominator.' }) requiredDenominator!: number;
  @Field(() => TargetQualifier, { description: '约束力 · Must, or strive for.' }) qualifier!: TargetQualifier;
  @Field(() => String, { description: '依据 · Where it is set, up to 200 characters.' }) source!: string;
}

@Resolver(() => CollectiveEconomyTarget)
export class CollectiveEconomyTargetResolver {
  @FieldResolver(() => CollectiveEconomyRate, { nullable: true, description: '完成情况 · The rate, on the villages of the year.' })
  rate(@Root() target: CollectiveEconomyTarget, @Context() ctx: Ctx): Promise<CollectiveEconomyRate> {
    return rateOf(ctx, target);
  }
  @FieldResolver(() => Boolean, {
    nullable: true,
    description: '是否完成 · Whether the required share is reached, in whole numbers: half of 227 villages is reached at 114.',
  })
  async met(@Root() target: CollectiveEconomyTarget, @Context() ctx: Ctx): Promise<boolean> {
    const { numerator, denominator } = await rateOf(ctx, target);
    return isMet(numerator, denominator, target);
  }
  @FieldResolver(() => Int, { nullable: true, description: '所需村数 · How many villages it takes.' })
  async needed(@Root() target: CollectiveEconomyTarget, @Context() ctx: Ctx): Promise<number> {
    return needed((await rateOf(ctx, target)).denominator, target);
  }

  @Mutation(() => CollectiveEconomyTarget, {
    description: '设定集体经济目标 · Sets a target. Refused with TARGET_SET when it is set for the year already.',
  })
  setCollectiveEconomyTarget(
    @Context() ctx: Ctx,
    @Arg('input', () => SetCollectiveEconomyTargetInput) input: SetCollectiveEconomyTargetInput,
  ): Promise<CollectiveEconomyTarget> {
    return create(ctx, CollectiveEconomyTarget, input, 'incomeTarget.set', () => {
      const { county: division, year, atLeast, calibre, requiredNumerator, requiredDenominator, qualifier } = input;
      if (ctx.territory.at(division, ctx.day)?.kind !== 'COUNTY' || !ctx.scope.covers(division))
        throw new Refusal('NOT_FOUND', `no county ${division} in your territory`);
      if (requiredNumerator < 1 || requiredDenominator < requiredNumerator)
        throw new Refusal(
          'BAD_USER_INPUT',
          `a required share lies above 0 and up to 1; got ${requiredNumerator} of ${requiredDenominator}`,
        );
      if (atLeast < 1) throw new Refusal('BAD_USER_INPUT', 'an income to reach is more than nothing');
      if (year < 2000 || year > 2100) throw new Refusal('BAD_USER_INPUT', `a target is set for a year from 2000 to 2100; got ${year}`);
      const source = said(input.source, 'source', 200);
      return Object.assign(new CollectiveEconomyTarget(), {
        ...{ id: newId('tgt'), division, year, atLeast, calibre, requiredNumerator, requiredDenominator, qualifier, source },
        validFrom: ctx.day,
      });
    });
  }
}

@Resolver(() => County)
export class CountyEconomyTargets {
  @FieldResolver(() => [CollectiveEconomyTarget], {
    nullable: true,
    description: '集体经济目标 · The targets of a year, lowest income first; or of one income.',
  })
  async collectiveEconomyTargets(
    @Root() { id }: Division,
    @Context() ctx: Ctx,
    @Arg('year', () => Int, { description: '年度 · Year.' }) year: number,
    @Arg('atLeast', () => MoneyFen, { nullable: true, description: '收入下限 · Only the targets of this income.' }) atLeast?: number,
  ): Promise<CollectiveEconomyTarget[]> {
    requireRead(ctx, 'CollectiveEconomyTarget');
    const targets = await targetsOf(ctx, year, id);
    return atLeast == null ? targets : targets.filter((t) => Number(t.atLeast) === Number(atLeast));
  }
}
