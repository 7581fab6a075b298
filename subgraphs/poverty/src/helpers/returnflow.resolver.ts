import { createHash } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import {
  Arg,
  Args,
  Ctx as Context,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Intent, once, type Work } from '#platform/change';
import type { Ctx } from '#platform/context';
import { byId, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { keysOf } from '#platform/secret';
import { Agency } from '../agencies/agency.entity.ts';
import { requireAgency } from '../agencies/agency.reads.ts';
import { VILLAGE_KINDS } from '../divisions/division.rules.ts';
import { HelperAssignment } from './assignment.entity.ts';
import { contentHashOf } from './bulk.ts';
import { HouseholdRef, ReturnFlowBatch, type ReturnFlowError } from './household.entity.ts';
import { faultOf, HouseholdStatus, turnTo } from './household.rules.ts';

/** The most lines one request may bring; a file of the whole county comes in several. */
export const LINES_CEILING = 2000;

export const batches = list({
  name: 'ReturnFlowBatch',
  entity: ReturnFlowBatch,
  filter: { month: byText('month', '月份 · Month, YYYY-MM.'), sourceAgency: byId('sourceAgency', '来源单位 · Key of the source agency.') },
  order: { MONTH: { property: 'month', description: '月份 · By month; newest first unless you say otherwise.' } },
  defaultOrder: { field: 'MONTH', direction: Direction.DESC },
  measures: {
    created: { property: 'created', of: 'int', description: '新增 · New households.' },
    changed: { property: 'changed', of: 'int', description: '变更 · Changed households.' },
    unchanged: { property: 'unchanged', of: 'int', description: '未变 · Households that stayed as they were.' },
    lines: { property: 'lines', of: 'int', description: '行数 · Lines of the file.' },
  },
  groups: {
    month: { property: 'month', type: () => String, description: '月份 · Month, YYYY-MM.' },
    sourceAgency: {
      property: 'sourceAgency',
      type: () => Agency,
      show: (id: string) => ({ id }),
      description: '来源单位 · Source agency.',
    },
  },
});

@InputType({ description: '回流行 · One line of the file.' })
class ReturnFlowLine {
  @Field(() => String, { description: '户编号 · Register number of the household; a keyed hash of it is kept, never the number.' })
  registerNo!: string;
  @Field(() => ID, { description: '村 · Key of the village or community.' }) village!: string;
  @Field(() => Int, { description: '建档年度 · Year of registration.' }) registeredYear!: number;
  @Field(() => Int, { description: '人口数 · Members.' }) members!: number;
  @Field(() => HouseholdStatus, { description: '户状态 · Status.' }) status!: HouseholdStatus;
}

@InputType({ description: '导入回流数据 · A monthly file of the national system, or a part of one.' })
class ImportReturnFlowInput extends Intent {
  @Field(() => ID, { description: '范围 · Key of the county or township whose file it is.' }) division!: string;
  @Field(() => String, { description: '月份 · Month of the file, YYYY-MM.' }) month!: string;
  @Field(() => ID, { description: '来源单位 · The agency that gave the file.' }) sourceAgency!: string;
  @Field(() => [ReturnFlowLine], { description: `行 · The lines, 1 to ${LINES_CEILING}.` }) lines!: ReturnFlowLine[];
  @Field(() => Boolean, { defaultValue: false, description: '试运行 · Say what would come of it and write nothing.' }) dryRun!: boolean;
}

/** What becomes of the lines of a file: each is new, says something new, says nothing new, or is at fault. */
interface Reading {
  readonly created: (ReturnFlowLine & { registerHash: string })[];
  readonly changed: { line: ReturnFlowLine; household: HouseholdRef }[];
  unchanged: number;
  readonly faults: ReturnFlowError[];
}

async function read(ctx: Ctx, input: ImportReturnFlowInput, lock: boolean): Promise<Reading> {
  const keys = keysOf(ctx.em);
  const hashes = input.lines.map((l) => keys.hash('household', l.registerNo));
  const known = await ctx.em.find(
    HouseholdRef,
    { registerHash: { $in: [...new Set(hashes)] } },
    { orderBy: { row: 'asc' }, ...(lock ? { lockMode: LockMode.PESSIMISTIC_WRITE } : {}) },
  );
  const byHash = new Map(known.map((h) => [h.registerHash, h]));
  const seen = new Set<string>();
  const found: Reading = { created: [], changed: [], unchanged: 0, faults: [] };
  input.lines.forEach((line, i) => {
    const registerHash = hashes[i] as string;
    const household = byHash.get(registerHash);
    const fault = faultIn(ctx, line, household, seen.has(registerHash));
    seen.add(registerHash);
    if (fault) found.faults.push({ line: i + 1, ...fault });
    else if (!household) found.created.push({ ...line, registerHash });
    else if (household.village !== line.village || household.status !== line.status || household.members !== line.members)
      found.changed.push({ line, household });
    else found.unchanged++;
  });
  return found;
}

/** Why a line can't be taken over; null when it can. A line without fault is taken whatever is wrong with others. */
function faultIn(
  ctx: Ctx,
  line: ReturnFlowLine,
  household: HouseholdRef | undefined,
  twice: boolean,
): Omit<ReturnFlowError, 'line'> | null {
  const bad = faultOf(line, Number(ctx.day.slice(0, 4)));
  if (bad) return { code: 'BAD_USER_INPUT', message: bad };
  if (twice) return { code: 'CONFLICT', message: 'this household stands in an earlier line of the file; say it once' };
  const place = ctx.territory.at(line.village, ctx.day);
  if (!place || !VILLAGE_KINDS.includes(place.kind) || !ctx.scope.covers(line.village))
    return { code: 'NOT_FOUND', message: `no village ${line.village.slice(0, 40)} in your territory as of ${ctx.day}` };
  if (!ctx.writeScope.all && !ctx.writeScope.covers(line.village))
    return { code: 'FORBIDDEN', message: 'you may read this village and not change it' };
  if (household && household.validFrom > ctx.day)
    return { code: 'CONFLICT', message: `a later file of ${household.validFrom} told of this household` };
  if (household && household.status !== line.status && turnTo(household.status, line.status) === null)
    return { code: 'ILLEGAL_MOVE', message: `a household that is ${household.status} can't become ${line.status}` };
  return null;
}

/** Takes the lines over; whoever answers for a household that is counted to another village goes with it. */
async function takeOver(work: Work, batch: ReturnFlowBatch, { created, changed }: Reading): Promise<void> {
  const { ctx } = work;
  for (const { registerNo: _, ...line } of created)
    work.create(
      Object.assign(new HouseholdRef(), { ...line, id: newId('hsh'), batch: batch.id, validFrom: ctx.day }),
      'household.registered',
    );
  const moved = new Map(
    changed.filter(({ line, household }) => line.village !== household.village).map(({ line, household }) => [household.id, line.village]),
  );
  for (const { line, household } of changed) await work.change(HouseholdRef, household.id, (h) => h.restate(line, batch.id));
  const answering = moved.size === 0 ? [] : await ctx.em.find(HelperAssignment, { household: { $in: [...moved.keys()] } });
  for (const { id, household } of answering) await work.change(HelperAssignment, id, (a) => a.follow(moved.get(household) as string));
}

@Resolver(() => ReturnFlowBatch)
export class ReturnFlowResolver {
  @Query(() => batches.Connection, { description: '回流批次 · Return-flow files taken over for your territory.' })
  returnFlowBatches(@Context() ctx: Ctx, @Args(() => batches.Args) args: PageArgs): object {
    return batches.page(ctx, args);
  }

  @FieldResolver(() => Agency, { nullable: true, description: '来源单位 · The agency that gave the file.' })
  sourceAgency(@Root() { sourceAgency }: ReturnFlowBatch): Agency {
    return { id: sourceAgency };
  }
  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      "数据完整 · Whether the rows of a bulk import still are what the ledger says of the file, formed anew from the store; null where every row has a ledger row of its own, and for who doesn't answer for all of it.",
  })
  @Directive('@cost(weight: 200)')
  async intact(@Root() { id, contentHash, division }: ReturnFlowBatch, @Context() ctx: Ctx): Promise<boolean | null> {
    if (!contentHash || !ctx.scope.covers(division)) return null;
    return (await contentHashOf(ctx.em, id)) === contentHash;
  }
  @FieldResolver(() => Boolean, { description: '试运行 · Nothing was written: this is what would come of it.' })
  dryRun(@Root() { dryRun }: ReturnFlowBatch): boolean {
    return dryRun === true;
  }

  @Mutation(() => ReturnFlowBatch, {
    description:
      '导入回流数据 · Takes over a file as of the day asked for. Lines at fault are told in `errors` and left out; the others are taken. The same file is taken over once: sent again, its first batch answers.',
  })
  async importReturnFlow(
    @Context() ctx: Ctx,
    @Arg('input', () => ImportReturnFlowInput) input: ImportReturnFlowInput,
  ): Promise<ReturnFlowBatch> {
    const { division, month, sourceAgency, lines, dryRun } = input;
    if (lines.length === 0 || lines.length > LINES_CEILING)
      throw new Refusal('LIMIT_EXCEEDED', `one request brings 1 to ${LINES_CEILING} lines; this one brings ${lines.length}`, {
        max: LINES_CEILING,
      });
    if (!/^20\d{2}-(0[1-9]|1[0-2])$/.test(month) || month > ctx.day.slice(0, 7))
      throw new Refusal('BAD_USER_INPUT', `month is written YYYY-MM and isn't after ${ctx.day.slice(0, 7)}; got ${JSON.stringify(month)}`);
    const place = ctx.territory.at(division, ctx.day);
    if (!place || !['COUNTY', 'TOWNSHIP'].includes(place.kind) || !ctx.scope.covers(division))
      throw new Refusal('NOT_FOUND', `no county or township ${division} in your territory as of ${ctx.day}`);
    // Of the lines the keyed hash of each number is hashed, never the number.
    const keys = keysOf(ctx.em);
    const digest = createHash('sha256')
      .update(
        JSON.stringify([
          division,
          month,
          sourceAgency,
          lines.map((l) => [keys.hash('household', l.registerNo), l.village, l.registeredYear, l.members, l.status]),
        ]),
      )
      .digest('hex');
    const before = await ctx.em.findOne(ReturnFlowBatch, { digest }, { filters: { asOf: false } });
    if (before) return before;
    await requireAgency(ctx, sourceAgency);
    const batch = Object.assign(new ReturnFlowBatch(), { id: newId('rfb'), division, month, sourceAgency, digest, lines: lines.length });
    const told = ({ created, changed, unchanged, faults }: Reading) =>
      Object.assign(batch, {
        created: created.length,
        changed: changed.length,
        unchanged,
        faults: JSON.stringify(faults),
        validFrom: ctx.day,
      });
    if (dryRun) return Object.assign(told(await read(ctx, input, false)), { dryRun });
    return once(ctx, ReturnFlowBatch, input, async (work) => {
      const found = await read(work.ctx, input, true);
      work.create(told(found), 'returnFlow.imported');
      await takeOver(work, batch, found);
      return batch;
    });
  }
}
