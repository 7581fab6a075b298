import { hash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 12;

function encode(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < LENGTH; i++) text += ALPHABET[(bytes[i] as number) % 32];
  return text;
}

/** A new opaque, stable key: a three-letter prefix that names the noun, then 60 random bits. */
export const newId = (prefix: string): string => `${prefix}_${encode(randomBytes(LENGTH))}`;

/** The same kind of key derived from words, for rows that must be born with the same key everywhere. */
export const idFrom = (prefix: string, ...words: (string | number)[]): string =>
  `${prefix}_${encode(hash('sha256', [prefix, ...words].join('\u0000'), 'buffer'))}`;
