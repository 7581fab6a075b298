/**
 * `npm start`: everything in one process. `npm start -- gateway|villages|personnel|poverty`: one part over HTTP.
 * `npm start -- gateway --workers 4`: several gateway processes behind one port.
 */
import cluster from 'node:cluster';
import { parseArgs } from 'node:util';
import { logTo } from '#platform/log';
import { type Config, readConfig, workersSaid } from './config.ts';
import { subgraphs } from './parts.ts';
import { type Running, type RunOptions, runGateway, runSubgraph, runTogether } from './platform.ts';
import { developmentExplorer, welcome } from './welcome.ts';
import { keepWorkers } from './workers.ts';

const JOBS_EVERY_MS = 10 * 60_000;

const began = performance.now();
const report = (name: string, what: string): void =>
  console.log(`${name.padEnd(10)} ${what}  (${((performance.now() - began) / 1000).toFixed(1)} s)`);

/** Which part this is to be, in how many processes. */
function asked(env: NodeJS.ProcessEnv): { part: string | undefined; config: Config } {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { workers: { type: 'string' } } });
  const [part, ...more] = positionals;
  if (more.length > 0) throw new Error(`one part a process, or none for all in one; got ${positionals.join(', ')}`);
  if (part !== undefined && part !== 'gateway' && !(part in subgraphs))
    throw new Error(
      `there is no part ${part}; the parts are gateway, ${Object.keys(subgraphs).join(', ')}, or none for all in one process`,
    );
  const config = readConfig(env);
  const workers = values.workers === undefined ? config.workers : workersSaid('--workers', values.workers);
  if (values.workers !== undefined && part !== 'gateway')
    throw new Error(
      `--workers goes with the gateway, which holds no store: npm start -- gateway --workers ${workers}; ${part ?? 'what holds the stores'} is one process`,
    );
  return { part, config: { ...config, workers: part === 'gateway' ? workers : 1 } };
}

async function run(part: string | undefined, config: Config): Promise<void> {
  const { worker } = cluster;
  const place = process.env['GUBEN_WORKER'];
  const options: RunOptions = {
    config,
    jobsEveryMs: JOBS_EVERY_MS,
    ...(worker ? { log: logTo({ part: 'gateway', worker: Number(place) }) } : {}),
    ...(worker && place !== '1' ? {} : { report }),
    ...(config.mode === 'development' ? { explorer: developmentExplorer } : {}),
  };
  const running: Running =
    part === undefined ? await runTogether(options) : part === 'gateway' ? await runGateway(options) : await runSubgraph(part, options);
  if (running.gateway && !worker) console.log(await welcome(config, running.gateway.url));

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    if (!worker) console.log(`${signal}: finishing what is under way`);
    await running.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
}

try {
  const { part, config } = asked(process.env);
  if (cluster.isPrimary && config.workers > 1)
    keepWorkers(
      config.workers,
      (what) => report('gateway', what),
      (port) => welcome(config, `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${port}/graphql`).then(console.log),
    );
  else await run(part, config);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
