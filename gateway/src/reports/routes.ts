import type { FastifyInstance, FastifyRequest } from 'fastify';
import { asLocalTime } from '#platform/day';
import type { Envelope } from '#platform/envelope';
import { Refusal } from '#platform/refusal';
import { addressOf } from '../citations/citation.ts';
import { citedReport } from '../citations/count.ts';
import { reportNamed } from '../citations/keeping.ts';
import type { Open } from '../citations/part.ts';
import type { Door } from '../door.ts';
import type { Format } from '../exports/file.ts';
import { headingsOf, preferred } from '../exports/formats.ts';
import { csv } from '../exports/lines.ts';
import { factsOf } from '../exports/send.ts';
import { xlsx } from '../exports/xlsx.ts';
import { beside } from '../problem.ts';
import { type Answered, askReport } from './ask.ts';
import { healthy, type Library } from './library.ts';
import { bulletinOf, type Cite, pageOf, type Said } from './page.ts';
import { sheetOf } from './table.ts';

const FILES: Readonly<Record<string, Format>> = { [csv.mediaType]: csv, [xlsx.mediaType]: xlsx };
const JSON_TYPE = 'application/json';
const HTML_TYPE = 'text/html';
const MEDIA = [JSON_TYPE, ...Object.keys(FILES), HTML_TYPE];

type Asked = Readonly<Record<string, string>>;

/** What is sent: its media type and body. */
interface Sent {
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly file?: string;
}

interface Question {
  readonly envelope: Envelope;
  readonly name: string;
  readonly asked: Asked;
  readonly type: string;
  readonly headings: 'labels' | 'names';
  readonly gone: AbortSignal;
}

/** `GET /reports`, `/reports/{name}`, `/reports/{name}/bulletin`: through the same door and the same executor as the graph. */
export function reports(server: FastifyInstance, options: Open, way: Door): void {
  const { library } = options;
  const handling = beside(options, way, (request) => {
    const { asOf, knownAt } = inAddress(request);
    sayInHeader(request, 'as-of', asOf);
    sayInHeader(request, 'known-at', knownAt);
  });
  const answered = (media: readonly string[], work: (question: Question) => Promise<Sent>) =>
    handling(async ({ envelope, request, reply, gone }) => {
      const { asOf: _, knownAt: __, ...asked } = inAddress(request);
      const { name } = request.params as { name: string };
      const sent = await work({ envelope, name, asked, type: preferred(request, media), headings: headingsOf(request), gone });
      return reply
        .headers({
          'as-of': envelope.day,
          ...(envelope.knownAt ? { 'known-at': asLocalTime(envelope.knownAt) } : {}),
          'x-request-id': envelope.requestId,
          vary: 'accept',
          'content-type':
            sent.type === csv.mediaType
              ? 'text/csv; charset=utf-8; header=present'
              : `${sent.type}${sent.type === xlsx.mediaType ? '' : '; charset=utf-8'}`,
          ...(sent.file ? { 'content-disposition': `attachment; filename="${sent.file}"` } : {}),
          ...(sent.type === HTML_TYPE ? { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" } : {}),
        })
        .send(typeof sent.body === 'string' ? sent.body : Buffer.from(sent.body));
    });

  server.get(
    '/reports',
    answered([JSON_TYPE], async ({ type, envelope }) => ({
      type,
      body: JSON.stringify({
        reports: library.names.map((name) => described(library, name)),
        saved: options.saved.seenBy(envelope.caller).map(({ id: name, title, owner, roles }) => ({ name, title, owner: owner.id, roles })),
      }),
    })),
  );
  server.get(
    '/reports/:name',
    answered(MEDIA, async ({ envelope, name, asked: { figure, citations, ...given }, type, headings, gone }) => {
      const cites = type === HTML_TYPE || isWanted(citations);
      const { report, usual } = reportNamed(options, name, envelope.caller);
      const answer = await (cites ? citedReport : askReport)(options, report, envelope, { ...usual, ...given }, figure, gone);
      if (type === JSON_TYPE) return { type, body: jsonOf(answer) };
      if (type === HTML_TYPE) return { type, body: pageOf(saidOf(answer), answer.rows, citing) };
      return { type, ...(await fileOf(answer, FILES[type] as Format, headings)) };
    }),
  );
  server.get(
    '/reports/:name/bulletin',
    answered([HTML_TYPE], async ({ envelope, name, asked, type, gone }) => {
      const template = library.bulletin(name);
      const answer = await citedReport(options, library.report(name), envelope, asked, undefined, gone);
      return { type, body: healthy(() => bulletinOf(name, template, saidOf(answer), answer.rows, citing)) };
    }),
  );
}

/** What the address says, each thing once. */
function inAddress({ query }: FastifyRequest): Asked {
  const twice = Object.entries(query as Record<string, unknown>).find(([, value]) => typeof value !== 'string');
  if (twice) throw new Refusal('BAD_USER_INPUT', `say ${twice[0]} once`);
  return query as Asked;
}

/** What the address says of day and instant is what the headers say, for who can't set one. */
function sayInHeader({ headers }: FastifyRequest, name: 'as-of' | 'known-at', inAddress: string | undefined): void {
  if (inAddress === undefined) return;
  const inHeader = headers[name];
  if (inHeader !== undefined && inHeader !== inAddress)
    throw new Refusal('BAD_USER_INPUT', `the ${name} header says ${inHeader}, the address says ${inAddress}; say one of them`);
  headers[name] = inAddress;
}

/** A report as the list shows it; what is broken is there, with what is wrong. */
function described(library: Library, name: string): object {
  try {
    const { title, source, parameters, figures } = library.report(name);
    const shown = figures.map(({ code, label, qualifier, unit, coordinate, definition, definitionVersion }) => ({
      ...{ figure: code, label, qualifier, unit, field: coordinate, definition, definitionVersion },
    }));
    return { name, title, source, parameters, figures: shown };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { name, broken: error.message };
  }
}

const saidOf = ({ report, envelope, parameters }: Answered): Said => ({
  title: report.title,
  asOf: envelope.day,
  from: String(parameters['from'] ?? ''),
  to: String(parameters['to'] ?? envelope.day),
  year: String(parameters['year'] ?? envelope.day.slice(0, 4)),
  knownAt: asLocalTime(envelope.knownAt ?? envelope.now),
});

const jsonOf = ({ report, envelope, parameters, rows }: Answered): string =>
  JSON.stringify({ report: report.name, title: report.title, ...factsOf(envelope), parameters, scope: envelope.caller.reads, rows });

/** Where a figure of an answer is opened. */
const citing: Cite = ({ citation }) => addressOf(citation as string);

function isWanted(citations: string | undefined): boolean {
  if (citations !== undefined && citations !== 'true')
    throw new Refusal('BAD_USER_INPUT', `citations=true gives each figure its citation; got citations=${citations}`);
  return citations !== undefined;
}

async function fileOf({ report, envelope, rows }: Answered, format: Format, headings: 'labels' | 'names'): Promise<Omit<Sent, 'type'>> {
  const sheet = sheetOf(rows, headings);
  const about = { title: report.name, facts: factsOf(envelope) };
  const pieces: Uint8Array[] = [];
  for await (const piece of format.write(sheet.columns, [sheet.rows], about)) pieces.push(piece);
  return { body: Buffer.concat(pieces), file: `${report.name}-${envelope.day}.${format.extension}` };
}
