import { setImmediate } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { CHAINS } from './audit.ts';
import { type AuditKeys, Checkpoint, keptIn, type Sealed, sealOf } from './checkpoint.ts';
import { ALGORITHMS, type Algorithm, type Chain, GENESIS, LedgerHead, type Link, linkHash, misfit } from './ledger.ts';
import type { Store } from './store.ts';

/** What became of a chain that doesn't hold. */
export type Damage =
  | 'altered' // a column was changed, or a row was put in
  | 'missing' // a number is not there
  | 'reordered' // a row stands at another's number
  | 'cut off' // the last rows are gone
  | 'rewritten' // hashes fit, but a checkpoint says that something else stood there
  | 'head' // the head doesn't say what the last row says
  | 'checkpoint'; // a checkpoint is forged, or was taken from the store

export interface Broken {
  readonly seq: number;
  readonly damage: Damage;
  readonly what: string;
}

export interface Verdict {
  readonly store: string;
  readonly chain: string;
  readonly rows: number;
  readonly checkpoints: number;
  /** Rows after the last checkpoint: their order and hashes hold, but no signature covers them yet. */
  readonly unsealed: number;
  readonly broken: Broken | null;
}

/** A checkpoint, and where it was found. */
interface Found {
  readonly seal: Sealed;
  readonly inStore: boolean;
}

const BATCH = 1000;
/** No number is below it: a row put in before the first is read too. */
const LOWEST = -(2 ** 31);

const reading = (store: Store) => store.orm.em.fork({ disableTransactions: true }) as SqlEntityManager;

const between = <R extends Link>(em: SqlEntityManager, chain: Chain<R>, after: number, upTo: number) =>
  em.find(chain.entity, { seq: { $gt: after, $lte: upTo } } as never, {
    orderBy: { seq: 'asc' } as never,
    limit: BATCH,
    disableIdentityMap: true,
  }) as Promise<R[]>;

/** Checkpoints of a chain by their numbers. The file is read before the store: what it has, the store has had since. */
async function checkpointsOf(store: Store, { name }: Chain, file: string | undefined): Promise<Map<number, Found[]>> {
  const kept = file ? keptIn(file, store.name).filter(({ chain }) => chain === name) : [];
  const rows = await reading(store).find(Checkpoint, { chain: name }, { orderBy: { seq: 'asc' }, disableIdentityMap: true });
  const stored = rows.map(
    ({ chain, seq, hash, at, signature, keyId }): Sealed => ({
      store: store.name,
      chain,
      seq,
      hash,
      at: at.toISOString(),
      signature,
      keyId,
    }),
  );
  const same = (a: Sealed) => JSON.stringify([a.seq, a.hash, a.at, a.signature, a.keyId]);
  const inStore = new Set(stored.map(same));
  const found = [
    ...stored.map((seal) => ({ seal, inStore: true })),
    ...kept.filter((k) => !inStore.has(same(k))).map((seal) => ({ seal, inStore: false })),
  ];
  return Map.groupBy(
    found.sort((a, b) => a.seal.seq - b.seal.seq),
    ({ seal }) => seal.seq,
  );
}

/**
 * A row whose hash doesn't fit was either altered or stands at another's number: its hash then fits with the number at
 * which it was written. Looked for once, for the first broken row only.
 */
function altered<R extends Link>(chain: Chain<R>, algorithm: Algorithm, row: R, last: number): Broken {
  for (let seq = 1; seq <= last; seq++)
    if (seq !== row.seq && linkHash(chain, algorithm, { ...row, seq }) === row.hash)
      return { seq: row.seq, damage: 'reordered', what: `the row here was written as number ${seq}` };
  return { seq: row.seq, damage: 'altered', what: 'its content is not what its hash covers' };
}

/** What a checkpoint says about the row at its number, after the row itself fitted. */
function contradiction({ seal, inStore }: Found, row: Link | undefined, keys: AuditKeys, sound: number): Broken | null {
  const { seq, at } = seal;
  const where = inStore ? 'in the store' : 'in the file';
  const state = sealOf(seal, keys);
  if (state !== 'good') {
    const why = state === 'forged' ? 'has a signature that does not fit' : `was signed with a key that is not trusted here, ${seal.keyId}`;
    return { seq, damage: 'checkpoint', what: `the checkpoint ${where} of ${at} ${why}` };
  }
  if (!row) return { seq, damage: 'cut off', what: `the checkpoint ${where} of ${at} was made when the chain had ${seq} rows` };
  if (row.hash !== seal.hash)
    return { seq, damage: 'rewritten', what: `between ${sound + 1} and ${seq}: the checkpoint ${where} of ${at} saw another row here` };
  return inStore ? null : { seq, damage: 'checkpoint', what: `the checkpoint of ${at} is in the file and was taken from the store` };
}

