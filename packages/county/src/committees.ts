import { addDays, addMonths, type Day, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { chance } from './chance.ts';
import type { SamplePerson } from './people.ts';
import { lifeOf, type Period } from './register.ts';
import {
  ELECTIONS,
  type OfficeRole,
  organizationOf,
  type Roll,
  type SampleHolding,
  type SampleTerm,
  type SelectionChannel,
} from './secretaries.ts';

/** Ordinal of the committees elected first of those that the register knows (第十届). */
const FIRST_ORDINAL = 10;
/** How many villages in a hundred elect one person to both posts (一肩挑), election by election. */
const ONE_SHOULDER = [30, 35, 95, 98] as const;
/** From this day on villages and communities elect for five years, before it for three. */
const FIVE_YEARS_SINCE: Day = '2018-12-29';

/** Party congresses of county and townships, every five years. */
const CONGRESSES: readonly Day[] = ['2016-07-31', '2021-06-20', '2026-06-20'];

const PARTY_ROLES: readonly OfficeRole[] = ['ORG_MEMBER', 'DISCIPLINE_MEMBER'];

/** Terms and members of the two committees (“两委”) of every village and community; secretaries are known already. */
export function committees(
  periods: readonly Period[],
  secretaries: readonly SampleHolding[],
  roll: Roll,
): { terms: SampleTerm[]; holdings: SampleHolding[] } {
  const terms: SampleTerm[] = [];
  const holdings: SampleHolding[] = [];
  const secretariesOf = Map.groupBy(secretaries, (h) => h.division);
  const seen = new Set<string>();
  for (const division of periods) {
    if (seen.has(division.id)) continue;
    seen.add(division.id);
    const life = lifeOf(periods, division.id);
    if (division.kind === 'COUNTY' || division.kind === 'TOWNSHIP') {
      terms.push(...congressTerms(division.id, life));
      continue;
    }
    const luck = chance('committee', division.code);
    const sitting = new Map<string, SamplePerson>();
    ELECTIONS.forEach((election, i) => {
      const from = election < life.from ? life.from : election;
      const next = ELECTIONS[i + 1] ?? FOREVER;
      const to = next < life.to ? next : life.to;
      if (from >= to) return;
      const over = to === life.to ? 'VILLAGE_ABOLISHED' : 'TERM_END';
      for (const body of ['PARTY', 'VILLAGERS'] as const)
        terms.push({
          id: committeeId(body, body === 'PARTY' ? organizationOf(division.id) : division.id),
          version: 1,
          organization: body === 'PARTY' ? organizationOf(division.id) : division.id,
          division: division.id,
          body,
          ordinal: FIRST_ORDINAL + i,
          dueOn: addMonths(election, election < FIVE_YEARS_SINCE ? 36 : 60),
          validFrom: from,
          validTo: to,
        });
      const sit = (role: OfficeRole, who: SamplePerson | string, channel: SelectionChannel, since: Day, until: Day) => {
        if (since >= until) return;
        const villagers = role.startsWith('COMMITTEE');
        const person = typeof who === 'string' ? who : who.id;
        holdings.push({
          id: idFrom('off', division.id, role, person, since),
          organization: villagers ? division.id : organizationOf(division.id),
          division: division.id,
          role,
          person,
          channel,
          mode: 'ELECTED',
          validFrom: since,
          validTo: until,
          endReason: until === FOREVER ? null : until === to ? over : 'TRANSFER',
        });
      };
      /** Whoever sits in a seat stays for the next term more often than not. */
      const seat = (name: string): { who: SamplePerson; channel: SelectionChannel } => {
        const before = sitting.get(name);
        const stays = before !== undefined && luck.next() < 0.6;
        const who = stays ? before : roll.enrol({ from: 1962, to: 1994 }, 'committee', division.code, name, election);
        sitting.set(name, who);
        return { who, channel: stays ? 'RETAIN' : luck.pick(['NOMINATE', 'NOMINATE', 'RECRUIT', 'RETAIN']) };
      };

      const own = (secretariesOf.get(division.id) ?? []).filter((h) => h.validFrom < to && from < h.validTo);
      const sent = own.some((h) => h.mode === 'SENT_DOWN' || h.mode === 'CONCURRENT');
      if (!sent && luck.next() * 100 < (ONE_SHOULDER[i] as number)) {
        // One who comes in the middle of a term is elected director two months later: until then nobody holds that post.
        for (const h of own)
          sit(
            'COMMITTEE_DIRECTOR',
            h.person,
            h.channel,
            h.validFrom <= from ? from : addDays(h.validFrom, 60),
            h.validTo < to ? h.validTo : to,
          );
      } else {
        const { who, channel } = seat('director');
        sit('COMMITTEE_DIRECTOR', who, channel, from, to);
      }
      const cross = luck.next() < 0.4; // 交叉任职: a member of the branch committee sits on the other committee as well
      for (const role of PARTY_ROLES) {
        const { who, channel } = seat(role);
        sit(role, who, channel, from, to);
        if (cross && role === 'ORG_MEMBER') sit('COMMITTEE_MEMBER', who, channel, from, to);
      }
      for (const role of ['COMMITTEE_DEPUTY', 'COMMITTEE_MEMBER'] as const) {
        if (role === 'COMMITTEE_DEPUTY' && luck.next() < 0.5) continue;
        const { who, channel } = seat(role);
        sit(role, who, channel, from, to);
      }
    });
  }
  return { terms: inOrder(terms), holdings };
}

/** Key of the committee of an organization or of a village. */
export const committeeId = (body: 'PARTY' | 'VILLAGERS', organization: string): string => idFrom('cmt', body, organization);

/** The terms of each committee as its versions. */
export const inOrder = (terms: readonly SampleTerm[]): SampleTerm[] =>
  [...Map.groupBy(terms, (t) => t.id).values()].flatMap((own) => own.map((t, i) => ({ ...t, version: i + 1 })));

/** Terms of the committees of county and townships, from one congress to the next. */
function congressTerms(division: string, life: { from: Day; to: Day }): SampleTerm[] {
  return CONGRESSES.flatMap((congress, i) => {
    const from = congress < life.from ? life.from : congress;
    const next = CONGRESSES[i + 1] ?? FOREVER;
    const to = next < life.to ? next : life.to;
    if (from >= to) return [];
    const dueOn = addMonths(congress, 60);
    const organization = organizationOf(division);
    return [
      {
        id: committeeId('PARTY', organization),
        version: 1,
        organization,
        division,
        body: 'PARTY' as const,
        ordinal: FIRST_ORDINAL + i,
        dueOn,
        validFrom: from,
        validTo: to,
      },
    ];
  });
}
