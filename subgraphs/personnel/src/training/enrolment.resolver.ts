import { raw } from '@mikro-orm/core';
import {
  Arg,
  Args,
  Ctx as Context,
  Field,
  FieldResolver,
  Float,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { SMALLEST_SHOWN } from '#platform/cells';
import { change, Move, once, type Work } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, dayOf } from '#platform/day';
import { byEnum, byId, byYes } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Rate, rate } from '#platform/rate';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { atTownship, atVillage } from '../divisions/division.entity.ts';
import { Person } from '../persons/person.entity.ts';
import { personById } from '../persons/person.resolver.ts';
import { Enrolment, enrolled } from './enrolment.entity.ts';
import { inRoles } from './roles.reads.ts';
import { TrainingEvent } from './training.entity.ts';
import { trainingById } from './training.resolver.ts';
import {
  AWAITED,
  cohortOf,
  EnrolmentState,
  enrolment,
  type InRole,
  meanScore,
  PRESENT,
  TrainingRole,
  TrainingState,
  VOUCHED,
} from './training.rules.ts';

/** How many people one list may name. */
const LIST_CEILING = 1000;

export const enrolments = list({
  name: 'TrainingEnrolment',
  entity: Enrolment,
  filter: {
    event: byId('event', '培训 · Key of the training.'),
    person: byId('person', '人员 · Key of the person.'),
    roleAtDate: byEnum('TrainingRole', TrainingRole)('roleAtDate', '时任身份 · Role on the day.'),
    state: byEnum('EnrolmentState', EnrolmentState)('state', '状态 · State.'),
    inCohort: byYes('inCohort', '应训 · Belongs to the frozen cohort.'),
    division: byId('division', '区划 · Key of the division in which the role was held.'),
  },
  order: {
    DIVISION: { property: 'division', description: '区划 · By division.' },
    STATE: { property: 'state', description: '状态 · By state.' },
  },
  distinct: { persons: { property: 'person', description: '人数 · Different people, however many trainings each took part in.' } },
  groups: {
    roleAtDate: { property: 'roleAtDate', type: () => TrainingRole, description: '时任身份 · Role on the day.' },
    state: { property: 'state', type: () => EnrolmentState, description: '状态 · State.' },
    inCohort: { property: 'inCohort', type: () => Boolean, description: '应训 · Whether of the frozen cohort.' },
    event: {
      property: 'event',
      type: () => TrainingEvent,
      show: (id: string, ctx: Ctx) => trainingById(ctx, id),
      description: '培训 · Training.',
    },
    township: atTownship('division'),
    village: atVillage('division'),
  },
  below: 'division',
});

/**
 * Scores as an analyst may know them: sums and means over enough people, never one person's. Rows of the list show no
 * score to who doesn't see it.
 */
export const results = list({
  name: 'ExamResult',
  entity: Enrolment,
  filter: {
    roleAtDate: byEnum('TrainingRole', TrainingRole)('roleAtDate', '时任身份 · Role on the day.'),
    inCohort: byYes('inCohort', '应试 · Belongs to the frozen cohort.'),
  },
  order: { DIVISION: { property: 'division', description: '区划 · By division.' } },
  outcome: { person: 'person' },
  measures: { score: { property: 'score', of: 'int', aggregateOnly: true, description: '成绩 · Scores.' } },
  groups: {
    roleAtDate: { property: 'roleAtDate', type: () => TrainingRole, description: '时任身份 · Role on the day.' },
    township: atTownship('division'),
  },
});

const enrolmentById = byKey(Enrolment);
export const enrolmentReference = ({ id }: { id: string }, ctx: Ctx): Promise<Enrolment | null> => enrolmentById(ctx, id);

@ObjectType({ description: '应训范围 · Who ought to take part, settled before the training and kept: definition and members.' })
class TrainingCohort {
  @Field(() => DateScalar, { description: '时点 · The day as of which it was drawn.' }) on!: Day;
  @Field(() => [TrainingRole], { description: '定义 · Everybody who had one of these roles on that day.' }) roles!: TrainingRole[];
  @Field(() => Int, { description: '人数 · How many they were in all; of your territory, see attendance.' }) size!: number;
}

@ObjectType({ description: '参训情况 · How many of your territory came. Scores are told as means only.' })
class TrainingAttendance {
  @Field(() => Int, { description: '名单人数 · Enrolled, in every state.' }) enrolled!: number;
  @Field(() => Int, { description: '参训人数 · Attended (measure M40; of an examination M21): distinct persons, who can enrol only once.' })
  attended!: number;
  @Field(() => Int, { description: '缺席人数 · Absent.' }) absent!: number;
  @Field(() => Rate, { description: '应训参训率 · Measure M41: attended of the frozen cohort, out of the cohort.' }) coverage!: Rate;
  @Field(() => Int, { description: '评定人数 · Assessed.' }) assessed!: number;
  @Field(() => Float, {
    nullable: true,
    description: `平均成绩 · Mean score of those assessed, one decimal; null for fewer than ${SMALLEST_SHOWN}.`,
  })
  meanScore!: number | null;
}

