import { type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { chance } from './chance.ts';
import { lifeOf, type Period } from './register.ts';

/** Days on which people were counted: the yearly report of 2018, and the census day of 2020. */
const COUNTS: readonly (readonly [Day, string])[] = [
  ['2018-12-25', '2018年农村统计年报（合成数据） · Yearly rural report 2018, synthetic'],
  ['2020-11-01', '第七次人口普查时点（合成数据） · Census day 2020, synthetic'],
];

/** Synthetic counts of people, and the urban–rural class that the place suggests (国函〔2008〕60号). */
export function profiles(periods: readonly Period[], now: Date) {
  const today = dayOf(now);
  const townships = new Map(periods.filter((p) => p.kind === 'TOWNSHIP').map((p) => [p.id, p]));
  const rows: object[] = [];
  for (const id of new Set(periods.filter((p) => p.kind === 'VILLAGE' || p.kind === 'COMMUNITY').map((p) => p.id))) {
    const own = periods.filter((p) => p.id === id);
    const first = own[0] as Period;
    const { from, to } = lifeOf(periods, id);
    const luck = chance('people', first.code);
    const seat = townships.get(first.parent as string)?.name.slice(0, -1) === first.name;
    const urbanRural = first.kind === 'COMMUNITY' ? '121' : seat ? '210' : '220';
    const size = first.kind === 'COMMUNITY' ? luck.between(900, 2600) : luck.between(60, 520);
    const counts = COUNTS.filter(([day]) => from <= day && day < to && day <= today);
    const versions = [[from, null] as const, ...counts.filter(([day]) => day > from)];
    for (const [i, [day, source]] of versions.entries()) {
      const households = Math.round(size * (1 - i * 0.03));
      const counted = source !== null;
      rows.push({
        id: idFrom('prf', id),
        village: id,
        urbanRural,
        households: counted ? households : null,
        persons: counted ? Math.round(households * (2.2 + luck.next() * 0.6)) : null,
        countedOn: counted ? day : null,
        source,
        version: i + 1,
        validFrom: day,
        validTo: versions[i + 1]?.[0] ?? to,
      });
    }
  }
  return rows.filter((r) => (r as { validFrom: Day; validTo: Day }).validFrom < ((r as { validTo: Day }).validTo ?? FOREVER));
}
