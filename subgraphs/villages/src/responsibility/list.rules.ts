import { lifecycle } from '#platform/lifecycle';

/** A list of responsibilities (责任清单) is drawn up, issued, and scored when its year is over. */
export enum ListState {
  DRAFT = 'DRAFT',
  ISSUED = 'ISSUED',
  SCORED = 'SCORED',
}
const { DRAFT, ISSUED, SCORED } = ListState;

export const { next, allowed, moves } = lifecycle('responsibility list', {
  addResponsibilityItem: { from: [DRAFT], to: DRAFT },
  issueResponsibilityList: { from: [DRAFT], to: ISSUED },
  scoreResponsibilityItem: { from: [ISSUED], to: ISSUED },
  closeResponsibilityList: { from: [ISSUED], to: SCORED },
});

/** Weights of a list add up to this. */
export const WHOLE = 100;
export const MOST_ITEMS = 100;

interface Weighted {
  readonly weight: number;
  readonly score?: number | null;
}

export const weightOf = (items: readonly Weighted[]): number => items.reduce((sum, i) => sum + i.weight, 0);

/** Points of a list out of all that could be had, by weight; what isn't scored yet counts for neither. */
export function pointsOf(items: readonly Weighted[]): { got: number; most: number } {
  const scored = items.filter((i) => i.score !== null && i.score !== undefined);
  return { got: scored.reduce((sum, i) => sum + i.weight * (i.score as number), 0), most: weightOf(scored) * 100 };
}
