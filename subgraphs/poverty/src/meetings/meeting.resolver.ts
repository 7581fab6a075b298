import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, create, Intent, Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byEnum, byId, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Rate } from '#platform/rate';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { atTownship } from '../divisions/division.entity.ts';
import { requireWorkplace } from '../divisions/division.rules.ts';
import { requireDocument } from '../documents/document.resolver.ts';
import { asPerson, Person } from '../persons/person.entity.ts';
import { Task } from '../tasks/task.entity.ts';
import { taskById } from '../tasks/task.reads.ts';
import { UndertakingInput, undertaken } from '../tasks/undertaking.resolver.ts';
import { AgendaItem, AgendaRule, DecisionItem, Meeting, MeetingAttendance } from './meeting.entity.ts';
import { AttendeeRole, compliance, DecisionState, MeetingKind, Topic } from './meeting.rules.ts';

export const meetings = list({
  name: 'Meeting',
  entity: Meeting,
  filter: {
    kind: byEnum('MeetingKind', MeetingKind)('kind', '类别 · Kind.'),
    title: byText('title', '名称 · Title.'),
    heldOn: byDay('heldOn', '日期 · Day.'),
    division: byId('division', '地点 · Key of the county or township.'),
  },
  order: { HELD_ON: { property: 'heldOn', description: '日期 · By day; newest first unless you say otherwise.' } },
  defaultOrder: { field: 'HELD_ON', direction: Direction.DESC },
  groups: {
    kind: { property: 'kind', type: () => MeetingKind, description: '类别 · Kind.' },
    heldOn: { property: 'heldOn', type: () => DateScalar, day: true, description: '日期 · Day.' },
    division: { property: 'division', type: () => ID, description: '地点 · Key of the county or township.' },
    township: atTownship('division'),
  },
  below: 'division',
});
export const decisions = list({
  name: 'DecisionItem',
  entity: DecisionItem,
  filter: {
    meeting: byId('meeting', '会议 · Key of the meeting.'),
    state: byEnum('DecisionState', DecisionState)('state', '状态 · State.'),
  },
  order: { NO: { property: 'no', description: '序号 · By number.' } },
  groups: { state: { property: 'state', type: () => DecisionState, description: '状态 · State.' }, township: atTownship('division') },
});
export const agendaRules = list({
  name: 'AgendaRule',
  entity: AgendaRule,
  filter: { topic: byEnum('MeetingTopic', Topic)('topic', '议题 · Topic.'), division: byId('division', '地点 · Key of the division.') },
  order: { FROM: { property: 'from', description: '起 · By first day.' } },
});
export const meetingById = byKey(Meeting);
export const decisionById = byKey(DecisionItem);
export const agendaRuleById = byKey(AgendaRule);

const ofMeeting = <E extends AgendaItem | MeetingAttendance | DecisionItem>(entity: new () => E) =>
  batched<string, E[]>(async (ids, { em }) => {
    const rows = (await em.find(entity as never, { meeting: { $in: [...ids] } } as never, { orderBy: { row: 'asc' } as never })) as E[];
    const byMeeting = Map.groupBy(rows, (r) => r.meeting);
    return (id) => byMeeting.get(id) ?? [];
  });
const agendaOf = ofMeeting(AgendaItem);
const attendanceOf = ofMeeting(MeetingAttendance);
const decisionsOf = ofMeeting(DecisionItem);

/** Days on which meetings took topics up, by division, kind and topic. */
const takenUp = batched<string, Day[]>(async (divisions, { em }) => {
  const rows = await em.find(
    AgendaItem,
    { division: { $in: [...new Set(divisions.map((d) => d.split(' ')[0] as string))] } },
    { fields: ['division', 'meetingKind', 'topic', 'validFrom'] as never },
  );
  const by = Map.groupBy(rows, (r) => `${r.division} ${r.meetingKind} ${r.topic}`);
  return (key) => by.get(key)?.map((r) => r.validFrom) ?? [];
});