/**
 * Walks a chain from its first row, in batches, and says what first does not fit: numbers, hashes, links, checkpoints of
 * the store and of the file, and the head. It reads only, and may do so while the platform writes.
 */
export async function verifyChain(store: Store, chain: Chain, keys: AuditKeys, file?: string): Promise<Verdict> {
  const checkpoints = await checkpointsOf(store, chain, file);
  const count = [...checkpoints.values()].flat().length;
  const readHead = () => reading(store).findOne(LedgerHead, chain.head, { disableIdentityMap: true });
  const head = await readHead();
  let at = { seq: 0, hash: GENESIS };
  let sound = 0; // the last number that a checkpoint confirmed
  const verdict = (broken: Broken | null): Verdict => ({
    store: store.name,
    chain: chain.name,
    rows: at.seq,
    checkpoints: count,
    unsealed: at.seq - sound,
    broken,
  });
  if (!head) return verdict({ seq: 0, damage: 'head', what: 'the chain has no head' });
  const { algorithm } = head;
  if (!ALGORITHMS.includes(algorithm)) return verdict({ seq: 0, damage: 'head', what: `the head names no hash function: ${algorithm}` });
  let previous: Link | undefined;
  for (;;) {
    const rows = await between(reading(store), chain, previous ? at.seq : LOWEST, head.seq); // what the head counts has been committed
    if (rows.length === 0) break;
    await setImmediate(); // an embedded store answers without a pause: memory is given back, and others get a turn, here
    for (const row of rows) {
      const wrong = misfit(chain, algorithm, at, row);
      if (wrong === 'missing') return verdict({ seq: at.seq + 1, damage: 'missing', what: `after ${at.seq} comes ${row.seq}` });
      if (wrong === 'altered') return verdict(altered(chain, algorithm, row, Math.max(head.seq, row.seq) + BATCH));
      if (wrong === 'unlinked')
        return verdict(
          previous
            ? { seq: previous.seq, damage: 'altered', what: `its hash was made anew; row ${row.seq} still names the one it had` }
            : { seq: row.seq, damage: 'altered', what: 'the first row names a row before it' },
        );
      at = { seq: row.seq, hash: row.hash };
      for (const found of checkpoints.get(row.seq) ?? []) {
        const broken = contradiction(found, row, keys, sound);
        if (broken) return verdict(broken);
        sound = row.seq;
      }
      previous = row;
    }
  }
  if (head.seq > at.seq)
    return verdict({ seq: at.seq + 1, damage: 'cut off', what: `the last row is ${at.seq}, the head says that there are ${head.seq}` });
  const [beyond] = await reading(store).find(chain.entity, { seq: { $gt: head.seq } } as never, {
    orderBy: { seq: 'desc' } as never,
    limit: 1,
  });
  const now = beyond && (await readHead()); // rows come with their head: one that was read before it can't be beyond it
  if (beyond && (now?.seq ?? 0) < beyond.seq)
    return verdict({ seq: head.seq + 1, damage: 'head', what: `the head stands at ${head.seq}, and rows go on to ${beyond.seq}` });
  for (const [seq, found] of checkpoints)
    for (const one of seq > at.seq ? found : []) {
      const broken = contradiction(one, undefined, keys, sound);
      if (broken) return verdict(broken.damage === 'cut off' ? { ...broken, seq: at.seq + 1 } : broken);
    }
  if (head.hash !== at.hash)
    return verdict({
      seq: at.seq,
      damage: 'head',
      what: `the head carries ${head.hash.slice(0, 8)}…, this last row ${at.hash.slice(0, 8)}…`,
    });
  return verdict(null);
}

/** Both chains of a store, one after the other. */
export async function verifyStore(store: Store, keys: AuditKeys, file?: string): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const chain of CHAINS) verdicts.push(await verifyChain(store, chain, keys, file));
  return verdicts;
}

const counted = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** The verdict as a line: `villages ledger: 3795 rows, 8 checkpoints, whole`. */
export function told({ store, chain, rows, checkpoints, unsealed, broken }: Verdict): string {
  if (broken) return `${store} ${chain}: BROKEN at row ${broken.seq}, ${broken.damage}: ${broken.what}`;
  const open = unsealed ? `; the last ${unsealed} not sealed yet` : '';
  return `${store} ${chain}: ${counted(rows, 'row')}, ${counted(checkpoints, 'checkpoint')}, whole${open}`;
}
