import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import type { Log } from '#platform/log';
import { Refusal } from '#platform/refusal';
import type { ClientLimits } from './config.ts';

/** An operation as a client sends it: its text, the hash of a text that the platform knows, or both. */
export interface Sent {
  readonly query?: unknown;
  readonly hash?: unknown;
}

/** The text of the operation that a client sent, as far as that client may send it. */
export type Admitted = (client: string, sent: Sent) => string | undefined;

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Operations registered for each client in a folder of its name. Nobody registers one by sending it. */
export function safelist({ operations, operationsMode: mode }: Pick<ClientLimits, 'operations' | 'operationsMode'>, log: Log): Admitted {
  const texts = ({ query }: Sent) => (typeof query === 'string' ? query : undefined);
  if (mode === 'off' || !operations) return (_, sent) => texts(sent);
  const registered = readOperations(operations);
  return (client, sent) => {
    const own = registered.get(client);
    const query = texts(sent);
    if (query === undefined && sent.hash !== undefined) {
      const text = typeof sent.hash === 'string' ? own?.get(sent.hash) : undefined;
      if (text === undefined)
        throw new Refusal('NOT_FOUND', `client ${client} has no registered operation of this hash; send the sha256 of a registered text`);
      return text;
    }
    if (query === undefined) return undefined;
    const hash = hashOf(query);
    if (sent.hash !== undefined && sent.hash !== hash)
      throw new Refusal('BAD_USER_INPUT', 'persistedQuery.sha256Hash is not the hash of query; send one of the two');
    if (own?.has(hash)) return query;
    if (mode === 'enforce')
      throw new Refusal('FORBIDDEN', `client ${client} may send only its registered operations; this text is none of them`);
    log.warn('operation not registered', { client, hash });
    return query;
  };
}

/** Hash and text of each client's operations; a text counts with and without its last line break. */
function readOperations(folder: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  if (!existsSync(folder)) throw new Error(`GUBEN_OPERATIONS names a folder that doesn't exist: ${folder}`);
  const clients = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
  return new Map(
    clients.map((client) => {
      const own = new Map<string, string>();
      for (const name of readdirSync(join(folder, client)).filter((n) => n.endsWith('.graphql'))) {
        const text = readFileSync(join(folder, client, name), 'utf8');
        try {
          parse(text);
        } catch (error) {
          throw new Error(`${client}/${name} is not an operation: ${(error as Error).message}`);
        }
        for (const form of [text, text.trimEnd()]) own.set(hashOf(form), form);
      }
      return [client, own];
    }),
  );
}
