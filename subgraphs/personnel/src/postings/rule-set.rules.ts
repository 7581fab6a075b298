/** What a month costs whose days in the village fall short of the rule. */
export enum ShortfallRule {
  /** The whole month is due all the same. */
  NONE = 'NONE',
  /** As many parts as days, of the days that are due. */
  PROPORTIONAL = 'PROPORTIONAL',
  /** Nothing is due. */
  ZERO = 'ZERO',
}

/** The county's rules of resident work (驻村管理规则), as they stood on a day. */
export interface PostingRules {
  readonly minDaysPerMonth: number;
  readonly minTeamSize: number;
  readonly minTermMonths: number;
  /** Leave of at most so many days is the township's to approve. */
  readonly townshipLeaveDays: number;
  readonly shortfall: ShortfallRule;
  /** Whether official trips and trainings count as days in the village. */
  readonly tripsCount: boolean;
}

/** Where no rules of the county are on record: the guidance of 2017-12 (驻村工作队选派管理指导意见), which knows no shortfall. */
export const GUIDANCE: PostingRules = {
  minDaysPerMonth: 20,
  minTeamSize: 3,
  minTermMonths: 24,
  townshipLeaveDays: 3,
  shortfall: ShortfallRule.NONE,
  tripsCount: true,
};

/** What is wrong with some rules, or null. */
export function rulesFault(r: PostingRules): string | null {
  const within = (value: number, least: number, most: number) => Number.isInteger(value) && value >= least && value <= most;
  if (!within(r.minDaysPerMonth, 0, 28)) return `a month asks for 0 to 28 days in the village; got ${r.minDaysPerMonth}`;
  if (!within(r.minTeamSize, 1, 20)) return `a team has 1 to 20 members at least; got ${r.minTeamSize}`;
  if (!within(r.minTermMonths, 1, 60)) return `a term lasts 1 to 60 months at least; got ${r.minTermMonths}`;
  if (!within(r.townshipLeaveDays, 0, 30)) return `a township approves leave of 0 to 30 days; got ${r.townshipLeaveDays}`;
  return null;
}
