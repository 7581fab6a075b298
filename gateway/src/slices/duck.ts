import { DuckDBInstance } from '@duckdb/node-api';
import { Refusal } from '#platform/refusal';
import type { Cell } from '../exports/file.ts';
import { type Compiled, GROUPS, type Group, type Told } from './slice.rules.ts';

/** How long a slice may take, and what it may hold. */
const TIMEOUT_MS = 20_000;
const SETTINGS = {
  threads: '2',
  memory_limit: '256MB',
  temp_directory: '', // nothing spills to the disk
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
};

/**
 * Asks one file by a DuckDB that knows nothing else: it reads that path and no other, writes nothing, reaches no network,
 * and can't be told otherwise. It never sees an office's store.
 */
export async function askFile(path: string, { sql, values, keys, measures }: Compiled, gone: AbortSignal): Promise<Group[]> {
  const instance = await DuckDBInstance.create(':memory:', SETTINGS);
  try {
    const connection = await instance.connect();
    const file = `'${path.replaceAll("'", "''")}'`;
    await connection.run(`set allowed_paths = [${file}]`);
    await connection.run('set enable_external_access = false');
    await connection.run('set lock_configuration = true');
    await connection.run(`create view snapshot as select * from read_parquet(${file})`);
    const stop = AbortSignal.any([gone, AbortSignal.timeout(TIMEOUT_MS)]);
    const interrupt = () => connection.interrupt();
    stop.addEventListener('abort', interrupt);
    try {
      const rows = (await connection.runAndReadAll(sql, [...values])).getRowsJson() as unknown[][];
      if (rows.length > GROUPS)
        throw new Refusal('LIMIT_EXCEEDED', `this slice has more than ${GROUPS} groups; group by less or filter`, { max: GROUPS });
      return rows.map((row) => ({
        keys: keys.map((told, i) => cell(row[i], told)),
        values: measures.map((told, i) => cell(row[keys.length + i], told)),
        persons: Number(row.at(-1)),
      }));
    } catch (error) {
      if (stop.aborted && !gone.aborted)
        throw new Refusal('LIMIT_EXCEEDED', `this slice takes more than ${TIMEOUT_MS / 1000} s; filter it, or group by less`, {
          limit: TIMEOUT_MS / 1000,
        });
      if (/Out of Memory/i.test(String(error)))
        throw new Refusal('LIMIT_EXCEEDED', `this slice takes more than ${SETTINGS.memory_limit} of memory; filter it, or group by less`);
      throw error;
    } finally {
      stop.removeEventListener('abort', interrupt);
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

/** A value as files hold it: DuckDB writes whole numbers and decimals as texts. */
function cell(value: unknown, { kind, scale = 0 }: Told): Cell {
  if (value === null || value === undefined) return null;
  if (kind === 'decimal') return Math.round(Number(value) * 10 ** scale);
  return kind === 'integer' || kind === 'number' ? Number(value) : (value as Cell);
}
