import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Caller } from '#platform/context';
import type { Envelope } from '#platform/envelope';
import { together, type Version } from '#platform/version';
import { type Answer, type Ask, answers, type Waiting } from './answers.ts';
import { canonical, operations } from './questions.ts';
import { farStores, nearStores, type Stores } from './stores.ts';
import { names, tagOf } from './tags.ts';
import { OF_CALLER, OF_ENVELOPE, whose } from './whose.ts';

const caller: Caller = {
  id: 'a',
  client: 'c',
  role: 'ANALYST',
  reads: ['1'],
  writes: ['1'],
  finds: ['1'],
  purpose: undefined,
  agency: 'x',
};
const envelope: Envelope = {
  caller,
  day: '2018-12-31',
  now: new Date('2026-06-30T10:00:00+08:00'),
  requestId: 'r1',
  knownAt: undefined,
  idempotencyKey: undefined,
  operation: undefined,
};

/** The fields of an interface, as its source has them. */
const fieldsOf = (file: string, name: string): string[] => {
  const source = readFileSync(new URL(`../../../packages/platform/src/${file}`, import.meta.url), 'utf8');
  const [, body = ''] = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(source) ?? [];
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, field]) => field as string);
};

describe('what decides an answer beside its operation', () => {
  it('is every field of an envelope and of a caller, but for those of which it is said why not', () => {
    expect(Object.keys(OF_ENVELOPE).toSorted()).toEqual(fieldsOf('envelope.ts', 'Envelope').toSorted());
    expect(Object.keys(OF_CALLER).toSorted()).toEqual(fieldsOf('context.ts', 'Caller').toSorted());
    const otherwise: { [K in keyof Required<Envelope>]: unknown } = {
      caller: { ...caller, role: 'FINANCE' },
      day: '2018-12-30',
      knownAt: new Date('2020-01-01'),
      now: new Date('2026-07-01T00:00:00+08:00'),
      requestId: 'r2',
      idempotencyKey: 'k',
      operation: 'o',
    };
    for (const [field, value] of Object.entries(otherwise))
      expect([field, whose({ ...envelope, [field]: value }) === whose(envelope)]).toEqual([
        field,
        'changesNothing' in OF_ENVELOPE[field as keyof Envelope],
      ]);
    const another: { [K in keyof Required<Caller>]: unknown } = {
      id: 'b',
      client: 'd',
      role: 'FINANCE',
      reads: ['1', '2'],
      writes: [],
      finds: ['2'],
      purpose: 'ALLOWANCE_PAYMENT',
      agency: undefined,
      until: '2027-01-01',
    };
    for (const [field, value] of Object.entries(another))
      expect([field, whose({ ...envelope, caller: { ...caller, [field]: value } }) === whose(envelope)]).toEqual([
        field,
        'changesNothing' in OF_CALLER[field as keyof Caller],
      ]);
  });
  it('is the day of the clock, but not where an instant of the past is asked for', () => {
    const knownAt = new Date('2026-01-01');
    const tomorrow = new Date('2026-07-01T10:00:00+08:00');
    expect(whose({ ...envelope, knownAt })).toBe(whose({ ...envelope, knownAt, now: tomorrow }));
    expect(whose(envelope)).toBe(whose({ ...envelope, now: new Date('2026-06-30T23:59:59+08:00') }));
  });
  it.each([
    [{ reads: ['1', '2'] }, { reads: ['1,2'] }],
    [
      { role: 'A', agency: 'B' },
      { role: 'A","B', agency: undefined },
    ],
    [
      { reads: [], writes: ['1'] },
      { reads: ['1'], writes: [] },
    ],
    [{ purpose: 'null' }, { purpose: undefined }],
  ])('never runs together: %j is another caller than %j', (one, other) => {
    expect(whose({ ...envelope, caller: { ...caller, ...one } as Caller })).not.toBe(
      whose({ ...envelope, caller: { ...caller, ...other } as Caller }),
    );
  });
});

