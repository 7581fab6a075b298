import { batched, batchedBy } from '#platform/batched';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DivisionChange } from '../divisions/change.entity.ts';
import { whereCarriedOut } from '../divisions/change.rules.ts';
import type { DivisionEdition } from '../divisions/edition.entity.ts';
import { editionOn, requireEdition } from '../divisions/edition.resolver.ts';
import { divided, ENDING, endedBy } from '../divisions/plan.rules.ts';
import { attributed, DivisionBasis, type Flow, yearEnd } from './rate.rules.ts';
import { CollectiveEconomyRecord } from './record.entity.ts';
import { type IncomeCalibre, isUnlocked, totalOf } from './record.rules.ts';

/** Which villages a figure is about, and what is asked of them. */
export interface Basis {
  readonly year: number;
  readonly calibre: IncomeCalibre;
  readonly basis: DivisionBasis;
  readonly edition?: string | undefined;
}

/** The records of years, as known on the day asked for. */
const recordsOf = batched<number, CollectiveEconomyRecord[]>(async (years, { em }) => {
  const rows = await em.find(CollectiveEconomyRecord, { year: { $in: [...years] } });
  const byYear = Map.groupBy(rows, (r) => r.year);
  return (year) => byYear.get(year) ?? [];
});

/** What changes of divisions do to incomes, as known on the day asked for, wherever they lie. */
const flowsOf = batched<'all', Flow[]>(async (_, { em }) => {
  const changes = await em.find(DivisionChange, { type: { $in: [...ENDING] }, ...whereCarriedOut() }, { filters: { scope: false } });
  const flows = changes.map(({ plan, effectiveOn }) => ({ on: effectiveOn, from: plan.from, ended: endedBy(plan), shares: plan.shares }));
  return () => flows;
});

/** The incomes of a year by the villages of a day. */
const incomesOn = batchedBy<{ year: number; calibre: IncomeCalibre }, Day, Map<string, number>>(
  ({ year, calibre }) => `${year} ${calibre}`,
  async (_, { year, calibre }, ctx) => {
    const [records, flows] = await Promise.all([recordsOf(ctx, year), flowsOf(ctx, 'all')]);
    const incomes = new Map(records.map((r) => [r.village, totalOf(r, calibre)]));
    return (day) => attributed(incomes, flows, year, day, divided);
  },
);

/** A figure's ground: the villages it is counted on, the day and edition that say which, and what each of them earned. */
export interface Ground {
  readonly day: Day;
  readonly edition: DivisionEdition | null;
  /** Villages (村委会) below the division on that day, in the caller's territory. */
  readonly villages: readonly string[];
  readonly incomes: ReadonlyMap<string, number>;
  /** Villages with an income that no village of the basis takes over: they ended, and nobody knows in what. */
  readonly unattributed: number;
  readonly records: number;
  readonly unlocked: number;
}

export async function groundOf(ctx: Ctx, division: string, { year, calibre, basis, edition }: Basis): Promise<Ground> {
  requireRead(ctx, 'CollectiveEconomyRecord');
  if ((basis === DivisionBasis.EDITION) !== (edition !== undefined))
    throw new Refusal('BAD_USER_INPUT', 'name an edition with the basis EDITION, and with no other');
  const end = yearEnd(year);
  const named = edition === undefined ? null : await requireEdition(ctx, edition);
  const day = named?.day ?? (basis === DivisionBasis.TODAY || end > ctx.day ? ctx.day : end);
  const begins = ctx.territory.begins ?? day;
  if (day < begins)
    throw new Refusal('BAD_USER_INPUT', `the register begins on ${begins}; nobody knows the villages of ${day}`, { begins });
  const [incomes, records] = await Promise.all([incomesOn(ctx, { year, calibre }, day), recordsOf(ctx, year)]);
  const { territory, scope } = ctx;
  const lies = (village: string) => territory.liesIn(village, division);
  return {
    day,
    edition: named ?? (await editionOn(ctx, day)),
    villages: territory.within(division, day, 'VILLAGE').filter((v) => scope.covers(v)),
    incomes,
    unattributed: [...incomes.keys()].filter((v) => !territory.at(v, day) && lies(v)).length,
    records: records.filter((r) => lies(r.village)).length,
    unlocked: records.filter((r) => isUnlocked(r) && lies(r.village)).length,
  };
}
