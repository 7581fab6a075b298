import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { byDay, byEnum, byId, byInt } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { said } from '#platform/words';
import { atTownship } from '../divisions/division.reads.ts';
import { Person } from '../offices/office.entity.ts';
import { happened, OfficeRole } from '../offices/office.rules.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { organizationById } from '../organizations/organization.reads.ts';
import { answerable, asYear } from './post.reads.ts';
import { DutyReport, PublicPledge } from './report.entity.ts';
import { ReportState, ReviewGrade } from './report.rules.ts';

const common = {
  year: byInt('year', '年度 · Year.'),
  organization: byId('organization', '党组织 · Key of the organization.'),
  person: byId('person', '人员 · Key of the person.'),
  division: byId('division', '区划 · Key of the division.'),
};

export const pledges = list({
  name: 'PublicPledge',
  entity: PublicPledge,
  filter: { ...common, pledgedOn: byDay('validFrom', '承诺日 · Day of the pledge.') },
  order: {
    YEAR: { property: 'year', description: '年度 · By year.' },
    PLEDGED_ON: { property: 'validFrom', description: '承诺日 · By day.' },
  },
  groups: { year: { property: 'year', type: () => Int, description: '年度 · Year.' }, township: atTownship('division') },
});

export const reports = list({
  name: 'DutyReport',
  entity: DutyReport,
  filter: {
    ...common,
    state: byEnum('DutyReportState', ReportState)('state', '状态 · State.'),
    grade: byEnum('DutyReviewGrade', ReviewGrade)('grade', '评议等次 · Grade.'),
    reportedOn: byDay('reportedOn', '述职日 · Day of the last submission.'),
  },
  order: {
    YEAR: { property: 'year', description: '年度 · By year.' },
    REPORTED_ON: { property: 'reportedOn', description: '述职日 · By day of the last submission.' },
  },
  groups: {
    year: { property: 'year', type: () => Int, description: '年度 · Year.' },
    grade: { property: 'grade', type: () => ReviewGrade, description: '评议等次 · Grade.' },
    state: { property: 'state', type: () => ReportState, description: '状态 · State.' },
    township: atTownship('division'),
  },
});

const pledgeById = byKey(PublicPledge);
export const pledgeReference = ({ id }: { id: string }, ctx: Ctx): Promise<PublicPledge | null> => pledgeById(ctx, id);
const reportById = byKey(DutyReport);
export const reportReference = ({ id }: { id: string }, ctx: Ctx): Promise<DutyReport | null> => reportById(ctx, id);

@InputType()
abstract class Said extends Intent {
  @Field(() => ID, { description: '党组织 · The organization.' }) organization!: string;
  @Field(() => OfficeRole, {
    defaultValue: OfficeRole.SECRETARY,
    description: '岗位 · The post; who holds it on the day asked for speaks.',
  })
  role!: OfficeRole;
  @Field(() => Int, { description: '年度 · The year.' }) year!: number;
  @Field(() => String, { description: '内容 · What is said, up to 4000 characters.' }) text!: string;
}

@InputType({ description: '公开承诺 · A pledge.' })
class MakePledgeInput extends Said {
  @Field(() => String, { description: '公开方式 · Where it is made public, up to 100 characters.' }) published!: string;
}

@InputType({ description: '述职 · A report on duty.' })
class SubmitDutyReportInput extends Said {}

@InputType()
abstract class MoveReport extends Move {
  @Field(() => ID, { description: '述职 · The report.' }) report!: string;
}

@InputType({ description: '评议 · A review.' })
class ReviewDutyReportInput extends MoveReport {
  @Field(() => ReviewGrade, { description: '评议等次 · Grade.' }) grade!: ReviewGrade;
  @Field(() => String, { description: '评议意见 · What the review says.' }) remark!: string;
}

@InputType({ description: '退回述职 · A report that does not do.' })
class ReturnDutyReportInput extends MoveReport {
  @Field(() => String, { description: '原因 · Why.' }) remark!: string;
}

@InputType({ description: '修改述职 · A report that was returned, as it is submitted again.' })
class AmendDutyReportInput extends MoveReport {
  @Field(() => String, { description: '内容 · What is reported.' }) text!: string;
}

