import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { said } from '#platform/words';
import { event, TrainingMode, TrainingRole, TrainingState } from './training.rules.ts';

registerEnumType(TrainingMode, {
  name: 'TrainingMode',
  description:
    '培训方式 · 走进来"菜单式" MENU, 走出去"提升式" ENHANCEMENT, 走下去"引导式" GUIDANCE, 坐下来"交流式" EXCHANGE, 党课 LECTURE, 考试 EXAM.',
});
registerEnumType(TrainingState, { name: 'TrainingState', description: '状态 · Planned, held or cancelled.' });
registerEnumType(TrainingRole, {
  name: 'TrainingRole',
  description:
    '参训身份 · 副科级以上党员干部 PARTY_CADRE, 县管干部 COUNTY_CADRE, 乡镇党委副书记 TOWNSHIP_DEPUTY_SECRETARY, 组织委员 ORG_COMMISSIONER, 村党组织书记 BRANCH_SECRETARY, 村委会主任 COMMITTEE_DIRECTOR, 第一书记 FIRST_SECRETARY, 工作队长 TEAM_LEADER, 队员 TEAM_MEMBER, 驻村干部 RESIDENT_CADRE, 扶贫专职干部 FULLTIME_POVERTY_OFFICER, 帮扶责任人 HELPER.',
});

invariant(
  'one_session_an_ordinal',
  'training_event.series, training_event.ordinal',
  'CONFLICT',
  'this series has a session of this ordinal',
);

/** Trainings that belong together: 县管干部专题研讨班, whose third session was held in 2018. */
@Entity({ tableName: 'training_series' })
@Scoped((scope) => whereTouching('division', scope))
@ObjectType({ description: '培训班次系列 · A series of trainings; its sessions are counted from one.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 55, provider: 'ORG_DEPT', cycle: 'IRREGULAR', since: '2026-11-25' })
export class TrainingSeries extends Versioned {
  @Field(() => String, { description: '名称 · Name.' })
  @Property({ type: 'string', length: 100 })
  name!: string;
  @Property({ type: 'string', length: 20 }) division!: string;

  override place(): string {
    return this.division;
  }
}

/**
 * A training, a Party lecture or an examination. The county's trainings concern every township; who took part is an
 * enrolment each.
 */
@Entity({ tableName: 'training_event' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({
  properties: ['series', 'ordinal'],
  where: { validTo: FOREVER, state: { $ne: TrainingState.CANCELLED } },
  name: 'one_session_an_ordinal',
})
@Index({ properties: ['from', 'mode'] })
@ObjectType({ description: '培训 · A training, Party lecture or examination: when, by whom, for whom, and who took part.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 56, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class TrainingEvent extends Versioned {
  @Field(() => String, { description: '名称 · Title.' })
  @Property({ type: 'string', length: 100 })
  title!: string;
  @Property({ type: 'string', length: 20, nullable: true }) series?: string | null;
  @Field(() => Int, { nullable: true, description: '期次 · Which session of its series it is: 3 is the third (第三期).' })
  @Property({ type: 'integer', nullable: true })
  ordinal?: number | null;
  @Field(() => TrainingMode, { description: '方式 · Mode.' })
  @Enum({ items: () => TrainingMode })
  mode!: TrainingMode;
  @Field(() => ID, { description: '范围 · Key of the county or township that holds it.' })
  @Property({ type: 'string', length: 20 })
  division!: string;
  @Property({ type: 'string', length: 20 }) hostAgency!: string;
  @Field(() => DateScalar, { description: '起 · First day.' })
  @Property({ type: 'string', length: 10 })
  from!: Day;
  @Field(() => DateScalar, { description: '止 · Last day.' })
  @Property({ type: 'string', length: 10 })
  to!: Day;
  @Field(() => [TrainingRole], { description: '参训对象 · The roles for which it is meant.' })
  @Property({ type: 'json' })
  audience!: TrainingRole[];
  @Field(() => String, { nullable: true, description: '主题 · Topic.' })
  @Property({ type: 'string', length: 200, nullable: true })
  topic?: string | null;
  @Field(() => String, { nullable: true, description: '材料 · Material that was handed out, by its title.' })
  @Property({ type: 'string', length: 200, nullable: true })
  material?: string | null;
  @Property({ type: 'string', length: 20, nullable: true }) lecturer?: string | null;
  @Field(() => String, {
    nullable: true,
    description: '主讲人时任职务 · The post that the lecturer held on the day, as it was called then; it stays when the lecturer moves on.',
  })
  @Property({ type: 'string', length: 60, nullable: true })
  lecturerPost?: string | null;
  @Field(() => DocNo, { nullable: true, description: '文号 · The notice that called it.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;
  @Field(() => TrainingState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => TrainingState })
  state: TrainingState = TrainingState.PLANNED;
  /** The day as of which the cohort was drawn; the members are the enrolments marked as its. */
  @Property({ type: 'string', length: 10, nullable: true }) cohortOn?: Day | null;
  @Property({ type: 'json', nullable: true }) cohortRoles?: TrainingRole[] | null;
  @Property({ type: 'integer', nullable: true }) cohortSize?: number | null;
  @Field(() => String, { nullable: true, description: '取消原因 · Why it was cancelled.' })
  @Property({ type: 'string', length: 500, nullable: true })
  cancelReason?: string | null;

  @Field(() => [String], { description: '可行操作 · The moves that the state allows.' })
  get moves(): string[] {
    return event.allowed(this.state);
  }

  override place(): string {
    return this.division;
  }

  /** Who ought to come is settled once, before the training: later changes of post don't change who was meant. */
  freeze(on: Day, roles: TrainingRole[], size: number): string {
    if (this.cohortOn)
      throw new Refusal('COHORT_FROZEN', `the cohort was frozen as of ${this.cohortOn} with ${this.cohortSize} members and stays so`);
    if (this.state !== TrainingState.PLANNED)
      throw new Refusal('ILLEGAL_MOVE', `a training in state ${this.state} has no cohort to freeze; that is done while it is PLANNED`, {
        state: this.state,
        allowed: this.moves,
      });
    Object.assign(this, { cohortOn: on, cohortRoles: roles, cohortSize: size });
    return 'training.cohortFrozen';
  }

  /** The list was kept: the training has taken place. */
  hold(day: Day): string {
    const state = event.next('holdTraining', this.state);
    if (day < this.from)
      throw new Refusal('BAD_USER_INPUT', `the training begins on ${this.from}; record on ${this.from} or later who came, not on ${day}`);
    this.state = state;
    return 'training.held';
  }

  cancel(reason: string): string {
    Object.assign(this, { state: event.next('cancelTraining', this.state), cancelReason: said(reason, 'reason') });
    return 'training.cancelled';
  }

  /** Refuses what belongs to a training that has taken place. */
  requireHeld(what: string): void {
    if (this.state === TrainingState.HELD) return;
    throw new Refusal('ILLEGAL_MOVE', `a training in state ${this.state} has no ${what}; it must have been held`, {
      state: this.state,
      allowed: this.moves,
    });
  }
}
