import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';

let app: App;
beforeAll(async () => {
  app = await testApp(villages);
});
afterAll(() => app[Symbol.asyncDispose]());

const move = (name: string, input: object, asking: object = { role: 'RURAL_ECONOMY' }) =>
  app.ask(
    `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { id state village { id } } }`,
    { input },
    asking,
  );

describe('an industry project', () => {
  it('is planned, granted by a document, accepted or stopped, and moves only while it runs', async () => {
    const { data } = await app.ask('{ a: village(code: "140222102200") { id } b: village(code: "140222102201") { id } }');
    const plan = (over: object) =>
      move('planIndustryProject', { village: data.a.id, title: '肉羊养殖', type: 'BREEDING', funds: 50_000_00, households: 12, ...over });
    expect((await plan({ funds: -1 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await plan({ households: -1 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await plan({ title: '长'.repeat(101) })).codes).toEqual(['BAD_USER_INPUT']);
    const { id: project } = (await plan({})).data.planIndustryProject;
    expect((await move('acceptIndustryProject', { project })).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await move('startIndustryProject', { project, document: '没有' })).codes).toEqual(['BAD_USER_INPUT']);
    await move('startIndustryProject', { project, document: '天农发〔2026〕8号' });
    expect((await move('moveIndustryProject', { project, village: data.a.id })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await move('moveIndustryProject', { project, village: data.b.id })).data.moveIndustryProject.village.id).toBe(data.b.id);
    expect((await move('acceptIndustryProject', { project })).data.acceptIndustryProject.state).toBe('ACCEPTED');
    expect((await move('stopIndustryProject', { project, reason: '停' })).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await move('moveIndustryProject', { project, village: data.a.id })).codes).toEqual(['ILLEGAL_MOVE']);
  });

  it('is counted by type and township, with its funds', async () => {
    const { data } = await app.ask(
      '{ county(code: "140222000000") { industryProjects { totalCount aggregates { sum { funds } } groupedAggregates(groupBy: [{ field: TYPE }]) { keys { type } count sum { funds } } } } }',
      {},
      { day: '2018-12-31' },
    );
    const { totalCount, aggregates, groupedAggregates } = data.county.industryProjects;
    expect(groupedAggregates.reduce((n: number, g: { count: number }) => n + g.count, 0)).toBe(totalCount);
    expect(groupedAggregates.reduce((n: number, g: { sum: { funds: number } }) => n + g.sum.funds, 0)).toBe(aggregates.sum.funds);
  });
});
