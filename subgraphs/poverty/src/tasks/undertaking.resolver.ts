import { type ClassType, Ctx as Context, Field, FieldResolver, ID, InputType, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { Intent } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byEnum, byId, byRule, byText } from '#platform/filter';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { requireAgency } from '../agencies/agency.reads.ts';
import { atTownship, atVillage, County, Township, Village } from '../divisions/division.entity.ts';
import { requireWorkplace } from '../divisions/division.rules.ts';
import { PolicyDocument } from '../documents/document.entity.ts';
import { documentReference, requireDocument } from '../documents/document.resolver.ts';
import { Light } from '../findings/finding.rules.ts';
import { asPerson, Person } from '../persons/person.entity.ts';
import { WorkItem } from './plan.entity.ts';
import { Programme, SupervisionNote, Task, type Undertaking, WorkEvidence } from './task.entity.ts';
import {
  evidenceOf,
  lightFor,
  notesOf,
  predecessorsOf,
  programmeById,
  provisionalFor,
  requireDeadline,
  successorsOf,
} from './task.reads.ts';
import {
  isDelayed,
  TaskState,
  Together,
  togetherScore,
  Workstream,
  whereDelayed,
  whereEnded,
  whereInTime,
  whereOpen,
} from './task.rules.ts';

/** Filters, orders and groups that tasks and items share. */
export const undertakingFilter = {
  title: byText('title', '事项 · Title.'),
  state: byEnum('TaskState', TaskState)('state', '状态 · State.'),
  workstream: byEnum('Workstream', Workstream)('workstream', '工作线 · Workstream.'),
  division: byId('division', '地点 · Key of the county, township or village.'),
  programme: byId('programme', '项目群 · Key of the programme.'),
  ownerAgency: byId('ownerAgency', '责任单位 · Key of the agency that does it.'),
  responsible: byId('responsible', '责任人 · Key of the person responsible.'),
  due: byDay('due', '时限 · Last day.'),
  open: byRule('未办结 · Neither confirmed nor cancelled.', (yes) => (yes ? whereOpen() : whereEnded())),
  delayed: byRule('逾期 · Still to be done past its last day.', (yes, { day }) => (yes ? whereDelayed(day) : whereInTime(day))),
};
const AGENCY = {
  property: 'ownerAgency' as const,
  type: () => Agency,
  show: (id: string) => ({ id }),
  description: '责任单位 · Agency that does it.',
};
export const undertakingGroups = {
  state: { property: 'state' as const, type: () => TaskState, description: '状态 · State.' },
  workstream: { property: 'workstream' as const, type: () => Workstream, description: '工作线 · Workstream.' },
  due: { property: 'due' as const, type: () => DateScalar, day: true as const, description: '时限 · Last day.' },
  division: { property: 'division' as const, type: () => ID, description: '地点 · Key of the county, township or village.' },
  ownerAgency: AGENCY,
  township: atTownship('division'),
  village: atVillage('division'),
};

@InputType()
export abstract class UndertakingInput extends Intent {
  @Field(() => String, { description: '事项 · What is to be done, up to 200 characters.' }) title!: string;
  @Field(() => ID, { description: '地点 · Key of the county, township or village.' }) division!: string;
  @Field(() => ID, { nullable: true, description: '项目群 · Key of the programme.' }) programme?: string;
  @Field(() => Workstream, { defaultValue: Workstream.POVERTY_ALLEVIATION, description: '工作线 · Workstream.' }) workstream!: Workstream;
  @Field(() => ID, { description: '责任单位 · The agency that does it.' }) ownerAgency!: string;
  @Field(() => ID, { description: '责任人 · The person responsible.' }) responsible!: string;
  @Field(() => DateScalar, { nullable: true, description: '计划起 · First day; the day asked for unless given.' }) startsOn?: Day;
  @Field(() => DateScalar, { description: '时限 · Last day.' }) due!: Day;
  @Field(() => Boolean, { defaultValue: false, description: '时限待定 · The deadline lies in a year whose holidays are not announced.' })
  provisional!: boolean;
  @Field(() => DocNo, { nullable: true, description: '依据文号 · Number of the document it rests on.' }) document?: string;
}

/** What a new task or item says, checked. */
export async function undertaken(ctx: Ctx, input: UndertakingInput) {
  const { due, startsOn = ctx.day, programme, document, workstream } = input;
  if (due < startsOn) throw new Refusal('BAD_USER_INPUT', `work ends on or after the day it begins; ${due} lies before ${startsOn}`);
  const division = requireWorkplace(ctx, input.division);
  await requireAgency(ctx, input.ownerAgency);
  await requireDeadline(ctx, due, input.provisional);
  if (programme && !(await ctx.em.findOne(Programme, { id: programme })))
    throw new Refusal('NOT_FOUND', `no programme ${programme.slice(0, 40)} in your territory as of ${ctx.day}`);
  if (document) await requireDocument(ctx, document);
  return {
    title: said(input.title, 'title', 200),
    division,
    programme: programme ?? null,
    workstream,
    ownerAgency: input.ownerAgency,
    responsible: asPerson(input.responsible),
    startsOn,
    due,
    document: document ?? null,
    validFrom: ctx.day,
  };
}

/** The task or item, or a refusal. */
export async function requireUndertaking(ctx: Ctx, id: string): Promise<Undertaking> {
  const found = id.startsWith('tsk_') ? await ctx.em.findOne(Task, { id }) : await ctx.em.findOne(WorkItem, { id });
  if (!found) throw new Refusal('NOT_FOUND', `no task or item ${id.slice(0, 40)} in your territory as of ${ctx.day}`);
  return found;
}

