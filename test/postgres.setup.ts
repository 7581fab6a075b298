import type { TestProject } from 'vitest/node';
import { bringPostgres } from '../scripts/postgres.ts';

/** Brings a real PostgreSQL server for the run that tests on it, or takes the one that DATABASE_URL names. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (project.name !== 'postgres') {
    project.provide('postgres', '');
    return;
  }
  const given = process.env['DATABASE_URL'];
  const server = given ? { url: given.replace(/\/[^/]*$/, ''), stop: async () => {} } : await bringPostgres();
  project.provide('postgres', server.url);
  return server.stop;
}
