import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import { idFrom } from '#platform/id';
import type { App, Asking } from '#platform/testing';
import { Fact } from '../facts/fact.entity.ts';
import { aFinding, anInspection } from '../samples.ts';
import { povertyApp } from '../testing.ts';
import { Finding } from './finding.entity.ts';
import { FindingState } from './finding.rules.ts';

const OPEN =
  'mutation ($input: OpenFindingInput!) { openFinding(input: $input) { id state subjectType village { id } agency { id } organization { id } person { id } category classification { code name } recurrenceOf { id recurredOn } history { after } } }';
const inspector: Asking = { role: 'INSPECTOR', day: '2018-11-20' };
const WATER = agencyId('县水务局');

let app: App;
let county: string;
let village: string;
let inspection: string;
let person: string;
beforeAll(async () => {
  app = await povertyApp();
  const { territory } = app.subgraph.store;
  county = territory.named('140222000000') as string;
  village = territory.named('140222102200') as string;
  const running = anInspection({ division: county });
  await app.given(running);
  inspection = running.id;
  person = ((await app.context().em.findOne(Fact, { noun: 'person' })) as Fact).key;
});
afterAll(() => app[Symbol.asyncDispose]());

const open = (over: object, asking: Asking = {}) =>
  app.ask(
    OPEN,
    { input: { inspection, category: '任务推进不力', severity: 'SERIOUS', foundOn: '2018-11-19', description: '调度会未召开', ...over } },
    { ...inspector, ...asking },
  );

describe('a finding', () => {
  it('is about a village, an agency, a Party organization or a person, and lies where that belongs', async () => {
    expect((await open({ village })).data.openFinding).toMatchObject({ subjectType: 'VILLAGE', village: { id: village }, agency: null });
    expect((await open({ agency: WATER })).data.openFinding).toMatchObject({ subjectType: 'AGENCY', village: null, agency: { id: WATER } });
    const organization = idFrom('org', village);
    expect((await open({ organization })).data.openFinding).toMatchObject({
      subjectType: 'ORGANIZATION',
      organization: { id: organization },
    });
    const theirs = { divisions: ['140222103000'] };
    const { data } = await app.ask('query ($a: ID) { findings(filter: { agency: { eq: $a } }) { totalCount } }', { a: WATER }, theirs);
    expect(data.findings.totalCount).toBe(0);
  });

  it('about a person names the person only to who handles the case, in the row and in its history', async () => {
    const told = (await open({ person }, { purpose: 'CASE_HANDLING' })).data.openFinding;
    expect(told).toMatchObject({ subjectType: 'PERSON', person: { id: person } });
    expect(told.history[0].after.person).toBe(person);
    const { data } = await app.ask('query ($id: ID!) { finding(id: $id) { person { id } history { after } } }', { id: told.id }, inspector);
    expect(data.finding.person).toBeNull();
    expect(JSON.stringify(data)).not.toContain(person);
  });

  it.each([
    ['about nothing', {}, {}, 'BAD_USER_INPUT'],
    ['about two things', () => ({ village, agency: WATER }), {}, 'BAD_USER_INPUT'],
    ['about an agency nobody knows', { agency: 'agc_nobody' }, {}, 'NOT_FOUND'],
    ['about an organization nobody knows', { organization: 'org_000000000000' }, {}, 'NOT_FOUND'],
    ['about a person nobody knows', { person: 'per_000000000000' }, {}, 'NOT_FOUND'],
    ['about an agency of the county by a township', { agency: WATER }, { divisions: ['140222102000'] }, 'NOT_FOUND'],
  ])('%s is refused', async (_, over, asking, code) => {
    expect((await open(typeof over === 'function' ? over() : over, asking)).codes).toEqual([code]);
  });

  it('has a category of the code list, by code or name, or one in words of its own', async () => {
    const told = async (category: string) => {
      const { openFinding } = (await open({ village, category })).data;
      return [openFinding.category, openFinding.classification?.code ?? null];
    };
    expect(await told('DRINKING_WATER')).toEqual(['饮水安全', 'DRINKING_WATER']);
    expect(await told('饮水安全')).toEqual(['饮水安全', 'DRINKING_WATER']);
    expect(await told('路灯不亮')).toEqual(['路灯不亮', null]);
  });

  it('of a category keeps it when the category is retired, and nobody uses it from that day on', async () => {
    const define = (input: object, asking: Asking = {}) =>
      app.ask(
        'mutation ($input: DefineFindingCategoryInput!) { defineFindingCategory(input: $input) { id } }',
        { input },
        { ...inspector, ...asking },
      );
    const { id } = (await define({ code: 'STREET_LIGHT', name: '路灯' })).data.defineFindingCategory;
    expect((await define({ code: 'STREET_LIGHT', name: '灯' })).codes).toEqual(['CODE_IN_USE']);
    expect((await define({ code: 'street light', name: '灯' })).codes).toEqual(['BAD_USER_INPUT']);
    const found = (await open({ village, category: '路灯', foundOn: '2018-11-20' })).data.openFinding;
    expect(found.classification.code).toBe('STREET_LIGHT');
    await app.ask(
      'mutation ($id: ID!) { retireFindingCategory(input: { category: $id }) { id } }',
      { id },
      { ...inspector, day: '2018-11-25' },
    );
    const { data } = await app.ask(
      'query ($id: ID!) { finding(id: $id) { classification { name } } }',
      { id: found.id },
      { day: '2018-12-31' },
    );
    expect(data.finding.classification.name).toBe('路灯');
    const later = (await open({ village, category: '路灯', foundOn: '2018-11-25' }, { day: '2018-11-25' })).data.openFinding;
    expect(later.classification).toBeNull();
  });
});

