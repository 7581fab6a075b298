import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { Undertaking } from './task.entity.ts';
import { SixPlusOne } from './task.rules.ts';

registerEnumType(SixPlusOne, {
  name: 'SixPlusOne',
  description:
    '“6+1”工作任务 · 健全基本组织 ORG, 建强基本队伍 TEAM, 开展基本活动 ACTIVITY, 落实基本制度 SYSTEM, 强化基本保障 GUARANTEE, 提升基本服务 SERVICE, 中心任务 CENTRAL_TASK.',
});

invariant('one_basics_plan_a_year', 'three_basics_plan.division, three_basics_plan.year', 'CONFLICT', 'this year has its plan');
invariant('one_key_task_a_number', 'key_task.plan, key_task.no', 'CONFLICT', 'this plan has a key task with that number');
invariant('one_item_a_number', 'work_item.plan, work_item.no', 'CONFLICT', 'this plan has an item with that number');

/** The plan of a year for the three basics (三基建设), with as many key tasks and items as its document says. */
@Entity({ tableName: 'three_basics_plan' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['division', 'year'], where: { validTo: FOREVER }, name: 'one_basics_plan_a_year' })
@ObjectType({ description: '三基建设年度方案 · The plan of a year: key tasks, and concrete items of each.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 92, provider: 'ORG_DEPT', cycle: 'YEARLY', since: '2026-11-25' })
export class ThreeBasicsPlan extends Versioned {
  @Field(() => Int, { description: '年度 · Year.' })
  @Property({ type: 'integer' })
  year!: number;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => DocNo, { description: '文号 · Number of the document that is the plan.' })
  @Property({ type: 'string', length: 60 })
  document!: string;
  @Field(() => Int, { description: '重点任务数 · How many key tasks its document names.' })
  @Property({ type: 'integer' })
  statedKeyTasks!: number;
  @Field(() => Int, { description: '具体工作数 · How many concrete items its document names.' })
  @Property({ type: 'integer' })
  statedItems!: number;
  @Field(() => DateScalar, { nullable: true, description: '下达日 · Day on which it was adopted, complete; null while it is drafted.' })
  @Property({ type: 'string', length: 10, nullable: true })
  adoptedOn?: Day | null;

  override place(): string {
    return this.division;
  }

  /** A plan is adopted as its document says, to the number; from then on nothing is added to it. */
  adopt(day: Day, keyTasks: number, items: number, empty: number): string {
    this.requireDraft();
    if (keyTasks !== this.statedKeyTasks || items !== this.statedItems || empty > 0)
      throw new Refusal(
        'PLAN_INCOMPLETE',
        `${this.document} names ${this.statedKeyTasks} key tasks and ${this.statedItems} items; entered are ${keyTasks} and ${items}, ${empty} key tasks without an item`,
        { total: items },
      );
    this.adoptedOn = day;
    return 'plan.adopted';
  }

  requireDraft(): void {
    if (this.adoptedOn)
      throw new Refusal('PLAN_ADOPTED', `the plan of ${this.year} was adopted on ${this.adoptedOn}; nothing is added to it`);
  }
}

/** A key task (重点任务) of a plan. */
@Entity({ tableName: 'key_task' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['plan', 'no'], where: { validTo: FOREVER }, name: 'one_key_task_a_number' })
@ObjectType({ description: '重点任务 · A key task of a plan; done when all its items are confirmed.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 93, provider: 'ORG_DEPT', cycle: 'YEARLY', since: '2026-11-25' })
export class KeyTask extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) plan!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => Int, { description: '序号 · Number within the plan.' })
  @Property({ type: 'integer' })
  no!: number;
  @Field(() => String, { description: '名称 · Title.' })
  @Property({ type: 'string', length: 200 })
  title!: string;
  @Field(() => SixPlusOne, { description: '“6+1”类别 · Which of the six plus one it belongs to.' })
  @Enum({ items: () => SixPlusOne })
  sixPlusOne!: SixPlusOne;

  override place(): string {
    return this.division;
  }
}

/** A concrete item (具体工作) of a key task. */
@Entity({ tableName: 'work_item' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['plan', 'no'], where: { validTo: FOREVER }, name: 'one_item_a_number' })
@ObjectType({ description: '具体工作 · A concrete item of the three basics, and how far it has come.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 94, provider: 'ORG_DEPT', cycle: 'YEARLY', since: '2026-11-25' })
export class WorkItem extends Undertaking {
  @Index() @Property({ type: 'string', length: 20 }) plan!: string;
  @Index() @Property({ type: 'string', length: 20 }) keyTask!: string;
  @Field(() => Int, { description: '序号 · Number within the plan.' })
  @Property({ type: 'integer' })
  no!: number;
  @Field(() => SixPlusOne, { description: '“6+1”类别 · That of its key task.' })
  @Enum({ items: () => SixPlusOne })
  sixPlusOne!: SixPlusOne;
  @Field(() => String, { description: '成果要求 · What must be there in the end.' })
  @Property({ type: 'string', length: 500 })
  deliverable!: string;

  protected event(what: string): string {
    return `workItem.${what}`;
  }
}
