import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { bomb } from '../../test/bomb.ts';
import { LIMITS, sizeCheck, sizeOf } from './limits.ts';

const refused = (query: string): string | undefined => {
  try {
    sizeCheck()(query);
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('the size of an operation', () => {
  it('counts fields with their fragments spread out', () => {
    expect(sizeOf(parse('{ a { b c } ...f } fragment f on Q { d x: e }'))).toEqual({ fields: 5, aliases: 1, depth: 2 });
    expect(sizeOf(parse(bomb(3))).fields).toBe(2 + 2 * 2 ** 3);
  });
  it.each([
    ['a bomb of nested fragments (D7)', bomb(14)],
    ['a bomb of a thousand levels (D7)', bomb(300)],
    ['a circle of fragments (D6)', '{ a { ...f } } fragment f on A { b { ...g } } fragment g on A { c { ...f } }'],
    ['nesting (D2)', `${'{ a '.repeat(LIMITS.depth + 1)} { b } ${'}'.repeat(LIMITS.depth + 1)}`],
    ['aliases (D3)', `{ ${Array.from({ length: LIMITS.aliases + 1 }, (_, i) => `x${i}: a`).join(' ')} }`],
    ['directives (D5)', `{ a ${'@include(if: true) '.repeat(LIMITS.directives + 1)} }`],
  ])('is refused for %s', (_, query) => {
    expect(refused(query)).toBe('LIMIT_EXCEEDED');
  });
  it('is fine for what is not a bomb, and left alone where it does not parse', () => {
    expect(refused(bomb(5))).toBeUndefined();
    expect(refused('{')).toBeUndefined();
  });
});
