import { buildSchema, isEnumType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sdlOf } from '#platform/subgraph';
import { type App, type Asking, COUNTY } from '#platform/testing';
import { aPerson, aPosting } from '../samples.ts';
import { personnel } from '../subgraph.ts';
import { personnelApp } from '../testing.ts';
import { isOverdue, LeaveLevel, LeaveState, levelOf } from './leave.rules.ts';
import { counted, DayStatus, requiredDays } from './village-day.rules.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp({ seed: false });
  const opened = await move('keepVillageDays', 'kept', { division: at(MIXIANGUAN), from: '2026-01-01', document });
  expect(opened.data.keepVillageDays.kept).toBe(true);
});
afterAll(() => app[Symbol.asyncDispose]());

const MIXIANGUAN = '140222102000';
const document = '天组发〔2026〕14号';
const org = { role: 'ORG_DEPT' };
const leader = { role: 'TEAM_LEADER', divisions: ['140222102200'], id: 'test:leader' };
const officer = { role: 'VILLAGE_OFFICER', divisions: ['140222102200'], id: 'test:officer' };
const township = { role: 'TOWNSHIP_ADMIN', divisions: [MIXIANGUAN] };
const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
const move = (verb: string, shown: string, input: object, asking: Asking = org, type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`) =>
  app.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { ${shown} } }`, { input }, asking);
const posted = async (over: object = {}): Promise<string> => {
  const person = aPerson({ homeDivision: at(COUNTY) });
  const posting = aPosting({
    person: person.id,
    target: at('140222102200'),
    kind: 'RESIDENT_CADRE' as never,
    validFrom: '2026-01-15',
    ...over,
  });
  await app.given(person, posting);
  return posting.id;
};
const MONTH = 'month recorded confirmed inVillage counted';
const record = (posting: string, days: object[], asking: Asking = leader) => move('recordVillageDays', MONTH, { posting, days }, asking);
const confirm = (posting: string, days: string[], asking: Asking = officer) => move('confirmVillageDays', MONTH, { posting, days }, asking);
const inVillage = (...days: string[]) => days.map((day) => ({ day, status: 'IN_VILLAGE' }));

