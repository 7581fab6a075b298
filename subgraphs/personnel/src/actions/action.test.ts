import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workingCalendar } from '#county/calendar';
import { CalendarDay, CalendarYear } from '#platform/calendar';
import { firstBroken } from '#platform/ledger';
import { type Answer, type App, type Asking, COUNTY } from '#platform/testing';
import { aPerson, aPosting, aProcedure } from '../samples.ts';
import { personnelApp } from '../testing.ts';
import { ActionKind, ActionState, movesBy, STAGES, soundProcedure, stageAfter, step } from './action.rules.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp({ seed: false });
  const { years, days } = workingCalendar();
  const em = app.subgraph.store.orm.em.fork();
  await em.insertMany(CalendarYear, years as never);
  await em.insertMany(CalendarDay, days as never);
  const short = { noticeWorkingDays: 0, probationMonths: 0, evidenceRequired: false };
  const stages = [ActionState.PROPOSED, ActionState.DECIDED, ActionState.APPOINTED];
  await app.given(
    aProcedure({ division: at(COUNTY) }),
    aProcedure({ division: at(COUNTY), kind: ActionKind.SECOND, stages, ...short }),
    aProcedure({ division: at(COUNTY), kind: ActionKind.REMOVE, stages, ...short }),
  );
});
afterAll(() => app[Symbol.asyncDispose]());

const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
const villages = (): readonly string[] => app.subgraph.store.territory.within(at(COUNTY), '2026-06-30', 'VILLAGE');
const on = (day: string): Asking => ({ role: 'ORG_DEPT', day });
const SHOWN =
  'id state version decidedOn meeting document noticeFrom noticeTo objection effectiveFrom probationUntil endReason moves evidence { measure rate { percent } }';