describe('an operation', () => {
  const of = operations(1_000_000);
  it('is the same however it is spaced and commented, and another under each name', () => {
    const two = 'query A { a } query B { b }';
    expect(of(two, 'A')).toBe(of('# c\nquery A{a}\n\nquery B {  b }', 'A'));
    expect(new Set([of(two, 'A'), of(two, 'B'), of('query A { a }', 'A'), of('{ a }', undefined), of('{ a: b }', undefined)]).size).toBe(5);
  });
  it.each([
    ['mutation M { m }', 'M'],
    ['query A { a } mutation M { m }', 'M'],
    ['subscription S { s }', 'S'],
    ['query A { a } query B { b }', undefined],
    ['query A { a }', 'B'],
    ['query A { a }', ''],
    ['query A { a', 'A'],
    ['', undefined],
    ['fragment F on X { a }', undefined],
    [`query A { a } # ${'x'.repeat(40_000)}`, 'A'],
    ['query A { a }', '__proto__'],
  ])('that is no query, no single one or too long is none: %.40s by the name %s', (text, name) => {
    expect(of(text, name)).toBeUndefined();
  });
  it('keeps its own number when memory is full, and no other ever gets it (D14)', () => {
    const small = operations(20_000);
    const seen = new Map<string, string>();
    for (let round = 0; round < 3; round++)
      for (let i = 0; i < 300; i++) {
        const text = `{ a${i} }`;
        const id = small(text, undefined) as string;
        expect(seen.get(id) ?? text).toBe(text);
        seen.set(id, text);
      }
  });
});

describe('variables', () => {
  it.each([
    ['{"a":1,"b":{"d":1,"c":2}}', '{"b":{"c":2,"d":1},"a":1}', true],
    ['{"a":1}', '{"a":1.0}', true],
    ['{"a":1}', '{"a":"1"}', false],
    ['{"a":null}', '{}', false],
    ['{"a":[1,2]}', '{"a":[2,1]}', false],
    ['{"a":{"0":"x","1":"y"}}', '{"a":["x","y"]}', false],
    ['{"__proto__":{"a":1}}', '{}', false],
    ['{"__proto__":{"a":1}}', '{"a":1}', false],
    ['{"constructor":1,"toString":2}', '{"toString":2,"constructor":1}', true],
    ['{"a":"\\u0041"}', '{"a":"A"}', true],
    ['{"a":"\\n1"}', '{"a":"1"}', false],
  ])('%s and %s are the same: %s (P2)', (one, other, same) => {
    expect(canonical(JSON.parse(one)) === canonical(JSON.parse(other))).toBe(same);
  });
});

describe('If-None-Match', () => {
  const tag = tagOf('application/json', Buffer.from('x'));
  it.each([
    [tag, true],
    [`W/${tag}`, true],
    ['*', true],
    [` "a", W/"b" ,${tag} `, true],
    [`"a,b", ${tag}`, true],
    ['"a", "b"', false],
    [tag.slice(1, -1), false],
    [`"x${tag}"`, false],
    [`w/${tag}`, false],
    ['', false],
    [undefined, false],
    [`"${','.repeat(10_000)}`, false],
  ])('%.60s names the tag: %s', (header, expected) => {
    expect(names(header, tag)).toBe(expected);
  });
  it('is of the bytes as a media type', () => {
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    expect(tagOf('application/graphql-response+json', Buffer.from('x'))).not.toBe(tag);
    expect(tagOf('application/json', Buffer.from('y'))).not.toBe(tag);
  });
});

const version = (over: Partial<Version> = {}): Version => ({ opening: 'o', ledger: 1, followed: 1, register: 1, ...over });
const staying: Waiting = { onGone() {} };
/** A client that can hang up. */
const leaving = () => {
  let leave = () => {};
  return { onGone: (then: () => void) => void (leave = then), hangUp: () => leave() };
};

