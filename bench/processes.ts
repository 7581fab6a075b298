import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const PATIENCE_MS = 300_000;
const FAREWELL_MS = 5_000;
const LAST_WORDS = 4_000;

export interface Part {
  readonly name: string;
  readonly pid: number;
  readonly origin: string;
  /** Resolves once the part answers that it is ready. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/** The processes that the benchmark has started. None outlives it. */
export class Processes implements AsyncDisposable {
  readonly #running = new Map<ChildProcess, () => Promise<void>>();

  constructor() {
    process.on('exit', () => {
      for (const child of this.#running.keys()) child.kill('SIGKILL');
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void this[Symbol.asyncDispose]().then(() => process.exit(1)));
  }

  /** Starts a script of the repository as `npm start` starts the gateway. */
  start(name: string, script: readonly string[], port: number, env: Readonly<Record<string, string>>): Part {
    const child = spawn(process.execPath, ['--enable-source-maps', '--import', 'tsx', ...script], {
      cwd: root,
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: String(port), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-LAST_WORDS);
      });
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const stop = async (): Promise<void> => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), FAREWELL_MS);
      await gone;
      clearTimeout(late);
      this.#running.delete(child);
    };
    this.#running.set(child, stop);
    const origin = `http://127.0.0.1:${port}`;
    const ready = (async () => {
      for (const began = Date.now(); ; await sleep(100)) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name} stopped while it started:\n${said}`);
        if (await fetch(`${origin}/ready`).then((r) => r.ok, () => false)) return; // biome-ignore format: one question
        if (Date.now() - began > PATIENCE_MS) throw new Error(`${name} isn't ready after ${PATIENCE_MS / 1000} s:\n${said}`);
      }
    })();
    ready.catch(() => {}); // whoever waits for it hears of it
    return { name, pid: child.pid as number, origin, ready, stop };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running.values()].map((stop) => stop()));
  }
}

/** Ports that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
    }),
  );
  const ports = servers.map((s) => (s.address() as { port: number }).port);
  await Promise.all(servers.map((s) => new Promise((resolve) => s.close(resolve))));
  return ports;
}

const TICKS_PER_SECOND = 100;

/** A process and all that it has started, and those in turn; itself where there is no /proc. */
export function familyOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return [pid, ...(children ? children.split(' ').flatMap((child) => familyOf(Number(child))) : [])];
  } catch {
    return [pid];
  }
}

/** Memory that processes hold now, MB; NaN where there is no /proc. */
export const memoryOf = (pids: readonly number[]): number =>
  sum(pids, (pid) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);

/** Processor time that processes have used since they started, ms; NaN where there is no /proc. */
export const processorTimeOf = (pids: readonly number[]): number =>
  sum(pids, (pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
  });

function sum(pids: readonly number[], of: (pid: number) => number): number {
  try {
    return pids.reduce((total, pid) => total + of(pid), 0);
  } catch {
    return Number.NaN;
  }
}
