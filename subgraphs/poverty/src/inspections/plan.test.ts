import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import type { App, Asking } from '#platform/testing';
import { povertyApp } from '../testing.ts';

const office: Asking = { role: 'POVERTY_OFFICE', day: '2018-12-03' };
const AGENCY = agencyId('县脱贫攻坚督查组');
const PLAN =
  'id year title monthlyCeiling document state version lines { totalCount nodes { id title state from to method agency { id } inspection { id state } } }';
const LINE = 'id title state version plan { id year } inspection { id }';
const mutation = (name: string, fields: string) =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${fields} } }`;

let app: App;
let county: string;
let township: string;
beforeAll(async () => {
  app = await povertyApp();
  const { territory } = app.subgraph.store;
  county = territory.named('140222000000') as string;
  township = territory.named('140222102000') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

const draft = (over: object = {}, asking: Asking = {}) =>
  app.ask(
    mutation('draftInspectionPlan', PLAN),
    { input: { year: 2040, title: '2040年督查检查考核计划', ...over } },
    { ...office, ...asking },
  );
let year = 2050;
const drafted = async (): Promise<string> => (await draft({ year: ++year })).data.draftInspectionPlan.id;
const line = (plan: string, over: object = {}, asking: Asking = {}) =>
  app.ask(
    mutation('addPlanLine', LINE),
    {
      input: {
        plan,
        division: county,
        title: '春季督查',
        method: 'FIELD_VISIT',
        agency: AGENCY,
        from: `${year}-03-01`,
        to: `${year}-04-10`,
        ...over,
      },
    },
    { ...office, ...asking },
  );
const approve = (plan: string, asking: Asking = {}) =>
  app.ask(mutation('approveInspectionPlan', PLAN), { input: { plan, document: '天办发〔2018〕55号' } }, { ...office, ...asking });
const inspect = (over: object = {}, asking: Asking = {}) =>
  app.ask(
    mutation('planInspection', 'id state planned planYear announcement line { id state } approvalNo'),
    { input: { title: '专项督查', division: county, method: 'PATROL', agency: AGENCY, from: '2018-12-20', to: '2018-12-28', ...over } },
    { role: 'INSPECTOR', day: '2018-12-03', ...asking },
  );
const go = (name: string, inspection: string, day = '2018-12-03') =>
  app.ask(mutation(name, 'id state line { state }'), { input: { inspection } }, { role: 'INSPECTOR', day });

describe('the plan of a year', () => {
  it('is drafted, filled with lines and approved with all of them, by a document', async () => {
    const plan = await drafted();
    await line(plan);
    await line(plan, { title: '秋季督查', from: `${year}-09-01`, to: `${year + 1}-01-10` });
    expect((await approve(plan, { role: 'INSPECTOR' })).codes).toEqual(['FORBIDDEN']);
    const { approveInspectionPlan: approved } = (await approve(plan, { day: '2018-12-20' })).data;
    expect(approved).toMatchObject({ state: 'APPROVED', document: '天办发〔2018〕55号', version: 2 });
    expect(approved.lines.nodes.map((l: { state: string }) => l.state)).toEqual(['APPROVED', 'APPROVED']);
    expect((await approve(plan, { day: '2018-12-21' })).codes).toEqual(['ILLEGAL_MOVE']);
    const late = (await line(plan, {}, { day: '2018-12-22' })).data.addPlanLine;
    expect(late.state).toBe('PROPOSED');
    const { data } = await app.ask(mutation('approvePlanLine', LINE), { input: { line: late.id } }, { ...office, day: '2018-12-23' });
    expect(data.approvePlanLine.state).toBe('APPROVED');
  });

  it('of the sample county stands in every year since 2017 with its lines and the inspections on them', async () => {
    const { data } = await app.ask(
      `{ inspectionPlans(filter: { year: { between: { from: 2017, to: 2019 } } }) { totalCount nodes { ${PLAN} } } }`,
      {},
      { day: '2018-12-31' },
    );
    const plans = data.inspectionPlans.nodes as {
      year: number;
      state: string;
      lines: { nodes: { state: string; inspection: object }[] };
    }[];
    expect(plans.map((p) => [p.year, p.state])).toEqual([
      [2019, 'APPROVED'],
      [2018, 'APPROVED'],
      [2017, 'APPROVED'],
    ]);
    expect(plans[1]?.lines.nodes.every((l) => l.state === 'APPROVED' && l.inspection)).toBe(true);
    expect(app.statements.length).toBeLessThanOrEqual(5);
  });

  it.each([
    ['of a year that has its plan', { year: 2018 }, {}, 'PLAN_EXISTS'],
    ['of a year beyond all calendars', { year: 20_180 }, {}, 'BAD_USER_INPUT'],
    ['without a title', { title: '  ' }, {}, 'BAD_USER_INPUT'],
    ['with an endless title', { title: '督'.repeat(101) }, {}, 'BAD_USER_INPUT'],
    ['with a negative ceiling', { monthlyCeiling: -1 }, {}, 'BAD_USER_INPUT'],
    ['of a division nobody knows', { division: 'cty_nowhere' }, {}, 'NOT_FOUND'],
    ['by a role that plans nothing', {}, { role: 'ANALYST' }, 'FORBIDDEN'],
    ['of the county by a township', { division: undefined }, { divisions: ['140222102000'] }, 'NOT_FOUND'],
  ])('%s is refused', async (_, over, asking, code) => {
    expect((await draft({ year: 2049, ...over }, asking)).codes).toEqual([code]);
  });

  it('is one, however many draft it at once', async () => {
    const tries = await Promise.all(Array.from({ length: 20 }, () => draft({ year: 2041 })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['PLAN_EXISTS']));
  });
});

describe('a line of a plan', () => {
  it.each([
    ['of another year', () => ({ from: `${year + 1}-01-02`, to: `${year + 1}-02-02` }), 'BAD_USER_INPUT'],
    ['that ends before it begins', () => ({ to: `${year}-02-01` }), 'BAD_USER_INPUT'],
    ['by an agency nobody knows', () => ({ agency: 'agc_nobody' }), 'NOT_FOUND'],
    ['in a plan nobody knows', () => ({ plan: 'ipl_nowhere' }), 'NOT_FOUND'],
  ])('%s is refused', async (_, over, code) => {
    const plan = await drafted();
    expect((await line(plan, over())).codes).toEqual([code]);
  });

  it('that was struck carries no inspection', async () => {
    const plan = await drafted();
    const { id } = (await line(plan)).data.addPlanLine;
    const strike = () => app.ask(mutation('strikePlanLine', LINE), { input: { line: id } }, office);
    expect((await strike()).data.strikePlanLine.state).toBe('STRUCK');
    expect((await strike()).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await inspect({ line: id })).codes).toEqual(['UNPLANNED_INSPECTION']);
  });

  it('carries one inspection, however many ask for it at once', async () => {
    const plan = await drafted();
    const { id } = (await line(plan)).data.addPlanLine;
    await approve(plan);
    const tries = await Promise.all(Array.from({ length: 30 }, () => inspect({ line: id })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['LINE_TAKEN']));
    const first = tries.find((t) => t.codes.length === 0)?.data.planInspection;
    expect(first).toMatchObject({ planned: true, planYear: year, line: { id, state: 'APPROVED' } });
    await app.ask(
      'mutation ($i: ID!) { cancelInspection(input: { inspection: $i, reason: "合并" }) { state } }',
      { i: first.id },
      {
        role: 'INSPECTOR',
        day: '2018-12-04',
      },
    );
    expect((await inspect({ line: id }, { day: '2018-12-04' })).codes).toEqual([]); // who cancels frees the line
  });
});

describe('an inspection', () => {
  it('that names no line is proposed as one of its year, and approved together with it', async () => {
    const { planInspection: i } = (await inspect({ announcement: 'UNANNOUNCED' })).data;
    expect(i).toMatchObject({ planned: true, planYear: 2018, announcement: 'UNANNOUNCED', line: { state: 'PROPOSED' } });
    expect((await go('approveInspection', i.id)).data.approveInspection).toMatchObject({ state: 'APPROVED', line: { state: 'APPROVED' } });
  });

  it('on a line that was struck meanwhile is not approved', async () => {
    const { planInspection: i } = (await inspect()).data;
    await app.ask(mutation('strikePlanLine', LINE), { input: { line: i.line.id } }, office);
    expect((await go('approveInspection', i.id)).codes).toEqual(['ILLEGAL_MOVE']);
  });

  it('outside the plan has no line, only its approval number', async () => {
    const { data } = await inspect({ planned: false, approvalNo: '天督批〔2018〕9号', division: township });
    expect(data.planInspection).toMatchObject({ planned: false, planYear: null, line: null, approvalNo: '天督批〔2018〕9号' });
  });

  it('on a line of another division, or one that nobody knows, is refused', async () => {
    const plan = await drafted();
    const { id } = (await line(plan, { division: township })).data.addPlanLine;
    expect((await inspect({ line: id })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await inspect({ line: 'ipn_nowhere' })).codes).toEqual(['NOT_FOUND']);
  });
});
