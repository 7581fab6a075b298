import { createHash } from 'node:crypto';
import { type EntityClass, LockMode } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { insertRows } from './bulk.ts';
import type { Caller } from './context.ts';
import type { Day } from './day.ts';
import { DateScalar, DateTimeScalar, JsonScalar } from './scalars.ts';

/**
 * The ledger (台账): one row for everything that was ever changed in this store, written in the transaction of the
 * change itself and never altered. From it come histories, the change feed, the store's version, reactions in other
 * stores and the proof that nothing was tampered with.
 */
@Entity({ tableName: 'ledger' })
@Unique({ properties: ['client', 'idempotencyKey'], name: 'ledger_one_answer_per_key' })
@Index({ properties: ['noun', 'key'], name: 'ledger_of_key' })
@Index({ properties: ['at'], name: 'ledger_of_instant' })
@Directive('@shareable')
@ObjectType('LedgerRow', { description: '台账记录 · One change, as it was recorded: what, by whom, when, before and after.' })
export class LedgerRow {
  @Field(() => Int, { description: "序号 · Position in this store's ledger, without gaps." })
  @PrimaryKey({ type: 'integer' })
  seq!: number;
  @Field(() => DateTimeScalar, { description: '记录时刻 · When it was recorded.' })
  @Property({ type: 'Date', length: 3 })
  at!: Date;
  @Field(() => DateScalar, { description: '业务日 · The day from which the change holds.' })
  @Property({ type: 'string', length: 10 })
  day!: Day;
  @Field(() => String, { description: '操作者 · Who made the change.' })
  @Property({ type: 'string', length: 100 })
  actor!: string;
  @Field(() => String, { description: '职责 · The duty in which the actor acted.' })
  @Property({ type: 'string', length: 40 })
  role!: string;
  @Field(() => String, { description: '客户端 · The client program through which it came.' })
  @Property({ type: 'string', length: 100 })
  client!: string;
  @Property({ type: 'string', length: 40 }) noun!: string;
  @Field(() => ID, { description: '对象 · Key of what was changed.' })
  @Property({ type: 'string', length: 20 })
  key!: string;
  @Field(() => String, { description: '事件 · What happened, `noun.pastParticiple`.' })
  @Property({ type: 'string', length: 60 })
  event!: string;
  /** The division the changed row lies in, for the scope of feeds. */
  @Property({ type: 'string', length: 20, nullable: true }) place?: string | null;
  @Property({ type: 'text', nullable: true }) before?: string | null;
  @Property({ type: 'text', nullable: true }) after?: string | null;
  @Property({ type: 'string', length: 60 }) requestId!: string;
  @Property({ type: 'string', length: 200, nullable: true }) idempotencyKey?: string | null;
  @Property({ type: 'string', length: 64, nullable: true }) inputHash?: string | null;
  @Property({ type: 'string', length: 64 }) previous!: string;
  @Property({ type: 'string', length: 64 }) hash!: string;

  @Field(() => JsonScalar, { name: 'before', nullable: true, description: '变更前 · The row before the change; null when it was new.' })
  get was(): unknown {
    return this.before ? JSON.parse(this.before) : null;
  }
  @Field(() => JsonScalar, { name: 'after', nullable: true, description: '变更后 · The row after the change.' })
  get is(): unknown {
    return this.after ? JSON.parse(this.after) : null;
  }
}