type Tally = Record<'event' | 'state' | 'in_cohort' | 'total' | 'points', string | number | boolean>;

/** How the enrolments of many trainings stand, in one statement. */
const attendanceOf = batched<string, TrainingAttendance>(async (events, { em }) => {
  const rows = (await em.rows(Enrolment, {
    select: ['event', 'state', 'inCohort', raw('count(*) as total'), raw('sum(score) as points')],
    where: { event: { $in: [...events] } },
    groupBy: ['event', 'state', 'inCohort'],
  })) as Tally[];
  const byEvent = Map.groupBy(rows, (r) => String(r.event));
  return (event) => {
    const own = byEvent.get(event) ?? [];
    const sum = (test: (r: Tally) => boolean, of: 'total' | 'points' = 'total') =>
      own.filter(test).reduce((total, r) => total + Number(r[of] ?? 0), 0);
    const present = (r: Tally) => PRESENT.includes(r.state as EnrolmentState);
    const meant = (r: Tally) => Boolean(r.in_cohort);
    const marked = (r: Tally) => r.state === EnrolmentState.ASSESSED;
    const assessed = sum(marked);
    return {
      enrolled: sum(() => true),
      attended: sum(present),
      absent: sum((r) => r.state === EnrolmentState.ABSENT),
      coverage: rate(
        sum((r) => meant(r) && present(r)),
        sum(meant),
      ),
      assessed,
      meanScore: meanScore(sum(marked, 'points'), assessed, SMALLEST_SHOWN),
    };
  };
});

@InputType({ description: '培训办理 · The training on which something is done.' })
class OfTraining extends Move {
  @Field(() => ID, { description: '培训 · The training.' }) training!: string;
}

@InputType({ description: '通知参训 · Invites people to a training in a role that they have.' })
class InviteToTrainingInput extends OfTraining {
  @Field(() => TrainingRole, { description: '身份 · Role.' }) role!: TrainingRole;
  @Field(() => [ID], { description: `人员 · Keys of the people, at most ${LIST_CEILING}.` }) persons!: string[];
}

@InputType({ description: '确定应训范围 · Freezes who ought to take part, as of the day asked for.' })
class FreezeCohortInput extends OfTraining {
  @Field(() => [TrainingRole], {
    nullable: true,
    description: '身份 · Everybody in one of these roles; the audience of the training unless given. Helpers are those invited so far.',
  })
  roles?: TrainingRole[];
}

@InputType({ description: '签到 · Records who came: everybody on the list but those named.' })
class RecordAttendanceInput extends OfTraining {
  @Field(() => [ID], { defaultValue: [], description: `缺席 · Keys of the people who didn't come, at most ${LIST_CEILING}.` })
  absent!: string[];
}

@InputType({ description: '成绩 · One person and the score.' })
class ScoreInput {
  @Field(() => ID, { description: '人员 · Key of the person.' }) person!: string;
  @Field(() => Int, { description: '成绩 · 0 to 100.' }) score!: number;
}

@InputType({ description: '登记成绩 · Records the scores of an examination or of an assessed training.' })
class RecordScoresInput extends OfTraining {
  @Field(() => [ScoreInput], { description: `成绩 · At most ${LIST_CEILING}.` }) scores!: ScoreInput[];
}

@InputType({ description: '确认参训 · Confirms an invitation.' })
class ConfirmEnrolmentInput extends Move {
  @Field(() => ID, { description: '参训 · The enrolment.' }) enrolment!: string;
}

/** The people of a list, each once; a list has an end. */
function listed(persons: readonly string[], what: string): string[] {
  if (persons.length > LIST_CEILING)
    throw new Refusal(
      'LIMIT_EXCEEDED',
      `${what} may name ${LIST_CEILING} people at once; this list names ${persons.length}. Send it in parts`,
      {
        ceiling: LIST_CEILING,
      },
    );
  const twice = persons.find((p, i) => persons.indexOf(p) !== i);
  if (twice) throw new Refusal('BAD_USER_INPUT', `${what} names ${twice} twice; a person takes part once`);
  return [...persons];
}

/** One act about a training and everybody on its list, in one transaction. */
const about = (ctx: Ctx, input: OfTraining, act: (training: TrainingEvent, work: Work) => Promise<string>): Promise<TrainingEvent> =>
  once(ctx, TrainingEvent, input, (work) =>
    work.change(TrainingEvent, input.training, (training) => act(training, work), { expectedVersion: input.expectedVersion }),
  );

