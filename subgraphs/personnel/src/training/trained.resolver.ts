import { raw } from '@mikro-orm/core';
import { Args, ArgsType, Ctx as Context, Field, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { batchedBy } from '#platform/batched';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import type { Where } from '#platform/filter';
import type { PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { PairedAssistance } from '../assistance/assistance.entity.ts';
import { County, Township } from '../divisions/division.entity.ts';
import { Enrolment } from './enrolment.entity.ts';
import { enrolments } from './enrolment.resolver.ts';
import { TrainingEvent } from './training.entity.ts';
import { PRESENT, TrainingMode, TrainingRole, TrainingState } from './training.rules.ts';

/** Which trainings, and in which roles. */
@ArgsType()
class TrainedArgs {
  @Field(() => DateScalar, { description: '起（含） · First day of the period.' }) from!: Day;
  @Field(() => DateScalar, { description: '止（含） · Last day of the period.' }) to!: Day;
  @Field(() => [TrainingRole], { nullable: true, description: '身份 · In one of these roles on the day.' }) roles?: TrainingRole[];
  @Field(() => [TrainingMode], { nullable: true, description: '方式 · At trainings of these modes.' }) modes?: TrainingMode[];
  @Field(() => ID, { nullable: true, description: '主办单位 · At trainings of this host agency.' }) host?: string;
  @Field(() => Boolean, {
    nullable: true,
    description: '定点帮扶单位主办 · At trainings whose host is paired with the county on the day asked for; or of other hosts.',
  })
  paired?: boolean;
}

/** The trainings of a kind, each kind read once a request. */
const heldOf = batchedBy<TrainedArgs, string, readonly string[]>(
  (asked) => JSON.stringify(asked),
  async (_, { from, to, modes, host, paired }, { em }) => {
    const units = paired == null ? [] : (await em.find(PairedAssistance, {})).map((p) => p.agency);
    const held = await em.find(
      TrainingEvent,
      {
        state: TrainingState.HELD,
        from: { $gte: from, $lte: to },
        ...(modes ? { mode: { $in: [...modes] } } : {}),
        $and: [
          ...(host ? [{ hostAgency: host }] : []),
          ...(paired == null ? [] : [{ hostAgency: paired ? { $in: units } : { $nin: units } }]),
        ],
      },
      { fields: ['id'] as never },
    );
    return () => held.map((t) => t.id);
  },
);

/** Those of their lists who were present. */
async function wherePresent(ctx: Ctx, county: string, asked: TrainedArgs): Promise<Where> {
  requireRead(ctx, 'Enrolment');
  if (asked.to < asked.from) throw new Refusal('BAD_USER_INPUT', `a period ends after it begins; got ${asked.from} to ${asked.to}`);
  return {
    event: { $in: [...(await heldOf(ctx, asked, county))] },
    state: { $in: [...PRESENT] },
    ...(asked.roles ? { roleAtDate: { $in: [...asked.roles] } } : {}),
  };
}

const SAME = (args: TrainedArgs): TrainedArgs =>
  ({
    ...{ from: args.from, to: args.to, roles: args.roles ?? undefined, modes: args.modes ?? undefined },
    ...{ host: args.host ?? undefined, paired: args.paired ?? undefined },
  }) as TrainedArgs;

/** Different people behind those rows, in one count over the lists. */
const personsIn = batchedBy<TrainedArgs, string, number>(
  (asked) => JSON.stringify(asked),
  async ([county], asked, ctx) => {
    const where = await wherePresent(ctx, county as string, asked);
    const [row] = await ctx.em.rows(Enrolment, { select: [raw('count(distinct person) as n')], where });
    return () => Number(row?.['n']);
  },
);

/** The same for each of several townships: whose role on the day lay in it or below it. */
const personsBelow = batchedBy<TrainedArgs, string, number>(
  (asked) => JSON.stringify(asked),
  async (townships, asked, ctx) => {
    const below = new Map(townships.flatMap((t) => ctx.territory.under(t, ctx.day).map((d) => [d, t] as const)));
    const present = await wherePresent(ctx, townships[0] as string, asked);
    const where = { ...present, division: { $in: [...below.keys()] } };
    const rows = (await ctx.em.rows(Enrolment, { select: ['person', 'division'], distinct: true, where })) as Record<string, string>[];
    const people = Map.groupBy(rows, (r) => below.get(r['division'] as string));
    return (township) => new Set(people.get(township)?.map((r) => r['person'])).size;
  },
);

@Resolver(() => County)
export class CountyTrained {
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      '参训人数 · Measure M40: different people of your territory who were present at trainings that began in the period, in one of the roles on the day; of modes [EXAM] it is M21, who sat an examination. A person counts once however often trained. Source: attendance lists. Figures F01 (roles [PARTY_CADRE], modes [EXAM]), F06 (roles [BRANCH_SECRETARY], paired), F09 (secretaries, directors, first secretaries, team leaders), F10 (roles [HELPER]).',
  })
  trained(@Root() { id }: County, @Context() ctx: Ctx, @Args(() => TrainedArgs) args: TrainedArgs): Promise<number> {
    return personsIn(ctx, SAME(args), id);
  }
  @FieldResolver(() => enrolments.Connection, {
    nullable: true,
    description: '参训名单 · The rows behind `trained`: who was present at those trainings, a row for each training.',
  })
  async trainedEnrolments(
    @Root() { id }: County,
    @Context() ctx: Ctx,
    @Args(() => TrainedArgs) args: TrainedArgs,
    @Args(() => enrolments.Args) page: PageArgs,
  ): Promise<object> {
    return enrolments.page(ctx, page, await wherePresent(ctx, id, SAME(args)));
  }
}

@Resolver(() => Township)
export class TownshipTrained {
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      '参训人数 · Measure M40 of the township: different people whose role on the day lay in it or below it. Who was trained in roles of two townships counts in both, and once in the county.',
  })
  trained(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => TrainedArgs) args: TrainedArgs): Promise<number> {
    return personsBelow(ctx, SAME(args), id);
  }
}
