import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, type Asking, COUNTY } from '#platform/testing';
import { anAction, anAppraisal, aPerson, aPosting } from '../samples.ts';
import { personnelApp } from '../testing.ts';
import { ActionKind } from './action.rules.ts';
import { AgeRule } from './procedure.entity.ts';
import { ageOn, overlap, pathOf, personsOf, selectionOf, tellable } from './selection.rules.ts';

const facts = (over: object) => ({
  birthOf: () => '1984-06-01',
  youngUpTo: () => 35,
  seconded: () => [],
  resident: () => [],
  excellent: () => false,
  ...over,
});
const promoted = (person: string, kind = ActionKind.PROMOTE, decidedOn = '2018-02-05') => ({ person, kind, decidedOn });
const of = (over: object, ...actions: ReturnType<typeof promoted>[]) => {
  const s = selectionOf(actions.length ? actions : [promoted('p')], '2018-12-31', facts(over));
  return [s.promotedThenSeconded, s.excellentPromoted, s.residentPromoted].map((decisions) => personsOf(decisions).size);
};

describe('the three figures of selection', () => {
  it('count a secondment after the promotion, in the period, of who was young on the day of the decision', () => {
    expect(of({ seconded: () => ['2018-03-01'] })).toEqual([1, 0, 0]);
    expect(of({ seconded: () => ['2018-02-04'] })).toEqual([0, 0, 0]);
    expect(of({ seconded: () => ['2019-01-01'] })).toEqual([0, 0, 0]);
    expect(of({ seconded: () => ['2018-03-01'], birthOf: () => '1982-02-05' })).toEqual([0, 0, 0]);
    expect(of({ seconded: () => ['2018-03-01'], birthOf: () => '1982-02-06' })).toEqual([1, 0, 0]);
    expect(of({ seconded: () => ['2018-03-01'], youngUpTo: () => undefined })).toEqual([0, 0, 0]);
  });
  it('count an important post as well for who was excellent the year before, a promotion alone for residents', () => {
    const excellent = { excellent: (_: string, year: number) => year === 2017 };
    expect(of(excellent, promoted('p', ActionKind.IMPORTANT_POST))).toEqual([0, 1, 0]);
    expect(of(excellent, promoted('p', ActionKind.PROMOTE, '2019-02-05'))).toEqual([0, 0, 0]);
    const resident = { resident: () => [{ person: 'p', from: '2017-03-01', to: '2018-02-06' }] };
    expect(of(resident)).toEqual([0, 0, 1]);
    expect(of(resident, promoted('p', ActionKind.IMPORTANT_POST))).toEqual([0, 0, 0]);
    expect(of(resident, promoted('p', ActionKind.PROMOTE, '2018-02-06'))).toEqual([0, 0, 0]);
  });
  it('count a person once, and their overlaps are told only when nobody stands out', () => {
    expect(of({ excellent: () => true }, promoted('p'), promoted('p', ActionKind.IMPORTANT_POST), promoted('q'))).toEqual([0, 2, 0]);
    expect(overlap(new Set(['p', 'q']), new Set(['q', 'r']))).toBe(1);
    expect([tellable(0, 3, 16), tellable(2, 3, 16), tellable(4, 3, 16, 17), tellable(15, 3, 16), tellable(16, 3, 16)]).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });
  it('tell a full year of age on the birthday, not before', () => {
    expect([ageOn('1984-02-29', '2018-02-28'), ageOn('1984-02-29', '2018-03-01'), ageOn('1984-06-01', '2018-06-01')]).toEqual([33, 34, 34]);
  });
  it('follow a path: an excellent appraisal of a year of the posting, a promotion after that year', () => {
    const ways = new Map([
      ['p', [{ from: '2017-03-01', to: '2019-03-01' }]],
      ['q', [{ from: '2018-03-01', to: '9999-12-31' }]],
    ]);
    expect(
      pathOf(
        ways,
        (p) => (p === 'p' ? [2017] : [2016]),
        () => ['2018-02-01'],
      ),
    ).toEqual({ posted: 2, excellent: 1, promoted: 1 });
    expect(
      pathOf(
        ways,
        () => [2018],
        () => ['2018-12-31'],
      ),
    ).toEqual({ posted: 2, excellent: 2, promoted: 0 });
  });
});

