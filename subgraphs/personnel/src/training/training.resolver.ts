import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byEnum, byId, byInt, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { atTownship, County, Township } from '../divisions/division.entity.ts';
import { Person } from '../persons/person.entity.ts';
import { personById } from '../persons/person.resolver.ts';
import { TrainingEvent, TrainingSeries } from './training.entity.ts';
import { TrainingMode, TrainingRole, TrainingState } from './training.rules.ts';

export const trainings = list({
  name: 'TrainingEvent',
  entity: TrainingEvent,
  filter: {
    title: byText('title', '名称 · Title.'),
    mode: byEnum('TrainingMode', TrainingMode)('mode', '方式 · Mode.'),
    state: byEnum('TrainingState', TrainingState)('state', '状态 · State.'),
    series: byId('series', '系列 · Key of the series.'),
    ordinal: byInt('ordinal', '期次 · Session of its series.'),
    division: byId('division', '范围 · Key of the county or township that holds it.'),
    hostAgency: byId('hostAgency', '主办单位 · Key of the host agency.'),
    lecturer: byId('lecturer', '主讲人 · Key of the lecturer.'),
    from: byDay('from', '起 · First day.'),
    to: byDay('to', '止 · Last day.'),
  },
  order: {
    FROM: { property: 'from', description: '起 · By first day; newest first unless you say otherwise.' },
    TITLE: { property: 'title', description: '名称 · By title.' },
  },
  defaultOrder: { field: 'FROM', direction: Direction.DESC },
  groups: {
    mode: { property: 'mode', type: () => TrainingMode, description: '方式 · Mode.' },
    state: { property: 'state', type: () => TrainingState, description: '状态 · State.' },
    from: { property: 'from', type: () => DateScalar, day: true, description: '起 · First day.' },
    hostAgency: { property: 'hostAgency', type: () => Agency, show: (id: string) => ({ id }), description: '主办单位 · Host agency.' },
    township: atTownship('division'),
    series: { property: 'series', type: () => ID, description: '系列 · Key of the series.' },
  },
  measures: { cohortSize: { property: 'cohortSize', of: 'int', description: '应训人数 · Size of the frozen cohort.' } },
});

export const series = list({
  name: 'TrainingSeries',
  entity: TrainingSeries,
  filter: { name: byText('name', '名称 · Name.'), division: byId('division', '范围 · Key of the county or township.') },
  order: { NAME: { property: 'name', description: '名称 · By name.' } },
});

export const trainingById = byKey(TrainingEvent);
const seriesById = byKey(TrainingSeries);
export const trainingReference = ({ id }: { id: string }, ctx: Ctx): Promise<TrainingEvent | null> => trainingById(ctx, id);
export const seriesReference = ({ id }: { id: string }, ctx: Ctx): Promise<TrainingSeries | null> => seriesById(ctx, id);

@InputType({ description: '设立培训系列 · Opens a series of trainings.' })
class OpenTrainingSeriesInput extends Intent {
  @Field(() => String, { description: '名称 · Name, up to 100 characters.' }) name!: string;
  @Field(() => ID, { description: '范围 · Key of the county or township.' }) division!: string;
}

@InputType({ description: '计划培训 · Plans a training, lecture or examination.' })
class PlanTrainingInput extends Intent {
  @Field(() => String, { description: '名称 · Title, up to 100 characters.' }) title!: string;
  @Field(() => TrainingMode, { description: '方式 · Mode.' }) mode!: TrainingMode;
  @Field(() => ID, { description: '范围 · Key of the county or township that holds it.' }) division!: string;
  @Field(() => ID, { description: '主办单位 · The host agency.' }) hostAgency!: string;
  @Field(() => DateScalar, { description: '起 · First day.' }) from!: Day;
  @Field(() => DateScalar, { description: '止 · Last day, the same for a training of one day.' }) to!: Day;
  @Field(() => [TrainingRole], { description: '参训对象 · Roles for which it is meant.' }) audience!: TrainingRole[];
  @Field(() => ID, { nullable: true, description: '系列 · The series.' }) series?: string;
  @Field(() => Int, { nullable: true, description: '期次 · Session of the series; the next one unless given.' }) ordinal?: number;
  @Field(() => String, { nullable: true, description: '主题 · Topic, up to 200 characters.' }) topic?: string;
  @Field(() => String, { nullable: true, description: '材料 · Material, by its title, up to 200 characters.' }) material?: string;
  @Field(() => ID, { nullable: true, description: '主讲人 · The lecturer; a lecture has one.' }) lecturer?: string;
  @Field(() => String, {
    nullable: true,
    description: '主讲人时任职务 · The post that the lecturer holds, as it is called; required with a lecturer.',
  })
  lecturerPost?: string;
  @Field(() => DocNo, { nullable: true, description: '文号 · The notice that calls it.' }) document?: string;
}

