import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asking, type Platform, platform } from '../kit.ts';

let p: Platform;
beforeAll(async () => {
  p = await platform('together', { followEveryMs: 50 });
}, 120_000);
afterAll(() => p[Symbol.asyncDispose]());

const TOWNSHIP = '140222102000';
const EFFECTIVE = '2026-06-15';
const BEFORE = '2026-06-14';
const YEAR = 2025;

/** What the three stores know of a village. */
const told = `query ($code: DivisionCode!) { village(code: $code) {
  id name status successors { known villages { id } } codes { code to endedBy { type document } }
  party { id } secretary { vacant person { id name } holding { endReason } }
  profile { persons } designations { totalCount }
  collectiveEconomy(year: ${YEAR}) { total } collectiveIncome(year: ${YEAR}) { total }
  coverage { full } postings(first: 1) { totalCount } findings { totalCount nodes { id } }
} }`;
const figures = `{ county(code: "140222000000") {
  villages { totalCount } coverage { full { denominator } }
  then: collectiveEconomyRate(year: ${YEAR}, atLeast: 5000000) { numerator denominator edition { name } }
  today: collectiveEconomyRate(year: ${YEAR}, atLeast: 5000000, basis: TODAY) { numerator denominator day unattributed }
} }`;

const TOWNSHIP_OFFICE: Asking = { role: 'TOWNSHIP_ADMIN', id: 'office:township', divisions: [TOWNSHIP] };
const CIVIL: Asking = { role: 'CIVIL_AFFAIRS', id: 'office:civil' };
const LEADER: Asking = { role: 'COUNTY_SECRETARY', id: 'office:leader' };

const village = async (code: string, asking: Asking = LEADER) => (await p.ask(told, { code }, asking)).data.village;
async function act(name: string, input: object, asking: Asking): Promise<{ id: string; state: string }> {
  const { data, errors } = await p.ask(
    `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { id state } }`,
    { input },
    asking,
  );
  expect(errors).toEqual([]);
  return data[name];
}
/** Waits until the other stores have followed. */
async function followed(id: string): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const stores = ['personnel', 'poverty'].map((name) => p.running.subgraphs[name]?.store.territory.at(id, EFFECTIVE));
    if (stores.every((row) => row === undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the other stores did not follow');
}

describe('two villages that merge in the middle of a year', () => {
  it('are followed through secretaries, incomes, findings and rates, before and after', async () => {
    const { data: list } = await p.ask('query ($c: DivisionCode!) { township(code: $c) { villages(first: 2) { nodes { code } } } }', {
      c: TOWNSHIP,
    });
    const [goes, stays] = list.township.villages.nodes.map((v: { code: string }) => v.code) as [string, string];
    const [a, b, countyBefore] = [await village(goes), await village(stays), (await p.ask(figures, {}, LEADER)).data.county];
    const eve = await village(goes, { ...LEADER, asOf: BEFORE });
    expect(a).toMatchObject({ status: 'ACTIVE', secretary: { vacant: false }, coverage: { full: true } });
    expect(a.collectiveIncome.total).toBe(a.collectiveEconomy.total);

    // The township drafts; before anybody approves, all three stores say what hangs on it.
    const { id: change } = await act(
      'mergeVillages',
      { from: [a.id], into: b.id, effectiveOn: EFFECTIVE, reason: '并村' },
      TOWNSHIP_OFFICE,
    );
    const preview = await p.ask(
      'query ($id: ID!) { divisionChange(id: $id) { impact { feasible offices organizations } villages { id coverage { full } postings(first: 1) { totalCount } findings { totalCount } } } }',
      { id: change },
      LEADER,
    );
    expect(preview.data.divisionChange.impact).toMatchObject({ feasible: true, organizations: 1 });
    expect(preview.data.divisionChange.villages).toEqual([
      { id: a.id, coverage: a.coverage, postings: a.postings, findings: { totalCount: a.findings.totalCount } },
      { id: b.id, coverage: b.coverage, postings: b.postings, findings: { totalCount: b.findings.totalCount } },
    ]);
    expect(p.hops).toEqual({ villages: 1, personnel: 1, poverty: 1 });

    // Document, approval, and the register follows as of the day in the middle of the month.
    await act('documentDivisionChange', { change, document: '天政发〔2026〕18号', issuedOn: '2026-06-08' }, CIVIL);
    await act('approveDivisionChange', { change }, LEADER);
    expect((await act('effectDivisionChange', { change }, CIVIL)).state).toBe('EFFECTIVE');
    await followed(a.id);

    // The village that ended: its last days stand as they were, its code answers with the document and the successor.
    const gone = await village(goes);
    expect(gone).toMatchObject({
      id: a.id,
      status: 'ABOLISHED',
      successors: { known: true, villages: [{ id: b.id }] },
      party: null,
      profile: null,
    });
    expect(gone.codes.at(-1)).toEqual({ code: goes, to: EFFECTIVE, endedBy: { type: 'MERGE', document: '天政发〔2026〕18号' } });
    const then = await village(goes, { ...LEADER, asOf: BEFORE });
    const { codes: _, ...days } = eve; // but for its code, of which it is now known when it ended
    expect(then).toMatchObject(days);
    // What inspections found in it still answers by its old code.
    expect(gone.findings).toEqual(a.findings);

    // Its secretary's office ended with it; the other village's goes on.
    const office = await p.ask(
      'query ($o: ID!) { officeHoldings(filter: { organization: { eq: $o } }) { totalCount } }',
      { o: a.party.id },
      LEADER,
    );
    expect(office.data.officeHoldings.totalCount).toBe(0);
    const heir = await village(stays);
    expect(heir.secretary).toEqual(b.secretary);

    // The year before is the sum of both; so are the people.
    expect(heir.collectiveEconomy.total).toBe(b.collectiveEconomy.total);
    expect(heir.collectiveIncome.total).toBe(a.collectiveEconomy.total + b.collectiveEconomy.total);
    expect(heir.profile.persons).toBe(a.profile.persons + b.profile.persons);

    // Figures: as then nothing changed; today there is one village less, in every store.
    const after = (await p.ask(figures, {}, LEADER)).data.county;
    expect(after.then).toEqual(countyBefore.then);
    expect(after.today.denominator).toBe(countyBefore.today.denominator - 1);
    expect(after.villages.totalCount).toBe(countyBefore.villages.totalCount - 1);
    expect(after.coverage.full.denominator).toBe(countyBefore.coverage.full.denominator - 1);
    expect(after.today.unattributed).toBe(countyBefore.today.unattributed);
    expect((await p.ask(figures, {}, { ...LEADER, asOf: BEFORE })).data.county.villages).toEqual(countyBefore.villages);

    // Scope: the township still sees both, a neighbour neither; nobody is posted or found in what ended.
    expect((await village(goes, TOWNSHIP_OFFICE)).id).toBe(a.id);
    expect((await p.ask(told, { code: goes }, { ...TOWNSHIP_OFFICE, divisions: ['140222103000'] })).codes[0]).toBe('NOT_FOUND');
    expect(p.running.subgraphs['poverty']?.store.territory.at(a.id, EFFECTIVE)).toBeUndefined();
    expect(p.running.subgraphs['personnel']?.store.territory.at(a.id, BEFORE)?.code).toBe(goes);
  }, 120_000);
});
