import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { change, Intent, Move, once, type Work } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byEnum, byId, byInt, byText, byYes } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { requireAgency } from '../agencies/agency.reads.ts';
import { atTownship, Township } from '../divisions/division.entity.ts';
import { Finding } from '../findings/finding.entity.ts';
import { whereOpen } from '../findings/finding.rules.ts';
import { Inspection } from './inspection.entity.ts';
import { inspectionById, ownDivision, requireInspectable } from './inspection.reads.ts';
import { AnnouncementMode, InspectionMethod, InspectionState, isAuthorized, planYearOf } from './inspection.rules.ts';
import { PlanLine } from './plan.entity.ts';
import { approveLine, namedLine, newLine, planLineById } from './plan.resolver.ts';

export const inspections = list({
  name: 'Inspection',
  entity: Inspection,
  filter: {
    title: byText('title', '名称 · Title.'),
    division: byId('division', '范围 · Key of the county or township inspected.'),
    state: byEnum('InspectionState', InspectionState)('state', '状态 · State.'),
    method: byEnum('InspectionMethod', InspectionMethod)('method', '方式 · Method.'),
    announcement: byEnum('AnnouncementMode', AnnouncementMode)('announcement', '通知方式 · Announced or not.'),
    planned: byYes('planned', '计划内 · In the plan of a year.'),
    planYear: byInt('planYear', '计划年度 · Year of the plan.'),
    agency: byId('agency', '督查单位 · Key of the inspecting agency.'),
    from: byDay('from', '起 · First day.'),
    to: byDay('to', '止 · Last day.'),
  },
  groups: {
    state: { property: 'state', type: () => InspectionState, description: '状态 · State.' },
    method: { property: 'method', type: () => InspectionMethod, description: '方式 · Method.' },
    announcement: { property: 'announcement', type: () => AnnouncementMode, description: '通知方式 · Announced or not.' },
    planned: { property: 'planned', type: () => Boolean, description: '计划内 · In the plan of a year.' },
    planYear: { property: 'planYear', type: () => Int, description: '计划年度 · Year of the plan.' },
    from: { property: 'from', type: () => DateScalar, day: true, description: '起 · First day.' },
    agency: { property: 'agency', type: () => Agency, show: (id: string) => ({ id }), description: '督查单位 · Inspecting agency.' },
    township: atTownship('division'),
  },
  order: {
    FROM: { property: 'from', description: '起 · By first day.' },
    TO: { property: 'to', description: '止 · By last day; newest first unless you say otherwise.' },
  },
  defaultOrder: { field: 'TO', direction: Direction.DESC },
});

@InputType({ description: '列入督查计划 · Plans an inspection, or enters an unplanned one with its approval number.' })
class PlanInspectionInput extends Intent {
  @Field(() => String, { description: '名称 · Title, up to 100 characters.' }) title!: string;
  @Field(() => ID, { description: '范围 · Key of the county or township to be inspected.' }) division!: string;
  @Field(() => Boolean, { defaultValue: true, description: '计划内 · Whether it has a line in the plan of a year.' }) planned!: boolean;
  @Field(() => Int, { nullable: true, description: '计划年度 · Year of the plan; the year of `from` unless given.' }) planYear?: number;
  @Field(() => ID, {
    nullable: true,
    description: '计划项 · The line of the plan on which it stands; without one it is proposed as a new line of that year.',
  })
  line?: string;
  @Field(() => AnnouncementMode, { defaultValue: AnnouncementMode.ANNOUNCED, description: '通知方式 · Whether it is announced.' })
  announcement!: AnnouncementMode;
  @Field(() => String, { nullable: true, description: '批准文号 · Approval number; required when unplanned.' }) approvalNo?: string;
  @Field(() => InspectionMethod, { description: '方式 · How it is carried out.' }) method!: InspectionMethod;
  @Field(() => ID, { description: '督查单位 · The inspecting agency.' }) agency!: string;
  @Field(() => DateScalar, { description: '起 · First day.' }) from!: Day;
  @Field(() => DateScalar, { description: '止 · Last day.' }) to!: Day;
}

@InputType({ description: '督查办理 · The inspection that moves on.' })
class MoveInspectionInput extends Move {
  @Field(() => ID, { description: '督查 · The inspection.' }) inspection!: string;
}

@InputType({ description: '批准督查 · The inspection that is approved.' })
class ApproveInspectionInput extends MoveInspectionInput {}

@InputType({ description: '启动督查 · The inspection that starts.' })
class StartInspectionInput extends MoveInspectionInput {}

@InputType({ description: '报告督查 · The inspection that is reported.' })
class ReportInspectionInput extends MoveInspectionInput {}

@InputType({ description: '办结督查 · The inspection that is closed.' })
class CloseInspectionInput extends MoveInspectionInput {}

@InputType({ description: '取消督查 · The inspection and why it is cancelled.' })
class CancelInspectionInput extends MoveInspectionInput {
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

/** Findings of an inspection that are neither closed nor dismissed, wherever they lie. */
const unfinished = (em: Ctx['em'], inspection: string): Promise<number> =>
  em.count(Finding, { inspection, ...whereOpen() }, { filters: { scope: false } });

@Resolver(() => Inspection)
export class InspectionResolver {
  @Query(() => inspections.Connection, { description: '督查 · Inspections of your territory, and of what lies above it.' })
  inspections(@Context() ctx: Ctx, @Args(() => inspections.Args) args: PageArgs): object {
    return inspections.page(ctx, args);
  }
  @Query(() => Inspection, { nullable: true, description: '督查 · One inspection; null when there is none in your territory.' })
  inspection(@Context() ctx: Ctx, @Arg('id', () => ID, { description: '标识 · Its key.' }) id: string): Promise<Inspection | null> {
    return inspectionById(ctx, id);
  }

