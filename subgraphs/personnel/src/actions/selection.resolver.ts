import type { EntityClass, FilterQuery } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { batchedBy } from '#platform/batched';
import type { Ctx } from '#platform/context';
import { holdsOn } from '#platform/dated';
import type { Day } from '#platform/day';
import type { PageArgs } from '#platform/list';
import { countsAlone } from '#platform/may';
import { Rate, rate } from '#platform/rate';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { Appraisal } from '../appraisals/appraisal.entity.ts';
import { EvaluationState, Grade } from '../appraisals/evaluation.rules.ts';
import { County } from '../divisions/division.entity.ts';
import { Person } from '../persons/person.entity.ts';
import { Posting } from '../postings/posting.entity.ts';
import { PostingKind, PostingState, VILLAGE_KINDS } from '../postings/posting.rules.ts';
import { PersonnelAction } from './action.entity.ts';
import { actions as actionList } from './action.resolver.ts';
import { ActionKind, EFFECTIVE } from './action.rules.ts';
import { AgeRule } from './procedure.entity.ts';
import { type Decided, overlap, pathOf, personsOf, selectionOf, tellable, type Way } from './selection.rules.ts';

const KEPT = ' Null where fewer people stand behind it, or behind what is left, than may be told (小单元抑制).';

@ObjectType({ description: '交集 · How the three figures of selection overlap (measure M26): they are not to be added up.' })
class SelectionOverlaps {
  @Field(() => Int, { nullable: true, description: `提拔后挂职∩考核优秀 · Both in M23 and in M24.${KEPT}` }) secondedAndExcellent!:
    | number
    | null;
  @Field(() => Int, { nullable: true, description: `考核优秀∩驻村提拔 · Both in M24 and in M25.${KEPT}` }) excellentAndResident!:
    | number
    | null;
  @Field(() => Int, { nullable: true, description: `提拔后挂职∩驻村提拔 · Both in M23 and in M25.${KEPT}` }) secondedAndResident!:
    | number
    | null;
}

@ObjectType({
  description:
    '选拔任用 · Three figures of a period that sound alike and count different people. An action counts by the day of its decision, once it has taken effect.',
})
class CadreSelection {
  @Field(() => Int, {
    nullable: true,
    description: `新提拔年轻干部挂职人数 · Measure M23 (F03): people promoted in the period, young by the age rule of the day of the decision, who then began a secondment within the period.${KEPT}`,
  })
  promotedThenSeconded!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: `考核优秀提拔重用人数 · Measure M24 (F17): people promoted or put in an important post in the period who were appraised EXCELLENT for the year before the decision.${KEPT}`,
  })
  excellentPromoted!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: `驻村干部提拔人数 · Measure M25 (F22): people promoted in the period who held an active posting to a village on the day of the decision.${KEPT}`,
  })
  residentPromoted!: number | null;
  @Field(() => SelectionOverlaps, { description: '交集 · Pairwise overlaps (M26).' }) overlaps!: SelectionOverlaps;
  /** Keys of the decisions behind each figure. */
  because!: Readonly<Record<'seconded' | 'excellent' | 'resident', readonly string[]>>;
}

@ObjectType({
  description:
    '一线培养链 · How many go the way of the "three front lines": front-line posting, excellent appraisal, promotion. It names nobody.',
})
class CultivationPath {
  @Field(() => Int, { nullable: true, description: `一线选派人数 · People whose front-line posting began in the period.${KEPT}` }) posted!:
    | number
    | null;
  @Field(() => Rate, { nullable: true, description: `其中考核优秀 · Of them, appraised EXCELLENT for a year of the posting.${KEPT}` })
  excellent!: Rate | null;
  @Field(() => Rate, {
    nullable: true,
    description: `其中提拔重用 · Of those, promoted or put in an important post after that year, up to the day asked for.${KEPT}`,
  })
  promoted!: Rate | null;
}

interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** Rows for counting: of the caller's territory, also where the role is told counts alone. */
const counted = <E extends object>(ctx: Ctx, entity: EntityClass<E>, where: FilterQuery<E>, everyDay = false): Promise<E[]> =>
  ctx.em.find(entity, where as never, {
    filters: { scope: { scope: ctx.scope, access: ctx.access, counting: true }, ...(everyDay ? { asOf: false } : {}) },
  }) as Promise<E[]>;

