import { addDays, type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { agencyId } from './agencies.ts';
import type { Corps } from './cadres.ts';
import { chance } from './chance.ts';
import type { SampleAssignment } from './helpers.ts';
import type { SamplePosting } from './postings.ts';
import { COUNTY_CODE, type Period } from './register.ts';

type Mode = 'MENU' | 'ENHANCEMENT' | 'GUIDANCE' | 'EXCHANGE' | 'LECTURE' | 'EXAM';
type Role =
  | 'PARTY_CADRE'
  | 'COUNTY_CADRE'
  | 'TOWNSHIP_DEPUTY_SECRETARY'
  | 'ORG_COMMISSIONER'
  | 'BRANCH_SECRETARY'
  | 'COMMITTEE_DIRECTOR'
  | 'FIRST_SECRETARY'
  | 'TEAM_LEADER'
  | 'HELPER';

/** Somebody in an office of a village, as whoever keeps the offices tells of it. */
export interface SampleOffice {
  readonly person: string;
  readonly division: string;
  readonly role: Role;
  readonly validFrom: Day;
  readonly validTo: Day;
}

/** What the county's trainings are drawn from. */
export interface Trainees {
  readonly periods: readonly Period[];
  /** Secretaries and directors of villages. */
  readonly offices: readonly SampleOffice[];
  readonly postings: readonly SamplePosting[];
  readonly corps: Corps;
  readonly assignments: readonly SampleAssignment[];
  /** Homes of the persons who are trained where they live. */
  readonly homes: ReadonlyMap<string, string>;
  /** Villages that the ministry's class was for. */
  readonly poor: (village: string) => boolean;
}

export interface SampleSeries {
  readonly id: string;
  readonly name: string;
  readonly division: string;
  readonly validFrom: Day;
}

/** A version of a training, with what the ledger says of it. */
export interface SampleTraining {
  readonly event: string;
  readonly version: {
    readonly id: string;
    readonly title: string;
    readonly series: string | null;
    readonly ordinal: number | null;
    readonly mode: Mode;
    readonly division: string;
    readonly hostAgency: string;
    readonly from: Day;
    readonly to: Day;
    readonly audience: readonly Role[];
    readonly topic: string | null;
    readonly lecturer: string | null;
    readonly lecturerPost: string | null;
    readonly document: string | null;
    readonly state: 'PLANNED' | 'HELD';
    readonly cohortOn: Day | null;
    readonly cohortRoles: readonly Role[] | null;
    readonly cohortSize: number | null;
    readonly validFrom: Day;
    readonly validTo: Day;
    readonly version: number;
  };
}

export interface SampleEnrolment {
  readonly event: string;
  readonly version: {
    readonly id: string;
    readonly event: string;
    readonly person: string;
    readonly division: string;
    readonly roleAtDate: Role;
    readonly inCohort: boolean;
    readonly state: 'INVITED' | 'ATTENDED' | 'ABSENT' | 'ASSESSED';
    readonly score: number | null;
    readonly validFrom: Day;
    readonly validTo: Day;
    readonly version: number;
  };
}

/** One training as the county's plan has it. */
interface Plan {
  readonly key: string;
  readonly title: string;
  readonly mode: Mode;
  readonly from: Day;
  readonly days: number;
  readonly audience: readonly Role[];
  readonly host?: string;
  readonly ordinal?: number;
  readonly topic?: string;
  /** Only some of those in the audience are called. */
  readonly only?: (trainee: Trainee) => boolean;
  readonly absence: number;
  readonly lecture?: true;
  /** Those who come are chosen by name; else everybody in the roles is meant, and the cohort is frozen. */
  readonly chosen?: true;
  /** The list is kept from the invitation on; else it is the attendance sheet. */
  readonly invited?: true;
}

interface Trainee {
  readonly person: string;
  readonly division: string;
  readonly role: Role;
}

const SEMINAR = '县管干部专题研讨班';
const SEMINARS: readonly Day[] = ['2016-11-21', '2017-11-06', '2018-03-26'];
/** How many secretaries of poor villages went to the ministry's class (人社部定点扶贫县基层党支部书记培训班). */
const MINISTRY_PLACES = 23;
const SECTION_AND_ABOVE = ['131', '132', '141', '142'];
const COUNTY_ADMINISTERED = ['AGENCY_HEAD', 'TOWNSHIP_SECRETARY', 'TOWNSHIP_HEAD'];

/** The county's trainings from the beginning of the register to `now`, and who took part in each. The past stays as it was. */
export function trainings(
  trainees: Trainees,
  now: Date,
): { series: SampleSeries; events: SampleTraining[]; enrolments: SampleEnrolment[] } {
  const today = dayOf(now);
  const county = trainees.periods.find((p) => p.code === COUNTY_CODE) as Period;
  const series = { id: idFrom('trs', SEMINAR), name: SEMINAR, division: county.id, validFrom: '2016-10-10' };
  const events: SampleTraining[] = [];
  const enrolments: SampleEnrolment[] = [];
  for (const plan of plansUntil(Number(today.slice(0, 4)), trainees)) {
    const announced = addDays(plan.from, -25);
    if (announced > today) continue;
    const to = addDays(plan.from, plan.days - 1);
    const held = to <= today;
    const id = idFrom('trn', plan.key, plan.from);
    const cohort = called(plan, trainees, plan.invited ? announced : plan.from);
    const meant = plan.invited ? announced : plan.from;
    const secretary = trainees.corps.leaders.find((l) => l.role === 'COUNTY_SECRETARY' && l.from <= plan.from && plan.from < l.to);
    const common = {
      id,
      title: plan.title,
      series: plan.ordinal ? series.id : null,
      ordinal: plan.ordinal ?? null,
      mode: plan.mode,
      division: county.id,
      hostAgency: agencyId(plan.host ?? '县委组织部'),
      from: plan.from,
      to,
      audience: plan.audience,
      topic: plan.topic ?? null,
      lecturer: plan.lecture ? (secretary?.person ?? null) : null,
      lecturerPost: plan.lecture && secretary ? '县委书记' : null,
      document: `天组发〔${plan.from.slice(0, 4)}〕${chance('notice', id).between(20, 99)}号`,
    };
    const none = { cohortOn: null, cohortRoles: null, cohortSize: null };
    const frozen = plan.chosen ? none : { cohortOn: meant, cohortRoles: plan.audience, cohortSize: cohort.length };
    const put = (event: string, state: 'PLANNED' | 'HELD', from: Day, until: Day, version: number, about: typeof frozen) =>
      events.push({ event, version: { ...common, ...about, state, validFrom: from, validTo: until, version } });
    put('training.planned', 'PLANNED', announced, held ? to : FOREVER, 1, none);
    if (held) put('training.held', 'HELD', to, FOREVER, 2, frozen);
    for (const trainee of cohort) enrolments.push(...enrolled(plan, id, trainee, { announced, to, held }));
  }
  return { series, events, enrolments };
}

function enrolled(plan: Plan, event: string, trainee: Trainee, at: { announced: Day; to: Day; held: boolean }): SampleEnrolment[] {
  const luck = chance('trained', event, trainee.person);
  const came = luck.next() >= plan.absence;
  const score = came && plan.mode === 'EXAM' ? Math.min(100, 62 + luck.between(0, 20) + luck.between(0, 19)) : null;
  const common = {
    id: idFrom('enr', event, trainee.person),
    event,
    person: trainee.person,
    division: trainee.division,
    roleAtDate: trainee.role,
    inCohort: !plan.chosen,
  };
  const invited = plan.invited
    ? [
        {
          event: 'enrolment.invited',
          version: {
            ...common,
            state: 'INVITED' as const,
            score: null,
            validFrom: at.announced,
            validTo: at.held ? at.to : FOREVER,
            version: 1,
          },
        },
      ]
    : [];
  if (!at.held) return invited;
  const state = !came ? 'ABSENT' : score === null ? 'ATTENDED' : 'ASSESSED';
  const told = { ABSENT: 'enrolment.missed', ATTENDED: 'enrolment.attended', ASSESSED: 'enrolment.assessed' }[state];
  return [
    ...invited,
    { event: told, version: { ...common, state, score, validFrom: at.to, validTo: FOREVER, version: invited.length + 1 } },
  ];
}

/** Every training that the county planned up to a year. */
function* plansUntil(year: number, { poor }: Trainees): Generator<Plan> {
  for (let y = 2016, ordinal = 1; y <= year; y++, ordinal++) {
    const from = SEMINARS[ordinal - 1] ?? `${y}-11-${y % 2 ? '04' : '09'}`;
    const seminar = { from, audience: ['COUNTY_CADRE'] as const, absence: 0.03, chosen: true as const };
    yield { ...seminar, key: 'seminar', title: `第${ordinal}期${SEMINAR}`, mode: 'EXCHANGE', days: 5, ordinal, invited: true };
    yield { ...seminar, key: 'lecture', title: '县委书记党课', mode: 'LECTURE', days: 1, topic: '抓党建促脱贫攻坚', lecture: true };
    if (y === 2016 || (y > 2018 && y % 2 === 1)) continue; // in the years of the source every year, since then every second
    const principals = { audience: ['BRANCH_SECRETARY', 'COMMITTEE_DIRECTOR'] as const, absence: 0.015 };
    const posted = { audience: ['FIRST_SECRETARY', 'TEAM_LEADER'] as const, absence: 0.015 };
    yield { ...principals, key: 'principals', title: `${y}年村“两委”主干集中培训`, mode: 'MENU', from: `${y}-06-04`, days: 5 };
    yield { ...posted, key: 'posted', title: `${y}年第一书记、驻村工作队长集中培训`, mode: 'GUIDANCE', from: `${y}-06-24`, days: 4 };
  }
  yield {
    key: 'exam',
    title: '学习贯彻十九大精神理论考试',
    mode: 'EXAM',
    from: '2018-05-18',
    days: 1,
    audience: ['PARTY_CADRE'],
    absence: 0.055,
  };
  yield {
    key: 'exchange',
    title: '抓党建促脱贫攻坚座谈',
    mode: 'EXCHANGE',
    from: '2018-04-12',
    days: 1,
    audience: ['TOWNSHIP_DEPUTY_SECRETARY', 'ORG_COMMISSIONER', 'FIRST_SECRETARY', 'TEAM_LEADER'],
    only: ({ role, person }) => role === 'TOWNSHIP_DEPUTY_SECRETARY' || role === 'ORG_COMMISSIONER' || chance('talk', person).next() < 0.12,
    absence: 0,
    chosen: true,
  };
  yield {
    key: 'ministry',
    title: '人社部定点扶贫县基层党支部书记培训班',
    mode: 'ENHANCEMENT',
    from: '2018-08-13',
    days: 5,
    host: '人力资源和社会保障部',
    audience: ['BRANCH_SECRETARY'],
    only: ({ division }) => poor(division),
    absence: 0,
    chosen: true,
  };
  yield {
    key: 'helpers',
    title: '帮扶责任人全员培训',
    mode: 'GUIDANCE',
    from: '2018-12-17',
    days: 5,
    host: '县扶贫开发办公室',
    audience: ['HELPER'],
    absence: 0,
  };
}

/** Whoever had one of the roles on the day, each once; of the ministry's class the places there were. */
function called(plan: Plan, trainees: Trainees, day: Day): Trainee[] {
  const on = (row: { validFrom: Day; validTo: Day }) => row.validFrom <= day && day < row.validTo;
  const { corps, offices, postings, assignments, homes } = trainees;
  const found = new Map<string, Trainee>();
  const add = (person: string, division: string | undefined, role: Role) => {
    const trainee = { person, division: division ?? '', role };
    if (division && !found.has(person) && (plan.only?.(trainee) ?? true)) found.set(person, trainee);
  };
  for (const role of plan.audience) {
    if (role === 'PARTY_CADRE') {
      const member = new Map(corps.persons.map((p) => [p.id, p.politicalStatus === '01' || p.politicalStatus === '02']));
      for (const r of corps.ranks)
        if (on(r) && r.scheme === 'POST_LEVEL' && SECTION_AND_ABOVE.includes(r.code) && member.get(r.person))
          add(r.person, r.division, role);
    } else if (role === 'COUNTY_CADRE') {
      for (const p of corps.posts) if (on(p) && COUNTY_ADMINISTERED.includes(p.role)) add(p.person, p.division, role);
    } else if (role === 'TOWNSHIP_DEPUTY_SECRETARY' || role === 'ORG_COMMISSIONER') {
      for (const p of corps.posts) if (on(p) && p.role === role) add(p.person, p.division, role);
    } else if (role === 'FIRST_SECRETARY' || role === 'TEAM_LEADER') {
      for (const p of postings) if (p.kind === role && p.state !== 'APPROVED' && p.from <= day && day < p.to) add(p.person, p.target, role);
    } else if (role === 'HELPER') {
      for (const a of assignments) if (on(a)) add(a.helper, homes.get(a.helper), role);
    } else for (const o of offices) if (o.role === role && on(o)) add(o.person, o.division, role);
  }
  const all = [...found.values()];
  return plan.key === 'ministry' ? chance('ministry class').shuffled(all).slice(0, MINISTRY_PLACES) : all;
}
