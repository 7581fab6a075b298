import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App, Asking } from '#platform/testing';
import { povertyApp } from '../testing.ts';
import { closesCircle, isInForce } from './document.rules.ts';

const FIELDS = 'id version title docNo issuer inForce trial effectiveTo supersedes { docNo } supersededBy { docNo }';
const ISSUE = `mutation ($input: IssueDocumentInput!) { issueDocument(input: $input) { ${FIELDS} } }`;
const REPEAL = `mutation ($input: RepealDocumentInput!) { repealDocument(input: $input) { ${FIELDS} } }`;
const SUPERSEDE = `mutation ($input: SupersedeDocumentInput!) { supersedeDocument(input: $input) { ${FIELDS} } }`;
const ONE = `query ($n: DocNo!) { policyDocument(docNo: $n) { ${FIELDS} } }`;
const office: Asking = { role: 'ORG_DEPT', day: '2018-11-01' };

let app: App;
let county: string;
let serial = 100;
beforeAll(async () => {
  app = await povertyApp();
  county = app.subgraph.store.territory.named('140222000000') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

const number = () => `天办发〔2018〕${++serial}号`;
const issue = (over: object = {}, asking: Asking = {}) =>
  app.ask(
    ISSUE,
    { input: { title: '测试通知', docNo: number(), issuer: '县委办公室', division: county, issuedOn: '2018-10-20', ...over } },
    { ...office, ...asking },
  );

describe('a document', () => {
  it('of the source is registered by its number, and in force when it says', async () => {
    const on = async (day: string) => (await app.ask(ONE, { n: '天发〔2018〕21号' }, { day })).data.policyDocument;
    expect(await on('2018-12-31')).toMatchObject({ title: '关于激励干部担当作为干事创业的意见（试行）', trial: true, inForce: true });
    expect(await on('2018-07-01')).toBeNull();
    const reference = await app.ask(
      '{ _entities(representations: [{ __typename: "PolicyDocument", docNo: "天办发〔2018〕33号" }, { __typename: "PolicyDocument", docNo: "天办发〔2018〕9999号" }]) { ... on PolicyDocument { title } } }',
      {},
      { day: '2018-12-31' },
    );
    expect(reference.data._entities).toEqual([{ title: '天镇县党政干部容错纠错办法' }, null]);
    expect(app.statements).toHaveLength(1);
  });

  it('is registered once for a number, whoever registers it at once', async () => {
    const docNo = number();
    const tries = await Promise.all(Array.from({ length: 40 }, () => issue({ docNo })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['DOCUMENT_KNOWN']));
  });

  it('takes the place of an earlier one, which has one successor', async () => {
    const first = (await issue()).data.issueDocument;
    const second = (await issue({ supersedes: first.id, issuedOn: '2018-10-25' })).data.issueDocument;
    expect(second.supersedes.docNo).toBe(first.docNo);
    expect((await app.ask(ONE, { n: first.docNo }, office)).data.policyDocument.supersededBy.docNo).toBe(second.docNo);
    expect((await issue({ supersedes: first.id })).codes).toEqual(['DOCUMENT_SUCCEEDED']);
    expect((await issue({ supersedes: second.id })).codes).toEqual(['BAD_USER_INPUT']); // issued earlier
    expect((await issue({ supersedes: 'doc_nowhere' })).codes).toEqual(['NOT_FOUND']);
  });

  it('never goes back to itself, even when both ends are tied at once', async () => {
    const [a, b] = [(await issue()).data.issueDocument.id, (await issue()).data.issueDocument.id];
    const tie = (document: string, supersedes: string) => app.ask(SUPERSEDE, { input: { document, supersedes } }, office);
    expect((await tie(a, a)).codes).toEqual(['CYCLE']);
    const [one, two] = await Promise.all([tie(a, b), tie(b, a)]);
    expect([...one.codes, ...two.codes]).toEqual(['CYCLE']);
  });

  it('binds until it is repealed', async () => {
    const { id, docNo } = (await issue()).data.issueDocument;
    const repeal = (day: string, reason = '已不适用') => app.ask(REPEAL, { input: { document: id, reason } }, { ...office, day });
    expect((await repeal('2018-11-05', ' ')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await repeal('2018-11-05')).data.repealDocument).toMatchObject({ inForce: false, effectiveTo: '2018-11-05' });
    expect((await repeal('2018-11-06')).codes).toEqual(['DOCUMENT_ENDED']);
    const inForce = async (day: string) => (await app.ask(ONE, { n: docNo }, { ...office, day })).data.policyDocument.inForce;
    expect([await inForce('2018-11-04'), await inForce('2018-11-05')]).toEqual([true, false]);
  });

  it.each([
    ['without a title', { title: ' ' }, {}, 'BAD_USER_INPUT'],
    ['with a title of 201 characters', { title: '文'.repeat(201) }, {}, 'BAD_USER_INPUT'],
    ['with a number that is none', { docNo: '12号' }, {}, 'BAD_USER_INPUT'],
    ['issued tomorrow', { issuedOn: '2018-11-02' }, {}, 'BAD_USER_INPUT'],
    ['that ends before it begins', { effectiveTo: '2018-10-20' }, {}, 'BAD_USER_INPUT'],
    ['of a division nobody knows', { division: 'cty_nowhere' }, {}, 'NOT_FOUND'],
    ['of the county by a township', {}, { role: 'TOWNSHIP_ADMIN', divisions: ['140222102000'] }, 'NOT_FOUND'],
    ['by a role that registers none', {}, { role: 'FINANCE' }, 'FORBIDDEN'],
  ])('%s is refused', async (_, over, asking, code) => {
    expect((await issue(over, asking)).codes).toEqual([code]);
  });

  it('is asked for by key or by number, not by both', async () => {
    expect((await app.ask('{ policyDocument { id } }')).codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a circle', () => {
  it('is found in any graph exactly when the new edge closes one', () => {
    const edge = fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 }));
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 14 }), edge, (raw, [from, to]) => {
        const edges = raw.map(([a, b]) => [String(a), String(b)] as const);
        const reach = new Set([String(to)]);
        for (let grown = true; grown; ) {
          grown = false;
          for (const [a, b] of edges) if (reach.has(a) && !reach.has(b)) grown = Boolean(reach.add(b));
        }
        expect(closesCircle(String(from), String(to), edges)).toBe(reach.has(String(from)));
      }),
    );
  });
  it('of days has none: a document is in force from its first day up to its last', () => {
    const d = { effectiveFrom: '2018-01-01', effectiveTo: '2020-01-01' };
    expect(['2017-12-31', '2018-01-01', '2019-12-31', '2020-01-01'].map((day) => isInForce(d, day))).toEqual([false, true, true, false]);
  });
});
