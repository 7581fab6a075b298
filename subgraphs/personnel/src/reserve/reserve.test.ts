import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type App, type Asking, COUNTY } from '#platform/testing';
import { aPerson, aPosting } from '../samples.ts';
import { personnelApp } from '../testing.ts';
import { paired } from './reserve.rules.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp();
});
afterAll(() => app[Symbol.asyncDispose]());

const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
const org: Asking = { role: 'ORG_DEPT' };
const move = (
  verb: string,
  input: object,
  asking: Asking = org,
  shown = 'id version level enteredOn validTo endReason',
): Promise<Answer> => {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  return app.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { ${shown} } }`, { input }, asking);
};
const somebody = async (): Promise<string> => {
  const person = aPerson({ homeDivision: at(COUNTY) });
  await app.given(person);
  return person.id;
};
const entry = (person: string) => ({ person, level: 'SECTION_DEPUTY', document: '天组发〔2026〕14号' });
const county = (fields: string, asking: Asking) =>
  app.ask(
    `query ($c: ID!) { _entities(representations: [{ __typename: "County", id: $c }]) { ... on County { ${fields} } } }`,
    { c: at(COUNTY) },
    asking,
  );

describe('an entry in the reserve pool', () => {
  it('is paired with a posting that was proposed for it, of the same person: the two name each other', async () => {
    const [person, other] = [await somebody(), await somebody()];
    const made = (await move('enterReserve', entry(person))).data.enterReserve.id;
    const target = {
      target: at('140222102000'),
      targetType: 'TOWNSHIP' as never,
      kind: 'ROTATION' as never,
      onePlusOne: true,
      validFrom: '2026-06-01',
    };
    const [alone, theirs, own] = [
      aPosting({ person, ...target }),
      aPosting({ person: other, ...target, reserveEntry: made }),
      aPosting({ person, ...target, reserveEntry: made }),
    ];
    await app.given(alone, theirs, own);
    const pair = (posting: string) =>
      move('pairReserve', { entry: made, posting }, { ...org, purpose: 'PERSONNEL_FILE' }, 'posting { id reserveEntry }');
    expect((await pair('pst_none')).codes).toEqual(['NOT_FOUND']);
    expect((await pair(alone.id)).codes).toEqual(['PAIR_MISMATCH']);
    expect((await pair(theirs.id)).codes).toEqual(['PAIR_MISMATCH']);
    expect((await pair(own.id)).data.pairReserve.posting).toEqual({ id: own.id, reserveEntry: made });
    expect((await move('leaveReserve', { entry: made, reason: 'APPOINTED' })).data.leaveReserve).toMatchObject({
      validTo: '2026-06-30',
      endReason: 'APPOINTED',
    });
  });

  it('is one a person, however many enter it at the same time', async () => {
    const person = await somebody();
    const tries = await Promise.all(Array.from({ length: 30 }, () => move('enterReserve', entry(person))));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['CONFLICT']));
    expect((await move('enterReserve', entry('per_none'))).codes).toEqual(['NOT_FOUND']);
    expect((await move('enterReserve', { ...entry(await somebody()), document: '14号' })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('names nobody without a purpose, is no row for anybody but two offices, and a count of enough people for others', async () => {
    const ask = (fields: string, asking: Asking) =>
      app.ask(`{ reserveCadres(first: 5) { ${fields} } }`, {}, { day: '2018-12-31', ...asking });
    expect((await ask('nodes { level person { id } }', org)).data.reserveCadres.nodes[0].person).toBeNull();
    expect((await ask('nodes { person { id } }', { ...org, purpose: 'PERSONNEL_FILE' })).data.reserveCadres.nodes[0].person.id).toMatch(
      /^per_/,
    );
    for (const role of ['COUNTY_SECRETARY', 'ANALYST', 'TOWNSHIP_ADMIN', 'INTEGRATOR'])
      expect((await ask('nodes { id }', { role })).codes).toEqual(['FORBIDDEN']);
    const { data } = await ask('totalCount groupedAggregates(groupBy: [{ field: LEVEL }]) { keys { level } count }', { role: 'ANALYST' });
    expect(data.reserveCadres.totalCount).toBeGreaterThan(119);
    for (const { count } of data.reserveCadres.groupedAggregates) expect(count === null || count >= 3).toBe(true);
  });
});

describe('"1+1" in the county', () => {
  it('is whole in the sample: every active posting under it has its entry, and they name each other', async () => {
    for (const role of ['ORG_DEPT', 'ANALYST']) {
      const { data } = await county('onePlusOne { pairs entriesAlone postingsAlone }', { role, day: '2018-12-31' });
      expect(data._entities[0].onePlusOne.pairs).toBeGreaterThan(80);
      expect(data._entities[0].onePlusOne.postingsAlone).toBe(0);
      expect(app.statements).toHaveLength(2);
    }
  });
  it('is told as pairs and as halves that stand alone', () => {
    const half = (id: string, names: string | null) => ({ id, names });
    expect(paired([half('e', 'p'), half('f', 'q'), half('g', null)], [half('p', 'e'), half('q', 'x'), half('r', null)])).toEqual({
      pairs: 1,
      entriesAlone: 1,
      postingsAlone: 2,
    });
  });
});

describe('the four measures', () => {
  it('are counted by outcome, for who is told counts as for who reads the cases, in six statements', async () => {
    const ask = async (role: string) => {
      const { data, codes } = await county('cadreMeasures(from: "2018-01-01", to: "2018-12-31") { kind outcome persons }', {
        role,
        day: '2018-12-31',
      });
      expect(codes).toEqual([]);
      return data._entities[0].cadreMeasures as { kind: string; outcome: string; persons: number | null }[];
    };
    const exact = await ask('ORG_DEPT');
    expect(app.statements).toHaveLength(6);
    expect(exact.map((m) => `${m.kind} ${m.outcome}`)).toEqual([
      'INCENTIVE COMMENDED',
      'INCENTIVE PROMOTED',
      'TOLERANCE TOLERATED',
      'CLARIFICATION CLARIFIED',
      'APPRAISAL SANCTIONED',
      'APPRAISAL REASSIGNED',
    ]);
    expect(exact.slice(0, 2).every((m) => (m.persons ?? 0) >= 12)).toBe(true);
    for (const [i, { persons }] of (await ask('ANALYST')).entries()) {
      const whole = exact[i]?.persons as number;
      expect(persons).toBe(whole > 0 && whole < 3 ? null : whole);
    }
  });
  it('are no business of who is told nothing of persons', async () => {
    expect((await county('cadreMeasures(from: "2018-01-01", to: "2018-12-31") { persons }', { role: 'FINANCE' })).codes).toEqual([
      'FORBIDDEN',
    ]);
    expect((await county('cadreMeasures(from: "2018-12-31", to: "2018-01-01") { persons }', org)).codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('care', () => {
  it('is given to who is in post on the day, and told by kind', async () => {
    const posting = aPosting({
      person: await somebody(),
      target: at('140222102200'),
      kind: 'TEAM_MEMBER' as never,
      actualFrom: '2016-07-31',
    });
    await app.given(posting);
    const give = (over: object = {}, asking: Asking = org) =>
      move('recordCare', { posting: posting.id, kind: 'MEDICAL_CHECK', on: '2026-06-20', ...over }, asking, 'kind on note posting { id }');
    expect((await give({ note: '已安排' })).data.recordCare).toMatchObject({
      kind: 'MEDICAL_CHECK',
      on: '2026-06-20',
      posting: { id: posting.id },
    });
    expect((await give({ on: '2026-07-01' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await give({ on: '2016-07-30' })).codes).toEqual(['NOT_IN_ROLE']);
    expect((await give({ posting: 'pst_none' })).codes).toEqual(['NOT_FOUND']);
    expect((await give({ note: '长'.repeat(201) })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await give({}, { role: 'TOWNSHIP_ADMIN', divisions: ['140222103000'] })).codes).toEqual(['NOT_FOUND']);
    const { data } = await app.ask(
      '{ careMeasures { groupedAggregates(groupBy: [{ field: KIND }]) { keys { kind } count distinct { persons } } } }',
      {},
      { role: 'ANALYST' },
    );
    expect(data.careMeasures.groupedAggregates.length).toBe(4);
  });
});
