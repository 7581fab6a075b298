/**
 * `npm run bench`: the same three operations through four shapes, side by side in one run. The bodies are checked before
 * anything is timed and while it is. `--quick` for a first look, `--write <file>` to keep the tables.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Load, type Round, round, same } from './load.ts';
import { OPERATIONS } from './operations.ts';
import { Processes } from './processes.ts';
import { openHouse, SHAPES, type ShapeName } from './shapes.ts';
import { headingOf, tableOf } from './table.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    connections: { type: 'string', default: '10' },
    quick: { type: 'boolean', default: false },
    write: { type: 'string' },
  },
});

function numberOf(name: 'seconds' | 'rounds' | 'connections', unless: number): number {
  const value = Number(values[name] ?? unless);
  if (!(value > 0) || (name !== 'seconds' && !Number.isInteger(value))) throw new Error(`--${name} must be a number above 0`);
  return value;
}

/** What nobody waits for can't be noise: progress goes to standard error, and only where somebody is looking. */
const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
};

async function bench(folder: string): Promise<void> {
  const load: Load = { seconds: numberOf('seconds', values.quick ? 1 : 3), connections: numberOf('connections', 10) };
  const rounds = numberOf('rounds', values.quick ? 2 : 5);
  const warmUp: Load = { ...load, seconds: values.quick ? 0.5 : 2 };

  const briefly: Load = { ...load, seconds: Math.min(load.seconds, 1) }; // thousands of requests already

  await using processes = new Processes();
  progress('filling the stores and starting every shape');
  const house = await openHouse(processes, folder, OPERATIONS);
  const [first] = house.shapes as [(typeof house.shapes)[0]];
  const parts = [headingOf(load, rounds)];
  for (const operation of OPERATIONS) {
    const expected = await house.ask(first, operation);
    operation.check(expected.data);
    for (const shape of house.shapes) await same(house, shape, operation, expected);

    const rates = {} as Record<ShapeName, number>;
    for (const shape of house.shapes) {
      progress(`${operation.name}: warming ${shape.name}`);
      rates[shape.name] = (await round(house, shape, operation, expected, warmUp)).perSecond;
    }
    const measured = Object.fromEntries(SHAPES.map((name) => [name, [] as Round[]])) as Record<ShapeName, Round[]>;
    for (let i = 1; i <= rounds; i++)
      for (const shape of house.shapes) {
        progress(`${operation.name}: round ${i} of ${rounds}, ${shape.name}`);
        const done = await round(house, shape, operation, expected, shape.name === 'bare' ? briefly : load, rates[shape.name]);
        measured[shape.name].push(done);
        rates[shape.name] = done.perSecond;
      }
    parts.push(tableOf({ operation, bytes: Buffer.byteLength(expected.text), rounds: measured }));
    progress('');
    console.log(parts.slice(parts.length === 2 ? 0 : -1).join('\n'));
  }
  if (values.write) writeFileSync(values.write, parts.join('\n'));
}

const folder = mkdtempSync(join(tmpdir(), 'guben-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
try {
  await bench(folder);
} catch (error) {
  progress('');
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
