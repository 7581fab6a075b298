import { lifecycle } from '#platform/lifecycle';
import { Refusal } from '#platform/refusal';

export enum ActionKind {
  PROMOTE = 'PROMOTE',
  IMPORTANT_POST = 'IMPORTANT_POST',
  TRANSFER = 'TRANSFER',
  SECOND = 'SECOND',
  ROTATE = 'ROTATE',
  COMMEND = 'COMMEND',
  REMOVE = 'REMOVE',
  REPLACE = 'REPLACE',
}

/** The stages of the appointment regulations (党政领导干部选拔任用工作条例), in their order. */
export enum ActionState {
  PROPOSED = 'PROPOSED',
  RECOMMENDED = 'RECOMMENDED',
  INSPECTED = 'INSPECTED',
  DECIDED = 'DECIDED',
  PUBLIC_NOTICE = 'PUBLIC_NOTICE',
  OBJECTED = 'OBJECTED',
  APPOINTED = 'APPOINTED',
  PROBATION = 'PROBATION',
  CONFIRMED = 'CONFIRMED',
  ENDED = 'ENDED',
}

const { PROPOSED, RECOMMENDED, INSPECTED, DECIDED, PUBLIC_NOTICE, OBJECTED, APPOINTED, PROBATION, CONFIRMED, ENDED } = ActionState;

/** The whole life of a personnel action. Which of the stages a kind passes is its procedure's to say. */
export const { next, allowed, moves } = lifecycle('personnel action', {
  recommendAction: { from: [PROPOSED], to: RECOMMENDED },
  inspectAction: { from: [PROPOSED, RECOMMENDED, OBJECTED], to: INSPECTED },
  decideAction: { from: [PROPOSED, RECOMMENDED, INSPECTED], to: DECIDED },
  giveNotice: { from: [DECIDED], to: PUBLIC_NOTICE },
  raiseObjection: { from: [PUBLIC_NOTICE], to: OBJECTED },
  appoint: { from: [DECIDED, PUBLIC_NOTICE], to: APPOINTED },
  startProbation: { from: [APPOINTED], to: PROBATION },
  confirmAppointment: { from: [PROBATION], to: CONFIRMED },
  endAction: { from: [PROPOSED, RECOMMENDED, INSPECTED, DECIDED, PUBLIC_NOTICE, OBJECTED, PROBATION], to: ENDED },
});
export type ActionMove = keyof typeof moves;

/** Stages that a procedure may hold, in the order in which they follow each other. */
export const STAGES: readonly ActionState[] = [PROPOSED, RECOMMENDED, INSPECTED, DECIDED, PUBLIC_NOTICE, APPOINTED, PROBATION, CONFIRMED];

/** States in which an action has taken effect: somebody is in the new post, or is commended or removed. */
export const EFFECTIVE: readonly ActionState[] = [APPOINTED, PROBATION, CONFIRMED];
/** States in which an action is under way: a person has one of a kind at a time. */
export const UNDER_WAY: readonly ActionState[] = [PROPOSED, RECOMMENDED, INSPECTED, DECIDED, PUBLIC_NOTICE, OBJECTED];

/** How an action of a kind is carried out: which stages it passes, and what they ask for. */
export interface Procedure {
  readonly stages: readonly ActionState[];
  /** 公示: working days for which the notice stands, at least. */
  readonly noticeWorkingDays: number;
  /** 试用期: months of probation. */
  readonly probationMonths: number;
  /** Whether the decision rests on figures as of a day. */
  readonly evidenceRequired: boolean;
}

/** The stage that follows `state` by the procedure; after an objection the person is inspected anew. Null at the end. */
export const stageAfter = ({ stages }: Procedure, state: ActionState): ActionState | null =>
  state === OBJECTED ? INSPECTED : (stages[stages.indexOf(state) + 1] ?? null);

/** The state that a move leads to, or a refusal: by the lifecycle, and then by the stages of the procedure. */
export function step(procedure: Procedure, move: ActionMove, state: ActionState): ActionState {
  const to = next(move, state);
  const due = stageAfter(procedure, state);
  if (to === ENDED || to === OBJECTED || to === due) return to;
  const stages = procedure.stages.join(' → ');
  throw new Refusal('STAGE_SKIPPED', `after ${state} comes ${due ?? 'nothing'} by this procedure (${stages}); ${move} leads to ${to}`, {
    state,
    move,
    allowed: movesBy(procedure, state),
  });
}

/** The moves that state and procedure allow. */
export const movesBy = (procedure: Procedure, state: ActionState): ActionMove[] =>
  allowed(state).filter((move) => {
    const { to } = moves[move] as { to: ActionState };
    return to === ENDED || to === OBJECTED || to === stageAfter(procedure, state);
  });

/** A procedure that can be followed, or a refusal that says what it lacks. */
export function soundProcedure({ stages, noticeWorkingDays, probationMonths, evidenceRequired }: Procedure): Procedure {
  const ordered = STAGES.filter((s) => stages.includes(s));
  if (ordered.length !== stages.length || ordered.some((s, i) => s !== stages[i]))
    throw new Refusal('BAD_USER_INPUT', `stages stand once each, in the order ${STAGES.join(', ')}`);
  for (const stage of [PROPOSED, DECIDED, APPOINTED])
    if (!stages.includes(stage)) throw new Refusal('BAD_USER_INPUT', `no action goes without ${stage}`);
  if (stages.includes(PUBLIC_NOTICE) && !stages.includes(INSPECTED))
    throw new Refusal('BAD_USER_INPUT', 'an objection leads back to INSPECTED: a procedure with PUBLIC_NOTICE has it');
  if (stages.includes(PROBATION) !== stages.includes(CONFIRMED))
    throw new Refusal('BAD_USER_INPUT', 'a probation ends with CONFIRMED: the two stand together');
  const within = (n: number, most: number) => Number.isInteger(n) && n >= 1 && n <= most;
  if (stages.includes(PUBLIC_NOTICE) ? !within(noticeWorkingDays, 60) || noticeWorkingDays < NOTICE_BY_LAW : noticeWorkingDays !== 0)
    throw new Refusal('BAD_USER_INPUT', `a notice stands for ${NOTICE_BY_LAW} to 60 working days, 0 without one; got ${noticeWorkingDays}`);
  if (stages.includes(PROBATION) ? !within(probationMonths, 36) : probationMonths !== 0)
    throw new Refusal('BAD_USER_INPUT', `a probation lasts 1 to 36 months, 0 without one; got ${probationMonths}`);
  return { stages: [...stages], noticeWorkingDays, probationMonths, evidenceRequired };
}

/** 公示期不少于五个工作日: no county's procedure goes below what the regulations say. */
export const NOTICE_BY_LAW = 5;
