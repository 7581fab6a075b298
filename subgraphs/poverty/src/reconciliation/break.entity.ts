import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { agreed, allowed, BreakState, Check, next, Resolution, type Side } from './break.rules.ts';

registerEnumType(Check, {
  name: 'ReconciliationCheck',
  description:
    '比对规则 · What two stores must agree on: VILLAGE_UNCOVERED 三支队伍缺口 (28), PERSON_UNKNOWN 人员不存在 (29), CLOSED_WITHOUT_SECRETARY 书记未到岗即销号 (30), PROMOTED_UNPOSTED 提拔时无驻村任职 (31), ROLE_UNHELD 参训身份不符 (32), OPEN_ON_ABOLISHED 撤并村未结事项 (33).',
});
registerEnumType(BreakState, {
  name: 'ReconciliationState',
  description: '差异状态 · FOUND 已发现, ACKNOWLEDGED 已认领, RESOLVED 已消除.',
});
registerEnumType(Resolution, {
  name: 'ReconciliationResolution',
  description: '消除方式 · AGREED 数据已一致, EXPLAINED 已说明.',
});

invariant(
  'one_break_at_a_time',
  'reconciliation_break.check, reconciliation_break.subject',
  'CONFLICT',
  'this break is on the board already',
);

@ObjectType({ description: '差异记录 · A record on one side of a break, by store, noun and key.' })
export class BreakSide implements Side {
  @Field(() => String, { description: '数据域 · Store in which it lies.' }) store!: Side['store'];
  @Field(() => String, { description: '类别 · Noun.' }) noun!: string;
  @Field(() => ID, { description: '标识 · Key.' }) key!: string;
}

/** Two stores that disagree about something, from the day on which it was noticed until they agree. */
@Entity({ tableName: 'reconciliation_break' })
@Scoped('division')
@Unique({ properties: ['check', 'subject'], where: { validTo: FOREVER, agreedOn: null }, name: 'one_break_at_a_time' })
@Index({ properties: ['state', 'check'] })
@ObjectType({
  description: '数据比对差异 · A disagreement of two stores, who answers for it, how old it is, and the records on both sides.',
})
@Directive('@key(fields: "id")')
@Catalogued({ serial: 91, provider: 'POVERTY_OFFICE', cycle: 'DAILY', since: '2026-11-25' })
export class ReconciliationBreak extends Versioned {
  @Field(() => Check, { description: '比对规则 · Which check found it.' })
  @Enum({ items: () => Check })
  check!: Check;
  @Property({ type: 'string', length: 20 }) subject!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => String, { description: '责任职责 · The duty that answers for it.' })
  @Property({ type: 'string', length: 40 })
  owner!: string;
  @Field(() => String, { description: '差异说明 · What does not agree.' })
  @Property({ type: 'string', length: 300 })
  detail!: string;
  /** The records as they were when it was found. */
  @Property({ type: 'text' }) records!: string;
  @Field(() => DateScalar, { description: '发现日 · Day on which it was found.' })
  @Property({ type: 'string', length: 10 })
  foundOn!: Day;
  @Field(() => BreakState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => BreakState })
  state: BreakState = BreakState.FOUND;
  @Field(() => String, { nullable: true, description: '认领人 · Who took it up.' })
  @Property({ type: 'string', length: 100, nullable: true })
  acknowledgedBy?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '认领日 · Day on which it was taken up.' })
  @Property({ type: 'string', length: 10, nullable: true })
  acknowledgedOn?: Day | null;
  @Field(() => String, { nullable: true, description: '说明 · What was said about it last.' })
  @Property({ type: 'string', length: 500, nullable: true })
  note?: string | null;
  @Field(() => Resolution, { nullable: true, description: '消除方式 · By itself when the data agree, or by an explanation.' })
  @Enum({ items: () => Resolution, nullable: true })
  resolution?: Resolution | null;
  @Field(() => DateScalar, { nullable: true, description: '消除日 · Day on which it was resolved.' })
  @Property({ type: 'string', length: 10, nullable: true })
  resolvedOn?: Day | null;
  /** From this day the data agree: the same may be found anew. */
  @Property({ type: 'string', length: 10, nullable: true }) agreedOn?: Day | null;

  @Field(() => [BreakSide], { description: '双方记录 · The records on both sides, as they were when it was found.' })
  get sides(): BreakSide[] {
    return JSON.parse(this.records) as BreakSide[];
  }
  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get allowedMoves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.division;
  }

  acknowledge(by: string, day: Day, note: string | undefined): string {
    const state = next('acknowledgeBreak', this.state);
    Object.assign(this, { state, acknowledgedBy: by, acknowledgedOn: day, note: note === undefined ? null : said(note, 'note') });
    return 'break.acknowledged';
  }
  /** Why it may stand though the data don't agree; it is found again once they agreed and no longer do. */
  explain(day: Day, note: string): string {
    const state = next('explainBreak', this.state);
    Object.assign(this, { state, resolution: Resolution.EXPLAINED, resolvedOn: day, note: said(note, 'note') });
    return 'break.explained';
  }
  /** The data agree. */
  agree(day: Day): string {
    if (this.state === BreakState.RESOLVED) {
      this.agreedOn = day;
      return 'break.agreed';
    }
    Object.assign(this, { state: agreed(this.state), resolution: Resolution.AGREED, resolvedOn: day, agreedOn: day });
    return 'break.resolved';
  }
}
