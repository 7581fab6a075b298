import type { Envelope } from '#platform/envelope';
import type { Feed } from '#platform/follow';
import type { LedgerRow } from '#platform/ledger';
import { PAGE_CEILING } from '#platform/page';
import { Refusal } from '#platform/refusal';
import { figureNamed } from '../reports/prune.ts';
import type { Report } from '../reports/report.ts';
import type { Citation } from './citation.ts';
import { type Counting, parametersOf, recordPage } from './count.ts';

/** What a row of a ledger tells of a record, without its content. */
export interface RecordEvent {
  readonly store: string;
  readonly seq: number;
  readonly event: string;
  readonly day: string;
  readonly recordedAt: Date;
  readonly role: string;
  readonly fields: readonly string[];
}

export interface RecordChange {
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED';
  readonly type: string;
  readonly id: string;
  readonly events: readonly RecordEvent[];
}

/** The most records that are held against one another, and the most rows of a ledger that are looked through. */
const MOST_RECORDS = 10_000;
const MOST_ROWS = 200_000;

/** What became of the records behind a figure between two instants at which they were known. */
export async function changesOf(
  counting: Counting,
  report: Report,
  citation: Citation,
  { then, now }: { readonly then: Envelope; readonly now: Envelope },
): Promise<RecordChange[]> {
  const [before, after] = [await allRecords(counting, report, citation, then), await allRecords(counting, report, citation, now)];
  const period = { from: then.knownAt as Date, to: now.knownAt ?? now.now };
  const events = await eventsIn(counting.feeds, period, new Set([...before.keys(), ...after.keys()]));
  const change = (kind: RecordChange['kind'], [id, type]: readonly [string, string]) => ({ kind, type, id, events: events.get(id) ?? [] });
  return [
    ...[...after].filter(([id]) => !before.has(id)).map((r) => change('ADDED', r)),
    ...[...before].filter(([id]) => !after.has(id)).map((r) => change('REMOVED', r)),
    ...[...after].filter(([id]) => before.has(id) && events.has(id)).map((r) => change('CHANGED', r)),
  ];
}

/** The keys of all records behind a figure, with their types. */
async function allRecords(counting: Counting, report: Report, citation: Citation, envelope: Envelope): Promise<Map<string, string>> {
  const { code } = citation;
  const parameters = parametersOf(report, citation);
  const found = new Map<string, string>();
  for (const which of figureNamed(report, code).recordsPaths.keys())
    for (let after: string | null = null; ; ) {
      const page = await recordPage(counting, report, code, envelope, parameters, { which, first: PAGE_CEILING, after });
      if (page.nodes === null)
        throw new Refusal(
          'FORBIDDEN',
          `the records behind ${code} are told as counts alone to ${envelope.caller.role}: nor which of them changed`,
        );
      for (const { type, id } of page.nodes) found.set(id, type);
      if (found.size > MOST_RECORDS)
        throw new Refusal('LIMIT_EXCEEDED', `more than ${MOST_RECORDS} records stand behind ${code}; compare lists as files instead`, {
          ceiling: MOST_RECORDS,
        });
      if (!page.hasNextPage) break;
      after = page.endCursor;
    }
  return found;
}

const BATCH = 2000;

/**
 * What the ledgers recorded of some records between two instants. Of a record only the rows of its own are told: who reads it
 * may know them, and of what else tells of it perhaps not.
 */
async function eventsIn(
  feeds: readonly Feed[],
  { from, to }: { readonly from: Date; readonly to: Date },
  keys: ReadonlySet<string>,
): Promise<Map<string, RecordEvent[]>> {
  const found = new Map<string, RecordEvent[]>();
  for (const feed of feeds) {
    const first = await feed.after(from);
    if (first === null) continue;
    for (let seen = first - 1, read = 0; ; read += BATCH) {
      if (read >= MOST_ROWS)
        throw new Refusal('LIMIT_EXCEEDED', `${feed.name} has recorded more than ${MOST_ROWS} rows since; name an earlier known-at`, {
          ceiling: MOST_ROWS,
        });
      const rows = await feed.read(seen, BATCH);
      for (const row of rows)
        if (keys.has(row.key) && row.at <= to) found.set(row.key, [...(found.get(row.key) ?? []), eventOf(feed.name, row)]);
      if (rows.length < BATCH || (rows.at(-1) as LedgerRow).at > to) break;
      seen = (rows.at(-1) as LedgerRow).seq;
    }
  }
  return found;
}

/** What only says which version a row is, and is changed by every change. */
const ALWAYS = new Set(['version', 'validFrom', 'validTo']);

function eventOf(store: string, { seq, event, day, at, role, was, is }: LedgerRow): RecordEvent {
  const [before, after] = [(was ?? {}) as Record<string, unknown>, (is ?? {}) as Record<string, unknown>];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !ALWAYS.has(name) && JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .toSorted();
  return { store, seq, event, day, recordedAt: at, role, fields };
}
