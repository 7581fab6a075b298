import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstBroken } from '#platform/ledger';
import { type Answer, type App, type Asking, COUNTY } from '#platform/testing';
import { aPerson, aPosting, aTeam } from '../samples.ts';
import { personnelApp } from '../testing.ts';
import { conflict, type Held, isDocumentNumber, mostAtOnce, PostingKind } from './posting.rules.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp({ seed: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const org = { role: 'ORG_DEPT' };
const [HERE, THERE] = ['140222102200', '140222102201'];
const MIXIANGUAN = '140222102000';
const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
/** Villages that exist, one for each test that wants an empty one. */
const villages = (count: number): string[] => app.subgraph.store.territory.within(at(COUNTY), '2026-06-30', 'VILLAGE').slice(-count);

const SHOWN = 'id state version plannedTo actualFrom actualTo endReason document waiver moves replacement { id }';
const move = (verb: string, input: object, asking: Asking = org): Promise<Answer> => {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  return app.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { ${SHOWN} } }`, { input }, asking);
};
const proposal = (over: object) => ({
  kind: 'FIRST_SECRETARY',
  targetType: 'VILLAGE',
  target: at(HERE),
  dispatchAgency: 'agc_sample000001',
  dispatchLevel: 'COUNTY',
  plannedFrom: '2026-06-01',
  plannedTo: '2028-06-01',
  ...over,
});
const document = '天组发〔2026〕12号';
/** A posting that waits for arrival. */
async function approved(over: object): Promise<string> {
  const { id } = (await move('proposePosting', proposal(over))).data.proposePosting;
  await move('approvePosting', { posting: id, document });
  return id;
}
async function somebody(over: object = {}): Promise<string> {
  const person = aPerson({ homeDivision: at(COUNTY), ...over });
  await app.given(person);
  return person.id;
}

describe('a posting', () => {
  it('goes from proposal to completion, by document, arrival, extension and hand-over', async () => {
    const [target] = villages(1);
    const person = await somebody();
    const on = (day: string) => ({ ...org, day });
    const made = await move(
      'proposePosting',
      proposal({ person, target, plannedFrom: '2022-06-01', plannedTo: '2024-06-01' }),
      on('2022-05-01'),
    );
    const posting = made.data.proposePosting.id;
    expect(made.data.proposePosting).toMatchObject({ state: 'PROPOSED', version: 1, moves: ['approve'] });
    expect((await move('approvePosting', { posting }, on('2022-05-20'))).codes).toEqual(['DOCUMENT_REQUIRED']);
    expect((await move('approvePosting', { posting, document: '12号' }, on('2022-05-20'))).codes).toEqual(['DOCUMENT_REQUIRED']);
    const agreed = await move('approvePosting', { posting, document }, on('2022-05-20'));
    expect(agreed.data.approvePosting).toMatchObject({ state: 'APPROVED', document, moves: ['arrive', 'cancel'] });
    const arrived = await move('recordArrival', { posting, arrivedOn: '2022-06-02' }, org);
    expect(arrived.data.recordArrival).toMatchObject({ state: 'ACTIVE', actualFrom: '2022-06-02' });
    expect((await move('extendPosting', { posting, plannedTo: '2024-06-01', document }, on('2024-05-01'))).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect((await move('extendPosting', { posting, plannedTo: '2025-06-01' }, on('2024-05-01'))).codes).toEqual(['DOCUMENT_REQUIRED']);
    expect((await move('extendPosting', { posting, plannedTo: '2025-06-01', document }, on('2024-06-01'))).codes).toEqual(['TERM_OVER']);
    const longer = await move('extendPosting', { posting, plannedTo: '2025-06-01', document }, on('2024-05-01'));
    expect(longer.data.extendPosting).toMatchObject({ state: 'ACTIVE', plannedTo: '2025-06-01' });
    expect((await move('completePosting', { posting, handedOver: true }, on('2025-05-31'))).codes).toEqual(['TERM_RUNNING']);
    expect((await move('completePosting', { posting, handedOver: false }, on('2025-06-01'))).codes).toEqual(['HANDOVER_REQUIRED']);
    const done = await move('completePosting', { posting, handedOver: true }, on('2025-06-01'));
    expect(done.data.completePosting).toMatchObject({ state: 'COMPLETED', endReason: 'TERM_END', actualTo: '2025-06-01', moves: [] });
    expect((await app.ledger('posting')).filter((r) => r.key === posting).map((r) => [r.event, r.day])).toEqual([
      ['posting.proposed', '2022-05-01'],
      ['posting.approved', '2022-05-20'],
      ['posting.arrived', '2022-06-02'],
      ['posting.extended', '2024-05-01'],
      ['posting.completed', '2025-06-01'],
    ]);
    const states = await Promise.all(
      ['2022-05-01', '2022-05-20', '2022-06-01', '2022-06-02', '2025-05-31', '2025-06-01'].map(
        async (day) => (await app.ask('query ($id: ID!) { posting(id: $id) { state } }', { id: posting }, { day })).data.posting.state,
      ),
    );
    expect(states).toEqual(['PROPOSED', 'APPROVED', 'APPROVED', 'ACTIVE', 'ACTIVE', 'COMPLETED']);
  });

  it('refuses every move that its state does not allow, and says which are', async () => {
    const posting = (await move('proposePosting', proposal({ person: await somebody(), target: villages(2)[0] }))).data.proposePosting.id;
    for (const [verb, input] of [
      ['recordArrival', {}],
      ['extendPosting', { plannedTo: '2029-01-01', document }],
      ['completePosting', { handedOver: true }],
      ['recallPosting', { reason: 'HEALTH', waiver: 'none to be had' }],
      ['cancelPosting', {}],
    ] as const) {
      const { codes, errors } = await move(verb, { posting, ...input });
      expect([verb, codes]).toEqual([verb, ['ILLEGAL_MOVE']]);
      expect(errors?.[0]?.extensions).toMatchObject({ state: 'PROPOSED', allowed: ['approve'] });
    }
    await move('approvePosting', { posting, document });
    expect((await move('approvePosting', { posting, document })).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await move('cancelPosting', { posting, expectedVersion: 1 })).codes).toEqual(['STALE_VERSION']);
    expect((await move('cancelPosting', { posting, expectedVersion: 2 })).data.cancelPosting).toMatchObject({
      state: 'CANCELLED',
      version: 3,
    });
  });

  it('is recalled for a replacement of the same place, or with a waiver, and the replacement arrives the same day', async () => {
    const [target, elsewhere] = villages(4) as [string, string];
    const posting = await approved({ person: await somebody(), target });
    await move('recordArrival', { posting });
    const successor = await approved({ person: await somebody(), target });
    const other = await approved({ person: await somebody(), target: elsewhere });
    const recall = (over: object) => move('recallPosting', { posting, reason: 'RECALLED_INCOMPETENT', ...over });
    expect((await recall({})).codes).toEqual(['REPLACEMENT_REQUIRED']);
    expect((await recall({ waiver: ' ' })).codes).toEqual(['REPLACEMENT_REQUIRED']);
    expect((await recall({ replacement: other })).codes).toEqual(['REPLACEMENT_REQUIRED']);
    expect((await recall({ replacement: posting })).codes).toEqual(['REPLACEMENT_REQUIRED']);
    expect((await recall({ replacement: 'pst_none' })).codes).toEqual(['NOT_FOUND']);
    expect((await recall({ replacement: successor, reason: 'TERM_END' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await move('recordArrival', { posting: successor })).codes).toEqual(['POST_HELD']);
    const { data } = await recall({ replacement: successor });
    expect(data.recallPosting).toMatchObject({ state: 'RECALLED', endReason: 'RECALLED_INCOMPETENT', replacement: { id: successor } });
    expect((await move('recordArrival', { posting: successor })).data.recordArrival).toMatchObject({
      state: 'ACTIVE',
      actualFrom: '2026-06-30',
    });
    await move('recordArrival', { posting: other });
    const waived = await move('recallPosting', { posting: other, reason: 'HEALTH', waiver: '任期将满' });
    expect(waived.data.recallPosting).toMatchObject({ waiver: '任期将满', replacement: null });
  });

  it.each([
    ['a village kind to a township', { targetType: 'TOWNSHIP', target: MIXIANGUAN }, 'WRONG_TARGET'],
    ['an officer to a village', { kind: 'FULLTIME_POVERTY_OFFICER' }, 'WRONG_TARGET'],
    ['a township called a village', { target: MIXIANGUAN }, 'WRONG_TARGET'],
    ['a community called a village', { target: '140222100001' }, 'WRONG_TARGET'],
    ['a village abolished before', { target: '140222102212' }, 'WRONG_TARGET'],
    ['no village at all', { target: '999999999999' }, 'NOT_FOUND'],
    ['an agency that is home', { kind: 'SECONDMENT', targetType: 'AGENCY', target: 'agc_home' }, 'OWN_AGENCY'],
    ['a leader without a team', { kind: 'TEAM_LEADER' }, 'BAD_USER_INPUT'],
    ['a member of no team', { kind: 'TEAM_MEMBER', team: 'rst_none' }, 'NOT_FOUND'],
    ['a term that ends first', { plannedTo: '2026-06-01' }, 'BAD_USER_INPUT'],
    ['nobody', { person: 'per_none' }, 'NOT_FOUND'],
  ])('is not proposed for %s', async (_, over, code) => {
    const person = await somebody({ homeAgency: 'agc_home' });
    const { target = HERE, ...rest } = over as { target?: string };
    expect((await move('proposePosting', proposal({ person, ...rest, target: at(target) ?? target }))).codes).toEqual([code]);
  });

  it('to a village that has been abolished meanwhile is neither begun nor run on: it is completed', async () => {
    const gone = at('140222102212');
    const [waiting, person] = [await somebody(), await somebody()];
    const posting = aPosting({ person, target: gone, plannedTo: '2021-05-01' });
    await app.given(
      posting,
      aPosting({ person: waiting, target: gone, kind: PostingKind.RESIDENT_CADRE, state: 'APPROVED' as never, id: 'pst_waiting' }),
    );
    expect((await move('recordArrival', { posting: 'pst_waiting' }, { ...org, day: '2020-06-30' })).codes).toEqual(['WRONG_TARGET']);
    const done = await move('completePosting', { posting: posting.id, handedOver: true }, { ...org, day: '2020-06-30' });
    expect(done.data.completePosting).toMatchObject({ state: 'COMPLETED', endReason: 'VILLAGE_ABOLISHED' });
  });

  it('is made by the organization department; a township proposes and receives its own', async () => {
    const person = await somebody({ homeDivision: at(MIXIANGUAN) });
    const township = { role: 'TOWNSHIP_ADMIN', divisions: [MIXIANGUAN] };
    const input = proposal({ person, kind: 'RESIDENT_CADRE', dispatchLevel: 'TOWNSHIP', target: at(THERE) });
    expect((await move('proposePosting', input, { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
    expect((await move('proposePosting', input, { ...township, divisions: ['140222101000'] })).codes).toEqual(['NOT_FOUND']);
    const posting = (await move('proposePosting', input, township)).data.proposePosting.id;
    expect((await move('approvePosting', { posting, document }, township)).codes).toEqual(['FORBIDDEN']);
    await move('approvePosting', { posting, document });
    expect((await move('recordArrival', { posting }, { ...township, divisions: ['140222101000'] })).codes).toEqual(['NOT_FOUND']);
    expect((await move('recordArrival', { posting, arrivedOn: '2026-07-01' }, township)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await move('recordArrival', { posting }, township)).data.recordArrival.state).toBe('ACTIVE');
    expect((await move('recallPosting', { posting, reason: 'HEALTH', waiver: 'x' }, township)).codes).toEqual(['FORBIDDEN']);
  });

  it('to an agency lies where the person is at home', async () => {
    const person = await somebody({ homeDivision: at(MIXIANGUAN) });
    const input = proposal({ person, kind: 'SECONDMENT', targetType: 'AGENCY', target: 'agc_host' });
    const { id } = (await move('proposePosting', input)).data.proposePosting;
    const ask = (divisions: string[]) =>
      app.ask('query ($id: ID!) { posting(id: $id) { agency { id } village { id } } }', { id }, { divisions });
    expect((await ask([MIXIANGUAN])).data.posting).toEqual({ agency: { id: 'agc_host' }, village: null });
    expect((await ask(['140222101000'])).codes).toEqual(['NOT_FOUND']);
  });
});

describe('postings', () => {
  it('are listed with their village, township and agency, in scope, in as many statements for one parent as for many', async () => {
    const [here, there] = villages(140) as [string, string];
    const team = aTeam({ village: here });
    const sent = (target: string, over = {}) => aPosting({ person: 'per_listed', target, dispatchAgency: 'agc_listed', ...over });
    const officer = { kind: PostingKind.FULLTIME_POVERTY_OFFICER, targetType: 'TOWNSHIP' as never };
    await app.given(team, sent(here, { team: team.id }), sent(there, { state: 'COMPLETED' }), sent(at(MIXIANGUAN), officer));
    const list =
      'postings(filter: { dispatchAgency: { eq: "agc_listed" } }) { totalCount nodes { state team { id } village { id } township { id } } }';
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Village { ${list} } ... on Township { ${list} } ... on Agency { dispatchedPostings { totalCount nodes { kind } } } } }`;
    const one = (__typename: string, id: string) => ({ __typename, id });
    const all = [one('Village', here), one('Village', there), one('Township', at(MIXIANGUAN)), one('Agency', 'agc_listed')];
    const { data } = await app.ask(query, { r: all });
    expect(data._entities.slice(0, 3).map((p: { postings: { nodes: object[] } }) => p.postings.nodes)).toEqual([
      [{ state: 'ACTIVE', team: { id: team.id }, village: { id: here }, township: null }],
      [{ state: 'COMPLETED', team: null, village: { id: there }, township: null }],
      [{ state: 'ACTIVE', team: null, village: null, township: { id: at(MIXIANGUAN) } }],
    ]);
    expect(data._entities[3].dispatchedPostings.totalCount).toBe(3);
    const many = app.statements.length;
    await app.ask(query, { r: [all[0], all[3]] });
    expect(app.statements).toHaveLength(many);
    const scoped = await app.ask(query, { r: all }, { divisions: [MIXIANGUAN] });
    expect(scoped.data._entities[0]).toBeNull();
    expect(scoped.data._entities[3].dispatchedPostings).toEqual({ totalCount: 1, nodes: [{ kind: 'FULLTIME_POVERTY_OFFICER' }] });
  });
});

