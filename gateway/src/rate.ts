import cluster from 'node:cluster';
import { createHash } from 'node:crypto';
import { HeaderMap } from '@apollo/server';
import { decodeJwt } from 'jose';
import { type RateLimiterAbstract, RateLimiterCluster, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '#platform/refusal';

const SECONDS = 60;

/** Counts points a minute: with the other workers of this gateway where there are some, so that each client has them once. */
const counter = (keyPrefix: string, points: number): RateLimiterAbstract =>
  cluster.isWorker
    ? new RateLimiterCluster({ keyPrefix, points, duration: SECONDS, timeoutMs: 5000 })
    : new RateLimiterMemory({ keyPrefix, points, duration: SECONDS });

/** Takes points from what a client may spend in a minute, or refuses and says when more will be there. */
export type Spend = (client: string, points: number) => Promise<void>;

export function spending(perMinute: number): Spend {
  if (perMinute === 0) return async () => {};
  const limiter = counter('spent', perMinute);
  return async (client, points) => {
    if (points <= 0) return;
    const over = await overBy(limiter, client, points);
    if (over)
      throw tooMuch(
        points > perMinute
          ? `this operation costs ${points}; client ${client} may spend ${perMinute} a minute. Ask for less at once`
          : `client ${client} has spent its ${perMinute} points of cost for this minute; try again in ${over} s`,
        over,
        { limit: perMinute },
      );
  };
}

/**
 * Counts refused tokens for the address they came from and for the subject they claim. Whoever fails too often is told
 * to wait. A good token passes all the while, so that nobody can lock another out by failing in the other's name.
 */
export type Failed = (refusal: Refusal, address: string, authorization: string | undefined) => Promise<Refusal>;

export function failing(perMinute: number): Failed {
  if (perMinute === 0) return async (refusal) => refusal;
  const limiter = counter('failed', perMinute);
  return async (refusal, address, authorization) => {
    const keys = [`from ${address}`, ...subjectIn(authorization)];
    const waits = await Promise.all(keys.map((key) => overBy(limiter, key, 1)));
    const over = Math.max(...waits);
    return over ? tooMuch(`too many refused tokens; try again in ${over} s`, over) : refusal;
  };
}

/** Seconds to wait; 0 when the points were there. */
async function overBy(limiter: RateLimiterAbstract, key: string, points: number): Promise<number> {
  try {
    await limiter.consume(key, points);
    return 0;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
  }
}

const tooMuch = (message: string, seconds: number, detail: Record<string, unknown> = {}): Refusal =>
  new Refusal('LIMIT_EXCEEDED', message, {
    ...detail,
    retryAfterSeconds: seconds,
    http: { status: 429, headers: new HeaderMap([['retry-after', String(seconds)]]) },
  });

/** The subject that a token claims, unverified: good for counting alone. */
function subjectIn(authorization: string | undefined): string[] {
  try {
    const { sub } = decodeJwt((authorization ?? '').replace(/^Bearer /i, ''));
    return typeof sub === 'string' ? [`about ${createHash('sha256').update(sub).digest('base64url')}`] : [];
  } catch {
    return [];
  }
}
