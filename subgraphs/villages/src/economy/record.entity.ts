import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { FenType } from '#platform/fen';
import { Refusal } from '#platform/refusal';
import { MoneyFen } from '#platform/scalars';
import { said } from '#platform/words';
import { allowed, bandOf, type Components, IncomeBand, IncomeCalibre, negative, next, RecordState, totalOf } from './record.rules.ts';

registerEnumType(IncomeCalibre, {
  name: 'IncomeCalibre',
  description: '口径 · What a total counts: all income, or operating income alone.',
});

registerEnumType(RecordState, {
  name: 'CollectiveEconomyState',
  description:
    '收入记录状态 · 草稿 DRAFT, 乡镇已核 TOWNSHIP_CHECKED, 县已确认 COUNTY_CONFIRMED, 已锁定 LOCKED (further changes are corrections with their reason).',
});
registerEnumType(IncomeBand, {
  name: 'CollectiveIncomeBand',
  description:
    '收入分档 · M30: none (0), under 50,000 yuan, from 50,000, from 100,000, from 500,000. Lower bounds are included (以上含本数).',
});

invariant(
  'one_record_a_year',
  'collective_economy_record.village, collective_economy_record.year',
  'YEAR_RECORDED',
  'this village has a record for this year already; correct that one',
);

@Entity({ tableName: 'collective_economy_record' })
@Scoped('village')
@Unique({ properties: ['village', 'year'], where: { validTo: FOREVER }, name: 'one_record_a_year' })
@Index({ properties: ['village', 'year'] })
@ObjectType({ description: '集体经济收入 · Collective income of a village in a year, by component.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 12, provider: 'RURAL_ECONOMY', cycle: 'YEARLY', since: '2026-11-24' })
export class CollectiveEconomyRecord extends Versioned {
  @Property({ type: 'string', length: 20 }) village!: string;
  @Field(() => Int, { description: '年度 · Year.' })
  @Property({ type: 'integer' })
  year!: number;
  @Field(() => MoneyFen, { description: '经营收入 · Operating income.' })
  @Property({ type: FenType })
  operatingIncome!: number;
  @Field(() => MoneyFen, { description: '发包及上交收入 · Contract and remitted income.' })
  @Property({ type: FenType })
  contractIncome!: number;
  @Field(() => MoneyFen, { description: '投资收益 · Investment income.' })
  @Property({ type: FenType })
  investmentIncome!: number;
  @Field(() => MoneyFen, { description: '补助收入 · Subsidies.' })
  @Property({ type: FenType })
  subsidyIncome!: number;
  @Field(() => MoneyFen, { description: '其他收入 · Other income.' })
  @Property({ type: FenType })
  otherIncome!: number;
  @Field(() => MoneyFen, { description: '总支出 · Expenses.' })
  @Property({ type: FenType })
  expenses!: number;
  @Field(() => IncomeCalibre, { description: '口径 · What `total` counts.' })
  @Enum({ items: () => IncomeCalibre })
  calibre: IncomeCalibre = IncomeCalibre.TOTAL;

  /** Kept beside its parts so that lists can be filtered, ordered and summed by it; only `settle` writes it. */
  @Field(() => MoneyFen, { description: '收入合计 · The sum of the components under the calibre; computed, never typed.' })
  @Property({ type: FenType })
  total: number = 0;
  @Field(() => RecordState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => RecordState })
  state: RecordState = RecordState.DRAFT;
  @Field(() => String, { nullable: true, description: '乡镇核对人 · Who checked it for the township.' })
  @Property({ type: 'string', length: 100, nullable: true })
  checkedBy?: string | null;
  @Field(() => String, { nullable: true, description: '县确认人 · Who confirmed it for the county.' })
  @Property({ type: 'string', length: 100, nullable: true })
  confirmedBy?: string | null;
  @Field(() => String, { nullable: true, description: '退回原因 · Why it was returned last.' })
  @Property({ type: 'string', length: 500, nullable: true })
  returnReason?: string | null;
  @Field(() => Int, { description: '更正次数 · How often it was corrected after it was locked.' })
  @Property({ type: 'integer' })
  corrections: number = 0;
  @Field(() => String, {
    nullable: true,
    description: '更正原因 · Why it was corrected last; what stood before is told as of the days before.',
  })
  @Property({ type: 'string', length: 500, nullable: true })
  correctionReason?: string | null;

  @Field(() => IncomeBand, { description: '分档 · The band of its total (M30).' })
  get band(): IncomeBand {
    return bandOf(this.total);
  }
  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get allowedMoves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.village;
  }

  /** Takes amounts over and adds them up. No amount is below zero, and a sum that was stated is the sum there is. */
  settle(amounts: Components & { readonly expenses: number }, stated?: number): this {
    const below = negative(amounts);
    if (below.length) throw new Refusal('BAD_USER_INPUT', `income and expenses are never negative: ${below.join(', ')}`);
    Object.assign(this, amounts);
    this.total = totalOf(this, this.calibre);
    if (stated !== undefined && stated !== this.total)
      throw new Refusal('SUM_MISMATCH', `the components add up to ${this.total} fen, the form states ${stated}`, { total: this.total });
    return this;
  }

  amend(amounts: Components & { readonly expenses: number }, stated?: number): string {
    this.state = next('amendCollectiveEconomy', this.state);
    this.settle(amounts, stated);
    return 'income.amended';
  }
  check(by: string): string {
    Object.assign(this, { state: next('checkCollectiveEconomy', this.state), checkedBy: by });
    return 'income.checked';
  }
  /** The county's own eyes: not those that checked it for the township. */
  confirm(by: string): string {
    const state = next('confirmCollectiveEconomy', this.state);
    if (by === this.checkedBy)
      throw new Refusal('SELF_VERIFIED', 'whoever checked a record for the township does not confirm it for the county');
    Object.assign(this, { state, confirmedBy: by });
    return 'income.confirmed';
  }
  return(reason: string): string {
    const state = next('returnCollectiveEconomy', this.state);
    Object.assign(this, { state, returnReason: said(reason, 'reason'), checkedBy: null, confirmedBy: null });
    return 'income.returned';
  }
  lock(): string {
    this.state = next('lockCollectiveEconomy', this.state);
    return 'income.locked';
  }
  /** After the lock figures change by correction alone: a new version, with the reason. */
  correct(amounts: Components & { readonly expenses: number }, reason: string, stated?: number): string {
    this.state = next('correctCollectiveEconomy', this.state);
    this.settle(amounts, stated);
    Object.assign(this, { corrections: this.corrections + 1, correctionReason: said(reason, 'reason') });
    return 'income.corrected';
  }
}
