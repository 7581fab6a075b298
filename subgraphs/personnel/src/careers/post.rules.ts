/** 职务: kinds of posts, in the official order of posts (职务次序). */
export enum PostRole {
  COUNTY_SECRETARY = 'COUNTY_SECRETARY',
  COUNTY_HEAD = 'COUNTY_HEAD',
  COUNTY_DEPUTY_SECRETARY = 'COUNTY_DEPUTY_SECRETARY',
  EXECUTIVE_DEPUTY_HEAD = 'EXECUTIVE_DEPUTY_HEAD',
  COUNTY_LEADER = 'COUNTY_LEADER',
  TOWNSHIP_SECRETARY = 'TOWNSHIP_SECRETARY',
  TOWNSHIP_HEAD = 'TOWNSHIP_HEAD',
  AGENCY_HEAD = 'AGENCY_HEAD',
  TOWNSHIP_DEPUTY_SECRETARY = 'TOWNSHIP_DEPUTY_SECRETARY',
  ORG_COMMISSIONER = 'ORG_COMMISSIONER',
  TOWNSHIP_LEADER = 'TOWNSHIP_LEADER',
  AGENCY_DEPUTY = 'AGENCY_DEPUTY',
  NON_LEADING = 'NON_LEADING',
  STAFF = 'STAFF',
}

/** 任职方式. */
export enum PostMode {
  ELECTED = 'ELECTED',
  APPOINTED = 'APPOINTED',
  CONCURRENT = 'CONCURRENT',
  ENGAGED = 'ENGAGED',
}

/** Why somebody left a post. */
export enum PostEnd {
  TERM_END = 'TERM_END',
  PROMOTED = 'PROMOTED',
  TRANSFER = 'TRANSFER',
  REMOVED = 'REMOVED',
  RETIRED = 'RETIRED',
  HEALTH = 'HEALTH',
}

const ORDER = Object.values(PostRole);

/** The key by which name lists in the official order compare: the post's place in it, then the strokes of the name. */
export const listOrderOf = (role: PostRole, strokeKey: string): string => `${String(ORDER.indexOf(role)).padStart(2, '0')} ${strokeKey}`;
export const isLeadership = (role: PostRole): boolean => role !== PostRole.NON_LEADING && role !== PostRole.STAFF;

/** Posts of which an agency has one. */
export const SINGLE_POSTS: readonly PostRole[] = [
  PostRole.COUNTY_SECRETARY,
  PostRole.COUNTY_HEAD,
  PostRole.TOWNSHIP_SECRETARY,
  PostRole.TOWNSHIP_HEAD,
];
