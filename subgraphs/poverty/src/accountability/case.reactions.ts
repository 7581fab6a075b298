import type { SqlEntityManager } from '@mikro-orm/sql';
import { transact } from '#platform/change';
import type { Ctx } from '#platform/context';
import { FOREVER } from '#platform/day';
import type { Acting } from '#platform/follow';
import { FULL_ACCESS, jobCaller } from '#platform/job';
import type { LedgerRow } from '#platform/ledger';
import type { Scope } from '#platform/territory';
import { AccountabilityAction } from './action.entity.ts';
import { allowed, effectOf } from './action.rules.ts';

const EVERYWHERE: Scope = { all: true, lineages: [], codes: [], covers: () => true, touches: () => true };

/** A context in which this store acts on what another's ledger told, as of the day of which it told it. */
function acting(em: SqlEntityManager, row: LedgerRow): Ctx {
  em.setFilterParams('scope', { scope: EVERYWHERE, access: FULL_ACCESS });
  em.setFilterParams('asOf', { day: row.day });
  const caller = { ...jobCaller('accountability-of-cases', []), id: `feed:${row.event}` };
  const asking = { em, caller, now: row.at, day: row.day, scope: EVERYWHERE, writeScope: EVERYWHERE, access: FULL_ACCESS };
  return { ...asking, requestId: row.requestId } as unknown as Ctx;
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/**
 * A case of tolerance or clarification that names an action of accountability takes it back or makes it milder, from the
 * day of the decision. What is unknown here, or changed already, is left as it is: told twice is told once.
 */
export const followCases: Acting = { act: acted };

async function acted(em: SqlEntityManager, row: LedgerRow): Promise<void> {
  const content = JSON.parse(row.after ?? '{}') as Record<string, unknown>;
  const id = text(content['accountability']) ?? text(content['accountabilityAction']) ?? text(content['action']);
  const effect = effectOf(row.event, text(content['determination']) ?? text(content['outcome']));
  if (!id || !effect) return;
  const action = await em.findOne(AccountabilityAction, { id, validTo: FOREVER }, { filters: false });
  if (!action || !allowed(action.state).includes(effect)) return;
  const on = row.day < action.validFrom ? action.validFrom : row.day;
  await transact(acting(em, row), (work) => work.changeAll(AccountabilityAction, { id }, (a) => a[effect](row.key, on), on));
}
