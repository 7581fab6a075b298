import { type EntityClass, type EntityMetadata, isRaw, type RawQueryFragment } from '@mikro-orm/core';
import { type AbstractSqlConnection, SqlEntityManager, SqlitePlatform } from '@mikro-orm/sql';
import { CompiledQuery } from 'kysely';
import { columnOf, conditionOf, fragment, orderOf, quoted, type Sql, type Subject, Untold } from './condition.ts';
import { type Maker, makerOf, type Row } from './rows.ts';

/** What is read of an entity, in the mapper's words. */
export interface Selection<E> {
  /** Properties, and fragments with a name of their own (`count(*) as total`); all columns unless it is said. */
  readonly select?: readonly ((keyof E & string) | '*' | RawQueryFragment)[] | undefined;
  readonly distinct?: boolean;
  readonly where?: unknown;
  readonly groupBy?: readonly ((keyof E & string) | RawQueryFragment)[] | undefined;
  readonly orderBy?: unknown;
  readonly limit?: number | undefined;
  /** Which of the entity's filters hold, as `find` takes them. */
  readonly filters?: unknown;
}

/** Reads that make no entities of what they find. */
export interface Reads {
  /** Columns as the store gives them, under their names there. */
  rows<E extends object>(entity: EntityClass<E>, selection: Selection<E>): Promise<Row[]>;
  /** The same as a statement, to stand inside another; it calls the entity `e`. */
  statement<E extends object>(entity: EntityClass<E>, selection: Selection<E>): Sql;
  /** What a statement of one's own gives. */
  run(statement: Sql): Promise<Row[]>;
  /** Rows with all columns of an entity as plain objects with its methods. */
  made<E extends object>(entity: EntityClass<E>, rows: readonly Row[]): E[];
}

export type Reader = SqlEntityManager & Reads;

interface Options {
  readonly filters?: unknown;
  readonly orderBy?: unknown;
  readonly limit?: number;
  readonly fields?: readonly string[];
  readonly connectionType?: 'read' | 'write';
}

/** Options of the mapper's reads that plain ones know. */
const KNOWN = new Set(['filters', 'orderBy', 'limit', 'fields', 'connectionType', 'disableIdentityMap']);

interface Filter {
  readonly cond: object | ((args: unknown, type: string, em: unknown) => object);
  readonly default?: boolean;
}

const ALIAS = 'e';

const makers = new WeakMap<EntityMetadata, Map<string, Maker | Untold>>();

/**
 * The mapper's entity manager with a short way for reads: conditions become SQL with parameters, which the store prepares
 * once, and rows become plain objects with their entity's methods. Questions, which change nothing, take it wherever it
 * has words for what they ask; all else goes the mapper's way.
 */
export class StoreManager extends SqlEntityManager implements Reads {
  /** Nothing that is found here will be changed: it may be plain rows. */
  asks = false;
  readonly #given: Record<string, unknown> = {};

  override setFilterParams(name: string, args: object): void {
    super.setFilterParams(name, args as never);
    this.#given[name] = args;
  }

