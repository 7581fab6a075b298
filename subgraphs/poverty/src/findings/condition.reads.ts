import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { withSecretary, withThreeTeams } from '../facts/fact.reads.ts';
import { ClosingCondition } from './finding.rules.ts';

const SHOWN = {
  [ClosingCondition.SECRETARY_IN_POST]: withSecretary,
  [ClosingCondition.THREE_TEAMS_COVERED]: withThreeTeams,
} as const;

/** Which of some villages meet a condition on `day`, by what this store keeps of the other ledgers. */
export const meeting = (
  ctx: Pick<Ctx, 'em'>,
  condition: ClosingCondition,
  villages: readonly string[],
  day: Day,
): Promise<ReadonlySet<string>> => SHOWN[condition](ctx, villages, day);
