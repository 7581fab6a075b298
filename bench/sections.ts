import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { grown } from './grown.ts';
import { HEAVY } from './heavy/schemas.ts';
import { type Asked, type Load, type Looked, lookAtAll } from './load.ts';
import { BOARD, OPERATIONS, type Operation } from './operations.ts';
import { familyOf, freePorts, memoryOf, type Processes, processorTimeOf } from './processes.ts';
import type { Reached } from './ratios.ts';
import { fill, type House, openHouse, type Shape, type ShapeName } from './shapes.ts';
import { figure, median, tableFrom } from './table.ts';

/** What every section is given. */
export interface Bench {
  readonly processes: Processes;
  readonly folder: string;
  /** Stores that are filled already. */
  readonly filled: string | undefined;
  readonly load: Load;
  readonly rounds: number;
  readonly quick: boolean;
  readonly steady: number;
  progress(text: string): void;
}

/** What a section found. */
export interface Found {
  readonly text: string;
  readonly reached?: Reached;
  readonly wrong: number;
  readonly bars?: readonly { readonly name: string; readonly value: number; readonly own: boolean }[];
}

const board = OPERATIONS.find((o) => o.name === BOARD) as Operation;
const COUNTY = '140222000000';
/** Rounds before the first one that counts. */
const WARM_UP = 2;
const open = ({ processes, folder, filled }: Bench, names: readonly ShapeName[], stores = filled) =>
  openHouse(processes, folder, names, OPERATIONS, stores);

/** The board through a shape, every body looked at: it must be the very text that came first. */
const boardOf = (house: House, shape: Shape, text: string): Asked => ({
  path: '/graphql',
  method: 'POST',
  headers: house.headers(board),
  body: shape.question(board) as string,
  right: (body) => body === text,
});

const looked = (name: string, { answered, perSecond, p50, p99, wrong, refused }: Looked): string[] => [
  name,
  String(answered),
  figure(perSecond),
  figure(p50),
  figure(p99),
  wrong ? `${wrong} (${refused} of them errors that say so)` : '0',
];
const LOOKED = ['shape', 'requests', 'requests/s', 'p50 ms', 'p99 ms', 'wrong bodies'];

/** The heavy query of the public federation benchmark: gateways over the same four subgraphs in one process, 50 connections. */
export async function heavy({ processes, rounds, load, progress }: Bench): Promise<Found> {
  const kinds = ['own', 'hive', 'apollo'] as const;
  const [shops, ...ports] = (await freePorts(1 + kinds.length)) as [number, ...number[]];
  const behind = processes.start('shops', ['bench/heavy/shops.ts'], shops, {});
  await behind.ready;
  const doors = kinds.map((kind, i) =>
    processes.start(`heavy ${kind}`, ['bench/heavy/door.ts', kind], ports[i] as number, { SHOPS: behind.origin }),
  );
  await Promise.all(doors.map((door) => door.ready));
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query: HEAVY });
  const texts = await Promise.all(doors.map((d) => fetch(`${d.origin}/graphql`, { method: 'POST', headers, body }).then((r) => r.text())));
  const [first] = texts.map((text) => JSON.parse(text)) as [{ data: { topProducts: unknown[] }; errors?: unknown }];
  assert.equal(first.errors, undefined);
  assert.equal(first.data.topProducts.length, 5);
  for (const [i, text] of texts.entries())
    assert.ok(isDeepStrictEqual(JSON.parse(text), first), `${kinds[i]} answers the heavy query otherwise`);

  const all = kinds.map((): Looked[] => []);
  for (let round = -WARM_UP; round <= rounds; round++)
    for (const [i, door] of doors.entries()) {
      progress(`heavy query: round ${Math.max(round, 0)} of ${rounds}, ${kinds[i]}`);
      const right = (text: string) => text === texts[i];
      const done = await lookAtAll(door.origin, 50, { seconds: load.seconds }, () => ({
        path: '/graphql',
        method: 'POST',
        headers,
        body,
        right,
      }));
      if (round > 0 || done.wrong > 0) all[i]?.push(done);
    }
  const memory = doors.map((door) => memoryOf(familyOf(door.pid)));
  await Promise.all([...doors, behind].map((part) => part.stop()));
  const middle = (i: number, of: (l: Looked) => number) => median((all[i] as Looked[]).map(of));
  const [own, apollo] = [all[0], all[2]] as [Looked[], Looked[]];
  const ratio = (of: (l: Looked) => number) => median(own.map((l, i) => of(l) / of(apollo[i] as Looked)));
  const wrong = all.flat().reduce((sum, l) => sum + l.wrong, 0);
  const rows = kinds.map((kind, i) => [
    kind,
    figure(middle(i, (l) => l.perSecond)),
    figure(middle(i, (l) => l.p50)),
    figure(middle(i, (l) => l.p99)),
    figure(memory[i] as number),
    String((all[i] as Looked[]).reduce((sum, l) => sum + l.wrong, 0)),
  ]);
  return {
    text: `The heavy query of the public federation benchmark (${texts[0]?.length} bytes), 50 connections, gateways in turn before the same four subgraphs in one process, over HTTP. own: our executor and clients under Apollo Server; hive: \`@graphql-hive/gateway-runtime\`; apollo: \`@apollo/gateway\` under Apollo Server.\n\n${tableFrom(['gateway', 'requests/s', 'p50 ms', 'p99 ms', 'RSS MB', 'wrong bodies'], rows)}`,
    reached: { heavySpeed: ratio((l) => l.perSecond), heavyP99: ratio((l) => l.p99) },
    wrong,
  };
}