describe('a finding of the same again', () => {
  const closed = async (over: object = {}) => {
    const before = aFinding({
      village,
      category: `重复${Math.floor(over ? Object.keys(over).length : 0)}`,
      state: FindingState.CLOSED,
      closedOn: '2018-06-01',
      foundOn: '2018-03-01',
      validFrom: '2018-06-01',
      ...over,
    });
    await app.given(before);
    return before;
  };
  it('within six months of closing opens as REOPENED, linked to the earlier one, which knows of it', async () => {
    const earlier = await closed({ category: '再次出现' });
    const again = (await open({ village, category: '再次出现', foundOn: '2018-11-19' })).data.openFinding;
    expect(again).toMatchObject({ state: 'REOPENED', recurrenceOf: { id: earlier.id, recurredOn: '2018-11-19' } });
    const order = { finding: again.id, responsibleAgency: WATER, deadline: '2018-12-14' };
    const ordered = await app.ask(
      'mutation ($input: OrderRectificationInput!) { orderRectification(input: $input) { state } }',
      { input: order },
      inspector,
    );
    expect(ordered.data.orderRectification.state).toBe('RECTIFYING');
    const third = (await open({ village, category: '再次出现', foundOn: '2018-11-20' })).data.openFinding;
    expect(third).toMatchObject({ state: 'OPEN', recurrenceOf: null }); // the closed one has recurred already
  });

  it.each([
    ['of another category', { category: '别的类别' }, '2018-11-19'],
    ['in another village', { category: '他村', village: 'vil_elsewhere000' }, '2018-11-19'],
    ['later than six months after closing', { category: '半年之后', closedOn: '2018-05-18', validFrom: '2018-05-18' }, '2018-11-19'],
    ['on the very day of closing', { category: '同日', closedOn: '2018-11-19', validFrom: '2018-11-19' }, '2018-11-19'],
  ])('%s is none', async (_, over, foundOn) => {
    await closed(over);
    const found = (await open({ village, category: over.category === '别的类别' ? '本类别' : over.category, foundOn })).data.openFinding;
    expect(found).toMatchObject({ state: 'OPEN', recurrenceOf: null });
  });
});

describe('what findings come to', () => {
  const FIGURES =
    'total open overdue onTime { numerator denominator } submittedOnTime { numerator denominator } overdueOfDue { numerator denominator } overdueOfOpen { numerator denominator percent } cameBack { numerator denominator } firstPass { numerator denominator } daysToClose { calendar working closed }';

  it('is told of county, townships and villages with both overdue rates, in a constant number of statements, and adds up', async () => {
    const { territory } = app.subgraph.store;
    const day = '2018-12-31';
    const townships = territory.within(county, day, 'TOWNSHIP');
    const ask = (ids: readonly string[]) =>
      app.ask(
        `query ($r: [_Any!]!) { _entities(representations: $r) { ... on County { findingFigures { ${FIGURES} } } ... on Township { findingFigures { ${FIGURES} } } } }`,
        { r: [{ __typename: 'County', id: county }, ...ids.map((id) => ({ __typename: 'Township', id }))] },
        { day },
      );
    await ask(townships.slice(0, 1));
    const one = app.statements.length;
    const { data } = await ask(townships);
    expect(app.statements.length).toBe(one);
    const [whole, ...parts] = data._entities.map((e: { findingFigures: object }) => e.findingFigures);
    const { em } = app.context({ day });
    const there = new Set(app.context({ day }).territory.under(county, day));
    const rows = (await em.find(Finding, {})).filter((f) => there.has(f.division));
    const late = rows.filter((f) => f.state === 'RECTIFYING' && (f.deadline as string) < day);
    const unfinished = rows.filter((f) => !['CLOSED', 'DISMISSED'].includes(f.state));
    expect(whole).toMatchObject({
      total: rows.length,
      open: unfinished.length,
      overdue: late.length,
      overdueOfOpen: { numerator: late.length, denominator: unfinished.length },
      overdueOfDue: { numerator: late.length, denominator: unfinished.filter((f) => f.deadline && f.deadline <= day).length },
      firstPass: {
        numerator: rows.filter((f) => f.verifiedOn && f.returns === 0).length,
        denominator: rows.filter((f) => f.submittedOn).length,
      },
    });
    expect(whole.onTime.numerator).toBeLessThanOrEqual(whole.submittedOnTime.numerator);
    expect(whole.daysToClose.closed).toBe(rows.filter((f) => f.state === 'CLOSED').length);
    expect(whole.daysToClose.working).toBeLessThan(whole.daysToClose.calendar);
    const about = rows.filter((f) => f.division === county).length;
    expect(parts.reduce((sum: number, p: { total: number }) => sum + p.total, 0)).toBe(whole.total - about);
  });
});
