import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batchedBy, byKey } from '#platform/batched';
import { change, create, Intent, type Intention, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { byEnum, byId, byInt, byMoney } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { MoneyFen } from '#platform/scalars';
import { Village } from '../divisions/division.entity.ts';
import { atTownship, atVillage, divisionReference } from '../divisions/division.reads.ts';
import { CollectiveEconomyRecord } from './record.entity.ts';
import { BANDS, IncomeBand, IncomeCalibre, RecordState } from './record.rules.ts';

export const records = list({
  name: 'CollectiveEconomyRecord',
  entity: CollectiveEconomyRecord,
  filter: {
    village: byId('village', '村 · Key of the village.'),
    year: byInt('year', '年度 · Year.'),
    state: byEnum('CollectiveEconomyState', RecordState)('state', '状态 · State.'),
    total: byMoney('total', '收入合计 · Total under the calibre of the record.'),
    operatingIncome: byMoney('operatingIncome', '经营收入 · Operating income.'),
    corrections: byInt('corrections', '更正次数 · Corrections after the lock.'),
  },
  order: {
    YEAR: { property: 'year', description: '年度 · By year.' },
    TOTAL: { property: 'total', description: '收入合计 · By total.' },
    OPERATING_INCOME: { property: 'operatingIncome', description: '经营收入 · By operating income.' },
  },
  measures: {
    total: { property: 'total', of: 'money', description: '收入合计 · Total.' },
    operatingIncome: { property: 'operatingIncome', of: 'money', description: '经营收入 · Operating income.' },
    contractIncome: { property: 'contractIncome', of: 'money', description: '发包及上交收入 · Contract and remitted income.' },
    investmentIncome: { property: 'investmentIncome', of: 'money', description: '投资收益 · Investment income.' },
    subsidyIncome: { property: 'subsidyIncome', of: 'money', description: '补助收入 · Subsidies.' },
    otherIncome: { property: 'otherIncome', of: 'money', description: '其他收入 · Other income.' },
    expenses: { property: 'expenses', of: 'money', description: '总支出 · Expenses.' },
    corrections: { property: 'corrections', of: 'int', description: '更正次数 · Corrections after the lock.' },
  },
  groups: {
    year: { property: 'year', type: () => Int, description: '年度 · Year.' },
    state: { property: 'state', type: () => RecordState, description: '状态 · State.' },
    township: atTownship('village'),
    village: atVillage('village'),
    band: {
      property: 'total',
      bands: BANDS,
      type: () => IncomeBand,
      description: '收入档 · Band of the total (M30); each includes its lower bound.',
    },
  },
  below: 'village',
});

const recordOf = batchedBy<number, string, CollectiveEconomyRecord | undefined>(String, async (villages, year, { em }) => {
  const rows = await em.find(CollectiveEconomyRecord, { village: { $in: [...villages] }, year });
  const byVillage = new Map(rows.map((r) => [r.village, r]));
  return (village) => byVillage.get(village);
});

const recordById = byKey(CollectiveEconomyRecord);
export const recordReference = ({ id }: { id: string }, ctx: Ctx): Promise<CollectiveEconomyRecord | null> => recordById(ctx, id);

/** The amounts of a year, as a form states them. */
interface Stated {
  operatingIncome: number;
  contractIncome: number;
  investmentIncome: number;
  subsidyIncome: number;
  otherIncome: number;
  expenses: number;
  statedTotal?: number;
}
const amountsOf = ({ operatingIncome, contractIncome, investmentIncome, subsidyIncome, otherIncome, expenses }: Stated) => ({
  operatingIncome,
  contractIncome,
  investmentIncome,
  subsidyIncome,
  otherIncome,
  expenses,
});

const STATED_TOTAL = {
  nullable: true,
  description: '收入合计 · The sum on the paper form, if it states one; refused with SUM_MISMATCH unless the components add up to it.',
};

@InputType({ description: '登记集体经济收入 · Records the collective income of a village in a year, in fen.' })
class RecordCollectiveEconomyInput extends Intent {
  @Field(() => ID, { description: '村 · The village.' }) village!: string;
  @Field(() => Int, { description: '年度 · Year.' }) year!: number;
  @Field(() => IncomeCalibre, { defaultValue: IncomeCalibre.TOTAL, description: '口径 · What its total counts.' }) calibre!: IncomeCalibre;
  @Field(() => MoneyFen, { defaultValue: 0, description: '经营收入 · Operating income.' }) operatingIncome!: number;
  @Field(() => MoneyFen, { defaultValue: 0, description: '发包及上交收入 · Contract and remitted income.' }) contractIncome!: number;
  @Field(() => MoneyFen, { defaultValue: 0, description: '投资收益 · Investment income.' }) investmentIncome!: number;
  @Field(() => MoneyFen, { defaultValue: 0, description: '补助收入 · Subsidies.' }) subsidyIncome!: number;
  @Field(() => MoneyFen, { defaultValue: 0, description: '其他收入 · Other income.' }) otherIncome!: number;
  @Field(() => MoneyFen, { defaultValue: 0, description: '总支出 · Expenses.' }) expenses!: number;
  @Field(() => MoneyFen, STATED_TOTAL) statedTotal?: number;
}

@InputType()
abstract class MoveRecordInput extends Move {
  @Field(() => ID, { description: '收入记录 · The record.' }) record!: string;
}
@InputType()
abstract class RestateRecordInput extends MoveRecordInput {
  @Field(() => MoneyFen, { description: '经营收入 · Operating income.' }) operatingIncome!: number;
  @Field(() => MoneyFen, { description: '发包及上交收入 · Contract and remitted income.' }) contractIncome!: number;
  @Field(() => MoneyFen, { description: '投资收益 · Investment income.' }) investmentIncome!: number;
  @Field(() => MoneyFen, { description: '补助收入 · Subsidies.' }) subsidyIncome!: number;
  @Field(() => MoneyFen, { description: '其他收入 · Other income.' }) otherIncome!: number;
  @Field(() => MoneyFen, { description: '总支出 · Expenses.' }) expenses!: number;
  @Field(() => MoneyFen, STATED_TOTAL) statedTotal?: number;
}
@InputType({ description: '修改收入草稿 · States the amounts of a draft anew, all of them.' })
class AmendCollectiveEconomyInput extends RestateRecordInput {}
@InputType({ description: '更正收入记录 · States the amounts of a locked record anew, all of them, and says why.' })
class CorrectCollectiveEconomyInput extends RestateRecordInput {
  @Field(() => String, { description: '更正原因 · Why, up to 500 characters.' }) reason!: string;
}
@InputType({ description: '乡镇核对 · The record that the township has checked.' })
class CheckCollectiveEconomyInput extends MoveRecordInput {}
@InputType({ description: '县确认 · The record that the county confirms.' })
class ConfirmCollectiveEconomyInput extends MoveRecordInput {}
@InputType({ description: '锁定 · The record that is locked.' })
class LockCollectiveEconomyInput extends MoveRecordInput {}
@InputType({ description: '退回收入记录 · The record that goes back, and why.' })
class ReturnCollectiveEconomyInput extends MoveRecordInput {
  @Field(() => String, { description: '原因 · Why, up to 500 characters.' }) reason!: string;
}

/** The first year of which there can be an account. */
const FIRST_YEAR = 1949;

/** Refuses a village that didn't stand in a year: one that ended in it still has an account of it. */
function requireStood(ctx: Ctx, village: string, year: number): void {
  const begins = ctx.territory.begins ?? '';
  const days = ['01-01', '06-30', '12-31'].map((d) => `${year}-${d}`).map((d) => (d < begins ? begins : d));
  if (!ctx.scope.covers(village) || !days.some((day) => ['VILLAGE', 'COMMUNITY'].includes(ctx.territory.at(village, day)?.kind ?? '')))
    throw new Refusal('NOT_FOUND', `no village ${village} in your territory stood in ${year}`);
}

const moved = (ctx: Ctx, input: MoveRecordInput, move: Intention<CollectiveEconomyRecord>): Promise<CollectiveEconomyRecord> =>
  change(ctx, CollectiveEconomyRecord, input.record, input, move);

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
      '登记集体经济收入 · Records a year as a draft. Refused with YEAR_RECORDED when the year is recorded, with SUM_MISMATCH when the stated total differs.',
  })
  recordCollectiveEconomy(
    @Context() ctx: Ctx,
    @Arg('input', () => RecordCollectiveEconomyInput) input: RecordCollectiveEconomyInput,
  ): Promise<CollectiveEconomyRecord> {
    return create(ctx, CollectiveEconomyRecord, input, 'income.recorded', () => {
      const { village, year, calibre } = input;
      const latest = Number(ctx.day.slice(0, 4));
      if (year < FIRST_YEAR || year > latest)
        throw new Refusal('BAD_USER_INPUT', `incomes are recorded for the years ${FIRST_YEAR} to ${latest}; got ${year}`);
      requireStood(ctx, village, year);
      const record = Object.assign(new CollectiveEconomyRecord(), { id: newId('eco'), village, year, calibre, validFrom: ctx.day });
      return record.settle(amountsOf(input), input.statedTotal);
    });
  }
  @Mutation(() => CollectiveEconomyRecord, { description: '修改收入草稿 · DRAFT stays DRAFT with other amounts.' })
  amendCollectiveEconomy(
    @Context() ctx: Ctx,
    @Arg('input', () => AmendCollectiveEconomyInput) input: AmendCollectiveEconomyInput,
  ): Promise<CollectiveEconomyRecord> {
    return moved(ctx, input, (r) => r.amend(amountsOf(input), input.statedTotal));
  }
  @Mutation(() => CollectiveEconomyRecord, { description: '乡镇核对 · DRAFT → TOWNSHIP_CHECKED.' })
  checkCollectiveEconomy(
    @Context() ctx: Ctx,
    @Arg('input', () => CheckCollectiveEconomyInput) input: CheckCollectiveEconomyInput,
  ): Promise<CollectiveEconomyRecord> {
    return moved(ctx, input, (r) => r.check(ctx.caller.id));
  }
  @Mutation(() => CollectiveEconomyRecord, {
    description: '县确认 · TOWNSHIP_CHECKED → COUNTY_CONFIRMED. Refused with SELF_VERIFIED to who checked it.',
  })
  confirmCollectiveEconomy(
    @Context() ctx: Ctx,
    @Arg('input', () => ConfirmCollectiveEconomyInput) input: ConfirmCollectiveEconomyInput,
  ): Promise<CollectiveEconomyRecord> {
    return moved(ctx, input, (r) => r.confirm(ctx.caller.id));
  }
  @Mutation(() => CollectiveEconomyRecord, {
    description: '锁定 · COUNTY_CONFIRMED → LOCKED: from now on figures change by correction alone.',
  })
  lockCollectiveEconomy(
    @Context() ctx: Ctx,
    @Arg('input', () => LockCollectiveEconomyInput) input: LockCollectiveEconomyInput,
  ): Promise<CollectiveEconomyRecord> {
    return moved(ctx, input, (r) => r.lock());
  }
  @Mutation(() => CollectiveEconomyRecord, { description: '退回收入记录 · Checked or confirmed → DRAFT, with the reason.' })
  returnCollectiveEconomy(
    @Context() ctx: Ctx,
    @Arg('input', () => ReturnCollectiveEconomyInput) input: ReturnCollectiveEconomyInput,
  ): Promise<CollectiveEconomyRecord> {
    return moved(ctx, input, (r) => r.return(input.reason));
  }
  @Mutation(() => CollectiveEconomyRecord, {
    description: '更正收入记录 · LOCKED stays LOCKED as a new version with its reason; the days before keep what stood.',
  })
  correctCollectiveEconomy(
    @Context() ctx: Ctx,
    @Arg('input', () => CorrectCollectiveEconomyInput) input: CorrectCollectiveEconomyInput,
  ): Promise<CollectiveEconomyRecord> {
    return moved(ctx, input, (r) => r.correct(amountsOf(input), input.reason, input.statedTotal));
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
