import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import { designations } from '#county/designations';
import { readRegister } from '#county/register';
import { type App, type Asking, COUNTY } from '#platform/testing';
import { personnelApp } from '../testing.ts';
import { inRoles } from './roles.reads.ts';
import { TrainingRole } from './training.rules.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp();
});
afterAll(() => app[Symbol.asyncDispose]());

const YEAR = 'from: "2018-01-01", to: "2018-12-31"';
const county = (fields: string, asking: Asking = { day: '2018-12-31' }) =>
  app.ask(
    `query ($c: ID!) { _entities(representations: [{ __typename: "County", id: $c }]) { ... on County { ${fields} } } }`,
    { c: app.subgraph.store.territory.named(COUNTY) },
    asking,
  );

describe('who was trained in 2018', () => {
  it("is counted from the lists: the examination, the ministry's class, all helpers (F01, F06, F09, F10)", async () => {
    const ministry = agencyId('人力资源和社会保障部');
    const { data } = await county(
      `f01: trained(${YEAR}, roles: [PARTY_CADRE], modes: [EXAM]) f06: trained(${YEAR}, roles: [BRANCH_SECRETARY], host: "${ministry}") f10: trained(${YEAR}, roles: [HELPER]) f09: trained(${YEAR}, roles: [BRANCH_SECRETARY, COMMITTEE_DIRECTOR, FIRST_SECRETARY, TEAM_LEADER])`,
    );
    const [figures] = data._entities;
    expect(figures).toMatchObject({ f06: 23, f10: 4726 });
    expect(figures.f01).toBeGreaterThanOrEqual(670);
    expect(figures.f09).toBeGreaterThanOrEqual(600);
  });

  it('is opened by the lists behind it, and told apart by whose class it was', async () => {
    const asked = `${YEAR}, roles: [BRANCH_SECRETARY]`;
    const { data } = await county(
      `paired: trained(${asked}, paired: true) others: trained(${asked}, paired: false) all: trained(${asked}) rows: trainedEnrolments(${asked}, paired: true, first: 2) { totalCount nodes { roleAtDate state training { hostAgency { id } } } }`,
    );
    const [{ paired, others, all, rows }] = data._entities;
    expect([paired, rows.totalCount, rows.nodes.length]).toEqual([23, 23, 2]);
    expect(others).toBeGreaterThan(0);
    expect(all >= Math.max(paired, others) && all <= paired + others).toBe(true);
    const ministry = agencyId('人力资源和社会保障部');
    for (const { roleAtDate, training } of rows.nodes) expect([roleAtDate, training.hostAgency.id]).toEqual(['BRANCH_SECRETARY', ministry]);
  });

  it("at the ministry's class are secretaries of poor villages (F06)", async () => {
    const { data } = await app.ask(
      '{ trainings(filter: { mode: { eq: ENHANCEMENT } }) { nodes { enrolments { nodes { roleAtDate heldIn } } } } }',
      {},
      { day: '2018-12-31' },
    );
    const poor = new Set(designations(readRegister().periods).flatMap((d) => (d.kind === 'POOR_VILLAGE' ? [d.village] : [])));
    const [{ enrolments }] = data.trainings.nodes;
    expect(enrolments.nodes).toHaveLength(23);
    for (const { roleAtDate, heldIn } of enrolments.nodes) expect([roleAtDate, poor.has(heldIn)]).toEqual(['BRANCH_SECRETARY', true]);
  });

  it('is nobody twice, however many trainings a person attended', async () => {
    const { data } = await county(
      `both: trained(${YEAR}, roles: [FIRST_SECRETARY, TEAM_LEADER]) first: trained(${YEAR}, roles: [FIRST_SECRETARY]) leaders: trained(${YEAR}, roles: [TEAM_LEADER])`,
    );
    const [{ both, first, leaders }] = data._entities;
    expect(both).toBeLessThanOrEqual(first + leaders);
    const lists = await app.ask(
      '{ trainingEnrolments(filter: { roleAtDate: { in: [FIRST_SECRETARY, TEAM_LEADER] }, state: { in: [ATTENDED, ASSESSED] } }) { totalCount aggregates { distinct { persons } } } }',
      {},
      { day: '2018-12-31' },
    );
    expect(lists.data.trainingEnrolments.totalCount).toBeGreaterThan(both);
    expect(lists.data.trainingEnrolments.aggregates.distinct.persons).toBeGreaterThanOrEqual(both);
  });

  it("is asked with a period that ends after it begins, and of the caller's own territory", async () => {
    expect((await county('trained(from: "2018-12-31", to: "2018-01-01")')).codes).toEqual(['BAD_USER_INPUT']);
    const own = await county(`trained(${YEAR}, roles: [HELPER])`, {
      day: '2018-12-31',
      role: 'TOWNSHIP_ADMIN',
      divisions: ['140222102000'],
    });
    const [{ trained }] = own.data._entities;
    expect(trained).toBeGreaterThan(0);
    expect(trained).toBeLessThan(4726);
    expect((await county(`trained(${YEAR})`, { role: 'RURAL_ECONOMY' })).codes).toEqual(['FORBIDDEN']);
  });
});

