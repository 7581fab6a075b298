import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FOREVER } from '#platform/day';
import type { App, Asking } from '#platform/testing';
import { Fact } from '../facts/fact.entity.ts';
import { ClosingCondition, FindingState } from '../findings/finding.rules.ts';
import { InspectionMember } from '../inspections/member.entity.ts';
import { aFinding } from '../samples.ts';
import { povertyApp } from '../testing.ts';
import { reconcile } from './reconcile.job.ts';

const at = (day: string) => new Date(`${day}T10:00:00+08:00`);
const BOARD =
  '{ reconciliationBreaks(first: 200, filter: { unresolved: { eq: true } }) { totalCount nodes { id check invariant owner detail state ageDays foundOn sides { store noun key } village { id } allowedMoves } groupedAggregates(groupBy: [{ field: OWNER }]) { keys { owner } count } } }';

let app: App;
let village: string;
beforeAll(async () => {
  app = await povertyApp();
  village = app.subgraph.store.territory.named('140222102200') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

interface Row {
  readonly id: string;
  readonly check: string;
  readonly owner: string;
  readonly detail: string;
  readonly state: string;
  readonly ageDays: number;
  readonly sides: readonly { store: string; noun: string; key: string }[];
}
const board = async (day: string): Promise<Row[]> => (await app.ask(BOARD, {}, { day })).data.reconciliationBreaks.nodes;
const about = async (day: string, key: string) => (await board(day)).filter((b) => b.sides.some((s) => s.key === key));
const run = (day: string) => app.run(reconcile, at(day));
const tell = (noun: string, key: string, over: Partial<Fact>) =>
  app.context().em.insert(Fact, { noun, key, event: `${noun}.told`, day: '2026-06-01', from: '2026-06-01', to: FOREVER, ...over } as never);

describe('the reconciliation board', () => {
  it('shows the villages that lack a team of the three, whose they are and since when, and is the same when the checks run again', async () => {
    const first = await run('2026-06-28');
    expect(first).toBeGreaterThan(0);
    expect(await run('2026-06-28')).toBe(0);
    expect(await Promise.all([run('2026-06-28'), run('2026-06-28')])).toEqual([0, 0]);
    const uncovered = (await board('2026-06-30')).filter((b) => b.check === 'VILLAGE_UNCOVERED');
    expect(uncovered.length).toBeGreaterThan(0);
    expect(uncovered.every((b) => b.owner === 'ORG_DEPT' && b.ageDays === 2 && /^missing /.test(b.detail))).toBe(true);
    expect(await board('2026-06-27')).toEqual([]);
  });

  it('finds nothing wrong with the records of the sample county but the gaps that it has', async () => {
    const kinds = new Set((await board('2026-06-30')).map((b) => b.check));
    expect(
      [...kinds].filter((k) => k !== 'VILLAGE_UNCOVERED' && k !== 'ROLE_UNHELD' && k !== 'OPEN_ON_ABOLISHED' && k !== 'PROMOTED_UNPOSTED'),
    ).toEqual([]);
  });

  it('takes a village on when its team is told to be gone, and off when there is one again', async () => {
    const teams = await app.context().em.find(Fact, { noun: 'team', place: village }, { orderBy: { row: 'asc' } });
    const held = teams.at(-1) as Fact;
    await tell('team', held.key, { place: village, event: 'team.withdrawn', day: '2026-06-28', from: '2026-06-28', to: '2026-06-28' });
    await run('2026-06-29');
    const [found] = await about('2026-06-29', village);
    expect(found).toMatchObject({ check: 'VILLAGE_UNCOVERED', detail: 'missing TEAM', state: 'FOUND' });
    await tell('team', 'rst_new00000001', { place: village, day: '2026-06-29' });
    expect(await run('2026-06-30')).toBe(1);
    expect(await about('2026-06-30', village)).toEqual([]);
    const { data } = await app.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on ReconciliationBreak { state resolution resolvedOn ageDays } } }',
      { r: [{ __typename: 'ReconciliationBreak', id: found?.id }] },
    );
    expect(data._entities[0]).toEqual({ state: 'RESOLVED', resolution: 'AGREED', resolvedOn: '2026-06-30', ageDays: 1 });
  });

  it('shows a person whom the personnel store does not know, and does not say whom a case is about', async () => {
    const county = app.subgraph.store.territory.named('140222000000') as string;
    const member = Object.assign(new InspectionMember(), {
      id: 'imb_stranger0001',
      inspection: 'ins_x',
      division: county,
      person: 'per_stranger0001',
      role: 'MEMBER',
      validFrom: '2026-06-01',
    });
    const finding = aFinding({ village, subjectType: 'PERSON' as never, person: 'per_stranger0002' });
    await app.given(member, finding);
    await run('2026-06-30');
    expect(await about('2026-06-30', member.id)).toMatchObject([
      {
        check: 'PERSON_UNKNOWN',
        owner: 'INSPECTOR',
        sides: [{ noun: 'InspectionMember' }, { store: 'personnel', key: 'per_stranger0001' }],
      },
    ]);
    expect(await about('2026-06-30', finding.id)).toMatchObject([{ check: 'PERSON_UNKNOWN', sides: [{ noun: 'Finding' }] }]);
    expect(JSON.stringify(await board('2026-06-30'))).not.toContain('per_stranger0002');
  });

  it('shows a vacancy that was closed while the villages store shows no secretary', async () => {
    const without = app.subgraph.store.territory.named('140222102202') as string;
    const closed = aFinding({
      village: without,
      division: without,
      state: FindingState.CLOSED,
      condition: ClosingCondition.SECRETARY_IN_POST,
      closedOn: '2026-06-10',
      validFrom: '2026-06-10',
    });
    await app.given(closed);
    await app.context().em.nativeDelete(Fact, { noun: 'office', place: without });
    await run('2026-06-30');
    expect(await about('2026-06-30', closed.id)).toMatchObject([{ check: 'CLOSED_WITHOUT_SECRETARY', owner: 'INSPECTOR' }]);
    await tell('office', 'off_late00000001', { place: without, kind: 'SECRETARY', day: '2026-06-05', from: '2026-06-05' });
    await run('2026-06-30');
    expect(await about('2026-06-30', closed.id)).toEqual([]);
  });

  it('shows a promotion on a posting not held, a role not held in training, and what is open on a village that is no more', async () => {
    const ended = app.subgraph.store.territory.named('140222102212') as string;
    await tell('posting', 'pst_ended0000001', {
      place: village,
      person: 'per_a',
      kind: 'RESIDENT_CADRE',
      state: 'COMPLETED',
      day: '2025-01-01',
      from: '2025-01-01',
    });
    await tell('action', 'pac_promoted0001', {
      person: 'per_a',
      kind: 'PROMOTE',
      of: 'pst_ended0000001',
      state: '2026-06-01',
      place: village,
    });
    await tell('enrolment', 'enr_trained00001', { person: 'per_a', kind: 'RESIDENT_CADRE', place: village, state: 'ATTENDED' });
    await tell('posting', 'pst_lost00000001', { place: ended, person: 'per_b', kind: 'RESIDENT_CADRE', state: 'ACTIVE' });
    const left = aFinding({ village: ended, division: ended });
    await app.given(left);
    await run('2026-06-30');
    expect(await about('2026-06-30', 'pac_promoted0001')).toMatchObject([
      { check: 'PROMOTED_UNPOSTED', sides: [{}, { noun: 'Posting', key: 'pst_ended0000001' }] },
    ]);
    expect(await about('2026-06-30', 'enr_trained00001')).toMatchObject([{ check: 'ROLE_UNHELD' }]);
    expect((await about('2026-06-30', 'pst_lost00000001'))[0]).toMatchObject({ check: 'OPEN_ON_ABOLISHED', owner: 'ORG_DEPT' });
    expect((await about('2026-06-30', left.id))[0]).toMatchObject({ check: 'OPEN_ON_ABOLISHED', owner: 'POVERTY_OFFICE' });
  });
});

