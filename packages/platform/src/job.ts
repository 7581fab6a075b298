import type { Access } from './access.ts';
import type { Caller, Ctx } from './context.ts';
import type { Log } from './log.ts';

/**
 * Work that time alone causes: a finding that waits too long is escalated. It runs at the start and from time to time;
 * run again, twice at once, or after the clock has jumped, it changes nothing more.
 */
export interface Job {
  readonly name: string;
  /** Does what is due on the day of the context; returns how much that was. */
  run(ctx: Ctx): Promise<number>;
}

/** Jobs serve the whole county and are no office: nothing is kept from them, and their rows in the ledger name them. */
export const FULL_ACCESS: Access = { mayRead: () => true, mayCount: () => true, mayMove: () => true, sees: () => true, exactCells: true };

/** As whom a job acts, in the territory of `roots`. */
export const jobCaller = (job: string, roots: readonly string[]): Caller => ({
  id: `job:${job}`,
  role: 'SYSTEM',
  reads: roots,
  writes: roots,
  finds: roots,
  client: 'guben',
});

/** How long after the start jobs wait: what callers ask first is answered first. */
const SOON_MS = 15_000;

/** Runs jobs soon and every so often until stopped. One that fails is tried again the next time; the others go on. */
export function keepRunning<J extends Pick<Job, 'name'>>(
  jobs: readonly J[],
  run: (job: J) => Promise<number>,
  everyMs: number,
  log: Log,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const round = async () => {
    for (const job of jobs) {
      if (stopped) return;
      try {
        const done = await run(job);
        if (done > 0) log.info('job done', { job: job.name, done });
      } catch (error) {
        log.warn('job not done', { job: job.name, error: String(error) });
      }
    }
    if (!stopped) timer = setTimeout(() => (running = round()), everyMs).unref();
  };
  timer = setTimeout(() => (running = round()), Math.min(everyMs, SOON_MS)).unref();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
