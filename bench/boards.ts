import { type Round, round, same } from './load.ts';
import { BOARD, OPERATIONS } from './operations.ts';
import type { Bench, Found } from './sections.ts';
import { openHouse, SHAPES, type ShapeName } from './shapes.ts';
import { median, tableOf } from './table.ts';

const OURS: readonly ShapeName[] = ['together', 'cached', 'distributed', 'library'];

/** The same questions through every shape, in turn within a round. */
export async function boards(bench: Bench): Promise<Found> {
  const { processes, folder, filled, load, rounds, quick, progress } = bench;
  const warmUp = { ...load, seconds: quick ? 1 : 5 };
  const briefly = { ...load, seconds: Math.min(load.seconds, 1) }; // thousands of requests already
  progress('filling the stores and starting every shape');
  await using house = await openHouse(processes, folder, SHAPES, OPERATIONS, filled);
  const [first] = house.shapes as [(typeof house.shapes)[0]];
  const parts: string[] = [];
  let found: Partial<Record<ShapeName, Round[]>> = {};
  for (const operation of OPERATIONS) {
    const expected = await house.ask(first, operation);
    operation.check(expected.data);
    const asked = house.shapes.filter((shape) => shape.question(operation) !== undefined);
    for (const shape of asked) await same(house, shape, operation, expected);
    const rates: Partial<Record<ShapeName, number>> = {};
    for (const shape of asked) {
      progress(`${operation.name}: warming ${shape.name}`);
      rates[shape.name] = (await round(house, shape, operation, expected, warmUp)).perSecond;
    }
    const measured: Partial<Record<ShapeName, Round[]>> = {};
    for (let i = 1; i <= rounds; i++)
      for (const shape of asked) {
        progress(`${operation.name}: round ${i} of ${rounds}, ${shape.name}`);
        const done = await round(house, shape, operation, expected, shape.name === 'bare' ? briefly : load, rates[shape.name]);
        (measured[shape.name] ??= []).push(done);
        rates[shape.name] = done.perSecond;
      }
    parts.push(tableOf({ operation, bytes: Buffer.byteLength(expected.text), rounds: measured }));
    if (operation.name === BOARD) found = measured;
  }
  const speed = (name: ShapeName) => (found[name] as Round[]).map((r) => r.perSecond);
  const to = (name: ShapeName, other: ShapeName) => median(speed(name).map((s, i) => s / (speed(other)[i] as number)));
  return {
    text: parts.join('\n'),
    wrong: 0, // a wrong one ends the run
    reached: {
      together: to('together', 'apollo-together'),
      monolith: to('together', 'monolith'),
      postgraphile: to('together', 'postgraphile'),
      bare: to('cached', 'bare'),
    },
    bars: SHAPES.map((name) => ({ name, value: median(speed(name)), own: OURS.includes(name) })),
  };
}
