import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { Refusal } from '#platform/refusal';
import { type Answer, type Answers, type Ask, alone } from './cache/answers.ts';
import { canonical, operations } from './cache/questions.ts';
import { names } from './cache/tags.ts';
import { whose } from './cache/whose.ts';
import { type Admitted, type Door, type Said, sendInstead, sentBy, withStatus } from './door.ts';
import type { FederatedRequest } from './executor.ts';
import type { Explorer } from './explorer.ts';
import { formatFor } from './exports/formats.ts';
import type { SendFile } from './exports/send.ts';
import type { Spend } from './rate.ts';

export interface GraphOptions {
  readonly way: Door;
  readonly apollo: ApolloServer<FederatedRequest>;
  readonly sendFile: SendFile;
  readonly spend: Spend;
  readonly explorer?: Explorer | undefined;
  /** Absent where nothing is kept. */
  readonly answers?: Answers | undefined;
  /** Told of an answer for which nobody was asked. */
  readonly onKept: () => void;
}

/** Memory of texts of operations, and of requests, that were read before. */
const OPERATION_BYTES = 4_000_000;
const READ_BYTES = 8_000_000;

/** A body as it came. */
class Unread {
  constructor(readonly text: string) {}
}

/** The longest request that is remembered; of a longer one the answer isn't kept. */
const LONGEST = 32 * 1024;

/** A request as it was read: what the door looks at, and the rest of what decides the answer. */
interface Read {
  readonly said: Said;
  /** Operation name and variables in one form; undefined when the request isn't one whose answer could be kept. */
  readonly asked?: Asked | undefined;
}
interface Asked {
  readonly name: string | undefined;
  readonly variables: string;
  /** Whether it names an operation by its hash. */
  readonly hash: boolean;
}

/** The address of the graph: reads a request, lets it in, and hands out what is kept or what comes of carrying it out. */
export async function graph(server: FastifyInstance, options: GraphOptions): Promise<void> {
  const { way, apollo, sendFile, spend, explorer, answers, onKept } = options;
  const operationOf = operations(OPERATION_BYTES);
  const parseJson = server.getDefaultJsonParser('error', 'error');
  /** The body as the rest of the platform reads it. */
  const open = (request: FastifyRequest): void => {
    if (!(request.body instanceof Unread)) return;
    parseJson(request, request.body.text, (error, body) => {
      if (error) throw error;
      request.body = body;
    });
  };
  const remembered = new LRUCache<string, Read>({
    maxSize: READ_BYTES,
    sizeCalculation: ({ asked }, raw) => 4 * raw.length + 2 * (asked?.variables.length ?? 0) + 500,
  });
  const read = (request: FastifyRequest): Read => {
    const raw = request.method === 'GET' ? request.url : request.body instanceof Unread ? request.body.text : '';
    const known = remembered.get(raw);
    if (known) return known;
    open(request);
    const said = sentBy(request);
    way.measure(said);
    const found = { said, asked: askedBy(request) };
    if (raw && raw.length <= LONGEST) remembered.set(raw, found);
    return found;
  };

  /** The question in a request, with all that decides its answer; undefined for what asks nothing, or not well. */
  const questionIn = (request: FastifyRequest, { asked }: Read, { envelope, text, byHash }: Admitted): string | undefined => {
    if (!asked || text === undefined || unasked(request) || (asked.hash && !byHash)) return undefined;
    const operation = operationOf(text, asked.name);
    if (operation === undefined) return undefined;
    const { accept = '', 'x-cost': cost } = request.headers;
    return `${whose(envelope)}\n${accept}\n${cost === '1'}\n${operation}\n${asked.variables}`;
  };

  const carryOut =
    (request: FastifyRequest, admitted: Admitted | Refusal, isQuery: boolean): Ask =>
    async ({ signal, footing }) => {
      const {
        status = 200,
        headers,
        body,
      } = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          body: request.body,
          method: request.method,
          headers: headerMap(request.headers),
          search: new URL(request.url, 'http://door').search,
        },
        context: async () => {
          if (admitted instanceof Refusal) throw admitted;
          const { envelope } = admitted;
          return { envelope, hops: {}, signal: isQuery ? signal : undefined, footing, asksCost: request.headers['x-cost'] === '1' };
        },
      });
      if (body.kind !== 'complete') throw new Error('an answer in pieces, which nothing here asks for');
      return { status, headers: Object.fromEntries(headers), body: body.string };
    };

  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    if (explorer?.wants(request)) return explorer.page(reply);
    let known: Read = { said: {} };
    let admitted: Admitted | Refusal;
    try {
      known = read(request);
      admitted = await way.letIn(request, known.said);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      admitted = withStatus(error); // Apollo hands it out in the form that the client accepts
    }
    const { envelope } = admitted instanceof Refusal ? {} : admitted;
    const prepare = (): void => {
      open(request);
      if (!(admitted instanceof Refusal)) sendInstead(request, known.said, admitted);
    };
    // A request that a browser sends for a stranger is refused by Apollo, whatever it accepts.
    const format = envelope && !unasked(request) ? formatFor(request) : undefined;
    if (envelope && format) {
      prepare();
      return sendFile(request, reply, format, envelope);
    }
    const question = admitted instanceof Refusal ? undefined : questionIn(request, known, admitted);
    let computed = false;
    const client = { onGone: (leave: () => void) => void reply.raw.once('close', () => reply.raw.writableFinished || leave()) };
    const ask: Ask = (watch) => {
      computed = true;
      prepare();
      return carryOut(request, admitted, question !== undefined)(watch);
    };
    // What is known by this very instant is another question at the next.
    const passing = envelope?.knownAt?.getTime() === envelope?.now.getTime();
    const answer = await (question === undefined || passing || !answers ? alone(client, ask) : answers.give(question, client, ask));
    if (reply.raw.destroyed) return reply.hijack(); // nobody is there to be told
    if (!computed) {
      if (envelope && answer.cost !== undefined) await spend(envelope.caller.client, answer.cost - 1);
      onKept();
    }
    return deliver(request, reply, answer);
  };

  await server.register(async (part) => {
    // The text is kept as it came: what was read before isn't read again.
    part.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => done(null, new Unread(body as string)));
    part.route({ method: ['GET', 'POST'], url: '/graphql', handler: handle });
  });
}

