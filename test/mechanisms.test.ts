import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const file = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const rows = readFileSync(file('MECHANISMS.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (-|Row)/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** `path/to/file.ts#symbol` → where it should stand. */
const place = (cell: string) => /`([^`#]+)#([^`]+)`/.exec(cell)?.slice(1) as [string, string] | undefined;

describe('MECHANISMS.md', () => {
  it('has rows of five cells', () => {
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((r) => r.length !== 5)).toEqual([]);
  });
  it.each(rows.map((r) => [`${r[0]} ${r[1]}`, r] as const))('row %s points at a symbol and a test that exist', (_, [, , , code, test]) => {
    const [path, symbol] = place(code as string) ?? [];
    expect(path && existsSync(file(path)), `${code}: no such file`).toBeTruthy();
    expect(readFileSync(file(path as string), 'utf8')).toMatch(new RegExp(`\\b${symbol}\\b`));
    const [testPath, title] = place(test as string) ?? [];
    expect(testPath && existsSync(file(testPath)), `${test}: no such file`).toBeTruthy();
    expect(readFileSync(file(testPath as string), 'utf8')).toContain(title);
  });
});
