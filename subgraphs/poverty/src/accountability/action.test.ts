import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import { catchUp } from '#platform/follow';
import { idFrom } from '#platform/id';
import { firstBroken, type LedgerRow } from '#platform/ledger';
import { type App, type Asking, COUNTY, feedOf } from '#platform/testing';
import { Fact } from '../facts/fact.entity.ts';
import { aFinding } from '../samples.ts';
import { povertyApp } from '../testing.ts';
import { ActionKind, ActionSubject, effectOf, fits, overlap, takersOf, tellsOfFew } from './action.rules.ts';
import { followCases } from './case.reactions.ts';

const FIELDS =
  'id state standing subjectType kind reason level on document note changedBy changedOn person { id } agency { id } organization { id } basis { id }';
const RECORD = `mutation ($input: RecordAccountabilityInput!) { recordAccountability(input: $input) { ${FIELDS} } }`;
const discipline: Asking = { role: 'DISCIPLINE', purpose: 'CASE_HANDLING', day: '2018-12-20' };
const WATER = agencyId('县水务局');

let app: App;
let village: string;
let people: string[];
beforeAll(async () => {
  app = await povertyApp();
  village = app.subgraph.store.territory.named('140222102200') as string;
  people = (
    (await app.context().em.find(Fact, { noun: 'person', from: { $lte: '2018-01-01' } }, { limit: 300, offset: 5000 })) as Fact[]
  ).map((f) => f.key);
});
afterAll(() => app[Symbol.asyncDispose]());

let serial = 0;
const somebody = (): string => people[serial++] as string;
const record = (over: object = {}, asking: Asking = {}) =>
  app.ask(
    RECORD,
    { input: { person: somebody(), kind: 'REMINDER', reason: 'RULE_BREACH', document: '天纪字〔2018〕3号', ...over } },
    { ...discipline, ...asking },
  );
const finding = async (over: object = {}): Promise<string> => {
  const f = aFinding({ village, ...over });
  await app.given(f);
  return f.id;
};

