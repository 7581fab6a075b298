import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { AuditRow } from '#platform/audit';
import { TEST_NOW } from '#platform/testing';
import { fileOf } from '../file.ts';
import { type Asking, type Platform, platform, type Shape } from '../kit.ts';

const HOUR_MS = 3_600_000;
const later = (hours: number) => new Date(TEST_NOW.getTime() + hours * HOUR_MS);
let now = TEST_NOW;
let p: Platform;
const opened = async (shape: Shape) => {
  now = TEST_NOW;
  p = await platform(shape, { followEveryMs: 50, clock: () => now });
};

const TOWNSHIP = '140222102000';
const OFFICE: Asking = { role: 'TOWNSHIP_ADMIN', id: 'office:township', divisions: [TOWNSHIP] };
const CIVIL: Asking = { role: 'CIVIL_AFFAIRS', id: 'office:civil' };
const LEADER: Asking = { role: 'COUNTY_SECRETARY', id: 'office:leader' };

const board = `{ county(code: "140222000000") {
  villages { totalCount fingerprint } coverage { full { numerator denominator } team { numerator } }
  rate: collectiveEconomyRate(year: 2025, atLeast: 5000000, basis: TODAY) { numerator denominator }
  findings { totalCount fingerprint groupedAggregates(groupBy: [{ field: STATE }]) { keys { state } count } }
  residentTeams { totalCount fingerprint }
  postings: accountability { totalCount }
} village(code: "140222102201") { id status secretary { vacant person { id } } coverage { full } findings { totalCount fingerprint } party { id } } }`;

const known = (instant: Date | string, asking: Asking = LEADER): Asking => ({
  ...asking,
  headers: { 'known-at': typeof instant === 'string' ? instant : instant.toISOString() },
});
async function act(name: string, input: object, asking: Asking): Promise<{ id: string }> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await p.ask(`mutation ($input: ${type}!) { ${name}(input: $input) { id } }`, { input }, asking);
  expect(errors).toEqual([]);
  return data[name];
}
const followed = async (check: () => Promise<boolean>) => {
  for (let i = 0; i < 400 && !(await check()); i++) await new Promise((resolve) => setTimeout(resolve, 25));
};

/** Two villages of the township become one, two hours after the beginning; the other stores have followed. */
async function twoVillagesMerge(): Promise<void> {
  const { data } = await p.ask(
    'query ($c: DivisionCode!) { township(code: $c) { villages(first: 2) { nodes { id } } } }',
    { c: TOWNSHIP },
    LEADER,
  );
  const [a, b] = data.township.villages.nodes.map((v: { id: string }) => v.id) as [string, string];

  now = later(2);
  const { id: change } = await act('mergeVillages', { from: [a], into: b, effectiveOn: '2026-06-15', reason: '并村' }, OFFICE);
  await act('documentDivisionChange', { change, document: '天政发〔2026〕18号', issuedOn: '2026-06-08' }, CIVIL);
  await act('approveDivisionChange', { change }, LEADER);
  await act('effectDivisionChange', { change }, CIVIL);
  await followed(async () => ['personnel', 'poverty'].every((n) => !p.running.subgraphs[n]?.store.territory.at(a, '2026-06-15')));
}

/** On files both shapes are tried; on a server, where a past takes seconds to copy, the one that has most to do. */
const [SHAPE, OTHER]: Shape[] = inject('postgres') === '' ? ['together', 'distributed'] : ['distributed'];

