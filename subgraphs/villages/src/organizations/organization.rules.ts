import { type Day, daysBetween } from '#platform/day';

/** Types of Party organizations (党内统计). */
export enum OrganizationType {
  COUNTY_COMMITTEE = 'COUNTY_COMMITTEE',
  WORKING_COMMITTEE = 'WORKING_COMMITTEE',
  LEADING_GROUP = 'LEADING_GROUP',
  BASIC_COMMITTEE = 'BASIC_COMMITTEE',
  GENERAL_BRANCH = 'GENERAL_BRANCH',
  BRANCH = 'BRANCH',
  JOINT_BRANCH = 'JOINT_BRANCH',
  TEMP_BRANCH = 'TEMP_BRANCH',
}

/** The seven fields of Party building (七个领域). */
export enum OrganizationField {
  VILLAGE = 'VILLAGE',
  COMMUNITY = 'COMMUNITY',
  ORGAN_INSTITUTION = 'ORGAN_INSTITUTION',
  SOE = 'SOE',
  SCHOOL = 'SCHOOL',
  NON_PUBLIC_ENTERPRISE = 'NON_PUBLIC_ENTERPRISE',
  SOCIAL_ORG = 'SOCIAL_ORG',
}

export enum OfficeRole {
  SECRETARY = 'SECRETARY',
  DEPUTY = 'DEPUTY',
  ORG_MEMBER = 'ORG_MEMBER',
  PUBLICITY_MEMBER = 'PUBLICITY_MEMBER',
  DISCIPLINE_MEMBER = 'DISCIPLINE_MEMBER',
}

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
  VILLAGE_ABOLISHED = 'VILLAGE_ABOLISHED',
}

interface Span {
  readonly validFrom: Day;
  readonly validTo: Day;
}

/**
 * Who holds a post on `day`, or since when nobody does. A vacancy is the gap between holdings: it is computed, never
 * typed. Before the first holding the post is vacant since the organization was founded.
 */
export function postOn<H extends Span>(holdings: readonly H[], founded: Day, day: Day): { since: Day; holding: H | null } {
  const begun = holdings.filter((h) => h.validFrom <= day).toSorted((a, b) => a.validFrom.localeCompare(b.validFrom));
  const last = begun.at(-1);
  if (!last) return { since: founded, holding: null };
  return day < last.validTo ? { since: last.validFrom, holding: last } : { since: last.validTo, holding: null };
}

/** Full days since the post fell vacant. */
export const vacancyDays = (since: Day, day: Day): number => daysBetween(since, day);