const move = (verb: string, input: object, asking: Asking = on('2026-06-30'), shown = SHOWN): Promise<Answer> => {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  return app.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { ${shown} } }`, { input }, asking);
};
const somebody = async (): Promise<string> => {
  const person = aPerson({ homeDivision: at(COUNTY) });
  await app.given(person);
  return person.id;
};
const promotion = (person: string, over: object = {}) => ({ person, kind: 'PROMOTE', post: '副乡镇长', reason: '一线表现突出', ...over });
const figure = { measure: 'M13', numerator: 227, denominator: 227, asOf: '2024-12-31', text: '三支队伍全覆盖' };
const decision = { meeting: '县委常委会2025年第3次会议', document: '天组干字〔2025〕11号', evidence: [figure] };
/** A promotion decided on 2025-01-13, a Monday, with everything before it. */
async function decided(over: object = {}): Promise<string> {
  const { id } = (await move('proposeAction', promotion(await somebody(), over), on('2025-01-02'))).data.proposeAction;
  await move('recommendAction', { action: id }, on('2025-01-06'));
  await move('inspectAction', { action: id, partyBuilding: '抓支部建设有办法' }, on('2025-01-09'));
  await move('decideAction', { action: id, ...decision }, on('2025-01-13'));
  return id;
}

describe('a promotion', () => {
  it('passes every stage of the regulations, with five working days of notice and a year of probation', async () => {
    const made = await move('proposeAction', promotion(await somebody()), on('2025-01-02'));
    const { id: action, moves } = made.data.proposeAction;
    expect(moves).toEqual(['recommendAction', 'endAction']);
    expect((await move('inspectAction', { action, partyBuilding: '好' }, on('2025-01-03'))).codes).toEqual(['STAGE_SKIPPED']);
    expect((await move('decideAction', { action, ...decision }, on('2025-01-03'))).codes).toEqual(['STAGE_SKIPPED']);
    expect((await move('giveNotice', { action, from: '2025-01-03', to: '2025-02-03' }, on('2025-01-03'))).codes).toEqual(['ILLEGAL_MOVE']);
    await move('recommendAction', { action }, on('2025-01-06'));
    expect((await move('inspectAction', { action, partyBuilding: ' ' }, on('2025-01-09'))).codes).toEqual(['BAD_USER_INPUT']);
    await move('inspectAction', { action, partyBuilding: '抓支部建设有办法' }, on('2025-01-09'));
    expect((await move('decideAction', { action, ...decision, evidence: [] }, on('2025-01-13'))).codes).toEqual(['EVIDENCE_REQUIRED']);
    expect((await move('decideAction', { action, ...decision, document: '11号' }, on('2025-01-13'))).codes).toEqual(['BAD_USER_INPUT']);
    const fixed = await move('decideAction', { action, ...decision }, on('2025-01-13'));
    expect(fixed.data.decideAction).toMatchObject({
      state: 'DECIDED',
      decidedOn: '2025-01-13',
      moves: ['giveNotice', 'endAction'],
      evidence: [{ measure: 'M13', rate: { percent: 100 } }],
    });
    const notice = (from: string, to: string) => move('giveNotice', { action, from, to }, on('2025-01-20'));
    // Monday the 20th to Friday are five working days; the Sunday after is worked before the Spring Festival.
    expect((await notice('2025-01-20', '2025-01-23')).codes).toEqual(['NOTICE_TOO_SHORT']);
    expect((await notice('2025-01-21', '2025-01-25')).codes).toEqual(['NOTICE_TOO_SHORT']);
    expect((await notice('2025-01-19', '2025-01-24')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await notice('2026-12-28', '2027-01-15')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await notice('2025-01-21', '2025-01-26')).data.giveNotice).toMatchObject({ state: 'PUBLIC_NOTICE', noticeTo: '2025-01-26' });
    const appoint = (day: string, over: object = {}) => move('appoint', { action, document: '天组干字〔2025〕15号', ...over }, on(day));
    expect((await appoint('2025-01-26')).codes).toEqual(['NOTICE_RUNNING']);
    expect((await appoint('2025-02-06', { effectiveFrom: '2025-01-12' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await appoint('2025-02-06')).data.appoint).toMatchObject({
      state: 'APPOINTED',
      effectiveFrom: '2025-02-06',
      moves: ['startProbation'],
    });
    expect((await move('startProbation', { action }, on('2025-02-06'))).data.startProbation).toMatchObject({
      state: 'PROBATION',
      probationUntil: '2026-02-06',
    });
    expect((await move('confirmAppointment', { action }, on('2026-02-05'))).codes).toEqual(['PROBATION_RUNNING']);
    expect((await move('confirmAppointment', { action }, on('2026-02-06'))).data.confirmAppointment).toMatchObject({
      state: 'CONFIRMED',
      moves: [],
    });
    const { data } = await app.ask(
      'query ($id: ID!) { personnelAction(id: $id) { state history { event } procedure { noticeWorkingDays probationMonths } } }',
      { id: action },
      on('2026-06-30'),
    );
    expect(data.personnelAction.history.map((h: { event: string }) => h.event)).toEqual([
      'action.proposed',
      'action.recommended',
      'action.inspected',
      'action.decided',
      'action.announced',
      'action.appointed',
      'action.probationStarted',
      'action.confirmed',
    ]);
    expect(data.personnelAction.procedure).toEqual({ noticeWorkingDays: 5, probationMonths: 12 });
  });

  it('to which somebody objects is inspected and decided anew; an objection comes while the notice stands', async () => {
    const action = await decided();
    await move('giveNotice', { action, from: '2025-01-14', to: '2025-01-20' }, on('2025-01-14'));
    expect((await move('raiseObjection', { action, objection: '考勤不实' }, on('2025-01-21'))).codes).toEqual(['NOTICE_OVER']);
    expect((await move('raiseObjection', { action, objection: ' ' }, on('2025-01-20'))).codes).toEqual(['BAD_USER_INPUT']);
    const raised = await move('raiseObjection', { action, objection: '考勤不实' }, on('2025-01-20'));
    expect(raised.data.raiseObjection).toMatchObject({ state: 'OBJECTED', objection: '考勤不实', moves: ['inspectAction', 'endAction'] });
    expect((await move('appoint', { action, document: '天组干字〔2025〕15号' }, on('2025-01-22'))).codes).toEqual(['ILLEGAL_MOVE']);
    await move('inspectAction', { action, partyBuilding: '复核无问题' }, on('2025-02-10'));
    expect((await move('decideAction', { action, ...decision }, on('2025-02-11'))).data.decideAction).toMatchObject({
      decidedOn: '2025-02-11',
    });
    const dropped = await move('endAction', { action, reason: '本人放弃' }, on('2025-02-12'));
    expect(dropped.data.endAction).toMatchObject({ state: 'ENDED', endReason: '本人放弃', moves: [] });
  });

  it('is decided once of many who decide at the same time', async () => {
    const { id: action } = (await move('proposeAction', promotion(await somebody()), on('2025-01-02'))).data.proposeAction;
    await move('recommendAction', { action }, on('2025-01-06'));
    await move('inspectAction', { action, partyBuilding: '抓支部建设有办法' }, on('2025-01-09'));
    const tries = await Promise.all(
      Array.from({ length: 30 }, () => move('decideAction', { action, ...decision }, on('2025-01-13'), 'id')),
    );
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['ILLEGAL_MOVE']));
    expect((await app.ledger('action')).filter((r) => r.key === action && r.event === 'action.decided')).toHaveLength(1);
    expect(firstBroken(await app.ledger())).toBeNull();
  });

  it('is under way once for a person, however many propose one; a removal beside it is another matter', async () => {
    const person = await somebody();
    const tries = await Promise.all(Array.from({ length: 30 }, () => move('proposeAction', promotion(person), on('2025-01-02'), 'id')));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['ACTION_PENDING']));
    const action = tries.find((t) => t.codes.length === 0)?.data.proposeAction.id;
    expect((await move('proposeAction', promotion(person, { kind: 'REMOVE', post: '科员' }), on('2025-01-02'))).codes).toEqual([]);
    await move('endAction', { action, reason: '条件不成熟' }, on('2025-01-03'));
    expect((await move('proposeAction', promotion(person), on('2025-01-04'))).codes).toEqual([]);
  });

  it('of a resident cadre is decided while the posting is active, not after (invariant 31)', async () => {
    const person = await somebody();
    const posting = aPosting({ person, target: villages()[0] as string, validTo: '2025-01-13' });
    const over = aPosting({ ...posting, state: 'COMPLETED' as never, validFrom: '2025-01-13', validTo: '9999-12-31', version: 2 });
    await app.given(posting, over);
    const { id: action } = (await move('proposeAction', promotion(person, { posting: posting.id }), on('2025-01-02'))).data.proposeAction;
    await move('recommendAction', { action }, on('2025-01-02'));
    await move('inspectAction', { action, partyBuilding: '抓支部建设有办法' }, on('2025-01-02'));
    expect((await move('decideAction', { action, ...decision }, on('2025-01-13'))).codes).toEqual(['NOT_IN_ROLE']);
    expect((await move('decideAction', { action, ...decision }, on('2025-01-12'))).codes).toEqual([]);
  });

  it.each([
    ['a person nobody knows', { person: 'per_none' }, 'NOT_FOUND'],
    ['no post', { post: undefined }, 'BAD_USER_INPUT'],
    ['a post without an end', { post: '长'.repeat(61) }, 'BAD_USER_INPUT'],
    ['no reason', { reason: '' }, 'BAD_USER_INPUT'],
    ['a posting of somebody else', { posting: 'pst_none' }, 'NOT_FOUND'],
    ['a secondment without its posting', { kind: 'SECOND' }, 'BAD_USER_INPUT'],
    ['a kind without a procedure', { kind: 'COMMEND', post: '先进个人' }, 'NOT_FOUND'],
  ])('is not proposed with %s', async (_, over, code) => {
    expect((await move('proposeAction', promotion(await somebody(), over), on('2025-01-02'))).codes).toEqual([code]);
  });

  it('is recorded when it has happened, by the department, and is no business of an analyst', async () => {
    const action = await decided();
    expect((await move('giveNotice', { action, from: '2026-12-14', to: '2026-12-25' }, on('2026-12-14'))).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect((await move('endAction', { action, reason: 'x' }, { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
    expect((await app.ask('query ($id: ID!) { personnelAction(id: $id) { state } }', { id: action }, { role: 'ANALYST' })).codes).toEqual([
      'FORBIDDEN',
    ]);
    expect((await move('endAction', { action: 'act_none', reason: 'x' })).codes).toEqual(['NOT_FOUND']);
  });
});

describe('the stages of an action', () => {
  const full = { stages: STAGES, noticeWorkingDays: 5, probationMonths: 12, evidenceRequired: true };
  const short = {
    stages: [ActionState.PROPOSED, ActionState.DECIDED, ActionState.APPOINTED],
    noticeWorkingDays: 0,
    probationMonths: 0,
    evidenceRequired: false,
  };
  it('are what the procedure of its day says, and no other', async () => {
    expect(step(short, 'decideAction', ActionState.PROPOSED)).toBe(ActionState.DECIDED);
    expect(step(short, 'appoint', ActionState.DECIDED)).toBe(ActionState.APPOINTED);
    expect(() => step(short, 'startProbation', ActionState.APPOINTED)).toThrow('after APPOINTED comes nothing');
    expect(() => step(full, 'appoint', ActionState.DECIDED)).toThrow('after DECIDED comes PUBLIC_NOTICE');
    expect(stageAfter(full, ActionState.OBJECTED)).toBe(ActionState.INSPECTED);
    expect(movesBy(short, ActionState.DECIDED)).toEqual(['appoint', 'endAction']);
    const before = await decided();
    const adopt = (over: object, day = '2026-06-01') =>
      move(
        'adoptActionProcedure',
        {
          division: at(COUNTY),
          kind: 'PROMOTE',
          document: '天组发〔2026〕30号',
          stages: STAGES,
          noticeWorkingDays: 7,
          probationMonths: 12,
          ...over,
        },
        on(day),
        'noticeWorkingDays',
      );
    expect((await adopt({})).data.adoptActionProcedure).toEqual({ noticeWorkingDays: 7 });
    expect((await adopt({})).codes).toEqual(['CONFLICT']);
    expect((await move('giveNotice', { action: before, from: '2026-06-08', to: '2026-06-12' }, on('2026-06-08'))).codes).toEqual([]);
  });

  it.each([
    ['out of order', { stages: [STAGES[1], STAGES[0], ...STAGES.slice(2)] }],
    ['without a decision', { stages: STAGES.filter((s) => s !== 'DECIDED') }],
    ['with a notice and nothing to go back to', { stages: STAGES.filter((s) => s !== 'INSPECTED') }],
    ['with a probation that never ends', { stages: STAGES.filter((s) => s !== 'CONFIRMED') }],
    ['with four days of notice', { noticeWorkingDays: 4 }],
    ['with a notice of no days', { noticeWorkingDays: 0 }],
    ['with a probation of no months', { probationMonths: 0 }],
  ])('are not adopted %s', (_, over) => {
    expect(() => soundProcedure({ ...full, ...(over as object) })).toThrow();
    expect(soundProcedure(full)).toEqual({ ...full, stages: [...STAGES] });
  });
});
