import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import { LedgerHead } from '#platform/ledger';
import { keysOf } from '#platform/secret';
import type { App, Asking } from '#platform/testing';
import { povertyApp } from '../testing.ts';
import { HouseholdRef } from './household.entity.ts';
import { allowed, faultOf, HouseholdStatus, needsHelper, percentile, turnTo } from './household.rules.ts';

const office: Asking = { role: 'POVERTY_OFFICE', day: '2018-12-31' };
const township: Asking = { role: 'TOWNSHIP_ADMIN', divisions: ['140222102000'], day: '2018-12-31' };
const COVERAGE = 'helpers registered uncovered covered { numerator denominator percent } householdsPerHelperP50 householdsPerHelperP95';
const IMPORT = `mutation ($input: ImportReturnFlowInput!) { importReturnFlow(input: $input) { id dryRun lines created changed unchanged rejected errors { line code message } sourceAgency { id } } }`;
const OFFICE = agencyId('县扶贫开发办公室');

let app: App;
let county: string;
let village: string;
let neighbour: string;
beforeAll(async () => {
  app = await povertyApp();
  const { territory } = app.subgraph.store;
  county = territory.named('140222000000') as string;
  village = territory.named('140222102200') as string;
  neighbour = territory.named('140222102201') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

const coverageOf = async (type: string, id: string, asking: Asking = office) =>
  (
    await app.ask(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { helperCoverage { ${COVERAGE} } } } }`,
      { of: [{ __typename: type, id }] },
      asking,
    )
  ).data._entities[0].helperCoverage;

const line = (registerNo: string, over: object = {}) => ({
  registerNo,
  village,
  registeredYear: 2014,
  members: 3,
  status: 'POOR',
  ...over,
});
const send = (lines: object[], over: object = {}, asking: Asking = {}) =>
  app.ask(
    IMPORT,
    { input: { division: county, month: '2019-01', sourceAgency: OFFICE, lines, ...over } },
    { ...office, day: '2019-01-15', ...asking },
  );
/** How far the ledger has come. */
const recorded = async () => (await app.context().em.findOneOrFail(LedgerHead, 1, { connectionType: 'write' })).seq;
const numbered = async (registerNo: string, day: string) =>
  (
    await app.ask(
      'query ($n: String!) { household(registerNo: $n) { id status members village { id } mainHelper { id helper { id } village { id } } source { id month } } }',
      { n: registerNo },
      { ...office, day },
    )
  ).data.household;

describe('helper coverage', () => {
  it('counts 4,726 distinct main helpers at the end of 2018, over every household that needs one', async () => {
    const coverage = await coverageOf('County', county);
    expect(app.statements).toHaveLength(4);
    expect(coverage).toMatchObject({ helpers: 4726, uncovered: 0, householdsPerHelperP50: 5, householdsPerHelperP95: 8 });
    expect(coverage.covered).toEqual({ numerator: coverage.registered, denominator: coverage.registered, percent: 100 });
    expect(coverage.registered).toBeGreaterThan(21_500);
    expect(coverage.registered).toBeLessThan(23_000);
  });

  it('is one read for a page of villages, and the sum of villages is the township', async () => {
    const { territory } = app.subgraph.store;
    const of = territory
      .within(territory.named('140222102000') as string, '2018-12-31', 'VILLAGE')
      .map((id) => ({ __typename: 'Village', id }));
    const { data } = await app.ask(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Village { helperCoverage { helpers registered } } } }`,
      { of },
      office,
    );
    expect(app.statements).toHaveLength(4);
    const whole = await coverageOf('Township', territory.named('140222102000') as string);
    const sum = (key: string) =>
      data._entities.reduce((n: number, v: { helperCoverage: Record<string, number> }) => n + (v.helperCoverage[key] as number), 0);
    expect([sum('registered'), sum('helpers')]).toEqual([whole.registered, whole.helpers]);
  });

  it('stays inside the territory and tells nothing to a role without the duty', async () => {
    expect((await coverageOf('County', county, township)).helpers).toBeLessThan(1000);
    expect(await coverageOf('County', county, { ...office, role: 'FINANCE' })).toBeNull();
    const analyst = await app.ask(
      '{ helperAssignments(filter: { main: { eq: true } }) { totalCount aggregates { count distinct { helpers households } } } }',
      {},
      { day: '2018-12-31' },
    );
    expect(analyst.data.helperAssignments.aggregates.distinct.helpers).toBe(4726);
    expect((await app.ask('{ households(first: 1) { nodes { id } } }', {}, { day: '2018-12-31' })).codes).toEqual(['FORBIDDEN']);
  });

  it('holds on in 2026, where stable households have been let go', async () => {
    const { uncovered, covered, registered } = await coverageOf('County', county, { ...office, day: '2026-06-30' });
    expect(uncovered).toBe(0);
    expect(covered.denominator).toBeLessThan(registered);
  });
});

