import { addDays, type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { agencies, agencyId, type SampleAgency } from './agencies.ts';
import { chance } from './chance.ts';
import { COUNTY_LEADERS, COUNTY_SEATS, type PostRole, TOWNSHIP_SEATS } from './establishment.ts';
import { person, type SamplePerson } from './people.ts';
import type { SampleResident } from './postings.ts';
import { BEGINS, lifeOf, type Period } from './register.ts';
import { leadingSecretaries } from './secretaries.ts';

/** Somebody of the county's corps of cadres. */
export interface SampleCadre extends SampleResident {
  /** First day on which the county knows of the person. */
  readonly since: Day;
}

/** 职务层次 (GB/T 12407) or, since 2019-06-01, 职级: a version of the person's rank in that scheme. */
export interface SampleRank {
  readonly id: string;
  readonly version: number;
  readonly person: string;
  readonly division: string;
  readonly scheme: 'POST_LEVEL' | 'GRADE';
  readonly code: string;
  readonly document: string;
  readonly validFrom: Day;
  readonly validTo: Day;
}

export interface SamplePost {
  readonly id: string;
  readonly person: string;
  readonly agency: string;
  /** Key of the division in which the agency works. */
  readonly division: string;
  readonly role: PostRole;
  readonly name: string;
  readonly leadership: boolean;
  readonly mode: 'ELECTED' | 'APPOINTED' | 'CONCURRENT' | 'ENGAGED';
  readonly document: string;
  readonly probationUntil: Day | null;
  readonly validFrom: Day;
  readonly validTo: Day;
}

/** A post of leadership that others refer to, with the township it answers for; a county leader's is 包点. */
export interface SampleLeader {
  readonly role: PostRole;
  readonly person: string;
  readonly township: string | null;
  readonly from: Day;
  readonly to: Day;
}

/** A rise in rank: what a promotion (提拔) leaves behind. */
export interface SampleRise {
  readonly person: string;
  readonly on: Day;
  readonly from: string;
  readonly to: string;
  /** Key of the post that begins that day. */
  readonly post: string;
  readonly agency: string;
  readonly document: string;
  /** 优秀年轻干部: of the generation that the county promotes young and then sends to the grassroots. */
  readonly young: boolean;
}

export interface Corps {
  readonly persons: SampleCadre[];
  readonly ranks: SampleRank[];
  readonly posts: SamplePost[];
  /** Every holder of every leading post of county and townships, dated: ask `leadersOn` for a day. */
  readonly leaders: SampleLeader[];
  readonly rises: SampleRise[];
}

/** Those leaders who hold their posts on `day`. */
export const leadersOn = (corps: Pick<Corps, 'leaders'>, day: Day): SampleLeader[] =>
  corps.leaders.filter((l) => l.from <= day && day < l.to);

/** The Civil Servant Law as revised: grades (职级) stand beside posts from this day. */
export const GRADES_SINCE: Day = '2019-06-01';

/** Grades into which non-leading posts were turned, and those that the holder of a leading post has beside it. */
const GRADE_OF: Readonly<Record<string, string>> = {
  131: '二级调研员',
  132: '四级调研员',
  141: '二级主任科员',
  142: '四级主任科员',
  150: '一级科员',
};
const NON_LEADING: Readonly<Record<string, string>> = { 141: '主任科员', 142: '副主任科员', 150: '科员' };
const STEP_BELOW: Readonly<Record<string, string>> = { 131: '132', 132: '141', 141: '142', 142: '150' };

/** How many of the newly promoted of 2018 were young and seconded that year. */
export const YOUNG = 17;

/** The longest that somebody serves a step below before rising to a seat, in days. */
const LONGEST_WAIT = 2200;

interface Seat {
  readonly agency: SampleAgency;
  readonly role: PostRole;
  readonly name: string;
  readonly code: string;
  readonly mode: SamplePost['mode'];
  readonly township?: string | undefined;
  /** How long the seat is there. */
  readonly from: Day;
  readonly to: Day;
}

/**
 * The county's cadres from the beginning of the register to `now`: leaders of county and townships, heads and deputies
 * of agencies, those without a leading post, and the staff from whom they rise. The secretaries are the very people who
 * lead the Party organizations. Synthetic; the past is the same whenever it is told.
 */
export function cadres(periods: readonly Period[], now: Date): Corps {
  return new Muster(periods, dayOf(now)).called();
}

class Muster {
  readonly #periods: readonly Period[];
  readonly #today: Day;
  readonly #keys: Map<string, string>;
  readonly #agencies: readonly SampleAgency[];
  readonly #persons = new Map<string, SampleCadre>();
  readonly #ranks: SampleRank[] = [];
  readonly #posts: SamplePost[] = [];
  readonly #leaders: SampleLeader[] = [];
  readonly #rises: SampleRise[] = [];

  constructor(periods: readonly Period[], today: Day) {
    this.#periods = periods;
    this.#today = today;
    this.#keys = new Map(periods.map((p) => [p.code, p.id]));
    this.#agencies = agencies(periods);
  }

  called(): Corps {
    for (const [place, holders] of this.#secretaries()) this.#succession(place, holders);
    for (const seat of this.#seats()) this.#fill(seat);
    this.#promoteTheYoung();
    return {
      persons: [...this.#persons.values()],
      ranks: this.#ranks,
      posts: this.#posts,
      leaders: this.#leaders,
      rises: this.#rises,
    };
  }

  /** The secretaries of the county and of its townships, as the Party organizations have them. */
  *#secretaries(): Generator<[Seat, { who: SamplePerson; from: Day; to: Day }[]]> {
    const { leading, persons } = leadingSecretaries(this.#periods);
    const known = new Map(persons.map((p) => [p.id, p]));
    for (const [division, own] of Map.groupBy(leading, (h) => h.division)) {
      const { kind, name } = this.#periods.find((p) => p.id === division) as Period;
      if (kind !== 'COUNTY' && kind !== 'TOWNSHIP') continue;
      const county = kind === 'COUNTY';
      const agency = this.#agency(county ? '县委办公室' : `${name}人民政府`);
      const seat: Seat = {
        agency,
        role: county ? 'COUNTY_SECRETARY' : 'TOWNSHIP_SECRETARY',
        name: county ? '县委书记' : '党委书记',
        code: county ? '131' : '141',
        mode: 'ELECTED',
        township: county ? undefined : division,
        ...lifeOf(this.#periods, division),
      };
      const holders = own.filter((h) => h.validFrom <= this.#today && h.validTo > BEGINS);
      yield [
        seat,
        holders.map((h) => ({
          who: known.get(h.person) as SamplePerson,
          from: later(h.validFrom, BEGINS),
          to: h.validTo <= this.#today ? h.validTo : FOREVER,
        })),
      ];
    }
  }

  *#seats(): Generator<Seat> {
    const whole = { from: BEGINS, to: FOREVER };
    for (const [office, role, name, code, mode] of COUNTY_SEATS) yield { agency: this.#agency(office), role, name, code, mode, ...whole };
    const townships = [...Map.groupBy(this.#periods.filter((p) => p.kind === 'TOWNSHIP').toSorted(byCode), (p) => p.id).keys()];
    for (const [i, township] of townships.entries()) {
      const life = lifeOf(this.#periods, township);
      const [office, name] = COUNTY_LEADERS[i] as (typeof COUNTY_LEADERS)[number];
      yield { agency: this.#agency(office), role: 'COUNTY_LEADER', name, code: '132', mode: 'ELECTED', township, ...life };
      const agency = this.#agency(`${this.#periods.find((p) => p.id === township)?.name}人民政府`);
      for (const [role, name, code, mode] of TOWNSHIP_SEATS) yield { agency, role, name, code, mode, township, ...life };
    }
    for (const agency of this.#agencies.filter((a) => a.level === 'COUNTY')) {
      const luck = chance('establishment', agency.id);
      const [deputies, idle, staff] =
        agency.kind === 'ORGAN' ? [luck.between(4, 5), luck.between(4, 6), 1] : [luck.between(3, 4), luck.between(2, 3), 1];
      yield { agency, role: 'AGENCY_HEAD', name: '主要负责人', code: '141', mode: 'APPOINTED', ...whole };
      for (let i = 0; i < deputies; i++) yield { agency, role: 'AGENCY_DEPUTY', name: '副职', code: '142', mode: 'APPOINTED', ...whole };
      for (let i = 0; i < idle; i++) {
        const code = luck.next() < 0.35 ? '141' : '142';
        yield { agency, role: 'NON_LEADING', name: NON_LEADING[code] as string, code, mode: 'APPOINTED', ...whole };
      }
      for (let i = 0; i < staff; i++) yield { agency, role: 'STAFF', name: '科员', code: '150', mode: 'APPOINTED', ...whole };
    }
  }

  readonly #taken = new Map<string, number>();
  readonly #versions = new Map<string, number>();

  /** One holder after the other, each for some years; a leading seat is often filled by who rises from a step below. */
  #fill(seat: Seat): void {
    const place = `${seat.agency.id} ${seat.role} ${seat.name}`;
    const nth = this.#taken.get(place) ?? 0;
    this.#taken.set(place, nth + 1);
    const luck = chance('seat', place, nth, seat.township ?? '');
    const holders: { who: SamplePerson; from: Day; to: Day; rises: boolean }[] = [];
    let from = seat.from;
    // The first holders came at different times before the register begins: their time is up at different days too.
    let to = addDays(from, luck.between(60, 4800));
    while (from < seat.to && from <= addDays(this.#today, LONGEST_WAIT)) {
      const end = to < seat.to ? to : seat.to;
      const old = Number(from.slice(0, 4));
      const young = seat.role === 'STAFF' || (seat.code === '142' && luck.next() < 0.4);
      const born = young ? { from: old - 34, to: old - 25 } : { from: old - 54, to: old - 36 };
      const who = person(born, 'cadre', seat.agency.id, seat.role, seat.name, nth, from);
      holders.push({
        who,
        from,
        to: end <= this.#today ? end : FOREVER,
        rises: from > BEGINS && seat.role !== 'STAFF' && luck.next() < 0.75,
      });
      from = end;
      to = addDays(from, luck.between(1900, 4400));
    }
    this.#succession(seat, holders);
  }

  /** What the source tells of 2018: young cadres who were promoted, and seconded to the grassroots afterwards. */
  #promoteTheYoung(): void {
    const offices = chance('young cadres').shuffled(this.#agencies.filter((a) => a.level === 'COUNTY' && a.kind === 'ORGAN'));
    for (const [i, agency] of offices.slice(0, YOUNG).entries()) {
      const on = addDays('2018-01-22', 6 * i);
      const seat: Seat = { agency, role: 'AGENCY_DEPUTY', name: '副职', code: '142', mode: 'APPOINTED', from: on, to: FOREVER };
      const who = person({ from: 1984, to: 1990 }, 'young cadre', agency.id, on);
      this.#succession(seat, [{ who, from: on, to: FOREVER, rises: true }], true);
    }
  }

  #succession(seat: Seat, holders: readonly { who: SamplePerson; from: Day; to: Day; rises?: boolean }[], young = false): void {
    for (const { who, from, to, rises } of holders) {
      const born = Number(who.birthDate.slice(0, 4));
      const below = rises ? (STEP_BELOW[seat.code] as string) : null;
      const luck = chance('career', who.id);
      const before = later(addDays(from, -luck.between(900, LONGEST_WAIT)), BEGINS);
      const starts = below ? before : from;
      if (starts > this.#today) continue;
      const known = this.#persons.has(who.id);
      this.#enlist(who, seat, starts);
      const serial = luck.between(3, 96);
      const document = `天组干字〔${from.slice(0, 4)}〕${serial}号`;
      const earlier = `天组干字〔${before.slice(0, 4)}〕${serial}号`;
      const begun = from <= this.#today;
      if (below && before < from)
        this.#post(who, seat, 'NON_LEADING', NON_LEADING[below] ?? '副职', before, begun ? from : FOREVER, earlier, null);
      if (!begun) {
        // Who is to rise one day serves a step below already, and nobody knows yet.
        this.#rank(who, seat, below as string, before, FOREVER, earlier);
        continue;
      }
      const probation = seat.mode === 'APPOINTED' && below ? addDays(from, 365) : null;
      const post = this.#post(who, seat, seat.role, seat.name, from, to, document, probation);
      if (seat.role !== 'STAFF' && seat.role !== 'NON_LEADING')
        this.#leaders.push({ role: seat.role, person: who.id, township: seat.township ?? null, from, to });
      if (!known) {
        // Who retired or was transferred out of the county has no rank here any more; others keep theirs without a post.
        const leaves = to !== FOREVER && (Number(to.slice(0, 4)) - born >= 57 || luck.next() < 0.6);
        const until = leaves ? to : FOREVER;
        if (!leaves && to !== FOREVER && seat.to > to)
          this.#post(who, seat, 'NON_LEADING', NON_LEADING[seat.code] ?? '调研员', to, FOREVER, document, null);
        if (below && before < from) {
          this.#rank(who, seat, below, before, from, earlier);
          this.#rises.push({ person: who.id, on: from, from: below, to: seat.code, post, agency: seat.agency.id, document, young });
        }
        this.#rank(who, seat, seat.code, from, until, document);
      }
    }
  }

  /** A post level all the way; since grades exist, the one that goes with it stands beside. */
  #rank(who: SamplePerson, seat: Seat, code: string, from: Day, to: Day, document: string): void {
    const put = (scheme: SampleRank['scheme'], rank: string, since: Day, by: string) => {
      const id = idFrom('rnk', who.id, scheme);
      const version = (this.#versions.get(id) ?? 0) + 1;
      this.#versions.set(id, version);
      const common = { id, version, person: who.id, division: this.#home(seat), scheme, code: rank, document: by };
      this.#ranks.push({ ...common, validFrom: since, validTo: to });
    };
    put('POST_LEVEL', code, from, document);
    const since = later(from, GRADES_SINCE);
    if (since < to && since <= this.#today)
      put('GRADE', GRADE_OF[code] as string, since, since === from ? document : '天组干字〔2019〕60号');
  }

  #post(
    who: SamplePerson,
    seat: Seat,
    role: PostRole,
    name: string,
    from: Day,
    to: Day,
    document: string,
    probationUntil: Day | null,
  ): string {
    const leadership = role !== 'NON_LEADING' && role !== 'STAFF';
    const id = idFrom('pho', who.id, seat.agency.id, role, from);
    const common = { agency: seat.agency.id, division: this.#home(seat), mode: leadership ? seat.mode : ('APPOINTED' as const) };
    this.#posts.push({ ...common, id, person: who.id, role, name, leadership, document, probationUntil, validFrom: from, validTo: to });
    return id;
  }

  #enlist(who: SamplePerson, seat: Seat, since: Day): void {
    const luck = chance('status', who.id);
    const leads = seat.role !== 'STAFF' && seat.role !== 'NON_LEADING' && seat.role !== 'AGENCY_DEPUTY';
    const politicalStatus = leads || luck.next() < 0.94 ? '01' : luck.pick(['13', '12', '04', '05']);
    if (!this.#persons.has(who.id))
      this.#persons.set(who.id, { ...who, since, politicalStatus, homeAgency: seat.agency.id, homeDivision: this.#home(seat) });
  }

  #home(seat: Seat): string {
    return this.#keys.get(seat.agency.division) as string;
  }

  #agency(name: string): SampleAgency {
    return this.#agencies.find((a) => a.id === agencyId(name)) as SampleAgency;
  }
}

const later = (a: Day, b: Day): Day => (a > b ? a : b);
const byCode = (a: Period, b: Period): number => a.code.localeCompare(b.code);
