import { addDays, type Day } from '#platform/day';

/** What the county decides about rectification. */
export interface Measures {
  readonly recurrenceMonths: number;
  readonly conditionMonths: number;
  readonly mostExtensions: number;
  readonly townshipAfter: number;
  readonly countyAfter: number;
  readonly hqAfter: number;
}

/** Until the county decides otherwise. */
export const USUAL: Measures = {
  recurrenceMonths: 6,
  conditionMonths: 12,
  mostExtensions: 2,
  townshipAfter: 1,
  countyAfter: 8,
  hqAfter: 16,
};

const LIMITS: Readonly<Record<keyof Measures, readonly [number, number]>> = {
  recurrenceMonths: [1, 36],
  conditionMonths: [1, 60],
  mostExtensions: [0, 2],
  townshipAfter: [1, 365],
  countyAfter: [1, 365],
  hqAfter: [1, 365],
};

/** Why some measures can't hold together, or null when they can. */
export function misfit(m: Measures): string | null {
  for (const [name, [least, most]] of Object.entries(LIMITS)) {
    const value = m[name as keyof Measures];
    if (value < least || value > most) return `${name} is ${least} to ${most}; got ${value}`;
  }
  return m.townshipAfter < m.countyAfter && m.countyAfter < m.hqAfter
    ? null
    : 'escalation goes up with time: townshipAfter comes before countyAfter, and that before hqAfter';
}

/** Who is told when a deadline passes and nothing comes, lowest first: 乡镇, 县, 县指挥部. */
export enum EscalationLevel {
  TOWNSHIP = 'TOWNSHIP',
  COUNTY = 'COUNTY',
  HQ = 'HQ',
}

/**
 * The levels to which a finding past its deadline has gone by `day`, each with the day on which it did. They follow from
 * the deadline and the rules alone: whenever it is asked, and however the clock jumped meanwhile, the answer is the same.
 */
export function escalationsBy(deadline: Day, day: Day, m: Measures): { level: EscalationLevel; on: Day }[] {
  return [
    { level: EscalationLevel.TOWNSHIP, on: addDays(deadline, m.townshipAfter) },
    { level: EscalationLevel.COUNTY, on: addDays(deadline, m.countyAfter) },
    { level: EscalationLevel.HQ, on: addDays(deadline, m.hqAfter) },
  ].filter(({ on }) => on <= day);
}

/** The highest of some levels. */
export const highest = (levels: readonly EscalationLevel[]): EscalationLevel | null =>
  Object.values(EscalationLevel).findLast((l) => levels.includes(l)) ?? null;
