import { type EntityClass, type FilterQuery, LockMode, UniqueConstraintViolationException, wrap } from '@mikro-orm/core';
import { Field, InputType, Int } from 'type-graphql';
import { readAnew } from './batched.ts';
import type { Ctx } from './context.ts';
import type { Dated, Versioned } from './dated.ts';
import { type Day, FOREVER } from './day.ts';
import { append, type Entry, LedgerRow } from './ledger.ts';
import { requireWrite } from './may.ts';
import { type Code, Refusal } from './refusal.ts';
import { keysOf } from './secret.ts';
import { TERRITORY } from './territory.ts';

/** What every mutation accepts beside its own fields. */
@InputType()
export abstract class Intent {
  @Field(() => String, {
    nullable: true,
    description: '幂等键 · The same key with the same input is carried out once; later calls get the same answer.',
  })
  idempotencyKey?: string;
}

/** What a mutation of something that exists accepts. */
@InputType()
export abstract class Move extends Intent {
  @Field(() => Int, { nullable: true, description: '预期版本 · Refuse with STALE_VERSION unless this is still the version.' })
  expectedVersion?: number;
}

const noun = (event: string) => event.slice(0, event.indexOf('.'));

const snapshot = (row: Dated): Record<string, unknown> => {
  const { row: _, ...rest } = wrap(row).toPOJO() as unknown as Record<string, unknown>;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== null));
};

/** Rules that the store itself keeps under concurrency: a unique index and what its violation means to a caller. */
const invariants = new Map<string, { code: Code; message: string }>();

/** Names what breaking a unique index means. `columns` is how SQLite reports it, `table.column, table.column`. */
export function invariant(index: string, columns: string, code: Code, message: string): void {
  invariants.set(index, { code, message });
  invariants.set(columns, { code, message });
}

function refused(error: unknown): unknown {
  if (!(error instanceof UniqueConstraintViolationException)) return error;
  const text = error.message;
  const index = /unique constraint "([^"]+)"/.exec(text)?.[1] ?? /UNIQUE constraint failed: (?:index ')?([^'\n]+)/.exec(text)?.[1];
  const known = index && invariants.get(index.trim());
  return known ? new Refusal(known.code, known.message) : error;
}

/** One unit of work: everything inside commits together with its ledger rows, or not at all. */
export interface Work {
  readonly ctx: Ctx;
  /** Brings a new row into the store. */
  create<E extends Dated>(row: E, event: string): E;
  /** Carries out an intention on the version that holds on `on` (default: the day asked for) and returns that row. */
  change<E extends Versioned>(entity: EntityClass<E>, id: string, intention: Intention<E>, options?: ChangeOptions): Promise<E>;
  /** Tells the ledger of something that is no row of its own: where a division now lies, say. */
  note(entry: Entry): void;
  /** Carries out an intention on every open version that meets a condition, read and locked in one statement. */
  changeAll<E extends Versioned>(entity: EntityClass<E>, where: FilterQuery<E>, intention: Intention<E>, on?: Day): Promise<E[]>;
}

/** Alters the row and says what happened: `finding.closed`. A refusal undoes everything. */
export type Intention<E> = (row: E, work: Work) => string | Promise<string>;

export interface ChangeOptions {
  expectedVersion?: number | undefined;
  /** The first day of the new version, when it isn't the day asked for. */
  on?: Day | undefined;
}

const describe = (entity: EntityClass<object>) => entity.name.toLowerCase();

