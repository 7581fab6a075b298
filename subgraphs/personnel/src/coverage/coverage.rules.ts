import type { Day } from '#platform/day';
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

/** Who must act on a gap: the department that posts teams and first secretaries, or the township that sends its own cadres. */
export enum CoverageActor {
  ORG_DEPT = 'ORG_DEPT',
  TOWNSHIP = 'TOWNSHIP',
}
export const actorFor = (part: CoveragePart): CoverageActor =>
  part === CoveragePart.RESIDENT_CADRE ? CoverageActor.TOWNSHIP : CoverageActor.ORG_DEPT;

/** Somebody, or a team, that was there until a day. */
export interface Left {
  readonly part: CoveragePart;
  readonly until: Day;
  readonly agency: string;
}

/** Since when a part is missing, and who sent what was there last: since the village began when nothing ever was. */
export function gapOf(part: CoveragePart, left: readonly Left[], begun: Day): { since: Day; agency: string | null } {
  const last = left.filter((l) => l.part === part).reduce<Left | null>((a, b) => (a && a.until >= b.until ? a : b), null);
  return last ? { since: last.until, agency: last.agency } : { since: begun, agency: null };
}
