import { Arg, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched } from '#platform/batched';
import { Intent, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { newId } from '#platform/id';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { rootOf } from '../divisions/division.rules.ts';
import type { Span } from '../month.rules.ts';
import { AttendanceSetting } from './setting.entity.ts';

/** Every setting there ever was: few rows, and one request may ask about many days and townships. */
const settings = batched<'all', AttendanceSetting[]>(async (_, { em }) => {
  const rows = await em.find(AttendanceSetting, {}, { filters: { asOf: false, scope: false } });
  return () => rows;
});

/** What holds in a division on a day: its own setting, or the county's. */
export async function settingOn(ctx: Ctx, division: string, day: Day): Promise<AttendanceSetting | undefined> {
  const all = (await settings(ctx, 'all')).filter((s) => s.validFrom <= day && day < s.validTo);
  return all.find((s) => s.division === division) ?? all.find((s) => s.division === rootOf(ctx));
}

/** Whether days are kept in a division on every day of a span: a month of which only a part is kept counts no shortfall. */
export async function isKept(ctx: Ctx, division: string, { from, to }: Span): Promise<boolean> {
  const changes = (await settings(ctx, 'all')).map((s) => s.validFrom).filter((day) => from < day && day < to);
  for (const day of [from, ...changes]) if (!(await settingOn(ctx, division, day))?.kept) return false;
  return true;
}

@InputType({ description: '启用在村记录 · Opens the keeping of days in the village.' })
class KeepVillageDaysInput extends Intent {
  @Field(() => ID, { description: '区划 · Key of the county or township.' }) division!: string;
  @Field(() => DateScalar, { description: '起 · First day; it may lie ahead.' }) from!: Day;
  @Field(() => String, { nullable: true, description: '影响评估编号 · Impact assessment; without one no coordinates are taken.' })
  impactAssessment?: string;
  @Field(() => DocNo, { description: '文号 · Document.' }) document!: string;
}

@InputType({ description: '停用在村记录 · Ends the keeping of days in the village.' })
class StopVillageDaysInput extends Intent {
  @Field(() => ID, { description: '区划 · Key of the county or township.' }) division!: string;
  @Field(() => DateScalar, { description: '起 · First day on which none are kept; it may lie ahead.' }) from!: Day;
  @Field(() => DocNo, { description: '文号 · Document.' }) document!: string;
}

@Resolver(() => AttendanceSetting)
export class AttendanceSettingResolver {
  @Query(() => [AttendanceSetting], {
    nullable: true,
    description:
      "在村记录开关 · Settings in force on the day asked for; where there is none for a township, the county's holds, and with none at all no days are kept.",
  })
  async attendanceSettings(@Context() ctx: Ctx): Promise<AttendanceSetting[]> {
    requireRead(ctx, 'AttendanceSetting');
    return await ctx.em.find(AttendanceSetting, {}, { orderBy: { division: 'asc' } });
  }

  @FieldResolver(() => ID, { description: '区划 · Key of the county or township.' })
  division(@Root() { division }: AttendanceSetting): string {
    return division;
  }

  @Mutation(() => AttendanceSetting, { description: '启用在村记录 · Opens the keeping of days in a county or township, by a document.' })
  keepVillageDays(@Context() ctx: Ctx, @Arg('input', () => KeepVillageDaysInput) input: KeepVillageDaysInput): Promise<AttendanceSetting> {
    const assessment = input.impactAssessment === undefined ? null : said(input.impactAssessment, 'an impact assessment', 60);
    return settle(ctx, input, true, assessment);
  }

  @Mutation(() => AttendanceSetting, { description: '停用在村记录 · Ends the keeping of days from a day on; what was kept stays.' })
  stopVillageDays(@Context() ctx: Ctx, @Arg('input', () => StopVillageDaysInput) input: StopVillageDaysInput): Promise<AttendanceSetting> {
    return settle(ctx, input, false, null);
  }
}

function settle(
  ctx: Ctx,
  input: KeepVillageDaysInput | StopVillageDaysInput,
  kept: boolean,
  assessment: string | null,
): Promise<AttendanceSetting> {
  const { division, from, document } = input;
  if (!ctx.scope.covers(division)) throw new Refusal('NOT_FOUND', `no division ${division} in your territory`);
  const kind = ctx.territory.at(division, from)?.kind;
  if (kind !== 'COUNTY' && kind !== 'TOWNSHIP')
    throw new Refusal('WRONG_TARGET', `days are kept for a county or a township that exists on ${from}; ${division} is neither`);
  return once(ctx, AttendanceSetting, input, async (work) => {
    const held = await work.ctx.em.findOne(AttendanceSetting, { division, validTo: FOREVER }, { filters: { asOf: false } });
    if (!held) {
      const first = Object.assign(new AttendanceSetting(), { id: newId('ats'), division, validFrom: from });
      const event = first.settle(kept, assessment, document);
      return work.create(first, event);
    }
    return work.change(
      AttendanceSetting,
      held.id,
      (setting) => {
        if (setting.validFrom === from) throw new Refusal('CONFLICT', `a setting from ${from} is on record; change it from a later day`);
        return setting.settle(kept, assessment, document);
      },
      { on: from },
    );
  });
}
