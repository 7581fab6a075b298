import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Dated, Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { AssignmentEnd, VisitKind } from './assignment.rules.ts';

registerEnumType(AssignmentEnd, {
  name: 'HelperAssignmentEnd',
  description: '终止原因 · 退休 RETIRED, 调离 TRANSFERRED, 调整 REPLACED, 户已稳定 HOUSEHOLD_STABLE, 村撤并 VILLAGE_ABOLISHED.',
});
registerEnumType(VisitKind, {
  name: 'HelperVisitKind',
  description: '走访方式 · 入户走访 HOME, 电话联系 TELEPHONE, 政策宣讲 POLICY, 帮办实事 ERRAND.',
});

export const HELPER_HELD = 'this household has a main helper on that day; end or replace that assignment, or assign an assisting helper';
invariant('one_main_helper', 'helper_assignment.household', 'HELPER_HELD', HELPER_HELD);

/** Somebody who answers for a registered household (帮扶责任人), for a time. One of them is the main helper. */
@Entity({ tableName: 'helper_assignment' })
@Scoped('village')
@Unique({ properties: ['household'], where: { validTo: FOREVER, main: true }, name: 'one_main_helper' })
@Index({ properties: ['household', 'validFrom'] })
@Index({ properties: ['village', 'validFrom', 'validTo', 'main', 'helper'] })
@Index({ properties: ['helper', 'validFrom'] })
@ObjectType({ description: '帮扶责任 · A person who answers for a registered household, for a time.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 73, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class HelperAssignment extends Versioned {
  @Property({ type: 'string', length: 20 }) helper!: string;
  @Property({ type: 'string', length: 20 }) household!: string;
  @Property({ type: 'string', length: 20 }) village!: string;
  @Field(() => Boolean, { description: '主要责任人 · The main helper; others assist.' })
  @Property({ type: 'boolean' })
  main: boolean = true;
  /** The return-flow batch that brought it; null when somebody entered it. */
  @Index() @Property({ type: 'string', length: 20, nullable: true }) batch?: string | null;
  @Field(() => AssignmentEnd, { nullable: true, description: '终止原因 · Why it ended; null while it lasts.' })
  @Enum({ items: () => AssignmentEnd, nullable: true })
  endReason?: AssignmentEnd | null;

  override place(): string {
    return this.village;
  }

  /** Ends on `day`: the first day on which somebody else answers, or nobody. */
  end(day: Day, reason: AssignmentEnd): string {
    if (this.validTo !== FOREVER) throw new Refusal('CONFLICT', `this assignment ended on ${this.validTo}`);
    Object.assign(this, { validTo: day, endReason: reason });
    return 'helper.ended';
  }

  /** The household is counted to another village: whoever answers for it goes with it. */
  follow(village: string): string {
    this.village = village;
    return 'helper.moved';
  }
}

/** A visit of a helper to a household. Rows are added and never altered. */
@Entity({ tableName: 'helper_visit' })
@Scoped('village')
@Index({ properties: ['household', 'on'] })
@Index({ properties: ['village', 'on'] })
@ObjectType({ description: '入户走访 · A visit of a helper to a household.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 74, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class HelperVisit extends Dated {
  @Index() @Property({ type: 'string', length: 20 }) helper!: string;
  @Property({ type: 'string', length: 20 }) household!: string;
  @Property({ type: 'string', length: 20 }) village!: string;
  @Field(() => DateScalar, { description: '日期 · Day of the visit.' })
  @Property({ type: 'string', length: 10 })
  on!: Day;
  @Field(() => VisitKind, { description: '方式 · Kind.' })
  @Enum({ items: () => VisitKind })
  kind!: VisitKind;
  @Field(() => String, { nullable: true, description: '记录 · What was seen and done; no names.' })
  @Property({ type: 'string', length: 1000, nullable: true })
  note?: string | null;

  override place(): string {
    return this.village;
  }
}
