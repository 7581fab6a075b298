import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { parse } from 'graphql';
import { policies } from '#access/policies';
import { Refusal } from '#platform/refusal';
import type { Door } from '../door.ts';
import type { FederatedRequest } from '../executor.ts';
import { plain, type Row } from '../exports/file.ts';
import { formatFor } from '../exports/formats.ts';
import { listingOf } from '../exports/listing.ts';
import { type Prepared, prepare } from '../exports/prepare.ts';
import type { ExportOptions } from '../exports/send.ts';
import { beside, misshapen } from '../problem.ts';
import { askFile } from './duck.ts';
import { type AgreedList, LISTS } from './lists.ts';
import { compile, type Filter, ordered, pivoted, type Slice, type Told, withoutSmallCells } from './slice.rules.ts';
import { type Manifest, type SnapshotColumn, Snapshots } from './snapshots.ts';

export interface SliceSettings {
  /** Under which the folder of snapshots lies. */
  readonly dataFolder: string;
  /** Signs what is known of a snapshot. */
  readonly secret: string;
  readonly smallestCell: number;
  /** Processes of this gateway, among which the slices at a time are divided. */
  readonly workers: number;
}

/** Points of a client's minute that a slice takes. */
const POINTS = 10;
/** Slices at a time on one machine; each may take two threads and 256 MB. */
const AT_A_TIME = 4;
const FIRST = 1000;

const key = {
  type: 'object',
  required: ['column'],
  additionalProperties: false,
  properties: { column: { type: 'string', maxLength: 200 }, truncate: { enum: ['YEAR', 'QUARTER', 'MONTH'] } },
};
const name = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]{0,59}$' };

const SLICE = {
  type: 'object',
  required: ['snapshot'],
  additionalProperties: false,
  properties: {
    snapshot: { type: 'string', maxLength: 40 },
    groupBy: { type: 'array', maxItems: 6, items: key },
    pivot: key,
    measures: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {
        type: 'object',
        required: ['of'],
        additionalProperties: false,
        properties: { of: { enum: ['COUNT', 'DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX'] }, column: { type: 'string', maxLength: 200 }, name },
      },
    },
    filter: { type: 'object' },
    orderBy: {
      type: 'array',
      maxItems: 6,
      items: {
        type: 'object',
        required: ['by'],
        additionalProperties: false,
        properties: { by: { type: 'string', maxLength: 200 }, direction: { enum: ['ASC', 'DESC'] } },
      },
    },
    first: { type: 'integer', minimum: 0, maximum: 100_000 },
  },
} as const;

const TAKE = {
  type: 'object',
  required: ['list'],
  additionalProperties: false,
  properties: { list: { enum: Object.keys(LISTS) } },
} as const;

/** The most conditions in one another, and in all. */
const CONDITIONS = { levels: 8, all: 200, values: 1000 };

/**
 * Snapshots of agreed lists, and slices of them. A slice is a structured question and never a statement: what is told of
 * small groups of persons can be kept back only where it is known what is counted.
 */
export function slices(server: FastifyInstance, options: ExportOptions & SliceSettings, way: Door): void {
  const snapshots = new Snapshots(options.dataFolder, options.secret);
  const answered = beside(options, way);
  const atATime = Math.max(1, Math.floor(AT_A_TIME / options.workers));

  server.post(
    '/slices/snapshots',
    { schema: { body: TAKE }, errorHandler: misshapen },
    answered(async ({ envelope, request, reply, gone }) => {
      const { list } = request.body as { list: string };
      const context: FederatedRequest = { envelope, hops: {}, signal: gone };
      const manifest = await taken(options, snapshots, list, context, gone);
      return reply.status(201).send(shown(manifest));
    }),
  );
  server.get(
    '/slices/snapshots',
    { errorHandler: misshapen },
    answered(async ({ envelope, reply }) => reply.send({ snapshots: snapshots.of(envelope.caller).map(shown), lists: Object.keys(LISTS) })),
  );
  server.delete(
    '/slices/snapshots/:id',
    { errorHandler: misshapen },
    answered(async ({ envelope, request, reply }) => {
      snapshots.remove((request.params as { id: string }).id, envelope.caller);
      return reply.status(204).send();
    }),
  );
  let running = 0;
  server.post(
    '/slices',
    { schema: { body: SLICE }, errorHandler: misshapen },
    answered(async ({ envelope: { caller }, request, reply, gone }) => {
      const slice = request.body as Slice;
      measure(slice.filter ?? {});
      const format = formatFor(request);
      await way.spend(caller.client, POINTS - 1);
      if (running >= atATime) throw busy(atATime);
      running++;
      try {
        const { manifest, path } = await snapshots.open(slice.snapshot, caller);
        const compiled = compile(slice, manifest);
        const found = await askFile(path, compiled, gone);
        const exact = manifest.persons === undefined || policies.of(caller).exactCells;
        const told = exact ? { groups: found, kept: 0 } : withoutSmallCells(found, options.smallestCell);
        const spread = slice.pivot ? pivoted(told.groups, compiled) : { ...compiled, groups: told.groups };
        const groups = ordered(spread.groups, spread.keys, spread.measures, slice.orderBy ?? []);
        const columns = [...spread.keys, ...spread.measures];
        const first = slice.first ?? (format ? groups.length : FIRST);
        const rows = groups.slice(0, first).map((g): Row => [...g.keys, ...g.values] as Row);
        if (!format)
          return reply.send({
            snapshot: shown(manifest),
            columns: columns.map(({ name, heading, kind }) => ({ name, heading, kind })),
            rows: rows.map((row) => Object.fromEntries(columns.map((c, i) => [c.name, plain(row[i] ?? null, c)]))),
            groups: groups.length,
            keptBack: told.kept,
          });
        reply.header('content-disposition', `attachment; filename="slice-${manifest.list}-${manifest.day}.${format.extension}"`);
        const about = {
          title: manifest.list,
          facts: { asOf: manifest.day, ...(manifest.knownAt ? { knownAt: manifest.knownAt } : {}), snapshot: manifest.id },
        };
        return reply
          .type(format.mediaType)
          .send(Readable.from(format.write(headed(columns), [rows.map((row) => worded(row, columns))], about)));
      } finally {
        running--;
      }
    }),
  );
}

