import { addDays, type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { type AgencyLevel, agencies, agencyId, type SampleAgency } from './agencies.ts';
import { type Chance, chance } from './chance.ts';
import { person, type SamplePerson } from './people.ts';
import { lifeOf, type Period } from './register.ts';

/** A person with the place where he or she belongs. */
export interface SampleResident extends SamplePerson {
  readonly homeAgency: string | null;
  readonly homeDivision: string;
  /** GB/T 4762. */
  readonly politicalStatus: string;
}

export interface SampleTeam {
  readonly id: string;
  readonly village: string;
  readonly dispatchAgency: string;
  readonly term: number;
  readonly plannedTo: Day;
  readonly validFrom: Day;
  readonly validTo: Day;
  readonly endReason: EndReason | null;
}

export type VillageKind = 'FIRST_SECRETARY' | 'TEAM_LEADER' | 'TEAM_MEMBER' | 'RESIDENT_CADRE';
export type RecallReason = 'RECALLED_INCOMPETENT' | 'RECALLED_RULE' | 'PROMOTED' | 'TRANSFER' | 'HEALTH';
export type EndReason = RecallReason | 'TERM_END' | 'VILLAGE_ABOLISHED';

export interface SamplePosting {
  readonly id: string;
  readonly person: string;
  readonly kind: VillageKind | 'FULLTIME_POVERTY_OFFICER';
  readonly targetType: 'VILLAGE' | 'TOWNSHIP';
  readonly target: string;
  readonly team: string | null;
  readonly dispatchAgency: string;
  readonly dispatchLevel: AgencyLevel;
  readonly document: string;
  readonly plannedFrom: Day;
  readonly plannedTo: Day;
  /** The last state it reached. */
  readonly state: 'APPROVED' | 'ACTIVE' | 'COMPLETED' | 'RECALLED';
  /** Day of arrival; of approval for one that waits. */
  readonly from: Day;
  /** First day on which it was over; FOREVER while it lasts. */
  readonly to: Day;
  readonly endReason: EndReason | null;
  replacement: string | null;
  /** Why nobody took the place of a recalled one. */
  readonly waiver: string | null;
}

/** Rounds of resident teams since 2017; after the last of them they go on every second June. */
const ROUNDS: readonly Day[] = ['2017-03-01', '2019-03-01', '2021-05-01', '2023-05-01', '2025-06-01'];
const OFFICER_TERMS: readonly Day[] = ['2017-01-01', '2019-01-01', '2021-01-01', '2023-01-01', '2025-01-01'];

/** Where the county of today has a gap, and since when: somebody left, and who comes instead isn't there yet. */
const GAPS = [
  { part: 'RESIDENT_CADRE', since: '2026-05-18' },
  { part: 'FIRST_SECRETARY', since: '2026-06-09' },
  { part: 'TEAM', since: '2026-06-22' },
  { part: 'RESIDENT_CADRE', since: '2026-10-12' },
] as const;
type Gap = (typeof GAPS)[number];

const LEVELS: readonly (readonly [AgencyLevel, number])[] = [
  ['COUNTY', 0.62],
  ['CITY', 0.8],
  ['PROVINCE', 0.92],
  ['CENTRAL', 0.94],
  ['TOWNSHIP', 1],
];
const RECALLS: readonly RecallReason[] = ['TRANSFER', 'TRANSFER', 'HEALTH', 'PROMOTED', 'RECALLED_RULE', 'RECALLED_INCOMPETENT'];

/** A term with its planned end: the start of the next, or two years on. */
function termsUntil(today: Day, known: readonly Day[]): { from: Day; to: Day }[] {
  const starts = [...known];
  const twoYears = (day: Day) => `${Number(day.slice(0, 4)) + 2}${day.slice(4)}`;
  for (let next = twoYears(starts.at(-1) as Day); next <= today; next = twoYears(next)) starts.push(next);
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? twoYears(from) })).filter((t) => t.from <= today);
}

