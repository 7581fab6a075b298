import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarFrom } from '#platform/calendar';
import type { App, Asking } from '#platform/testing';
import { anOrderedFinding } from '../samples.ts';
import { povertyApp } from '../testing.ts';
import { workingDayAfter } from './extension.rules.ts';
import type { Finding } from './finding.entity.ts';

const FIELDS = 'id ordinal deadline newDeadline state requestedLevel decidedBy decidedOn declineReason provisional';
const REQUEST = `mutation ($input: RequestExtensionInput!) { requestExtension(input: $input) { ${FIELDS} } }`;
const GRANT = `mutation ($input: GrantExtensionInput!) { grantExtension(input: $input) { ${FIELDS} } }`;
const DECLINE = `mutation ($input: DeclineExtensionInput!) { declineExtension(input: $input) { ${FIELDS} } }`;
const officer: Asking = { role: 'VILLAGE_OFFICER', id: 'dev:officer', divisions: ['140222102000'], day: '2018-11-20' };
const township: Asking = { role: 'TOWNSHIP_ADMIN', id: 'dev:township', divisions: ['140222102000'], day: '2018-11-21' };
const county: Asking = { role: 'POVERTY_OFFICE', day: '2018-11-21' };

let app: App;
let village: string;
beforeAll(async () => {
  app = await povertyApp();
  village = app.subgraph.store.territory.named('140222102200') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

const ordered = async (over: Partial<Finding> & { village?: string; deadline?: string } = {}): Promise<string> => {
  const finding = anOrderedFinding({ village, deadline: '2018-11-30', ...over });
  await app.given(finding);
  return finding.id;
};
const request = (finding: string, over: object = {}, asking: Asking = officer) =>
  app.ask(REQUEST, { input: { finding, until: '2018-12-14', reason: '冬季无法施工', ...over } }, asking);
const grant = (extension: string, asking: Asking) => app.ask(GRANT, { input: { extension } }, asking);
const deadlineOf = async (finding: string, day: string) =>
  (await app.ask('query ($id: ID!) { finding(id: $id) { deadline extensions { state } } }', { id: finding }, { day })).data.finding;

describe('an extension', () => {
  it('is asked for before the deadline and granted one level up, twice at most', async () => {
    const finding = await ordered();
    const first = (await request(finding)).data.requestExtension;
    expect(first).toMatchObject({
      ordinal: 1,
      state: 'REQUESTED',
      requestedLevel: 'VILLAGE',
      deadline: '2018-11-30',
      newDeadline: '2018-12-14',
    });
    expect((await request(finding)).codes).toEqual(['EXTENSION_PENDING']);
    expect((await grant(first.id, officer)).codes).toEqual(['FORBIDDEN']);
    expect((await grant(first.id, township)).data.grantExtension).toMatchObject({ state: 'GRANTED', decidedBy: 'dev:township' });
    expect((await grant(first.id, township)).codes).toEqual(['ILLEGAL_MOVE']);
    expect(await deadlineOf(finding, '2018-11-20')).toEqual({ deadline: '2018-11-30', extensions: [{ state: 'REQUESTED' }] });
    expect(await deadlineOf(finding, '2018-11-21')).toEqual({ deadline: '2018-12-14', extensions: [{ state: 'GRANTED' }] });
    const second = (await request(finding, { until: '2018-12-28' }, { ...township, day: '2018-12-03' })).data.requestExtension;
    expect((await grant(second.id, { ...township, day: '2018-12-04' })).codes).toEqual(['LEVEL_TOO_LOW']);
    expect((await grant(second.id, { ...county, day: '2018-12-04' })).codes).toEqual([]);
    expect((await request(finding, { until: '2019-01-10' }, { ...officer, day: '2018-12-05' })).codes).toEqual(['EXTENSIONS_USED']);
  });

  it('that is declined leaves the deadline, and another may be asked for', async () => {
    const finding = await ordered();
    const { id } = (await request(finding)).data.requestExtension;
    const declined = await app.ask(DECLINE, { input: { extension: id, reason: '材料不足' } }, township);
    expect(declined.data.declineExtension).toMatchObject({ state: 'DECLINED', declineReason: '材料不足' });
    expect((await deadlineOf(finding, '2018-11-22')).deadline).toBe('2018-11-30');
    expect((await request(finding, {}, { ...officer, day: '2018-11-22' })).data.requestExtension.ordinal).toBe(1);
  });

  it('is counted in working days when asked for so, over holidays and make-up days', async () => {
    const finding = await ordered({ deadline: '2019-02-01' });
    const asked = (await request(finding, { until: undefined, workingDays: 3 })).data.requestExtension;
    expect(asked.newDeadline).toBe('2019-02-11'); // Saturday and Sunday before the Spring Festival were worked
    const calendar = calendarFrom([{ day: '2019-02-02', working: true }], [2019]);
    expect(workingDayAfter(calendar, '2019-02-01', 1)).toBe('2019-02-02');
  });

  it('into a year whose holidays are not announced is provisional, into one without a calendar refused', async () => {
    const late = { foundOn: '2026-06-01', validFrom: '2026-06-01', orderedOn: '2026-06-02', deadline: '2026-12-30' };
    const finding = await ordered(late);
    const today = { ...officer, day: '2026-06-30' };
    expect((await request(finding, { until: '2028-01-05' }, today)).codes).toEqual(['NO_CALENDAR']);
    expect((await request(finding, { until: '2027-01-05' }, today)).data.requestExtension.provisional).toBe(true);
    const open = await ordered({ ...late, state: 'OPEN' as never, deadline: undefined as never });
    const order = { finding: open, responsibleAgency: 'agc_sample', deadline: '2028-03-01' };
    const query = 'mutation ($input: OrderRectificationInput!) { orderRectification(input: $input) { state } }';
    const agency = (await app.ask('{ inspections(first: 1) { nodes { agency { id } } } }')).data.inspections.nodes[0].agency.id;
    expect((await app.ask(query, { input: { ...order, responsibleAgency: agency } }, { role: 'INSPECTOR' })).codes).toEqual([
      'NO_CALENDAR',
    ]);
  });

  it.each([
    ['once the deadline has passed', {}, { ...officer, day: '2018-12-01' }, 'DEADLINE_PASSED'],
    ['to a day before the deadline', { until: '2018-11-30' }, officer, 'BAD_USER_INPUT'],
    ['without saying until when', { until: undefined }, officer, 'BAD_USER_INPUT'],
    ['by a day and by working days at once', { workingDays: 3 }, officer, 'BAD_USER_INPUT'],
    ['by no working days', { until: undefined, workingDays: 0 }, officer, 'BAD_USER_INPUT'],
    ['without a reason', { reason: ' ' }, officer, 'BAD_USER_INPUT'],
    ['by a role that answers for nothing', {}, { ...officer, role: 'ANALYST' }, 'FORBIDDEN'],
    ['of a finding elsewhere', {}, { ...officer, divisions: ['140222103000'] }, 'NOT_FOUND'],
  ])('asked for %s is refused', async (_, over, asking, code) => {
    expect((await request(await ordered(), over, asking)).codes).toEqual([code]);
  });

  it('of what nobody was ordered to put right, or what waits for verification, is refused', async () => {
    expect((await request(await ordered({ state: 'OPEN' as never }))).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await request(await ordered({ state: 'SUBMITTED' as never }))).codes).toEqual(['ILLEGAL_MOVE']);
  });

  it('is asked for once by a hundred at once', async () => {
    const finding = await ordered();
    const tries = await Promise.all(Array.from({ length: 100 }, (_, i) => request(finding, {}, { ...officer, id: `dev:o${i}` })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['EXTENSION_PENDING']));
  });
});
