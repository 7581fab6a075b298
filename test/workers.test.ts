import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DevelopmentIssuer } from '../gateway/src/caller.ts';
import { workersSaid } from '../gateway/src/config.ts';
import { COUNTY } from './kit.ts';

/** Operations of one client in a minute, at three points each. */
const A_MINUTE = 20;
const POINTS = 3;

/** The command, in processes of its own. */
const command = (args: readonly string[], env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'gateway/src/main.ts', ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production', ...env },
  });
  const said = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said.text += piece));
  return { child, said };
};

describe('a gateway of several processes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guben-workers-'));
  /** Connections on which subgraphs are asked: no two processes share one. */
  const connections = new Set<unknown>();
  let slow: Promise<unknown> = Promise.resolve();
  const subgraph = createServer(async (request, response) => {
    connections.add(request.socket);
    await slow;
    response.setHeader('content-type', 'application/json').end('{"data":{"villages":{"totalCount":7}}}');
  });
  let child: ChildProcess;
  let said: { text: string };
  let port: number;
  let pids: number[];

  const told = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (let i = 0; i < 600; i++) {
      const found = pattern.exec(said.text);
      if (found) return found;
      await wait(100);
    }
    throw new Error(`not said: ${pattern}\n${said.text}`);
  };
  const issuer = new DevelopmentIssuer(folder);
  const ask = async (client: string) => {
    const token = await issuer.issue({ id: client, client, grants: [{ role: 'ANALYST', divisions: [COUNTY] }] });
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, connection: 'close' },
      body: JSON.stringify({ query: '{ villages { totalCount } }' }),
    });
    return { status: response.status, body: (await response.json()) as { data?: unknown; errors?: { message: string }[] } };
  };

  beforeAll(async () => {
    await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}`;
    ({ child, said } = command(['gateway', '--workers', '2'], {
      ...{ GUBEN_DATA: folder, PORT: '0', GUBEN_RATE_PER_MINUTE: String(A_MINUTE * POINTS) },
      ...{ GUBEN_URL_VILLAGES: url, GUBEN_URL_PERSONNEL: url, GUBEN_URL_POVERTY: url },
    }));
    const [, at, processes] = await told(/2 workers listen on (\d+) \(processes ([\d, ]+)\)/);
    port = Number(at);
    pids = (processes as string).split(', ').map(Number);
  }, 90_000);
  afterAll(() => {
    child.kill('SIGKILL');
    subgraph.close().closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shares one port, and what a client may spend is counted once for all of them', async () => {
    const answers = [];
    for (let i = 0; i < A_MINUTE + 10; i++) answers.push(await ask('spender'));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((s) => s === 200)).toHaveLength(A_MINUTE);
    expect(statuses.filter((s) => s === 429)).toHaveLength(10);
    expect(answers[0]?.body).toMatchObject({ data: { villages: { totalCount: 7 } } });
    expect(connections.size).toBeGreaterThanOrEqual(2);
  });

  it('puts another in the place of one that dies, and goes on answering; what was spent stays spent', async () => {
    process.kill(pids[0] as number, 'SIGKILL');
    await told(/worker \d died \(SIGKILL\); another takes its place/);
    for (let i = 0; i < 5; i++) expect((await ask('other')).status).toBe(200);
    const [, pid] = await told(/worker \d took its place \(process (\d+)\)/);
    expect(pids).not.toContain(Number(pid));
    const statuses = await Promise.all(Array.from({ length: 4 }, () => ask('spender').then((a) => a.status)));
    expect(statuses).toEqual([429, 429, 429, 429]);
  }, 60_000);

  it('ends when what is under way is finished', async () => {
    let go = (_: unknown): void => {};
    slow = new Promise((resolve) => {
      go = resolve;
    });
    const before = connections.size;
    const asked = Promise.all([ask('late'), ask('late'), ask('late'), ask('late')]);
    for (let i = 0; i < 100 && connections.size === before; i++) await wait(20);
    await wait(300);
    child.kill('SIGTERM');
    await told(/SIGTERM: the workers finish what is under way/);
    await wait(300);
    go(undefined);
    expect((await asked).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const [code] = child.exitCode === null ? ((await once(child, 'exit')) as [number]) : [child.exitCode];
    expect(code).toBe(0);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(ask('late')).rejects.toThrow('fetch failed');
  }, 60_000);
});

describe('a number of workers', () => {
  it.each(['0', '-1', '1.5', 'four', '65', '1e1', ''])('that is none is refused: %j', (text) => {
    expect(() => workersSaid('--workers', text)).toThrow(`--workers is a whole number from 1 to 64; it is ${text}`);
  });
  it('goes with the gateway, and nothing starts of what it does not go with', async () => {
    const { child, said } = command(['villages', '--workers', '2'], { GUBEN_DATA: join(tmpdir(), 'guben-none') });
    const [code] = (await once(child, 'close')) as [number];
    expect([code, said.text]).toEqual([1, expect.stringMatching(/^--workers goes with the gateway.*villages is one process\n$/)]);
  });
});
