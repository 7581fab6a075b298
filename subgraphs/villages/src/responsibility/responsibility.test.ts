import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstBroken } from '#platform/ledger';
import { type App, type Asking, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';
import { pointsOf } from './list.rules.ts';

const org: Asking = { role: 'ORG_DEPT' };
const document = '天组发〔2026〕21号';
const LIST =
  'id version state year role document person { id } points { numerator denominator percent } allowedMoves items { matter weight score }';
const list = (name: string) => `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${LIST} } }`;
const ADD =
  'mutation ($input: AddResponsibilityItemInput!) { addResponsibilityItem(input: $input) { id role person { id } matter weight source { id } } }';
const SCORE =
  'mutation ($input: ScoreResponsibilityItemInput!) { scoreResponsibilityItem(input: $input) { id score scoredBy evidence version } }';

let app: App;
beforeAll(async () => {
  app = await testApp(villages);
});
afterAll(() => app[Symbol.asyncDispose]());

const party = async (
  code: string,
  day?: string,
): Promise<{ id: string; parent: { id: string }; secretary: { person: { id: string }; holding: { id: string } } }> =>
  (
    await app.ask(
      'query ($code: DivisionCode!) { village(code: $code) { party { id parent { id } secretary { person { id } holding { id } } } } }',
      { code },
      day ? { day } : {},
    )
  ).data.village.party;
const draft = (organization: string, year = 2024, asking: Asking = {}) =>
  app.ask(list('draftResponsibilityList'), { input: { organization, year } }, { ...org, ...asking });
const add = (of: string, over: object = {}, asking: Asking = {}) =>
  app.ask(
    ADD,
    { input: { list: of, matter: '抓班子', indicator: '班子配备', target: '100%', weight: 40, due: '2026-12-31', ...over } },
    { ...org, ...asking },
  );

describe('a list of responsibilities', () => {
  it('is drawn up for who holds the post, issued when its weights are whole, scored and closed, each in the ledger', async () => {
    const { id, secretary } = await party('140222102203');
    const drawn = (await draft(id)).data.draftResponsibilityList;
    expect(drawn).toMatchObject({ state: 'DRAFT', role: 'SECRETARY', person: secretary.person, items: [] });
    const one = (await add(drawn.id)).data.addResponsibilityItem;
    expect(one).toMatchObject({ role: 'SECRETARY', person: secretary.person, matter: '抓班子' });
    const issue = () => app.ask(list('issueResponsibilityList'), { input: { list: drawn.id, document } }, org);
    const early = await issue();
    expect(early.codes).toEqual(['SUM_MISMATCH']);
    expect(early.errors?.[0]?.extensions?.['total']).toBe(40);
    expect((await add(drawn.id, { weight: 61 })).codes).toEqual(['SUM_MISMATCH']);
    const two = (await add(drawn.id, { weight: 60, matter: '抓产业' })).data.addResponsibilityItem;
    expect((await issue()).data.issueResponsibilityList).toMatchObject({ state: 'ISSUED', document });
    expect((await add(drawn.id, { weight: 1 })).codes).toEqual(['ILLEGAL_MOVE']);
    const score = (item: string, points: number, evidence = '实地核查') =>
      app.ask(SCORE, { input: { item, score: points, evidence } }, org);
    expect((await score(one.id, 101)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await score(one.id, 90, ' ')).codes).toEqual(['EVIDENCE_REQUIRED']);
    expect((await score(one.id, 90)).data.scoreResponsibilityItem).toMatchObject({ score: 90, scoredBy: 'test:org_dept' });
    const close = () => app.ask(list('closeResponsibilityList'), { input: { list: drawn.id } }, org);
    expect((await close()).codes).toEqual(['ITEMS_OPEN']);
    await score(two.id, 80);
    expect((await close()).data.closeResponsibilityList).toMatchObject({
      state: 'SCORED',
      points: { numerator: 8400, denominator: 10000, percent: 84 },
      allowedMoves: [],
    });
    expect((await score(one.id, 10)).codes).toEqual(['ILLEGAL_MOVE']);
    const events = (await app.ledger('responsibility')).filter((r) => r.key === drawn.id).map((r) => r.event);
    expect(events).toEqual(['responsibility.drafted', 'responsibility.issued', 'responsibility.scored']);
    expect(firstBroken(await app.ledger())).toBeNull();
  });

  it('is one a post and year, however many draw it up at once', async () => {
    const { id } = await party('140222102204');
    const tries = await Promise.all(Array.from({ length: 12 }, () => draft(id)));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['LIST_DRAWN']));
  });

  it('never takes more than its weight, however many add to it at once', async () => {
    const of = (await draft((await party('140222102205')).id)).data.draftResponsibilityList.id;
    const tries = await Promise.all(Array.from({ length: 12 }, (_, i) => add(of, { matter: `事项${i}`, weight: 20 })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(5);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['SUM_MISMATCH']));
  });

  it.each([
    ['without a matter', { matter: ' ' }, 'BAD_USER_INPUT'],
    ['without an indicator', { indicator: '' }, 'BAD_USER_INPUT'],
    ['with an endless target', { target: '标'.repeat(101) }, 'BAD_USER_INPUT'],
    ['of no weight', { weight: 0 }, 'BAD_USER_INPUT'],
    ['due before its year', { due: '2023-12-31' }, 'BAD_USER_INPUT'],
    ['derived from something that nobody knows', { source: 'rit_nobody' }, 'WRONG_TARGET'],
  ])('refuses an item %s', async (_, over, code) => {
    const { id } = await party('140222102206');
    const { data } = await app.ask(
      'query ($o: ID!) { responsibilityLists(filter: { organization: { eq: $o }, year: { eq: 2024 } }) { nodes { id } } }',
      { o: id },
    );
    const of = data.responsibilityLists.nodes[0]?.id ?? (await draft(id)).data.draftResponsibilityList.id;
    expect((await add(of, over)).codes).toEqual([code]);
  });

  it('derives from the list right above, from county to township to village (书记抓、抓书记)', async () => {
    const cascade = `{ county(code: "140222000000") { party { id } } responsibilityItems(filter: { due: { eq: "2018-12-31" } }, first: 200, orderBy: [{ field: WEIGHT, direction: DESC }]) {
      nodes { id matter source { id source { id } } derived { totalCount } } } }`;
    const { data } = await app.ask(cascade, {}, { day: '2018-12-31' });
    const top = data.responsibilityItems.nodes.filter((n: { source: unknown }) => n.source === null);
    expect(top.length).toBeGreaterThan(0);
    expect(top[0].derived.totalCount).toBe(11); // the twelfth township was formed in October
    expect(data.responsibilityItems.nodes.some((n: { source: { source: unknown } | null }) => n.source?.source)).toBe(true);
    const { id, parent } = await party('140222102207');
    const above = (await draft(parent.id)).data.draftResponsibilityList.id;
    const from = (await add(above)).data.addResponsibilityItem.id;
    const own = (await draft(id)).data.draftResponsibilityList.id;
    const theirs: Asking = { role: 'TOWNSHIP_ADMIN', divisions: ['140222102207'] };
    expect((await add(own, { source: from }, theirs)).data.addResponsibilityItem).toMatchObject({ source: null }); // above the territory
    expect((await add(own, { source: from, matter: '抓党员' })).data.addResponsibilityItem.source).toEqual({ id: from });
    const sideways = (await draft((await party('140222102208')).id)).data.draftResponsibilityList.id;
    const side = (await add(sideways)).data.addResponsibilityItem.id;
    expect((await add(own, { source: side, weight: 10 })).codes).toEqual(['WRONG_TARGET']);
  });

  it('has points by weight of what is scored', () => {
    expect(
      pointsOf([
        { weight: 40, score: 90 },
        { weight: 60, score: null },
      ]),
    ).toEqual({ got: 3600, most: 4000 });
    expect(pointsOf([])).toEqual({ got: 0, most: 0 });
  });
});

