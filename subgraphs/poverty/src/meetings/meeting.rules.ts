import { addDays, type Day, daysBetween } from '#platform/day';
import { lifecycle } from '#platform/lifecycle';
import { type Rate, rate } from '#platform/rate';

/** 县委常委会, 县政府常务会议, 指挥部会议, 组织部部务会, 乡镇会议. */
export enum MeetingKind {
  STANDING_COMMITTEE = 'STANDING_COMMITTEE',
  GOV_EXECUTIVE = 'GOV_EXECUTIVE',
  HQ = 'HQ',
  ORG_DEPT = 'ORG_DEPT',
  TOWNSHIP = 'TOWNSHIP',
}

/** What a meeting has on its agenda: 三基建设, 抓党建促脱贫, 脱贫攻坚, 督查整改, 干部人才, other. */
export enum Topic {
  THREE_BASICS = 'THREE_BASICS',
  PARTY_BUILDING = 'PARTY_BUILDING',
  POVERTY_ALLEVIATION = 'POVERTY_ALLEVIATION',
  INSPECTION = 'INSPECTION',
  CADRES = 'CADRES',
  OTHER = 'OTHER',
}

/** By virtue of which post somebody attends, on the day of the meeting. */
export enum AttendeeRole {
  COUNTY_LEADER = 'COUNTY_LEADER',
  TOWNSHIP_SECRETARY = 'TOWNSHIP_SECRETARY',
  TOWNSHIP_HEAD = 'TOWNSHIP_HEAD',
  TOWNSHIP_DEPUTY_SECRETARY = 'TOWNSHIP_DEPUTY_SECRETARY',
  ORG_COMMISSIONER = 'ORG_COMMISSIONER',
  FIRST_SECRETARY = 'FIRST_SECRETARY',
  TEAM_LEADER = 'TEAM_LEADER',
  AGENCY_HEAD = 'AGENCY_HEAD',
  OTHER = 'OTHER',
}

export enum DecisionState {
  OPEN = 'OPEN',
  TASKED = 'TASKED',
  DROPPED = 'DROPPED',
}
const { OPEN, TASKED, DROPPED } = DecisionState;

/** A decision becomes a task, or is dropped for a reason. */
export const { next, allowed, moves } = lifecycle('decision', {
  assignDecision: { from: [OPEN], to: TASKED },
  dropDecision: { from: [OPEN], to: DROPPED },
});

/**
 * Study-interval compliance (M81): the whole intervals since the rule began that ended by `day`, and those of them in
 * which a meeting took the topic up. The one that still runs counts neither way.
 */
export function compliance(rule: { from: Day; to?: Day | null; intervalDays: number }, held: readonly Day[], day: Day): Rate {
  const end = rule.to && rule.to < day ? rule.to : day;
  const intervals = Math.max(0, Math.floor((daysBetween(rule.from, end) + 1) / rule.intervalDays));
  let met = 0;
  for (let i = 0; i < intervals; i++) {
    const [first, last] = [addDays(rule.from, i * rule.intervalDays), addDays(rule.from, (i + 1) * rule.intervalDays - 1)];
    if (held.some((on) => first <= on && on <= last)) met++;
  }
  return rate(met, intervals);
}
