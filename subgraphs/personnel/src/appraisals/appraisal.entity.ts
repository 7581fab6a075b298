import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { Evaluation } from './evaluation.entity.ts';
import { AppraisalKind } from './evaluation.rules.ts';

registerEnumType(AppraisalKind, { name: 'AppraisalKind', description: '考核类别 · 年度考核 ANNUAL, 驻村专项考核 RESIDENT_SPECIAL.' });

invariant(
  'one_appraisal_a_year',
  'appraisal.person, appraisal.year, appraisal.kind',
  'ALREADY_APPRAISED',
  'the person is appraised once a year in each kind; open that appraisal again instead',
);

/** A person's appraisal for a year: the annual one, or the special one of a resident cadre. */
@Entity({ tableName: 'appraisal' })
@Scoped('division')
@Unique({ properties: ['person', 'year', 'kind'], where: { validTo: FOREVER }, name: 'one_appraisal_a_year' })
@Index({ properties: ['year', 'grade', 'kind'] })
@Index({ properties: ['division'] })
@ObjectType({ description: '考核 · Appraisal of a person for a year.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 35, provider: 'ORG_DEPT', cycle: 'YEARLY', since: '2026-11-25' })
export class Appraisal extends Evaluation {
  @Property({ type: 'string', length: 20 }) person!: string;
  @Field(() => AppraisalKind, { description: '类别 · Kind.' })
  @Enum({ items: () => AppraisalKind })
  kind!: AppraisalKind;
  /** Where the person worked: the village of a resident, the home of a cadre. */
  @Property({ type: 'string', length: 20 }) division!: string;
  /** The posting that a special appraisal is of. */
  @Index() @Property({ type: 'string', length: 20, nullable: true }) posting?: string | null;

  override place(): string {
    return this.division;
  }

  protected get noun(): string {
    return 'appraisal';
  }
}
