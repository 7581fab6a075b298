import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { Envelope } from '#platform/envelope';
import { Refusal } from '#platform/refusal';
import { type Door, withStatus } from './door.ts';
import { type ExportOptions, headersIn, refusalOf } from './exports/send.ts';

const TITLES: Readonly<Record<string, string>> = {
  BAD_USER_INPUT: 'The request is not right',
  UNAUTHENTICATED: 'Nobody is known to ask',
  FORBIDDEN: 'Not for this caller',
  NOT_FOUND: 'Not there',
  LIMIT_EXCEEDED: 'More than is allowed',
  SUBGRAPH_UNAVAILABLE: 'A part does not answer',
};

/** The media type of problem bodies. */
export const PROBLEM = 'application/problem+json';

/** An error as endpoints beside the graph tell it (RFC 9457): the code of the closed list, and what would be right. */
export const problemOf = (status: number, { message, extensions }: GraphQLFormattedError): object => ({
  type: 'about:blank',
  title: TITLES[String(extensions?.['code'])] ?? 'Something went wrong',
  status,
  detail: message,
  ...extensions,
});

/** Answers who sent a body that isn't what the endpoint reads, before anybody is let in. */
export function misshapen(error: FastifyError, _: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500;
  const told = {
    message: status < 500 ? `${error.message}${allowedIn(error)}` : 'something went wrong',
    extensions: { code: status < 500 ? 'BAD_USER_INPUT' : 'INTERNAL' },
  };
  return reply.status(status).type(PROBLEM).send(problemOf(status, told));
}

/** Which words a body might have said instead. */
function allowedIn({ validation }: FastifyError): string {
  const allowed = validation?.[0]?.params['allowedValues'];
  return Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
}

/** A request to an endpoint beside the graph, let in by the same door. */
export interface Admitted {
  readonly envelope: Envelope;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Aborted when the client hangs up. */
  readonly gone: AbortSignal;
}

/**
 * Handlers of endpoints beside the graph: `work` answers who was let in, and whatever is refused on the way is a problem body.
 * `first` looks at a request before anybody is let in.
 */
export const beside =
  ({ told }: Pick<ExportOptions, 'told'>, way: Door, first: (request: FastifyRequest) => void = () => {}) =>
  (work: (admitted: Admitted) => Promise<unknown>) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    let envelope: Envelope | undefined;
    try {
      first(request);
      envelope = await way.admit(request);
      return await work({ envelope, request, reply, gone: gone.signal });
    } catch (thrown) {
      if (gone.signal.aborted) return reply.hijack(); // nobody is there to be told
      const error = thrown instanceof Refusal ? withStatus(thrown) : thrown;
      const [status, errors] = refusalOf(error, (e) => told(e, error, envelope?.requestId ?? request.id));
      const [problem] = errors as [GraphQLFormattedError];
      return reply.status(status).headers(headersIn(error)).type(PROBLEM).send(problemOf(status, problem));
    }
  };
