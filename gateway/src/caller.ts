import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Caller } from '#platform/context';
import { Refusal } from '#platform/refusal';
import { keptSecret } from './config.ts';

/** The duties in which somebody may act (domain model 5.1). */
export const ROLES = [
  'COUNTY_SECRETARY',
  'ORG_DEPT',
  'POVERTY_OFFICE',
  'INSPECTOR',
  'DISCIPLINE',
  'FINANCE',
  'RURAL_ECONOMY',
  'CIVIL_AFFAIRS',
  'TOWNSHIP_ADMIN',
  'VILLAGE_OFFICER',
  'TEAM_LEADER',
  'ANALYST',
  'INTEGRATOR',
  'AUDITOR',
  'SECURITY_ADMIN',
  'SYSTEM_ADMIN',
] as const;

/** Turns the bearer token of a request into the caller, or refuses. */
export type Verify = (authorization: string | undefined) => Promise<Caller>;

const ISSUER = 'guben-development';
const AUDIENCE = 'guben';
const SKEW_SECONDS = 5;
const REMEMBERED = 1000;

/** The development issuer: a key of its own in the data folder, so that the token command and the gateway agree. */
export class DevelopmentIssuer {
  readonly #key;
  readonly #public;

  constructor(dataFolder: string) {
    const pem = keptSecret(dataFolder, 'development-issuer.pem', () =>
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    );
    this.#key = createPrivateKey(pem);
    this.#public = createPublicKey(pem);
  }

  /** A token for a caller; it lasts `hours`. */
  issue(caller: Caller, hours = 12): Promise<string> {
    const { id, role, divisions, agency, client } = caller;
    return new SignJWT({ role, divisions, agency, client })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .setSubject(id)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${Math.round(hours * 3600)}s`)
      .sign(this.#key);
  }

  /** Verifies bearer tokens; a token seen before is remembered until it expires. */
  get verify(): Verify {
    const seen = new Map<string, { caller: Caller; until: number }>();
    return async (authorization) => {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
      if (!token)
        throw new Refusal(
          'UNAUTHENTICATED',
          'send a token: authorization: Bearer <token>; for development get one with npm run --silent token -- --role ANALYST --division 140222000000',
        );
      const name = createHash('sha256').update(token).digest('base64url');
      const known = seen.get(name);
      if (known && known.until > Date.now()) return known.caller;
      const { payload } = await jwtVerify(token, this.#public, {
        algorithms: ['ES256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        clockTolerance: SKEW_SECONDS,
        requiredClaims: ['sub', 'exp', 'role', 'divisions'],
      }).catch((error: unknown) => {
        throw new Refusal('UNAUTHENTICATED', reason(error));
      });
      const { role, divisions, agency, client } = payload as Record<string, unknown>;
      if (!ROLES.includes(role as never) || !Array.isArray(divisions) || !divisions.every((d) => typeof d === 'string'))
        throw new Refusal('UNAUTHENTICATED', 'this token names no role or territory that the platform knows');
      const caller: Caller = Object.freeze({
        id: payload.sub as string,
        role: role as string,
        divisions: Object.freeze(divisions),
        agency: typeof agency === 'string' ? agency : undefined,
        client: typeof client === 'string' ? client : 'unknown',
      });
      if (seen.size >= REMEMBERED) seen.delete(seen.keys().next().value as string);
      seen.set(name, { caller, until: (payload.exp as number) * 1000 });
      return caller;
    };
  }
}

function reason(error: unknown): string {
  if (error instanceof errors.JWTExpired)
    return `this token expired at ${new Date((error.payload.exp ?? 0) * 1000).toISOString()}; get a new one`;
  if (error instanceof errors.JWTClaimValidationFailed) return `this token is not for this platform: its ${error.claim} doesn't fit`;
  return 'this token was not issued by an issuer that the platform trusts, or was altered';
}
