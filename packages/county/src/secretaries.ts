import { addDays, type Day, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { chance } from './chance.ts';
import { person, type SamplePerson } from './people.ts';
import { lifeOf, type Period } from './register.ts';

export interface SampleOrganization {
  readonly id: string;
  readonly name: string;
  readonly type: 'COUNTY_COMMITTEE' | 'BASIC_COMMITTEE' | 'GENERAL_BRANCH' | 'BRANCH';
  readonly field: 'VILLAGE' | 'COMMUNITY' | 'ORGAN_INSTITUTION';
  /** The division that the organization covers. */
  readonly division: string;
  readonly parent: string | null;
  readonly validFrom: Day;
  readonly validTo: Day;
}

export type SelectionChannel = 'RETAIN' | 'NOMINATE' | 'RECRUIT' | 'SENT_DOWN';
export type AppointmentMode = 'ELECTED' | 'SENT_DOWN' | 'CONCURRENT' | 'SELECTED';

export interface SampleHolding {
  readonly id: string;
  readonly organization: string;
  readonly division: string;
  readonly person: string;
  readonly channel: SelectionChannel;
  readonly mode: AppointmentMode;
  readonly validFrom: Day;
  readonly validTo: Day;
  readonly endReason: 'TERM_END' | 'NOT_COMPETENT' | 'TRANSFER' | 'HEALTH' | 'VILLAGE_ABOLISHED' | null;
}

// Elections of village committees and branches: three-year terms until 2020, five-year terms since.
const TERMS: readonly Day[] = ['2014-12-10', '2017-12-10', '2021-01-10', '2026-01-10'];

/** What the source tells of 2018: four villages in trouble, two secretaries sent, one replaced, one village unmatched. */
const TROUBLES = [
  { vacant: '2018-03-12', filled: '2018-07-02', mode: 'SENT_DOWN', channel: 'SENT_DOWN', reason: 'HEALTH' },
  { vacant: '2018-04-20', filled: '2018-07-16', mode: 'SENT_DOWN', channel: 'SENT_DOWN', reason: 'TRANSFER' },
  { vacant: '2018-08-06', filled: '2018-08-06', mode: 'SELECTED', channel: 'NOMINATE', reason: 'NOT_COMPETENT' },
  { vacant: '2018-05-21', filled: '2019-03-18', mode: 'CONCURRENT', channel: 'RETAIN', reason: 'HEALTH' },
] as const;
/** Villages of today whose secretary left and hasn't been replaced yet. */
const VACANT_TODAY: readonly Day[] = ['2026-06-08', '2026-08-17', '2026-09-28'];

/** Party organizations of county, townships, villages and communities, and who led them when. */
export function secretaries(periods: readonly Period[]): {
  organizations: SampleOrganization[];
  holdings: SampleHolding[];
  persons: SamplePerson[];
} {
  const organizations: SampleOrganization[] = [];
  const holdings: SampleHolding[] = [];
  const persons = new Map<string, SamplePerson>();
  const last = new Map(periods.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom)).map((p) => [p.id, p]));
  const divisions = [...last.values()].toSorted((a, b) => a.code.localeCompare(b.code));
  const organizationOf = (division: string) => idFrom('org', division);
  const lasting = divisions.filter((d) => d.kind === 'VILLAGE' && d.validTo === FOREVER);
  const troubled = new Map(
    lasting
      .filter((_, i) => i % 41 === 7)
      .slice(0, TROUBLES.length)
      .map((d, i) => [d.id, TROUBLES[i] as (typeof TROUBLES)[number]]),
  );
  const vacantToday = new Map(
    lasting
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
    persons.set(who.id, who);
    holdings.push({
      id: idFrom('off', division.id, from),
      organization: organizationOf(division.id),
      division: division.id,
      person: who.id,
      channel,
      mode,
      validFrom: from,
      validTo: to,
      endReason: to === FOREVER ? null : endReason,
    });
  };

  for (const division of divisions) {
    const life = lifeOf(periods, division.id);
    const luck = chance('secretary', division.code);
    const rural = division.kind === 'VILLAGE' || division.kind === 'COMMUNITY';
    const large = rural && luck.next() < 0.12;
    organizations.push({
      id: organizationOf(division.id),
      name: `${division.name}${{ COUNTY: '委', TOWNSHIP: '党委', VILLAGE: large ? '村党总支' : '村党支部', COMMUNITY: large ? '党总支' : '党支部' }[division.kind]}`,
      type:
        division.kind === 'COUNTY'
          ? 'COUNTY_COMMITTEE'
          : division.kind === 'TOWNSHIP'
            ? 'BASIC_COMMITTEE'
            : large
              ? 'GENERAL_BRANCH'
              : 'BRANCH',
      field: division.kind === 'VILLAGE' ? 'VILLAGE' : division.kind === 'COMMUNITY' ? 'COMMUNITY' : 'ORGAN_INSTITUTION',
      division: division.id,
      parent: division.parent ? organizationOf(division.parent) : null,
      validFrom: life.from,
      validTo: life.to,
    });

    const trouble = troubled.get(division.id);
    const leaves = vacantToday.get(division.id);
    let incumbent: SamplePerson | undefined;
    TERMS.forEach((term, i) => {
      const from = term < life.from ? life.from : term;
      const next = TERMS[i + 1] ?? FOREVER;
      const to = next < life.to ? next : life.to;
      if (from >= to) return;
      const stays = incumbent && luck.next() < 0.6;
      const secretary = stays && incumbent ? incumbent : person({ from: 1962, to: rural ? 1988 : 1978 }, 'secretary', division.code, term);
      incumbent = secretary;
      const channel: SelectionChannel = stays ? 'RETAIN' : luck.pick(['NOMINATE', 'NOMINATE', 'RECRUIT', 'RETAIN']);
      const atEnd = to === life.to ? 'VILLAGE_ABOLISHED' : 'TERM_END';
      if (trouble && from <= trouble.vacant && trouble.vacant < to) {
        hold(division, from, trouble.vacant, secretary, channel, 'ELECTED', trouble.reason);
        incumbent = person({ from: 1970, to: 1990 }, 'secretary', division.code, trouble.filled);
        hold(division, trouble.filled, to, incumbent, trouble.channel, trouble.mode, atEnd);
      } else if (leaves && from <= leaves && leaves < to) {
        hold(division, from, leaves, secretary, channel, 'ELECTED', 'TRANSFER');
      } else if (rural && from >= '2017-01-01' && luck.next() < 0.15) {
        const change = addDays(from, luck.between(200, 900));
        const until = change < to && change < '2026-11-01' ? change : to;
        hold(division, from, until, secretary, channel, 'ELECTED', 'TRANSFER');
        if (until < to) {
          incumbent = person({ from: 1968, to: 1992 }, 'secretary', division.code, until);
          hold(division, until, to, incumbent, 'NOMINATE', 'SELECTED', atEnd);
        }
      } else hold(division, from, to, secretary, channel, rural ? 'ELECTED' : 'SELECTED', atEnd);
    });
  }
  return { organizations, holdings, persons: [...persons.values()] };
}
