import { addMonths, type Day } from '#platform/day';
import { isSole, type OfficeRole } from '../offices/office.rules.ts';

/** What decides how long a committee's term is. */
export type TermKind = 'rural' | 'committee' | 'branch';

/**
 * How many years a term lasts, by the rule in force when it began. Villages and communities: three, five since the Organic
 * Law of Villagers' Committees was amended (2018-12-29); committees five, other branches three
 * (关于党的基层组织任期的意见, 2018). Dated rows, so that an old term keeps its own rule.
 */
export const TERM_RULES: readonly ({ readonly since: Day; readonly document: string } & Readonly<Record<TermKind, number>>)[] = [
  { since: '0001-01-01', document: '村民委员会组织法（2010）', rural: 3, committee: 5, branch: 3 },
  { since: '2018-12-29', document: '村民委员会组织法（2018修正）、支部工作条例', rural: 5, committee: 5, branch: 3 },
];

/** The day on which the next election is due after one on `day`. */
export function electionDue(kind: TermKind, day: Day): Day {
  const rule = TERM_RULES.findLast((r) => r.since <= day) as (typeof TERM_RULES)[number];
  return addMonths(day, 12 * rule[kind]);
}

/** Overdue is never stored: nobody was elected anew when the term was over. */
export const isOverdue = (committee: { dueOn: Day }, day: Day): boolean => committee.dueOn < day;
export const whereOverdue = (day: Day) => ({ dueOn: { $lt: day } });
export const whereInTerm = (day: Day) => ({ dueOn: { $gte: day } });

/** The most members an election may name. */
export const MOST_MEMBERS = 15;

/** What is wrong with a list of those elected: an office for one filled twice, somebody twice in one office. */
export function wrongIn(elected: readonly { role: OfficeRole; person: string }[]): string | null {
  if (elected.length === 0) return 'an election names at least one member';
  if (elected.length > MOST_MEMBERS) return `an election names at most ${MOST_MEMBERS} members; this one names ${elected.length}`;
  const seats = elected.map((e) => (isSole(e.role) ? e.role : `${e.role} of ${e.person}`));
  const twice = seats.find((seat, i) => seats.indexOf(seat) !== i);
  return twice ? `${twice} is filled twice` : null;
}
