import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batchedBy, byKey } from '#platform/batched';
import { create, Intent } from '#platform/change';
import type { Ctx } from '#platform/context';
import { byId, byInt, byMoney } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { MoneyFen } from '#platform/scalars';
import { Township, Village } from '../divisions/division.entity.ts';
import { divisionReference } from '../divisions/division.resolver.ts';
import { CollectiveEconomyRecord } from './record.entity.ts';
import { negative } from './record.rules.ts';

export const records = list({
  name: 'CollectiveEconomyRecord',
  entity: CollectiveEconomyRecord,
  filter: {
    village: byId('village', '村 · Key of the village.'),
    year: byInt('year', '年度 · Year.'),
    operatingIncome: byMoney('operatingIncome', '经营收入 · Operating income.'),
  },
  order: {
    YEAR: { property: 'year', description: '年度 · By year.' },
    OPERATING_INCOME: { property: 'operatingIncome', description: '经营收入 · By operating income.' },
  },
  measures: {
    operatingIncome: { property: 'operatingIncome', of: 'money', description: '经营收入 · Operating income.' },
    contractIncome: { property: 'contractIncome', of: 'money', description: '发包及上交收入 · Contract and remitted income.' },
    investmentIncome: { property: 'investmentIncome', of: 'money', description: '投资收益 · Investment income.' },
    subsidyIncome: { property: 'subsidyIncome', of: 'money', description: '补助收入 · Subsidies.' },
    otherIncome: { property: 'otherIncome', of: 'money', description: '其他收入 · Other income.' },
    expenses: { property: 'expenses', of: 'money', description: '总支出 · Expenses.' },
  },
  groups: {
    year: { property: 'year', type: () => Int, description: '年度 · Year.' },
    village: {
      property: 'village',
      type: () => Village,
      show: (id: string, ctx) => divisionReference({ id }, ctx),
      description: '村 · Village.',
    },
    township: {
      property: 'village',
      above: true,
      type: () => Township,
      show: (id: string, ctx) => divisionReference({ id }, ctx),
      description: '乡镇 · Township in which the village lies on the day asked for.',
    },
  },
});

const recordOf = batchedBy<number, string, CollectiveEconomyRecord | undefined>(String, async (villages, year, { em }) => {
  const rows = await em.find(CollectiveEconomyRecord, { village: { $in: [...villages] }, year });
  const byVillage = new Map(rows.map((r) => [r.village, r]));
  return (village) => byVillage.get(village);
});

const recordById = byKey(CollectiveEconomyRecord);
export const recordReference = ({ id }: { id: string }, ctx: Ctx): Promise<CollectiveEconomyRecord | null> => recordById(ctx, id);

@InputType({ description: '登记集体经济收入 · Records the collective income of a village in a year, in fen.' })
class RecordCollectiveEconomyInput extends Intent {
  @Field(() => ID, { description: '村 · The village.' }) village!: string;
  @Field(() => Int, { description: '年度 · Year.' }) year!: number;
  @Field(() => MoneyFen, { defaultValue: 0, description: '经营收入 · Operating income.' }) operatingIncome!: number;
  @Field(() => MoneyFen, { defaultValue: 0, description: '发包及上交收入 · Contract and remitted income.' }) contractIncome!: number;
  @Field(() => MoneyFen, { defaultValue: 0, description: '投资收益 · Investment income.' }) investmentIncome!: number;
  @Field(() => MoneyFen, { defaultValue: 0, description: '补助收入 · Subsidies.' }) subsidyIncome!: number;
  @Field(() => MoneyFen, { defaultValue: 0, description: '其他收入 · Other income.' }) otherIncome!: number;
  @Field(() => MoneyFen, { defaultValue: 0, description: '总支出 · Expenses.' }) expenses!: number;
  @Field(() => MoneyFen, {
    nullable: true,
    description: '收入合计 · The sum on the paper form, if it states one; refused with SUM_MISMATCH unless the components add up to it.',
  })
  statedTotal?: number;
}

/** The first year of which there can be an account. */
const FIRST_YEAR = 1949;

@Resolver(() => CollectiveEconomyRecord)
export class CollectiveEconomyResolver {
  @Query(() => records.Connection, { description: '集体经济收入 · Records of your territory.' })
  collectiveEconomyRecords(@Context() ctx: Ctx, @Args(() => records.Args) args: PageArgs): object {
    return records.page(ctx, args);
  }
  @FieldResolver(() => Village, { description: '村 · The village.' })
  village(@Root() { village }: CollectiveEconomyRecord, @Context() ctx: Ctx): unknown {
    return divisionReference({ id: village }, ctx);
  }

  @Mutation(() => CollectiveEconomyRecord, {
    description:
      '登记集体经济收入 · Records a year. Refused with YEAR_RECORDED when the year is recorded, with SUM_MISMATCH when the stated total differs.',
  })
  recordCollectiveEconomy(
    @Context() ctx: Ctx,
    @Arg('input', () => RecordCollectiveEconomyInput) input: RecordCollectiveEconomyInput,
  ): Promise<CollectiveEconomyRecord> {
    const { idempotencyKey: _, statedTotal, ...amounts } = input;
    return create(ctx, CollectiveEconomyRecord, input, 'income.recorded', () => {
      if (!ctx.scope.covers(input.village)) throw new Refusal('NOT_FOUND', `no village ${input.village} in your territory`);
      const { village: _v, year: _y, expenses: _e, ...components } = amounts;
      const latest = Number(ctx.day.slice(0, 4));
      if (input.year < FIRST_YEAR || input.year > latest)
        throw new Refusal('BAD_USER_INPUT', `incomes are recorded for the years ${FIRST_YEAR} to ${latest}; got ${input.year}`);
      const below = negative(components);
      if (below.length) throw new Refusal('BAD_USER_INPUT', `income is never negative: ${below.join(', ')}`);
      const record = Object.assign(new CollectiveEconomyRecord(), { id: newId('eco'), ...amounts, validFrom: ctx.day });
      if (statedTotal !== undefined && statedTotal !== record.total)
        throw new Refusal('SUM_MISMATCH', `the components add up to ${record.total} fen, the form states ${statedTotal}`, {
          total: record.total,
        });
      return record;
    });
  }
}

@Resolver(() => Village)
export class VillageEconomy {
  @FieldResolver(() => CollectiveEconomyRecord, {
    nullable: true,
    description: '集体经济收入 · The record of a year, as it stood on the day asked for; null when there is none.',
  })
  collectiveEconomy(
    @Root() village: Village,
    @Arg('year', () => Int, { description: '年度 · Year.' }) year: number,
    @Context() ctx: Ctx,
  ): Promise<CollectiveEconomyRecord | undefined> {
    requireRead(ctx, 'CollectiveEconomyRecord'); // null means that there is no record
    return recordOf(ctx, year, village.id);
  }
}