const settled = { state: { $in: [EvaluationState.GRADED, EvaluationState.CONFIRMED] }, grade: Grade.EXCELLENT };

/** Who may not tell persons apart is told only what no person stands out of. */
const told = (ctx: Ctx, part: number, ...wholes: number[]): number | null =>
  ctx.access.exactCells || tellable(part, ctx.smallestCell, ...wholes) ? part : null;

const selectionIn = batchedBy<Period, string, CadreSelection>(
  ({ from, to }) => `${from} ${to}`,
  async (_, { from, to }, ctx) => {
    const actions = await counted(ctx, PersonnelAction, {
      kind: { $in: [ActionKind.PROMOTE, ActionKind.IMPORTANT_POST] },
      state: { $in: [...EFFECTIVE] },
      decidedOn: { $gte: from, $lte: to },
    });
    const people = [...new Set(actions.map((a) => a.person))];
    const years = [...new Set(actions.map((a) => Number(a.decidedOn?.slice(0, 4)) - 1))];
    const some = { person: { $in: people } };
    const [persons, rules, excellent, postings] = await Promise.all([
      counted(ctx, Person, { id: { $in: people } }),
      counted(ctx, AgeRule, {}, true),
      counted(ctx, Appraisal, { ...some, ...settled, year: { $in: years } }),
      counted(ctx, Posting, { ...some, kind: { $in: [PostingKind.SECONDMENT, ...VILLAGE_KINDS] }, actualFrom: { $lte: to } }, true),
    ]);
    const births = new Map(persons.map((p) => [p.id, p.birthDate]));
    const best = new Set(excellent.map((a) => `${a.person} ${a.year}`));
    const seconded = Map.groupBy(
      postings.filter((p) => p.kind === PostingKind.SECONDMENT && p.actualFrom && p.actualFrom >= from),
      (p) => p.person,
    );
    const resident = Map.groupBy(
      postings.filter((p) => p.kind !== PostingKind.SECONDMENT && p.state === PostingState.ACTIVE),
      (p) => p.person,
    );
    const decided = actions.map(({ id, person, kind, decidedOn }): Decided & { id: string } => ({
      id,
      person,
      kind,
      decidedOn: decidedOn as Day,
    }));
    const { promotedThenSeconded, excellentPromoted, residentPromoted } = selectionOf(decided, to, {
      birthOf: (person) => births.get(person),
      youngUpTo: (day) => rules.find((r) => holdsOn(r, day))?.most,
      seconded: (person) => (seconded.get(person) ?? []).map((p) => p.actualFrom as Day),
      resident: (person) => (resident.get(person) ?? []).map((p) => ({ person, from: p.validFrom, to: p.validTo })),
      excellent: (person, year) => best.has(`${person} ${year}`),
    });
    const [m23, m24, m25] = [personsOf(promotedThenSeconded), personsOf(excellentPromoted), personsOf(residentPromoted)];
    const keys = (decisions: readonly { id: string }[]) => decisions.map((d) => d.id);
    const both = (a: ReadonlySet<string>, b: ReadonlySet<string>) => told(ctx, overlap(a, b), a.size, b.size);
    const selection: CadreSelection = {
      promotedThenSeconded: told(ctx, m23.size),
      excellentPromoted: told(ctx, m24.size),
      residentPromoted: told(ctx, m25.size),
      overlaps: { secondedAndExcellent: both(m23, m24), excellentAndResident: both(m24, m25), secondedAndResident: both(m23, m25) },
      because: { seconded: keys(promotedThenSeconded), excellent: keys(excellentPromoted), resident: keys(residentPromoted) },
    };
    return () => selection;
  },
);

