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

/**
 * Who was sent where from 2017 to `now`: resident teams, first secretaries and resident cadres of every village, and
 * the full-time officers of every township. Synthetic, but it keeps the rules: no two active first secretaries in a
 * village, nobody in two villages, every village complete at the end of 2018. `taken` are identity numbers already given.
 */
export function dispatches(
  periods: readonly Period[],
  now: Date,
  taken: Iterable<string> = [],
): { residents: SampleResident[]; teams: SampleTeam[]; postings: SamplePosting[] } {
  const today = dayOf(now);
  const residents = new Map<string, SampleResident>();
  const teams: SampleTeam[] = [];
  const postings: SamplePosting[] = [];
  const numbers = new Set(taken);
  const offices = agencies(periods);
  const officeById = new Map(offices.map((a) => [a.id, a]));
  const divisionOf = new Map(periods.map((p) => [p.code, p.id]));
  const byId = Map.groupBy(periods, (p) => p.id);
  const villageIds = [...byId.keys()].filter((id) => byId.get(id)?.[0]?.kind === 'VILLAGE');
  const townshipIds = [...byId.keys()].filter((id) => byId.get(id)?.[0]?.kind === 'TOWNSHIP');
  const lasting = villageIds.filter((id) => byId.get(id)?.some((p) => p.validTo === FOREVER));
  const gaps = new Map(GAPS.filter((g) => g.since <= today).map((g, i) => [lasting[17 + 37 * i] as string, g]));

  /** What a village's own township sends; a village may have come to another one since. */
  const townshipOffice = (village: string, day: Day): SampleAgency => {
    const at = byId.get(village)?.find((p) => p.validFrom <= day && day < p.validTo) as Period;
    const township = byId.get(at.parent as string)?.[0] as Period;
    return officeById.get(agencyId(`${township.name}人民政府`)) as SampleAgency;
  };
  const pickOffice = (luck: Chance, township: SampleAgency): SampleAgency => {
    const dice = luck.next();
    const [level] = LEVELS.find(([, share]) => dice < share) as (typeof LEVELS)[number];
    return level === 'TOWNSHIP' ? township : luck.pick(offices.filter((a) => a.level === level));
  };
  const recruit = (office: SampleAgency, member: boolean, luck: Chance, term: Day, ...words: (string | number)[]): SampleResident => {
    const year = Number(term.slice(0, 4));
    let found = person({ from: year - 52, to: year - 25 }, ...words);
    for (let again = 1; numbers.has(found.idNumber); again++) found = person({ from: year - 52, to: year - 25 }, ...words, again);
    numbers.add(found.idNumber);
    const politicalStatus = member || luck.next() < 0.7 ? '01' : luck.pick(['13', '13', '13', '02', '03', '12']);
    const home = { homeAgency: office.id, homeDivision: divisionOf.get(office.division) as string, politicalStatus };
    residents.set(found.id, { ...found, ...home });
    return residents.get(found.id) as SampleResident;
  };

  /** Fills one place for a term, with a change of people on one day if chance has it. */
  const fill = (
    first: SampleResident,
    anew: (day: Day) => SampleResident,
    luck: Chance,
    span: { from: Day; to: Day; endReason: EndReason },
    gap?: Day,
  ): Spell[] => {
    const last = (who: SampleResident, from: Day): Spell =>
      gap ? { who, from, to: gap, endReason: 'TRANSFER' } : { who, from, to: span.to, endReason: span.endReason };
    const change = addDays(span.from, luck.between(120, 600));
    if (luck.next() > 0.05 || change >= (gap ?? span.to) || change > today) return [last(first, span.from)];
    return [{ who: first, from: span.from, to: change, endReason: luck.pick(RECALLS) }, last(anew(change), change)];
  };

  type Place = Pick<SamplePosting, 'targetType' | 'target' | 'team' | 'document' | 'plannedTo'> & { office: SampleAgency };
  const post = (kind: SamplePosting['kind'], spells: readonly Spell[], { office, ...place }: Place) => {
    const made = spells.map((spell): SamplePosting => {
      const { who, from, to, endReason } = spell;
      const over = to <= today;
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
    postings.push(...made);
  };

  /** A successor who is approved and hasn't arrived yet. */
  const keepWaiting = (kind: VillageKind, gap: Gap, who: SampleResident, { office, ...place }: Place) => {
    const approved = addDays(gap.since, 10);
    if (approved > today) return;
    postings.push({
      ...place,
      id: idFrom('pst', 'awaited', kind, place.target, gap.since),
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
  };

  for (const village of villageIds) {
    const life = lifeOf(periods, village);
    const [{ code }] = byId.get(village) as [Period];
    const luck = chance('dispatch', code);
    const people = new Map<string, SampleResident>();
    let office: SampleAgency | undefined;
    for (const [i, round] of termsUntil(today, ROUNDS).entries()) {
      const from = round.from < life.from ? life.from : round.from;
      const to = round.to < life.to ? round.to : life.to;
      if (from >= to || from > today) continue;
      const township = townshipOffice(village, from);
      // A team of the township itself is formed anew with the township: it may have become another one.
      if (!office || office.level === 'TOWNSHIP' || luck.next() < 0.3) office = pickOffice(luck, township);
      const lead = office;
      const found = gaps.get(village);
      const gap = found && from <= found.since && found.since < to ? found : undefined;
      const span = { from, to, endReason: to === life.to ? ('VILLAGE_ABOLISHED' as const) : ('TERM_END' as const) };
      const over = to <= today;
      const teamEnd = gap?.part === 'TEAM' ? gap.since : over ? to : FOREVER;
      const team: SampleTeam = {
        id: idFrom('rst', village, round.from),
        village,
        dispatchAgency: lead.id,
        term: i + 1,
        plannedTo: round.to,
        validFrom: from,
        validTo: teamEnd,
        endReason: gap?.part === 'TEAM' ? 'TRANSFER' : over ? span.endReason : null,
      };
      teams.push(team);
      const place = (own: SampleAgency): Place => ({
        targetType: 'VILLAGE',
        target: village,
        team: team.id,
        document: `天组发〔${from.slice(0, 4)}〕${8 + (from === round.from ? 0 : 30)}号`,
        plannedTo: round.to,
        office: own,
      });
      /** Some stay for another term, in the place that they have. */
      const seat = (name: string, kinds: readonly VillageKind[], own: SampleAgency, member: boolean) => {
        const anew = (day: Day) => recruit(own, member, luck, day, 'posted', village, name, day);
        const before = people.get(name);
        const first = before && before.homeAgency === own.id && luck.next() < 0.4 ? before : anew(from);
        const inTeam = kinds.some((k) => k === 'TEAM_LEADER' || k === 'TEAM_MEMBER');
        const ends = gap && (gap.part === 'TEAM' ? inTeam : kinds.includes(gap.part)) ? gap : undefined;
        const spells = fill(first, anew, luck, span, ends?.since);
        if (ends) people.delete(name);
        else people.set(name, (spells.at(-1) as Spell).who);
        for (const kind of kinds) post(kind, spells, place(own));
        if (ends && ends.part !== 'TEAM') keepWaiting(ends.part, ends, anew(addDays(ends.since, 10)), place(own));
      };
      const alone = gap || luck.next() < 0.3;
      seat('lead', alone ? ['TEAM_LEADER'] : ['TEAM_LEADER', 'FIRST_SECRETARY'], lead, true);
      if (alone) seat('secretary', ['FIRST_SECRETARY'], lead, true);
      else people.delete('secretary');
      seat('member', ['TEAM_MEMBER'], lead, false);
      if (luck.next() < 0.35) seat('second member', ['TEAM_MEMBER'], lead, false);
      else people.delete('second member');
      seat('cadre', ['RESIDENT_CADRE'], township, false);
    }
  }

  for (const township of townshipIds) {
    const life = lifeOf(periods, township);
    const [{ code, name }] = byId.get(township) as [Period];
    const office = officeById.get(agencyId(`${name}人民政府`)) as SampleAgency;
    const luck = chance('officers', code);
    const people = new Map<number, SampleResident>();
    const seats = luck.next() < 0.5 ? 2 : 3;
    for (const term of termsUntil(today, OFFICER_TERMS)) {
      const from = term.from < life.from ? life.from : term.from;
      const to = term.to < life.to ? term.to : life.to;
      if (from >= to || from > today) continue;
      const span = { from, to, endReason: to === life.to ? ('VILLAGE_ABOLISHED' as const) : ('TERM_END' as const) };
      for (let i = 0; i < seats; i++) {
        const anew = (day: Day) => recruit(office, false, luck, day, 'officer', township, i, day);
        const before = people.get(i);
        const spells = fill(before && luck.next() < 0.6 ? before : anew(from), anew, luck, span);
        people.set(i, (spells.at(-1) as Spell).who);
        const document = `天扶发〔${from.slice(0, 4)}〕3号`;
        post('FULLTIME_POVERTY_OFFICER', spells, {
          targetType: 'TOWNSHIP',
          target: township,
          team: null,
          document,
          plannedTo: term.to,
          office,
        });
      }
    }
  }
  return { residents: [...residents.values()], teams, postings };
}
