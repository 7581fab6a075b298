import { LockMode } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, dayOf, FOREVER } from '#platform/day';
import { byDay, byEnum, byId, byYes } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { atTownship, Village } from '../divisions/division.entity.ts';
import { asPerson, Person } from '../persons/person.entity.ts';
import { HELPER_HELD, HelperAssignment, HelperVisit } from './assignment.entity.ts';
import { AssignmentEnd, overlaps, VisitKind } from './assignment.rules.ts';
import { HouseholdRef } from './household.entity.ts';
import { householdById } from './household.resolver.ts';

const VILLAGE = { property: 'village' as const, type: () => Village, show: (id: string) => ({ id }), description: '村 · Village.' };
const PERSON = { property: 'helper' as const, type: () => Person, show: (id: string) => ({ id }), description: '帮扶责任人 · Helper.' };

export const assignments = list({
  name: 'HelperAssignment',
  entity: HelperAssignment,
  filter: {
    helper: byId('helper', '帮扶责任人 · Key of the person.'),
    household: byId('household', '户 · Key of the household.'),
    village: byId('village', '村 · Key of the village.'),
    main: byYes('main', '主要责任人 · Main helpers.'),
    from: byDay('validFrom', '起 · First day.'),
  },
  order: {
    FROM: { property: 'validFrom', description: '起 · By first day.' },
    VILLAGE: { property: 'village', description: '村 · By village.' },
  },
  distinct: {
    helpers: {
      property: 'helper',
      description: '帮扶责任人数 · Different helpers: a person who answers for several households counts once.',
    },
    households: { property: 'household', description: '户数 · Different households.' },
  },
  groups: {
    main: { property: 'main', type: () => Boolean, description: '主要责任人 · Main.' },
    helper: PERSON,
    village: VILLAGE,
    township: atTownship('village'),
  },
  below: 'village',
});

export const visits = list({
  name: 'HelperVisit',
  entity: HelperVisit,
  filter: {
    helper: byId('helper', '帮扶责任人 · Key of the person.'),
    household: byId('household', '户 · Key of the household.'),
    village: byId('village', '村 · Key of the village.'),
    on: byDay('on', '日期 · Day.'),
    kind: byEnum('HelperVisitKind', VisitKind)('kind', '方式 · Kind.'),
  },
  order: { ON: { property: 'on', description: '日期 · By day; newest first unless you say otherwise.' } },
  defaultOrder: { field: 'ON', direction: Direction.DESC },
  distinct: {
    helpers: { property: 'helper', description: '走访人数 · Different helpers.' },
    households: { property: 'household', description: '走访户数 · Different households.' },
  },
  groups: {
    on: { property: 'on', type: () => DateScalar, day: true, description: '日期 · Day.' },
    kind: { property: 'kind', type: () => VisitKind, description: '方式 · Kind.' },
    helper: PERSON,
    village: VILLAGE,
    township: atTownship('village'),
  },
  below: 'village',
});

export const assignmentById = byKey(HelperAssignment);
export const visitById = byKey(HelperVisit);

@InputType({ description: '确定帮扶责任人 · Somebody who answers for a household from the day asked for on.' })
class AssignHelperInput extends Intent {
  @Field(() => ID, { description: '户 · The household.' }) household!: string;
  @Field(() => ID, { description: '帮扶责任人 · The person.' }) helper!: string;
  @Field(() => ID, {
    nullable: true,
    description: '村 · The village in which you take the household to lie; refused when it lies elsewhere.',
  })
  village?: string;
  @Field(() => Boolean, { defaultValue: true, description: '主要责任人 · The main helper; false for one who assists.' }) main!: boolean;
}

@InputType({ description: '调整帮扶责任人 · Somebody else answers for the household from the day asked for on.' })
class ReplaceHelperInput extends Move {
  @Field(() => ID, { description: '帮扶责任 · The assignment that ends.' }) assignment!: string;
  @Field(() => ID, { description: '接替人 · The person who answers from now on.' }) helper!: string;
  @Field(() => AssignmentEnd, { defaultValue: AssignmentEnd.REPLACED, description: '原因 · Why.' }) reason!: AssignmentEnd;
}

