import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, type Asking, testApp } from '#platform/testing';
import { villages } from '../subgraph.ts';

const org: Asking = { role: 'ORG_DEPT' };
const RECOGNIZE =
  'mutation ($input: RecognizePracticeInput!) { recognizePractice(input: $input) { id title document diffusion { organizations } } }';
const ADOPT =
  'mutation ($input: AdoptPracticeInput!) { adoptPractice(input: $input) { id validFrom organization { id } practice { title } } }';

let app: App;
beforeAll(async () => {
  app = await testApp(villages);
});
afterAll(() => app[Symbol.asyncDispose]());

const party = async (code: string): Promise<string> =>
  (await app.ask('query ($code: DivisionCode!) { village(code: $code) { party { id } } }', { code })).data.village.party.id;

describe('a model practice', () => {
  it('spreads from day to day, each adoption dated, and is counted in one statement for all', async () => {
    const spread =
      '{ modelPractices { totalCount nodes { id title diffusion { organizations divisions } adoptions(first: 1) { totalCount } } } }';
    const early = (await app.ask(spread, {}, { day: '2018-06-30' })).data.modelPractices;
    const late = (await app.ask(spread, {}, { day: '2019-12-31' })).data.modelPractices;
    expect(app.statements.length).toBeLessThanOrEqual(5);
    expect(early.totalCount).toBeLessThan(late.totalCount);
    expect(late.nodes[0].diffusion.organizations).toBe(late.nodes[0].adoptions.totalCount);
    expect(late.nodes[0].diffusion.organizations).toBeGreaterThan(early.nodes[0].diffusion.organizations);
    const none = await app.ask(spread, {}, { day: '2019-12-31', divisions: [] });
    expect(none.data.modelPractices.totalCount).toBe(0);
  });

  it('is recognized by a document, adopted once by each, never by itself, and left with a reason', async () => {
    const [origin, other] = [await party('140222102200'), await party('140222102201')];
    const recognized = await app.ask(
      RECOGNIZE,
      { input: { organization: origin, kind: 'SERVICE', title: '代办点', text: '轮流坐班', document: '天组发〔2026〕30号' } },
      org,
    );
    const practice = recognized.data.recognizePractice.id;
    const adopt = (organization: string, asking: Asking = {}) =>
      app.ask(ADOPT, { input: { practice, organization } }, { ...org, ...asking });
    expect((await adopt(origin)).codes).toEqual(['WRONG_TARGET']);
    const tries = await Promise.all(Array.from({ length: 12 }, () => adopt(other)));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['ALREADY_ADOPTED']));
    const adoption = tries.find((t) => t.codes.length === 0)?.data.adoptPractice.id;
    const leave = (reason: string) =>
      app.ask(
        'mutation ($a: ID!, $r: String!) { abandonPractice(input: { adoption: $a, reason: $r }) { validTo reason } }',
        { a: adoption, r: reason },
        org,
      );
    expect((await leave(' ')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await leave('不适合本村')).data.abandonPractice.validTo).toBe('2026-06-30');
    expect((await leave('再次')).codes).toEqual(['NOT_FOUND']);
    expect((await adopt(other)).codes).toEqual([]);
    expect((await adopt(other, { divisions: ['140222103000'] })).codes).toEqual(['NOT_FOUND']);
    expect((await adopt(other, { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
    expect((await app.ask(ADOPT, { input: { practice: 'prc_nobody', organization: other } }, org)).codes).toEqual(['NOT_FOUND']);
  });
});
