import {
  Arg,
  Args,
  Ctx as Context,
  Field,
  FieldResolver,
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
import { change, create, current, Intent, Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { byEnum, byId, byInt } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Rate } from '#platform/rate';
import { Refusal } from '#platform/refusal';
import { DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { requireWorkplace } from '../divisions/division.rules.ts';
import { PolicyDocument } from '../documents/document.entity.ts';
import { documentReference, requireDocument } from '../documents/document.resolver.ts';
import { KeyTask, ThreeBasicsPlan, WorkItem } from './plan.entity.ts';
import { addEvidence, before, itemById, MoveWorkInput, ReasonWorkInput, SubmitWorkInput } from './task.reads.ts';
import { passed, RecordTogetherInput } from './task.resolver.ts';
import { completion, isDone, SixPlusOne, TaskState } from './task.rules.ts';
import { UndertakingInput, undertaken, undertakingFields, undertakingFilter, undertakingGroups } from './undertaking.resolver.ts';

const SIX = { property: 'sixPlusOne' as const, type: () => SixPlusOne, description: '“6+1”类别 · Which of the six plus one.' };

export const items = list({
  name: 'WorkItem',
  entity: WorkItem,
  filter: {
    ...undertakingFilter,
    plan: byId('plan', '年度方案 · Key of the plan.'),
    keyTask: byId('keyTask', '重点任务 · Key of the key task.'),
    sixPlusOne: byEnum('SixPlusOne', SixPlusOne)('sixPlusOne', '“6+1”类别 · Which of the six plus one.'),
  },
  order: { NO: { property: 'no', description: '序号 · By number.' }, DUE: { property: 'due', description: '时限 · By last day.' } },
  groups: { ...undertakingGroups, sixPlusOne: SIX },
  below: 'division',
});
export const keyTasks = list({
  name: 'KeyTask',
  entity: KeyTask,
  filter: {
    plan: byId('plan', '年度方案 · Key of the plan.'),
    no: byInt('no', '序号 · Number.'),
    sixPlusOne: byEnum('SixPlusOne', SixPlusOne)('sixPlusOne', '“6+1”类别 · Which of the six plus one.'),
  },
  order: { NO: { property: 'no', description: '序号 · By number.' } },
  groups: { sixPlusOne: SIX },
});
export const plans = list({
  name: 'ThreeBasicsPlan',
  entity: ThreeBasicsPlan,
  filter: { year: byInt('year', '年度 · Year.'), division: byId('division', '范围 · Key of the division.') },
  order: { YEAR: { property: 'year', description: '年度 · By year; newest first unless you say otherwise.' } },
  defaultOrder: { field: 'YEAR', direction: Direction.DESC },
  groups: { year: { property: 'year', type: () => Int, description: '年度 · Year.' } },
});

export const planById = byKey(ThreeBasicsPlan);
export const keyTaskById = byKey(KeyTask);

interface Content {
  readonly keyTasks: KeyTask[];
  readonly items: WorkItem[];
}
/** What plans consist of, in two statements for a whole request. */
const contentOf = batched<string, Content>(async (ids, { em }) => {
  const within = { plan: { $in: [...ids] } };
  const [keys, found] = [
    await em.find(KeyTask, within, { orderBy: { no: 'asc' } }),
    await em.find(WorkItem, within, { orderBy: { no: 'asc' } }),
  ];
  const [byPlan, itemsBy] = [Map.groupBy(keys, (k) => k.plan), Map.groupBy(found, (i) => i.plan)];
  return (id) => ({ keyTasks: byPlan.get(id) ?? [], items: itemsBy.get(id) ?? [] });
});
const itemsOfKeyTask = batched<string, WorkItem[]>(async (ids, { em }) => {
  const byKeyTask = Map.groupBy(await em.find(WorkItem, { keyTask: { $in: [...ids] } }, { orderBy: { no: 'asc' } }), (i) => i.keyTask);
  return (id) => byKeyTask.get(id) ?? [];
});

@ObjectType({ description: '“6+1”完成情况 · Items confirmed of one of the six plus one.' })
class SixPlusOneCompletion {
  @Field(() => SixPlusOne, { description: '类别 · Which of the six plus one.' }) sixPlusOne!: SixPlusOne;
  @Field(() => Rate, { description: '完成率 · Items confirmed, out of its items.' }) items!: Rate;
}

@ObjectType({ description: '三基建设完成情况（M80） · How far a plan has come on the day asked for.' })
class PlanCompletion {
  @Field(() => Rate, { description: '具体工作完成率 · Items confirmed, out of the items of the plan.' }) items!: Rate;
  @Field(() => Rate, { description: '重点任务完成率 · Key tasks all of whose items are confirmed, out of the key tasks of the plan.' })
  keyTasks!: Rate;
  @Field(() => [SixPlusOneCompletion], { description: '按“6+1”类别 · The same by the six plus one.' })
  bySixPlusOne!: SixPlusOneCompletion[];
}

@InputType({ description: '拟定三基建设年度方案 · The plan of a year, with the totals that its document names.' })
class DraftThreeBasicsPlanInput extends Intent {
  @Field(() => Int, { description: '年度 · Year.' }) year!: number;
  @Field(() => ID, { description: '范围 · Key of the county or township.' }) division!: string;
  @Field(() => DocNo, { description: '文号 · Number of the document that is the plan.' }) document!: string;
  @Field(() => Int, { description: '重点任务数 · Key tasks, 1 to 100.' }) statedKeyTasks!: number;
  @Field(() => Int, { description: '具体工作数 · Items, 1 to 500.' }) statedItems!: number;
}
@InputType({ description: '列入重点任务 · A key task of a plan that is drafted.' })
class AddKeyTaskInput extends Intent {
  @Field(() => ID, { description: '年度方案 · The plan.' }) plan!: string;
  @Field(() => Int, { description: '序号 · Number within the plan.' }) no!: number;
  @Field(() => String, { description: '名称 · Title, up to 200 characters.' }) title!: string;
  @Field(() => SixPlusOne, { description: '“6+1”类别 · Which of the six plus one.' }) sixPlusOne!: SixPlusOne;
}
@InputType({ description: '列入具体工作 · A concrete item of a key task.' })
class AddWorkItemInput extends UndertakingInput {
  @Field(() => ID, { description: '重点任务 · The key task.' }) keyTask!: string;
  @Field(() => Int, { description: '序号 · Number within the plan.' }) no!: number;
  @Field(() => String, { description: '成果要求 · What must be there in the end, up to 500 characters.' }) deliverable!: string;
}
@InputType({ description: '下达年度方案 · The plan that is complete.' })
class AdoptThreeBasicsPlanInput extends Move {
  @Field(() => ID, { description: '年度方案 · The plan.' }) plan!: string;
}

/** The plan as it stands now, drafted and locked: nothing is added to one that was adopted, whatever day is asked for. */
async function draft({ em, day }: Ctx, id: string): Promise<ThreeBasicsPlan> {
  const plan = await current(em, ThreeBasicsPlan, id, day);
  plan.requireDraft();
  return plan;
}
const numbered = (no: number, most: number, what: string): number => {
  if (no >= 1 && no <= most) return no;
  throw new Refusal('BAD_USER_INPUT', `the document names ${most} ${what}, numbered 1 to ${most}; got ${no}`, { max: most });
};

@InputType({ description: '启动具体工作 · What startWorkItem is given.' })
class StartWorkItemInput extends MoveWorkInput {}

@InputType({ description: '提交具体工作 · What submitWorkItem is given.' })
class SubmitWorkItemInput extends SubmitWorkInput {}

@InputType({ description: '确认具体工作 · What confirmWorkItem is given.' })
class ConfirmWorkItemInput extends MoveWorkInput {}

@InputType({ description: '退回具体工作 · What returnWorkItem is given.' })
class ReturnWorkItemInput extends ReasonWorkInput {}

@InputType({ description: '具体工作销账 · What closeWorkItem is given.' })
class CloseWorkItemInput extends MoveWorkInput {}

@InputType({ description: '登记五同 · What recordItemTogether is given.' })
class RecordItemTogetherInput extends RecordTogetherInput {}

@Resolver(() => ThreeBasicsPlan)
export class ThreeBasicsPlanResolver {
  @Query(() => plans.Connection, { description: '三基建设年度方案 · Plans of your territory, and of what lies above it.' })
  threeBasicsPlans(@Context() ctx: Ctx, @Args(() => plans.Args) args: PageArgs): object {
    return plans.page(ctx, args);
  }

  @FieldResolver(() => [KeyTask], { description: '重点任务 · Its key tasks, by number.' })
  async keyTasks(@Root() { id }: ThreeBasicsPlan, @Context() ctx: Ctx): Promise<KeyTask[]> {
    return (await contentOf(ctx, id)).keyTasks;
  }
  @FieldResolver(() => keyTasks.Connection, { description: '重点任务（列表） · Its key tasks, page by page: counted and grouped.' })
  keyTaskList(@Root() { id }: ThreeBasicsPlan, @Context() ctx: Ctx, @Args(() => keyTasks.Args) args: PageArgs): object {
    return keyTasks.pageOf(ctx, 'plan', id, args);
  }
  @FieldResolver(() => items.Connection, { description: '具体工作 · Its items.' })
  items(@Root() { id }: ThreeBasicsPlan, @Context() ctx: Ctx, @Args(() => items.Args) args: PageArgs): object {
    return items.pageOf(ctx, 'plan', id, args);
  }
  @FieldResolver(() => PolicyDocument, { nullable: true, description: '文件 · The document that is the plan.' })
  policyDocument(@Root() { document }: ThreeBasicsPlan, @Context() ctx: Ctx): Promise<PolicyDocument | null> {
    return documentReference({ docNo: document }, ctx);
  }
  @FieldResolver(() => PlanCompletion, { description: '完成情况 · How far it has come (M80).' })
  async completion(@Root() { id }: ThreeBasicsPlan, @Context() ctx: Ctx): Promise<PlanCompletion> {
    const content = await contentOf(ctx, id);
    const of = (found: WorkItem[]) =>
      completion(
        found,
        content.keyTasks.map((k) => k.id),
      );
    return {
      ...of(content.items),
      bySixPlusOne: Object.values(SixPlusOne).map((sixPlusOne) => ({
        sixPlusOne,
        items: of(content.items.filter((i) => i.sixPlusOne === sixPlusOne)).items,
      })),
    };
  }

  @Mutation(() => ThreeBasicsPlan, { description: '拟定年度方案 · Drafts the plan of a year; one a year and division.' })
  draftThreeBasicsPlan(
    @Context() ctx: Ctx,
    @Arg('input', () => DraftThreeBasicsPlanInput) input: DraftThreeBasicsPlanInput,
  ): Promise<ThreeBasicsPlan> {
    return create(ctx, ThreeBasicsPlan, input, 'plan.drafted', async ({ ctx: inside }) => {
      const { year, statedKeyTasks, statedItems } = input;
      if (year < 2016 || year > Number(ctx.day.slice(0, 4)) + 1)
        throw new Refusal('BAD_USER_INPUT', `a plan is of 2016 to next year; got ${year}`);
      if (statedKeyTasks < 1 || statedKeyTasks > 100 || statedItems < statedKeyTasks || statedItems > 500)
        throw new Refusal('BAD_USER_INPUT', 'a plan has 1 to 100 key tasks, and at least one item for each, 500 at most');
      const document = await requireDocument(inside, input.document);
      const division = requireWorkplace(inside, input.division, ['COUNTY', 'TOWNSHIP']);
      return Object.assign(new ThreeBasicsPlan(), {
        id: newId('pln'),
        year,
        division,
        document,
        statedKeyTasks,
        statedItems,
        validFrom: ctx.day,
      });
    });
  }
  @Mutation(() => ThreeBasicsPlan, {
    description:
      '下达年度方案 · Adopts a plan. Refused with PLAN_INCOMPLETE unless it has exactly as many key tasks and items as its document names.',
  })
  adoptThreeBasicsPlan(
    @Context() ctx: Ctx,
    @Arg('input', () => AdoptThreeBasicsPlanInput) input: AdoptThreeBasicsPlanInput,
  ): Promise<ThreeBasicsPlan> {
    return change(ctx, ThreeBasicsPlan, input.plan, input, async (plan, { ctx: { em } }) => {
      const within = { plan: plan.id };
      const [keys, found] = [await em.find(KeyTask, within), await em.find(WorkItem, { ...within, state: { $ne: TaskState.CANCELLED } })];
      const filled = new Set(found.map((i) => i.keyTask));
      return plan.adopt(ctx.day, keys.length, found.length, keys.filter((k) => !filled.has(k.id)).length);
    });
  }
}

@Resolver(() => KeyTask)
export class KeyTaskResolver {
  @Query(() => keyTasks.Connection, { description: '重点任务 · Key tasks of the plans you may read.' })
  keyTasks(@Context() ctx: Ctx, @Args(() => keyTasks.Args) args: PageArgs): object {
    return keyTasks.page(ctx, args);
  }
  @FieldResolver(() => [WorkItem], { description: '具体工作 · Its items, by number.' })
  items(@Root() { id }: KeyTask, @Context() ctx: Ctx): Promise<WorkItem[]> {
    return itemsOfKeyTask(ctx, id);
  }
  @FieldResolver(() => Boolean, { description: '完成 · All its items are confirmed.' })
  async done(@Root() { id }: KeyTask, @Context() ctx: Ctx): Promise<boolean> {
    const found = await itemsOfKeyTask(ctx, id);
    return found.length > 0 && found.every(isDone);
  }

  @Mutation(() => KeyTask, { description: '列入重点任务 · Adds a key task to a plan. Refused with PLAN_ADOPTED once the plan is adopted.' })
  addKeyTask(@Context() ctx: Ctx, @Arg('input', () => AddKeyTaskInput) input: AddKeyTaskInput): Promise<KeyTask> {
    return create(ctx, KeyTask, input, 'keyTask.added', async ({ ctx: inside }) => {
      const plan = await draft(inside, input.plan);
      const no = numbered(input.no, plan.statedKeyTasks, 'key tasks');
      const title = said(input.title, 'title', 200);
      return Object.assign(new KeyTask(), {
        id: newId('kty'),
        plan: plan.id,
        division: plan.division,
        no,
        title,
        sixPlusOne: input.sixPlusOne,
        validFrom: ctx.day,
      });
    });
  }
}

@Resolver(() => WorkItem)
export class WorkItemResolver extends undertakingFields(() => WorkItem) {
  @Query(() => items.Connection, { description: '具体工作 · Items of the plans you may read.' })
  workItems(@Context() ctx: Ctx, @Args(() => items.Args) args: PageArgs): object {
    return items.page(ctx, args);
  }
  @Query(() => WorkItem, { nullable: true, description: '具体工作 · One item; null when there is none in your territory.' })
  workItem(@Context() ctx: Ctx, @Arg('id', () => ID, { description: '标识 · Its key.' }) id: string): Promise<WorkItem | null> {
    return itemById(ctx, id);
  }
  @FieldResolver(() => KeyTask, { nullable: true, description: '重点任务 · Its key task.' })
  keyTask(@Root() { keyTask }: WorkItem, @Context() ctx: Ctx): Promise<KeyTask | null> {
    return keyTaskById(ctx, keyTask);
  }

  @Mutation(() => WorkItem, {
    description: '列入具体工作 · Adds an item to a key task. Refused with PLAN_ADOPTED once the plan is adopted.',
  })
  addWorkItem(@Context() ctx: Ctx, @Arg('input', () => AddWorkItemInput) input: AddWorkItemInput): Promise<WorkItem> {
    return create(ctx, WorkItem, input, 'workItem.added', async ({ ctx: inside }) => {
      const key = await inside.em.findOne(KeyTask, { id: input.keyTask });
      if (!key) throw new Refusal('NOT_FOUND', `no key task ${input.keyTask.slice(0, 40)} in your territory as of ${ctx.day}`);
      const plan = await draft(inside, key.plan);
      return Object.assign(new WorkItem(), await undertaken(inside, input), {
        id: newId('itm'),
        plan: plan.id,
        keyTask: key.id,
        no: numbered(input.no, plan.statedItems, 'items'),
        sixPlusOne: key.sixPlusOne,
        deliverable: said(input.deliverable, 'deliverable', 500),
      });
    });
  }
  @Mutation(() => WorkItem, { description: '启动具体工作 · NOT_STARTED → IN_PROGRESS.' })
  startWorkItem(@Context() ctx: Ctx, @Arg('input', () => StartWorkItemInput) input: StartWorkItemInput): Promise<WorkItem> {
    return change(ctx, WorkItem, input.work, input, async (t, { ctx: inside }) => t.start(ctx.day, await before(inside, t.id)));
  }
  @Mutation(() => WorkItem, {
    description: '提交具体工作 · IN_PROGRESS → SUBMITTED. Refused with EVIDENCE_REQUIRED when nothing shows it.',
  })
  submitWorkItem(@Context() ctx: Ctx, @Arg('input', () => SubmitWorkItemInput) input: SubmitWorkItemInput): Promise<WorkItem> {
    return once(ctx, WorkItem, input, async (work) => {
      const { expectedVersion } = input;
      const item = await work.change(WorkItem, input.work, (t) => t.submit(input.evidence, ctx.caller.id, ctx.day), { expectedVersion });
      addEvidence(work, item, input.evidence);
      return item;
    });
  }
  @Mutation(() => WorkItem, { description: '确认具体工作 · SUBMITTED → CONFIRMED, by somebody else.' })
  confirmWorkItem(@Context() ctx: Ctx, @Arg('input', () => ConfirmWorkItemInput) input: ConfirmWorkItemInput): Promise<WorkItem> {
    return change(ctx, WorkItem, input.work, input, async (t, { ctx: inside }) =>
      t.confirm(ctx.caller, ctx.day, await before(inside, t.id)),
    );
  }
  @Mutation(() => WorkItem, { description: '退回具体工作 · SUBMITTED → IN_PROGRESS.' })
  returnWorkItem(@Context() ctx: Ctx, @Arg('input', () => ReturnWorkItemInput) input: ReturnWorkItemInput): Promise<WorkItem> {
    return change(ctx, WorkItem, input.work, input, (t) => t.return(input.reason));
  }
  @Mutation(() => WorkItem, { description: '具体工作销账 · CONFIRMED → CLOSED.' })
  closeWorkItem(@Context() ctx: Ctx, @Arg('input', () => CloseWorkItemInput) input: CloseWorkItemInput): Promise<WorkItem> {
    return change(ctx, WorkItem, input.work, input, (t) => t.close());
  }
  @Mutation(() => WorkItem, {
    description: '登记五同 · Records on which day an item went through one of the five stages together; each stage once.',
  })
  recordItemTogether(@Context() ctx: Ctx, @Arg('input', () => RecordItemTogetherInput) input: RecordItemTogetherInput): Promise<WorkItem> {
    return change(ctx, WorkItem, input.work, input, (t) => t.together(input.stage, passed(ctx, input.on)));
  }
}
