import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, type Asking, COUNTY, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';
import { AssessmentGrade, gradeOf, wrongIn } from './assessment.rules.ts';

const org: Asking = { role: 'ORG_DEPT' };
const ASSESS = 'mutation ($input: AssessOrganizationInput!) { assessOrganization(input: $input) { id version year grade hits document } }';
const REASSESS = 'mutation ($input: ReassessOrganizationInput!) { reassessOrganization(input: $input) { version grade reason document } }';

let app: App;
beforeAll(async () => {
  app = await testApp(villages);
});
afterAll(() => app[Symbol.asyncDispose]());

const party = async (code: string) =>
  (await app.ask('query ($code: DivisionCode!) { village(code: $code) { party { id } } }', { code })).data.village.party.id as string;
const assess = async (code: string, input: object, asking: Asking = {}) =>
  app.ask(ASSESS, { input: { organization: await party(code), year: 2026, hits: [], ...input } }, { ...org, ...asking });

describe('the assessment of an organization', () => {
  it('is graded by the criteria in force on the day, which a document lays down', async () => {
    expect((await assess('140222102203', { hits: ['PETITIONS', 'NO_NEW_MEMBERS'] })).data.assessOrganization).toMatchObject({
      grade: 'WEAK',
      document: '天组发〔2021〕2号',
    });
    expect((await assess('140222102204', { hits: ['PETITIONS'] })).data.assessOrganization.grade).toBe('ORDINARY');
    expect((await assess('140222102205', { hits: ['SECRETARY_VACANT'] })).data.assessOrganization.grade).toBe('WEAK');
    expect((await assess('140222102206', {})).data.assessOrganization.grade).toBe('GOOD');
    const adopted = await app.ask(
      'mutation ($input: AdoptAssessmentSchemeInput!) { adoptAssessmentScheme(input: $input) { version document weakFrom criteria { code decisive } } }',
      {
        input: {
          division: app.subgraph.store.territory.named(COUNTY),
          name: '2026年研判标准',
          criteria: [
            { code: 'DEBTS', text: '村级债务突出' },
            { code: 'PETITIONS', text: '信访突出' },
          ],
          weakFrom: 2,
          document: '天组发〔2026〕1号',
        },
      },
      { ...org, day: '2026-06-01' },
    );
    expect(adopted.data.adoptAssessmentScheme).toMatchObject({ version: 3, weakFrom: 2, document: '天组发〔2026〕1号' });
    expect((await assess('140222102207', { hits: ['NO_NEW_MEMBERS'] })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await assess('140222102207', { hits: ['DEBTS', 'PETITIONS'] })).data.assessOrganization).toMatchObject({
      grade: 'WEAK',
      document: '天组发〔2026〕1号',
    });
    const before = await app.ask('{ assessmentScheme { document weakFrom } }', {}, { day: '2020-06-01' });
    expect(before.data.assessmentScheme).toEqual({ document: '天组发〔2018〕4号', weakFrom: 3 });
  });

  it('is made once a year, however many make it at once, and corrected with a reason', async () => {
    const tries = await Promise.all(Array.from({ length: 10 }, () => assess('140222102208', {})));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['YEAR_ASSESSED']));
    const assessment = tries.find((t) => t.codes.length === 0)?.data.assessOrganization.id;
    expect((await app.ask(REASSESS, { input: { assessment, hits: ['DEBTS'], reason: ' ' } }, org)).codes).toEqual(['BAD_USER_INPUT']);
    const again = await app.ask(REASSESS, { input: { assessment, hits: ['DEBTS'], reason: '复核发现债务' } }, org);
    expect(again.data.reassessOrganization).toMatchObject({ version: 2, grade: 'ORDINARY', reason: '复核发现债务' });
  });

  it.each([
    ['for a year to come', { year: 2027 }, {}, 'BAD_USER_INPUT'],
    ['by a role that assesses nobody', {}, { role: 'ANALYST' }, 'FORBIDDEN'],
    ['by criteria that nobody knows', { hits: ['LAZY'] }, {}, 'BAD_USER_INPUT'],
    ['by one criterion twice', { hits: ['DEBTS', 'DEBTS'] }, {}, 'BAD_USER_INPUT'],
    ['in another township', {}, { divisions: ['140222103000'] }, 'NOT_FOUND'],
    ['for a day to come', {}, { day: '2026-07-01' }, 'BAD_USER_INPUT'],
  ])('%s is refused', async (_, over, asking, code) => {
    expect((await assess('140222102209', over, asking)).codes).toEqual([code]);
  });

  it('counts by year and grade (M51), the four villages in trouble among the weak of 2018', async () => {
    const { data } = await app.ask(
      '{ weak: orgAssessments(filter: { year: { eq: 2018 }, grade: { eq: WEAK } }) { totalCount } byGrade: orgAssessments(filter: { year: { eq: 2018 } }) { groupedAggregates(groupBy: [{ field: GRADE }]) { keys { grade } count } } }',
      {},
      { day: '2018-12-31' },
    );
    expect(data.weak.totalCount).toBe(13);
    expect(data.byGrade.groupedAggregates).toHaveLength(3);
  });

  it('follows rules that can be read', () => {
    const criteria = [
      { code: 'A1', text: 'a', decisive: true },
      { code: 'B1', text: 'b', decisive: false },
      { code: 'C1', text: 'c', decisive: false },
    ];
    expect(gradeOf({ criteria, weakFrom: 2 }, [])).toBe(AssessmentGrade.GOOD);
    expect(gradeOf({ criteria, weakFrom: 2 }, ['B1'])).toBe(AssessmentGrade.ORDINARY);
    expect(gradeOf({ criteria, weakFrom: 2 }, ['B1', 'C1'])).toBe(AssessmentGrade.WEAK);
    expect(gradeOf({ criteria, weakFrom: 3 }, ['A1'])).toBe(AssessmentGrade.WEAK);
    expect(wrongIn(criteria, 2)).toBeNull();
    expect(wrongIn([], 1)).toMatch(/1 to 50/);
    expect(wrongIn([...criteria, ...criteria], 2)).toMatch(/one code/);
    expect(wrongIn(criteria, 4)).toMatch(/weakFrom/);
    expect(wrongIn([{ code: 'lower', text: '', decisive: false }], 1)).toMatch(/capital/);
  });
});