describe(`what was known at an instant, ${SHAPE}`, () => {
  beforeAll(() => opened(SHAPE as Shape), 180_000);
  afterAll(() => p[Symbol.asyncDispose]());

  it('is answered to the digit by all three stores after villages merged', async () => {
    now = later(1);
    const before = await p.ask(board, {}, LEADER);
    expect(before.errors).toEqual([]);
    await twoVillagesMerge();

    now = later(3);
    const after = await p.ask(board, {}, LEADER);
    expect(after.data.county.villages.totalCount).toBe(before.data.county.villages.totalCount - 1);
    expect(after.data.county.villages.fingerprint).not.toBe(before.data.county.villages.fingerprint);
    expect(after.data.county.coverage.full.denominator).toBe(before.data.county.coverage.full.denominator - 1);

    const then = await p.ask(board, {}, known(later(1)));
    expect(then.errors).toEqual([]);
    expect(then.data).toEqual(before.data);
    expect(then.extensions).toMatchObject({ asOf: '2026-06-30', knownAt: '2026-06-30T11:00:00.000+08:00' });
    // Once more, from the copies that are open now, and about a day before the merger: known then and known now differ.
    expect((await p.ask(board, {}, known(later(1)))).data).toEqual(before.data);
    expect((await p.ask(board, {}, known(later(3)))).data).toEqual(after.data);
    expect((await p.ask(board, {}, LEADER)).data).toEqual(after.data);
  }, 180_000);

  it('is what a report says of then, and of which instant it says it', async () => {
    now = later(3);
    const report = async (search: Record<string, string>) => {
      const headers = { authorization: `Bearer ${await p.token(LEADER)}` };
      const response = await fetch(`${p.origin}/reports/work?${new URLSearchParams(search)}`, { headers });
      return (await response.json()) as { knownAt?: string; rows: { denominator: number }[]; detail?: string };
    };
    const instant = '2026-06-30T11:00:00.000+08:00';
    const [then, today] = [await report({ figure: 'F16', knownAt: instant }), await report({ figure: 'F16' })];
    expect([then.knownAt, then.rows[0]?.denominator]).toEqual([instant, (today.rows[0]?.denominator as number) + 1]);
    expect(today.knownAt).toBeUndefined();
    expect((await report({ figure: 'F16', knownAt: 'then' })).detail).toMatch(/known-at is not an instant/);
  }, 60_000);

  it('shows each caller its own territory, and no more than it sees today', async () => {
    const mine = '{ villages { totalCount } findings { totalCount } county(code: "140222000000") { villages { totalCount } } }';
    now = later(4);
    const [before, today] = [await p.ask(mine, {}, known(later(1), OFFICE)), await p.ask(mine, {}, OFFICE)];
    expect(before.errors).toEqual([]);
    expect(before.data.villages.totalCount).toBe(today.data.villages.totalCount + 1);
    expect(before.data.findings).toEqual(today.data.findings);
    const masked = await p.ask('{ persons(first: 1) { nodes { name idNumber } } }', {}, known(later(1), { role: 'ANALYST' }));
    expect(masked.errors).toEqual([]);
    expect(masked.data.persons.nodes[0].idNumber).toMatch(/\*{6}/);
  }, 60_000);

  it('is what a file holds and a snapshot keeps, however many pages they are read by, and both say so', async () => {
    const query = '{ villages { nodes { code } } }';
    const [then, today] = [await fileOf(p, query, known(later(1))), await fileOf(p, query, LEADER)];
    expect(Number(then.trailers['x-row-count'])).toBe(Number(today.trailers['x-row-count']) + 1);
    expect(then.headers['known-at']).toBe('2026-06-30T11:00:00.000+08:00');
    expect(then.bytes.toString()).toMatch(/asOf=2026-06-30 knownAt=2026-06-30T11:00:00\.000\+08:00 sha256=/);
    const taken = await fetch(`${p.origin}/slices/snapshots`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await p.token(LEADER)}`, 'content-type': 'application/json', ...known(later(1)).headers },
      body: JSON.stringify({ list: 'villages' }),
    });
    expect(await taken.json()).toMatchObject({ rows: Number(then.trailers['x-row-count']), knownAt: '2026-06-30T11:00:00.000+08:00' });
  }, 60_000);

  it('writes what it shows into the audit of the store itself', async () => {
    const audit = async () => p.running.subgraphs['personnel']?.store.orm.em.fork().find(AuditRow, {}, { connectionType: 'write' });
    const before = (await audit())?.length ?? 0;
    const asking: Asking = { role: 'FINANCE', headers: { 'known-at': later(1).toISOString(), purpose: 'ALLOWANCE_PAYMENT' } };
    const shown = await p.ask('{ persons(first: 1) { nodes { id idNumber } } }', {}, asking);
    expect(shown.data.persons.nodes[0].idNumber).toMatch(/^\d{17}[\dX]$/);
    expect((await audit())?.slice(before)).toMatchObject([{ noun: 'Person', keys: JSON.stringify([shown.data.persons.nodes[0].id]) }]);
  }, 60_000);

  it.each([
    ['in the future', later(100).toISOString(), /lies in the future/],
    ['before anything was recorded', '2015-01-01', /had recorded nothing by/],
    ['that is no instant', 'yesterday', /not an instant/],
    ['without an offset', '2026-06-30T10:00:00', /an offset/],
  ])('is refused for an instant %s', async (_, instant, message) => {
    const { errors, codes } = await p.ask('{ villages { totalCount } }', {}, known(instant));
    expect(codes[0]).toBe('BAD_USER_INPUT');
    expect(errors[0]?.message).toMatch(message);
  });

  it('can only be read', async () => {
    const { codes, errors } = await p.ask('mutation { approveDivisionChange(input: { change: "chg_x" }) { id } }', {}, known(later(1)));
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(errors[0]?.message).toMatch(/can only be read/);
  });

  it('answers for its last day unless another is asked for, and never for a later one', async () => {
    const { extensions } = await p.ask('{ villages { totalCount } }', {}, known(later(1)));
    expect(extensions['asOf']).toBe('2026-06-30');
    now = later(48);
    const { errors } = await p.ask('{ villages { totalCount } }', {}, { ...known(later(1)), asOf: '2026-07-01' });
    expect(errors[0]?.message).toMatch(/the last day that can be asked about is 2026-06-30/);
  });
});

describe.each(OTHER ? [OTHER] : [])('what was known at an instant, %s', (shape) => {
  beforeAll(() => opened(shape), 180_000);
  afterAll(() => p[Symbol.asyncDispose]());

  it('is answered to the digit as well: the parts ask one another what their ledgers had recorded', async () => {
    now = later(1);
    const before = await p.ask(board, {}, LEADER);
    expect(before.errors).toEqual([]);
    await twoVillagesMerge();
    now = later(3);
    const then = await p.ask(board, {}, known(later(1)));
    expect([then.errors, then.data]).toEqual([[], before.data]);
    expect((await p.ask(board, {}, LEADER)).data.county.villages.totalCount).toBe(before.data.county.villages.totalCount - 1);
  }, 180_000);
});
