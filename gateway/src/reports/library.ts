import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { Refusal } from '#platform/refusal';
import { BrokenReport, REPORTS, type Report, readReport } from './report.ts';

/** The reports of a folder, each read when it is asked for: one that is broken breaks no other. */
export class Library {
  readonly #schema: GraphQLSchema;
  readonly #folder: string;
  readonly #read = new Map<string, Report>();

  constructor(schema: GraphQLSchema, folder = REPORTS) {
    this.#schema = schema;
    this.#folder = folder;
  }

  get names(): string[] {
    return readdirSync(this.#folder)
      .filter((file) => file.endsWith('.graphql') && file !== 'directives.graphql')
      .map((file) => file.replace(/\.graphql$/, ''))
      .toSorted();
  }

  report(name: string): Report {
    const known = this.#read.get(name);
    if (known) return known;
    this.#require(name);
    const report = healthy(() => readReport(readFileSync(join(this.#folder, `${name}.graphql`), 'utf8'), this.#schema, name));
    this.#read.set(name, report);
    return report;
  }

  /** The template of a report's bulletin, where it has one. */
  bulletin(name: string): string {
    this.#require(name);
    const file = join(this.#folder, `${name}.bulletin.html`);
    if (!existsSync(file)) throw new Refusal('NOT_FOUND', `report ${name} has no bulletin: there is no template ${name}.bulletin.html`);
    return readFileSync(file, 'utf8');
  }

  #require(name: string): void {
    const { names } = this;
    if (!names.includes(name))
      throw new Refusal('NOT_FOUND', `there is no report ${name}; there are ${names.join(', ')}`, { allowed: names });
  }
}

/** What a report that is broken is to who asks for it: nothing that another request would put right. */
export function healthy<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof BrokenReport)) throw error;
    throw new Refusal('REPORT_BROKEN', error.message, { http: { status: 409, headers: new Map() } });
  }
}
