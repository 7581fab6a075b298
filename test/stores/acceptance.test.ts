import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptance } from '../acceptance.ts';
import { type Platform, platform, type Shape, type Told } from '../kit.ts';

const county = acceptance('county');
const board = acceptance('township-board');
const oldCode = acceptance('old-code');
const TOWNSHIP = { code: '140222102000' };

describe.each<Shape>(['together', 'distributed'])('the acceptance operations, %s', (shape) => {
  let p: Platform;
  beforeAll(async () => {
    p = await platform(shape);
  });
  afterAll(() => p[Symbol.asyncDispose]());

  it('show the county of the source as of 2018-12-31', async () => {
    const { data, errors, extensions } = await p.ask(county, {}, { asOf: '2018-12-31' });
    expect(errors).toEqual([]);
    expect(data.county).toEqual({
      name: '天镇县',
      townships: { totalCount: 12 },
      villages: { totalCount: 227 },
      communities: { totalCount: 12 },
      coverage: { full: { numerator: 227, denominator: 227, percent: 100 } },
    });
    expect(extensions).toMatchObject({ asOf: '2018-12-31', scope: ['140222000000'] });
  });

  it('show the county of today without a day', async () => {
    const { data, errors, extensions } = await p.ask(county);
    expect(errors).toEqual([]);
    expect(data.county).toMatchObject({ townships: { totalCount: 11 }, villages: { totalCount: 172 }, communities: { totalCount: 16 } });
    expect(data.county.coverage.full.denominator).toBe(172);
    expect(extensions['asOf']).toBe('2026-06-30');
  });

  it('show the board of 米薪关镇 with every village whole', async () => {
    const { data, errors } = await p.ask(board, TOWNSHIP, { asOf: '2018-12-31' });
    expect(errors).toEqual([]);
    const { township } = data;
    expect(township).toMatchObject({
      code: '140222102000',
      name: '米薪关镇',
      coverage: { full: { numerator: 24, denominator: 24, percent: 100 } },
    });
    expect([2, 3]).toContain(township.fullTimeOfficers.totalCount);
    expect(township.villages.totalCount).toBe(24);
    expect(township.villages.nodes).toHaveLength(24);
    for (const village of township.villages.nodes) {
      expect(village.name).toMatch(/\p{Script=Han}/u);
      expect(village.secretary.since <= '2018-12-31').toBe(true);
      if (village.secretary.person) expect(village.secretary.person.name).toMatch(/\p{Script=Han}/u);
      expect(village.coverage).toEqual({ team: true, firstSecretary: true, residentCadre: true, full: true, missing: [] });
      expect(village.collectiveEconomy.total).toBeGreaterThan(0);
      expect(village.findings.totalCount).toBeGreaterThanOrEqual(village.findings.nodes.length);
    }
    const lights = new Set(township.villages.nodes.flatMap((v: Told['data']) => v.findings.nodes.map((f: Told['data']) => f.light)));
    expect(lights.size).toBeGreaterThan(1);
  });

  it('find a village by a code that it no longer bears', async () => {
    const now = await p.ask(oldCode, { code: '140222202200' });
    const then = await p.ask(oldCode, { code: '140222202200' }, { asOf: '2018-12-31' });
    expect(now.data.village).toMatchObject({ code: '140222100215', name: '南河堡', township: { name: '玉泉镇' } });
    expect(now.data.village.codes.map((c: { code: string }) => c.code)).toEqual(['140222202200', '140222100215']);
    expect(then.data.village).toMatchObject({ id: now.data.village.id, code: '140222202200', township: { name: '南河堡乡' } });
  });

  it('carry a finding from opening to closure, with the refusals on the way', async () => {
    const inspector = { role: 'INSPECTOR', id: 'test:inspector-a', agency: 'agc_inspection_a', asOf: '2018-11-05' };
    const { data: found } = await p.ask(
      `{ inspections(first: 1) { nodes { id } } village(code: "140222102200") { id } agencies(first: 1, filter: { name: { contains: "米薪关" } }) { nodes { id } } }`,
      {},
      inspector,
    );
    const [inspection, village, agency] = [found.inspections.nodes[0].id, found.village.id, found.agencies.nodes[0].id];
    const move = (name: string, input: object, asking: object) =>
      p.ask(
        `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { move: ${name}(input: $input) { id state deadline light overdue history { event actor } } }`,
        { input },
        { ...inspector, ...asking },
      );
    const opened = await move(
      'openFinding',
      { inspection, village, category: '驻村履职', severity: 'GENERAL', foundOn: '2018-11-05', description: '工作队不在岗' },
      {},
    );
    expect(opened.errors).toEqual([]);
    expect(opened.data.move).toMatchObject({ state: 'OPEN', deadline: null, light: null });
    const finding = opened.data.move.id;
    expect((await move('submitRectification', { finding, evidence: [{ title: '照片', note: '在岗' }] }, {})).codes).toEqual([
      'ILLEGAL_MOVE',
    ]);
    expect((await move('orderRectification', { finding, responsibleAgency: agency, deadline: '2018-11-04' }, {})).codes).toEqual([
      'DEADLINE_BEFORE_FINDING',
    ]);
    const ordered = await move('orderRectification', { finding, responsibleAgency: agency, deadline: '2018-11-20' }, {});
    expect(ordered.data.move).toMatchObject({ state: 'RECTIFYING', light: 'GREEN', overdue: false });
    const look = async (asOf: string) =>
      (await p.ask('query ($id: ID!) { finding(id: $id) { state light overdue } }', { id: finding }, { asOf })).data.finding;
    expect(await look('2018-11-15')).toMatchObject({ light: 'YELLOW' });
    expect(await look('2018-11-21')).toMatchObject({ state: 'RECTIFYING', light: 'RED', overdue: true });
    expect((await move('submitRectification', { finding, evidence: [] }, { asOf: '2018-11-19' })).codes).toEqual(['EVIDENCE_REQUIRED']);
    const submitted = await move(
      'submitRectification',
      { finding, evidence: [{ title: '整改报告', note: '全员到岗' }] },
      { asOf: '2018-11-19' },
    );
    expect(submitted.data.move.state).toBe('SUBMITTED');
    expect((await move('acceptRectification', { finding }, { asOf: '2018-11-22' })).codes).toEqual(['SELF_VERIFIED']);
    const other = { id: 'test:inspector-b', agency: 'agc_inspection_b' };
    expect((await move('returnRectification', { finding, reason: '材料不全' }, { ...other, asOf: '2018-11-22' })).data.move.state).toBe(
      'RECTIFYING',
    );
    await move('submitRectification', { finding, evidence: [{ title: '补充材料', note: '考勤表' }] }, { asOf: '2018-11-26' });
    expect((await move('acceptRectification', { finding }, { ...other, asOf: '2018-12-03' })).data.move.state).toBe('VERIFIED');
    const closed = await move('closeFinding', { finding }, { asOf: '2019-01-04' });
    expect(closed.data.move.state).toBe('CLOSED');
    expect(closed.data.move.history).toHaveLength(7);
    expect((await move('closeFinding', { finding }, { asOf: '2019-01-04' })).errors[0]?.extensions).toMatchObject({
      code: 'ILLEGAL_MOVE',
      state: 'CLOSED',
      allowed: [],
    });
  });
});
