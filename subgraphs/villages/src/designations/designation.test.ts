import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, type Asking, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';

let app: App;
beforeAll(async () => {
  app = await testApp(villages);
});
afterAll(() => app[Symbol.asyncDispose]());

const OFFICE = { role: 'POVERTY_OFFICE' };
const key = async (code: string) => (await app.ask('query ($c: DivisionCode!) { village(code: $c) { id } }', { c: code })).data.village.id;
const give = (input: object, asking: Asking = OFFICE) =>
  app.ask(
    'mutation ($input: DesignateVillageInput!) { designateVillage(input: $input) { id kind document validFrom } }',
    { input },
    asking,
  );
const end = (designation: string, reason = '认定有误') =>
  app.ask(
    'mutation ($input: EndDesignationInput!) { endDesignation(input: $input) { id endReason } }',
    { input: { designation, reason } },
    OFFICE,
  );
const document = '天扶办发〔2026〕3号';

describe('the designation of a village', () => {
  it('as poor is of 126 villages, 59 of which have exited, as of the end of 2018', async () => {
    const { data } = await app.ask(
      '{ county(code: "140222000000") { poor: designations(filter: { kind: { eq: POOR_VILLAGE } }) { totalCount } exited: designations(filter: { kind: { eq: EXITED } }) { totalCount } all: designations { groupedAggregates(groupBy: [{ field: KIND }]) { keys { kind } count distinct { villages } } } } both: villages(first: 1, filter: { designation: { eq: EXITED } }) { totalCount } neither: villages(first: 1, filter: { designation: { eq: DEEP_POVERTY } }) { totalCount nodes { designations { nodes { kind } } } } }',
      {},
      { day: '2018-12-31' },
    );
    expect([data.county.poor.totalCount, data.county.exited.totalCount, data.both.totalCount]).toEqual([126, 59, 59]);
    expect(
      data.county.all.groupedAggregates.map((g: { count: number; distinct: { villages: number } }) => g.count - g.distinct.villages),
    ).toEqual([0, 0, 0]);
    const kinds = data.neither.nodes[0].designations.nodes.map((d: { kind: string }) => d.kind);
    expect(kinds).toContain('POOR_VILLAGE');
  });

  it('is given once, by a document; only a poor village exits or is deeply poor', async () => {
    const village = await key('140222100201');
    const { data } = await app.ask('query ($v: ID!) { villageDesignations(filter: { village: { eq: $v } }) { nodes { id kind } } }', {
      v: village,
    });
    for (const { id } of data.villageDesignations.nodes.toReversed()) await end(id);
    expect((await give({ village, kind: 'EXITED', document })).codes).toEqual(['NOT_DESIGNATED']);
    expect((await give({ village, kind: 'POOR_VILLAGE', document: '口头' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await give({ village, kind: 'POOR_VILLAGE', document }, { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
    expect((await give({ village, kind: 'POOR_VILLAGE', document, from: '2026-07-01' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await give({ village, kind: 'POOR_VILLAGE', document, from: '2016-01-01' })).codes).toEqual(['NOT_FOUND']);
    expect((await give({ village: 'vil_unknown', kind: 'POOR_VILLAGE', document })).codes).toEqual(['NOT_FOUND']);
    const first = (await give({ village, kind: 'POOR_VILLAGE', document, from: '2026-06-01' })).data.designateVillage;
    expect((await give({ village, kind: 'POOR_VILLAGE', document })).codes).toEqual(['ALREADY_DESIGNATED']);
    const exit = (await give({ village, kind: 'EXITED', document, from: '2026-06-02' })).data.designateVillage;
    expect((await end(first.id)).codes).toEqual(['CONFLICT']);
    expect((await end(exit.id)).codes).toEqual([]);
    expect((await end(first.id, '')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await end(first.id)).data.endDesignation.endReason).toBe('认定有误');
  });

  it('goes to one of many who give it at once', async () => {
    const village = await key('140222101201');
    const { data } = await app.ask('query ($v: ID!) { villageDesignations(filter: { village: { eq: $v } }) { nodes { id kind } } }', {
      v: village,
    });
    for (const { id } of data.villageDesignations.nodes.toReversed()) await end(id);
    const tries = await Promise.all(Array.from({ length: 8 }, () => give({ village, kind: 'POOR_VILLAGE', document })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['ALREADY_DESIGNATED']));
  });
});
