/** A resident team has at least three members (驻村工作队选派管理指导意见, 2017-12). */
export const TEAM_MINIMUM = 3;

/** Fewer members than the rule asks for: reported, never blocked. */
export const isUnderStrength = (members: number): boolean => members < TEAM_MINIMUM;
