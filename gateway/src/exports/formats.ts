import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { Refusal } from '#platform/refusal';
import type { Format } from './file.ts';
import { csv, ndjson } from './lines.ts';
import { parquet } from './parquet.ts';
import { xlsx } from './xlsx.ts';

/** The files in which a list can be had, by media type. */
export const FORMATS: Readonly<Record<string, Format>> = Object.fromEntries([csv, xlsx, ndjson, parquet].map((f) => [f.mediaType, f]));

/** What the graph itself answers with; the first is what whoever accepts anything gets. */
const ANSWERS = ['application/json', 'application/graphql-response+json'];
const KNOWN = [...ANSWERS, ...Object.keys(FORMATS)];

type Asking = Pick<FastifyRequest, 'headers'>;

/** The media type of several that a request likes best. Refuses who accepts none of them. */
export function preferred({ headers }: Asking, types: readonly string[]): string {
  const accept = headers.accept?.replace(/;\s*(?!q\s*=)[^;,]*/gi, ''); // a parameter narrows what is always the same here
  const [chosen] = new Negotiator({ headers: accept === undefined ? {} : { accept } }).mediaTypes([...types]);
  if (chosen !== undefined) return chosen;
  throw new Refusal('BAD_USER_INPUT', `nothing here is of the media types you accept; say accept: ${types.join(', ')}`, {
    allowed: types,
    http: { status: 406, headers: new Map([['accept', types.join(', ')]]) },
  });
}

/** The file that a request wants instead of an answer in JSON, if any. */
export const formatFor = (request: Asking): Format | undefined => FORMATS[preferred(request, KNOWN)];

/** Whether headings are the office's words or the names of fields. */
export const headingsOf = (request: Asking): 'labels' | 'names' => oneOf(request, 'x-headings', ['labels', 'names']);

/** What a header says, one of some words; the first where it isn't there. */
export function oneOf<W extends string>({ headers }: Asking, name: string, words: readonly [W, ...W[]]): W {
  const said = headers[name] ?? words[0];
  if (!words.includes(said as W)) throw new Refusal('BAD_USER_INPUT', `${name} is ${words.join(' or ')}; not ${JSON.stringify(said)}`);
  return said as W;
}
