import { asDay, dayOf } from '#platform/day';
import type { Envelope } from '#platform/envelope';
import { callerOf, DevelopmentIssuer } from '../../gateway/src/caller.ts';
import type { Config } from '../../gateway/src/config.ts';

/** What every rival does before it reads an operation, as our own door does: the token is verified, the day is fixed. */
export function asking(
  config: Config,
): (authorization: string | undefined, asOf: string | undefined, requestId: string) => Promise<Envelope> {
  const { verify } = new DevelopmentIssuer(config.dataFolder);
  return async (authorization, asOf, requestId) => {
    const now = new Date();
    const day = asOf === undefined ? dayOf(now) : asDay(asOf, 'as-of');
    return { caller: callerOf(await verify(authorization), undefined, undefined, dayOf(now)), day, now, requestId };
  };
}