describe('a break', () => {
  const move = (name: string, input: object, asking: Asking = {}) =>
    app.ask(
      `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { state note acknowledgedBy acknowledgedOn resolution allowedMoves } }`,
      { input },
      { role: 'ORG_DEPT', ...asking },
    );
  const one = async () => (await board('2026-06-30')).find((b) => b.check === 'VILLAGE_UNCOVERED' && b.state === 'FOUND') as Row;

  it('is taken up by who answers for it, and stays until the data agree', async () => {
    const found = await one();
    expect((await move('acknowledgeBreak', { break: found.id }, { role: 'INSPECTOR' })).codes).toEqual(['FORBIDDEN']);
    expect((await move('acknowledgeBreak', { break: found.id }, { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
    const tries = await Promise.all(Array.from({ length: 10 }, () => move('acknowledgeBreak', { break: found.id, note: '月底前补派' })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['ILLEGAL_MOVE']));
    expect(await run('2026-06-30')).toBe(0);
    expect((await board('2026-06-30')).find((b) => b.id === found.id)?.state).toBe('ACKNOWLEDGED');
  });

  it('that was explained comes up again only after the data have agreed', async () => {
    const found = await one();
    expect((await move('explainBreak', { break: found.id, note: ' ' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await move('explainBreak', { break: found.id, note: '易地搬迁在即' })).data.explainBreak).toMatchObject({
      state: 'RESOLVED',
      resolution: 'EXPLAINED',
      allowedMoves: [],
    });
    expect(await run('2026-06-30')).toBe(0);
    expect((await board('2026-06-30')).some((b) => b.id === found.id)).toBe(false);
  });

  it('of an unknown key is not found, and lies in its territory', async () => {
    expect((await move('acknowledgeBreak', { break: 'brk_nowhere' })).codes).toEqual(['NOT_FOUND']);
    const found = await one();
    expect((await move('acknowledgeBreak', { break: found.id }, { divisions: ['140222999000'] })).codes).toEqual(['NOT_FOUND']);
  });
});