describe('an action of accountability', () => {
  it('is taken against a person, an agency or a Party organization, on findings or a document', async () => {
    const basis = [await finding()];
    const person = somebody();
    expect(
      (await record({ person, kind: 'ACCOUNTABILITY', reason: 'DERELICTION_RESIDENT', basis, note: '约谈后仍未整改' })).data
        .recordAccountability,
    ).toMatchObject({
      subjectType: 'PERSON',
      person: { id: person },
      agency: null,
      state: 'IN_FORCE',
      standing: true,
      on: '2018-12-20',
      basis: [{ id: basis[0] }],
    });
    const agency = (await record({ person: undefined, agency: WATER, kind: 'CIRCULAR_CRITICISM', reason: 'TASK_FAILURE' })).data
      .recordAccountability;
    expect(agency).toMatchObject({ subjectType: 'AGENCY', level: 'COUNTY', agency: { id: WATER }, person: null });
    const organization = idFrom('org', village);
    expect((await record({ person: undefined, organization })).data.recordAccountability).toMatchObject({
      subjectType: 'ORGANIZATION',
      level: 'VILLAGE',
      organization: { id: organization },
    });
    expect(firstBroken(await app.ledger())).toBeNull();
  });

  it.each([
    ['without basis or document', { document: undefined }, {}, 'BASIS_REQUIRED'],
    ['against nobody', { person: undefined }, {}, 'BAD_USER_INPUT'],
    ['against two at once', { agency: WATER }, {}, 'BAD_USER_INPUT'],
    ['against a person nobody knows', { person: 'per_000000000000' }, {}, 'NOT_FOUND'],
    ['against an agency nobody knows', { person: undefined, agency: 'agc_nobody' }, {}, 'NOT_FOUND'],
    ['against an organization nobody knows', { person: undefined, organization: 'org_000000000000' }, {}, 'NOT_FOUND'],
    ['on a finding nobody knows', { basis: ['fnd_nowhere'] }, {}, 'NOT_FOUND'],
    ['on a day that lies ahead', { on: '2018-12-21' }, {}, 'BAD_USER_INPUT'],
    ['on a day before the county kept records', { on: '2010-01-01' }, {}, 'NOT_FOUND'],
    ['with a document number that is none', { document: '第三号' }, {}, 'BAD_USER_INPUT'],
    ['with an endless note', { note: '查'.repeat(1001) }, {}, 'BAD_USER_INPUT'],
    ['of a disciplinary kind without its document', { kind: 'DISCIPLINARY', document: undefined }, {}, 'BASIS_REQUIRED'],
    ['of a disciplinary kind with details', { kind: 'DISCIPLINARY', note: '详情' }, {}, 'BAD_USER_INPUT'],
    ['of a disciplinary kind against an agency', { kind: 'DISCIPLINARY', person: undefined, agency: WATER }, {}, 'BAD_USER_INPUT'],
    ['by inspectors beyond criticism', { kind: 'ACCOUNTABILITY' }, { role: 'INSPECTOR' }, 'FORBIDDEN'],
    ['by who holds nobody to account', {}, { role: 'POVERTY_OFFICE', purpose: undefined }, 'FORBIDDEN'],
  ])('%s is refused', async (_, over, asking, code) => {
    expect((await record(over, asking as Asking)).codes).toEqual([code]);
  });

  it('on a finding that was dismissed, or made later, is refused', async () => {
    const dismissed = await finding({ state: 'DISMISSED' });
    const later = await finding({ foundOn: '2018-12-01', validFrom: '2018-12-01' });
    expect((await record({ basis: [dismissed] })).codes).toEqual(['NOT_FOUND']);
    expect((await record({ basis: [later], on: '2018-11-15' })).codes).toEqual(['NOT_FOUND']);
  });

  it('is recorded once, by however many at once', async () => {
    const person = somebody();
    const tries = await Promise.all(Array.from({ length: 30 }, () => record({ person })));
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['ACTION_RECORDED']));
  });
});

describe('what an action tells', () => {
  it('of a person, document and note is told for a case alone, to those whose duty it is', async () => {
    const person = somebody();
    const { id } = (await record({ person, note: '细节' })).data.recordAccountability;
    const read =
      'query ($f: AccountabilityActionFilter) { accountabilityActions(filter: $f) { totalCount nodes { id kind person { id } document note changedBy } } }';
    const row = (answer: { data: { accountabilityActions: { nodes: { id: string }[] } } }) =>
      answer.data.accountabilityActions.nodes.find((n) => n.id === id);
    const filter = { f: { on: { eq: '2018-12-20' }, kind: { eq: 'REMINDER' } } };
    expect(row(await app.ask(read, filter, discipline))).toMatchObject({ person: { id: person }, note: '细节' });
    expect(row(await app.ask(read, filter, { ...discipline, purpose: undefined as never }))).toMatchObject({
      person: null,
      document: null,
      note: null,
    });
    const bySubject = { f: { subject: { eq: person } } };
    expect((await app.ask(read, bySubject, { ...discipline, purpose: undefined as never })).codes).toContain('FORBIDDEN');
    expect((await app.ask(read, bySubject, discipline)).data.accountabilityActions.totalCount).toBe(1);
  });

  it('is counts for who has no duty in it, of enough persons, and no rows', async () => {
    const analyst: Asking = { role: 'ANALYST', day: '2018-12-31' };
    const rows = await app.ask('{ accountabilityActions { nodes { id } } }', {}, analyst);
    expect(rows.codes).toEqual(['FORBIDDEN']);
    const count = (filter: string, asking = analyst) =>
      app.ask(`{ accountabilityActions(filter: ${filter}) { totalCount aggregates { distinct { subjects } } } }`, {}, asking);
    const named =
      '{ kind: { eq: MEETING_CIRCULAR }, reason: { eq: RULE_BREACH }, on: { between: { from: "2018-01-01", to: "2018-12-31" } } }';
    expect((await count(named)).data.accountabilityActions).toEqual({ totalCount: 63, aggregates: { distinct: { subjects: 63 } } });
    const few = '{ kind: { eq: ORG_ADJUSTMENT }, on: { between: { from: "2017-01-01", to: "2017-12-31" } } }';
    expect((await count(few)).data.accountabilityActions.totalCount).toBeNull();
    expect((await count(few, { ...discipline, day: '2018-12-31' })).data.accountabilityActions.totalCount).toBe(1);
    expect((await count('{ subject: { eq: "per_000000000000" } }')).codes).toEqual(['FORBIDDEN']);
    expect((await app.ask('{ accountabilityActions { totalCount } }', {}, { role: 'FINANCE' })).codes).toEqual(['FORBIDDEN']);
  });
});

