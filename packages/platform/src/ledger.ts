import { createHash } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
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
@Directive('@shareable')
@ObjectType('LedgerRow', { description: '台账记录 · One change, as it was recorded: what, by whom, when, before and after.' })
export class LedgerRow {
  @Field(() => Int, { description: "序号 · Position in this store's ledger, without gaps." })
  @PrimaryKey({ type: 'integer' })
  seq!: number;
  @Field(() => DateTimeScalar, { description: '记录时刻 · When it was recorded.' })
  @Property({ type: 'datetime', length: 3 })
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

/** Where the ledger stands. Its one row is locked by whoever appends, so the order of commits is the order of numbers. */
@Entity({ tableName: 'ledger_head' })
export class LedgerHead {
  @PrimaryKey({ type: 'integer', autoincrement: false }) id!: number;
  @Property({ type: 'integer' }) seq: number = 0;
  @Property({ type: 'string', length: 64 }) hash: string = GENESIS;
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

const HASHED = [
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
] as const;

/** The chain's rule: the hash of a row covers every column and the hash of the row before it. */
export const hashOf = (row: Omit<LedgerRow, 'hash' | 'was' | 'is'>): string =>
  createHash('sha256')
    .update(JSON.stringify([row.at.toISOString(), ...HASHED.map((column) => row[column] ?? null)]))
    .digest('hex');

/**
 * Appends entries at the end of a transaction. It locks the ledger's head until the commit: a reader that has seen
 * number n has seen every smaller number, whichever transaction committed last.
 */
export async function append(em: SqlEntityManager, by: Authorship, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const head = await em.findOneOrFail(LedgerHead, 1, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  const rows: Omit<LedgerRow, 'was' | 'is'>[] = []; // plain rows: an import appends thousands, and entities cost several times more
  for (const entry of entries) {
    const unsigned = {
      ...entry,
      seq: head.seq + 1,
      at: by.now,
      actor: by.caller.id,
      role: by.caller.role,
      client: by.caller.client,
      requestId: by.requestId,
      previous: head.hash,
    };
    const row = { ...unsigned, hash: hashOf(unsigned) };
    head.seq = row.seq;
    head.hash = row.hash;
    rows.push(row);
  }
  for (let i = 0; i < rows.length; i += BATCH) await em.insertMany(LedgerRow, rows.slice(i, i + BATCH) as never);
  await em.flush();
}

const BATCH = 500;

/** The first row whose hash or link does not fit, or null when the chain holds. */
export function firstBroken(rows: readonly LedgerRow[], previous: string = GENESIS, seq = 0): LedgerRow | null {
  for (const row of rows) {
    if (row.seq !== seq + 1 || row.previous !== previous || row.hash !== hashOf(row)) return row;
    previous = row.hash;
    seq = row.seq;
  }
  return null;
}