/** One store and a way to ask it. */
function house(bytes = 1_000_000) {
  let at = version();
  const stores = nearStores({ s: () => at });
  const kept = answers(bytes, stores);
  let computed = 0;
  const ask =
    (body: string, over: { status?: number; slow?: Promise<unknown>; standing?: false } = {}): Ask =>
    async ({ footing, signal }) => {
      computed++;
      const { opening, ledger, followed, register } = at;
      if (over.standing !== false) footing.add({ s: { opening, ledger, followed, register } });
      await over.slow;
      signal.throwIfAborted();
      return { status: over.status ?? 200, headers: { 'content-type': 'application/json' }, body };
    };
  return {
    kept,
    ask,
    get computed() {
      return computed;
    },
    write: (over: Partial<Version> = { ledger: at.ledger + 1 }) => {
      at = { ...at, ...over };
    },
  };
}
const text = async (answer: Answer | Promise<Answer>) => String((await answer).body);

describe('an answer', () => {
  it.each([{ ledger: 2 }, { followed: 2 }, { register: 2 }, { opening: 'p' }])('is kept until its store changes: %j', async (change) => {
    const h = house();
    expect(await text(h.kept.give('k', staying, h.ask('one')))).toBe('one');
    expect(await text(h.kept.give('k', staying, h.ask('two')))).toBe('one');
    h.write(change);
    expect(await text(h.kept.give('k', staying, h.ask('two')))).toBe('two');
    expect(h.computed).toBe(2);
  });
  it('of which a store changed while it was computed is not told to who asks afterwards', async () => {
    const h = house();
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = h.kept.give('k', staying, h.ask('old', { slow: promise }));
    await wait(0);
    h.write();
    const second = h.kept.give('k', staying, h.ask('new'));
    expect(await text(second)).toBe('new');
    resolve();
    expect(await text(first)).toBe('old');
    expect(await text(h.kept.give('k', staying, h.ask('newest')))).not.toBe('old');
  });
  it.each([{ status: 400 }, { status: 500 }, { standing: false as const }])(
    'that failed or stands on nothing is not kept: %j',
    async (over) => {
      const h = house();
      expect(await h.kept.give('k', staying, h.ask('no', over))).not.toHaveProperty('tag');
      expect(await text(h.kept.give('k', staying, h.ask('yes')))).toBe('yes');
      expect(await text(h.kept.give('k', staying, h.ask('again')))).toBe('yes');
    },
  );
  it('is computed once for all who ask at once, and anew for each when the first fails', async () => {
    const h = house();
    const many = await Promise.all(Array.from({ length: 50 }, () => text(h.kept.give('k', staying, h.ask('one', { slow: wait(5) })))));
    expect([new Set(many), h.computed]).toEqual([new Set(['one']), 1]);
    const failing =
      (i: number): Ask =>
      async () => {
        await wait(5);
        throw new Error(`own ${i}`);
      };
    const told = await Promise.allSettled(Array.from({ length: 5 }, (_, i) => h.kept.give('other', staying, failing(i))));
    expect(told.map((t) => (t as PromiseRejectedResult).reason.message)).toEqual([0, 1, 2, 3, 4].map((i) => `own ${i}`));
  });
  it('goes on for those who wait when the first hangs up, and stops when all have', async () => {
    const h = house();
    const [a, b, c] = [leaving(), leaving(), leaving()];
    const one = Promise.allSettled([a, b].map((client) => h.kept.give('k', client, h.ask('one', { slow: wait(20) }))));
    await wait(5);
    a.hangUp();
    expect((await one)[1]).toMatchObject({ status: 'fulfilled', value: { status: 200 } });
    expect(h.computed).toBe(1);
    const gone = h.kept.give('l', c, h.ask('two', { slow: wait(20) }));
    await wait(5);
    c.hangUp();
    expect(await text(h.kept.give('l', staying, h.ask('three')))).toBe('three'); // nobody joins what is being given up
    await expect(gone).rejects.toThrow();
  });
  it('makes room for others, and is never kept when it would take more than its share', async () => {
    const h = house(100_000);
    for (let i = 0; i < 2000; i++) {
      await h.kept.give(`k${i}`, staying, h.ask('x'.repeat(2000)));
      expect(h.kept.bytes).toBeLessThanOrEqual(100_000);
    }
    await h.kept.give('last', staying, h.ask('last'));
    await h.kept.give('large', staying, h.ask('x'.repeat(20_000)));
    expect(await h.kept.give('large', staying, h.ask('x'.repeat(20_000)))).toHaveProperty('tag'); // computed, and told as well
    expect(h.computed).toBe(2003);
    expect(await text(h.kept.give('last', staying, h.ask('again')))).toBe('last');
    await h.kept.give('k'.repeat(30_000), staying, h.ask('x'));
    expect(h.kept.bytes).toBeLessThanOrEqual(100_000);
  });
});

