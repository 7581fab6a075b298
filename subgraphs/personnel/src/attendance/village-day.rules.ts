import type { PostingRules } from '../postings/rule-set.rules.ts';

/** How a day of a village posting was spent. */
export enum DayStatus {
  IN_VILLAGE = 'IN_VILLAGE',
  OFFICIAL_TRIP = 'OFFICIAL_TRIP',
  TRAINING = 'TRAINING',
  LEAVE = 'LEAVE',
  ABSENT = 'ABSENT',
}

/** How a day was confirmed: by the village's counter-signature. A location confirms nothing by itself. */
export enum DayMethod {
  COUNTERSIGN = 'COUNTERSIGN',
  LOCATION = 'LOCATION',
}

/** Statuses that count as days in the village under some rules; only confirmed days ever count. */
export const counted = ({ tripsCount }: Pick<PostingRules, 'tripsCount'>): readonly DayStatus[] =>
  tripsCount ? [DayStatus.IN_VILLAGE, DayStatus.OFFICIAL_TRIP, DayStatus.TRAINING] : [DayStatus.IN_VILLAGE];

/** How many days a posting that was active for `active` days of a month of `length` owes: the month's share, rounded up. */
export const requiredDays = ({ minDaysPerMonth }: Pick<PostingRules, 'minDaysPerMonth'>, active: number, length: number): number =>
  Math.ceil((minDaysPerMonth * active) / length);
