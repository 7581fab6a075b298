import { dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { chance } from './chance.ts';
import { type Period, villagesOn } from './register.ts';

/** The day of the year that follows on which the county locks a year's accounts. */
const LOCKED_ON = '02-28';

/**
 * Synthetic collective incomes, in fen: one record a village and year, closed on 25 December, checked by the township, and
 * locked by the county in the February that follows. What the source strives for in 2018 is what the records come to: a
 * few villages stay under 50,000 yuan, and a little over half reach 100,000; later years grow.
 */
export function collectiveIncome(periods: readonly Period[], now: Date) {
  const today = dayOf(now);
  const records = [];
  for (let year = 2017; `${year}-12-25` <= today; year++)
    for (const village of villagesOn(periods, `${year}-12-25`)) {
      const first = periods.find((p) => p.id === village.id) as Period;
      const luck = chance('income', first.code, year);
      const level = chance('wealth', first.code).next();
      const yuan = Math.round(
        (26_000 + level ** 2.66 * 260_000 + luck.next() * 22_000) * 1.11 ** (year - 2017) + (year >= 2018 ? 18_000 : 0),
      );
      const parts = [0.45, 0.2, 0.1, 0.2].map((share) => Math.round(yuan * share * (0.8 + luck.next() * 0.4)));
      const [operating, contract, investment, subsidy] = parts as [number, number, number, number];
      const amounts = {
        operatingIncome: operating * 100,
        contractIncome: contract * 100,
        investmentIncome: investment * 100,
        subsidyIncome: subsidy * 100,
        otherIncome: Math.max(0, yuan - operating - contract - investment - subsidy) * 100,
      };
      const record = {
        id: idFrom('eco', village.id, year),
        village: village.id,
        year,
        ...amounts,
        total: Object.values(amounts).reduce((sum, fen) => sum + fen, 0),
        expenses: Math.round(yuan * (0.5 + luck.next() * 0.4)) * 100,
        checkedBy: 'data-set:township',
      };
      const closed = `${year}-12-25`;
      const locked = `${year + 1}-${LOCKED_ON}`;
      const lasts = locked <= today;
      records.push({ ...record, state: 'TOWNSHIP_CHECKED', version: 1, validFrom: closed, validTo: lasts ? locked : FOREVER });
      if (lasts)
        records.push({ ...record, state: 'LOCKED', confirmedBy: 'data-set:county', version: 2, validFrom: locked, validTo: FOREVER });
    }
  return records;
}

/** The targets of the source (F11, F12), both «力争»: every village 50,000 yuan, half of them 100,000. */
export const incomeTargets = [
  { atLeast: 5_000_000, requiredNumerator: 1, requiredDenominator: 1 },
  { atLeast: 10_000_000, requiredNumerator: 1, requiredDenominator: 2 },
].map((target) => ({
  ...target,
  id: idFrom('tgt', 'tianzhen', 2018, target.atLeast),
  year: 2018,
  calibre: 'TOTAL',
  qualifier: 'STRIVE',
  source: '党建促脱贫攻坚工作安排：力争集体经济5万元以上的村全覆盖、10万元以上的村达到50%',
  validFrom: '2018-02-28',
}));
