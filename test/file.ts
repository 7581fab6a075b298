import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import readWorkbook from 'read-excel-file/node';
import type { Asking, Platform } from './kit.ts';

export const MEDIA_TYPES = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
} as const;
export type Extension = keyof typeof MEDIA_TYPES;

/** A file as a client gets it, or what it is told instead. */
export interface Got {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly trailers: Record<string, string | undefined>;
  readonly bytes: Buffer;
  /** Whether the connection said that this is all. */
  readonly whole: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of the errors
  readonly errors: any[];
}

export interface Wanting extends Asking {
  readonly accept?: string;
  readonly variables?: Record<string, unknown>;
  /** Over GET, with the query in the address. */
  readonly get?: boolean;
  /** Sees every piece as it comes. */
  readonly onPiece?: (piece: Buffer, response: IncomingMessage) => void;
}

/** Asks for a list as a file, over a plain HTTP client that shows trailers and how the connection ended. */
export async function fileOf(p: Platform, query: string, wanting: Wanting = {}): Promise<Got> {
  const { accept = MEDIA_TYPES.csv, variables = {}, get = false, asOf, headers, onPiece } = wanting;
  const sent = JSON.stringify({ query, variables });
  const address = get ? `?${new URLSearchParams({ query, variables: JSON.stringify(variables) })}` : '';
  const token = await p.token(wanting);
  return new Promise((resolve, reject) => {
    const asked = request(
      `${p.origin}/graphql${address}`,
      {
        method: get ? 'GET' : 'POST',
        headers: {
          accept,
          authorization: `Bearer ${token}`,
          ...(get ? {} : { 'content-type': 'application/json' }),
          ...(asOf ? { 'as-of': asOf } : {}),
          ...headers,
        },
      },
      (response) => {
        const pieces: Buffer[] = [];
        const done = () => {
          const bytes = Buffer.concat(pieces);
          const json = response.headers['content-type']?.startsWith('application/json') && response.complete;
          const { statusCode: status = 0, trailers, complete: whole } = response;
          resolve({ status, headers: response.headers, trailers, bytes, whole, errors: json ? JSON.parse(bytes.toString()).errors : [] });
        };
        response.on('data', (piece: Buffer) => {
          pieces.push(piece);
          onPiece?.(piece, response);
        });
        response.on('close', done);
        response.on('error', () => {}); // told by `whole`
      },
    );
    asked.on('error', reject);
    asked.end(get ? undefined : sent);
  });
}

/** How a file of RFC 4180 is read, nothing of it guessed. */
const STRICT = `header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', new_line = '\\r\\n'`;

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** Reads files by other libraries than those that wrote them. */
export class Readers implements AsyncDisposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'guben-files-'));
  #duck: Promise<DuckDBInstance> | undefined;
  #files = 0;

  /** The rows that DuckDB answers; `FILE` in the statement stands for the file. */
  async sql(bytes: Buffer, extension: Extension, statement: string): Promise<readonly (readonly unknown[])[]> {
    const path = join(this.#folder, `${this.#files++}.${extension}`);
    writeFileSync(path, bytes);
    this.#duck ??= DuckDBInstance.create(':memory:');
    const connection = await (await this.#duck).connect();
    try {
      return (await connection.runAndReadAll(statement.replaceAll('FILE', `'${path}'`))).getRowsJson() as readonly (readonly unknown[])[];
    } finally {
      connection.closeSync();
      rmSync(path);
    }
  }

  /** The values of the first column, whatever the file, without what closes it. */
  async firstColumn(bytes: Buffer, extension: Extension): Promise<string[]> {
    switch (extension) {
      case 'csv':
        return (await this.sql(bytes, 'csv', `select * from read_csv(FILE, ${STRICT})`)).map((r) => String(r[0])).slice(0, -1);
      case 'parquet':
        return (await this.sql(bytes, 'parquet', 'select * from FILE')).map((r) => String(r[0]));
      case 'xlsx':
        return (await this.sheet(bytes)).slice(1, -1).map((r) => String(r[0]));
      case 'ndjson':
        return bytes
          .toString()
          .split('\n')
          .slice(0, -2)
          .map((line) => String(Object.values(JSON.parse(line))[0]));
    }
  }

  /** The first sheet of a workbook. */
  async sheet(bytes: Buffer): Promise<readonly (readonly unknown[])[]> {
    const [sheet] = await readWorkbook(bytes);
    return (sheet?.data ?? []) as readonly (readonly unknown[])[];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    (await this.#duck)?.closeSync();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