/** Those of `persons` with the role on the day; a role that another store knows of is vouched for by who invites. */
async function holdersOf(inside: Ctx, role: TrainingRole, persons: readonly string[]): Promise<InRole[]> {
  const known = await inside.em.find(Person, { id: { $in: [...persons] } });
  const homes = new Map(known.map((p) => [p.id, p.homeDivision]));
  const unknown = persons.find((p) => !homes.has(p));
  if (unknown) throw new Refusal('NOT_FOUND', `no person ${unknown} in your territory as of ${inside.day}`);
  if (VOUCHED.includes(role)) return persons.map((person) => ({ person, role, division: homes.get(person) as string }));
  const holders = cohortOf(await inRoles(inside, [role], persons), [role]);
  const other = persons.find((p) => !holders.some((h) => h.person === p));
  if (other)
    throw new Refusal('NOT_IN_ROLE', `${other} is not ${role} on ${inside.day}; invite people in a role that they have on the day`);
  return holders;
}

@Resolver(() => Enrolment)
export class EnrolmentResolver {
  @Query(() => enrolments.Connection, { description: '参训名单 · Enrolments of your territory.' })
  trainingEnrolments(@Context() ctx: Ctx, @Args(() => enrolments.Args) args: PageArgs): object {
    return enrolments.page(ctx, args);
  }
  @FieldResolver(() => TrainingEvent, { nullable: true, description: '培训 · The training.' })
  training(@Root() { event }: Enrolment, @Context() ctx: Ctx): Promise<TrainingEvent | null> {
    return trainingById(ctx, event);
  }
  @FieldResolver(() => Person, { nullable: true, description: '人员 · Who takes part.' })
  person(@Root() { person }: Enrolment, @Context() ctx: Ctx): Promise<Person | null> {
    return personById(ctx, person);
  }
  @FieldResolver(() => [String], { description: '可行操作 · The moves that the state allows: confirm, attend, miss, assess.' })
  moves(@Root() { state }: Enrolment): string[] {
    return enrolment.allowed(state);
  }

  @Mutation(() => TrainingEvent, {
    description:
      "通知参训 · Invites people in a role. Refused with NOT_IN_ROLE when somebody hasn't the role on the day, with ALREADY_ENROLLED when somebody is on the list.",
  })
  inviteToTraining(@Context() ctx: Ctx, @Arg('input', () => InviteToTrainingInput) input: InviteToTrainingInput): Promise<TrainingEvent> {
    return about(ctx, input, async (training, { ctx: inside, create }) => {
      if (training.state !== TrainingState.PLANNED)
        throw new Refusal('ILLEGAL_MOVE', `a training in state ${training.state} invites nobody; it must be PLANNED`, {
          state: training.state,
        });
      const persons = listed(input.persons, 'an invitation');
      if (persons.length === 0) throw new Refusal('BAD_USER_INPUT', 'an invitation names at least one person');
      for (const { person, role, division } of await holdersOf(inside, input.role, persons))
        create(
          enrolled({ id: newId('enr'), event: training.id, person, division, roleAtDate: role, inCohort: false }, ctx.day),
          'enrolment.invited',
        );
      return 'training.announced';
    });
  }

  @Mutation(() => TrainingEvent, {
    description:
      '确定应训范围 · Freezes the cohort: everybody in the roles as of the day asked for is put on the list and counts as meant, whatever happens later. Refused with COHORT_FROZEN the second time.',
  })
  freezeCohort(@Context() ctx: Ctx, @Arg('input', () => FreezeCohortInput) input: FreezeCohortInput): Promise<TrainingEvent> {
    return about(ctx, input, async (training, { ctx: inside, create, changeAll }) => {
      const roles = [...new Set(input.roles ?? training.audience)];
      const meant = new Map(cohortOf(await inRoles(inside, roles), roles).map((m) => [m.person, m]));
      const invited = await inside.em.find(Enrolment, { event: training.id });
      const joining = invited.filter((e) => meant.has(e.person) || (VOUCHED.includes(e.roleAtDate) && roles.includes(e.roleAtDate)));
      const size = new Set([...meant.keys(), ...joining.map((e) => e.person)]).size;
      if (size === 0) throw new Refusal('BAD_USER_INPUT', `nobody is ${roles.join(' or ')} on ${ctx.day}; a cohort has members`);
      const event = training.freeze(ctx.day, roles, size);
      const known = new Set(invited.map((e) => e.person));
      if (joining.length > 0)
        await changeAll(Enrolment, { event: training.id }, (e) => e.join(meant.has(e.person) || roles.includes(e.roleAtDate)));
      for (const { person, role, division } of meant.values())
        if (!known.has(person))
          create(
            enrolled({ id: newId('enr'), event: training.id, person, division, roleAtDate: role, inCohort: true }, ctx.day),
            'enrolment.invited',
          );
      return event;
    });
  }

