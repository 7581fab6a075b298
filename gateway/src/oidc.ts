import { createRemoteJWKSet, decodeProtectedHeader, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { Refusal } from '#platform/refusal';
import { identityOf } from './caller.ts';
import { isPrivateUrl, type OpenIdSettings } from './config.ts';
import { type Issuer, refusalOf, type Vouched } from './tokens.ts';

/** What a token may call itself (RFC 7519, RFC 9068). */
const TYPES: readonly unknown[] = ['jwt', 'at+jwt'];

/** How patient the gateway is with an issuer. */
export interface Patience {
  /** The longest wait for an answer. */
  readonly timeoutMs: number;
  /** The shortest time between two looks at the key set for a key that it doesn't hold. */
  readonly cooldownMs: number;
  /** How long an issuer that didn't answer is left alone. */
  readonly pauseMs: number;
}

/**
 * An OpenID Connect issuer. Its keys come from the key set that its own discovery document names and from nowhere else:
 * what a token's header says about keys (`jwk`, `jku`, `x5u`, `x5c`, a `kid` that looks like a path) is never followed.
 */
export class OpenIdIssuer implements Issuer {
  readonly name: string;
  readonly #settings: OpenIdSettings;
  readonly #patience: Patience;
  #keySet: Promise<JWTVerifyGetKey> | undefined;
  #silentUntil = 0;

  constructor(settings: OpenIdSettings, patience: Partial<Patience> = {}) {
    this.name = settings.issuer;
    this.#settings = settings;
    this.#patience = { timeoutMs: 5000, cooldownMs: 30_000, pauseMs: 2000, ...patience };
  }

  async check(token: string): Promise<Vouched> {
    const { issuer, audience, algorithms, claim, skewSeconds } = this.#settings;
    try {
      const type = decodeProtectedHeader(token).typ;
      if (!TYPES.includes(typeof type === 'string' ? type.toLowerCase().replace(/^application\//, '') : type))
        throw new Refusal('UNAUTHENTICATED', 'this is no access token: its typ is neither JWT nor at+jwt');
      const { payload } = await jwtVerify(token, (header, input) => this.#key(header, input), {
        algorithms: [...algorithms],
        issuer,
        audience,
        clockTolerance: skewSeconds,
        requiredClaims: ['sub', 'exp', claim],
      });
      const said = (payload[claim] ?? {}) as { agency?: unknown; grants?: unknown };
      const client = payload['client_id'] ?? payload['azp'];
      if (typeof client !== 'string' || client === '')
        throw new Refusal('UNAUTHENTICATED', 'this token names no client: it needs client_id or azp');
      const identity = identityOf({ sub: payload.sub, client, agency: said.agency, grants: said.grants });
      return { identity, until: (payload.exp as number) * 1000 };
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** The key that a token's header names, out of the issuer's own set. */
  async #key(...asked: Parameters<JWTVerifyGetKey>): Promise<Awaited<ReturnType<JWTVerifyGetKey>>> {
    if (Date.now() < this.#silentUntil) throw this.#silence();
    try {
      this.#keySet ??= this.#discover();
      return await (await this.#keySet)(...asked);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      if (error instanceof errors.JOSENotSupported) throw error;
      this.#silentUntil = Date.now() + this.#patience.pauseMs;
      throw this.#silence();
    }
  }

  #silence(): Refusal {
    return new Refusal('SUBGRAPH_UNAVAILABLE', "the issuer of tokens doesn't answer, so this token can't be verified; try again shortly");
  }

  async #discover(): Promise<JWTVerifyGetKey> {
    const { timeoutMs, cooldownMs } = this.#patience;
    try {
      const response = await fetch(`${this.name.replace(/\/$/, '')}/.well-known/openid-configuration`, {
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) throw new Error(`answered ${response.status}`);
      const { issuer, jwks_uri } = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
      if (issuer !== this.name) throw new Error(`calls itself ${issuer}`);
      if (!isPrivateUrl(jwks_uri)) throw new Error('names a key set without TLS');
      return createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: timeoutMs, cooldownDuration: cooldownMs });
    } catch (error) {
      this.#keySet = undefined; // the next token asks again
      throw error;
    }
  }
}
