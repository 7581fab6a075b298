import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type App, type Asking, COUNTY } from '#platform/testing';
import { aPerson } from '../samples.ts';
import { personnelApp } from '../testing.ts';
import { allowedBy, Condition, Determination, unjudged } from './tolerance.rules.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp({ seed: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
const org = (day = '2026-06-30', id = 'org:1'): Asking => ({ role: 'ORG_DEPT', id, day });
const discipline = (day = '2026-06-30', purpose?: string): Asking => ({
  role: 'DISCIPLINE',
  id: 'cdi:1',
  day,
  ...(purpose ? { purpose } : {}),
});
const move = (verb: string, input: object, asking: Asking, shown = 'id state version moves outcome outcomeOn'): Promise<Answer> => {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  return app.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { ${shown} } }`, { input }, asking);
};
const somebody = async (): Promise<string> => {
  const person = aPerson({ homeDivision: at(COUNTY) });
  await app.given(person);
  return person.id;
};
const judged = (...met: string[]) => Object.values(Condition).map((condition) => ({ condition, met: met.includes(condition) }));
const ALL = Object.values(Condition);
const document = '天纪发〔2026〕7号';
const apply = async (over: object = {}, asking: Asking = org('2026-03-02')) =>
  move(
    'applyTolerance',
    { person: await somebody(), applicant: '本人', matter: '先行先试未达预期', accountability: 'aca_sample0001', ...over },
    asking,
  );
const told = async (noun: string, key: string) =>
  (await app.ledger(noun)).filter((r) => r.key === key).map((r) => [r.event, JSON.parse(r.after ?? '{}')] as const);

describe('a tolerance case', () => {
  it('goes from application to closure, and tells the accountability action what was determined, through the ledger', async () => {
    const made = await apply();
    const { id: toleranceCase } = made.data.applyTolerance;
    const on = (verb: string, day: string, more: object = {}, asking = discipline(day)) => move(verb, { toleranceCase, ...more }, asking);
    const determine = (more: object, day = '2026-03-20') => on('determineTolerance', day, { document, ...more });
    expect((await determine({ conditions: judged(...ALL), determination: 'TOLERATE_EXEMPT' })).codes).toEqual(['ILLEGAL_MOVE']);
    await on('acceptTolerance', '2026-03-05');
    await on('investigateTolerance', '2026-03-06');
    expect((await determine({ conditions: judged(...ALL).slice(1), determination: 'MITIGATE' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await determine({ conditions: [...judged(...ALL), ...judged().slice(0, 1)], determination: 'MITIGATE' })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect((await determine({ conditions: judged('EXPLORATION', 'NO_PRIVATE_GAIN'), determination: 'TOLERATE_EXEMPT' })).codes).toEqual([
      'CONDITIONS_NOT_MET',
    ]);
    const self = { toleranceCase, document, conditions: judged(...ALL), determination: 'TOLERATE_EXEMPT' };
    expect((await move('determineTolerance', self, org('2026-03-20'))).codes).toEqual(['SELF_VERIFIED']);
    const fixed = await determine({ conditions: judged('EXPLORATION', 'NO_PRIVATE_GAIN'), determination: 'MITIGATE' });
    expect(fixed.data.determineTolerance).toMatchObject({
      state: 'DETERMINED',
      outcome: 'MITIGATE',
      outcomeOn: '2026-03-20',
      moves: ['notifyTolerance'],
    });
    await on('notifyTolerance', '2026-03-25');
    expect((await on('appealTolerance', '2026-04-01', { reason: ' ' }, org('2026-04-01'))).codes).toEqual(['BAD_USER_INPUT']);
    await on('appealTolerance', '2026-04-01', { reason: '损失已全部挽回' }, org('2026-04-01'));
    expect((await on('fileTolerance', '2026-04-02', {}, org('2026-04-02'))).codes).toEqual(['ILLEGAL_MOVE']);
    const reviewed = await on('reviewTolerance', '2026-04-20', { conditions: judged(...ALL), determination: 'TOLERATE_EXEMPT', document });
    expect(reviewed.data.reviewTolerance).toMatchObject({ state: 'REVIEWED', outcome: 'TOLERATE_EXEMPT', outcomeOn: '2026-04-20' });
    await on('fileTolerance', '2026-04-22', {}, org('2026-04-22'));
    expect((await on('startCorrection', '2026-04-25', { correction: '完善论证', due: '2026-04-24' }, org('2026-04-25'))).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    await on('startCorrection', '2026-04-25', { correction: '完善论证', due: '2026-05-25' }, org('2026-04-25'));
    expect((await on('closeTolerance', '2026-05-25', {}, org('2026-05-25'))).data.closeTolerance).toMatchObject({
      state: 'CLOSED',
      moves: [],
    });
    const rows = await told('tolerance', toleranceCase);
    expect(rows.map(([event]) => event)).toEqual(
      ['applied', 'accepted', 'investigated', 'determined', 'notified', 'appealed', 'reviewed', 'filed', 'correctionStarted', 'closed'].map(
        (e) => `tolerance.${e}`,
      ),
    );
    for (const event of ['tolerance.determined', 'tolerance.notified'])
      expect(rows.find(([e]) => e === event)?.[1]).toMatchObject({
        accountability: 'aca_sample0001',
        outcome: 'MITIGATE',
        outcomeOn: '2026-03-20',
      });
    expect(rows.find(([e]) => e === 'tolerance.reviewed')?.[1]).toMatchObject({ outcome: 'TOLERATE_EXEMPT', outcomeOn: '2026-04-20' });
  });

  it('about an accountability action is one at a time, however many apply, and may be applied for again once declined', async () => {
    const accountability = 'aca_sample0002';
    const person = await somebody();
    const tries = await Promise.all(Array.from({ length: 30 }, () => apply({ person, accountability })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['CASE_OPEN']));
    const toleranceCase = tries.find((t) => t.codes.length === 0)?.data.applyTolerance.id;
    const declined = await move('declineTolerance', { toleranceCase, reason: '不属容错情形' }, discipline('2026-03-05'));
    expect(declined.data.declineTolerance).toMatchObject({ state: 'NOT_ACCEPTED', moves: [] });
    expect((await apply({ person, accountability })).codes).toEqual([]);
  });

  it('is determined once of many who determine it at the same time', async () => {
    const { id: toleranceCase } = (await apply({ accountability: 'aca_sample0003' })).data.applyTolerance;
    await move('acceptTolerance', { toleranceCase }, discipline('2026-03-05'));
    await move('investigateTolerance', { toleranceCase }, discipline('2026-03-06'));
    const tries = await Promise.all(
      ['TOLERATE_EXEMPT', 'MITIGATE', 'NOT_APPLICABLE', 'MITIGATE'].map((determination) =>
        move(
          'determineTolerance',
          { toleranceCase, document, conditions: judged(...ALL), determination },
          discipline('2026-03-20'),
          'outcome',
        ),
      ),
    );
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['ILLEGAL_MOVE']));
  });

  it.each([
    ['about nobody', { person: undefined }, 'BAD_USER_INPUT'],
    ['about a person and an agency', { agency: 'agc_x', division: 'x' }, 'BAD_USER_INPUT'],
    ['about an agency that works nowhere', { person: undefined, agency: 'agc_x' }, 'NOT_FOUND'],
    ['about a person nobody knows', { person: 'per_none' }, 'NOT_FOUND'],
    ['without a matter', { matter: '' }, 'BAD_USER_INPUT'],
    ['with a matter without an end', { matter: '长'.repeat(501) }, 'BAD_USER_INPUT'],
    ['with a key that is too long', { accountability: 'x'.repeat(21) }, 'BAD_USER_INPUT'],
    ['by an applicant without a name', { applicant: ' ' }, 'BAD_USER_INPUT'],
  ])('is not applied for %s', async (_, over, code) => {
    expect((await apply(over)).codes).toEqual([code]);
  });

  it('shows what it is about for a purpose alone, to two offices alone; others are told counts of enough people', async () => {
    const { id } = (await apply({ accountability: null })).data.applyTolerance;
    const ask = (asking: Asking) =>
      app.ask('query ($id: ID!) { toleranceCase(id: $id) { state matter applicant accountability person { id } } }', { id }, asking);
    expect((await ask(discipline())).data.toleranceCase).toEqual({
      state: 'APPLIED',
      matter: null,
      applicant: null,
      accountability: null,
      person: null,
    });
    const seen = (await ask(discipline('2026-06-30', 'CASE_HANDLING'))).data.toleranceCase;
    expect(seen).toMatchObject({ matter: '先行先试未达预期', person: { id: expect.stringMatching(/^per_/) } });
    for (const role of ['COUNTY_SECRETARY', 'ANALYST', 'TOWNSHIP_ADMIN', 'FINANCE'])
      expect((await ask({ role })).codes).toEqual(['FORBIDDEN']);
    const counted = await app.ask(
      '{ toleranceCases { totalCount groupedAggregates(groupBy: [{ field: OUTCOME }]) { count } } }',
      {},
      { role: 'ANALYST' },
    );
    expect(counted.codes).toEqual([]);
    expect((await app.ask('{ toleranceCases { nodes { state } } }', {}, { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
    expect((await app.ask('{ toleranceCases { totalCount } }', {}, { role: 'FINANCE' })).codes).toEqual(['FORBIDDEN']);
    expect((await app.ask('{ toleranceCases(filter: { accountability: { eq: "x" } }) { totalCount } }', {}, discipline())).codes).toEqual([
      'FORBIDDEN',
    ]);
  });
});

describe('the conditions of tolerance', () => {
  it('exempt who meets a distinction and every general condition, and mitigate who sought no gain', () => {
    expect(allowedBy(judged(...ALL))).toEqual(Object.values(Determination));
    expect(allowedBy(judged('FOR_DEVELOPMENT', 'NO_PRIVATE_GAIN'))).toEqual(['MITIGATE', 'NOT_APPLICABLE']);
    expect(allowedBy(judged('NO_PRIVATE_GAIN', 'PROCEDURE_KEPT', 'LOSS_MITIGATED'))).toEqual(['NOT_APPLICABLE']);
    expect(allowedBy(judged(...ALL.filter((c) => c !== 'NO_PRIVATE_GAIN')))).toEqual(['NOT_APPLICABLE']);
    expect(unjudged(judged().slice(2))).toEqual(['EXPLORATION', 'NO_EXPLICIT_BAN']);
  });
});

describe('a clarification case', () => {
  const report = async (over: object = {}) =>
    move(
      'reportClarification',
      { person: await somebody(), matter: '反映考勤造假', accountability: 'aca_sample0011', ...over },
      org('2026-03-02'),
    );
  it('goes from a report over its falsity to a clarification, which the ledger tells the accountability action', async () => {
    const { id: clarificationCase } = (await report()).data.reportClarification;
    const on = (verb: string, day: string, more: object = {}, asking = discipline(day)) =>
      move(verb, { clarificationCase, ...more }, asking);
    expect((await on('clarify', '2026-03-03', { mode: 'MEETING' })).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await on('verifyFalse', '2026-03-10', { conclusion: '' })).codes).toEqual(['BAD_USER_INPUT']);
    const verified = await on('verifyFalse', '2026-03-10', { conclusion: '经核查不属实', malicious: true });
    expect(verified.data.verifyFalse).toMatchObject({ state: 'VERIFIED_FALSE', moves: ['approveClarification'] });
    expect((await on('approveClarification', '2026-03-12', { document: '7号' }, org('2026-03-12'))).codes).toEqual(['BAD_USER_INPUT']);
    await on('approveClarification', '2026-03-12', { document }, org('2026-03-12'));
    expect((await on('clarify', '2026-03-15', { mode: 'MEETING' })).data.clarify).toMatchObject({
      outcome: 'CLARIFIED',
      outcomeOn: '2026-03-15',
    });
    expect((await on('closeClarification', '2026-03-20')).data.closeClarification).toMatchObject({ state: 'CLOSED', moves: [] });
    const rows = await told('clarification', clarificationCase);
    expect(rows.find(([e]) => e === 'clarification.clarified')?.[1]).toMatchObject({
      accountability: 'aca_sample0011',
      outcome: 'CLARIFIED',
      outcomeOn: '2026-03-15',
    });
  });
  it('is dropped when the report proves true, and one about an accountability action at a time', async () => {
    const person = await somebody();
    const tries = await Promise.all(Array.from({ length: 20 }, () => report({ person, accountability: 'aca_sample0012' })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['CASE_OPEN']));
    const clarificationCase = tries.find((t) => t.codes.length === 0)?.data.reportClarification.id;
    const dropped = await move('dropClarification', { clarificationCase, conclusion: '情况属实' }, discipline('2026-03-10'));
    expect(dropped.data.dropClarification).toMatchObject({ state: 'CLOSED', outcome: null });
    expect((await report({ person, accountability: 'aca_sample0012' })).codes).toEqual([]);
  });
});
