import { Entity, Enum, Index, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { Scoped, Versioned } from '#platform/dated';
import type { Day } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { allowed, ConcernSource, ConcernState, isOpen, next } from './concern.rules.ts';

registerEnumType(ConcernState, {
  name: 'ConcernState',
  description: '状态 · 已反映 RAISED, 已交办 ASSIGNED, 已解决 RESOLVED, 反映人已确认 CONFIRMED.',
});
registerEnumType(ConcernSource, {
  name: 'ConcernSource',
  description: '来源 · 来信来访 PETITION, 入户走访 HOME_VISIT, 会议座谈 MEETING, 督查巡访 INSPECTION, 电话网络 HOTLINE.',
});

/** A concern of the people (群众关切的突出问题), from a village to whoever can settle it, and back to who raised it. */
@Entity({ tableName: 'public_concern' })
@Scoped('village')
@Index({ properties: ['village', 'raisedOn'] })
@Index({ properties: ['state', 'raisedOn'] })
@ObjectType({ description: '群众关切 · A public concern and how far it has come.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 60, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class PublicConcern extends Versioned {
  @Property({ type: 'string', length: 20 }) village!: string;
  @Field(() => ConcernSource, { description: '来源 · Where it comes from.' })
  @Enum({ items: () => ConcernSource })
  source!: ConcernSource;
  @Field(() => String, { description: '类别 · Category.' })
  @Property({ type: 'string', length: 64 })
  category!: string;
  @Field(() => String, { description: '内容 · What it is about; no names.' })
  @Property({ type: 'string', length: 1000 })
  text!: string;
  @Field(() => DateScalar, { description: '反映日 · Day on which it was raised.' })
  @Property({ type: 'string', length: 10 })
  raisedOn!: Day;
  /** Who entered it for those who raised it; the same answers whether it is settled. */
  @Property({ type: 'string', length: 100 }) raisedBy!: string;
  @Field(() => ConcernState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => ConcernState })
  state: ConcernState = ConcernState.RAISED;
  @Index() @Property({ type: 'string', length: 20, nullable: true }) agency?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '办结时限 · Last day to settle it.' })
  @Property({ type: 'string', length: 10, nullable: true })
  due?: Day | null;
  @Field(() => String, { nullable: true, description: '办理结果 · How it was settled.' })
  @Property({ type: 'string', length: 1000, nullable: true })
  resolution?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '解决日 · Day on which it was settled.' })
  @Property({ type: 'string', length: 10, nullable: true })
  resolvedOn?: Day | null;
  @Field(() => Int, { description: '退回次数 · How often who raised it was not content.' })
  @Property({ type: 'integer' })
  rejections: number = 0;
  @Field(() => String, { nullable: true, description: '不满意原因 · Why who raised it was not content last.' })
  @Property({ type: 'string', length: 500, nullable: true })
  rejectReason?: string | null;

  @Field(() => Boolean, { description: '未确认 · Who raised it has not yet confirmed that it is settled.' })
  get open(): boolean {
    return isOpen(this);
  }
  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get allowedMoves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.village;
  }

  assign(agency: string, due: Day): string {
    Object.assign(this, { state: next('assignConcern', this.state), agency, due });
    return 'concern.assigned';
  }
  resolve(resolution: string, day: Day): string {
    Object.assign(this, { state: next('resolveConcern', this.state), resolution: said(resolution, 'resolution', 1000), resolvedOn: day });
    return 'concern.resolved';
  }
  confirm(by: string): string {
    const state = next('confirmConcern', this.state);
    this.requireRaiser(by);
    this.state = state;
    return 'concern.confirmed';
  }
  reject(by: string, reason: string): string {
    const state = next('rejectResolution', this.state);
    this.requireRaiser(by);
    Object.assign(this, { state, rejections: this.rejections + 1, rejectReason: said(reason, 'reason') });
    return 'concern.rejected';
  }

  private requireRaiser(by: string): void {
    if (by !== this.raisedBy)
      throw new Refusal('NOT_THE_RAISER', 'whoever raised a concern says whether it is settled; ask them to confirm or reject it');
  }
}
