import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, execute, GraphQLError, type GraphQLSchema, parse } from 'graphql';
import type { Sealing } from '#platform/checkpoint';
import type { Feed } from '#platform/follow';
import type { Log } from '#platform/log';
import { Refusal } from '#platform/refusal';
import { DateScalar, DateTimeScalar } from '#platform/scalars';
import type { FederatedRequest, SubgraphClient } from '../executor.ts';
import { Unanswered } from '../exports/pages.ts';
import type { ExportOptions } from '../exports/send.ts';
import { Library } from '../reports/library.ts';
import type { Counting } from './count.ts';
import { Schedules } from './keeping.ts';
import { resolvers } from './resolvers.ts';
import { SavedReports } from './saved.ts';
import { Snapshots } from './snapshots.ts';
import { Texts } from './texts.ts';

/** What the graph knows of reports and citations, as a part of it like any other. */
export const reportsSdl = readFileSync(fileURLToPath(new URL('schema.graphql', import.meta.url)), 'utf8');
/** The name of that part. */
export const REPORTS_PART = 'reports';

export interface ReportsSettings {
  /** Where the texts of what was cited, saved reports and snapshots lie. */
  readonly dataFolder: string;
  readonly secrets: readonly [string, ...string[]];
  /** The ledgers of all stores. */
  readonly feeds: readonly Feed[];
  /** The folder of the reports that come with the platform, unless it is another. */
  readonly reports: string | undefined;
  /** What seals snapshots; nothing where the gateway has no audit key. */
  readonly sealing: Sealing | undefined;
  readonly log: Log;
}

/** One request of the graph, as the part answers it. */
export interface Asked {
  readonly part: Open;
  readonly request: FederatedRequest;
}

/** The part with the gateway behind it. */
export interface Open extends Counting {
  readonly library: Library;
  readonly saved: SavedReports;
  readonly snapshots: Snapshots;
  readonly schedules: Schedules;
}

/** The part of the graph that the gateway itself answers, by asking the others: reports, citations, snapshots. */
export interface ReportsPart {
  readonly client: SubgraphClient;
  /** From now on it asks through the gateway. */
  open(gateway: ExportOptions): Open;
  /** Seals what is due of saved reports; returns how much that was. */
  run(now: Date): Promise<number>;
}

export function reportsPart(settings: ReportsSettings): ReportsPart {
  const schema: GraphQLSchema = buildSubgraphSchema([
    { typeDefs: parse(reportsSdl), resolvers: { ...resolvers, Date: DateScalar, DateTime: DateTimeScalar } as never },
  ]);
  const documents = new Map<string, DocumentNode>();
  const read = (query: string): DocumentNode => {
    const known = documents.get(query) ?? parse(query, { noLocation: true });
    if (documents.size >= DOCUMENTS && !documents.has(query)) documents.delete(documents.keys().next().value as string);
    documents.set(query, known);
    return known;
  };
  let part: Open | undefined;
  return {
    open(gateway) {
      const { schema } = gateway.executor;
      const library = new Library(schema, settings.reports);
      const folder = (name: string) => join(settings.dataFolder, 'reports', name);
      const opened: Open = {
        ...{ ...gateway, ...settings, library },
        texts: new Texts(folder('texts'), schema),
        saved: new SavedReports(folder('saved'), schema, ROOTS),
        snapshots: new Snapshots(folder('snapshots'), settings.sealing),
        schedules: new Schedules(() => opened, folder('runs')),
      };
      part = opened;
      return opened;
    },
    run: async (now) => (part ? part.schedules.run(now) : 0),
    async client({ query, variables }, request) {
      const { requestId } = request.envelope;
      try {
        if (!part) throw new Refusal('SUBGRAPH_UNAVAILABLE', 'the gateway is just starting; try again shortly');
        const contextValue: Asked = { part, request };
        const answer = await execute({ schema, document: read(query), variableValues: variables ?? null, contextValue });
        return answer.errors ? { ...answer, errors: answer.errors.map((e) => masked(e, requestId, settings.log)) } : answer;
      } catch (error) {
        return { data: null, errors: [masked(error, requestId, settings.log)] };
      }
    },
  };
}

const DOCUMENTS = 1000;
/** What asks for reports at the root of the graph. */
const ROOTS = Object.keys(resolvers.Query);

/** An error as the executor hands it on: refusals as they are, what else went wrong masked. */
function masked(error: unknown, requestId: string, log: Log): GraphQLError {
  const outer = error instanceof GraphQLError ? error : undefined;
  const inner = outer?.originalError ?? error;
  const path = outer?.path;
  if (inner instanceof Unanswered) {
    const { message, extensions } = inner.errors[0] ?? { message: inner.message, extensions: { code: 'INTERNAL' } };
    return new GraphQLError(message, { path, extensions });
  }
  if (inner instanceof GraphQLError)
    return new GraphQLError(inner.message, { path, extensions: { code: 'BAD_USER_INPUT', ...inner.extensions } });
  log.error('masked error', {
    requestId,
    part: REPORTS_PART,
    error: inner instanceof Error ? (inner.stack ?? inner.message) : String(inner),
  });
  return new GraphQLError(`something went wrong in ${REPORTS_PART}; report request ${requestId}`, {
    path,
    extensions: { code: 'INTERNAL', requestId },
  });
}
