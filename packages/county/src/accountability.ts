import type { Day } from '#platform/day';
import { idFrom } from '#platform/id';
import { agencies, type SampleAgency } from './agencies.ts';
import { type Chance, chance } from './chance.ts';
import type { SampleFinding } from './findings.ts';
import type { SamplePosting, SampleResident } from './postings.ts';
import type { Period } from './register.ts';

type Kind =
  | 'REMINDER'
  | 'ADMONITORY_TALK'
  | 'MEETING_CIRCULAR'
  | 'CIRCULAR_CRITICISM'
  | 'ACCOUNTABILITY'
  | 'ORG_ADJUSTMENT'
  | 'DISCIPLINARY';
type Reason = 'DERELICTION_RESIDENT' | 'RULE_BREACH' | 'TASK_FAILURE' | 'FALSIFICATION';

export interface SampleAction {
  readonly id: string;
  readonly division: string;
  readonly subjectType: 'PERSON' | 'AGENCY';
  readonly subject: string;
  readonly person: string | null;
  readonly level: 'COUNTY' | 'TOWNSHIP' | 'VILLAGE';
  readonly kind: Kind;
  readonly reason: Reason;
  readonly on: Day;
  readonly document: string;
  readonly validFrom: Day;
}
export interface SampleBasis {
  readonly id: string;
  readonly action: string;
  readonly finding: string;
  readonly division: string;
  readonly validFrom: Day;
}

/** What the source tells of 2018: persons named at meetings, on four days of the year. */
const MEETINGS: readonly (readonly [Day, number])[] = [
  ['2018-03-20', 15],
  ['2018-06-15', 16],
  ['2018-09-10', 18],
  ['2018-12-05', 14],
];
const SUMMONED: Day = '2018-07-10';
const HELD: Day = '2018-10-15';
const CRITICIZED: Day = '2018-11-12';
/** Those summoned and those held accountable were four each, and partly among the ones named before. */
const FOUR = 4;

