import { describe, expect, it } from 'vitest';
import { readKeys } from './keys.ts';

const [one, two, hash] = [1, 2, 3].map((fill) => Buffer.alloc(32, fill).toString('base64')) as [string, string, string];
const given = { GUBEN_KEYS: `new:${two},old:${one}`, GUBEN_HASH_KEY: hash };

describe('the keys of values at rest', () => {
  it('are the ones that the environment names: the first seals, all open', () => {
    const keys = readKeys(given, undefined);
    const before = readKeys({ ...given, GUBEN_KEYS: `old:${one}` }, undefined).seal('13800001234');
    expect(keys.seal('x').text).toMatch(/^v1\.new\.aes-256-gcm\./);
    expect(keys.open(before.text)).toBe('13800001234');
    expect(readKeys({ ...given, GUBEN_CIPHER: 'sm4' }, undefined).seal('x').text).toMatch(/^v1\.new\.sm4\./);
  });
  it('are asked for when there are none, except in development, where they are made once', () => {
    expect(() => readKeys({}, undefined)).toThrow(/set GUBEN_KEYS to `id:base64` and GUBEN_HASH_KEY/);
    expect(() => readKeys({ GUBEN_KEYS: given.GUBEN_KEYS }, undefined)).toThrow(/GUBEN_HASH_KEY/);
    const files = new Map<string, string>();
    const keep = (name: string, make: () => string) => files.get(name) ?? (files.set(name, make()).get(name) as string);
    const { text } = readKeys({}, keep).seal('13800001234');
    expect(readKeys({}, keep).open(text)).toBe('13800001234');
    expect([...files.keys()]).toEqual(['keys', 'hash-key']);
  });
  it.each([
    ['no name', { GUBEN_KEYS: one }, /name of a key/],
    ['something that is not base64', { GUBEN_KEYS: 'a:???' }, /key number 1 is not base64/],
    ['the key before its name', { GUBEN_KEYS: `${one}:a` }, /key number 1 is not base64/],
    ['half a key', { GUBEN_KEYS: `a:${Buffer.alloc(16).toString('base64')}` }, /16 bytes/],
    ['a cipher that nobody knows', { GUBEN_CIPHER: 'rot13' }, /aes-256-gcm or sm4, not rot13/],
  ])('with %s are refused, and never shown', (_, wrong, message) => {
    const refused = () => readKeys({ ...given, ...wrong }, undefined);
    expect(refused).toThrow(message);
    expect(refused).not.toThrow(new RegExp(one.slice(0, 20)));
  });
});
