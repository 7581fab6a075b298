import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '#platform/day';
import { TEST_NOW } from '#platform/testing';
import type { ReportsPart } from '../gateway/src/citations/part.ts';
import { Snapshots } from '../gateway/src/citations/snapshots.ts';
import { changesOf, DAY } from './changes.ts';
import { type Asking, COUNTY, type Platform, platform } from './kit.ts';

let p: Platform;
let now = TEST_NOW;
beforeAll(async () => {
  p = await platform('together', { clock: () => now });
});
afterAll(() => p[Symbol.asyncDispose]());

const ORG: Asking = { role: 'ORG_DEPT' };
const DISCIPLINE: Asking = { role: 'DISCIPLINE' };
const ANALYST: Asking = { role: 'ANALYST' };
const TOWNSHIP: Asking = { role: 'TOWNSHIP_ADMIN', divisions: ['140222102000'] };

const TEXT = `query Groups($county: DivisionCode! = "${COUNTY}") @report(title: "工作组与问责 · Groups and accountability") {
  county(code: $county) { G1: workingGroups @figure(code: "G1", label: "工作组 · Working groups", unit: "个") { totalCount } }
  both: accountabilityOverlap(first: { kind: ACCOUNTABILITY, reason: DERELICTION_RESIDENT }, second: { kind: MEETING_CIRCULAR, reason: RULE_BREACH }, from: "2018-01-01", to: "2018-12-31") {
    both @figure(code: "G2", label: "既被问责又被通报 · Both", unit: "人", records: ["actions"])
  }
  actions: accountabilityActions { totalCount }
}`;

const SAVED =
  'id version title owner role scope roles broken schedule { every from until next } runs { asOf state attempts snapshot code reason }';
const FIGURES = 'figures { code value withheld printed citation }';
const SNAPSHOT = `id report title asOf knownAt sealedAt sealedBy role roles scope damage seal { seq content hash signature keyId } ${FIGURES}`;

const save = async (input: object, asking: Asking = ORG) => {
  const { data, codes, errors } = await p.ask(
    `mutation ($input: SaveReportInput!) { saveReport(input: $input) { ${SAVED} } }`,
    { input: { text: TEXT, ...input } },
    asking,
  );
  return { saved: data?.saveReport, codes, message: errors[0]?.message };
};
const remove = async (input: object, asking: Asking = ORG) =>
  p.ask(`mutation ($input: RemoveReportInput!) { removeReport(input: $input) { id } }`, { input }, asking);
const seal = async (input: object, asking: Asking = ORG) => {
  const { data, codes, errors } = await p.ask(
    `mutation ($input: SealReportInput!) { sealReport(input: $input) { ${SNAPSHOT} } }`,
    { input },
    { asOf: DAY, ...asking },
  );
  return { snapshot: data?.sealReport, codes, message: errors[0]?.message };
};
const saved = async (id: string, asking: Asking = ORG) =>
  (await p.ask(`query ($id: ID!) { savedReport(id: $id) { ${SAVED} } }`, { id }, asking)).data?.savedReport;
const snapshot = async (id: string, asking: Asking = ORG, fields = SNAPSHOT) => {
  const { data, codes, errors } = await p.ask(`query ($id: ID!) { reportSnapshot(id: $id) { ${fields} } }`, { id }, asking);
  return { snapshot: data?.reportSnapshot, codes, message: errors[0]?.message };
};
const sealedOf = async (report: string, asking: Asking = ORG) =>
  (await p.ask(`query ($report: String) { reportSnapshots(report: $report) { ${SNAPSHOT} } }`, { report }, asking)).data.reportSnapshots;
