import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { SqliteDialect } from 'kysely';

const STATEMENTS = 500;

/**
 * Node's own SQLite behind Kysely: prepared statements are kept, the write-ahead log lets reads go on beside a write,
 * and a transaction takes the write lock when it begins, so it can't fail half-way for want of it.
 */
export const nodeSqlite = (file: string, role: 'reads' | 'writes' | 'evidence'): SqliteDialect =>
  new SqliteDialect({
    database: async () => {
      const db = new DatabaseSync(file, { readOnly: role === 'evidence' });
      if (role !== 'evidence') db.exec('pragma journal_mode = wal; pragma synchronous = normal');
      // With recursive triggers, what replaces a row is refused like what deletes it.
      db.exec('pragma busy_timeout = 5000; pragma foreign_keys = on; pragma recursive_triggers = on; ');
      db.exec(`pragma cache_size = ${role === 'writes' ? -256_000 : -32_000}`); // a first import touches every page again and again
      if (role === 'reads') db.exec('pragma query_only = on');
      const kept = new Map<string, { statement: StatementSync; reader: boolean }>();
      const prepare = (text: string) => {
        const sql = text === 'begin' ? 'begin immediate' : text;
        let known = kept.get(sql);
        if (!known) {
          if (kept.size >= STATEMENTS) kept.delete(kept.keys().next().value as string);
          known = { statement: db.prepare(sql), reader: /^\s*(select|pragma|explain|with)/i.test(sql) || /\breturning\b/i.test(sql) };
          kept.set(sql, known);
        }
        const { statement, reader } = known;
        return {
          reader,
          all: (params: readonly unknown[]) => statement.all(...(params as never[])),
          run: (params: readonly unknown[]) => statement.run(...(params as never[])),
          iterate: (params: readonly unknown[]) => statement.iterate(...(params as never[])),
        };
      };
      return { prepare, close: () => db.close() } as never;
    },
  });
