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

/** The file that a request wants instead of an answer in JSON, if any. Refuses who accepts nothing that there is. */
export function formatFor({ headers }: Pick<FastifyRequest, 'headers'>): Format | undefined {
  const accept = headers.accept?.replace(/;\s*(?!q\s*=)[^;,]*/gi, ''); // a parameter narrows what is always the same here
  const [chosen] = new Negotiator({ headers: accept === undefined ? {} : { accept } }).mediaTypes(KNOWN);
  if (chosen === undefined)
    throw new Refusal('BAD_USER_INPUT', `nothing here is of the media types you accept; say accept: ${KNOWN.join(', ')}`, {
      allowed: KNOWN,
      http: { status: 406, headers: new Map([['accept', KNOWN.join(', ')]]) },
    });
  return FORMATS[chosen];
}
