import type { Day } from '#platform/day';
import { lifecycle } from '#platform/lifecycle';
import { type Rate, rate } from '#platform/rate';

export enum TaskState {
  NOT_STARTED = 'NOT_STARTED',
  IN_PROGRESS = 'IN_PROGRESS',
  SUBMITTED = 'SUBMITTED',
  CONFIRMED = 'CONFIRMED',
  CLOSED = 'CLOSED',
  CANCELLED = 'CANCELLED',
}
const { NOT_STARTED, IN_PROGRESS, SUBMITTED, CONFIRMED, CLOSED, CANCELLED } = TaskState;

/** The whole life of a task, and of a concrete item of the three basics, top to bottom. */
export const { next, allowed, moves } = lifecycle('task', {
  start: { from: [NOT_STARTED], to: IN_PROGRESS },
  submit: { from: [IN_PROGRESS], to: SUBMITTED },
  confirm: { from: [SUBMITTED], to: CONFIRMED },
  return: { from: [SUBMITTED], to: IN_PROGRESS },
  close: { from: [CONFIRMED], to: CLOSED },
  cancel: { from: [NOT_STARTED, IN_PROGRESS], to: CANCELLED },
});

/** 党建三支队伍建设: leadership and cadres, grassroots and members, talent; and the poverty work itself. */
export enum Workstream {
  LEADERSHIP_CADRE = 'LEADERSHIP_CADRE',
  GRASSROOTS_MEMBER = 'GRASSROOTS_MEMBER',
  TALENT = 'TALENT',
  POVERTY_ALLEVIATION = 'POVERTY_ALLEVIATION',
}

/** “6+1”: 健全基本组织, 建强基本队伍, 开展基本活动, 落实基本制度, 强化基本保障, 提升基本服务, and the central task 中心任务. */
export enum SixPlusOne {
  ORG = 'ORG',
  TEAM = 'TEAM',
  ACTIVITY = 'ACTIVITY',
  SYSTEM = 'SYSTEM',
  GUARANTEE = 'GUARANTEE',
  SERVICE = 'SERVICE',
  CENTRAL_TASK = 'CENTRAL_TASK',
}

/** 五同: 同谋划, 同部署, 同督导, 同落实, 同考核. */
export enum Together {
  PLAN = 'PLAN',
  DEPLOY = 'DEPLOY',
  SUPERVISE = 'SUPERVISE',
  IMPLEMENT = 'IMPLEMENT',
  APPRAISE = 'APPRAISE',
}

/** What the rules look at. */
export interface Undertaken {
  readonly state: TaskState;
  readonly due: Day;
  readonly submittedOn?: Day | null;
}

const ENDED = [CONFIRMED, CLOSED, CANCELLED];
/** Open until somebody else has confirmed that it is done. */
export const isOpen = (t: { state: TaskState }): boolean => !ENDED.includes(t.state);
export const whereOpen = () => ({ state: { $nin: ENDED } });
export const whereEnded = () => ({ state: { $in: ENDED } });

/** Done once it is confirmed; closing files it. */
export const isDone = (t: { state: TaskState }): boolean => t.state === CONFIRMED || t.state === CLOSED;

/** Delayed is never stored: still to be done when the due day has passed. What is submitted waits for others. */
export const isDelayed = (t: Undertaken, day: Day): boolean => (t.state === NOT_STARTED || t.state === IN_PROGRESS) && t.due < day;
export const whereDelayed = (day: Day) => ({ state: { $in: [NOT_STARTED, IN_PROGRESS] }, due: { $lt: day } });
export const whereInTime = (day: Day) => ({ $or: [{ state: { $nin: [NOT_STARTED, IN_PROGRESS] } }, { due: { $gte: day } }] });

/** The days between which a task's clock counts; it stands still while a submission waits. */
export function clockOf(t: Undertaken, day: Day): { from: Day; to: Day } | null {
  return isOpen(t) ? { from: t.state === SUBMITTED ? (t.submittedOn ?? day) : day, to: t.due } : null;
}

/** Rolling, overlapping advance (压茬推进): what follows starts once what goes before has started, and ends after it. */
export const mayStartAfter = (before: readonly { state: TaskState }[]): boolean => before.every((t) => t.state !== NOT_STARTED);
export const mayEndAfter = (before: readonly { state: TaskState }[]): boolean => before.every((t) => !isOpen(t));

export type TogetherDays = Readonly<Record<Together, Day | null | undefined>>;

/** How many of the five stages were gone through together (M83), 0 to 5. */
export const togetherScore = (days: TogetherDays, on: Day): number =>
  Object.values(Together).filter((stage) => days[stage] && (days[stage] as Day) <= on).length;

/** Completeness of the five togethers over several tasks (M83): stages gone through, out of five for each. */
export const togetherRate = (scores: readonly number[]): Rate =>
  rate(
    scores.reduce((a, b) => a + b, 0),
    scores.length * 5,
  );

/** Items of the three basics that are confirmed, and key tasks all of whose items are (M80). */
export function completion(
  items: readonly { keyTask: string; state: TaskState }[],
  keyTasks: readonly string[],
): { items: Rate; keyTasks: Rate } {
  const of = Map.groupBy(items, (i) => i.keyTask);
  const done = keyTasks.filter((k) => (of.get(k)?.length ?? 0) > 0 && of.get(k)?.every(isDone));
  return { items: rate(items.filter(isDone).length, items.length), keyTasks: rate(done.length, keyTasks.length) };
}
