import { Arg, Ctx as Context, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { batchedBy } from '#platform/batched';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { County } from '../divisions/division.entity.ts';
import { Enrolment } from './enrolment.entity.ts';
import { TrainingEvent } from './training.entity.ts';
import { PRESENT, TrainingMode, TrainingRole, TrainingState } from './training.rules.ts';

interface Asked {
  readonly from: Day;
  readonly to: Day;
  readonly roles?: readonly TrainingRole[] | undefined;
  readonly modes?: readonly TrainingMode[] | undefined;
  readonly host?: string | undefined;
}

/** Different people who were present at trainings of a kind: those trainings, then one count over their lists. */
const trainedIn = batchedBy<Asked, string, number>(
  (asked) => JSON.stringify(asked),
  async (_, { from, to, roles, modes, host }, { em }) => {
    const held = await em.find(
      TrainingEvent,
      {
        state: TrainingState.HELD,
        from: { $gte: from, $lte: to },
        ...(modes ? { mode: { $in: [...modes] } } : {}),
        ...(host ? { hostAgency: host } : {}),
      },
      { fields: ['id'] as never },
    );
    const where = await em.applyFilters(
      Enrolment,
      {
        event: { $in: held.map((t) => t.id) },
        state: { $in: [...PRESENT] },
        ...(roles ? { roleAtDate: { $in: [...roles] } } : {}),
      },
      {},
      'read',
    );
    const count = held.length
      ? await em
          .createQueryBuilder(Enrolment, 'e')
          .where(where as never)
          .getCount('person', true)
      : 0;
    return () => count;
  },
);

@Resolver(() => County)
export class CountyTrained {
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      '参训人数 · Measure M40: different people of your territory who were present at trainings that began in the period, in one of the roles on the day; of modes [EXAM] it is M21, who sat an examination. A person counts once however often trained. Source: attendance lists. Figures F01 (roles [PARTY_CADRE], modes [EXAM]), F06 (roles [BRANCH_SECRETARY], host the ministry), F09 (secretaries, directors, first secretaries, team leaders), F10 (roles [HELPER]).',
  })
  trained(
    @Root() { id }: County,
    @Context() ctx: Ctx,
    @Arg('from', () => DateScalar, { description: '起（含） · First day of the period.' }) from: Day,
    @Arg('to', () => DateScalar, { description: '止（含） · Last day of the period.' }) to: Day,
    @Arg('roles', () => [TrainingRole], { nullable: true, description: '身份 · In one of these roles on the day.' }) roles?: TrainingRole[],
    @Arg('modes', () => [TrainingMode], { nullable: true, description: '方式 · At trainings of these modes.' }) modes?: TrainingMode[],
    @Arg('host', () => ID, { nullable: true, description: '主办单位 · At trainings of this host agency.' }) host?: string,
  ): Promise<number> {
    requireRead(ctx, 'Enrolment');
    if (to < from) throw new Refusal('BAD_USER_INPUT', `a period ends after it begins; got ${from} to ${to}`);
    return trainedIn(ctx, { from, to, roles: roles ?? undefined, modes: modes ?? undefined, host: host ?? undefined }, id);
  }
}