/** What of a well-formed request decides the answer beside its text; the server says what is wrong with another. */
function askedBy(request: FastifyRequest): Asked | undefined {
  const body = request.method === 'GET' ? inAddress(request.url) : request.body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const { operationName: name, variables, extensions } = body as Record<string, unknown>;
  if (name != null && typeof name !== 'string') return undefined;
  if ([variables, extensions].some((value) => value != null && (typeof value !== 'object' || Array.isArray(value)))) return undefined;
  const hash = Boolean((extensions as { persistedQuery?: unknown } | null | undefined)?.persistedQuery);
  return { name: name ?? undefined, variables: canonical(variables ?? {}), hash };
}

function inAddress(url: string): Record<string, unknown> | undefined {
  const said = new URL(url, 'http://door').searchParams;
  const names = ['query', 'operationName', 'variables', 'extensions'];
  if (names.some((name) => said.getAll(name).length > 1)) return undefined;
  const json = (name: string): unknown => {
    const text = said.get(name);
    return text === null ? undefined : (JSON.parse(text) ?? 'null');
  };
  try {
    return { operationName: said.get('operationName'), variables: json('variables'), extensions: json('extensions') };
  } catch {
    return undefined;
  }
}

const headerMap = (headers: FastifyRequest['headers']): HeaderMap => {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) if (value) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  return map;
};

/** Over GET without the question to the platform first that a header of one's own makes a browser ask. */
const unasked = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' &&
  !headers['apollo-require-preflight'] &&
  !headers['x-apollo-operation-name'] &&
  !/^application\/json/i.test(headers['content-type'] ?? '');

/** Hands an answer out. One that may be kept isn't sent again to who has it: over GET, as HTTP has it (RFC 9110 15.4.5). */
function deliver({ method, headers }: FastifyRequest, reply: FastifyReply, { status, headers: own, body, tag }: Answer): FastifyReply {
  if (tag === undefined) return reply.status(status).headers(own).send(body);
  reply.hijack();
  if (method === 'GET' && names(headers['if-none-match'], tag)) {
    const { 'content-type': _, ...validators } = own;
    reply.raw.writeHead(304, validators).end();
  } else reply.raw.writeHead(status, { ...own, 'content-length': body.length }).end(body);
  return reply;
}