@Resolver(() => PublicPledge)
export class PublicPledgeResolver {
  @Query(() => pledges.Connection, { description: '公开承诺 · Pledges of holders of posts in your territory.' })
  publicPledges(@Context() ctx: Ctx, @Args(() => pledges.Args) args: PageArgs): object {
    return pledges.page(ctx, args);
  }
  @FieldResolver(() => PartyOrganization, { nullable: true, description: '党组织 · The organization.' })
  organization(@Root() { organization }: PublicPledge, @Context() ctx: Ctx): Promise<PartyOrganization | null> {
    return organizationById(ctx, organization);
  }
  @FieldResolver(() => Person, { nullable: true, description: '承诺人 · Who pledged.' })
  person(@Root() { person }: PublicPledge): Person {
    return { id: person };
  }

  @Mutation(() => PublicPledge, {
    description:
      '公开承诺 · Records a pledge as of the day asked for. Refused with ALREADY_SAID the second time in a year, with VACANCY_OPEN for a vacant post.',
  })
  makePledge(@Context() ctx: Ctx, @Arg('input', () => MakePledgeInput) input: MakePledgeInput): Promise<PublicPledge> {
    const on = happened(ctx.day, ctx.now);
    const year = asYear(input.year, on);
    return create(ctx, PublicPledge, input, 'pledge.made', async ({ ctx: inside }) => {
      const { organization, person } = await answerable(inside, input.organization, on, input.role);
      return Object.assign(new PublicPledge(), {
        id: newId('plg'),
        organization: organization.id,
        division: organization.division,
        role: input.role,
        person,
        year,
        text: said(input.text, 'text', 4000),
        published: said(input.published, 'published', 100),
        validFrom: on,
      });
    });
  }
}

@Resolver(() => DutyReport)
export class DutyReportResolver {
  @Query(() => reports.Connection, { description: '述职评议 · Reports of holders of posts in your territory.' })
  dutyReports(@Context() ctx: Ctx, @Args(() => reports.Args) args: PageArgs): object {
    return reports.page(ctx, args);
  }
  @FieldResolver(() => PartyOrganization, { nullable: true, description: '党组织 · The organization.' })
  organization(@Root() { organization }: DutyReport, @Context() ctx: Ctx): Promise<PartyOrganization | null> {
    return organizationById(ctx, organization);
  }
  @FieldResolver(() => Person, { nullable: true, description: '述职人 · Who reported.' })
  person(@Root() { person }: DutyReport): Person {
    return { id: person };
  }

  @Mutation(() => DutyReport, {
    description:
      '述职 · Submits the report of whoever holds a post on the day asked for. Refused with ALREADY_SAID the second time in a year.',
  })
  submitDutyReport(@Context() ctx: Ctx, @Arg('input', () => SubmitDutyReportInput) input: SubmitDutyReportInput): Promise<DutyReport> {
    const on = happened(ctx.day, ctx.now);
    const year = asYear(input.year, on);
    return create(ctx, DutyReport, input, 'report.submitted', async ({ ctx: inside }) => {
      const { organization, person } = await answerable(inside, input.organization, on, input.role);
      return Object.assign(new DutyReport(), {
        id: newId('rpt'),
        organization: organization.id,
        division: organization.division,
        role: input.role,
        person,
        year,
        text: said(input.text, 'text', 4000),
        reportedOn: on,
        submittedBy: ctx.caller.id,
        validFrom: on,
      });
    });
  }
  @Mutation(() => DutyReport, { description: '评议 · SUBMITTED → REVIEWED. Refused with SELF_VERIFIED for whoever submitted it.' })
  reviewDutyReport(@Context() ctx: Ctx, @Arg('input', () => ReviewDutyReportInput) input: ReviewDutyReportInput): Promise<DutyReport> {
    const on = happened(ctx.day, ctx.now);
    return change(ctx, DutyReport, input.report, input, (report) => report.review(input.grade, input.remark, ctx.caller.id, on));
  }
  @Mutation(() => DutyReport, { description: '退回述职 · SUBMITTED → RETURNED, with a reason.' })
  returnDutyReport(@Context() ctx: Ctx, @Arg('input', () => ReturnDutyReportInput) input: ReturnDutyReportInput): Promise<DutyReport> {
    happened(ctx.day, ctx.now);
    return change(ctx, DutyReport, input.report, input, (report) => report.return(input.remark));
  }
  @Mutation(() => DutyReport, { description: '修改述职 · RETURNED → SUBMITTED.' })
  amendDutyReport(@Context() ctx: Ctx, @Arg('input', () => AmendDutyReportInput) input: AmendDutyReportInput): Promise<DutyReport> {
    const on = happened(ctx.day, ctx.now);
    return change(ctx, DutyReport, input.report, input, (report) => report.amend(input.text, ctx.caller.id, on));
  }
}
