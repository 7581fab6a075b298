/**
 * `npm run bench`: the platform beside other ways to do the same, in one run on one machine, with the same bodies, which
 * are checked before anything is timed and while it is. A whole run writes docs/benchmark.md and docs/benchmark.svg.
 *
 *   --only <section>       one of boards, heavy, write, report, scale, burst, steady; may be said several times
 *   --quick                short rounds for a first look; writes nothing unless --write says where
 *   --steady <seconds>     how long the steady load lasts (600)
 *   --seconds, --rounds, --connections
 *   --data <folder>        stores that are filled already; they are copied
 *   --write <folder>       where the table and the chart go
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { boards } from './boards.ts';
import { chartOf } from './chart.ts';
import { Processes } from './processes.ts';
import { type Reached, ratioTable } from './ratios.ts';
import { type Bench, burst, type Found, heavy, report, scale, steady, write } from './sections.ts';
import { headingOf } from './table.ts';

const SECTIONS = {
  boards: { title: 'Three operations through every shape', run: boards },
  heavy: { title: 'The heavy federated query', run: heavy },
  write: { title: 'Writes among reads', run: write },
  report: { title: 'The work report', run: report },
  scale: { title: 'Ten and a hundred times the data', run: scale },
  burst: { title: 'A burst of 500 connections', run: burst },
  steady: { title: 'Steady load', run: steady },
} as const;
type Section = keyof typeof SECTIONS;

/** What nobody waits for can't be noise: progress goes to standard error, and only where somebody is looking. */
const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
};

function asked() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      steady: { type: 'string' },
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      connections: { type: 'string' },
      data: { type: 'string' },
      write: { type: 'string' },
    },
  });
  const { quick, only } = values;
  const numberOf = (name: 'seconds' | 'rounds' | 'connections' | 'steady', unless: number): number => {
    const value = Number(values[name] ?? unless);
    const whole = name === 'rounds' || name === 'connections';
    if (!(value > 0 && value < 1e6) || (whole && !Number.isInteger(value)))
      throw new Error(`--${name} must be a ${whole ? 'whole ' : ''}number above 0; it is ${JSON.stringify(values[name])}`);
    return value;
  };
  for (const name of only ?? [])
    if (!Object.hasOwn(SECTIONS, name))
      throw new Error(`--only must be one of ${Object.keys(SECTIONS).join(', ')}; it is ${JSON.stringify(name)}`);
  if (values.data !== undefined && !existsSync(join(values.data, 'villages.db')))
    throw new Error(`--data must be a folder with filled stores (villages.db and the others); ${JSON.stringify(values.data)} holds none`);
  const docs = fileURLToPath(new URL('../docs', import.meta.url));
  return {
    sections: (only as Section[] | undefined) ?? (Object.keys(SECTIONS) as Section[]),
    write: values.write ?? (quick || only ? undefined : docs),
    bench: {
      filled: values.data,
      quick,
      load: { seconds: numberOf('seconds', quick ? 1 : 3), connections: numberOf('connections', 10) },
      rounds: numberOf('rounds', quick ? 2 : 5),
      steady: numberOf('steady', quick ? 20 : 600),
    },
  };
}

async function main(folder: string): Promise<void> {
  const { sections, write: to, bench: given } = asked();
  await using processes = new Processes();
  const bench: Bench = { ...given, processes, folder, progress };
  const parts: string[] = [];
  let reached: Reached = {};
  let wrong = 0;
  let bars: Found['bars'];
  const failed: string[] = [];
  console.log(headingOf(bench.load, bench.rounds));
  for (const name of sections) {
    const { title, run } = SECTIONS[name];
    const began = performance.now();
    // One section that fails doesn't take the others with it; the run says so and fails.
    const found: Found = await run(bench).catch((error: Error) => {
      failed.push(name);
      return { text: `This part failed: ${String(error.message).slice(0, 1000)}`, wrong: 0 };
    });
    progress('');
    parts.push(`## ${title}\n\n${found.text}\n`);
    console.log(`${parts.at(-1)}\n(${name}: ${Math.round((performance.now() - began) / 1000)} s)\n`);
    reached = { ...reached, ...found.reached };
    wrong += found.wrong;
    bars ??= found.bars;
  }
  const all = sections.length === Object.keys(SECTIONS).length && failed.length === 0;
  const ratios = ratioTable({ ...reached, ...(all || wrong > 0 ? { wrong } : {}) });
  console.log(`## What must be reached\n\n${ratios}\n`);
  if (to) {
    mkdirSync(to, { recursive: true });
    const picture = bars ? '![Requests a second of the township board](benchmark.svg)\n\n' : '';
    const head = `# The benchmark\n\nWritten by \`npm run bench\`.\n\n${headingOf(bench.load, bench.rounds)}`;
    writeFileSync(join(to, 'benchmark.md'), `${head}\n## What must be reached\n\n${ratios}\n\n${picture}${parts.join('\n')}`);
    if (bars)
      writeFileSync(join(to, 'benchmark.svg'), chartOf('Township board', `requests/s, ${bench.load.connections} connections`, bars));
  }
  if (failed.length || wrong > 0) {
    console.error(`${failed.length ? `failed: ${failed.join(', ')}. ` : ''}${wrong ? `${wrong} wrong bodies` : ''}`);
    process.exitCode = 1;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'guben-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
try {
  await main(folder);
} catch (error) {
  progress('');
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
