/** Fewer members than the rules of the day ask for: reported, never blocked. */
export const isUnderStrength = (members: number, least: number): boolean => members < least;
