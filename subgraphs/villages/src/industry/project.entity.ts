import { Entity, Enum, Index, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { Scoped, Versioned } from '#platform/dated';
import { FenType } from '#platform/fen';
import { Refusal } from '#platform/refusal';
import { DocNo, MoneyFen } from '#platform/scalars';
import { said } from '#platform/words';
import { allowed, IndustryState, IndustryType, isRunning, next } from './project.rules.ts';

registerEnumType(IndustryType, {
  name: 'IndustryType',
  description: '产业类型 · 种植 PLANTING, 养殖 BREEDING, 光伏 PHOTOVOLTAIC, 加工 PROCESSING, 乡村旅游 TOURISM, 劳务输出 LABOUR_SERVICE.',
});
registerEnumType(IndustryState, {
  name: 'IndustryProjectState',
  description: '产业项目状态 · 计划 PLANNED, 实施 RUNNING, 验收 ACCEPTED, 停止 STOPPED.',
});

/** Support for an industry in a village (农村产业发展扶持). */
@Entity({ tableName: 'industry_project' })
@Scoped('village')
@Index({ properties: ['village', 'state'] })
@ObjectType({ description: '产业扶持项目 · A project that supports an industry in a village.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 14, provider: 'RURAL_ECONOMY', cycle: 'REAL_TIME', since: '2026-11-25' })
export class IndustryProject extends Versioned {
  @Property({ type: 'string', length: 20 }) village!: string;
  @Field(() => String, { description: '名称 · Title.' })
  @Property({ type: 'string', length: 100 })
  title!: string;
  @Field(() => IndustryType, { description: '类型 · What is built up.' })
  @Enum({ items: () => IndustryType })
  type!: IndustryType;
  @Field(() => MoneyFen, { description: '扶持资金 · Funds.' })
  @Property({ type: FenType })
  funds!: number;
  @Field(() => Int, { description: '带动户数 · Households that it carries along.' })
  @Property({ type: 'integer' })
  households!: number;
  @Field(() => DocNo, { nullable: true, description: '文号 · The document that grants it.' })
  @Property({ type: 'string', length: 40, nullable: true })
  document?: string | null;
  @Field(() => IndustryState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => IndustryState })
  state: IndustryState = IndustryState.PLANNED;
  @Field(() => String, { nullable: true, description: '停止原因 · Why it was stopped.' })
  @Property({ type: 'string', length: 500, nullable: true })
  stopReason?: string | null;

  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get allowedMoves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.village;
  }

  /** Begins once a document grants it. */
  start(document: string): string {
    Object.assign(this, { state: next('startIndustryProject', this.state), document });
    return 'industryProject.started';
  }
  accept(): string {
    this.state = next('acceptIndustryProject', this.state);
    return 'industryProject.accepted';
  }
  stop(reason: string): string {
    Object.assign(this, { state: next('stopIndustryProject', this.state), stopReason: said(reason, 'reason') });
    return 'industryProject.stopped';
  }
  /** Goes on in another village: the one that took over from its own. */
  move(village: string): string {
    if (!isRunning(this)) throw new Refusal('ILLEGAL_MOVE', `a project in state ${this.state} is finished: it moves nowhere`);
    if (village === this.village) throw new Refusal('BAD_USER_INPUT', 'it is in this village already');
    this.village = village;
    return 'industryProject.moved';
  }
}
