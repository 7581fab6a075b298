import { Args, Ctx as Context, createUnionType, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Ctx } from '#platform/context';
import { byDay, byEnum, byId, byRule, byText } from '#platform/filter';
import { list, type PageArgs } from '#platform/list';
import { DateScalar } from '#platform/scalars';
import { Agency } from '../agencies/agency.entity.ts';
import { atTownship, atVillage, County, Township, Village } from '../divisions/division.entity.ts';
import { Finding } from '../findings/finding.entity.ts';
import { findingById } from '../findings/finding.resolver.ts';
import { Light } from '../findings/finding.rules.ts';
import { Person } from '../persons/person.entity.ts';
import { SecretaryProject } from '../projects/project.entity.ts';
import { projectById } from '../projects/project.resolver.ts';
import { WorkItem } from '../tasks/plan.entity.ts';
import { Programme, Task } from '../tasks/task.entity.ts';
import { itemById, lightFor, predecessorsOf, programmeById, provisionalFor, successorsOf, taskById } from '../tasks/task.reads.ts';
import { isDelayed, isOpen, TaskState, Workstream, whereDelayed, whereEnded, whereInTime, whereOpen } from '../tasks/task.rules.ts';
import { MasterLedgerEntry } from './entry.entity.ts';
import { EntryKind } from './entry.rules.ts';

export const entries = list({
  name: 'MasterLedgerEntry',
  entity: MasterLedgerEntry,
  filter: {
    kind: byEnum('MasterLedgerKind', EntryKind)('kind', '类别 · What it is.'),
    title: byText('title', '事项 · Title.'),
    state: byEnum('TaskState', TaskState)('state', '状态 · State.'),
    workstream: byEnum('Workstream', Workstream)('workstream', '工作线 · Workstream.'),
    division: byId('division', '地点 · Key of the county, township or village.'),
    programme: byId('programme', '项目群 · Key of the programme.'),
    ownerAgency: byId('ownerAgency', '责任单位 · Key of the agency.'),
    responsible: byId('responsible', '责任人 · Key of the person.'),
    due: byDay('due', '时限 · Last day.'),
    open: byRule('未办结 · Neither confirmed nor cancelled.', (yes) => (yes ? whereOpen() : whereEnded())),
    delayed: byRule('逾期 · Still to be done past its last day.', (yes, { day }) =>
      yes ? whereDelayed(day) : { $or: [whereInTime(day), { due: null }] },
    ),
  },
  order: {
    DUE: { property: 'due', description: '时限 · By last day; those without one come last.' },
    STARTS_ON: { property: 'startsOn', description: '起 · By first day.' },
  },
  groups: {
    kind: { property: 'kind', type: () => EntryKind, description: '类别 · What it is.' },
    state: { property: 'state', type: () => TaskState, description: '状态 · State.' },
    workstream: { property: 'workstream', type: () => Workstream, description: '工作线 · Workstream.' },
    due: { property: 'due', type: () => DateScalar, day: true, description: '时限 · Last day.' },
    division: { property: 'division', type: () => ID, description: '地点 · Key of the county, township or village.' },
    ownerAgency: { property: 'ownerAgency', type: () => Agency, show: (id: string) => ({ id }), description: '责任单位 · Agency.' },
    township: atTownship('division'),
    village: atVillage('division'),
  },
  below: 'division',
});

const Subject = createUnionType({
  name: 'MasterLedgerSubject',
  description: '台账对象 · What a line of the master ledger stands for.',
  types: () => [Task, WorkItem, SecretaryProject, Finding] as const,
  resolveType: (row) => row.constructor.name,
});

type Entry = Pick<MasterLedgerEntry, 'state' | 'due' | 'submittedOn'>;
/** As a task: a line without a last day has no clock. */
export const asUndertaken = ({ state, due, submittedOn }: Entry) => (due ? { state, due, submittedOn: submittedOn ?? null } : null);

