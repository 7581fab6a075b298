import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, create, current, Intent, Move, once, type Work } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byEnum, byId, byInt, byRule, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Rate } from '#platform/rate';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo, MoneyFen } from '#platform/scalars';
import { said } from '#platform/words';
import { atTownship } from '../divisions/division.entity.ts';
import { requireWorkplace } from '../divisions/division.rules.ts';
import { PolicyDocument } from '../documents/document.entity.ts';
import { documentReference, requireDocument } from '../documents/document.resolver.ts';
import { asOrganization, PartyOrganization } from '../organizations/organization.entity.ts';
import { asPerson, Person } from '../persons/person.entity.ts';
import { requireDeadline } from '../tasks/task.reads.ts';
import { SecretaryOffice } from './office.entity.ts';
import { ProjectIndicator, ProjectMilestone, SecretaryProject } from './project.entity.ts';
import { attainmentOf, holdsPost, isMeasurable, ProjectState, whereAlive, whereNotAlive } from './project.rules.ts';

export const projects = list({
  name: 'SecretaryProject',
  entity: SecretaryProject,
  filter: {
    title: byText('title', '名称 · Title.'),
    year: byInt('year', '年度 · Year.'),
    state: byEnum('SecretaryProjectState', ProjectState)('state', '状态 · State.'),
    alive: byRule('在实施 · Established and neither closed, rejected nor terminated.', (yes) => (yes ? whereAlive() : whereNotAlive())),
    division: byId('division', '地点 · Key of the division of the organization.'),
    organization: byId('organization', '党组织 · Key of the organization.'),
    secretary: byId('secretary', '书记 · Key of the person.'),
    due: byDay('due', '计划完成日 · Last day as planned.'),
  },
  order: {
    NO: { property: 'no', description: '编号 · By number within the year.' },
    YEAR: { property: 'year', description: '年度 · By year.' },
    DUE: { property: 'due', description: '计划完成日 · By last day.' },
  },
  defaultOrder: { field: 'YEAR', direction: Direction.DESC },
  measures: { budget: { property: 'budget', of: 'money', description: '预算 · Budget.' } },
  groups: {
    state: { property: 'state', type: () => ProjectState, description: '状态 · State.' },
    year: { property: 'year', type: () => Int, description: '年度 · Year.' },
    division: { property: 'division', type: () => ID, description: '地点 · Key of the division of the organization.' },
    township: atTownship('division'),
  },
  below: 'division',
});

export const projectById = byKey(SecretaryProject);
export const indicatorById = byKey(ProjectIndicator);
export const milestoneById = byKey(ProjectMilestone);

const partsOf = <E extends ProjectIndicator | ProjectMilestone>(entity: new () => E) =>
  batched<string, E[]>(async (ids, { em }) => {
    const rows = (await em.find(entity as never, { project: { $in: [...ids] } } as never, {
      orderBy: { due: 'asc', id: 'asc' } as never,
    })) as E[];
    const byProject = Map.groupBy(rows, (r) => r.project);
    return (id) => byProject.get(id) ?? [];
  });
export const indicatorsOf = partsOf(ProjectIndicator);
const milestonesOf = partsOf(ProjectMilestone);

/** Offices of the organizations of projects, in one statement. */
const officesOf = batched<string, SecretaryOffice[]>(async (organizations, { em }) => {
  const byOrganization = Map.groupBy(await em.find(SecretaryOffice, { organization: { $in: [...organizations] } }), (o) => o.organization);
  return (organization) => byOrganization.get(organization) ?? [];
});
const inPost = async (ctx: Ctx, organization: string, person: string): Promise<boolean | null> =>
  holdsPost(await ctx.em.find(SecretaryOffice, { organization }), organization, person, ctx.day);

