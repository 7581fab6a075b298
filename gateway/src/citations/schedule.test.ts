import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { callerOf } from '../caller.ts';
import { SavedReports } from './saved.ts';
import { ended, endOf, nextEnd } from './schedule.ts';

it('a period ends on its last day, whatever its length', () => {
  const ends = (day: string) => (['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const).map((every) => endOf(every, day));
  expect(ends('2024-02-29')).toEqual(['2024-02-29', '2024-03-03', '2024-02-29', '2024-03-31', '2024-12-31']);
  expect(ends('2026-12-31')).toEqual(['2026-12-31', '2027-01-03', '2026-12-31', '2026-12-31', '2026-12-31']);
  expect(endOf('WEEK', '2026-07-05')).toBe('2026-07-05'); // a Sunday
});

it('what has ended since the first day and before the last is due, and the next is what comes after', () => {
  const term = { from: '2026-01-15', until: '2026-05-31' };
  expect(ended('MONTH', term, '2026-01-31')).toEqual([]);
  expect(ended('MONTH', term, '2026-04-01')).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
  expect(ended('MONTH', term, '2030-01-01')).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30']);
  expect([nextEnd('QUARTER', term, '2026-01-20'), nextEnd('QUARTER', term, '2026-04-01')]).toEqual(['2026-03-31', null]);
});

it('a schedule ends with the duty of its owner, and otherwise after a year', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guben-saved-'));
  const schema = buildSchema('type Query { people: People } type People { totalCount: Int }');
  const text = 'query Q @report(title: "人 · People") { people @figure(code: "P", label: "人 · People") { totalCount } }';
  const identity = (to?: string) => ({
    id: 'x',
    client: 'x',
    grants: [{ role: 'ANALYST', divisions: ['140222000000'], ...(to ? { to } : {}) }],
  });
  const now = new Date('2026-06-30T10:00:00+08:00');
  const saved = new SavedReports(folder, schema, []);
  const save = (to?: string) =>
    saved.save({ text, parameters: {}, every: 'MONTH' }, callerOf(identity(to), undefined, undefined, '2026-06-30'), now).schedule;
  try {
    expect(save()).toEqual({ every: 'MONTH', from: '2026-06-30', until: '2027-07-01' });
    expect(save('2026-09-01')?.until).toBe('2026-09-01');
    expect(save('2030-01-01')?.until).toBe('2027-07-01');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
