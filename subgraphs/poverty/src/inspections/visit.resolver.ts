import { LockMode } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Resolver, Root } from 'type-graphql';
import { create, Intent } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byId } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { atTownship, Village } from '../divisions/division.entity.ts';
import { VILLAGE_KINDS, villagesBelow } from '../divisions/division.rules.ts';
import { Inspection } from './inspection.entity.ts';
import { inspectionById } from './inspection.reads.ts';
import { takesVisits } from './inspection.rules.ts';
import { InspectionVisit } from './visit.entity.ts';

export const visits = list({
  name: 'InspectionVisit',
  entity: InspectionVisit,
  filter: {
    on: byDay('on', '日期 · Day.'),
    village: byId('village', '村 · Key of the village.'),
    inspection: byId('inspection', '督查 · Key of the inspection.'),
  },
  order: { ON: { property: 'on', description: '日期 · By day; newest first unless you say otherwise.' } },
  defaultOrder: { field: 'ON', direction: Direction.DESC },
  distinct: {
    villages: { property: 'village', description: '到村数 · Villages reached.' },
    inspections: { property: 'inspection', description: '督查数 · Inspections that reached some village.' },
  },
  groups: {
    on: { property: 'on', type: () => DateScalar, day: true, description: '日期 · Day.' },
    village: { property: 'village', type: () => Village, show: (id: string) => ({ id }), description: '村 · Village.' },
    township: atTownship('village'),
  },
  below: 'village',
});

/** A visit as the store keeps it. */
export const aVisit = (inspection: string, village: string, on: Day, by: string): InspectionVisit =>
  Object.assign(new InspectionVisit(), { id: newId('ivs'), inspection, village, on, by, validFrom: on });

@InputType({ description: '登记到村 · A day on which an inspection reached a village.' })
class RecordInspectionVisitInput extends Intent {
  @Field(() => ID, { description: '督查 · The inspection.' }) inspection!: string;
  @Field(() => ID, { description: '村 · The village or community.' }) village!: string;
  @Field(() => DateScalar, { nullable: true, description: '日期 · Day; the day asked for unless given, never later.' }) on?: Day;
}

@Resolver(() => Inspection)
export class InspectionVisits {
  @FieldResolver(() => visits.Connection, { description: '到村记录 · Villages it reached, as far as they lie in your territory.' })
  visits(@Root() { id }: Inspection, @Context() ctx: Ctx, @Args(() => visits.Args) args: PageArgs): object {
    return visits.pageOf(ctx, 'inspection', id, args);
  }

  @Mutation(() => InspectionVisit, {
    description: '登记到村 · Records that an inspection reached a village; refused with VISIT_RECORDED the second time that day.',
  })
  recordInspectionVisit(
    @Context() ctx: Ctx,
    @Arg('input', () => RecordInspectionVisitInput) input: RecordInspectionVisitInput,
  ): Promise<InspectionVisit> {
    return create(ctx, InspectionVisit, input, 'inspectionVisit.recorded', async ({ ctx: { em } }) => {
      const { village, on = ctx.day } = input;
      const inspection = await em.findOne(Inspection, { id: input.inspection }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!inspection || !takesVisits(inspection))
        throw new Refusal(
          'NOT_FOUND',
          `no inspection ${input.inspection} in your territory that reaches villages as of ${ctx.day}${inspection ? `; it is ${inspection.state}` : ''}`,
        );
      if (on > ctx.day || on < inspection.from)
        throw new Refusal('BAD_USER_INPUT', `a visit lies between ${inspection.from}, the first day, and ${ctx.day}; not on ${on}`);
      requireInspected(ctx, inspection, village, on);
      return aVisit(inspection.id, village, on, ctx.caller.id);
    });
  }
}

@Resolver(() => InspectionVisit)
export class InspectionVisitResolver {
  @FieldResolver(() => Village, { nullable: true, description: '村 · The village reached.' })
  village(@Root() { village }: InspectionVisit): Village {
    return { id: village };
  }
  @FieldResolver(() => Inspection, { nullable: true, description: '督查 · The inspection.' })
  inspection(@Root() { inspection }: InspectionVisit, @Context() ctx: Ctx): Promise<Inspection | null> {
    return inspectionById(ctx, inspection);
  }
}

/** Refuses a village that isn't there on `on`, isn't the caller's, or doesn't lie in what is inspected. */
export function requireInspected(ctx: Ctx, inspection: Inspection, village: string, on: Day): void {
  const place = ctx.territory.at(village, on);
  if (!place || !VILLAGE_KINDS.includes(place.kind) || !ctx.scope.covers(village))
    throw new Refusal('NOT_FOUND', `no village ${village} in your territory as of ${on}`);
  if (!villagesBelow(ctx, inspection.division, on).includes(village))
    throw new Refusal('BAD_USER_INPUT', `inspection ${inspection.id} is of ${inspection.division}; village ${village} lies elsewhere`);
}
