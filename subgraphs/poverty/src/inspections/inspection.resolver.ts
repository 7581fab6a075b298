import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { change, create, Intent, Move } from '#platform/change';
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
import { Township } from '../divisions/division.entity.ts';
import { Finding } from '../findings/finding.entity.ts';
import { whereOpen } from '../findings/finding.rules.ts';
import { Inspection } from './inspection.entity.ts';
import { inspectionById } from './inspection.reads.ts';
import { InspectionMethod, InspectionState, isAuthorized, planYearOf } from './inspection.rules.ts';

export const inspections = list({
  name: 'Inspection',
  entity: Inspection,
  filter: {
    title: byText('title', '名称 · Title.'),
    division: byId('division', '范围 · Key of the county or township inspected.'),
    state: byEnum('InspectionState', InspectionState)('state', '状态 · State.'),
    method: byEnum('InspectionMethod', InspectionMethod)('method', '方式 · Method.'),
    planned: byYes('planned', '计划内 · In the plan of a year.'),
    planYear: byInt('planYear', '计划年度 · Year of the plan.'),
    agency: byId('agency', '督查单位 · Key of the inspecting agency.'),
    from: byDay('from', '起 · First day.'),
    to: byDay('to', '止 · Last day.'),
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

/** An inspection of the whole county is read by its townships, and moved on by the county alone. */
function ownDivision(ctx: Ctx, { division }: Inspection): void {
  if (!ctx.scope.covers(division))
    throw new Refusal('FORBIDDEN', 'this inspection covers more than your territory; ask whoever answers for all of it');
}

const INSPECTED = ['COUNTY', 'TOWNSHIP'];

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
  @FieldResolver(() => Township, { nullable: true, description: '乡镇 · The township inspected; null when it is the whole county.' })
  township(@Root() { division }: Inspection, @Context() { territory, day }: Ctx): Township | null {
    return territory.at(division, day)?.kind === 'TOWNSHIP' ? { id: division } : null;
  }

  @Mutation(() => Inspection, {
    description:
      '列入督查计划 · Enters an inspection. Refused with UNPLANNED_INSPECTION when it is neither planned nor approved by a number.',
  })
  planInspection(@Context() ctx: Ctx, @Arg('input', () => PlanInspectionInput) input: PlanInspectionInput): Promise<Inspection> {
    return create(ctx, Inspection, input, 'inspection.planned', async (work) => {
      const { division, planned, method, agency, from, to } = input;
      const approvalNo = input.approvalNo === undefined ? null : said(input.approvalNo, 'approvalNo', 60);
      if (!isAuthorized({ planned, approvalNo }))
        throw new Refusal('UNPLANNED_INSPECTION', 'an inspection outside the plan needs approval: give its approvalNo, or planned: true');
      if (to < from) throw new Refusal('BAD_USER_INPUT', `an inspection ends on or after the day it begins; ${to} lies before ${from}`);
      const place = ctx.territory.at(division, ctx.day);
      if (!place || !INSPECTED.includes(place.kind) || !ctx.scope.covers(division))
        throw new Refusal('NOT_FOUND', `no county or township ${division} in your territory as of ${ctx.day}`);
      await requireAgency(work.ctx, agency);
      return Object.assign(new Inspection(), {
        id: newId('ins'),
        title: said(input.title, 'title', 100),
        division,
        planned,
        planYear: planned ? (input.planYear ?? planYearOf(from)) : null,
        approvalNo,
        method,
        agency,
        from,
        to,
        validFrom: ctx.day,
      });
    });
  }

  @Mutation(() => Inspection, { description: '批准督查 · PLANNED → APPROVED.' })
  approveInspection(@Context() ctx: Ctx, @Arg('input', () => ApproveInspectionInput) input: ApproveInspectionInput): Promise<Inspection> {
    return moved(ctx, input, (i) => i.approve());
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
    return moved(ctx, input, (i, em) => i.close(() => unfinished(em, i.id)));
  }
  @Mutation(() => Inspection, { description: '取消督查 · PLANNED or APPROVED → CANCELLED.' })
  cancelInspection(@Context() ctx: Ctx, @Arg('input', () => CancelInspectionInput) input: CancelInspectionInput): Promise<Inspection> {
    return moved(ctx, input, (i) => i.cancel(input.reason));
  }
}

function moved(
  ctx: Ctx,
  input: MoveInspectionInput,
  move: (inspection: Inspection, em: Ctx['em']) => string | Promise<string>,
): Promise<Inspection> {
  return change(ctx, Inspection, input.inspection, input, (inspection, work) => {
    ownDivision(ctx, inspection);
    return move(inspection, work.ctx.em);
  });
}