@ObjectType({ description: '五同进度 · The day of each of the five stages, and how many were gone through (M83).' })
export class TogetherProgress {
  @Field(() => DateScalar, { nullable: true, description: '同谋划 · Planned together.' }) plan!: Day | null;
  @Field(() => DateScalar, { nullable: true, description: '同部署 · Deployed together.' }) deploy!: Day | null;
  @Field(() => DateScalar, { nullable: true, description: '同督导 · Supervised together.' }) supervise!: Day | null;
  @Field(() => DateScalar, { nullable: true, description: '同落实 · Carried out together.' }) implement!: Day | null;
  @Field(() => DateScalar, { nullable: true, description: '同考核 · Appraised together.' }) appraise!: Day | null;
  @Field(() => Int, { description: '完成度 · Stages gone through up to the day asked for, 0 to 5 (M83).' }) score!: number;
}

export function togetherOf(t: Undertaking, day: Day): TogetherProgress {
  const days = t.togetherDays;
  const shown = (stage: Together) => (days[stage] && (days[stage] as Day) <= day ? (days[stage] as Day) : null);
  return {
    plan: shown(Together.PLAN),
    deploy: shown(Together.DEPLOY),
    supervise: shown(Together.SUPERVISE),
    implement: shown(Together.IMPLEMENT),
    appraise: shown(Together.APPRAISE),
    score: togetherScore(days, day),
  };
}

/** The fields that tasks and items share. */
export function undertakingFields(of: () => ClassType) {
  @Resolver(of)
  abstract class Fields {
    @FieldResolver(() => County, { nullable: true, description: '县 · The county, where it is of the whole.' })
    county(@Root() { division }: Undertaking, @Context() { territory, day }: Ctx): County | null {
      return territory.at(division, day)?.kind === 'COUNTY' ? { id: division } : null;
    }
    @FieldResolver(() => Township, { nullable: true, description: '乡镇 · The township, where it is of one.' })
    township(@Root() { division }: Undertaking, @Context() { territory, day }: Ctx): Township | null {
      return territory.at(division, day)?.kind === 'TOWNSHIP' ? { id: division } : null;
    }
    @FieldResolver(() => Village, { nullable: true, description: '村 · The village or community, where it is of one.' })
    village(@Root() { division }: Undertaking): Village | null {
      return division.startsWith('vil_') ? { id: division } : null;
    }
    @FieldResolver(() => Programme, { nullable: true, description: '项目群 · The programme it belongs to.' })
    programme(@Root() { programme }: Undertaking, @Context() ctx: Ctx): Promise<Programme | null> | null {
      return programme ? programmeById(ctx, programme) : null;
    }
    @FieldResolver(() => Agency, { nullable: true, description: '责任单位 · The agency that does it.' })
    ownerAgency(@Root() { ownerAgency }: Undertaking): Agency {
      return { id: ownerAgency };
    }
    @FieldResolver(() => Person, { nullable: true, description: '责任人 · The person responsible.' })
    responsible(@Root() { responsible }: Undertaking): Person {
      return { id: responsible };
    }
    @FieldResolver(() => PolicyDocument, { nullable: true, description: '依据文件 · The document it rests on.' })
    document(@Root() { document }: Undertaking, @Context() ctx: Ctx): Promise<PolicyDocument | null> | null {
      return document ? documentReference({ docNo: document }, ctx) : null;
    }
    @FieldResolver(() => Light, {
      nullable: true,
      description:
        '三色灯 · GREEN with more than three working days left, YELLOW with three or fewer, RED past the last day; null once it is confirmed or cancelled.',
    })
    light(@Root() t: Undertaking, @Context() ctx: Ctx): Promise<Light | null> {
      return lightFor(ctx, t);
    }
    @FieldResolver(() => Boolean, {
      description: '灯色待定 · The light may still change: its days touch a year whose holidays are not announced.',
    })
    lightProvisional(@Root() t: Undertaking, @Context() ctx: Ctx): Promise<boolean> {
      return provisionalFor(ctx, t);
    }
    @FieldResolver(() => Boolean, { description: '逾期 · Still to be done past its last day; what waits for confirmation is not delayed.' })
    delayed(@Root() t: Undertaking, @Context() { day }: Ctx): boolean {
      return isDelayed(t, day);
    }
    @FieldResolver(() => TogetherProgress, {
      description: '五同进度 · How far it was planned, deployed, supervised, carried out and appraised together.',
    })
    together(@Root() t: Undertaking, @Context() { day }: Ctx): TogetherProgress {
      return togetherOf(t, day);
    }
    @FieldResolver(() => [ID], { description: '前序 · Keys of what goes before it.' })
    predecessors(@Root() { id }: Undertaking, @Context() ctx: Ctx): Promise<string[]> {
      return predecessorsOf(ctx, id);
    }
    @FieldResolver(() => [ID], { description: '后续 · Keys of what follows upon it.' })
    successors(@Root() { id }: Undertaking, @Context() ctx: Ctx): Promise<string[]> {
      return successorsOf(ctx, id);
    }
    @FieldResolver(() => [WorkEvidence], { description: '佐证材料 · Evidence of all submissions, oldest first.' })
    evidence(@Root() { id }: Undertaking, @Context() ctx: Ctx): Promise<WorkEvidence[]> {
      return evidenceOf(ctx, id);
    }
    @FieldResolver(() => [SupervisionNote], { description: '督导记录 · What supervisors saw and asked for, oldest first.' })
    supervision(@Root() { id }: Undertaking, @Context() ctx: Ctx): Promise<SupervisionNote[]> {
      return notesOf(ctx, id);
    }
  }
  return Fields;
}
