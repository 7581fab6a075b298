import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, COUNTY, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';
import { AgencyLevel, holdsUscc, mayStandUnder, UsccCheck, usccCheckOf } from './agency.rules.ts';

let app: App;
beforeAll(async () => {
  app = await testApp(villages);
});
afterAll(() => app[Symbol.asyncDispose]());

const STANDARD = '91350100M000100Y43';
const move = (name: string, input: object, asking: object = { role: 'CIVIL_AFFAIRS' }) =>
  app.ask(
    `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { id name usccCheck parent { name } closeReason } }`,
    { input },
    asking,
  );
const county = async () => (await app.ask('query ($c: DivisionCode!) { county(code: $c) { id } }', { c: COUNTY })).data.county.id;

describe('a unified social credit code', () => {
  it('holds by GB 32100, as the standard’s own example does, and no changed character gets through', () => {
    expect(holdsUscc(STANDARD)).toBe(true);
    for (let i = 0; i < 18; i++)
      for (const c of '0123456789ABCDEFGHJKLMNPQRTUWXY')
        if (c !== STANDARD[i]) expect(holdsUscc(STANDARD.slice(0, i) + c + STANDARD.slice(i + 1)), `${c} at ${i}`).toBe(false);
    for (const bad of ['', STANDARD.slice(1), `${STANDARD}0`, STANDARD.replace('M', 'I'), STANDARD.toLowerCase()])
      expect(holdsUscc(bad)).toBe(false);
  });
  it('that fails is waived when somebody says why it is right all the same', () => {
    const failing = '91350100M000100Y44';
    expect([
      usccCheckOf(STANDARD, null),
      usccCheckOf(failing, null),
      usccCheckOf(failing, '福建旧码'),
      usccCheckOf(STANDARD, '多余'),
    ]).toEqual([UsccCheck.PASS, UsccCheck.FAIL, UsccCheck.WAIVED, UsccCheck.PASS]);
  });
});

describe('an agency', () => {
  it('of the data set has a code that holds', async () => {
    const { data } = await app.ask('{ agencies(first: 200) { nodes { name usccCheck level parent { level } } } }');
    expect(data.agencies.nodes.filter((a: { usccCheck: string }) => a.usccCheck !== 'PASS')).toEqual([]);
    expect(data.agencies.nodes.filter((a: { parent: object | null }) => a.parent).length).toBeGreaterThan(4);
  });

  it('is registered with a code that holds, or with the reason why it need not; once', async () => {
    const division = await county();
    const base = { name: '县行政审批服务管理局', uscc: STANDARD, kind: 'ORGAN', level: 'COUNTY', division };
    const register = (over: object, asking?: object) => move('registerAgency', { ...base, ...over }, asking);
    expect((await register({ uscc: '91350100M000100Y44' })).codes).toEqual(['USCC_INVALID']);
    expect((await register({ uscc: '91350100M000100I43', usccWaiver: '旧码' })).codes).toEqual(['USCC_INVALID']);
    expect((await register({ division: 'cty_unknown' })).codes).toEqual(['NOT_FOUND']);
    expect((await register({ parent: 'agc_unknown' })).codes).toEqual(['NOT_FOUND']);
    expect((await register({ name: '' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await register({}, { role: 'TEAM_LEADER' })).codes).toEqual(['FORBIDDEN']);
    expect(
      (await register({ uscc: '91350100M000100Y44', usccWaiver: '2015年前核发 · issued before the standard' })).data.registerAgency
        .usccCheck,
    ).toBe('WAIVED');
    const tries = await Promise.all(Array.from({ length: 6 }, () => register({ uscc: ` ${STANDARD.toLowerCase()} ` })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['USCC_IN_USE']));
  });

  it('stands under one of the same or a higher level, and never under itself, however many place it at once', async () => {
    expect([mayStandUnder(AgencyLevel.COUNTY, AgencyLevel.CITY), mayStandUnder(AgencyLevel.COUNTY, AgencyLevel.TOWNSHIP)]).toEqual([
      true,
      false,
    ]);
    const { data } = await app.ask(
      '{ agencies(first: 8, filter: { level: { eq: COUNTY }, kind: { eq: ORGAN } }) { nodes { id } } low: agencies(first: 1, filter: { level: { eq: TOWNSHIP } }) { nodes { id } } }',
    );
    const ring = data.agencies.nodes.map((a: { id: string }) => a.id) as string[];
    expect((await move('placeAgency', { agency: ring[0], parent: data.low.nodes[0].id })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await move('placeAgency', { agency: ring[0], parent: ring[0] })).codes).toEqual(['CYCLE']);
    const tries = await Promise.all(ring.map((agency, i) => move('placeAgency', { agency, parent: ring[(i + 1) % ring.length] })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(ring.length - 1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['CYCLE']));
  });

  it('is renamed and closed from a day on, and answers for the days before', async () => {
    const { data } = await app.ask(
      '{ agencies(filter: { name: { eq: "县气象局" } }) { nodes { id } } under: agencies(filter: { name: { eq: "县教育局" } }) { nodes { id } } }',
    );
    const agency = data.agencies.nodes[0].id;
    expect((await move('renameAgency', { agency, name: '县气象服务局' })).data.renameAgency.name).toBe('县气象服务局');
    expect((await move('closeAgency', { agency: data.under.nodes[0].id, reason: '机构改革' })).codes).toEqual(['CONFLICT']);
    expect((await move('closeAgency', { agency, reason: '机构改革' }, { role: 'CIVIL_AFFAIRS', day: '2026-07-01' })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect((await move('closeAgency', { agency, reason: '机构改革' })).data.closeAgency.closeReason).toBe('机构改革');
    const names = async (day: string) =>
      (await app.ask('{ agencies(filter: { name: { startsWith: "县气象" } }) { nodes { name } } }', {}, { day })).data.agencies.nodes;
    expect(await names('2026-06-29')).toEqual([{ name: '县气象局' }]);
    expect(await names('2026-06-30')).toEqual([]);
  });
});
