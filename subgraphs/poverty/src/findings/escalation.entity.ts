import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Dated, Scoped } from '#platform/dated';
import type { Day } from '#platform/day';
import { DateScalar } from '#platform/scalars';
import { EscalationLevel } from './ruleset.rules.ts';

registerEnumType(EscalationLevel, {
  name: 'EscalationLevel',
  description: '提级层级 · TOWNSHIP 乡镇, COUNTY 县, HQ 县指挥部.',
});

invariant(
  'escalated_once',
  'finding_escalation.finding, finding_escalation.level, finding_escalation.deadline',
  'CONFLICT',
  'this finding was escalated to that level for this deadline already',
);

/** A finding past its deadline went up one level (逾期提级); once for each level and deadline. */
@Entity({ tableName: 'finding_escalation' })
@Scoped('division')
@Unique({ properties: ['finding', 'level', 'deadline'], name: 'escalated_once' })
@Index({ properties: ['level', 'validFrom'] })
@ObjectType({ description: '逾期提级 · A finding past its deadline was put before a higher level.' })
@Catalogued({ serial: 63, provider: 'INSPECTOR', cycle: 'REAL_TIME', since: '2026-11-25' })
export class FindingEscalation extends Dated {
  @Property({ type: 'string', length: 20 }) finding!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => EscalationLevel, { description: '层级 · To which level.' })
  @Enum({ items: () => EscalationLevel })
  level!: EscalationLevel;
  @Field(() => DateScalar, { description: '逾期期限 · The deadline that had passed.' })
  @Property({ type: 'string', length: 10 })
  deadline!: Day;

  override place(): string {
    return this.division;
  }
}