@InputType({ description: '指标 · What a project is measured by.' })
class IndicatorInput {
  @Field(() => String, { description: '名称 · Name, up to 100 characters.' }) name!: string;
  @Field(() => String, { description: '单位 · Unit, up to 20 characters.' }) unit!: string;
  @Field(() => Int, { description: '基数 · Where things stand.' }) baseline!: number;
  @Field(() => Int, { description: '目标 · Where they are to stand; not the baseline.' }) target!: number;
  @Field(() => DateScalar, { description: '时限 · Last day for the target.' }) due!: Day;
  @Field(() => Int, { defaultValue: 1, description: '权重 · Weight, 1 to 100.' }) weight!: number;
}
@InputType({ description: '节点 · A step on the way.' })
class MilestoneInput {
  @Field(() => String, { description: '名称 · What is to be reached, up to 200 characters.' }) title!: string;
  @Field(() => DateScalar, { description: '时限 · Last day.' }) due!: Day;
}
@InputType({ description: '申报书记项目 · A project that a secretary takes on.' })
class DeclareProjectInput extends Intent {
  @Field(() => Int, { description: '编号 · Number within the year, 1 to 999.' }) no!: number;
  @Field(() => String, { description: '名称 · Title, up to 200 characters.' }) title!: string;
  @Field(() => String, { description: '破解的问题 · The problem, up to 1000 characters.' }) problem!: string;
  @Field(() => ID, { description: '党组织 · The Party organization.' }) organization!: string;
  @Field(() => ID, { description: '地点 · Key of the county, township or village of the organization.' }) division!: string;
  @Field(() => ID, { description: '书记 · The secretary who takes it on.' }) secretary!: string;
  @Field(() => String, { description: '职务 · The post, up to 100 characters.' }) post!: string;
  @Field(() => MoneyFen, { nullable: true, description: '预算 · Budget in fen.' }) budget?: number;
  @Field(() => DateScalar, { description: '计划完成日 · Last day.' }) due!: Day;
  @Field(() => [IndicatorInput], { description: '指标 · Indicators, at most 20.' }) indicators!: IndicatorInput[];
  @Field(() => [MilestoneInput], { defaultValue: [], description: '节点 · Steps, at most 20.' }) milestones!: MilestoneInput[];
}
@InputType({ description: '书记项目办理 · The project that moves on.' })
class MoveProjectInput extends Move {
  @Field(() => ID, { description: '项目 · The project.' }) project!: string;
}
@InputType({ description: '立项 · The project and the document that establishes it.' })
class EstablishProjectInput extends MoveProjectInput {
  @Field(() => DocNo, { description: '文号 · Number of the document.' }) document!: string;
}
@InputType({ description: '书记项目办理 · The project, and why.' })
class ReasonProjectInput extends MoveProjectInput {
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}
@InputType({ description: '移交书记项目 · The project and the secretary who takes it over.' })
class HandOverProjectInput extends MoveProjectInput {
  @Field(() => ID, { description: '接任书记 · The successor.' }) secretary!: string;
  @Field(() => String, { description: '职务 · The post, up to 100 characters.' }) post!: string;
}
@InputType({ description: '增列指标 · An indicator of a project that is not established yet.' })
class AddIndicatorInput extends Intent {
  @Field(() => ID, { description: '项目 · The project.' }) project!: string;
  @Field(() => IndicatorInput, { description: '指标 · The indicator.' }) indicator!: IndicatorInput;
}
@InputType({ description: '填报指标 · Where an indicator stands.' })
class ReportIndicatorInput extends Move {
  @Field(() => ID, { description: '指标 · The indicator.' }) indicator!: string;
  @Field(() => Int, { description: '实际 · Where it stands.' }) actual!: number;
}
@InputType({ description: '完成节点 · A step that was reached.' })
class ReachMilestoneInput extends Move {
  @Field(() => ID, { description: '节点 · The step.' }) milestone!: string;
}

async function anIndicator(ctx: Ctx, project: { id: string; division: string }, i: IndicatorInput): Promise<ProjectIndicator> {
  if (!isMeasurable(i) || i.weight > 100)
    throw new Refusal(
      'INDICATOR_REQUIRED',
      `an indicator leads from its baseline to another target, with a weight of 1 to 100; got ${i.baseline} to ${i.target}, weight ${i.weight}`,
    );
  const { baseline, target, weight } = i;
  const due = await requireDeadline(ctx, i.due, true);
  const facts = { id: newId('ind'), project: project.id, division: project.division, baseline, target, weight, due, validFrom: ctx.day };
  return Object.assign(new ProjectIndicator(), facts, { name: said(i.name, 'name', 100), unit: said(i.unit, 'unit', 20) });
}

