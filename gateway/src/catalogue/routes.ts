import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type GraphQLFormattedError, parse } from 'graphql';
import type { Envelope } from '#platform/envelope';
import { Refusal } from '#platform/refusal';
import type { Door } from '../door.ts';
import type { Format } from '../exports/file.ts';
import { headingsOf, preferred } from '../exports/formats.ts';
import { csv } from '../exports/lines.ts';
import { Unanswered } from '../exports/pages.ts';
import { type ExportOptions, factsOf } from '../exports/send.ts';
import { xlsx } from '../exports/xlsx.ts';
import { beside } from '../problem.ts';
import type { Library } from '../reports/library.ts';
import { catalogueOf, type Entry } from './catalogue.ts';
import { type Hit, searched } from './search.ts';
import { answersFor, pageOf, sheetOf, type Told } from './table.ts';

export interface CatalogueSettings {
  /** The composed schema, with what nouns say of themselves. */
  readonly supergraph: string;
  /** The six digits of the county. */
  readonly county: string;
  readonly shownTo: 'developers' | 'callers';
}

const FILES: Readonly<Record<string, Format>> = { [csv.mediaType]: csv, [xlsx.mediaType]: xlsx };
const JSON_TYPE = 'application/json';
const HTML_TYPE = 'text/html';
const TITLE = '政务信息资源目录 · The data catalogue';
/** What the address may say; the rest of it is a mistake. */
const KNOWN = ['search', 'asOf'];
const UNREGISTERED = '未登记 · not in the register of agencies';

const PROVIDERS = parse(
  'query CatalogueProviders($names: [String!]!) { agencies(first: 200, filter: { name: { in: $names } }) { nodes { name uscc } } }',
);

/** `GET /catalogue`: what data there is, who provides it and how it is shared; `?search=` finds what exists already. No value of it. */
export function catalogue(
  server: FastifyInstance,
  options: ExportOptions & CatalogueSettings & { readonly library: Library },
  way: Door,
): void {
  let made: { readonly entries: readonly Entry[]; readonly missing: readonly string[] } | undefined;
  const whole = () => (made ??= makeOf(options, options.library));
  const handling = beside(options, way, (request) => {
    const { asOf } = asked(request);
    if (asOf === undefined) return;
    if (request.headers['as-of'] !== undefined && request.headers['as-of'] !== asOf)
      throw new Refusal('BAD_USER_INPUT', `the as-of header says ${request.headers['as-of']}, the address says ${asOf}; say one of them`);
    request.headers['as-of'] = asOf;
  });
  server.get(
    '/catalogue',
    handling(async ({ envelope, request, reply, gone }) => {
      if (options.shownTo === 'developers' && !way.develops(envelope))
        throw new Refusal(
          'FORBIDDEN',
          'the data catalogue is shown to who may look at the schema; GUBEN_CATALOGUE=callers shows it to all',
        );
      const type = preferred(request, [JSON_TYPE, ...Object.keys(FILES), HTML_TYPE]);
      const { search } = asked(request);
      const { entries, missing } = whole();
      const hits = search === undefined ? undefined : searched(entries, search);
      const codes = await providerCodes(options, entries, envelope, gone);
      const coded = new Map(entries.map((e) => [e, { ...e, providerCode: codes.get(e.provider) ?? UNREGISTERED }]));
      const told = [...coded.values()];
      const found = hits?.map(({ entry, item }): Hit => ({ entry: coded.get(entry) as Told, item }));
      const file = FILES[type];
      reply.headers({
        'as-of': envelope.day,
        'x-request-id': envelope.requestId,
        vary: 'accept',
        'content-type': file ? (file === csv ? 'text/csv; charset=utf-8; header=present' : type) : `${type}; charset=utf-8`,
        ...(file ? { 'content-disposition': `attachment; filename="catalogue-${envelope.day}.${file.extension}"` } : {}),
        ...(type === HTML_TYPE ? { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" } : {}),
      });
      if (file) return reply.send(await fileOf(file, told, found, headingsOf(request), envelope));
      if (type === HTML_TYPE) return reply.send(pageOf(told, found, search === undefined ? TITLE : `${TITLE}：${search}`));
      const facts = { title: TITLE, county: options.county, ...factsOf(envelope) };
      return reply.send(
        JSON.stringify(
          found
            ? { ...facts, search, found: found.map(hitOf) }
            : { ...facts, resources: told, ...(missing.length > 0 ? { uncatalogued: missing } : {}) },
        ),
      );
    }),
  );
}

/** The catalogue as the schema and the reports make it; reports that say nothing of themselves, or are broken, are named. */
function makeOf({ supergraph, county }: CatalogueSettings, library: Library) {
  const reports = library.names.flatMap((name) => {
    try {
      return [library.report(name)];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return []; // GET /reports says what is wrong with it
    }
  });
  const catalogued = reports.filter((r) => r.resource);
  const names = catalogued.map((r) => r.name);
  return { entries: catalogueOf(supergraph, county, catalogued), missing: library.names.filter((name) => !names.includes(name)) };
}

/** What the address says, each thing once and nothing else. */
function asked({ query }: FastifyRequest): { readonly search?: string; readonly asOf?: string } {
  const said = query as Record<string, unknown>;
  const strange = Object.keys(said).find((name) => !KNOWN.includes(name));
  if (strange !== undefined)
    throw new Refusal('BAD_USER_INPUT', `the catalogue doesn't know ${strange}; the address may say ${KNOWN.join(', ')}`);
  const twice = KNOWN.find((name) => Array.isArray(said[name]));
  if (twice) throw new Refusal('BAD_USER_INPUT', `say ${twice} once`);
  return said as { search?: string; asOf?: string };
}

/** The unified social credit codes of the offices that provide, as the register has them on the day. */
async function providerCodes(
  { executor, told, onAnswer }: ExportOptions,
  entries: readonly Entry[],
  envelope: Envelope,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const names = [...new Set(entries.map((e) => e.provider))];
  const request = { envelope: { ...envelope, operation: 'CatalogueProviders' }, hops: {}, signal };
  const { data, errors = [] } = await executor.execute({ document: PROVIDERS, variables: { names } }, request);
  onAnswer?.('CatalogueProviders', request.hops);
  const agencies = (data as { agencies?: { nodes: { name: string; uscc: string }[] } | null } | null)?.agencies;
  if (!agencies) throw new Unanswered(errors.map((e) => told(e as GraphQLFormattedError, e, envelope.requestId)));
  return new Map(agencies.nodes.map(({ name, uscc }) => [name, uscc]));
}

const hitOf = ({ entry, item }: Hit): object => ({
  resource: entry.name,
  english: entry.english,
  code: entry.code,
  ...(item ? { item: item.name, field: `${entry.english}.${item.english}`, description: item.description, dataClass: item.dataClass } : {}),
  provider: answersFor({ entry, item }),
  sharing: (item ?? entry).sharing,
  updateCycle: entry.updateCycle,
  from: entry.from,
});

async function fileOf(
  format: Format,
  told: readonly Told[],
  hits: readonly Hit[] | undefined,
  headings: 'labels' | 'names',
  envelope: Envelope,
): Promise<Buffer> {
  const { columns, rows } = sheetOf(told, hits, headings);
  const pieces: Uint8Array[] = [];
  for await (const piece of format.write(columns, [rows], { title: 'catalogue', facts: factsOf(envelope) })) pieces.push(piece);
  return Buffer.concat(pieces);
}
