import {
  Arg,
  Args,
  ArgsType,
  Ctx as Context,
  Field,
  FieldResolver,
  Float,
  ID,
  Int,
  ObjectType,
  Resolver,
  Root,
  registerEnumType,
} from 'type-graphql';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import type { PageArgs } from '#platform/list';
import { rate } from '#platform/rate';
import { DateScalar, MoneyFen } from '#platform/scalars';
import { County, type Division, Township, Village } from '../divisions/division.entity.ts';
import { villages } from '../divisions/division.resolver.ts';
import { DivisionEdition } from '../divisions/edition.entity.ts';
import { type Basis, type Ground, groundOf } from './rate.reads.ts';
import { DivisionBasis } from './rate.rules.ts';
import { bandOf, IncomeBand, IncomeCalibre } from './record.rules.ts';

registerEnumType(DivisionBasis, {
  name: 'DivisionBasis',
  description:
    '分母口径 · On which villages a rate is counted: 当时 AS_THEN, those of the end of the year (or of the day asked for, if that comes first); 现时 TODAY, those of the day asked for; 指定版本 EDITION, those of a named edition.',
});

@ArgsType()
class BasisArgs implements Basis {
  @Field(() => Int, { description: '年度 · Year of the incomes.' }) year!: number;
  @Field(() => IncomeCalibre, { defaultValue: IncomeCalibre.TOTAL, description: '口径 · What the income counts.' }) calibre!: IncomeCalibre;
  @Field(() => DivisionBasis, { defaultValue: DivisionBasis.AS_THEN, description: '分母口径 · On which villages.' }) basis!: DivisionBasis;
  @Field(() => ID, { nullable: true, description: '区划版本 · Key of the edition, with the basis EDITION.' }) edition?: string;
}
@ArgsType()
class RateArgs extends BasisArgs {
  @Field(() => MoneyFen, { description: '收入下限 · The income to reach, included: 5000000 for 5 万元.' }) atLeast!: number;
}

/** What every figure of incomes says of its ground. */
@ObjectType()
abstract class Grounded {
  @Field(() => Int, { description: '年度 · Year of the incomes.' }) year!: number;
  @Field(() => IncomeCalibre, { description: '口径 · What the income counts.' }) calibre!: IncomeCalibre;
  @Field(() => DivisionBasis, { description: '分母口径 · On which villages it is counted.' }) basis!: DivisionBasis;
  @Field(() => DateScalar, { description: '分母时点 · The day whose villages they are.' }) day!: Day;
  @Field(() => DivisionEdition, {
    nullable: true,
    description: '分母版本 · The edition that the denominator is of: the one named, or the newest up to that day.',
  })
  edition!: DivisionEdition | null;
  @Field(() => Int, { description: '记录数 · Records of the year, as known on the day asked for.' }) records!: number;
  @Field(() => Int, { description: '未锁定记录数 · Records that may still become others: while there are any the figure is provisional.' })
  unlocked!: number;
  @Field(() => Int, {
    description:
      '无归属 · Villages with an income that ended since, nobody knows in what: their income counts for no village of the basis.',
  })
  unattributed!: number;
}

@ObjectType({
  description:
    '集体经济达标率 · M31, M32: villages whose income of the year reaches the threshold, out of all villages of the basis. A merged village’s year is the sum of its sources’; a village without a record does not reach it.',
})
export class CollectiveEconomyRate extends Grounded {
  @Field(() => Int, { description: '分子 · Villages that reach it.' }) numerator!: number;
  @Field(() => Int, { description: '分母 · Villages of the basis.' }) denominator!: number;
  @Field(() => Float, { nullable: true, description: '百分比 · Percent, half up to 0.1; null when there is no village.' }) percent!:
    | number
    | null;
  @Field(() => MoneyFen, { description: '收入下限 · The income to reach, included.' }) atLeast!: number;
  /** Keys of the villages that reach it. */
  reached!: readonly string[];
}

@ObjectType({ description: '收入档 · How many villages of the basis lie in a band of income (M30).' })
class BandCount {
  @Field(() => IncomeBand, { nullable: true, description: '档 · The band; null: no record of the year.' }) band!: IncomeBand | null;
  @Field(() => Int, { description: '村数 · Villages.' }) count!: number;
}
@ObjectType({
  description: '集体经济收入分档 · M30: the villages of the basis by their income of the year; the counts sum to all of them.',
})
class CollectiveEconomyBands extends Grounded {
  @Field(() => [BandCount], { description: '分档 · All bands, highest first, and last those without a record.' }) bands!: BandCount[];
  @Field(() => Int, { description: '村数 · Villages of the basis.' }) denominator!: number;
}

