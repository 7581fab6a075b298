import { Args, Ctx as Context, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byEnum, byId, byMoney, byText } from '#platform/filter';
import { list, type PageArgs } from '#platform/list';
import { DateScalar, MoneyFen } from '#platform/scalars';
import { atTownship, Township } from '../divisions/division.entity.ts';
import { Person } from '../persons/person.entity.ts';
import { personById } from '../persons/person.resolver.ts';
import { Posting } from '../postings/posting.entity.ts';
import { postingById } from '../postings/posting.resolver.ts';
import { PostingKind } from '../postings/posting.rules.ts';
import { AllowanceEntitlement } from './entitlement.entity.ts';
import { AllowanceState, EntryKind } from './sheet.rules.ts';

export const entitlements = list({
  name: 'AllowanceEntitlement',
  entity: AllowanceEntitlement,
  filter: {
    sheet: byId('sheet', '发放表 · Key of the sheet.'),
    posting: byId('posting', '选派 · Key of the posting.'),
    person: byId('person', '人员 · Key of the person.'),
    township: byId('township', '乡镇 · Key of the township that pays.'),
    month: byText('month', '月份 · YYYY-MM.'),
    role: byEnum('PostingKind', PostingKind)('role', '岗位 · Role.'),
    kind: byEnum('AllowanceEntryKind', EntryKind)('kind', '类别 · Kind.'),
    state: byEnum('AllowanceState', AllowanceState)('state', '状态 · State.'),
    amount: byMoney('amount', '金额 · Amount in fen.'),
  },
  // By posting, not by amount: a sheet is no ranking of people.
  order: {
    POSTING: { property: 'posting', description: '选派 · By posting.' },
    MONTH: { property: 'month', description: '月份 · By month.' },
  },
  measures: {
    amount: { property: 'amount', of: 'money', description: '金额 · Amounts; the sum is measure M29, the allowance due.' },
    present: { property: 'present', of: 'int', description: '在村天数 · Confirmed days.' },
    days: { property: 'days', of: 'int', description: '天数 · Days of the posting in the month.' },
  },
  distinct: { persons: { property: 'person', description: '人数 · Different people.' } },
  groups: {
    month: { property: 'month', type: () => String, description: '月份 · Month.' },
    role: { property: 'role', type: () => PostingKind, description: '岗位 · Role.' },
    kind: { property: 'kind', type: () => EntryKind, description: '类别 · Kind.' },
    state: { property: 'state', type: () => AllowanceState, description: '状态 · State.' },
    township: atTownship('township'),
  },
  below: 'township',
});
export const entitlementById = byKey(AllowanceEntitlement);

@ObjectType({ description: '核定明细 · Some days at one rate; taken back where the amount is negative.' })
export class AllowanceLine {
  @Field(() => DateScalar, { description: '起 · First day.' }) from!: Day;
  @Field(() => DateScalar, { description: '止 · First day after it.' }) to!: Day;
  @Field(() => Int, { description: '天数 · Calendar days.' }) days!: number;
  @Field(() => MoneyFen, { description: '月标准 · Rate a month.' }) rate!: number;
  @Field(() => Int, { description: '系数分子 · Of the rate are due so many parts …' }) numerator!: number;
  @Field(() => Int, { description: '系数分母 · … of so many, by the days in the village.' }) denominator!: number;
  @Field(() => MoneyFen, { description: '金额 · Amount in fen.' }) amount!: number;
}

@Resolver(() => AllowanceEntitlement)
export class AllowanceEntitlementResolver {
  @Query(() => entitlements.Connection, { nullable: true, description: '补助核定 · Entries of your territory, of all months.' })
  allowances(@Context() ctx: Ctx, @Args(() => entitlements.Args) args: PageArgs): object {
    return entitlements.page(ctx, args);
  }

  @FieldResolver(() => [AllowanceLine], {
    description: '明细 · The lines that lead to the amount; of a difference, those taken back and those added.',
  })
  lines(@Root() { lines }: AllowanceEntitlement): AllowanceLine[] {
    return lines;
  }
  @FieldResolver(() => Person, { nullable: true, description: '人员 · Who is paid.' })
  person(@Root() { person }: AllowanceEntitlement, @Context() ctx: Ctx): Promise<Person | null> {
    return personById(ctx, person);
  }
  @FieldResolver(() => Posting, { nullable: true, description: '选派 · The posting.' })
  posting(@Root() { posting }: AllowanceEntitlement, @Context() ctx: Ctx): Promise<Posting | null> {
    return postingById(ctx, posting);
  }
  @FieldResolver(() => Township, { nullable: true, description: '乡镇 · The township that pays.' })
  township(@Root() { township }: AllowanceEntitlement): Township {
    return { id: township };
  }
}

@Resolver(() => Posting)
export class PostingAllowances {
  @FieldResolver(() => entitlements.Connection, { nullable: true, description: '补助 · Allowances of the posting, month by month.' })
  allowances(@Root() { id }: Posting, @Context() ctx: Ctx, @Args(() => entitlements.Args) args: PageArgs): object {
    return entitlements.pageOf(ctx, 'posting', id, args);
  }
}
