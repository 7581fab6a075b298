import cluster, { type Worker } from 'node:cluster';
import { RateLimiterClusterMaster } from 'rate-limiter-flexible';

/** The most processes of one gateway on one machine. */
export const MOST_WORKERS = 64;

/** A worker that lasted this long was well; the next one that dies is replaced at once. */
const WELL_MS = 10_000;
/** How long a place stays empty after a worker died soon: twice as long each time. */
const REST_MS = { first: 500, most: 30_000 };
/** How long workers may take to finish what is under way. */
const FINISH_MS = 35_000;

type Say = (what: string) => void;

/**
 * Several gateway processes behind one port: this process hands connections out in turn, keeps what they count together, puts
 * another in the place of one that dies, and ends when all have finished. It answers no request itself.
 */
export function keepWorkers(count: number, say: Say, ready: (port: number) => unknown): void {
  new RateLimiterClusterMaster(); // what a client may spend is counted here, whichever worker it meets
  cluster.schedulingPolicy = cluster.SCHED_RR;
  const listening = new Set<Worker>();
  const soon = new Map<number, number>();
  const waiting = new Set<NodeJS.Timeout>();
  let began = false;
  let stopping = false;

  const start = (place: number): void => {
    const worker = cluster.fork({ GUBEN_WORKER: String(place), GUBEN_WORKERS: String(count) });
    const started = Date.now();
    worker.on('listening', ({ port }) => {
      listening.add(worker);
      if (began) return say(`worker ${place} took its place (process ${worker.process.pid})`);
      if (listening.size < count) return;
      began = true;
      say(`${count} workers listen on ${port} (processes ${[...listening].map((w) => w.process.pid).join(', ')})`);
      ready(port);
    });
    worker.on('exit', (code, signal) => {
      const wasWell = listening.delete(worker);
      if (stopping) return void (Object.keys(cluster.workers ?? {}).length === 0 && process.exit(process.exitCode ?? 0));
      if (!began) return stop(`worker ${place} did not start`, 1);
      const times = wasWell && Date.now() - started > WELL_MS ? 0 : (soon.get(place) ?? 0);
      soon.set(place, times + 1);
      const rest = times === 0 ? 0 : Math.min(REST_MS.first * 2 ** (times - 1), REST_MS.most);
      say(`worker ${place} died (${signal ?? `code ${code}`}); another takes its place${rest ? ` in ${rest / 1000} s` : ''}`);
      const timer = setTimeout(() => {
        waiting.delete(timer);
        if (!stopping) start(place);
      }, rest);
      waiting.add(timer);
    });
  };

  const stop = (why: string, code = 0): void => {
    if (stopping) return;
    stopping = true;
    process.exitCode = code;
    say(`${why}: the workers finish what is under way`);
    for (const timer of waiting) clearTimeout(timer);
    const workers = Object.values(cluster.workers ?? {}).filter((w) => w !== undefined);
    if (workers.length === 0) process.exit();
    for (const { process: own } of workers) own.kill('SIGTERM');
    setTimeout(() => {
      for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGKILL');
    }, FINISH_MS).unref();
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  for (let place = 1; place <= count; place++) start(place);
}