describe('a report on duty', () => {
  const SUBMIT = 'mutation ($input: SubmitDutyReportInput!) { submitDutyReport(input: $input) { id state person { id } } }';
  const move = (name: string) =>
    `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { state grade remark reviewedOn allowedMoves } }`;

  it('is returned, amended and reviewed by somebody else than who submitted it', async () => {
    const { id, secretary } = await party('140222102203');
    const officer: Asking = { role: 'VILLAGE_OFFICER', id: 'test:secretary', divisions: ['140222102203'] };
    const sent = (await app.ask(SUBMIT, { input: { organization: id, year: 2024, text: '述职报告' } }, officer)).data.submitDutyReport;
    expect(sent).toMatchObject({ state: 'SUBMITTED', person: secretary.person });
    const go = (name: string, more: object, asking: Asking) => app.ask(move(name), { input: { report: sent.id, ...more } }, asking);
    const township: Asking = { role: 'TOWNSHIP_ADMIN', divisions: ['140222102000'] };
    expect((await go('returnDutyReport', { remark: '没有数据' }, township)).data.returnDutyReport.state).toBe('RETURNED');
    expect((await go('reviewDutyReport', { grade: 'GOOD', remark: '好' }, township)).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await go('amendDutyReport', { text: '述职报告（附数据）' }, officer)).data.amendDutyReport.state).toBe('SUBMITTED');
    expect((await go('reviewDutyReport', { grade: 'GOOD', remark: '好' }, { ...township, id: 'test:secretary' })).codes).toEqual([
      'SELF_VERIFIED',
    ]);
    expect((await go('reviewDutyReport', { grade: 'GOOD', remark: '好' }, officer)).codes).toEqual(['FORBIDDEN']);
    expect((await go('reviewDutyReport', { grade: 'GOOD', remark: '工作扎实' }, township)).data.reviewDutyReport).toMatchObject({
      state: 'REVIEWED',
      grade: 'GOOD',
      allowedMoves: [],
    });
    expect((await app.ask(SUBMIT, { input: { organization: id, year: 2024, text: '又一份' } }, officer)).codes).toEqual(['ALREADY_SAID']);
  });

  it('and a pledge are of who holds the post: nobody speaks for a vacant one', async () => {
    const PLEDGE = 'mutation ($input: MakePledgeInput!) { makePledge(input: $input) { id person { id } } }';
    const { id, secretary } = await party('140222102209');
    const input = { organization: id, year: 2024, text: '承诺', published: '公开栏' };
    const tries = await Promise.all(Array.from({ length: 8 }, () => app.ask(PLEDGE, { input }, org)));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['ALREADY_SAID']));
    expect((await app.ask(PLEDGE, { input: { ...input, year: 2027 } }, org)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await app.ask(PLEDGE, { input: { ...input, year: 2025, text: ' ' } }, org)).codes).toEqual(['BAD_USER_INPUT']);
    await app.ask('mutation ($h: ID!) { endOffice(input: { holding: $h, reason: TRANSFER }) { id } }', { h: secretary.holding.id }, org);
    expect((await app.ask(PLEDGE, { input: { ...input, year: 2025 } }, org)).codes).toEqual(['VACANCY_OPEN']);
    expect((await app.ask(SUBMIT, { input: { organization: id, year: 2025, text: 'x' } }, org)).codes).toEqual(['VACANCY_OPEN']);
  });
});