describe('the source', () => {
  const asking: Asking = { role: 'DISCIPLINE', day: '2018-12-31' };
  const YEAR = 'on: { between: { from: "2018-01-01", to: "2018-12-31" } }, standing: { eq: true }';
  // The records of the sample county: those that the tests above add are of kinds or reasons of their own.
  const count = async (filter: string) => {
    const fresh = await povertyApp();
    try {
      const { data } = await fresh.ask(
        `{ accountabilityActions(filter: { ${filter}, ${YEAR} }) { totalCount aggregates { distinct { subjects } } } }`,
        {},
        asking,
      );
      return [data.accountabilityActions.totalCount, data.accountabilityActions.aggregates.distinct.subjects];
    } finally {
      await fresh[Symbol.asyncDispose]();
    }
  };
  it('tells of two townships and six departments criticized, four held accountable, sixty-three named and four summoned', async () => {
    expect(await count('kind: { eq: CIRCULAR_CRITICISM }, level: { eq: TOWNSHIP }')).toEqual([2, 2]);
    expect(await count('kind: { eq: CIRCULAR_CRITICISM }, level: { eq: COUNTY }')).toEqual([6, 6]);
    expect(await count('kind: { eq: ACCOUNTABILITY }, reason: { eq: DERELICTION_RESIDENT }')).toEqual([4, 4]);
    expect(await count('kind: { eq: MEETING_CIRCULAR }, reason: { eq: RULE_BREACH }')).toEqual([63, 63]);
    expect(await count('kind: { eq: ADMONITORY_TALK }, reason: { eq: RULE_BREACH }')).toEqual([4, 4]);
  });

  it('has three fours that are not the same persons: their overlaps are told where enough persons stand behind them', async () => {
    const ask = (asking: Asking) =>
      app.ask(
        `{ a: accountabilityOverlap(first: { kind: MEETING_CIRCULAR, reason: RULE_BREACH }, second: { kind: ADMONITORY_TALK, reason: RULE_BREACH }, from: "2018-01-01", to: "2018-12-31") { first second both }
           b: accountabilityOverlap(first: { kind: ACCOUNTABILITY, reason: DERELICTION_RESIDENT }, second: { kind: ADMONITORY_TALK, reason: RULE_BREACH }, from: "2018-01-01", to: "2018-12-19") { first second both } }`,
        {},
        { day: '2018-12-31', ...asking },
      );
    expect((await ask({ role: 'DISCIPLINE' })).data).toEqual({ a: { first: 63, second: 4, both: 2 }, b: { first: 4, second: 4, both: 0 } });
    expect((await ask({ role: 'ANALYST' })).data).toEqual({ a: { first: 63, second: 4, both: null }, b: { first: 4, second: 4, both: 0 } });
  });
});

