import { type Rate, rate } from '#platform/rate';

/** The three teams that every village has (三支队伍). */
export enum CoveragePart {
  TEAM = 'TEAM',
  FIRST_SECRETARY = 'FIRST_SECRETARY',
  RESIDENT_CADRE = 'RESIDENT_CADRE',
}

export const PARTS: readonly CoveragePart[] = Object.values(CoveragePart);

/** What a village has of the three teams on a day. */
export type Present = ReadonlySet<CoveragePart>;

export const missingFrom = (present: Present): CoveragePart[] => PARTS.filter((part) => !present.has(part));
export const isFull = (present: Present): boolean => missingFrom(present).length === 0;

/** How many of some villages have each part, and all three. */
export function coverageOf(villages: readonly Present[]): Record<'team' | 'firstSecretary' | 'residentCadre' | 'full', Rate> {
  const share = (covered: (present: Present) => boolean) => rate(villages.filter(covered).length, villages.length);
  return {
    team: share((v) => v.has(CoveragePart.TEAM)),
    firstSecretary: share((v) => v.has(CoveragePart.FIRST_SECRETARY)),
    residentCadre: share((v) => v.has(CoveragePart.RESIDENT_CADRE)),
    full: share(isFull),
  };
}
