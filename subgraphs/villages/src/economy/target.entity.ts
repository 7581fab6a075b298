import { Entity, Enum, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { FenType } from '#platform/fen';
import { MoneyFen } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { IncomeCalibre } from './record.rules.ts';

/** How binding a target is: 必须, or 力争 (strive for). */
export enum TargetQualifier {
  MUST = 'MUST',
  STRIVE = 'STRIVE',
}
registerEnumType(TargetQualifier, {
  name: 'TargetQualifier',
  description: '约束力 · 必须 MUST: missing it is a failure. 力争 STRIVE: to be striven for, and told as it is.',
});

invariant(
  'one_target_a_threshold',
  'collective_economy_target.division, collective_economy_target.year, collective_economy_target.at_least, collective_economy_target.calibre',
  'TARGET_SET',
  'this target is set for the year already; it is set once for each threshold and calibre',
);

/** How many of the villages are to reach an income in a year (F11, F12). */
@Entity({ tableName: 'collective_economy_target' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({
  properties: ['division', 'year', 'atLeast', 'calibre'],
  where: { validTo: FOREVER },
  name: 'one_target_a_threshold',
})
@ObjectType({ description: '集体经济目标 · A share of the villages that is to reach an income in a year, and whether it does.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 13, provider: 'RURAL_ECONOMY', cycle: 'YEARLY', since: '2026-11-25' })
export class CollectiveEconomyTarget extends Versioned {
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => Int, { description: '年度 · Year.' })
  @Property({ type: 'integer' })
  year!: number;
  @Field(() => MoneyFen, { description: '收入下限 · The income, included.' })
  @Property({ type: FenType })
  atLeast!: number;
  @Field(() => IncomeCalibre, { description: '口径 · What the income counts.' })
  @Enum({ items: () => IncomeCalibre })
  calibre: IncomeCalibre = IncomeCalibre.TOTAL;
  @Field(() => Int, { description: '目标比例（分子） · Of the required share, the numerator: 1 of 2 is 50 %.' })
  @Property({ type: 'integer' })
  requiredNumerator!: number;
  @Field(() => Int, { description: '目标比例（分母） · Of the required share, the denominator.' })
  @Property({ type: 'integer' })
  requiredDenominator!: number;
  @Field(() => TargetQualifier, { description: '约束力 · Must, or strive for.' })
  @Enum({ items: () => TargetQualifier })
  qualifier!: TargetQualifier;
  @Field(() => String, { description: '依据 · Where it is set.' })
  @Property({ type: 'string', length: 200 })
  source!: string;

  override place(): string {
    return this.division;
  }
}
