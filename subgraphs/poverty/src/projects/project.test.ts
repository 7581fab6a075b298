import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App, Asking } from '#platform/testing';
import { povertyApp } from '../testing.ts';
import { SecretaryOffice } from './office.entity.ts';
import { attainmentOf, progressOf } from './project.rules.ts';

const FIELDS =
  'id state no alive allowedMoves handovers secretaryInPost reason secretary { id } organization { id } indicators { id baseline target actual progress } milestones { id reachedOn } attainment { percent }';
const DECLARE = `mutation ($input: DeclareProjectInput!) { declareProject(input: $input) { ${FIELDS} } }`;
const move = (name: string) =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${FIELDS} } }`;
const org: Asking = { role: 'ORG_DEPT', id: 'dev:org' };
const DOCUMENT = '天组发〔2018〕26号';

let app: App;
let village: string;
/** An organization whose secretary changes, and the two who hold the post one after the other. */
let before: SecretaryOffice;
let after: SecretaryOffice;
let no = 500;
beforeAll(async () => {
  app = await povertyApp();
  village = app.subgraph.store.territory.named('140222102200') as string;
  const offices = await app.context().em.find(SecretaryOffice, {});
  const pairs = [...Map.groupBy(offices, (o) => o.organization).values()].flatMap((own) => {
    const sorted = own.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom));
    return sorted.flatMap((o, i) =>
      sorted[i + 1] &&
      sorted[i + 1]?.person !== o.person &&
      o.validFrom < '2018-01-01' &&
      o.validTo > '2018-09-01' &&
      o.validTo < '2026-01-01' &&
      sorted[i + 1]?.validFrom === o.validTo
        ? [[o, sorted[i + 1]] as const]
        : [],
    );
  });
  [before, after] = pairs[0] as [SecretaryOffice, SecretaryOffice];
});
afterAll(() => app[Symbol.asyncDispose]());

const indicator = (over: object = {}) => ({ name: '集体经济收入', unit: '万元', baseline: 4, target: 12, due: '2019-06-30', ...over });
const declare = (over: object = {}, asking: Asking = {}) =>
  app.ask(
    DECLARE,
    {
      input: {
        no: ++no,
        title: '集体经济提升',
        problem: '薄弱',
        organization: before.organization,
        division: village,
        secretary: before.person,
        post: '村党支部书记',
        due: '2019-06-30',
        indicators: [indicator()],
        milestones: [{ title: '论证', due: '2018-07-01' }],
        ...over,
      },
    },
    { ...org, day: '2018-04-10', ...asking },
  );
const go = (name: string, project: string, day: string, more: object = {}, asking: Asking = {}) =>
  app.ask(move(name), { input: { project, ...more } }, { ...org, ...asking, day });
const established = async (over: object = {}): Promise<string> => {
  const project = (await declare(over)).data.declareProject.id;
  await go('reviewProject', project, '2018-04-20');
  const done = await go('establishProject', project, '2018-05-02', { document: DOCUMENT });
  expect(done.codes).toEqual([]);
  return project;
};

describe('a secretary project', () => {
  it('goes from declaration to the end, measured on the way', async () => {
    const declared = (await declare()).data.declareProject;
    expect(declared).toMatchObject({
      state: 'DECLARED',
      alive: false,
      secretaryInPost: true,
      indicators: [{ baseline: 4, target: 12, actual: null, progress: 0 }],
    });
    const { id } = declared;
    expect((await go('startProject', id, '2018-04-12')).codes).toEqual(['ILLEGAL_MOVE']);
    await go('reviewProject', id, '2018-04-20');
    const establish = (document: string) => go('establishProject', id, '2018-05-02', { document });
    expect((await establish('天组发〔2018〕997号')).codes).toEqual(['NOT_FOUND']);
    expect((await establish(DOCUMENT)).data.establishProject).toMatchObject({ state: 'ESTABLISHED', alive: true });
    await go('startProject', id, '2018-05-10');
    const report = (actual: number, day: string) =>
      app.ask(
        'mutation ($input: ReportIndicatorInput!) { reportIndicator(input: $input) { actual progress } }',
        { input: { indicator: declared.indicators[0].id, actual } },
        { ...org, day },
      );
    expect((await go('submitProject', id, '2018-06-01')).codes).toEqual(['INDICATOR_REQUIRED']);
    expect((await report(8, '2018-08-01')).data.reportIndicator).toEqual({ actual: 8, progress: 500 });
    await go('suspendProject', id, '2018-08-10', { reason: '资金' });
    expect((await report(9, '2018-08-11')).codes).toEqual(['ILLEGAL_MOVE']);
    await go('resumeProject', id, '2018-08-15');
    await app.ask(
      'mutation ($input: ReachMilestoneInput!) { reachMilestone(input: $input) { reachedOn } }',
      { input: { milestone: declared.milestones[0].id } },
      { ...org, day: '2018-08-16' },
    );
    expect((await go('submitProject', id, '2018-08-20', {}, { id: 'dev:secretary' })).data.submitProject).toMatchObject({
      state: 'SUBMITTED',
      attainment: { percent: 50 },
      milestones: [{ reachedOn: '2018-08-16' }],
    });
    expect((await go('acceptProject', id, '2018-08-22', {}, { id: 'dev:secretary' })).codes).toEqual(['SELF_VERIFIED']);
    await go('returnProject', id, '2018-08-22', { reason: '指标未达' });
    await report(12, '2018-08-23');
    await go('submitProject', id, '2018-08-24');
    expect((await go('acceptProject', id, '2018-08-25', {}, { id: 'dev:other' })).data.acceptProject).toMatchObject({
      state: 'ACCEPTED',
      attainment: { percent: 100 },
    });
    expect((await go('closeProject', id, '2018-08-28')).data.closeProject).toMatchObject({
      state: 'CLOSED',
      alive: false,
      allowedMoves: [],
    });
  });

  it('is established for who holds the post, and with an indicator that can be measured', async () => {
    const stranger = (await declare({ secretary: 'per_000000000001' })).data.declareProject.id;
    await go('reviewProject', stranger, '2018-04-20');
    const establish = (project: string) => go('establishProject', project, '2018-05-02', { document: DOCUMENT });
    expect((await establish(stranger)).codes).toEqual(['NOT_IN_POST']);
    const soft = (await declare({ indicators: [] })).data.declareProject.id;
    await go('reviewProject', soft, '2018-04-20');
    expect((await establish(soft)).codes).toEqual(['INDICATOR_REQUIRED']);
    const add = (over: object) =>
      app.ask(
        'mutation ($input: AddProjectIndicatorInput!) { addProjectIndicator(input: $input) { id } }',
        { input: { project: soft, indicator: indicator(over) } },
        { ...org, day: '2018-04-25' },
      );
    expect((await add({ target: 4 })).codes).toEqual(['INDICATOR_REQUIRED']);
    expect((await add({ weight: 0 })).codes).toEqual(['INDICATOR_REQUIRED']);
    expect((await add({})).codes).toEqual([]);
    expect((await establish(soft)).codes).toEqual([]);
    expect((await add({})).codes).toEqual(['CONFLICT']); // as of a day before it was established
  });

  it('passes on with the post: to who holds it now, to nobody else', async () => {
    const project = await established();
    const hand = (secretary: string, day: string) => go('handOverProject', project, day, { secretary, post: '村党支部书记' });
    expect((await hand(after.person, '2018-06-01')).codes).toEqual(['NOT_IN_POST']);
    expect((await hand(before.person, '2018-06-01')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await go('terminateProject', project, '2018-06-01', { reason: '离任' })).codes).toEqual(['STILL_IN_POST']);
    const taken = await hand(after.person, after.validFrom);
    expect(taken.data.handOverProject).toMatchObject({ secretary: { id: after.person }, handovers: 1, secretaryInPost: true });
  });

  it('is terminated when its secretary left and nobody took it over', async () => {
    const project = await established();
    const ended = await go('terminateProject', project, after.validFrom, { reason: '书记离任且无人接续' });
    expect(ended.data.terminateProject).toMatchObject({ state: 'TERMINATED', alive: false, secretaryInPost: false });
  });

  it.each([
    ['with the number of another', { no: 501 }, {}, 'CONFLICT'],
    ['with a number that is none', { no: 0 }, {}, 'BAD_USER_INPUT'],
    ['for something that is no organization', { organization: 'x' }, {}, 'NOT_FOUND'],
    ['in a division nobody knows', { division: 'vil_nowhere' }, {}, 'NOT_FOUND'],
    ['due before it is declared', { due: '2018-04-09' }, {}, 'BAD_USER_INPUT'],
    ['due in a year without a calendar', { due: '2040-01-01' }, {}, 'NO_CALENDAR'],
    [
      'with twenty-one indicators',
      { indicators: Array.from({ length: 21 }, () => ({ name: 'a', unit: 'b', baseline: 0, target: 1, due: '2019-01-01' })) },
      {},
      'LIMIT_EXCEEDED',
    ],
    ['by a role that takes none on', {}, { role: 'ANALYST' }, 'FORBIDDEN'],
  ])('declared %s is refused', async (_, over, asking, code) => {
    expect((await declare(over, asking)).codes).toEqual([code]);
  });

  it('closed by fifty at once is closed once', async () => {
    const project = await established();
    const tries = await Promise.all(Array.from({ length: 50 }, () => go('startProject', project, '2018-05-10')));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
  });
});

describe('attainment', () => {
  it('never leaves 0 to 100 %, whichever way an indicator leads, and counts nothing beyond its target', () => {
    const n = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ baseline: n, target: n, actual: fc.option(n), weight: fc.integer({ min: 1, max: 9 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        (indicators) => {
          for (const i of indicators) expect(progressOf(i) >= 0 && progressOf(i) <= 1000).toBe(true);
          const { percent } = attainmentOf(indicators);
          expect(percent !== null && percent >= 0 && percent <= 100).toBe(true);
        },
      ),
    );
    expect(progressOf({ baseline: 10, target: 2, actual: 6, weight: 1 })).toBe(500);
    expect(progressOf({ baseline: 10, target: 2, actual: 20, weight: 1 })).toBe(0);
    expect(attainmentOf([]).percent).toBeNull();
  });
});
