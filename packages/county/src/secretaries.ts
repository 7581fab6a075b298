import { addDays, type Day, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { chance } from './chance.ts';
import { committees } from './committees.ts';
import { otherOrganizations } from './organizations.ts';
import { numbered, person, type SamplePerson } from './people.ts';
import { lifeOf, type Period } from './register.ts';

export type OrganizationType =
  | 'COUNTY_COMMITTEE'
  | 'WORKING_COMMITTEE'
  | 'LEADING_GROUP'
  | 'BASIC_COMMITTEE'
  | 'GENERAL_BRANCH'
  | 'BRANCH'
  | 'JOINT_BRANCH'
  | 'TEMP_BRANCH';
export type OrganizationField = 'VILLAGE' | 'COMMUNITY' | 'ORGAN_INSTITUTION' | 'SOE' | 'SCHOOL' | 'NON_PUBLIC_ENTERPRISE' | 'SOCIAL_ORG';

/** One version of a Party organization: its name and the organization above it stayed the same meanwhile. */
export interface SampleOrganization {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly type: OrganizationType;
  readonly field: OrganizationField;
  /** The level of divisions that it leads; null for one inside an organ, an enterprise, a school. */
  readonly tier: 'COUNTY' | 'TOWNSHIP' | 'VILLAGE' | 'COMMUNITY' | null;
  /** The division in which it lies. */
  readonly division: string;
  readonly parent: string | null;
  /** The agency inside which it was set up. */
  readonly agency: string | null;
  /** The units that a joint branch covers. */
  readonly units: readonly string[] | null;
  readonly founded: Day;
  readonly validFrom: Day;
  readonly validTo: Day;
}

export type OfficeRole =
  | 'SECRETARY'
  | 'DEPUTY'
  | 'ORG_MEMBER'
  | 'PUBLICITY_MEMBER'
  | 'DISCIPLINE_MEMBER'
  | 'COMMITTEE_DIRECTOR'
  | 'COMMITTEE_DEPUTY'
  | 'COMMITTEE_MEMBER';
export type SelectionChannel = 'RETAIN' | 'NOMINATE' | 'RECRUIT' | 'SENT_DOWN';
export type AppointmentMode = 'ELECTED' | 'SENT_DOWN' | 'CONCURRENT' | 'SELECTED';

export interface SampleHolding {
  readonly id: string;
  /** The Party organization, or the village itself for an office of its villagers' committee. */
  readonly organization: string;
  readonly division: string;
  readonly role: OfficeRole;
  readonly person: string;
  readonly channel: SelectionChannel;
  readonly mode: AppointmentMode;
  readonly validFrom: Day;
  readonly validTo: Day;
  readonly endReason: 'TERM_END' | 'NOT_COMPETENT' | 'TRANSFER' | 'HEALTH' | 'VILLAGE_ABOLISHED' | 'DISSOLVED' | null;
}

/** One term of a committee, from its election to the next; the key is the committee's. */
export interface SampleTerm {
  readonly id: string;
  readonly version: number;
  readonly organization: string;
  readonly division: string;
  readonly body: 'PARTY' | 'VILLAGERS';
  readonly ordinal: number;
  readonly dueOn: Day;
  readonly validFrom: Day;
  readonly validTo: Day;
}

/** The Party members of an organization as they were counted at the end of a year. */
export interface SampleCount {
  readonly organization: string;
  readonly division: string;
  readonly type: OrganizationType;
  readonly field: OrganizationField;
  readonly full: number;
  readonly probationary: number;
  readonly version: number;
  readonly validFrom: Day;
  readonly validTo: Day;
}

/** Elections of village committees and branches: three-year terms until 2020, five-year terms since. */
export const ELECTIONS: readonly Day[] = ['2014-12-10', '2017-12-10', '2021-01-10', '2026-01-10'];

/** What the source tells of 2018: four villages in trouble, two secretaries sent, one replaced, one village unmatched. */
const TROUBLES = [
  { vacant: '2018-03-12', filled: '2018-07-02', mode: 'SENT_DOWN', channel: 'SENT_DOWN', reason: 'HEALTH' },
  { vacant: '2018-04-20', filled: '2018-07-16', mode: 'SENT_DOWN', channel: 'SENT_DOWN', reason: 'TRANSFER' },
  { vacant: '2018-08-06', filled: '2018-08-06', mode: 'SELECTED', channel: 'NOMINATE', reason: 'NOT_COMPETENT' },
  { vacant: '2018-05-21', filled: '2019-03-18', mode: 'CONCURRENT', channel: 'RETAIN', reason: 'HEALTH' },
] as const;
export type Trouble = (typeof TROUBLES)[number];
/** Villages of today whose secretary left and hasn't been replaced yet. */
const VACANT_TODAY: readonly Day[] = ['2026-06-08', '2026-08-17', '2026-09-28'];

/** Key of the organization that leads a division. */
export const organizationOf = (division: string): string => idFrom('org', division);

/** The villages that were in trouble in 2018, and what became of each. */
export function troubledVillages(periods: readonly Period[]): Map<string, Trouble> {
  return new Map(
    lastingVillages(periods)
      .filter((_, i) => i % 41 === 7)
      .slice(0, TROUBLES.length)
      .map((d, i) => [d.id, TROUBLES[i] as Trouble]),
  );
}

const lastPeriods = (periods: readonly Period[]): Period[] =>
  [...new Map(periods.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom)).map((p) => [p.id, p])).values()].toSorted((a, b) =>
    a.code.localeCompare(b.code),
  );

