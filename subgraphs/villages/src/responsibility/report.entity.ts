import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { OfficeRole } from '../offices/office.rules.ts';
import { allowed, next, ReportState, ReviewGrade } from './report.rules.ts';

registerEnumType(ReportState, { name: 'DutyReportState', description: '述职状态 · 已提交 SUBMITTED, 已退回 RETURNED, 已评议 REVIEWED.' });
registerEnumType(ReviewGrade, { name: 'DutyReviewGrade', description: '评议等次 · 好 GOOD, 较好 FAIR, 一般 ORDINARY, 差 POOR.' });

invariant(
  'one_pledge_a_year',
  'public_pledge.organization, public_pledge.person, public_pledge.year',
  'ALREADY_SAID',
  'this person has pledged for this year already',
);
invariant(
  'one_report_a_year',
  'duty_report.organization, duty_report.person, duty_report.year',
  'ALREADY_SAID',
  'this person has reported for this year already; amend that report when it is returned',
);

/** What the holder of a post promised in public for a year. */
@Entity({ tableName: 'public_pledge' })
@Scoped('division')
@Unique({ properties: ['organization', 'person', 'year'], where: { validTo: FOREVER }, name: 'one_pledge_a_year' })
@ObjectType({ description: '公开承诺 · What the holder of a post promised in public for a year.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 27, provider: 'ORG_DEPT', cycle: 'YEARLY', since: '2026-11-25' })
export class PublicPledge extends Versioned {
  @Property({ type: 'string', length: 20 }) organization!: string;
  @Index() @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => OfficeRole, { description: '岗位 · The post.' })
  @Enum({ items: () => OfficeRole })
  role!: OfficeRole;
  @Property({ type: 'string', length: 20 }) person!: string;
  @Field(() => Int, { description: '年度 · Year.' })
  @Property({ type: 'integer' })
  year!: number;
  @Field(() => String, { description: '承诺内容 · What was promised.' })
  @Property({ type: 'text' })
  text!: string;
  @Field(() => String, { description: '公开方式 · Where it was made public: notice board, meeting, website.' })
  @Property({ type: 'string', length: 100 })
  published!: string;

  override place(): string {
    return this.division;
  }
}

/** What the holder of a post reported on a year, and how it was reviewed. */
@Entity({ tableName: 'duty_report' })
@Scoped('division')
@Unique({ properties: ['organization', 'person', 'year'], where: { validTo: FOREVER }, name: 'one_report_a_year' })
@ObjectType({ description: '述职评议 · What the holder of a post reported on a year, and how it was reviewed.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 28, provider: 'ORG_DEPT', cycle: 'YEARLY', since: '2026-11-25' })
export class DutyReport extends Versioned {
  @Property({ type: 'string', length: 20 }) organization!: string;
  @Index() @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => OfficeRole, { description: '岗位 · The post.' })
  @Enum({ items: () => OfficeRole })
  role!: OfficeRole;
  @Property({ type: 'string', length: 20 }) person!: string;
  @Field(() => Int, { description: '年度 · Year.' })
  @Property({ type: 'integer' })
  year!: number;
  @Field(() => String, { description: '述职内容 · What was reported.' })
  @Property({ type: 'text' })
  text!: string;
  @Field(() => DateScalar, { description: '述职日 · Day of the last submission.' })
  @Property({ type: 'string', length: 10 })
  reportedOn!: Day;
  @Property({ type: 'string', length: 100 }) submittedBy!: string;
  @Field(() => ReportState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => ReportState })
  state: ReportState = ReportState.SUBMITTED;
  @Field(() => ReviewGrade, { nullable: true, description: '评议等次 · Grade; null before the review.' })
  @Enum({ items: () => ReviewGrade, nullable: true })
  grade?: ReviewGrade | null;
  @Field(() => DateScalar, { nullable: true, description: '评议日 · Day of the review.' })
  @Property({ type: 'string', length: 10, nullable: true })
  reviewedOn?: Day | null;
  @Field(() => String, { nullable: true, description: '评议意见 · What the review, or the return, said.' })
  @Property({ type: 'string', length: 500, nullable: true })
  remark?: string | null;

  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get allowedMoves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.division;
  }

  /** Reviewed by somebody else than who submitted it. */
  review(grade: ReviewGrade, remark: string, by: string, day: Day): string {
    const state = next('reviewDutyReport', this.state);
    if (by === this.submittedBy)
      throw new Refusal('SELF_VERIFIED', 'whoever submitted a report may not review it; ask the organization above');
    Object.assign(this, { state, grade, reviewedOn: day, remark: said(remark, 'remark') });
    return 'report.reviewed';
  }

  return(remark: string): string {
    Object.assign(this, { state: next('returnDutyReport', this.state), remark: said(remark, 'remark') });
    return 'report.returned';
  }

  amend(text: string, by: string, day: Day): string {
    Object.assign(this, { state: next('amendDutyReport', this.state), text: said(text, 'text', 4000), submittedBy: by, reportedOn: day });
    return 'report.submitted';
  }
}
