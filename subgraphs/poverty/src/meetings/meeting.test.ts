import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import { addDays } from '#platform/day';
import type { App, Asking } from '#platform/testing';
import { povertyApp } from '../testing.ts';
import { compliance } from './meeting.rules.ts';

const office: Asking = { role: 'ORG_DEPT', day: '2018-11-01' };
const RECORD =
  'mutation ($input: RecordMeetingInput!) { recordMeeting(input: $input) { id heldOn agenda { no topic } attendance { role person { id } } decisions { id state allowedMoves } } }';
const ASSIGN = 'mutation ($input: AssignDecisionInput!) { assignDecision(input: $input) { id state task { id title state due } } }';
const DROP = 'mutation ($input: DropDecisionInput!) { dropDecision(input: $input) { state reason } }';
const RULE = 'mutation ($input: SetAgendaRuleInput!) { setAgendaRule(input: $input) { id compliance { numerator denominator } } }';
const person = (n: number) => `per_${String(n).padStart(12, '0')}`;

let app: App;
let county: string;
let township: string;
beforeAll(async () => {
  app = await povertyApp();
  const { territory } = app.subgraph.store;
  county = territory.named('140222000000') as string;
  township = territory.named('140222102000') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

const record = (over: object = {}, asking: Asking = {}) =>
  app.ask(
    RECORD,
    {
      input: {
        kind: 'HQ',
        title: '调度会',
        convener: '县指挥部',
        division: county,
        heldOn: '2018-10-30',
        agenda: [{ topic: 'POVERTY_ALLEVIATION', title: '调度台账' }],
        attendance: [{ person: person(1), role: 'COUNTY_LEADER' }],
        decisions: ['限期完成饮水扫尾', '通报滞后乡镇'],
        ...over,
      },
    },
    { ...office, ...asking },
  );

describe('a meeting', () => {
  it('is recorded with agenda, who attended by which post, and decisions that become tasks', async () => {
    const { recordMeeting: meeting } = (await record()).data;
    expect(meeting).toMatchObject({
      agenda: [{ no: 1, topic: 'POVERTY_ALLEVIATION' }],
      attendance: [{ role: 'COUNTY_LEADER', person: { id: person(1) } }],
    });
    const [first, second] = meeting.decisions;
    const input = {
      decision: first.id,
      title: '完成饮水扫尾',
      division: township,
      ownerAgency: agencyId('县水务局'),
      responsible: person(2),
      due: '2018-12-20',
    };
    const assigned = await app.ask(ASSIGN, { input }, office);
    expect(assigned.data.assignDecision).toMatchObject({
      state: 'TASKED',
      task: { title: '完成饮水扫尾', state: 'NOT_STARTED', due: '2018-12-20' },
    });
    expect((await app.ask(ASSIGN, { input }, office)).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await app.ask(DROP, { input: { decision: second.id, reason: '已另行处理' } }, office)).data.dropDecision).toEqual({
      state: 'DROPPED',
      reason: '已另行处理',
    });
  });

  it('whose decision many turn into a task at once makes one task', async () => {
    const [decision] = (await record()).data.recordMeeting.decisions;
    const input = {
      decision: decision.id,
      title: '唯一任务',
      division: township,
      ownerAgency: agencyId('县水务局'),
      responsible: person(2),
      due: '2018-12-20',
    };
    const tries = await Promise.all(Array.from({ length: 40 }, () => app.ask(ASSIGN, { input }, office)));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    const { data } = await app.ask(
      'query ($d: ID!) { tasks(filter: { decision: { eq: $d } }) { totalCount } }',
      { d: decision.id },
      office,
    );
    expect(data.tasks.totalCount).toBe(1);
  });

  it.each([
    ['without an agenda', { agenda: [] }, {}, 'BAD_USER_INPUT'],
    [
      'with somebody listed twice',
      {
        attendance: [
          { person: person(1), role: 'OTHER' },
          { person: person(1), role: 'AGENCY_HEAD' },
        ],
      },
      {},
      'BAD_USER_INPUT',
    ],
    ['held tomorrow', { heldOn: '2018-11-02' }, {}, 'BAD_USER_INPUT'],
    ['of a township in the county', { kind: 'TOWNSHIP' }, {}, 'NOT_FOUND'],
    ['with fifty-one decisions', { decisions: Array.from({ length: 51 }, () => '决定') }, {}, 'LIMIT_EXCEEDED'],
    ['with an endless decision', { decisions: ['定'.repeat(501)] }, {}, 'BAD_USER_INPUT'],
    ['by a role that records none', {}, { role: 'INSPECTOR' }, 'FORBIDDEN'],
  ])('%s is refused, and leaves nothing', async (_, over, asking, code) => {
    const count = async () => (await app.ask('{ meetings { totalCount } decisionItems { totalCount } }', {}, office)).data;
    const before = await count();
    expect((await record(over, asking)).codes).toEqual([code]);
    expect(await count()).toEqual(before);
  });

  it('of the county is not read by a township', async () => {
    const { id } = (await record()).data.recordMeeting;
    const { data } = await app.ask(
      '{ meetings(first: 200) { nodes { id } } }',
      {},
      { role: 'TOWNSHIP_ADMIN', divisions: ['140222102000'], day: '2018-11-01' },
    );
    expect(data.meetings.nodes.map((m: { id: string }) => m.id)).not.toContain(id);
  });
});

describe('study at intervals', () => {
  it('is counted for whole intervals alone', () => {
    const rule = { from: '2018-01-01', intervalDays: 30 };
    expect(compliance(rule, ['2018-01-30'], '2018-03-01')).toEqual({ numerator: 1, denominator: 2, percent: 50 });
    expect(compliance(rule, [], '2018-01-15')).toEqual({ numerator: 0, denominator: 0, percent: null });
    expect(compliance({ ...rule, to: '2018-01-30' }, ['2018-01-01'], '2019-01-01')).toEqual({ numerator: 1, denominator: 1, percent: 100 });
  });
  it('never counts more intervals than there were, and all of them when a meeting lies in each', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 366 }), fc.integer({ min: 0, max: 1500 }), (intervalDays, span) => {
        const day = addDays('2018-01-01', span);
        const held = Array.from({ length: 250 }, (_, i) => addDays('2018-01-01', i * 7));
        const { numerator, denominator } = compliance({ from: '2018-01-01', intervalDays }, held, day);
        expect(numerator).toBe(denominator);
        expect(denominator).toBe(Math.floor((span + 1) / intervalDays));
      }),
    );
  });
  it('is set by a document, for a kind of meeting', async () => {
    const set = (over: object = {}) =>
      app.ask(
        RULE,
        {
          input: {
            division: county,
            kind: 'HQ',
            topic: 'INSPECTION',
            intervalDays: 90,
            from: '2018-01-01',
            document: '天发〔2017〕6号',
            ...over,
          },
        },
        office,
      );
    expect((await set()).data.setAgendaRule.compliance).toEqual({ numerator: 3, denominator: 3 });
    expect((await set({ intervalDays: 3 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await set({ document: '天发〔2017〕996号' })).codes).toEqual(['NOT_FOUND']);
  });
});