/** Hash functions a chain may be made with: the international one and the national one (GB/T 32905). */
export const ALGORITHMS = ['sha256', 'sm3'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** The hash function that a configuration names; SHA-256 when it names none. */
export function asAlgorithm(text: string | undefined): Algorithm {
  const known = ALGORITHMS.find((a) => a === (text || 'sha256'));
  if (!known) throw new Error(`the chains are hashed with ${ALGORITHMS.join(' or ')}; ${text} is neither`);
  return known;
}

/** Where a chain stands. Its row is locked by whoever appends, so the order of commits is the order of numbers. */
@Entity({ tableName: 'ledger_head' })
export class LedgerHead {
  /** Which chain: 1 is the ledger, 2 the read audit. */
  @PrimaryKey({ type: 'integer', autoincrement: false }) id!: number;
  @Property({ type: 'integer' }) seq: number = 0;
  @Property({ type: 'string', length: 64 }) hash: string = GENESIS;
  /** What the chain was begun with and stays with, whatever the configuration says later. */
  @Property({ type: 'string', length: 10 }) algorithm: Algorithm = 'sha256';
}

/** How far this store has followed another store's ledger. */
@Entity({ tableName: 'ledger_position' })
export class LedgerPosition {
  @PrimaryKey({ type: 'string', length: 40 }) feed!: string;
  @Property({ type: 'integer' }) seq: number = 0;
}

/** The hash before the first row. */
export const GENESIS = '0'.repeat(64);

/** What a change says of itself; the ledger adds the number and the chain. */
export type Entry = Pick<LedgerRow, 'day' | 'noun' | 'key' | 'event' | 'place' | 'before' | 'after'> &
  Partial<Pick<LedgerRow, 'idempotencyKey' | 'inputHash'>>;

/** Who made the change, and in which request. */
export interface Authorship {
  readonly caller: Caller;
  readonly now: Date;
  readonly requestId: string;
}

/** A row of a chain: numbered without gaps, carrying the hash of the row before it and its own. */
export interface Link {
  seq: number;
  at: Date;
  previous: string;
  hash: string;
}

/** A table that is only ever appended to. */
export interface Chain<R extends Link = Link> {
  readonly name: string;
  /** Its row of `ledger_head`. */
  readonly head: number;
  readonly entity: EntityClass<R>;
  /** What the hash covers after the instant, in this order: every other column. A new column goes to the end of a new chain only. */
  readonly columns: readonly (keyof R & string)[];
}

export const LEDGER: Chain<LedgerRow> = {
  name: 'ledger',
  head: 1,
  entity: LedgerRow,
  columns: [
    'seq',
    'day',
    'actor',
    'role',
    'client',
    'noun',
    'key',
    'event',
    'place',
    'before',
    'after',
    'requestId',
    'idempotencyKey',
    'inputHash',
    'previous',
  ],
};

/** The chain's rule: the hash of a row covers every column and the hash of the row before it. */
export const linkHash = <R extends Link>({ columns }: Chain<R>, algorithm: Algorithm, row: Omit<R, 'hash'>): string =>
  createHash(algorithm)
    .update(JSON.stringify([(row as unknown as R).at.toISOString(), ...columns.map((column) => (row as unknown as R)[column] ?? null)]))
    .digest('hex');

export const hashOf = (row: Omit<LedgerRow, 'hash' | 'was' | 'is'>): string => linkHash(LEDGER, 'sha256', row as LedgerRow);

/** More than one request changes: an import. */
const MANY = 50;

/**
 * Appends to a chain at the end of a transaction. It locks the chain's head until the commit: a reader that has seen
 * number n has seen every smaller number, whichever transaction committed last.
 */
export async function extend<R extends Link>(em: SqlEntityManager, chain: Chain<R>, contents: readonly Partial<R>[]): Promise<void> {
  if (contents.length === 0) return;
  const head = await em.findOneOrFail(LedgerHead, chain.head, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  const rows: object[] = []; // plain rows: an import appends thousands, and entities cost several times more
  for (const content of contents) {
    const row = { ...content, seq: head.seq + 1, previous: head.hash, hash: '' };
    row.hash = linkHash(chain, head.algorithm, row as unknown as R);
    head.seq = row.seq;
    head.hash = row.hash;
    rows.push(row);
  }
  if (rows.length > MANY) await insertRows(em, chain.entity, rows);
  else await em.insertMany(chain.entity, rows as never);
  await em.flush();
}

/**
 * Waits until nobody else writes in this store, and keeps others waiting until the transaction ends: for rules that look at
 * more rows than an index can, such as that nothing waits for itself.
 */
export const writeAlone = (em: SqlEntityManager): Promise<LedgerHead> =>
  em.findOneOrFail(LedgerHead, LEDGER.head, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });

/** Appends to the ledger what a transaction changed. */
export async function append(em: SqlEntityManager, by: Authorship, entries: readonly Entry[]): Promise<void> {
  const { id: actor, role, client } = by.caller;
  const stamp = { at: by.now, actor, role, client, requestId: by.requestId };
  await extend(
    em,
    LEDGER,
    entries.map((entry) => ({ ...entry, ...stamp })),
  );
}

/** What doesn't fit about a row when it is held against the row before it. */
export type Misfit = 'missing' | 'altered' | 'unlinked';

/** Holds a row against where the chain stood before it; null when it fits. */
export function misfit<R extends Link>(chain: Chain<R>, algorithm: Algorithm, before: Pick<Link, 'seq' | 'hash'>, row: R): Misfit | null {
  if (row.seq !== before.seq + 1) return 'missing';
  if (row.hash !== linkHash(chain, algorithm, row)) return 'altered';
  return row.previous === before.hash ? null : 'unlinked';
}

/** The first row of the ledger whose number, hash or link does not fit, or null when the chain holds. */
export function firstBroken(rows: readonly LedgerRow[], previous: string = GENESIS, seq = 0): LedgerRow | null {
  let before = { seq, hash: previous };
  for (const row of rows) {
    if (misfit(LEDGER, 'sha256', before, row)) return row;
    before = row;
  }
  return null;
}
