import { randomUUID } from 'node:crypto';
import { HeaderMap } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { asDay, type Day, dayOf, isDay } from '#platform/day';
import type { Envelope } from '#platform/envelope';
import type { Log } from '#platform/log';
import { type Code, Refusal } from '#platform/refusal';
import { DateTimeScalar } from '#platform/scalars';
import { callerOf, type Identity, type Verify } from './caller.ts';
import type { ClientLimits } from './config.ts';
import { checkLevels, sizeCheck } from './limits.ts';
import { safelist } from './operations.ts';
import { failing, type Spend, spending } from './rate.ts';

export interface DoorOptions {
  readonly verify: Verify;
  readonly clock: () => Date;
  readonly log: Log;
  /** Whether everybody may look at the schema; otherwise developers alone. */
  readonly open: boolean;
  readonly clients: ClientLimits;
}

/** The role of those who develop against the platform in production. */
const DEVELOPER = 'SYSTEM_ADMIN';

/** A request that was let in. */
export interface Admitted {
  readonly envelope: Envelope;
  /** The text of the operation that it may send: its own, or the registered one that it names. */
  readonly text: string | undefined;
  /** Whether it may have been named by a hash, for which the text must be put. */
  readonly byHash: boolean;
}

export interface Door {
  /** Lets a request in: who asks, about which day, and with which operation. Refuses with a status of its own. */
  letIn(request: FastifyRequest, said: Said): Promise<Admitted>;
  /** The same for endpoints beside the graph. */
  admit(request: FastifyRequest): Promise<Envelope>;
  /** Refuses an operation that is too large, whoever sends it. */
  measure(said: Said): void;
  /** Whether somebody may see how the platform works inside: its schema, its costs. */
  develops(envelope: Envelope): boolean;
  readonly spend: Spend;
}

export function door({ verify, clock, log, open, clients }: DoorOptions): Door {
  const measured = sizeCheck();
  const spend = spending(clients.ratePerMinute);
  const failed = failing(clients.failuresPerMinute);
  const admitted = safelist(clients, log);
  const develops = ({ caller }: Envelope) => open || caller.role === DEVELOPER;

  const identify = async ({ headers, ip }: FastifyRequest): Promise<Identity> => {
    try {
      return await verify(headers.authorization);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'UNAUTHENTICATED' && headers.authorization)
        throw await failed(error, ip, headers.authorization);
      throw error;
    }
  };
  const letIn: Door['letIn'] = async (request, sent) => {
    const now = clock();
    const identity = await identify(request);
    await spend(identity.client, 1);
    const caller = callerOf(identity, header(request, 'acting-as'), header(request, 'purpose'), dayOf(now));
    const knownAt = instantAsked(request, sent.extensions, now);
    const envelope: Envelope = {
      caller,
      day: dayAsked(request, sent.extensions, dayOf(knownAt ?? now)),
      ...(knownAt ? { knownAt } : {}),
      now,
      requestId: randomUUID(),
      idempotencyKey: header(request, 'idempotency-key'),
    };
    const text = admitted(caller.client, { query: sent.query, hash: hashIn(sent.extensions) });
    const { introspects, mixed } = measured(text);
    if (introspects && !develops(envelope))
      throw new Refusal('FORBIDDEN', `looking at the schema requires role ${DEVELOPER}; the schema is published with the platform`);
    if (mixed) throw new Refusal('BAD_USER_INPUT', 'ask for the schema in an operation of its own');
    return { envelope, text, byHash: clients.operationsMode !== 'off' };
  };
  return {
    spend,
    develops,
    letIn,
    admit: async (request) => (await letIn(request, sentBy(request))).envelope,
    measure(sent) {
      measured(sent.query);
      checkLevels(sent.variables);
      // No store keeps this character in a text; none of them should be the one to say so.
      if (/\\u0000|\0/.test(`${sent.query}${JSON.stringify(sent.variables ?? null)}`))
        throw new Refusal('BAD_USER_INPUT', 'a text holds the character U+0000, which stands for nothing; leave it out');
    },
  };
}

