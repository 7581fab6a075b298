import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstBroken } from '#platform/ledger';
import { type App, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';
import { gapsOf, postOn } from './office.rules.ts';

let app: App;
beforeAll(async () => {
  app = await testApp(villages);
});
afterAll(() => app[Symbol.asyncDispose]());

const post =
  'query ($code: DivisionCode!) { village(code: $code) { name party { id } secretary { since vacant vacancyDays person { id } holding { id channel mode } } } }';
const appoint =
  'mutation ($input: AppointSecretaryInput!) { appointSecretary(input: $input) { id version validFrom validTo person { id } } }';
const end = 'mutation ($input: EndOfficeInput!) { endOffice(input: $input) { id validTo endReason version } }';
const org = { role: 'ORG_DEPT' };

/** The village whose post was vacant on the day of the source. */
const VACANT = async () => {
  const { data } = await app.ask(
    '{ villages(first: 200) { nodes { code secretary { vacant } } } more: villages(last: 50) { nodes { code secretary { vacant } } } }',
    {},
    { day: '2018-12-31' },
  );
  return [...data.villages.nodes, ...data.more.nodes].find((v: { secretary: { vacant: boolean } }) => v.secretary.vacant).code as string;
};

describe('the post of village secretary', () => {
  it('is vacant since the last holding ended, which is computed and never typed', async () => {
    const { data } = await app.ask(post, { code: await VACANT() }, { day: '2018-12-31' });
    expect(data.village.secretary).toEqual({ since: '2018-05-21', vacant: true, vacancyDays: 224, person: null, holding: null });
  });

  it('was filled later by concurrent appointment', async () => {
    const { data } = await app.ask(post, { code: await VACANT() }, { day: '2019-04-01' });
    expect(data.village.secretary).toMatchObject({ since: '2019-03-18', vacant: false, holding: { mode: 'CONCURRENT' } });
  });

  it('is held or vacant in every one of 227 villages, in a constant number of statements', async () => {
    const ask = (first: number) =>
      app.ask(
        'query ($n: Int) { villages(first: $n) { nodes { secretary { since vacant person { id } } } } }',
        { n: first },
        { day: '2018-12-31' },
      );
    const { data } = await ask(200);
    const many = app.statements.length;
    await ask(1);
    expect(app.statements).toHaveLength(many);
    expect(
      data.villages.nodes.every(
        (v: { secretary: { vacant: boolean; person: unknown } }) => v.secretary.vacant === (v.secretary.person === null),
      ),
    ).toBe(true);
  });

  it('is taken and ended by the organization department, each in the ledger', async () => {
    const code = '140222102200';
    const held = (await app.ask(post, { code })).data.village;
    const holding = held.secretary.holding.id;
    expect((await app.ask(end, { input: { holding, reason: 'HEALTH' } })).codes).toEqual(['FORBIDDEN']);
    expect((await app.ask(end, { input: { holding, reason: 'HEALTH', expectedVersion: 9 } }, org)).codes).toEqual(['STALE_VERSION']);
    const ended = await app.ask(end, { input: { holding, reason: 'HEALTH' } }, { ...org, day: '2026-06-01' });
    expect(ended.data.endOffice).toMatchObject({ validTo: '2026-06-01', endReason: 'HEALTH', version: 2 });
    expect((await app.ask(post, { code })).data.village.secretary).toMatchObject({ since: '2026-06-01', vacant: true, vacancyDays: 29 });
    const taken = await app.ask(
      appoint,
      { input: { organization: held.party.id, person: 'per_000000000001', channel: 'NOMINATE', mode: 'SELECTED' } },
      org,
    );
    expect(taken.data.appointSecretary).toMatchObject({ validFrom: '2026-06-30', validTo: null, person: { id: 'per_000000000001' } });
    expect(
      (
        await app.ask(
          appoint,
          { input: { organization: held.party.id, person: 'per_000000000002', channel: 'NOMINATE', mode: 'SELECTED' } },
          org,
        )
      ).codes,
    ).toEqual(['POST_HELD']);
    const rows = await app.ledger();
    expect(rows.slice(-2).map((r) => [r.event, r.actor, r.day])).toEqual([
      ['office.ended', 'test:org_dept', '2026-06-01'],
      ['office.taken', 'test:org_dept', '2026-06-30'],
    ]);
    expect(firstBroken(rows)).toBeNull();
  });

  it('goes to one of many who ask for it at once', async () => {
    const code = '140222102201';
    const { party, secretary } = (await app.ask(post, { code })).data.village;
    await app.ask(end, { input: { holding: secretary.holding.id, reason: 'TRANSFER' } }, org);
    const before = (await app.ledger('office')).length;
    const tries = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        app.ask(
          appoint,
          { input: { organization: party.id, person: `per_${String(i).padStart(12, '0')}`, channel: 'NOMINATE', mode: 'SELECTED' } },
          org,
        ),
      ),
    );
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['POST_HELD']));
    expect((await app.ledger('office')).length).toBe(before + 1);
    expect(firstBroken(await app.ledger())).toBeNull();
  });

  it('is asked for once however often the same key is sent', async () => {
    const code = '140222102202';
    const { party, secretary } = (await app.ask(post, { code })).data.village;
    await app.ask(end, { input: { holding: secretary.holding.id, reason: 'TRANSFER' } }, org);
    const input = { organization: party.id, person: 'per_000000000003', channel: 'RETAIN', mode: 'SELECTED', idempotencyKey: 'k1' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.ask(appoint, { input }, org)));
    expect(answers.flatMap((a) => a.codes)).toEqual([]);
    expect(new Set(answers.map((a) => a.data.appointSecretary.id)).size).toBe(1);
    expect((await app.ask(appoint, { input: { ...input, person: 'per_000000000004' } }, org)).codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });
});

