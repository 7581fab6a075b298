import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { type EntityManager, type Platform, Type } from '@mikro-orm/core';

/** Ciphers of values at rest: the international one, or the national one that a cryptography assessment asks for (GB/T 39786). */
export const CIPHERS = ['aes-256-gcm', 'sm4'] as const;
export type Cipher = (typeof CIPHERS)[number];

/** A key that a deployment holds, under the name by which values remember it. */
export interface Key {
  readonly id: string;
  /** 32 bytes; what enciphers and what authenticates are derived from it. */
  readonly bytes: Buffer;
}

export interface KeySource {
  /** How new values are sealed; values sealed otherwise can still be read. */
  readonly cipher: Cipher;
  /** The first seals; all open. */
  readonly keys: readonly Key[];
  /**
   * Of what is looked up by its hash. A key of its own, not derived from `keys`: those change from year to year while a
   * hash must stay what it was, or nobody would be found and one number could be registered twice.
   */
  readonly hashKey: Buffer;
}

const KEY_BYTES = 32;
const VERSION = 'v1';
const IV_BYTES: Readonly<Record<Cipher, number>> = { 'aes-256-gcm': 12, sm4: 16 };

const derived = (digest: string, key: Buffer, purpose: string, length: number): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync(digest, key, Buffer.alloc(0), `guben ${purpose}`, length)));

interface Sealing {
  readonly encipher: KeyObject;
  readonly authenticate: KeyObject;
}

/** A value as the store holds it. Only the ciphertext is ever written: to the store, the ledger, a log. */
export class Sealed {
  readonly text: string;
  readonly #keys: Keyring;

  constructor(text: string, keys: Keyring) {
    this.text = text;
    this.#keys = keys;
  }
  /** The value itself; fails when the key is missing or the text was altered. */
  open(): string {
    return this.#keys.open(this.text);
  }
  toJSON(): string {
    return this.text;
  }
  toString(): string {
    return this.text;
  }
}

/**
 * The keys of one store. A sealed value is `v1.<key>.<cipher>.<nonce>.<ciphertext>.<tag>`, the last three in base64url;
 * the tag covers everything before it. Node has no authenticated mode of SM4, so there the tag is HMAC-SM3 over the
 * enciphered text (encrypt-then-MAC), under a key of its own.
 */
export class Keyring {
  readonly cipher: Cipher;
  readonly #source: KeySource;
  readonly #sealings = new Map<string, Sealing>();
  readonly #hashKey: KeyObject;

  constructor(source: KeySource) {
    const { cipher, keys, hashKey } = source;
    if (!CIPHERS.includes(cipher)) throw new Error(`a cipher is ${CIPHERS.join(' or ')}, not ${cipher}`);
    if (keys.length === 0) throw new Error('there is no key to seal with');
    for (const { id, bytes } of keys) {
      if (!/^[A-Za-z0-9-]{1,20}$/.test(id)) throw new Error('the name of a key is up to 20 letters, digits and hyphens');
      if (bytes.length !== KEY_BYTES) throw new Error(`key ${id} has ${bytes.length} bytes, not ${KEY_BYTES}`);
    }
    if (new Set(keys.map((k) => k.id)).size < keys.length) throw new Error('two keys have one name');
    if (hashKey.length !== KEY_BYTES) throw new Error(`the hash key has ${hashKey.length} bytes, not ${KEY_BYTES}`);
    this.cipher = cipher;
    this.#source = source;
    this.#hashKey = derived('sha256', hashKey, 'keyed hash', KEY_BYTES);
  }

  /** What it was made from, for another thread of the same process. */
  get source(): KeySource {
    return this.#source;
  }

