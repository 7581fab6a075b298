import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Dated, Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { FenType } from '#platform/fen';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo, MoneyFen } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { said } from '#platform/words';
import { allowed, next, RelocationState, takesSources } from './relocation.rules.ts';

registerEnumType(RelocationState, {
  name: 'RelocationState',
  description: '搬迁项目状态 · 计划 PLANNED, 批准 APPROVED, 建设 BUILDING, 入住 OCCUPIED, 验收 ACCEPTED, 取消 CANCELLED.',
});

invariant(
  'one_source_a_project',
  'relocation_source.project, relocation_source.village',
  'SOURCE_NAMED',
  'this village is a source of the project already; each is named once',
);

/** People of several villages move into a community that is built for them (移民搬迁). */
@Entity({ tableName: 'relocation_project' })
@Scoped((scope) => whereTouching('division', scope))
@ObjectType({ description: '易地扶贫搬迁项目 · A relocation project, the villages that people leave and the community they move into.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 22, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class RelocationProject extends Versioned {
  @Field(() => String, { description: '名称 · Title.' })
  @Property({ type: 'string', length: 100 })
  title!: string;
  /** The township in which it is built. */
  @Property({ type: 'string', length: 20 }) division!: string;
  @Property({ type: 'string', length: 20, nullable: true }) community?: string | null;
  @Field(() => MoneyFen, { description: '投资 · Investment.' })
  @Property({ type: FenType })
  investment!: number;
  @Field(() => DocNo, { nullable: true, description: '文号 · The document that approves it.' })
  @Property({ type: 'string', length: 40, nullable: true })
  document?: string | null;
  @Field(() => RelocationState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => RelocationState })
  state: RelocationState = RelocationState.PLANNED;
  @Field(() => DateScalar, { nullable: true, description: '入住日 · Day on which people moved in.' })
  @Property({ type: 'string', length: 10, nullable: true })
  occupiedOn?: Day | null;
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

  approve(document: string): string {
    Object.assign(this, { state: next('approveRelocation', this.state), document });
    return 'relocation.approved';
  }
  start(): string {
    this.state = next('startRelocation', this.state);
    return 'relocation.started';
  }
  /** People move in: the community stands in the register by then, and somebody left somewhere. */
  occupy(community: string, on: Day, sources: number): string {
    const state = next('occupyRelocation', this.state);
    if (sources === 0) throw new Refusal('BAD_USER_INPUT', 'nobody moves in before a village is named that people leave');
    Object.assign(this, { state, community, occupiedOn: on });
    return 'relocation.occupied';
  }
  accept(): string {
    this.state = next('acceptRelocation', this.state);
    return 'relocation.accepted';
  }
  cancel(reason: string): string {
    Object.assign(this, { state: next('cancelRelocation', this.state), cancelReason: said(reason, 'reason') });
    return 'relocation.cancelled';
  }
  requireOpen(): void {
    if (!takesSources(this)) throw new Refusal('ILLEGAL_MOVE', `a project in state ${this.state} takes no more source villages`);
  }
}

/** A village that people leave with a project. */
@Entity({ tableName: 'relocation_source' })
@Scoped('village')
@Unique({ properties: ['project', 'village'], where: { validTo: FOREVER }, name: 'one_source_a_project' })
@Index({ properties: ['village'] })
@ObjectType({ description: '迁出村 · A village that people leave with a relocation project, and how many.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 23, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class RelocationSource extends Dated {
  @Property({ type: 'string', length: 20 }) project!: string;
  @Property({ type: 'string', length: 20 }) village!: string;
  @Field(() => Int, { description: '搬迁户数 · Households that move.' })
  @Property({ type: 'integer' })
  households!: number;
  @Field(() => Int, { description: '搬迁人数 · Persons that move.' })
  @Property({ type: 'integer' })
  persons!: number;

  override place(): string {
    return this.village;
  }
}
