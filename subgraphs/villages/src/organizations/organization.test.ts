import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FOREVER } from '#platform/day';
import { firstBroken } from '#platform/ledger';
import { type App, type Asking, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';
import { type Branching, cycleOn, OrganizationType, type Standing, warningsOf } from './organization.rules.ts';

const { BRANCH, GENERAL_BRANCH, JOINT_BRANCH } = OrganizationType;
const FIELDS = 'id version name type field tier founded document validFrom parent { id } units';
const move = (name: string) =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${FIELDS} } }`;
const org: Asking = { role: 'ORG_DEPT' };
const document = '天组发〔2026〕8号';

let app: App;
let county: string;
let committee: string;
beforeAll(async () => {
  app = await testApp(villages);
  county = app.subgraph.store.territory.named('140222000000') as string;
  const { data } = await app.ask('{ partyOrganizations(filter: { type: { eq: COUNTY_COMMITTEE } }) { nodes { id } } }');
  committee = data.partyOrganizations.nodes[0].id;
});
afterAll(() => app[Symbol.asyncDispose]());

const found = (over: object = {}, asking: Asking = {}) =>
  app.ask(
    move('foundOrganization'),
    { input: { name: '教育系统党委', type: 'BASIC_COMMITTEE', field: 'SCHOOL', parent: committee, division: county, document, ...over } },
    { ...org, ...asking },
  );
const founded = async (over: object = {}, asking: Asking = {}): Promise<string> => (await found(over, asking)).data.foundOrganization.id;
const reparent = (organization: string, parent: string, asking: Asking = {}) =>
  app.ask(move('reparentOrganization'), { input: { organization, parent, document } }, { ...org, ...asking });

describe('Party organizations', () => {
  it('are of all types and the seven fields, each below one that may stand above it', async () => {
    const { data } = await app.ask(
      `{ all: partyOrganizations { totalCount
           types: groupedAggregates(groupBy: [{ field: TYPE }]) { keys { type } count }
           fields: groupedAggregates(groupBy: [{ field: FIELD }]) { keys { field } count } } }`,
      {},
      { day: '2018-12-31' },
    );
    expect(data.all.totalCount).toBeGreaterThanOrEqual(250);
    expect(data.all.totalCount).toBeLessThanOrEqual(400);
    expect(data.all.types.map((g: { keys: { type: string } }) => g.keys.type).sort()).toEqual(Object.keys(OrganizationType).sort());
    expect(data.all.fields).toHaveLength(7);
  });

  it('hang below the township in which their village lies, today as then', async () => {
    const parent = 'query ($code: DivisionCode!) { village(code: $code) { party { name parent { name } } } }';
    const then = await app.ask(parent, { code: '140222202200' }, { day: '2018-12-31' });
    expect(then.data.village.party).toEqual({ name: '南河堡村党支部', parent: { name: '南河堡乡党委' } });
    const now = await app.ask(parent, { code: '140222202200' });
    expect(now.data.village.party.parent).toEqual({ name: '玉泉镇党委' });
  });

  it('show children, officers, members and warnings in a constant number of statements', async () => {
    const ask = (first: number) =>
      app.ask(
        `query ($n: Int) { partyOrganizations(first: $n, filter: { tier: { in: [VILLAGE] } }) { nodes {
           warnings members { full probationary total validFrom } committee { ordinal dueOn } officers { role } secretaries { validFrom }
           parent { name } children(first: 3) { totalCount nodes { name } } village { name } agency { name } } } }`,
        { n: first },
        { day: '2018-12-31' },
      );
    const { data } = await ask(200);
    const many = app.statements.length;
    await ask(2);
    expect(app.statements).toHaveLength(many);
    const { nodes } = data.partyOrganizations;
    expect(
      nodes.every(
        (n: { members: { full: number; probationary: number; total: number } }) =>
          n.members.total === n.members.full + n.members.probationary,
      ),
    ).toBe(true);
    expect(nodes.some((n: { warnings: string[] }) => n.warnings.length > 0)).toBe(true);
  });
});

describe('a Party organization', () => {
  it('is founded, moved, renamed and dissolved by documents, each in the ledger, and the past stays as it was', async () => {
    const a = await founded({}, { day: '2020-03-01' });
    const b = await founded({ name: '卫生系统党委', field: 'ORGAN_INSTITUTION' }, { day: '2020-03-01' });
    const branch = await founded({ name: '第一小学党支部', type: 'BRANCH', parent: a }, { day: '2020-04-01' });
    expect((await reparent(branch, b, { day: '2021-04-01' })).data.reparentOrganization).toMatchObject({ parent: { id: b }, version: 2 });
    const renamed = await app.ask(
      move('renameOrganization'),
      { input: { organization: branch, name: '实验小学党支部', document } },
      { ...org, day: '2022-04-01' },
    );
    expect(renamed.data.renameOrganization).toMatchObject({ name: '实验小学党支部', version: 3, founded: '2020-04-01' });
    const read = 'query ($id: ID!) { partyOrganization(id: $id) { name parent { id } } }';
    const on = async (day: string) => (await app.ask(read, { id: branch }, { day })).data.partyOrganization;
    expect(await on('2020-03-31')).toBeNull();
    expect(await on('2021-03-31')).toEqual({ name: '第一小学党支部', parent: { id: a } });
    expect(await on('2021-04-01')).toEqual({ name: '第一小学党支部', parent: { id: b } });
    const dissolve = (organization: string, day = '2023-01-01') =>
      app.ask(move('dissolveOrganization'), { input: { organization, document } }, { ...org, day });
    expect((await dissolve(b)).codes).toEqual(['ORGANIZATIONS_BELOW']);
    expect((await dissolve(branch, '2021-12-31')).codes).toEqual(['CONFLICT']);
    expect((await dissolve(branch)).codes).toEqual([]);
    expect(await on('2022-12-31')).toMatchObject({ name: '实验小学党支部' });
    expect(await on('2023-01-01')).toBeNull();
    expect((await dissolve(branch)).codes).toEqual(['NOT_FOUND']);
    const rows = (await app.ledger('organization')).filter((r) => r.key === branch);
    expect(rows.map((r) => [r.event, r.day])).toEqual([
      ['organization.founded', '2020-04-01'],
      ['organization.reparented', '2021-04-01'],
      ['organization.renamed', '2022-04-01'],
      ['organization.dissolved', '2023-01-01'],
    ]);
    expect(firstBroken(await app.ledger())).toBeNull();
  });

  it('that is dissolved takes its offices, its committee and its members along, once for a key', async () => {
    const branch = await founded({ name: '临时工地党支部', type: 'BRANCH' }, { day: '2024-01-01' });
    const elect = `mutation ($input: ElectCommitteeInput!) { electCommittee(input: $input) { id ordinal } }`;
    const elected = [{ person: 'per_000000000001', role: 'SECRETARY', channel: 'NOMINATE' }];
    expect((await app.ask(elect, { input: { organization: branch, elected, document } }, { ...org, day: '2024-01-05' })).codes).toEqual([]);
    await app.ask(
      'mutation ($id: ID!) { countMembers(input: { organization: $id, full: 9, probationary: 1 }) { total } }',
      { id: branch },
      { ...org, day: '2024-01-31' },
    );
    const input = { organization: branch, document, idempotencyKey: 'd-1' };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => app.ask(move('dissolveOrganization'), { input }, { ...org, day: '2025-01-01' })),
    );
    expect(answers.flatMap((a) => a.codes)).toEqual([]);
    expect(new Set(answers.map((a) => a.data.dissolveOrganization.id))).toEqual(new Set([branch]));
    const left = `query ($id: ID!) { officeHoldings(filter: { organization: { eq: $id } }) { totalCount } }`;
    expect((await app.ask(left, { id: branch }, { day: '2024-12-31' })).data.officeHoldings.totalCount).toBe(1);
    expect((await app.ask(left, { id: branch })).data.officeHoldings.totalCount).toBe(0);
  });

  it.each([
    ['by a role that leads no organizations', {}, { role: 'ANALYST' }, 'FORBIDDEN'],
    ['below one that nobody knows', { parent: 'org_nobody' }, {}, 'NOT_FOUND'],
    ['below a leading group’s like, a branch', { parent: 'BRANCH' }, {}, 'WRONG_PARENT'],
    ['without a name', { name: ' ' }, {}, 'BAD_USER_INPUT'],
    ['with an endless name', { name: '党'.repeat(101) }, {}, 'BAD_USER_INPUT'],
    ['by something that is no document', { document: '口头' }, {}, 'BAD_USER_INPUT'],
    ['of more than one unit without being joint', { units: ['甲', '乙'] }, {}, 'BAD_USER_INPUT'],
    ['in a division that nobody knows', { division: 'twn_nowhere' }, {}, 'NOT_FOUND'],
    ['in an agency that nobody knows', { agency: 'agc_nobody' }, {}, 'NOT_FOUND'],
    ['for a day to come', {}, { day: '2026-07-01' }, 'BAD_USER_INPUT'],
    ['over a county that is led already', { leads: true }, {}, 'DIVISION_LED'],
  ])('founded %s is refused', async (_, over, asking, code) => {
    const parent =
      (over as { parent?: string }).parent === 'BRANCH' ? await founded({ type: 'BRANCH' }) : (over as { parent?: string }).parent;
    expect((await found({ ...over, ...(parent ? { parent } : {}) }, asking)).codes).toEqual([code]);
  });

  it('of another township is not found, and moved by nobody from elsewhere', async () => {
    const { data } = await app.ask('{ township(code: "140222103000") { party { id } } }');
    const theirs: Asking = { divisions: ['140222102000'] };
    const own = (await app.ask('{ township(code: "140222102000") { party { id } } }')).data.township.party.id;
    expect((await reparent(data.township.party.id, own, theirs)).codes).toEqual(['NOT_FOUND']);
    expect((await reparent(own, data.township.party.id, theirs)).codes).toEqual(['NOT_FOUND']);
  });

  it('becomes a general branch when it has grown', async () => {
    const branch = await founded({ name: '中学党支部', type: 'BRANCH' });
    const change = (type: string) => app.ask(move('reconstituteOrganization'), { input: { organization: branch, type, document } }, org);
    expect((await change('LEADING_GROUP')).codes).toEqual([]);
    expect((await change('GENERAL_BRANCH')).data.reconstituteOrganization).toMatchObject({ type: 'GENERAL_BRANCH', version: 3 });
    await founded({ name: '中学第一党支部', type: 'BRANCH', parent: branch });
    expect((await change('BRANCH')).codes).toEqual(['WRONG_PARENT']);
  });
});

describe('the tree of organizations', () => {
  const chain = async () => {
    const a = await founded({ name: '甲党委' });
    const b = await founded({ name: '乙党委', parent: a });
    return [a, b, await founded({ name: '丙党委', parent: b })] as const;
  };

  it('has no cycle, whichever way it is asked for', async () => {
    const [a, b, c] = await chain();
    expect((await reparent(a, a)).codes).toEqual(['CYCLE']);
    expect((await reparent(a, b)).codes).toEqual(['CYCLE']);
    expect((await reparent(a, c)).codes).toEqual(['CYCLE']);
    expect((await reparent(c, a)).codes).toEqual([]);
  });

  it('has none when many moves that are right each by itself are made at once', async () => {
    const heads = await Promise.all(Array.from({ length: 8 }, (_, i) => founded({ name: `${i}号党委` })));
    const tries = await Promise.all(heads.map((id, i) => reparent(id, heads[(i + 1) % heads.length] as string)));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(7);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['CYCLE']));
    for (const id of heads) {
      let up: string | null = id;
      for (let steps = 0; up && steps < 12; steps++) {
        const { data }: { data: { partyOrganization: { parent: { id: string } | null } } } = await app.ask(
          'query ($id: ID!) { partyOrganization(id: $id) { parent { id } } }',
          { id: up },
        );
        up = data.partyOrganization.parent?.id ?? null;
      }
      expect(up).toBeNull();
    }
  });

  it('has none on a later day either, when a move is entered after the fact', async () => {
    const a = await founded({ name: '甲党委' }, { day: '2025-01-01' });
    const b = await founded({ name: '乙党委' }, { day: '2025-01-01' });
    expect((await reparent(b, a, { day: '2025-06-01' })).codes).toEqual([]);
    const late = await reparent(a, b, { day: '2025-03-01' });
    expect(late.codes).toEqual(['CYCLE']);
    expect(late.errors?.[0]?.extensions?.['begins']).toBe('2025-06-01');
  });

  it('loses nobody when an organization is dissolved while another is founded below it', async () => {
    const above = await founded({ name: '丁党委' });
    const [gone, born] = await Promise.all([
      app.ask(move('dissolveOrganization'), { input: { organization: above, document } }, org),
      found({ name: '丁党支部', type: 'BRANCH', parent: above }),
    ]);
    expect([...gone.codes, ...born.codes]).toHaveLength(1);
    expect(['ORGANIZATIONS_BELOW', 'NOT_FOUND']).toContain([...gone.codes, ...born.codes][0]);
  });

  it('is acyclic on every day after any sequence of moves that the rule lets pass', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const moves = fc.array(
      fc.record({ id: fc.constantFrom(...names), parent: fc.constantFrom(...names), on: fc.integer({ min: 1, max: 28 }) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(moves, (list) => {
        let versions: Branching[] = names.map((id) => ({ id, parent: null, validFrom: '2020-01-01', validTo: FOREVER }));
        for (const { id, parent, on } of list) {
          const day = `2020-02-${String(on).padStart(2, '0')}`;
          const open = versions.find((v) => v.id === id && v.validTo === FOREVER) as Branching;
          if (open.validFrom > day || cycleOn(id, parent, day, versions)) continue;
          versions = [...versions.filter((v) => v !== open), { ...open, validTo: day }, { ...open, parent, validFrom: day }];
        }
        for (let d = 1; d <= 28; d++) {
          const day = `2020-02-${String(d).padStart(2, '0')}`;
          const parentOf = new Map(versions.filter((v) => v.validFrom <= day && day < v.validTo).map((v) => [v.id, v.parent]));
          for (const id of names) {
            let steps = 0;
            for (let up = parentOf.get(id); up; up = parentOf.get(up)) expect(++steps).toBeLessThan(names.length);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the regulations on branches', () => {
  const standing = (over: Partial<Standing>): Standing => ({
    type: BRANCH,
    full: 12,
    officers: 3,
    secretary: true,
    units: 0,
    overdue: false,
    ...over,
  });
  it.each<[string, Partial<Standing>, string[]]>([
    ['nothing of a branch in order', {}, []],
    ['of fewer than three full members', { full: 2, officers: 1 }, ['BELOW_THREE']],
    ['nothing at exactly three', { full: 3, officers: 1 }, []],
    ['nothing at exactly fifty', { full: 50 }, []],
    ['of more than fifty', { full: 51 }, ['OVER_FIFTY']],
    ['of more than a hundred in a general branch', { type: GENERAL_BRANCH, full: 101 }, ['OVER_HUNDRED']],
    ['of no committee with seven full members', { full: 7, officers: 1 }, ['COMMITTEE_MISSING']],
    ['of a committee with six', { full: 6 }, ['COMMITTEE_UNDER_SEVEN']],
    ['of more than seven officers', { officers: 8 }, ['COMMITTEE_TOO_LARGE']],
    ['of more than five units', { type: JOINT_BRANCH, units: 6 }, ['TOO_MANY_UNITS']],
    ['of an election overdue and a vacant post', { overdue: true, secretary: false }, ['ELECTION_OVERDUE', 'SECRETARY_VACANT']],
    ['nothing of members that were never counted', { full: null, officers: 1 }, []],
  ])('warn %s', (_, over, warnings) => {
    expect(warningsOf(standing(over))).toEqual(warnings);
  });
});

describe('a count of members', () => {
  const count = (input: object, asking: Asking = {}) =>
    app.ask(
      'mutation ($input: CountMembersInput!) { countMembers(input: $input) { id version full probationary total validFrom } }',
      { input },
      { ...org, ...asking },
    );

  it('holds until the next, and is refused where there are no members of one’s own', async () => {
    const branch = await founded({ name: '清点党支部', type: 'BRANCH' }, { day: '2024-01-01' });
    expect((await count({ organization: branch, full: 5, probationary: 1 }, { day: '2024-12-31' })).data.countMembers).toMatchObject({
      total: 6,
      version: 1,
    });
    expect((await count({ organization: branch, full: 7, probationary: 0 }, { day: '2025-12-31' })).data.countMembers).toMatchObject({
      total: 7,
      version: 2,
    });
    const read = 'query ($id: ID!) { partyOrganization(id: $id) { members { total } } }';
    expect((await app.ask(read, { id: branch }, { day: '2025-12-30' })).data.partyOrganization.members.total).toBe(6);
    expect((await app.ask(read, { id: branch }, { day: '2024-12-30' })).data.partyOrganization.members).toBeNull();
    expect((await count({ organization: branch, full: -1, probationary: 0 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await count({ organization: committee, full: 30, probationary: 0 })).codes).toEqual(['WRONG_TARGET']);
    expect((await count({ organization: branch, full: 7, probationary: 0, expectedVersion: 1 })).codes).toEqual(['STALE_VERSION']);
  });

  it('is taken by one of many who count at once for the first time', async () => {
    const branch = await founded({ name: '争相清点党支部', type: 'BRANCH' });
    const tries = await Promise.all(Array.from({ length: 12 }, (_, i) => count({ organization: branch, full: 10 + i, probationary: 0 })));
    expect(tries.flatMap((t) => t.codes).every((c) => c === 'CONFLICT')).toBe(true);
    const { data } = await app.ask(
      'query ($d: ID!) { memberCounts(first: 200, filter: { division: { eq: $d } }) { nodes { organization { id } } } }',
      { d: county },
    );
    expect(data.memberCounts.nodes.filter((n: { organization: { id: string } }) => n.organization.id === branch)).toHaveLength(1);
  });
});
