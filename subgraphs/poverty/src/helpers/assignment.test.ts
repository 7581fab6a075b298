import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import type { App, Asking } from '#platform/testing';
import { povertyApp } from '../testing.ts';
import { overlaps } from './assignment.rules.ts';

const office: Asking = { role: 'POVERTY_OFFICE', day: '2019-03-01' };
const FIELDS = 'id version main validFrom validTo endReason helper { id } household { id } village { id }';
const ASSIGN = `mutation ($input: AssignHelperInput!) { assignHelper(input: $input) { ${FIELDS} } }`;
const REPLACE = `mutation ($input: ReplaceHelperInput!) { replaceHelper(input: $input) { ${FIELDS} } }`;
const END = `mutation ($input: EndHelperInput!) { endHelper(input: $input) { ${FIELDS} } }`;
const VISIT = 'mutation ($input: RecordHelperVisitInput!) { recordHelperVisit(input: $input) { id on kind helper { id } village { id } } }';
const person = (n: number) => `per_${String(n).padStart(12, '0')}`;

let app: App;
let village: string;
let serial = 0;
beforeAll(async () => {
  app = await povertyApp();
  village = app.subgraph.store.territory.named('140222102200') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

/** A household that the file of January 2019 brought, without a helper. */
async function aHousehold(): Promise<string> {
  const registerNo = `1402221022008${String(++serial).padStart(5, '0')}`;
  const lines = [{ registerNo, village, registeredYear: 2015, members: 2, status: 'POOR' }];
  const division = app.subgraph.store.territory.named('140222000000');
  const input = { division, month: '2019-01', sourceAgency: agencyId('县扶贫开发办公室'), lines };
  await app.ask(
    'mutation ($input: ImportReturnFlowInput!) { importReturnFlow(input: $input) { id } }',
    { input },
    { ...office, day: '2019-01-10' },
  );
  const answer = await app.ask('query ($n: String!) { household(registerNo: $n) { id } }', { n: registerNo }, office);
  return answer.data.household.id as string;
}
const assign = (household: string, over: object = {}, asking: Asking = {}) =>
  app.ask(ASSIGN, { input: { household, helper: person(1), ...over } }, { ...office, ...asking });
const mainOf = async (household: string, day: string): Promise<string | null> =>
  (await app.ask('query ($id: ID!) { household(id: $id) { mainHelper { helper { id } } } }', { id: household }, { ...office, day })).data
    .household.mainHelper?.helper.id ?? null;

describe('a household', () => {
  it('has one main helper at a time, and as many who assist as are needed', async () => {
    const household = await aHousehold();
    expect((await assign(household)).data.assignHelper).toMatchObject({ main: true, validFrom: '2019-03-01', village: { id: village } });
    expect((await assign(household, { helper: person(2) })).codes).toEqual(['HELPER_HELD']);
    expect((await assign(household, { helper: person(2), main: false })).codes).toEqual([]);
    // Neither before the one who holds it, nor after: that one has no end.
    expect((await assign(household, { helper: person(3) }, { day: '2019-02-01' })).codes).toEqual(['HELPER_HELD']);
    expect((await assign(household, { helper: person(3) }, { day: '2019-06-01' })).codes).toEqual(['HELPER_HELD']);
  });

  it('asked for by three hundred helpers at once goes to one of them', async () => {
    const household = await aHousehold();
    const tries = await Promise.all(Array.from({ length: 300 }, (_, i) => assign(household, { helper: person(100 + i) })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['HELPER_HELD']));
  });

  it('is handed from helper to helper without a day between, whoever asks at once', async () => {
    const household = await aHousehold();
    const assignment = (await assign(household)).data.assignHelper.id;
    const tries = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        i % 3 === 0
          ? assign(household, { helper: person(500 + i) }, { day: '2019-05-01' })
          : app.ask(REPLACE, { input: { assignment, helper: person(500 + i) } }, { ...office, day: '2019-05-01' }),
      ),
    );
    const won = tries.filter((t) => t.codes.length === 0);
    expect(won).toHaveLength(1);
    expect(tries.flatMap((t) => t.codes).filter((code) => !['HELPER_HELD', 'NOT_FOUND', 'CONFLICT'].includes(code))).toEqual([]);
    expect([await mainOf(household, '2019-04-30'), await mainOf(household, '2019-05-01')]).toEqual([
      person(1),
      won[0]?.data.replaceHelper.helper.id,
    ]);
  });

  it('is uncovered once its helper leaves, and stands in the list of those', async () => {
    const household = await aHousehold();
    const assignment = (await assign(household)).data.assignHelper.id;
    const uncovered = async (day: string) =>
      (
        await app.ask(
          'query ($v: ID!) { households(filter: { village: { eq: $v }, uncovered: { eq: true } }, first: 200) { nodes { id } } }',
          { v: village },
          { ...office, day },
        )
      ).data.households.nodes.some((h: { id: string }) => h.id === household);
    expect(await uncovered('2019-03-15')).toBe(false);
    const end = await app.ask(END, { input: { assignment, reason: 'TRANSFERRED' } }, { ...office, day: '2019-04-01' });
    expect(end.data.endHelper).toMatchObject({ endReason: 'TRANSFERRED', validTo: '2019-04-01' });
    expect([await uncovered('2019-03-31'), await uncovered('2019-04-01')]).toEqual([false, true]);
    expect((await app.ask(END, { input: { assignment, reason: 'RETIRED' } }, { ...office, day: '2019-04-02' })).codes).toEqual([
      'NOT_FOUND',
    ]);
  });
});

