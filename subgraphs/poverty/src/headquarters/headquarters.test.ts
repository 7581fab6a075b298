import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import type { App, Asking } from '#platform/testing';
import { povertyApp } from '../testing.ts';
import { HeadquartersLevel, HQRoleKind, isComplete, partsOf } from './headquarters.rules.ts';

const office: Asking = { role: 'POVERTY_OFFICE', day: '2018-11-01' };
const ONE = 'headquarters { id completeness { complete parts { part has should } } roles { id role post person { id } } groups { id no } }';
const APPOINT =
  'mutation ($input: AppointToHeadquartersInput!) { appointToHeadquarters(input: $input) { id role person { id } headquarters { completeness { complete } } } }';
const END = 'mutation ($input: EndHeadquartersRoleInput!) { endHeadquartersRole(input: $input) { id } }';
const GIVE =
  'mutation ($input: GiveContactPointInput!) { giveContactPoint(input: $input) { id kind township { id } village { id } leader { id } } }';
const ENDPOINT = 'mutation ($input: EndContactPointInput!) { endContactPoint(input: $input) { id } }';
const VISIT = 'mutation ($input: RecordContactVisitInput!) { recordContactVisit(input: $input) { id on } }';
const person = (n: number) => `per_${String(n).padStart(12, '0')}`;

