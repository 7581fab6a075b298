import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { batchedBy, byKey } from '#platform/batched';
import { Intent, Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { FOREVER } from '#platform/day';
import { byEnum, byId, byInt, byText } from '#platform/filter';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { MoneyFen } from '#platform/scalars';
import { said } from '#platform/words';
import { atTownship, Township } from '../divisions/division.entity.ts';
import { happened } from '../happened.rules.ts';
import { asMonth, endOf, type Month } from '../month.rules.ts';
import { Posting } from '../postings/posting.entity.ts';
import { postingById } from '../postings/posting.resolver.ts';
import { computed, reopened, reversed } from './computation.reads.ts';
import { duesOf } from './due.reads.ts';
import { difference, type Line, totalOf } from './due.rules.ts';
import { AllowanceEntitlement } from './entitlement.entity.ts';
import { AllowanceLine, entitlements } from './entitlement.resolver.ts';
import { AllowanceSheet } from './sheet.entity.ts';
import { AllowanceState, allowed } from './sheet.rules.ts';

export const sheets = list({
  name: 'AllowanceSheet',
  entity: AllowanceSheet,
  filter: {
    township: byId('township', '乡镇 · Key of the township.'),
    month: byText('month', '月份 · YYYY-MM.'),
    state: byEnum('AllowanceState', AllowanceState)('state', '状态 · State.'),
    ordinal: byInt('ordinal', '表序 · 0 is the month itself.'),
  },
  order: {
    MONTH: { property: 'month', description: '月份 · By month.' },
    ORDINAL: { property: 'ordinal', description: '表序 · By ordinal.' },
  },
  groups: {
    month: { property: 'month', type: () => String, description: '月份 · Month.' },
    state: { property: 'state', type: () => AllowanceState, description: '状态 · State.' },
    township: atTownship('township'),
  },
});
const sheetById = byKey(AllowanceSheet);
export const sheetReference = sheetById;

/** Lines on record of the entries of a township's month, by posting. */
const recordedIn = batchedBy<Month, string, ReadonlyMap<string, Line[]>>(
  (month) => month,
  async (townships, month, { em }) => {
    const rows = await em.find(AllowanceEntitlement, { township: { $in: [...townships] }, month });
    const byTownship = Map.groupBy(rows, (r) => r.township);
    return (township) => {
      const lines = new Map<string, Line[]>();
      for (const { posting, lines: own } of byTownship.get(township) ?? []) lines.set(posting, [...(lines.get(posting) ?? []), ...own]);
      return lines;
    };
  },
);

@ObjectType({ description: '待补差 · A posting whose month, worked out today, differs from what is on record.' })
export class AllowanceGap {
  posting!: string;
  @Field(() => MoneyFen, { description: '应发 · Due by the records of today.' }) due!: number;
  @Field(() => MoneyFen, { description: '已核 · On record so far.' }) recorded!: number;
  @Field(() => MoneyFen, { description: '差额 · What the next computation adds or takes back.' }) difference!: number;
  @Field(() => [AllowanceLine], { description: '明细 · Line by line.' }) lines!: AllowanceLine[];
}

@InputType({ description: '核算补助 · Computes a month of a township.' })
class ComputeAllowancesInput extends Intent {
  @Field(() => ID, { description: '乡镇 · The township.' }) township!: string;
  @Field(() => String, { description: '月份 · YYYY-MM; a month that is over.' }) month!: string;
}

@InputType({ description: '发放表办理 · The sheet that goes on.' })
class OfSheet extends Move {
  @Field(() => ID, { description: '发放表 · The sheet.' }) sheet!: string;
}

@InputType({ description: '支付补助 · Records the payment.' })
class PayAllowancesInput extends OfSheet {
  @Field(() => String, { description: '付款凭证 · Payment voucher.' }) voucher!: string;
}

@InputType({ description: '退回发放表 · Sends a sheet back.' })
class ReturnAllowancesInput extends OfSheet {
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

@InputType({ description: '冲回补助 · Takes a payment back.' })
class ReverseAllowanceInput extends Move {
  @Field(() => ID, { description: '补助核定 · The paid entry.' }) allowance!: string;
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

type Step = 'check' | 'approve' | 'pay' | 'return';

/** Moves a sheet and all its entries together. */
function go(ctx: Ctx, input: OfSheet, step: Step, intention: (sheet: AllowanceSheet) => string): Promise<AllowanceSheet> {
  const on = happened(ctx);
  return once(ctx, AllowanceSheet, input, async (work) => {
    const sheet = await work.change(AllowanceSheet, input.sheet, intention, { on, expectedVersion: input.expectedVersion });
    const own = await work.ctx.em.find(
      AllowanceEntitlement,
      { sheet: sheet.id, validTo: FOREVER },
      { filters: { asOf: false }, orderBy: { id: 'asc' } },
    );
    for (const { id } of own) await work.change(AllowanceEntitlement, id, (entry) => entry.follow(step), { on });
    return sheet;
  });
}

@InputType({ description: '乡镇核对 · What checkAllowances is given.' })
class CheckAllowancesInput extends OfSheet {}

@InputType({ description: '组织部审核 · What approveAllowances is given.' })
class ApproveAllowancesInput extends OfSheet {}

@Resolver(() => AllowanceSheet)
export class AllowanceSheetResolver {
  @Query(() => sheets.Connection, {
    nullable: true,
    description: '补助发放表 · Monthly sheets of your territory. What the finance office pays: allowanceSheets(filter: { month, state }).',
  })
  allowanceSheets(@Context() ctx: Ctx, @Args(() => sheets.Args) args: PageArgs): object {
    return sheets.page(ctx, args);
  }

  @FieldResolver(() => Township, { nullable: true, description: '乡镇 · The township.' })
  township(@Root() { township }: AllowanceSheet): Township {
    return { id: township };
  }
  @FieldResolver(() => entitlements.Connection, {
    description: '核定明细 · Entries of the sheet; aggregates { sum { amount } } is its total.',
  })
  entitlements(@Root() { id }: AllowanceSheet, @Context() ctx: Ctx, @Args(() => entitlements.Args) args: PageArgs): object {
    return entitlements.pageOf(ctx, 'sheet', id, args);
  }
  @FieldResolver(() => [String], { description: '可行操作 · The moves that the state allows: compute, check, approve, pay, return.' })
  moves(@Root() { state }: AllowanceSheet): string[] {
    return allowed(state).filter((move) => move !== 'reverse');
  }

  @Mutation(() => AllowanceSheet, {
    description:
      '核算补助 · Works a month out from postings, rates, rules and confirmed days: the month itself, or what has changed since it was paid. Refused with MONTH_RUNNING until the month is over, with NOTHING_DUE when nothing differs from what is on record.',
  })
  computeAllowances(
    @Context() ctx: Ctx,
    @Arg('input', () => ComputeAllowancesInput) input: ComputeAllowancesInput,
  ): Promise<AllowanceSheet> {
    const [{ township }, month, on] = [input, asMonth(input.month), happened(ctx)];
    if (!ctx.scope.covers(township)) throw new Refusal('NOT_FOUND', `no township ${township} in your territory`);
    if (on < endOf(month)) throw new Refusal('MONTH_RUNNING', `${month} is over on ${endOf(month)}; compute it then`);
    return once(ctx, AllowanceSheet, input, (work) => computed(work, township, month, on));
  }

  @Mutation(() => AllowanceSheet, { description: '乡镇核对 · The township checks a sheet.' })
  checkAllowances(@Context() ctx: Ctx, @Arg('input', () => CheckAllowancesInput) input: CheckAllowancesInput): Promise<AllowanceSheet> {
    return go(ctx, input, 'check', (sheet) => sheet.check());
  }
  @Mutation(() => AllowanceSheet, { description: '组织部审核 · The organization department approves a sheet.' })
  approveAllowances(
    @Context() ctx: Ctx,
    @Arg('input', () => ApproveAllowancesInput) input: ApproveAllowancesInput,
  ): Promise<AllowanceSheet> {
    return go(ctx, input, 'approve', (sheet) => sheet.approve());
  }
  @Mutation(() => AllowanceSheet, { description: '财政支付 · The finance office records that a sheet is paid.' })
  payAllowances(@Context() ctx: Ctx, @Arg('input', () => PayAllowancesInput) input: PayAllowancesInput): Promise<AllowanceSheet> {
    const voucher = said(input.voucher, 'a voucher', 60);
    return go(ctx, input, 'pay', (sheet) => sheet.pay(voucher));
  }
  @Mutation(() => AllowanceSheet, { description: '退回 · Sends a sheet that is not paid yet back to be computed again.' })
  returnAllowances(@Context() ctx: Ctx, @Arg('input', () => ReturnAllowancesInput) input: ReturnAllowancesInput): Promise<AllowanceSheet> {
    const reason = said(input.reason, 'a reason', 200);
    return go(ctx, input, 'return', (sheet) => sheet.return(reason));
  }
  @Mutation(() => AllowanceEntitlement, {
    description:
      '冲回 · Takes a payment back: the entry is reversed, and one of the opposite amount stands on the next sheet of the month. What is due all the same is computed anew.',
  })
  reverseAllowance(
    @Context() ctx: Ctx,
    @Arg('input', () => ReverseAllowanceInput) input: ReverseAllowanceInput,
  ): Promise<AllowanceEntitlement> {
    const [on, reason] = [happened(ctx), said(input.reason, 'a reason', 200)];
    return once(ctx, AllowanceEntitlement, input, async (work) => {
      const options = { on, expectedVersion: input.expectedVersion };
      const entry = await work.change(AllowanceEntitlement, input.allowance, (e) => e.reverse(reason), options);
      const sheet = await reopened(work, entry.township, entry.month, on);
      await reversed(work, entry, sheet, reason, on);
      return entry;
    });
  }
}

@Resolver(() => AllowanceGap)
export class AllowanceGapResolver {
  @FieldResolver(() => Posting, { nullable: true, description: '选派 · The posting.' })
  posting(@Root() { posting }: AllowanceGap, @Context() ctx: Ctx): Promise<Posting | null> {
    return postingById(ctx, posting);
  }
}

@Resolver(() => Township)
export class TownshipAllowances {
  @FieldResolver(() => sheets.Connection, { nullable: true, description: '补助发放表 · Monthly sheets of the township.' })
  allowanceSheets(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => sheets.Args) args: PageArgs): object {
    return sheets.pageOf(ctx, 'township', id, args);
  }
  @FieldResolver(() => [AllowanceGap], {
    nullable: true,
    description:
      '待补差 · Postings of which a month, worked out by the records of today, differs from what is on record: after a back-dated rate, posting or day in the village.',
  })
  async allowanceGaps(
    @Root() { id }: Township,
    @Context() ctx: Ctx,
    @Arg('month', () => String, { description: '月份 · YYYY-MM.' }) text: string,
  ): Promise<AllowanceGap[]> {
    for (const noun of ['AllowanceEntitlement', 'AllowanceRate', 'Posting', 'VillageDay']) requireRead(ctx, noun);
    const month = asMonth(text);
    const [dues, recorded] = await Promise.all([duesOf(ctx, month, id), recordedIn(ctx, month, id)]);
    const due = new Map(dues.map((d) => [d.posting, d.due.lines]));
    return [...new Set([...due.keys(), ...recorded.keys()])].toSorted().flatMap((posting) => {
      const [was, is] = [recorded.get(posting) ?? [], due.get(posting) ?? []];
      const lines = difference(was, is);
      if (lines.length === 0) return [];
      const gap = { posting, due: totalOf(is), recorded: totalOf(was), difference: totalOf(lines), lines };
      return [Object.assign(new AllowanceGap(), gap)];
    });
  }
}
