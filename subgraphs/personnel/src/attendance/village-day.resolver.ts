import { raw } from '@mikro-orm/core';
import {
  Arg,
  Args,
  Ctx as Context,
  Field,
  FieldResolver,
  Float,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { batchedBy, byKey } from '#platform/batched';
import { Intent, Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { byDay, byEnum, byId } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { atTownship } from '../divisions/division.entity.ts';
import { happened } from '../happened.rules.ts';
import { asMonth, endOf, firstOf, type Month, monthOf } from '../month.rules.ts';
import { Posting } from '../postings/posting.entity.ts';
import { postingById } from '../postings/posting.resolver.ts';
import { PostingState, TargetType } from '../postings/posting.rules.ts';
import { rulesOn } from '../postings/rule-set.resolver.ts';
import { leaveCovering } from './leave.resolver.ts';
import { settingOn } from './setting.resolver.ts';
import { VillageDay } from './village-day.entity.ts';
import { counted, DayStatus } from './village-day.rules.ts';

/** No order and no group names a person or a posting: days are for the allowance, not for comparing people. */
export const villageDays = list({
  name: 'VillageDay',
  entity: VillageDay,
  filter: {
    posting: byId('posting', '选派 · Key of the posting.'),
    village: byId('village', '村 · Key of the village.'),
    day: byDay('day', '日期 · Day.'),
    status: byEnum('VillageDayStatus', DayStatus)('status', '状态 · Status.'),
    confirmedOn: byDay('confirmedOn', '确认日 · Day of counter-signature.'),
  },
  order: { DAY: { property: 'day', description: '日期 · By day.' } },
  groups: {
    status: { property: 'status', type: () => DayStatus, description: '状态 · Status.' },
    day: { property: 'day', type: () => DateScalar, day: true, description: '日期 · Day.' },
    township: atTownship('village'), // not by village: few people stand behind one, and nobody is ranked by days
  },
  distinct: {
    postings: { property: 'posting', description: '选派数 · Different postings.' },
    villages: { property: 'village', description: '涉及村数 · Different villages.' },
  },
  below: 'village',
});

export const villageDayById = byKey(VillageDay);

/** Days of a month by status and confirmation, of many postings in one statement. */
export const tallied = batchedBy<Month, string, ReadonlyMap<DayStatus, { recorded: number; confirmed: number }>>(
  (month) => month,
  async (postings, month, { em, day }) => {
    const rows = (await em
      .createQueryBuilder(VillageDay, 'd')
      .select([
        'posting',
        'status',
        raw('count(*) as total'),
        raw('sum(case when confirmed_on <= ? then 1 else 0 end) as confirmed', [day]),
      ] as never)
      .where({
        posting: { $in: [...postings] },
        day: { $gte: firstOf(month), $lt: endOf(month) },
        validFrom: { $lte: day },
        validTo: FOREVER,
      } as never)
      .groupBy(['posting', 'status'] as never)
      .execute('all', false)) as Record<string, unknown>[];
    const byPosting = Map.groupBy(rows, (r) => String(r['posting']));
    return (posting) =>
      new Map(
        (byPosting.get(posting) ?? []).map((r) => [
          r['status'] as DayStatus,
          { recorded: Number(r['total']), confirmed: Number(r['confirmed']) },
        ]),
      );
  },
);

/** Confirmed days of a posting in a month that count under the rules in force on its first day. */
export async function daysPresent(ctx: Ctx, posting: string, month: Month): Promise<number> {
  const [days, rules] = await Promise.all([tallied(ctx, month, posting), rulesOn(ctx, firstOf(month))]);
  return counted(rules).reduce((sum, status) => sum + (days.get(status)?.confirmed ?? 0), 0);
}

@ObjectType({
  description: '在村月份 · How the days of a posting stand in a month. Told of one posting at a time, never in an order of people.',
})
export class VillageMonth {
  posting!: string;
  @Field(() => String, { description: '月份 · Month.' }) month!: Month;
  @Field(() => Int, { description: '登记天数 · Days on record.' }) recorded!: number;
  @Field(() => Int, { description: '确认天数 · Days confirmed by the village.' }) confirmed!: number;
  @Field(() => Int, { description: '在村天数 · Measure M27: confirmed days in the village.' }) inVillage!: number;
  @Field(() => Int, { description: '计入天数 · Confirmed days that count under the rules of the month, trips and trainings as they say.' })
  counted!: number;
}

export async function monthOfPosting(ctx: Ctx, posting: string, month: Month): Promise<VillageMonth> {
  const days = await tallied(ctx, month, posting);
  const sum = (of: 'recorded' | 'confirmed') => [...days.values()].reduce((total, d) => total + d[of], 0);
  return Object.assign(new VillageMonth(), {
    ...{ posting, month, recorded: sum('recorded'), confirmed: sum('confirmed') },
    inVillage: days.get(DayStatus.IN_VILLAGE)?.confirmed ?? 0,
    counted: await daysPresent(ctx, posting, month),
  });
}

@InputType({ description: '一天 · A day and how it was spent.' })
class DayInput {
  @Field(() => DateScalar, { description: '日期 · The day.' }) day!: Day;
  @Field(() => DayStatus, { description: '状态 · How it was spent.' }) status!: DayStatus;
  @Field(() => Float, { nullable: true, description: '经度 · Longitude (CGCS2000); refused without an impact assessment on record.' })
  longitude?: number;
  @Field(() => Float, { nullable: true, description: '纬度 · Latitude (CGCS2000).' }) latitude?: number;
}

@InputType({ description: '登记在村 · Records days of a month of a posting.' })
class RecordVillageDaysInput extends Intent {
  @Field(() => ID, { description: '选派 · The posting.' }) posting!: string;
  @Field(() => [DayInput], { description: '各天 · Days of one month, each once.' }) days!: DayInput[];
}

@InputType({ description: '村级签字确认 · The village counter-signs days of a posting.' })
class ConfirmVillageDaysInput extends Intent {
  @Field(() => ID, { description: '选派 · The posting.' }) posting!: string;
  @Field(() => [DateScalar], { description: '各天 · Days of one month that are on record.' }) days!: Day[];
}

@InputType({ description: '更正在村 · Corrects a day; the village confirms it again.' })
class CorrectVillageDayInput extends Move {
  @Field(() => ID, { description: '在村记录 · The day on record.' }) villageDay!: string;
  @Field(() => DayStatus, { description: '状态 · How it was spent.' }) status!: DayStatus;
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

/** The one month that all the days lie in. */
function monthAmong(days: readonly Day[]): Month {
  const [month, ...others] = new Set(days.map(monthOf));
  if (month === undefined || others.length > 0 || new Set(days).size < days.length)
    throw new Refusal('BAD_USER_INPUT', 'name days of one month, each once');
  return month;
}

/** A pair of coordinates as it is held, or null; refused unless the setting of the day names an impact assessment. */
function positionOf({ longitude, latitude, day }: DayInput, assessment: string | null | undefined): string | null {
  if (longitude === undefined && latitude === undefined) return null;
  if (!assessment)
    throw new Refusal(
      'COORDINATES_REFUSED',
      `no impact assessment is on record for ${day}: send no coordinates; the village confirms the day`,
    );
  if (longitude === undefined || latitude === undefined || Math.abs(longitude) > 180 || Math.abs(latitude) > 90)
    throw new Refusal('BAD_USER_INPUT', 'coordinates are a longitude of -180 to 180 and a latitude of -90 to 90, both');
  return `${longitude.toFixed(5)},${latitude.toFixed(5)}`;
}

@Resolver(() => VillageDay)
export class VillageDayResolver {
  @Query(() => villageDays.Connection, { nullable: true, description: '在村记录 · Days on record in your territory.' })
  villageDays(@Context() ctx: Ctx, @Args(() => villageDays.Args) args: PageArgs): object {
    return villageDays.page(ctx, args);
  }

  @FieldResolver(() => Posting, { nullable: true, description: '选派 · The posting.' })
  posting(@Root() { posting }: VillageDay, @Context() ctx: Ctx): Promise<Posting | null> {
    return postingById(ctx, posting);
  }

  @Mutation(() => VillageMonth, {
    description:
      '登记在村 · Records days of a posting. Refused with ATTENDANCE_OFF where no days are kept, with OUTSIDE_POSTING for a day on which it was not active, with ON_LEAVE for a day of presence within an approved leave, with DAY_CONFIRMED once the village has confirmed it.',
  })
  async recordVillageDays(
    @Context() ctx: Ctx,
    @Arg('input', () => RecordVillageDaysInput) input: RecordVillageDaysInput,
  ): Promise<VillageMonth> {
    const month = monthAmong(input.days.map((d) => d.day));
    for (const { day } of input.days) happened(ctx, day);
    await once(ctx, VillageDay, input, async (work) => {
      const { em } = work.ctx;
      const versions = await em.find(Posting, { id: input.posting, state: PostingState.ACTIVE }, { filters: { asOf: false } });
      if (versions.length === 0) throw new Refusal('NOT_FOUND', `no posting ${input.posting} in your territory that is or was active`);
      const known = await em.find(
        VillageDay,
        { posting: input.posting, day: { $in: input.days.map((d) => d.day) }, validTo: FOREVER },
        { filters: { asOf: false } },
      );
      let first: VillageDay | undefined;
      for (const stated of input.days) {
        const { day, status } = stated;
        const at = versions.find((v) => v.validFrom <= day && day < v.validTo && v.targetType === TargetType.VILLAGE);
        if (!at) throw new Refusal('OUTSIDE_POSTING', `the posting was not active in a village on ${day}`);
        const setting = await settingOn(work.ctx, work.ctx.territory.at(at.target, day)?.parent ?? at.target, day);
        if (!setting?.kept)
          throw new Refusal('ATTENDANCE_OFF', `no days are kept there on ${day}: the county opens it by a document first`);
        if (status === DayStatus.IN_VILLAGE && (await leaveCovering(work.ctx, input.posting, day)))
          throw new Refusal('ON_LEAVE', `${day} lies within an approved leave; record the return first, or the day as leave`);
        const position = positionOf(stated, setting.impactAssessment);
        const held = known.find((k) => k.day === day);
        const made = Object.assign(new VillageDay(), { id: newId('vdy'), posting: input.posting, village: at.target, day, validFrom: day });
        const row = held
          ? await work.change(VillageDay, held.id, (d) => d.restate(status, ctx.caller.id, position), { on: held.validFrom })
          : work.create(made, made.restate(status, ctx.caller.id, position));
        first ??= row;
      }
      return first as VillageDay;
    });
    return monthOfPosting(ctx, input.posting, month);
  }

  @Mutation(() => VillageMonth, {
    description:
      '村级签字确认 · The village counter-signs days on record; only then they count. Refused with SELF_CONFIRMED to who recorded them.',
  })
  async confirmVillageDays(
    @Context() ctx: Ctx,
    @Arg('input', () => ConfirmVillageDaysInput) input: ConfirmVillageDaysInput,
  ): Promise<VillageMonth> {
    const month = monthAmong(input.days);
    await once(ctx, VillageDay, input, async (work) => {
      const rows = await work.ctx.em.find(
        VillageDay,
        { posting: input.posting, day: { $in: input.days }, validTo: FOREVER },
        { filters: { asOf: false }, orderBy: { day: 'asc' } },
      );
      const missing = input.days.filter((day) => !rows.some((r) => r.day === day));
      if (missing.length > 0)
        throw new Refusal('NOT_FOUND', `nothing is on record of ${missing.join(', ')} for this posting in your territory`);
      for (const row of rows) await work.change(VillageDay, row.id, (d) => d.confirm(ctx.caller.id, ctx.day), { on: row.validFrom });
      return rows[0] as VillageDay;
    });
    return monthOfPosting(ctx, input.posting, month);
  }

  @Mutation(() => VillageDay, {
    description: '更正在村 · Corrects a day on record, with a reason; it counts again when the village confirms it.',
  })
  correctVillageDay(@Context() ctx: Ctx, @Arg('input', () => CorrectVillageDayInput) input: CorrectVillageDayInput): Promise<VillageDay> {
    const reason = said(input.reason, 'a reason', 200);
    // The ledger keeps the day as it was, who changed it and when: a version of one day has no days of its own.
    return once(ctx, VillageDay, input, async (work) => {
      const row = await work.ctx.em.findOne(VillageDay, { id: input.villageDay, validTo: FOREVER }, { filters: { asOf: false } });
      if (!row) throw new Refusal('NOT_FOUND', `no day ${input.villageDay} on record in your territory`);
      const options = { on: row.validFrom, expectedVersion: input.expectedVersion };
      return work.change(VillageDay, row.id, (d) => d.correct(input.status, ctx.caller.id, reason), options);
    });
  }
}

@Resolver(() => Posting)
export class PostingVillageDays {
  @FieldResolver(() => VillageMonth, {
    nullable: true,
    description: '在村月份 · How the days of the posting stand in a month; null where it is no posting to a village.',
  })
  async villageMonth(
    @Root() { id, targetType }: Posting,
    @Context() ctx: Ctx,
    @Arg('month', () => String, { description: '月份 · YYYY-MM.' }) month: string,
  ): Promise<VillageMonth | null> {
    requireRead(ctx, 'VillageDay');
    return targetType === TargetType.VILLAGE ? await monthOfPosting(ctx, id, asMonth(month)) : null;
  }
  @FieldResolver(() => villageDays.Connection, { nullable: true, description: '在村记录 · Days of the posting on record.' })
  villageDays(@Root() { id }: Posting, @Context() ctx: Ctx, @Args(() => villageDays.Args) args: PageArgs): object {
    return villageDays.pageOf(ctx, 'posting', id, args);
  }
}
