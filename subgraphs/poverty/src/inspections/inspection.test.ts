import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import type { App, Asking } from '#platform/testing';
import { aFinding, anInspection } from '../samples.ts';
import { povertyApp } from '../testing.ts';
import { InspectionState } from './inspection.rules.ts';

const FIELDS = 'id state version planned planYear approvalNo division allowedMoves agency { id } township { id } cancelReason';
const PLAN = `mutation ($input: PlanInspectionInput!) { planInspection(input: $input) { ${FIELDS} } }`;
const CANCEL = `mutation ($input: CancelInspectionInput!) { cancelInspection(input: $input) { ${FIELDS} } }`;
const move = (name: string) =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${FIELDS} } }`;

const office: Asking = { role: 'INSPECTOR', day: '2018-11-01' };
const AGENCY = agencyId('县脱贫攻坚督查组');

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

const plan = (over: object = {}, asking: Asking = {}) =>
  app.ask(
    PLAN,
    {
      input: { title: '冬季督查', division: county, method: 'FIELD_VISIT', agency: AGENCY, from: '2018-11-10', to: '2018-12-10', ...over },
    },
    { ...office, ...asking },
  );

describe('an inspection', () => {
  it('goes from the plan to its end, each move in the ledger', async () => {
    const { planInspection } = (await plan()).data;
    expect(planInspection).toMatchObject({ state: 'PLANNED', planned: true, planYear: 2018, agency: { id: AGENCY }, township: null });
    const inspection = planInspection.id;
    const go = (name: string, day: string) => app.ask(move(name), { input: { inspection } }, { ...office, day });
    const refused = await go('startInspection', '2018-11-02');
    expect(refused.codes).toEqual(['ILLEGAL_MOVE']);
    expect(refused.errors?.[0]?.extensions).toMatchObject({ state: 'PLANNED', allowed: ['approveInspection', 'cancelInspection'] });
    expect((await go('approveInspection', '2018-11-02')).data.approveInspection.state).toBe('APPROVED');
    expect((await go('startInspection', '2018-11-10')).data.startInspection.state).toBe('RUNNING');
    expect((await go('reportInspection', '2018-12-12')).data.reportInspection.state).toBe('REPORTED');
    expect((await go('closeInspection', '2018-12-20')).data.closeInspection).toMatchObject({
      state: 'CLOSED',
      version: 5,
      allowedMoves: [],
    });
    const rows = (await app.ledger('inspection')).filter((r) => r.key === inspection);
    expect(rows.map((r) => [r.event, r.day])).toEqual([
      ['inspection.planned', '2018-11-01'],
      ['inspection.approved', '2018-11-02'],
      ['inspection.started', '2018-11-10'],
      ['inspection.reported', '2018-12-12'],
      ['inspection.closed', '2018-12-20'],
    ]);
    const { data } = await app.ask('query ($id: ID!) { inspection(id: $id) { state } }', { id: inspection }, { day: '2018-11-30' });
    expect(data.inspection.state).toBe('RUNNING');
  });

  it('outside the plan needs an approval number', async () => {
    expect((await plan({ planned: false })).codes).toEqual(['UNPLANNED_INSPECTION']);
    expect((await plan({ planned: false, approvalNo: ' ' })).codes).toEqual(['BAD_USER_INPUT']);
    const { data } = await plan({ planned: false, approvalNo: '天督批〔2018〕9号', division: township });
    expect(data.planInspection).toMatchObject({
      planned: false,
      planYear: null,
      approvalNo: '天督批〔2018〕9号',
      township: { id: township },
    });
  });

  it.each([
    ['by a role that does not inspect', {}, { role: 'ANALYST' }, 'FORBIDDEN'],
    ['of a division nobody knows', { division: 'cty_nowhere' }, {}, 'NOT_FOUND'],
    ['of more than the caller answers for', {}, { divisions: ['140222102000'] }, 'NOT_FOUND'],
    ['by an agency nobody knows', { agency: 'agc_nobody' }, {}, 'NOT_FOUND'],
    ['that ends before it begins', { to: '2018-11-09' }, {}, 'BAD_USER_INPUT'],
    ['without a title', { title: ' ' }, {}, 'BAD_USER_INPUT'],
  ])('planned %s is refused', async (_, over, asking, code) => {
    expect((await plan(over, asking)).codes).toEqual([code]);
  });

  it('of a village is refused: villages are inspected with their township', async () => {
    expect((await plan({ division: village })).codes).toEqual(['NOT_FOUND']);
  });

  it('is cancelled with a reason, before it starts', async () => {
    const inspection = (await plan()).data.planInspection.id;
    const cancel = (reason: string) => app.ask(CANCEL, { input: { inspection, reason } }, office);
    expect((await cancel(' ')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await cancel('与省级督查冲突')).data.cancelInspection).toMatchObject({ state: 'CANCELLED', cancelReason: '与省级督查冲突' });
    const started = anInspection({ division: county });
    await app.given(started);
    expect((await app.ask(CANCEL, { input: { inspection: started.id, reason: '晚了' } }, office)).codes).toEqual(['ILLEGAL_MOVE']);
  });

  it('closes only when all that it found is closed or dismissed, whoever may see it', async () => {
    const reported = anInspection({ division: county, state: InspectionState.REPORTED });
    const open = aFinding({ village, inspection: reported.id, foundOn: '2018-10-10', validFrom: '2018-10-10' });
    await app.given(reported, open);
    const close = () => app.ask(move('closeInspection'), { input: { inspection: reported.id } }, office);
    const refused = await close();
    expect(refused.codes).toEqual(['FINDINGS_OPEN']);
    expect(refused.errors?.[0]?.extensions?.['open']).toBe(1);
    await app.ask('mutation ($id: ID!) { dismissFinding(input: { finding: $id, reason: "重复" }) { state } }', { id: open.id }, office);
    expect((await close()).data.closeInspection.state).toBe('CLOSED');
  });

  it('of the county is read by its townships and moved by the county alone', async () => {
    const inspection = (await plan()).data.planInspection.id;
    const theirs: Asking = { ...office, divisions: ['140222102000'] };
    const read = 'query ($id: ID!) { inspection(id: $id) { id } }';
    expect((await app.ask(read, { id: inspection }, theirs)).data.inspection.id).toBe(inspection);
    expect((await app.ask(move('approveInspection'), { input: { inspection } }, theirs)).codes).toEqual(['FORBIDDEN']);
    const own = (await plan({ division: township }, theirs)).data.planInspection.id;
    const others: Asking = { ...office, divisions: ['140222103000'] };
    expect((await app.ask(read, { id: own }, others)).data.inspection).toBeNull();
    expect((await app.ask(move('approveInspection'), { input: { inspection: own } }, others)).codes).toEqual(['NOT_FOUND']);
    expect((await app.ask(move('approveInspection'), { input: { inspection: own } }, theirs)).data.approveInspection.state).toBe(
      'APPROVED',
    );
  });

  it('is closed, or gets one more finding, but never both at once', async () => {
    const reported = anInspection({ division: county, state: InspectionState.REPORTED });
    await app.given(reported);
    const open =
      'mutation ($i: ID!, $v: ID!) { openFinding(input: { inspection: $i, village: $v, category: "档案资料", severity: GENERAL, foundOn: "2018-10-31", description: "缺页" }) { id } }';
    const [closed, found] = await Promise.all([
      app.ask(move('closeInspection'), { input: { inspection: reported.id } }, office),
      app.ask(open, { i: reported.id, v: village }, office),
    ]);
    expect([...closed.codes, ...found.codes]).toHaveLength(1);
    expect(['FINDINGS_OPEN', 'NOT_FOUND']).toContain([...closed.codes, ...found.codes][0]);
  });
});
