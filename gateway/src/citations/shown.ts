import { Refusal } from '#platform/refusal';
import type { FederatedRequest } from '../executor.ts';
import type { FigureRow } from '../reports/figures.ts';
import { figureNamed } from '../reports/prune.ts';
import type { Report } from '../reports/report.ts';
import { changesOf } from './changes.ts';
import { addressOf, openCitation } from './citation.ts';
import { type Cited, parametersOf, recordPage, type Versions, written } from './count.ts';
import {
  again,
  askedNow,
  askedThen,
  citedRow,
  differenceOf,
  figureOf,
  judged,
  type Opened,
  opened,
  sameRecords,
  versionsThen,
} from './figure.ts';
import type { Open } from './part.ts';

export const named = (values: Readonly<Record<string, string>>) => Object.entries(values).map(([name, value]) => ({ name, value }));
export const versioned = (versions: Versions) => Object.entries(versions).map(([store, version]) => ({ store, version }));

/** A figure as the graph shows it. */
export function shownFigure(row: FigureRow, report?: Report) {
  const figure = report?.figures.find((f) => f.code === row.figure);
  return {
    ...row,
    code: row.figure,
    target: row.target === undefined ? null : String(row.target),
    definition: figure?.definition ?? null,
    field: figure?.coordinate ?? null,
  };
}

/** A report with its citations as the graph shows it. */
export const shownReport = ({ report, envelope, parameters, rows, knownAt, versions }: Cited) => ({
  report: report.name,
  title: report.title,
  asOf: envelope.day,
  knownAt,
  parameters: named(written(parameters)),
  scope: envelope.caller.reads,
  role: envelope.caller.role,
  versions: versioned(versions),
  figures: rows.map((row) => shownFigure(row, report)),
});

/** A citation as the graph shows it: each thing is counted when it is asked for, once. */
export function shownCitation(part: Open, request: FederatedRequest, text: string) {
  const { envelope } = request;
  const own = opened(part, openCitation(part.secrets, text), envelope);
  const { citation, report } = own;
  const [then, now] = [askedThen(own, envelope), askedNow(own, envelope)];
  const reproduced = once(() => again(part, own, then));
  const today = once(() => again(part, own, now));
  const judgement = once(async () => judged(own, await reproduced(), envelope.caller, await versionsThen(part, own)));
  const ifTold = async <T>(tell: () => T | Promise<T>): Promise<T | null> => ((await judgement()).told ? tell() : null);
  const shown = (row: FigureRow | null) => row && shownFigure(row, standing(own));
  return {
    report: citation.report,
    title: report instanceof Refusal ? null : report.title,
    code: citation.code,
    parameters: named(citation.parameters),
    day: citation.day,
    knownAt: new Date(citation.knownAt),
    scope: citation.scope,
    role: citation.role,
    versions: versioned(citation.versions),
    definition: figureOf(own)?.definition ?? null,
    field: figureOf(own)?.coordinate ?? null,
    definitionVersion: citation.definitionVersion,
    reproduction: async () => (await judgement()).reproduction,
    reason: async () => (await judgement()).reason,
    cited: () => ifTold(() => shown(citedRow(own))),
    reproduced: async () => shown(await reproduced()),
    now: async () => shown(await today()),
    difference: async () => differenceOf(await today(), await reproduced()),
    recordsHash: () => ifTold(() => citation.recordsHash),
    sameRecords: () => ifTold(() => sameRecords(part, own, then)),
    recordCount: () => ifTold(() => citation.recordCount),
    records: ({ list, ...page }: { list: number; first: number; after?: string | null }) => {
      const counted = readable(own);
      return recordPage(part, counted, citation.code, then, parametersOf(counted, citation), { which: list, ...page });
    },
    changes: () => changesOf(part, readable(own), citation, { then, now }),
    address: addressOf(text.trim()),
  };
}

const standing = ({ report }: Opened): Report | undefined => (report instanceof Refusal ? undefined : report);

/** The report of a citation, or the refusal that says which field it is without. */
function readable({ report, citation }: Opened): Report {
  if (report instanceof Refusal) throw report;
  figureNamed(report, citation.code);
  return report;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
