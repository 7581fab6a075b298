import { type Calendar, workingDaysLeft } from '#platform/calendar';
import { addDays, type Day } from '#platform/day';
import { lifecycle } from '#platform/lifecycle';
import { FindingState } from './finding.rules.ts';

export enum ExtensionState {
  REQUESTED = 'REQUESTED',
  GRANTED = 'GRANTED',
  DECLINED = 'DECLINED',
}
const { REQUESTED, GRANTED, DECLINED } = ExtensionState;

/** The life of a request for more time. */
export const { next, allowed, moves } = lifecycle('extension', {
  grantExtension: { from: [REQUESTED], to: GRANTED },
  declineExtension: { from: [REQUESTED], to: DECLINED },
});

const more = lifecycle('finding', { requestExtension: { from: [FindingState.RECTIFYING], to: FindingState.RECTIFYING } });
/** More time is for what is still to be put right: the state stays, or the move is refused. */
export const extending = (state: FindingState): FindingState => more.next('requestExtension', state as FindingState.RECTIFYING);

/** Levels of those who ask and decide, lowest first: 村, 乡镇, 县直部门, 指挥部. */
export enum OfficeLevel {
  VILLAGE = 'VILLAGE',
  TOWNSHIP = 'TOWNSHIP',
  COUNTY = 'COUNTY',
  HQ = 'HQ',
}
const LEVELS = Object.values(OfficeLevel);

/** At which level a duty stands; what isn't named here is a department of the county. */
const LEVEL_OF: Readonly<Record<string, OfficeLevel>> = {
  VILLAGE_OFFICER: OfficeLevel.VILLAGE,
  TEAM_LEADER: OfficeLevel.VILLAGE,
  TOWNSHIP_ADMIN: OfficeLevel.TOWNSHIP,
  COUNTY_SECRETARY: OfficeLevel.HQ,
};
export const levelOf = (role: string): OfficeLevel => LEVEL_OF[role] ?? OfficeLevel.COUNTY;

/** Whether somebody at `decides` stands at least one level above somebody at `asks`. */
export const isAbove = (decides: OfficeLevel, asks: OfficeLevel): boolean => LEVELS.indexOf(decides) > LEVELS.indexOf(asks);

/** Time is asked for while there is some: on the day of the deadline at the latest. */
export const isInTime = (deadline: Day, day: Day): boolean => day <= deadline;

/** The day on which the `count`th working day after `from` falls. */
export function workingDayAfter(calendar: Calendar, from: Day, count: number): Day {
  let day = addDays(from, count);
  for (let left = count - workingDaysLeft(calendar, from, day); left > 0; left = count - workingDaysLeft(calendar, from, day))
    day = addDays(day, left);
  return day;
}
