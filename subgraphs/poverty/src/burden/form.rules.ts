import { addMonths, type Day } from '#platform/day';
import { lifecycle } from '#platform/lifecycle';

export enum FormState {
  REQUESTED = 'REQUESTED',
  COLLECTED = 'COLLECTED',
  WITHDRAWN = 'WITHDRAWN',
}
const { REQUESTED, COLLECTED, WITHDRAWN } = FormState;

export enum FormFrequency {
  ONCE = 'ONCE',
  MONTHLY = 'MONTHLY',
  QUARTERLY = 'QUARTERLY',
}

/** The life of a request for data. */
export const { next, allowed, moves } = lifecycle('form request', {
  closeForm: { from: [REQUESTED], to: COLLECTED },
  withdrawForm: { from: [REQUESTED], to: WITHDRAWN },
});

/** What an item is told apart by: 姓名 and " 姓名 " are one, A and ａ too. */
export const itemKey = (item: string): string => item.normalize('NFKC').replaceAll(/\s+/g, '').toLowerCase();

/** Months within which the same item, asked of the same place, is asked twice (政务数据共享条例: collect once). */
export const REPEAT_MONTHS = 12;

export const monthOf = (day: Day): Day => `${day.slice(0, 7)}-01`;

/** The first days of the months from one day to another. */
export function monthsBetween(from: Day, to: Day): Day[] {
  const months: Day[] = [];
  for (let m = monthOf(from); m <= to; m = addMonths(m, 1)) months.push(m);
  return months;
}

const STEP = { [FormFrequency.MONTHLY]: 1, [FormFrequency.QUARTERLY]: 3 } as const;

/** The months in which a request has to be filled in, until `until`: once, or again and again while it lasts. */
export function monthsOf(form: { requestedOn: Day; frequency: FormFrequency }, until: Day): Day[] {
  if (form.frequency === FormFrequency.ONCE) return [monthOf(form.requestedOn)];
  const step = STEP[form.frequency];
  return monthsBetween(form.requestedOn, until).filter((_, i) => i % step === 0);
}

export const MOST_ITEMS = 100;
