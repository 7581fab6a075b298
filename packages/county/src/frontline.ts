import { addDays, addMonths, type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { cadres, type SamplePost } from './cadres.ts';
import { chance } from './chance.ts';
import type { Period } from './register.ts';

/** A rotation or secondment under "1+1". */
export interface SampleExchange {
  readonly id: string;
  readonly person: string;
  readonly kind: 'ROTATION' | 'SECONDMENT';
  readonly targetType: 'TOWNSHIP';
  readonly target: string;
  readonly dispatchAgency: string;
  readonly document: string;
  readonly hostPost: string;
  readonly fromPost: string | null;
  /** Key of the entry in the reserve pool: the other half. */
  readonly reserveEntry: string;
  readonly plannedFrom: Day;
  readonly plannedTo: Day;
  readonly state: 'ACTIVE' | 'COMPLETED';
  readonly from: Day;
  readonly to: Day;
}

/** Cadres sent to front-line posts under "1+1" in 2018, as the source counts them; other years differ. */
export const SENT_IN_2018 = 119;
const SENT: Readonly<Record<number, number>> = { 2017: 64, 2018: SENT_IN_2018, 2019: 96 };
const USUAL = 58;

/** The key under which somebody stands in the reserve pool. */
export const reserveEntryOf = (person: string): string => idFrom('rce', person);

const HOST_POSTS = ['党委副书记（挂职）', '副乡镇长（挂职）', '党委委员（挂职）', '扶贫工作站站长', '党政办公室主任'];

/**
 * Who was sent to townships under "1+1", year by year: the young cadres promoted in 2018 as secondments, after their
 * promotion, and others of the county's agencies, none of whom rose that year. Each is one half of a pair; the other
 * half is an entry in the reserve pool.
 */
export function exchanges(periods: readonly Period[], now: Date): SampleExchange[] {
  const today = dayOf(now);
  // Told from the end of the year: who rises within it is not sent, before and after the rise.
  const corps = cadres(periods, new Date(`${today.slice(0, 4)}-12-31T00:00:00+08:00`));
  const made: SampleExchange[] = [];
  const busy = new Map<string, Day>();
  const townships = periods.filter((p) => p.kind === 'TOWNSHIP').toSorted((a, b) => a.code.localeCompare(b.code));
  const send = (person: string, post: SamplePost, on: Day, kind: SampleExchange['kind'], months: number) => {
    const luck = chance('exchange', person, on);
    const target = luck.pick(townships.filter((t) => t.validFrom <= on && on < t.validTo));
    const plannedTo = addMonths(on, months);
    const end = plannedTo < target.validTo ? plannedTo : target.validTo;
    const over = end <= today;
    busy.set(person, plannedTo);
    made.push({
      id: idFrom('pst', kind, person, target.id, on),
      person,
      kind,
      targetType: 'TOWNSHIP',
      target: target.id,
      dispatchAgency: post.agency,
      document: `天组发〔${on.slice(0, 4)}〕${kind === 'ROTATION' ? 15 : 16}号`,
      hostPost: luck.pick(HOST_POSTS),
      fromPost: kind === 'ROTATION' ? post.id : null,
      reserveEntry: reserveEntryOf(person),
      plannedFrom: on,
      plannedTo,
      state: over ? 'COMPLETED' : 'ACTIVE',
      from: on,
      to: over ? end : FOREVER,
    });
  };

  const postOf = new Map(corps.posts.map((p) => [p.id, p]));
  const young = corps.rises.filter((r) => r.young);
  for (const [i, rise] of young.entries()) {
    const on = addDays(rise.on, 45 + 4 * i);
    if (on <= today) send(rise.person, postOf.get(rise.post) as SamplePost, on, 'SECONDMENT', 18);
  }
  // Who waits for a first rise stays: the young are sent after theirs.
  const waits = (p: SamplePost) => p.role === 'NON_LEADING' && p.name === '科员';
  const county = corps.posts.filter((p) => ['STAFF', 'NON_LEADING', 'AGENCY_DEPUTY'].includes(p.role) && !waits(p));
  for (let year = 2017; year <= Number(today.slice(0, 4)); year++) {
    const wanted = (SENT[year] ?? USUAL) - (year === 2018 ? young.length : 0);
    const start: Day = `${year}-03-05`;
    const risen = new Set(corps.rises.filter((r) => r.on.startsWith(String(year))).map((r) => r.person));
    const free = county
      .filter(
        (p) =>
          p.validFrom <= `${year}-01-01` && p.validTo > `${year}-01-01` && !risen.has(p.person) && (busy.get(p.person) ?? start) <= start,
      )
      .toSorted((a, b) => chance('sent', year, a.id).next() - chance('sent', year, b.id).next());
    // Whoever will leave the post that year is known only afterwards: the choice must not depend on it.
    const chosen = [...new Map(free.map((p) => [p.person, p])).values()].slice(0, wanted);
    for (const [i, post] of chosen.entries()) {
      const on = addDays(start, Math.floor((i * 270) / wanted));
      if (on <= today) send(post.person, post, on, i % 5 < 2 ? 'ROTATION' : 'SECONDMENT', i % 3 === 0 ? 24 : 12);
    }
  }
  return made;
}
