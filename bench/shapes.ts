import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DevelopmentIssuer } from '../gateway/src/caller.ts';
import { subgraphs } from '../gateway/src/parts.ts';
import type { Operation } from './operations.ts';
import { freePorts, type Part, type Processes } from './processes.ts';

export const SHAPES = ['together', 'distributed', 'apollo', 'bare'] as const;
export type ShapeName = (typeof SHAPES)[number];

/** One way of serving the graph: a door, and every process that works behind it. */
export interface Shape {
  readonly name: ShapeName;
  readonly url: string;
  readonly pids: readonly number[];
}

/** An answer as it came. */
export interface Answer {
  readonly text: string;
  readonly data: unknown;
}

export type Ask = (shape: Shape, operation: Operation) => Promise<Answer>;

export interface House {
  readonly shapes: readonly Shape[];
  readonly ask: Ask;
  headers(operation: Operation): Record<string, string>;
}

const MAIN = 'gateway/src/main.ts';

/**
 * Opens every shape over the same stores: they are filled once and copied, so that no shape's memory holds what filling
 * them took, and the same token opens every door.
 */
export async function openHouse(processes: Processes, folder: string, operations: readonly Operation[]): Promise<House> {
  const names = Object.keys(subgraphs);
  const [together, distributed, apollo, bare, ...rest] = (await freePorts(4 + names.length)) as [number, number, number, number];
  const ports = rest as number[];
  const [here, there] = [join(folder, 'together'), join(folder, 'distributed')];

  const filling = processes.start('together', [MAIN], together, { GUBEN_DATA: here });
  await filling.ready;
  await filling.stop();
  mkdirSync(there);
  cpSync(here, there, { recursive: true });

  const env: Record<string, string> = { GUBEN_DATA: there };
  names.forEach((name, i) => {
    env[`GUBEN_URL_${name.toUpperCase()}`] = `http://127.0.0.1:${ports[i]}`;
  });
  const whole = processes.start('together', [MAIN], together, { GUBEN_DATA: here });
  const behind = names.map((name, i) => processes.start(name, [MAIN, name], ports[i] as number, env));
  const gateway = processes.start('gateway', [MAIN, 'gateway'], distributed, env);
  const rival = processes.start('apollo', ['bench/apollo-gateway.ts'], apollo, env);
  await Promise.all([whole, ...behind, gateway, rival].map((part) => part.ready));

  const token = await new DevelopmentIssuer(here).issue({
    id: 'bench:analyst',
    client: 'bench',
    grants: [{ role: 'ANALYST', divisions: ['140222000000'] }],
  });
  const headers: House['headers'] = ({ asOf }) => ({
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    ...(asOf ? { 'as-of': asOf } : {}),
  });
  const ask: Ask = async (shape, operation) => {
    const response = await fetch(shape.url, { method: 'POST', headers: headers(operation), body: operation.body }).catch((error) => {
      throw new Error(`${operation.name} through ${shape.name} wasn't answered: ${error.cause ?? error}`);
    });
    const text = await response.text();
    const { data, errors } = response.ok ? JSON.parse(text) : {};
    if (!response.ok || errors)
      throw new Error(`${operation.name} through ${shape.name} was answered ${response.status}: ${text.slice(0, 500)}`);
    return { text, data };
  };
  const shape = (name: ShapeName, door: Part, ...others: readonly Part[]): Shape => ({
    name,
    url: `${door.origin}/graphql`,
    pids: [door, ...others].map((part) => part.pid),
  });

  const first = shape('together', whole);
  const answers: Record<string, string> = {};
  for (const operation of operations) answers[operation.body] = (await ask(first, operation)).text;
  const file = join(folder, 'answers.json');
  writeFileSync(file, JSON.stringify(answers));
  const floor = processes.start('bare', ['bench/bare.ts', file], bare, {});
  await floor.ready;
  return {
    shapes: [first, shape('distributed', gateway, ...behind), shape('apollo', rival, ...behind), shape('bare', floor)],
    ask,
    headers,
  };
}
