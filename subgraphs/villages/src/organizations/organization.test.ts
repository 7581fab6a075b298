import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstBroken } from '#platform/ledger';
import { type App, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';
import { postOn } from './organization.rules.ts';

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
      { input: { organization: held.party.id, person: 'per_test00000001', channel: 'NOMINATE', mode: 'SELECTED' } },
      org,
    );
    expect(taken.data.appointSecretary).toMatchObject({ validFrom: '2026-06-30', validTo: null, person: { id: 'per_test00000001' } });
    expect(
      (
        await app.ask(
          appoint,
          { input: { organization: held.party.id, person: 'per_test00000002', channel: 'NOMINATE', mode: 'SELECTED' } },
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
          { input: { organization: party.id, person: `per_rival${String(i).padStart(7, '0')}`, channel: 'NOMINATE', mode: 'SELECTED' } },
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
    const input = { organization: party.id, person: 'per_test00000003', channel: 'RETAIN', mode: 'SELECTED', idempotencyKey: 'k1' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.ask(appoint, { input }, org)));
    expect(answers.flatMap((a) => a.codes)).toEqual([]);
    expect(new Set(answers.map((a) => a.data.appointSecretary.id)).size).toBe(1);
    expect((await app.ask(appoint, { input: { ...input, person: 'per_test00000004' } }, org)).codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
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
});
