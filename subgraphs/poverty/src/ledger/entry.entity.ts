import { Entity, Enum, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { Dated, Scoped } from '#platform/dated';
import type { Day } from '#platform/day';
import { DateScalar } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { TaskState, Workstream } from '../tasks/task.rules.ts';
import { EntryKind, MASTER_LEDGER } from './entry.rules.ts';

registerEnumType(EntryKind, {
  name: 'MasterLedgerKind',
  description: '总台账事项类别 · 任务 TASK, 三基建设具体工作 WORK_ITEM, 书记项目 PROJECT, 督查问题 FINDING.',
});

/** One line of the master ledger (脱贫攻坚总台账): a view over tasks, items, projects and findings. */
@Entity({ tableName: 'master_ledger', view: true, expression: MASTER_LEDGER })
@Scoped((scope) => whereTouching('division', scope))
@ObjectType({
  description:
    '总台账事项 · One line of the master ledger: a task, an item of the three basics, a secretary project or a finding under rectification, in one set of states.',
})
@Catalogued({ serial: 82, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class MasterLedgerEntry extends Dated {
  @Field(() => EntryKind, { description: '类别 · What it is.' })
  @Enum({ items: () => EntryKind })
  kind!: EntryKind;
  @Field(() => String, { description: '事项 · Title; of a finding its category.' })
  @Property({ type: 'string', length: 200 })
  title!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Property({ type: 'string', length: 20, nullable: true }) programme?: string | null;
  @Field(() => Workstream, { description: '工作线 · Workstream; projects belong to the grassroots, findings to the poverty work.' })
  @Enum({ items: () => Workstream })
  workstream!: Workstream;
  @Property({ type: 'string', length: 20, nullable: true }) ownerAgency?: string | null;
  @Property({ type: 'string', length: 20, nullable: true }) responsible?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '起 · First day: as planned, of establishment, or of finding.' })
  @Property({ type: 'string', length: 10, nullable: true })
  startsOn?: Day | null;
  @Field(() => DateScalar, { nullable: true, description: '时限 · Last day; null for a finding that nobody is ordered to put right yet.' })
  @Property({ type: 'string', length: 10, nullable: true })
  due?: Day | null;
  @Field(() => TaskState, { description: '状态 · State on the day asked for, in the words of a task.' })
  @Enum({ items: () => TaskState })
  state!: TaskState;
  @Property({ type: 'string', length: 10, nullable: true }) submittedOn?: Day | null;

  override place(): string {
    return this.division;
  }
}
