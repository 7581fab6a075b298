import type { Day } from '#platform/day';
import { type Rate, rate } from '#platform/rate';

/** What one village was asked for in one month. */
export interface Load {
  readonly inspections: number;
  readonly forms: number;
  readonly meetings: number;
}
export const NO_LOAD: Load = { inspections: 0, forms: 0, meetings: 0 };

/** M95 of one village and month: inspections, form requests and meetings together. */
export const totalOf = (l: Load): number => l.inspections + l.forms + l.meetings;

/** M96: more than the plan of the year lets a village be asked for; without a plan nothing is known to be too much. */
export const isOver = (l: Load, ceiling: number | null): boolean => ceiling !== null && totalOf(l) > ceiling;

/** The village-months in which more was asked than the plan allows, of all that a plan covers. */
export function overrunOf(months: readonly { readonly load: Load; readonly ceiling: number | null }[]): Rate {
  const planned = months.filter((m) => m.ceiling !== null);
  return rate(planned.filter((m) => isOver(m.load, m.ceiling)).length, planned.length);
}

/** The mean load of a village in a month, to one decimal, rounded half up; null without a village. */
export const meanLoad = (total: number, villageMonths: number): number | null =>
  villageMonths === 0 ? null : Math.floor((total * 10) / villageMonths + 0.5) / 10;

/** The most months one question may ask about. */
export const MOST_MONTHS = 36;
export const sumOf = (loads: readonly Load[]): Load =>
  loads.reduce(
    (a, b) => ({ inspections: a.inspections + b.inspections, forms: a.forms + b.forms, meetings: a.meetings + b.meetings }),
    NO_LOAD,
  );

export const keyOf = (village: string, month: Day): string => `${village} ${month}`;
