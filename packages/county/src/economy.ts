import { dayOf } from '#platform/day';
import { idFrom } from '#platform/id';
import { chance } from './chance.ts';
import { type Period, villagesOn } from './register.ts';

/**
 * Synthetic collective incomes, in fen: one record a village and year, closed on 25 December of the year. In 2018 every
 * village reaches 50,000 yuan but a few, and well over half reach 100,000, as the source's targets ask; later years grow.
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
        (26_000 + level ** 1.5 * 260_000 + luck.next() * 22_000) * 1.11 ** (year - 2017) + (year >= 2018 ? 18_000 : 0),
      );
      const parts = [0.45, 0.2, 0.1, 0.2].map((share) => Math.round(yuan * share * (0.8 + luck.next() * 0.4)));
      const [operating, contract, investment, subsidy] = parts as [number, number, number, number];
      records.push({
        id: idFrom('eco', village.id, year),
        village: village.id,
        year,
        operatingIncome: operating * 100,
        contractIncome: contract * 100,
        investmentIncome: investment * 100,
        subsidyIncome: subsidy * 100,
        otherIncome: Math.max(0, yuan - operating - contract - investment - subsidy) * 100,
        expenses: Math.round(yuan * (0.5 + luck.next() * 0.4)) * 100,
        validFrom: `${year}-12-25`,
      });
    }
  return records;
}
