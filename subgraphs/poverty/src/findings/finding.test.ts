import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import { firstBroken } from '#platform/ledger';
import type { App, Asking } from '#platform/testing';
import { anInspection, anOrderedFinding } from '../samples.ts';
import { povertyApp } from '../testing.ts';
import type { Finding } from './finding.entity.ts';
import { FindingState } from './finding.rules.ts';

const FIELDS =
  'id version state light lightProvisional overdue workingDaysLeft open allowedMoves deadline orderedOn returns returnReason submittedBy submittedOn verifiedBy verifiedOn responsibleAgency { id } village { id } evidence { title note on by } history { event day actor before after }';
const ONE = `query ($id: ID!) { finding(id: $id) { ${FIELDS} } }`;
const name = (input: string) => input[0]?.toLowerCase() + input.slice(1).replace('Input', '');
const move = (input: string) => `mutation ($input: ${input}!) { ${name(input)}(input: $input) { ${FIELDS} } }`;
const OPEN = move('OpenFindingInput');
const ORDER = move('OrderRectificationInput');
const SUBMIT = move('SubmitRectificationInput');
const RETURN = move('ReturnRectificationInput');
const DISMISS = move('DismissFindingInput');
const plain = (mutation: string) =>
  `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { ${FIELDS} } }`;
const ACCEPT = plain('acceptRectification');
const CLOSE = plain('closeFinding');

const inspector: Asking = { role: 'INSPECTOR', id: 'dev:inspector', agency: agencyId('县脱贫攻坚督查组') };
const officer: Asking = { role: 'VILLAGE_OFFICER', id: 'dev:village-officer', divisions: ['140222102000'] };
const WATER = agencyId('县水务局');

