import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workingCalendar } from '#county/calendar';
import { promotions, statesOf } from '#county/promotions';
import { readRegister } from '#county/register';
import { calendarFrom, workingDaysLeft } from '#platform/calendar';
import { addDays } from '#platform/day';
import { type App, COUNTY } from '#platform/testing';
import { personnelApp } from '../testing.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp();
});
afterAll(() => app[Symbol.asyncDispose]());

const { periods } = readRegister();
const told = (day: string) => promotions(periods, new Date(`${day}T10:00:00+08:00`));
const county = async (fields: string, day = '2018-12-31', role = 'ANALYST') => {
  const { data, codes } = await app.ask(
    `query ($c: ID!) { _entities(representations: [{ __typename: "County", id: $c }]) { ... on County { ${fields} } } }`,
    { c: app.subgraph.store.territory.named(COUNTY) },
    { day, role },
  );
  expect(codes).toEqual([]);
  return data._entities[0];
};

describe('the promotions of 2018', () => {
  it('are 17, 16 and 17 people who are not the same, and their overlaps are published (F03, F17, F22, M26)', async () => {
    const { selection, early } = await county(
      `selection(from: "2018-01-01", to: "2018-12-31") { promotedThenSeconded excellentPromoted residentPromoted overlaps { secondedAndExcellent excellentAndResident secondedAndResident } }
       early: selection(from: "2018-01-01", to: "2018-03-31") { excellentPromoted }`,
    );
    expect(selection).toMatchObject({ promotedThenSeconded: 17, excellentPromoted: 16, residentPromoted: 17 });
    expect(early.excellentPromoted).toBe(16);
    const { secondedAndExcellent: a, excellentAndResident: b, secondedAndResident: c } = selection.overlaps;
    expect([a, b, c].every((n) => n === 0 || n >= 3)).toBe(true);
    expect(a + b).toBeLessThan(16);
  });

  it('are known on a day as far as they had taken effect by then', async () => {
    const of = async (day: string) =>
      (await county('selection(from: "2018-01-01", to: "2018-12-31") { residentPromoted }', day, 'ORG_DEPT')).selection.residentPromoted;
    const counts = await Promise.all(['2017-12-31', '2018-03-31', '2018-06-30', '2018-12-31', '2026-06-30'].map(of));
    expect(counts[0]).toBe(0);
    expect(counts.toSorted((x, y) => x - y)).toEqual(counts);
    expect(counts.slice(-2)).toEqual([17, 17]);
  });

  it('lead from the front line over an excellent appraisal to a promotion, and the path names nobody', async () => {
    const { cultivationPath } = await county(
      'cultivationPath(from: "2017-01-01", to: "2017-12-31") { posted excellent { numerator denominator } promoted { numerator denominator } }',
    );
    expect(cultivationPath.excellent.denominator).toBe(cultivationPath.posted);
    expect(cultivationPath.promoted.denominator).toBe(cultivationPath.excellent.numerator);
    expect(cultivationPath.promoted.numerator).toBeGreaterThanOrEqual(6);
  });
});

describe('the actions of the sample', () => {
  it('keep five working days of notice, in the order of their stages', () => {
    const { years, days } = workingCalendar();
    const calendar = calendarFrom(
      days,
      years.filter((y) => y.announced).map((y) => y.year),
    );
    for (const a of told('2026-06-30').actions) {
      if (a.noticeFrom && a.noticeTo) {
        expect(workingDaysLeft(calendar, addDays(a.noticeFrom, -1), a.noticeTo)).toBeGreaterThanOrEqual(5);
        expect(a.decidedOn < a.noticeFrom && a.noticeTo < a.effectiveFrom).toBe(true);
      }
      expect(a.decidedOn <= a.effectiveFrom).toBe(true);
    }
  });

  it('are the same whenever they are told', () => {
    const known = (day: string, of = told(day)) =>
      of.actions
        .filter((a) => a.decidedOn <= day)
        .map((a) => [a.id, a.person, a.decidedOn, statesOf(a, day).map((s) => s.state)])
        .toSorted();
    const latest = told('2026-11-24');
    for (const day of ['2018-04-15', '2018-12-31', '2026-06-30']) expect(known(day)).toEqual(known(day, latest));
    expect([...told('2018-12-31').excellent2017].toSorted()).toEqual([...latest.excellent2017].toSorted());
  });

  it('are complete appraisals under the scheme of their year', async () => {
    const { data } = await app.ask(
      '{ appraisals(first: 200, filter: { grade: { eq: EXCELLENT } }) { nodes { year missing { what } scheme { title } } } }',
      {},
      { role: 'ORG_DEPT' },
    );
    expect(app.statements).toHaveLength(2);
    expect(data.appraisals.nodes.length).toBe(200);
    for (const { missing, scheme } of data.appraisals.nodes) expect([missing, Boolean(scheme)]).toEqual([[], true]);
  });
});
