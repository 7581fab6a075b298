import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FOREVER } from '#platform/day';
import type { App, Asking } from '#platform/testing';
import { Fact } from '../facts/fact.entity.ts';
import { anOrderedFinding } from '../samples.ts';
import { povertyApp } from '../testing.ts';
import { FindingEscalation } from './escalation.entity.ts';
import { Finding } from './finding.entity.ts';
import { ClosingCondition, FindingState } from './finding.rules.ts';
import { escalateOverdue } from './overdue.job.ts';
import { reopenCeased } from './reopen.job.ts';
import { escalationsBy, misfit, USUAL } from './ruleset.rules.ts';

const at = (day: string) => new Date(`${day}T10:00:00+08:00`);
const inspector: Asking = { role: 'INSPECTOR' };

let app: App;
let village: string;
beforeAll(async () => {
  app = await povertyApp();
  village = app.subgraph.store.territory.named('140222102200') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

const late = async (over: Partial<Finding> & { village?: string; deadline?: string } = {}): Promise<Finding> => {
  const finding = anOrderedFinding({ village, deadline: '2026-06-10', foundOn: '2026-05-01', validFrom: '2026-05-01', ...over });
  await app.given(finding);
  return finding;
};
const run = (day: string) => app.run(escalateOverdue, at(day));
const raised = async (finding: Finding) =>
  (
    await app.context().em.find(FindingEscalation, { finding: finding.id }, { filters: { asOf: false }, orderBy: { validFrom: 'asc' } })
  ).map((e) => [e.level, e.validFrom, e.deadline]);
const seen = async (finding: Finding, day: string) =>
  (await app.ask('query ($id: ID!) { finding(id: $id) { overdue escalation escalations { level } } }', { id: finding.id }, { day })).data
    .finding;

describe('a finding past its deadline', () => {
  it('goes up to the township, the county and the headquarters, each on its day', async () => {
    const finding = await late();
    await run('2026-06-10');
    expect(await raised(finding)).toEqual([]);
    await run('2026-06-11');
    await run('2026-06-19');
    await run('2026-06-30');
    expect(await raised(finding)).toEqual([
      ['TOWNSHIP', '2026-06-11', '2026-06-10'],
      ['COUNTY', '2026-06-18', '2026-06-10'],
      ['HQ', '2026-06-26', '2026-06-10'],
    ]);
    expect(await seen(finding, '2026-06-10')).toEqual({ overdue: false, escalation: null, escalations: [] });
    expect(await seen(finding, '2026-06-20')).toMatchObject({ escalation: 'COUNTY', escalations: { length: 2 } });
  });

  it('goes up to the same levels whether the job ran every day, once, or twice at once', async () => {
    const finding = await late();
    await Promise.all(Array.from({ length: 5 }, () => run('2026-06-30')));
    const once = await raised(finding);
    expect(once).toHaveLength(3);
    expect(await run('2026-06-30')).toBe(0);
    expect(await raised(finding)).toEqual(once);
  });

  it('is not put before anybody for days that have not come, however far the clock jumped ahead and back', async () => {
    const finding = await late({ deadline: '2026-06-28' });
    await run('2030-01-01');
    expect(await seen(finding, '2026-06-28')).toEqual({ overdue: false, escalation: null, escalations: [] });
    expect(await seen(finding, '2026-06-29')).toMatchObject({ escalation: 'TOWNSHIP', escalations: [{ level: 'TOWNSHIP' }] });
    await run('2026-06-29');
    expect(await raised(finding)).toHaveLength(3);
  });

  it('with a new deadline starts again, and keeps what was before', async () => {
    const finding = await late({ deadline: '2026-06-20' });
    await run('2026-06-22');
    expect(await seen(finding, '2026-06-22')).toMatchObject({ escalation: 'TOWNSHIP' });
    const { em } = app.context();
    await em.nativeUpdate(Finding, { id: finding.id }, { deadline: '2026-06-26' });
    await run('2026-06-28');
    expect((await raised(finding)).map(([level, , deadline]) => [level, deadline])).toEqual([
      ['TOWNSHIP', '2026-06-20'],
      ['TOWNSHIP', '2026-06-26'],
    ]);
  });

  it('that is submitted or returned late goes up only for days on which it waited for nobody else', async () => {
    const waiting = await late({ state: FindingState.SUBMITTED, submittedOn: '2026-06-09' });
    const returned = await late({ validFrom: '2026-06-24', returns: 1 });
    await run('2026-06-30');
    expect(await raised(waiting)).toEqual([]);
    expect((await raised(returned)).map(([, on]) => on)).toEqual(['2026-06-24', '2026-06-24', '2026-06-26']);
  });

  it('is looked for in a constant number of statements', async () => {
    await Promise.all(Array.from({ length: 3 }, () => late()));
    await run('2026-06-30');
    app.statements.length = 0;
    await run('2026-06-30');
    expect(app.statements.length).toBeLessThanOrEqual(3);
  });
});

describe('the rules of rectification', () => {
  it('are adopted by a document from a day on, and refused when they do not fit together', async () => {
    const adopt = (over: object, asking: Asking = {}) =>
      app.ask(
        'mutation ($input: AdoptFindingRulesInput!) { adoptFindingRules(input: $input) { document recurrenceMonths countyAfter version } }',
        { input: { document: '天督发〔2020〕1号', ...over } },
        { role: 'POVERTY_OFFICE', day: '2020-01-06', ...asking },
      );
    expect((await adopt({ countyAfter: 1 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await adopt({ mostExtensions: 3 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await adopt({ document: '没有文号' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await adopt({}, { role: 'INSPECTOR' })).codes).toEqual(['FORBIDDEN']);
    expect((await adopt({ recurrenceMonths: 9 })).data.adoptFindingRules).toMatchObject({ recurrenceMonths: 9, countyAfter: 8 });
    const on = async (day: string) => (await app.ask('{ findingRules { recurrenceMonths document } }', {}, { day })).data.findingRules;
    expect(await on('2019-12-31')).toMatchObject({ recurrenceMonths: 6 });
    expect(await on('2020-01-06')).toEqual({ recurrenceMonths: 9, document: '天督发〔2020〕1号' });
    expect(misfit(USUAL)).toBeNull();
    expect(escalationsBy('2020-01-01', '2020-01-01', USUAL)).toEqual([]);
  });
});

describe('a finding that the registers must show to be put right', () => {
  const CLOSE = 'mutation ($id: ID!) { closeFinding(input: { finding: $id }) { state closedOn condition } }';
  /** What the villages ledger told of the secretary's post of a village. */
  const told = async (event: string, day: string, over: Partial<Fact> = {}) => {
    const { em } = app.context();
    await em.insert(Fact, {
      noun: 'office',
      key: 'off_test',
      event,
      day,
      from: day,
      to: FOREVER,
      place: vacant,
      kind: 'SECRETARY',
      ...over,
    } as never);
  };
  let vacant: string;
  beforeAll(async () => {
    vacant = app.subgraph.store.territory.named('140222102201') as string;
    await app.context().em.nativeDelete(Fact, { noun: 'office', place: vacant });
  });

  it('is closed when a secretary is in post, and comes back when the post falls vacant within the months of the rules', async () => {
    const finding = await late({
      village: vacant,
      division: vacant,
      state: FindingState.VERIFIED,
      condition: ClosingCondition.SECRETARY_IN_POST,
    });
    const close = (day: string) => app.ask(CLOSE, { id: finding.id }, { ...inspector, day });
    const refused = await close('2026-06-12');
    expect(refused.codes).toEqual(['CONDITION_UNMET']);
    await told('office.taken', '2026-06-15');
    expect((await close('2026-06-14')).codes).toEqual(['CONDITION_UNMET']);
    expect((await close('2026-06-16')).data.closeFinding).toMatchObject({ state: 'CLOSED', closedOn: '2026-06-16' });
    expect(await app.run(reopenCeased, at('2026-06-20'))).toBe(0);
    await told('office.ended', '2026-06-25', { to: '2026-06-25' });
    expect(await app.run(reopenCeased, at('2026-06-24'))).toBe(0);
    expect(await Promise.all([app.run(reopenCeased, at('2026-06-26')), app.run(reopenCeased, at('2026-06-26'))])).toContain(1);
    expect(await app.run(reopenCeased, at('2026-06-27'))).toBe(0);
    const { data } = await app.ask(
      'query ($id: ID!) { finding(id: $id) { state reopenings reopenedOn closedOn allowedMoves history { event } } }',
      { id: finding.id },
      { day: '2026-06-26' },
    );
    expect(data.finding).toMatchObject({
      state: 'REOPENED',
      reopenings: 1,
      reopenedOn: '2026-06-26',
      closedOn: null,
      allowedMoves: ['orderRectification', 'dismissFinding'],
    });
    expect(data.finding.history.at(-1).event).toBe('finding.reopened');
  });

  it('stays closed once the months of the rules are over', async () => {
    const old = { village: vacant, division: vacant, state: FindingState.CLOSED, condition: ClosingCondition.SECRETARY_IN_POST };
    const finding = await late({ ...old, foundOn: '2024-01-01', validFrom: '2024-05-01', closedOn: '2024-05-01', deadline: '2024-04-01' });
    await app.run(reopenCeased, at('2026-06-29'));
    const { data } = await app.ask('query ($id: ID!) { finding(id: $id) { state } }', { id: finding.id }, { day: '2026-06-29' });
    expect(data.finding.state).toBe('CLOSED');
  });

  it('is also shown by the three teams of the personnel ledger', async () => {
    const covered = await late({ state: FindingState.VERIFIED, condition: ClosingCondition.THREE_TEAMS_COVERED });
    expect((await app.ask(CLOSE, { id: covered.id }, { ...inspector, day: '2026-06-12' })).codes).toEqual([]);
    await app.context().em.nativeDelete(Fact, { noun: 'team', place: village });
    expect(await app.run(reopenCeased, at('2026-06-13'))).toBe(1);
  });
});
