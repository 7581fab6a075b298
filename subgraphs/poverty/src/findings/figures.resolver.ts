import { raw } from '@mikro-orm/core';
import { Args, ArgsType, Ctx as Context, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { batchedBy } from '#platform/batched';
import { calendarOf } from '#platform/calendar';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { requireRead } from '#platform/may';
import { Rate } from '#platform/rate';
import { DateScalar } from '#platform/scalars';
import { Agency } from '../agencies/agency.entity.ts';
import { County, Township, Village } from '../divisions/division.entity.ts';
import { type Closing, type Counts, meanDaysToClose, NONE, ratesOf, together } from './figures.rules.ts';
import { Finding } from './finding.entity.ts';
import { FindingState } from './finding.rules.ts';

@ObjectType({ description: '平均办结天数 · Mean days from finding to closing (M63), rounded half up to one decimal.' })
export class DaysToClose {
  @Field(() => Float, { description: '自然日 · Calendar days.' }) calendar!: number;
  @Field(() => Float, { description: "工作日 · Working days by the State Council's notices." }) working!: number;
  @Field(() => Int, { description: '已销号数 · Closed findings behind the means.' }) closed!: number;
}

@ObjectType({
  description:
    '问题整改指标 · What findings come to on the day asked for (measures M60 to M65), within your territory. A rate names its parts; none is averaged.',
})
export class FindingFigures {
  /** How the closings behind the mean are read when they are asked for. */
  closings!: () => Promise<Closing[]>;

  @Field(() => Int, { description: '问题数 · Findings (M60); by state in findings { groupedAggregates }.' }) total!: number;
  @Field(() => Int, { description: '未销号数 · Neither closed nor dismissed.' }) open!: number;
  @Field(() => Int, { description: '逾期数 · Still to be put right past the deadline.' }) overdue!: number;
  @Field(() => Rate, {
    description: '按期销号率 · M61: closed on or before the deadline last approved, of all not dismissed whose deadline has come.',
  })
  onTime!: Rate;
  @Field(() => Rate, {
    description: '按期提交率 · Submitted and not returned by the deadline, of the same: what those responsible have in their hands.',
  })
  submittedOnTime!: Rate;
  @Field(() => Rate, { description: '到期逾期率 · M62, first: overdue, of all open ones whose deadline has come.' }) overdueOfDue!: Rate;
  @Field(() => Rate, { description: '存量逾期率 · M62, second: overdue, of all open ones.' }) overdueOfOpen!: Rate;
  @Field(() => Rate, {
    description: '复发重开率 · M64: found again within the months of the rules, or come back, of all that were ever closed.',
  })
  cameBack!: Rate;
  @Field(() => Rate, { description: '一次通过率 · M65: accepted on the first submission, of all that were submitted.' }) firstPass!: Rate;
}

@ArgsType()
class Period {
  @Field(() => DateScalar, { nullable: true, description: '发现起 · Only findings made on this day or later.' }) foundFrom?: Day;
  @Field(() => DateScalar, { nullable: true, description: '发现止 · Only findings made on this day or before.' }) foundTo?: Day;
}

type Column = 'division' | 'responsibleAgency';
interface Asked extends Period {
  readonly column: Column;
}
const fingerprint = (a: Asked) => JSON.stringify([a.column, a.foundFrom, a.foundTo]);

/** Findings of a period whose column names one of some keys. */
const within = ({ column, foundFrom, foundTo }: Asked, keys: readonly string[]) => ({
  [column]: { $in: [...keys] },
  ...(foundFrom || foundTo ? { foundOn: { ...(foundFrom && { $gte: foundFrom }), ...(foundTo && { $lte: foundTo }) } } : {}),
});

const COLUMN_SQL: Readonly<Record<Column, string>> = { division: 'division', responsibleAgency: 'responsible_agency' };
const OPEN = `e.state not in ('${FindingState.CLOSED}', '${FindingState.DISMISSED}')`;

/** How each count is told from the columns of a finding; `?` stands for the day asked for. */
const COUNTED: Readonly<Record<Exclude<keyof Counts, 'total'>, string>> = {
  open: OPEN,
  overdue: `e.state = '${FindingState.RECTIFYING}' and e.deadline < ?`,
  openDue: `${OPEN} and e.deadline <= ?`,
  due: `e.state <> '${FindingState.DISMISSED}' and e.deadline <= ?`,
  closedInTime: 'e.closed_on <= e.deadline and e.deadline <= ?',
  submittedInTime: `e.state in ('${FindingState.SUBMITTED}', '${FindingState.VERIFIED}', '${FindingState.CLOSED}') and e.submitted_on <= e.deadline and e.deadline <= ?`,
  everClosed: 'e.closed_on is not null or e.reopenings > 0',
  cameBack: 'e.recurred_on is not null or e.reopenings > 0',
  submitted: 'e.submitted_on is not null',
  firstPass: 'e.verified_on is not null and e.returns = 0',
};

/** Counts by key in one statement for all parents of a request. */
const countsBy = batchedBy<Asked, string, Counts>(fingerprint, async (parents, asked, ctx) => {
  const below = keysOf(ctx, asked.column, parents);
  const sums = Object.entries(COUNTED).map(([name, sql]) =>
    raw(`sum(case when ${sql} then 1 else 0 end) as "${name}"`, sql.includes('?') ? [ctx.day] : []),
  );
  const rows = await ctx.em.rows(Finding, {
    select: [asked.column, raw('count(*) as total'), ...sums],
    where: within(asked, [...new Set([...below.values()].flat())]),
    groupBy: [asked.column],
  });
  const byKey = new Map(
    rows.map((r) => [
      String(r[COLUMN_SQL[asked.column]]),
      Object.fromEntries(Object.keys(NONE).map((name) => [name, Number(r[name])])) as unknown as Counts,
    ]),
  );
  return (parent) => together((below.get(parent) ?? []).flatMap((key) => byKey.get(key) ?? []));
});

/** When findings were made and closed, by key, in one statement for all parents of a request. */
const closingsBy = batchedBy<Asked, string, Closing[]>(fingerprint, async (parents, asked, ctx) => {
  const below = keysOf(ctx, asked.column, parents);
  const rows = await ctx.em.rows(Finding, {
    select: [asked.column, 'foundOn', 'closedOn', raw('count(*) as total')],
    where: { ...within(asked, [...new Set([...below.values()].flat())]), state: FindingState.CLOSED },
    groupBy: [asked.column, 'foundOn', 'closedOn'],
  });
  const byKey = Map.groupBy(rows, (r) => String(r[COLUMN_SQL[asked.column]]));
  return (parent) =>
    (below.get(parent) ?? [])
      .flatMap((key) => byKey.get(key) ?? [])
      .map((r) => ({ foundOn: String(r['found_on']), closedOn: String(r['closed_on']), count: Number(r['total']) }));
});

/** The keys under each parent: what lies in a division, or the agency itself. */
const keysOf = (ctx: Ctx, column: Column, parents: readonly string[]): Map<string, readonly string[]> =>
  new Map(parents.map((p) => [p, column === 'division' ? ctx.territory.under(p, ctx.day) : [p]]));

async function figures(ctx: Ctx, column: Column, parent: string, period: Period): Promise<FindingFigures> {
  requireRead(ctx, 'Finding');
  const asked = { ...period, column };
  const counts = await countsBy(ctx, asked, parent);
  return Object.assign(new FindingFigures(), { ...counts, ...ratesOf(counts), closings: () => closingsBy(ctx, asked, parent) });
}

const FIGURES = { nullable: true, description: '问题整改指标 · Measures M60 to M65 of the findings that lie in it on the day asked for.' };

@Resolver(() => FindingFigures)
export class FindingFiguresResolver {
  @FieldResolver(() => DaysToClose, { nullable: true, description: '平均办结天数 · M63; null when nothing was closed.' })
  async daysToClose(@Root() root: FindingFigures, @Context() ctx: Ctx): Promise<DaysToClose | null> {
    return meanDaysToClose(await calendarOf(ctx), await root.closings());
  }
}

@Resolver(() => Village)
export class VillageFindingFigures {
  @FieldResolver(() => FindingFigures, FIGURES)
  findingFigures(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => Period) period: Period): Promise<FindingFigures> {
    return figures(ctx, 'division', id, period);
  }
}
@Resolver(() => Township)
export class TownshipFindingFigures {
  @FieldResolver(() => FindingFigures, FIGURES)
  findingFigures(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => Period) period: Period): Promise<FindingFigures> {
    return figures(ctx, 'division', id, period);
  }
}
@Resolver(() => County)
export class CountyFindingFigures {
  @FieldResolver(() => FindingFigures, FIGURES)
  findingFigures(@Root() { id }: County, @Context() ctx: Ctx, @Args(() => Period) period: Period): Promise<FindingFigures> {
    return figures(ctx, 'division', id, period);
  }
}
@Resolver(() => Agency)
export class AgencyFindingFigures {
  @FieldResolver(() => FindingFigures, {
    nullable: true,
    description: '问题整改指标 · Measures M60 to M65 of the findings that this agency must put right.',
  })
  findingFigures(@Root() { id }: Agency, @Context() ctx: Ctx, @Args(() => Period) period: Period): Promise<FindingFigures> {
    return figures(ctx, 'responsibleAgency', id, period);
  }
}
