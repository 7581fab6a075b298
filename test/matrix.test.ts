import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES as POLICIES } from '#access/policies';
import { dayOf } from '#platform/day';
import { type Asking, COUNTY, envelopeFor, TEST_NOW } from '#platform/testing';
import { type Platform, platform } from './kit.ts';

type Raw = Record<string, string>;

let p: Platform;
/** The raw tables, read past every filter. */
const raw: Record<string, Raw[]> = {};
beforeAll(async () => {
  p = await platform();
  const read = async (store: string, table: string) =>
    ((await p.running.subgraphs[store]?.store.orm.em.getConnection().execute(`select * from ${table}`)) ?? []) as Raw[];
  for (const { store, table } of Object.values(NOUNS)) raw[table] = await read(store, table);
  raw['territory'] = await read('villages', 'territory');
  raw['division_change'] = await read('villages', 'division_change');
});
afterAll(() => p[Symbol.asyncDispose]());

interface Noun {
  readonly store: string;
  readonly table: string;
  readonly list: string;
  readonly type: string;
  /** The class whose policy line decides who reads it; null: everybody. */
  readonly policy: string | null;
  /** Whether a row concerns a caller whose divisions (all below them included) are these. */
  readonly concerns: (row: Raw, covered: ReadonlySet<string>, above: ReadonlySet<string>) => boolean;
  readonly where?: (row: Raw) => boolean;
}

const at = (column: string) => (row: Raw, covered: ReadonlySet<string>) => covered.has(row[column] as string);

const NOUNS: Readonly<Record<string, Noun>> = {
  villages: {
    store: 'villages',
    table: 'division',
    list: 'villages',
    type: 'Village',
    policy: null,
    concerns: at('id'),
    where: (r) => r['kind'] === 'VILLAGE' || r['kind'] === 'COMMUNITY',
  },
  organizations: {
    store: 'villages',
    table: 'party_organization',
    list: 'partyOrganizations',
    type: 'PartyOrganization',
    policy: 'PartyOrganization',
    concerns: at('division'),
  },
  memberCounts: {
    store: 'villages',
    table: 'member_count',
    list: 'memberCounts',
    type: 'MemberCount',
    policy: 'MemberCount',
    concerns: at('division'),
  },
  offices: {
    store: 'villages',
    table: 'office_holding',
    list: 'officeHoldings',
    type: 'OfficeHolding',
    policy: 'OfficeHolding',
    concerns: at('division'),
  },
  committees: {
    store: 'villages',
    table: 'committee',
    list: 'committees',
    type: 'Committee',
    policy: 'Committee',
    concerns: at('division'),
  },
  incomes: {
    store: 'villages',
    table: 'collective_economy_record',
    list: 'collectiveEconomyRecords',
    type: 'CollectiveEconomyRecord',
    policy: 'CollectiveEconomyRecord',
    concerns: at('village'),
  },
  persons: {
    store: 'personnel',
    table: 'person',
    list: 'persons',
    type: 'Person',
    policy: 'Person',
    concerns: (row, covered) => covered.has(row['home_division'] as string) || postedInto(row['id'] as string, covered),
  },
  postings: { store: 'personnel', table: 'posting', list: 'postings', type: 'Posting', policy: 'Posting', concerns: at('division') },
  teams: {
    store: 'personnel',
    table: 'resident_team',
    list: 'residentTeams',
    type: 'ResidentTeam',
    policy: 'ResidentTeam',
    concerns: at('village'),
  },
  findings: { store: 'poverty', table: 'finding', list: 'findings', type: 'Finding', policy: 'Finding', concerns: at('village') },
  plans: {
    store: 'poverty',
    table: 'inspection_plan',
    list: 'inspectionPlans',
    type: 'InspectionPlan',
    policy: 'InspectionPlan',
    concerns: (row, covered, above) => covered.has(row['division'] as string) || above.has(row['division'] as string),
  },
  inspections: {
    store: 'poverty',
    table: 'inspection',
    list: 'inspections',
    type: 'Inspection',
    policy: 'Inspection',
    concerns: (row, covered, above) => covered.has(row['division'] as string) || above.has(row['division'] as string),
  },
};

const postings = new Map<string, Set<string>>();
function postedInto(person: string, covered: ReadonlySet<string>): boolean {
  if (postings.size === 0)
    for (const r of raw['posting'] as Raw[])
      postings.set(r['person'] as string, (postings.get(r['person'] as string) ?? new Set()).add(r['division'] as string));
  return [...(postings.get(person) ?? [])].some((d) => covered.has(d));
}

