import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FOREVER } from '#platform/day';
import type { App, Asking } from '#platform/testing';
import { SecretaryOffice } from './projects/office.entity.ts';
import { SecretaryProject } from './projects/project.entity.ts';
import { holdsPost, isAlive } from './projects/project.rules.ts';
import { Task, TaskDependency } from './tasks/task.entity.ts';
import { povertyApp } from './testing.ts';

const SOURCE = '2018-12-31';
const TODAY = '2026-06-30';
const office: Asking = { role: 'POVERTY_OFFICE', day: SOURCE };

let app: App;
let county: string;
beforeAll(async () => {
  app = await povertyApp();
  county = app.subgraph.store.territory.named('140222000000') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

const ask = async (query: string, asking: Asking = {}) => {
  const { data, errors } = await app.ask(query, {}, { ...office, ...asking });
  expect(errors).toBeUndefined();
  return data;
};

describe('the work of the county at the end of 2018', () => {
  it('was led by complete headquarters: two and two and ten groups in the county, one and two in each of twelve townships', async () => {
    const { headquarters } = await ask(
      '{ headquarters(first: 50) { totalCount nodes { level completeness { complete parts { part has should } } groups { no members { id } } } } }',
    );
    expect(app.statements.length).toBeLessThanOrEqual(6);
    expect(headquarters.totalCount).toBe(13);
    expect(headquarters.nodes.filter((h: { completeness: { complete: boolean } }) => !h.completeness.complete)).toEqual([]);
    const whole = headquarters.nodes.find((h: { level: string }) => h.level === 'COUNTY');
    expect(whole.completeness.parts).toEqual([
      { part: 'COMMANDER', has: 2, should: 2 },
      { part: 'EXECUTIVE_COMMANDER', has: 2, should: 2 },
      { part: 'WORKING_GROUP', has: 10, should: 10 },
    ]);
    expect(whole.groups.map((g: { no: number }) => g.no)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('can be counted by its groups, key tasks and items, page by page', async () => {
    const { _entities, threeBasicsPlans } = await ask(
      `{ _entities(representations: [{ __typename: "County", id: "${county}" }]) { ... on County { workingGroups(first: 2) { totalCount nodes { no } } } } threeBasicsPlans(filter: { year: { eq: 2018 } }) { nodes { keyTaskList(first: 2) { totalCount nodes { no } } } } }`,
    );
    expect(_entities[0].workingGroups).toEqual({ totalCount: 10, nodes: [{ no: 1 }, { no: 2 }] });
    expect(threeBasicsPlans.nodes).toEqual([{ keyTaskList: { totalCount: 13, nodes: [{ no: 1 }, { no: 2 }] } }]);
  });

  it('had a leader for every township, who went there', async () => {
    const { contactPoints } = await ask(
      '{ contactPoints(filter: { kind: { eq: CONTRACT } }) { totalCount aggregates { distinct { leaders } } } }',
    );
    expect([contactPoints.totalCount, contactPoints.aggregates.distinct.leaders]).toEqual([12, 12]);
    const { _entities } = await ask(
      `{ _entities(representations: [{ __typename: "County", id: "${county}" }]) { ... on County { contactVisitRate(from: "2018-10-01", to: "2018-12-31") { numerator denominator percent } } } }`,
    );
    expect(_entities[0].contactVisitRate.denominator).toBeGreaterThan(50);
    expect(_entities[0].contactVisitRate.percent).toBeGreaterThan(60);
  });

  it('followed a plan of 13 key tasks and 27 items, by the six plus one', async () => {
    const { threeBasicsPlans } = await ask(
      '{ threeBasicsPlans(filter: { year: { eq: 2018 } }) { nodes { statedKeyTasks statedItems adoptedOn keyTasks { no done items { no } } items { totalCount } completion { items { numerator denominator } keyTasks { numerator denominator } bySixPlusOne { sixPlusOne items { denominator } } } policyDocument { title } } } }',
    );
    const [plan] = threeBasicsPlans.nodes;
    expect([plan.keyTasks.length, plan.items.totalCount, plan.statedKeyTasks, plan.statedItems]).toEqual([13, 27, 13, 27]);
    expect(plan.completion.items.denominator).toBe(27);
    expect(plan.completion.keyTasks).toEqual({ numerator: plan.keyTasks.filter((k: { done: boolean }) => k.done).length, denominator: 13 });
    expect(
      plan.completion.bySixPlusOne.map((s: { items: { denominator: number } }) => s.items.denominator).every((n: number) => n > 0),
    ).toBe(true);
    expect(plan.completion.bySixPlusOne).toHaveLength(7);
    expect(plan.policyDocument.title).toContain('三基建设');
  });

  it('held 26 secretary projects in being, each with indicators, and others that came to nothing', async () => {
    const { secretaryProjects } = await ask(
      '{ secretaryProjects(filter: { alive: { eq: true } }, first: 50) { totalCount nodes { secretaryInPost indicators { baseline target unit due } attainment { percent } } groupedAggregates(groupBy: [{ field: STATE }]) { keys { state } count } } }',
    );
    expect(secretaryProjects.totalCount).toBe(26);
    expect(secretaryProjects.nodes.every((p: { indicators: unknown[] }) => p.indicators.length > 0)).toBe(true);
    expect(
      Object.fromEntries(
        secretaryProjects.groupedAggregates.map((g: { keys: { state: string }; count: number }) => [g.keys.state, g.count]),
      ),
    ).toEqual({ IN_PROGRESS: 18, SUSPENDED: 2, SUBMITTED: 3, ACCEPTED: 1, ESTABLISHED: 2 });
    const all = await ask('{ secretaryProjects { groupedAggregates(groupBy: [{ field: STATE }]) { keys { state } } } }');
    expect(all.secretaryProjects.groupedAggregates.map((g: { keys: { state: string } }) => g.keys.state)).toEqual(
      expect.arrayContaining(['REJECTED', 'TERMINATED', 'DECLARED']),
    );
  });

  it('met regularly, with decisions and the four groups of the source among those who attended', async () => {
    const { meetings, agendaRules } = await ask(
      '{ meetings(filter: { title: { contains: "座谈" } }) { nodes { heldOn attendance { role } decisions { text } } } agendaRules(first: 20) { totalCount nodes { kind compliance { numerator denominator } } } }',
    );
    expect(meetings.nodes).toHaveLength(2);
    expect([...new Set(meetings.nodes[0].attendance.map((a: { role: string }) => a.role))].toSorted()).toEqual([
      'FIRST_SECRETARY',
      'ORG_COMMISSIONER',
      'TEAM_LEADER',
      'TOWNSHIP_DEPUTY_SECRETARY',
    ]);
    expect(agendaRules.totalCount).toBeGreaterThan(10);
    expect(agendaRules.nodes.every((r: { compliance: { denominator: number } }) => r.compliance.denominator === 3)).toBe(true);
  });
});

describe.each([SOURCE, TODAY])('the master ledger as of %s', (day) => {
  it('holds tasks, items, projects and findings in one list, with lights of every colour', async () => {
    const { masterLedger } = await ask(
      '{ masterLedger(filter: { open: { eq: true } }, first: 200) { totalCount nodes { id kind light delayed state due predecessors subject { __typename ... on Task { id } ... on Finding { id } } } groupedAggregates(groupBy: [{ field: KIND }]) { keys { kind } count } } }',
      { day },
    );
    expect(app.statements.length).toBeLessThanOrEqual(10);
    expect(masterLedger.groupedAggregates.map((g: { keys: { kind: string } }) => g.keys.kind).toSorted()).toEqual([
      'FINDING',
      'PROJECT',
      'TASK',
      'WORK_ITEM',
    ]);
    expect(masterLedger.groupedAggregates.reduce((n: number, g: { count: number }) => n + g.count, 0)).toBe(masterLedger.totalCount);
    const lights = new Set(masterLedger.nodes.map((n: { light: string }) => n.light));
    expect(['GREEN', 'YELLOW', 'RED'].filter((l) => !lights.has(l))).toEqual([]);
    expect(masterLedger.nodes.every((n: { subject: object | null }) => n.subject)).toBe(true);
    expect(masterLedger.nodes.some((n: { predecessors: string[] }) => n.predecessors.length > 0)).toBe(true);
  });

  it('is the wall chart of a township, in as many statements for twelve as for one', async () => {
    const { territory } = app.subgraph.store;
    const CHART =
      'wallChart { lanes { township { id } village { id } open green yellow red waiting entries { title due light state predecessors } } ties { predecessor successor } }';
    const chart = async (ids: readonly string[]) =>
      (
        await ask(
          `{ _entities(representations: [${ids.map((id) => `{ __typename: "Township", id: "${id}" }`).join(', ')}]) { ... on Township { ${CHART} } } }`,
          { day },
        )
      )._entities;
    const all = territory.within(county, day, 'TOWNSHIP');
    const [{ wallChart }] = await chart(all.slice(0, 1));
    const one = app.statements.length;
    const charts = await chart(all);
    expect(app.statements.length).toBe(one);
    expect(one).toBeLessThanOrEqual(4);
    expect(wallChart.lanes[0].township.id).toBe(all[0]);
    expect(
      wallChart.lanes.every(
        (l: { open: number; green: number; yellow: number; red: number; entries: unknown[] }) =>
          l.green + l.yellow + l.red <= l.open && l.entries.length <= 20,
      ),
    ).toBe(true);
    expect(charts.some((c: { wallChart: { ties: unknown[] } }) => c.wallChart.ties.length > 0)).toBe(true);
  });
});

describe('the sample of the work', () => {
  it('lets nothing end before what goes before it, and ties no circle', async () => {
    const { em } = app.context({ ...office, day: TODAY });
    const tasks = new Map((await em.find(Task, {})).map((t) => [t.id, t]));
    const ties = await em.find(TaskDependency, {});
    expect(ties.length).toBeGreaterThan(10);
    expect(ties.every((t) => tasks.has(t.predecessor) && tasks.has(t.successor))).toBe(true);
  });

  it('keeps each version of a project where the one before ends, and hands it over with the post', async () => {
    const { em } = app.context({ ...office, day: TODAY });
    const rows = await em.find(SecretaryProject, {}, { filters: { asOf: false }, orderBy: { id: 'asc', validFrom: 'asc' } });
    for (const versions of Map.groupBy(rows, (p) => p.id).values())
      expect(versions.map((p) => p.validTo)).toEqual([...versions.slice(1).map((p) => p.validFrom), FOREVER]);
    const offices = await em.find(SecretaryOffice, {});
    const alive = rows.filter((p) => isAlive(p) && p.establishedOn && p.validFrom >= '2018-05-01');
    const strangers = alive.filter((p) => holdsPost(offices, p.organization, p.secretary, p.validFrom) === null);
    expect(strangers).toEqual([]);
  });
});
