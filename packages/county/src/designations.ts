import { type Day, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { chance } from './chance.ts';
import { lifeOf, type Period, villagesOn } from './register.ts';

export interface SampleDesignation {
  readonly id: string;
  readonly village: string;
  readonly kind: 'POOR_VILLAGE' | 'DEEP_POVERTY' | 'EXITED' | 'RELOCATION_SITE';
  readonly document: string;
  readonly endReason: string | null;
  readonly validFrom: Day;
  readonly validTo: Day;
}

/** The day on which the county stands as the source describes it. */
const SOURCE_DAY: Day = '2018-12-31';
/** 126 of the 227 villages are registered poor villages, 59 of which had exited (a journal article of 2018). */
const POOR = 126;
/** How many exited on which day; those that are left exited a year later. The split by year is synthetic. */
const EXITS: readonly (readonly [Day, number])[] = [
  ['2016-12-20', 14],
  ['2017-12-20', 25],
  ['2018-12-20', 20],
];
const LAST_EXIT: Day = '2019-12-20';
/** How many are deeply poor no source says: a third of those that had not exited. */
const DEEP = 22;
const DEEP_SINCE: Day = '2017-11-10';

/** Which of the real villages was poor is not public: the choice is chance, the counts are the source's. */
export function designations(periods: readonly Period[]): SampleDesignation[] {
  const rows: SampleDesignation[] = [];
  const give = (village: string, kind: SampleDesignation['kind'], since: Day, document: string) => {
    const life = lifeOf(periods, village);
    const from = since < life.from ? life.from : since;
    if (from >= life.to) return;
    const endReason = life.to === FOREVER ? null : '村已撤并 · The village ended';
    rows.push({ id: idFrom('dsg', village, kind), village, kind, document, endReason, validFrom: from, validTo: life.to });
  };
  const poor = chance('poor villages').shuffled(villagesOn(periods, SOURCE_DAY)).slice(0, POOR);
  for (const { id } of poor) give(id, 'POOR_VILLAGE', '2014-06-30', '天扶办发〔2014〕6号');
  // Those that the register knows only since 2018 can't have exited before.
  let waiting = poor.toSorted((a, b) => lifeOf(periods, a.id).from.localeCompare(lifeOf(periods, b.id).from));
  for (const [day, count] of EXITS) {
    for (const { id } of waiting.slice(0, count)) give(id, 'EXITED', day, `天脱贫组发〔${day.slice(0, 4)}〕18号`);
    waiting = waiting.slice(count);
  }
  for (const { id } of waiting.slice(0, DEEP)) give(id, 'DEEP_POVERTY', DEEP_SINCE, '天扶办发〔2017〕41号');
  for (const { id } of waiting) give(id, 'EXITED', LAST_EXIT, '天脱贫组发〔2019〕22号');
  for (const id of new Set(periods.filter((p) => p.name.startsWith('万家乐')).map((p) => p.id)))
    give(id, 'RELOCATION_SITE', '2019-10-31', '天移发〔2019〕9号');
  return rows;
}
