import { describe, expect, it } from 'vitest';
import { helpers } from '#county/helpers';
import { lifeOf, readRegister } from '#county/register';
import { FOREVER } from '#platform/day';

const { periods } = readRegister();
const county = (day: string) => helpers(periods, new Date(`${day}T10:00:00+08:00`));
const holding = <R extends { validFrom: string; validTo: string }>(rows: readonly R[], day: string) =>
  rows.filter((r) => r.validFrom <= day && day < r.validTo);

describe.each(['2018-04-01', '2018-12-31', '2022-01-15', '2026-06-30'])('the helpers of the county as it has lived until %s', (today) => {
  const { persons, households, assignments } = county(today);

  it('are one for every household that needs one, in the village where it lies, on every day', () => {
    const days = ['2018-03-05', '2018-12-31', '2021-12-31', today].filter((day) => day <= today);
    for (const day of days) {
      const needy = holding(households, day).filter((h) => h.status !== 'STABLE');
      const main = Map.groupBy(holding(assignments, day), (a) => a.household);
      expect(
        needy.map((h) => main.get(h.id)?.map((a) => a.village)).filter((v, i) => v?.length !== 1 || v[0] !== needy[i]?.village),
      ).toEqual([]);
      expect(main.size).toBe(needy.length);
    }
  });

  it('are persons of their own, each with a number of its own, who know nothing of the future', () => {
    const known = new Set(persons.map((p) => p.id));
    expect(known.size).toBe(persons.length);
    expect(new Set(persons.map((p) => p.idNumber)).size).toBe(persons.length);
    expect(assignments.every((a) => known.has(a.helper) && a.validFrom <= today && a.validFrom < a.validTo)).toBe(true);
    expect([...assignments, ...households].every((a) => a.validTo === FOREVER || a.validTo <= today)).toBe(true);
  });

  it('answer for no household in a village that is no more', () => {
    for (const row of [...households, ...assignments]) {
      const life = lifeOf(periods, row.village);
      expect(life.from <= row.validFrom && (row.validTo <= life.to || today < life.to)).toBe(true);
    }
  });
});

describe('the helpers of the county', () => {
  it('were 4,726 at the end of 2018, with 4.7 households each', () => {
    const main = holding(county('2026-06-30').assignments, '2018-12-31');
    expect(new Set(main.map((a) => a.helper)).size).toBe(4726);
    expect(main.length / 4726).toBeGreaterThan(4.6);
    expect(main.length / 4726).toBeLessThan(4.8);
  });

  it('have the same past whenever it is told', () => {
    const facts = (today: string) =>
      holding(county(today).assignments, '2018-12-31')
        .map((a) => `${a.id} ${a.helper} ${a.household} ${a.validFrom}`)
        .toSorted();
    expect(facts('2019-01-02')).toEqual(facts('2026-11-24'));
  });

  it('keep their keys whichever identity numbers are taken', () => {
    const { persons } = county('2018-12-31');
    const again = helpers(
      periods,
      new Date('2018-12-31T10:00:00+08:00'),
      persons.map((p) => p.idNumber),
    );
    expect(again.persons.map((p) => p.id)).toEqual(persons.map((p) => p.id));
    expect(again.persons.filter((p, i) => p.idNumber === persons[i]?.idNumber)).toEqual([]);
  });
});