describe('a household', () => {
  it('shows neither its number nor any name, and is found by number through a keyed hash', async () => {
    await send([line('140222102200900001')]);
    const sdl = await app.ask('{ __type(name: "HouseholdRef") { fields { name } } }');
    expect(sdl.data.__type.fields.map((f: { name: string }) => f.name).toSorted()).toEqual([
      'id',
      'mainHelper',
      'members',
      'needsHelper',
      'registeredYear',
      'source',
      'status',
      'validFrom',
      'validTo',
      'version',
      'village',
    ]);
    const rows = await app.ledger('household');
    expect(rows.some((r) => r.after?.includes('140222102200900001'))).toBe(false);
    expect((await numbered('140222102200900001', '2019-02-01')).status).toBe('POOR');
    expect(await numbered('140222102200900001', '2019-01-01')).toBeNull();
    expect((await app.ask('{ household(registerNo: "12") { id } }', {}, office)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await app.ask('{ household { id } }', {}, office)).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('turns only as the table says, and needs a helper until it is stable', () => {
    const { POOR, EXITED, STABLE, MONITORED } = HouseholdStatus;
    expect([turnTo(POOR, EXITED), turnTo(EXITED, POOR), turnTo(STABLE, MONITORED), turnTo(POOR, STABLE)]).toEqual([
      'exit',
      null,
      'monitor',
      null,
    ]);
    expect(allowed(EXITED)).toEqual(['stabilize', 'monitor']);
    expect([POOR, EXITED, MONITORED, STABLE].map((status) => needsHelper({ status }))).toEqual([true, true, true, false]);
    expect([percentile([], 0.5), percentile([3, 1, 2], 0.5), percentile([1, 2, 3, 4], 0.95)]).toEqual([null, 2, 4]);
    expect(faultOf({ registerNo: 'x', registeredYear: 2014, members: 1 }, 2019)).toContain('digits');
  });
});

describe('a return-flow file', () => {
  it('of the whole county is one row of the ledger, whose hash shows any row that was touched', async () => {
    const intact = async (day: string) =>
      (
        await app.ask(
          '{ returnFlowBatches(filter: { month: { eq: "2018-03" } }) { nodes { id lines created intact } } }',
          {},
          { ...office, day },
        )
      ).data.returnFlowBatches.nodes[0];
    const first = await intact('2018-12-31');
    expect(first).toMatchObject({ intact: true, lines: first.created });
    expect(first.lines).toBeGreaterThan(20_000);
    const run = (sql: string) => app.subgraph.store.orm.em.getConnection('write').execute(sql);
    // A change by the office, even on the first day itself, leaves what the file said provable.
    const [any] = (await run(
      `select id, helper from helper_assignment where batch = '${first.id}' and valid_to = '9999-12-31' order by row limit 1`,
    )) as [{ id: string }];
    await app.ask(
      'mutation ($a: ID!) { endHelper(input: { assignment: $a, reason: TRANSFERRED }) { id } }',
      { a: any.id },
      { ...office, day: '2019-01-02' },
    );
    expect((await intact('2019-01-03')).intact).toBe(true);
    await run(
      `update household_ref set members = members + 1 where row = (select min(row) from household_ref where batch = '${first.id}')`,
    );
    expect((await intact('2019-01-03')).intact).toBe(false);
    await run(
      `update household_ref set members = members - 1 where row = (select min(row) from household_ref where batch = '${first.id}')`,
    );
    expect((await intact('2019-01-03')).intact).toBe(true);
  });

  it('says in a dry run what would come of it and writes nothing', async () => {
    const before = await recorded();
    const { data } = await send([line('140222102200910001')], { dryRun: true });
    expect(data.importReturnFlow).toMatchObject({ dryRun: true, created: 1, rejected: 0 });
    expect(await recorded()).toBe(before);
    expect(await numbered('140222102200910001', '2019-02-01')).toBeNull();
  });

  it('is taken over once, line by line, with what is at fault told and left out', async () => {
    const lines = [
      line('140222102200920001'),
      line('140222102200920002', { status: 'EXITED' }),
      line('140222102200920001'),
      line('no number'),
      line('140222102200920003', { village: 'vil_nowhere' }),
      line('140222102200920004', { members: 0 }),
      line('140222102200920005', { registeredYear: 2020 }),
    ];
    const first = (await send(lines)).data.importReturnFlow;
    expect(first).toMatchObject({
      dryRun: false,
      lines: 7,
      created: 2,
      changed: 0,
      unchanged: 0,
      rejected: 5,
      sourceAgency: { id: OFFICE },
    });
    expect(first.errors.map((e: { line: number; code: string }) => [e.line, e.code])).toEqual([
      [3, 'CONFLICT'],
      [4, 'BAD_USER_INPUT'],
      [5, 'NOT_FOUND'],
      [6, 'BAD_USER_INPUT'],
      [7, 'BAD_USER_INPUT'],
    ]);
    const before = await recorded();
    expect((await send(lines)).data.importReturnFlow).toEqual(first);
    expect(await recorded()).toBe(before);
    const next = await send(
      [line('140222102200920001', { status: 'EXITED' }), line('140222102200920002', { status: 'POOR' })],
      { month: '2019-02' },
      { day: '2019-02-15' },
    );
    expect(next.data.importReturnFlow).toMatchObject({ changed: 1, rejected: 1, errors: [{ line: 2, code: 'ILLEGAL_MOVE' }] });
    expect(await numbered('140222102200920001', '2019-02-20')).toMatchObject({ status: 'EXITED', source: { month: '2019-02' } });
    expect((await numbered('140222102200920001', '2019-02-10')).status).toBe('POOR');
  });

  it('sent by many at once brings each household once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => send([line('140222102200930001', { members: 2 + (i % 3) })])));
    expect(answers.every((a) => a.codes.every((c) => c === 'CONFLICT'))).toBe(true);
    const { em } = app.context({ ...office, day: '2019-02-01' });
    const registerHash = keysOf(em).hash('household', '140222102200930001');
    expect(await em.count(HouseholdRef, { registerHash })).toBe(1);
  });

  it.each([
    ['of a month to come', { month: '2019-03' }, {}, 'BAD_USER_INPUT'],
    ['of a month that is none', { month: '2019-13' }, {}, 'BAD_USER_INPUT'],
    ['from an agency nobody knows', { sourceAgency: 'agc_nobody' }, {}, 'NOT_FOUND'],
    ['of a division nobody knows', { division: 'cty_nowhere' }, {}, 'NOT_FOUND'],
    ['by a role that keeps no households', {}, { role: 'INSPECTOR' }, 'FORBIDDEN'],
  ])('%s is refused', async (_, over, asking, code) => {
    expect((await send([line('140222102200940001')], over, asking)).codes).toEqual([code]);
  });

  it('without a line, or with too many, is refused', async () => {
    expect((await send([])).codes).toEqual(['LIMIT_EXCEEDED']);
    expect((await send(Array.from({ length: 2001 }, () => line('140222102200940001')))).codes).toEqual(['LIMIT_EXCEEDED']);
  });

  it('that counts a household to another village takes its helper along', async () => {
    await send([line('140222102200950001')]);
    const { id } = await numbered('140222102200950001', '2019-01-20');
    await app.ask(
      'mutation ($h: ID!) { assignHelper(input: { household: $h, helper: "per_000000000000" }) { id } }',
      { h: id },
      { ...office, day: '2019-01-20' },
    );
    await send([line('140222102200950001', { village: neighbour })], { month: '2019-02' }, { day: '2019-02-15' });
    const after = await numbered('140222102200950001', '2019-02-15');
    expect([after.village.id, after.mainHelper.village.id]).toEqual([neighbour, neighbour]);
    const before = await numbered('140222102200950001', '2019-02-14');
    expect([before.village.id, before.mainHelper.village.id]).toEqual([village, village]);
  });
});