@InputType({ description: '终止帮扶责任 · The assignment that ends as of the day asked for.' })
class EndHelperInput extends Move {
  @Field(() => ID, { description: '帮扶责任 · The assignment.' }) assignment!: string;
  @Field(() => AssignmentEnd, { description: '原因 · Why.' }) reason!: AssignmentEnd;
}

@InputType({ description: '登记走访 · A visit of a helper who answers for the household.' })
class RecordHelperVisitInput extends Intent {
  @Field(() => ID, { description: '户 · The household.' }) household!: string;
  @Field(() => ID, { description: '帮扶责任人 · The helper.' }) helper!: string;
  @Field(() => DateScalar, { nullable: true, description: '日期 · Day; the day asked for unless given.' }) on?: Day;
  @Field(() => VisitKind, { defaultValue: VisitKind.HOME, description: '方式 · Kind.' }) kind!: VisitKind;
  @Field(() => String, { nullable: true, description: '记录 · What was seen and done, up to 1000 characters; no names.' }) note?: string;
}

/** The household in scope on the day, locked: assignments of one household wait for each other. */
async function householdFor(ctx: Ctx, id: string): Promise<HouseholdRef> {
  const household = await ctx.em.findOne(HouseholdRef, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!household) throw new Refusal('NOT_FOUND', `no household ${id} in your territory as of ${ctx.day}`);
  return household;
}

/** Refuses a second main helper for any day from the day asked for on. Two who ask at once are told apart by the store. */
async function requireRoom({ em, day }: Ctx, household: string, except?: string): Promise<void> {
  const main = await em.find(HelperAssignment, { household, main: true, validTo: { $gt: day } }, { filters: { asOf: false } });
  if (main.some((a) => a.id !== except && overlaps(a, { validFrom: day, validTo: FOREVER }))) throw new Refusal('HELPER_HELD', HELPER_HELD);
}

const happened = (ctx: Ctx, day: Day = ctx.day): Day => {
  if (day <= dayOf(ctx.now) && day <= ctx.day) return day;
  throw new Refusal('BAD_USER_INPUT', `${day} lies ahead of ${ctx.day}; record it when it has happened`);
};

@Resolver(() => HelperAssignment)
export class HelperAssignmentResolver {
  @Query(() => assignments.Connection, {
    description: '帮扶责任 · Who answers for the registered households of your territory on the day asked for.',
  })
  helperAssignments(@Context() ctx: Ctx, @Args(() => assignments.Args) args: PageArgs): object {
    return assignments.page(ctx, args);
  }

  @FieldResolver(() => Person, { nullable: true, description: '帮扶责任人 · The helper.' })
  helper(@Root() { helper }: HelperAssignment): Person {
    return { id: helper };
  }
  @FieldResolver(() => HouseholdRef, { nullable: true, description: '户 · The household.' })
  household(@Root() { household }: HelperAssignment, @Context() ctx: Ctx): Promise<HouseholdRef | null> {
    return householdById(ctx, household);
  }
  @FieldResolver(() => Village, { nullable: true, description: '村 · Where the household lies.' })
  village(@Root() { village }: HelperAssignment): Village {
    return { id: village };
  }
  @FieldResolver(() => visits.Connection, { description: '走访 · Visits to the household up to the day asked for.' })
  visits(@Root() { household }: HelperAssignment, @Context() ctx: Ctx, @Args(() => visits.Args) args: PageArgs): object {
    return visits.pageOf(ctx, 'household', household, args);
  }

  @Mutation(() => HelperAssignment, {
    description:
      '确定帮扶责任人 · Refused with HELPER_HELD when the household has a main helper, with HOUSEHOLD_ELSEWHERE when it lies in another village than you say.',
  })
  assignHelper(@Context() ctx: Ctx, @Arg('input', () => AssignHelperInput) input: AssignHelperInput): Promise<HelperAssignment> {
    return create(ctx, HelperAssignment, input, 'helper.assigned', async ({ ctx: inside }) => {
      const helper = asPerson(input.helper);
      const { id, village } = await householdFor(inside, input.household);
      if (input.village !== undefined && input.village !== village)
        throw new Refusal('HOUSEHOLD_ELSEWHERE', `household ${id} lies in village ${village} as of ${ctx.day}, not in ${input.village}`);
      if (input.main) await requireRoom(inside, id);
      return Object.assign(new HelperAssignment(), {
        id: newId('hlp'),
        helper,
        household: id,
        village,
        main: input.main,
        validFrom: happened(ctx),
      });
    });
  }