  override async find(entity: never, where: never, options: never = {} as never): Promise<never> {
    return ((await this.#plain(entity, where, options)) ?? (await super.find(entity, where, options))) as never;
  }

  override async findOne(entity: never, where: never, options: never = {} as never): Promise<never> {
    const rows = await this.#plain(entity, where, { ...(options as Options), limit: 1 });
    return (rows ? (rows[0] ?? null) : await super.findOne(entity, where, options)) as never;
  }

  override async count(entity: never, where: never = {} as never, options: never = {} as never): Promise<number> {
    const { filters, ...others } = options as Options;
    if (!this.asks || Object.keys(others).length) return super.count(entity, where, options);
    const counted = this.#told(() => this.#written(entity, 'count(*) as n', { where, filters }));
    return counted ? Number((await this.run(counted))[0]?.['n']) : super.count(entity, where, options);
  }

  rows<E extends object>(entity: EntityClass<E>, selection: Selection<E>): Promise<Row[]> {
    return this.run(this.statement(entity, selection));
  }

  statement<E extends object>(entity: EntityClass<E>, selection: Selection<E>): Sql {
    const subject = this.#subject(entity as never);
    const values: unknown[] = [];
    const columns = (selection.select ?? ['*']).map((c) => told(subject, c as string, values)).join(', ');
    return this.#written(entity as never, `${selection.distinct ? 'distinct ' : ''}${columns}`, selection, values);
  }

  made<E extends object>(entity: EntityClass<E>, rows: readonly Row[]): E[] {
    const { make } = this.#maker(this.#subject(entity as never).meta);
    return rows.map((row) => make(row) as E);
  }

  async run({ text, values }: Sql, connectionType: 'read' | 'write' = 'read'): Promise<Row[]> {
    const transaction = (this.asks ? this : this.getContext(false)).getTransactionContext() as unknown as Client | undefined;
    const connection = this.getConnection(transaction ? 'write' : connectionType) as AbstractSqlConnection;
    await connection.ensureConnection();
    const logger = this.config.getLogger();
    if (logger.isEnabled('query')) logger.logQuery({ level: 'info', query: text });
    try {
      const { rows } = await (transaction ?? connection.getClient()).executeQuery(CompiledQuery.raw(...this.#spoken(text, values)));
      return rows as Row[];
    } catch (error) {
      throw this.getPlatform()
        .getExceptionConverter()
        .convertException(error as Error);
    }
  }

  /** Rows of an entity as plain objects; nothing where the mapper has to read them. */
  async #plain(entity: never, where: unknown, options: Options): Promise<object[] | undefined> {
    if (!this.asks || Object.keys(options).some((key) => !KNOWN.has(key))) return undefined;
    const read = this.#told(() => {
      const { meta } = this.#subject(entity);
      const maker = this.#maker(meta, options.fields);
      const byKey = typeof where === 'object' ? where : { [meta.primaryKeys[0] as string]: where };
      const head = options.fields ? maker.columns.map((c) => `${quoted(ALIAS)}.${quoted(c)}`).join(', ') : `${quoted(ALIAS)}.*`;
      return { maker, sql: this.#written(entity, head, { ...options, where: byKey }) };
    });
    return read && (await this.run(read.sql, options.connectionType)).map((row) => read.maker.make(row));
  }

  /** A statement as the engine takes it: PostgreSQL numbers its parameters, SQLite has no yes and no. */
  #spoken(text: string, values: readonly unknown[]): [string, unknown[]] {
    if (this.getPlatform() instanceof SqlitePlatform) return [text, values.map((v) => (typeof v === 'boolean' ? Number(v) : v))];
    let n = 0;
    return [text.replace(/\?/g, () => `$${++n}`), [...values]];
  }

  /** What `write` gives; nothing where it has no words. */
  #told<T>(write: () => T): T | undefined {
    try {
      return write();
    } catch (error) {
      if (error instanceof Untold) return undefined;
      throw error;
    }
  }

  #written(entity: never, head: string, { where = {}, filters, groupBy, orderBy, limit }: Selection<never>, values: unknown[] = []): Sql {
    const subject = this.#subject(entity);
    const condition = conditionOf(subject, { $and: [...this.#filters(subject.meta, filters), where] });
    values.push(...condition.values);
    const groups = groupBy?.map((c) => told(subject, c as string, values)).join(', ');
    const order = orderOf(subject, orderBy);
    const text = [
      `select ${head} from ${quoted(subject.meta.tableName)} as ${quoted(ALIAS)}`,
      condition.text && `where ${condition.text}`,
      groups && `group by ${groups}`,
      order && `order by ${order}`,
      limit !== undefined && 'limit ?',
    ];
    if (limit !== undefined) values.push(limit);
    return { text: text.filter(Boolean).join(' '), values };
  }

  #subject(entity: never): Subject {
    return { meta: this.getMetadata().get(entity) as EntityMetadata, platform: this.getPlatform(), alias: ALIAS };
  }

  /** The conditions of an entity's filters that hold for a read. */
  #filters(meta: EntityMetadata, asked: unknown): object[] {
    if (asked === false) return [];
    if (asked !== undefined && (typeof asked !== 'object' || Array.isArray(asked))) throw new Untold('filters');
    const said = (asked ?? {}) as Record<string, unknown>;
    return Object.entries(meta.filters as unknown as Record<string, Filter>).flatMap(([name, { cond, default: usual }]) => {
      const own = said[name];
      if (own === false || (own === undefined && !usual)) return [];
      if (typeof cond !== 'function') return [cond];
      const args = typeof own === 'object' ? own : this.#given[name];
      if (args === undefined && cond.length > 0) throw new Error(`the filter ${name} of ${meta.className} was told nothing`);
      const condition = cond(args, 'read', this);
      if (condition instanceof Promise) throw new Untold('a filter that waits');
      return [condition];
    });
  }

  #maker(meta: EntityMetadata, fields?: readonly string[]): Maker {
    let known = makers.get(meta);
    if (!known) makers.set(meta, (known = new Map()));
    const name = fields?.join(' ') ?? '';
    let maker = known.get(name);
    if (!maker) known.set(name, (maker = this.#told(() => makerOf(meta, this.getPlatform(), fields)) ?? new Untold(meta.className)));
    if (maker instanceof Untold) throw maker;
    return maker;
  }
}

type Client = ReturnType<AbstractSqlConnection['getClient']>;

const told = (subject: Subject, c: string | RawQueryFragment, values: unknown[]): string =>
  isRaw(c) ? fragment(subject, c, values) : c === '*' ? `${quoted(ALIAS)}.*` : columnOf(subject, c);
