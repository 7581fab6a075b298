import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched } from '#platform/batched';
import { change, create, Intent, Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byId, byText, byYes } from '#platform/filter';
import { newId } from '#platform/id';
import { writeAlone } from '#platform/ledger';
import { list, type PageArgs } from '#platform/list';
import { Rate } from '#platform/rate';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { requireWorkplace } from '../divisions/division.rules.ts';
import { PolicyDocument } from '../documents/document.entity.ts';
import { documentReference, requireDocument } from '../documents/document.resolver.ts';
import { closesCircle } from '../documents/document.rules.ts';
import { WorkItem } from './plan.entity.ts';
import { Programme, SupervisionNote, Task, TaskDependency, type Undertaking } from './task.entity.ts';
import { addEvidence, allTies, before, MoveWorkInput, programmeById, ReasonWorkInput, SubmitWorkInput, taskById } from './task.reads.ts';
import { Together, togetherRate, togetherScore } from './task.rules.ts';
import {
  requireUndertaking,
  UndertakingInput,
  undertaken,
  undertakingFields,
  undertakingFilter,
  undertakingGroups,
} from './undertaking.resolver.ts';

export const tasks = list({
  name: 'Task',
  entity: Task,
  filter: {
    ...undertakingFilter,
    urgentHard: byYes('urgentHard', '急难险重 · Urgent and hard.'),
    decision: byId('decision', '决定事项 · Key of the decision.'),
  },
  order: {
    DUE: { property: 'due', description: '时限 · By last day.' },
    STARTS_ON: { property: 'startsOn', description: '计划起 · By first day.' },
  },
  groups: undertakingGroups,
  below: 'division',
});

@InputType({ description: '下达任务 · A task for an agency and a person, by a day.' })
class SetTaskInput extends UndertakingInput {
  @Field(() => Boolean, { defaultValue: false, description: '急难险重 · Urgent, difficult, dangerous or heavy.' }) urgentHard!: boolean;
}

@InputType({ description: '启动党建+项目群 · A programme that tasks belong to.' })
class OpenProgrammeInput extends Intent {
  @Field(() => String, { description: '代码 · Code, up to 40 characters; no other running programme has it.' }) code!: string;
  @Field(() => String, { description: '名称 · Name, up to 100 characters.' }) name!: string;
  @Field(() => ID, { description: '范围 · Key of the county or township.' }) division!: string;
  @Field(() => DateScalar, { description: '起 · First day.' }) from!: Day;
  @Field(() => DateScalar, { nullable: true, description: '止 · Last day.' }) to?: Day;
  @Field(() => DocNo, { nullable: true, description: '依据文号 · Number of the document it rests on.' }) document?: string;
}

@InputType({ description: '压茬推进 · What goes before and what follows.' })
class ChainWorkInput extends Intent {
  @Field(() => ID, { description: '前序 · Key of the task or item that goes before.' }) predecessor!: string;
  @Field(() => ID, { description: '后续 · Key of the task or item that follows.' }) successor!: string;
}

@InputType({ description: '解除压茬 · The tie that no longer holds.' })
class UnchainWorkInput extends Move {
  @Field(() => ID, { description: '压茬关系 · The tie.' }) dependency!: string;
}

@InputType({ description: '五同 · A stage that was gone through together.' })
export class RecordTogetherInput extends MoveWorkInput {
  @Field(() => Together, { description: '阶段 · The stage.' }) stage!: Together;
  @Field(() => DateScalar, { nullable: true, description: '日期 · Day; the day asked for unless given.' }) on?: Day;
}

@InputType({ description: '督导记录 · What was seen on the way.' })
class NoteSupervisionInput extends Intent {
  @Field(() => ID, { description: '事项 · Key of the task or item.' }) work!: string;
  @Field(() => String, { description: '内容 · What was seen and asked for, up to 1000 characters.' }) text!: string;
}

export const programmes = list({
  name: 'Programme',
  entity: Programme,
  filter: {
    code: byText('code', '代码 · Code.'),
    name: byText('name', '名称 · Name.'),
    division: byId('division', '范围 · Key of the division.'),
  },
  order: { CODE: { property: 'code', description: '代码 · By code.' } },
});

/** Scores of the five togethers of all that belongs to a programme. */
const scoresOf = batched<string, number[]>(async (ids, { em, day }) => {
  const within = { programme: { $in: [...ids] } };
  const all: Undertaking[] = [...(await em.find(Task, within)), ...(await em.find(WorkItem, within))];
  const byProgramme = Map.groupBy(all, (t) => t.programme as string);
  return (id) => byProgramme.get(id)?.map((t) => togetherScore(t.togetherDays, day)) ?? [];
});

@InputType({ description: '启动任务 · What startTask is given.' })
class StartTaskInput extends MoveWorkInput {}

@InputType({ description: '提交任务 · What submitTask is given.' })
class SubmitTaskInput extends SubmitWorkInput {}

@InputType({ description: '确认任务 · What confirmTask is given.' })
class ConfirmTaskInput extends MoveWorkInput {}

