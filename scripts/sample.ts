/**
 * `npm ci` fills the sample county by this, once, so that a first `npm start` answers at once. It leaves data that is there
 * alone, does nothing where the platform is to run in production, and never stops an install: a first start fills what is missing.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { quiet } from '#platform/log';
import { readConfig } from '../gateway/src/config.ts';
import { subgraphs } from '../gateway/src/parts.ts';
import { runTogether } from '../gateway/src/platform.ts';

const config = readConfig(process.env);
const files = Object.keys(subgraphs).map((name) => join(config.dataFolder, `${name}.db`));
const production = config.mode === 'production' || process.env['npm_config_omit']?.includes('dev');
if (!production && !files.some((file) => existsSync(file)))
  try {
    const running = await runTogether({ config: { ...config, port: 0 }, log: quiet });
    await running.close();
    console.log(`the sample county lies in ${config.dataFolder}`);
  } catch (error) {
    for (const file of files) rmSync(file, { force: true });
    console.warn(`the sample county was not filled; the first start will do it (${error instanceof Error ? error.message : error})`);
  }
process.exit(0);