describe('selection over a county', () => {
  let app: App;
  const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
  beforeAll(async () => {
    app = await personnelApp({ seed: false });
    const county = at(COUNTY);
    const villages = app.subgraph.store.territory.within(county, '2018-12-31', 'VILLAGE');
    const people = Array.from({ length: 8 }, () => aPerson({ homeDivision: county, birthDate: '1985-01-01' }));
    const [a, b] = [people.slice(0, 4), people.slice(4)];
    const rule = Object.assign(new AgeRule(), {
      id: 'agr_sample',
      division: county,
      most: 35,
      document: '天组发〔2016〕30号',
      validFrom: '2016-07-31',
    });
    const secondment = {
      kind: 'SECONDMENT' as never,
      targetType: 'TOWNSHIP' as never,
      target: at('140222102000'),
      actualFrom: '2018-03-01',
    };
    await app.given(
      ...people,
      rule,
      ...people.map((p) => anAction({ person: p.id, division: county })),
      ...a.map((p) => aPosting({ person: p.id, ...secondment, validFrom: '2018-03-01' })),
      ...b.map((p, i) => aPosting({ person: p.id, target: villages[i] as string, actualFrom: '2017-03-01', validFrom: '2017-03-01' })),
      ...b.map((p) =>
        anAppraisal({
          person: p.id,
          division: county,
          scheme: 'sch_x',
          year: 2017,
          state: 'CONFIRMED' as never,
          grade: 'EXCELLENT' as never,
          validFrom: '2018-01-15',
        }),
      ),
    );
  });
  afterAll(() => app[Symbol.asyncDispose]());
  const FIELDS =
    'selection(from: "2018-01-01", to: "2018-12-31") { promotedThenSeconded excellentPromoted residentPromoted overlaps { secondedAndExcellent excellentAndResident secondedAndResident } } cultivationPath(from: "2017-01-01", to: "2017-12-31") { posted excellent { numerator denominator } promoted { numerator denominator } }';
  const county = async (asking: Asking, fields = FIELDS) =>
    await app.ask(
      `query ($c: ID!) { _entities(representations: [{ __typename: "County", id: $c }]) { ... on County { ${fields} } } }`,
      { c: at(COUNTY) },
      { day: '2018-12-31', ...asking },
    );

  it('is the same for who reads the rows and for who is told counts, in eight statements', async () => {
    const expected = {
      selection: {
        promotedThenSeconded: 4,
        excellentPromoted: 4,
        residentPromoted: 4,
        overlaps: { secondedAndExcellent: 0, excellentAndResident: 4, secondedAndResident: 0 },
      },
      cultivationPath: { posted: 4, excellent: { numerator: 4, denominator: 4 }, promoted: { numerator: 4, denominator: 4 } },
    };
    for (const role of ['ORG_DEPT', 'ANALYST', 'COUNTY_SECRETARY']) {
      const { data, codes } = await county({ role });
      expect([role, codes, data._entities[0]]).toEqual([role, [], expected]);
      expect(app.statements).toHaveLength(8);
    }
  });
  it('is opened by the decisions behind each figure: rows for whose duty they are, their number for who counts', async () => {
    const fields =
      'selection(from: "2018-01-01", to: "2018-12-31") { a: promotedThenSecondedActions { totalCount NODES } b: residentPromotedActions { totalCount } }';
    const rows = await county({ role: 'ORG_DEPT' }, fields.replace('NODES', 'nodes { kind person { id } }'));
    const { a, b } = rows.data._entities[0].selection;
    expect([a.totalCount, a.nodes.length, b.totalCount]).toEqual([4, 4, 4]);
    const counted = await county({ role: 'ANALYST' }, fields.replace('NODES', ''));
    expect(counted.data._entities[0].selection).toEqual({ a: { totalCount: 4 }, b: { totalCount: 4 } });
    expect((await county({ role: 'ANALYST' }, fields.replace('NODES', 'nodes { id }'))).codes).toEqual(['FORBIDDEN']);
  });
  it('knows on a day what was decided by it, and is refused to who is told nothing of persons', async () => {
    const { data } = await county({ role: 'ORG_DEPT', day: '2018-02-04' });
    expect(data._entities[0].selection.residentPromoted).toBe(0);
    expect((await county({ role: 'RURAL_ECONOMY' })).codes).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect((await county({ role: 'ORG_DEPT' }, 'selection(from: "2018-12-31", to: "2018-01-01") { residentPromoted }')).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    const nobody = await county({ role: 'ANALYST', divisions: [] });
    expect(nobody.data._entities[0]?.selection?.residentPromoted ?? null).toBeNull();
  });
});
