import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { villages } from '../../../subgraphs/villages/src/subgraph.ts';
import { catchUp, type Feed } from './follow.ts';
import { append, type Entry, firstBroken, LedgerRow } from './ledger.ts';
import { type App, envelopeFor, testApp } from './testing.ts';

let app: App;
beforeAll(async () => {
  app = await testApp(villages, { seed: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const entry = (key: string): Entry => ({
  day: '2026-06-30',
  noun: 'note',
  key,
  event: 'note.taken',
  place: null,
  before: null,
  after: `{"key":"${key}"}`,
});
const write = (key: string, pauseMs = 0) =>
  app.subgraph.store.orm.em.fork().transactional(async (em) => {
    await append(em as SqlEntityManager, envelopeFor(), [entry(key)]);
    if (pauseMs) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  });

describe('the ledger', () => {
  it('has no gap and an unbroken chain after many writers at once', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, i) => write(`n${i}`)));
    const rows = await app.ledger();
    expect(rows.map((r) => r.seq)).toEqual(rows.map((_, i) => i + 1));
    expect(firstBroken(rows)).toBeNull();
  });

  it('never lets a reader skip a row that commits late', async () => {
    const start = (await app.ledger()).length;
    const seen: number[] = [];
    let last = start;
    let writing = true;
    const reader = (async () => {
      while (writing || (await app.subgraph.feed.read(last, 1)).length > 0)
        for (const row of await app.subgraph.feed.read(last, 10)) {
          seen.push(row.seq);
          last = row.seq;
        }
    })();
    // Slow and fast transactions side by side: the slow ones would commit after younger numbers if the order allowed it.
    await Promise.all(Array.from({ length: 60 }, (_, i) => write(`late${i}`, i % 3 === 0 ? 15 : 0)));
    writing = false;
    await reader;
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => start + i + 1));
  });

  it('leaves nothing of a transaction that fails', async () => {
    const before = (await app.ledger()).length;
    const failing = app.subgraph.store.orm.em.fork().transactional(async (em) => {
      await append(em as SqlEntityManager, envelopeFor(), [entry('lost')]);
      throw new Error('the reason');
    });
    await expect(failing).rejects.toThrow('the reason');
    expect((await app.ledger()).length).toBe(before);
    expect(firstBroken(await app.ledger())).toBeNull();
  });

  it('names the first row that was tampered with', async () => {
    const rows = await app.ledger();
    const altered = rows.map((r, i) => (i === 41 ? Object.assign(new LedgerRow(), r, { actor: 'somebody else' }) : r));
    expect(firstBroken(altered)?.seq).toBe(42);
    expect(firstBroken(rows.filter((_, i) => i !== 41))?.seq).toBe(43);
  });

  it('that was read is not written again by what is saved after it', async () => {
    const em = app.subgraph.store.orm.em.fork();
    expect((await em.find(LedgerRow, {}, { limit: 3 })).length).toBe(3);
    app.statements.length = 0;
    await em.flush();
    expect(app.statements).toEqual([]);
  });

  it('can be asked for the rows after any number', async () => {
    expect((await app.subgraph.feed.read(5, 3)).map((r) => r.seq)).toEqual([6, 7, 8]);
  });
});

describe('a follower', () => {
  it('carries out each row once, however often it is interrupted', async () => {
    const follower = await testApp(villages, { seed: false });
    const done: number[] = [];
    let broken = true;
    const feed: Feed = { ...app.subgraph.feed, name: 'other' };
    const reactions = {
      note: (_: SqlEntityManager, row: LedgerRow) => {
        if (broken && row.seq === 20) throw new Error('interrupted');
        done.push(row.seq);
      },
    };
    await expect(catchUp(follower.subgraph.store, feed, reactions)).rejects.toThrow('interrupted');
    done.length = 0; // what was begun was undone with its position
    broken = false;
    const count = await catchUp(follower.subgraph.store, feed, reactions);
    expect(done).toEqual(Array.from({ length: count }, (_, i) => i + 1));
    expect(await catchUp(follower.subgraph.store, feed, reactions)).toBe(0);
    await follower[Symbol.asyncDispose]();
  });
});
