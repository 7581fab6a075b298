/** `npm start`: everything in one process. `npm start -- gateway|villages|personnel|poverty`: one part over HTTP. */
import { readConfig } from './config.ts';
import { subgraphs } from './parts.ts';
import { type RunOptions, runGateway, runSubgraph, runTogether } from './platform.ts';
import { developmentExplorer, welcome } from './welcome.ts';

const JOBS_EVERY_MS = 10 * 60_000;

const began = performance.now();
const [part] = process.argv.slice(2);
try {
  const config = readConfig(process.env);
  const options: RunOptions = {
    config,
    jobsEveryMs: JOBS_EVERY_MS,
    report: (name, what) => console.log(`${name.padEnd(10)} ${what}  (${((performance.now() - began) / 1000).toFixed(1)} s)`),
    ...(config.mode === 'development' ? { explorer: developmentExplorer } : {}),
  };
  if (part !== undefined && part !== 'gateway' && !(part in subgraphs))
    throw new Error(
      `there is no part ${part}; the parts are gateway, ${Object.keys(subgraphs).join(', ')}, or none for all in one process`,
    );
  const running =
    part === undefined ? await runTogether(options) : part === 'gateway' ? await runGateway(options) : await runSubgraph(part, options);
  if (running.gateway) console.log(await welcome(config, running.gateway.url));

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    console.log(`${signal}: finishing what is under way`);
    await running.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