const carriedOut = async (name: string, asking: Asking = ORG) => {
  const { data, codes, errors } = await p.ask(
    `query ($name: String!) { report(name: $name) { report title scope role ${FIGURES} } }`,
    { name },
    { asOf: DAY, ...asking },
  );
  return { report: data?.report, codes, message: errors[0]?.message };
};
const valuesOf = (figures: { code: string; value: number | null }[]) => Object.fromEntries(figures.map((f) => [f.code, f.value]));
const run = () => (p.running.reports as ReportsPart).run(now);
const folder = (name: string) => join(p.config.dataFolder, 'reports', name);
const change = async (what: string) => {
  for (const [name, make] of changesOf(p)) if (name.includes(what)) await make();
};

describe('a saved report', () => {
  it('is its owner’s to change and remove, and anybody’s of a shared duty to see and run, each in the own territory', async () => {
    const { saved: made, codes } = await save({ roles: ['ANALYST', 'TOWNSHIP_ADMIN'] });
    expect([codes, made]).toEqual([
      [],
      {
        ...{ id: expect.stringMatching(/^rep_/), version: 1, title: '工作组与问责 · Groups and accountability', owner: 'test:org_dept' },
        ...{ role: 'ORG_DEPT', scope: [COUNTY], roles: ['ANALYST', 'TOWNSHIP_ADMIN'], broken: null, schedule: null, runs: [] },
      },
    ]);
    const { id } = made;
    expect((await saved(id, ANALYST)).version).toBe(1);
    expect(await saved(id, { role: 'FINANCE' })).toBe(null);
    expect((await p.ask('{ savedReports { id } }', {}, { role: 'FINANCE' })).data.savedReports).toEqual([]);
    const own = (await carriedOut(id)).report;
    expect([own.title, own.scope, valuesOf(own.figures)]).toEqual([made.title, [COUNTY], { G1: 10, G2: 1 }]);
    const analyst = (await carriedOut(id, ANALYST)).report;
    expect(analyst.figures.map((f: { value: number; withheld: string }) => [f.value, f.withheld])).toEqual([
      [10, null],
      [null, 'KEPT_BACK'],
    ]);
    expect((await carriedOut(id, TOWNSHIP)).report.scope).toEqual(['140222102000']);
    expect((await carriedOut(id, { role: 'FINANCE' })).codes).toEqual(['NOT_FOUND']);
    const beside = async (asking: Asking) =>
      fetch(`${p.origin}/reports/${id}?asOf=${DAY}`, { headers: { authorization: `Bearer ${await p.token(asking)}` } });
    expect(((await (await beside(ANALYST)).json()) as { rows: { value: number }[] }).rows.map((r) => r.value)).toEqual([10, null]);
    expect((await beside({ role: 'FINANCE' })).status).toBe(404);
    const list = await fetch(`${p.origin}/reports`, { headers: { authorization: `Bearer ${await p.token(ANALYST)}` } });
    expect(((await list.json()) as { saved: object[] }).saved).toEqual([
      { name: id, title: made.title, owner: 'test:org_dept', roles: ['ANALYST', 'TOWNSHIP_ADMIN'] },
    ]);
    const { figure } = (
      await p.ask(
        'query ($c: String!) { figure(citation: $c) { report reproduction cited { value } } }',
        { c: own.figures[0].citation },
        ORG,
      )
    ).data;
    expect(figure).toEqual({ report: id, reproduction: 'REPRODUCED', cited: { value: 10 } });

    expect((await save({ id }, ANALYST)).codes).toEqual(['FORBIDDEN']);
    expect((await save({ id, expectedVersion: 4 })).codes).toEqual(['STALE_VERSION']);
    expect((await save({ id, expectedVersion: 1, roles: [] })).saved).toMatchObject({ id, version: 2, roles: [] });
    expect(await saved(id, ANALYST)).toBe(null);
    expect((await remove({ id }, ANALYST)).codes).toEqual(['NOT_FOUND']);
    expect((await remove({ id, expectedVersion: 2 })).data.removeReport.id).toBe(id);
    expect(await saved(id)).toBe(null);
    expect((await remove({ id })).codes).toEqual(['NOT_FOUND']);
  });

  it('is saved once for an idempotency key', async () => {
    const keyed = { idempotencyKey: 'k1' };
    const [first, again] = [await save(keyed), await save(keyed)];
    expect(again.saved.id).toBe(first.saved.id);
    expect((await save({ ...keyed, roles: ['ANALYST'] })).codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    await remove({ id: first.saved.id });
    const sealing = { report: 'work', idempotencyKey: 'k2' };
    const [one, same] = [await seal(sealing, ANALYST), await seal(sealing, ANALYST)];
    expect(same.snapshot).toEqual(one.snapshot);
    expect((await seal({ ...sealing, roles: ['ORG_DEPT'] }, ANALYST)).codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it.each([
    ['no operation', { text: 'query {' }, 'BAD_USER_INPUT', 'the text is no operation: Syntax Error'],
    [
      'a field that is none',
      { text: TEXT.replace('workingGroups', 'groups') },
      'BAD_USER_INPUT',
      'figure G1: County has no field groups any more',
    ],
    ['no title', { text: TEXT.replace(/@report\([^)]*\)/, '') }, 'BAD_USER_INPUT', 'say @report(title'],
    ['a change', { text: 'mutation M { removeReport(input: { id: "x" }) { id } }' }, 'BAD_USER_INPUT', 'a report is one query'],
    [
      'a question about the schema',
      { text: TEXT.replace('actions:', '__schema { types { name } } actions:') },
      'BAD_USER_INPUT',
      'not for __schema',
    ],
    [
      'a question for reports',
      { text: TEXT.replace('actions:', 'r: report(name: "work") { title } actions:') },
      'BAD_USER_INPUT',
      'not for report',
    ],
    ['a parameter that it hasn’t', { parameters: [{ name: 'month', value: '1' }] }, 'BAD_USER_INPUT', 'no parameter month; it has county'],
    [
      'a parameter said twice',
      { parameters: Array(2).fill({ name: 'county', value: COUNTY }) },
      'BAD_USER_INPUT',
      'parameter county is said twice',
    ],
    ['a role that is none', { roles: ['MAYOR'] }, 'BAD_USER_INPUT', 'there is no role MAYOR; the roles are COUNTY_SECRETARY'],
    ['nobody’s key', { id: 'rep_none' }, 'NOT_FOUND', 'no saved report rep_none is yours'],
    ['a key that leads elsewhere', { id: '../secret' }, 'NOT_FOUND', 'no saved report ../secret'],
  ])('is refused with %s', async (_, input, code, why) => {
    const before = readdirSync(folder('saved')).length;
    const { codes, message } = await save(input);
    expect([codes, message]).toEqual([[code], expect.stringContaining(why)]);
    expect(readdirSync(folder('saved')).length).toBe(before);
  });

  it.each(['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDITOR'])('is none of %s', async (role) => {
    expect((await save({}, { role })).codes).toEqual(['FORBIDDEN']);
    expect((await seal({ report: 'work' }, { role })).codes).toEqual(['FORBIDDEN']);
  });
});

describe('a snapshot', () => {
  it('is sealed for good, and told to those it is shared with as far as their duty is told it', async () => {
    const { saved: own } = await save({ roles: ['ANALYST'] }, DISCIPLINE);
    const { snapshot: made } = await seal({ report: own.id, roles: ['ANALYST', 'TOWNSHIP_ADMIN'] }, DISCIPLINE);
    expect(made).toMatchObject({
      ...{
        report: own.id,
        asOf: DAY,
        knownAt: '2026-06-30T10:00:00.000+08:00',
        sealedBy: 'test:discipline',
        role: 'DISCIPLINE',
        damage: null,
      },
      seal: { seq: 2, content: expect.stringMatching(/^[0-9a-f]{64}$/), hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(valuesOf(made.figures)).toEqual({ G1: 10, G2: 1 });
    const analyst = (await snapshot(made.id, ANALYST)).snapshot;
    expect(analyst.figures.map((f: { value: number; withheld: string }) => [f.value, f.withheld])).toEqual([
      [10, null],
      [null, 'KEPT_BACK'],
    ]);
    expect((await snapshot(made.id, TOWNSHIP)).codes).toEqual(['NOT_FOUND']); // it reads not all of the county
    expect((await snapshot(made.id, ORG)).codes).toEqual(['NOT_FOUND']); // it isn't shared with that duty
    expect((await sealedOf(own.id, ANALYST)).map((s: { id: string }) => s.id)).toEqual([made.id]);
    expect(await sealedOf(own.id, TOWNSHIP)).toEqual([]);

    now = new Date(now.getTime() + 3_600_000);
    await change('working group');
    expect(valuesOf((await snapshot(made.id, DISCIPLINE)).snapshot.figures)).toEqual({ G1: 10, G2: 1 });
    const { snapshot: later } = await seal({ report: own.id }, DISCIPLINE);
    const against = `against(id: "${made.id}") { code here { value } there { value } difference sameDefinition }`;
    expect((await snapshot(later.id, DISCIPLINE, against)).snapshot.against).toEqual([
      { code: 'G1', here: { value: 9 }, there: { value: 10 }, difference: -1, sameDefinition: true },
      { code: 'G2', here: { value: 1 }, there: { value: 1 }, difference: 0, sameDefinition: true },
    ]);
    const { snapshot: work } = await seal({ report: 'work' }, DISCIPLINE);
    expect(work.figures).toHaveLength(37);
    expect((await snapshot(work.id, DISCIPLINE, against)).message).toContain('compare snapshots of one report');
  });

  it('that somebody altered, put in, or took away is found and named', async () => {
    const { saved: own } = await save({});
    const made = [await seal({ report: own.id }), await seal({ report: own.id }), await seal({ report: own.id })].map((s) => s.snapshot);
    const file = (n: number) => join(folder('snapshots'), `${String(made[n].seal.seq).padStart(9, '0')}.json`);
    const verify = () => new Snapshots(folder('snapshots'), p.config.audit).damages();
    expect(verify()).toEqual([]);
    const whole = readFileSync(file(0), 'utf8');
    const name = (n: number) => file(n).slice(-14);

    writeFileSync(file(0), whole.replace('"value":9', '"value":99'));
    expect(verify()).toEqual([`${name(0)}: its content is not what was sealed`]);
    const [shown] = (await sealedOf(own.id)).filter((s: { damage: string | null }) => s.damage !== null);
    expect([shown.damage, shown.figures]).toEqual(['its content is not what was sealed', null]);
    const compared = await snapshot(made[1].id, ORG, `against(id: "${made[0].id}") { code }`);
    expect([compared.codes, compared.message]).toEqual([['CONFLICT'], expect.stringContaining(`snapshot ${made[0].id} can't be compared`)]);

    writeFileSync(file(0), readFileSync(file(1)));
    expect(verify()).toEqual([`${name(0)}: it was sealed in another place of the chain`]);
    writeFileSync(file(0), whole.replace(/"signature":"../, '"signature":"AA'));
    expect(verify()).toEqual([`${name(0)}: its seal is forged`]);
    writeFileSync(file(0), `${whole}{}`);
    expect(verify()).toEqual([`${name(0)}: something was written behind its content`]);
    writeFileSync(file(0), '');
    expect(verify()).toEqual([`${name(0)}: its file holds no snapshot any more`]);
    writeFileSync(file(0), whole);
    const last = readFileSync(file(2), 'utf8');
    rmSync(file(2));
    expect(verify()).toEqual([`${name(2)}: its file was removed`]);
    expect(await snapshot(made[2].id)).toMatchObject({ codes: ['CONFLICT'], message: expect.stringContaining('its file was removed') });
    expect((await seal({ report: own.id })).snapshot.seal.seq).toBe(made[2].seal.seq + 1);
    writeFileSync(file(2), last);
    expect(verify()).toEqual([]);
  });
});

describe('a schedule', () => {
  it('seals each period once after its end, as it was known then, whatever the clock does', async () => {
    now = new Date('2026-07-10T09:00:00+08:00');
    const { saved: own } = await save({ every: 'MONTH', roles: ['ANALYST'] });
    expect(own.schedule).toEqual({ every: 'MONTH', from: '2026-07-10', until: '2027-07-11', next: '2026-07-31' });
    expect(await run()).toBe(0);
    now = new Date('2026-08-01T00:05:00+08:00');
    expect([await run(), await run()]).toEqual([1, 0]);
    now = new Date('2026-11-03T09:00:00+08:00'); // it stood still for three months
    await change('is held accountable');
    const twice = await Promise.all([run(), run()]);
    expect(twice).toEqual([3, 3]); // one and the same
    const sealed = await sealedOf(own.id, ANALYST);
    expect(sealed.map((s: { asOf: string; knownAt: string; sealedBy: string }) => [s.asOf, s.knownAt, s.sealedBy])).toEqual(
      ['2026-10-31', '2026-09-30', '2026-08-31', '2026-07-31'].map((day) => [
        day,
        `${day}T23:59:59.999+08:00`,
        'schedule of test:org_dept',
      ]),
    );
    const { runs, schedule } = await saved(own.id);
    expect([schedule.next, runs.map((r: { asOf: string; state: string }) => `${r.asOf} ${r.state}`)]).toEqual([
      '2026-11-30',
      ['2026-10-31 DONE', '2026-09-30 DONE', '2026-08-31 DONE', '2026-07-31 DONE'],
    ]);
    // The process ended after sealing and before it could write that down.
    rmSync(join(folder('runs'), own.id, '2026-10-31.json'));
    expect([await run(), (await sealedOf(own.id)).length, (await saved(own.id)).runs[0].snapshot]).toEqual([1, 4, sealed[0].id]);
    now = new Date('2026-08-20T09:00:00+08:00');
    expect(await run()).toBe(0);
    now = new Date('2028-01-01T09:00:00+08:00');
    expect(await run()).toBe(8); // to the end of its term, a year after it was saved
    expect((await saved(own.id)).schedule.next).toBe(null);
    await remove({ id: own.id });
    expect(await run()).toBe(0);
    expect((await sealedOf(own.id)).length).toBe(12);
  });

  it('of a report whose field was removed records why, keeps what was sealed, and goes on when the report is saved anew', async () => {
    now = new Date('2028-02-01T09:00:00+08:00');
    const { saved: own } = await save({ every: 'DAY' });
    now = new Date('2028-02-02T09:00:00+08:00');
    expect(await run()).toBe(1);
    const file = join(folder('saved'), `${own.id}.json`);
    writeFileSync(file, readFileSync(file, 'utf8').replace('workingGroups', 'workGroups'));
    const why = `report ${own.id}: figure G1: County has no field workGroups any more`;
    expect(await carriedOut(own.id)).toMatchObject({ codes: ['REPORT_BROKEN'], message: why });
    expect((await seal({ report: own.id })).codes).toEqual(['REPORT_BROKEN']);
    now = new Date('2028-02-03T09:00:00+08:00');
    expect([await run(), await run()]).toEqual([0, 0]);
    const failed = { asOf: '2028-02-02', state: 'FAILED', attempts: 1, snapshot: null, code: 'REPORT_BROKEN', reason: why };
    expect(await saved(own.id)).toMatchObject({ broken: why, runs: [failed, { asOf: '2028-02-01', state: 'DONE' }] });
    expect(valuesOf((await sealedOf(own.id))[0].figures)['G2']).toBe(1);
    expect((await save({ id: own.id, every: 'DAY' })).saved).toMatchObject({ version: 2, broken: null });
    expect(await run()).toBe(1);
    expect((await saved(own.id)).runs[0]).toMatchObject({ asOf: '2028-02-02', state: 'DONE', attempts: 2 });
    expect(dayOf(now)).toBe('2028-02-03');
    await remove({ id: own.id });
  });
});