const busy = (most: number) =>
  new Refusal('LIMIT_EXCEEDED', `${most} slices are being cut; try again in a moment`, {
    retryAfterSeconds: 1,
    http: { status: 429, headers: new Map([['retry-after', '1']]) },
  });

/** Writes a snapshot of an agreed list as the caller sees it now, on the day asked for. */
async function taken(
  options: ExportOptions,
  snapshots: Snapshots,
  list: string,
  context: FederatedRequest,
  gone: AbortSignal,
): Promise<Manifest> {
  const { query, persons } = LISTS[list] as AgreedList;
  if (persons && !policies.of(context.envelope.caller).sees(persons.dataClass))
    throw new Refusal(
      'FORBIDDEN',
      `a snapshot of ${list} tells persons apart by what is ${persons.dataClass} and masked for you; that requires role ${policies.seersOf(persons.dataClass).join(' or ')}, with a purpose where the role asks for one. Ask for groupedAggregates of the list instead`,
      { rule: 'CLASS', dataClass: persons.dataClass, roles: policies.seersOf(persons.dataClass) },
    );
  const said = { query, variables: {} };
  const prepared = await prepare(options, said, { headings: 'names', money: 'yuan' }, context);
  if (prepared.listing.outcome && persons === undefined) throw new Error(`${list} tells outcomes of persons and doesn't say who they are`);
  return snapshots.take(list, prepared, columnsOf(options, query, prepared), persons, context.envelope, gone);
}

/** The columns of a list with what they are called in the office. */
function columnsOf({ executor }: ExportOptions, query: string, { listing }: Prepared): SnapshotColumn[] {
  const document = parse(query);
  const [operation] = document.definitions as [never];
  const labelled = listingOf(executor.schema, document, operation, {}, { headings: 'labels', money: 'yuan' }).columns;
  return listing.columns.map(({ column, path, words }, i) => ({
    ...column,
    name: path,
    label: labelled[i]?.column.heading ?? path,
    ...(words ? { labels: Object.fromEntries(words) } : {}),
  }));
}

const shown = ({ id, list, day, knownAt, takenAt, takenBy, rows, sha256, columns }: Manifest) => ({
  id,
  list,
  day,
  knownAt,
  takenAt,
  takenBy,
  rows,
  sha256,
  columns: columns.map(({ name, label, kind }) => ({ name, label, kind })),
});

/** Columns under headings of their own, values of enums by their words. */
const headed = (columns: readonly Told[]): Told[] =>
  columns.map((c, i) => ({
    ...c,
    words: ['是', '否'],
    heading: columns.findIndex((d) => d.heading === c.heading) === i ? c.heading : `${c.heading}（${c.name}）`,
  }));
const worded = (row: Row, columns: readonly Told[]): Row => row.map((v, i) => (typeof v === 'string' ? (columns[i]?.labels?.[v] ?? v) : v));

/** Refuses a filter that is too large before it is read. */
function measure(filter: Filter): void {
  let all = 0;
  const walk = (value: unknown, level: number): void => {
    if (level > CONDITIONS.levels * 2)
      throw new Refusal('LIMIT_EXCEEDED', `conditions are nested in ${CONDITIONS.levels} levels at most`, { max: CONDITIONS.levels });
    if (typeof value !== 'object' || value === null) return;
    const inner = Object.values(value);
    all += Array.isArray(value) ? 0 : inner.length;
    if (all > CONDITIONS.all || inner.length > CONDITIONS.values)
      throw new Refusal('LIMIT_EXCEEDED', `a filter has ${CONDITIONS.all} conditions at most, each with ${CONDITIONS.values} values`, {
        max: CONDITIONS.all,
      });
    for (const v of inner) walk(v, level + 1);
  };
  walk(filter, 0);
}
