import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, type Asking, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';
import { effectDueChanges } from './change.job.ts';

let app: App;
/** Codes of villages that stand, each taken by one test. */
const free: Record<string, string[]> = {};
beforeAll(async () => {
  app = await testApp(villages);
  for (const township of ['140222101000', '140222103000']) {
    const { data } = await app.ask('query ($c: DivisionCode!) { township(code: $c) { villages(first: 200) { nodes { code } } } }', {
      c: township,
    });
    free[township] = data.township.villages.nodes.map((v: { code: string }) => v.code);
  }
});
const taken = (township = '140222103000') => free[township]?.shift() as string;
afterAll(() => app[Symbol.asyncDispose]());

const CIVIL = { role: 'CIVIL_AFFAIRS', id: 'test:civil' };
const LEADER = { role: 'COUNTY_SECRETARY', id: 'test:leader' };
const REGISTRAR = { role: 'CIVIL_AFFAIRS', id: 'test:registrar' };
const STATE = 'id state version allowedMoves';

const village = async (code: string, asking: Asking = {}) =>
  (
    await app.ask(
      'query ($c: DivisionCode!) { village(code: $c) { id code name officialName status township { id name code } profile { households persons } successors { known villages { id name } } codes { code from to begunBy { document } endedBy { type document } } names { name from to begunBy { document } } changes { type document } } }',
      { c: code },
      asking,
    )
  ).data.village;

const mutate = (name: string, input: object, asking: Asking = CIVIL) =>
  app.ask(
    `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${STATE} drawn { division code name begins } } }`,
    { input },
    asking,
  );

let serial = 100;
/** Takes a drafted change through document and approval; its day has come. */
async function approved(change: string): Promise<void> {
  const document = `天政发〔2026〕${++serial}号`;
  expect((await mutate('documentDivisionChange', { change, document, issuedOn: '2026-06-01' })).codes).toEqual([]);
  expect((await mutate('approveDivisionChange', { change }, LEADER)).codes).toEqual([]);
}
async function carriedOut(name: string, input: object): Promise<{ id: string; drawn: { division: string; code: string }[] }> {
  const { data, errors } = await mutate(name, { effectiveOn: '2026-06-15', ...input });
  expect(errors).toBeUndefined();
  await approved(data[name].id);
  const done = await mutate('effectDivisionChange', { change: data[name].id });
  expect(done.errors).toBeUndefined();
  expect(done.data.effectDivisionChange.state).toBe('EFFECTIVE');
  return data[name];
}

