import { addDays, addMonths, type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { chance } from './chance.ts';
import { BEGINS, lifeOf, type Period, villagesOn } from './register.ts';

/** A state and the day since which it holds. */
interface Step {
  readonly state: string;
  readonly on: Day;
}
/** One version of a row for each step, the last one open. */
export const versionsOf = (steps: readonly Step[]) =>
  steps.map(({ state, on }, i) => ({ state, validFrom: on, validTo: steps[i + 1]?.on ?? FOREVER, version: i + 1 }));

/** The relocation community is real (万家乐移民新区, in the editions since 2019); who left which village is synthetic. */
export function relocation(periods: readonly Period[]) {
  const community = periods.find((p) => p.name.startsWith('万家乐移民新区')) as Period;
  const id = idFrom('rel', 'tianzhen', '万家乐');
  const project = {
    id,
    title: '万家乐移民新区易地扶贫搬迁项目',
    division: community.parent as string,
    investment: 112_000_000_000,
  };
  const occupied = community.validFrom;
  const steps = [
    { state: 'PLANNED', on: '2016-09-12' },
    { state: 'APPROVED', on: '2016-11-15' },
    { state: 'BUILDING', on: '2017-04-10' },
    { state: 'OCCUPIED', on: occupied },
    { state: 'ACCEPTED', on: '2020-06-20' },
  ];
  const versions = versionsOf(steps).map((v) => ({
    ...project,
    ...v,
    document: v.state === 'PLANNED' ? null : '天移发〔2016〕27号',
    community: v.validFrom >= occupied ? community.id : null,
    occupiedOn: v.validFrom >= occupied ? occupied : null,
  }));
  const luck = chance('relocation sources');
  const sources = luck
    .shuffled(villagesOn(periods, BEGINS))
    .slice(0, 52)
    .map(({ id: village }) => {
      const households = luck.between(8, 90);
      const persons = Math.round(households * (2.1 + luck.next() * 0.9));
      return { id: idFrom('rsv', id, village), project: id, village, households, persons, validFrom: '2016-11-20' };
    });
  return { versions, sources };
}

const KINDS = [
  ['PLANTING', '黄芪种植基地'],
  ['PLANTING', '蔬菜大棚'],
  ['BREEDING', '肉羊养殖'],
  ['BREEDING', '奶牛养殖小区'],
  ['PHOTOVOLTAIC', '村级光伏电站'],
  ['PROCESSING', '小杂粮加工'],
  ['TOURISM', '长城人家乡村旅游'],
  ['LABOUR_SERVICE', '天镇保姆培训输出'],
] as const;

/** Synthetic support for industries: from one project a village in the years of the campaign to a few since. */
export function industryProjects(periods: readonly Period[], now: Date) {
  const today = dayOf(now);
  const rows: object[] = [];
  for (let year = 2016; `${year}-12-31` <= addDays(today, 365); year++) {
    const on = `${year}-08-31`;
    if (on > today) break;
    for (const village of villagesOn(periods, on < BEGINS ? BEGINS : on)) {
      const luck = chance('industry', village.code, year);
      if (luck.next() > (year <= 2020 ? 0.28 : 0.12)) continue;
      const [type, title] = luck.pick(KINDS);
      const begun = addDays(on, luck.between(0, 80));
      const done = addMonths(begun, luck.between(8, 26));
      const life = lifeOf(periods, village.id);
      const end = done < life.to ? { state: 'ACCEPTED', on: done } : { state: 'STOPPED', on: addDays(life.to, -7) };
      const steps = [{ state: 'PLANNED', on }, { state: 'RUNNING', on: begun }, end].filter((s) => s.on <= today);
      if (begun >= end.on) continue;
      for (const v of versionsOf(steps))
        rows.push({
          id: idFrom('ind', village.id, year),
          village: village.id,
          title: `${village.name}${title}`,
          type,
          funds: luck.between(10, 80) * 1_000_000,
          households: luck.between(10, 70),
          document: v.state === 'PLANNED' ? null : `天农发〔${year}〕${luck.between(10, 60)}号`,
          stopReason: v.state === 'STOPPED' ? '村已撤并 · The village ended' : null,
          ...v,
        });
    }
  }
  return rows;
}
