export enum HeadquartersLevel {
  COUNTY = 'COUNTY',
  TOWNSHIP = 'TOWNSHIP',
}

/** Roles in a headquarters: 总指挥, 执行指挥长, 乡镇指挥长, 成员. */
export enum HQRoleKind {
  COMMANDER = 'COMMANDER',
  EXECUTIVE_COMMANDER = 'EXECUTIVE_COMMANDER',
  TOWNSHIP_COMMANDER = 'TOWNSHIP_COMMANDER',
  MEMBER = 'MEMBER',
}
const { COMMANDER, EXECUTIVE_COMMANDER, TOWNSHIP_COMMANDER } = HQRoleKind;

/** What a complete headquarters has (双指挥长制; ten working groups of the county). Targets: reported, never blocked. */
export const COMPLETE: Readonly<Record<HeadquartersLevel, { roles: Readonly<Partial<Record<HQRoleKind, number>>>; groups: number }>> = {
  [HeadquartersLevel.COUNTY]: { roles: { [COMMANDER]: 2, [EXECUTIVE_COMMANDER]: 2 }, groups: 10 },
  [HeadquartersLevel.TOWNSHIP]: { roles: { [TOWNSHIP_COMMANDER]: 1, [EXECUTIVE_COMMANDER]: 2 }, groups: 0 },
};

/** One thing a headquarters should have so many of. */
export interface Part {
  readonly part: string;
  readonly has: number;
  readonly should: number;
}

/** What a headquarters has beside what it should have (M85), part by part. */
export function partsOf(level: HeadquartersLevel, roles: readonly { role: HQRoleKind }[], groups: number): Part[] {
  const { roles: wanted, groups: wantedGroups } = COMPLETE[level];
  const parts: Part[] = (Object.entries(wanted) as [HQRoleKind, number][]).map(([role, should]) => ({
    part: role,
    has: roles.filter((r) => r.role === role).length,
    should,
  }));
  return wantedGroups > 0 ? [...parts, { part: 'WORKING_GROUP', has: groups, should: wantedGroups }] : parts;
}
/** Complete when every part has exactly as many as it should: one commander too many is as wrong as one too few. */
export const isComplete = (parts: readonly Part[]): boolean => parts.every((p) => p.has === p.should);

/** What a leader answers for: 包点乡镇, 三基建设联系点, 党建工作联系点, 学习教育联系点. */
export enum ContactKind {
  CONTRACT = 'CONTRACT',
  THREE_BASICS = 'THREE_BASICS',
  PARTY_BUILDING = 'PARTY_BUILDING',
  STUDY = 'STUDY',
}
