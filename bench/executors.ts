/**
 * `node --import tsx bench/executors.ts`: our executor and the library's over the same subgraphs in this process, in
 * turns, so that whatever else the machine does meets both alike. The bodies are compared before anything is timed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExecutionResult, parse } from 'graphql';
import type { Envelope } from '#platform/envelope';
import { quiet } from '#platform/log';
import { serveSubgraph } from '#platform/serve';
import { inProcess, overHttp } from '../gateway/src/clients.ts';
import { readConfig } from '../gateway/src/config.ts';
import { EXECUTORS, type ExecutorName, openExecutor, type SubgraphClient } from '../gateway/src/executor.ts';
import { committedSupergraph, runTogether } from '../gateway/src/platform.ts';
import { OPERATIONS } from './operations.ts';

const ROUNDS = 15;
const ROUND_MS = 400;

const folder = mkdtempSync(join(tmpdir(), 'guben-executors-'));
const now = new Date();
const running = await runTogether({ config: { ...readConfig({ GUBEN_DATA: folder }), port: 0 }, clock: () => now, log: quiet });
const SECRET = 's'.repeat(40);
const divisions = ['140222000000'];
const caller = { id: 'bench', role: 'ANALYST', reads: divisions, writes: divisions, finds: divisions, client: 'bench' };

const near = Object.fromEntries(Object.entries(running.subgraphs).map(([name, subgraph]) => [name, inProcess(subgraph)]));
/** Subgraphs that answer from memory, so that what is left is the executor's own work. */
const said = new Map<string, string>();
const still = Object.fromEntries(
  Object.entries(near).map(([name, client]): [string, SubgraphClient] => [
    name,
    async (call, request) => {
      const key = `${name}${call.query}${JSON.stringify(call.variables)}`;
      let text = said.get(key);
      if (!text) said.set(key, (text = JSON.stringify(await client(call, request))));
      return JSON.parse(text);
    },
  ]),
);
const ports = await Promise.all(Object.values(running.subgraphs).map((subgraph) => serveSubgraph(subgraph, SECRET, 0)));
const far = Object.fromEntries(
  Object.keys(running.subgraphs).map((name, i) => [name, overHttp(name, `http://127.0.0.1:${ports[i]?.port}`, SECRET, quiet)]),
);

const median = (list: number[]): number => list.sort((a, b) => a - b)[list.length >> 1] as number;

for (const [shape, clients] of Object.entries({ 'in process': near, 'over HTTP': far, 'executor alone': still }))
  for (const { name, body, asOf } of OPERATIONS) {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    const document = parse(query, { noLocation: true });
    const ask = await Promise.all(
      EXECUTORS.map(async (which): Promise<[ExecutorName, () => Promise<ExecutionResult>]> => {
        const executor = await openExecutor(committedSupergraph(), clients, which);
        const envelope: Envelope = { caller, day: (asOf ?? now.toISOString().slice(0, 10)) as never, now, requestId: 'bench' };
        return [which, () => executor.execute({ document, variables }, { envelope, hops: {} })];
      }),
    );
    const bodies = await Promise.all(ask.map(async ([, one]) => JSON.stringify(sorted((await one()).data))));
    if (bodies[0] !== bodies[1]) throw new Error(`${name} ${shape}: the answers differ`);
    const took: Record<string, number[]> = { own: [], library: [] };
    for (let round = 0; round <= ROUNDS; round++)
      for (const [which, one] of ask) {
        const began = performance.now();
        let done = 0;
        while (performance.now() - began < ROUND_MS) {
          await Promise.all(Array.from({ length: 10 }, one));
          done += 10;
        }
        if (round > 0) took[which]?.push((performance.now() - began) / done);
      }
    const [own, library] = [median(took['own'] as number[]), median(took['library'] as number[])];
    console.log(`${shape}\t${name}\town ${own.toFixed(3)} ms\tlibrary ${library.toFixed(3)} ms\tratio ${(library / own).toFixed(2)}`);
  }

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

await Promise.all(ports.map((p) => p.close()));
await running.close();
rmSync(folder, { recursive: true, force: true });