describe('an assignment', () => {
  it.each([
    ['of a household nobody knows', 'hsh_nowhere', {}, {}, 'NOT_FOUND'],
    ['in another territory', null, {}, { role: 'TOWNSHIP_ADMIN', divisions: ['140222103000'] }, 'NOT_FOUND'],
    ['in a village where the household does not lie', null, { village: 'vil_elsewhere' }, {}, 'HOUSEHOLD_ELSEWHERE'],
    ['to something that is no person', null, { helper: 'x'.repeat(500) }, {}, 'NOT_FOUND'],
    ['from a day that lies ahead', null, {}, { day: '2026-07-01' }, 'BAD_USER_INPUT'],
    ['by a role that keeps no households', null, {}, { role: 'VILLAGE_OFFICER' }, 'FORBIDDEN'],
  ] as const)('%s is refused', async (_, household, over, asking, code) => {
    expect((await assign(household ?? (await aHousehold()), over, asking as Asking)).codes).toEqual([code]);
  });

  it('is carried out once for an idempotency key, and a replacement answers with the one who comes', async () => {
    const household = await aHousehold();
    const [first, again] = [await assign(household, { idempotencyKey: household }), await assign(household, { idempotencyKey: household })];
    expect(again.data.assignHelper).toEqual(first.data.assignHelper);
    const replace = () =>
      app.ask(
        REPLACE,
        { input: { assignment: first.data.assignHelper.id, helper: person(9), idempotencyKey: `r-${household}` } },
        { ...office, day: '2019-03-10' },
      );
    const [one, two] = [await replace(), await replace()];
    expect(one.data.replaceHelper.helper.id).toBe(person(9));
    expect(two.data.replaceHelper).toEqual(one.data.replaceHelper);
  });

  it('of one day and of the next do not overlap', () => {
    const a = { validFrom: '2019-01-01', validTo: '2019-02-01' };
    expect([
      overlaps(a, { validFrom: '2019-02-01', validTo: '2019-03-01' }),
      overlaps(a, { validFrom: '2019-01-31', validTo: '2019-03-01' }),
    ]).toEqual([false, true]);
    expect(overlaps(a, { validFrom: '2019-01-15', validTo: '2019-01-15' })).toBe(false);
  });
});

describe('a visit', () => {
  it('is recorded by who answers for the household on that day, by nobody else', async () => {
    const household = await aHousehold();
    await assign(household);
    const visit = (over: object, asking: Asking = {}) =>
      app.ask(VISIT, { input: { household, helper: person(1), ...over } }, { ...office, day: '2019-03-20', ...asking });
    expect((await visit({ on: '2019-03-12', note: '饮水已通' })).data.recordHelperVisit).toMatchObject({
      on: '2019-03-12',
      kind: 'HOME',
      village: { id: village },
    });
    expect((await visit({ helper: person(7) })).codes).toEqual(['NOT_ITS_HELPER']);
    expect((await visit({ on: '2019-02-28' })).codes).toEqual(['NOT_ITS_HELPER']);
    expect((await visit({ on: '2019-03-21' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await visit({ note: '走'.repeat(1001) })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await visit({}, { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
  });
});
