import { LockMode } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { calendarOf, isProvisional, workingDaysLeft } from '#platform/calendar';
import { change, Intent, Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byEnum, byId, byRule, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { LedgerRow } from '#platform/ledger';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { Township, Village } from '../divisions/division.entity.ts';
import { villagesBelow } from '../divisions/division.rules.ts';
import { Inspection } from '../inspections/inspection.entity.ts';
import { inspectionById } from '../inspections/inspection.reads.ts';
import { takesFindings } from '../inspections/inspection.rules.ts';
import { InspectionVisit } from '../inspections/visit.entity.ts';
import { aVisit, requireInspected } from '../inspections/visit.resolver.ts';
import { Finding, FindingEvidence } from './finding.entity.ts';
import {
  CATEGORY_LENGTH,
  clockOf,
  FindingState,
  isOverdue,
  Light,
  lightOf,
  Severity,
  whereFinished,
  whereInTime,
  whereOpen,
  whereOverdue,
} from './finding.rules.ts';

export const findings = list({
  name: 'Finding',
  entity: Finding,
  filter: {
    state: byEnum('FindingState', FindingState)('state', '状态 · State.'),
    open: byRule('未销号 · Neither closed nor dismissed.', (yes) => (yes ? whereOpen() : whereFinished())),
    overdue: byRule('逾期 · Still to be put right, past the deadline on the day asked for.', (yes, { day }) =>
      yes ? whereOverdue(day) : whereInTime(day),
    ),
    category: byText('category', '类别 · Category.'),
    severity: byEnum('Severity', Severity)('severity', '严重程度 · How bad it is.'),
    foundOn: byDay('foundOn', '发现日 · Day of finding.'),
    deadline: byDay('deadline', '整改期限 · Deadline.'),
    village: byId('village', '村 · Key of the village.'),
    inspection: byId('inspection', '督查 · Key of the inspection.'),
    responsibleAgency: byId('responsibleAgency', '责任单位 · Key of the agency responsible.'),
  },
  order: {
    FOUND_ON: { property: 'foundOn', description: '发现日 · By day of finding.' },
    DEADLINE: { property: 'deadline', description: '整改期限 · By deadline; those without one come last.' },
    SEVERITY: { property: 'severity', description: '严重程度 · Mildest first.' },
  },
  distinct: { villages: { property: 'village', description: '涉及村数 · Villages in which something was found.' } },
  measures: { returns: { property: 'returns', of: 'int', description: '退回次数 · Returned submissions.' } },
  groups: {
    state: { property: 'state', type: () => FindingState, description: '状态 · State.' },
    severity: { property: 'severity', type: () => Severity, description: '严重程度 · How bad it is.' },
    category: { property: 'category', type: () => String, description: '类别 · Category.' },
    foundOn: { property: 'foundOn', type: () => DateScalar, day: true, description: '发现日 · Day of finding.' },
    deadline: { property: 'deadline', type: () => DateScalar, day: true, description: '整改期限 · Deadline.' },
    village: { property: 'village', type: () => Village, show: (id: string) => ({ id }), description: '村 · Village.' },
    township: {
      property: 'village',
      above: true,
      type: () => Township,
      show: (id: string) => ({ id }),
      description: '乡镇 · Township in which the village lies on the day asked for.',
    },
    responsibleAgency: {
      property: 'responsibleAgency',
      type: () => Agency,
      show: (id: string) => ({ id }),
      description: '责任单位 · Agency responsible.',
    },
  },
  below: { property: 'village', keys: (ctx, division) => villagesBelow(ctx, division, ctx.day) },
});

export const findingById = byKey(Finding);

const evidenceOf = batched<string, FindingEvidence[]>(async (ids, { em }) => {
  const rows = await em.find(FindingEvidence, { finding: { $in: [...ids] } }, { orderBy: { on: 'asc', row: 'asc' } });
  const byFinding = Map.groupBy(rows, (e) => e.finding);
  return (id) => byFinding.get(id) ?? [];
});

/** What the ledger says of findings up to the day asked for: a history doesn't know of later days either. */
const historyOf = batched<string, LedgerRow[]>(async (ids, { em, day }) => {
  const rows = await em.find(LedgerRow, { noun: 'finding', key: { $in: [...ids] }, day: { $lte: day } }, { orderBy: { seq: 'asc' } });
  const byFinding = Map.groupBy(rows, (r) => r.key);
  return (id) => byFinding.get(id) ?? [];
});

@InputType({ description: '登记问题 · What an inspection found in a village.' })
class OpenFindingInput extends Intent {
  @Field(() => ID, { description: '督查 · The inspection that found it.' }) inspection!: string;
  @Field(() => ID, { description: '村 · The village or community.' }) village!: string;
  @Field(() => String, { description: `类别 · Category, up to ${CATEGORY_LENGTH} characters.` }) category!: string;
  @Field(() => Severity, { description: '严重程度 · How bad it is.' }) severity!: Severity;
  @Field(() => DateScalar, { description: '发现日 · Day of finding; not after the day asked for.' }) foundOn!: Day;
  @Field(() => String, { description: '问题描述 · What was found, up to 4000 characters.' }) description!: string;
}

@InputType({ description: '问题办理 · The finding that moves on.' })
export class MoveFindingInput extends Move {
  @Field(() => ID, { description: '问题 · The finding.' }) finding!: string;
}

@InputType({ description: '销号 · The finding that is closed.' })
class CloseFindingInput extends MoveFindingInput {}

@InputType({ description: '认定不成立 · The finding and why it does not stand.' })
class DismissFindingInput extends MoveFindingInput {
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

@Resolver(() => Finding)
export class FindingResolver {
  @Query(() => findings.Connection, { description: '问题 · Findings of your territory.' })
  findings(@Context() ctx: Ctx, @Args(() => findings.Args) args: PageArgs): object {
    return findings.page(ctx, args);
  }
  @Query(() => Finding, { nullable: true, description: '问题 · One finding; null when there is none in your territory.' })
  finding(@Context() ctx: Ctx, @Arg('id', () => ID, { description: '标识 · Its key.' }) id: string): Promise<Finding | null> {
    return findingById(ctx, id);
  }

  @FieldResolver(() => Inspection, {
    nullable: true,
    description: '督查 · The inspection that found it; null on days before it was planned.',
  })
  inspection(@Root() { inspection }: Finding, @Context() ctx: Ctx): Promise<Inspection | null> {
    return inspectionById(ctx, inspection);
  }
  @FieldResolver(() => Village, { nullable: true, description: '村 · Where it was found.' })
  village(@Root() { village }: Finding): Village {
    return { id: village };
  }
  @FieldResolver(() => Agency, { nullable: true, description: '责任单位 · The agency that must put it right; null until ordered.' })
  responsibleAgency(@Root() { responsibleAgency }: Finding): Agency | null {
    return responsibleAgency ? { id: responsibleAgency } : null;
  }
  @FieldResolver(() => [FindingEvidence], { description: '佐证材料 · Evidence of all submissions, oldest first.' })
  evidence(@Root() { id }: Finding, @Context() ctx: Ctx): Promise<FindingEvidence[]> {
    return evidenceOf(ctx, id);
  }
  @FieldResolver(() => [LedgerRow], { description: '办理过程 · Its rows of the ledger up to the day asked for, oldest first.' })
  history(@Root() { id }: Finding, @Context() ctx: Ctx): Promise<LedgerRow[]> {
    return historyOf(ctx, id);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      '剩余工作日 · Working days left until the deadline, counted from the day asked for or from the submission that waits; null when no clock runs.',
  })
  async workingDaysLeft(@Root() finding: Finding, @Context() ctx: Ctx): Promise<number | null> {
    const clock = clockOf(finding, ctx.day);
    return clock && workingDaysLeft(await calendarOf(ctx), clock.from, clock.to);
  }
  @FieldResolver(() => Light, {
    nullable: true,
    description:
      '三色灯 · GREEN with more than three working days left, YELLOW with three or fewer, RED past the deadline; null without a deadline and once verified.',
  })
  async light(@Root() finding: Finding, @Context() ctx: Ctx): Promise<Light | null> {
    const clock = clockOf(finding, ctx.day);
    return clock && lightOf(clock, workingDaysLeft(await calendarOf(ctx), clock.from, clock.to));
  }
  @FieldResolver(() => Boolean, {
    description: '灯色待定 · The light may still change: its days touch a year whose public holidays have not been announced.',
  })
  async lightProvisional(@Root() finding: Finding, @Context() ctx: Ctx): Promise<boolean> {
    const clock = clockOf(finding, ctx.day);
    return clock !== null && isProvisional(await calendarOf(ctx), clock.from, clock.to);
  }
  @FieldResolver(() => Boolean, {
    description:
      '逾期 · Still to be put right past the deadline on the day asked for; a submission that waits for verification is not overdue.',
  })
  overdue(@Root() finding: Finding, @Context() { day }: Ctx): boolean {
    return isOverdue(finding, day);
  }

  @Mutation(() => Finding, { description: '登记问题 · Opens a finding, from the day on which it was found.' })
  openFinding(@Context() ctx: Ctx, @Arg('input', () => OpenFindingInput) input: OpenFindingInput): Promise<Finding> {
    return once(ctx, Finding, input, async (work) => {
      const { em } = work.ctx;
      const { foundOn, village, severity } = input;
      const category = said(input.category, 'category', CATEGORY_LENGTH);
      const description = said(input.description, 'description', 4000);
      if (foundOn > ctx.day)
        throw new Refusal('BAD_USER_INPUT', `a finding is entered on or after the day it was made; ${foundOn} lies after ${ctx.day}`);
      // Locked, so that it isn't closed meanwhile.
      const inspection = await em.findOne(Inspection, { id: input.inspection }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!inspection || !takesFindings(inspection))
        throw new Refusal(
          'NOT_FOUND',
          `no inspection ${input.inspection} in your territory that takes findings as of ${ctx.day}${inspection ? `; it is ${inspection.state}` : ''}`,
        );
      requireInspected(ctx, inspection, village, foundOn);
      const given = { inspection: inspection.id, village, category, severity, foundOn, description, validFrom: foundOn };
      const finding = work.create(Object.assign(new Finding(), { id: newId('fnd'), ...given }), 'finding.opened');
      // Whatever is found in a village is found on a visit, whether somebody recorded that or not.
      const visit = { inspection: inspection.id, village, on: foundOn };
      if (!(await em.findOne(InspectionVisit, visit)))
        work.create(aVisit(inspection.id, village, foundOn, ctx.caller.id), 'inspectionVisit.recorded');
      return finding;
    });
  }

  @Mutation(() => Finding, { description: '销号 · VERIFIED → CLOSED: files a verified finding.' })
  closeFinding(@Context() ctx: Ctx, @Arg('input', () => CloseFindingInput) input: CloseFindingInput): Promise<Finding> {
    return change(ctx, Finding, input.finding, input, (finding) => finding.close());
  }
  @Mutation(() => Finding, { description: '认定不成立 · OPEN → DISMISSED: the finding does not stand.' })
  dismissFinding(@Context() ctx: Ctx, @Arg('input', () => DismissFindingInput) input: DismissFindingInput): Promise<Finding> {
    return change(ctx, Finding, input.finding, input, (finding) => finding.dismiss(input.reason));
  }
}
