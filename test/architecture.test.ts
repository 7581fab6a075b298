import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { contentChecksum, statedChecksum } from '#county/register';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((f) => existsSync(join(root, f)));
const text = (file: string) => readFileSync(join(root, file), 'utf8');
const tests = /\.test\.ts$|^test\/|samples\.ts$|\/testing\.ts$/;
const product = files.filter((f) => !tests.test(f) && !f.includes('/migrations/'));
const imports = (file: string): string[] =>
  [...text(file).matchAll(/from '([^']+)'/g)].map(([, target]) => {
    const to = target as string;
    return to.startsWith('.') ? relative(root, normalize(join(root, dirname(file), to))) : to;
  });

/** Lines of product code that match, with their places. */
const lines = (of: readonly string[], pattern: RegExp): string[] =>
  of.flatMap((file) =>
    text(file)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );

describe('the house', () => {
  const features = product.filter((f) => /^subgraphs\/\w+\/src\//.test(f));

  it('has rules that know neither the store nor the graph nor other nouns', () => {
    const rules = features.filter((f) => f.endsWith('.rules.ts'));
    expect(rules.length).toBeGreaterThan(4);
    expect(
      rules.flatMap((f) =>
        imports(f)
          .filter((to) => /mikro-orm|graphql|\.entity|\.resolver/.test(to))
          .map((to) => `${f} → ${to}`),
      ),
    ).toEqual([]);
  });
  it('has subgraphs that know nothing of each other', () => {
    const strays = features.flatMap((f) => {
      const own = f.split('/').slice(0, 2).join('/');
      return imports(f)
        .filter((to) => to.startsWith('subgraphs/') && !to.startsWith(`${own}/`))
        .map((to) => `${f} → ${to}`);
    });
    expect(strays).toEqual([]);
  });
  it('has a platform that knows no subgraph, no gateway and no county', () => {
    const platform = product.filter((f) => f.startsWith('packages/platform/'));
    expect(
      platform.flatMap((f) =>
        imports(f)
          .filter((to) => /^subgraphs|^gateway|#county/.test(to))
          .map((to) => `${f} → ${to}`),
      ),
    ).toEqual([]);
  });
  it('reads the clock, the environment and chance nowhere inside a feature', () => {
    expect(lines(features, /new Date\(\)|Date\.now\(\)|process\.env|Math\.random\(/)).toEqual([]);
  });
  it('opens the scope only where the scope is checked otherwise or a rule must hold beyond it', () => {
    const opened = new Set(lines(features, /scope: false/).map((l) => l.split(':')[0]));
    expect([...opened].sort()).toEqual([
      'subgraphs/personnel/src/allowances/due.reads.ts', // a posting is paid for its whole month where it was last
      'subgraphs/personnel/src/allowances/rate.resolver.ts', // rates hold everywhere
      'subgraphs/personnel/src/attendance/setting.resolver.ts', // the county's setting decides for its townships
      'subgraphs/personnel/src/careers/post.resolver.ts', // a single post has one holder, wherever that one belongs
      'subgraphs/personnel/src/postings/posting.resolver.ts', // a person has one village posting, wherever the other one lies
      'subgraphs/personnel/src/postings/rule-set.resolver.ts', // rules that hold everywhere decide for everybody
      'subgraphs/poverty/src/findings/ruleset.reads.ts', // the county's rules hold for whoever asks
      'subgraphs/poverty/src/inspections/inspection.resolver.ts', // an inspection isn't closed while any finding is open
      'subgraphs/poverty/src/reconciliation/check.reads.ts', // what disagrees is put on the board in its own place; the board obeys the scope
      'subgraphs/poverty/src/tasks/task.reads.ts', // work doesn't wait for itself, through whatever territory the circle leads
      'subgraphs/villages/src/divisions/change.job.ts', // the register is redrawn as a whole
      'subgraphs/villages/src/divisions/change.reads.ts', // what a change may do to the register doesn't depend on who asks
      'subgraphs/villages/src/divisions/division.reads.ts', // ancestors are visible; the read asks the scope itself
      'subgraphs/villages/src/divisions/edition.resolver.ts', // an edition is of the whole register, which is published
      'subgraphs/villages/src/economy/rate.reads.ts', // what a village became doesn't depend on who asks
      'subgraphs/villages/src/organizations/tree.resolver.ts', // a tree has no cycle, wherever its parts lie
      'subgraphs/villages/src/responsibility/list.resolver.ts', // an item derives from the list above, which lies above the territory
    ]);
  });
  it('has no file of more than 400 lines', () => {
    expect(product.filter((f) => text(f).split('\n').length > 401)).toEqual([]);
  });
  it('says nothing of the machine it was made on', () => {
    const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
      .trim()
      .split('\n')
      .filter((f) => f !== 'package-lock.json' && existsSync(join(root, f)));
    const paths = new RegExp(`/(${['work', 'home', 'root', 'Users'].join('|')})/[a-z.]`);
    expect(
      lines(
        tracked.filter((f) => /\.(ts|json|md|graphql|sql|html|sh)$|run$/.test(f) && f !== 'test/architecture.test.ts'),
        paths,
      ),
    ).toEqual([]);
  });
});

describe('the register in the repository', () => {
  it('is the file whose checksum it states', () => {
    expect(contentChecksum()).toBe(statedChecksum);
  });
});

describe('the lock file', () => {
  it('names the parts of every platform, so that npm ci installs on each (some registries lack some: npm then drops them)', () => {
    const { packages } = JSON.parse(text('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const names = Object.keys(packages);
    const missing = Object.values(packages)
      .flatMap((p) => Object.keys(p.optionalDependencies ?? {}))
      .filter((part) => !names.some((name) => name.endsWith(`node_modules/${part}`)));
    expect(missing).toEqual([]);
  });
});
