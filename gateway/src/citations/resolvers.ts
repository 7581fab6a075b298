import { Refusal } from '#platform/refusal';
import type { FederatedRequest } from '../executor.ts';
import { citedReport } from './count.ts';
import { reportNamed, sealAnswer } from './keeping.ts';
import { shownSaved, shownSnapshot } from './kept.ts';
import type { Asked } from './part.ts';
import { requireReporter, type SaveInput, sharedWith } from './saved.ts';
import { shownCitation, shownReport } from './shown.ts';
import { sha256 } from './texts.ts';

export type Given = readonly { readonly name: string; readonly value: string }[] | null | undefined;

/** What a report is asked with; a parameter said twice is refused. */
export function given(parameters: Given): Record<string, string> {
  const names = (parameters ?? []).map((p) => p.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Refusal('BAD_USER_INPUT', `parameter ${twice} is said twice; say it once`);
  return Object.fromEntries((parameters ?? []).map(({ name, value }) => [name, value]));
}

/** How many reports and citations one request opens: each asks all stores. */
const MOST = 10;
const openedIn = new WeakMap<FederatedRequest, number>();

function another({ request }: Asked): void {
  const so = (openedIn.get(request) ?? 0) + 1;
  openedIn.set(request, so);
  if (so > MOST)
    throw new Refusal('LIMIT_EXCEEDED', `one request opens at most ${MOST} reports or citations; ask for the others in another`, {
      limit: MOST,
    });
}

const MOST_SNAPSHOTS = 200;

interface SaveReport extends Omit<SaveInput, 'parameters'> {
  readonly parameters?: Given;
  readonly idempotencyKey?: string | null;
}

export const resolvers = {
  Query: {
    report: async (_: unknown, { name, parameters }: { name: string; parameters: Given }, asked: Asked) => {
      another(asked);
      const { envelope, signal } = asked.request;
      const { report, usual } = reportNamed(asked.part, name, envelope.caller);
      return shownReport(await citedReport(asked.part, report, envelope, { ...usual, ...given(parameters) }, undefined, signal));
    },
    figure: (_: unknown, { citation }: { citation: string }, asked: Asked) => {
      another(asked);
      return shownCitation(asked.part, asked.request, citation);
    },
    savedReports: (_: unknown, __: unknown, { part, request: { envelope } }: Asked) =>
      part.saved.seenBy(envelope.caller).map((saved) => shownSaved(part, saved, envelope)),
    savedReport: (_: unknown, { id }: { id: string }, { part, request: { envelope } }: Asked) =>
      shownSaved(part, part.saved.get(id, envelope.caller), envelope),
    reportSnapshots: (
      _: unknown,
      { report, first, before }: { report?: string | null; first: number; before?: string | null },
      asked: Asked,
    ) => {
      if (first < 0 || first > MOST_SNAPSHOTS)
        throw new Refusal('BAD_USER_INPUT', `a page has 0 to ${MOST_SNAPSHOTS} snapshots; ${first} were asked for`, {
          ceiling: MOST_SNAPSHOTS,
        });
      const { part, request } = asked;
      const { caller } = request.envelope;
      const last = before == null ? Number.POSITIVE_INFINITY : part.snapshots.get(before, caller).seq;
      return part.snapshots
        .seenBy(caller)
        .filter((s) => s.seq < last && (report == null || s.content.report === report))
        .slice(0, first)
        .map((s) => shownSnapshot(part, s, caller));
    },
    reportSnapshot: (_: unknown, { id }: { id: string }, { part, request: { envelope } }: Asked) =>
      shownSnapshot(part, part.snapshots.get(id, envelope.caller), envelope.caller),
  },
  Mutation: {
    saveReport: (_: unknown, { input }: { input: SaveReport }, { part, request: { envelope } }: Asked) => {
      const { idempotencyKey, parameters, ...rest } = input;
      const { caller, now } = envelope;
      const key = idempotencyKey ?? envelope.idempotencyKey;
      return shownSaved(part, part.saved.save({ ...rest, parameters: given(parameters) }, caller, now, key), envelope);
    },
    removeReport: (
      _: unknown,
      { input: { id, expectedVersion } }: { input: { id: string; expectedVersion?: number | null } },
      asked: Asked,
    ) => {
      const { part, request } = asked;
      return shownSaved(part, part.saved.remove(id, request.envelope.caller, request.envelope.now, expectedVersion), request.envelope);
    },
    sealReport: async (
      _: unknown,
      { input }: { input: { report: string; parameters?: Given; roles?: readonly string[] | null; idempotencyKey?: string | null } },
      asked: Asked,
    ) => {
      another(asked);
      const { part, request } = asked;
      const { caller } = request.envelope;
      requireReporter(caller, 'sealReport');
      const key = input.idempotencyKey ?? request.envelope.idempotencyKey;
      const inputHash = sha256(JSON.stringify([input, request.envelope.day]));
      const again = key === undefined ? undefined : part.snapshots.ofKey(key, caller);
      if (again?.content.asked?.input === inputHash) return shownSnapshot(part, again, caller);
      if (again)
        throw new Refusal('IDEMPOTENCY_KEY_REUSED', `this key has sealed ${again.id} with another input; send a key of its own with each`);
      const { report, usual } = reportNamed(part, input.report, caller);
      const asKeyed = key === undefined ? {} : { asked: { key, input: inputHash } };
      const toSeal = {
        ...asKeyed,
        report,
        given: { ...usual, ...given(input.parameters) },
        roles: sharedWith(input.roles),
        by: caller.id,
        period: null,
      };
      return shownSnapshot(part, await sealAnswer(part, toSeal, request.envelope), caller);
    },
  },
};
