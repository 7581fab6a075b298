import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstBroken } from '#platform/ledger';
import { type App, type Asking, COUNTY, testApp } from '#platform/testing';
import { OfficeRole } from '../offices/office.rules.ts';
import { villages } from '../subgraph.ts';
import { electionDue, isOverdue, wrongIn } from './committee.rules.ts';

const org: Asking = { role: 'ORG_DEPT' };
const document = '天组发〔2026〕11号';
const ELECT =
  'mutation ($input: ElectCommitteeInput!) { electCommittee(input: $input) { id version ordinal body dueOn validFrom members { role person { id } mode endReason } } }';
const TWO = `query ($code: DivisionCode!) { village(code: $code) { id party { id } committees { oneShoulder
  party { ordinal dueOn overdue validFrom members { role } terms { ordinal validFrom validTo } } villagers { ordinal body members { role } }
  secretary { vacant since person { id } } director { role vacant vacancyDays person { id } } } } }`;

let app: App;
beforeAll(async () => {
  app = await testApp(villages);
});
afterAll(() => app[Symbol.asyncDispose]());

const person = (n: number) => `per_${String(n).padStart(12, '0')}`;
const villageOf = async (code: string, asking: Asking = {}) => (await app.ask(TWO, { code }, asking)).data.village;

describe('the two committees of a village', () => {
  it('are elected into terms that follow each other, with the rule of their own time', async () => {
    const { committees } = await villageOf('140222102203', { day: '2018-12-31' });
    expect(committees.party).toMatchObject({ ordinal: 11, validFrom: '2017-12-10', dueOn: '2020-12-10', overdue: false });
    expect(committees.villagers).toMatchObject({ ordinal: 11, body: 'VILLAGERS' });
    expect((await villageOf('140222102203', { day: '2021-01-01' })).committees.party.overdue).toBe(true);
    const now = (await villageOf('140222102203')).committees.party;
    expect(now).toMatchObject({ ordinal: 13, dueOn: '2031-01-10', overdue: false });
    expect(now.terms.map((t: { ordinal: number }) => t.ordinal)).toEqual([10, 11, 12, 13]);
    for (const [i, t] of now.terms.slice(1).entries()) expect(t.validFrom).toBe(now.terms[i].validTo);
  });

  it('are led by one person in most villages since 2021, which is seen from the two posts', async () => {
    const share = '{ county(code: "140222000000") { oneShoulder { numerator denominator percent } } }';
    const of = async (day: string) => (await app.ask(share, {}, { day })).data.county.oneShoulder;
    expect((await of('2018-12-31')).denominator).toBe(227);
    expect((await of('2018-12-31')).percent).toBeLessThan(50);
    expect((await of('2022-06-30')).percent).toBeGreaterThan(80);
  });

  it('show for a page of villages in a constant number of statements', async () => {
    const ask = (first: number) =>
      app.ask(
        'query ($n: Int) { villages(first: $n) { nodes { committees { oneShoulder party { ordinal members { role } } villagers { ordinal } director { vacant } } } } }',
        { n: first },
        { day: '2018-12-31' },
      );
    await ask(200);
    const many = app.statements.length;
    await ask(2);
    expect(app.statements).toHaveLength(many);
  });

  it('are 1 + 12 + 227 secretaries on three levels, held or vacant', async () => {
    const tiers = '{ county(code: "140222000000") { secretaryTiers { tier posts held vacant } } }';
    const { data } = await app.ask(tiers, {}, { day: '2018-12-31' });
    expect(data.county.secretaryTiers).toEqual([
      { tier: 'COUNTY', posts: 1, held: 1, vacant: 0 },
      { tier: 'TOWNSHIP', posts: 12, held: 12, vacant: 0 },
      { tier: 'VILLAGE', posts: 227, held: 226, vacant: 1 },
    ]);
    const vacant =
      '{ partyOrganizations(filter: { tier: { in: [VILLAGE] }, secretaryVacant: { eq: true } }) { totalCount nodes { secretary { vacant } } } }';
    const list = (await app.ask(vacant, {}, { day: '2018-12-31' })).data.partyOrganizations;
    expect(list).toEqual({ totalCount: 1, nodes: [{ secretary: { vacant: true } }] });
    const theirs = await app.ask(tiers, {}, { day: '2018-12-31', divisions: ['140222102000'] });
    expect(theirs.data.county.secretaryTiers.map((t: { tier: string; posts: number }) => [t.tier, t.posts])).toEqual([
      ['TOWNSHIP', 1],
      ['VILLAGE', 24],
    ]);
  });
});