/** The project as it stands now, locked: nothing is added to what it no longer is, whatever day is asked for. */
const standing = ({ em, day }: Ctx, id: string): Promise<SecretaryProject> => current(em, SecretaryProject, id, day);
const moved = (ctx: Ctx, input: MoveProjectInput, move: (p: SecretaryProject, work: Work) => string | Promise<string>) =>
  change(ctx, SecretaryProject, input.project, input, move);

@InputType({ description: '审核书记项目 · What reviewProject is given.' })
class ReviewProjectInput extends MoveProjectInput {}

@InputType({ description: '不予立项 · What rejectProject is given.' })
class RejectProjectInput extends ReasonProjectInput {}

@InputType({ description: '启动实施 · What startProject is given.' })
class StartProjectInput extends MoveProjectInput {}

@InputType({ description: '暂停实施 · What suspendProject is given.' })
class SuspendProjectInput extends ReasonProjectInput {}

@InputType({ description: '恢复实施 · What resumeProject is given.' })
class ResumeProjectInput extends MoveProjectInput {}

@InputType({ description: '报验 · What submitProject is given.' })
class SubmitProjectInput extends MoveProjectInput {}

@InputType({ description: '退回整改 · What returnProject is given.' })
class ReturnProjectInput extends ReasonProjectInput {}

@InputType({ description: '验收 · What acceptProject is given.' })
class AcceptProjectInput extends MoveProjectInput {}

@InputType({ description: '结项 · What closeProject is given.' })
class CloseProjectInput extends MoveProjectInput {}

@InputType({ description: '终止 · What terminateProject is given.' })
class TerminateProjectInput extends ReasonProjectInput {}

@InputType({ description: '增列指标 · What addProjectIndicator is given.' })
class AddProjectIndicatorInput extends AddIndicatorInput {}

