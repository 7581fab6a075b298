import { type Day, dayOf, daysBetween } from '#platform/day';
import { Refusal } from '#platform/refusal';

/** Offices of the two committees (“两委”): those of the Party organization, then those of the villagers' committee. */
export enum OfficeRole {
  SECRETARY = 'SECRETARY',
  DEPUTY = 'DEPUTY',
  ORG_MEMBER = 'ORG_MEMBER',
  PUBLICITY_MEMBER = 'PUBLICITY_MEMBER',
  DISCIPLINE_MEMBER = 'DISCIPLINE_MEMBER',
  COMMITTEE_DIRECTOR = 'COMMITTEE_DIRECTOR',
  COMMITTEE_DEPUTY = 'COMMITTEE_DEPUTY',
  COMMITTEE_MEMBER = 'COMMITTEE_MEMBER',
}
const { SECRETARY, ORG_MEMBER, PUBLICITY_MEMBER, DISCIPLINE_MEMBER, COMMITTEE_DIRECTOR, COMMITTEE_DEPUTY, COMMITTEE_MEMBER } = OfficeRole;

/** Which of the two committees an office belongs to. */
export enum CommitteeBody {
  PARTY = 'PARTY',
  VILLAGERS = 'VILLAGERS',
}

/** Offices that one person holds at a time. */
export const SOLE: readonly OfficeRole[] = [SECRETARY, ORG_MEMBER, PUBLICITY_MEMBER, DISCIPLINE_MEMBER, COMMITTEE_DIRECTOR];
/** Offices of the villagers' committee; the village itself is their seat. */
export const VILLAGERS: readonly OfficeRole[] = [COMMITTEE_DIRECTOR, COMMITTEE_DEPUTY, COMMITTEE_MEMBER];
export const isSole = (role: OfficeRole): boolean => SOLE.includes(role);
export const bodyOf = (role: OfficeRole): CommitteeBody => (VILLAGERS.includes(role) ? CommitteeBody.VILLAGERS : CommitteeBody.PARTY);

/** How the holder was found: 择优留, 择优推, 择优引, and sent down from above. */
export enum SelectionChannel {
  RETAIN = 'RETAIN',
  NOMINATE = 'NOMINATE',
  RECRUIT = 'RECRUIT',
  SENT_DOWN = 'SENT_DOWN',
}

/** How the holder came into office: elected, 下派, 兼任, 选拔. */
export enum AppointmentMode {
  ELECTED = 'ELECTED',
  SENT_DOWN = 'SENT_DOWN',
  CONCURRENT = 'CONCURRENT',
  SELECTED = 'SELECTED',
}

export enum OfficeEnd {
  TERM_END = 'TERM_END',
  NOT_COMPETENT = 'NOT_COMPETENT',
  TRANSFER = 'TRANSFER',
  HEALTH = 'HEALTH',
  REMOVED = 'REMOVED',
  VILLAGE_ABOLISHED = 'VILLAGE_ABOLISHED',
  DISSOLVED = 'DISSOLVED',
}

/** Whoever is sent down was found above, and the other way round. */
export const fits = (channel: SelectionChannel, mode: AppointmentMode): boolean =>
  (channel === SelectionChannel.SENT_DOWN) === (mode === AppointmentMode.SENT_DOWN);

/** Villages and communities have two committees; what lies above them hasn't. */
export const isRural = (kind: string | undefined): boolean => kind === 'VILLAGE' || kind === 'COMMUNITY';

/** What has happened can't lie ahead of the day on which it is recorded. */
export function happened(day: Day, now: Date): Day {
  if (day <= dayOf(now)) return day;
  throw new Refusal('BAD_USER_INPUT', `${day} lies ahead; record it when it has happened`);
}

/** A key of somebody that the personnel register gives. */
export function asPerson(key: string): string {
  if (/^per_[0-9a-z]{12}$/.test(key)) return key;
  throw new Refusal('BAD_USER_INPUT', `not the key of a person: ${JSON.stringify(key.slice(0, 40))}; persons { nodes { id } } lists them`);
}

export interface Span {
  readonly validFrom: Day;
  readonly validTo: Day;
}

/** By first day, then by last: what ended on the day on which the next began comes before it. */
const inOrder = (a: Span, b: Span): number => a.validFrom.localeCompare(b.validFrom) || a.validTo.localeCompare(b.validTo);

/** The versions of each holding as one: from its first day to its last, with what the last version says. */
export function whole<H extends Span & { id: string }>(versions: readonly H[]): H[] {
  return [...Map.groupBy(versions, (v) => v.id).values()]
    .map((own) => {
      const ordered = own.toSorted(inOrder);
      const [first, last] = [ordered[0] as H, ordered.at(-1) as H];
      return Object.assign(Object.create(Object.getPrototypeOf(last)) as H, last, { validFrom: first.validFrom });
    })
    .toSorted(inOrder);
}

/**
 * Who holds a post on `day`, or since when nobody does. A vacancy is the gap between holdings: it is computed, never
 * typed. Before the first holding the post is vacant since the organization was founded.
 */
export function postOn<H extends Span>(holdings: readonly H[], founded: Day, day: Day): { since: Day; holding: H | null } {
  const begun = holdings.filter((h) => h.validFrom <= day).toSorted(inOrder);
  const last = begun.at(-1);
  if (!last) return { since: founded, holding: null };
  return day < last.validTo ? { since: last.validFrom, holding: last } : { since: last.validTo, holding: null };
}

/** Full days since the post fell vacant. */
export const vacancyDays = (since: Day, day: Day): number => daysBetween(since, day);

/** The stretches of `from` to `to` (the last day included) on which nobody holds the post. */
export function gapsOf(holdings: readonly Span[], from: Day, to: Day): { from: Day; to: Day | null }[] {
  const gaps: { from: Day; to: Day | null }[] = [];
  let reached = from;
  for (const h of holdings.toSorted(inOrder)) {
    if (h.validFrom > to) break;
    if (h.validFrom > reached) gaps.push({ from: reached, to: h.validFrom });
    if (h.validTo > reached) reached = h.validTo;
  }
  if (reached <= to) gaps.push({ from: reached, to: null });
  return gaps;
}

/** 一肩挑: the branch secretary is the director of the villagers' committee as well. */
export const isOneShoulder = (secretary: { person: string } | null, director: { person: string } | null): boolean =>
  secretary !== null && director !== null && secretary.person === director.person;