@InputType({ description: '取消培训 · Cancels a planned training.' })
class CancelTrainingInput extends Move {
  @Field(() => ID, { description: '培训 · The training.' }) training!: string;
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

/** Refuses a division that is neither county nor township, or lies outside the territory. */
export function requireHolder(ctx: Ctx, division: string): void {
  if (!ctx.scope.covers(division)) throw new Refusal('NOT_FOUND', `no division ${division} in your territory`);
  const kind = ctx.territory.at(division, ctx.day)?.kind;
  if (kind !== 'COUNTY' && kind !== 'TOWNSHIP')
    throw new Refusal(
      'WRONG_TARGET',
      `a county or a township holds a training; ${division} is ${kind ? `a ${kind}` : 'none as of the day'}`,
    );
}

/** A lecture is given by somebody, and whoever gives it does so in a post. */
async function requireLecturer({ em, day }: Ctx, { mode, lecturer, lecturerPost }: PlanTrainingInput): Promise<void> {
  if (mode === TrainingMode.LECTURE && !lecturer)
    throw new Refusal('BAD_USER_INPUT', 'a Party lecture has a lecturer: name the person in lecturer');
  if (!lecturer !== !lecturerPost)
    throw new Refusal('BAD_USER_INPUT', 'lecturer and lecturerPost go together: who speaks, and in which post');
  if (lecturer && !(await em.findOne(Person, { id: lecturer })))
    throw new Refusal('NOT_FOUND', `no person ${lecturer} in your territory as of ${day}`);
}

/** The session of its series that a training is: the one given, or the next. */
async function ordinalIn({ em, day }: Ctx, input: PlanTrainingInput): Promise<number | null> {
  if (!input.series) {
    if (input.ordinal == null) return null;
    throw new Refusal('BAD_USER_INPUT', 'an ordinal counts the sessions of a series: name the series too');
  }
  if (!(await em.findOne(TrainingSeries, { id: input.series })))
    throw new Refusal('NOT_FOUND', `no training series ${input.series} in your territory as of ${day}`);
  if (input.ordinal != null) {
    if (input.ordinal >= 1 && input.ordinal <= 999) return input.ordinal;
    throw new Refusal('BAD_USER_INPUT', `sessions are counted from 1 to 999; got ${input.ordinal}`);
  }
  const [last] = await em.find(
    TrainingEvent,
    { series: input.series, state: { $ne: TrainingState.CANCELLED } },
    { filters: { asOf: false }, orderBy: { ordinal: 'desc' }, limit: 1 },
  );
  return (last?.ordinal ?? 0) + 1;
}

@Resolver(() => TrainingEvent)
export class TrainingResolver {
  @Query(() => trainings.Connection, { description: '培训 · Trainings, lectures and examinations that concern your territory.' })
  trainings(@Context() ctx: Ctx, @Args(() => trainings.Args) args: PageArgs): object {
    return trainings.page(ctx, args);
  }
  @Query(() => TrainingEvent, { nullable: true, description: '培训 · The training with this key.' })
  async training(@Context() ctx: Ctx, @Arg('id', () => ID, { description: '标识 · Key.' }) id: string): Promise<TrainingEvent> {
    const found = await trainingById(ctx, id);
    if (!found)
      throw new Refusal('NOT_FOUND', `no training ${id} in your territory as of ${ctx.day}; trainings { nodes { id } } lists them`);
    return found;
  }