  @Mutation(() => HelperAssignment, {
    description: '调整帮扶责任人 · Ends an assignment and begins another as of the day asked for, so that the household is never without.',
  })
  replaceHelper(@Context() ctx: Ctx, @Arg('input', () => ReplaceHelperInput) input: ReplaceHelperInput): Promise<HelperAssignment> {
    return once(ctx, HelperAssignment, input, async (work) => {
      const helper = asPerson(input.helper);
      const on = happened(ctx);
      const { expectedVersion } = input;
      const ended = await work.change(HelperAssignment, input.assignment, (a) => a.end(on, input.reason), { expectedVersion });
      const { id, village } = await householdFor(work.ctx, ended.household);
      if (ended.main) await requireRoom(work.ctx, id, ended.id);
      await work.ctx.em.flush(); // the store holds one main helper at a time: the one that ends goes first
      const next = { id: newId('hlp'), helper, household: id, village, main: ended.main, validFrom: on };
      return work.create(Object.assign(new HelperAssignment(), next), 'helper.assigned');
    });
  }

  @Mutation(() => HelperAssignment, { description: '终止帮扶责任 · Ends an assignment as of the day asked for.' })
  endHelper(@Context() ctx: Ctx, @Arg('input', () => EndHelperInput) input: EndHelperInput): Promise<HelperAssignment> {
    return change(ctx, HelperAssignment, input.assignment, input, (a) => a.end(happened(ctx), input.reason));
  }
}

@Resolver(() => HelperVisit)
export class HelperVisitResolver {
  @Query(() => visits.Connection, { description: '走访 · Visits of helpers up to the day asked for.' })
  helperVisits(@Context() ctx: Ctx, @Args(() => visits.Args) args: PageArgs): object {
    return visits.page(ctx, args);
  }

  @FieldResolver(() => Person, { nullable: true, description: '帮扶责任人 · The helper.' })
  helper(@Root() { helper }: HelperVisit): Person {
    return { id: helper };
  }
  @FieldResolver(() => HouseholdRef, { nullable: true, description: '户 · The household.' })
  household(@Root() { household }: HelperVisit, @Context() ctx: Ctx): Promise<HouseholdRef | null> {
    return householdById(ctx, household);
  }
  @FieldResolver(() => Village, { nullable: true, description: '村 · Where the household lay.' })
  village(@Root() { village }: HelperVisit): Village {
    return { id: village };
  }

  @Mutation(() => HelperVisit, {
    description: '登记走访 · Refused with NOT_ITS_HELPER unless the person answers for the household on the day of the visit.',
  })
  recordHelperVisit(@Context() ctx: Ctx, @Arg('input', () => RecordHelperVisitInput) input: RecordHelperVisitInput): Promise<HelperVisit> {
    return create(ctx, HelperVisit, input, 'visit.recorded', async ({ ctx: { em } }) => {
      const on = happened(ctx, input.on);
      const household = await em.findOne(HouseholdRef, { id: input.household });
      if (!household) throw new Refusal('NOT_FOUND', `no household ${input.household} in your territory as of ${ctx.day}`);
      const answering = { household: household.id, helper: input.helper, validFrom: { $lte: on }, validTo: { $gt: on } };
      if (!(await em.findOne(HelperAssignment, answering, { filters: { asOf: false } })))
        throw new Refusal(
          'NOT_ITS_HELPER',
          `${input.helper.slice(0, 40)} doesn't answer for this household on ${on}; assign the helper first`,
        );
      return Object.assign(new HelperVisit(), {
        id: newId('vst'),
        helper: input.helper,
        household: household.id,
        village: household.village,
        on,
        kind: input.kind,
        note: input.note === undefined ? null : said(input.note, 'note', 1000),
        validFrom: on,
      });
    });
  }
}
