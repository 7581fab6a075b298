import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import type { App, Asking } from '#platform/testing';
import { povertyApp } from '../testing.ts';
import { clockOf, isDelayed, isOpen, moves, next, TaskState, Together, togetherRate, togetherScore } from './task.rules.ts';

const FIELDS =
  'id version state title due light delayed open allowedMoves startedOn submittedBy confirmedBy reason predecessors successors together { plan score } evidence { title } supervision { text by } township { id } ownerAgency { id }';
const SET = `mutation ($input: SetTaskInput!) { setTask(input: $input) { ${FIELDS} } }`;
const move = (name: string) =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${FIELDS} } }`;
const CHAIN = 'mutation ($input: ChainWorkInput!) { chainWork(input: $input) { id predecessor successor } }';
const UNCHAIN = 'mutation ($input: UnchainWorkInput!) { unchainWork(input: $input) { id } }';
const headquarters: Asking = { role: 'POVERTY_OFFICE', id: 'dev:headquarters', day: '2018-11-01' };
const WATER = agencyId('县水务局');
const PERSON = 'per_000000000001';

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

const set = (over: object = {}, asking: Asking = {}) =>
  app.ask(
    SET,
    { input: { title: '饮水扫尾', division: township, ownerAgency: WATER, responsible: PERSON, due: '2018-12-14', ...over } },
    { ...headquarters, ...asking },
  );
const aTask = async (over: object = {}, asking: Asking = {}): Promise<string> => (await set(over, asking)).data.setTask.id;
const go = (name: string, work: string, day: string, asking: Asking = {}, more: object = {}) =>
  app.ask(move(name), { input: { work, ...more } }, { ...headquarters, ...asking, day });
const submit = (work: string, day: string, evidence: object[] = [{ title: '照片' }], asking: Asking = {}) =>
  go('submitTask', work, day, { id: 'dev:officer', ...asking }, { evidence });

describe('a task', () => {
  it('goes from being set to being closed, with the refusals on the way', async () => {
    const task = (await set()).data.setTask;
    expect(task).toMatchObject({
      state: 'NOT_STARTED',
      light: 'GREEN',
      open: true,
      allowedMoves: ['start', 'cancel'],
      township: { id: township },
      ownerAgency: { id: WATER },
    });
    expect((await submit(task.id, '2018-11-05')).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await go('startTask', task.id, '2018-11-02')).data.startTask).toMatchObject({ state: 'IN_PROGRESS', startedOn: '2018-11-02' });
    expect((await submit(task.id, '2018-12-10', [])).codes).toEqual(['EVIDENCE_REQUIRED']);
    expect((await submit(task.id, '2018-12-10', [{ title: '  ' }])).codes).toEqual(['EVIDENCE_REQUIRED']);
    expect((await submit(task.id, '2018-12-10')).data.submitTask).toMatchObject({
      state: 'SUBMITTED',
      submittedBy: 'dev:officer',
      evidence: [{ title: '照片' }],
    });
    expect((await go('confirmTask', task.id, '2018-12-11', { id: 'dev:officer' })).codes).toEqual(['SELF_VERIFIED']);
    expect((await go('confirmTask', task.id, '2018-12-11', { agency: WATER })).codes).toEqual(['SELF_VERIFIED']);
    expect((await go('returnTask', task.id, '2018-12-11', {}, { reason: '缺少验收单' })).data.returnTask).toMatchObject({
      state: 'IN_PROGRESS',
      reason: '缺少验收单',
      light: 'YELLOW',
    });
    await submit(task.id, '2018-12-12', [{ title: '验收单' }]);
    expect((await go('confirmTask', task.id, '2018-12-13')).data.confirmTask).toMatchObject({
      state: 'CONFIRMED',
      light: null,
      open: false,
      confirmedBy: 'dev:headquarters',
    });
    expect((await go('closeTask', task.id, '2018-12-20')).data.closeTask).toMatchObject({
      state: 'CLOSED',
      allowedMoves: [],
      evidence: { length: 2 },
    });
    expect((await go('cancelTask', task.id, '2018-12-21', {}, { reason: '晚了' })).codes).toEqual(['ILLEGAL_MOVE']);
    const ask = async (day: string) =>
      (await app.ask(`query ($id: ID!) { task(id: $id) { state } }`, { id: task.id }, { ...headquarters, day })).data.task?.state ?? null;
    expect([await ask('2018-10-31'), await ask('2018-11-30'), await ask('2018-12-31')]).toEqual([null, 'IN_PROGRESS', 'CLOSED']);
  });

  it.each([
    ['without a title', { title: ' ' }, {}, 'BAD_USER_INPUT'],
    ['with a title of 201 characters', { title: '水'.repeat(201) }, {}, 'BAD_USER_INPUT'],
    ['of a division nobody knows', { division: 'twn_nowhere' }, {}, 'NOT_FOUND'],
    ['of the county by a township', { division: 'COUNTY' }, { role: 'TOWNSHIP_ADMIN', divisions: ['140222102000'] }, 'NOT_FOUND'],
    ['for an agency nobody knows', { ownerAgency: 'agc_nobody' }, {}, 'NOT_FOUND'],
    ['for something that is no person', { responsible: 'me' }, {}, 'NOT_FOUND'],
    ['of a programme nobody knows', { programme: 'prg_nowhere' }, {}, 'NOT_FOUND'],
    ['by a document nobody registered', { document: '天办发〔2018〕999号' }, {}, 'NOT_FOUND'],
    ['due before it begins', { due: '2018-10-31' }, {}, 'BAD_USER_INPUT'],
    ['due in a year without a calendar', { due: '2031-05-01' }, {}, 'NO_CALENDAR'],
    ['due in a year without a calendar, even provisionally', { due: '2031-05-01', provisional: true }, {}, 'NO_CALENDAR'],
    ['due in a year whose holidays are not announced', { due: '2027-02-01' }, { day: '2026-06-01' }, 'NO_CALENDAR'],
    ['by a role that sets none', {}, { role: 'FINANCE' }, 'FORBIDDEN'],
  ])('%s is refused', async (_, over, asking, code) => {
    const input = { ...over, ...('division' in over && over.division === 'COUNTY' ? { division: county } : {}) };
    expect((await set(input, asking)).codes).toEqual([code]);
  });

  it('may be due in a year not yet announced when it says so, and its light is provisional', async () => {
    const { data } = await set({ due: '2027-02-01', provisional: true }, { day: '2026-06-01' });
    const { data: read } = await app.ask(
      'query ($id: ID!) { task(id: $id) { lightProvisional light } }',
      { id: data.setTask.id },
      { ...headquarters, day: '2026-06-01' },
    );
    expect(read.task).toEqual({ lightProvisional: true, light: 'GREEN' });
  });

  it('confirmed by a hundred at once is confirmed once', async () => {
    const task = await aTask();
    await go('startTask', task, '2018-11-02');
    await submit(task, '2018-11-10');
    const tries = await Promise.all(Array.from({ length: 100 }, (_, i) => go('confirmTask', task, '2018-11-12', { id: `dev:hq${i}` })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['ILLEGAL_MOVE']));
  });

  it('of the county is read by its townships and moved by the county alone', async () => {
    const task = await aTask({ division: county });
    const theirs: Asking = { role: 'TOWNSHIP_ADMIN', divisions: ['140222102000'], day: '2018-11-02' };
    expect((await app.ask('query ($id: ID!) { task(id: $id) { id } }', { id: task }, theirs)).data.task.id).toBe(task);
    expect((await go('startTask', task, '2018-11-02', theirs)).codes).toEqual(['FORBIDDEN']);
    const elsewhere = await aTask({ division: village });
    const others: Asking = { ...theirs, divisions: ['140222103000'] };
    expect((await app.ask('query ($id: ID!) { task(id: $id) { id } }', { id: elsewhere }, others)).data.task).toBeNull();
    expect((await go('startTask', elsewhere, '2018-11-02', others)).codes).toEqual(['NOT_FOUND']);
  });

  it('is supervised on the way, and goes through the five stages together once each', async () => {
    const task = await aTask();
    const note = (text: string) =>
      app.ask(
        'mutation ($input: NoteSupervisionInput!) { noteSupervision(input: $input) { text by } }',
        { input: { work: task, text } },
        { ...headquarters, day: '2018-11-05' },
      );
    expect((await note('进度滞后，三日内报方案')).data.noteSupervision.by).toBe('dev:headquarters');
    expect((await note(' ')).codes).toEqual(['BAD_USER_INPUT']);
    const stage = (name: string, on: string) =>
      app.ask(move('recordTaskTogether'), { input: { work: task, stage: name, on } }, { ...headquarters, day: '2018-11-05' });
    expect((await stage('PLAN', '2018-11-01')).data.recordTaskTogether.together).toEqual({ plan: '2018-11-01', score: 1 });
    expect((await stage('PLAN', '2018-11-02')).codes).toEqual(['CONFLICT']);
    expect((await stage('DEPLOY', '2018-11-06')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await stage('DEPLOY', '2018-11-05')).data.recordTaskTogether).toMatchObject({
      together: { score: 2 },
      supervision: [{ text: '进度滞后，三日内报方案' }],
    });
  });
});

describe('work that follows upon other work', () => {
  it('starts once that has started, and ends after it', async () => {
    const [first, second] = [await aTask(), await aTask()];
    const { data } = await app.ask(CHAIN, { input: { predecessor: first, successor: second } }, headquarters);
    expect((await go('startTask', second, '2018-11-02')).codes).toEqual(['PREDECESSOR_OPEN']);
    await go('startTask', first, '2018-11-02');
    expect((await go('startTask', second, '2018-11-03')).data.startTask).toMatchObject({ state: 'IN_PROGRESS', predecessors: [first] });
    await submit(second, '2018-11-10');
    expect((await go('confirmTask', second, '2018-11-11')).codes).toEqual(['PREDECESSOR_OPEN']);
    await submit(first, '2018-11-11');
    await go('confirmTask', first, '2018-11-12');
    expect((await go('confirmTask', second, '2018-11-12')).codes).toEqual([]);
    expect((await app.ask(UNCHAIN, { input: { dependency: data.chainWork.id } }, { ...headquarters, day: '2018-11-20' })).codes).toEqual(
      [],
    );
    const goesBefore = async (day: string) =>
      (await app.ask('query ($id: ID!) { task(id: $id) { predecessors } }', { id: second }, { ...headquarters, day })).data.task
        .predecessors;
    expect([await goesBefore('2018-11-19'), await goesBefore('2018-11-20')]).toEqual([[first], []]);
  });

  it('never waits for itself', async () => {
    const [a, b, c] = [await aTask(), await aTask(), await aTask()];
    const tie = (predecessor: string, successor: string) => app.ask(CHAIN, { input: { predecessor, successor } }, headquarters);
    expect((await tie(a, a)).codes).toEqual(['CYCLE']);
    expect((await tie(a, b)).codes).toEqual([]);
    expect((await tie(a, b)).codes).toEqual(['CONFLICT']);
    expect((await tie(b, c)).codes).toEqual([]);
    expect((await tie(c, a)).codes).toEqual(['CYCLE']);
    expect((await tie(a, 'tsk_nowhere')).codes).toEqual(['NOT_FOUND']);
  });

  it('makes no circle when many tie it at once, each an innocent edge', async () => {
    const ring = await Promise.all(Array.from({ length: 8 }, () => aTask()));
    const ties = await Promise.all(
      ring.map((id, i) => app.ask(CHAIN, { input: { predecessor: id, successor: ring[(i + 1) % ring.length] } }, headquarters)),
    );
    const refused = ties.filter((t) => t.codes.length > 0);
    expect(refused.map((t) => t.codes)).toEqual([['CYCLE']]);
  });
});

describe('the rules of a task', () => {
  const states = Object.values(TaskState);
  it('let no walk of moves leave the table, and what has ended stays ended', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...(Object.keys(moves) as (keyof typeof moves)[])), { maxLength: 14 }), (walk) => {
        let state = TaskState.NOT_STARTED;
        for (const step of walk) {
          const may = (moves[step].from as readonly TaskState[]).includes(state);
          if (may) state = next(step, state);
          else expect(() => next(step, state)).toThrow();
          if (state === TaskState.CLOSED || state === TaskState.CANCELLED)
            expect(Object.values(moves).some((m) => (m.from as readonly TaskState[]).includes(state))).toBe(false);
        }
      }),
    );
  });
  it('call nothing delayed that is not open, and stop the clock of what waits', () => {
    const day = fc.integer({ min: 0, max: 700 }).map((n) => new Date(Date.UTC(2018, 0, 1 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.constantFrom(...states), day, day, (state, due, on) => {
        const t = { state, due, submittedOn: '2018-06-01' };
        if (isDelayed(t, on)) expect(isOpen(t) && due < on).toBe(true);
        expect(clockOf(t, on) === null).toBe(!isOpen(t));
        if (state === TaskState.SUBMITTED) expect(clockOf(t, on)?.from).toBe('2018-06-01');
      }),
    );
  });
  it('count the five togethers by the day asked for', () => {
    const days = {
      [Together.PLAN]: '2018-01-01',
      [Together.DEPLOY]: '2018-02-01',
      [Together.SUPERVISE]: null,
      [Together.IMPLEMENT]: null,
      [Together.APPRAISE]: '2019-01-01',
    };
    expect([togetherScore(days, '2018-01-15'), togetherScore(days, '2018-12-31'), togetherScore(days, '2019-01-01')]).toEqual([1, 2, 3]);
    expect(togetherRate([5, 0])).toEqual({ numerator: 5, denominator: 10, percent: 50 });
    expect(togetherRate([]).percent).toBeNull();
  });
});