const lastingVillages = (periods: readonly Period[]): Period[] =>
  lastPeriods(periods).filter((d) => d.kind === 'VILLAGE' && d.validTo === FOREVER);

/** Enrols people; the same words are the same person, and no two have one identity number. */
export class Roll {
  readonly persons = new Map<string, SamplePerson>();
  readonly #numbers = new Set<string>();

  enrol(born: { from: number; to: number }, ...words: (string | number)[]): SamplePerson {
    const found = person(born, ...words);
    const known = this.persons.get(found.id);
    if (known) return known;
    const enrolled = numbered(found, this.#numbers);
    this.persons.set(found.id, enrolled);
    return enrolled;
  }
}

/** Party organizations of all fields and the two committees of every village: who led them when, all of it synthetic. */
export interface Offices {
  readonly organizations: SampleOrganization[];
  readonly holdings: SampleHolding[];
  readonly terms: SampleTerm[];
  readonly persons: SamplePerson[];
  /** The agency to which a person belongs, for those who work in one. */
  readonly agencyOf: ReadonlyMap<string, string>;
}

const told = new WeakMap<readonly Period[], Offices>();

export function secretaries(periods: readonly Period[]): Offices {
  const known = told.get(periods);
  if (known) return known;
  const roll = new Roll();
  const led = leaders(periods, roll);
  const villages = committees(periods, led.holdings, roll);
  const others = otherOrganizations(periods, roll);
  const offices = {
    organizations: [...led.organizations, ...others.organizations],
    holdings: [...led.holdings, ...villages.holdings, ...others.holdings],
    terms: [...villages.terms, ...others.terms],
    persons: [...roll.persons.values()],
    agencyOf: others.agencyOf,
  };
  told.set(periods, offices);
  return offices;
}

/** The secretaries of the county and of its townships, with everybody who holds an office. */
export function leadingSecretaries(periods: readonly Period[]): { leading: SampleHolding[]; persons: SamplePerson[] } {
  const { organizations, holdings, persons } = secretaries(periods);
  const ids = new Set(organizations.filter((o) => o.tier === 'COUNTY' || o.tier === 'TOWNSHIP').map((o) => o.id));
  return { leading: holdings.filter((h) => ids.has(h.organization)), persons };
}

/** Who is a principal of the two committees (“两委”主干) on a day: secretaries of branches and directors of villagers' committees. */
export function principalsOn(offices: Pick<Offices, 'holdings' | 'organizations'>, day: Day): string[] {
  const rural = new Set(offices.organizations.filter((o) => o.tier === 'VILLAGE').map((o) => o.division));
  return [
    ...new Set(
      offices.holdings
        .filter(
          (h) =>
            rural.has(h.division) && h.validFrom <= day && day < h.validTo && (h.role === 'SECRETARY' || h.role === 'COMMITTEE_DIRECTOR'),
        )
        .map((h) => h.person),
    ),
  ];
}

/** The organizations that lead county, townships, villages and communities, with their secretaries. */
function leaders(periods: readonly Period[], roll: Roll): { organizations: SampleOrganization[]; holdings: SampleHolding[] } {
  const organizations: SampleOrganization[] = [];
  const holdings: SampleHolding[] = [];
  const troubled = troubledVillages(periods);
  const vacantToday = new Map(
    lastingVillages(periods)
      .filter((_, i) => i % 53 === 19)
      .slice(0, VACANT_TODAY.length)
      .map((d, i) => [d.id, VACANT_TODAY[i] as Day]),
  );

  const hold = (
    division: Period,
    from: Day,
    to: Day,
    who: SamplePerson,
    channel: SelectionChannel,
    mode: AppointmentMode,
    endReason: SampleHolding['endReason'],
  ) => {
    if (from >= to) return;
    holdings.push({
      id: idFrom('off', division.id, from),
      organization: organizationOf(division.id),
      division: division.id,
      role: 'SECRETARY',
      person: who.id,
      channel,
      mode,
      validFrom: from,
      validTo: to,
      endReason: to === FOREVER ? null : endReason,
    });
  };

  for (const division of lastPeriods(periods)) {
    const life = lifeOf(periods, division.id);
    const luck = chance('secretary', division.code);
    const rural = division.kind === 'VILLAGE' || division.kind === 'COMMUNITY';
    const large = rural && luck.next() < 0.05;
    organizations.push(...versionsOf(periods, division, life.from, large));

    const trouble = troubled.get(division.id);
    const leaves = vacantToday.get(division.id);
    let incumbent: SamplePerson | undefined;
    ELECTIONS.forEach((term, i) => {
      const from = term < life.from ? life.from : term;
      const next = ELECTIONS[i + 1] ?? FOREVER;
      const to = next < life.to ? next : life.to;
      if (from >= to) return;
      const stays = incumbent && luck.next() < 0.6;
      const secretary =
        stays && incumbent ? incumbent : roll.enrol({ from: 1962, to: rural ? 1988 : 1978 }, 'secretary', division.code, term);
      incumbent = secretary;
      const channel: SelectionChannel = stays ? 'RETAIN' : luck.pick(['NOMINATE', 'NOMINATE', 'RECRUIT', 'RETAIN']);
      const atEnd = to === life.to ? 'VILLAGE_ABOLISHED' : 'TERM_END';
      if (trouble && from <= trouble.vacant && trouble.vacant < to) {
        hold(division, from, trouble.vacant, secretary, channel, 'ELECTED', trouble.reason);
        incumbent = roll.enrol({ from: 1970, to: 1990 }, 'secretary', division.code, trouble.filled);
        hold(division, trouble.filled, to, incumbent, trouble.channel, trouble.mode, atEnd);
      } else if (leaves && from <= leaves && leaves < to) {
        hold(division, from, leaves, secretary, channel, 'ELECTED', 'TRANSFER');
      } else if (rural && from >= '2017-01-01' && luck.next() < 0.15) {
        const change = addDays(from, luck.between(200, 900));
        const until = change < to && change < '2026-11-01' ? change : to;
        hold(division, from, until, secretary, channel, 'ELECTED', 'TRANSFER');
        if (until < to) {
          incumbent = roll.enrol({ from: 1968, to: 1992 }, 'secretary', division.code, until);
          hold(division, until, to, incumbent, 'NOMINATE', 'SELECTED', atEnd);
        }
      } else hold(division, from, to, secretary, channel, rural ? 'ELECTED' : 'SELECTED', atEnd);
    });
  }
  return { organizations, holdings };
}

/** The organization of a division through the division's life: it follows its name and the division above. */
function versionsOf(periods: readonly Period[], { id, kind }: Period, founded: Day, large: boolean): SampleOrganization[] {
  const rural = kind === 'VILLAGE' || kind === 'COMMUNITY';
  const suffix = { COUNTY: '委', TOWNSHIP: '党委', VILLAGE: large ? '村党总支' : '村党支部', COMMUNITY: large ? '党总支' : '党支部' }[kind];
  const merged: SampleOrganization[] = [];
  for (const p of periods.filter((x) => x.id === id).toSorted((a, b) => a.validFrom.localeCompare(b.validFrom))) {
    const name = `${p.name}${suffix}`;
    const parent = p.parent ? organizationOf(p.parent) : null;
    const last = merged.at(-1);
    if (last && last.name === name && last.parent === parent) merged[merged.length - 1] = { ...last, validTo: p.validTo };
    else
      merged.push({
        id: organizationOf(id),
        version: merged.length + 1,
        name,
        type: kind === 'COUNTY' ? 'COUNTY_COMMITTEE' : kind === 'TOWNSHIP' ? 'BASIC_COMMITTEE' : large ? 'GENERAL_BRANCH' : 'BRANCH',
        field: rural ? kind : 'ORGAN_INSTITUTION',
        tier: kind,
        division: id,
        parent,
        agency: null,
        units: null,
        founded,
        validFrom: p.validFrom,
        validTo: p.validTo,
      });
  }
  return merged;
}