describe('the responsibility chain', () => {
  it('shows of a Party organization its patrol inspections, findings and accountability in one query, in a constant number of statements', async () => {
    const ids = app.subgraph.store.territory
      .within(app.subgraph.store.territory.named('140222102000') as string, '2018-12-31', 'VILLAGE')
      .map((v) => idFrom('org', v));
    const ask = (keys: readonly string[]) =>
      app.ask(
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on PartyOrganization { patrolInspections { title method } findings { totalCount } accountability { totalCount } } } }',
        { r: keys.map((id) => ({ __typename: 'PartyOrganization', id })) },
        { ...discipline, day: '2018-12-31' },
      );
    const { data } = await ask(ids);
    const many = app.statements.length;
    const patrols = data._entities.flatMap((o: { patrolInspections: { method: string }[] }) => o.patrolInspections);
    expect(patrols.length).toBeGreaterThan(0);
    expect(new Set(patrols.map((i: { method: string }) => i.method))).toEqual(new Set(['PATROL']));
    await ask(ids.slice(0, 1));
    expect(app.statements.length).toBe(many);
  });
  it('of a secretary and a year goes on where the villages leave it: patrols of the year, and actions for those whose case it is', async () => {
    const [holder, other] = [somebody(), somebody()];
    await record({ person: holder });
    await record({ person: other });
    const { territory } = app.subgraph.store;
    const villages = territory.within(territory.named('140222102000') as string, '2018-12-31', 'VILLAGE');
    const patrolled = (
      await app.ask(
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on PartyOrganization { patrolInspections { to } } } }',
        { r: villages.map((v) => ({ __typename: 'PartyOrganization', id: idFrom('org', v) })) },
        { role: 'DISCIPLINE', day: '2018-12-31' },
      )
    ).data._entities as { patrolInspections: { to: string }[] }[];
    const division = villages[patrolled.findIndex((o) => o.patrolInspections.some((i) => i.to.startsWith('2018')))] as string;
    const key = (year: number) => ({ __typename: 'ResponsibilityChain', organization: idFrom('org', division), division, holder, year });
    const ask = (asking: Asking) =>
      app.ask(
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on ResponsibilityChain { patrols { from to method } accountability { totalCount } } } }',
        { r: [key(2018), key(2017)] },
        { day: '2018-12-31', ...asking },
      );
    const [now, before] = (await ask({ role: 'DISCIPLINE', purpose: 'CASE_HANDLING' })).data._entities;
    expect(now.accountability).toEqual({ totalCount: 1 });
    expect(before.accountability).toEqual({ totalCount: 0 });
    const within = (year: number) => (i: { from: string; to: string }) => i.from <= `${year}-12-31` && `${year}-01-01` <= i.to;
    expect(now.patrols.length).toBeGreaterThan(0);
    expect(now.patrols.every(within(2018)) && before.patrols.every(within(2017))).toBe(true);
    const [masked] = (await ask({ role: 'ANALYST' })).data._entities;
    expect(masked.accountability).toBeNull();
  });
  it('of a person is told for a case alone', async () => {
    const person = somebody();
    await record({ person });
    const ask = (asking: Asking) =>
      app.ask(
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { accountability { totalCount nodes { kind } } } } }',
        { r: [{ __typename: 'Person', id: person }] },
        asking,
      );
    expect((await ask({ ...discipline, day: '2018-12-31' })).data._entities[0].accountability).toEqual({
      totalCount: 1,
      nodes: [{ kind: 'REMINDER' }],
    });
    expect((await ask({ role: 'ANALYST' })).data._entities[0].accountability).toBeNull();
  });
});