describe('an office', () => {
  const officer = 'mutation ($input: AppointOfficerInput!) { appointOfficer(input: $input) { id role body validFrom } }';
  const seat = async (code: string) => (await app.ask(post.replace('name party', 'id name party'), { code })).data.village;

  it('that one person holds goes to one of many, that several hold to all of them, each once', async () => {
    const village = await seat('140222102208');
    const input = (role: string, i: number) => ({
      village: village.id,
      role,
      person: `per_${String(i).padStart(12, '0')}`,
      channel: 'NOMINATE',
      mode: 'ELECTED',
    });
    const held = await app.ask(
      'query ($id: ID!) { officeHoldings(filter: { organization: { eq: $id }, role: { in: [COMMITTEE_DIRECTOR] } }) { nodes { id } } }',
      { id: village.id },
    );
    for (const { id } of held.data.officeHoldings.nodes) await app.ask(end, { input: { holding: id, reason: 'REMOVED' } }, org);
    const directors = await Promise.all(
      Array.from({ length: 20 }, (_, i) => app.ask(officer, { input: input('COMMITTEE_DIRECTOR', 500 + i) }, org)),
    );
    expect(directors.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(directors.flatMap((t) => t.codes))).toEqual(new Set(['POST_HELD']));
    const members = await Promise.all(
      Array.from({ length: 9 }, (_, i) => app.ask(officer, { input: input('COMMITTEE_MEMBER', 600 + (i % 3)) }, org)),
    );
    expect(members.filter((t) => t.codes.length === 0)).toHaveLength(3);
    expect(new Set(members.flatMap((t) => t.codes))).toEqual(new Set(['POST_HELD']));
  });

  it.each([
    ['in an organization before its founding', { from: '2016-07-30' }, {}, 'NOT_FOUND'],
    ['from a day to come', { from: '2026-07-01' }, {}, 'BAD_USER_INPUT'],
    ['on a day while somebody held it', { from: '2018-01-01' }, {}, 'POST_HELD'],
    ['sent down but found here', { mode: 'SENT_DOWN' }, {}, 'BAD_USER_INPUT'],
    ['by somebody who has no key', { person: 'nobody' }, {}, 'BAD_USER_INPUT'],
    ['by something that is no document', { document: '第9号' }, {}, 'BAD_USER_INPUT'],
    ['in an organization that nobody knows', { organization: 'org_nobody' }, {}, 'NOT_FOUND'],
    ['in another township', {}, { divisions: ['140222103000'] }, 'NOT_FOUND'],
  ])('taken %s is refused', async (_, over, asking, code) => {
    const { party } = await seat('140222102209');
    const input = { organization: party.id, person: 'per_000000000009', channel: 'NOMINATE', mode: 'SELECTED', ...over };
    expect((await app.ask(appoint, { input }, { ...org, ...asking })).codes).toEqual([code]);
  });

  it('in an organization that was dissolved is taken by nobody, not even for a day before', async () => {
    const { data } = await app.ask(
      'query ($code: DivisionCode!) { village(code: $code) { party { id name } } }',
      { code: '140222102212' },
      { day: '2019-12-31' },
    );
    const input = { organization: data.village.party.id, person: 'per_000000000009', channel: 'NOMINATE', mode: 'SELECTED' };
    for (const from of ['2018-05-01', '2026-06-01'])
      expect((await app.ask(appoint, { input: { ...input, from } }, org)).codes).toEqual(['NOT_FOUND']);
  });

  it('of the wrong committee is refused, and so is its end on a day to come', async () => {
    const { id, party, secretary } = await seat('140222102209');
    const base = { person: 'per_000000000009', channel: 'NOMINATE', mode: 'ELECTED' };
    for (const input of [
      { ...base, village: id, role: 'SECRETARY' },
      { ...base, organization: party.id, role: 'COMMITTEE_DIRECTOR' },
      { ...base, role: 'DEPUTY' },
    ])
      expect((await app.ask(officer, { input }, org)).codes).toEqual(['BAD_USER_INPUT']);
    const ends = { input: { holding: secretary.holding.id, reason: 'HEALTH' } };
    expect((await app.ask(end, ends, { ...org, day: '2026-07-01' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await app.ask(end, ends, { ...org, writes: ['140222103000'] })).codes).toEqual(['FORBIDDEN']);
  });

  it('belongs to a person, whose offices stand together', async () => {
    const { secretary } = await seat('140222102209');
    const { data } = await app.ask(
      'query ($id: ID!) { _entities(representations: [{ __typename: "Person", id: $id }]) { ... on Person { offices { nodes { role organization { name } village { name } } } } } }',
      { id: secretary.person.id },
    );
    expect(data._entities[0].offices.nodes.map((n: { role: string }) => n.role)).toContain('SECRETARY');
  });
});

describe('a post', () => {
  it('without any holding is vacant since the founding', () => {
    expect(postOn([], '2016-07-31', '2018-01-01')).toEqual({ since: '2016-07-31', holding: null });
  });
  it('is held from the first day and vacant on the last', () => {
    const holding = { validFrom: '2018-01-01', validTo: '2018-02-01' };
    expect(postOn([holding], '2016-07-31', '2018-01-01')).toEqual({ since: '2018-01-01', holding });
    expect(postOn([holding], '2016-07-31', '2018-02-01')).toEqual({ since: '2018-02-01', holding: null });
  });
  it('that was given up and taken on one day is held, in whatever order the rows come', () => {
    const ended = { validFrom: '2018-02-01', validTo: '2018-02-01' };
    const next = { validFrom: '2018-02-01', validTo: '9999-12-31' };
    expect(postOn([next, ended], '2016-07-31', '2018-02-01').holding).toBe(next);
    expect(postOn([ended, next], '2016-07-31', '2018-02-01').holding).toBe(next);
  });
  it('is vacant between holdings, as far as a period is looked at', () => {
    const holdings = [
      { validFrom: '2018-01-01', validTo: '2018-02-01' },
      { validFrom: '2018-03-01', validTo: '2018-05-01' },
    ];
    expect(gapsOf(holdings, '2018-01-15', '2018-12-31')).toEqual([
      { from: '2018-02-01', to: '2018-03-01' },
      { from: '2018-05-01', to: null },
    ]);
    expect(gapsOf(holdings, '2018-01-15', '2018-01-31')).toEqual([]);
  });
});
