import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';

let app: App;
beforeAll(async () => {
  app = await testApp(villages);
});
afterAll(() => app[Symbol.asyncDispose]());

const move = (name: string, input: object, asking: object = { role: 'POVERTY_OFFICE' }) =>
  app.ask(
    `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { id ${name === 'addRelocationSource' ? 'households' : 'state'} } }`,
    { input },
    asking,
  );

describe('a relocation project', () => {
  it('moves people of many villages into the community that the register has since 2019', async () => {
    const { data } = await app.ask(
      '{ relocationProjects { nodes { state community { name code designations { nodes { kind } } resettlements { totalCount } } township { name } sources(first: 1) { totalCount aggregates { sum { households persons } } nodes { village { name relocations { totalCount } } } } } } }',
      {},
      { day: '2019-12-31' },
    );
    expect(data.relocationProjects.nodes).toMatchObject([
      {
        state: 'OCCUPIED',
        community: { code: '140222100012', designations: { nodes: [{ kind: 'RELOCATION_SITE' }] }, resettlements: { totalCount: 1 } },
        township: { name: '玉泉镇' },
        sources: { totalCount: 52, nodes: [{ village: { relocations: { totalCount: 1 } } }] },
      },
    ]);
  });

  it('goes from the plan to acceptance; people move in once a village is named, into a community that stands', async () => {
    const { data } = await app.ask(
      '{ township(code: "140222100000") { id } village(code: "140222102200") { id } community: village(code: "140222100013") { id } }',
    );
    const [township, village, community] = [data.township.id, data.village.id, data.community.id];
    expect((await move('planRelocation', { title: '集中安置', township: village, investment: 1 })).codes).toEqual(['NOT_FOUND']);
    expect((await move('planRelocation', { title: '集中安置', township, investment: -1 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await move('planRelocation', { title: '', township, investment: 1 })).codes).toEqual(['BAD_USER_INPUT']);
    const project = (await move('planRelocation', { title: '集中安置', township, investment: 5_000_000_00 })).data.planRelocation.id;
    expect((await move('startRelocation', { project })).codes).toEqual(['ILLEGAL_MOVE']);
    await move('approveRelocation', { project, document: '天移发〔2026〕2号' });
    await move('startRelocation', { project });
    expect((await move('occupyRelocation', { project, community })).codes).toEqual(['BAD_USER_INPUT']);
    const source = (over: object) => move('addRelocationSource', { project, village, households: 10, persons: 23, ...over });
    expect((await source({ persons: 9 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await source({ households: 0, persons: 0 })).codes).toEqual(['BAD_USER_INPUT']);
    const tries = await Promise.all(Array.from({ length: 6 }, () => source({})));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['SOURCE_NAMED']));
    expect((await move('occupyRelocation', { project, community: 'vil_unknown' })).codes).toEqual(['NOT_FOUND']);
    expect((await move('occupyRelocation', { project, community })).data.occupyRelocation.state).toBe('OCCUPIED');
    expect((await source({ village: community })).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await move('cancelRelocation', { project, reason: '不办了' })).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await move('acceptRelocation', { project })).data.acceptRelocation.state).toBe('ACCEPTED');
  });
});
