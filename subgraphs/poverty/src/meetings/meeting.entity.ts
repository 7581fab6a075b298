import { Entity, Enum, Index, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { Dated, Scoped, Versioned } from '#platform/dated';
import type { Day } from '#platform/day';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { AttendeeRole, allowed, DecisionState, MeetingKind, next, Topic } from './meeting.rules.ts';

registerEnumType(MeetingKind, {
  name: 'MeetingKind',
  description:
    '会议类别 · 县委常委会 STANDING_COMMITTEE, 县政府常务会议 GOV_EXECUTIVE, 指挥部会议 HQ, 组织部部务会 ORG_DEPT, 乡镇会议 TOWNSHIP.',
});
registerEnumType(Topic, {
  name: 'MeetingTopic',
  description:
    '议题 · 三基建设 THREE_BASICS, 抓党建促脱贫 PARTY_BUILDING, 脱贫攻坚 POVERTY_ALLEVIATION, 督查整改 INSPECTION, 干部人才 CADRES, 其他 OTHER.',
});
registerEnumType(AttendeeRole, {
  name: 'AttendeeRole',
  description:
    '参会身份 · 县领导 COUNTY_LEADER, 乡镇书记 TOWNSHIP_SECRETARY, 乡镇长 TOWNSHIP_HEAD, 乡镇党委副书记 TOWNSHIP_DEPUTY_SECRETARY, 组织委员 ORG_COMMISSIONER, 第一书记 FIRST_SECRETARY, 工作队队长 TEAM_LEADER, 部门负责人 AGENCY_HEAD, 其他 OTHER.',
});
registerEnumType(DecisionState, { name: 'DecisionState', description: '决定事项状态 · 待落实 OPEN, 已转任务 TASKED, 不再落实 DROPPED.' });

/** A meeting that decides (会议), of the county or of a township. */
@Entity({ tableName: 'meeting' })
@Scoped('division')
@Index({ properties: ['division', 'heldOn'] })
@ObjectType({ description: '会议 · A meeting: agenda, who attended by which post, and what was decided.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 83, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class Meeting extends Dated {
  @Field(() => MeetingKind, { description: '类别 · Kind.' })
  @Enum({ items: () => MeetingKind })
  kind!: MeetingKind;
  @Field(() => String, { description: '名称 · Title.' })
  @Property({ type: 'string', length: 200 })
  title!: string;
  @Field(() => String, { description: '召集 · Who convened it.' })
  @Property({ type: 'string', length: 100 })
  convener!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => DateScalar, { description: '日期 · Day.' })
  @Property({ type: 'string', length: 10 })
  heldOn!: Day;

  override place(): string {
    return this.division;
  }
}

/** One point of the agenda (议程). */
@Entity({ tableName: 'agenda_item' })
@Scoped('division')
@Index({ properties: ['division', 'topic', 'validFrom'] })
@ObjectType({ description: '议程 · A point of the agenda.' })
@Catalogued({ serial: 84, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class AgendaItem extends Dated {
  @Index() @Property({ type: 'string', length: 20 }) meeting!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Property({ type: 'string', length: 30 }) meetingKind!: MeetingKind;
  @Field(() => Int, { description: '序号 · Number.' })
  @Property({ type: 'integer' })
  no!: number;
  @Field(() => Topic, { description: '议题 · Topic.' })
  @Enum({ items: () => Topic })
  topic!: Topic;
  @Field(() => String, { description: '内容 · What was talked about.' })
  @Property({ type: 'string', length: 200 })
  title!: string;

  override place(): string {
    return this.division;
  }
}

/** Who attended, by the post held on that day (参会人员). */
@Entity({ tableName: 'meeting_attendance' })
@Scoped('division')
@ObjectType({ description: '参会 · Who attended, by virtue of which post on the day.' })
@Catalogued({ serial: 85, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class MeetingAttendance extends Dated {
  @Index() @Property({ type: 'string', length: 20 }) meeting!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Index() @Property({ type: 'string', length: 20 }) person!: string;
  @Field(() => AttendeeRole, { description: '参会身份 · By virtue of which post.' })
  @Enum({ items: () => AttendeeRole })
  role!: AttendeeRole;

  override place(): string {
    return this.division;
  }
}

/** What a meeting decided (决定事项), until it is a task. */
@Entity({ tableName: 'decision_item' })
@Scoped('division')
@ObjectType({ description: '决定事项 · What a meeting decided, and the task that came of it.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 86, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class DecisionItem extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) meeting!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => Int, { description: '序号 · Number.' })
  @Property({ type: 'integer' })
  no!: number;
  @Field(() => String, { description: '内容 · What was decided.' })
  @Property({ type: 'string', length: 500 })
  text!: string;
  @Field(() => DecisionState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => DecisionState })
  state: DecisionState = DecisionState.OPEN;
  @Property({ type: 'string', length: 20, nullable: true }) task?: string | null;
  @Field(() => String, { nullable: true, description: '原因 · Why it was dropped.' })
  @Property({ type: 'string', length: 500, nullable: true })
  reason?: string | null;

  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get allowedMoves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.division;
  }
  assign(task: string): string {
    Object.assign(this, { state: next('assignDecision', this.state), task });
    return 'decision.assigned';
  }
  drop(reason: string): string {
    Object.assign(this, { state: next('dropDecision', this.state), reason: said(reason, 'reason') });
    return 'decision.dropped';
  }
}

/** How often meetings of a kind take a topic up (定期研究机制). The source doesn't say how often: it is set by document. */
@Entity({ tableName: 'agenda_rule' })
@Scoped('division')
@ObjectType({ description: '定期研究规则 · How often meetings of a kind take a topic up.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 87, provider: 'POVERTY_OFFICE', cycle: 'IRREGULAR', since: '2026-11-25' })
export class AgendaRule extends Versioned {
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => MeetingKind, { description: '会议类别 · Kind of meeting.' })
  @Enum({ items: () => MeetingKind })
  kind!: MeetingKind;
  @Field(() => Topic, { description: '议题 · Topic.' })
  @Enum({ items: () => Topic })
  topic!: Topic;
  @Field(() => Int, { description: '间隔天数 · Once in so many days.' })
  @Property({ type: 'integer' })
  intervalDays!: number;
  @Field(() => DateScalar, { description: '起 · First day of the first interval.' })
  @Property({ type: 'string', length: 10 })
  from!: Day;
  @Field(() => String, { description: '依据文号 · Number of the document that sets it.' })
  @Property({ type: 'string', length: 60 })
  document!: string;

  override place(): string {
    return this.division;
  }
  end(day: Day): string {
    this.validTo = day;
    return 'agendaRule.ended';
  }
}
