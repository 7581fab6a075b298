import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '#access/policies';
import { type Day, dayOf } from '#platform/day';
import type { Subgraph } from '#platform/subgraph';
import { COUNTY, envelopeFor, TEST_NOW } from '#platform/testing';
import { LISTS } from '../gateway/src/slices/lists.ts';
import { Due, NOUNS, type Noun } from './due.ts';
import { type Extension, fileOf, MEDIA_TYPES, Readers } from './file.ts';
import { type Platform, platform } from './kit.ts';

let p: Platform;
let due: Due;
beforeAll(async () => {
  p = await platform();
  due = await Due.of(p);
});
const readers = new Readers();
afterAll(async () => {
  await readers[Symbol.asyncDispose]();
  await p[Symbol.asyncDispose]();
});

const TERRITORIES: Readonly<Record<string, readonly string[]>> = {
  'the county': [COUNTY],
  'a township': ['140222102000'],
  'the township that took in another': ['140222100000'],
  'a township and a village of another': ['140222209000', '140222103200'],
  'a village by the code it lost': ['140222202200'],
  'an unknown code': ['140222999000'],
  nothing: [],
};
const DAYS = ['2018-12-31', dayOf(TEST_NOW)];

/** Every role over the county, and two roles over every territory. */
const callers = [
  ...Object.keys(ROLES).map((role) => ({ role, where: 'the county' })),
  ...['ORG_DEPT', 'TOWNSHIP_ADMIN'].flatMap((role) =>
    Object.keys(TERRITORIES)
      .slice(1)
      .map((where) => ({ role, where })),
  ),
];

interface Caller {
  readonly role: string;
  readonly divisions: readonly string[];
  readonly day: Day;
}

const answer = async (noun: Noun, query: string, caller: Caller, variables = {}) => {
  const { data, errors } = (await (p.running.subgraphs[noun.store] as Subgraph).answer({ query, variables }, envelopeFor(caller))) as {
    data?: Record<string, never> | null;
    errors?: { extensions: { code: string } }[];
  };
  return { data: data as unknown as Record<string, never> | null, codes: (errors ?? []).map((e) => e.extensions.code) };
};

/** Whether a list can be summed and grouped, by its schema. */
const fieldsOf = (noun: Noun): Record<string, { args: readonly { name: string }[] }> => {
  const type = p.running.subgraphs[noun.store]?.schema.getType(`${noun.type}Connection`);
  return type && 'getFields' in type ? (type.getFields() as never) : {};
};
const groupField = (noun: Noun): string | undefined => {
  const type = p.running.subgraphs[noun.store]?.schema.getType(`${noun.type}GroupField`);
  return type && 'getValues' in type ? type.getValues()[0]?.name : undefined;
};

/** Pages of a list are read to their end up to so many rows; of longer ones the first pages and the count. */
const READ_WHOLE = 1200;

