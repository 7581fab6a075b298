import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Classified, type Lawful } from '#platform/access';
import { batched, byKey } from '#platform/batched';
import { calendarOf, isProvisional, workingDaysLeft } from '#platform/calendar';
import { change, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { byDay, byEnum, byId, byRule, byText } from '#platform/filter';
import { LedgerRow } from '#platform/ledger';
import { list, type PageArgs } from '#platform/list';
import { DateScalar } from '#platform/scalars';
import { Agency } from '../agencies/agency.entity.ts';
import { atTownship, Village } from '../divisions/division.entity.ts';
import { Inspection } from '../inspections/inspection.entity.ts';
import { inspectionById } from '../inspections/inspection.reads.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { Person } from '../persons/person.entity.ts';
import { meeting } from './condition.reads.ts';
import { FindingEscalation } from './escalation.entity.ts';
import { Finding, FindingEvidence } from './finding.entity.ts';
import {
  clockOf,
  FindingState,
  FindingSubject,
  isOverdue,
  Light,
  lightOf,
  Severity,
  whereFinished,
  whereInTime,
  whereOpen,
  whereOverdue,
} from './finding.rules.ts';
import { EscalationLevel, highest } from './ruleset.rules.ts';

/** Why it may be held whom a finding is about. */
export const CASE: Lawful = {
  basis: '监督执纪问责法定职责（个人信息保护法第十三条第三项） · Statutory duty of supervision and accountability (PIPL art. 13(3))',
  retention: '问题销号后10年 · Ten years after the finding is closed',
};

export const findings = list({
  name: 'Finding',
  entity: Finding,
  filter: {
    state: byEnum('FindingState', FindingState)('state', '状态 · State.'),
    open: byRule('未销号 · Neither closed nor dismissed.', (yes) => (yes ? whereOpen() : whereFinished())),
    overdue: byRule('逾期 · Still to be put right, past the deadline on the day asked for.', (yes, { day }) =>
      yes ? whereOverdue(day) : whereInTime(day),
    ),
    subjectType: byEnum('FindingSubject', FindingSubject)('subjectType', '问题对象 · What it is about.'),
    category: byText('category', '类别 · Category.'),
    categoryCode: byText('categoryCode', '类别代码 · Code of its category in the code list.'),
    severity: byEnum('Severity', Severity)('severity', '严重程度 · How bad it is.'),
    foundOn: byDay('foundOn', '发现日 · Day of finding.'),
    deadline: byDay('deadline', '整改期限 · Deadline.'),
    village: byId('village', '村 · Key of the village.'),
    agency: byId('agency', '问题单位 · Key of the agency that it is about.'),
    organization: byId('organization', '问题党组织 · Key of the Party organization that it is about.'),
    closedOn: byDay('closedOn', '销号日 · Day of closing.'),
    recurrenceOf: byId('recurrenceOf', '复发自 · Key of the closed finding that it repeats.'),
    inspection: byId('inspection', '督查 · Key of the inspection.'),
    responsibleAgency: byId('responsibleAgency', '责任单位 · Key of the agency responsible.'),
  },
  order: {
    FOUND_ON: { property: 'foundOn', description: '发现日 · By day of finding.' },
    DEADLINE: { property: 'deadline', description: '整改期限 · By deadline; those without one come last.' },
    SEVERITY: { property: 'severity', description: '严重程度 · Mildest first.' },
  },
  distinct: { villages: { property: 'village', description: '涉及村数 · Villages in which something was found.' } },
  measures: {
    returns: { property: 'returns', of: 'int', description: '退回次数 · Returned submissions.' },
    reopenings: { property: 'reopenings', of: 'int', description: '重新打开次数 · How often findings came back.' },
  },
  groups: {
    state: { property: 'state', type: () => FindingState, description: '状态 · State.' },
    severity: { property: 'severity', type: () => Severity, description: '严重程度 · How bad it is.' },
    subjectType: { property: 'subjectType', type: () => FindingSubject, description: '问题对象 · What it is about.' },
    categoryCode: { property: 'categoryCode', type: () => String, description: '类别代码 · Code of its category.' },
    closedOn: { property: 'closedOn', type: () => DateScalar, day: true, description: '销号日 · Day of closing.' },
    category: { property: 'category', type: () => String, description: '类别 · Category.' },
    foundOn: { property: 'foundOn', type: () => DateScalar, day: true, description: '发现日 · Day of finding.' },
    deadline: { property: 'deadline', type: () => DateScalar, day: true, description: '整改期限 · Deadline.' },
    village: { property: 'village', type: () => Village, show: (id: string) => ({ id }), description: '村 · Village.' },
    township: atTownship('village'),
    responsibleAgency: {
      property: 'responsibleAgency',
      type: () => Agency,
      show: (id: string) => ({ id }),
      description: '责任单位 · Agency responsible.',
    },
    agency: { property: 'agency', type: () => Agency, show: (id: string) => ({ id }), description: '问题单位 · Agency that it is about.' },
    inspection: { property: 'inspection', type: () => ID, description: '督查 · Key of the inspection.' },
  },
  below: 'division',
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

const escalationsOf = batched<string, FindingEscalation[]>(async (ids, { em }) => {
  const rows = await em.find(FindingEscalation, { finding: { $in: [...ids] } }, { orderBy: { validFrom: 'asc', row: 'asc' } });
  const byFinding = Map.groupBy(rows, (e) => e.finding);
  return (id) => byFinding.get(id) ?? [];
});

/** What tells of a person is taken out of a history for those who don't see it in the row. */
function told(row: LedgerRow): LedgerRow {
  const without = (content: string | null | undefined) => {
    if (!content) return content;
    const { person: _, responsiblePerson: __, ...rest } = JSON.parse(content) as Record<string, unknown>;
    return JSON.stringify(rest);
  };
  return Object.assign(Object.create(Object.getPrototypeOf(row) as object) as LedgerRow, row, {
    before: without(row.before),
    after: without(row.after),
  });
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
  village(@Root() { village }: Finding): Village | null {
    return village ? { id: village } : null;
  }
  @FieldResolver(() => Agency, { nullable: true, description: '问题单位 · The agency that it is about, if it is about one.' })
  agency(@Root() { agency }: Finding): Agency | null {
    return agency ? { id: agency } : null;
  }
  @FieldResolver(() => PartyOrganization, {
    nullable: true,
    description: '问题党组织 · The Party organization that it is about, if it is about one.',
  })
  organization(@Root() { organization }: Finding): PartyOrganization | null {
    return organization ? { id: organization } : null;
  }
  @FieldResolver(() => Person, {
    nullable: true,
    description: '问题个人 · The person whom it is about, if it is about one; null unless you see SENSITIVE data, which takes a purpose.',
  })
  @Classified('SENSITIVE', { ...CASE, property: 'person' })
  person(@Root() { person }: Finding): Person | null {
    return person ? { id: person } : null;
  }
  @FieldResolver(() => Person, {
    nullable: true,
    description: '责任人 · Who of the agency answers for it; null unless you see SENSITIVE data, which takes a purpose.',
  })
  @Classified('SENSITIVE', { ...CASE, property: 'responsiblePerson' })
  responsiblePerson(@Root() { responsiblePerson }: Finding): Person | null {
    return responsiblePerson ? { id: responsiblePerson } : null;
  }
  @FieldResolver(() => Finding, { nullable: true, description: '复发自 · The closed finding that it repeats.' })
  recurrenceOf(@Root() { recurrenceOf }: Finding, @Context() ctx: Ctx): Promise<Finding | null> | null {
    return recurrenceOf ? findingById(ctx, recurrenceOf) : null;
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
  async history(@Root() { id }: Finding, @Context() ctx: Ctx): Promise<LedgerRow[]> {
    const rows = await historyOf(ctx, id);
    return ctx.access.sees('SENSITIVE') ? rows : rows.map(told);
  }
  @FieldResolver(() => [FindingEscalation], {
    description: '逾期提级 · Levels before which it was put up to the day asked for, oldest first.',
  })
  escalations(@Root() { id }: Finding, @Context() ctx: Ctx): Promise<FindingEscalation[]> {
    return escalationsOf(ctx, id);
  }
  @FieldResolver(() => EscalationLevel, {
    nullable: true,
    description:
      '当前提级 · The highest level before which it stands for its present deadline; null unless it is overdue and was put before one.',
  })
  async escalation(@Root() finding: Finding, @Context() ctx: Ctx): Promise<EscalationLevel | null> {
    if (!isOverdue(finding, ctx.day)) return null;
    const raised = await escalationsOf(ctx, finding.id);
    return highest(raised.filter((e) => e.deadline === finding.deadline).map((e) => e.level));
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

  @Mutation(() => Finding, {
    description:
      '销号 · VERIFIED → CLOSED: files a verified finding. Refused with CONDITION_UNMET until the registers show what was asked of them.',
  })
  closeFinding(@Context() ctx: Ctx, @Arg('input', () => CloseFindingInput) input: CloseFindingInput): Promise<Finding> {
    return change(ctx, Finding, input.finding, input, async (finding, work) => {
      const { condition, village } = finding;
      const met = !condition || !village || (await meeting(work.ctx, condition, [village], ctx.day)).has(village);
      return finding.close(ctx.day, met);
    });
  }
  @Mutation(() => Finding, { description: '认定不成立 · OPEN → DISMISSED: the finding does not stand.' })
  dismissFinding(@Context() ctx: Ctx, @Arg('input', () => DismissFindingInput) input: DismissFindingInput): Promise<Finding> {
    return change(ctx, Finding, input.finding, input, (finding) => finding.dismiss(input.reason));
  }
}
