import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import type { App, Asking } from '#platform/testing';
import { povertyApp } from '../testing.ts';

const FIELDS = 'id state open rejections resolution agency { id } village { id } allowedMoves';
const RAISE = `mutation ($input: RaiseConcernInput!) { raiseConcern(input: $input) { ${FIELDS} } }`;
const move = (name: string) =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${FIELDS} } }`;
const officer: Asking = { role: 'VILLAGE_OFFICER', id: 'dev:officer', divisions: ['140222102000'] };
const office: Asking = { role: 'POVERTY_OFFICE', id: 'dev:office' };
const WATER = agencyId('县水务局');

let app: App;
let village: string;
beforeAll(async () => {
  app = await povertyApp();
  village = app.subgraph.store.territory.named('140222102200') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

const raise = (over: object = {}, asking: Asking = {}) =>
  app.ask(
    RAISE,
    { input: { village, source: 'HOME_VISIT', category: '饮水', text: '冬季停水', ...over } },
    { ...officer, day: '2018-11-01', ...asking },
  );
const go = (name: string, concern: string, day: string, asking: Asking, more: object = {}) =>
  app.ask(move(name), { input: { concern, ...more } }, { ...asking, day });

describe('a public concern', () => {
  it('goes to who settles it and back to who raised it, who has the last word', async () => {
    const { id } = (await raise()).data.raiseConcern;
    expect((await go('resolveConcern', id, '2018-11-02', office, { resolution: '已修' })).codes).toEqual(['ILLEGAL_MOVE']);
    const assign = (due: string, agency = WATER) => go('assignConcern', id, '2018-11-02', office, { agency, due });
    expect((await assign('2018-11-01')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await assign('2018-12-01', 'agc_nobody')).codes).toEqual(['NOT_FOUND']);
    expect((await assign('2039-12-01')).codes).toEqual(['NO_CALENDAR']);
    expect((await assign('2018-12-01')).data.assignConcern).toMatchObject({ state: 'ASSIGNED', agency: { id: WATER } });
    const resolve = (day: string) => go('resolveConcern', id, day, office, { resolution: '更换管网' });
    expect((await resolve('2018-11-20')).data.resolveConcern).toMatchObject({ state: 'RESOLVED', resolution: '更换管网', open: true });
    expect((await go('confirmConcern', id, '2018-11-21', office)).codes).toEqual(['NOT_THE_RAISER']);
    expect((await go('rejectResolution', id, '2018-11-21', officer, { reason: '仍停水' })).data.rejectResolution).toMatchObject({
      state: 'ASSIGNED',
      rejections: 1,
    });
    await resolve('2018-11-25');
    expect((await go('confirmConcern', id, '2018-11-26', officer)).data.confirmConcern).toMatchObject({
      state: 'CONFIRMED',
      open: false,
      allowedMoves: [],
    });
  });

  it.each([
    ['in a village nobody knows', { village: 'vil_nowhere' }, {}, 'NOT_FOUND'],
    ['in another territory', {}, { divisions: ['140222103000'] }, 'NOT_FOUND'],
    ['without a word', { text: '' }, {}, 'BAD_USER_INPUT'],
    ['with a category of 65 characters', { category: '水'.repeat(65) }, {}, 'BAD_USER_INPUT'],
    ['by a role that hears none', {}, { role: 'FINANCE' }, 'FORBIDDEN'],
  ])('%s is refused', async (_, over, asking, code) => {
    expect((await raise(over, asking)).codes).toEqual([code]);
  });

  it('is counted by township and category in one statement', async () => {
    const { data } = await app.ask(
      '{ publicConcerns { groupedAggregates(groupBy: [{ field: TOWNSHIP }, { field: CATEGORY }]) { count keys { category township { id } } } } }',
      {},
      { ...office, day: '2018-12-31' },
    );
    expect(data.publicConcerns.groupedAggregates.length).toBeGreaterThan(20);
    expect(app.statements).toHaveLength(1);
  });
});
