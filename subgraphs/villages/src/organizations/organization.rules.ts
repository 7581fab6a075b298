import type { Day } from '#platform/day';

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
const { COUNTY_COMMITTEE, WORKING_COMMITTEE, LEADING_GROUP, BASIC_COMMITTEE, GENERAL_BRANCH, BRANCH, JOINT_BRANCH, TEMP_BRANCH } =
  OrganizationType;

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

/** The level of divisions that an organization leads. Three of them are the three levels of secretaries (三级书记). */
export enum Tier {
  COUNTY = 'COUNTY',
  TOWNSHIP = 'TOWNSHIP',
  VILLAGE = 'VILLAGE',
  COMMUNITY = 'COMMUNITY',
}
export const THREE_LEVELS: readonly Tier[] = [Tier.COUNTY, Tier.TOWNSHIP, Tier.VILLAGE];

/** What may stand above each type. A leading group has no organizations of its own below it; the county's root none above. */
export const ABOVE: Readonly<Record<OrganizationType, readonly OrganizationType[]>> = {
  [COUNTY_COMMITTEE]: [],
  [WORKING_COMMITTEE]: [COUNTY_COMMITTEE],
  [LEADING_GROUP]: [COUNTY_COMMITTEE],
  [BASIC_COMMITTEE]: [COUNTY_COMMITTEE, WORKING_COMMITTEE, BASIC_COMMITTEE],
  [GENERAL_BRANCH]: [COUNTY_COMMITTEE, WORKING_COMMITTEE, BASIC_COMMITTEE],
  [BRANCH]: [COUNTY_COMMITTEE, WORKING_COMMITTEE, BASIC_COMMITTEE, GENERAL_BRANCH],
  [JOINT_BRANCH]: [COUNTY_COMMITTEE, WORKING_COMMITTEE, BASIC_COMMITTEE, GENERAL_BRANCH],
  [TEMP_BRANCH]: [COUNTY_COMMITTEE, WORKING_COMMITTEE, BASIC_COMMITTEE, GENERAL_BRANCH],
};

/** Organizations that have members of their own: those of a committee belong to its branches, a leading group has none. */
export const BRANCHES: readonly OrganizationType[] = [GENERAL_BRANCH, BRANCH, JOINT_BRANCH, TEMP_BRANCH];
export const hasMembers = (type: OrganizationType): boolean => BRANCHES.includes(type);
/** A leading group, a working committee and a temporary branch are appointed by whoever set them up. */
export const isElected = (type: OrganizationType): boolean => type !== LEADING_GROUP && type !== WORKING_COMMITTEE && type !== TEMP_BRANCH;

/** One version of an organization as the tree sees it. */
export interface Branching {
  readonly id: string;
  readonly parent?: string | null;
  readonly validFrom: Day;
  readonly validTo: Day;
}

/**
 * The first day from `from` on, on which `id` would stand above itself if it hung below `parent` for good; null when
 * there is none. Other organizations move on other days, so every day on which one of them moves is looked at.
 */
export function cycleOn(id: string, parent: string, from: Day, versions: readonly Branching[]): Day | null {
  const byId = Map.groupBy(versions, (v) => v.id);
  const days = [...new Set([from, ...versions.map((v) => v.validFrom).filter((day) => day > from)])].toSorted();
  for (const day of days) {
    const seen = new Set<string>();
    for (let at: string | null | undefined = parent; at && !seen.has(at); ) {
      if (at === id) return day;
      seen.add(at);
      at = byId.get(at)?.find((v) => v.validFrom <= day && day < v.validTo)?.parent;
    }
  }
  return null;
}

/** What the regulations on branches advise against (支部工作条例): told, never forbidden. */
export enum OrganizationWarning {
  BELOW_THREE = 'BELOW_THREE',
  OVER_FIFTY = 'OVER_FIFTY',
  OVER_HUNDRED = 'OVER_HUNDRED',
  COMMITTEE_MISSING = 'COMMITTEE_MISSING',
  COMMITTEE_UNDER_SEVEN = 'COMMITTEE_UNDER_SEVEN',
  COMMITTEE_TOO_LARGE = 'COMMITTEE_TOO_LARGE',
  TOO_MANY_UNITS = 'TOO_MANY_UNITS',
  ELECTION_OVERDUE = 'ELECTION_OVERDUE',
  SECRETARY_VACANT = 'SECRETARY_VACANT',
}

/** Thresholds of the regulations of 2018-10-28, articles 4, 5 and 20. */
export const THRESHOLDS = { branch: 3, committee: 7, committeeMost: 7, general: 50, basic: 100, units: 5 } as const;

/** An organization as it stands on a day. */
export interface Standing {
  readonly type: OrganizationType;
  /** Members as last counted; null when they never were. */
  readonly full: number | null;
  /** Officers of its committee, the secretary included. */
  readonly officers: number;
  readonly secretary: boolean;
  readonly units: number;
  readonly overdue: boolean;
}

export function warningsOf({ type, full, officers, secretary, units, overdue }: Standing): OrganizationWarning[] {
  const branch = type === BRANCH || type === JOINT_BRANCH;
  const counted = full ?? Number.NaN; // what was never counted lies beyond no threshold
  const rules: readonly [boolean, OrganizationWarning][] = [
    [branch && counted < THRESHOLDS.branch, OrganizationWarning.BELOW_THREE],
    [branch && counted > THRESHOLDS.general, OrganizationWarning.OVER_FIFTY],
    [type === GENERAL_BRANCH && counted > THRESHOLDS.basic, OrganizationWarning.OVER_HUNDRED],
    [branch && counted >= THRESHOLDS.committee && officers < 3, OrganizationWarning.COMMITTEE_MISSING],
    [branch && counted < THRESHOLDS.committee && officers > 2, OrganizationWarning.COMMITTEE_UNDER_SEVEN],
    [hasMembers(type) && officers > THRESHOLDS.committeeMost, OrganizationWarning.COMMITTEE_TOO_LARGE],
    [type === JOINT_BRANCH && units > THRESHOLDS.units, OrganizationWarning.TOO_MANY_UNITS],
    [overdue, OrganizationWarning.ELECTION_OVERDUE],
    [!secretary, OrganizationWarning.SECRETARY_VACANT],
  ];
  return rules.filter(([holds]) => holds).map(([, warning]) => warning);
}
