import { CalendarYear } from '#platform/calendar';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { Refusal } from '#platform/refusal';

/**
 * Refuses a deadline in a year of which the calendar says nothing. A year whose holidays are not announced yet stands
 * in the calendar as such: its deadlines are provisional.
 */
export async function requireCalendar({ em }: Pick<Ctx, 'em'>, deadline: Day): Promise<void> {
  const year = Number(deadline.slice(0, 4));
  if (!(await em.findOne(CalendarYear, { year })))
    throw new Refusal('NO_CALENDAR', `${year} has no working-day calendar yet; set a deadline in a year that has one`, { deadline });
}
