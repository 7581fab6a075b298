import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Caller } from './context.ts';
import { asDay, type Day } from './day.ts';
import { Refusal } from './refusal.ts';

/** What the gateway tells a subgraph about a request: verified, captured once, the same for every subgraph. */
export interface Envelope {
  readonly caller: Caller;
  /** The day the request asks about; absent means today. */
  readonly day: Day;
  /** Answer with what had been recorded by this instant; absent means with all that is recorded. */
  readonly knownAt?: Date | undefined;
  /** The instant the gateway accepted the request. */
  readonly now: Date;
  readonly requestId: string;
  readonly idempotencyKey?: string | undefined;
  /** Name of the caller's operation, for the read audit. */
  readonly operation?: string | undefined;
}

/** The header that carries a sealed envelope. */
export const ENVELOPE_HEADER = 'x-guben-envelope';

/** How long a sealed envelope is good for. */
export const ENVELOPE_SECONDS = 30;

const mac = (secret: string, content: string) => createHmac('sha256', secret).update(content).digest();
const digest = (body: string) => createHash('sha256').update(body).digest('base64url');

/** Signs an envelope together with the body it belongs to: neither can be used without the other, nor later. */
export function seal(envelope: Envelope, body: string, secret: string, at = new Date()): string {
  const content = Buffer.from(
    JSON.stringify({
      ...envelope,
      now: envelope.now.toISOString(),
      ...(envelope.knownAt ? { knownAt: envelope.knownAt.toISOString() } : {}),
      body: digest(body),
      until: at.getTime() + ENVELOPE_SECONDS * 1000,
      nonce: randomBytes(9).toString('base64url'),
    }),
  ).toString('base64url');
  return `${content}.${mac(secret, content).toString('base64url')}`;
}

/** Whether a signature is met for the first time while its envelope is good. */
export type Unmet = (signature: string, until: number, at: Date) => boolean;

/** Remembers what was opened for as long as it could be sent again. `most` bounds the memory: the oldest is forgotten first. */
export function openedOnce(most = 100_000): Unmet {
  const met = new Map<string, number>();
  return (signature, until, at) => {
    for (const [oldest, end] of met) {
      if (end >= at.getTime() && met.size < most) break;
      met.delete(oldest);
    }
    if (met.has(signature)) return false;
    met.set(signature, until);
    return true;
  };
}

/** The envelope inside, or a refusal: missing, forged, too old, made for another body, or opened before. */
export function unseal(sealed: unknown, body: string, secret: string, at = new Date(), unmet: Unmet = () => true): Envelope {
  const refuse = () => new Refusal('UNAUTHENTICATED', 'this port answers the gateway only: send requests to the gateway');
  const [content, signature] = typeof sealed === 'string' ? sealed.split('.') : [];
  if (!content || !signature) throw refuse();
  const given = Buffer.from(signature, 'base64url');
  const right = mac(secret, content);
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw refuse();
  const { body: bound, until, nonce: _, ...envelope } = JSON.parse(Buffer.from(content, 'base64url').toString());
  if (bound !== digest(body) || until < at.getTime() || until > at.getTime() + 2 * ENVELOPE_SECONDS * 1000) throw refuse();
  if (!unmet(right.toString('base64url'), until, at)) throw refuse();
  const { knownAt } = envelope;
  return { ...envelope, day: asDay(envelope.day), now: new Date(envelope.now), ...(knownAt ? { knownAt: new Date(knownAt) } : {}) };
}