describe('a day in the village', () => {
  it('counts when the village has counter-signed it, and trips as the rules say', async () => {
    const posting = await posted();
    const days = [
      ...inVillage('2026-05-04', '2026-05-05'),
      { day: '2026-05-06', status: 'OFFICIAL_TRIP' },
      { day: '2026-05-07', status: 'LEAVE' },
    ];
    const none = { month: '2026-05', recorded: 4, confirmed: 0, inVillage: 0, counted: 0 };
    expect((await record(posting, days)).data.recordVillageDays).toEqual(none);
    expect((await confirm(posting, ['2026-05-04', '2026-05-06', '2026-05-07'])).data.confirmVillageDays).toMatchObject({
      confirmed: 3,
      inVillage: 1,
      counted: 2,
    });
    const read = async (day: string) =>
      (
        await app.ask(
          'query ($id: ID!) { posting(id: $id) { villageMonth(month: "2026-05") { confirmed } villageDays { totalCount } } }',
          { id: posting },
          { ...org, day },
        )
      ).data.posting;
    expect(await read('2026-06-30')).toEqual({ villageMonth: { confirmed: 3 }, villageDays: { totalCount: 4 } });
    expect((await read('2026-05-05')).villageMonth.confirmed).toBe(0);
    expect([true, false].map((tripsCount) => counted({ tripsCount }).includes(DayStatus.TRAINING))).toEqual([true, false]);
    expect([
      requiredDays({ minDaysPerMonth: 20 }, 31, 31),
      requiredDays({ minDaysPerMonth: 20 }, 15, 30),
      requiredDays({ minDaysPerMonth: 20 }, 1, 31),
    ]).toEqual([20, 10, 1]);
  });

  it.each([
    ['before the posting', inVillage('2026-01-14'), 'OUTSIDE_POSTING'],
    ['that lies ahead', inVillage('2026-07-01'), 'BAD_USER_INPUT'],
    ['twice', inVillage('2026-05-04', '2026-05-04'), 'BAD_USER_INPUT'],
    ['of two months', inVillage('2026-05-04', '2026-06-04'), 'BAD_USER_INPUT'],
    ['of none', [], 'BAD_USER_INPUT'],
    ['with coordinates', [{ day: '2026-05-04', status: 'IN_VILLAGE', longitude: 114.1, latitude: 40.4 }], 'COORDINATES_REFUSED'],
    ['with half a pair of coordinates', [{ day: '2026-05-04', status: 'IN_VILLAGE', longitude: 114.1 }], 'COORDINATES_REFUSED'],
  ])('is not recorded %s', async (_, days, code) => {
    expect((await record(await posted(), days)).codes).toEqual([code]);
  });

  it('is kept nowhere but where a document opened it, and only while it does', async () => {
    const [target] = app.subgraph.store.territory.within(at('140222103000'), '2026-06-30', 'VILLAGE');
    const elsewhere = await posted({ target });
    expect((await record(elsewhere, inVillage('2026-05-04'), { ...leader, divisions: ['140222103000'] })).codes).toEqual([
      'ATTENDANCE_OFF',
    ]);
    const keep = (input: object, asking: Asking = org) =>
      move('keepVillageDays', 'kept', { division: at('140222103000'), document, from: '2026-05-01', ...input }, asking);
    expect((await keep({ division: at('140222103201') })).codes).toEqual(['WRONG_TARGET']);
    expect((await keep({ division: 'twn_none' })).codes).toEqual(['NOT_FOUND']);
    expect((await keep({}, { role: 'TOWNSHIP_ADMIN' })).codes).toEqual(['FORBIDDEN']);
    const tries = await Promise.all(Array.from({ length: 10 }, () => keep({})));
    expect(tries.flatMap((t) => t.codes)).toEqual(Array(9).fill('CONFLICT'));
    await move('stopVillageDays', 'kept', { division: at('140222103000'), document, from: '2026-06-01' });
    const there = { ...leader, divisions: ['140222103000'] };
    expect((await record(elsewhere, inVillage('2026-05-04'), there)).codes).toEqual([]);
    expect((await record(elsewhere, inVillage('2026-06-04'), there)).codes).toEqual(['ATTENDANCE_OFF']);
    expect((await app.ask('{ attendanceSettings { division kept } }')).data.attendanceSettings).toContainEqual({
      division: at('140222103000'),
      kept: false,
    });
  });

  it('holds coordinates only under an impact assessment, and shows them only to who sees SENSITIVE data', async () => {
    const division = at('140222104000');
    await move('keepVillageDays', 'kept', { division, from: '2026-01-01', document, impactAssessment: 'PIA-2026-003' });
    const posting = await posted({ target: app.subgraph.store.territory.within(division, '2026-06-30', 'VILLAGE')[0] });
    const there = { ...leader, divisions: ['140222104000'] };
    const with_ = (longitude: number) => [{ day: '2026-05-04', status: 'IN_VILLAGE', longitude, latitude: 40.42 }];
    expect((await record(posting, with_(500), there)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await record(posting, with_(114.09), there)).codes).toEqual([]);
    const read = async (asking: Asking) =>
      (
        await app.ask(
          'query ($p: ID!) { villageDays(filter: { posting: { eq: $p } }) { nodes { position method } } }',
          { p: posting },
          asking,
        )
      ).data.villageDays.nodes;
    expect(await read(org)).toEqual([{ position: null, method: 'LOCATION' }]);
    expect(await read({ ...org, purpose: 'PERSONNEL_FILE' })).toEqual([{ position: '114.09000,40.42000', method: 'LOCATION' }]);
  });

  it('is confirmed by somebody else than who recorded it, stays as confirmed, and is corrected with a reason', async () => {
    const posting = await posted();
    await record(posting, inVillage('2026-05-04', '2026-05-05'));
    await record(posting, [{ day: '2026-05-05', status: 'ABSENT' }]);
    expect((await confirm(posting, ['2026-05-04'], { ...officer, id: leader.id })).codes).toEqual(['SELF_CONFIRMED']);
    expect((await confirm(posting, ['2026-05-04'], township)).codes).toEqual(['FORBIDDEN']);
    expect((await confirm(posting, ['2026-05-04', '2026-05-09'])).codes).toEqual(['NOT_FOUND']);
    expect((await confirm(posting, ['2026-05-04', '2026-05-05'])).data.confirmVillageDays).toMatchObject({ confirmed: 2, inVillage: 1 });
    expect((await record(posting, inVillage('2026-05-05'))).codes).toEqual(['DAY_CONFIRMED']);
    const { nodes } = (
      await app.ask(
        'query ($p: ID!) { villageDays(filter: { posting: { eq: $p }, status: { eq: ABSENT } }) { nodes { id } } }',
        { p: posting },
        org,
      )
    ).data.villageDays;
    const correct = (input: object, asking: Asking = township) =>
      move(
        'correctVillageDay',
        'status confirmedOn correction',
        { villageDay: nodes[0].id, status: 'TRAINING', reason: '参加县培训', ...input },
        asking,
      );
    expect((await correct({ reason: ' ' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await correct({}, leader)).codes).toEqual(['FORBIDDEN']);
    expect((await correct({})).data.correctVillageDay).toEqual({ status: 'TRAINING', confirmedOn: null, correction: '参加县培训' });
    expect((await confirm(posting, ['2026-05-05'])).data.confirmVillageDays).toMatchObject({ confirmed: 2, inVillage: 1, counted: 2 });
  });

  it('is one row of its posting, however many record it at once', async () => {
    const posting = await posted();
    const tries = await Promise.all(Array.from({ length: 20 }, () => record(posting, inVillage('2026-05-11'))));
    expect(tries.flatMap((t) => t.codes).filter((code) => code !== 'CONFLICT')).toEqual([]);
    const { totalCount } = (
      await app.ask('query ($p: ID!) { villageDays(filter: { posting: { eq: $p } }) { totalCount } }', { p: posting }, org)
    ).data.villageDays;
    expect(totalCount).toBe(1);
  });

  it('orders and groups nobody: no list of days and no sheet names a person or a posting to rank by days', () => {
    const schema = buildSchema(sdlOf(personnel), { assumeValid: true, assumeValidSDL: true });
    const values = (name: string) => {
      const type = schema.getType(name);
      return isEnumType(type) ? type.getValues().map((v) => v.name) : [];
    };
    expect(values('VillageDayOrderField')).toEqual(['DAY']);
    expect(values('VillageDayGroupField').toSorted()).toEqual(['CONFIRMED_ON', 'DAY', 'STATUS', 'TOWNSHIP']);
    expect(values('AllowanceEntitlementOrderField').filter((v) => /AMOUNT|DAYS|PRESENT/.test(v))).toEqual([]);
    expect(values('AllowanceEntitlementGroupField').filter((v) => /PERSON|POSTING/.test(v))).toEqual([]);
  });
});

describe('a leave', () => {
  const LEAVE = 'id state level days overdue returnedOn';
  const ask = (posting: string, from: string, to: string, asking: Asking = leader) =>
    move('requestLeave', LEAVE, { posting, from, to, reason: '家事' }, asking);
  const decide = (verb: string, leave: string, asking: Asking = township) => move(verb, LEAVE, { leave }, asking);

  it("of up to three days is the township's to approve, a longer one the county's", async () => {
    const posting = await posted();
    const short = (await ask(posting, '2026-05-04', '2026-05-07')).data.requestLeave;
    const long = (await ask(posting, '2026-05-11', '2026-05-15')).data.requestLeave;
    expect([short, long].map((l) => [l.days, l.level, l.state])).toEqual([
      [3, 'TOWNSHIP', 'SUBMITTED'],
      [4, 'COUNTY', 'SUBMITTED'],
    ]);
    expect((await decide('approveLeave', long.id)).codes).toEqual(['APPROVAL_LEVEL']);
    expect((await decide('approveLongLeave', long.id)).codes).toEqual(['FORBIDDEN']);
    expect((await decide('approveLongLeave', long.id, org)).data.approveLongLeave.state).toBe('APPROVED');
    expect((await decide('approveLeave', short.id)).data.approveLeave).toMatchObject({ state: 'APPROVED', overdue: true });
    expect((await decide('rejectLeave', short.id)).codes).toEqual(['ILLEGAL_MOVE']);
    const overdue = async () =>
      (
        await app.ask(
          'query ($p: ID!) { leaves(filter: { posting: { eq: $p }, overdue: { eq: true } }) { totalCount } }',
          { p: posting },
          org,
        )
      ).data.leaves.totalCount;
    expect(await overdue()).toBe(2);
    const back = (returnedOn: string) => move('returnFromLeave', LEAVE, { leave: short.id, returnedOn }, leader);
    expect((await back('2026-05-03')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await back('2026-05-06')).data.returnFromLeave).toMatchObject({ state: 'RETURNED', returnedOn: '2026-05-06', overdue: false });
    expect(await overdue()).toBe(1);
    expect((await record(posting, inVillage('2026-05-05'))).codes).toEqual(['ON_LEAVE']);
    expect((await record(posting, inVillage('2026-05-06'))).codes).toEqual([]);
    expect((await record(posting, [{ day: '2026-05-05', status: 'LEAVE' }])).codes).toEqual([]);
  });

  it('lies in the posting and beside no other, however many are asked for at once', async () => {
    const posting = await posted();
    expect((await ask(posting, '2026-01-14', '2026-01-16')).codes).toEqual(['OUTSIDE_POSTING']);
    expect((await ask(posting, '2026-05-04', '2026-05-04')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await ask('pst_none', '2026-05-04', '2026-05-05')).codes).toEqual(['NOT_FOUND']);
    expect((await ask(posting, '2026-05-04', '2026-05-05', { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
    const tries = await Promise.all(Array.from({ length: 10 }, (_, i) => ask(posting, `2026-05-0${1 + (i % 4)}`, '2026-05-08')));
    expect(tries.flatMap((t) => t.codes)).toEqual(Array(9).fill('CONFLICT'));
    const reason = 'query ($p: ID!) { leaves(filter: { posting: { eq: $p } }) { nodes { reason } } }';
    expect((await app.ask(reason, { p: posting })).data.leaves.nodes).toEqual([{ reason: null }]);
  });

  it('is overdue when it is over and nobody has come back', () => {
    const leave = { state: LeaveState.APPROVED, to: '2026-05-08' };
    expect([
      isOverdue(leave, '2026-05-07'),
      isOverdue(leave, '2026-05-08'),
      isOverdue({ ...leave, state: LeaveState.RETURNED }, '2026-06-01'),
    ]).toEqual([false, true, false]);
    expect([3, 4].map((days) => levelOf(days, { townshipLeaveDays: 3 }))).toEqual([LeaveLevel.TOWNSHIP, LeaveLevel.COUNTY]);
  });
});