let app: App;
let county: string;
let village: string;
beforeAll(async () => {
  app = await povertyApp();
  const { territory } = app.subgraph.store;
  county = territory.named('140222000000') as string;
  village = territory.named('140222102200') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

/** The county's inspection that was running in autumn 2018. */
const running = async (): Promise<string> => {
  const { data } = await app.ask('{ inspections(filter: { state: { eq: RUNNING } }) { nodes { id } } }', {}, { day: '2018-11-20' });
  return data.inspections.nodes[0].id;
};
const opened = async (over: object = {}, asking: Asking = {}) => {
  const input = {
    inspection: await running(),
    village,
    category: '饮水安全',
    severity: 'SERIOUS',
    foundOn: '2018-11-19',
    description: '供水不稳定',
    ...over,
  };
  return app.ask(OPEN, { input }, { ...inspector, day: '2018-11-20', ...asking });
};
/** A finding that waits for verification since 2018-12-10. */
const submitted = async (): Promise<string> => {
  const finding = (await opened()).data.openFinding.id;
  await app.ask(ORDER, { input: { finding, responsibleAgency: WATER, deadline: '2018-12-14' } }, { ...inspector, day: '2018-11-21' });
  await app.ask(SUBMIT, { input: { finding, evidence: [{ title: '照片' }] } }, { ...officer, day: '2018-12-10' });
  return finding;
};

describe('the life of a finding', () => {
  it('goes from opening to closure, with the refusals on the way, and leaves its history', async () => {
    const finding = (await opened()).data.openFinding.id;
    const illegal = await app.ask(CLOSE, { input: { finding } }, { ...inspector, day: '2018-11-21' });
    expect(illegal.codes).toEqual(['ILLEGAL_MOVE']);
    expect(illegal.errors?.[0]?.extensions).toMatchObject({ state: 'OPEN', allowed: ['orderRectification', 'dismissFinding'] });

    const early = (deadline: string, issuedOn?: string) =>
      app.ask(ORDER, { input: { finding, responsibleAgency: WATER, deadline, issuedOn } }, { ...inspector, day: '2018-11-21' });
    expect((await early('2018-11-18')).codes).toEqual(['DEADLINE_BEFORE_FINDING']);
    expect((await early('2018-11-20')).codes).toEqual(['DEADLINE_BEFORE_ORDER']);
    expect((await early('2018-11-19', '2018-11-20')).codes).toEqual(['DEADLINE_BEFORE_ORDER']);
    const ordered = await app.ask(
      ORDER,
      { input: { finding, responsibleAgency: WATER, deadline: '2018-12-14' } },
      { ...inspector, day: '2018-11-21' },
    );
    expect(ordered.data.orderRectification).toMatchObject({
      state: 'RECTIFYING',
      light: 'GREEN',
      overdue: false,
      orderedOn: '2018-11-21',
      workingDaysLeft: 17,
      responsibleAgency: { id: WATER },
    });

    const submit = (evidence: object[], day: string) => app.ask(SUBMIT, { input: { finding, evidence } }, { ...officer, day });
    expect((await submit([], '2018-12-10')).codes).toEqual(['EVIDENCE_REQUIRED']);
    expect((await submit([{ title: ' ' }], '2018-12-10')).codes).toEqual(['EVIDENCE_REQUIRED']);
    const first = await submit([{ title: '管网维修照片', note: '三处' }], '2018-12-10');
    expect(first.data.submitRectification).toMatchObject({ state: 'SUBMITTED', submittedBy: 'dev:village-officer', workingDaysLeft: 4 });

    const accept = (asking: Asking, day: string) => app.ask(ACCEPT, { input: { finding } }, { ...asking, day });
    expect((await accept(officer, '2018-12-11')).codes).toEqual(['SELF_VERIFIED']);
    expect((await accept({ ...inspector, id: officer.id as string }, '2018-12-11')).codes).toEqual(['SELF_VERIFIED']);
    expect((await accept({ ...inspector, agency: WATER }, '2018-12-11')).codes).toEqual(['SELF_VERIFIED']);
    expect((await accept({ role: 'POVERTY_OFFICE' }, '2018-12-11')).codes).toEqual(['FORBIDDEN']);

    const back = await app.ask(RETURN, { input: { finding, reason: '照片无法确认地点' } }, { ...inspector, day: '2018-12-12' });
    expect(back.data.returnRectification).toMatchObject({
      state: 'RECTIFYING',
      returns: 1,
      returnReason: '照片无法确认地点',
      light: 'YELLOW',
    });
    expect((await submit([{ title: '水质检测报告' }], '2018-12-13')).data.submitRectification.evidence).toEqual([
      { title: '管网维修照片', note: '三处', on: '2018-12-10', by: 'dev:village-officer' },
      { title: '水质检测报告', note: null, on: '2018-12-13', by: 'dev:village-officer' },
    ]);
    expect((await accept(inspector, '2018-12-17')).data.acceptRectification).toMatchObject({
      state: 'VERIFIED',
      light: null,
      verifiedBy: 'dev:inspector',
      verifiedOn: '2018-12-17',
    });
    const { closeFinding } = (await app.ask(CLOSE, { input: { finding } }, { ...inspector, day: '2019-01-04' })).data;
    expect(closeFinding).toMatchObject({ state: 'CLOSED', version: 7, open: false, allowedMoves: [] });

    expect(closeFinding.history.map((h: { event: string; day: string; actor: string }) => [h.event, h.day, h.actor])).toEqual([
      ['finding.opened', '2018-11-19', 'dev:inspector'],
      ['finding.ordered', '2018-11-21', 'dev:inspector'],
      ['finding.submitted', '2018-12-10', 'dev:village-officer'],
      ['finding.returned', '2018-12-12', 'dev:inspector'],
      ['finding.submitted', '2018-12-13', 'dev:village-officer'],
      ['finding.accepted', '2018-12-17', 'dev:inspector'],
      ['finding.closed', '2019-01-04', 'dev:inspector'],
    ]);
    expect(closeFinding.history.at(-1)).toMatchObject({ before: { state: 'VERIFIED' }, after: { state: 'CLOSED' } });
    expect(firstBroken(await app.ledger())).toBeNull();

    const on = async (day: string) => (await app.ask(ONE, { id: finding }, { day })).data.finding;
    expect(await on('2018-11-18')).toBeNull();
    expect(await on('2018-11-20')).toMatchObject({ state: 'OPEN', deadline: null, evidence: [] });
    expect(await on('2018-12-09')).toMatchObject({ state: 'RECTIFYING', light: 'GREEN', workingDaysLeft: 5, submittedOn: null });
    expect(await on('2018-12-11')).toMatchObject({
      state: 'SUBMITTED',
      workingDaysLeft: 4,
      history: { length: 3 },
      evidence: { length: 1 },
    });
    expect(await on('2018-12-31')).toMatchObject({ state: 'VERIFIED', light: null });
  });

  it('ends at once when it does not stand', async () => {
    const finding = (await opened()).data.openFinding.id;
    const dismiss = (reason: string, asking: Asking) => app.ask(DISMISS, { input: { finding, reason } }, { ...asking, day: '2018-11-22' });
    expect((await dismiss('重复', { role: 'POVERTY_OFFICE' })).codes).toEqual(['FORBIDDEN']);
    expect((await dismiss('  ', inspector)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await dismiss('重复登记', inspector)).data.dismissFinding).toMatchObject({ state: 'DISMISSED', open: false, light: null });
  });

  it('holds several moves sent in one request, each answered as things stand after it', async () => {
    const finding = (await opened()).data.openFinding.id;
    const { data, codes } = await app.ask(
      `mutation ($f: ID!, $a: ID!) {
        a: orderRectification(input: { finding: $f, responsibleAgency: $a, deadline: "2018-12-14" }) { state history { event } }
        b: submitRectification(input: { finding: $f, evidence: [{ title: "照片" }] }) { state version evidence { title } history { event } }
        c: returnRectification(input: { finding: $f, reason: "不符" }) { state version returns evidence { title } history { event } }
      }`,
      { f: finding, a: WATER },
      { ...inspector, day: '2018-11-22' },
    );
    expect(codes).toEqual([]);
    expect(data.a).toMatchObject({ state: 'RECTIFYING', history: { length: 2 } });
    expect(data.b).toMatchObject({ state: 'SUBMITTED', version: 3, evidence: { length: 1 }, history: { length: 3 } });
    expect(data.c).toMatchObject({ state: 'RECTIFYING', version: 4, returns: 1, evidence: { length: 1 }, history: { length: 4 } });
  });

  it('keeps the moves before a refused one, and nothing of that', async () => {
    const finding = (await opened()).data.openFinding.id;
    const { codes } = await app.ask(
      `mutation ($f: ID!, $a: ID!) {
        a: orderRectification(input: { finding: $f, responsibleAgency: $a, deadline: "2018-12-14" }) { state }
        b: submitRectification(input: { finding: $f, evidence: [] }) { state }
      }`,
      { f: finding, a: WATER },
      { ...inspector, day: '2018-11-22' },
    );
    expect(codes).toEqual(['EVIDENCE_REQUIRED']);
    const { data } = await app.ask(ONE, { id: finding }, { day: '2018-11-22' });
    expect(data.finding).toMatchObject({ state: 'RECTIFYING', version: 2, submittedBy: null, history: { length: 2 } });
  });
});

describe('opening a finding', () => {
  it.each([
    ['by a role that neither inspects nor leads', {}, { role: 'VILLAGE_OFFICER' }, 'FORBIDDEN'],
    ['found after the day asked for', { foundOn: '2018-11-21' }, {}, 'BAD_USER_INPUT'],
    ['without a category', { category: '  ' }, {}, 'BAD_USER_INPUT'],
    ['with a category of 65 characters', { category: '问'.repeat(65) }, {}, 'BAD_USER_INPUT'],
    ['of an unknown inspection', { inspection: 'ins_nobody' }, {}, 'NOT_FOUND'],
    ['in an unknown village', { village: 'vil_nowhere' }, {}, 'NOT_FOUND'],
    ['in a village of another territory', {}, { divisions: ['140222103000'] }, 'NOT_FOUND'],
    ['with a severity that there is not', { severity: 'FATAL' }, {}, 'BAD_USER_INPUT'],
  ])('%s is refused', async (_, over, asking, code) => {
    const before = (await app.ledger()).length;
    expect((await opened(over, asking)).codes).toEqual([code]);
    expect((await app.ledger()).length).toBe(before);
  });

  it('in a township instead of a village, or in a village that has ended, is refused', async () => {
    const { territory } = app.subgraph.store;
    expect((await opened({ village: territory.named('140222102000') })).codes).toEqual(['NOT_FOUND']);
    const ended = territory.named('140222102212') as string;
    const { data } = await app.ask('{ inspections(filter: { state: { eq: RUNNING } }) { nodes { id } } }');
    const late = { inspection: data.inspections.nodes[0].id, village: ended, foundOn: '2026-06-01' };
    expect((await opened(late, { day: '2026-06-30' })).codes).toEqual(['NOT_FOUND']);
    expect((await opened({ village: ended })).codes).toEqual([]);
  });

  it('of an inspection that was cancelled or closed, or of another township, is refused', async () => {
    const township = app.subgraph.store.territory.named('140222103000') as string;
    const [cancelled, closed, elsewhere] = [
      anInspection({ division: county, state: 'CANCELLED' as never }),
      anInspection({ division: county, state: 'CLOSED' as never }),
      anInspection({ division: township }),
    ];
    await app.given(cancelled, closed, elsewhere);
    expect((await opened({ inspection: cancelled.id })).codes).toEqual(['NOT_FOUND']);
    expect((await opened({ inspection: closed.id })).codes).toEqual(['NOT_FOUND']);
    expect((await opened({ inspection: elsewhere.id })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('is carried out once for an idempotency key', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => opened({ idempotencyKey: 'open-once' })));
    expect(new Set(answers.map((a) => a.data.openFinding.id)).size).toBe(1);
  });
});

describe('a move', () => {
  it('the state does not allow is refused before anything else is looked at', async () => {
    const finding = (await opened()).data.openFinding.id;
    const at = { ...inspector, day: '2018-11-22' };
    expect((await app.ask(SUBMIT, { input: { finding, evidence: [] } }, at)).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await app.ask(ACCEPT, { input: { finding } }, at)).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await app.ask(RETURN, { input: { finding, reason: '' } }, at)).codes).toEqual(['ILLEGAL_MOVE']);
    await app.ask(DISMISS, { input: { finding, reason: '重复' } }, at);
    const order = { finding, responsibleAgency: 'agc_nobody', deadline: '2000-01-01' };
    expect((await app.ask(ORDER, { input: order }, at)).codes).toEqual(['ILLEGAL_MOVE']);
  });

  it('that names an agency nobody knows is refused', async () => {
    const finding = (await opened()).data.openFinding.id;
    const input = { finding, responsibleAgency: 'agc_nobody', deadline: '2018-12-14' };
    expect((await app.ask(ORDER, { input }, { ...inspector, day: '2018-11-22' })).codes).toEqual(['NOT_FOUND']);
  });

  it('on a version that somebody overtook is refused', async () => {
    const finding = await submitted();
    const accept = (expectedVersion: number) =>
      app.ask(ACCEPT, { input: { finding, expectedVersion } }, { ...inspector, day: '2018-12-11' });
    expect((await accept(2)).codes).toEqual(['STALE_VERSION']);
    expect((await accept(3)).codes).toEqual([]);
  });

  it('before one already made is refused', async () => {
    const finding = await submitted();
    expect((await app.ask(ACCEPT, { input: { finding } }, { ...inspector, day: '2018-12-01' })).codes).toEqual(['CONFLICT']);
  });

  it('by a hundred inspectors at once succeeds once', async () => {
    const finding = await submitted();
    const before = (await app.ledger('finding')).length;
    const tries = await Promise.all(
      Array.from({ length: 100 }, (_, i) => app.ask(ACCEPT, { input: { finding } }, { ...inspector, id: `dev:i${i}`, day: '2018-12-11' })),
    );
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['ILLEGAL_MOVE']));
    const rows = await app.ledger();
    expect(rows.filter((r) => r.noun === 'finding')).toHaveLength(before + 1);
    expect(firstBroken(rows)).toBeNull();
  });

  it('is carried out once for an idempotency key, evidence included', async () => {
    const finding = (await opened()).data.openFinding.id;
    await app.ask(ORDER, { input: { finding, responsibleAgency: WATER, deadline: '2018-12-14' } }, { ...inspector, day: '2018-11-21' });
    const send = () =>
      app.ask(
        SUBMIT,
        { input: { finding, evidence: [{ title: '照片' }], idempotencyKey: `k-${finding}` } },
        { ...officer, day: '2018-12-10' },
      );
    const [first, again] = [await send(), await send()];
    expect(again.codes).toEqual([]);
    expect(again.data.submitRectification).toEqual(first.data.submitRectification);
    expect(again.data.submitRectification.evidence).toHaveLength(1);
  });
});