/** Actions of accountability since 2017, and the findings on which they rest. */
export function accountability(
  periods: readonly Period[],
  { residents, postings }: { readonly residents: readonly SampleResident[]; readonly postings: readonly SamplePosting[] },
  findings: readonly SampleFinding[],
  today: Day,
): { actions: SampleAction[]; bases: SampleBasis[] } {
  const actions: SampleAction[] = [];
  const bases: SampleBasis[] = [];
  const homes = new Map(residents.map((r) => [r.id, r.homeDivision]));
  const kindOf = new Map(periods.map((p) => [p.id, p.kind]));
  const offices = agencies(periods);
  const places = new Map(periods.map((p) => [p.code, p.id]));
  const opened = Map.groupBy(
    findings.filter((f) => f.version === 1 && f.category === '驻村履职'),
    (f) => f.village,
  );

  const take = (on: Day, kind: Kind, reason: Reason, of: Pick<SampleAction, 'subjectType' | 'subject' | 'division'>, serial: number) => {
    if (on > today) return;
    const level = kindOf.get(of.division);
    const action: SampleAction = {
      id: idFrom('act', of.subject, kind, reason, on),
      ...of,
      person: of.subjectType === 'PERSON' ? of.subject : null,
      level: level === 'TOWNSHIP' ? 'TOWNSHIP' : level === 'COUNTY' ? 'COUNTY' : 'VILLAGE',
      kind,
      reason,
      on,
      document: `${kind === 'DISCIPLINARY' || kind === 'ACCOUNTABILITY' ? '天纪字' : '天督通'}〔${on.slice(0, 4)}〕${serial}号`,
      validFrom: on,
    };
    actions.push(action);
  };
  const against = (on: Day, kind: Kind, reason: Reason, posting: SamplePosting, serial: number) => {
    take(
      on,
      kind,
      reason,
      { subjectType: 'PERSON', subject: posting.person, division: homes.get(posting.person) ?? posting.target },
      serial,
    );
    if (on > today) return;
    const finding = opened.get(posting.target)?.find((f) => f.foundOn <= on && f.foundOn.slice(0, 4) === on.slice(0, 4));
    const action = actions.at(-1) as SampleAction;
    if (finding)
      bases.push({ id: idFrom('acb', action.id), action: action.id, finding: finding.id, division: action.division, validFrom: on });
  };
  const criticize = (on: Day, agency: SampleAgency, serial: number) =>
    take(
      on,
      'CIRCULAR_CRITICISM',
      'TASK_FAILURE',
      { subjectType: 'AGENCY', subject: agency.id, division: places.get(agency.division) as string },
      serial,
    );

  /** Postings to villages that held from the beginning of a year to its end, one for each person. */
  const serving = (from: Day, to: Day, luck: Chance): SamplePosting[] => {
    const held = postings.filter((p) => p.targetType === 'VILLAGE' && p.from <= from && to < p.to && p.state !== 'APPROVED');
    return luck.shuffled([...new Map(held.map((p) => [p.person, p])).values()]);
  };
  const standing = (kind: SampleAgency['kind'], on: Day): SampleAgency[] =>
    offices.filter(
      (a) => a.kind === kind && a.level !== 'CITY' && periods.some((p) => p.code === a.division && p.validFrom <= on && on < p.validTo),
    );

  const luck2018 = chance('accountability', 2018);
  const pool = serving('2018-03-01', '2018-12-31', luck2018);
  const named: SamplePosting[] = [];
  MEETINGS.forEach(([on, count], i) => {
    const own = pool.splice(0, count);
    for (const p of own) against(on, 'MEETING_CIRCULAR', 'RULE_BREACH', p, 10 + i);
    named.push(...own);
  });
  const others = pool.splice(0, FOUR);
  for (const p of [...named.slice(0, 2), ...others.slice(0, FOUR - 2)]) against(SUMMONED, 'ADMONITORY_TALK', 'RULE_BREACH', p, 21);
  for (const p of [...named.slice(5, 6), ...pool.splice(0, FOUR - 1)]) against(HELD, 'ACCOUNTABILITY', 'DERELICTION_RESIDENT', p, 7);
  for (const a of luck2018.shuffled(standing('TOWNSHIP_GOV', CRITICIZED)).slice(0, 2)) criticize(CRITICIZED, a, 33);
  for (const a of luck2018.shuffled(standing('ORGAN', CRITICIZED)).slice(0, 6)) criticize(CRITICIZED, a, 33);

  for (let year = 2017; year <= Number(today.slice(0, 4)); year++) {
    if (year === 2018) continue;
    const luck = chance('accountability', year);
    const free = serving(`${year}-07-01`, `${year}-12-31` < today ? `${year}-12-31` : today, luck);
    const round = (month: string, count: number, kind: Kind, reason: Reason) => {
      const on = `${year}-${month}-${10 + (year % 9)}`;
      for (const p of free.splice(0, count)) against(on, kind, reason, p, Number(month) * 3);
    };
    round('09', luck.between(8, 14), 'MEETING_CIRCULAR', 'RULE_BREACH');
    round('12', luck.between(6, 12), 'MEETING_CIRCULAR', 'RULE_BREACH');
    round('10', luck.between(4, 7), 'REMINDER', 'RULE_BREACH');
    round('11', luck.between(3, 6), 'ADMONITORY_TALK', 'RULE_BREACH');
    round('11', luck.between(1, 3), 'ACCOUNTABILITY', 'DERELICTION_RESIDENT');
    round('12', 1, 'ORG_ADJUSTMENT', 'DERELICTION_RESIDENT');
    round('12', luck.between(0, 1), 'DISCIPLINARY', 'FALSIFICATION');
    const on = `${year}-11-20`;
    for (const a of luck.shuffled([...standing('TOWNSHIP_GOV', on), ...standing('ORGAN', on)]).slice(0, luck.between(1, 4)))
      criticize(on, a, 40);
  }
  return { actions, bases };
}