const pathIn = batchedBy<Period, string, CultivationPath>(
  ({ from, to }) => `${from} ${to}`,
  async (_, { from, to }, ctx) => {
    const sent = await counted(ctx, Posting, { frontline: true, actualFrom: { $gte: from, $lte: to } });
    const people = [...new Set(sent.map((p) => p.person))];
    const [excellent, actions] = await Promise.all([
      counted(ctx, Appraisal, { person: { $in: people }, ...settled }),
      counted(ctx, PersonnelAction, {
        person: { $in: people },
        kind: { $in: [ActionKind.PROMOTE, ActionKind.IMPORTANT_POST] },
        state: { $in: [...EFFECTIVE] },
      }),
    ]);
    const ways = new Map(
      [...Map.groupBy(sent, (p) => p.person)].map(([person, own]): [string, Way[]] => [
        person,
        own.map((p) => ({ from: p.actualFrom as Day, to: p.actualTo ?? p.validTo })),
      ]),
    );
    const years = Map.groupBy(excellent, (a) => a.person);
    const decisions = Map.groupBy(actions, (a) => a.person);
    const n = pathOf(
      ways,
      (person) => (years.get(person) ?? []).map((a) => a.year),
      (person) => (decisions.get(person) ?? []).map((a) => a.decidedOn as Day),
    );
    const share = (part: number, whole: number): Rate | null => (told(ctx, part, whole) === null ? null : rate(part, whole));
    const path: CultivationPath = {
      posted: told(ctx, n.posted),
      excellent: share(n.excellent, n.posted),
      promoted: share(n.promoted, n.excellent),
    };
    return () => path;
  },
);

/** A period whose days are in order. */
function period(from: Day, to: Day): Period {
  if (to < from) throw new Refusal('BAD_USER_INPUT', `a period ends after it begins; got ${from} to ${to}`);
  return { from, to };
}

@Resolver(() => County)
export class CountySelection {
  @FieldResolver(() => CadreSelection, {
    nullable: true,
    description:
      '选拔任用 · Promotions of a period as three figures (M23, M24, M25) with their overlaps (M26), as known on the day asked for.',
  })
  selection(
    @Root() { id }: County,
    @Context() ctx: Ctx,
    @Arg('from', () => DateScalar, { description: '起（含） · First day of the period.' }) from: Day,
    @Arg('to', () => DateScalar, { description: '止（含） · Last day of the period.' }) to: Day,
  ): Promise<CadreSelection> {
    for (const noun of ['PersonnelAction', 'Appraisal', 'Posting']) countsAlone(ctx, noun);
    return selectionIn(ctx, period(from, to), id);
  }

  @FieldResolver(() => CultivationPath, {
    nullable: true,
    description:
      '一线培养链 · From front-line postings that began in the period, over excellent appraisals, to promotions, as known on the day asked for.',
  })
  cultivationPath(
    @Root() { id }: County,
    @Context() ctx: Ctx,
    @Arg('from', () => DateScalar, { description: '起（含） · First day of the period.' }) from: Day,
    @Arg('to', () => DateScalar, { description: '止（含） · Last day of the period.' }) to: Day,
  ): Promise<CultivationPath> {
    for (const noun of ['PersonnelAction', 'Appraisal', 'Posting']) countsAlone(ctx, noun);
    return pathIn(ctx, period(from, to), id);
  }
}

const BEHIND = 'the decisions that make people count; who has no duty in them is told how many, of enough people.';

@Resolver(() => CadreSelection)
export class SelectionRecords {
  @FieldResolver(() => actionList.Connection, { nullable: true, description: `提拔后挂职的事项 · Behind M23: ${BEHIND}` })
  promotedThenSecondedActions(
    @Root() { because }: CadreSelection,
    @Context() ctx: Ctx,
    @Args(() => actionList.Args) args: PageArgs,
  ): object {
    return actionList.page(ctx, args, { id: { $in: [...because.seconded] } });
  }
  @FieldResolver(() => actionList.Connection, { nullable: true, description: `考核优秀提拔重用的事项 · Behind M24: ${BEHIND}` })
  excellentPromotedActions(@Root() { because }: CadreSelection, @Context() ctx: Ctx, @Args(() => actionList.Args) args: PageArgs): object {
    return actionList.page(ctx, args, { id: { $in: [...because.excellent] } });
  }
  @FieldResolver(() => actionList.Connection, { nullable: true, description: `驻村干部提拔的事项 · Behind M25: ${BEHIND}` })
  residentPromotedActions(@Root() { because }: CadreSelection, @Context() ctx: Ctx, @Args(() => actionList.Args) args: PageArgs): object {
    return actionList.page(ctx, args, { id: { $in: [...because.resident] } });
  }
}