@Resolver(() => SecretaryProject)
export class ProjectResolver {
  @Query(() => projects.Connection, { description: '书记项目 · Secretary projects of your territory, and of what lies above it.' })
  secretaryProjects(@Context() ctx: Ctx, @Args(() => projects.Args) args: PageArgs): object {
    return projects.page(ctx, args);
  }
  @Query(() => SecretaryProject, { nullable: true, description: '书记项目 · One project; null when there is none in your territory.' })
  secretaryProject(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: '标识 · Its key.' }) id: string,
  ): Promise<SecretaryProject | null> {
    return projectById(ctx, id);
  }

  @FieldResolver(() => PartyOrganization, { nullable: true, description: '党组织 · The organization.' })
  organization(@Root() { organization }: SecretaryProject): PartyOrganization {
    return { id: organization };
  }
  @FieldResolver(() => Person, { nullable: true, description: '书记 · The secretary who has it on the day asked for.' })
  secretary(@Root() { secretary }: SecretaryProject): Person {
    return { id: secretary };
  }
  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      '在任 · Whether that secretary holds the post on the day asked for, by the villages ledger; null where that knows of no secretary of the organization.',
  })
  async secretaryInPost(@Root() { organization, secretary }: SecretaryProject, @Context() ctx: Ctx): Promise<boolean | null> {
    return holdsPost(await officesOf(ctx, organization), organization, secretary, ctx.day);
  }
  @FieldResolver(() => [ProjectIndicator], { description: '指标 · What it is measured by, by due day.' })
  indicators(@Root() { id }: SecretaryProject, @Context() ctx: Ctx): Promise<ProjectIndicator[]> {
    return indicatorsOf(ctx, id);
  }
  @FieldResolver(() => [ProjectMilestone], { description: '节点 · Its steps, by due day.' })
  milestones(@Root() { id }: SecretaryProject, @Context() ctx: Ctx): Promise<ProjectMilestone[]> {
    return milestonesOf(ctx, id);
  }
  @FieldResolver(() => Rate, {
    description:
      '达成率（M82） · Weighted mean of how far the indicators have come from baseline to target, none counted beyond its target; in thousandths.',
  })
  async attainment(@Root() { id }: SecretaryProject, @Context() ctx: Ctx): Promise<Rate> {
    return attainmentOf(await indicatorsOf(ctx, id));
  }
  @FieldResolver(() => PolicyDocument, { nullable: true, description: '立项文件 · The document that established it.' })
  policyDocument(@Root() { document }: SecretaryProject, @Context() ctx: Ctx): Promise<PolicyDocument | null> | null {
    return document ? documentReference({ docNo: document }, ctx) : null;
  }

  @Mutation(() => SecretaryProject, { description: '申报书记项目 · Declares a project with its indicators and steps.' })
  declareProject(@Context() ctx: Ctx, @Arg('input', () => DeclareProjectInput) input: DeclareProjectInput): Promise<SecretaryProject> {
    return once(ctx, SecretaryProject, input, async (work) => {
      const { ctx: inside } = work;
      const { no, due, budget, indicators, milestones } = input;
      if (no < 1 || no > 999) throw new Refusal('BAD_USER_INPUT', `a project is numbered 1 to 999 within its year; got ${no}`);
      if (indicators.length > 20 || milestones.length > 20)
        throw new Refusal('LIMIT_EXCEEDED', 'a project has at most 20 indicators and 20 steps', { max: 20 });
      if (due < ctx.day) throw new Refusal('BAD_USER_INPUT', `a project ends after it is declared; ${due} lies before ${ctx.day}`);
      const project = Object.assign(new SecretaryProject(), {
        id: newId('prj'),
        no,
        year: Number(ctx.day.slice(0, 4)),
        title: said(input.title, 'title', 200),
        problem: said(input.problem, 'problem', 1000),
        organization: asOrganization(input.organization),
        division: requireWorkplace(inside, input.division),
        secretary: asPerson(input.secretary),
        post: said(input.post, 'post', 100),
        budget: budget ?? null,
        due: await requireDeadline(inside, due, true),
        validFrom: ctx.day,
      });
      work.create(project, 'project.declared');
      for (const i of indicators) work.create(await anIndicator(inside, project, i), 'indicator.added');
      for (const m of milestones) {
        const facts = {
          id: newId('mls'),
          project: project.id,
          division: project.division,
          title: said(m.title, 'title', 200),
          due: m.due,
          validFrom: ctx.day,
        };
        work.create(Object.assign(new ProjectMilestone(), facts), 'milestone.added');
      }
      return project;
    });
  }
  @Mutation(() => SecretaryProject, { description: '审核书记项目 · DECLARED → REVIEWED.' })
  reviewProject(@Context() ctx: Ctx, @Arg('input', () => ReviewProjectInput) input: ReviewProjectInput): Promise<SecretaryProject> {
    return moved(ctx, input, (p) => p.review());
  }
  @Mutation(() => SecretaryProject, {
    description:
      '立项 · REVIEWED → ESTABLISHED. Refused with NOT_IN_POST unless the secretary holds the post that day, with INDICATOR_REQUIRED without a measurable indicator.',
  })
  establishProject(
    @Context() ctx: Ctx,
    @Arg('input', () => EstablishProjectInput) input: EstablishProjectInput,
  ): Promise<SecretaryProject> {
    return moved(ctx, input, async (p, { ctx: inside }) => {
      const document = await requireDocument(inside, input.document);
      const indicators = await inside.em.find(ProjectIndicator, { project: p.id });
      return p.establish(document, ctx.day, await inPost(inside, p.organization, p.secretary), indicators.filter(isMeasurable).length);
    });
  }
  @Mutation(() => SecretaryProject, { description: '不予立项 · DECLARED or REVIEWED → REJECTED.' })
  rejectProject(@Context() ctx: Ctx, @Arg('input', () => RejectProjectInput) input: RejectProjectInput): Promise<SecretaryProject> {
    return moved(ctx, input, (p) => p.reject(input.reason));
  }
  @Mutation(() => SecretaryProject, { description: '启动实施 · ESTABLISHED → IN_PROGRESS.' })
  startProject(@Context() ctx: Ctx, @Arg('input', () => StartProjectInput) input: StartProjectInput): Promise<SecretaryProject> {
    return moved(ctx, input, (p) => p.start());
  }
  @Mutation(() => SecretaryProject, { description: '暂停实施 · IN_PROGRESS → SUSPENDED.' })
  suspendProject(@Context() ctx: Ctx, @Arg('input', () => SuspendProjectInput) input: SuspendProjectInput): Promise<SecretaryProject> {
    return moved(ctx, input, (p) => p.suspend(input.reason));
  }
  @Mutation(() => SecretaryProject, { description: '恢复实施 · SUSPENDED → IN_PROGRESS.' })
  resumeProject(@Context() ctx: Ctx, @Arg('input', () => ResumeProjectInput) input: ResumeProjectInput): Promise<SecretaryProject> {
    return moved(ctx, input, (p) => p.resume());
  }
  @Mutation(() => SecretaryProject, {
    description: '报验 · IN_PROGRESS → SUBMITTED. Refused with INDICATOR_REQUIRED until every indicator is reported.',
  })
  submitProject(@Context() ctx: Ctx, @Arg('input', () => SubmitProjectInput) input: SubmitProjectInput): Promise<SecretaryProject> {
    return moved(ctx, input, async (p, { ctx: { em } }) =>
      p.submit(ctx.caller.id, ctx.day, await em.count(ProjectIndicator, { project: p.id, actual: null })),
    );
  }
  @Mutation(() => SecretaryProject, { description: '退回整改 · SUBMITTED → IN_PROGRESS.' })
  returnProject(@Context() ctx: Ctx, @Arg('input', () => ReturnProjectInput) input: ReturnProjectInput): Promise<SecretaryProject> {
    return moved(ctx, input, (p) => p.return(input.reason));
  }
  @Mutation(() => SecretaryProject, { description: '验收 · SUBMITTED → ACCEPTED, by somebody else than who submitted it.' })
  acceptProject(@Context() ctx: Ctx, @Arg('input', () => AcceptProjectInput) input: AcceptProjectInput): Promise<SecretaryProject> {
    return moved(ctx, input, (p) => p.accept(ctx.caller.id));
  }
  @Mutation(() => SecretaryProject, { description: '结项 · ACCEPTED → CLOSED.' })
  closeProject(@Context() ctx: Ctx, @Arg('input', () => CloseProjectInput) input: CloseProjectInput): Promise<SecretaryProject> {
    return moved(ctx, input, (p) => p.close());
  }
  @Mutation(() => SecretaryProject, {
    description:
      '终止 · Ends a project whose secretary left and that nobody takes over. Refused with STILL_IN_POST while the secretary holds the post.',
  })
  terminateProject(
    @Context() ctx: Ctx,
    @Arg('input', () => TerminateProjectInput) input: TerminateProjectInput,
  ): Promise<SecretaryProject> {
    return moved(ctx, input, async (p, { ctx: inside }) => p.terminate(input.reason, await inPost(inside, p.organization, p.secretary)));
  }
  @Mutation(() => SecretaryProject, {
    description: '移交书记项目 · Passes a project to the secretary who holds the post now. Refused with NOT_IN_POST for anybody else.',
  })
  handOverProject(@Context() ctx: Ctx, @Arg('input', () => HandOverProjectInput) input: HandOverProjectInput): Promise<SecretaryProject> {
    const secretary = asPerson(input.secretary);
    return moved(ctx, input, async (p, { ctx: inside }) =>
      p.handOver(secretary, input.post, await inPost(inside, p.organization, secretary)),
    );
  }
  @Mutation(() => ProjectIndicator, { description: '增列指标 · Adds an indicator before the project is established.' })
  addProjectIndicator(
    @Context() ctx: Ctx,
    @Arg('input', () => AddProjectIndicatorInput) input: AddProjectIndicatorInput,
  ): Promise<ProjectIndicator> {
    return create(ctx, ProjectIndicator, input, 'indicator.added', async ({ ctx: inside }) => {
      const project = await standing(inside, input.project);
      project.requireOpenToIndicators();
      return anIndicator(inside, project, input.indicator);
    });
  }
  @Mutation(() => ProjectIndicator, { description: '填报指标 · Says where an indicator stands, while its project is in progress.' })
  reportIndicator(@Context() ctx: Ctx, @Arg('input', () => ReportIndicatorInput) input: ReportIndicatorInput): Promise<ProjectIndicator> {
    return change(ctx, ProjectIndicator, input.indicator, input, async (i, { ctx: inside }) => {
      (await standing(inside, i.project)).requireReports();
      return i.report(input.actual);
    });
  }
  @Mutation(() => ProjectMilestone, { description: '完成节点 · A step was reached, while its project is in progress.' })
  reachMilestone(@Context() ctx: Ctx, @Arg('input', () => ReachMilestoneInput) input: ReachMilestoneInput): Promise<ProjectMilestone> {
    return change(ctx, ProjectMilestone, input.milestone, input, async (m, { ctx: inside }) => {
      (await standing(inside, m.project)).requireReports();
      return m.reach(ctx.day);
    });
  }
}
