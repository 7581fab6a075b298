import { batched } from '#platform/batched';
import type { Ctx } from '#platform/context';
import { FindingRuleSet } from './ruleset.entity.ts';
import { type Measures, USUAL } from './ruleset.rules.ts';

const read = batched<'rules', Measures>(async (_, { em }) => {
  const adopted = await em.findOne(FindingRuleSet, {}, { filters: { scope: false } });
  return () => adopted ?? USUAL;
});

/** What holds of rectification on the day asked for: the county's rules, whoever asks. */
export const rulesOf = (ctx: Ctx): Promise<Measures> => read(ctx, 'rules');
