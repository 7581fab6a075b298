import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Caller } from '#platform/context';
import { type Day, dayOf } from '#platform/day';
import type { Envelope } from '#platform/envelope';
import { Refusal } from '#platform/refusal';
import { Unanswered } from '../exports/pages.ts';
import { askReport } from '../reports/ask.ts';
import { figureNamed } from '../reports/prune.ts';
import type { Report } from '../reports/report.ts';
import { type Cited, citedReport, written } from './count.ts';
import { isSame } from './figure.ts';
import type { Open } from './part.ts';
import { replaceFile, type SavedReport } from './saved.ts';
import { ended, overAt } from './schedule.ts';
import type { Content, Snapshot } from './snapshots.ts';
import { isMissing, writeOnce } from './texts.ts';

/** A report of the platform by its name, or a saved one by its key, and what it is asked with where nothing else is said. */
export function reportNamed({ library, saved }: Open, name: string, caller: Caller): { report: Report; usual: Record<string, string> } {
  if (!name.startsWith('rep_')) return { report: library.report(name), usual: {} };
  const found = saved.get(name, caller);
  return { report: saved.report(found), usual: { ...found.parameters } };
}

/** What is sealed, for whom, and on whose behalf. */
interface ToSeal {
  readonly report: Report;
  readonly given: Readonly<Record<string, string>>;
  readonly roles: readonly string[];
  readonly by: string;
  readonly period: Content['period'];
  readonly asked?: Content['asked'];
}

/** Carries a report out and seals the answer. */
export async function sealAnswer(part: Open, { report, given, roles, by, period, asked }: ToSeal, envelope: Envelope): Promise<Snapshot> {
  part.snapshots.requireSeals();
  const cited = await citedReport(part, report, envelope, given);
  const { id: owner, role, reads: scope } = envelope.caller;
  const untold: Record<string, Record<string, string>> = {};
  for (const other of roles) if (other !== role) untold[other] = await notTold(part, cited, other, given);
  return part.snapshots.seal({
    ...{ report: report.name, title: report.title, asOf: cited.envelope.day, knownAt: cited.knownAt.toISOString() },
    ...{ parameters: written(cited.parameters), sealedAt: envelope.now.toISOString(), sealedBy: by, owner, role, roles, scope, untold },
    ...{ versions: cited.versions, period, rows: cited.rows, ...(asked ? { asked } : {}) },
    definitions: Object.fromEntries(cited.rows.map((r) => [r.figure, figureNamed(report, r.figure).definitionVersion])),
  });
}

/** What another duty would not be told of the same report in the same territory: it is kept from it in what is sealed too. */
async function notTold(
  part: Open,
  { report, envelope, rows }: Cited,
  role: string,
  given: ToSeal['given'],
): Promise<Record<string, string>> {
  const { purpose: _, ...caller } = { ...envelope.caller, id: `seal:${role.toLowerCase()}`, role };
  const own = await askAs(part, report, { ...envelope, caller }, given);
  return Object.fromEntries(
    rows.flatMap((row): [string, string][] => {
      const found = own.find((r) => r.figure === row.figure);
      if (found && isSame(found, row)) return [];
      return [[row.figure, found ? (found.withheld ?? 'OTHER_DUTY') : 'FORBIDDEN']];
    }),
  );
}

async function askAs(part: Open, report: Report, envelope: Envelope, given: ToSeal['given']) {
  try {
    return (await askReport(part, report, envelope, given)).rows;
  } catch (error) {
    if (error instanceof Unanswered) return []; // not one figure may be told
    throw error;
  }
}

/** What came of a schedule for a period. */
export interface Run {
  readonly asOf: Day;
  readonly state: 'DONE' | 'FAILED';
  readonly at: string;
  readonly attempts: number;
  /** Of which version of the report. */
  readonly version: number;
  readonly snapshot?: string;
  readonly code?: string;
  readonly reason?: string;
}

/** What passes by itself: then it is tried again the next time. Everything else waits until the report is saved anew. */
const PASSING: readonly string[] = ['SUBGRAPH_UNAVAILABLE', 'INTERNAL'];
/** How many periods are caught up with at once, so that a long pause doesn't stop everything else. */
const AT_ONCE = 20;
/** How long another process may be at the same run before it is taken for dead. */
const CLAIM_MS = 10 * 60_000;

/** The schedules of saved reports: seals what is due, each period once. */
export class Schedules {
  readonly #opened: () => Open;
  readonly #folder: string;
  #running: Promise<number> | undefined;

