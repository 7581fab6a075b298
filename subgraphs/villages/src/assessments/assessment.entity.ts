import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { whereTouching } from '#platform/territory';
import { said } from '#platform/words';
import { AssessmentGrade, type Criterion, gradeOf } from './assessment.rules.ts';

registerEnumType(AssessmentGrade, { name: 'AssessmentGrade', description: '研判等次 · 好 GOOD, 一般 ORDINARY, 软弱涣散 WEAK.' });

invariant(
  'one_scheme_at_a_time',
  'assessment_scheme.division',
  'CONFLICT',
  'somebody else adopted a scheme for this division; read it again',
);
invariant(
  'one_assessment_a_year',
  'org_assessment.organization, org_assessment.year',
  'YEAR_ASSESSED',
  'this organization is assessed for this year already; reassess it instead',
);

@ObjectType({ description: '研判指标 · One criterion of a scheme.' })
export class SchemeCriterion implements Criterion {
  @Field(() => String, { description: '代码 · Code, by which an assessment names it.' }) code!: string;
  @Field(() => String, { description: '内容 · What is looked for, in the words of the document.' }) text!: string;
  @Field(() => Boolean, { description: '一票认定 · Whether it makes an organization weak by itself.' }) decisive!: boolean;
}

/**
 * By which criteria Party organizations are assessed. No law fixes them: a scheme is what a document of the county says, from
 * its day on.
 */
@Entity({ tableName: 'assessment_scheme' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['division'], where: { validTo: FOREVER }, name: 'one_scheme_at_a_time' })
@ObjectType({ description: '研判标准 · The criteria by which Party organizations are assessed, in force from a day on by a document.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 2, provider: 'ORG_DEPT', cycle: 'YEARLY', since: '2026-11-25' })
export class AssessmentScheme extends Versioned {
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => String, { description: '名称 · Name.' })
  @Property({ type: 'string', length: 100 })
  name!: string;
  @Field(() => String, { description: '文号 · The document that lays it down.' })
  @Property({ type: 'string', length: 60 })
  document!: string;
  @Field(() => [SchemeCriterion], { description: '指标 · Its criteria.' })
  @Property({ type: 'json' })
  criteria!: Criterion[];
  @Field(() => Int, { description: '认定条数 · From how many criteria on an organization is weak, if none of them is decisive.' })
  @Property({ type: 'integer' })
  weakFrom!: number;

  override place(): string {
    return this.division;
  }

  replaceBy(next: Pick<AssessmentScheme, 'name' | 'document' | 'criteria' | 'weakFrom'>): string {
    Object.assign(this, next);
    return 'scheme.adopted';
  }
}

/** The assessment of a Party organization for a year. */
@Entity({ tableName: 'org_assessment' })
@Scoped('division')
@Unique({ properties: ['organization', 'year'], where: { validTo: FOREVER }, name: 'one_assessment_a_year' })
@Index({ properties: ['year', 'grade'] })
@ObjectType({ description: '党组织研判 · The assessment of a Party organization for a year.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 3, provider: 'ORG_DEPT', cycle: 'YEARLY', since: '2026-11-25' })
export class OrgAssessment extends Versioned {
  @Property({ type: 'string', length: 20 }) organization!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Property({ type: 'string', length: 20 }) scheme!: string;
  @Field(() => Int, { description: '年度 · Year.' })
  @Property({ type: 'integer' })
  year!: number;
  @Field(() => AssessmentGrade, { description: '等次 · Grade, computed from the criteria met.' })
  @Enum({ items: () => AssessmentGrade })
  grade!: AssessmentGrade;
  @Field(() => [String], { description: '命中指标 · Codes of the criteria met.' })
  @Property({ type: 'json' })
  hits!: string[];
  @Field(() => String, { description: '标准文号 · Document of the scheme by which it was assessed.' })
  @Property({ type: 'string', length: 60 })
  document!: string;
  @Field(() => String, { nullable: true, description: '重评原因 · Why it was assessed anew; null the first time.' })
  @Property({ type: 'string', length: 500, nullable: true })
  reason?: string | null;

  override place(): string {
    return this.division;
  }

  /** Assessed anew by a scheme, with the reason for it; what was said before stays as the version before. */
  reassess(scheme: AssessmentScheme, hits: readonly string[], reason: string): string {
    Object.assign(this, {
      scheme: scheme.id,
      document: scheme.document,
      hits: [...hits],
      grade: gradeOf(scheme, hits),
      reason: said(reason, 'reason'),
    });
    return 'assessment.corrected';
  }
}
