import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workingCalendar } from '#county/calendar';
import { calendarFrom, isProvisional, workingDaysLeft } from './calendar.ts';
import { addDays, weekday } from './day.ts';

const { years, days } = workingCalendar();
const calendar = calendarFrom(
  days,
  years.filter((y) => y.announced).map((y) => y.year),
);
const plain = calendarFrom([], [2026]);

describe('working days left', () => {
  it.each([
    ['over a plain week', '2018-11-05', '2018-11-12', 5],
    ['from Friday to Monday', '2018-11-09', '2018-11-12', 1],
    ['on the day itself', '2018-11-09', '2018-11-09', 0],
    ['from Friday to Sunday', '2018-11-09', '2018-11-11', 0],
    ['past the day', '2018-11-09', '2018-11-01', 0],
    ['over a Saturday that is worked', '2018-12-28', '2018-12-29', 1],
    ['over the new year of 2019, a bridge of three days', '2018-12-29', '2019-01-02', 1],
    ['over the Spring Festival of 2019, with the weekend before it worked', '2019-02-01', '2019-02-11', 3],
    ['within the Spring Festival of 2019', '2019-02-03', '2019-02-10', 0],
    ['over Labour Day of 2019, as amended in March of that year', '2019-04-27', '2019-05-06', 5],
  ])('%s', (_, from, to, left) => {
    expect(workingDaysLeft(calendar, from, to)).toBe(left);
  });

  it('are what counting day by day gives, over any span', () => {
    const differs = new Map(calendar.exceptions.map((e) => [e.day, e.working]));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: -3, max: 500 }), (start, length) => {
        const from = addDays('2016-01-01', start);
        const to = addDays(from, length);
        let counted = 0;
        for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (differs.get(day) ?? weekday(day) % 6 !== 0) counted++;
        expect(workingDaysLeft(calendar, from, to)).toBe(counted);
      }),
    );
  });

  it('over eight thousand years are counted at once', () => {
    expect(workingDaysLeft(plain, '2026-01-01', '9998-12-31')).toBeGreaterThan(2_000_000);
  });
});

describe('a count of working days', () => {
  it('is provisional when it touches a year whose holidays are not announced', () => {
    expect(isProvisional(calendar, '2026-12-20', '2026-12-31')).toBe(false);
    expect(isProvisional(calendar, '2026-12-20', '2027-01-04')).toBe(true);
    expect(isProvisional(calendar, '2027-03-01', '2027-03-04')).toBe(true);
    expect(isProvisional(calendar, '2027-03-04', '2027-03-01')).toBe(false);
    expect(isProvisional(calendar, '2018-12-20', '2019-01-04')).toBe(false);
    expect(isProvisional(calendar, '2010-12-20', '2019-01-04')).toBe(true);
  });
});

describe('the public calendar', () => {
  it('holds only days that differ from the plain week, and the year after the last notice as not announced', () => {
    expect(days.every((d) => (weekday(d.day) % 6 !== 0) !== d.working)).toBe(true);
    expect(days.find((d) => d.day === '2019-02-02')).toMatchObject({ working: true, name: '春节' });
    expect(days.find((d) => d.day === '2019-02-04')).toMatchObject({ working: false, name: '春节' });
    expect(years.filter((y) => !y.announced).map((y) => y.year)).toEqual([2027]);
  });
});