/** Runs a unit of work in one transaction of this store. */
export async function transact<T>(ctx: Ctx, work: (work: Work) => Promise<T>, stamp: Partial<Entry> = {}): Promise<T> {
  let redrawn = false;
  try {
    const done = await ctx.em.transactional(async (em) => {
      const entries: Entry[] = [];
      const record = (event: string, row: Dated, day: Day, before: object | null, place = entries.length) =>
        entries.splice(place, 0, {
          day,
          noun: noun(event),
          key: row.id,
          event,
          place: row.place(),
          before: before && JSON.stringify(before),
          after: JSON.stringify(snapshot(row)),
        });
      const alter = async <E extends Versioned>(entity: EntityClass<E>, row: E, intention: Intention<E>, on: Day): Promise<E> => {
        requireWrite(ctx, row.place(), describe(entity));
        const before = snapshot(row);
        const past = row.validFrom < on ? Object.assign(Object.create(Object.getPrototypeOf(row)), before, { validTo: on }) : null;
        const place = entries.length; // what a change brings about is told after it
        const event = await intention(row, tx);
        requireFit(em as Ctx['em'], row);
        if (past) {
          em.create(entity, { ...stored(em as Ctx['em'], entity, past) } as never, { partial: true });
          row.validFrom = on;
        }
        row.version += 1;
        record(event, row, on, before, place);
        return row;
      };
      const tx: Work = {
        ctx: Object.freeze({ ...ctx, em: em as Ctx['em'] }),
        create(row, event) {
          requireWrite(ctx, row.place(), event);
          requireFit(em as Ctx['em'], row);
          em.persist(row);
          record(event, row, row.validFrom, null);
          return row;
        },
        async change(entity, id, intention, { expectedVersion, on = ctx.day } = {}) {
          const row = await current(em as Ctx['em'], entity, id, on);
          if (expectedVersion !== undefined && expectedVersion !== row.version)
            throw new Refusal(
              'STALE_VERSION',
              `${describe(entity)} ${id} is at version ${row.version}, not ${expectedVersion}; read it again and decide anew`,
              {
                version: row.version,
                expectedVersion,
              },
            );
          return alter(entity, row, intention, on);
        },
        async changeAll(entity, where, intention, on = ctx.day) {
          const rows = await openVersions(em as Ctx['em'], entity, where);
          for (const row of rows) {
            requireInOrder(entity, row, on);
            await alter(entity, row, intention, on);
          }
          return rows;
        },
        note: (entry) => void entries.push(entry),
      };
      const result = await work(tx);
      await em.flush();
      // The memory of an idempotency key is the row that tells of what the mutation answers.
      const answer = entries.find((e) => e.key === (result as { id?: string } | undefined)?.id) ?? entries[0];
      if (answer) Object.assign(answer, stamp);
      await append(em as Ctx['em'], ctx, entries);
      redrawn = entries.some((e) => e.noun === TERRITORY);
      return result;
    });
    readAnew(ctx);
    if (redrawn) await ctx.redraw();
    return done;
  } catch (error) {
    throw refused(error);
  }
}

/** Refuses a text that its column can't hold; a store that doesn't count would keep what another one refuses. */
function requireFit(em: Ctx['em'], row: object): void {
  const { properties } = em.getMetadata(row.constructor as EntityClass<object>) as unknown as {
    properties: Record<string, { readonly length?: number; readonly runtimeType?: string }>;
  };
  for (const [name, { length, runtimeType }] of Object.entries(properties)) {
    const value = (row as Record<string, unknown>)[name];
    if (runtimeType !== 'string' || !length || typeof value !== 'string' || value.length <= length) continue;
    const characters = [...value].length;
    if (characters > length)
      throw new Refusal('BAD_USER_INPUT', `${name} has at most ${length} characters; this one has ${characters}`, { max: length });
  }
}

/** Only the columns: what a copy of a version consists of. */
const stored = (em: Ctx['em'], entity: EntityClass<object>, row: object): object => {
  const { properties } = em.getMetadata(entity);
  return Object.fromEntries(Object.entries(row).filter(([key]) => key in properties && key !== 'row'));
};

/** Open versions inside the caller's scope, locked. */
async function openVersions<E extends Versioned>(em: Ctx['em'], entity: EntityClass<E>, where: FilterQuery<E>): Promise<E[]> {
  return (await em.find(entity, { $and: [where, { validTo: FOREVER }] } as unknown as FilterQuery<E>, {
    filters: { asOf: false },
    orderBy: { row: 'asc' } as never, // always in one order, so that two callers never wait for each other
    lockMode: LockMode.PESSIMISTIC_WRITE,
    refresh: true,
  })) as E[];
}