describe('a change of divisions', () => {
  it('goes from draft to verification, by different hands, and the register follows on the way', async () => {
    const [a, b] = await Promise.all([village(taken()), village(taken())]);
    const { data } = await mutate('mergeVillages', { from: [a.id], into: b.id, effectiveOn: '2026-06-15', reason: '人口过少' });
    const change = data.mergeVillages.id;
    expect(data.mergeVillages).toMatchObject({ state: 'DRAFT', allowedMoves: ['documentDivisionChange', 'withdrawDivisionChange'] });
    expect((await village(a.code)).status).toBe('ACTIVE');
    expect((await mutate('approveDivisionChange', { change }, LEADER)).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await mutate('documentDivisionChange', { change, document: '天政发二〇二六', issuedOn: '2026-06-01' })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect((await mutate('documentDivisionChange', { change, document: '天政发〔2026〕9号', issuedOn: '2026-06-20' })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect((await mutate('documentDivisionChange', { change, document: '天政发〔2026〕9号', issuedOn: '2026-06-01' })).codes).toEqual([]);
    expect((await mutate('approveDivisionChange', { change })).codes).toEqual(['FORBIDDEN']);
    expect((await mutate('approveDivisionChange', { change }, { ...LEADER, id: CIVIL.id })).codes).toEqual(['SELF_APPROVED']);
    expect((await mutate('effectDivisionChange', { change })).codes).toEqual(['ILLEGAL_MOVE']);
    await mutate('approveDivisionChange', { change }, LEADER);
    expect((await village(a.code)).status).toBe('ACTIVE');
    expect((await mutate('effectDivisionChange', { change })).data.effectDivisionChange.state).toBe('EFFECTIVE');
    expect((await mutate('effectDivisionChange', { change })).codes).toEqual(['ILLEGAL_MOVE']);
    const after = await village(a.code);
    expect(after).toMatchObject({ id: a.id, status: 'ABOLISHED', successors: { known: true, villages: [{ id: b.id }] } });
    expect(after.codes.at(-1)).toMatchObject({ to: '2026-06-15', endedBy: { type: 'MERGE', document: '天政发〔2026〕9号' } });
    expect(await village(a.code, { day: '2026-06-14' })).toMatchObject({ status: 'ACTIVE', successors: null });
    expect((await mutate('verifyDivisionChange', { change }, { ...REGISTRAR, id: LEADER.id })).codes).toEqual(['SELF_VERIFIED']);
    // What still runs in the village that ended must go somewhere first.
    const planned = await app.ask(
      '{ industryProjects(filter: { village: { eq: "KEY" }, state: { in: [PLANNED, RUNNING] } }) { nodes { id } } }'.replace('KEY', a.id),
    );
    expect(planned.errors).toBeUndefined();
    for (const { id: project } of planned.data.industryProjects.nodes) {
      expect((await mutate('verifyDivisionChange', { change }, REGISTRAR)).codes).toEqual(['LOOSE_ENDS']);
      await app.ask(
        'mutation ($input: MoveIndustryProjectInput!) { moveIndustryProject(input: $input) { village { id } } }',
        { input: { project, village: b.id } },
        { role: 'POVERTY_OFFICE' },
      );
    }
    expect((await mutate('verifyDivisionChange', { change }, REGISTRAR)).data.verifyDivisionChange).toMatchObject({
      state: 'VERIFIED',
      allowedMoves: ['nameSuccessors'],
    });
    expect((await app.ledger('divisionChange')).filter((r) => r.key === change).map((r) => r.event)).toEqual([
      'divisionChange.joined',
      'divisionChange.joined',
      'divisionChange.drafted',
      'divisionChange.documented',
      'divisionChange.approved',
      'divisionChange.effected',
      'divisionChange.verified',
    ]);
  });

  it('shows before approval what it touches, in this store and through the villages in the others', async () => {
    const [a, b] = await Promise.all([village(taken()), village(taken())]);
    const { data } = await mutate('mergeVillages', { from: [a.id], into: b.id, effectiveOn: '2026-12-01' });
    const preview =
      'query ($id: ID!) { divisionChange(id: $id) { impact { feasible obstacle ended redrawn begun organizations offices designations industryProjects openIncomes } from { id } to { id } villages { id } shares { division population assets } } }';
    const { divisionChange: seen } = (await app.ask(preview, { id: data.mergeVillages.id }, CIVIL)).data;
    expect(seen).toMatchObject({
      impact: { feasible: true, obstacle: null, ended: 1, redrawn: 0, begun: 0, organizations: 1, offices: expect.any(Number) },
      from: [{ id: a.id }],
      to: [{ id: b.id }],
      villages: [{ id: a.id }, { id: b.id }],
      shares: [{ division: b.id, population: 10_000, assets: 10_000 }],
    });
    const statements = app.statements.length;
    await app.ask('{ divisionChanges(first: 50) { nodes { id impact { offices openIncomes } villages { id name } } } }', {}, CIVIL);
    expect(app.statements.length).toBeLessThanOrEqual(statements + 3);
    // What another change took away meanwhile is an obstacle, told before anybody approves.
    await carriedOut('abolishVillage', { village: a.id });
    const { divisionChange: then } = (await app.ask(preview, { id: data.mergeVillages.id }, CIVIL)).data;
    expect(then.impact).toMatchObject({ feasible: false, obstacle: expect.stringContaining(a.id) });
    await mutate('documentDivisionChange', { change: data.mergeVillages.id, document: '天政发〔2026〕10号', issuedOn: '2026-06-01' });
    expect((await mutate('approveDivisionChange', { change: data.mergeVillages.id }, LEADER)).codes).toEqual(['NOT_FOUND']);
    expect(
      (await mutate('withdrawDivisionChange', { change: data.mergeVillages.id, reason: '已撤销' })).data.withdrawDivisionChange.state,
    ).toBe('WITHDRAWN');
  });

  it('is carried out by the job when its day comes, not before, and once', async () => {
    const [a, b] = await Promise.all([village(taken()), village(taken())]);
    const { data } = await mutate('mergeVillages', { from: [a.id], into: b.id, effectiveOn: '2026-07-10' });
    await approved(data.mergeVillages.id);
    expect((await mutate('effectDivisionChange', { change: data.mergeVillages.id })).codes).toEqual(['NOT_DUE']);
    const run = (day: string) => app.subgraph.run(effectDueChanges, new Date(`${day}T02:00:00+08:00`));
    expect(await run('2026-07-09')).toBe(0);
    const due = 'query { divisionChanges(filter: { due: { eq: true } }) { nodes { id } } }';
    expect((await app.ask(due, {}, { ...CIVIL, day: '2026-07-10' })).data.divisionChanges.nodes).toEqual([{ id: data.mergeVillages.id }]);
    expect(await run('2026-07-12')).toBe(1);
    expect(await run('2026-07-12')).toBe(0);
    expect(await village(a.code, { day: '2026-07-09' })).toMatchObject({ status: 'ACTIVE' });
    expect(await village(a.code, { day: '2026-07-10' })).toMatchObject({ status: 'ABOLISHED' });
  });

  it('ends the organization, the offices and the designations of what ends, and counts its people where they now live', async () => {
    const [a, b] = await Promise.all([village(taken()), village(taken())]);
    const all =
      'query ($c: DivisionCode!) { village(code: $c) { party { id } secretary { vacant } designations { totalCount } profile { households persons } } }';
    expect((await app.ask(all, { c: a.code })).data.village.party).not.toBeNull();
    const counted = async (id: string) =>
      (await app.ask('query ($d: ID!) { memberCounts(filter: { division: { eq: $d } }) { totalCount } }', { d: id })).data.memberCounts
        .totalCount;
    expect(await counted(a.id)).toBe(1);
    await carriedOut('mergeVillages', { from: [a.id], into: b.id });
    expect(await counted(a.id)).toBe(0);
    expect((await app.ask(all, { c: a.code })).data.village).toEqual({
      party: null,
      secretary: null,
      designations: { totalCount: 0 },
      profile: null,
    });
    expect((await app.ask(all, { c: a.code }, { day: '2026-06-14' })).data.village.party).not.toBeNull();
    const after = (await app.ask(all, { c: b.code })).data.village.profile;
    expect(after.persons).toBe(a.profile.persons + b.profile.persons);
    expect(after.households).toBe(a.profile.households + b.profile.households);
  });

  it('divides a village by shares that sum to one, and loses nobody to rounding', async () => {
    const source = await village(taken());
    const parent = source.township.id;
    const parts = (shares: [number, number][]) =>
      shares.map(([population, assets], i) => ({ establish: { kind: 'VILLAGE', name: `分设${i + 1}`, parent }, population, assets }));
    const split = (p: object[]) => mutate('splitVillage', { village: source.id, effectiveOn: '2026-06-15', parts: p });
    expect(
      (
        await split(
          parts([
            [5000, 5000],
            [4999, 5000],
          ]),
        )
      ).codes,
    ).toEqual(['SHARES_MISMATCH']);
    expect(
      (
        await split(
          parts([
            [10_000, 5000],
            [0, 4000],
            [0, 1001],
          ]),
        )
      ).codes,
    ).toEqual(['SHARES_MISMATCH']);
    expect(
      (
        await split(
          parts([
            [11_000, 5000],
            [-1000, 5000],
          ]),
        )
      ).codes,
    ).toEqual(['SHARES_MISMATCH']);
    expect((await split(parts([[10_000, 10_000]]))).codes).toEqual(['BAD_USER_INPUT']);
    expect((await split([{ village: 'x', establish: parts([[1, 1]])[0]?.establish, population: 1, assets: 1 }])).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    const { drawn } = await carriedOut('splitVillage', {
      village: source.id,
      parts: parts([
        [3333, 5000],
        [3333, 2500],
        [3334, 2500],
      ]),
    });
    const heirs = await Promise.all(drawn.map((d) => village(d.code)));
    expect(heirs.map((h) => h.code)).toEqual(drawn.map((d) => d.code));
    expect(new Set(heirs.map((h) => h.id))).toEqual(new Set(drawn.map((d) => d.division)));
    expect(heirs.reduce((n, h) => n + h.profile.persons, 0)).toBe(source.profile.persons);
    expect((await village(source.code)).successors.villages.map((v: { id: string }) => v.id).toSorted()).toEqual(
      drawn.map((d) => d.division).toSorted(),
    );
  });

  it('renames, recodes and transfers a village that stays itself; every code and name answers with the document that changed it', async () => {
    const { id, code, name } = await village(taken());
    await carriedOut('renameDivision', { division: id, name: '新名村委会' });
    await carriedOut('recodeDivision', { division: id });
    const township = (await village('140222204200')).township;
    const moved = await carriedOut('transferVillage', { village: id, township: township.id });
    const now = await village(code);
    expect(now).toMatchObject({
      id,
      name: '新名',
      officialName: '新名村委会',
      township: { name: township.name },
      code: moved.drawn[0]?.code,
    });
    expect(now.code.slice(0, 9)).toBe(township.code.slice(0, 9));
    expect(now.changes).toHaveLength(3);
    expect(now.names.map((n: { name: string }) => n.name)).toEqual([name, '新名']);
    expect(now.names.at(-1).begunBy.document).toMatch(/^天政发〔2026〕\d+号$/);
    for (const { code: any } of now.codes) expect((await village(any)).id).toBe(id);
    // The township it left no longer sees it; the one it came to does, its past included.
    expect(
      (await app.ask('query ($c: DivisionCode!) { village(code: $c) { id } }', { c: code }, { divisions: ['140222103000'] })).codes,
    ).toEqual(['NOT_FOUND']);
    expect((await village(code, { divisions: [township.code], day: '2020-01-01' })).id).toBe(id);
  });

  it('merges a township with all that lies in it, and its callers follow', async () => {
    const t = async (code: string, asking: Asking = {}) =>
      (
        await app.ask(
          'query ($c: DivisionCode!) { township(code: $c) { id name status villages(first: 200) { totalCount nodes { id code } } } }',
          { c: code },
          asking,
        )
      ).data.township;
    const [gone, heir] = await Promise.all([t('140222210000'), t('140222209000')]);
    expect(
      (await mutate('mergeTownships', { from: [gone.id], into: heir.id, effectiveOn: '2026-06-15' }, { role: 'TOWNSHIP_ADMIN' })).codes,
    ).toEqual(['FORBIDDEN']);
    await carriedOut('mergeTownships', { from: [gone.id], into: heir.id, effectiveOn: '2026-06-25' });
    const after = await t('140222209000');
    expect(after.villages.totalCount).toBe(gone.villages.totalCount + heir.villages.totalCount);
    expect(after.villages.nodes.every((v: { code: string }) => v.code.startsWith('140222209'))).toBe(true);
    expect((await t('140222210000')).status).toBe('ABOLISHED');
    const own = gone.villages.nodes[0];
    expect((await village(own.code, { divisions: ['140222209000'] })).id).toBe(own.id);
  });

  it('turns a 乡 into a 镇: another code and name, and the codes below go along', async () => {
    const { data } = await app.ask('{ township(code: "140222206000") { id villages(first: 200) { nodes { id code } } } }');
    expect((await mutate('recodeDivision', { division: data.township.id, code: '140222111000', effectiveOn: '2026-06-15' })).codes).toEqual(
      ['CODE_RANGE'],
    );
    await carriedOut('recodeDivision', { division: data.township.id, code: '140222111000', name: '赵家沟镇' });
    const after = (await app.ask('{ township(code: "140222206000") { id code name villages(first: 200) { nodes { id code } } } }')).data
      .township;
    expect(after).toMatchObject({ id: data.township.id, code: '140222111000', name: '赵家沟镇' });
    expect(after.villages.nodes.map((v: { code: string }) => v.code)).toEqual(
      data.township.villages.nodes.map((v: { code: string }) => `140222111${v.code.slice(9)}`),
    );
  });

  it('names successors later, by a document, and is verified anew', async () => {
    const { data } = await app.ask(
      '{ village(code: "140222102212") { id successors { known } changes { id type } } heir: village(code: "140222102200") { id } ended: village(code: "140222103201") { id } }',
      {},
      CIVIL,
    );
    const change = data.village.changes.find((c: { type: string }) => c.type === 'ABOLISH').id;
    expect(data.village.successors.known).toBe(false);
    const name = (successors: object[], document = '天政办发〔2026〕31号') => mutate('nameSuccessors', { change, successors, document });
    const whole = { population: 10_000, assets: 10_000 };
    expect((await name([{ village: data.village.id, ...whole }])).codes).toEqual(['BAD_USER_INPUT']);
    expect((await name([{ village: data.ended.id, ...whole }])).codes).toEqual(['NOT_FOUND']);
    expect((await name([{ village: data.heir.id, population: 9000, assets: 10_000 }])).codes).toEqual(['SHARES_MISMATCH']);
    expect((await name([{ village: data.heir.id, ...whole }], '无号')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await name([{ village: data.heir.id, ...whole }])).data.nameSuccessors).toMatchObject({ state: 'EFFECTIVE' });
    const after = (
      await app.ask('{ village(code: "140222102212") { successors { known villages { id } } changes { successorsDocument } } }')
    ).data.village;
    expect(after.successors).toEqual({ known: true, villages: [{ id: data.heir.id }] });
    expect(after.changes.at(-1).successorsDocument).toBe('天政办发〔2026〕31号');
    // What was known on an earlier day isn't rewritten.
    expect(
      (
        await app.ask('{ divisionChanges(filter: { state: { eq: EFFECTIVE } }) { nodes { id } } }', {}, { ...CIVIL, day: '2026-06-29' })
      ).data.divisionChanges.nodes.map((n: { id: string }) => n.id),
    ).not.toContain(change);
  });

  it('refuses what would break the register', async () => {
    const [a, b] = await Promise.all([village(taken('140222101000')), village(taken('140222101000'))]);
    const parent = a.township.id;
    const establish = (over: object) =>
      mutate('establishDivision', { effectiveOn: '2026-06-15', division: { kind: 'VILLAGE', name: '某某', parent, ...over } });
    expect((await establish({ code: a.code })).codes).toEqual(['CODE_IN_USE']);
    expect((await establish({ code: '140222202200' })).codes).toEqual(['CODE_IN_USE']); // given up in 2021, never given again
    expect((await establish({ code: '140222101199' })).codes).toEqual(['CODE_RANGE']);
    expect((await establish({ code: '140222102390' })).codes).toEqual(['CODE_RANGE']);
    expect((await establish({ kind: 'COMMUNITY', code: '140222101399' })).codes).toEqual(['CODE_RANGE']);
    expect((await establish({ name: a.name })).codes).toEqual(['NAME_IN_USE']);
    expect((await establish({ name: '村委会' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await establish({ name: '很'.repeat(41) })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await establish({ parent: a.id })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await establish({ parent: 'twn_unknown' })).codes).toEqual(['NOT_FOUND']);
    expect((await establish({ kind: 'COUNTY' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await establish({ kind: 'TOWNSHIP', name: '某某' })).codes).toEqual(['BAD_USER_INPUT']);
    const merge = (input: object) => mutate('mergeVillages', { effectiveOn: '2026-06-15', ...input });
    expect((await merge({ from: [a.id], into: a.id })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await merge({ from: [a.id, a.id], into: b.id })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await merge({ from: [], into: b.id })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await merge({ from: [a.id] })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await merge({ from: [a.id], into: parent })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await merge({ from: [parent], into: (await village('140222102200')).township.id })).codes).toEqual(['CHILDREN_REMAIN']);
    expect((await merge({ from: [a.id], into: b.id, effectiveOn: '2016-01-01' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await merge({ from: [a.id], into: b.id, effectiveOn: '9999-12-31' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await mutate('abolishVillage', { village: parent, effectiveOn: '2026-06-15' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await mutate('renameDivision', { division: a.id, name: b.name, effectiveOn: '2026-06-15' })).codes).toEqual(['NAME_IN_USE']);
    expect((await mutate('transferVillage', { village: a.id, township: parent, effectiveOn: '2026-06-15' })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  it('is drafted by a township for its own villages alone', async () => {
    const [a, b, far] = await Promise.all([village(taken('140222101000')), village(taken('140222101000')), village('140222102201')]);
    const own = { role: 'TOWNSHIP_ADMIN', divisions: ['140222101000'] };
    const merge = (from: string, into: string) => mutate('mergeVillages', { from: [from], into, effectiveOn: '2026-12-01' }, own);
    expect((await merge(a.id, far.id)).codes).toEqual(['NOT_FOUND']);
    const { data } = await merge(a.id, b.id);
    expect(data.mergeVillages.state).toBe('DRAFT');
    expect((await mutate('effectDivisionChange', { change: data.mergeVillages.id }, own)).codes).toEqual(['FORBIDDEN']);
    const seenBy = async (division: string) =>
      (
        await app.ask(
          'query ($id: ID!) { divisionChange(id: $id) { id } }',
          { id: data.mergeVillages.id },
          { ...CIVIL, divisions: [division] },
        )
      ).data.divisionChange;
    expect(await seenBy('140222101000')).not.toBeNull();
    expect(await seenBy('140222102000')).toBeNull();
  });

  it('that many carry out at once is carried out once, and two that want one code get one refusal', async () => {
    const parent = (await village(taken('140222101000'))).township.id;
    const draft = async (name: string) =>
      (await mutate('establishDivision', { effectiveOn: '2026-06-15', division: { kind: 'VILLAGE', name, parent, code: '140222101377' } }))
        .data.establishDivision.id;
    const [one, two] = [await draft('甲村'), await draft('乙村')];
    await approved(one);
    await approved(two);
    const tries = await Promise.all([one, one, one, two, two, two].map((change) => mutate('effectDivisionChange', { change })));
    const codes = tries.map((t) => t.codes[0] ?? 'done').toSorted();
    expect(codes.filter((c) => c === 'done')).toHaveLength(1);
    expect(codes.filter((c) => c === 'CODE_IN_USE')).toHaveLength(3);
    expect(codes.filter((c) => c === 'ILLEGAL_MOVE')).toHaveLength(2);
    expect(['甲村', '乙村']).toContain((await village('140222101377')).name);
  });

  it('that ends a village at the same time as another one ends it once', async () => {
    const [a, b, c] = await Promise.all([0, 1, 2].map(() => village(taken('140222101000'))));
    const into = async (heir: string) =>
      (await mutate('mergeVillages', { from: [a.id], into: heir, effectiveOn: '2026-06-15' })).data.mergeVillages.id;
    const [one, two] = [await into(b.id), await into(c.id)];
    await approved(one);
    await approved(two);
    const tries = await Promise.all([one, two].map((change) => mutate('effectDivisionChange', { change })));
    expect(tries.map((t) => t.codes[0] ?? 'done').toSorted()).toEqual(['NOT_FOUND', 'done']);
    expect((await village(a.code)).successors.villages).toHaveLength(1);
  });
});