describe('a case of tolerance or clarification', () => {
  let seq = 0;
  const told = async (event: string, day: string, after: object): Promise<void> => {
    const row = {
      seq: ++seq,
      at: new Date(`${day}T10:00:00+08:00`),
      day,
      noun: event.split('.')[0],
      key: `tol_case${String(seq).padStart(4, '0')}`,
      event,
      after: JSON.stringify(after),
      requestId: 'req_case',
    } as LedgerRow;
    rows.push(row);
    await catchUp(
      app.subgraph.store,
      feedOf('cases', () => rows),
      { tolerance: followCases, clarification: followCases },
    );
  };
  const rows: LedgerRow[] = [];
  const on = async (id: string, day: string) =>
    (
      await app.ask(
        `query ($r: [_Any!]!) { _entities(representations: $r) { ... on AccountabilityAction { state standing changedOn changedBy } } }`,
        { r: [{ __typename: 'AccountabilityAction', id }] },
        { ...discipline, day },
      )
    ).data._entities[0];
  const standing = async (day: string) =>
    (
      await app.ask(
        '{ accountabilityActions(filter: { kind: { eq: ADMONITORY_TALK }, reason: { eq: FALSIFICATION }, standing: { eq: true } }) { totalCount } }',
        {},
        { ...discipline, day },
      )
    ).data.accountabilityActions.totalCount;

  it('takes an action back from the day of the decision, so that figures are net of it as of any day', async () => {
    const talk = async () => (await record({ kind: 'ADMONITORY_TALK', reason: 'FALSIFICATION' })).data.recordAccountability.id;
    const [exempt, milder, cleared, kept] = [await talk(), await talk(), await talk(), await talk()];
    await told('tolerance.determined', '2019-01-10', { accountability: exempt, determination: 'TOLERATE_EXEMPT' });
    await told('tolerance.determined', '2019-01-11', { accountability: milder, determination: 'MITIGATE' });
    await told('clarification.clarified', '2019-01-12', { accountability: cleared });
    await told('tolerance.determined', '2019-01-13', { accountability: kept, determination: 'NOT_APPLICABLE' });
    await told('tolerance.notified', '2019-01-14', { accountability: exempt, determination: 'TOLERATE_EXEMPT' });
    await told('tolerance.determined', '2019-01-15', { accountability: 'act_nowhere', determination: 'TOLERATE_EXEMPT' });
    expect(await on(exempt, '2019-01-09')).toMatchObject({ state: 'IN_FORCE', standing: true, changedOn: null });
    expect(await on(exempt, '2019-01-10')).toMatchObject({
      state: 'REVOKED',
      standing: false,
      changedOn: '2019-01-10',
      changedBy: 'tol_case0001',
    });
    expect(await on(milder, '2019-01-20')).toMatchObject({ state: 'MITIGATED', standing: true });
    expect(await on(cleared, '2019-01-20')).toMatchObject({ state: 'REVOKED' });
    expect(await on(kept, '2019-01-20')).toMatchObject({ state: 'IN_FORCE' });
    expect([await standing('2018-12-31'), await standing('2019-01-31')]).toEqual([4, 2]);
    const events = (await app.ledger('accountability')).filter((r) => r.key === exempt).map((r) => [r.event, r.day, r.actor]);
    expect(events.at(-1)).toEqual(['accountability.revoked', '2019-01-10', 'feed:tolerance.determined']);
    expect(firstBroken(await app.ledger())).toBeNull();
  });
});

describe('the rules of accountability', () => {
  it('say who takes what, what fits whom, and what a case brings about', () => {
    expect(takersOf(ActionKind.ACCOUNTABILITY)).toEqual(['DISCIPLINE']);
    expect(takersOf(ActionKind.ORG_ADJUSTMENT)).toEqual(['ORG_DEPT', 'DISCIPLINE']);
    expect(fits(ActionKind.DISCIPLINARY, ActionSubject.AGENCY)).toBe(false);
    expect(effectOf('tolerance.applied', 'TOLERATE_EXEMPT')).toBeNull();
    expect(overlap(new Set(['a', 'b']), new Set(['b', 'c', 'd']))).toEqual({ first: 2, second: 3, both: 1 });
    expect(tellsOfFew({ first: 63, second: 4, both: 2 }, 3)).toBe(true);
    expect(tellsOfFew({ first: 9, second: 9, both: 0 }, 3)).toBe(false);
  });
  it('keep actions of another township out of sight', async () => {
    const { data } = await app.ask(
      '{ accountabilityActions { aggregates { count } } }',
      {},
      { ...discipline, divisions: ['140222999000'] },
    );
    expect(data.accountabilityActions.aggregates.count).toBe(0);
    expect(COUNTY).toBe('140222000000');
  });
});