  /** Name of the key that seals. */
  get first(): string {
    return (this.#source.keys[0] as Key).id;
  }

  seal(plain: string): Sealed {
    const { cipher, first } = this;
    const { encipher, authenticate } = this.#sealing(first, cipher);
    const nonce = randomNonce(IV_BYTES[cipher]);
    const head = `${VERSION}.${first}.${cipher}`;
    if (cipher === 'sm4') {
      const sm4 = createCipheriv('sm4-ctr', encipher, nonce);
      const signed = `${head}.${written(nonce)}.${written(Buffer.concat([sm4.update(plain, 'utf8'), sm4.final()]))}`;
      return new Sealed(`${signed}.${written(createHmac('sm3', authenticate).update(signed).digest())}`, this);
    }
    const gcm = createCipheriv('aes-256-gcm', encipher, nonce).setAAD(Buffer.from(head));
    const content = Buffer.concat([gcm.update(plain, 'utf8'), gcm.final()]);
    return new Sealed([head, written(nonce), written(content), written(gcm.getAuthTag())].join('.'), this);
  }

  open(text: string): string {
    const { key, cipher, nonce, content, tag } = partsOf(text);
    const { encipher, authenticate } = this.#sealing(key, cipher);
    const refuse = () => new Error(`a value sealed under key ${key} was altered, or ${key} is another key than the one it was sealed with`);
    if (cipher === 'sm4') {
      const mac = createHmac('sm3', authenticate)
        .update(text.slice(0, text.lastIndexOf('.')))
        .digest();
      if (mac.length !== tag.length || !timingSafeEqual(mac, tag)) throw refuse();
      const sm4 = createDecipheriv('sm4-ctr', encipher, nonce);
      return sm4.update(content, undefined, 'utf8') + sm4.final('utf8');
    }
    if (tag.length !== 16) throw refuse();
    try {
      const gcm = createDecipheriv('aes-256-gcm', encipher, nonce, { authTagLength: 16 })
        .setAAD(Buffer.from(`${VERSION}.${key}.${cipher}`))
        .setAuthTag(tag);
      return gcm.update(content, undefined, 'utf8') + gcm.final('utf8');
    } catch {
      throw refuse();
    }
  }

  /** What finds a value without opening any: the same value under the same `label` has the same hash, and nobody without the key can try values out. */
  hash(label: string, plain: string): string {
    return createHmac(this.cipher === 'sm4' ? 'sm3' : 'sha256', this.#hashKey)
      .update(`${label}\u0000${plain}`)
      .digest('hex');
  }

  /** Whether a sealed text is as this store would seal it today. */
  isCurrent(text: string): boolean {
    return text.startsWith(`${VERSION}.${this.first}.${this.cipher}.`);
  }

  #sealing(key: string, cipher: Cipher): Sealing {
    const name = `${key}.${cipher}`;
    let known = this.#sealings.get(name);
    if (!known) {
      const { keys } = this.#source;
      const found = keys.find((k) => k.id === key);
      if (!found)
        throw new Error(
          `a value is sealed under key ${key}, which this deployment doesn't hold: it holds ${keys.map((k) => k.id).join(', ')}`,
        );
      const digest = cipher === 'sm4' ? 'sm3' : 'sha256';
      known = {
        encipher: derived(digest, found.bytes, `${cipher} encipher`, cipher === 'sm4' ? 16 : KEY_BYTES),
        authenticate: derived(digest, found.bytes, `${cipher} authenticate`, KEY_BYTES),
      };
      this.#sealings.set(name, known);
    }
    return known;
  }
}

/** The key and cipher that a sealed text names, for those who count. */
export const sealOf = (text: string): string => text.split('.', 3).slice(1).join(' ');

/** Random bytes, fetched from the system many at a time and each handed out once. */
let pool = Buffer.alloc(0);
function randomNonce(length: number): Buffer {
  if (pool.length < length) pool = randomBytes(8192);
  const nonce = pool.subarray(0, length);
  pool = pool.subarray(length);
  return nonce;
}

const written = (bytes: Buffer): string => bytes.toString('base64url');

function partsOf(text: string): { key: string; cipher: Cipher; nonce: Buffer; content: Buffer; tag: Buffer } {
  const [version, key, cipher, ...rest] = text.split('.');
  const [nonce, content, tag] = rest.map((part) => Buffer.from(part, 'base64url'));
  const whole = rest.length === 3 && [nonce, content, tag].every((bytes, i) => bytes && written(bytes) === rest[i]);
  if (version !== VERSION || !key || !whole || !CIPHERS.includes(cipher as Cipher) || nonce?.length !== IV_BYTES[cipher as Cipher])
    throw new Error('a value that ought to be sealed is not: it was written past the platform, or altered');
  return { key, cipher: cipher as Cipher, nonce, content: content as Buffer, tag: tag as Buffer };
}

/**
 * Keyrings by the platform object of their ORM. Entity metadata, and with it the types of columns, is shared by all
 * stores of a process; the platform object is the one thing of a store that a column's type is handed with every value.
 */
const keyrings = new WeakMap<object, Keyring>();

export const giveKeys = (platform: object, keys: Keyring): void => void keyrings.set(platform, keys);

function keysOfPlatform(platform: object): Keyring {
  const keys = keyrings.get(platform);
  if (!keys) throw new Error('this store was opened without keys: give its place `keys`');
  return keys;
}

/** The keys of the store that `em` reads. */
export const keysOf = (em: Pick<EntityManager, 'getPlatform'>): Keyring => keysOfPlatform(em.getPlatform());

/** A column whose values are sealed. Whatever isn't sealed is refused, so that no plain value reaches a store by oversight. */
export class SecretType extends Type<Sealed | null, string | null> {
  override convertToDatabaseValue(value: unknown): string | null {
    if (value === null || value === undefined) return null;
    if (!(value instanceof Sealed)) throw new TypeError(`${this.prop?.name ?? 'a secret'} must be sealed before it is stored or compared`);
    return value.text;
  }
  override convertToJSValue(value: string | null, platform: Platform): Sealed | null {
    return value === null || value === undefined ? null : new Sealed(value, keysOfPlatform(platform));
  }
  override compareAsType(): string {
    return 'string';
  }
  override ensureComparable(): boolean {
    return false;
  }
}
