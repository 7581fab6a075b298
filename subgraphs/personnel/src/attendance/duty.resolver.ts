import { Arg, Ctx as Context, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Ctx } from '#platform/context';
import { addDays } from '#platform/day';
import { requireRead } from '#platform/may';
import { Rate, rate } from '#platform/rate';
import { duesOf, isWholeMonth } from '../allowances/due.reads.ts';
import { County, Township } from '../divisions/division.entity.ts';
import { asMonth, endOf } from '../month.rules.ts';

const M28 = {
  nullable: true,
  description:
    '在岗履职率 · Measure M28: of the postings to villages that were active on every day of the month and whose days are kept, those with as many confirmed days as the rules of its first day ask for. A share of the division, never of a person.',
};
const MONTH = { description: '月份 · YYYY-MM.' };

async function dutyIn(ctx: Ctx, townships: readonly string[], text: string): Promise<Rate> {
  requireRead(ctx, 'VillageDay');
  requireRead(ctx, 'Posting');
  const month = asMonth(text);
  const own = townships.filter((t) => ctx.scope.touches(t));
  const dues = (await Promise.all(own.map((t) => duesOf(ctx, month, t)))).flat();
  const kept = dues.filter((d) => d.due.present !== null && d.due.required !== null && isWholeMonth(d, month));
  return rate(kept.filter((d) => (d.due.present as number) >= (d.due.required as number)).length, kept.length);
}

@Resolver(() => Township)
export class TownshipDuty {
  @FieldResolver(() => Rate, M28)
  dutyRate(@Root() { id }: Township, @Context() ctx: Ctx, @Arg('month', () => String, MONTH) month: string): Promise<Rate> {
    return dutyIn(ctx, [id], month);
  }
}

@Resolver(() => County)
export class CountyDuty {
  @FieldResolver(() => Rate, M28)
  dutyRate(@Root() { id }: County, @Context() ctx: Ctx, @Arg('month', () => String, MONTH) month: string): Promise<Rate> {
    const last = addDays(endOf(asMonth(month)), -1);
    return dutyIn(ctx, ctx.territory.within(id, last, 'TOWNSHIP'), month);
  }
}
