import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bringPostgres } from '../scripts/postgres.ts';

/**
 * Where a run keeps its stores: a folder for those that are filled once and copied for every test file, and a real
 * PostgreSQL server for the run that tests on it (its own, or the one that DATABASE_URL names).
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'guben-filled-'));
  project.provide('filled', folder);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (project.name !== 'postgres') {
    project.provide('postgres', '');
    return async () => remove();
  }
  const given = process.env['DATABASE_URL'];
  const server = given ? { url: given.replace(/\/[^/]*$/, ''), stop: async () => {} } : await bringPostgres();
  project.provide('postgres', server.url);
  return async () => {
    await server.stop();
    remove();
  };
}