@InputType({ description: '退回任务 · What returnTask is given.' })
class ReturnTaskInput extends ReasonWorkInput {}

@InputType({ description: '任务销账 · What closeTask is given.' })
class CloseTaskInput extends MoveWorkInput {}

@InputType({ description: '取消任务 · What cancelTask is given.' })
class CancelTaskInput extends ReasonWorkInput {}

@InputType({ description: '登记五同 · What recordTaskTogether is given.' })
class RecordTaskTogetherInput extends RecordTogetherInput {}

@Resolver(() => Task)
export class TaskResolver extends undertakingFields(() => Task) {
  @Query(() => tasks.Connection, { description: '任务 · Tasks of your territory, and of what lies above it.' })
  tasks(@Context() ctx: Ctx, @Args(() => tasks.Args) args: PageArgs): object {
    return tasks.page(ctx, args);
  }
  @Query(() => Task, { nullable: true, description: '任务 · One task; null when there is none in your territory.' })
  task(@Context() ctx: Ctx, @Arg('id', () => ID, { description: '标识 · Its key.' }) id: string): Promise<Task | null> {
    return taskById(ctx, id);
  }

  @Mutation(() => Task, {
    description: '下达任务 · Sets a task. Refused with NO_CALENDAR when the deadline lies in a year whose working days are not known.',
  })
  setTask(@Context() ctx: Ctx, @Arg('input', () => SetTaskInput) input: SetTaskInput): Promise<Task> {
    return create(ctx, Task, input, 'task.set', async ({ ctx: inside }) =>
      Object.assign(new Task(), await undertaken(inside, input), { id: newId('tsk'), urgentHard: input.urgentHard }),
    );
  }
  @Mutation(() => Task, {
    description: '启动任务 · NOT_STARTED → IN_PROGRESS. Refused with PREDECESSOR_OPEN before what goes before it has started.',
  })
  startTask(@Context() ctx: Ctx, @Arg('input', () => StartTaskInput) input: StartTaskInput): Promise<Task> {
    return change(ctx, Task, input.work, input, async (t, { ctx: inside }) => t.start(ctx.day, await before(inside, t.id)));
  }
  @Mutation(() => Task, { description: '提交任务 · IN_PROGRESS → SUBMITTED. Refused with EVIDENCE_REQUIRED when nothing shows it.' })
  submitTask(@Context() ctx: Ctx, @Arg('input', () => SubmitTaskInput) input: SubmitTaskInput): Promise<Task> {
    return once(ctx, Task, input, async (work) => {
      const { expectedVersion } = input;
      const task = await work.change(Task, input.work, (t) => t.submit(input.evidence, ctx.caller.id, ctx.day), { expectedVersion });
      addEvidence(work, task, input.evidence);
      return task;
    });
  }
  @Mutation(() => Task, { description: '确认任务 · SUBMITTED → CONFIRMED, by somebody else; not before what goes before it is confirmed.' })
  confirmTask(@Context() ctx: Ctx, @Arg('input', () => ConfirmTaskInput) input: ConfirmTaskInput): Promise<Task> {
    return change(ctx, Task, input.work, input, async (t, { ctx: inside }) => t.confirm(ctx.caller, ctx.day, await before(inside, t.id)));
  }
  @Mutation(() => Task, { description: '退回任务 · SUBMITTED → IN_PROGRESS.' })
  returnTask(@Context() ctx: Ctx, @Arg('input', () => ReturnTaskInput) input: ReturnTaskInput): Promise<Task> {
    return change(ctx, Task, input.work, input, (t) => t.return(input.reason));
  }
  @Mutation(() => Task, { description: '任务销账 · CONFIRMED → CLOSED.' })
  closeTask(@Context() ctx: Ctx, @Arg('input', () => CloseTaskInput) input: CloseTaskInput): Promise<Task> {
    return change(ctx, Task, input.work, input, (t) => t.close());
  }
  @Mutation(() => Task, { description: '取消任务 · NOT_STARTED or IN_PROGRESS → CANCELLED.' })
  cancelTask(@Context() ctx: Ctx, @Arg('input', () => CancelTaskInput) input: CancelTaskInput): Promise<Task> {
    return change(ctx, Task, input.work, input, (t) => t.cancel(input.reason));
  }
  @Mutation(() => Task, {
    description: '登记五同 · Records on which day a task went through one of the five stages together; each stage once.',
  })
  recordTaskTogether(@Context() ctx: Ctx, @Arg('input', () => RecordTaskTogetherInput) input: RecordTaskTogetherInput): Promise<Task> {
    return change(ctx, Task, input.work, input, (t) => t.together(input.stage, passed(ctx, input.on)));
  }
}

/** A stage was gone through by the day asked for. */
export function passed(ctx: Ctx, on: Day = ctx.day): Day {
  if (on <= ctx.day) return on;
  throw new Refusal('BAD_USER_INPUT', `${on} lies after ${ctx.day}; record it when it has happened`);
}

