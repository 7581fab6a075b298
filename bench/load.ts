import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import autocannon from 'autocannon';
import { Pool } from 'undici';
import type { Operation } from './operations.ts';
import { memoryOf, processorTimeOf } from './processes.ts';
import type { Answer, House, Shape } from './shapes.ts';

export interface Load {
  readonly connections: number;
  /** How long a round should last. */
  readonly seconds: number;
}

/** What one round of one shape measured. */
export interface Round {
  readonly perSecond: number;
  /** Milliseconds, over connections that are open already. */
  readonly p50: number;
  readonly p99: number;
  /** Processor time of all processes of the shape for one request, ms. */
  readonly processor: number;
  /** The most memory that all processes of the shape held at once, MB. */
  readonly memory: number;
}

const LOOK_MS = 50;
const SETTLE_MS = 100;

/**
 * Asks one shape the same question over some connections. Every response must be 2xx and of one length; one body every
 * 50 ms is compared with the expected one, and one whole answer before the round and after it.
 *
 * `rate` is how many requests a second the shape managed before: it fixes the number of requests that fill the time, and
 * all of them are waited for, because a slow shape would lose more than a fast one by what a deadline cuts off. Without a
 * rate the deadline rules: a warm-up, that finds the rate.
 */
export async function round(
  house: House,
  shape: Shape,
  operation: Operation,
  expected: Answer,
  { connections, seconds }: Load,
  rate?: number,
): Promise<Round> {
  const asked = performance.now();
  const before = await same(house, shape, operation, expected);
  const alone = (performance.now() - asked) / 1000;
  const skeleton = asciiOf(before.text);
  let answered = 0;
  const times: number[] = [];
  const open = new Set<unknown>();
  const lengths = new Set<number>();
  let looked = 0;
  let memory = memoryOf(shape.pids());
  const watching = setInterval(() => {
    memory = Math.max(memory, memoryOf(shape.pids()));
  }, LOOK_MS);
  const used = processorTimeOf(shape.pids());
  const began = performance.now();
  let last = began;
  try {
    await new Promise<void>((resolve, reject) => {
      autocannon(
        {
          url: `${shape.origin}/graphql`,
          method: 'POST',
          headers: house.headers(operation),
          body: shape.question(operation) as string,
          connections,
          ...(rate
            ? { amount: Math.max(2 * connections, Math.round(rate * seconds)) }
            : { duration: Math.max(seconds, 3 * connections * alone) }),
          sampleInt: 50,
          bailout: 1,
          verifyBody(body) {
            if (last - looked < LOOK_MS) return true;
            looked = last;
            return asciiOf(body) === skeleton;
          },
        },
        (error, { errors, timeouts, mismatches, non2xx }) => {
          if (error) reject(error);
          else if (errors || mismatches || non2xx || lengths.size !== 1)
            reject(
              new Error(
                `${operation.name} through ${shape.name}: of ${answered} responses ${non2xx} were not 2xx, ${mismatches} of those compared had another body, ${lengths.size} lengths were seen; ${errors} requests failed, ${timeouts} of them for want of time`,
              ),
            );
          else resolve();
        },
      ).on('response', (client, _, bytes, milliseconds) => {
        last = performance.now();
        answered++;
        lengths.add(bytes);
        // A connection's first answer has waited for the connection: it counts, but it says nothing of the others.
        if (open.has(client)) times.push(milliseconds);
        open.add(client);
      });
    });
  } finally {
    clearInterval(watching);
  }
  const processor = (processorTimeOf(shape.pids()) - used) / answered;
  await same(house, shape, operation, expected); // also waits for what a warm-up cut off
  await sleep(SETTLE_MS);
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.min(times.length - 1, Math.ceil(times.length * part) - 1)] as number;
  return { perSecond: answered / ((last - began) / 1000), p50: at(0.5), p99: at(0.99), processor, memory };
}

/** Asks once, and insists on the expected data; what an answer carries beside them may differ. */
export async function same(house: House, shape: Shape, operation: Operation, expected: Answer): Promise<Answer> {
  const answer = await house.ask(shape, operation);
  if (answer.text !== expected.text && !isDeepStrictEqual(answer.data, expected.data))
    throw new Error(`${operation.name} through ${shape.name} has other data than through the first shape`);
  return answer;
}

/** What a run in which every body was looked at has found. */
export interface Looked {
  readonly answered: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Answers that weren't 200 with the right body, and requests that failed. */
  readonly wrong: number;
  /** How many of them say that they lack something, or never came: what isn't among these is simply wrong. */
  readonly refused: number;
}

export interface Asked {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** Whether a whole body is right. */
  right(body: string): boolean;
}

/**
 * Asks over so many connections, all at once, and looks at every body from its first byte to its last. Each connection
 * asks for `times` rounds or until `seconds` are over; `next` says what is asked next.
 */
export async function lookAtAll(
  origin: string,
  connections: number,
  { times = Number.POSITIVE_INFINITY, seconds = Number.POSITIVE_INFINITY }: { times?: number; seconds?: number },
  next: (turn: number) => Asked | Promise<Asked>,
): Promise<Looked> {
  const pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: 120_000, bodyTimeout: 120_000 });
  const took: number[] = [];
  let [wrong, refused, turns] = [0, 0, 0];
  const began = performance.now();
  const one = async () => {
    for (let n = 0; n < times && performance.now() - began < seconds * 1000; n++) {
      const { right, ...asked } = await next(turns++);
      const sent = performance.now();
      const { status, text } = await pool
        .request(asked)
        .then(async ({ statusCode, body }) => ({ status: statusCode, text: await body.text() }))
        .catch(() => ({ status: 0, text: '' }));
      const ok = right(text) && status === 200;
      took.push(performance.now() - sent);
      if (ok) continue;
      wrong++;
      if (status === 0 || status >= 500 || text.includes('"errors":[')) refused++;
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const elapsed = (performance.now() - began) / 1000;
  await pool.close();
  took.sort((a, b) => a - b);
  const at = (part: number) => took[Math.min(took.length - 1, Math.ceil(took.length * part) - 1)] as number;
  return { answered: took.length, perSecond: took.length / elapsed, p50: at(0.5), p99: at(0.99), wrong, refused };
}

/** autocannon decodes a body piece by piece, which spoils a Chinese character that two pieces share: the rest is compared. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins there
const asciiOf = (text: string): string => text.replace(/[^\x00-\x7f]+/g, '');
