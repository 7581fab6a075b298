import { createHash, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GraphQLSchema, print } from 'graphql';
import { Refusal } from '#platform/refusal';
import { healthy } from '../reports/library.ts';
import { alone } from '../reports/prune.ts';
import { type Report, readReport } from '../reports/report.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Writes a file whole or not at all, and never over another; false when it was there. */
export function writeOnce(folder: string, name: string, content: string): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${randomBytes(6).toString('hex')}`);
  try {
    writeFileSync(draft, content, { mode: 0o600, flush: true });
    linkSync(draft, join(folder, name));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/**
 * The texts by which figures were counted, each under its hash: a figure is counted again by the operation it was cited
 * with, whatever became of the report. Each holds one figure alone, so that no other one's end is its own.
 */
export class Texts {
  readonly #folder: string;
  readonly #schema: GraphQLSchema;
  readonly #hashes = new WeakMap<Report, Map<string, string>>();

  constructor(folder: string, schema: GraphQLSchema) {
    this.#folder = folder;
    this.#schema = schema;
  }

  /** Keeps the text of a figure; returns its hash. */
  keep(report: Report, code: string): string {
    const hashes = this.#hashes.get(report) ?? new Map<string, string>();
    this.#hashes.set(report, hashes);
    const known = hashes.get(code);
    if (known) return known;
    const text = print(alone(report, code));
    const hash = sha256(text);
    writeOnce(this.#folder, `${hash}.graphql`, text);
    hashes.set(code, hash);
    return hash;
  }

  /** The report of one figure as it was cited; REPORT_BROKEN when the graph doesn't know its fields any more. */
  report(hash: string, name: string): Report {
    let text: string;
    try {
      text = readFileSync(join(this.#folder, `${hash}.graphql`), 'utf8');
    } catch (error) {
      if (!isMissing(error)) throw error;
      throw new Refusal(
        'NOT_FOUND',
        `the text by which this figure of report ${name} was counted is not kept here: it can't be counted again`,
      );
    }
    if (sha256(text) !== hash)
      throw new Refusal('CONFLICT', `the text ${hash.slice(0, 16)}… of report ${name} is not what was cited: somebody altered its file`);
    return healthy(() => readReport(text, this.#schema, name));
  }
}