  @FieldResolver(() => TrainingSeries, { nullable: true, description: '系列 · The series it belongs to.' })
  series(@Root() { series }: TrainingEvent, @Context() ctx: Ctx): Promise<TrainingSeries | null> | null {
    return series ? seriesById(ctx, series) : null;
  }
  @FieldResolver(() => Agency, { nullable: true, description: '主办单位 · The host agency, a ministry among them.' })
  hostAgency(@Root() { hostAgency }: TrainingEvent): Agency {
    return { id: hostAgency };
  }
  @FieldResolver(() => Person, { nullable: true, description: '主讲人 · The lecturer.' })
  lecturer(@Root() { lecturer }: TrainingEvent, @Context() ctx: Ctx): Promise<Person | null> | null {
    return lecturer ? personById(ctx, lecturer) : null;
  }

  @Mutation(() => TrainingSeries, { description: '设立培训系列 · Opens a series of trainings.' })
  openTrainingSeries(
    @Context() ctx: Ctx,
    @Arg('input', () => OpenTrainingSeriesInput) input: OpenTrainingSeriesInput,
  ): Promise<TrainingSeries> {
    return create(ctx, TrainingSeries, input, 'trainingSeries.opened', () => {
      requireHolder(ctx, input.division);
      return Object.assign(new TrainingSeries(), {
        id: newId('trs'),
        name: said(input.name, 'name', 100),
        division: input.division,
        validFrom: ctx.day,
      });
    });
  }

  @Mutation(() => TrainingEvent, {
    description: '计划培训 · Plans a training. Refused with CONFLICT when its series has a session of that ordinal.',
  })
  planTraining(@Context() ctx: Ctx, @Arg('input', () => PlanTrainingInput) input: PlanTrainingInput): Promise<TrainingEvent> {
    const { idempotencyKey: _, ...given } = input;
    return create(ctx, TrainingEvent, input, 'training.planned', async ({ ctx: inside }) => {
      requireHolder(ctx, given.division);
      if (given.to < given.from || given.from < ctx.day)
        throw new Refusal(
          'BAD_USER_INPUT',
          `a training is planned ahead: it begins on ${ctx.day} or later and doesn't end before it begins`,
        );
      if (given.audience.length === 0) throw new Refusal('BAD_USER_INPUT', 'a training is meant for somebody: name at least one role');
      await requireLecturer(inside, input);
      return Object.assign(new TrainingEvent(), {
        ...given,
        id: newId('trn'),
        title: said(given.title, 'title', 100),
        topic: given.topic == null ? null : said(given.topic, 'topic', 200),
        material: given.material == null ? null : said(given.material, 'material', 200),
        lecturerPost: given.lecturerPost == null ? null : said(given.lecturerPost, 'lecturerPost', 60),
        audience: [...new Set(given.audience)],
        ordinal: await ordinalIn(inside, input),
        validFrom: ctx.day,
      });
    });
  }

  @Mutation(() => TrainingEvent, { description: '取消培训 · Cancels a training before it is held.' })
  cancelTraining(@Context() ctx: Ctx, @Arg('input', () => CancelTrainingInput) input: CancelTrainingInput): Promise<TrainingEvent> {
    return change(ctx, TrainingEvent, input.training, input, (training) => training.cancel(input.reason));
  }
}

@Resolver(() => TrainingSeries)
export class TrainingSeriesResolver {
  @Query(() => series.Connection, { description: '培训系列 · Series of trainings.' })
  trainingSeries(@Context() ctx: Ctx, @Args(() => series.Args) args: PageArgs): object {
    return series.page(ctx, args);
  }
  @FieldResolver(() => trainings.Connection, { description: '各期 · Its sessions.' })
  sessions(@Root() { id }: TrainingSeries, @Context() ctx: Ctx, @Args(() => trainings.Args) args: PageArgs): object {
    return trainings.pageOf(ctx, 'series', id, args);
  }
}

const HELD_HERE = { nullable: true, description: '培训 · Trainings that it holds.' };

@Resolver(() => County)
export class CountyTrainings {
  @FieldResolver(() => trainings.Connection, HELD_HERE)
  trainings(@Root() { id }: County, @Context() ctx: Ctx, @Args(() => trainings.Args) args: PageArgs): object {
    return trainings.pageOf(ctx, 'division', id, args);
  }
}

@Resolver(() => Township)
export class TownshipTrainings {
  @FieldResolver(() => trainings.Connection, HELD_HERE)
  trainings(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => trainings.Args) args: PageArgs): object {
    return trainings.pageOf(ctx, 'division', id, args);
  }
}
