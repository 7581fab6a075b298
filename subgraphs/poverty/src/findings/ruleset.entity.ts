import { Entity, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { type Measures, USUAL } from './ruleset.rules.ts';

invariant(
  'one_ruleset',
  'finding_rule_set.division',
  'CONFLICT',
  'somebody adopted these rules a moment ago; read them again and decide anew',
);

/** What the source leaves open and the county decides, by document and date: periods and steps of rectification. */
@Entity({ tableName: 'finding_rule_set' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['division'], where: { validTo: FOREVER }, name: 'one_ruleset' })
@ObjectType({ description: '整改规则 · Periods and steps of rectification as the county has them from a day on, by a document.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 67, provider: 'INSPECTOR', cycle: 'IRREGULAR', since: '2026-11-25' })
export class FindingRuleSet extends Versioned implements Measures {
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => DocNo, { description: '文号 · Document that says so.' })
  @Property({ type: 'string', length: 60 })
  document!: string;
  @Field(() => Int, { description: '复发期（月） · The same, found again within so many months of closing, is a recurrence.' })
  @Property({ type: 'integer' })
  recurrenceMonths: number = USUAL.recurrenceMonths;
  @Field(() => Int, { description: '数据条件保持期（月） · So long after closing the condition must hold, or the finding comes back.' })
  @Property({ type: 'integer' })
  conditionMonths: number = USUAL.conditionMonths;
  @Field(() => Int, { description: '延期次数上限 · The most extensions of one order.' })
  @Property({ type: 'integer' })
  mostExtensions: number = USUAL.mostExtensions;
  @Field(() => Int, { description: '提级乡镇（天） · Days past the deadline after which the township is told.' })
  @Property({ type: 'integer' })
  townshipAfter: number = USUAL.townshipAfter;
  @Field(() => Int, { description: '提级县 · Days past the deadline after which the county is told.' })
  @Property({ type: 'integer' })
  countyAfter: number = USUAL.countyAfter;
  @Field(() => Int, { description: '提级指挥部 · Days past the deadline after which the headquarters is told.' })
  @Property({ type: 'integer' })
  hqAfter: number = USUAL.hqAfter;

  override place(): string {
    return this.division;
  }

  adopt(document: string, measures: Partial<Measures>): string {
    Object.assign(this, { document, ...measures });
    return 'findingRules.adopted';
  }
}
