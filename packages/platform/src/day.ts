import { Refusal } from './refusal.ts';

/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. Days compare as text. */
export type Day = string;

/** The open end of a validity: rows that still hold end on this day. It never leaves the store. */
export const FOREVER: Day = '9999-12-31';

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The day on which `instant` falls in Asia/Shanghai (no daylight saving since 1991). */
export const dayOf = (instant: Date): Day => new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);

/** `day` moved by a number of days. */
export const addDays = (day: Day, days: number): Day => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** `day` moved by whole months; the last day of a shorter month stands in for a missing one. */
export function addMonths(day: Day, months: number): Day {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(y, m + months, 0)).getUTCDate();
  return new Date(Date.UTC(y, m - 1 + months, Math.min(d, last))).toISOString().slice(0, 10);
}

/** Days from `from` to `to`; negative when `to` comes first. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

/** 0 = Sunday … 6 = Saturday. */
export const weekday = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** Whether `text` is a day that exists: 2018-02-30 does not. */
export function isDay(text: unknown): text is Day {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** `text` as a day, or a refusal that says what a day looks like. */
export function asDay(text: unknown, what = 'day'): Day {
  if (isDay(text)) return text;
  throw new Refusal('BAD_USER_INPUT', `${what} must be a day of the calendar, written YYYY-MM-DD; got ${JSON.stringify(text)}`);
}

/** `instant` as the county writes it: local time with its offset, `2018-12-31T08:00:00.000+08:00`. */
export const asLocalTime = (instant: Date): string =>
  `${new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, -1)}+08:00`;