const STATUS: Partial<Record<Code, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404, SUBGRAPH_UNAVAILABLE: 503 };

/** A refusal with the HTTP status that goes with its code, unless it has one. */
export function withStatus(refusal: Refusal): Refusal {
  if (refusal.extensions['http']) return refusal;
  const headers = new HeaderMap(refusal.code === 'UNAUTHENTICATED' ? [['www-authenticate', 'Bearer realm="guben"']] : []);
  return new Refusal(refusal.code, refusal.message, { ...refusal.extensions, http: { status: STATUS[refusal.code] ?? 400, headers } });
}

const header = ({ headers }: FastifyRequest, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** What a request says in its body or, over GET, in its address. */
export interface Said {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

export function sentBy(request: FastifyRequest): Said {
  if (request.method !== 'GET') return typeof request.body === 'object' && request.body !== null ? request.body : {};
  // Read as the server reads it that carries it out: what is looked at here is what is asked.
  const said = new URL(request.url, 'http://door').searchParams;
  const [query, variables, extensions] = ['query', 'variables', 'extensions'].map((name) => said.get(name) ?? undefined);
  return { query, variables, extensions: parsed(extensions) };
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    throw new Refusal('BAD_USER_INPUT', 'extensions is not JSON');
  }
}

const hashIn = (extensions: unknown): unknown =>
  (extensions as { persistedQuery?: { sha256Hash?: unknown } } | null | undefined)?.persistedQuery?.sha256Hash;

/** Puts a registered text where the request had its hash; nothing later sees a hash. */
export function sendInstead(request: FastifyRequest, { extensions }: Said, { text: query, byHash }: Admitted): void {
  if (!byHash || query === undefined) return;
  const { persistedQuery: _, ...rest } = (extensions ?? {}) as Record<string, unknown>;
  if (request.method !== 'GET') {
    request.body = { ...(request.body as object), query, extensions: rest };
    return;
  }
  const address = new URL(request.url, 'http://door');
  address.searchParams.set('query', query);
  address.searchParams.set('extensions', JSON.stringify(rest));
  request.raw.url = `${address.pathname}${address.search}`;
}

/** What a header says or, instead of it, the extensions of the body. */
function said(request: FastifyRequest, extensions: unknown, headerName: string, name: string): unknown {
  const inHeader = request.headers[headerName];
  const inBody =
    extensions && typeof extensions === 'object' && name in extensions ? (extensions as Record<string, unknown>)[name] : undefined;
  if (inHeader !== undefined && inBody !== undefined && inHeader !== inBody)
    throw new Refusal(
      'BAD_USER_INPUT',
      `the ${headerName} header says ${inHeader}, extensions.${name} says ${JSON.stringify(inBody)}; say one of them`,
    );
  return inHeader ?? inBody;
}

/** The day asked about: today, or the last day of what was known. */
function dayAsked(request: FastifyRequest, extensions: unknown, last: Day): Day {
  const asked = said(request, extensions, 'as-of', 'asOf');
  if (asked === undefined) return last;
  const day = asDay(asked, 'as-of');
  if (day > last) throw new Refusal('BAD_USER_INPUT', `as-of ${day} lies in the future; the last day that can be asked about is ${last}`);
  return day;
}

function asInstant(text: unknown): Date {
  try {
    return DateTimeScalar.parseValue(text) as Date;
  } catch (error) {
    throw new Refusal('BAD_USER_INPUT', `known-at is ${(error as Error).message}`);
  }
}

/** The instant whose knowledge is asked for; a day stands for its end. Nothing when all that is recorded counts. */
function instantAsked(request: FastifyRequest, extensions: unknown, now: Date): Date | undefined {
  const asked = said(request, extensions, 'known-at', 'knownAt');
  if (asked === undefined) return undefined;
  const instant = isDay(asked) ? new Date(`${asked}T23:59:59.999+08:00`) : asInstant(asked);
  if (instant > now && !(isDay(asked) && asked === dayOf(now)))
    throw new Refusal('BAD_USER_INPUT', `known-at ${String(asked)} lies in the future; what will be recorded by then isn't known`);
  return instant > now ? now : instant;
}
