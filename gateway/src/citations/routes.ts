import type { FastifyInstance } from 'fastify';
import { type DocumentNode, type OperationDefinitionNode, parse } from 'graphql';
import type { Envelope } from '#platform/envelope';
import type { Door } from '../door.ts';
import { preferred } from '../exports/formats.ts';
import { Unanswered } from '../exports/pages.ts';
import { beside } from '../problem.ts';
import { figurePage, type ShownCitation } from './page.ts';
import type { Open } from './part.ts';

const FIGURE = 'code label value upTo numerator denominator qualifier unit target met withheld printed';

/** What is told of a citation beside the graph: what the graph tells. */
const CITED = parse(
  `query CitedFigure($citation: String!) { figure(citation: $citation) {
    report title code parameters { name value } day knownAt scope role versions { store version } definition field definitionVersion
    reproduction reason cited { ${FIGURE} } reproduced { ${FIGURE} } now { ${FIGURE} } difference recordsHash sameRecords recordCount
    records(first: 200) { totalCount hasNextPage nodes { type id } query }
    changes { kind type id events { store seq event day recordedAt role fields } } address } }`,
  { noLocation: true },
);

const TYPES = ['application/json', 'text/html'];

/** `GET /reports/figures/{citation}`: what a number in a bulletin leads to, as JSON or as a page for a person. */
export function figures(server: FastifyInstance, part: Open, way: Door): void {
  server.get(
    '/reports/figures/:citation',
    beside(
      part,
      way,
    )(async ({ envelope, request, reply, gone }) => {
      const type = preferred(request, TYPES);
      const { citation } = request.params as { citation: string };
      const shown = await ask(part, CITED, { citation }, envelope, gone);
      reply.headers({ vary: 'accept', 'x-request-id': envelope.requestId, 'as-of': shown.day, 'content-type': `${type}; charset=utf-8` });
      if (type !== 'text/html') return reply.send(JSON.stringify(shown));
      return reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'").send(figurePage(shown));
    }),
  );
}

/** What can't be told of a citation to its reader is null in the answer; a citation that is none is refused. */
async function ask(part: Open, document: DocumentNode, variables: { citation: string }, envelope: Envelope, signal: AbortSignal) {
  const [operation] = document.definitions as unknown as [OperationDefinitionNode];
  await part.spend(envelope.caller.client, part.price(document, operation, variables));
  const request = part.named({ envelope, hops: {}, signal }, operation);
  const { data, errors = [] } = await part.executor.execute({ document, variables }, request);
  const shown = data?.['figure'] as ShownCitation | null | undefined;
  if (!shown) throw new Unanswered(errors);
  const untold = errors.map((e) => part.told(e.toJSON(), e, envelope.requestId));
  return {
    ...shown,
    untold: untold.map(({ message, path, extensions }) => ({ field: path?.slice(1).join('.'), code: extensions?.['code'], message })),
  };
}
