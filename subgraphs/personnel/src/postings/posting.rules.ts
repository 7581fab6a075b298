import type { Day } from '#platform/day';
import { lifecycle } from '#platform/lifecycle';
import { Refusal } from '#platform/refusal';

export enum PostingKind {
  FIRST_SECRETARY = 'FIRST_SECRETARY',
  TEAM_LEADER = 'TEAM_LEADER',
  TEAM_MEMBER = 'TEAM_MEMBER',
  RESIDENT_CADRE = 'RESIDENT_CADRE',
  SECONDMENT = 'SECONDMENT',
  ROTATION = 'ROTATION',
  FULLTIME_POVERTY_OFFICER = 'FULLTIME_POVERTY_OFFICER',
}

export enum TargetType {
  VILLAGE = 'VILLAGE',
  TOWNSHIP = 'TOWNSHIP',
  AGENCY = 'AGENCY',
}

/** Who sends: 省市县乡四支力量, and the central unit paired with the county. */
export enum DispatchLevel {
  CENTRAL = 'CENTRAL',
  PROVINCE = 'PROVINCE',
  CITY = 'CITY',
  COUNTY = 'COUNTY',
  TOWNSHIP = 'TOWNSHIP',
}

export enum PostingState {
  PROPOSED = 'PROPOSED',
  APPROVED = 'APPROVED',
  ACTIVE = 'ACTIVE',
  COMPLETED = 'COMPLETED',
  RECALLED = 'RECALLED',
  CANCELLED = 'CANCELLED',
}

export enum PostingEnd {
  TERM_END = 'TERM_END',
  RECALLED_INCOMPETENT = 'RECALLED_INCOMPETENT',
  RECALLED_RULE = 'RECALLED_RULE',
  PROMOTED = 'PROMOTED',
  TRANSFER = 'TRANSFER',
  HEALTH = 'HEALTH',
  VILLAGE_ABOLISHED = 'VILLAGE_ABOLISHED',
}

const { PROPOSED, APPROVED, ACTIVE, COMPLETED, RECALLED, CANCELLED } = PostingState;
const { FIRST_SECRETARY, TEAM_LEADER, TEAM_MEMBER, RESIDENT_CADRE, SECONDMENT, ROTATION, FULLTIME_POVERTY_OFFICER } = PostingKind;
const { VILLAGE, TOWNSHIP, AGENCY } = TargetType;

/** The whole life of a posting, top to bottom. */
export const { next, allowed } = lifecycle('posting', {
  approve: { from: [PROPOSED], to: APPROVED },
  arrive: { from: [APPROVED], to: ACTIVE },
  extend: { from: [ACTIVE], to: ACTIVE },
  reassign: { from: [ACTIVE], to: ACTIVE },
  complete: { from: [ACTIVE], to: COMPLETED },
  recall: { from: [ACTIVE], to: RECALLED },
  cancel: { from: [APPROVED], to: CANCELLED },
});

/** Where each kind of posting may lead. */
export const TARGETS: Readonly<Record<PostingKind, readonly TargetType[]>> = {
  [FIRST_SECRETARY]: [VILLAGE],
  [TEAM_LEADER]: [VILLAGE],
  [TEAM_MEMBER]: [VILLAGE],
  [RESIDENT_CADRE]: [VILLAGE],
  [SECONDMENT]: [VILLAGE, TOWNSHIP, AGENCY],
  [ROTATION]: [TOWNSHIP, AGENCY],
  [FULLTIME_POVERTY_OFFICER]: [TOWNSHIP],
};

/** The postings to a village of which a person holds one at a time. */
export const VILLAGE_KINDS: readonly PostingKind[] = [FIRST_SECRETARY, TEAM_LEADER, TEAM_MEMBER, RESIDENT_CADRE];
/** Postings that make somebody a member of a resident team: a person of the team may also be its first secretary. */
export const TEAM_KINDS: readonly PostingKind[] = [TEAM_LEADER, TEAM_MEMBER];
/** Why a posting may be cut short; the end of a term and of a village complete it instead. */
export const RECALL_REASONS: readonly PostingEnd[] = [
  PostingEnd.RECALLED_INCOMPETENT,
  PostingEnd.RECALLED_RULE,
  PostingEnd.PROMOTED,
  PostingEnd.TRANSFER,
  PostingEnd.HEALTH,
];
/** Full-time poverty officers of a township (扶贫专职干部): two or three. */
export const OFFICERS = { min: 2, max: 3 } as const;

/** Days after the end of a village or township within which postings to it are ended or reassigned. */
export const GRACE_DAYS = 30;

/** Front-line posts (一线岗位): those in villages and townships; one in an agency when the document says so. */
export const isFrontline = (targetType: TargetType, stated?: boolean | null): boolean => targetType !== AGENCY || (stated ?? false);

/** A document number as offices write it: 天办发〔2018〕12号. */
export const isDocumentNumber = (text: string): boolean => /^\S.*〔\d{4}〕\d+号$/.test(text);

/** A posting as the rules see it, on the days on which it is or will be held. */
export interface Held {
  readonly id: string;
  readonly person: string;
  readonly kind: PostingKind;
  readonly target: string;
  readonly team?: string | null | undefined;
  readonly validFrom: Day;
  readonly validTo: Day;
}

/** The one pair that a person may hold at once: leading the team of a village and being its first secretary. */
const isPair = (a: Held, b: Held): boolean =>
  a.target === b.target && [a, b].some((p) => p.kind === TEAM_LEADER) && [a, b].some((p) => p.kind === FIRST_SECRETARY);

/** The most of `held` that hold on one day from `day` on. */
export const mostAtOnce = (held: readonly Held[], day: Day): number =>
  Math.max(
    0,
    ...held.map((start) => {
      const on = start.validFrom > day ? start.validFrom : day;
      return held.filter((h) => h.validFrom <= on && on < h.validTo).length;
    }),
  );

/**
 * Why a posting may not begin beside the active ones, all of which still hold on its first day or later; null when it may.
 */
export function conflict(posting: Held, active: readonly Held[]): Refusal | null {
  const others = active.filter((a) => a.id !== posting.id);
  const inVillages = others.filter((a) => a.person === posting.person && VILLAGE_KINDS.includes(a.kind));
  if (VILLAGE_KINDS.includes(posting.kind) && inVillages.some((a) => !isPair(a, posting))) return alreadyPosted();
  const same = others.filter((a) => a.kind === posting.kind && a.target === posting.target);
  if (posting.kind === FIRST_SECRETARY && same.length > 0)
    return new Refusal('POST_HELD', 'this village has a first secretary; recall or complete that posting first');
  if (posting.kind === TEAM_LEADER && same.some((a) => a.team === posting.team))
    return new Refusal('POST_HELD', 'this team has a leader; recall or complete that posting first');
  if (posting.kind === FULLTIME_POVERTY_OFFICER && mostAtOnce(same, posting.validFrom) >= OFFICERS.max)
    return new Refusal('OFFICERS_COMPLETE', `this township has its ${OFFICERS.max} full-time officers; end a posting first`, {
      max: OFFICERS.max,
    });
  return null;
}

export const ALREADY_POSTED =
  'this person holds a posting to a village already; only the leader of a team may be first secretary as well, of the same village';
const alreadyPosted = () => new Refusal('ALREADY_POSTED', ALREADY_POSTED);
