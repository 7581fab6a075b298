import { Arg, Ctx as Context, Field, InputType, Int, Mutation, Query, Resolver } from 'type-graphql';
import { byKey } from '#platform/batched';
import { Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { FOREVER } from '#platform/day';
import { newId } from '#platform/id';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DocNo } from '#platform/scalars';
import { FindingRuleSet } from './ruleset.entity.ts';
import { type Measures, misfit, USUAL } from './ruleset.rules.ts';

export const ruleSetById = byKey(FindingRuleSet);

const MEASURE = { nullable: true };

@InputType({ description: '采用整改规则 · What changes from the day asked for; what is not given stays as it was.' })
class AdoptFindingRulesInput extends Move {
  @Field(() => DocNo, { description: '文号 · Document that says so.' }) document!: string;
  @Field(() => Int, { ...MEASURE, description: '复发期（月） · Months after closing, 1 to 36.' }) recurrenceMonths?: number;
  @Field(() => Int, { ...MEASURE, description: '数据条件保持期（月） · Months after closing, 1 to 60.' }) conditionMonths?: number;
  @Field(() => Int, { ...MEASURE, description: '延期次数上限 · The most extensions of one order, 0 to 2.' }) mostExtensions?: number;
  @Field(() => Int, { ...MEASURE, description: '提级乡镇（天） · Days past the deadline.' }) townshipAfter?: number;
  @Field(() => Int, { ...MEASURE, description: '提级县（天） · Days past the deadline, after the township.' }) countyAfter?: number;
  @Field(() => Int, { ...MEASURE, description: '提级指挥部（天） · Days past the deadline, after the county.' }) hqAfter?: number;
}

@Resolver(() => FindingRuleSet)
export class FindingRuleSetResolver {
  @Query(() => FindingRuleSet, {
    nullable: true,
    description:
      '整改规则 · The rules of rectification on the day asked for; null when the county has adopted none and the usual ones hold.',
  })
  findingRules(@Context() ctx: Ctx): Promise<FindingRuleSet | null> {
    requireRead(ctx, 'FindingRuleSet');
    return ctx.em.findOne(FindingRuleSet, {});
  }

  @Mutation(() => FindingRuleSet, { description: '采用整改规则 · Adopts rules by a document, from the day asked for.' })
  adoptFindingRules(
    @Context() ctx: Ctx,
    @Arg('input', () => AdoptFindingRulesInput) input: AdoptFindingRulesInput,
  ): Promise<FindingRuleSet> {
    return once(ctx, FindingRuleSet, input, async (work) => {
      const { document, expectedVersion } = input;
      const known = await work.ctx.em.findOne(FindingRuleSet, { validTo: FOREVER }, { filters: { asOf: false } });
      const given = Object.fromEntries(
        Object.keys(USUAL).flatMap((name) => (input[name as never] == null ? [] : [[name, input[name as never]]])),
      );
      const measures = { ...measuresOf(known ?? USUAL), ...given } as unknown as Measures;
      const wrong = misfit(measures);
      if (wrong) throw new Refusal('BAD_USER_INPUT', wrong);
      if (known) return work.change(FindingRuleSet, known.id, (rules) => rules.adopt(document, measures), { expectedVersion });
      const division = ctx.territory.named(ctx.territory.roots[0] ?? '') ?? '';
      const first = Object.assign(new FindingRuleSet(), { id: newId('frs'), division, validFrom: ctx.day });
      return work.create(first, first.adopt(document, measures));
    });
  }
}

const measuresOf = (m: Measures): Measures =>
  Object.fromEntries(Object.keys(USUAL).map((name) => [name, m[name as keyof Measures]])) as unknown as Measures;
