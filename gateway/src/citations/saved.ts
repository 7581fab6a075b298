import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import type { Caller } from '#platform/context';
import { addDays, type Day, dayOf } from '#platform/day';
import { newId } from '#platform/id';
import { Refusal } from '#platform/refusal';
import { ROLES } from '../caller.ts';
import { checkNames, isOfSchema, LIMITS, sizeOf } from '../limits.ts';
import { healthy } from '../reports/library.ts';
import { BrokenReport, type Report, readReport } from '../reports/report.ts';
import type { Every } from './schedule.ts';
import { isMissing, sha256 } from './texts.ts';

/** A report that somebody saved. */
export interface SavedReport {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly text: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** As whom its schedule counts: its owner, with the territory and duty of then. */
  readonly owner: Caller;
  readonly roles: readonly string[];
  readonly savedAt: string;
  readonly schedule?: { readonly every: Every; readonly from: Day; readonly until: Day } | undefined;
  readonly removedAt?: string;
  /** Who saved which version, and the hash of its text. */
  readonly history: readonly { readonly version: number; readonly at: string; readonly by: string; readonly text: string }[];
  /** What was answered to idempotency keys: the hash of the input. */
  readonly answered: Readonly<Record<string, string>>;
}

export interface SaveInput {
  readonly id?: string | null;
  readonly expectedVersion?: number | null;
  readonly text: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly roles?: readonly string[] | null;
  readonly every?: Every | null;
}

/** They watch over the platform and one another; they make no reports of the offices' work. */
const ADMINISTRATORS = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDITOR'];
/** How many reports somebody may keep. */
const MOST = 100;
/** How long a schedule goes on without its owner saying so again. */
const YEAR = 366;
const ID = /^rep_[0-9a-z]{1,20}$/;

/** Lets nobody keep reports who has no work of an office to report. */
export function requireReporter({ role }: Caller, move: string): void {
  if (ADMINISTRATORS.includes(role))
    throw new Refusal('FORBIDDEN', `${move} is for the offices that report their work; ${role} is none of them`, { rule: 'MOVE', move });
}

/** The duties with which something is shared, each once. */
export function sharedWith(roles: readonly string[] | null | undefined): string[] {
  const strange = (roles ?? []).find((role) => !ROLES.includes(role as never));
  if (strange !== undefined)
    throw new Refusal('BAD_USER_INPUT', `there is no role ${strange}; the roles are ${ROLES.join(', ')}`, { allowed: ROLES });
  return [...new Set(roles)];
}