  @FieldResolver(() => Agency, { nullable: true, description: '督查单位 · The inspecting agency.' })
  agency(@Root() { agency }: Inspection): Agency {
    return { id: agency };
  }
  @FieldResolver(() => PlanLine, { nullable: true, description: '计划项 · The line of the plan on which it stands; null when unplanned.' })
  line(@Root() { line }: Inspection, @Context() ctx: Ctx): Promise<PlanLine | null> | null {
    return line ? planLineById(ctx, line) : null;
  }
  @FieldResolver(() => Township, { nullable: true, description: '乡镇 · The township inspected; null when it is the whole county.' })
  township(@Root() { division }: Inspection, @Context() { territory, day }: Ctx): Township | null {
    return territory.at(division, day)?.kind === 'TOWNSHIP' ? { id: division } : null;
  }

  @Mutation(() => Inspection, {
    description:
      '列入督查计划 · Enters an inspection. Refused with UNPLANNED_INSPECTION when it is neither planned nor approved by a number.',
  })
  planInspection(@Context() ctx: Ctx, @Arg('input', () => PlanInspectionInput) input: PlanInspectionInput): Promise<Inspection> {
    return once(ctx, Inspection, input, async (work) => {
      const { division, planned, method, announcement, agency, from, to } = input;
      const approvalNo = input.approvalNo === undefined ? null : said(input.approvalNo, 'approvalNo', 60);
      const title = said(input.title, 'title', 100);
      if (!isAuthorized({ planned, approvalNo }))
        throw new Refusal('UNPLANNED_INSPECTION', 'an inspection outside the plan needs approval: give its approvalNo, or planned: true');
      if (to < from) throw new Refusal('BAD_USER_INPUT', `an inspection ends on or after the day it begins; ${to} lies before ${from}`);
      requireInspectable(ctx, division);
      await requireAgency(work.ctx, agency);
      const named = planned && input.line ? await namedLine(work.ctx, input.line, division) : null;
      const planYear = planned ? (named?.year ?? input.planYear ?? planYearOf(from)) : null;
      const entered = planYear === null || named ? null : await newLine(work.ctx, planYear, { division, title, method, agency, from, to });
      const line = named?.line.id ?? entered?.line.id ?? null;
      const given = { title, division, planned, planYear, line, approvalNo, method, announcement, agency, from, to };
      const inspection = work.create(
        Object.assign(new Inspection(), { id: newId('ins'), ...given, validFrom: ctx.day }),
        'inspection.planned',
      );
      if (entered?.plan) work.create(entered.plan, 'inspectionPlan.drafted');
      if (entered) work.create(entered.line, 'planLine.proposed');
      return inspection;
    });
  }

  @Mutation(() => Inspection, { description: '批准督查 · PLANNED → APPROVED, and its line of the plan with it.' })
  approveInspection(@Context() ctx: Ctx, @Arg('input', () => ApproveInspectionInput) input: ApproveInspectionInput): Promise<Inspection> {
    return moved(ctx, input, async (i, work) => {
      const event = i.approve();
      if (i.line) await approveLine(work, i.line);
      return event;
    });
  }
  @Mutation(() => Inspection, { description: '启动督查 · APPROVED → RUNNING.' })
  startInspection(@Context() ctx: Ctx, @Arg('input', () => StartInspectionInput) input: StartInspectionInput): Promise<Inspection> {
    return moved(ctx, input, (i) => i.start());
  }
  @Mutation(() => Inspection, { description: '提交督查报告 · RUNNING → REPORTED.' })
  reportInspection(@Context() ctx: Ctx, @Arg('input', () => ReportInspectionInput) input: ReportInspectionInput): Promise<Inspection> {
    return moved(ctx, input, (i) => i.report());
  }
  @Mutation(() => Inspection, {
    description: '督查办结 · REPORTED → CLOSED. Refused with FINDINGS_OPEN until all its findings are closed or dismissed.',
  })
  closeInspection(@Context() ctx: Ctx, @Arg('input', () => CloseInspectionInput) input: CloseInspectionInput): Promise<Inspection> {
    return moved(ctx, input, (i, { ctx: { em } }) => i.close(() => unfinished(em, i.id)));
  }
  @Mutation(() => Inspection, { description: '取消督查 · PLANNED or APPROVED → CANCELLED.' })
  cancelInspection(@Context() ctx: Ctx, @Arg('input', () => CancelInspectionInput) input: CancelInspectionInput): Promise<Inspection> {
    return moved(ctx, input, (i) => i.cancel(input.reason));
  }
}

function moved(
  ctx: Ctx,
  input: MoveInspectionInput,
  move: (inspection: Inspection, work: Work) => string | Promise<string>,
): Promise<Inspection> {
  return change(ctx, Inspection, input.inspection, input, (inspection, work) => {
    ownDivision(ctx, inspection);
    return move(inspection, work);
  });
}