async function listed(noun: Noun, caller: Caller): Promise<{ ids: string[]; total: number | null; codes: string[] }> {
  const ids: string[] = [];
  let total: number | null = 0;
  for (let after: string | null = null; ; ) {
    const { data, codes } = await answer(
      noun,
      `query ($after: String) { page: ${noun.list}(first: 200, after: $after) { ${after === null ? 'totalCount ' : ''}nodes { id } pageInfo { endCursor hasNextPage } } }`,
      caller,
      { after },
    );
    if (codes.length) return { ids, total: 0, codes };
    const page = (
      data as unknown as {
        page: { totalCount?: number | null; nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
      }
    ).page;
    ids.push(...page.nodes.map((n) => n.id));
    if (page.totalCount !== undefined) total = page.totalCount;
    if (!page.pageInfo.hasNextPage || ids.length >= READ_WHOLE) return { ids, total, codes: [] };
    after = page.pageInfo.endCursor;
  }
}

/** A few keys that are due to a caller and a few that are not, as the whole county's reader knows them. */
function sampleFor(noun: Noun, day: Day, allowed: ReadonlySet<string>): string[] {
  const everybody = [...due.keys(noun, noun.policy === null ? 'ANALYST' : (someReader(noun) as string), [COUNTY], day)];
  return [
    ...everybody.filter((id) => allowed.has(id)).slice(0, 5),
    ...everybody.filter((id) => !allowed.has(id)).slice(0, 5),
    'unknown_key_00',
  ];
}
const someReader = (noun: Noun) => Object.keys(ROLES).find((role) => Due.reads(noun, role));

describe.each(Object.entries(NOUNS))('the %s that a caller gets', (_, noun) => {
  it('are those that are due, in lists, counts, sums, references and single reads, whoever asks (Z6, Z7, Z9)', async () => {
    for (const [i, { role, where }] of callers.entries()) {
      // Roles over the county take turns with the days; territories are asked about on both.
      for (const day of where === 'the county' ? [DAYS[i % 2] as Day] : DAYS) {
        const caller = { role, divisions: TERRITORIES[where] as readonly string[], day };
        const who = `${role} over ${where} on ${day}`;
        const allowed = due.keys(noun, role, caller.divisions, day);
        const { ids, total, codes } = await listed(noun, caller);
        if (!Due.reads(noun, role)) {
          expect(new Set(codes), who).toEqual(new Set(['FORBIDDEN']));
          const { data } = await answer(noun, `{ page: ${noun.list} { totalCount } }`, caller);
          const count = Due.counts(noun, role) ? due.told(noun, role, due.held(noun, caller.divisions, day)) : undefined;
          expect((data as unknown as { page: { totalCount: number | null } | null } | null)?.page?.totalCount, who).toBe(count);
        } else {
          expect(codes, who).toEqual([]);
          expect(total, who).toBe(due.told(noun, role, due.held(noun, caller.divisions, day)));
          expect(new Set(ids).size, who).toBe(ids.length);
          expect(
            ids.filter((id) => !allowed.has(id)),
            who,
          ).toEqual([]);
          expect(ids.length, who).toBe(Math.min(allowed.size, Math.max(ids.length, READ_WHOLE)));
          await summed(noun, caller, allowed.size, who);
        }
        const sample = sampleFor(noun, day, allowed);
        const expected = sample.map((id) => (allowed.has(id) ? id : null));
        expect(await referred(noun, caller, sample), who).toEqual(expected);
        if (noun.single) expect(await singly(noun, caller, sample), who).toEqual(expected);
      }
    }
  }, 120_000);
});

/** Sums over a list, and over its groups, come to what is due. */
async function summed(noun: Noun, caller: Caller, size: number, who: string): Promise<void> {
  if (!fieldsOf(noun)['aggregates']) return;
  const by = groupField(noun);
  const groups = by ? `groupedAggregates(groupBy: [{ field: ${by} }], first: 1000) { count }` : '';
  const { data, codes } = await answer(noun, `{ page: ${noun.list} { aggregates { count } ${groups} } }`, caller);
  if (by && codes.length && codes.every((c) => c === 'FORBIDDEN')) return; // the first thing to group by is masked for this role
  expect(codes, who).toEqual([]);
  const { page } = data as unknown as { page: { aggregates: { count: number | null }; groupedAggregates?: { count: number | null }[] } };
  if (page.aggregates.count !== null) expect(page.aggregates.count, who).toBe(size);
  const counts = page.groupedAggregates?.map((g) => g.count) ?? [];
  if (by && !counts.includes(null) && counts.length < 1000)
    expect(
      counts.reduce<number>((sum, n) => sum + (n ?? 0), 0),
      who,
    ).toBe(size);
}

/** Rows as another subgraph would ask for them, by reference. */
async function referred(noun: Noun, caller: Caller, sample: readonly string[]): Promise<(string | null)[]> {
  const { data } = await answer(noun, `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${noun.type} { id } } }`, caller, {
    r: sample.map((id) => ({ __typename: noun.type, id })),
  });
  const found = (data as unknown as { _entities: ({ id: string } | null)[] } | null)?._entities;
  return sample.map((_, i) => found?.[i]?.id ?? null);
}

/** Rows one by one, by the query for a single one. */
async function singly(noun: Noun, caller: Caller, sample: readonly string[]): Promise<(string | null)[]> {
  const query = `query (${sample.map((_, i) => `$k${i}: ID!`).join(', ')}) { ${sample.map((_, i) => `r${i}: ${noun.single}(id: $k${i}) { id }`).join(' ')} }`;
  const { data } = await answer(noun, query, caller, Object.fromEntries(sample.map((id, i) => [`k${i}`, id])));
  return sample.map((_, i) => (data as unknown as Record<string, { id: string } | null> | null)?.[`r${i}`]?.id ?? null);
}

describe('the file that a caller gets of any noun', () => {
  const extensions = Object.keys(MEDIA_TYPES) as Extension[];
  // Every noun in every format, each time for another caller; every caller meets every format.
  const some = callers.filter(({ role, where }) => where !== 'the county' || role !== 'ORG_DEPT');

  it.each(extensions)(
    'as %s holds the rows that are due, or is refused (Z9)',
    async (extension) => {
      for (const [i, noun] of Object.values(NOUNS).entries()) {
        const { role, where } = some[(i * extensions.length + extensions.indexOf(extension) * 7) % some.length] as (typeof some)[number];
        const [divisions, day] = [TERRITORIES[where] as readonly string[], DAYS[i % 2] as Day];
        const who = `${noun.list} for ${role} over ${where} on ${day}`;
        const got = await fileOf(p, `{ ${noun.list} { nodes { id } } }`, { role, divisions, asOf: day, accept: MEDIA_TYPES[extension] });
        if (!Due.reads(noun, role)) {
          expect([got.status, got.errors[0]?.extensions.code], who).toEqual([403, 'FORBIDDEN']);
          continue;
        }
        expect([got.status, got.whole], who).toEqual([200, true]);
        const ids = await readers.firstColumn(got.bytes, extension);
        expect(ids.length, who).toBe(Number(got.trailers['x-row-count']));
        expect(ids.toSorted(), who).toEqual([...due.keys(noun, role, divisions, day)].toSorted());
      }
    },
    60_000,
  );
});

describe('the snapshot that a caller takes of an agreed list', () => {
  const agreed = Object.entries(LISTS).map(([name, { query, persons }]) => {
    const noun = Object.values(NOUNS).find((n) => query.startsWith(`{ ${n.list} {`));
    if (!noun) throw new Error(`no noun is listed by ${query}`);
    return { name, noun, masked: persons?.dataClass === 'SENSITIVE' };
  });
  it('holds as many rows as are due, and a slice tells no more; or it is refused (Z9)', async () => {
    let rows = 0;
    for (const [i, { name, noun, masked }] of agreed.entries()) {
      const { role, where } = callers[(i * 5 + 3) % callers.length] as (typeof callers)[number];
      const [divisions, day] = [TERRITORIES[where] as readonly string[], DAYS[i % 2] as Day];
      const who = `${name} for ${role} over ${where} on ${day}`;
      const post = async (path: string, body: object) => {
        const authorization = `Bearer ${await p.token({ role, divisions })}`;
        const response = await fetch(`${p.origin}${path}`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json', 'as-of': day },
          body: JSON.stringify(body),
        });
        return { status: response.status, body: await response.json() };
      };
      const taken = await post('/slices/snapshots', { list: name });
      if (!Due.reads(noun, role) || masked) {
        expect([taken.status, taken.body.code], who).toEqual([403, 'FORBIDDEN']);
        continue;
      }
      const held = due.held(noun, divisions, day);
      expect([taken.status, taken.body.rows], who).toEqual([201, held.length]);
      const { body } = await post('/slices', { snapshot: taken.body.id });
      expect(body.rows, who).toEqual([{ count: due.told(noun, role, held) }]);
      rows += held.length;
    }
    expect(rows).toBeGreaterThan(100);
  }, 60_000);
});

