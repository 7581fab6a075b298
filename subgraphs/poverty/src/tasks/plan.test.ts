import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import type { App, Asking } from '#platform/testing';
import { povertyApp } from '../testing.ts';
import { completion, TaskState } from './task.rules.ts';

const org: Asking = { role: 'ORG_DEPT', id: 'dev:org', day: '2018-06-01' };
const DRAFT = 'mutation ($input: DraftThreeBasicsPlanInput!) { draftThreeBasicsPlan(input: $input) { id adoptedOn } }';
const KEY = 'mutation ($input: AddKeyTaskInput!) { addKeyTask(input: $input) { id no } }';
const ITEM = 'mutation ($input: AddWorkItemInput!) { addWorkItem(input: $input) { id no state sixPlusOne } }';
const ADOPT =
  'mutation ($input: AdoptThreeBasicsPlanInput!) { adoptThreeBasicsPlan(input: $input) { id adoptedOn completion { items { denominator } keyTasks { denominator } } } }';

let app: App;
let township: string;
beforeAll(async () => {
  app = await povertyApp();
  township = app.subgraph.store.territory.named('140222102000') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

const draft = (over: object = {}, asking: Asking = {}) =>
  app.ask(
    DRAFT,
    { input: { year: 2019, division: township, document: '天办发〔2018〕9号', statedKeyTasks: 2, statedItems: 3, ...over } },
    { ...org, ...asking },
  );
const keyTask = (plan: string, no: number, over: object = {}) =>
  app.ask(KEY, { input: { plan, no, title: `任务${no}`, sixPlusOne: 'TEAM', ...over } }, org);
const item = (of: string, no: number, over: object = {}) =>
  app.ask(
    ITEM,
    {
      input: {
        keyTask: of,
        no,
        title: `工作${no}`,
        division: township,
        ownerAgency: agencyId('县委组织部'),
        responsible: 'per_000000000001',
        due: '2018-11-30',
        deliverable: '报告',
        ...over,
      },
    },
    org,
  );
const adopt = (plan: string, day = '2018-06-02') => app.ask(ADOPT, { input: { plan } }, { ...org, day });

describe('a plan of the three basics', () => {
  it('is adopted with exactly the key tasks and items that its document names, and takes nothing more', async () => {
    const plan = (await draft({ year: 2018 })).data.draftThreeBasicsPlan.id;
    expect((await adopt(plan)).codes).toEqual(['PLAN_INCOMPLETE']);
    const first = (await keyTask(plan, 1)).data.addKeyTask.id;
    expect((await keyTask(plan, 1)).codes).toEqual(['CONFLICT']);
    expect((await keyTask(plan, 3)).codes).toEqual(['BAD_USER_INPUT']);
    const second = (await keyTask(plan, 2, { sixPlusOne: 'CENTRAL_TASK' })).data.addKeyTask.id;
    await item(first, 1);
    expect((await item(first, 1)).codes).toEqual(['CONFLICT']);
    await item(first, 2);
    expect((await adopt(plan)).codes).toEqual(['PLAN_INCOMPLETE']);
    await item(first, 3);
    expect((await adopt(plan)).codes).toEqual(['PLAN_INCOMPLETE']); // three items, but a key task without one
    expect((await item(second, 4)).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('of which items are added by many at once never exceeds what it names', async () => {
    const plan = (await draft({ year: 2017, statedKeyTasks: 1, statedItems: 2 })).data.draftThreeBasicsPlan.id;
    const key = (await keyTask(plan, 1)).data.addKeyTask.id;
    const tries = await Promise.all(Array.from({ length: 60 }, (_, i) => item(key, (i % 3) + 1)));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(2);
    const adopted = await adopt(plan);
    expect(adopted.data.adoptThreeBasicsPlan).toMatchObject({
      adoptedOn: '2018-06-02',
      completion: { items: { denominator: 2 }, keyTasks: { denominator: 1 } },
    });
    expect((await adopt(plan)).codes).toEqual(['PLAN_ADOPTED']);
    // Neither afterwards nor, in hindsight, before.
    const late = (day: string) => app.ask(KEY, { input: { plan, no: 1, title: '补充', sixPlusOne: 'TEAM' } }, { ...org, day });
    expect([(await late('2018-06-03')).codes, (await late('2018-06-01')).codes]).toEqual([['PLAN_ADOPTED'], ['CONFLICT']]);
  });

  it.each([
    ['of a year that has one', { year: 2018 }, {}, 'CONFLICT'],
    ['with fewer items than key tasks', { statedKeyTasks: 4 }, {}, 'BAD_USER_INPUT'],
    ['of a year long gone', { year: 1999 }, {}, 'BAD_USER_INPUT'],
    ['by a document nobody registered', { document: '天办发〔2018〕998号' }, {}, 'NOT_FOUND'],
    ['by a role that plans none', {}, { role: 'INSPECTOR' }, 'FORBIDDEN'],
  ])('%s is refused', async (_, over, asking, code) => {
    expect((await draft(over, asking)).codes).toEqual([code]);
  });

  it('is done item by item, a key task when all of its are', () => {
    const { CONFIRMED, CLOSED, SUBMITTED } = TaskState;
    const items = [
      { keyTask: 'a', state: CONFIRMED },
      { keyTask: 'a', state: CLOSED },
      { keyTask: 'b', state: CONFIRMED },
      { keyTask: 'b', state: SUBMITTED },
    ];
    expect(completion(items, ['a', 'b', 'c'])).toEqual({
      items: { numerator: 3, denominator: 4, percent: 75 },
      keyTasks: { numerator: 1, denominator: 3, percent: 33.3 },
    });
  });
});
