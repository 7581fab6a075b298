import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Ctx } from './context.ts';
import { type Chain, extend, LEDGER } from './ledger.ts';

/**
 * The read audit (查询留痕): one row for each noun of which a request disclosed personal data that is audited, written
 * before the answer leaves and never altered.
 */
@Entity({ tableName: 'read_audit' })
@Index({ properties: ['noun', 'at'], name: 'read_audit_of_noun' })
export class AuditRow {
  @PrimaryKey({ type: 'integer' }) seq!: number;
  @Property({ type: 'Date', length: 3 }) at!: Date;
  @Property({ type: 'string', length: 100 }) actor!: string;
  @Property({ type: 'string', length: 40 }) role!: string;
  @Property({ type: 'string', length: 100 }) client!: string;
  /** What the caller said the data was needed for. */
  @Property({ type: 'string', length: 200, nullable: true }) purpose?: string | null;
  /** Name of the operation, or of its first field. */
  @Property({ type: 'string', length: 100 }) operation!: string;
  @Property({ type: 'string', length: 40 }) noun!: string;
  /** The fields that were shown, a JSON list in alphabetical order. */
  @Property({ type: 'text' }) fields!: string;
  /** Whose they were, a JSON list; null when there were more than 50. */
  @Property({ type: 'text', nullable: true }) keys?: string | null;
  @Property({ type: 'integer' }) count!: number;
  /** Codes of the divisions in which the caller read, a JSON list. */
  @Property({ type: 'text' }) territory!: string;
  @Property({ type: 'string', length: 60 }) requestId!: string;
  @Property({ type: 'string', length: 64 }) previous!: string;
  @Property({ type: 'string', length: 64 }) hash!: string;
}

export const READS: Chain<AuditRow> = {
  name: 'read audit',
  head: 2,
  entity: AuditRow,
  columns: [
    'seq',
    'actor',
    'role',
    'client',
    'purpose',
    'operation',
    'noun',
    'fields',
    'keys',
    'count',
    'territory',
    'requestId',
    'previous',
  ],
};

/** What every store only ever appends to. */
export const CHAINS = [LEDGER, READS] as unknown as readonly Chain[];

/** One value of one row, shown to the caller as it is. */
export interface Disclosure {
  readonly noun: string;
  readonly field: string;
  readonly key: string;
}

/** Above this many the audit says how many, not who: the same question can be asked of the store as of that instant. */
export const KEYS_NAMED = 50;

interface Disclosed {
  readonly fields: Set<string>;
  readonly keys: Set<string>;
}

const disclosed = new WeakMap<Ctx, Map<string, Disclosed>>();

/** Notes that this request shows the value; it is written when the answer is complete. */
export function discloses(ctx: Ctx, { noun, field, key }: Disclosure): void {
  let nouns = disclosed.get(ctx);
  if (!nouns) disclosed.set(ctx, (nouns = new Map()));
  let own = nouns.get(noun);
  if (!own) nouns.set(noun, (own = { fields: new Set(), keys: new Set() }));
  own.fields.add(field);
  own.keys.add(key);
}

const cut = (text: string, length: number) => (text.length > length ? text.slice(0, length) : text);

/**
 * Writes what this request has disclosed since the last time, in one transaction of its own: a read is audited even if
 * the mutation around it was refused. Nothing disclosed costs nothing. When it fails, the answer must not leave. `live`
 * is the store itself: a request may have read a past of it. Returns how many nouns it told of.
 */
export async function recordDisclosures(ctx: Ctx, operation: string, live: SqlEntityManager = ctx.em): Promise<number> {
  const nouns = disclosed.get(ctx);
  if (!nouns) return 0;
  disclosed.delete(ctx);
  const { caller, scope } = ctx;
  const rows = [...nouns].map(
    ([noun, { fields, keys }]): Partial<AuditRow> => ({
      at: ctx.now,
      actor: caller.id,
      role: caller.role,
      client: caller.client,
      purpose: caller.purpose === undefined ? null : cut(caller.purpose, 200),
      operation: cut(operation, 100),
      noun,
      fields: JSON.stringify([...fields].sort()),
      keys: keys.size > KEYS_NAMED ? null : JSON.stringify([...keys].sort()),
      count: keys.size,
      territory: JSON.stringify(scope.codes),
      requestId: ctx.requestId,
    }),
  );
  try {
    // A fork: what a refused mutation left unsaved in this request must not be saved with the audit.
    await (live.fork() as SqlEntityManager).transactional((em) => extend(em as SqlEntityManager, READS, rows));
  } catch (error) {
    disclosed.set(ctx, nouns);
    throw error;
  }
  return rows.length;
}