describe('stores behind HTTP', () => {
  const far = (staleMs: number) => {
    let at = version();
    let asked = 0;
    let fails = false;
    const stores: Stores = farStores(
      {
        s: async () => {
          asked++;
          if (fails) throw new Error('down');
          return at;
        },
      },
      staleMs,
    );
    return {
      stores,
      holds: async (v = at) => stores.hold({ s: v }),
      set: (next: Version) => void (at = next),
      fail: (so: boolean) => void (fails = so),
      get asked() {
        return asked;
      },
    };
  };
  it('are asked once in the stated time, by however many, and each time when it is 0', async () => {
    const f = far(50);
    expect(await Promise.all(Array.from({ length: 20 }, () => f.holds()))).toEqual(Array(20).fill(true));
    expect(f.asked).toBe(1);
    expect(f.stores.hold({ s: version() })).toBe(true); // told at once
    f.set(version({ ledger: 2 }));
    await wait(60);
    expect(await f.holds(version())).toBe(false);
    expect(f.asked).toBe(2);
    const always = far(0);
    await always.holds();
    always.set(version({ ledger: 2 }));
    expect(await always.holds(version())).toBe(false);
    expect(always.asked).toBe(2);
  });
  it('that this gateway changed are known to have changed at once, whatever is heard late', async () => {
    const f = far(10_000);
    const early = performance.now();
    expect(await f.holds(version())).toBe(true);
    const mark = await f.stores.mark();
    f.stores.changed('s', version({ ledger: 5 }), performance.now());
    expect(await f.stores.isCurrent(mark)).toBe(false);
    f.stores.heard('s', version(), early); // asked before, answered after
    f.stores.changed('s', version({ ledger: 4 }), early); // another mutation, made before, answered after
    expect(await f.holds(version())).toBe(false);
    expect(await f.holds(version({ ledger: 4 }))).toBe(false);
    expect(await f.holds(version({ ledger: 5 }))).toBe(true);
    f.stores.changed('s', undefined, performance.now()); // a mutation that was never answered may have been made
    f.set(version({ ledger: 6 }));
    expect(await f.holds(version({ ledger: 5 }))).toBe(false);
  });
  it('that do not answer, or that nobody knows, hold nothing, and are not asked by each who waits (F9)', async () => {
    const f = far(0);
    f.fail(true);
    for (let i = 0; i < 20; i++) expect(await f.holds()).toBe(false);
    expect(f.asked).toBe(1);
    expect(await f.stores.hold({ __proto__: version(), t: version() } as never)).toBe(false);
    expect(await nearStores({ s: () => version() }).hold({ toString: version() } as never)).toBe(false);
  });
  it('that were opened anew hold nothing of before', async () => {
    const f = far(0);
    await f.holds();
    f.set(version({ opening: 'p' }));
    expect(await f.holds(version())).toBe(false);
    expect(await f.holds()).toBe(true);
  });
});

describe('one question for all who ask at once', () => {
  it('begins after the last of them asked', async () => {
    let at = 0;
    const ask = together(async () => at);
    const first = ask();
    at = 1;
    expect(await Promise.all([first, ask()])).toEqual([1, 1]);
    at = 2;
    expect(await ask()).toBe(2);
  });
});
