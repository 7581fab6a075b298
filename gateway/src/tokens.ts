import { createHash } from 'node:crypto';
import { decodeJwt, errors } from 'jose';
import { Refusal } from '#platform/refusal';
import type { Identity, Verify } from './caller.ts';

/** How far the clocks of an issuer and of the gateway may differ. */
export const SKEW_SECONDS = 5;
const REMEMBERED = 1000;

/** What an issuer vouches for, and until when (milliseconds). */
export interface Vouched {
  readonly identity: Identity;
  readonly until: number;
}

/** Somebody whose tokens the platform believes. */
export interface Issuer {
  /** The `iss` of its tokens. */
  readonly name: string;
  /** What a token says, or a refusal that says what is wrong with it. */
  check(token: string): Promise<Vouched>;
}

/**
 * Verifies bearer tokens of any of these issuers. A token seen before is remembered until it expires; a token's own
 * word decides only which issuer is asked about it.
 */
export function trusting(issuers: readonly Issuer[], hint = ''): Verify {
  const seen = new Map<string, Vouched>();
  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw new Refusal('UNAUTHENTICATED', `send a token: authorization: Bearer <token>${hint}`);
    const name = createHash('sha256').update(token).digest('base64url');
    const known = seen.get(name);
    if (known && known.until > Date.now()) return known.identity;
    const issuer = issuers.length === 1 ? issuers[0] : issuers.find((i) => i.name === issuerIn(token));
    if (!issuer) throw new Refusal('UNAUTHENTICATED', UNTRUSTED);
    const vouched = await issuer.check(token);
    if (seen.size >= REMEMBERED) seen.delete(seen.keys().next().value as string);
    seen.set(name, vouched);
    return vouched.identity;
  };
}

function issuerIn(token: string): unknown {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

const UNTRUSTED = 'this token was not issued by an issuer that the platform trusts, or was altered';

/** What is wrong with a token, as its bearer may read it. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof errors.JWTExpired)
    return new Refusal(
      'UNAUTHENTICATED',
      `this token expired at ${new Date((error.payload.exp ?? 0) * 1000).toISOString()}; get a new one`,
    );
  if (error instanceof errors.JWTClaimValidationFailed)
    return new Refusal('UNAUTHENTICATED', `this token is not for this platform: its ${error.claim} doesn't fit`);
  return new Refusal('UNAUTHENTICATED', UNTRUSTED);
}
