import { Entity, Enum, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { type PostingRules, ShortfallRule } from './rule-set.rules.ts';

registerEnumType(ShortfallRule, {
  name: 'ShortfallRule',
  description: '在村天数不足 · Of the month: 全额 NONE, 按天折算 PROPORTIONAL, 不发 ZERO.',
});
invariant(
  'one_set_of_rules',
  'posting_rule_set.county',
  'CONFLICT',
  'the county has posting rules already: issue the next ones from a later day',
);

/** The county's rules of resident work; its versions are the rules of all days. */
@Entity({ tableName: 'posting_rule_set' })
@Scoped((scope) => whereTouching('county', scope))
@Unique({ properties: ['county'], where: { validTo: FOREVER }, name: 'one_set_of_rules' })
@ObjectType({
  description:
    '驻村管理规则 · Rules of resident work in force on a day, by a document: the source leaves their values to the county, so they are data.',
})
@Catalogued({ serial: 50, provider: 'ORG_DEPT', cycle: 'IRREGULAR', since: '2026-11-25' })
export class PostingRuleSet extends Versioned implements PostingRules {
  @Property({ type: 'string', length: 20 }) county!: string;
  @Field(() => Int, { description: '每月在村天数 · Days in the village that a month asks for.' })
  @Property({ type: 'integer' })
  minDaysPerMonth!: number;
  @Field(() => Int, { description: '工作队人数 · Members that a team has at least.' })
  @Property({ type: 'integer' })
  minTeamSize!: number;
  @Field(() => Int, { description: '任期（月） · Months that a term lasts at least; a shorter one is flagged, not refused.' })
  @Property({ type: 'integer' })
  minTermMonths!: number;
  @Field(() => Int, {
    description: '乡镇批假天数 · Leave of at most so many days is approved by the township, longer leave by the county.',
  })
  @Property({ type: 'integer' })
  townshipLeaveDays!: number;
  @Field(() => ShortfallRule, { description: '天数不足 · What becomes of the allowance of a month with too few days.' })
  @Enum({ items: () => ShortfallRule })
  shortfall!: ShortfallRule;
  @Field(() => Boolean, { description: '公差、培训视同在村 · Whether official trips and trainings count as days in the village.' })
  @Property({ type: 'boolean' })
  tripsCount!: boolean;
  @Field(() => DocNo, { description: '文号 · Document.' })
  @Property({ type: 'string', length: 60 })
  document!: string;

  override place(): string {
    return this.county;
  }

  issue(rules: PostingRules, document: string): string {
    Object.assign(this, rules, { document });
    return 'postingRules.issued';
  }
}
