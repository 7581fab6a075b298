import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, COUNTY } from '#platform/testing';
import { aPerson } from '../samples.ts';
import { personnelApp } from '../testing.ts';
import { isLeadership, listOrderOf, PostRole } from './post.rules.ts';
import { GRADES, isDeputySection, POST_LEVELS, RankScheme, rankFault, whereDeputySection } from './rank.rules.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp({ seed: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
const org = { role: 'ORG_DEPT' };
const MIXIANGUAN = '140222102000';
const document = '天组干字〔2026〕12号';
const move = (verb: string, shown: string, input: object, asking = {}) => {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  return app.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { ${shown} } }`, { input }, { ...org, ...asking });
};
const somebody = async (over: object = {}): Promise<string> => {
  const person = aPerson({ homeDivision: at(COUNTY), ...over });
  await app.given(person);
  return person.id;
};
const RANKS = 'ranks { scheme rank { code label } validFrom version } rankHistory { rank { code } validTo } deputySectionOrAbove';
const read = async (id: string, day: string) =>
  (await app.ask(`query ($id: ID!) { person(id: $id) { ${RANKS} } }`, { id }, { ...org, day })).data.person;

describe('a rank', () => {
  const record = (input: object, asking = {}) =>
    move('recordRank', 'id version validFrom rank { code label }', { document, ...input }, asking);

  it('holds from a day on, with every earlier one kept, in both schemes', async () => {
    const person = await somebody();
    const level = { person, scheme: 'POST_LEVEL' };
    const first = await record({ ...level, code: '150', from: '2017-01-01' });
    expect(first.data.recordRank).toMatchObject({ version: 1, rank: { code: '150', label: '科员级' } });
    expect((await record({ ...level, code: '142', from: '2018-03-01' })).data.recordRank).toMatchObject({
      id: first.data.recordRank.id,
      version: 2,
      validFrom: '2018-03-01',
    });
    await record({ person, scheme: 'GRADE', code: '四级主任科员', from: '2019-06-01' });
    expect(await read(person, '2018-02-28')).toMatchObject({ ranks: [{ rank: { code: '150' } }], deputySectionOrAbove: false });
    expect(await read(person, '2018-03-01')).toMatchObject({ ranks: [{ rank: { label: '乡科级副职' } }], deputySectionOrAbove: true });
    const now = await read(person, '2026-06-30');
    expect(now.ranks.map((r: { scheme: string }) => r.scheme)).toEqual(['POST_LEVEL', 'GRADE']);
    expect(now.rankHistory.map((r: { rank: { code: string } }) => r.rank.code)).toEqual(['四级主任科员', '142', '150']);
  });

  it.each([
    ['a code that the scheme has not', { scheme: 'POST_LEVEL', code: '143' }, 'BAD_USER_INPUT'],
    ['a grade called a post level', { scheme: 'POST_LEVEL', code: '四级主任科员' }, 'BAD_USER_INPUT'],
    ['a grade before there were grades', { scheme: 'GRADE', code: '一级科员', from: '2019-05-31' }, 'BAD_USER_INPUT'],
    ['a day that lies ahead', { scheme: 'POST_LEVEL', code: '142', from: '2026-07-01' }, 'BAD_USER_INPUT'],
    ['nobody', { person: 'per_none', scheme: 'POST_LEVEL', code: '142' }, 'NOT_FOUND'],
    ['no document', { scheme: 'POST_LEVEL', code: '142', document: '口头' }, 'BAD_USER_INPUT'],
  ])('is not recorded for %s', async (_, input, code) => {
    expect((await record({ person: await somebody(), ...input })).codes).toEqual([code]);
  });

  it('of a scheme is one for each person and day, however many record it at once', async () => {
    const person = await somebody();
    const input = { person, scheme: 'POST_LEVEL', code: '141', from: '2020-01-01' };
    const tries = await Promise.all(Array.from({ length: 30 }, () => record(input)));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['CONFLICT']));
    expect((await record({ ...input, code: '142', from: '2019-01-01' })).codes).toEqual(['CONFLICT']);
    const rises = await Promise.all(['132', '131', '122'].map((code) => record({ ...input, code, from: '2022-01-01' })));
    expect(rises.flatMap((t) => t.codes)).toEqual(['CONFLICT', 'CONFLICT']);
  });

  it('is recorded by the organization department, and read where the person is', async () => {
    const person = await somebody({ homeDivision: at(MIXIANGUAN) });
    const input = { person, scheme: 'POST_LEVEL', code: '142' };
    expect((await record(input, { role: 'TOWNSHIP_ADMIN' })).codes).toEqual(['FORBIDDEN']);
    await record(input);
    const seen = async (divisions: string[]) =>
      (await app.ask('query ($p: ID!) { ranks(filter: { person: { eq: $p } }) { totalCount } }', { p: person }, { ...org, divisions })).data
        .ranks.totalCount;
    expect(await seen([MIXIANGUAN])).toBe(1);
    expect(await seen(['140222101000'])).toBe(0);
  });

  it('at deputy section and above is one rule over both schemes, on a row and in the store', () => {
    const before = '2019-05-31';
    const since = '2019-06-01';
    for (const [scheme, codes] of [[RankScheme.POST_LEVEL, Object.keys(POST_LEVELS)] as const, [RankScheme.GRADE, GRADES] as const])
      for (const code of codes)
        for (const day of [before, since]) {
          const among = whereDeputySection(day).code.$in.includes(code);
          expect(isDeputySection({ scheme, code }, day)).toBe(among);
        }
    expect(['141', '142', '150', '199'].map((code) => isDeputySection({ scheme: RankScheme.POST_LEVEL, code }, since))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    const grade = (code: string) => ({ scheme: RankScheme.GRADE, code });
    expect(['一级主任科员', '四级主任科员', '一级科员'].map((c) => isDeputySection(grade(c), since))).toEqual([true, true, false]);
    expect(isDeputySection(grade('四级主任科员'), before)).toBe(false);
    expect(rankFault(grade('三级主任科员'), before)).toContain('2019-06-01');
  });
});

describe('a post', () => {
  const POST = 'id version role name leadership validFrom validTo endReason probationUntil person { id } agency { id }';
  const assume = (input: object, asking = {}) => move('assumePost', POST, { document, mode: 'APPOINTED', name: '局长', ...input }, asking);
  const leave = (input: object, asking = {}) => move('leavePost', POST, input, asking);

  it('is assumed by a document, on probation where it is appointed, and left', async () => {
    const person = await somebody();
    const { data } = await assume({ person, agency: 'agc_1', role: 'AGENCY_HEAD', probation: true }, { day: '2026-03-02' });
    expect(data.assumePost).toMatchObject({ leadership: true, probationUntil: '2027-03-02', person: { id: person }, endReason: null });
    const post = data.assumePost.id;
    expect((await leave({ post, reason: 'TRANSFER' })).data.leavePost).toMatchObject({ validTo: '2026-06-30', endReason: 'TRANSFER' });
    expect((await leave({ post, reason: 'TRANSFER' }, { day: '2026-06-30' })).codes).toEqual(['NOT_FOUND']);
    for (const bad of [{ mode: 'ELECTED' }, { role: 'STAFF' }])
      expect((await assume({ person, agency: 'agc_1', role: 'AGENCY_HEAD', probation: true, ...bad })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await assume({ person, agency: 'agc_1', role: 'AGENCY_HEAD', name: 'x'.repeat(61) })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('of which an agency has one goes to one of many who assume it at once, and is never held twice on one day', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => somebody()));
    const post = { agency: 'agc_one', role: 'TOWNSHIP_SECRETARY', mode: 'ELECTED', from: '2021-05-01' };
    const tries = await Promise.all(people.map((person) => assume({ person, ...post })));
    const [held, ...more] = tries.filter((t) => t.codes.length === 0);
    expect(more).toEqual([]);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['POST_HELD']));
    await leave({ post: held?.data.assumePost.id, reason: 'TERM_END' }, { day: '2026-01-10' });
    const [one] = people;
    expect((await assume({ person: one, ...post, from: '2026-01-09' })).codes).toEqual(['POST_HELD']);
    expect((await assume({ person: one, ...post, from: '2026-01-10' })).codes).toEqual([]);
  });

  it('stands in the official order of posts, then of surname strokes', async () => {
    const [zhao, ding] = [await somebody({ name: '赵敏' }), await somebody({ name: '丁一' })];
    for (const [person, role] of [
      [zhao, 'AGENCY_DEPUTY'],
      [ding, 'AGENCY_DEPUTY'],
      [zhao, 'ORG_COMMISSIONER'],
      [zhao, 'NON_LEADING'],
    ])
      await assume({ person, agency: 'agc_order', role });
    const query = 'query ($a: ID!) { postHoldings(filter: { agency: { eq: $a } }) { nodes { role person { name } } } }';
    const { nodes } = (await app.ask(query, { a: 'agc_order' }, org)).data.postHoldings;
    expect(nodes.map((n: { role: string; person: { name: string } }) => `${n.role} ${n.person.name}`)).toEqual([
      'ORG_COMMISSIONER 赵敏',
      'AGENCY_DEPUTY 丁一',
      'AGENCY_DEPUTY 赵敏',
      'NON_LEADING 赵敏',
    ]);
    expect((await app.ask(`${query.replace('filter:', 'orderBy: [{ field: POST_ORDER }], filter:')}`, { a: 'x' })).codes).toEqual([
      'FORBIDDEN',
    ]);
    expect(listOrderOf(PostRole.COUNTY_SECRETARY, 'b') < listOrderOf(PostRole.COUNTY_HEAD, 'a')).toBe(true);
    expect([PostRole.STAFF, PostRole.NON_LEADING].some(isLeadership)).toBe(false);
  });
});

describe('a personnel file', () => {
  const FILE =
    'id version homeDivision politicalStatus { code } partyJoinedOn countyAdministered education { code label } degree { code label } inServiceEducation { code } relationOrg { id } workOrg { id } nationality { label }';
  const on = { from: '2020-01-01' };

  it('says of each day what was so, whatever is recorded later', async () => {
    const person = await somebody({ politicalStatus: '13', nationality: '01' });
    const say = (verb: string, input: object) => move(verb, FILE, { person, ...input });
    expect((await say('transferPartyRelation', { relationOrg: 'org_1' })).codes).toEqual(['BAD_USER_INPUT']);
    await say('recordPoliticalStatus', { ...on, politicalStatus: '02', partyJoinedOn: '2020-01-01' });
    await say('recordPoliticalStatus', { from: '2021-01-01', politicalStatus: '01' });
    await say('transferPartyRelation', { from: '2021-02-01', relationOrg: 'org_1', workOrg: 'org_2' });
    await say('recordEducation', { from: '2021-03-01', mode: 'FULL_TIME', education: '21', degree: '402' });
    await say('recordEducation', { from: '2022-03-01', mode: 'IN_SERVICE', education: '14' });
    await say('recordAdministration', { from: '2022-05-01', countyAdministered: true });
    await say('transferPerson', { from: '2023-05-01', homeDivision: at(MIXIANGUAN), homeAgency: 'agc_9' });
    const as = async (day: string) =>
      (await app.ask(`query ($id: ID!) { person(id: $id) { ${FILE} } }`, { id: person }, { ...org, day })).data.person;
    expect(await as('2019-12-31')).toMatchObject({ politicalStatus: { code: '13' }, relationOrg: null, countyAdministered: false });
    expect(await as('2020-06-30')).toMatchObject({ politicalStatus: { code: '02' }, partyJoinedOn: '2020-01-01' });
    expect(await as('2026-06-30')).toMatchObject({
      version: 8,
      homeDivision: at(MIXIANGUAN),
      politicalStatus: { code: '01' },
      partyJoinedOn: '2020-01-01',
      education: { code: '21', label: '大学本科毕业' },
      degree: { code: '402', label: '学士学位' },
      inServiceEducation: { code: '14' },
      countyAdministered: true,
      relationOrg: { id: 'org_1' },
      workOrg: { id: 'org_2' },
      nationality: { label: '汉族' },
    });
  });

  it('is shown to who sees PERSONAL data and to nobody else, and not filtered on either', async () => {
    const person = await somebody({ nativePlace: '140222', education: '21', nationality: '03' });
    const query = 'query ($id: ID!) { person(id: $id) { nativePlace education { code } nationality { code } degree { code } } }';
    expect((await app.ask(query, { id: person })).data.person).toEqual({
      nativePlace: null,
      education: null,
      nationality: null,
      degree: null,
    });
    expect((await app.ask(query, { id: person }, org)).data.person).toMatchObject({ nativePlace: '140222', education: { code: '21' } });
    expect((await app.ask('{ persons(filter: { initials: { eq: "zxm" } }) { totalCount } }')).codes).toEqual(['FORBIDDEN']);
  });

  it.each([
    ['transferPerson', { homeDivision: 'vil_none' }, 'NOT_FOUND'],
    ['recordPoliticalStatus', { politicalStatus: '99' }, 'BAD_USER_INPUT'],
    ['recordPoliticalStatus', { politicalStatus: '13', partyJoinedOn: '2020-01-01' }, 'BAD_USER_INPUT'],
    ['recordEducation', { mode: 'FULL_TIME', education: '22' }, 'BAD_USER_INPUT'],
    ['recordEducation', { mode: 'FULL_TIME', education: '21', degree: '501' }, 'BAD_USER_INPUT'],
    ['recordAdministration', { countyAdministered: true, from: '2026-07-01' }, 'BAD_USER_INPUT'],
    ['recordAdministration', { countyAdministered: true, expectedVersion: 4 }, 'STALE_VERSION'],
    ['transferPartyRelation', { relationOrg: 'x'.repeat(21) }, 'BAD_USER_INPUT'],
  ])('is not changed by %s with what cannot be', async (verb, input, code) => {
    expect((await move(verb, 'id', { person: await somebody(), ...input })).codes).toEqual([code]);
  });
});

describe('somebody sought', () => {
  it('is found by pinyin and by initials, by who sees names', async () => {
    const id = await somebody({ name: '单雄信' });
    const find = (pinyin: string, asking = {}) =>
      app.ask('query ($p: String) { findPersons(pinyin: $p) { id } }', { p: pinyin }, { ...org, ...asking });
    for (const pinyin of ['shan xiongxin', 'ShanXiongXin', 'sxx']) expect((await find(pinyin)).data.findPersons).toEqual([{ id }]);
    expect((await find('shan')).data.findPersons).toEqual([]);
    expect((await find('sxx', { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
    const listed = await app.ask('{ persons(filter: { initials: { startsWith: "sx" } }) { nodes { id } } }', {}, org);
    expect(listed.data.persons.nodes).toEqual([{ id }]);
  });
});

describe('the cadres at deputy section and above', () => {
  let county: App;
  beforeAll(async () => {
    county = await personnelApp();
  });
  afterAll(() => county[Symbol.asyncDispose]());

  it('are counted for county and townships by the records of the day, in one statement, and can be opened', async () => {
    const within = (day: string) => county.subgraph.store.territory.within(at(COUNTY), day, 'TOWNSHIP');
    const r = [{ __typename: 'County', id: at(COUNTY) }, ...within('2018-12-31').map((id) => ({ __typename: 'Township', id }))];
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on County { partyCadres } ... on Township { partyCadres } } }';
    const [all, ...townships] = (await county.ask(query, { r }, { day: '2018-12-31' })).data._entities.map(
      (e: { partyCadres: number }) => e.partyCadres,
    );
    expect(county.statements).toHaveLength(1);
    expect(all).toBeGreaterThanOrEqual(670);
    expect(townships.every((n: number) => n > 5)).toBe(true);
    const open =
      '{ persons(filter: { deputySectionOrAbove: { eq: true }, politicalStatus: { in: ["01", "02"] } }) { totalCount nodes { deputySectionOrAbove ranks { rank { code } } } } }';
    const opened = (await county.ask(open, {}, { day: '2018-12-31' })).data.persons;
    expect(opened.totalCount).toBe(all);
    expect(opened.nodes.every((n: { deputySectionOrAbove: boolean }) => n.deputySectionOrAbove)).toBe(true);
    expect((await county.ask(query, { r: r.slice(0, 2) }, { role: 'FINANCE' })).codes).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });
});
