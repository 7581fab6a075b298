import { describe, expect, it } from 'vitest';
import { addDays, addMonths, asLocalTime, dayOf, daysBetween, isDay } from './day.ts';
import { ENVELOPE_SECONDS, type Envelope, seal, unseal } from './envelope.ts';
import { newId } from './id.ts';
import { lifecycle } from './lifecycle.ts';
import { rate } from './rate.ts';
import { Refusal } from './refusal.ts';
import { Territory, type TerritoryRow } from './territory.ts';

const refusal = (run: () => unknown): Refusal => {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('a lifecycle', () => {
  const door = lifecycle<'OPEN' | 'SHUT' | 'LOCKED', { shut: { from: ['OPEN']; to: 'SHUT' }; lock: { from: ['SHUT']; to: 'LOCKED' } }>(
    'door',
    {
      shut: { from: ['OPEN'], to: 'SHUT' },
      lock: { from: ['SHUT'], to: 'LOCKED' },
    },
  );
  it('leads from state to state', () => {
    expect(door.next('shut', 'OPEN')).toBe('SHUT');
    expect(door.allowed('SHUT')).toEqual(['lock']);
  });
  it('refuses a move that the state does not allow and names those it does', () => {
    expect(refusal(() => door.next('lock', 'OPEN')).extensions).toEqual({
      code: 'ILLEGAL_MOVE',
      state: 'OPEN',
      move: 'lock',
      allowed: ['shut'],
    });
  });
});

describe('a day', () => {
  it('is the day in Asia/Shanghai, whatever the clock of the machine', () => {
    expect(dayOf(new Date('2018-12-31T15:59:59Z'))).toBe('2018-12-31');
    expect(dayOf(new Date('2018-12-31T16:00:00Z'))).toBe('2019-01-01');
    expect(asLocalTime(new Date('2018-12-31T16:00:00Z'))).toBe('2019-01-01T00:00:00.000+08:00');
  });
  it('exists in the calendar', () => {
    expect(['2018-02-28', '2020-02-29'].every(isDay)).toBe(true);
    expect(['2018-02-29', '2018-13-01', '18-01-01', '2018-1-1', '', null, 20180101].some(isDay)).toBe(false);
  });
  it('is counted on across months and leap years', () => {
    expect(addDays('2020-02-28', 2)).toBe('2020-03-01');
    expect(addMonths('2018-01-31', 1)).toBe('2018-02-28');
    expect(daysBetween('2018-05-21', '2018-12-31')).toBe(224);
  });
});

describe('a rate', () => {
  it.each([
    [90, 227, 39.6],
    [90, 172, 52.3],
    [1, 8, 12.5],
    [1, 800, 0.1],
    [227, 227, 100],
    [0, 5, 0],
  ])('of %i in %i is %f percent, rounded half up', (n, d, percent) => {
    expect(rate(n, d)).toEqual({ numerator: n, denominator: d, percent });
  });
  it('out of nothing has no percent', () => {
    expect(rate(0, 0).percent).toBeNull();
  });
});

describe('an envelope', () => {
  const secret = 'x'.repeat(40);
  const envelope: Envelope = {
    caller: { id: 'a', role: 'ANALYST', reads: ['1'], writes: ['1'], finds: ['1'], agency: 'agc_1', client: 'c' },
    day: '2018-12-31',
    now: new Date('2026-06-30T00:00:00Z'),
    requestId: 'r',
  };
  const at = new Date('2026-06-30T00:00:00Z');
  const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);

  it('opens with the body it was sealed for', () => {
    expect(unseal(seal(envelope, 'body', secret, at), 'body', secret, later(1))).toMatchObject({
      day: '2018-12-31',
      caller: envelope.caller,
    });
  });
  it.each([
    ['another body', (s: string) => unseal(s, 'other', secret, at)],
    ['a later time', (s: string) => unseal(s, 'body', secret, later(ENVELOPE_SECONDS + 1))],
    ['another secret', (s: string) => unseal(s, 'body', 'y'.repeat(40), at)],
    ['an altered content', (s: string) => unseal(`A${s.slice(1)}`, 'body', secret, at)],
    ['no signature', (s: string) => unseal(s.split('.')[0], 'body', secret, at)],
    ['nothing', () => unseal(undefined, 'body', secret, at)],
  ])('is refused with %s (Z1)', (_, open) => {
    expect(refusal(() => open(seal(envelope, 'body', secret, at))).code).toBe('UNAUTHENTICATED');
  });
});

describe('a territory', () => {
  const row = (
    division: string,
    code: string,
    kind: string,
    parent: string | null,
    lineage: string,
    validFrom = '2016-07-31',
    validTo = '9999-12-31',
  ): TerritoryRow => ({
    row: 0,
    division,
    code,
    kind,
    parent,
    lineage,
    validFrom,
    validTo,
  });
  const territory = new Territory([
    row('c', '1', 'COUNTY', null, '/c/'),
    row('t', '2', 'TOWNSHIP', 'c', '/c/t/'),
    row('u', '3', 'TOWNSHIP', 'c', '/c/u/'),
    row('v', '4', 'VILLAGE', 't', '/c/u/v/', '2016-07-31', '2021-10-31'),
    row('v', '5', 'VILLAGE', 'u', '/c/u/v/', '2021-10-31'),
  ]);

  it('knows what lay where on a day', () => {
    expect(territory.within('t', '2018-12-31', 'VILLAGE')).toEqual(['v']);
    expect(territory.within('t', '2022-01-01', 'VILLAGE')).toEqual([]);
    expect(territory.within('c', '2022-01-01', 'VILLAGE')).toEqual(['v']);
  });
  it('is seen by who answers for it today, its past included', () => {
    expect(territory.scope(['3']).covers('v')).toBe(true);
    expect(territory.scope(['2']).covers('v')).toBe(false);
    expect(territory.scope(['2']).touches('c')).toBe(true);
  });
  it('is all there is for the county and nothing for an unknown code', () => {
    expect(territory.scope(['1']).all).toBe(true);
    expect(territory.scope(['9'])).toMatchObject({ all: false, lineages: [] });
    expect(territory.scope(['9']).covers('v')).toBe(false);
  });
  it('finds a division by any code that it had', () => {
    expect(territory.named('4')).toBe('v');
    expect(territory.named('5')).toBe('v');
  });
});

describe('a key', () => {
  it('names its noun and nothing else', () => {
    expect(newId('fnd')).toMatch(/^fnd_[0-9a-hjkmnp-tv-z]{12}$/);
    expect(newId('fnd')).not.toBe(newId('fnd'));
  });
});
