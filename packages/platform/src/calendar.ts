import { Collection } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { batched } from './batched.ts';
import type { Ctx } from './context.ts';
import { type Day, daysBetween, weekday } from './day.ts';

/** A year of the working-day calendar: its public holidays are known once they have been announced. */
@Entity({ tableName: 'calendar_year' })
export class CalendarYear {
  @PrimaryKey({ type: 'integer', autoincrement: false }) year!: number;
  @Property({ type: 'boolean' }) announced!: boolean;
  /** The announcement, or why there is none yet. */
  @Property({ type: 'string', length: 300 }) source!: string;
  @OneToMany(
    () => CalendarDay,
    (d) => d.year,
  )
  days = new Collection<CalendarDay>(this);
}

/** A day that differs from the plain week: a holiday from Monday to Friday, or a Saturday or Sunday that is worked. */
@Entity({ tableName: 'calendar_day' })
export class CalendarDay {
  @PrimaryKey({ type: 'string', length: 10 }) day!: Day;
  @ManyToOne(() => CalendarYear, { fieldName: 'year' }) year!: CalendarYear;
  @Property({ type: 'boolean' }) working!: boolean;
  @Property({ type: 'string', length: 40 }) name!: string;
}

/** What is known of working days, in memory. */
export interface Calendar {
  /** Days that differ from the plain week, in order. */
  readonly exceptions: readonly { readonly day: Day; readonly working: boolean }[];
  /** Years whose holidays have been announced. */
  readonly announced: ReadonlySet<number>;
}

export function calendarFrom(days: Iterable<{ day: Day; working: boolean }>, announced: Iterable<number>): Calendar {
  return { exceptions: [...days].toSorted((a, b) => (a.day < b.day ? -1 : 1)), announced: new Set(announced) };
}

const plainlyWorking = (day: Day): boolean => weekday(day) % 6 !== 0;

/** Mondays to Fridays after `from` up to and including `to`, holidays or not. */
function weekdaysBetween(from: Day, to: Day): number {
  const days = daysBetween(from, to);
  const start = weekday(from);
  let count = Math.floor(days / 7) * 5;
  for (let i = 1; i <= days % 7; i++) if (((start + i) % 7) % 6 !== 0) count++;
  return count;
}

/** Where the exceptions after `day` begin. */
function firstAfter({ exceptions }: Calendar, day: Day): number {
  let [low, high] = [0, exceptions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((exceptions[middle] as { day: Day }).day <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Working days after `from` up to and including `to`; none when `to` doesn't come later. */
export function workingDaysLeft(calendar: Calendar, from: Day, to: Day): number {
  if (to <= from) return 0;
  let count = weekdaysBetween(from, to);
  for (let i = firstAfter(calendar, from); i < calendar.exceptions.length; i++) {
    const { day, working } = calendar.exceptions[i] as Calendar['exceptions'][number];
    if (day > to) break;
    if (working !== plainlyWorking(day)) count += working ? 1 : -1;
  }
  return count;
}

/** Whether a count of working days from `from` to `to` may still change: it touches a year that isn't announced. */
export function isProvisional({ announced }: Calendar, from: Day, to: Day): boolean {
  if (to < from) return false;
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) if (!announced.has(year)) return true;
  return false;
}

/** Years and days in one statement, once for a request however many rows count days. */
const read = batched<'calendar', Calendar>(async (_, { em }) => {
  const rows = (await em.run({
    text: 'select y.year, y.announced, d.day, d.working from calendar_year y left join calendar_day d on y.year = d.year',
    values: [],
  })) as unknown as { year: number; announced: unknown; day: Day | null; working: unknown }[];
  const calendar = calendarFrom(
    rows.filter((r) => r.day !== null).map((r) => ({ day: r.day as Day, working: Boolean(r.working) })),
    rows.filter((r) => Boolean(r.announced)).map((r) => Number(r.year)),
  );
  return () => calendar;
});

export const calendarOf = (ctx: Ctx): Promise<Calendar> => read(ctx, 'calendar');
