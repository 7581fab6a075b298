import { batchedBy } from '#platform/batched';
import type { Ctx } from '#platform/context';
import { addDays, type Day } from '#platform/day';
import { isKept } from '../attendance/setting.resolver.ts';
import { daysPresent } from '../attendance/village-day.resolver.ts';
import { daysOf, endOf, firstOf, type Month, type Span, united } from '../month.rules.ts';
import { Posting } from '../postings/posting.entity.ts';
import { PostingState } from '../postings/posting.rules.ts';
import { rulesOn } from '../postings/rule-set.resolver.ts';
import { type ActivePosting, type Due, dueOf, PAID_ROLES, paidSpans } from './due.rules.ts';
import { ratesOf } from './rate.resolver.ts';

/** What a posting is due for a month. */
export interface PostingDue extends ActivePosting {
  readonly due: Due;
}

/** The township in which a village lies on its last day of a month. */
function townshipIn(ctx: Ctx, village: string, month: Month): string | undefined {
  const life = ctx.territory.lifeOf(village);
  if (!life) return undefined;
  const end = life.to < endOf(month) ? life.to : endOf(month);
  return ctx.territory.at(village, addDays(end, -1))?.parent ?? undefined;
}

/** Villages that lie in a township on their last day of a month. */
function villagesIn(ctx: Ctx, township: string, month: Month): string[] {
  const days = [firstOf(month), addDays(endOf(month), -1)];
  const near = new Set(days.flatMap((day) => ctx.territory.within(township, day, 'VILLAGE')));
  return [...near].filter((v) => townshipIn(ctx, v, month) === township);
}

/** Postings in villages that were active in a month, by the township in which each was last: where it is paid. */
async function activeIn(ctx: Ctx, townships: readonly string[], month: Month): Promise<Map<string, ActivePosting[]>> {
  const { em } = ctx;
  const within = {
    state: PostingState.ACTIVE,
    kind: { $in: [...PAID_ROLES] },
    validFrom: { $lt: endOf(month) },
    validTo: { $gt: firstOf(month) },
  };
  const villages = townships.flatMap((t) => villagesIn(ctx, t, month));
  const here = await em.find(
    Posting,
    { ...within, target: { $in: villages } },
    { filters: { asOf: false }, fields: ['id'], disableIdentityMap: true },
  );
  // A posting led on from elsewhere within the month is paid here for all of it, wherever it was before.
  const versions = await em.find(
    Posting,
    { ...within, id: { $in: [...new Set(here.map((p) => p.id))] } },
    { filters: { asOf: false, scope: false }, orderBy: { validFrom: 'asc' }, disableIdentityMap: true },
  );
  const byTownship = new Map<string, ActivePosting[]>(townships.map((t) => [t, []]));
  for (const [posting, own] of Map.groupBy(versions, (v) => v.id)) {
    const last = own.at(-1) as Posting;
    const spans: Span[] = united(own.map((v) => ({ from: v.validFrom, to: v.validTo })));
    byTownship.get(townshipIn(ctx, last.target, month) ?? '')?.push({ posting, person: last.person, role: last.kind, spans });
  }
  return byTownship;
}

/** What the postings of a township are due for a month; townships of one request share the reads. */
export const duesOf = batchedBy<Month, string, PostingDue[]>(
  (month) => month,
  async (townships, month, ctx) => {
    const [active, rules] = await Promise.all([activeIn(ctx, townships, month), rulesOn(ctx, firstOf(month))]);
    const paid = paidSpans([...active.values()].flat());
    const whole = { from: firstOf(month), to: endOf(month) };
    const keeping = new Map(await Promise.all([...active.keys()].map(async (t) => [t, await isKept(ctx, t, whole)] as const)));
    const dueOn = async (township: string, p: ActivePosting): Promise<PostingDue> => {
      const [rates, present] = await Promise.all([ratesOf(ctx, p.role), keeping.get(township) ? daysPresent(ctx, p.posting, month) : null]);
      return { ...p, due: dueOf({ month, active: paid.get(p.posting) ?? [], rates, present, rules }) };
    };
    const worked = await Promise.all([...active].flatMap(([t, own]) => own.map(async (p) => [t, await dueOn(t, p)] as const)));
    const dues = Map.groupBy(worked, ([township]) => township);
    return (township) => (dues.get(township) ?? []).map(([, due]) => due);
  },
);

/** Whether a posting was active on every day of a month: only then it is asked whether its days were enough. */
export const isWholeMonth = ({ spans }: ActivePosting, month: Month, first: Day = firstOf(month)): boolean =>
  spans.some((s) => s.from <= first && s.to >= endOf(month)) && daysOf(spans) > 0;