/** Divisions at or below, and above, those that the codes name: worked out from parents, one step at a time. */
function territoryOf(codes: readonly string[]): { covered: Set<string>; above: Set<string> } {
  const rows = raw['territory'] as Raw[];
  const last = new Map<string, Raw>();
  for (const r of rows)
    if (!last.has(r['division'] as string) || (r['valid_from'] as string) > (last.get(r['division'] as string)?.['valid_from'] as string))
      last.set(r['division'] as string, r);
  const heirs = new Map<string, string>();
  for (const c of raw['division_change'] as Raw[]) {
    const parse = (v: unknown): string[] | null => (typeof v === 'string' ? JSON.parse(v) : (v as string[] | null));
    if (c['type'] === 'MERGE') heirs.set((parse(c['from']) as string[])[0] as string, (parse(c['to']) as string[])[0] as string);
  }
  const parentOf = (id: string): string | undefined => {
    const parent = last.get(id)?.['parent'] ?? undefined;
    return parent && (heirs.get(parent) ?? parent);
  };
  const named = new Set(codes.flatMap((code) => rows.filter((r) => r['code'] === code).map((r) => r['division'] as string)));
  const covered = new Set(
    [...last.keys()].filter((id) => {
      for (let at: string | undefined = id; at; at = parentOf(at)) if (named.has(at)) return true;
      return false;
    }),
  );
  const above = new Set<string>();
  for (const id of named) for (let at = parentOf(id); at; at = parentOf(at)) above.add(at);
  return { covered, above };
}

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

/** What a caller ought to get: the raw rows that hold on the day, concern the territory, and that the role reads. */
function due(noun: Noun, { role, divisions, day }: Required<Pick<Asking, 'role' | 'divisions' | 'day'>>): Set<string> {
  if (noun.policy && !(POLICIES as Record<string, { reads: readonly string[] }>)[role]?.reads.includes(noun.policy)) return new Set();
  const { covered, above } = territoryOf(divisions);
  return new Set(
    (raw[noun.table] as Raw[])
      .filter((r) => (r['valid_from'] as string) <= day && day < (r['valid_to'] as string))
      .filter((r) => noun.where?.(r) ?? true)
      .filter((r) => noun.concerns(r, covered, above))
      .map((r) => r['id'] as string),
  );
}

const answer = async (noun: Noun, query: string, asking: Asking, variables = {}) =>
  (await p.running.subgraphs[noun.store]?.answer({ query, variables }, envelopeFor(asking))) as {
    data?: Record<string, never> | null;
    errors?: { extensions: { code: string } }[];
  };

/** All ids of a list, page by page. */
async function listed(noun: Noun, asking: Asking): Promise<{ ids: string[]; total: number; codes: string[] }> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { data, errors } = await answer(
      noun,
      `query ($after: String) { page: ${noun.list}(first: 200, after: $after) { totalCount nodes { id } pageInfo { endCursor hasNextPage } } }`,
      asking,
      { after },
    );
    if (errors) return { ids, total: 0, codes: errors.map((e) => e.extensions.code) };
    const page = (
      data as unknown as { page: { totalCount: number; nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }
    ).page;
    ids.push(...page.nodes.map((n) => n.id));
    if (!page.pageInfo.hasNextPage) return { ids, total: page.totalCount, codes: [] };
    after = page.pageInfo.endCursor;
  }
}

const callers = [
  ...Object.keys(POLICIES).map((role) => ({ role, where: 'the county' })),
  ...['ORG_DEPT', 'TOWNSHIP_ADMIN', 'ANALYST', 'FINANCE', 'INTEGRATOR'].flatMap((role) =>
    Object.keys(TERRITORIES)
      .slice(1)
      .map((where) => ({ role, where })),
  ),
];

describe.each(Object.entries(NOUNS))('the %s that a caller gets', (_, noun) => {
  it.each(callers)(
    'as $role over $where are those that are due, in lists, counts, references and single reads (Z6, Z7, Z9)',
    async ({ role, where }) => {
      for (const day of DAYS) {
        const asking = { role, divisions: TERRITORIES[where] as readonly string[], day };
        const allowed = due(noun, asking);
        const { ids, total, codes } = await listed(noun, asking);
        const reads = noun.policy === null || (POLICIES as Record<string, { reads: readonly string[] }>)[role]?.reads.includes(noun.policy);
        if (!reads) expect(codes).toEqual(['FORBIDDEN']);
        else {
          expect(codes).toEqual([]);
          expect(new Set(ids)).toEqual(allowed);
          expect(ids.length).toBe(allowed.size);
          expect(total).toBe(allowed.size);
        }
        // References: a few that are due and a few that aren't, as another subgraph would hand them in.
        const everybody = [...due(noun, { role: 'COUNTY_SECRETARY', divisions: [COUNTY], day })];
        const sample = [
          ...everybody.filter((id) => allowed.has(id)).slice(0, 5),
          ...everybody.filter((id) => !allowed.has(id)).slice(0, 5),
          'unknown_key_00',
        ];
        const { data } = await answer(
          noun,
          `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${noun.type} { id } } }`,
          asking,
          {
            r: sample.map((id) => ({ __typename: noun.type, id })),
          },
        );
        const entities = ((data as unknown as { _entities: ({ id: string } | null)[] } | null)?._entities ?? sample.map(() => null)).map(
          (e) => e?.id ?? null,
        );
        expect(entities).toEqual(sample.map((id) => (allowed.has(id) ? id : null)));
      }
    },
  );
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
      due(NOUNS['findings'] as Noun, { role: 'TOWNSHIP_ADMIN', divisions: ['140222102000'], day: '2018-12-31' }).size,
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