describe('the chain of responsibility', () => {
  const CHAIN = `query ($code: DivisionCode!, $year: Int!) { village(code: $code) { party { responsibilityChains(year: $year) {
    holder year person { id } pledges { text published } lists { state points { percent } items { matter } } reports { state grade } timeline { on link title } } } } }`;

  it('is one timeline a secretary: pledge, list, scores, report, review, as far as the day knows', async () => {
    const on = async (day: string) =>
      (await app.ask(CHAIN, { code: '140222102200', year: 2018 }, { day })).data.village.party.responsibilityChains[0];
    const whole = await on('2019-06-30');
    expect(whole.person).toEqual({ id: whole.holder });
    expect(whole.timeline.map((e: { link: string }) => e.link)).toEqual(
      ['PLEDGE', 'LIST', 'SCORE', 'SCORE', 'SCORE', 'REPORT', 'REVIEW'].filter((link) =>
        whole.timeline.some((e: { link: string }) => e.link === link),
      ),
    );
    expect(new Set(whole.timeline.map((e: { link: string }) => e.link))).toEqual(new Set(['PLEDGE', 'LIST', 'SCORE', 'REPORT', 'REVIEW']));
    expect(whole.lists[0]).toMatchObject({ state: 'SCORED', items: [{}, {}, {}] });
    const spring = await on('2018-06-30');
    expect(new Set(spring.timeline.map((e: { link: string }) => e.link))).toEqual(new Set(['PLEDGE', 'LIST']));
    expect(spring.reports).toEqual([]);
  });

  it('shows for a page of villages in a constant number of statements', async () => {
    const ask = (first: number) =>
      app.ask(
        'query ($n: Int) { villages(first: $n) { nodes { party { responsibilityChains(year: 2018) { timeline { link } pledges { id } lists { items { id } } } } } } }',
        { n: first },
        { day: '2018-12-31' },
      );
    await ask(200);
    const many = app.statements.length;
    await ask(40); // communities come first, and have no lists
    expect(app.statements).toHaveLength(many);
  });
});
