import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely } from 'kysely';

/** A statement takes at most so many values: SQLite 32,766, PostgreSQL 65,535. */
const VALUES = 30_000;
const ROWS = 500;

interface Column {
  readonly name: string;
  readonly persist?: boolean;
  readonly autoincrement?: boolean;
  readonly fieldNames: readonly string[];
  readonly customType?: { convertToDatabaseValue(value: unknown, platform: unknown): unknown };
}

/**
 * A row that the ORM doesn't watch. What it watches carries two closures a property, which is most of what an import or
 * a long reading would hold and clear away.
 */
export const plainRow = <E extends object>(entity: EntityClass<E>, values: object): E =>
  ({ __proto__: entity.prototype, ...values }) as unknown as E;

/**
 * Inserts many rows inside the transaction of `em`, by statements with parameters: an import brings tens of thousands,
 * and the ORM's own way, each value written into the text, costs several times more.
 */
export async function insertRows<E extends object>(em: SqlEntityManager, entity: EntityClass<E>, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  const { tableName, properties } = em.getMetadata(entity) as unknown as { tableName: string; properties: Record<string, Column> };
  const numbered = (p: Column) => p.autoincrement && (rows[0] as Record<string, unknown>)[p.name] === undefined; // by the store
  const columns = Object.values(properties).filter((p) => p.persist !== false && !numbered(p) && p.fieldNames?.length);
  const platform = em.getPlatform();
  const postgres = platform.supportsSchemas();
  const stored = (value: unknown): unknown =>
    value === undefined ? null : typeof value === 'boolean' && !postgres ? Number(value) : platform.processDateProperty(value as never);
  const into = `insert into "${tableName}" (${columns.map((c) => `"${c.fieldNames[0]}"`).join(', ')}) values `;
  const size = Math.min(ROWS, Math.floor(VALUES / columns.length));
  const text = (count: number) =>
    into +
    Array.from(
      { length: count },
      (_, r) => `(${columns.map((_, c) => (postgres ? `$${r * columns.length + c + 1}` : '?')).join(', ')})`,
    ).join(', ');
  const whole = text(size);
  const transaction = em.getTransactionContext() as Kysely<unknown>;
  for (let i = 0; i < rows.length; i += size) {
    const part = rows.slice(i, i + size) as Record<string, unknown>[];
    const values = part.flatMap((row) =>
      columns.map(({ name, customType }) => {
        const value = row[name];
        return stored(customType && value != null ? customType.convertToDatabaseValue(value, platform) : value);
      }),
    );
    await transaction.executeQuery(CompiledQuery.raw(part.length === size ? whole : text(part.length), values));
  }
}
