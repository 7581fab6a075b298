import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idFrom } from '#platform/id';
import type { App, Asking } from '#platform/testing';
import { anInspection } from '../samples.ts';
import { povertyApp } from '../testing.ts';
import { InspectionState } from './inspection.rules.ts';

const office: Asking = { role: 'INSPECTOR', day: '2018-11-01' };
const ASSIGN = 'mutation ($input: AssignInspectorInput!) { assignInspector(input: $input) { id role person { id } } }';
const RELEASE = 'mutation ($input: ReleaseInspectorInput!) { releaseInspector(input: $input) { id } }';
const VISIT = 'mutation ($input: RecordInspectionVisitInput!) { recordInspectionVisit(input: $input) { on by village { id } } }';

let app: App;
let county: string;
let village: string;
beforeAll(async () => {
  app = await povertyApp();
  const { territory } = app.subgraph.store;
  county = territory.named('140222000000') as string;
  village = territory.named('140222102200') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

const given = async (over: object = {}): Promise<string> => {
  const inspection = anInspection({ division: county, ...over });
  await app.given(inspection);
  return inspection.id;
};
const somebody = (n: number) => idFrom('per', 'inspector', n);
const assign = (inspection: string, person: string, role?: string, asking: Asking = {}) =>
  app.ask(ASSIGN, { input: { inspection, person, ...(role ? { role } : {}) } }, { ...office, ...asking });
const membersOn = async (inspection: string, day: string) =>
  (await app.ask('query ($id: ID!) { inspection(id: $id) { members { role person { id } } } }', { id: inspection }, { day })).data
    .inspection.members;

describe('an inspection group', () => {
  it('has a lead and members, each from a day to a day', async () => {
    const inspection = await given();
    await assign(inspection, somebody(2));
    const lead = (await assign(inspection, somebody(1), 'LEAD')).data.assignInspector;
    expect(await membersOn(inspection, '2018-11-05')).toEqual([
      { role: 'LEAD', person: { id: somebody(1) } },
      { role: 'MEMBER', person: { id: somebody(2) } },
    ]);
    expect((await app.ask(RELEASE, { input: { member: lead.id } }, { ...office, day: '2018-11-10' })).codes).toEqual([]);
    expect(await membersOn(inspection, '2018-11-09')).toHaveLength(2);
    expect(await membersOn(inspection, '2018-11-10')).toHaveLength(1);
    expect((await assign(inspection, somebody(3), 'LEAD', { day: '2018-11-10' })).codes).toEqual([]);
  });

  it('has one lead and everybody once, however many are assigned at once', async () => {
    const inspection = await given();
    const leads = await Promise.all(Array.from({ length: 20 }, (_, i) => assign(inspection, somebody(i), 'LEAD')));
    expect(leads.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(leads.flatMap((t) => t.codes))).toEqual(new Set(['POST_HELD']));
    const twice = await Promise.all(Array.from({ length: 10 }, () => assign(inspection, somebody(99))));
    expect(twice.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(twice.flatMap((t) => t.codes))).toEqual(new Set(['ALREADY_MEMBER']));
  });

  it.each([
    ['that is closed', () => given({ state: InspectionState.CLOSED }), somebody(1), {}, 'NOT_FOUND'],
    ['nobody knows', async () => 'ins_nowhere', somebody(1), {}, 'NOT_FOUND'],
    ['with a key that is nobody', () => given(), 'vil_123456789012', {}, 'NOT_FOUND'],
    ['of the whole county by a township', () => given(), somebody(1), { divisions: ['140222102000'] }, 'FORBIDDEN'],
    ['by a role that inspects nothing', () => given(), somebody(1), { role: 'ANALYST' }, 'FORBIDDEN'],
  ])('of an inspection %s is refused', async (_, inspection, person, asking, code) => {
    expect((await assign(await inspection(), person, 'MEMBER', asking)).codes).toEqual([code]);
  });
});

describe('a visit of an inspection', () => {
  const visit = (inspection: string, over: object = {}, asking: Asking = {}) =>
    app.ask(VISIT, { input: { inspection, village, ...over } }, { ...office, ...asking });

  it('is recorded once for a village and a day', async () => {
    const inspection = await given();
    const tries = await Promise.all(Array.from({ length: 10 }, () => visit(inspection)));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['VISIT_RECORDED']));
    expect((await visit(inspection, { on: '2018-10-20' })).data.recordInspectionVisit).toEqual({
      on: '2018-10-20',
      by: 'test:inspector',
      village: { id: village },
    });
  });

  it('stands wherever something was found, whether somebody recorded it or not', async () => {
    const inspection = await given();
    const open = () =>
      app.ask(
        'mutation ($i: ID!, $v: ID!) { openFinding(input: { inspection: $i, village: $v, category: "档案资料", severity: GENERAL, foundOn: "2018-10-31", description: "缺页" }) { inspection { visits { totalCount aggregates { distinct { villages } } nodes { on village { id } } } } } }',
        { i: inspection, v: village },
        office,
      );
    await open();
    expect((await open()).data.openFinding.inspection.visits).toEqual({
      totalCount: 1,
      aggregates: { distinct: { villages: 1 } },
      nodes: [{ on: '2018-10-31', village: { id: village } }],
    });
  });

  it.each([
    ['before the inspection begins', () => given(), { on: '2018-09-30' }, 'BAD_USER_INPUT'],
    ['that lies ahead', () => given(), { on: '2018-11-02' }, 'BAD_USER_INPUT'],
    ['of one that has not started', () => given({ state: InspectionState.APPROVED }), {}, 'NOT_FOUND'],
    ['in a village nobody knows', () => given(), { village: 'vil_nowhere' }, 'NOT_FOUND'],
  ])('%s is refused', async (_, inspection, over, code) => {
    expect((await visit(await inspection(), over)).codes).toEqual([code]);
  });
});
