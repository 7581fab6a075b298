import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type App, type Asking, COUNTY } from '#platform/testing';
import { anAppraisal, aPerson, aPosting, aScheme, aTeam } from '../samples.ts';
import { personnelApp } from '../testing.ts';
import { AppraisalKind, Channel, Criterion, Grade, missingFrom, SchemeKind } from './evaluation.rules.ts';

let app: App;
let annual: string;
beforeAll(async () => {
  app = await personnelApp({ seed: false });
  const kinds = [SchemeKind.ANNUAL, SchemeKind.RESIDENT_SPECIAL, SchemeKind.TEAM];
  const schemes = kinds.map((kind) => aScheme({ division: at(COUNTY), kind }));
  annual = schemes[0]?.id as string;
  await app.given(...schemes);
});
afterAll(() => app[Symbol.asyncDispose]());

const org = { role: 'ORG_DEPT' };
const MIXIANGUAN = '140222102000';
const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
const villages = (code = COUNTY): readonly string[] => app.subgraph.store.territory.within(at(code), '2026-06-30', 'VILLAGE');
const SHOWN = 'id state version grade document reopened moves missing { what item channel }';
const move = (verb: string, input: object, asking: Asking = org, shown = SHOWN): Promise<Answer> => {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  return app.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { ${shown} } }`, { input }, asking);
};
const somebody = async (over: object = {}): Promise<string> => {
  const person = aPerson({ homeDivision: at(COUNTY), ...over });
  await app.given(person);
  return person.id;
};
const complete = {
  entries: [
    { item: 'STYLE', report: '全年驻村二百四十天', rating: 92 },
    ...['POLITICS', 'RESPONSIBILITY', 'DEDICATION'].map((item) => ({ item, mark: 90 })),
  ],
  sections: [
    { channel: 'EXAMINATION', partyBuilding: '支部建设达标' },
    { channel: 'DUTY_REPORT', partyBuilding: '述职述党建' },
  ],
};
const opened = async (person: string, over: object = {}): Promise<string> =>
  (await move('openAppraisal', { person, year: 2025, kind: 'ANNUAL', ...over })).data.openAppraisal.id;

describe('an appraisal', () => {
  it('is graded when everything that must be reported, rated and marked is, with Party building in every channel', async () => {
    const appraisal = await opened(await somebody());
    const grade = (over: object = {}) => move('gradeAppraisal', { appraisal, grade: 'EXCELLENT', ...over });
    expect((await grade()).codes).toEqual(['EVALUATION_INCOMPLETE']);
    const part = await move('enterAppraisal', {
      appraisal,
      entries: complete.entries.slice(0, 1),
      sections: complete.sections.slice(0, 1),
    });
    expect(part.data.enterAppraisal).toMatchObject({
      state: 'OPEN',
      moves: ['enter', 'grade'],
      missing: [
        ...['POLITICS', 'RESPONSIBILITY', 'DEDICATION'].map((item) => ({ what: 'MARK', item, channel: null })),
        { what: 'PARTY_BUILDING', item: null, channel: 'DUTY_REPORT' },
      ],
    });
    expect((await grade()).codes).toEqual(['EVALUATION_INCOMPLETE']);
    await move('enterAppraisal', { appraisal, entries: complete.entries.slice(1), sections: complete.sections.slice(1) });
    expect((await move('confirmAppraisal', { appraisal, document: '天组发〔2026〕3号' })).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await grade()).data.gradeAppraisal).toMatchObject({ state: 'GRADED', grade: 'EXCELLENT', missing: [] });
    expect((await move('enterAppraisal', { appraisal, ...complete })).codes).toEqual(['ILLEGAL_MOVE']);
    const settled = await move('confirmAppraisal', { appraisal, document: '天组发〔2026〕3号' });
    expect(settled.data.confirmAppraisal).toMatchObject({ state: 'CONFIRMED', document: '天组发〔2026〕3号', moves: ['reopen'] });
    const again = await move('reopenAppraisal', { appraisal, reason: '本人申请复核' });
    expect(again.data.reopenAppraisal).toMatchObject({ state: 'OPEN', grade: null, reopened: '本人申请复核' });
    expect((await app.ledger('appraisal')).filter((r) => r.key === appraisal).map((r) => r.event)).toEqual([
      'appraisal.opened',
      'appraisal.entered',
      'appraisal.entered',
      'appraisal.graded',
      'appraisal.confirmed',
      'appraisal.reopened',
    ]);
  });

  it("may be settled without a grade when it can't be completed", async () => {
    const appraisal = await opened(await somebody());
    expect((await move('gradeAppraisal', { appraisal, grade: 'NO_GRADE' })).data.gradeAppraisal).toMatchObject({ state: 'GRADED' });
  });

  it('is one a year and kind, however many open it at the same time', async () => {
    const person = await somebody();
    const tries = await Promise.all(
      Array.from({ length: 50 }, () => move('openAppraisal', { person, year: 2024, kind: 'ANNUAL' }, org, 'id')),
    );
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['ALREADY_APPRAISED']));
    expect((await move('openAppraisal', { person, year: 2023, kind: 'ANNUAL' })).codes).toEqual([]);
  });

  it('is graded once of two who grade at the same time, and the other learns why', async () => {
    const appraisal = await opened(await somebody());
    await move('enterAppraisal', { appraisal, ...complete });
    const tries = await Promise.all(
      ['EXCELLENT', 'COMPETENT', 'BASIC'].map((grade) => move('gradeAppraisal', { appraisal, grade, expectedVersion: 2 }, org, 'grade')),
    );
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['STALE_VERSION']));
  });

  it('of a resident cadre is of a posting that was served in that year, in the village', async () => {
    const [target] = villages(MIXIANGUAN) as [string];
    const person = await somebody();
    const served = aPosting({ person, target, actualFrom: '2024-03-01', plannedFrom: '2024-03-01', validFrom: '2024-03-01' });
    const officer = aPosting({
      person,
      target: at(MIXIANGUAN),
      kind: 'FULLTIME_POVERTY_OFFICER' as never,
      targetType: 'TOWNSHIP' as never,
    });
    await app.given(served, officer);
    const open = (over: object, asking: Asking = org) =>
      move('openAppraisal', { person, year: 2025, kind: 'RESIDENT_SPECIAL', ...over }, asking, 'id posting { id }');
    expect((await open({})).codes).toEqual(['BAD_USER_INPUT']);
    expect((await open({ posting: 'pst_none' })).codes).toEqual(['NOT_FOUND']);
    expect((await open({ posting: officer.id })).codes).toEqual(['WRONG_TARGET']);
    expect((await open({ posting: served.id, year: 2023 })).codes).toEqual(['NOT_IN_ROLE']);
    expect((await open({ posting: served.id, kind: 'ANNUAL' })).codes).toEqual(['BAD_USER_INPUT']);
    const township = { role: 'TOWNSHIP_ADMIN', divisions: [MIXIANGUAN] };
    expect((await open({ posting: served.id }, township)).data.openAppraisal.posting).toEqual({ id: served.id });
    expect((await open({ posting: served.id }, { role: 'TOWNSHIP_ADMIN', divisions: ['140222103000'] })).codes).toEqual(['NOT_FOUND']);
  });

  it.each([
    ["a year that hasn't begun", { year: 2027 }, 'BAD_USER_INPUT'],
    ['a year before all schemes', { year: 1999 }, 'BAD_USER_INPUT'],
    ['a person nobody knows', { person: 'per_none' }, 'NOT_FOUND'],
  ])('is not opened for %s', async (_, over, code) => {
    expect((await move('openAppraisal', { person: await somebody(), year: 2025, kind: 'ANNUAL', ...over })).codes).toEqual([code]);
  });

  it.each([
    ["an item the scheme hasn't", { entries: [{ item: 'LUCK', mark: 1 }] }, 'NOT_FOUND'],
    ['a rating above a hundred', { entries: [{ item: 'STYLE', rating: 101 }] }, 'BAD_USER_INPUT'],
    ['a report of nothing', { entries: [{ item: 'STYLE', report: ' ' }] }, 'BAD_USER_INPUT'],
    ['a report without an end', { entries: [{ item: 'STYLE', report: '长'.repeat(501) }] }, 'BAD_USER_INPUT'],
    ["a channel the scheme hasn't", { sections: [{ channel: 'REVIEW', partyBuilding: '评议' }] }, 'BAD_USER_INPUT'],
    ['a section of nothing', { sections: [{ channel: 'EXAMINATION', partyBuilding: '' }] }, 'BAD_USER_INPUT'],
  ])('takes no entry of %s', async (_, over, code) => {
    const appraisal = await opened(await somebody());
    expect((await move('enterAppraisal', { appraisal, ...over })).codes).toEqual([code]);
  });

  it.each([
    ['of a code that is none', { measure: 'X1' }],
    ['of a day after the decision', { asOf: '2026-07-01' }],
    ['without what it came to', { value: null }],
    ['with half a rate', { numerator: 227 }],
    ['out of nothing', { numerator: 0, denominator: 0 }],
    ['below nothing', { value: -1 }],
    ['without words', { text: '' }],
  ])('cites no figure %s', async (_, over) => {
    const appraisal = await opened(await somebody());
    await move('enterAppraisal', { appraisal, ...complete });
    const figure = { measure: 'M13', value: 227, asOf: '2025-12-31', text: '三支队伍全覆盖', ...over };
    expect((await move('gradeAppraisal', { appraisal, grade: 'COMPETENT', evidence: [figure] })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('is read by whose duty it is; others are told counts of enough people, and nothing of one', async () => {
    const people = await Promise.all(Array.from({ length: 3 }, () => somebody({ homeDivision: at('140222103000') })));
    await app.given(
      ...people.map((person, i) =>
        anAppraisal({
          person,
          division: at('140222103000'),
          scheme: annual,
          year: 2021,
          state: 'CONFIRMED' as never,
          grade: i === 0 ? Grade.EXCELLENT : Grade.COMPETENT,
        }),
      ),
    );
    const groups = (asking: Asking) =>
      app.ask(
        '{ appraisals(filter: { year: { eq: 2021 } }) { totalCount groupedAggregates(groupBy: [{ field: GRADE }], orderBy: [{ field: KEY_GRADE }]) { keys { grade } count } } }',
        {},
        asking,
      );
    const told = await groups({ role: 'ANALYST' });
    expect(told.data.appraisals).toEqual({
      totalCount: 3,
      groupedAggregates: [
        { keys: { grade: 'COMPETENT' }, count: null },
        { keys: { grade: 'EXCELLENT' }, count: null },
      ],
    });
    expect((await groups(org)).data.appraisals.groupedAggregates.map((g: { count: number }) => g.count)).toEqual([2, 1]);
    for (const query of [
      '{ appraisals { nodes { grade } } }',
      `{ appraisals(filter: { person: { eq: "${people[0]}" } }) { totalCount } }`,
      `{ person(id: "${people[0]}") { appraisals(filter: { grade: { eq: EXCELLENT } }) { totalCount } } }`,
    ])
      expect((await app.ask(query, {}, { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
  });
});

describe('the appraisal of a team', () => {
  it('rests on figures of poverty alleviation, and is one a year', async () => {
    const open = (over: object) => move('openTeamAppraisal', { subjectKind: 'TOWNSHIP', subject: at(MIXIANGUAN), year: 2025, ...over });
    const teamAppraisal = (await open({})).data.openTeamAppraisal.id;
    expect((await open({})).codes).toEqual(['ALREADY_APPRAISED']);
    expect((await open({ subject: villages()[0] })).codes).toEqual(['WRONG_TARGET']);
    expect((await open({ subjectKind: 'AGENCY', subject: 'agc_x' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await open({ subjectKind: 'RESIDENT_TEAM', subject: 'rst_none' })).codes).toEqual(['NOT_FOUND']);
    const team = aTeam({ village: villages()[3] as string });
    await app.given(team);
    expect((await open({ subjectKind: 'RESIDENT_TEAM', subject: team.id })).codes).toEqual([]);
    expect((await open({ subjectKind: 'AGENCY', subject: 'agc_x', division: at(COUNTY) })).codes).toEqual([]);
    await move('enterTeamAppraisal', { teamAppraisal, ...complete });
    const grade = (evidence: object[]) =>
      move('gradeTeamAppraisal', { teamAppraisal, grade: 'EXCELLENT', evidence }, org, 'evidence { measure rate { percent } }');
    expect((await grade([])).codes).toEqual(['EVIDENCE_REQUIRED']);
    const figure = { measure: 'M13', numerator: 24, denominator: 24, asOf: '2025-12-31', text: '三支队伍全覆盖' };
    expect((await grade([figure])).data.gradeTeamAppraisal.evidence).toEqual([{ measure: 'M13', rate: { percent: 100 } }]);
    expect((await move('confirmTeamAppraisal', { teamAppraisal, document: '天组发〔2026〕5号' })).data.confirmTeamAppraisal.state).toBe(
      'CONFIRMED',
    );
  });
});

describe('an evaluation scheme', () => {
  const items = Object.values(Criterion).map((criterion) => ({ code: criterion, name: criterion, criterion, mustAppraise: true }));
  const adopt = (over: object = {}, day = '2026-06-15') =>
    move(
      'adoptEvaluationScheme',
      {
        division: at(COUNTY),
        kind: 'TEAM',
        title: '班子考核办法',
        document: '天办发〔2026〕7号',
        items,
        channels: ['EXAMINATION'],
        ...over,
      },
      { ...org, day },
      'id validFrom validTo items { code mustAppraise mustReport }',
    );
  it('is followed by another of its kind from a day, and what was opened under it stays under it', async () => {
    const person = await somebody();
    const before = await opened(person, { year: 2022 });
    const adopted = await adopt({ kind: 'ANNUAL' });
    expect(adopted.data.adoptEvaluationScheme).toMatchObject({ validFrom: '2026-06-15', validTo: null });
    expect((await adopt({ kind: 'ANNUAL' })).codes).toEqual(['CONFLICT']);
    expect((await adopt({ kind: 'ANNUAL' }, '2026-06-14')).codes).toEqual(['CONFLICT']);
    const { data } = await app.ask('{ appraisals(filter: { year: { eq: 2022 } }) { nodes { id scheme { id } } } }', {}, org);
    expect(data.appraisals.nodes).toEqual([{ id: before, scheme: { id: annual } }]);
    expect((await move('enterAppraisal', { appraisal: before, ...complete })).codes).toEqual([]);
    const after = await move('openAppraisal', { person, year: 2020, kind: 'ANNUAL' }, org, 'scheme { id }');
    expect(after.data.openAppraisal.scheme).toEqual({ id: adopted.data.adoptEvaluationScheme.id });
    const schemesOn = async (day: string) =>
      (await app.ask('{ evaluationSchemes(filter: { kind: { eq: ANNUAL } }) { nodes { id } } }', {}, { day })).data.evaluationSchemes.nodes;
    expect(await schemesOn('2026-06-14')).toEqual([{ id: annual }]);
    expect(await schemesOn('2026-06-15')).toEqual([{ id: adopted.data.adoptEvaluationScheme.id }]);
  });

  it('is adopted once, however many adopt one the same day', async () => {
    const tries = await Promise.all(Array.from({ length: 20 }, () => adopt({ kind: 'RESIDENT_SPECIAL' }, '2026-06-20')));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['CONFLICT']));
  });

  it.each([
    ['no items', { items: [] }],
    ['an item that stands twice', { items: [...items, items[0]] }],
    ['a criterion that nothing looks at', { items: items.slice(1) }],
    ['no channels', { channels: [] }],
    ['a title of blanks', { title: '  ' }],
  ])('is not adopted with %s', async (_, over) => {
    expect((await adopt(over)).codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('what is missing', () => {
  it("is told item by item and channel by channel, and nothing that the scheme doesn't ask for", () => {
    const scheme = {
      items: [{ code: 'a', name: 'a', criterion: Criterion.STYLE, mustReport: true, mustRate: false, mustAppraise: true }],
      channels: [Channel.APPOINTMENT],
    };
    expect(missingFrom(scheme, [{ item: 'a', report: 'x', rating: null }], [])).toEqual([
      { what: 'MARK', item: 'a', channel: null },
      { what: 'PARTY_BUILDING', item: null, channel: 'APPOINTMENT' },
    ]);
    expect(missingFrom(scheme, [{ item: 'a', report: 'x', mark: 0 }], [{ channel: Channel.APPOINTMENT, partyBuilding: 'y' }])).toEqual([]);
    expect(Object.keys(AppraisalKind)).toEqual(['ANNUAL', 'RESIDENT_SPECIAL']);
  });
});
