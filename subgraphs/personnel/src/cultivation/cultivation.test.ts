import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, type Asking, COUNTY } from '#platform/testing';
import { aPerson } from '../samples.ts';
import { personnelApp } from '../testing.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp();
});
afterAll(() => app[Symbol.asyncDispose]());

const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
const org = { role: 'ORG_DEPT' };
const move = (verb: string, shown: string, input: object, asking: Asking = {}) => {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  return app.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { ${shown} } }`, { input }, { ...org, ...asking });
};

describe('the front-line cadres under 1+1', () => {
  const sent =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on County { frontlineCadres(year: 2018) } ... on Township { frontlineCadres(year: 2018) } } }';

  it('are 119 different people in 2018, in one statement for county and townships, and can be opened', async () => {
    const townships = app.subgraph.store.territory.within(at(COUNTY), '2018-12-31', 'TOWNSHIP');
    const r = [{ __typename: 'County', id: at(COUNTY) }, ...townships.map((id) => ({ __typename: 'Township', id }))];
    const counts = (await app.ask(sent, { r }, { day: '2018-12-31' })).data._entities.map(
      (e: { frontlineCadres: number }) => e.frontlineCadres,
    );
    expect(app.statements).toHaveLength(1);
    expect(counts[0]).toBe(119);
    expect(counts.slice(1).reduce((a: number, b: number) => a + b, 0)).toBe(119);
    const open = `{ postings(filter: { onePlusOne: { eq: true }, frontline: { eq: true }, actualFrom: { between: { from: "2018-01-01", to: "2018-12-31" } } }) {
      totalCount aggregates { distinct { persons } } groupedAggregates(groupBy: [{ field: KIND }]) { keys { kind } count } } }`;
    const { postings } = (await app.ask(open, {}, { day: '2018-12-31' })).data;
    expect(postings).toMatchObject({ totalCount: 119, aggregates: { distinct: { persons: 119 } } });
    expect(postings.groupedAggregates.map((g: { keys: { kind: string } }) => g.keys.kind).toSorted()).toEqual(['ROTATION', 'SECONDMENT']);
    const own = await app.ask(sent, { r }, { day: '2018-12-31', divisions: ['140222102000'] });
    expect(own.data._entities[0].frontlineCadres).toBe(counts[1 + townships.indexOf(at('140222102000'))]);
  });

  it('point at their half in the reserve pool, for who sees RESTRICTED data', async () => {
    const query = '{ postings(first: 3, filter: { onePlusOne: { eq: true } }) { nodes { reserveEntry } } }';
    const entries = async (asking: Asking) =>
      (await app.ask(query, {}, asking)).data.postings.nodes.map((n: { reserveEntry: string }) => n.reserveEntry);
    expect(await entries(org)).toEqual([null, null, null]);
    expect((await entries({ ...org, purpose: 'PERSONNEL_FILE' })).every((key: string) => key.startsWith('rce_'))).toBe(true);
  });

  it('rotate from a post they hold, and no village posting is made under 1+1', async () => {
    const person = aPerson({ homeDivision: at(COUNTY) });
    await app.given(person);
    const holding = {
      person: person.id,
      agency: 'agc_1',
      role: 'AGENCY_DEPUTY',
      name: '副局长',
      mode: 'APPOINTED',
      document: '天组干字〔2026〕1号',
    };
    const post = (await move('assumePost', 'id', holding)).data.assumePost.id;
    const input = {
      ...{ person: person.id, kind: 'ROTATION', targetType: 'TOWNSHIP', target: at('140222102000'), dispatchAgency: 'agc_1' },
      ...{ dispatchLevel: 'COUNTY', plannedFrom: '2026-07-01', plannedTo: '2027-07-01', onePlusOne: true, reserveEntry: 'rce_1' },
    };
    const propose = (over: object) =>
      move('proposePosting', 'frontline onePlusOne hostPost fromPost { id name } shortTerm', { ...input, ...over });
    expect((await propose({})).codes).toEqual(['BAD_USER_INPUT']);
    expect((await propose({ fromPost: 'pho_none' })).codes).toEqual(['NOT_FOUND']);
    expect((await propose({ fromPost: post, onePlusOne: false })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await propose({ kind: 'RESIDENT_CADRE', targetType: 'VILLAGE', target: at('140222102200') })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect((await propose({ fromPost: post, hostPost: '副镇长' })).data.proposePosting).toMatchObject({
      frontline: true,
      onePlusOne: true,
      hostPost: '副镇长',
      fromPost: { id: post, name: '副局长' },
    });
    const away = await propose({ kind: 'SECONDMENT', targetType: 'AGENCY', target: 'agc_2' });
    expect(away.data.proposePosting.frontline).toBe(false);
  });
});

describe('the front-line mechanism', () => {
  it('is what the document of the day calls it', async () => {
    const read = async (day: string) =>
      (await app.ask('{ frontLineMechanism { cultivate observe select document validFrom } }', {}, { day })).data.frontLineMechanism;
    expect(await read('2017-08-31')).toBeNull();
    const old = await read('2018-12-31');
    expect(old.document).toBe('天组发〔2017〕21号');
    const labels = { cultivate: '一线历练', observe: '一线识别', select: '一线使用', document: '天组发〔2026〕30号', from: '2026-08-01' };
    const issue = (input: object, asking = {}) => move('issueFrontLineMechanism', 'cultivate validFrom', { ...labels, ...input }, asking);
    expect((await issue({ from: '2017-09-01' })).codes).toEqual(['CONFLICT']);
    expect((await issue({ select: ' ' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await issue({}, { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
    const tries = await Promise.all(Array.from({ length: 10 }, () => issue({})));
    expect(tries.flatMap((t) => t.codes)).toEqual(Array(9).fill('CONFLICT'));
    expect(await read('2026-07-31')).toEqual(old);
    expect(await read('2026-08-01')).toMatchObject({ cultivate: '一线历练' });
  });
});

describe('a gap of the three teams', () => {
  it('says since when, who must act and who sent the last one, in the same few statements for one village and for all', async () => {
    const villages = app.subgraph.store.territory.within(at(COUNTY), '2026-06-30', 'VILLAGE');
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Village { coverage { missing gaps { part since days mustAct agency { id } } } } } }';
    const ask = async (ids: readonly string[], day = '2026-06-30') =>
      (await app.ask(query, { r: ids.map((id) => ({ __typename: 'Village', id })) }, { day })).data._entities.flatMap(
        (v: { coverage: { gaps: object[] } }) => v.coverage.gaps,
      );
    const gaps = await ask(villages);
    const many = app.statements.length;
    expect(
      gaps.map((g: { part: string; since: string; days: number; mustAct: string }) => [g.part, g.since, g.days, g.mustAct]).toSorted(),
    ).toEqual([
      ['FIRST_SECRETARY', '2026-06-09', 21, 'ORG_DEPT'],
      ['RESIDENT_CADRE', '2026-05-18', 43, 'TOWNSHIP'],
      ['TEAM', '2026-06-22', 8, 'ORG_DEPT'],
    ]);
    expect(gaps.every((g: { agency: object | null }) => g.agency !== null)).toBe(true);
    expect(many).toBe(4);
    const before = await ask([villages[0] as string], '2017-02-01');
    expect(before.map((g: { since: string; agency: null }) => [g.since, g.agency])).toEqual(Array(3).fill(['2016-07-31', null]));
  });
});
