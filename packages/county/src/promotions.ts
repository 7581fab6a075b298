import { calendarFrom, workingDaysLeft } from '#platform/calendar';
import { addDays, addMonths, type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { cadres, type SamplePost, type SampleRise } from './cadres.ts';
import { workingCalendar } from './calendar.ts';
import { chance } from './chance.ts';
import { dispatches, type SamplePosting } from './postings.ts';
import { BEGINS, type Period } from './register.ts';

export type ActionKind = 'PROMOTE' | 'IMPORTANT_POST' | 'TRANSFER' | 'SECOND' | 'ROTATE' | 'COMMEND' | 'REMOVE' | 'REPLACE';

/** How actions of a kind go, as the county's document says. */
export interface SampleProcedure {
  readonly id: string;
  readonly kind: ActionKind;
  readonly stages: readonly string[];
  readonly noticeWorkingDays: number;
  readonly probationMonths: number;
  readonly evidenceRequired: boolean;
  readonly document: string;
}

/** A personnel action with the days of its stages; those after today haven't come. */
export interface SampleAction {
  readonly id: string;
  readonly kind: ActionKind;
  readonly person: string;
  readonly division: string;
  readonly agency: string | null;
  readonly post: string;
  readonly posting: string | null;
  readonly reason: string;
  readonly decidedOn: Day;
  readonly document: string;
  readonly noticeFrom: Day | null;
  readonly noticeTo: Day | null;
  readonly effectiveFrom: Day;
  readonly probationUntil: Day | null;
}

/** Figures of the source: excellent-appraised promoted early in 2018, resident cadres promoted in 2018, and how they overlap. */
export const EXCELLENT_PROMOTED = 16;
export const RESIDENTS_PROMOTED = 17;
const EXCELLENT_YOUNG = 4;
const EXCELLENT_RESIDENTS = 6;
const EXCELLENT_IMPORTANT = 3;
const EARLY: readonly [Day, Day] = ['2018-01-08', '2018-03-31'];

const FULL = ['PROPOSED', 'RECOMMENDED', 'INSPECTED', 'DECIDED', 'PUBLIC_NOTICE', 'APPOINTED', 'PROBATION', 'CONFIRMED'];
const STAGES: Readonly<Record<ActionKind, readonly string[]>> = {
  PROMOTE: FULL,
  IMPORTANT_POST: FULL.slice(0, 6),
  TRANSFER: ['PROPOSED', 'INSPECTED', 'DECIDED', 'APPOINTED'],
  SECOND: ['PROPOSED', 'DECIDED', 'APPOINTED'],
  ROTATE: ['PROPOSED', 'DECIDED', 'APPOINTED'],
  COMMEND: FULL.slice(0, 6),
  REMOVE: ['PROPOSED', 'DECIDED', 'APPOINTED'],
  REPLACE: ['PROPOSED', 'INSPECTED', 'DECIDED', 'APPOINTED'],
};

/** The procedures in force since the register begins. */
export const procedures = (): SampleProcedure[] =>
  (Object.keys(STAGES) as ActionKind[]).map((kind) => ({
    id: idFrom('prc', kind),
    kind,
    stages: STAGES[kind],
    noticeWorkingDays: STAGES[kind].includes('PUBLIC_NOTICE') ? 5 : 0,
    probationMonths: STAGES[kind].includes('PROBATION') ? 12 : 0,
    evidenceRequired: kind === 'PROMOTE' || kind === 'IMPORTANT_POST' || kind === 'COMMEND',
    document: '天组发〔2014〕26号',
  }));

const { years, days } = workingCalendar();
const calendar = calendarFrom(
  days,
  years.filter((y) => y.announced).map((y) => y.year),
);

/** The days of a decision that takes effect on `on`: decided early enough for five working days of notice before it. */
function stagesBefore(on: Day): { decidedOn: Day; noticeFrom: Day; noticeTo: Day } {
  let noticeTo = addDays(on, -3);
  let noticeFrom = addDays(noticeTo, -4);
  while (workingDaysLeft(calendar, addDays(noticeFrom, -1), noticeTo) < 5) noticeFrom = addDays(noticeFrom, -1);
  if (noticeFrom > noticeTo) noticeTo = noticeFrom;
  return { decidedOn: addDays(noticeFrom, -2), noticeFrom, noticeTo };
}

const COUNTY_ROLES = ['AGENCY_HEAD', 'TOWNSHIP_SECRETARY', 'TOWNSHIP_HEAD'];

/**
 * Promotions, important posts, transfers and commendations from the beginning of the register to `now`, and who was
 * appraised excellent for 2017 among those decided on in 2018. What was decided by a day is the same whenever it is told.
 */
export function promotions(
  periods: readonly Period[],
  now: Date,
): { actions: SampleAction[]; excellent2017: ReadonlySet<string>; decided2018: ReadonlySet<string> } {
  const today = dayOf(now);
  // What takes effect was decided on weeks before: the year is told from its end and somewhat later.
  const ahead = new Date(Date.parse(`${today.slice(0, 4)}-12-31T00:00:00+08:00`) + 60 * 86_400_000);
  const corps = cadres(periods, ahead);
  const posts = new Map(corps.posts.map((p) => [p.id, p]));
  const homes = new Map(corps.persons.map((p) => [p.id, p.homeDivision]));
  const desk = new Desk(today);

  const risers = corps.rises.filter((r) => r.on > '2016-10-01');
  for (const rise of risers) {
    const post = posts.get(rise.post) as SamplePost;
    desk.promote(rise.person, homes.get(rise.person) as string, rise.on, { agency: rise.agency, post: post.name, document: rise.document });
  }
  const { residents, postings } = dispatches(periods, ahead);
  const residentHomes = new Map(residents.map((r) => [r.id, r.homeDivision]));
  for (const { posting, on } of residentPromotions(postings, today))
    desk.promote(posting.person, residentHomes.get(posting.person) as string, on, {
      agency: posting.dispatchAgency,
      post: '副科级干部',
      document: `天组干字〔${on.slice(0, 4)}〕${chance('promoted', posting.id).between(100, 199)}号`,
      posting: posting.id,
    });

  const heads = corps.posts.filter((p) => COUNTY_ROLES.includes(p.role));
  for (let year = 2017; year <= Number(today.slice(0, 4)); year++) {
    const from = `${year}-01-01`;
    const standing = heads.filter((p) => p.validFrom < from && p.validTo > from && !desk.decided.has(`${p.person} ${year}`));
    const picked = chance('important posts', year).shuffled(standing);
    for (const [i, p] of picked.slice(0, 3).entries())
      desk.put('IMPORTANT_POST', p.person, p.division, `${year}-02-${String(20 + 2 * i).padStart(2, '0')}`, {
        agency: p.agency,
        post: `${p.name}（重用）`,
      });
    for (const [i, p] of picked.slice(3, 9).entries())
      desk.put('TRANSFER', p.person, p.division, `${year}-${String(4 + i).padStart(2, '0')}-16`, { agency: p.agency, post: p.name });
    for (const p of picked.slice(9, 21))
      desk.put('COMMEND', p.person, p.division, `${year}-06-29`, { agency: p.agency, post: '优秀共产党员' });
  }

  const in2018 = desk.actions.filter((a) => a.decidedOn.startsWith('2018'));
  const early = (a: SampleAction) => a.decidedOn >= EARLY[0] && a.decidedOn <= EARLY[1];
  const young = new Set(risers.filter((r: SampleRise) => r.young).map((r) => r.person));
  const promoted = in2018.filter((a) => a.kind === 'PROMOTE' && early(a)).toSorted((a, b) => (a.decidedOn < b.decidedOn ? -1 : 1));
  const groups = [
    promoted.filter((a) => young.has(a.person)).slice(0, EXCELLENT_YOUNG),
    promoted.filter((a) => a.posting).slice(0, EXCELLENT_RESIDENTS),
    in2018.filter((a) => a.kind === 'IMPORTANT_POST' && early(a)).slice(0, EXCELLENT_IMPORTANT),
  ].flat();
  const others = promoted.filter((a) => !a.posting && !young.has(a.person)).slice(0, EXCELLENT_PROMOTED - groups.length);
  return {
    actions: desk.actions,
    excellent2017: new Set([...groups, ...others].map((a) => a.person)),
    decided2018: new Set(in2018.filter((a) => a.kind === 'PROMOTE' || a.kind === 'IMPORTANT_POST').map((a) => a.person)),
  };
}

class Desk {
  readonly actions: SampleAction[] = [];
  /** `person year` of promotions. */
  readonly decided = new Set<string>();
  readonly #today: Day;

  constructor(today: Day) {
    this.#today = today;
  }

  promote(
    person: string,
    division: string,
    on: Day,
    { agency, post, document, posting }: { agency: string; post: string; document: string; posting?: string },
  ): void {
    const stages = stagesBefore(on);
    if (stages.decidedOn > this.#today || stages.decidedOn < BEGINS) return;
    this.decided.add(`${person} ${stages.decidedOn.slice(0, 4)}`);
    this.actions.push({
      id: idFrom('act', 'promote', person, on),
      kind: 'PROMOTE',
      person,
      division,
      agency,
      post,
      posting: posting ?? null,
      reason: posting ? '驻村实绩突出' : '德才表现和工作需要',
      document,
      ...stages,
      effectiveFrom: on,
      probationUntil: addMonths(on, 12),
    });
  }

  put(kind: ActionKind, person: string, division: string, on: Day, { agency, post }: { agency: string; post: string }): void {
    const noticed = STAGES[kind].includes('PUBLIC_NOTICE');
    const stages = noticed ? stagesBefore(on) : { decidedOn: addDays(on, -6), noticeFrom: null, noticeTo: null };
    if (stages.decidedOn > this.#today) return;
    const document = `天组干字〔${on.slice(0, 4)}〕${chance('action', kind, person, on).between(200, 299)}号`;
    const common = { kind, person, division, agency, post, posting: null, document, ...stages, effectiveFrom: on, probationUntil: null };
    this.actions.push({ ...common, id: idFrom('act', kind, person, on), reason: kind === 'COMMEND' ? '脱贫攻坚实绩突出' : '工作需要' });
  }
}

/** Resident cadres who were promoted while in a village: all who were recalled for it, and others on the days of the year. */
function* residentPromotions(postings: readonly SamplePosting[], today: Day): Generator<{ posting: SamplePosting; on: Day }> {
  const resident = postings.filter((p) => p.targetType === 'VILLAGE' && p.state !== 'APPROVED' && OF_THE_COUNTY.includes(p.dispatchLevel));
  const promoted = new Set<string>();
  for (let year = 2017; year <= Number(today.slice(0, 4)); year++) {
    const wanted = year === 2018 ? RESIDENTS_PROMOTED : 8;
    const recalled = resident.filter(
      (p) => p.endReason === 'PROMOTED' && stagesBefore(addDays(p.to, -1)).decidedOn.startsWith(String(year)),
    );
    const first = [...new Map(recalled.map((p) => [p.person, p])).values()].filter((p) => !promoted.has(p.person));
    for (const posting of first) {
      promoted.add(posting.person);
      yield { posting, on: addDays(posting.to, -1) };
    }
    for (let i = first.length; i < wanted; i++) {
      // In 2018 a third of them early in the year, the others from spring to autumn.
      const on = addDays(`${year}-01-29`, i < 6 + first.length ? 7 * (i - first.length) : 90 + 14 * (i - first.length - 6));
      const { decidedOn } = stagesBefore(on);
      // Not by what comes later: whoever is in post on the day of the decision, since long before it.
      const free = resident.filter((p) => p.from <= addDays(decidedOn, -200) && p.to > decidedOn && !promoted.has(p.person));
      if (free.length === 0) continue;
      const posting = chance('resident', year, i).pick(free);
      promoted.add(posting.person);
      if (decidedOn <= today) yield { posting, on };
    }
  }
}

const OF_THE_COUNTY: readonly string[] = ['COUNTY', 'TOWNSHIP'];

/** The states of an action by day, each with the first day of it, up to `today`. */
export function statesOf(a: SampleAction, today: Day): { state: string; from: Day; to: Day; event: string }[] {
  const stages = [
    { state: 'DECIDED', from: a.decidedOn, event: 'action.decided' },
    ...(a.noticeFrom ? [{ state: 'PUBLIC_NOTICE', from: a.noticeFrom, event: 'action.announced' }] : []),
    {
      state: a.probationUntil ? 'PROBATION' : 'APPOINTED',
      from: a.effectiveFrom,
      event: a.probationUntil ? 'action.probationStarted' : 'action.appointed',
    },
    ...(a.probationUntil ? [{ state: 'CONFIRMED', from: a.probationUntil, event: 'action.confirmed' }] : []),
  ].filter((s) => s.from <= today);
  return stages.map((s, i) => ({ ...s, to: stages[i + 1]?.from ?? FOREVER }));
}