/** Somebody in a place for a while, and why it ended. */
interface Spell {
  readonly who: SampleResident;
  readonly from: Day;
  readonly to: Day;
  readonly endReason: EndReason;
}

interface Span {
  readonly from: Day;
  readonly to: Day;
  readonly endReason: 'TERM_END' | 'VILLAGE_ABOLISHED';
}

/** The part of a term during which a division existed; undefined when there is none up to `today`. */
function spanWithin(term: { from: Day; to: Day }, life: { from: Day; to: Day }, today: Day): Span | undefined {
  const from = term.from < life.from ? life.from : term.from;
  const to = term.to < life.to ? term.to : life.to;
  if (from >= to || from > today) return undefined;
  return { from, to, endReason: to === life.to ? 'VILLAGE_ABOLISHED' : 'TERM_END' };
}

/** What all postings of one place have in common. */
type Place = Pick<SamplePosting, 'targetType' | 'target' | 'team' | 'document' | 'plannedTo'> & { office: SampleAgency };

/** The desk that recruits people and writes postings down. */
class Desk {
  readonly residents = new Map<string, SampleResident>();
  readonly teams: SampleTeam[] = [];
  readonly postings: SamplePosting[] = [];
  readonly today: Day;
  readonly #periods: Map<string, Period[]>;
  readonly #divisions: Map<string, string>;
  readonly #offices: Map<string, SampleAgency>;
  readonly #numbers: Set<string>;

  constructor(periods: readonly Period[], today: Day, taken: Iterable<string>) {
    this.today = today;
    this.#periods = Map.groupBy(periods, (p) => p.id);
    this.#divisions = new Map(periods.map((p) => [p.code, p.id]));
    this.#offices = new Map(agencies(periods).map((a) => [a.id, a]));
    this.#numbers = new Set(taken);
  }

