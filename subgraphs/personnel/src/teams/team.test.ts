import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, COUNTY } from '#platform/testing';
import { PostingKind } from '../postings/posting.rules.ts';
import { aPerson, aPosting, aTeam } from '../samples.ts';
import { personnelApp } from '../testing.ts';
import { isUnderStrength } from './team.rules.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp({ seed: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
const org = { role: 'ORG_DEPT' };
const form =
  'mutation ($input: FormTeamInput!) { formTeam(input: $input) { id term village { id } dispatchAgency { id } strength underStrength leader { id } } }';
const withdraw = 'mutation ($input: WithdrawTeamInput!) { withdrawTeam(input: $input) { id validTo endReason } }';
const teams =
  '{ residentTeams { totalCount nodes { id strength underStrength leader { person { name } team { id } } postings { totalCount } } } }';

describe('a resident team', () => {
  it('is under strength below three people; who leads it and is first secretary counts once', async () => {
    const village = at('140222102200');
    const team = aTeam({ village });
    const [leader, member, cadre] = ['李伟', '王芳', '赵敏'].map((name) => aPerson({ name, homeDivision: at(COUNTY) }));
    const post = (person: { id: string } | undefined, kind: PostingKind, over = {}) =>
      aPosting({ person: person?.id as string, target: village, team: team.id, kind, ...over });
    await app.given(team, leader as never, member as never, cadre as never);
    await app.given(
      post(leader, PostingKind.TEAM_LEADER),
      post(leader, PostingKind.FIRST_SECRETARY),
      post(member, PostingKind.TEAM_MEMBER),
    );
    await app.given(post(cadre, PostingKind.RESIDENT_CADRE, { validFrom: '2026-06-30' }));
    const on = async (day: string) => (await app.ask(teams, {}, { ...org, day })).data.residentTeams.nodes[0];
    expect(await on('2026-06-29')).toMatchObject({ strength: 2, underStrength: true, postings: { totalCount: 3 } });
    expect(await on('2026-06-30')).toMatchObject({
      strength: 3,
      underStrength: false,
      leader: { person: { name: '李伟' }, team: { id: team.id } },
    });
    expect([2, 3].map((n) => isUnderStrength(n, 3))).toEqual([true, false]);
  });

  it('is formed in a village that exists, once an agency and term, and withdrawn when nobody is in post', async () => {
    const village = at('140222102201');
    const input = { village, dispatchAgency: 'agc_sample000009', term: 5, plannedTo: '2027-06-01' };
    expect((await app.ask(form, { input })).codes).toEqual(['FORBIDDEN']);
    expect((await app.ask(form, { input: { ...input, village: at('140222102212') } }, org)).codes).toEqual(['WRONG_TARGET']);
    expect((await app.ask(form, { input: { ...input, village: 'vil_none' } }, org)).codes).toEqual(['NOT_FOUND']);
    expect((await app.ask(form, { input: { ...input, plannedTo: '2026-06-30' } }, org)).codes).toEqual(['BAD_USER_INPUT']);
    const tries = await Promise.all(Array.from({ length: 20 }, () => app.ask(form, { input }, { ...org, day: '2026-06-01' })));
    expect(tries.flatMap((t) => t.codes)).toEqual(Array(19).fill('CONFLICT'));
    const made = tries.find((t) => t.codes.length === 0)?.data.formTeam;
    expect(made).toMatchObject({ term: 5, village: { id: village }, strength: 0, underStrength: true, leader: null });
    const posting = aPosting({ person: 'per_x', target: village, team: made.id, kind: PostingKind.TEAM_MEMBER, validTo: '2026-06-15' });
    await app.given(posting);
    const leave = (day: string) => app.ask(withdraw, { input: { team: made.id, reason: 'TRANSFER' } }, { ...org, day });
    expect((await leave('2026-06-14')).codes).toEqual(['TEAM_STAFFED']);
    expect((await leave('2026-06-15')).data.withdrawTeam).toMatchObject({ validTo: '2026-06-15', endReason: 'TRANSFER' });
    expect((await app.ask('{ residentTeams { nodes { id } } }')).data.residentTeams.nodes).not.toContainEqual({ id: made.id });
    expect((await app.ledger('team')).map((r) => r.event)).toEqual(['team.formed', 'team.withdrawn']);
  });

  it('is unknown outside of its territory', async () => {
    const team = aTeam({ village: at('140222102203') });
    await app.given(team);
    const entity = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on ResidentTeam { id } } }';
    const r = [{ __typename: 'ResidentTeam', id: team.id }];
    expect((await app.ask(entity, { r })).data._entities).toEqual([{ id: team.id }]);
    expect((await app.ask(entity, { r }, { divisions: ['140222101000'] })).data._entities).toEqual([null]);
  });
});