/** The open version of one row; a change may not be put before one already made. */
export async function current<E extends Versioned>(em: Ctx['em'], entity: EntityClass<E>, id: string, on: Day): Promise<E> {
  const [row] = await openVersions(em, entity, { id } as FilterQuery<E>);
  if (!row) throw new Refusal('NOT_FOUND', `no ${describe(entity)} ${id} in your territory`);
  requireInOrder(entity, row, on);
  return row;
}

function requireInOrder(entity: EntityClass<object>, row: Versioned, on: Day): void {
  if (row.validFrom > on)
    throw new Refusal(
      'CONFLICT',
      `${describe(entity)} ${row.id} was last changed as of ${row.validFrom}; a change as of ${on} can't be put before it`,
      { validFrom: row.validFrom },
    );
}

/** A mutation of one row: one transaction, one intention, the ledger row beside it. */
export function change<E extends Versioned>(
  ctx: Ctx,
  entity: EntityClass<E>,
  id: string,
  input: Move,
  intention: Intention<E>,
  on?: Day,
): Promise<E> {
  return once(ctx, entity, input, (work) => work.change(entity, id, intention, { expectedVersion: input.expectedVersion, on }));
}

/** A mutation that brings a new row into the store. `make` reads what it needs and refuses before anything is written. */
export function create<E extends Dated>(
  ctx: Ctx,
  entity: EntityClass<E>,
  input: Intent,
  event: string,
  make: (work: Work) => E | Promise<E>,
): Promise<E> {
  return once(ctx, entity, input, async (work) => work.create(await make(work), event));
}

const KEY_LENGTH = 200;

/** Carries a mutation out once for each idempotency key: the ledger row of the first time is the memory. */
export async function once<E extends Dated>(ctx: Ctx, entity: EntityClass<E>, input: Intent, run: (work: Work) => Promise<E>): Promise<E> {
  if (input.idempotencyKey !== undefined && ctx.idempotencyKey !== undefined && input.idempotencyKey !== ctx.idempotencyKey)
    throw new Refusal('BAD_USER_INPUT', 'the Idempotency-Key header and the input name different keys; say one');
  const key = input.idempotencyKey ?? ctx.idempotencyKey;
  if (key !== undefined && (key.trim() === '' || key.length > KEY_LENGTH))
    throw new Refusal('BAD_USER_INPUT', `an idempotency key has 1 to ${KEY_LENGTH} characters; this one has ${key.length}`);
  if (!key) return transact(ctx, run);
  // Keyed: the ledger keeps it, and from a plain hash an identity number could be had by trying all there are.
  const inputHash = keysOf(ctx.em).hash('input', JSON.stringify([entity.name, input]));
  const before = await answered(ctx, entity, key, inputHash);
  if (before) return before;
  try {
    return await transact(ctx, run, { idempotencyKey: key, inputHash });
  } catch (error) {
    // Two calls with one key at once: whatever stopped this one, the other's answer is the answer.
    const after = await answered(ctx, entity, key, inputHash);
    if (after) return after;
    throw error;
  }
}

async function answered<E extends Dated>(ctx: Ctx, entity: EntityClass<E>, key: string, inputHash: string): Promise<E | null> {
  const first = await ctx.em.findOne(LedgerRow, { client: ctx.caller.client, idempotencyKey: key });
  if (!first) return null;
  if (first.inputHash !== inputHash)
    throw new Refusal('IDEMPOTENCY_KEY_REUSED', 'this idempotency key was used with another input; take a new key for a new intention');
  // Whatever became of the row since: the answer is the row as it stands, even if it has ended.
  const [latest] = await ctx.em.find(entity, { id: first.key } as FilterQuery<E>, {
    filters: { asOf: false },
    orderBy: { validFrom: 'desc', row: 'desc' } as never,
    limit: 1,
  });
  return (latest as E | undefined) ?? null;
}
