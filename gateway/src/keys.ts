import { randomBytes } from 'node:crypto';
import { CIPHERS, type Cipher, type Key, Keyring } from '#platform/secret';

/** A text that the first process to need it makes, and later ones read. */
type Keep = (name: string, make: () => string) => string;

const newKey = (): string => randomBytes(32).toString('base64');

/**
 * The keys of values at rest, as the environment gives them: `GUBEN_KEYS` is `id:base64,id:base64`, of which the first
 * seals and all open; `GUBEN_HASH_KEY` is the key of what is found by its hash, base64. In development, and only there,
 * both are made at the first start and kept in the data folder.
 */
export function readKeys(env: NodeJS.ProcessEnv, keep: Keep | undefined): Keyring {
  const [keys, hashKey] = [env['GUBEN_KEYS'], env['GUBEN_HASH_KEY']];
  if (!keep && !(keys && hashKey))
    throw new Error(
      'set GUBEN_KEYS to `id:base64` and GUBEN_HASH_KEY to base64, 32 random bytes each (openssl rand -base64 32): they seal identity numbers and telephones',
    );
  try {
    return new Keyring({
      cipher: (env['GUBEN_CIPHER'] || CIPHERS[0]) as Cipher,
      keys: (keys ?? (keep as Keep)('keys', () => `dev1:${newKey()}`)).split(',').map(keyOf),
      hashKey: bytesOf('the hash key', hashKey ?? (keep as Keep)('hash-key', newKey)),
    });
  } catch (error) {
    throw new Error(`GUBEN_KEYS, GUBEN_HASH_KEY, GUBEN_CIPHER: ${(error as Error).message}`);
  }
}

function keyOf(text: string, i: number): Key {
  const [id = '', ...bytes] = text.trim().split(':');
  return { id, bytes: bytesOf(`key number ${i + 1}`, bytes.join(':')) }; // never by a name that may be the key itself
}

function bytesOf(what: string, text: string): Buffer {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== text.trim().replace(/=+$/, '')) throw new Error(`${what} is not base64`);
  return bytes;
}
