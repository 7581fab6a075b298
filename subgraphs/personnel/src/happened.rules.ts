import { type Day, dayOf } from '#platform/day';
import { Refusal } from '#platform/refusal';

/** What has happened can't lie ahead: neither the day asked for nor a day given. */
export function happened({ day: asked, now }: { day: Day; now: Date }, day: Day = asked): Day {
  if (day <= dayOf(now)) return day;
  throw new Refusal('BAD_USER_INPUT', `${day} lies ahead; record it when it has happened`);
}
