import { type EntityClass, type FilterQuery, raw } from '@mikro-orm/core';
import { Arg, Ctx as Context, Field, FieldResolver, Int, ObjectType, Resolver, Root, registerEnumType } from 'type-graphql';
import { batchedBy } from '#platform/batched';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { countsAlone } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { PersonnelAction } from '../actions/action.entity.ts';
import { ActionKind, EFFECTIVE } from '../actions/action.rules.ts';
import { tellable } from '../actions/selection.rules.ts';
import { Appraisal } from '../appraisals/appraisal.entity.ts';
import { EvaluationState, Grade } from '../appraisals/evaluation.rules.ts';
import { ClarificationCase } from '../clarification/clarification.entity.ts';
import { County } from '../divisions/division.entity.ts';
import { ToleranceCase } from '../tolerance/tolerance.entity.ts';
import { Determination, ToleranceState } from '../tolerance/tolerance.rules.ts';
import { MeasureKind, MeasureOutcome, OUTCOMES } from './measure.rules.ts';

registerEnumType(MeasureKind, {
  name: 'CadreMeasureKind',
  description: '措施类别 · 正向激励 INCENTIVE, 考核评价 APPRAISAL, 容错纠错 TOLERANCE, 澄清保护 CLARIFICATION.',
});
registerEnumType(MeasureOutcome, {
  name: 'CadreMeasureOutcome',
  description: '结果 · 受褒奖 COMMENDED, 有舞台 PROMOTED, 减压力 TOLERATED, 兜底子 CLARIFIED, 打板子 SANCTIONED, 挪位子 REASSIGNED.',
});

@ObjectType({ description: '激励担当措施 · How many people one of the four measures reached, by outcome.' })
class CadreMeasure {
  @Field(() => MeasureKind, { description: '措施类别 · Measure.' }) kind!: MeasureKind;
  @Field(() => MeasureOutcome, { description: '结果 · Outcome.' }) outcome!: MeasureOutcome;
  @Field(() => Int, {
    nullable: true,
    description: '人数 · Different people. Null where so few stand behind it that they could be told (小单元抑制).',
  })
  persons!: number | null;
}

interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** Different people of rows that meet a condition, of the caller's territory. */
async function people<E extends object>(ctx: Ctx, entity: EntityClass<E>, where: FilterQuery<E>): Promise<number> {
  const [row] = await ctx.em.rows(entity, {
    select: [raw('count(distinct person) as n')],
    where,
    filters: { scope: { scope: ctx.scope, access: ctx.access, counting: true } },
  });
  return Number(row?.['n'] ?? 0);
}

/** One statement for each outcome, for a whole request. */
const measuresIn = batchedBy<Period, string, CadreMeasure[]>(
  ({ from, to }) => `${from} ${to}`,
  async (_, { from, to }, ctx) => {
    const between = { $gte: from, $lte: to };
    const action = (...kinds: ActionKind[]) =>
      people(ctx, PersonnelAction, { kind: { $in: kinds }, state: { $in: [...EFFECTIVE] }, effectiveFrom: between });
    const settled = { $in: [EvaluationState.GRADED, EvaluationState.CONFIRMED] };
    const years = { $gte: Number(from.slice(0, 4)), $lte: Number(to.slice(0, 4)) };
    const told = { $nin: [ToleranceState.DETERMINED, ToleranceState.APPEALED] };
    const counts: Record<MeasureOutcome, number> = {
      COMMENDED: await action(ActionKind.COMMEND),
      PROMOTED: await action(ActionKind.PROMOTE, ActionKind.IMPORTANT_POST),
      TOLERATED: await people(ctx, ToleranceCase, {
        outcome: { $in: [Determination.TOLERATE_EXEMPT, Determination.MITIGATE] },
        outcomeOn: between,
        state: told,
      }),
      CLARIFIED: await people(ctx, ClarificationCase, { outcomeOn: between }),
      SANCTIONED: await people(ctx, Appraisal, { grade: Grade.INCOMPETENT, state: settled, year: years }),
      REASSIGNED: await action(ActionKind.REMOVE, ActionKind.REPLACE),
    };
    const shown = (n: number) => (ctx.access.exactCells || tellable(n, ctx.smallestCell) ? n : null);
    const measures = (Object.keys(OUTCOMES) as MeasureOutcome[]).map((outcome) => ({
      kind: OUTCOMES[outcome],
      outcome,
      persons: shown(counts[outcome]),
    }));
    return () => measures;
  },
);

@Resolver(() => County)
export class CountyMeasures {
  @FieldResolver(() => [CadreMeasure], {
    nullable: true,
    description:
      '激励担当措施 · The four measures (正向激励、考核评价、容错纠错、澄清保护) by outcome: commendations and promotions that took effect in the period, tolerance told to who applied and clarifications of its days, appraisals as incompetent for its years, removals and replacements. Different people; sanctions by discipline stand in the poverty subgraph.',
  })
  cadreMeasures(
    @Root() { id }: County,
    @Context() ctx: Ctx,
    @Arg('from', () => DateScalar, { description: '起（含） · First day of the period.' }) from: Day,
    @Arg('to', () => DateScalar, { description: '止（含） · Last day of the period.' }) to: Day,
  ): Promise<CadreMeasure[]> {
    for (const noun of ['PersonnelAction', 'Appraisal', 'ToleranceCase', 'ClarificationCase']) countsAlone(ctx, noun);
    if (to < from) throw new Refusal('BAD_USER_INPUT', `a period ends after it begins; got ${from} to ${to}`);
    return measuresIn(ctx, { from, to }, id);
  }
}
