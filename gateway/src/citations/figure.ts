import type { Caller } from '#platform/context';
import { asLocalTime } from '#platform/day';
import type { Envelope } from '#platform/envelope';
import { Refusal } from '#platform/refusal';
import { Unanswered } from '../exports/pages.ts';
import { askReport } from '../reports/ask.ts';
import { type FigureRow, printed } from '../reports/figures.ts';
import { figureNamed } from '../reports/prune.ts';
import type { Figure, Report } from '../reports/report.ts';
import { type Citation, type CitedRow, citedPart, coversAll } from './citation.ts';
import { asGiven, type Counting, parametersOf, recordsBehind, type Versions, versionsAt } from './count.ts';

export type Reproduction = 'REPRODUCED' | 'DEFINITION_CHANGED' | 'FIELD_REMOVED' | 'OTHER_SCOPE' | 'OTHER_DUTY' | 'DIFFERENT';

/** A citation that somebody opens: what may be told of it to whom, and how it is counted again. */
export interface Opened {
  readonly citation: Citation;
  /** The report as it was cited; the reason where the graph doesn't know its fields any more. */
  readonly report: Report | Refusal;
  /** As whom it is counted again: within what was cited where the caller reads all of that, otherwise in the caller's own territory. */
  readonly caller: Caller;
  readonly covered: boolean;
}

const sameCodes = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((code) => b.includes(code));

export function opened({ texts }: Counting, citation: Citation, { caller }: Envelope): Opened {
  const { scope } = citation;
  const covered = coversAll(caller.reads, scope);
  return {
    citation,
    covered,
    caller: covered && !sameCodes(caller.reads, scope) ? { ...caller, reads: scope, writes: [], finds: scope } : caller,
    report: reportOf(() => texts.report(citation.text, citation.report)),
  };
}

function reportOf(read: () => Report): Report | Refusal {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'REPORT_BROKEN') return error;
    throw error;
  }
}

export const figureOf = ({ report, citation }: Opened): Figure | undefined =>
  report instanceof Refusal ? undefined : figureNamed(report, citation.code);

/** The request of who opens a citation, put as it was put then. */
export const askedThen = ({ citation, caller }: Opened, envelope: Envelope): Envelope => ({
  ...envelope,
  caller,
  day: citation.day,
  knownAt: new Date(citation.knownAt),
});

/** The same with what is recorded now, or by the instant that the request names. */
export const askedNow = ({ citation, caller }: Opened, envelope: Envelope): Envelope => ({ ...envelope, caller, day: citation.day });

/** The figure counted for a request; where it is not told, why. */
export async function again(counting: Counting, { report, citation }: Opened, envelope: Envelope): Promise<FigureRow | null> {
  if (report instanceof Refusal) return null;
  try {
    const { rows } = await askReport(counting, report, envelope, asGiven(report, citation.parameters), citation.code);
    return rows[0] ?? null;
  } catch (error) {
    const [reason] = error instanceof Unanswered ? error.errors : [];
    if (!reason) throw error;
    const { code, label, qualifier, unit } = figureNamed(report, citation.code);
    const row = { figure: code, label, qualifier, ...(unit ? { unit } : {}), value: null, withheld: String(reason.extensions?.['code']) };
    return { ...row, printed: printed(row) };
  }
}

export const isSame = (a: CitedRow, b: CitedRow): boolean => {
  const told = (row: CitedRow) => JSON.stringify(Object.entries(citedPart(row)).sort());
  return told(a) === told(b);
};

/** A figure that isn't told because a store doesn't answer. */
const isUnanswered = (row: FigureRow): boolean => row.withheld === 'SUBGRAPH_UNAVAILABLE' || row.withheld === 'INTERNAL';

export interface Judgement {
  readonly reproduction: Reproduction;
  readonly reason: string;
  /** Whether the caller is told what was cited. */
  readonly told: boolean;
}

/**
 * How a figure that was counted again stands to what was cited. What was counted in a territory that the caller doesn't read
 * is not told; what was counted in another duty only where the caller's own comes to the very same.
 */
export function judged(opened: Opened, row: FigureRow | null, { role, reads }: Caller, versions: Versions): Judgement {
  const { citation, covered, report } = opened;
  const told = covered && role === citation.role;
  const scope = citation.scope.join(', ') || 'no territory';
  if (report instanceof Refusal || row === null)
    return { reproduction: 'FIELD_REMOVED', reason: `it can't be counted again: ${(report as Refusal).message}`, told };
  if (!covered)
    return {
      reproduction: 'OTHER_SCOPE',
      told,
      reason: `it was counted within ${scope}, and you read ${reads.join(', ') || 'no territory'}: what you are told is of your own territory`,
    };
  const same = isSame(row, citation.row);
  if (!told && !(same && row.withheld === undefined))
    return {
      reproduction: 'OTHER_DUTY',
      told,
      reason: `it was counted as ${citation.role}, which is told other things than ${role}: what you are told is what your duty is told`,
    };
  if (figureOf(opened)?.definitionVersion !== citation.definitionVersion)
    return {
      reproduction: 'DEFINITION_CHANGED',
      told: true,
      reason: `its field has been given other words since; counted by it as it stands the figure is ${same ? 'the same' : row.printed}`,
    };
  if (same) return { reproduction: 'REPRODUCED', told: true, reason: 'counted again it is the same to the digit' };
  return { reproduction: 'DIFFERENT', told: true, reason: whyDifferent(citation, row, versions) };
}

function whyDifferent({ versions: cited, knownAt }: Citation, row: FigureRow, versions: Versions): string {
  if (isUnanswered(row)) return "it can't be counted now: a store doesn't answer; try again shortly";
  const late = Object.entries(versions).filter(([store, version]) => cited[store] !== version);
  const stores = late.map(([store, version]) => `the ledger of ${store} holds ${version} rows of that time and held ${cited[store]}`);
  return late.length
    ? `a change was under way when it was counted, at ${asLocalTime(new Date(knownAt))}: ${stores.join('; ')}`
    : 'no row of a ledger explains it: whose territory a division is has changed, or a store was changed beside the platform';
}

/** What a judgement needs of the stores. */
export const versionsThen = ({ feeds }: Counting, { citation }: Opened): Promise<Versions> => versionsAt(feeds, new Date(citation.knownAt));

/** Whether the very same records stand behind the figure when it is counted again; null where that isn't told. */
export async function sameRecords(counting: Counting, { report, citation }: Opened, then: Envelope): Promise<boolean | null> {
  if (report instanceof Refusal || citation.recordsHash === null) return null;
  const found = (await recordsBehind(counting, report, [citation.code], then, parametersOf(report, citation))).get(citation.code);
  return found?.recordsHash == null ? null : found.recordsHash === citation.recordsHash;
}

/** The figure as it was cited, with what its report says of it. */
export function citedRow({ citation, ...rest }: Opened): FigureRow {
  const figure = figureOf({ citation, ...rest });
  const { code: name, row } = citation;
  return {
    figure: name,
    label: figure?.label ?? name,
    qualifier: figure?.qualifier ?? 'EXACT',
    ...(figure?.unit ? { unit: figure.unit } : {}),
    ...row,
  };
}

/** How much more a figure is; null where one of the two is not told. */
export const differenceOf = (now: FigureRow | null, then: FigureRow | null): number | null =>
  now?.value == null || then?.value == null ? null : Math.round((now.value - then.value) * 1e6) / 1e6;
