import type { EntityClass, FilterQuery } from '@mikro-orm/core';
import { Field, ID, InputType } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { CalendarYear, calendarOf, isProvisional, workingDaysLeft } from '#platform/calendar';
import { Move, type Work } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { newId } from '#platform/id';
import { Refusal } from '#platform/refusal';
import { said } from '#platform/words';
import { type Light, lightOf } from '../findings/finding.rules.ts';
import { WorkItem } from './plan.entity.ts';
import { Programme, SupervisionNote, Task, TaskDependency, type Undertaking, WorkEvidence } from './task.entity.ts';
import { clockOf, type Undertaken } from './task.rules.ts';

export const taskById = byKey(Task);
export const itemById = byKey(WorkItem);
export const programmeById = byKey(Programme);
export const dependencyById = byKey(TaskDependency);

/** Whatever a key names: a task or an item; null where neither stands in the territory. */
export const undertakingById = async (ctx: Ctx, id: string): Promise<Undertaking | null> =>
  id.startsWith('tsk_') ? taskById(ctx, id) : itemById(ctx, id);

const rowsOf = <E extends { subject: string }>(entity: EntityClass<E>) =>
  batched<string, E[]>(async (ids, { em }) => {
    const rows = (await em.find(entity, { subject: { $in: [...ids] } } as FilterQuery<E>, { orderBy: { row: 'asc' } as never })) as E[];
    const bySubject = Map.groupBy(rows, (r) => r.subject);
    return (id) => bySubject.get(id) ?? [];
  });
export const evidenceOf = rowsOf(WorkEvidence);
export const notesOf = rowsOf(SupervisionNote);

const tiedBy = (end: 'predecessor' | 'successor', other: 'predecessor' | 'successor') =>
  batched<string, string[]>(async (ids, { em }) => {
    const rows = await em.find(TaskDependency, { [end]: { $in: [...ids] } }, { orderBy: { row: 'asc' } });
    const byEnd = Map.groupBy(rows, (r) => r[end]);
    return (id) => byEnd.get(id)?.map((r) => r[other]) ?? [];
  });
/** Keys of what goes before, and of what follows, on the day asked for. */
export const predecessorsOf = tiedBy('successor', 'predecessor');
export const successorsOf = tiedBy('predecessor', 'successor');

export async function lightFor(ctx: Ctx, t: Undertaken): Promise<Light | null> {
  const clock = clockOf(t, ctx.day);
  return clock && lightOf(clock, workingDaysLeft(await calendarOf(ctx), clock.from, clock.to));
}
export async function provisionalFor(ctx: Ctx, t: Undertaken): Promise<boolean> {
  const clock = clockOf(t, ctx.day);
  return clock !== null && isProvisional(await calendarOf(ctx), clock.from, clock.to);
}

/** A deadline stands in a year whose working days are known; in one not yet announced it must be said to be provisional. */
export async function requireDeadline({ em }: Pick<Ctx, 'em'>, due: Day, provisional: boolean | undefined): Promise<Day> {
  const year = await em.findOne(CalendarYear, { year: Number(due.slice(0, 4)) });
  if (!year)
    throw new Refusal(
      'NO_CALENDAR',
      `the calendar of working days doesn't know ${due.slice(0, 4)}; set a deadline in a year that it knows`,
      { deadline: due },
    );
  if (!year.announced && !provisional)
    throw new Refusal('NO_CALENDAR', `the holidays of ${year.year} are not announced; set an earlier deadline, or say provisional: true`, {
      deadline: due,
    });
  return due;
}

@InputType({ description: '佐证材料 · A piece of evidence.' })
export class WorkEvidenceInput {
  @Field(() => String, { description: '标题 · Title, up to 200 characters.' }) title!: string;
  @Field(() => String, { nullable: true, description: '说明 · Note, up to 4000 characters.' }) note?: string;
}

@InputType({ description: '办理 · The task or item that moves on.' })
export class MoveWorkInput extends Move {
  @Field(() => ID, { description: '事项 · Its key.' }) work!: string;
}

@InputType({ description: '提交 · What shows that it is done.' })
export class SubmitWorkInput extends MoveWorkInput {
  @Field(() => [WorkEvidenceInput], { description: '佐证材料 · At least one piece of evidence.' }) evidence!: WorkEvidenceInput[];
}

@InputType({ description: '退回或取消 · The task or item, and why.' })
export class ReasonWorkInput extends MoveWorkInput {
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

/** Puts evidence beside what it shows. */
export function addEvidence(work: Work, subject: { id: string; division: string }, evidence: readonly WorkEvidenceInput[]): void {
  const { caller, day } = work.ctx;
  for (const { title, note } of evidence)
    work.create(
      Object.assign(new WorkEvidence(), {
        id: newId('evd'),
        subject: subject.id,
        division: subject.division,
        title: said(title, 'title', 200),
        note: note?.trim() ? said(note, 'note', 4000) : null,
        by: caller.id,
        validFrom: day,
      }),
      'evidence.submitted',
    );
}

/** What goes before a task or an item, as it stands on the day asked for. */
export async function before({ em }: Pick<Ctx, 'em'>, successor: string): Promise<Undertaking[]> {
  const ties = await em.find(TaskDependency, { successor });
  if (ties.length === 0) return [];
  const id = { $in: ties.map((t) => t.predecessor) };
  return [...(await em.find(Task, { id })), ...(await em.find(WorkItem, { id }))];
}

/** Every tie that holds now, wherever it lies: a circle may lead through other territories. */
export const allTies = async ({ em }: Pick<Ctx, 'em'>): Promise<(readonly [string, string])[]> =>
  (await em.find(TaskDependency, { validTo: FOREVER }, { filters: { asOf: false, scope: false } })).map(
    (t) => [t.successor, t.predecessor] as const,
  );