describe('the trainings of the county', () => {
  it('mean whoever had the role on the day: the examination is for every Party member at deputy section or above (M20)', async () => {
    const day = '2018-05-18';
    const { data } = await app.ask(
      '{ trainings(filter: { mode: { eq: EXAM } }) { nodes { cohort { on size roles } } } }',
      {},
      { day: '2018-12-31' },
    );
    const due = await inRoles(app.context({ role: 'ORG_DEPT', day }), [TrainingRole.PARTY_CADRE]);
    expect(data.trainings.nodes).toEqual([{ cohort: { on: day, size: due.length, roles: ['PARTY_CADRE'] } }]);
    expect(new Set(due.map((d) => d.person)).size).toBe(due.length);
    const county = await inRoles(app.context({ role: 'ORG_DEPT', day }), [TrainingRole.COUNTY_CADRE, TrainingRole.ORG_COMMISSIONER]);
    expect(county.filter((d) => d.role === TrainingRole.ORG_COMMISSIONER)).toHaveLength(11); // the twelfth township came in October
    expect(county.length).toBeGreaterThan(600);
  });

  it('have their third seminar of county-administered cadres in 2018 (F25), opened by a lecture of the county secretary in post', async () => {
    const { data } = await app.ask(
      '{ trainingSeries { nodes { name sessions(filter: { from: { between: { from: "2018-01-01", to: "2018-12-31" } } }) { nodes { ordinal mode state } } } } trainings(filter: { mode: { eq: LECTURE }, from: { gte: "2018-01-01" } }) { nodes { lecturerPost lecturer { id } } } }',
      {},
      { day: '2018-12-31' },
    );
    expect(data.trainingSeries.nodes).toEqual([
      { name: '县管干部专题研讨班', sessions: { nodes: [{ ordinal: 3, mode: 'EXCHANGE', state: 'HELD' }] } },
    ]);
    expect(data.trainings.nodes).toEqual([{ lecturerPost: '县委书记', lecturer: { id: expect.stringMatching(/^per_/) } }]);
  });

  it('are told with attendance, cohort and means in two statements, however many', async () => {
    const ask = (first: number) =>
      app.ask(
        `{ trainings(first: ${first}) { nodes { title cohort { size } attendance { enrolled attended meanScore coverage { percent } } } } }`,
      );
    const { data } = await ask(100);
    expect(data.trainings.nodes.length).toBeGreaterThan(30);
    expect(app.statements).toHaveLength(2);
    for (const { cohort, attendance } of data.trainings.nodes.filter((t: { attendance: { attended: number } }) => t.attendance.attended)) {
      if (cohort) expect(attendance.enrolled).toBe(cohort.size);
      expect(attendance.attended).toBeLessThanOrEqual(attendance.enrolled);
    }
    await ask(2);
    expect(app.statements).toHaveLength(2);
  });
});