describe('the light of a finding', () => {
  const lightOn = async (finding: Finding, day: string) => {
    const { data } = await app.ask(ONE, { id: finding.id }, { day });
    const { light, overdue, workingDaysLeft, lightProvisional } = data.finding;
    return [workingDaysLeft, light, overdue, lightProvisional];
  };

  it('turns yellow at three working days and red past the deadline, with the Spring Festival of 2019 in between', async () => {
    const finding = anOrderedFinding({ village, deadline: '2019-02-12' });
    await app.given(finding);
    expect(await lightOn(finding, '2019-01-31')).toEqual([5, 'GREEN', false, false]);
    expect(await lightOn(finding, '2019-02-01')).toEqual([4, 'GREEN', false, false]);
    expect(await lightOn(finding, '2019-02-02')).toEqual([3, 'YELLOW', false, false]);
    expect(await lightOn(finding, '2019-02-10')).toEqual([2, 'YELLOW', false, false]);
    expect(await lightOn(finding, '2019-02-12')).toEqual([0, 'YELLOW', false, false]);
    expect(await lightOn(finding, '2019-02-13')).toEqual([0, 'RED', true, false]);
  });

  it('stands still while a submission waits, and goes out once it is verified', async () => {
    const late = anOrderedFinding({ village, deadline: '2018-12-07', state: FindingState.SUBMITTED, submittedOn: '2018-12-03' });
    const verified = anOrderedFinding({ village, deadline: '2018-12-07', state: FindingState.VERIFIED });
    await app.given(late, verified);
    expect(await lightOn(late, '2018-12-31')).toEqual([4, 'GREEN', false, false]);
    expect(await lightOn(verified, '2018-12-31')).toEqual([null, null, false, false]);
  });

  it('is provisional when its days touch a year whose holidays are not announced', async () => {
    const finding = anOrderedFinding({ village, deadline: '2027-01-04', foundOn: '2026-06-01', validFrom: '2026-06-01' });
    await app.given(finding);
    expect((await lightOn(finding, '2026-06-30')).at(-1)).toBe(true);
  });
});
