import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Caller } from './context.ts';
import { asDay, type Day } from './day.ts';
import { Refusal } from './refusal.ts';

/** What the gateway tells a subgraph about a request: verified, captured once, the same for every subgraph. */
export interface Envelope {
  readonly caller: Caller;
  /** The day the request asks about; absent means today. */
  readonly day: Day;
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
    JSON.stringify({ ...envelope, now: envelope.now.toISOString(), body: digest(body), until: at.getTime() + ENVELOPE_SECONDS * 1000 }),
  ).toString('base64url');
  return `${content}.${mac(secret, content).toString('base64url')}`;
}

/** The envelope inside, or a refusal: missing, forged, too old, or made for another body. */
export function unseal(sealed: unknown, body: string, secret: string, at = new Date()): Envelope {
  const refuse = () => new Refusal('UNAUTHENTICATED', 'this port answers the gateway only: send requests to the gateway');
  const [content, signature] = typeof sealed === 'string' ? sealed.split('.') : [];
  if (!content || !signature) throw refuse();
  const given = Buffer.from(signature, 'base64url');
  const right = mac(secret, content);
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw refuse();
  const { body: bound, until, ...envelope } = JSON.parse(Buffer.from(content, 'base64url').toString());
  if (bound !== digest(body) || until < at.getTime() || until > at.getTime() + 2 * ENVELOPE_SECONDS * 1000) throw refuse();
  return { ...envelope, day: asDay(envelope.day), now: new Date(envelope.now) };
}
