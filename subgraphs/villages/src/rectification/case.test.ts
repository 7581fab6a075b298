import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstBroken } from '#platform/ledger';
import { type App, type Asking, COUNTY, testApp } from '#platform/testing';
import { AppointmentMode, OfficeEnd } from '../offices/office.rules.ts';
import { villages } from '../subgraph.ts';
import { HeadProblem, HeadRemedy, reconcile } from './board.rules.ts';
import { CaseState, isOverdue, passes } from './case.rules.ts';

const org: Asking = { role: 'ORG_DEPT', day: '2026-02-01' };
const township: Asking = { role: 'TOWNSHIP_ADMIN', id: 'test:township' };
const document = '天组发〔2026〕3号';
const FIELDS =
  'id version state problems deadline score dissatisfaction failures relapses transformedOn closedOn allowedMoves overdue village { name }';
const move = (name: string) =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${FIELDS} } }`;

let app: App;
let county: string;
let agency: string;
let campaign: string;
beforeAll(async () => {
  app = await testApp(villages);
  county = app.subgraph.store.territory.named(COUNTY) as string;
  const { data } = await app.ask('{ agencies(first: 1) { nodes { id } } }');
  agency = data.agencies.nodes[0].id;
  const launched = await app.ask(
    'mutation ($input: LaunchCampaignInput!) { launchCampaign(input: $input) { id minScore maxDissatisfaction consolidationMonths } }',
    { input: { division: county, name: '2025年整顿行动', from: '2024-01-01', to: '2026-07-01', document } },
    { ...org, day: '2024-01-01' },
  );
  expect(launched.data.launchCampaign).toMatchObject({ minScore: 70, maxDissatisfaction: 50, consolidationMonths: 12 });
  campaign = launched.data.launchCampaign.id;
});
afterAll(() => app[Symbol.asyncDispose]());

/** The organization of a village, and who is its secretary. */
const party = async (code: string): Promise<{ id: string; holding: string }> => {
  const { data } = await app.ask('query ($code: DivisionCode!) { village(code: $code) { party { id secretary { holding { id } } } } }', {
    code,
  });
  return { id: data.village.party.id, holding: data.village.party.secretary.holding?.id };
};
const identify = (organization: string, problems: string[], asking: Asking = {}) =>
  app.ask(move('identifyWeakOrganization'), { input: { campaign, organization, problems } }, { ...org, day: '2024-02-01', ...asking });
const go = (name: string, of: string, day: string, more: object = {}, asking: Asking = {}) =>
  app.ask(move(name), { input: { case: of, ...more } }, { ...org, day, ...asking });
const plan = () => ({
  plan: '一村一策',
  leader: 'per_000000000001',
  pairedAgency: agency,
  firstSecretary: 'per_000000000002',
  deadline: '2024-08-31',
});

/** A case that waits for its acceptance by the county. */
async function submitted(code: string, problems: string[]): Promise<string> {
  const { id: organization } = await party(code);
  const { data, codes } = await identify(organization, problems);
  expect(codes).toEqual([]);
  const of = data.identifyWeakOrganization.id;
  for (const [name, day, more, asking] of [
    ['reviewWeakOrganization', '2024-02-10', {}, {}],
    ['confirmWeakOrganization', '2024-02-20', { document }, {}],
    ['setRectificationPlan', '2024-03-01', plan(), {}],
    ['beginRectification', '2024-03-05', {}, {}],
    ['selfAcceptRectification', '2024-08-01', {}, township],
    ['requestAcceptance', '2024-08-10', {}, township],
  ] as const)
    expect((await go(name, of, day, more, asking)).codes, name).toEqual([]);
  return of;
}
const pass = { score: 86, dissatisfaction: 9 };

describe('the case of a weak organization', () => {
  it('goes from identification to closure, through a failed acceptance and a relapse, each in the ledger', async () => {
    const of = await submitted('140222102203', ['PETITIONS', 'PETITIONS']);
    const failed = { score: 69, dissatisfaction: 20 };
    expect((await go('decideAcceptance', of, '2024-08-20', failed)).codes).toEqual(['DEADLINE_REQUIRED']);
    expect((await go('decideAcceptance', of, '2024-08-20', { ...failed, deadline: '2024-08-20', remark: '回访不满意' })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    const again = await go('decideAcceptance', of, '2024-08-20', { ...failed, deadline: '2024-11-30', remark: '回访不满意' });
    expect(again.data.decideAcceptance).toMatchObject({
      state: 'RECTIFYING',
      failures: 1,
      deadline: '2024-11-30',
      problems: ['PETITIONS'],
    });
    const late = await app.ask(
      'query ($d: Boolean) { rectificationCases(filter: { overdue: { eq: $d } }, first: 100) { nodes { id overdue } } }',
      { d: true },
      { day: '2024-12-01' },
    );
    expect(late.data.rectificationCases.nodes).toContainEqual({ id: of, overdue: true });
    await go('selfAcceptRectification', of, '2024-12-02', {}, township);
    await go('requestAcceptance', of, '2024-12-03', {}, township);
    expect((await go('decideAcceptance', of, '2024-12-10', pass, { id: 'test:township' })).codes).toEqual(['SELF_VERIFIED']);
    expect((await go('decideAcceptance', of, '2024-12-10', pass)).data.decideAcceptance).toMatchObject({
      state: 'TRANSFORMED',
      transformedOn: '2024-12-10',
    });
    await go('consolidateOrganization', of, '2024-12-20');
    const early = await go('closeRectificationCase', of, '2025-12-19');
    expect(early.codes).toEqual(['CONSOLIDATION_RUNNING']);
    expect(early.errors?.[0]?.extensions?.['begins']).toBe('2025-12-20');
    expect((await go('closeRectificationCase', of, '2025-12-20')).data.closeRectificationCase).toMatchObject({
      state: 'CLOSED',
      allowedMoves: ['recordRelapse'],
    });
    const relapse = await go('recordRelapse', of, '2026-01-15', { problems: ['LOW_SATISFACTION'], remark: '满意度再次下降' });
    expect(relapse.data.recordRelapse).toMatchObject({
      state: 'CONFIRMED',
      relapses: 1,
      deadline: null,
      transformedOn: null,
      closedOn: null,
    });
    const then = await app.ask('query ($id: ID!) { rectificationCases(filter: { division: { eq: $id } }) { nodes { id } } }', { id: 'x' });
    expect(then.codes).toEqual([]);
    const rows = (await app.ledger('rectification')).filter((r) => r.key === of);
    expect(rows.map((r) => r.event.split('.')[1])).toEqual(
      'identified reviewed confirmed planned begun selfAccepted submitted failed selfAccepted submitted transformed consolidated closed relapsed'.split(
        ' ',
      ),
    );
    expect(firstBroken(await app.ledger())).toBeNull();
  });

  it('passes at exactly the thresholds, and by those of the day', async () => {
    expect([passes({ minScore: 70, maxDissatisfaction: 50 }, 70, 50), passes({ minScore: 70, maxDissatisfaction: 50 }, 69, 50)]).toEqual([
      true,
      false,
    ]);
    expect(passes({ minScore: 70, maxDissatisfaction: 50 }, 70, 51)).toBe(false);
    const of = await submitted('140222102204', ['SYSTEMS_NOT_KEPT']);
    const set = (minScore: number, day: string) =>
      app.ask(
        'mutation ($input: SetAcceptanceThresholdsInput!) { setAcceptanceThresholds(input: $input) { version minScore } }',
        { input: { campaign, minScore, maxDissatisfaction: 50, consolidationMonths: 12, document } },
        { ...org, day },
      );
    expect((await set(101, '2024-09-01')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await set(90, '2024-09-01')).data.setAcceptanceThresholds).toMatchObject({ minScore: 90, version: 2 });
    expect((await go('decideAcceptance', of, '2024-09-02', pass)).codes).toEqual(['DEADLINE_REQUIRED']);
    expect((await go('decideAcceptance', of, '2024-08-31', pass)).data.decideAcceptance.state).toBe('TRANSFORMED');
    expect((await set(70, '2024-09-03')).codes).toEqual([]);
  });

  it('for a vacant post passes and closes only while the register shows a secretary', async () => {
    const { id, holding } = await party('140222102205');
    const of = await submitted('140222102205', ['SECRETARY_VACANT']);
    await go('decideAcceptance', of, '2024-08-20', pass);
    await go('consolidateOrganization', of, '2024-08-25');
    const end = (day: string) =>
      app.ask('mutation ($h: ID!) { endOffice(input: { holding: $h, reason: HEALTH }) { validTo } }', { h: holding }, { ...org, day });
    expect((await end('2026-02-10')).codes).toEqual([]);
    expect((await go('closeRectificationCase', of, '2026-02-15')).codes).toEqual(['VACANCY_OPEN']);
    const appoint =
      'mutation ($o: ID!) { appointSecretary(input: { organization: $o, person: "per_000000000009", channel: NOMINATE, mode: SELECTED }) { id } }';
    const taken = await app.ask(appoint, { o: id }, { ...org, day: '2026-02-16' });
    expect((await go('closeRectificationCase', of, '2026-03-01')).data.closeRectificationCase.state).toBe('CLOSED');
    const leave = (day: string) =>
      app.ask(
        'mutation ($h: ID!) { endOffice(input: { holding: $h, reason: TRANSFER }) { validTo } }',
        { h: taken.data.appointSecretary.id },
        { ...org, day },
      );
    expect((await leave('2026-02-20')).codes).toEqual(['CONFLICT']);
    expect((await leave('2026-03-02')).codes).toEqual([]);
  });

  it('for a vacant post is closed, or the secretary leaves, but never both on one day', async () => {
    for (const code of ['140222102206', '140222102207', '140222102208']) {
      const { holding } = await party(code);
      const of = await submitted(code, ['SECRETARY_VACANT']);
      await go('decideAcceptance', of, '2024-08-20', pass);
      await go('consolidateOrganization', of, '2024-08-25');
      const [closed, ended] = await Promise.all([
        go('closeRectificationCase', of, '2026-05-05'),
        app.ask(
          'mutation ($h: ID!) { endOffice(input: { holding: $h, reason: HEALTH }) { validTo } }',
          { h: holding },
          { ...org, day: '2026-05-05' },
        ),
      ]);
      expect([...closed.codes, ...ended.codes]).toHaveLength(1);
      expect(['VACANCY_OPEN', 'CONFLICT']).toContain([...closed.codes, ...ended.codes][0]);
    }
  });

  it('is opened once for an organization, however many open it at once', async () => {
    const { id } = await party('140222102209');
    const tries = await Promise.all(Array.from({ length: 16 }, () => identify(id, ['TEAM_WEAK'])));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['CASE_OPEN']));
  });

  it.each([
    ['by a role that identifies none', {}, { role: 'ANALYST' }, 'FORBIDDEN'],
    ['outside the campaign', {}, { day: '2023-12-31' }, 'NOT_FOUND'],
    ['after the campaign', { campaign: 'first' }, { day: '2026-02-01' }, 'CAMPAIGN_OVER'],
    ['without a problem', { problems: [] }, {}, 'BAD_USER_INPUT'],
    ['in another township', {}, { divisions: ['140222103000'] }, 'NOT_FOUND'],
    ['of an organ', { organization: 'organ' }, {}, 'WRONG_TARGET'],
    ['in a campaign that nobody knows', { campaign: 'cmp_nobody' }, {}, 'NOT_FOUND'],
  ])('identified %s is refused', async (_, over: Record<string, unknown>, asking, code) => {
    const { id } = await party('140222102218');
    const input: Record<string, unknown> = { campaign, organization: id, problems: ['PETITIONS'], ...over };
    if (over['campaign'] === 'first')
      input['campaign'] = (
        await app.ask('{ rectificationCampaigns(first: 1) { nodes { id } } }', {}, { day: '2018-12-31' })
      ).data.rectificationCampaigns.nodes[0].id;
    if (over['organization'] === 'organ')
      input['organization'] = (
        await app.ask('{ partyOrganizations(first: 1, filter: { field: { eq: SOE }, type: { eq: BRANCH } }) { nodes { id } } }')
      ).data.partyOrganizations.nodes[0].id;
    expect((await app.ask(move('identifyWeakOrganization'), { input }, { ...org, day: '2024-02-01', ...asking })).codes).toEqual([code]);
  });

  it('skips no step', async () => {
    const { id } = await party('140222102219');
    const of = (await identify(id, ['PETITIONS'])).data.identifyWeakOrganization.id;
    const refused = await go('confirmWeakOrganization', of, '2024-02-02', { document });
    expect(refused.codes).toEqual(['ILLEGAL_MOVE']);
    expect(refused.errors?.[0]?.extensions).toMatchObject({ state: 'IDENTIFIED', allowed: ['reviewWeakOrganization'] });
    for (const [name, more] of [
      ['beginRectification', {}],
      ['decideAcceptance', pass],
      ['closeRectificationCase', {}],
      ['recordRelapse', { problems: ['PETITIONS'], remark: 'x' }],
    ] as const)
      expect((await go(name, of, '2024-02-02', more)).codes, name).toEqual(['ILLEGAL_MOVE']);
    await go('reviewWeakOrganization', of, '2024-02-03');
    await go('confirmWeakOrganization', of, '2024-02-04', { document });
    for (const bad of [{ plan: ' ' }, { deadline: '2024-02-05' }, { leader: '张三' }, { plan: 'x'.repeat(4001) }])
      expect((await go('setRectificationPlan', of, '2024-02-05', { ...plan(), ...bad })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await go('setRectificationPlan', of, '2024-02-05', { ...plan(), pairedAgency: 'agc_nobody' })).codes).toEqual(['NOT_FOUND']);
    expect((await go('decideAcceptance', of, '2024-02-05', { score: 101, dissatisfaction: 0 })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('is overdue only while it is being put right', () => {
    expect(isOverdue({ state: CaseState.RECTIFYING, deadline: '2024-08-31' }, '2024-08-31')).toBe(false);
    expect(isOverdue({ state: CaseState.RECTIFYING, deadline: '2024-08-31' }, '2024-09-01')).toBe(true);
    expect(isOverdue({ state: CaseState.SELF_ACCEPTED, deadline: '2024-08-31' }, '2024-09-01')).toBe(false);
  });
});

describe('the two-year campaign', () => {
  const figures =
    '{ rectificationCampaigns(first: 1) { nodes { name from to document transformed { numerator denominator } cases { totalCount } } } }';
  it('of 2018 and 2019 tells how many of its cases were put right, as of any day', async () => {
    const of = async (day: string) => (await app.ask(figures, {}, { day })).data.rectificationCampaigns.nodes[0];
    const then = await of('2018-12-31');
    expect(then).toMatchObject({ from: '2018-01-01', to: '2020-01-01', cases: { totalCount: 13 } });
    expect(then.transformed.denominator).toBe(13);
    expect(then.transformed.numerator).toBeGreaterThan(3);
    expect(then.transformed.numerator).toBeLessThan(13);
    expect((await of('2020-12-31')).transformed.numerator).toBeGreaterThanOrEqual(12);
  });
});

describe('the board of problem villages', () => {
  const board = `query ($from: Date!, $to: Date!) { county(code: "140222000000") { secretaryProblems(from: $from, to: $to) {
    from to problems dispatched replaced concurrent selected
    villages { village { id name } problem since remedy holding { mode validFrom } }
    unmatched { village { id name } problem since remedy } } } }`;
  const year = { from: '2018-01-01', to: '2018-12-31' };

  it('shows 4 villages against 2 dispatched and 1 replaced, and names the one that is not matched', async () => {
    const { secretaryProblems: b } = (await app.ask(board, year, { day: '2018-12-31' })).data.county;
    expect(b).toMatchObject({ problems: 4, dispatched: 2, replaced: 1, concurrent: 0, selected: 0 });
    expect(b.unmatched).toEqual([{ village: expect.anything(), problem: 'VACANT', since: '2018-05-21', remedy: null }]);
    const vacant = (
      await app.ask(
        '{ partyOrganizations(filter: { tier: { eq: VILLAGE }, secretaryVacant: { eq: true } }) { nodes { village { id name } } } }',
        {},
        { day: '2018-12-31' },
      )
    ).data;
    expect(vacant.partyOrganizations.nodes).toEqual([{ village: b.unmatched[0].village }]);
  });

  it('matches the fourth in the next year, by concurrent appointment', async () => {
    const { secretaryProblems: b } = (await app.ask(board, { from: '2018-01-01', to: '2019-12-31' }, { day: '2019-12-31' })).data.county;
    const fourth = b.villages.find((v: { since: string }) => v.since === '2018-05-21');
    expect(fourth).toMatchObject({ remedy: 'CONCURRENT', holding: { mode: 'CONCURRENT', validFrom: '2019-03-18' } });
    expect(b.unmatched.map((v: { since: string }) => v.since)).not.toContain('2018-05-21');
  });

  it('knows of no day after the one asked for, takes a constant number of statements and stays in the territory', async () => {
    const early = (await app.ask(board, year, { day: '2018-06-30' })).data.county.secretaryProblems;
    expect(early).toMatchObject({ to: '2018-06-30', problems: 3, dispatched: 0 });
    await app.ask(board, year, { day: '2018-12-31' });
    expect(app.statements.length).toBeLessThanOrEqual(5);
    expect((await app.ask(board, { from: '2019-01-01', to: '2018-01-01' }, { day: '2018-12-31' })).codes).toEqual(['BAD_USER_INPUT']);
    const parts = await app.ask(
      `{ county(code: "140222000000") { townships { nodes { code secretaryProblems(from: "2018-01-01", to: "2018-12-31") { problems } } } } }`,
      {},
      { day: '2018-12-31' },
    );
    const own = parts.data.county.townships.nodes as { code: string; secretaryProblems: { problems: number } }[];
    expect(own.reduce((sum, t) => sum + t.secretaryProblems.problems, 0)).toBe(4);
    const one = own.find((t) => t.secretaryProblems.problems > 0) as (typeof own)[number];
    const theirs = await app.ask(board, year, { day: '2018-12-31', divisions: [one.code] });
    expect(theirs.data.county.secretaryProblems.problems).toBe(one.secretaryProblems.problems);
  });

  it('holds each problem against the first remedy of the period', () => {
    const held = (validFrom: string, validTo: string, mode = AppointmentMode.ELECTED, endReason: OfficeEnd | null = null) => ({
      validFrom,
      validTo,
      mode,
      endReason,
    });
    const head = (...holdings: ReturnType<typeof held>[]) => ({ holdings, founded: '2017-01-01', ends: '9999-12-31', weakSince: null });
    const of = (h: Parameters<typeof reconcile>[0]) => reconcile(h, '2018-01-01', '2018-12-31');
    expect(of(head(held('2017-01-01', '9999-12-31')))).toBeNull();
    expect(of(head(held('2017-01-01', '2018-05-01'), held('2018-05-01', '9999-12-31')))).toBeNull();
    expect(of(head(held('2017-01-01', '2018-05-01'), held('2018-06-01', '9999-12-31', AppointmentMode.SENT_DOWN)))).toMatchObject({
      problem: HeadProblem.VACANT,
      since: '2018-05-01',
      remedy: HeadRemedy.DISPATCHED,
    });
    expect(
      of(
        head(
          held('2017-01-01', '2018-05-01', AppointmentMode.ELECTED, OfficeEnd.NOT_COMPETENT),
          held('2018-05-01', '9999-12-31', AppointmentMode.SELECTED),
        ),
      ),
    ).toMatchObject({ problem: HeadProblem.INCOMPETENT, remedy: HeadRemedy.REPLACED });
    expect(of({ ...head(held('2017-01-01', '9999-12-31')), weakSince: '2018-03-01' })).toMatchObject({
      problem: HeadProblem.TEAM_WEAK,
      remedy: null,
    });
    expect(of({ ...head(held('2017-01-01', '2018-05-01')), ends: '2018-05-01' })).toBeNull();
    expect(of(head())).toMatchObject({ problem: HeadProblem.VACANT, since: '2018-01-01', remedy: null });
  });
});