@ObjectType({
  description: '村年度收入 · What a village earned in a year on the ground of the day asked for: its own record and what it took over.',
})
class VillageIncome {
  @Field(() => MoneyFen, { nullable: true, description: '收入 · The sum; null without any record.' }) total!: number | null;
  @Field(() => IncomeBand, { nullable: true, description: '档 · Its band.' }) band!: IncomeBand | null;
}

const groundOfFigure = ({ day, edition, records, unlocked, unattributed }: Ground, { year, calibre, basis }: Basis) => ({
  year,
  calibre,
  basis,
  day,
  edition,
  records,
  unlocked,
  unattributed,
});

/** M31 and M32 of a division. */
export async function economyRate(ctx: Ctx, division: string, asked: Basis & { readonly atLeast: number }): Promise<CollectiveEconomyRate> {
  const ground = await groundOf(ctx, division, asked);
  const reached = ground.villages.filter((v) => (ground.incomes.get(v) ?? Number.NEGATIVE_INFINITY) >= asked.atLeast);
  return Object.assign(new CollectiveEconomyRate(), {
    ...rate(reached.length, ground.villages.length),
    ...groundOfFigure(ground, asked),
    atLeast: asked.atLeast,
    reached,
  });
}

async function bandsOf(ctx: Ctx, division: string, asked: Basis): Promise<CollectiveEconomyBands> {
  const ground = await groundOf(ctx, division, asked);
  const of = ground.villages.map((v) => ground.incomes.get(v)).map((fen) => (fen === undefined ? null : bandOf(fen)));
  const bands = [...Object.values(IncomeBand).toReversed(), null].map((band) => ({ band, count: of.filter((b) => b === band).length }));
  return { ...groundOfFigure(ground, asked), bands, denominator: ground.villages.length };
}

const RATE = {
  nullable: true,
  description:
    '集体经济达标率 · M31, M32: villages that reach an income, on the villages then, today, or of an edition. Names its denominator.',
};
const BANDS = { nullable: true, description: '集体经济收入分档 · M30, on the villages then, today, or of an edition.' };

@Resolver(() => County)
export class CountyEconomy {
  @FieldResolver(() => CollectiveEconomyRate, RATE)
  collectiveEconomyRate(
    @Root() { id }: Division,
    @Context() ctx: Ctx,
    @Args(() => RateArgs) args: RateArgs,
  ): Promise<CollectiveEconomyRate> {
    return economyRate(ctx, id, args);
  }
  @FieldResolver(() => CollectiveEconomyBands, BANDS)
  collectiveEconomyBands(
    @Root() { id }: Division,
    @Context() ctx: Ctx,
    @Args(() => BasisArgs) args: BasisArgs,
  ): Promise<CollectiveEconomyBands> {
    return bandsOf(ctx, id, args);
  }
}
@Resolver(() => Township)
export class TownshipEconomy {
  @FieldResolver(() => CollectiveEconomyRate, RATE)
  collectiveEconomyRate(
    @Root() { id }: Division,
    @Context() ctx: Ctx,
    @Args(() => RateArgs) args: RateArgs,
  ): Promise<CollectiveEconomyRate> {
    return economyRate(ctx, id, args);
  }
  @FieldResolver(() => CollectiveEconomyBands, BANDS)
  collectiveEconomyBands(
    @Root() { id }: Division,
    @Context() ctx: Ctx,
    @Args(() => BasisArgs) args: BasisArgs,
  ): Promise<CollectiveEconomyBands> {
    return bandsOf(ctx, id, args);
  }
}

@Resolver(() => CollectiveEconomyRate)
export class CollectiveEconomyRateResolver {
  @FieldResolver(() => villages.Connection, {
    description: '达标村 · The villages that reach it, as of the day asked for; those that ended since are counted and not listed.',
  })
  villages(@Root() { reached }: CollectiveEconomyRate, @Context() ctx: Ctx, @Args(() => villages.Args) args: PageArgs): object {
    return villages.page(ctx, args, { id: { $in: [...reached] } });
  }
}

@Resolver(() => Village)
export class VillageIncomeResolver {
  @FieldResolver(() => VillageIncome, {
    nullable: true,
    description:
      '年度收入（含并入） · The income of a year on the ground of the day asked for: a merged village’s year is the sum of its sources’.',
  })
  async collectiveIncome(
    @Root() { id, county }: Division,
    @Context() ctx: Ctx,
    @Arg('year', () => Int, { description: '年度 · Year.' }) year: number,
    @Arg('calibre', () => IncomeCalibre, { defaultValue: IncomeCalibre.TOTAL, description: '口径 · What the income counts.' })
    calibre: IncomeCalibre,
  ): Promise<VillageIncome> {
    const { incomes } = await groundOf(ctx, county, { year, calibre, basis: DivisionBasis.TODAY });
    const total = incomes.get(id) ?? null;
    return { total, band: total === null ? null : bandOf(total) };
  }
}