  constructor(opened: () => Open, folder: string) {
    this.#opened = opened;
    this.#folder = folder;
  }

  get #part(): Open {
    return this.#opened();
  }

  /** What came of a report's schedule, the latest period first. */
  runs({ id }: SavedReport): Run[] {
    try {
      return readdirSync(join(this.#folder, id))
        .filter((name) => name.endsWith('.json'))
        .toSorted()
        .reverse()
        .map((name) => JSON.parse(readFileSync(join(this.#folder, id, name), 'utf8')) as Run);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  /** Seals everything that is due; returns how much that was. Asked twice at once, it is done once. */
  run(now: Date): Promise<number> {
    this.#running ??= this.#all(now).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #all(now: Date): Promise<number> {
    let done = 0;
    for (const saved of this.#part.saved.all()) {
      if (!saved.schedule) continue;
      const runs = new Map(this.runs(saved).map((r) => [r.asOf, r]));
      const due = ended(saved.schedule.every, saved.schedule, dayOf(now)).filter((asOf) => isDue(runs.get(asOf), saved));
      for (const asOf of due.slice(0, AT_ONCE)) {
        const run = await this.#one(saved, asOf, runs.get(asOf), now);
        if (!run) continue;
        replaceFile(join(this.#folder, saved.id), `${asOf}.json`, JSON.stringify(run));
        if (run.state === 'DONE') done++;
        else this.#part.log.warn('report not sealed', { report: saved.id, asOf, code: run.code, reason: run.reason });
      }
    }
    return done;
  }

  /** One period of one report; nothing while another process is at it. */
  async #one(saved: SavedReport, asOf: Day, before: Run | undefined, now: Date): Promise<Run | undefined> {
    const { snapshots } = this.#part;
    const claim = `${saved.id}.${asOf}`;
    if (!this.#claims(claim, now)) return undefined;
    const run = { asOf, at: now.toISOString(), attempts: (before?.attempts ?? 0) + 1, version: saved.version };
    try {
      // What was sealed before the process ended, and not written down, is not sealed twice.
      const sealed = snapshots.ofPeriod(saved.id, asOf) ?? (await this.#seal(saved, asOf, now));
      return { ...run, state: 'DONE', snapshot: sealed.id };
    } catch (error) {
      return { ...run, state: 'FAILED', ...this.#whyNot(error, `${saved.id} ${asOf}`) };
    } finally {
      this.#unclaims(claim);
    }
  }

  #seal(saved: SavedReport, asOf: Day, now: Date): Promise<Snapshot> {
    const caller: Caller = saved.owner;
    // The one that is due is told as it was known when its period was over, also when it comes late.
    const envelope: Envelope = {
      caller,
      day: asOf,
      knownAt: overAt(asOf),
      now,
      requestId: `schedule:${saved.id}:${asOf}`,
      operation: saved.id,
    };
    const quiet: Open = { ...this.#part, spend: async () => {} };
    const by = `schedule of ${caller.id}`;
    const period = { report: saved.id, asOf };
    const report = this.#part.saved.report(saved);
    return sealAnswer(quiet, { report, given: saved.parameters, roles: saved.roles, by, period }, envelope);
  }

  #whyNot(error: unknown, what: string): { code: string; reason: string } {
    const [told] = error instanceof Unanswered ? error.errors : [error];
    const code = told instanceof Refusal ? told.code : String((told as { extensions?: { code?: unknown } }).extensions?.code ?? 'INTERNAL');
    if (code !== 'INTERNAL') return { code, reason: (told as Error).message };
    this.#part.log.error('a scheduled report failed', {
      what,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return { code, reason: 'something went wrong; it is tried again' };
  }

  #claims(claim: string, now: Date): boolean {
    const folder = join(this.#folder, '.claims');
    if (writeOnce(folder, claim, String(now.getTime()))) return true;
    try {
      if (now.getTime() - Number(readFileSync(join(folder, claim), 'utf8')) < CLAIM_MS) return false;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    this.#unclaims(claim);
    return writeOnce(folder, claim, String(now.getTime()));
  }

  #unclaims(claim: string): void {
    rmSync(join(this.#folder, '.claims', claim), { force: true });
  }
}

const isDue = (run: Run | undefined, { version }: SavedReport): boolean =>
  run === undefined || (run.state === 'FAILED' && (run.version !== version || PASSING.includes(run.code ?? '')));
