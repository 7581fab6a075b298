import { addDays, type Day, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { agencyId } from './agencies.ts';
import type { Corps } from './cadres.ts';
import { chance } from './chance.ts';
import type { InspectionPlan } from './inspections.ts';
import { lifeOf, type Period, villagesOn } from './register.ts';

/** A row as it stood for a time, and what brought it there. */
interface Version {
  readonly id: string;
  readonly division: string;
  readonly validFrom: Day;
  readonly validTo: Day;
  readonly version: number;
  readonly event: string;
}
export interface SampleYearPlan extends Version {
  readonly year: number;
  readonly title: string;
  readonly monthlyCeiling: number;
  readonly document: string | null;
  readonly state: 'DRAFT' | 'APPROVED';
}
export interface SampleLine extends Version {
  readonly plan: string;
  readonly title: string;
  readonly method: InspectionPlan['method'];
  readonly agency: string;
  readonly from: Day;
  readonly to: Day;
  readonly state: 'PROPOSED' | 'APPROVED';
}
export interface SampleMember extends Version {
  readonly inspection: string;
  readonly person: string;
  readonly role: 'LEAD' | 'MEMBER';
}
export interface SampleVisit {
  readonly id: string;
  readonly inspection: string;
  readonly village: string;
  readonly on: Day;
  readonly by: string;
  readonly validFrom: Day;
}

/** Key of the line on which a planned inspection stands. */
export const lineId = (inspection: string): string => idFrom('ipn', inspection);

/** What villages could be asked for in a month; the burden was cut after the notice of 2019 (基层减负年). */
const ceilingOf = (year: number): number => (year < 2019 ? 8 : 5);
const GROUP = 4;
/** Villages that an inspection reaches, beside those in which it finds something. */
const REACHED = { FIELD_VISIT: 60, PATROL: 36, PHONE_CHECK: 40, STATIONED: 48 } as const;

/** The plans of the years with their lines, the groups that inspected, and the villages that they reached until today. */
export function programme(
  periods: readonly Period[],
  inspections: readonly InspectionPlan[],
  found: readonly { readonly inspection: string; readonly village: string; readonly foundOn: Day }[],
  corps: Pick<Corps, 'posts'>,
  today: Day,
) {
  const county = (periods.find((p) => p.kind === 'COUNTY') as Period).id;
  const begins = (periods[0] as Period).validFrom;
  const agency = agencyId('县脱贫攻坚督查组');
  const known = <V extends { readonly validFrom: Day }>(versions: readonly V[]): V[] => versions.filter((v) => v.validFrom <= today);

  const years = [...new Set(inspections.map((i) => Number(i.from.slice(0, 4))))];
  const drafted = (year: number): Day => (`${year - 1}-12-01` < begins ? begins : `${year - 1}-12-01`);
  const plans = years.flatMap((year): SampleYearPlan[] => {
    const approvedOn = addDays(drafted(year), 14);
    const common = { id: idFrom('ipl', year), division: county, year, title: `${year}年督查检查考核计划`, monthlyCeiling: ceilingOf(year) };
    const approved = approvedOn <= today;
    return known([
      {
        ...common,
        document: null,
        state: 'DRAFT',
        validFrom: drafted(year),
        validTo: approved ? approvedOn : FOREVER,
        version: 1,
        event: 'inspectionPlan.drafted',
      },
      {
        ...common,
        document: `天办发〔${approvedOn.slice(0, 4)}〕${40 + (year % 7)}号`,
        state: 'APPROVED',
        validFrom: approvedOn,
        validTo: FOREVER,
        version: 2,
        event: 'inspectionPlan.approved',
      },
    ]);
  });
  const lines = inspections
    .filter((i) => i.planned)
    .flatMap(({ id, title, method, from, to }): SampleLine[] => {
      const year = Number(from.slice(0, 4));
      const approvedOn = addDays(drafted(year), 14);
      const common = { id: lineId(id), plan: idFrom('ipl', year), division: county, title, method, agency, from, to };
      return known([
        {
          ...common,
          state: 'PROPOSED',
          validFrom: drafted(year),
          validTo: approvedOn <= today ? approvedOn : FOREVER,
          version: 1,
          event: 'planLine.proposed',
        },
        { ...common, state: 'APPROVED', validFrom: approvedOn, validTo: FOREVER, version: 2, event: 'planLine.approved' },
      ]);
    });

  const members = inspections.flatMap((i): SampleMember[] => {
    const from = addDays(i.from, -20);
    if (i.cancelledOn || from > today) return [];
    const free = corps.posts.filter((p) => p.division === county && p.validFrom <= from && addDays(i.to, 30) < p.validTo);
    const people = [
      ...new Set(
        chance('group', i.id)
          .shuffled(free)
          .map((p) => p.person),
      ),
    ].slice(0, GROUP);
    return people.map((person, n) => ({
      id: idFrom('imb', i.id, person),
      inspection: i.id,
      division: county,
      person,
      role: n === 0 ? 'LEAD' : 'MEMBER',
      validFrom: from,
      validTo: FOREVER,
      version: 1,
      event: 'inspectionMember.assigned',
    }));
  });

  const visits = new Map<string, SampleVisit>();
  const reach = (inspection: string, village: string, on: Day) => {
    const id = idFrom('ivs', inspection, village, on);
    visits.set(id, { id, inspection, village, on, by: `inspector:${1 + (id.charCodeAt(5) % 6)}`, validFrom: on });
  };
  for (const f of found) reach(f.inspection, f.village, f.foundOn);
  for (const i of inspections) {
    if (i.cancelledOn || i.from > today) continue;
    const luck = chance('visits', i.id);
    const days = Math.round((Date.parse(i.to) - Date.parse(i.from)) / 86_400_000);
    for (let n = 0; n < REACHED[i.method]; n++) {
      const on = addDays(i.from, luck.between(0, days));
      const village = luck.pick(villagesOn(periods, on <= today ? on : today));
      if (on <= today && on < lifeOf(periods, village.id).to) reach(i.id, village.id, on);
    }
  }
  return { plans, lines, members, visits: [...visits.values()] };
}
