import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 12;

const encode = (bytes: Uint8Array) => Array.from(bytes.subarray(0, LENGTH), (b) => ALPHABET[b % 32]).join('');

/** A new opaque, stable key: a three-letter prefix that names the noun, then 60 random bits. */
export const newId = (prefix: string): string => `${prefix}_${encode(randomBytes(LENGTH))}`;

/** The same kind of key derived from words, for rows that must be born with the same key everywhere. */
export const idFrom = (prefix: string, ...words: (string | number)[]): string =>
  `${prefix}_${encode(
    createHash('sha256')
      .update([prefix, ...words].join('\u0000'))
      .digest(),
  )}`;
