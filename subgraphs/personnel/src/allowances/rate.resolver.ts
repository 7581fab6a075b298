import { Arg, Args, Ctx as Context, Field, FieldResolver, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { Intent, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { byEnum, byMoney } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo, MoneyFen } from '#platform/scalars';
import { rootOf } from '../divisions/division.rules.ts';
import { PostingKind } from '../postings/posting.rules.ts';
import { PAID_ROLES, type RateSpan } from './due.rules.ts';
import { AllowanceRate } from './rate.entity.ts';

export const rates = list({
  name: 'AllowanceRate',
  entity: AllowanceRate,
  filter: {
    role: byEnum('PostingKind', PostingKind)('role', '岗位 · Role.'),
    amount: byMoney('amount', '月标准 · A month.'),
  },
  order: { ROLE: { property: 'role', description: '岗位 · By role.' }, AMOUNT: { property: 'amount', description: '月标准 · By amount.' } },
});
export const rateReference = byKey(AllowanceRate);

/** The most a month may cost: a thousand times what it did; more is a slip of the pen. */
const MOST = 100_000_000;

const versions = batched<'all', AllowanceRate[]>(async (_, { em }) => {
  const rows = await em.find(AllowanceRate, {}, { filters: { asOf: false, scope: false }, orderBy: { validFrom: 'desc', row: 'asc' } });
  return () => rows.filter((r) => r.validFrom < r.validTo);
});

/** Every rate of a role, with the days for which it held. */
export const ratesOf = async (ctx: Ctx, role: PostingKind): Promise<RateSpan[]> =>
  (await versions(ctx, 'all')).filter((r) => r.role === role).map((r) => ({ from: r.validFrom, to: r.validTo, amount: r.amount }));

@InputType({ description: '核定补助标准 · Sets the rate of a role from a day on.' })
class SetAllowanceRateInput extends Intent {
  @Field(() => PostingKind, { description: '岗位 · Role: a posting to a village.' }) role!: PostingKind;
  @Field(() => MoneyFen, { description: '月标准 · A month, in fen; nothing (0) ends the allowance without a gap.' }) amount!: number;
  @Field(() => DateScalar, { description: '施行日 · First day, as the document says; it may lie ahead or behind.' }) from!: Day;
  @Field(() => DocNo, { description: '文号 · Document.' }) document!: string;
}

@Resolver(() => AllowanceRate)
export class AllowanceRateResolver {
  @Query(() => rates.Connection, { nullable: true, description: '补助标准 · Rates in force on the day asked for, one a role.' })
  allowanceRates(@Context() ctx: Ctx, @Args(() => rates.Args) args: PageArgs): object {
    return rates.page(ctx, args);
  }

  @FieldResolver(() => [AllowanceRate], { description: '沿革 · Every rate of the role, the newest first.' })
  async history(@Root() { role }: AllowanceRate, @Context() ctx: Ctx): Promise<AllowanceRate[]> {
    return (await versions(ctx, 'all')).filter((r) => r.role === role);
  }
  @FieldResolver(() => AllowanceRate, {
    nullable: true,
    description: '原标准 · The rate before this one; null for the first (500 → 1000 yuan).',
  })
  async previous(@Root() { role, validFrom }: AllowanceRate, @Context() ctx: Ctx): Promise<AllowanceRate | null> {
    return (await versions(ctx, 'all')).find((r) => r.role === role && r.validTo === validFrom) ?? null;
  }

  @Mutation(() => AllowanceRate, {
    description:
      '核定补助标准 · Sets a rate; the one that held ends with it. Refused with CONFLICT when a rate of that day or a later one is on record. What has been paid for days since is put right by the next computation of its months.',
  })
  setAllowanceRate(@Context() ctx: Ctx, @Arg('input', () => SetAllowanceRateInput) input: SetAllowanceRateInput): Promise<AllowanceRate> {
    const { role, amount, from, document } = input;
    if (!PAID_ROLES.includes(role)) throw new Refusal('BAD_USER_INPUT', `an allowance is for ${PAID_ROLES.join(', ')}; ${role} has none`);
    if (amount < 0 || amount > MOST) throw new Refusal('BAD_USER_INPUT', `a rate is 0 to ${MOST} fen a month; got ${amount}`);
    const county = rootOf(ctx);
    return once(ctx, AllowanceRate, input, async (work) => {
      const held = await work.ctx.em.findOne(AllowanceRate, { county, role, validTo: FOREVER }, { filters: { asOf: false } });
      if (!held) {
        const first = Object.assign(new AllowanceRate(), { id: newId('alr'), county, role, validFrom: from });
        const event = first.set(amount, document);
        return work.create(first, event);
      }
      return work.change(
        AllowanceRate,
        held.id,
        (rate) => {
          if (rate.validFrom === from) throw new Refusal('CONFLICT', `a rate from ${from} is on record; set the next one from a later day`);
          return rate.set(amount, document);
        },
        { on: from },
      );
    });
  }
}
