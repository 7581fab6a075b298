import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PENDING } from './pending.ts';

/** The security cases that the platform answers for: transport, cost, leaks, authentication, authorization, injection. */
const CASES = (
  [
    ['T', 8],
    ['D', 14],
    ['I', 6],
    ['A', 6],
    ['Z', 16],
    ['P', 7],
  ] as const
).flatMap(([letter, count]) => Array.from({ length: count }, (_, i) => `${letter}${i + 1}`));

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.test.ts'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((f) => existsSync(join(root, f)));
/** Ids in round brackets, as titles name them: `(D7)`, `(T5, T1)`. */
const titled = new Set(
  files
    .flatMap((f) => readFileSync(join(root, f), 'utf8').split('\n'))
    .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line))
    .flatMap((line) => [...line.matchAll(/\(([A-Z]\d{1,2}(?:, [A-Z]\d{1,2})*)\)['"`]/g)])
    .flatMap(([, ids]) => (ids as string).split(', ')),
);

describe('every security case', () => {
  it('has a test that bears its name, or waits with a reason', () => {
    const pending = new Set(PENDING.map((c) => c.id));
    expect(CASES).toHaveLength(57);
    expect(CASES.filter((id) => !titled.has(id) && !pending.has(id))).toEqual([]);
    expect(CASES.filter((id) => titled.has(id) && pending.has(id))).toEqual([]);
  });
  it('that waits is one of them, once, and says what it waits for', () => {
    expect(PENDING.map((c) => c.id).filter((id, i, all) => !CASES.includes(id) || all.indexOf(id) !== i)).toEqual([]);
    for (const { reason } of PENDING) expect(reason.length).toBeGreaterThan(30);
  });
});