describe('a count over the whole county', () => {
  it('asked by a township is of the township, and the answer says so', async () => {
    const { data, extensions } = await p.ask(
      '{ county(code: "140222000000") { villages { totalCount } coverage { full { denominator } } findings { totalCount } } }',
      {},
      {
        role: 'TOWNSHIP_ADMIN',
        divisions: ['140222102000'],
        asOf: '2018-12-31',
      },
    );
    expect(data.county.villages.totalCount).toBe(24);
    expect(data.county.coverage.full.denominator).toBe(24);
    expect(data.county.findings.totalCount).toBe(
      due.keys(NOUNS['findings'] as Noun, 'TOWNSHIP_ADMIN', ['140222102000'], '2018-12-31').size,
    );
    expect(extensions['scope']).toEqual(['140222102000']);
  });
});

describe('what is worked out from rows that a role may not read', () => {
  it('is refused, and never told as missing, vacant or none', async () => {
    const { data, errors } = await p.ask(
      '{ village(code: "140222102200") { coverage { full } secretary { vacant } collectiveEconomy(year: 2018) { total } } county(code: "140222000000") { coverage { full { numerator } } } }',
      {},
      { role: 'SYSTEM_ADMIN', asOf: '2018-12-31' },
    );
    expect(data).toEqual({ village: { coverage: null, secretary: null, collectiveEconomy: null }, county: { coverage: null } });
    expect(errors.map((e) => [e.extensions['code'], e.extensions['noun']]).toSorted()).toEqual([
      ['FORBIDDEN', 'CollectiveEconomyRecord'],
      ['FORBIDDEN', 'OfficeHolding'],
      ['FORBIDDEN', 'Posting'],
      ['FORBIDDEN', 'Posting'],
    ]);
  });
});
