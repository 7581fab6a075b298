import { lifecycle } from '#platform/lifecycle';

export enum PlanState {
  DRAFT = 'DRAFT',
  APPROVED = 'APPROVED',
}

export enum LineState {
  PROPOSED = 'PROPOSED',
  APPROVED = 'APPROVED',
  STRUCK = 'STRUCK',
}

/** The life of a year's plan; what is proposed after its approval is approved line by line. */
export const plans = lifecycle('inspection plan', {
  approveInspectionPlan: { from: [PlanState.DRAFT], to: PlanState.APPROVED },
});

/** The life of one line of a plan. */
export const lines = lifecycle('line of an inspection plan', {
  approvePlanLine: { from: [LineState.PROPOSED], to: LineState.APPROVED },
  strikePlanLine: { from: [LineState.PROPOSED], to: LineState.STRUCK },
});

/** Days of the year in which a plan holds: nothing of another year stands in it, though an inspection may run on. */
export const isOfYear = (year: number, from: string): boolean => from.slice(0, 4) === String(year);

/** What a village may be asked for in a month unless the plan says otherwise (为基层减负): a plan needs some number. */
export const USUAL_CEILING = 6;
export const MOST_CEILING = 100;
/** Years for which a plan can be drafted. */
export const PLAN_YEARS = { from: 2000, to: 2100 } as const;