@InputType({ description: '议程 · A point of the agenda.' })
class AgendaInput {
  @Field(() => Topic, { description: '议题 · Topic.' }) topic!: Topic;
  @Field(() => String, { description: '内容 · What was talked about, up to 200 characters.' }) title!: string;
}
@InputType({ description: '参会 · Who attended.' })
class AttendanceInput {
  @Field(() => ID, { description: '人员 · The person.' }) person!: string;
  @Field(() => AttendeeRole, { description: '参会身份 · By virtue of which post on that day.' }) role!: AttendeeRole;
}
@InputType({ description: '登记会议 · A meeting that was held.' })
class RecordMeetingInput extends Intent {
  @Field(() => MeetingKind, { description: '类别 · Kind.' }) kind!: MeetingKind;
  @Field(() => String, { description: '名称 · Title, up to 200 characters.' }) title!: string;
  @Field(() => String, { description: '召集 · Who convened it, up to 100 characters.' }) convener!: string;
  @Field(() => ID, { description: '地点 · Key of the county or township.' }) division!: string;
  @Field(() => DateScalar, { description: '日期 · Day; not after the day asked for.' }) heldOn!: Day;
  @Field(() => [AgendaInput], { description: '议程 · The agenda, 1 to 50 points.' }) agenda!: AgendaInput[];
  @Field(() => [AttendanceInput], { defaultValue: [], description: '参会 · Who attended, at most 500.' }) attendance!: AttendanceInput[];
  @Field(() => [String], { defaultValue: [], description: '决定事项 · What was decided, at most 50, each up to 500 characters.' })
  decisions!: string[];
}
@InputType({ description: '决定转任务 · The decision and the task that comes of it.' })
class AssignDecisionInput extends UndertakingInput {
  @Field(() => ID, { description: '决定事项 · The decision.' }) decision!: string;
}
@InputType({ description: '不再落实 · The decision and why it is dropped.' })
class DropDecisionInput extends Move {
  @Field(() => ID, { description: '决定事项 · The decision.' }) decision!: string;
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}
@InputType({ description: '确定定期研究规则 · How often meetings take a topic up.' })
class SetAgendaRuleInput extends Intent {
  @Field(() => ID, { description: '地点 · Key of the county or township.' }) division!: string;
  @Field(() => MeetingKind, { description: '会议类别 · Kind of meeting.' }) kind!: MeetingKind;
  @Field(() => Topic, { description: '议题 · Topic.' }) topic!: Topic;
  @Field(() => Int, { description: '间隔天数 · Once in so many days, 7 to 366.' }) intervalDays!: number;
  @Field(() => DateScalar, { nullable: true, description: '起 · First day; the day asked for unless given.' }) from?: Day;
  @Field(() => DocNo, { description: '依据文号 · Number of the document that sets it.' }) document!: string;
}
@InputType({ description: '终止定期研究规则 · The rule that ends as of the day asked for.' })
class EndAgendaRuleInput extends Move {
  @Field(() => ID, { description: '规则 · The rule.' }) rule!: string;
}

const atMost = (rows: readonly unknown[], most: number, what: string) => {
  if (rows.length > most) throw new Refusal('LIMIT_EXCEEDED', `a meeting has at most ${most} ${what}; got ${rows.length}`, { max: most });
};

@Resolver(() => Meeting)
export class MeetingResolver {
  @Query(() => meetings.Connection, { description: '会议 · Meetings of your territory up to the day asked for.' })
  meetings(@Context() ctx: Ctx, @Args(() => meetings.Args) args: PageArgs): object {
    return meetings.page(ctx, args);
  }

  @FieldResolver(() => [AgendaItem], { description: '议程 · The agenda.' })
  agenda(@Root() { id }: Meeting, @Context() ctx: Ctx): Promise<AgendaItem[]> {
    return agendaOf(ctx, id);
  }
  @FieldResolver(() => [MeetingAttendance], { description: '参会 · Who attended, by virtue of which post.' })
  attendance(@Root() { id }: Meeting, @Context() ctx: Ctx): Promise<MeetingAttendance[]> {
    return attendanceOf(ctx, id);
  }
  @FieldResolver(() => [DecisionItem], { description: '决定事项 · What was decided.' })
  decisions(@Root() { id }: Meeting, @Context() ctx: Ctx): Promise<DecisionItem[]> {
    return decisionsOf(ctx, id);
  }

  @Mutation(() => Meeting, { description: '登记会议 · Records a meeting with agenda, attendance and decisions.' })
  recordMeeting(@Context() ctx: Ctx, @Arg('input', () => RecordMeetingInput) input: RecordMeetingInput): Promise<Meeting> {
    return once(ctx, Meeting, input, async (work) => {
      const { kind, heldOn, agenda, attendance } = input;
      if (agenda.length === 0) throw new Refusal('BAD_USER_INPUT', 'a meeting has at least one point on its agenda');
      atMost(agenda, 50, 'points on its agenda');
      atMost(attendance, 500, 'attendants');
      atMost(input.decisions, 50, 'decisions');
      if (heldOn > ctx.day) throw new Refusal('BAD_USER_INPUT', `a meeting is recorded once it was held; ${heldOn} lies after ${ctx.day}`);
      if (new Set(attendance.map((a) => a.person)).size < attendance.length)
        throw new Refusal('BAD_USER_INPUT', 'somebody is listed twice; each person attends once');
      const division = requireWorkplace(work.ctx, input.division, [kind === MeetingKind.TOWNSHIP ? 'TOWNSHIP' : 'COUNTY']);
      const id = newId('mtg');
      const common = { division, validFrom: heldOn };
      const meeting = Object.assign(new Meeting(), common, {
        id,
        kind,
        heldOn,
        title: said(input.title, 'title', 200),
        convener: said(input.convener, 'convener', 100),
      });
      work.create(meeting, 'meeting.held');
      for (const [i, { topic, title }] of agenda.entries())
        work.create(
          Object.assign(new AgendaItem(), common, {
            id: newId('agd'),
            meeting: id,
            meetingKind: kind,
            no: i + 1,
            topic,
            title: said(title, 'title', 200),
          }),
          'agendaItem.taken',
        );
      for (const { person, role } of attendance)
        work.create(
          Object.assign(new MeetingAttendance(), common, { id: newId('att'), meeting: id, person: asPerson(person), role }),
          'attendance.recorded',
        );
      for (const [i, text] of input.decisions.entries())
        work.create(
          Object.assign(new DecisionItem(), common, { id: newId('dec'), meeting: id, no: i + 1, text: said(text, 'decision', 500) }),
          'decision.made',
        );
      return meeting;
    });
  }
}