/** One write in fifty: a village's income is corrected, and every board that is asked for afterwards must show it. */
export async function write(bench: Bench): Promise<Found> {
  await using house = await open(bench, ['together', 'cached', 'distributed']);
  const { asOf: _, ...asked }: Operation = board; // of today
  const rows: string[][] = [];
  let wrong = 0;
  for (const shape of house.shapes) {
    bench.progress(`writes among reads: ${shape.name}`);
    const headers = await house.as('bench:economy', { role: 'RURAL_ECONOMY', divisions: [COUNTY] });
    const before = await house.ask(shape, asked);
    const node = (before.data as { township: { villages: { nodes: { code: string; collectiveEconomy: { total: number } }[] } } }).township
      .villages.nodes[0] as { code: string; collectiveEconomy: { total: number } };
    const parts = 'id operatingIncome contractIncome investmentIncome subsidyIncome otherIncome expenses';
    const found = await fetch(`${shape.origin}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: `{ village(code: "${node.code}") { collectiveEconomy(year: 2018) { ${parts} } } }` }),
    });
    const { id, ...amounts } = ((await found.json()) as { data: { village: { collectiveEconomy: Record<string, number> } } }).data.village
      .collectiveEconomy;
    const total = node.collectiveEconomy.total;
    const textOf = (n: number) =>
      before.text.replace(`"collectiveEconomy":{"total":${total}}`, `"collectiveEconomy":{"total":${total + n}}`);
    const known = new Map([[0, before.text]]);
    let [sent, acknowledged, stale, writes] = [0, 0, 0, 0];
    const writing = (): Asked => {
      const n = ++sent;
      known.set(n, textOf(n));
      return {
        path: '/graphql',
        method: 'POST',
        headers,
        body: JSON.stringify({
          query: 'mutation ($input: CorrectCollectiveEconomyInput!) { correctCollectiveEconomy(input: $input) { total } }',
          variables: { input: { ...amounts, record: id, operatingIncome: (amounts['operatingIncome'] as number) + n, reason: '更正' } },
        }),
        right(body) {
          writes++;
          acknowledged = Math.max(acknowledged, n);
          return body.includes(`"total":${total + n}`);
        },
      };
    };
    const reading = (): Asked => {
      const least = acknowledged; // what was acknowledged before the question must be in the answer
      return {
        path: '/graphql',
        method: 'POST',
        headers: house.headers({}),
        body: asked.body,
        right(body) {
          for (let n = sent; n >= least; n--) if (known.get(n) === body) return true;
          for (let n = least - 1; n >= 0; n--) if (known.get(n) === body) stale++;
          return false;
        },
      };
    };
    // One connection's turn is the write, so that writes follow one another.
    let writer: Promise<unknown> = Promise.resolve();
    const done = await lookAtAll(shape.origin, bench.load.connections, { seconds: bench.load.seconds * bench.rounds }, async (turn) => {
      if (turn % 50 !== 49) return reading();
      await writer;
      const ask = writing();
      let over = () => {};
      writer = new Promise<void>((resolve) => (over = resolve));
      return {
        ...ask,
        right(body) {
          over();
          return ask.right(body);
        },
      };
    });
    wrong += done.wrong;
    rows.push([...looked(shape.name, done), String(writes), String(stale)]);
  }
  return {
    text: `The board of today, ${bench.load.connections} connections, one request in fifty corrects a village's income. Every body is compared; a board asked for after a correction was acknowledged must show it.\n\n${tableFrom([...LOOKED, 'writes', 'stale boards'], rows)}`,
    wrong,
  };
}

/** The work report as JSON, as of the end of 2018. */
export async function report(bench: Bench): Promise<Found> {
  await using house = await open(bench, ['together', 'cached', 'distributed']);
  const rows: string[][] = [];
  let wrong = 0;
  for (const shape of house.shapes) {
    bench.progress(`work report: ${shape.name}`);
    const headers = { ...house.headers({ asOf: '2018-12-31' }), accept: 'application/json' };
    const path = '/reports/work';
    const response = await fetch(`${shape.origin}${path}`, { headers });
    const text = await response.text();
    assert.equal(response.status, 200, text.slice(0, 300));
    assert.ok(text.includes('F16'), 'the work report lacks its figures');
    const ask: Asked = { path, method: 'GET', headers, right: alike(text) };
    await lookAtAll(shape.origin, 4, { seconds: bench.quick ? 0.5 : 2 }, () => ask);
    const done = await lookAtAll(shape.origin, 4, { seconds: bench.load.seconds * 2 }, () => ask);
    wrong += done.wrong;
    rows.push(looked(shape.name, done));
  }
  return { text: `\`GET /reports/work\` as of 2018-12-31 as JSON, four connections.\n\n${tableFrom(LOOKED, rows)}`, wrong };
}

/** The same report: all but the citations, which are sealed anew in every answer. */
const alike = (text: string) => {
  const bare = (t: string) => t.replace(/"[^"]*(?:figures|citation)[^"]*":"[^"]*"|"\/?[^"]*\/figures\/[^"]*"/g, '""');
  const expected = bare(text);
  return (body: string) => bare(body) === expected;
};

/** Five hundred connections at once, and every body looked at. */
export async function burst(bench: Bench): Promise<Found> {
  await using house = await open(bench, ['together', 'cached', 'distributed']);
  const rows: string[][] = [];
  let wrong = 0;
  for (const shape of house.shapes) {
    bench.progress(`burst: ${shape.name}`);
    const { text } = await house.ask(shape, board);
    await lookAtAll(shape.origin, 10, { seconds: bench.load.seconds }, () => boardOf(house, shape, text)); // warms up
    const done = await lookAtAll(shape.origin, 500, { times: bench.quick ? 1 : 10 }, () => boardOf(house, shape, text));
    wrong += done.wrong;
    rows.push(looked(shape.name, done));
  }
  return {
    text: `The township board over 500 connections at once; every body compared from its first byte to its last.\n\n${tableFrom(LOOKED, rows)}`,
    wrong,
  };
}

/** The same page while the stores hold the rows of ten and of a hundred counties. */
export async function scale(bench: Bench): Promise<Found> {
  const filled = bench.filled ?? (await fill(bench.processes, bench.folder));
  const times = bench.quick ? [1, 10] : [1, 10, 100];
  const PATIENCE_S = 45 * 60;
  const opened: { times: number; built: number; ready: number; house: House & AsyncDisposable }[] = [];
  let left = '';
  try {
    for (const n of times) {
      const last = opened.at(-1);
      if (last && last.times > 1 && (last.built * n) / last.times > PATIENCE_S) {
        left = `\n\n${n} × was left out: it would have taken ${Math.round((last.built * n) / last.times / 60)} minutes to build.`;
        break;
      }
      bench.progress(`scale: building ${n} ×`);
      const began = performance.now();
      const stores = grown(filled, bench.folder, n);
      const built = (performance.now() - began) / 1000;
      bench.progress(`scale: opening ${n} ×`);
      const house = await open(bench, ['together'], stores);
      opened.push({ times: n, built, ready: (performance.now() - began) / 1000 - built, house });
    }
    const costs = opened.map((): number[] => []);
    const all = opened.map((): Looked[] => []);
    const first = await (opened[0] as (typeof opened)[0]).house.ask(opened[0]?.house.shapes[0] as Shape, board);
    board.check(first.data);
    for (const { house } of opened) await settled(house.shapes[0] as Shape);
    for (let round = 0; round <= bench.rounds; round++)
      for (const [i, { house, times: n }] of opened.entries()) {
        bench.progress(`scale: round ${round} of ${bench.rounds}, ${n} ×`);
        const shape = house.shapes[0] as Shape;
        const used = processorTimeOf(shape.pids());
        const done = await lookAtAll(shape.origin, bench.load.connections, { seconds: bench.load.seconds }, () =>
          boardOf(house, shape, first.text),
        );
        all[i]?.push(done);
        if (round > 0) costs[i]?.push((processorTimeOf(shape.pids()) - used) / done.answered);
      }
    const ratio = (i: number) => median((costs[i] as number[]).map((c, r) => c / (costs[0]?.[r] as number)));
    const rows = opened.map(({ times: n, built, ready }, i) => [
      `${n} ×`,
      figure(built),
      figure(ready),
      figure(median(costs[i] as number[])),
      figure(ratio(i)),
      figure(median((all[i] as Looked[]).map((l) => l.p99))),
      String((all[i] as Looked[]).reduce((sum, l) => sum + l.wrong, 0)),
    ]);
    const hundred = opened.findIndex((o) => o.times === 100);
    return {
      text: `The same board in one process, no answer kept, while the stores hold the rows of so many counties: every table but the ledgers and audits is multiplied under keys and codes of other counties, and the indices with it.\n\n${tableFrom(['data', 'built s', 'ready s', 'CPU ms/request', 'to 1 ×', 'p99 ms', 'wrong bodies'], rows)}${left}`,
      wrong: all.flat().reduce((sum, l) => sum + l.wrong, 0),
      ...(hundred > 0 ? { reached: { scale: ratio(hundred) } } : {}),
    };
  } finally {
    for (const { house } of opened) await house[Symbol.asyncDispose]();
  }
}

/** Waits until a shape has done what it does when it starts, two minutes at most. */
async function settled(shape: Shape): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const used = processorTimeOf(shape.pids());
    await sleep(2000);
    if (!(processorTimeOf(shape.pids()) - used > 200)) return;
  }
}