describe('an election', () => {
  const elect = (input: object, asking: Asking = {}) =>
    app.ask(ELECT, { input: { document, ...input } }, { ...org, day: '2026-05-01', ...asking });
  const slate = (n: number, role = 'SECRETARY') => [
    { person: person(n), role, channel: 'NOMINATE' },
    ...(role === 'SECRETARY' ? [{ person: person(n + 1), role: 'ORG_MEMBER', channel: 'RECRUIT' }] : []),
  ];

  it('ends the offices of the old term and begins the new one, each in the ledger, once for a key', async () => {
    const village = await villageOf('140222102204');
    const input = { organization: village.party.id, elected: slate(10), idempotencyKey: 'e-1' };
    const answers = await Promise.all(Array.from({ length: 4 }, () => elect(input)));
    expect(answers.flatMap((a) => a.codes)).toEqual([]);
    for (const { data } of answers)
      expect(data.electCommittee).toMatchObject({ ordinal: 14, body: 'PARTY', validFrom: '2026-05-01', dueOn: '2031-05-01' });
    const now = await villageOf('140222102204', { day: '2026-05-01' });
    expect(now.committees.secretary).toMatchObject({ vacant: false, since: '2026-05-01', person: { id: person(10) } });
    expect(now.committees.party.members).toEqual([{ role: 'SECRETARY' }, { role: 'ORG_MEMBER' }]);
    expect((await villageOf('140222102204', { day: '2026-04-30' })).committees.party.ordinal).toBe(13);
    const rows = (await app.ledger()).slice(-6).filter((r) => r.day === '2026-05-01');
    expect(rows[0]?.event).toBe('committee.renewed');
    expect(new Set(rows.slice(1).map((r) => r.event))).toEqual(new Set(['office.ended', 'office.taken']));
    expect(firstBroken(await app.ledger())).toBeNull();
  });

  it('makes one person secretary and director when both committees elect the same', async () => {
    const village = await villageOf('140222102205');
    await elect({ organization: village.party.id, elected: slate(20) });
    await elect({ village: village.id, elected: slate(20, 'COMMITTEE_DIRECTOR') });
    expect((await villageOf('140222102205', { day: '2026-05-01' })).committees).toMatchObject({
      oneShoulder: true,
      director: { role: 'COMMITTEE_DIRECTOR', vacant: false },
    });
    await elect({ village: village.id, elected: slate(22, 'COMMITTEE_DIRECTOR') }, { day: '2026-05-02' });
    expect((await villageOf('140222102205', { day: '2026-05-02' })).committees.oneShoulder).toBe(false);
    await elect({ village: village.id, elected: slate(24, 'COMMITTEE_MEMBER') }, { day: '2026-05-12' });
    expect((await villageOf('140222102205', { day: '2026-05-22' })).committees).toMatchObject({
      oneShoulder: false,
      director: { vacant: true, vacancyDays: 10, person: null },
    });
  });

  it('of many held at once on one committee is one: terms never overlap', async () => {
    const village = await villageOf('140222102206');
    const tries = await Promise.all(
      Array.from({ length: 24 }, (_, i) => elect({ organization: village.party.id, elected: slate(100 + 2 * i) })),
    );
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['TERM_RUNNING']));
    const { committees } = await villageOf('140222102206', { day: '2026-05-01' });
    expect(committees.party.members).toHaveLength(2);
    expect(committees.party.terms.map((t: { ordinal: number }) => t.ordinal)).toEqual([10, 11, 12, 13, 14]);
  });

  it('of many held at once on a committee that never had a term is one', async () => {
    const { data } = await app.ask(
      'mutation ($input: FoundOrganizationInput!) { foundOrganization(input: $input) { id } }',
      {
        input: {
          name: '新建党支部',
          type: 'BRANCH',
          field: 'SOE',
          parent: (await app.ask('{ county(code: "140222000000") { party { id } } }')).data.county.party.id,
          division: app.subgraph.store.territory.named(COUNTY),
          document,
        },
      },
      { ...org, day: '2026-04-01' },
    );
    const organization = data.foundOrganization.id;
    const tries = await Promise.all(Array.from({ length: 12 }, (_, i) => elect({ organization, elected: slate(300 + 2 * i) })));
    const done = tries.filter((t) => t.codes.length === 0);
    expect(done).toHaveLength(1);
    expect(done[0]?.data.electCommittee).toMatchObject({ ordinal: 1, dueOn: '2029-05-01' });
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['TERM_RUNNING']));
  });

  it.each([
    ['before the term that runs', {}, { day: '2026-01-10' }, 'TERM_RUNNING'],
    ['for a day to come', {}, { day: '2026-07-01' }, 'BAD_USER_INPUT'],
    ['by a role that elects nobody', {}, { role: 'ANALYST' }, 'FORBIDDEN'],
    ['in another township', {}, { divisions: ['140222103000'] }, 'NOT_FOUND'],
    ['with nobody', { elected: [] }, {}, 'BAD_USER_INPUT'],
    ['with two secretaries', { elected: [...slate(1), ...slate(2)] }, {}, 'BAD_USER_INPUT'],
    ['with an office of the other committee', { elected: slate(1, 'COMMITTEE_DIRECTOR') }, {}, 'BAD_USER_INPUT'],
    ['of somebody who has no key', { elected: [{ person: '张三', role: 'SECRETARY', channel: 'RETAIN' }] }, {}, 'BAD_USER_INPUT'],
    ['without a document', { document: '' }, {}, 'BAD_USER_INPUT'],
  ])('%s is refused', async (_, over, asking, code) => {
    const { party } = await villageOf('140222102207');
    expect((await elect({ organization: party.id, elected: slate(50), ...over }, asking)).codes).toEqual([code]);
  });

  it('is due by the rule that was in force when the term began', () => {
    expect(electionDue('rural', '2018-12-28')).toBe('2021-12-28');
    expect(electionDue('rural', '2018-12-29')).toBe('2023-12-29');
    expect(electionDue('branch', '2024-02-29')).toBe('2027-02-28');
    expect(isOverdue({ dueOn: '2021-12-28' }, '2021-12-28')).toBe(false);
    expect(isOverdue({ dueOn: '2021-12-28' }, '2021-12-29')).toBe(true);
    expect(
      wrongIn([
        { role: OfficeRole.COMMITTEE_MEMBER, person: 'a' },
        { role: OfficeRole.COMMITTEE_MEMBER, person: 'b' },
      ]),
    ).toBeNull();
  });
});