  /** Divisions of a kind with all periods of their lives. */
  divisions(kind: Period['kind']): [string, Period[]][] {
    return [...this.#periods].filter(([, own]) => own[0]?.kind === kind);
  }

  officeOf(township: string): SampleAgency {
    const [{ name }] = this.#periods.get(township) as [Period];
    return this.#offices.get(agencyId(`${name}人民政府`)) as SampleAgency;
  }

  /** An office of some level: a county organ more often than not. */
  pickOffice(luck: Chance, township: SampleAgency): SampleAgency {
    const dice = luck.next();
    const [level] = LEVELS.find(([, share]) => dice < share) as (typeof LEVELS)[number];
    const some = luck.pick([...this.#offices.values()].filter((a) => a.level === level));
    return level === 'TOWNSHIP' ? township : some;
  }

  recruit(office: SampleAgency, day: Day, member: boolean, ...words: string[]): SampleResident {
    const year = Number(day.slice(0, 4));
    const born = { from: year - 52, to: year - 25 };
    let found = person(born, ...words, day);
    for (let again = 1; this.#numbers.has(found.idNumber); again++) found = person(born, ...words, day, again);
    this.#numbers.add(found.idNumber);
    const luck = chance('status', found.id);
    const resident: SampleResident = {
      ...found,
      homeAgency: office.id,
      homeDivision: this.#divisions.get(office.division) as string,
      politicalStatus: member || luck.next() < 0.7 ? '01' : luck.pick(['13', '13', '13', '02', '03', '12']),
    };
    this.residents.set(resident.id, resident);
    return resident;
  }

  /** Fills a place for a term: one person, or two with a recall and a replacement on the same day. */
  fill(luck: Chance, first: SampleResident, anew: (day: Day) => SampleResident, span: Span, gap?: Gap): Spell[] {
    const [dice, days, reason] = [luck.next(), luck.between(120, 600), luck.pick(RECALLS)];
    const change = addDays(span.from, days);
    const last = (who: SampleResident, from: Day): Spell =>
      gap ? { who, from, to: gap.since, endReason: 'TRANSFER' } : { ...span, who, from };
    if (dice > 0.05 || change >= (gap?.since ?? span.to) || change > this.today) return [last(first, span.from)];
    return [{ who: first, from: span.from, to: change, endReason: reason }, last(anew(change), change)];
  }

  post(kind: SamplePosting['kind'], spells: readonly Spell[], { office, ...place }: Place): void {
    const made = spells.map((spell): SamplePosting => {
      const { who, from, to, endReason } = spell;
      const over = to <= this.today;
      const completed = endReason === 'TERM_END' || endReason === 'VILLAGE_ABOLISHED';
      return {
        ...place,
        id: idFrom('pst', kind, who.id, place.target, from),
        person: who.id,
        kind,
        dispatchAgency: office.id,
        dispatchLevel: office.level,
        plannedFrom: from,
        state: over ? (completed ? 'COMPLETED' : 'RECALLED') : 'ACTIVE',
        from,
        to: over ? to : FOREVER,
        endReason: over ? endReason : null,
        replacement: null,
        waiver: over && !completed && spell === spells.at(-1) ? '接替人选报批中' : null,
      };
    });
    for (const [i, posting] of made.entries()) posting.replacement = made[i + 1]?.id ?? null;
    this.postings.push(...made);
  }

  /** A successor who is approved and hasn't arrived yet. */
  await(kind: VillageKind, approved: Day, who: SampleResident, { office, ...place }: Place): void {
    this.postings.push({
      ...place,
      id: idFrom('pst', 'awaited', kind, place.target, approved),
      person: who.id,
      kind,
      dispatchAgency: office.id,
      dispatchLevel: office.level,
      plannedFrom: addDays(approved, 200),
      state: 'APPROVED',
      from: approved,
      to: FOREVER,
      endReason: null,
      replacement: null,
      waiver: null,
    });
  }
}

/** Teams, first secretaries and resident cadres of one village, round after round. */
function sendToVillage(desk: Desk, village: string, periods: readonly Period[], gaps: ReadonlyMap<string, Gap>): void {
  const life = lifeOf(periods, village);
  const holders = new Map<string, SampleResident>();
  let lead: SampleAgency | undefined;
  for (const [i, round] of termsUntil(desk.today, ROUNDS).entries()) {
    const span = spanWithin(round, life, desk.today);
    if (!span) continue;
    const { from, to } = span;
    const luck = chance('dispatch', village, round.from);
    const [renewed, both, second] = [luck.next() < 0.3, luck.next() < 0.7, luck.next() < 0.35];
    const at = periods.find((p) => p.validFrom <= from && from < p.validTo) as Period;
    const township = desk.officeOf(at.parent as string);
    // A township's own team is formed anew with each round: the village may lie in another township by then.
    if (!lead || lead.level === 'TOWNSHIP' || renewed) lead = desk.pickOffice(luck, township);
    const office = lead;
    const found = gaps.get(village);
    const gap = found && from <= found.since && found.since < to && found.since <= desk.today ? found : undefined;
    const over = to <= desk.today;
    const team: SampleTeam = {
      id: idFrom('rst', village, round.from),
      village,
      dispatchAgency: office.id,
      term: i + 1,
      plannedTo: round.to,
      validFrom: from,
      validTo: gap?.part === 'TEAM' ? gap.since : over ? to : FOREVER,
      endReason: gap?.part === 'TEAM' ? 'TRANSFER' : over ? span.endReason : null,
    };
    desk.teams.push(team);
    const document = `天组发〔${from.slice(0, 4)}〕${from === round.from ? 8 : 38}号`;

    /** One person's place; some stay in it for another round. */
    const seat = (name: string, kinds: readonly VillageKind[], own: SampleAgency, member: boolean) => {
      const fate = chance('seat', village, name, round.from);
      const anew = (day: Day) => desk.recruit(own, day, member, 'posted', village, name);
      const before = holders.get(name);
      const stays = fate.next() < 0.4 && before?.homeAgency === own.id;
      const inTeam = kinds.some((k) => k === 'TEAM_LEADER' || k === 'TEAM_MEMBER');
      const leaves = gap && (gap.part === 'TEAM' ? inTeam : kinds.includes(gap.part)) ? gap : undefined;
      const spells = desk.fill(fate, stays && before ? before : anew(from), anew, span, leaves);
      const place: Place = { targetType: 'VILLAGE', target: village, team: team.id, document, plannedTo: round.to, office: own };
      for (const kind of kinds) desk.post(kind, spells, place);
      if (!leaves) holders.set(name, (spells.at(-1) as Spell).who);
      else holders.delete(name);
      const approved = addDays(leaves?.since ?? from, 10);
      if (leaves && leaves.part !== 'TEAM' && approved <= desk.today) desk.await(leaves.part, approved, anew(approved), place);
    };
    // Where a gap is to come, secretary and leader are two people from the beginning.
    const alone = found !== undefined || !both;
    seat('lead', alone ? ['TEAM_LEADER'] : ['TEAM_LEADER', 'FIRST_SECRETARY'], office, true);
    if (alone) seat('secretary', ['FIRST_SECRETARY'], office, true);
    seat('member', ['TEAM_MEMBER'], office, false);
    if (second) seat('second member', ['TEAM_MEMBER'], office, false);
    seat('cadre', ['RESIDENT_CADRE'], township, false);
  }
}

/** The full-time officers of one township, term after term. */
function sendOfficers(desk: Desk, township: string, periods: readonly Period[]): void {
  const life = lifeOf(periods, township);
  const office = desk.officeOf(township);
  const seats = chance('officers', township).next() < 0.5 ? 2 : 3;
  const holders = new Map<number, SampleResident>();
  for (const term of termsUntil(desk.today, OFFICER_TERMS)) {
    const span = spanWithin(term, life, desk.today);
    if (!span) continue;
    const document = `天扶发〔${span.from.slice(0, 4)}〕3号`;
    for (let i = 0; i < seats; i++) {
      const fate = chance('officer', township, i, term.from);
      const anew = (day: Day) => desk.recruit(office, day, false, 'officer', township, String(i));
      const before = holders.get(i);
      const stays = fate.next() < 0.6;
      const spells = desk.fill(fate, stays && before ? before : anew(span.from), anew, span);
      holders.set(i, (spells.at(-1) as Spell).who);
      const place: Place = { targetType: 'TOWNSHIP', target: township, team: null, document, plannedTo: term.to, office };
      desk.post('FULLTIME_POVERTY_OFFICER', spells, place);
    }
  }
}

/**
 * Who was sent where from 2017 to `now`: resident teams, first secretaries and resident cadres of every village, and
 * the full-time officers of every township. Synthetic, but it keeps the rules: no two active first secretaries in a
 * village, nobody in two villages, every village complete until the gaps of today. What happened by a day is the same
 * whatever `now` is. `taken` are identity numbers already given.
 */
export function dispatches(
  periods: readonly Period[],
  now: Date,
  taken: Iterable<string> = [],
): { residents: SampleResident[]; teams: SampleTeam[]; postings: SamplePosting[] } {
  const desk = new Desk(periods, dayOf(now), taken);
  const villages = desk.divisions('VILLAGE');
  const lasting = villages.filter(([, own]) => own.some((p) => p.validTo === FOREVER));
  const gaps = new Map(GAPS.map((gap, i) => [(lasting[17 + 37 * i] as [string, Period[]])[0], gap]));
  for (const [village, own] of villages) sendToVillage(desk, village, own, gaps);
  for (const [township, own] of desk.divisions('TOWNSHIP')) sendOfficers(desk, township, own);
  return { residents: [...desk.residents.values()], teams: desk.teams, postings: desk.postings };
}