@Resolver(() => TaskDependency)
export class TaskDependencyResolver {
  @FieldResolver(() => ID, { description: '前序 · Key of what goes before.' })
  predecessor(@Root() { predecessor }: TaskDependency): string {
    return predecessor;
  }
  @FieldResolver(() => ID, { description: '后续 · Key of what follows.' })
  successor(@Root() { successor }: TaskDependency): string {
    return successor;
  }

  @Mutation(() => TaskDependency, {
    description: '压茬推进 · Says that one task or item follows upon another. Refused with CYCLE when the other goes back to it.',
  })
  chainWork(@Context() ctx: Ctx, @Arg('input', () => ChainWorkInput) input: ChainWorkInput): Promise<TaskDependency> {
    return create(ctx, TaskDependency, input, 'dependency.tied', async ({ ctx: inside }) => {
      const { predecessor, successor } = input;
      await requireUndertaking(inside, predecessor);
      const { division } = await requireUndertaking(inside, successor);
      await writeAlone(inside.em);
      // A circle through ties of other territories is one as well; of them nothing is told but that it closes.
      if (closesCircle(successor, predecessor, await allTies(inside)))
        throw new Refusal('CYCLE', "what should go before already waits for what should follow; work can't wait for itself");
      return Object.assign(new TaskDependency(), { id: newId('dep'), predecessor, successor, division, validFrom: ctx.day });
    });
  }
  @Mutation(() => TaskDependency, { description: '解除压茬 · Unties two pieces of work as of the day asked for.' })
  unchainWork(@Context() ctx: Ctx, @Arg('input', () => UnchainWorkInput) input: UnchainWorkInput): Promise<TaskDependency> {
    return change(ctx, TaskDependency, input.dependency, input, (tie) => tie.untie(ctx.day));
  }
}

@Resolver(() => SupervisionNote)
export class SupervisionNoteResolver {
  @Mutation(() => SupervisionNote, { description: '跟踪督导 · Notes what was seen of a task or an item on the way.' })
  noteSupervision(@Context() ctx: Ctx, @Arg('input', () => NoteSupervisionInput) input: NoteSupervisionInput): Promise<SupervisionNote> {
    return create(ctx, SupervisionNote, input, 'supervision.noted', async ({ ctx: inside }) => {
      const { id, division } = await requireUndertaking(inside, input.work);
      const text = said(input.text, 'text', 1000);
      return Object.assign(new SupervisionNote(), { id: newId('spn'), subject: id, division, text, by: ctx.caller.id, validFrom: ctx.day });
    });
  }
}

@Resolver(() => Programme)
export class ProgrammeResolver {
  @Query(() => programmes.Connection, { description: '党建+项目群 · Programmes of your territory, and of what lies above it.' })
  programmes(@Context() ctx: Ctx, @Args(() => programmes.Args) args: PageArgs): object {
    return programmes.page(ctx, args);
  }
  @Query(() => Programme, { nullable: true, description: '党建+项目群 · One programme; null when there is none in your territory.' })
  programme(@Context() ctx: Ctx, @Arg('id', () => ID, { description: '标识 · Its key.' }) id: string): Promise<Programme | null> {
    return programmeById(ctx, id);
  }

  @FieldResolver(() => tasks.Connection, { description: '任务 · Tasks of the programme.' })
  tasks(@Root() { id }: Programme, @Context() ctx: Ctx, @Args(() => tasks.Args) args: PageArgs): object {
    return tasks.pageOf(ctx, 'programme', id, args);
  }
  @FieldResolver(() => PolicyDocument, { nullable: true, description: '依据文件 · The document it rests on.' })
  policyDocument(@Root() { document }: Programme, @Context() ctx: Ctx): Promise<PolicyDocument | null> | null {
    return document ? documentReference({ docNo: document }, ctx) : null;
  }
  @FieldResolver(() => Rate, {
    description: '五同完成度（M83） · Stages gone through together, out of five for each task and item of the programme.',
  })
  async togetherCompleteness(@Root() { id }: Programme, @Context() ctx: Ctx): Promise<Rate> {
    return togetherRate(await scoresOf(ctx, id));
  }

  @Mutation(() => Programme, { description: '启动党建+项目群 · Opens a programme.' })
  openProgramme(@Context() ctx: Ctx, @Arg('input', () => OpenProgrammeInput) input: OpenProgrammeInput): Promise<Programme> {
    return create(ctx, Programme, input, 'programme.opened', async ({ ctx: inside }) => {
      const { from, to } = input;
      if (to && to < from) throw new Refusal('BAD_USER_INPUT', `a programme ends on or after the day it begins; ${to} lies before ${from}`);
      if (input.document) await requireDocument(inside, input.document);
      return Object.assign(new Programme(), {
        id: newId('prg'),
        code: said(input.code, 'code', 40),
        name: said(input.name, 'name', 100),
        division: requireWorkplace(inside, input.division, ['COUNTY', 'TOWNSHIP']),
        from,
        to: to ?? null,
        document: input.document ?? null,
        validFrom: ctx.day,
      });
    });
  }
}
