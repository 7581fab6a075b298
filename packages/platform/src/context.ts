import type { Access, Policies } from './access.ts';
import type { Day } from './day.ts';
import type { Log } from './log.ts';
import type { Reader } from './manager.ts';
import type { Scope, Territory } from './territory.ts';

/** Who asks, as the gateway verified it. */
export interface Caller {
  /** Stable name of the person or system, e.g. `dev:inspector`. */
  readonly id: string;
  /** The duty in which the caller acts. */
  readonly role: string;
  /** Codes of the divisions whose subtrees the caller may read. */
  readonly reads: readonly string[];
  /** Codes of the divisions whose subtrees the caller may change; never wider than what is read. */
  readonly writes: readonly string[];
  /** Codes of the divisions in whose subtrees the caller may find by name or number what it may not open. */
  readonly finds: readonly string[];
  /** What the caller says it needs personal data for, in the words of the role's policy. */
  readonly purpose?: string | undefined;
  /** Key of the agency the caller works for, if any. */
  readonly agency?: string | undefined;
  /** First day on which the duty holds no more, where its grant says one. */
  readonly until?: Day | undefined;
  /** The client program through which the caller comes. */
  readonly client: string;
}

/**
 * One request inside one subgraph. Frozen; the first parameter of everything that reads or writes. `now` is the instant
 * the request was accepted, `day` the day it asks about (Asia/Shanghai); nothing else reads the clock.
 */
export interface Ctx {
  readonly em: Reader;
  readonly caller: Caller;
  readonly now: Date;
  readonly day: Day;
  /** What of the territory the caller may see. */
  readonly scope: Scope;
  /** What of it the caller may change. */
  readonly writeScope: Scope;
  /** Where the caller may find what it may not open. */
  readonly findScope: Scope;
  /** What the policy of the caller's role allows. */
  readonly access: Access;
  /** The policies of all roles, for what a refusal says. */
  readonly policies: Policies;
  /** Counts of persons in sensitive outcomes below this are kept back. */
  readonly smallestCell: number;
  /** The division register, as this store knows it. */
  readonly territory: Territory;
  /** From now on this request and this process know the register as the store now has it. */
  redraw(): Promise<void>;
  readonly requestId: string;
  readonly idempotencyKey?: string | undefined;
  /** Name of the caller's operation, as the gateway knows it. */
  readonly operation?: string | undefined;
  readonly log: Log;
}