let app: App;
let county: string;
let township: string;
let village: string;
beforeAll(async () => {
  app = await povertyApp();
  const { territory } = app.subgraph.store;
  county = territory.named('140222000000') as string;
  township = territory.named('140222102000') as string;
  village = territory.named('140222102200') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

const of = async (type: string, id: string, day = '2018-11-01') =>
  (
    await app.ask(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${ONE} } } }`,
      { of: [{ __typename: type, id }] },
      { ...office, day },
    )
  ).data._entities[0].headquarters;

describe('a headquarters', () => {
  it('reports what it lacks or has too many of, and blocks nothing', async () => {
    const { id, completeness, roles } = await of('Township', township);
    expect(completeness.complete).toBe(true);
    const appoint = (n: number, over: object = {}) =>
      app.ask(APPOINT, { input: { headquarters: id, role: 'TOWNSHIP_COMMANDER', post: '包点县领导', person: person(n), ...over } }, office);
    expect((await appoint(1)).data.appointToHeadquarters.headquarters.completeness.complete).toBe(false);
    expect((await of('Township', township)).completeness.parts[0]).toEqual({ part: 'TOWNSHIP_COMMANDER', has: 2, should: 1 });
    expect((await appoint(1)).codes).toEqual(['CONFLICT']);
    expect((await appoint(2, { post: '职'.repeat(101) })).codes).toEqual(['BAD_USER_INPUT']);
    for (const { id: role } of roles) await app.ask(END, { input: { role } }, { ...office, day: '2018-11-05' });
    expect((await of('Township', township, '2018-11-05')).completeness).toMatchObject({ complete: false });
    expect((await of('Township', township, '2018-11-04')).roles).toHaveLength(4);
  });

  it('is set up once for a county or township', async () => {
    const setUp = (division: string) =>
      app.ask('mutation ($d: ID!) { setUpHeadquarters(input: { division: $d }) { id } }', { d: division }, office);
    expect((await setUp(township)).codes).toEqual(['CONFLICT']);
    expect((await setUp(village)).codes).toEqual(['NOT_FOUND']);
  });

  it('has working groups with lead, members and duties', async () => {
    const { id } = await of('County', county);
    const form = (over: object = {}) =>
      app.ask(
        'mutation ($input: FormWorkingGroupInput!) { formWorkingGroup(input: $input) { id no members { id } leadAgency { id } } }',
        {
          input: {
            headquarters: id,
            no: 11,
            name: '消费扶贫组',
            duties: '农产品购销',
            leadAgency: agencyId('县供销合作社'),
            members: [agencyId('县工业和信息化局'), agencyId('县工业和信息化局')],
            ...over,
          },
        },
        office,
      );
    const formed = await form();
    expect(formed.data.formWorkingGroup.members).toEqual([{ id: agencyId('县工业和信息化局') }]);
    expect((await form()).codes).toEqual(['CONFLICT']);
    expect((await form({ no: 12, members: ['agc_nobody'] })).codes).toEqual(['NOT_FOUND']);
    expect((await form({ no: 0 })).codes).toEqual(['BAD_USER_INPUT']);
    await app.ask(
      'mutation ($g: ID!) { dissolveWorkingGroup(input: { group: $g }) { id } }',
      { g: formed.data.formWorkingGroup.id },
      { ...office, day: '2018-11-09' },
    );
    expect([(await of('County', county, '2018-11-08')).groups.length, (await of('County', county, '2018-11-09')).groups.length]).toEqual([
      11, 10,
    ]);
  });

  it('is complete with exactly what it should have', () => {
    const { COMMANDER, EXECUTIVE_COMMANDER } = HQRoleKind;
    const roles = [COMMANDER, COMMANDER, EXECUTIVE_COMMANDER, EXECUTIVE_COMMANDER].map((role) => ({ role }));
    expect(isComplete(partsOf(HeadquartersLevel.COUNTY, roles, 10))).toBe(true);
    expect(isComplete(partsOf(HeadquartersLevel.COUNTY, roles, 9))).toBe(false);
    expect(isComplete(partsOf(HeadquartersLevel.COUNTY, [...roles, { role: COMMANDER }], 10))).toBe(false);
  });
});

describe('a contact point', () => {
  it('of a township is contracted by one leader, whoever asks at once', async () => {
    const on = (day: string): Asking => ({ ...office, day });
    const { data } = await app.ask(
      'query ($t: ID!) { contactPoints(filter: { kind: { eq: CONTRACT }, target: { eq: $t } }) { nodes { id } } }',
      { t: township },
      on('2026-06-20'),
    );
    const [held] = data.contactPoints.nodes;
    const give = (n: number, day: string) =>
      app.ask(GIVE, { input: { kind: 'CONTRACT', leader: person(n), post: '副县长', division: township } }, on(day));
    expect((await give(1, '2026-06-20')).codes).toEqual(['CONTRACT_HELD']);
    expect((await give(1, '2018-11-02')).codes).toEqual(['CONTRACT_HELD']);
    await app.ask(ENDPOINT, { input: { contactPoint: held.id } }, on('2026-06-21'));
    const tries = await Promise.all(Array.from({ length: 60 }, (_, i) => give(i, '2026-06-21')));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['CONTRACT_HELD']));
  });

  it('is visited from the day on which it was given, and the visits make a rate', async () => {
    const { data } = await app.ask(GIVE, { input: { kind: 'STUDY', leader: person(5), post: '县委常委', division: village } }, office);
    const point = data.giveContactPoint;
    expect(point).toMatchObject({ village: { id: village }, township: null });
    const visit = (on: string, over: object = {}) =>
      app.ask(VISIT, { input: { contactPoint: point.id, on, note: '讲党课', ...over } }, { ...office, day: '2018-11-20' });
    expect((await visit('2018-10-31')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await visit('2018-11-21')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await visit('2018-11-15', { note: ' ' })).codes).toEqual(['BAD_USER_INPUT']);
    const rateOf = async (from: string, to: string) =>
      (
        await app.ask(
          `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Township { contactVisitRate(from: "${from}", to: "${to}") { numerator denominator } } } }`,
          { of: [{ __typename: 'Township', id: township }] },
          { ...office, day: '2018-11-20' },
        )
      ).data._entities[0].contactVisitRate;
    const before = await rateOf('2018-11-15', '2018-11-15');
    await visit('2018-11-15');
    expect(await rateOf('2018-11-15', '2018-11-15')).toEqual({ numerator: before.numerator + 1, denominator: before.denominator });
    expect(app.statements).toHaveLength(1);
    expect(await rateOf('2018-11-16', '2018-11-15')).toBeNull();
  });

  it.each([
    ['as a contract of a village', { kind: 'CONTRACT', division: 'VILLAGE' }, {}, 'NOT_FOUND'],
    ['in another territory', { division: 'VILLAGE' }, { role: 'TOWNSHIP_ADMIN', divisions: ['140222103000'] }, 'NOT_FOUND'],
    ['to something that is no person', { division: 'VILLAGE', leader: 'x' }, {}, 'NOT_FOUND'],
    ['by a role that keeps none', { division: 'VILLAGE' }, { role: 'VILLAGE_OFFICER' }, 'FORBIDDEN'],
  ])('given %s is refused', async (_, over, asking, code) => {
    const input = { kind: 'STUDY', leader: person(6), post: '县委常委', ...over, division: village };
    expect((await app.ask(GIVE, { input }, { ...office, ...(asking as Asking) })).codes).toEqual([code]);
  });
});
