import { raw } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import type { Ctx } from '#platform/context';
import { byEnum, byId, byInt, byRule, type Where } from '#platform/filter';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { keysOf } from '#platform/secret';
import { atTownship, Village } from '../divisions/division.entity.ts';
import { HelperAssignment } from './assignment.entity.ts';
import { HouseholdRef, ReturnFlowBatch } from './household.entity.ts';
import { HouseholdStatus, isRegisterNo, whereNeedsHelper, whereNeedsNone } from './household.rules.ts';

const COVERED = 'select a.household from helper_assignment a where a.main and a.valid_from <= ? and a.valid_to > ?';
/** Households for which a main helper answers on `day`. */
const whereCovered = (day: string, yes: boolean): Where => ({ id: { [yes ? '$in' : '$nin']: raw(COVERED, [day, day]) } });
/** Poor households without a main helper on `day`: what coverage counts and what the list shows is one condition. */
export const whereUncovered = (day: string): Where => ({ $and: [whereNeedsHelper(), whereCovered(day, false)] });

export const households = list({
  name: 'HouseholdRef',
  entity: HouseholdRef,
  filter: {
    village: byId('village', '村 · Key of the village.'),
    status: byEnum('HouseholdStatus', HouseholdStatus)('status', '户状态 · Status.'),
    registeredYear: byInt('registeredYear', '建档年度 · Year of registration.'),
    members: byInt('members', '人口数 · Members.'),
    batch: byId('batch', '回流批次 · Key of the file that told of it last.'),
    needsHelper: byRule('应有帮扶责任人 · Must have a main helper.', (yes) => (yes ? whereNeedsHelper() : whereNeedsNone())),
    uncovered: byRule('无帮扶责任人 · Must have a main helper and has none on the day asked for.', (yes, { day }) =>
      yes ? whereUncovered(day) : { $or: [whereNeedsNone(), whereCovered(day, true)] },
    ),
  },
  order: {
    VILLAGE: { property: 'village', description: '村 · By village.' },
    REGISTERED_YEAR: { property: 'registeredYear', description: '建档年度 · By year of registration.' },
    MEMBERS: { property: 'members', description: '人口数 · By members.' },
  },
  measures: { members: { property: 'members', of: 'int', description: '人口 · Members.' } },
  groups: {
    status: { property: 'status', type: () => HouseholdStatus, description: '户状态 · Status.' },
    registeredYear: { property: 'registeredYear', type: () => Int, description: '建档年度 · Year of registration.' },
    village: { property: 'village', type: () => Village, show: (id: string) => ({ id }), description: '村 · Village.' },
    township: atTownship('village'),
  },
  below: 'village',
});

export const householdById = byKey(HouseholdRef);
export const batchById = byKey(ReturnFlowBatch);

const mainHelperOf = batched<string, HelperAssignment | null>(async (ids, { em }) => {
  const rows = await em.find(HelperAssignment, { household: { $in: [...ids] }, main: true });
  const byHousehold = new Map(rows.map((a) => [a.household, a]));
  return (id) => byHousehold.get(id) ?? null;
});

@Resolver(() => HouseholdRef)
export class HouseholdResolver {
  @Query(() => households.Connection, { description: '户 · Registered households of your territory.' })
  households(@Context() ctx: Ctx, @Args(() => households.Args) args: PageArgs): object {
    return households.page(ctx, args);
  }
  @Query(() => HouseholdRef, {
    nullable: true,
    description:
      '户 · One household by its key, or by its register number, of which a keyed hash alone is compared; null when there is none.',
  })
  async household(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { nullable: true, description: '标识 · Its key.' }) id?: string,
    @Arg('registerNo', () => String, { nullable: true, description: '户编号 · Its number in the national system.' }) registerNo?: string,
  ): Promise<HouseholdRef | null> {
    requireRead(ctx, 'HouseholdRef');
    if ((id == null) === (registerNo == null))
      throw new Refusal('BAD_USER_INPUT', 'name the household by id or by registerNo, one of the two');
    if (id != null) return householdById(ctx, id);
    if (!isRegisterNo(registerNo as string)) throw new Refusal('BAD_USER_INPUT', 'a register number has 10 to 20 digits');
    return ctx.em.findOne(HouseholdRef, { registerHash: keysOf(ctx.em).hash('household', registerNo as string) });
  }

  @FieldResolver(() => Village, { nullable: true, description: '村 · Where it lies.' })
  village(@Root() { village }: HouseholdRef): Village {
    return { id: village };
  }
  @FieldResolver(() => HelperAssignment, {
    nullable: true,
    description: '帮扶责任人 · The assignment of its main helper on the day asked for; null when nobody answers for it.',
  })
  mainHelper(@Root() { id }: HouseholdRef, @Context() ctx: Ctx): Promise<HelperAssignment | null> {
    requireRead(ctx, 'HelperAssignment');
    return mainHelperOf(ctx, id);
  }
  @FieldResolver(() => ReturnFlowBatch, { nullable: true, description: '来源 · The return-flow file that told of it last.' })
  source(@Root() { batch }: HouseholdRef, @Context() ctx: Ctx): Promise<ReturnFlowBatch | null> | null {
    return batch ? batchById(ctx, batch) : null;
  }
}
