import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { said } from '#platform/words';
import { AnnouncementMode, allowed, InspectionMethod, InspectionState, type moves, next } from './inspection.rules.ts';

registerEnumType(InspectionState, {
  name: 'InspectionState',
  description: '督查状态 · State of an inspection: planned, approved, running, reported, closed or cancelled.',
});
registerEnumType(InspectionMethod, {
  name: 'InspectionMethod',
  description: '督查方式 · 实地督查 FIELD_VISIT, 电话抽查 PHONE_CHECK, 驻点督查 STATIONED, 巡回督查 PATROL.',
});

registerEnumType(AnnouncementMode, {
  name: 'AnnouncementMode',
  description: '通知方式 · ANNOUNCED 事先通知, UNANNOUNCED 不打招呼直奔基层（四不两直）.',
});

invariant(
  'one_inspection_a_line',
  'inspection.line',
  'LINE_TAKEN',
  'this line of the plan has its inspection; take another line or an approvalNo',
);

/** States of an inspection that takes up its line of the plan: all but CANCELLED. */
const { PLANNED, APPROVED, RUNNING, REPORTED, CLOSED } = InspectionState;

/**
 * An inspection (督查) of a county or a township. Whoever answers for a part of the division may read it: a finding in
 * a village comes from an inspection of the whole county.
 */
@Entity({ tableName: 'inspection' })
@Scoped((scope) => whereTouching('division', scope))
@Index({ properties: ['state', 'from'] })
@Unique({
  properties: ['line'],
  where: { validTo: FOREVER, state: { $in: [PLANNED, APPROVED, RUNNING, REPORTED, CLOSED] } },
  name: 'one_inspection_a_line',
})
@ObjectType({ description: '督查 · An inspection, and how far it has come.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 77, provider: 'INSPECTOR', cycle: 'REAL_TIME', since: '2026-11-24' })
export class Inspection extends Versioned {
  @Field(() => String, { description: '名称 · Title.' })
  @Property({ type: 'string', length: 100 })
  title!: string;
  @Field(() => ID, { description: '范围 · Key of the county or township that is inspected.' })
  @Index()
  @Property({ type: 'string', length: 20 })
  division!: string;
  @Field(() => Boolean, { description: '计划内 · Whether it has a line in the plan of a year.' })
  @Property({ type: 'boolean' })
  planned!: boolean;
  @Field(() => Int, { nullable: true, description: '计划年度 · Year of the plan; null when unplanned.' })
  @Property({ type: 'integer', nullable: true })
  planYear?: number | null;
  @Property({ type: 'string', length: 20, nullable: true }) line?: string | null;
  @Field(() => AnnouncementMode, { description: '通知方式 · Whether those inspected know beforehand.' })
  @Enum({ items: () => AnnouncementMode, default: AnnouncementMode.ANNOUNCED })
  announcement: AnnouncementMode = AnnouncementMode.ANNOUNCED;
  @Field(() => String, { nullable: true, description: '批准文号 · Approval number; an unplanned inspection has one.' })
  @Property({ type: 'string', length: 60, nullable: true })
  approvalNo?: string | null;
  @Field(() => InspectionMethod, { description: '方式 · How it is carried out.' })
  @Enum({ items: () => InspectionMethod })
  method!: InspectionMethod;
  @Property({ type: 'string', length: 20 }) agency!: string;
  @Field(() => DateScalar, { description: '起 · First day, as planned.' })
  @Property({ type: 'string', length: 10 })
  from!: Day;
  @Field(() => DateScalar, { description: '止 · Last day, as planned.' })
  @Property({ type: 'string', length: 10 })
  to!: Day;
  @Field(() => InspectionState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => InspectionState })
  state: InspectionState = InspectionState.PLANNED;
  @Field(() => String, { nullable: true, description: '取消原因 · Why it was cancelled.' })
  @Property({ type: 'string', length: 500, nullable: true })
  cancelReason?: string | null;

  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get allowedMoves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.division;
  }

  approve(): string {
    return this.move('approveInspection', 'inspection.approved');
  }
  start(): string {
    return this.move('startInspection', 'inspection.started');
  }
  report(): string {
    return this.move('reportInspection', 'inspection.reported');
  }
  /** Closes once nothing that it found is left to be done. */
  async close(unfinished: () => Promise<number>): Promise<string> {
    const state = next('closeInspection', this.state);
    const open = await unfinished();
    if (open > 0)
      throw new Refusal(
        'FINDINGS_OPEN',
        `inspection ${this.id} has ${open} findings that are neither closed nor dismissed; finish them first`,
        {
          open,
        },
      );
    this.state = state;
    return 'inspection.closed';
  }
  cancel(reason: string): string {
    Object.assign(this, { state: next('cancelInspection', this.state), cancelReason: said(reason, 'reason') });
    return 'inspection.cancelled';
  }

  private move(move: keyof typeof moves, event: string): string {
    this.state = next(move, this.state);
    return event;
  }
}
