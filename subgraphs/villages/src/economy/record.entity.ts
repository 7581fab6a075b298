import { Entity, Enum, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { FenType } from '#platform/fen';
import { MoneyFen } from '#platform/scalars';
import { IncomeCalibre, totalOf } from './record.rules.ts';

registerEnumType(IncomeCalibre, {
  name: 'IncomeCalibre',
  description: '口径 · What a total counts: all income, or operating income alone.',
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
@ObjectType({ description: '集体经济收入 · Collective income of a village in a year, by component.' })
@Directive('@key(fields: "id")')
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

  @Field(() => MoneyFen, { description: '收入合计 · The sum of the components under the calibre; computed, never typed.' })
  get total(): number {
    return totalOf(this, this.calibre);
  }

  override place(): string {
    return this.village;
  }
}
