import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asking, COUNTY, type Platform, platform, type Told } from '../kit.ts';

let p: Platform;
beforeAll(async () => {
  p = await platform();
}, 240_000);
afterAll(() => p[Symbol.asyncDispose]());

/** The township in which days in the village are kept, and one of its villages. */
const [TOWNSHIP, VILLAGE] = ['140222208000', '140222208200'];
const org: Asking = { role: 'ORG_DEPT' };
const township: Asking = { role: 'TOWNSHIP_ADMIN', divisions: [TOWNSHIP] };
const finance: Asking = { role: 'FINANCE', headers: { purpose: 'ALLOWANCE_PAYMENT' } };
const leader: Asking = { role: 'TEAM_LEADER', divisions: [TOWNSHIP], id: 'journey:leader' };
const officer: Asking = { role: 'VILLAGE_OFFICER', divisions: [TOWNSHIP], id: 'journey:officer' };

/** Carries a mutation out and returns what it changed; a refusal fails the journey. */
async function done(verb: string, shown: string, input: object, asking: Asking) {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  const told = await p.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { ${shown} } }`, { input }, asking);
  expect(told.codes).toEqual([]);
  return told.data[verb];
}
const asOf = (day: string, asking: Asking): Asking => ({ ...asking, asOf: day });
const find = async (query: string, asking: Asking, variables = {}): Promise<Told['data']> => (await p.ask(query, variables, asking)).data;

describe('a cadre', () => {
  let village: string;
  let seat: string;
  let person: string;
  let posting: string;

  it('is registered, with a rank and a post, by the organization department', async () => {
    const places = await find(
      `{ village(code: "${VILLAGE}") { id township { id } } county(code: "${COUNTY}") { id } agencies(first: 1) { nodes { id } } }`,
      org,
    );
    village = places.village.id;
    seat = places.village.township.id;
    const agency = places.agencies.nodes[0].id;
    const who = {
      name: '单晓明',
      idNumber: '110105194912310038',
      politicalStatus: '01',
      homeAgency: agency,
      homeDivision: places.county.id,
    };
    person = (await done('registerPerson', 'id', who, asOf('2026-01-05', org))).id;
    const document = '天组干字〔2026〕5号';
    await done('recordRank', 'id', { person, scheme: 'POST_LEVEL', code: '150', document }, asOf('2026-01-05', org));
    await done('assumePost', 'id', { person, agency, role: 'STAFF', name: '科员', mode: 'APPOINTED', document }, asOf('2026-01-05', org));
    const found = await find('{ findPersons(pinyin: "sxm") { id } }', org);
    expect(found.findPersons).toContainEqual({ id: person });
    const proposal = { kind: 'RESIDENT_CADRE', targetType: 'VILLAGE', target: village, dispatchAgency: agency, dispatchLevel: 'COUNTY' };
    const term = { plannedFrom: '2026-05-11', plannedTo: '2028-05-11' };
    posting = (await done('proposePosting', 'id shortTerm', { person, ...proposal, ...term }, asOf('2026-04-20', org))).id;
  });

  it('is posted to a village by a document, and arrives', async () => {
    await done('approvePosting', 'state', { posting, document: '天组发〔2026〕21号' }, asOf('2026-04-27', org));
    const arrived = await done('recordArrival', 'state actualFrom', { posting, arrivedOn: '2026-05-11' }, township);
    expect(arrived).toEqual({ state: 'ACTIVE', actualFrom: '2026-05-11' });
  });

  it('spends days there that the village counter-signs, and takes leave that the township approves', async () => {
    const days = Array.from({ length: 15 }, (_, i) => `2026-05-${12 + i}`);
    await done('recordVillageDays', 'recorded', { posting, days: days.map((day) => ({ day, status: 'IN_VILLAGE' })) }, leader);
    const counted = await done('confirmVillageDays', 'confirmed inVillage', { posting, days }, officer);
    expect(counted).toEqual({ confirmed: 15, inVillage: 15 });
    const asked = { posting, from: '2026-05-28', to: '2026-05-30', reason: '家事' };
    const leave = await done('requestLeave', 'id level', asked, asOf('2026-05-27', leader));
    expect(leave.level).toBe('TOWNSHIP');
    await done('approveLeave', 'state', { leave: leave.id }, asOf('2026-05-27', township));
    await done('returnFromLeave', 'state', { leave: leave.id, returnedOn: '2026-05-30' }, leader);
  });

  it('is due an allowance for the month, which goes from desk to desk until it is paid', async () => {
    const gaps = await find(
      `query ($c: DivisionCode!) { township(code: $c) { allowanceGaps(month: "2026-05") { posting { id } due difference lines { days rate amount } } } }`,
      org,
      { c: TOWNSHIP },
    );
    const due = { due: 67_742, difference: 67_742, lines: [{ days: 21, rate: 100_000, amount: 67_742 }] };
    expect(gaps.township.allowanceGaps).toEqual([{ posting: { id: posting }, ...due }]);
    const sheet = await done('computeAllowances', 'id state entitlements { totalCount }', { township: seat, month: '2026-05' }, township);
    expect(sheet).toMatchObject({ state: 'COMPUTED', entitlements: { totalCount: 1 } });
    await done('checkAllowances', 'state', { sheet: sheet.id }, township);
    await done('approveAllowances', 'state', { sheet: sheet.id }, org);
    const early = await p.ask(
      'mutation ($i: PayAllowancesInput!) { payAllowances(input: $i) { state } }',
      { i: { sheet: sheet.id, voucher: 'x' } },
      township,
    );
    expect(early.codes).toEqual(['FORBIDDEN']);
    await done('payAllowances', 'state', { sheet: sheet.id, voucher: '财付〔2026〕0611' }, finance);
  });

  it('stands on the sheet that the finance office opens, with the days and the rate that lead to the amount', async () => {
    const query = `query ($t: ID!) { allowanceSheets(filter: { township: { eq: $t }, month: { eq: "2026-05" } }, orderBy: [{ field: ORDINAL, direction: DESC }]) { nodes {
      ordinal state voucher township { name } entitlements { aggregates { sum { amount } } nodes { person { name } role days present required amount } } } } }`;
    const { allowanceSheets } = await find(query, finance, { t: seat });
    expect(allowanceSheets.nodes[0]).toMatchObject({
      ordinal: 1,
      state: 'PAID',
      voucher: '财付〔2026〕0611',
      entitlements: { aggregates: { sum: { amount: 67_742 } } },
    });
    expect(allowanceSheets.nodes[0].entitlements.nodes).toEqual([
      { person: { name: '单晓明' }, role: 'RESIDENT_CADRE', days: 21, present: 15, required: 14, amount: 67_742 },
    ]);
    const career = await find(
      'query ($id: ID!) { person(id: $id) { ranks { rank { label } } posts { nodes { role } } postings { nodes { state village { name } allowances { nodes { state } } } } } }',
      org,
      { id: person },
    );
    expect(career.person).toMatchObject({ ranks: [{ rank: { label: '科员级' } }], posts: { nodes: [{ role: 'STAFF' }] } });
    expect(career.person.postings.nodes[0]).toMatchObject({ state: 'ACTIVE', allowances: { nodes: [{ state: 'PAID' }] } });
  });
});