@Resolver(() => MasterLedgerEntry)
export class MasterLedgerResolver {
  @Query(() => entries.Connection, {
    description:
      '脱贫攻坚总台账 · The master ledger of your territory: tasks, items of the three basics, secretary projects and findings in one list.',
  })
  masterLedger(@Context() ctx: Ctx, @Args(() => entries.Args) args: PageArgs): object {
    return entries.page(ctx, args);
  }

  @FieldResolver(() => Subject, { nullable: true, description: '台账对象 · What the line stands for.' })
  subject(@Root() { id, kind }: MasterLedgerEntry, @Context() ctx: Ctx): Promise<object | null> {
    return { TASK: taskById, WORK_ITEM: itemById, PROJECT: projectById, FINDING: findingById }[kind](ctx, id);
  }
  @FieldResolver(() => County, { nullable: true, description: '县 · The county, where it is of the whole.' })
  county(@Root() { division }: MasterLedgerEntry): County | null {
    return division.startsWith('cty_') ? { id: division } : null;
  }
  @FieldResolver(() => Township, { nullable: true, description: '乡镇 · The township, where it is of one.' })
  township(@Root() { division }: MasterLedgerEntry): Township | null {
    return division.startsWith('twn_') ? { id: division } : null;
  }
  @FieldResolver(() => Village, { nullable: true, description: '村 · The village or community, where it is of one.' })
  village(@Root() { division }: MasterLedgerEntry): Village | null {
    return division.startsWith('vil_') ? { id: division } : null;
  }
  @FieldResolver(() => Agency, { nullable: true, description: '责任单位 · The agency that does it.' })
  ownerAgency(@Root() { ownerAgency }: MasterLedgerEntry): Agency | null {
    return ownerAgency ? { id: ownerAgency } : null;
  }
  @FieldResolver(() => Person, { nullable: true, description: '责任人 · The person responsible; of a project its secretary.' })
  responsible(@Root() { responsible }: MasterLedgerEntry): Person | null {
    return responsible ? { id: responsible } : null;
  }
  @FieldResolver(() => Programme, { nullable: true, description: '项目群 · The programme it belongs to.' })
  programme(@Root() { programme }: MasterLedgerEntry, @Context() ctx: Ctx): Promise<Programme | null> | null {
    return programme ? programmeById(ctx, programme) : null;
  }
  @FieldResolver(() => Light, {
    nullable: true,
    description:
      '三色灯 · GREEN with more than three working days left, YELLOW with three or fewer, RED past the last day; null once confirmed and without a last day.',
  })
  async light(@Root() entry: MasterLedgerEntry, @Context() ctx: Ctx): Promise<Light | null> {
    const work = asUndertaken(entry);
    return work && lightFor(ctx, work);
  }
  @FieldResolver(() => Boolean, { description: '灯色待定 · The light may still change with the holidays of a year not announced.' })
  async lightProvisional(@Root() entry: MasterLedgerEntry, @Context() ctx: Ctx): Promise<boolean> {
    const work = asUndertaken(entry);
    return work !== null && provisionalFor(ctx, work);
  }
  @FieldResolver(() => Boolean, { description: '逾期 · Still to be done past its last day.' })
  delayed(@Root() entry: MasterLedgerEntry, @Context() { day }: Ctx): boolean {
    const work = asUndertaken(entry);
    return work !== null && isDelayed(work, day);
  }
  @FieldResolver(() => Boolean, { description: '未办结 · Neither confirmed nor cancelled.' })
  open(@Root() entry: MasterLedgerEntry): boolean {
    return isOpen(entry);
  }
  @FieldResolver(() => [ID], { description: '前序 · Keys of what goes before it (压茬推进).' })
  predecessors(@Root() { id }: MasterLedgerEntry, @Context() ctx: Ctx): Promise<string[]> {
    return predecessorsOf(ctx, id);
  }
  @FieldResolver(() => [ID], { description: '后续 · Keys of what follows upon it.' })
  successors(@Root() { id }: MasterLedgerEntry, @Context() ctx: Ctx): Promise<string[]> {
    return successorsOf(ctx, id);
  }
}