  @Mutation(() => Enrolment, { description: '确认参训 · Confirms an invitation.' })
  confirmEnrolment(@Context() ctx: Ctx, @Arg('input', () => ConfirmEnrolmentInput) input: ConfirmEnrolmentInput): Promise<Enrolment> {
    return change(ctx, Enrolment, input.enrolment, input, (e) => e.confirm());
  }

  @Mutation(() => TrainingEvent, {
    description:
      '签到 · Holds a training: everybody on the list attended but those named as absent. As of the day asked for, not before the first day.',
  })
  recordAttendance(@Context() ctx: Ctx, @Arg('input', () => RecordAttendanceInput) input: RecordAttendanceInput): Promise<TrainingEvent> {
    if (ctx.day > dayOf(ctx.now)) throw new Refusal('BAD_USER_INPUT', `${ctx.day} lies ahead; record who came when they have come`);
    return about(ctx, input, async (training, { changeAll }) => {
      const absent = new Set(listed(input.absent, 'a list of absent people'));
      const event = training.hold(ctx.day);
      const rows = await changeAll(Enrolment, { event: training.id, state: { $in: [...AWAITED] } }, (e) =>
        absent.delete(e.person) ? e.miss() : e.attend(),
      );
      if (rows.length === 0)
        throw new Refusal('BAD_USER_INPUT', 'nobody is on the list of this training; invite people or freeze its cohort first');
      const [stranger] = absent;
      if (stranger) throw new Refusal('NOT_FOUND', `${stranger} is not on the list of this training in your territory`);
      return event;
    });
  }

  @Mutation(() => TrainingEvent, { description: '登记成绩 · Records scores of those who attended; a later score replaces an earlier one.' })
  recordScores(@Context() ctx: Ctx, @Arg('input', () => RecordScoresInput) input: RecordScoresInput): Promise<TrainingEvent> {
    return about(ctx, input, async (training, { changeAll }) => {
      training.requireHeld('scores');
      const persons = listed(
        input.scores.map((s) => s.person),
        'a list of scores',
      );
      const scores = new Map(input.scores.map((s) => [s.person, s.score]));
      const marked = await changeAll(Enrolment, { event: training.id, person: { $in: persons } }, (e) =>
        e.assess(scores.get(e.person) as number),
      );
      const stranger = persons.find((p) => !marked.some((e) => e.person === p));
      if (stranger) throw new Refusal('NOT_FOUND', `${stranger} is not on the list of this training in your territory`);
      return 'training.scored';
    });
  }
}

@Resolver(() => TrainingEvent)
export class TrainingEnrolments {
  @FieldResolver(() => enrolments.Connection, { description: '参训名单 · Who takes part, of your territory.' })
  enrolments(@Root() { id }: TrainingEvent, @Context() ctx: Ctx, @Args(() => enrolments.Args) args: PageArgs): object {
    return enrolments.pageOf(ctx, 'event', id, args);
  }
  @FieldResolver(() => results.Connection, {
    description: '成绩统计 · Scores of those assessed, as sums and means of enough people (小单元抑制).',
  })
  results(@Root() { id }: TrainingEvent, @Context() ctx: Ctx, @Args(() => results.Args) args: PageArgs): object {
    return results.pageOf(ctx, 'event', id, args, { state: EnrolmentState.ASSESSED });
  }
  @FieldResolver(() => TrainingCohort, { nullable: true, description: '应训范围 · The frozen cohort; null before it is frozen.' })
  cohort(@Root() { cohortOn, cohortRoles, cohortSize }: TrainingEvent): TrainingCohort | null {
    return cohortOn ? { on: cohortOn, roles: cohortRoles ?? [], size: cohortSize ?? 0 } : null;
  }
  @FieldResolver(() => TrainingAttendance, { nullable: true, description: '参训情况 · How many came (M40, M41, of an examination M21).' })
  attendance(@Root() { id }: TrainingEvent, @Context() ctx: Ctx): Promise<TrainingAttendance> {
    requireRead(ctx, 'Enrolment');
    return attendanceOf(ctx, id);
  }
}

@Resolver(() => Person)
export class PersonTrainings {
  @FieldResolver(() => enrolments.Connection, { nullable: true, description: '参训记录 · Trainings of the person, within your territory.' })
  trainings(@Root() { id }: Person, @Context() ctx: Ctx, @Args(() => enrolments.Args) args: PageArgs): object {
    return enrolments.pageOf(ctx, 'person', id, args);
  }
}
