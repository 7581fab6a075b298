import type { SqlEntityManager } from '@mikro-orm/sql';
import { LEDGER, LedgerHead } from './ledger.ts';
import type { Store } from './store.ts';

/** Brings a data set into an empty store, inside the transaction of `em`. */
export type Seed = (em: SqlEntityManager, now: Date) => Promise<void>;

const ledgerHead = async ({ orm }: Store): Promise<number> =>
  (await orm.em.fork().findOneOrFail(LedgerHead, LEDGER.head, { connectionType: 'write' })).seq;

/** Fills a store that is empty, all of it or nothing; says how many rows its ledger has then, or 0 if it wasn't empty. */
export async function fillStore(store: Store, seed: Seed | undefined, now: Date): Promise<number> {
  if (!seed || (await ledgerHead(store)) > 0) return 0;
  const em = store.orm.em.fork({ flushMode: undefined as never }) as SqlEntityManager;
  await em.transactional((tx) => seed(tx as SqlEntityManager, now));
  await store.refreshTerritory();
  return ledgerHead(store);
}
