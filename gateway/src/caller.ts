import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Caller } from '#platform/context';
import { type Day, isDay } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { keptSecret } from './config.ts';
import { type Issuer, refusalOf, SKEW_SECONDS, trusting, type Vouched } from './tokens.ts';

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

/** The three administrators watch one another; nobody is two of them (三权分立). */
const EXCLUSIVE: readonly string[] = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDITOR'];

/** A duty, granted for a territory and a period. */
export interface Grant {
  readonly role: string;
  /** Codes of the divisions whose subtrees may be changed; also read and found in, unless said otherwise. */
  readonly divisions: readonly string[];
  readonly reads?: readonly string[] | undefined;
  readonly finds?: readonly string[] | undefined;
  /** First day, and first day after the last. */
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
}

/** Who somebody is, as an issuer vouches for it. */
export interface Identity {
  readonly id: string;
  readonly client: string;
  readonly agency?: string | undefined;
  readonly grants: readonly Grant[];
}

/** Turns the bearer token of a request into an identity, or refuses. */
export type Verify = (authorization: string | undefined) => Promise<Identity>;

/** The longest name of a person or client that the ledger holds. */
const NAME_CEILING = 100;

/** The claims of a token as an identity, or a refusal that says what is wrong with them. */
export function identityOf(claims: { sub?: unknown; client?: unknown; agency?: unknown; grants?: unknown }): Identity {
  const refuse = (why: string) => new Refusal('UNAUTHENTICATED', why);
  const texts = (value: unknown): value is string[] => Array.isArray(value) && value.every((v) => typeof v === 'string');
  if (typeof claims.sub !== 'string' || claims.sub === '') throw refuse('this token names nobody');
  if ([claims.sub, claims.client].some((name) => typeof name === 'string' && name.length > NAME_CEILING))
    throw refuse(`this token names somebody in more than ${NAME_CEILING} characters`);
  if (!Array.isArray(claims.grants) || claims.grants.length === 0) throw refuse('this token grants no role');
  const grants = claims.grants.map((grant: Record<string, unknown>): Grant => {
    if (!ROLES.includes(grant?.['role'] as never)) throw refuse('this token grants a role that the platform does not know');
    if (!texts(grant['divisions']) || (grant['reads'] && !texts(grant['reads'])) || (grant['finds'] && !texts(grant['finds'])))
      throw refuse('this token grants a role without a territory');
    if ([grant['from'], grant['to']].some((day) => day !== undefined && !isDay(day)))
      throw refuse('this token grants a role for a period that is none');
    return Object.freeze(grant as unknown as Grant);
  });
  const administrators = new Set(grants.map((g) => g.role).filter((role) => EXCLUSIVE.includes(role)));
  if (administrators.size > 1) throw refuse(`${[...administrators].join(' and ')} exclude each other; nobody may be both`);
  return Object.freeze({
    id: claims.sub,
    client: typeof claims.client === 'string' ? claims.client : 'unknown',
    agency: typeof claims.agency === 'string' ? claims.agency : undefined,
    grants: Object.freeze(grants),
  });
}

const period = ({ role, from, to }: Grant): string => `${role}${from ? ` from ${from}` : ''}${to ? ` until before ${to}` : ''}`;

/** The caller of a request: one identity in one duty, on the day of the request. */
export function callerOf(identity: Identity, role: string | undefined, purpose: string | undefined, today: Day): Caller {
  const open = identity.grants.filter((g) => (g.from ?? '') <= today && today < (g.to ?? '9999'));
  const grant = role === undefined ? open[0] : open.find((g) => g.role === role);
  if (!grant)
    throw new Refusal(
      'FORBIDDEN',
      `${role === undefined ? 'no grant of this token holds' : `this token doesn't let you act as ${role}`} on ${today}; it lets you act as ${identity.grants.map(period).join(', ')}`,
    );
  const reads = grant.reads ?? grant.divisions;
  return Object.freeze({
    id: identity.id,
    client: identity.client,
    agency: identity.agency,
    role: grant.role,
    writes: grant.divisions,
    reads,
    finds: grant.finds ?? reads,
    purpose,
    ...(grant.to === undefined ? {} : { until: grant.to }),
  });
}

/** The issuer name of development tokens. */
export const DEVELOPMENT_ISSUER = 'guben-development';
const AUDIENCE = 'guben';

/** How a newcomer gets a token. */
export const DEVELOPMENT_HINT = '; for development get one with npm run --silent token -- --role ANALYST --division 140222000000';

/** The development issuer: a key of its own in the data folder, so that the token command and the gateway agree. */
export class DevelopmentIssuer implements Issuer {
  readonly name = DEVELOPMENT_ISSUER;
  readonly #key;
  readonly #public;

  constructor(dataFolder: string) {
    const pem = keptSecret(dataFolder, 'development-issuer.pem', () =>
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    );
    this.#key = createPrivateKey(pem);
    this.#public = createPublicKey(pem);
  }

  /** A token for somebody; it lasts `hours`. */
  issue({ id, ...claims }: Identity, hours = 12): Promise<string> {
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .setSubject(id)
      .setIssuer(this.name)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${Math.round(hours * 3600)}s`)
      .sign(this.#key);
  }

  async check(token: string): Promise<Vouched> {
    const { payload } = await jwtVerify(token, this.#public, {
      algorithms: ['ES256'],
      issuer: this.name,
      audience: AUDIENCE,
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ['sub', 'exp', 'grants'],
    }).catch((error: unknown) => {
      throw refusalOf(error);
    });
    return { identity: identityOf(payload), until: (payload.exp as number) * 1000 };
  }

  /** Verifies the tokens of this issuer alone. */
  get verify(): Verify {
    return trusting([this], DEVELOPMENT_HINT);
  }
}