@Resolver(() => MeetingAttendance)
export class MeetingAttendanceResolver {
  @FieldResolver(() => Person, { nullable: true, description: '人员 · Who attended.' })
  person(@Root() { person }: MeetingAttendance): Person {
    return { id: person };
  }
}

@Resolver(() => DecisionItem)
export class DecisionResolver {
  @Query(() => decisions.Connection, { description: '决定事项 · Decisions of the meetings of your territory.' })
  decisionItems(@Context() ctx: Ctx, @Args(() => decisions.Args) args: PageArgs): object {
    return decisions.page(ctx, args);
  }
  @FieldResolver(() => Meeting, { nullable: true, description: '会议 · The meeting that decided it.' })
  meeting(@Root() { meeting }: DecisionItem, @Context() ctx: Ctx): Promise<Meeting | null> {
    return meetingById(ctx, meeting);
  }
  @FieldResolver(() => Task, { nullable: true, description: '任务 · The task that came of it.' })
  task(@Root() { task }: DecisionItem, @Context() ctx: Ctx): Promise<Task | null> | null {
    return task ? taskById(ctx, task) : null;
  }

  @Mutation(() => DecisionItem, { description: '决定转任务 · OPEN → TASKED: sets the task that carries it out.' })
  assignDecision(@Context() ctx: Ctx, @Arg('input', () => AssignDecisionInput) input: AssignDecisionInput): Promise<DecisionItem> {
    return once(ctx, DecisionItem, input, async (work) => {
      const id = newId('tsk');
      const decision = await work.change(DecisionItem, input.decision, (d) => d.assign(id));
      work.create(Object.assign(new Task(), await undertaken(work.ctx, input), { id, decision: decision.id }), 'task.set');
      return decision;
    });
  }
  @Mutation(() => DecisionItem, { description: '不再落实 · OPEN → DROPPED.' })
  dropDecision(@Context() ctx: Ctx, @Arg('input', () => DropDecisionInput) input: DropDecisionInput): Promise<DecisionItem> {
    return change(ctx, DecisionItem, input.decision, input, (d) => d.drop(input.reason));
  }
}

@Resolver(() => AgendaRule)
export class AgendaRuleResolver {
  @Query(() => agendaRules.Connection, { description: '定期研究规则 · How often meetings of your territory take topics up.' })
  agendaRules(@Context() ctx: Ctx, @Args(() => agendaRules.Args) args: PageArgs): object {
    return agendaRules.page(ctx, args);
  }
  @FieldResolver(() => Rate, {
    description:
      '落实率（M81） · Whole intervals up to the day asked for in which a meeting took the topic up, out of all; the one that still runs counts neither way.',
  })
  async compliance(@Root() rule: AgendaRule, @Context() ctx: Ctx): Promise<Rate> {
    return compliance(rule, await takenUp(ctx, `${rule.division} ${rule.kind} ${rule.topic}`), ctx.day);
  }

  @Mutation(() => AgendaRule, { description: '确定定期研究规则 · Sets how often meetings of a kind take a topic up.' })
  setAgendaRule(@Context() ctx: Ctx, @Arg('input', () => SetAgendaRuleInput) input: SetAgendaRuleInput): Promise<AgendaRule> {
    return create(ctx, AgendaRule, input, 'agendaRule.set', async ({ ctx: inside }) => {
      const { kind, topic, intervalDays, from = ctx.day } = input;
      if (intervalDays < 7 || intervalDays > 366) throw new Refusal('BAD_USER_INPUT', `an interval has 7 to 366 days; got ${intervalDays}`);
      const division = requireWorkplace(inside, input.division, [kind === MeetingKind.TOWNSHIP ? 'TOWNSHIP' : 'COUNTY']);
      const document = await requireDocument(inside, input.document);
      return Object.assign(new AgendaRule(), { id: newId('agr'), division, kind, topic, intervalDays, from, document, validFrom: ctx.day });
    });
  }
  @Mutation(() => AgendaRule, { description: '终止定期研究规则 · Ends a rule as of the day asked for.' })
  endAgendaRule(@Context() ctx: Ctx, @Arg('input', () => EndAgendaRuleInput) input: EndAgendaRuleInput): Promise<AgendaRule> {
    return change(ctx, AgendaRule, input.rule, input, (rule) => rule.end(ctx.day));
  }
}