/** Ten minutes of boards and lists, one request after another, and what the process holds meanwhile. */
export async function steady(bench: Bench): Promise<Found> {
  await using house = await open(bench, ['together', 'cached']);
  const seconds = bench.steady;
  const mark = Math.min(60, seconds / 10);
  bench.progress(`steady load for ${seconds} s`);
  const results = await Promise.all(
    house.shapes.map(async (shape) => {
      const texts = await Promise.all(OPERATIONS.map(async (o) => (await house.ask(shape, o)).text));
      const held: { at: number; mb: number }[] = [];
      const began = performance.now();
      const watching = setInterval(
        () => held.push({ at: (performance.now() - began) / 1000, mb: memoryOf(shape.pids()) }),
        Math.min(1000, seconds * 10),
      );
      const done = await lookAtAll(shape.origin, 5, { seconds }, (turn) => {
        const i = turn % 10 === 0 ? 2 : turn % 10 < 4 ? 0 : 1;
        const operation = OPERATIONS[i] as Operation;
        return {
          path: '/graphql',
          method: 'POST',
          headers: house.headers(operation),
          body: operation.body,
          right: (body) => body === texts[i],
        };
      });
      clearInterval(watching);
      const around = (at: number) => median(held.filter((h) => Math.abs(h.at - at) <= Math.max(1, mark / 4)).map((h) => h.mb));
      return { name: shape.name, done, early: around(mark), late: around(seconds), most: Math.max(...held.map((h) => h.mb)) };
    }),
  );
  const rows = results.map(({ name, done, early, late, most }) => [
    ...looked(name, done),
    figure(early),
    figure(late),
    figure(most),
    figure(late / early),
  ]);
  const full = seconds >= 600;
  return {
    text: `${seconds} s of boards, villages and county lists, five connections each, both shapes at the same time; RSS after ${figure(mark)} s and at the end, the median of the samples around.\n\n${tableFrom([...LOOKED, `RSS MB after ${figure(mark)} s`, 'at the end', 'most', 'ratio'], rows)}`,
    wrong: results.reduce((sum, r) => sum + r.done.wrong, 0),
    ...(full ? { reached: { memory: Math.max(...results.map((r) => r.late / r.early)) } } : {}),
  };
}
