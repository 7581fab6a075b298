import { Filter, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Access } from './access.ts';
import { type Day, FOREVER } from './day.ts';
import { DateScalar } from './scalars.ts';
import { type Scope, whereInScope } from './territory.ts';

/** Whether `row` held on `day`; `validTo` is the first day on which it no longer did. */
export const holdsOn = (row: { validFrom: Day; validTo: Day }, day: Day): boolean => row.validFrom <= day && day < row.validTo;
export const whereHoldsOn = (day: Day) => ({ validFrom: { $lte: day }, validTo: { $gt: day } });

/**
 * A row that is true for a period of days. Every read sees the rows that held on the day the request asks about: the
 * filter is on by default and fails without a day, so an answer can't mix days by accident.
 */
@ObjectType()
@Filter({ name: 'asOf', default: true, cond: (args) => whereHoldsOn(args['day'] as Day) })
export abstract class Dated {
  @PrimaryKey({ type: 'integer', autoincrement: true }) row!: number;

  /** Stable key; it never says anything about the row. */
  @Field(() => ID, { description: '标识 · Stable opaque key.' })
  @Index()
  @Property({ type: 'string', length: 20 })
  id!: string;

  @Field(() => DateScalar, { description: '生效日 · First day on which this was so.' })
  @Property({ type: 'string', length: 10 })
  validFrom!: Day;

  @Property({ type: 'string', length: 10 }) validTo: Day = FOREVER;

  @Field(() => DateScalar, {
    name: 'validTo',
    nullable: true,
    description: '失效日 · First day on which this was no longer so; null while it lasts.',
  })
  get until(): Day | null {
    return this.validTo === FOREVER ? null : this.validTo;
  }

  /** The division the row lies in; the ledger carries it so that feeds obey scope too. */
  abstract place(): string | null;
}

/**
 * A row with a history: each change closes the version that held and opens the next one on the day of the change. The
 * version that is open now keeps its row; the past is the copy.
 */
@ObjectType()
export abstract class Versioned extends Dated {
  @Field(() => Int, {
    description:
      '版本号 · Rises by one with every change; send it back as `expectedVersion` to refuse a change that somebody else overtook.',
  })
  @Property({ type: 'integer' })
  version: number = 1;
}

/** What the scope filter of an entity is asked with. */
export interface ScopeArgs {
  readonly scope: Scope;
  readonly access: Access;
  /** Rows are only counted, never shown. */
  readonly counting?: boolean;
}

/**
 * Keeps what the caller may read: rows whose `column` names a division inside the scope (or that meet a condition on
 * the scope), of a noun that the policy of the role reads. On by default; without a scope a read fails.
 */
export const Scoped = (column: string | ((scope: Scope) => Record<string, unknown>)): ClassDecorator =>
  ((target: { name: string }) =>
    (
      Filter({
        name: 'scope',
        default: true,
        cond: (({ scope, access, counting }: ScopeArgs) =>
          !(access.mayRead(target.name) || (counting && access.mayCount(target.name)))
            ? { row: { $in: [] } }
            : typeof column === 'string'
              ? whereInScope(column, scope)
              : column(scope)) as never,
      }) as (t: unknown) => void
    )(target)) as ClassDecorator;