describe('a place in a village', () => {
  it('is one for each person, but a leader may be first secretary of the same village', async () => {
    const [here, there] = villages(8) as [string, string];
    const [person, team] = [await somebody(), aTeam({ village: here })];
    const away = aTeam({ village: there });
    await app.given(team, away);
    const arrive = async (over: object) => (await move('recordArrival', { posting: await approved({ person, ...over }) })).codes;
    expect(await arrive({ kind: 'TEAM_LEADER', team: team.id, target: here })).toEqual([]);
    expect(await arrive({ kind: 'FIRST_SECRETARY', target: there })).toEqual(['ALREADY_POSTED']);
    expect(await arrive({ kind: 'RESIDENT_CADRE', target: here })).toEqual(['ALREADY_POSTED']);
    expect(await arrive({ kind: 'TEAM_MEMBER', team: away.id, target: there })).toEqual(['ALREADY_POSTED']);
    expect(await arrive({ kind: 'FIRST_SECRETARY', target: here })).toEqual([]);
    expect(await arrive({ kind: 'TEAM_LEADER', team: away.id, target: there })).toEqual(['ALREADY_POSTED']);
    expect(await arrive({ kind: 'TEAM_LEADER', team: team.id, target: here, person: await somebody() })).toEqual(['POST_HELD']);
  });

  it('outside of the territory counts, and the refusal does not say where it is', async () => {
    const person = await somebody({ homeDivision: at(MIXIANGUAN) });
    await app.given(aPosting({ person, target: villages(9)[0] as string, kind: PostingKind.RESIDENT_CADRE }));
    const posting = await approved({ person, target: at(THERE) });
    const { codes, errors } = await move('recordArrival', { posting }, { role: 'TOWNSHIP_ADMIN', divisions: [MIXIANGUAN] });
    expect(codes).toEqual(['ALREADY_POSTED']);
    expect(JSON.stringify(errors)).not.toContain(villages(9)[0]);
  });

  it('that was filled on an earlier day is not filled again behind its back', async () => {
    const target = villages(10)[0] as string;
    const past = aPosting({ person: await somebody(), target, validFrom: '2019-01-01', validTo: '2026-06-20' });
    await app.given(past);
    const posting = await approvedOn('2026-06-01', { person: await somebody(), target });
    expect((await move('recordArrival', { posting, arrivedOn: '2026-06-19' })).codes).toEqual(['POST_HELD']);
    expect((await move('recordArrival', { posting, arrivedOn: '2026-06-20' })).codes).toEqual([]);
  });

  it('goes to one of a hundred who arrive at once', async () => {
    const target = villages(11)[0] as string;
    const people = Array.from({ length: 100 }, () => aPerson({ homeDivision: at(COUNTY) }));
    const rivals = people.map((p) => aPosting({ person: p.id, target, state: 'APPROVED' as never }));
    await app.given(...people, ...rivals);
    await oneArrives(
      rivals.map((r) => r.id),
      'POST_HELD',
    );
  });

  it('is given once to a person whom a hundred villages receive at once', async () => {
    const person = await somebody();
    const kinds = [PostingKind.FIRST_SECRETARY, PostingKind.TEAM_LEADER, PostingKind.TEAM_MEMBER, PostingKind.RESIDENT_CADRE];
    const rivals = villages(130)
      .slice(0, 100)
      .map((target, i) =>
        aPosting({ person, target, kind: kinds[i % 4] as PostingKind, state: 'APPROVED' as never, team: `rst_rival${i}` }),
      );
    await app.given(...rivals);
    await oneArrives(
      rivals.map((r) => r.id),
      'ALREADY_POSTED',
    );
  });

  it('as a full-time officer is one of three, however many arrive at once', async () => {
    const target = at('140222101000');
    const people = Array.from({ length: 50 }, () => aPerson({ homeDivision: at(COUNTY) }));
    const given = { target, kind: PostingKind.FULLTIME_POVERTY_OFFICER, targetType: 'TOWNSHIP' as never, state: 'APPROVED' as never };
    const rivals = people.map((p) => aPosting({ person: p.id, ...given }));
    await app.given(...people, ...rivals);
    const tries = await Promise.all(rivals.map((r) => move('recordArrival', { posting: r.id })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(3);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['OFFICERS_COMPLETE']));
  });

  const approvedOn = async (day: string, over: object): Promise<string> => {
    const { id } = (await move('proposePosting', proposal(over), { ...org, day })).data.proposePosting;
    await move('approvePosting', { posting: id, document }, { ...org, day });
    return id;
  };
  const oneArrives = async (ids: readonly string[], refusal: string): Promise<void> => {
    const before = (await app.ledger('posting')).length;
    const tries = await Promise.all(ids.map((posting) => move('recordArrival', { posting })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set([refusal]));
    expect((await app.ledger('posting')).length).toBe(before + 1);
    expect(firstBroken(await app.ledger())).toBeNull();
  };
});

describe('the rule of places', () => {
  const held = (over: Partial<Held>): Held => ({
    id: 'a',
    person: 'p',
    kind: PostingKind.FIRST_SECRETARY,
    target: 'v',
    validFrom: '2018-01-01',
    validTo: '2020-01-01',
    ...over,
  });
  it('lets a posting stand beside itself, other people in other villages and the other half of its pair', () => {
    expect(conflict(held({}), [held({})])).toBeNull();
    expect(conflict(held({}), [held({ id: 'b', person: 'q', target: 'w' })])).toBeNull();
    expect(conflict(held({}), [held({ id: 'b', kind: PostingKind.TEAM_LEADER })])).toBeNull();
    expect(conflict(held({}), [held({ id: 'b', kind: PostingKind.TEAM_LEADER, target: 'w' })])?.code).toBe('ALREADY_POSTED');
    expect(conflict(held({}), [held({ id: 'b', person: 'q' })])?.code).toBe('POST_HELD');
  });
  it('counts officers of the same day, not of the same years', () => {
    const officers = [held({ validTo: '2018-06-01' }), held({ validFrom: '2018-06-01' }), held({ validFrom: '2018-09-01' })];
    expect(mostAtOnce(officers, '2018-01-01')).toBe(2);
    expect(mostAtOnce([], '2018-01-01')).toBe(0);
  });
  it('reads document numbers as offices write them', () => {
    expect(['天办发〔2018〕12号', '天组干字〔2026〕101号'].every(isDocumentNumber)).toBe(true);
    expect(['天办发[2018]12号', '〔2018〕12号', '天办发〔18〕12号', ''].some(isDocumentNumber)).toBe(false);
  });
});
