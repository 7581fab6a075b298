import { describe, expect, it } from 'vitest';
import { CIPHERS, type Key, Keyring, Sealed, SecretType, sealOf } from './secret.ts';

const NUMBER = '11010519491231002X';
const key = (id: string, fill: number): Key => ({ id, bytes: Buffer.alloc(32, fill) });
const hashKey = Buffer.alloc(32, 9);
const ring = (cipher: (typeof CIPHERS)[number], ...keys: Key[]) => new Keyring({ cipher, keys, hashKey });

describe.each(CIPHERS)('a value sealed with %s', (cipher) => {
  const keys = ring(cipher, key('2026', 1));

  it('opens to what it was, whatever script it is written in', () => {
    for (const plain of [NUMBER, '', '张晓明 · 𠀀', 'x'.repeat(10_000)]) expect(keys.seal(plain).open()).toBe(plain);
  });
  it('says which key and cipher, and nothing of the value; twice the same value are two texts', () => {
    const { text } = keys.seal(NUMBER);
    expect(text.split('.')).toHaveLength(6);
    expect(sealOf(text)).toBe(`2026 ${cipher}`);
    expect(text).not.toMatch(/\d{6}/.exec(NUMBER)?.[0] as string);
    expect(keys.seal(NUMBER).text).not.toBe(text);
  });
  it('is its ciphertext wherever it is written out', () => {
    const sealed = keys.seal(NUMBER);
    expect([JSON.stringify({ sealed }), `${sealed}`]).toEqual([JSON.stringify({ sealed: sealed.text }), sealed.text]);
    expect(Object.values(sealed)).toEqual([sealed.text]);
  });
  it('is refused when any character of it was changed', () => {
    const { text } = keys.seal(NUMBER);
    for (let i = 0; i < text.length; i++) {
      const other = text[i] === 'A' ? 'B' : 'A';
      expect(() => keys.open(text.slice(0, i) + other + text.slice(i + 1)), `character ${i}`).toThrow(/sealed|altered|hold/);
    }
    expect(() => keys.open(text.slice(0, -4))).toThrow(/altered/);
    expect(() => keys.open(NUMBER)).toThrow(/ought to be sealed is not/);
  });
  it('is refused under another key of the same name, and under a key that nobody holds', () => {
    const { text } = keys.seal(NUMBER);
    expect(() => ring(cipher, key('2026', 2)).open(text)).toThrow(/key 2026.*another key/);
    expect(() => ring(cipher, key('2027', 1)).open(text)).toThrow(/under key 2026.*it holds 2027/);
  });
  it('opens under an older key and with the other cipher; only the first key seals', () => {
    const old = keys.seal(NUMBER);
    for (const next of CIPHERS) {
      const later = ring(next, key('2027', 5), key('2026', 1));
      expect(later.open(old.text)).toBe(NUMBER);
      expect([later.isCurrent(old.text), later.isCurrent(later.seal(NUMBER).text)]).toEqual([false, true]);
    }
  });
});

describe('a keyed hash', () => {
  it('stays what it was when keys are rotated, and is another for another purpose, hash key or cipher', () => {
    const hash = ring('aes-256-gcm', key('a', 1)).hash('person.idNumber', NUMBER);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(ring('aes-256-gcm', key('b', 2), key('a', 1)).hash('person.idNumber', NUMBER)).toBe(hash);
    const others = [
      ring('aes-256-gcm', key('a', 1)).hash('person.phone', NUMBER),
      new Keyring({ cipher: 'aes-256-gcm', keys: [key('a', 1)], hashKey: Buffer.alloc(32, 8) }).hash('person.idNumber', NUMBER),
      ring('sm4', key('a', 1)).hash('person.idNumber', NUMBER),
    ];
    expect(new Set([hash, ...others]).size).toBe(4);
  });
});

describe('a keyring', () => {
  it.each([
    ['no key', [], /no key/],
    ['a short key', [{ id: 'a', bytes: Buffer.alloc(16) }], /16 bytes, not 32/],
    ['a name with a dot', [key('a.b', 1)], /name of a key/],
    ['two keys of one name', [key('a', 1), key('a', 2)], /one name/],
  ])('with %s is refused', (_, keys, message) => {
    expect(() => ring('aes-256-gcm', ...(keys as Key[]))).toThrow(message);
  });
  it('with an unknown cipher or a short hash key is refused', () => {
    expect(() => ring('des' as never, key('a', 1))).toThrow(/aes-256-gcm or sm4/);
    expect(() => new Keyring({ cipher: 'sm4', keys: [key('a', 1)], hashKey: Buffer.alloc(8) })).toThrow(/hash key has 8 bytes/);
  });
});

describe('a column of sealed values', () => {
  it('takes what is sealed and refuses what is plain', () => {
    const type = new SecretType();
    const sealed = ring('sm4', key('a', 1)).seal(NUMBER);
    expect([type.convertToDatabaseValue(sealed), type.convertToDatabaseValue(null)]).toEqual([sealed.text, null]);
    for (const plain of [NUMBER, 5, {}, sealed.text]) expect(() => type.convertToDatabaseValue(plain)).toThrow(/must be sealed/);
  });
  it('of a store that was opened without keys is refused', () => {
    expect(() => new SecretType().convertToJSValue('v1.x', {} as never)).toThrow(/without keys/);
    expect(new Sealed('v1', ring('sm4', key('a', 1))).text).toBe('v1');
  });
});
