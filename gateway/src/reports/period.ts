import type { Day } from '#platform/day';
import { isDay } from '#platform/day';
import { Refusal } from '#platform/refusal';
import type { Report } from './report.ts';

export type Parameters = Readonly<Record<string, unknown>>;

/**
 * What a report is asked with. The period is the calendar year of the day, up to the day; of an earlier `year` the whole of
 * it. Everything else is what is given, or what the report says.
 */
export function parametersFor(report: Pick<Report, 'name' | 'parameters'>, day: Day, given: Readonly<Record<string, string>>): Parameters {
  const known = report.parameters.map((p) => p.name);
  const strange = Object.keys(given).find((name) => !known.includes(name));
  if (strange !== undefined)
    throw new Refusal('BAD_USER_INPUT', `report ${report.name} has no parameter ${strange}; it has ${known.join(', ')}, and asOf`, {
      allowed: [...known, 'asOf'],
    });
  const year = Number(given['year'] ?? given['from']?.slice(0, 4) ?? given['to']?.slice(0, 4) ?? day.slice(0, 4));
  if (!Number.isInteger(year) || year < 1949 || year > Number(day.slice(0, 4)))
    throw new Refusal('BAD_USER_INPUT', `year is a year from 1949 to that of the day asked for, ${day}; got ${given['year'] ?? year}`);
  const last = `${year}-12-31`;
  const usual: Parameters = { year, from: `${year}-01-01`, to: last < day ? last : day };
  const period = { ...usual, ...given, year } as Record<string, unknown>;
  for (const name of ['from', 'to'])
    if (known.includes(name) && !isDay(period[name]))
      throw new Refusal('BAD_USER_INPUT', `${name} must be a day of the calendar, written YYYY-MM-DD; got ${JSON.stringify(period[name])}`);
  if (known.includes('from') && known.includes('to') && (period['from'] as Day) > (period['to'] as Day))
    throw new Refusal('BAD_USER_INPUT', `a period ends after it begins; got ${period['from']} to ${period['to']}`);
  const asked = report.parameters.filter(
    (p) => Object.hasOwn(period, p.name) && (p.required || Object.hasOwn(given, p.name) || Object.hasOwn(usual, p.name)),
  );
  return Object.fromEntries(asked.map(({ name, type }) => [name, valued(name, type, period[name])]));
}

function valued(name: string, type: string, value: unknown): unknown {
  if (!/^(Int|Float)!?$/.test(type) || typeof value === 'number') return value;
  const number = Number(value);
  if (value === '' || Number.isNaN(number)) throw new Refusal('BAD_USER_INPUT', `${name} is a number; got ${JSON.stringify(value)}`);
  return number;
}
