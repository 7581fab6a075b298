import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, type Asking, COUNTY } from '#platform/testing';
import { aPerson, aPosting, aTeam } from '../samples.ts';
import { personnelApp } from '../testing.ts';
import { PostingKind } from './posting.rules.ts';
import { GUIDANCE, rulesFault, ShortfallRule } from './rule-set.rules.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp({ seed: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const org = { role: 'ORG_DEPT' };
/** Abolished with the edition of 2020-06-30. */
const GONE = '140222102212';
const [HERE, THERE] = ['140222102200', '140222102201'];
const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
const document = '天组发〔2020〕12号';
const move = (verb: string, shown: string, input: object, asking: Asking = {}) => {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  return app.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { ${shown} } }`, { input }, { ...org, ...asking });
};
const somebody = async (): Promise<string> => {
  const person = aPerson({ homeDivision: at(COUNTY) });
  await app.given(person);
  return person.id;
};
const SHOWN = 'id state target targetEndedOn document reassignments { from to document validFrom } village { id }';
const reassign = (input: object, asking: Asking = {}) =>
  move('reassignPosting', SHOWN, { target: at(HERE), document, ...input }, { day: '2020-07-10', ...asking });
/** Villages that ended that day, one for each posting. */
let abolished: string[] = [];
const posted = async (over: object = {}): Promise<string> => {
  const { territory } = app.subgraph.store;
  const still = new Set(territory.within(at(COUNTY), '2020-06-30', 'VILLAGE'));
  if (abolished.length === 0) abolished = territory.within(at(COUNTY), '2020-06-29', 'VILLAGE').filter((v) => !still.has(v));
  const posting = aPosting({ person: await somebody(), target: abolished.pop() as string, ...over });
  await app.given(posting);
  return posting.id;
};

describe('a posting whose village has ended', () => {
  it('goes on in another one from that day, with a split on record and each part where it was', async () => {
    const posting = await posted({ target: at(GONE) });
    const stays = await reassign({ posting }, { day: '2020-06-29' });
    expect(stays.codes).toEqual(['TARGET_STANDS']);
    const { data, codes } = await reassign({ posting, on: '2020-06-30' });
    expect(codes).toEqual([]);
    expect(data.reassignPosting).toMatchObject({ state: 'ACTIVE', target: at(HERE), targetEndedOn: null, document });
    const where = async (day: string) =>
      (await app.ask(`query ($id: ID!) { posting(id: $id) { ${SHOWN} } }`, { id: posting }, { ...org, day })).data.posting;
    expect(await where('2020-06-29')).toMatchObject({ target: at(GONE), reassignments: [] });
    expect((await where('2020-06-30')).reassignments).toEqual([{ from: at(GONE), to: at(HERE), document, validFrom: '2020-06-30' }]);
    expect((await reassign({ posting })).codes).toEqual(['TARGET_STANDS']);
  });

  it.each([
    ['to another village that has ended', { target: GONE }, 'WRONG_TARGET'],
    ['to a township', { target: '140222102000' }, 'WRONG_TARGET'],
    ['nowhere', { target: '999999999999' }, 'NOT_FOUND'],
    ['by word of mouth', { document: '口头' }, 'BAD_USER_INPUT'],
    ['on a day that lies ahead', { on: '2026-07-01' }, 'BAD_USER_INPUT'],
    ['without its team', { kind: PostingKind.TEAM_MEMBER, team: 'rst_1' }, 'BAD_USER_INPUT'],
    ['once it is over', { state: 'COMPLETED' }, 'ILLEGAL_MOVE'],
  ])('does not go on %s', async (_, over, code) => {
    const { target, document: by, on, ...row } = over as Record<string, string>;
    const posting = await posted(row);
    const input = { posting, ...(target ? { target: at(target) ?? target } : {}), ...(by ? { document: by } : {}), ...(on ? { on } : {}) };
    expect((await reassign(input)).codes).toEqual([code]);
  });

  it('finds room or none: of many that go on as first secretary of one village at once, one does', async () => {
    const rivals = await Promise.all(Array.from({ length: 20 }, () => posted()));
    const target = at(THERE);
    const team = aTeam({ village: target });
    await app.given(team, aPosting({ person: await somebody(), target, validFrom: '2020-07-01' }));
    const asSecretary = await posted();
    expect((await reassign({ posting: asSecretary, target })).codes).toEqual(['POST_HELD']);
    const member = await posted({ kind: PostingKind.TEAM_MEMBER, team: 'rst_old' });
    expect((await reassign({ posting: member, target, team: team.id })).codes).toEqual([]);
    const free = app.subgraph.store.territory.within(at(COUNTY), '2026-06-30', 'VILLAGE').at(-3) as string;
    const tries = await Promise.all(rivals.map((id) => reassign({ posting: id, target: free })));
    expect(tries.flatMap((t) => t.codes)).toEqual(Array(19).fill('POST_HELD'));
  });

  it('and that is open after the grace of thirty days is told of', async () => {
    const posting = await posted();
    const stranded = async (day: string) =>
      (await app.ask('{ postings(first: 200, filter: { stranded: { eq: true } }) { nodes { id targetEndedOn } } }', {}, { ...org, day }))
        .data.postings.nodes;
    expect((await stranded('2020-07-29')).map((p: { id: string }) => p.id)).not.toContain(posting);
    expect(await stranded('2020-07-30')).toContainEqual({ id: posting, targetEndedOn: '2020-06-30' });
    await move('completePosting', 'state', { posting, handedOver: true }, { day: '2020-07-31' });
    expect((await stranded('2020-08-01')).map((p: { id: string }) => p.id)).not.toContain(posting);
  });

  it('is led on by the organization department alone, into its own territory', async () => {
    const posting = await posted();
    expect((await reassign({ posting }, { role: 'TOWNSHIP_ADMIN' })).codes).toEqual(['FORBIDDEN']);
    expect((await reassign({ posting }, { divisions: [] })).codes).toEqual(['NOT_FOUND']);
    expect((await reassign({ posting }, { divisions: [COUNTY], writes: ['140222101000'] })).codes).toEqual(['FORBIDDEN']);
  });
});

describe('the rules of resident work', () => {
  const RULES = 'validFrom version minDaysPerMonth minTeamSize minTermMonths townshipLeaveDays shortfall tripsCount document';
  const issue = (input: object, asking: Asking = {}) =>
    move('issuePostingRules', RULES, { shortfall: 'PROPORTIONAL', document: '天组发〔2018〕9号', ...input }, asking);
  const on = async (day: string) => (await app.ask(`{ postingRules { ${RULES} history { validFrom } } }`, {}, { day })).data.postingRules;

  it('are those of the day, by their document, and the guidance holds before them', async () => {
    const village = app.subgraph.store.territory.within(at(COUNTY), '2026-06-30', 'VILLAGE').at(-5) as string;
    const team = aTeam({ village });
    const [one, two, three] = await Promise.all([somebody(), somebody(), somebody()]);
    const member = (person: string, kind = PostingKind.TEAM_MEMBER) => aPosting({ person, target: village, team: team.id, kind });
    await app.given(team, member(one as string), member(two as string), member(three as string, PostingKind.RESIDENT_CADRE));
    const weak = async (day: string) => {
      const query =
        'query ($v: ID!) { residentTeams(filter: { village: { eq: $v }, underStrength: { eq: true } }) { totalCount nodes { underStrength } } }';
      const { totalCount, nodes } = (await app.ask(query, { v: village }, { ...org, day })).data.residentTeams;
      expect(nodes.every((t: { underStrength: boolean }) => t.underStrength)).toBe(true);
      return totalCount;
    };
    expect(await on('2018-03-31')).toBeNull();
    expect(await weak('2018-03-31')).toBe(0);
    await issue({ from: '2018-04-01', minTeamSize: 4 });
    await issue({ from: '2021-07-01', minDaysPerMonth: 18, shortfall: 'ZERO', document: '天组发〔2021〕17号' });
    expect(await on('2018-04-01')).toMatchObject({
      minDaysPerMonth: 20,
      minTeamSize: 4,
      shortfall: 'PROPORTIONAL',
      document: '天组发〔2018〕9号',
    });
    expect(await on('2026-06-30')).toMatchObject({ minDaysPerMonth: 18, minTeamSize: 3, shortfall: 'ZERO', version: 2 });
    expect((await on('2026-06-30')).history).toEqual([{ validFrom: '2021-07-01' }, { validFrom: '2018-04-01' }]);
    expect(await weak('2018-04-01')).toBe(1);
    expect(await weak('2026-06-30')).toBe(0);
  });

  it('begin once on a day, however many issue them at once, and by the organization department of the county', async () => {
    const tries = await Promise.all(Array.from({ length: 20 }, () => issue({ from: '2027-01-01' })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['CONFLICT']));
    expect((await issue({ from: '2020-01-01' })).codes).toEqual(['CONFLICT']);
    expect((await issue({ from: '2028-01-01' }, { role: 'TOWNSHIP_ADMIN' })).codes).toEqual(['FORBIDDEN']);
    expect((await issue({ from: '2028-01-01' }, { divisions: ['140222102000'] })).codes).toEqual(['FORBIDDEN']);
  });

  it('ask for what can be', async () => {
    for (const bad of [
      { minDaysPerMonth: 29 },
      { minDaysPerMonth: -1 },
      { minTeamSize: 0 },
      { minTermMonths: 0 },
      { townshipLeaveDays: 31 },
    ])
      expect((await issue({ from: '2029-01-01', ...bad })).codes).toEqual(['BAD_USER_INPUT']);
    expect(rulesFault(GUIDANCE)).toBeNull();
    expect(GUIDANCE.shortfall).toBe(ShortfallRule.NONE);
  });

  it('flag a term that is shorter than they ask for, and refuse none', async () => {
    const id = (over: object) => posted({ target: at('140222102202'), kind: 'RESIDENT_CADRE', ...over });
    const [short, enough] = [
      await id({ plannedFrom: '2026-01-01', plannedTo: '2027-12-31' }),
      await id({ plannedFrom: '2026-01-01', plannedTo: '2028-01-01', kind: 'RESIDENT_CADRE' }),
    ];
    const read = async (posting: string) =>
      (await app.ask('query ($id: ID!) { posting(id: $id) { shortTerm } }', { id: posting })).data.posting;
    expect([await read(short), await read(enough)]).toEqual([{ shortTerm: true }, { shortTerm: false }]);
  });
});
