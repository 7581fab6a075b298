import { type DocumentNode, type OperationDefinitionNode, print } from 'graphql';
import type { Envelope } from '#platform/envelope';
import type { Feed } from '#platform/follow';
import { Refusal } from '#platform/refusal';
import type { ExportOptions } from '../exports/send.ts';
import { type Answered, askReport } from '../reports/ask.ts';
import { found } from '../reports/figures.ts';
import { parametersFor } from '../reports/period.ts';
import { figureNamed, recordsOf, withRecords } from '../reports/prune.ts';
import type { Report } from '../reports/report.ts';
import { type Citation, citedPart, sealCitation } from './citation.ts';
import { sha256, type Texts } from './texts.ts';

/** What citations are made and counted again with. */
export interface Counting extends ExportOptions {
  /** Seal citations: the first one; all open them. */
  readonly secrets: readonly [string, ...string[]];
  readonly feeds: readonly Feed[];
  readonly texts: Texts;
}

export type Versions = Readonly<Record<string, number>>;

/** A report with a citation to each figure. */
export interface Cited extends Answered {
  readonly knownAt: Date;
  readonly versions: Versions;
}

/** How many rows each store's ledger held at an instant. */
export async function versionsAt(feeds: readonly Feed[], instant: Date): Promise<Versions> {
  const numbers = await Promise.all(
    feeds.map(async (feed) => {
      const later = await feed.after(instant);
      return [feed.name, later === null ? await feed.head() : later - 1] as const;
    }),
  );
  return Object.fromEntries(numbers);
}

/** The same request, answered with what is recorded when it came: nothing recorded meanwhile slips between two figures. */
export const fixed = (envelope: Envelope): Envelope & { readonly knownAt: Date } => ({
  ...envelope,
  knownAt: envelope.knownAt ?? envelope.now,
});

/** Carries a report out, and cites each figure of it, or the one that is asked for. */
export async function citedReport(
  counting: Counting,
  report: Report,
  asking: Envelope,
  given: Readonly<Record<string, string>>,
  code?: string,
  signal?: AbortSignal,
): Promise<Cited> {
  const envelope = fixed(asking);
  const answered = await askReport(counting, report, envelope, given, code, signal);
  const { parameters, rows } = answered;
  const { knownAt } = envelope;
  const versions = await versionsAt(counting.feeds, knownAt);
  const behind = await recordsBehind(
    counting,
    report,
    rows.map((r) => r.figure),
    envelope,
    parameters,
  );
  const cited = rows.map((row) => ({
    ...row,
    citation: sealCitation(counting.secrets[0], {
      ...{ report: report.name, text: counting.texts.keep(report, row.figure), code: row.figure, parameters: written(parameters) },
      ...{ day: envelope.day, knownAt: knownAt.toISOString(), role: envelope.caller.role, scope: envelope.caller.reads, versions },
      definitionVersion: figureNamed(report, row.figure).definitionVersion,
      ...(behind.get(row.figure) as Behind),
      row: citedPart(row),
    }),
  }));
  return { ...answered, rows: cited, knownAt, versions };
}

/** Parameters as they are given: as text. */
export const written = (parameters: Answered['parameters']): Record<string, string> =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));

export type Behind = Pick<Citation, 'recordsHash' | 'recordCount'>;

interface Listed {
  readonly totalCount?: number | null;
  readonly fingerprint?: string | null;
}

/** How many records stand behind figures, and the hash of them all. */
export async function recordsBehind(
  counting: Counting,
  report: Report,
  codes: readonly string[],
  envelope: Envelope,
  parameters: Answered['parameters'],
): Promise<Map<string, Behind>> {
  const { data } = await ask(counting, withRecords(report, codes, 'totalCount fingerprint'), envelope, parameters);
  return new Map(
    codes.map((code) => {
      const lists = figureNamed(report, code).recordsPaths.flatMap((path) => found(data, path).map(({ value }) => value as Listed | null));
      const prints = lists.map((l) => l?.fingerprint ?? null);
      const counts = lists.map((l) => l?.totalCount ?? null);
      return [
        code,
        {
          recordsHash: prints.includes(null) ? null : sha256(prints.join('\n')),
          recordCount: counts.includes(null) ? null : counts.reduce<number>((sum, n) => sum + (n as number), 0),
        },
      ];
    }),
  );
}

/** An operation of the platform's own making, at its price. What can't be told is null in it. */
async function ask({ executor, price, spend }: Counting, document: DocumentNode, envelope: Envelope, variables: object) {
  const [operation] = document.definitions as unknown as [OperationDefinitionNode];
  await spend(envelope.caller.client, price(document, operation, variables as never));
  return executor.execute({ document, variables: { ...variables } }, { envelope, hops: {} });
}

/** A page of the records behind a figure. */
export interface RecordPage {
  readonly totalCount: number | null;
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
  /** Null for who is told counts alone. */
  readonly nodes: readonly { readonly type: string; readonly id: string }[] | null;
  readonly query: string;
}

interface Connection {
  readonly totalCount: number | null;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } | null;
  readonly nodes: readonly { readonly __typename: string; readonly id: string }[] | null;
}

/** The records behind a figure, of its `which` list; those of a list within a list come as one page. */
export async function recordPage(
  counting: Counting,
  report: Report,
  code: string,
  envelope: Envelope,
  parameters: Answered['parameters'],
  { which, ...page }: { readonly which: number; readonly first: number; readonly after?: string | null },
): Promise<RecordPage> {
  const { recordsPaths } = figureNamed(report, code);
  const path = recordsPaths[which];
  if (!path)
    throw new Refusal('BAD_USER_INPUT', `the lists behind ${code} are numbered from 0 to ${recordsPaths.length - 1}; there is no ${which}`);
  const operation = recordsOf(report, code, which);
  const { data, errors = [] } = await ask(counting, operation, envelope, { ...parameters, ...page });
  const code0 = errors[0]?.extensions['code'];
  const query = print(operation);
  if (code0 === 'FORBIDDEN') {
    const counts = (await recordsBehind(counting, report, [code], envelope, parameters)).get(code) as Behind;
    return { totalCount: counts.recordCount, hasNextPage: false, endCursor: null, nodes: null, query };
  }
  if (errors[0]) throw new Refusal((code0 ?? 'INTERNAL') as never, errors[0].message, { ...errors[0].extensions });
  const lists = found(data, path).flatMap(({ value }) => (value ? [value as Connection] : []));
  const last = lists.length === 1 ? lists[0]?.pageInfo : undefined;
  return {
    totalCount: lists.reduce<number | null>((sum, l) => (sum === null || l.totalCount === null ? null : sum + l.totalCount), 0),
    hasNextPage: last?.hasNextPage ?? false,
    endCursor: last?.endCursor ?? null,
    nodes: lists.flatMap((l) => (l.nodes ?? []).map(({ __typename: type, id }) => ({ type, id }))),
    query,
  };
}

/** What a report is asked with to count a cited figure again. */
export const parametersOf = (report: Report, { parameters, day }: Citation): Answered['parameters'] =>
  parametersFor(report, day, asGiven(report, parameters));

/** Of what a whole report was asked with, what the report of one figure takes. */
export const asGiven = ({ parameters }: Report, given: Citation['parameters']): Citation['parameters'] =>
  Object.fromEntries(Object.entries(given).filter(([name]) => parameters.some((p) => p.name === name)));
