import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Config } from './config.ts';
import type { Filling } from './fill.worker.ts';
import type { Report } from './platform.ts';

/**
 * Fills the embedded stores of a first start side by side, each in a thread of its own: the machine has more than one
 * core, and no store needs another's rows to hold its own. Stores that exist already are left alone.
 */
export async function fillApart(names: readonly string[], config: Config, now: Date, report?: Report): Promise<void> {
  const missing = names.filter((name) => {
    const { file } = config.place(name);
    return file !== undefined && !existsSync(file);
  });
  await Promise.all(
    missing.map(async (name) => {
      const filling: Filling = { name, place: config.place(name), keys: config.keys().source, now };
      const rows = await new Promise<number>((resolve, reject) => {
        new Worker(new URL('./fill.worker.ts', import.meta.url), { workerData: filling, execArgv: ['--import', 'tsx'] })
          .on('message', resolve)
          .on('error', reject)
          .on('exit', () => reject(new Error(`${name} was not filled`)));
      });
      report?.(name, `data ${rows} rows`);
    }),
  );
}