/** Writes a file whole or not at all, over what was there. */
export function replaceFile(folder: string, name: string, content: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${randomBytes(6).toString('hex')}`);
  writeFileSync(draft, content, { mode: 0o600, flush: true });
  renameSync(draft, join(folder, name));
}

/** The saved reports of a deployment, a file each. */
export class SavedReports {
  readonly #folder: string;
  readonly #schema: GraphQLSchema;
  /** Fields of the root that ask for reports: a report that asks for reports could ask for itself. */
  readonly #own: readonly string[];

  constructor(folder: string, schema: GraphQLSchema, own: readonly string[]) {
    this.#folder = folder;
    this.#schema = schema;
    this.#own = own;
  }

  all(): SavedReport[] {
    let names: string[];
    try {
      names = readdirSync(this.#folder);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
    return names
      .filter((name) => name.endsWith('.json') && ID.test(name.slice(0, -5)))
      .map((name) => this.#read(name.slice(0, -5)) as SavedReport)
      .filter((r) => r.removedAt === undefined)
      .toSorted((a, b) => (a.title === b.title ? (a.id < b.id ? -1 : 1) : a.title < b.title ? -1 : 1));
  }

  seenBy(caller: Caller): SavedReport[] {
    return this.all().filter((r) => maySee(r, caller));
  }

  /** One that the caller may see; what it may not see is not there. */
  get(id: string, caller: Caller): SavedReport {
    const found = ID.test(id) ? this.#read(id) : undefined;
    if (!found || found.removedAt !== undefined || !maySee(found, caller))
      throw new Refusal('NOT_FOUND', `no saved report ${id} is yours or shared with ${caller.role}`);
    return found;
  }

  /** As the graph reads it; REPORT_BROKEN names the report, the figure and the field that is no more. */
  report({ id, text }: SavedReport): Report {
    return healthy(() => readReport(text, this.#schema, id));
  }

  /** What is wrong with it; null when it can be carried out. */
  brokenness(saved: SavedReport): string | null {
    try {
      this.report(saved);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  save(input: SaveInput, caller: Caller, now: Date, idempotencyKey?: string): SavedReport {
    requireReporter(caller, 'saveReport');
    const asked = sha256(JSON.stringify([input, caller.id, caller.role]));
    const again = idempotencyKey === undefined ? undefined : this.all().find((r) => isOwner(r, caller) && r.answered[idempotencyKey]);
    if (again) {
      if (again.answered[idempotencyKey as string] === asked) return again;
      throw new Refusal('IDEMPOTENCY_KEY_REUSED', `this key has saved ${again.id} with another input; send a key of its own with each`);
    }
    const before = input.id == null ? undefined : this.#mine(input.id, caller, input.expectedVersion);
    const id = before?.id ?? newId('rep');
    const report = this.#legible(input.text, id);
    for (const name of Object.keys(input.parameters))
      if (!report.parameters.some((p) => p.name === name))
        throw new Refusal(
          'BAD_USER_INPUT',
          `the report has no parameter ${name}; it has ${report.parameters.map((p) => p.name).join(', ') || 'none'}`,
        );
    if (!before && this.all().filter((r) => isOwner(r, caller)).length >= MOST)
      throw new Refusal('LIMIT_EXCEEDED', `you keep ${MOST} reports already; remove one first`, { limit: MOST });
    const version = (before?.version ?? 0) + 1;
    const at = now.toISOString();
    const saved: SavedReport = {
      ...{
        id,
        version,
        title: report.title,
        text: input.text,
        parameters: input.parameters,
        owner: caller,
        roles: sharedWith(input.roles),
        savedAt: at,
      },
      ...(input.every ? { schedule: { every: input.every, ...this.#term(input.every, before, caller, dayOf(now)) } } : {}),
      history: [...(before?.history ?? []), { version, at, by: caller.id, text: sha256(input.text) }],
      answered: { ...before?.answered, ...(idempotencyKey === undefined ? {} : { [idempotencyKey]: asked }) },
    };
    this.#write(saved);
    return saved;
  }

  remove(id: string, caller: Caller, now: Date, expectedVersion?: number | null): SavedReport {
    requireReporter(caller, 'removeReport');
    const removed = { ...this.#mine(id, caller, expectedVersion), removedAt: now.toISOString() };
    this.#write(removed);
    return removed;
  }

  /** From when to when a schedule goes; one that goes on as before keeps its first day. */
  #term(every: Every, before: SavedReport | undefined, { until }: Caller, today: Day): { from: Day; until: Day } {
    const renewed = addDays(today, YEAR);
    const from = before?.schedule?.every === every ? before.schedule.from : today;
    return { from, until: until !== undefined && until < renewed ? until : renewed };
  }

  #mine(id: string, caller: Caller, expectedVersion: number | null | undefined): SavedReport {
    const found = this.get(id, caller);
    if (!isOwner(found, caller))
      throw new Refusal(
        'FORBIDDEN',
        `report ${id} is changed by its owner alone, ${found.owner.id} as ${found.owner.role}; save one of your own`,
      );
    if (expectedVersion != null && expectedVersion !== found.version)
      throw new Refusal(
        'STALE_VERSION',
        `report ${id} is at version ${found.version}, not ${expectedVersion}; read it again and decide anew`,
        {
          version: found.version,
          expectedVersion,
        },
      );
    return found;
  }

  /** The report that a text is, within the limits that operations have. */
  #legible(text: string, id: string): Report {
    let document: DocumentNode;
    try {
      document = parse(text, { noLocation: true, maxTokens: LIMITS.tokens });
    } catch (error) {
      throw new Refusal('BAD_USER_INPUT', `the text is no operation: ${(error as Error).message}`);
    }
    const { fields, depth } = sizeOf(document);
    if (depth > LIMITS.depth || fields > LIMITS.selections)
      throw new Refusal('LIMIT_EXCEEDED', `a report has at most ${LIMITS.selections} fields, in ${LIMITS.depth} levels`, {
        limit: LIMITS.depth,
      });
    checkNames(document);
    const operation = document.definitions.find((d): d is OperationDefinitionNode => d.kind === Kind.OPERATION_DEFINITION);
    const roots = (operation?.selectionSet.selections ?? []).flatMap((s) => (s.kind === Kind.FIELD ? [s.name.value] : []));
    const strange = roots.find((name) => this.#own.includes(name) || isOfSchema(name));
    if (strange !== undefined) throw new Refusal('BAD_USER_INPUT', `a report asks for records, not for ${strange}; leave it out`);
    try {
      return readReport(text, this.#schema, id);
    } catch (error) {
      if (error instanceof BrokenReport)
        throw new Refusal('BAD_USER_INPUT', error.message.replace(`report ${id}: `, 'the text is no report: '));
      throw error;
    }
  }

  #read(id: string): SavedReport | undefined {
    try {
      return JSON.parse(readFileSync(join(this.#folder, `${id}.json`), 'utf8')) as SavedReport;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  #write(saved: SavedReport): void {
    replaceFile(this.#folder, `${saved.id}.json`, JSON.stringify(saved));
  }
}

const isOwner = ({ owner }: SavedReport, { id, role }: Caller): boolean => owner.id === id && owner.role === role;
const maySee = (saved: SavedReport, caller: Caller): boolean => isOwner(saved, caller) || saved.roles.includes(caller.role);
