import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptance } from './acceptance.ts';
import { type Platform, platform } from './kit.ts';

/** The heaviest list of the board, for every village of the county: what one more village costs must be nothing. */
const countyList = `query CountyList($first: Int!) { county(code: "140222000000") { villages(first: $first) { nodes {
  id code name township { name }
  secretary { since person { name } }
  coverage { team firstSecretary residentCadre full missing }
  collectiveEconomy(year: 2018) { total }
  findings(first: 5, filter: { open: { eq: true } }) { totalCount nodes { category state deadline light } }
} } } }`;

/** What the organization department looks at every week: who leads where, whose post is vacant, which election is due. */
const secretaryBoard = `query SecretaryBoard { county(code: "140222000000") { secretaryTiers { tier posts held vacant } oneShoulder { numerator denominator } }
  vacant: partyOrganizations(filter: { secretaryVacant: { eq: true } }) { totalCount nodes { name village { name } secretary { since vacancyDays } } }
  overdue: committees(filter: { overdue: { eq: true } }, first: 50) { totalCount nodes { ordinal dueOn organization { name } } } }`;

/** What the finance office opens each month: who is paid how much for which days, township by township. */
const allowanceSheets = `query AllowanceSheets($month: String!) { allowanceSheets(filter: { month: { eq: $month } }) { nodes {
  ordinal state township { name } entitlements(first: 200) { totalCount aggregates { sum { amount } } nodes {
    person { name } role days present required amount lines { from to days rate amount } posting { village { name } }
} } } } }`;

/** What the organization department looks through each week: who is posted in a township, and what is amiss. */
const townshipPostings = `query TownshipPostings($code: DivisionCode!) { township(code: $code) { name
  residentTeams(first: 200, filter: { underStrength: { eq: true } }) { totalCount }
  villages(first: 200) { nodes { name coverage { full gaps { part since mustAct agency { name } } }
    postings(first: 20, filter: { state: { eq: ACTIVE } }) { nodes { kind person { name posts { nodes { name } } ranks { rank { label } } }
      dispatchLevel dispatchAgency { name } plannedTo shortTerm targetEndedOn } } } } } }`;

/** The county's cadres: how many, of what rank, and who was sent to the front line. */
const cadreFigures = `query CadreFigures($year: Int!) { county(code: "140222000000") { partyCadres frontlineCadres(year: $year) }
  postings(filter: { state: { eq: ACTIVE } }) { groupedAggregates(groupBy: [{ field: DISPATCH_LEVEL }]) { keys { dispatchLevel } count } } }`;

/** Problem villages against what was done, and how far the weak organizations have been put right. */
const rectificationBoard = `query RectificationBoard { county(code: "140222000000") {
  secretaryProblems(from: "2018-01-01", to: "2018-12-31") { problems dispatched replaced unmatched { village { name } problem since } }
  rectificationCases(first: 100) { totalCount nodes { state deadline overdue problems organization { name } village { name } pairedAgency { name } leader { name } } } }
  rectificationCampaigns { nodes { name transformed { numerator denominator percent } } } }`;

/** What the register office looks at every week: which changes are to come, and what each touches. */
const changesToCome = `query ChangesToCome { divisionChanges(first: 20, filter: { state: { in: [DRAFT, DOCUMENTED, APPROVED, EFFECTIVE] } }) {
  totalCount nodes { type state effectiveOn document impact { feasible obstacle offices openIncomes } villages { id name findings { totalCount } } } } }`;

/** What the rural economy office reports: targets and bands as then, and the same incomes on the villages of today. */
const economyReport = `query EconomyReport { county(code: "140222000000") {
  collectiveEconomyTargets(year: 2018) { atLeast qualifier needed met rate { numerator denominator percent unlocked edition { name } } }
  collectiveEconomyBands(year: 2018) { denominator bands { band count } }
  today: collectiveEconomyRate(year: 2018, atLeast: 10000000, basis: TODAY) { numerator denominator percent unattributed day edition { name } } } }`;

/** Poor villages with what they are recognised as, what runs in them, and what they earn. */
const poorVillages = `query PoorVillages { villages(first: 200, filter: { designation: { eq: POOR_VILLAGE } }) { totalCount nodes {
  name township { name } profile { households persons } designations { nodes { kind validFrom } } industryProjects(first: 3) { totalCount nodes { title state } }
  collectiveIncome(year: 2018) { total band } } } }`;

/** What the headquarters goes through every week: the first page of the master ledger, with what goes before each line. */
const masterLedger = `query MasterLedger { masterLedger(filter: { open: { eq: true } }, first: 50) { totalCount
  nodes { kind title state due light delayed predecessors ownerAgency { name } responsible { name } village { name } township { name } }
  groupedAggregates(groupBy: [{ field: KIND }, { field: STATE }]) { keys { kind state } count } } }`;

/** The wall chart of a township: schedule, dependencies and state of the township and each of its villages. */
const wallChart = `query WallChart($code: DivisionCode!) { township(code: $code) { name wallChart {
  lanes { village { name } open green yellow red waiting entries { title due light state } } ties { predecessor successor } } } }`;

/** Who answers for the registered households of the county, township by township. */
const helperCoverage = `query HelperCoverage { county(code: "140222000000") {
  helperCoverage { helpers registered uncovered covered { numerator denominator percent } householdsPerHelperP50 householdsPerHelperP95 }
  townships { nodes { name helperCoverage { helpers covered { percent } uncovered } } } } }`;

/** Every measure of every township, and of every village, over all three stores. */
const pivot = (rows: string) => readFileSync(new URL(`../reports/pivots/${rows}.graphql`, import.meta.url), 'utf8');

interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly asOf?: string;
  readonly role?: string;
}
/** What was trained this year, and how far the lists are covered. */
const trainingCoverage = `query TrainingCoverage { county(code: "140222000000") { trained(from: "2018-01-01", to: "2018-12-31", roles: [FIRST_SECRETARY, TEAM_LEADER]) }
  trainings(first: 50, filter: { from: { gte: "2018-01-01" } }) { nodes { title mode series { name } hostAgency { name } cohort { on size } attendance { enrolled attended meanScore coverage { percent } } } } }`;

/** The dossiers of what is decided: person, stages, evidence, procedure and the way here. */
const actionDossiers = `query ActionDossiers { personnelActions(first: 20) { totalCount nodes { kind state decidedOn noticeTo probationUntil moves
  person { id appraisals(first: 3) { nodes { year kind grade } } } procedure { stages } posting { kind village { name } } evidence { measure asOf text } history { event day } } } }`;

/** The three figures of selection, the path to them, and the four measures. */
const selectionFigures = `query SelectionFigures { county(code: "140222000000") {
  selection(from: "2018-01-01", to: "2018-12-31") { promotedThenSeconded excellentPromoted residentPromoted overlaps { secondedAndExcellent excellentAndResident } }
  cultivationPath(from: "2017-01-01", to: "2017-12-31") { posted excellent { percent } promoted { percent } }
  cadreMeasures(from: "2018-01-01", to: "2018-12-31") { outcome persons } onePlusOne { pairs postingsAlone } } }`;

/** What an inspection office opens every morning: what is late, how far up it has gone, and what the rates are. */
const inspectionBoard = `query InspectionBoard { county(code: "140222000000") {
  findingFigures { total open overdue onTime { numerator denominator percent } overdueOfDue { percent } overdueOfOpen { percent } cameBack { percent } firstPass { percent } daysToClose { calendar working } }
  findings(first: 50, filter: { overdue: { eq: true } }, orderBy: [{ field: DEADLINE }]) { totalCount nodes {
    category classification { code } severity deadline light escalation extensions { state newDeadline } village { name } inspection { title } } } } }`;

/** What villages were asked for in a year, township by township, against the plan. */
const burdenBoard = `query BurdenBoard { county(code: "140222000000") {
  burden(from: "2018-01-01", to: "2018-12-31") { total perVillageMonth overrun { numerator denominator percent } }
  villages(first: 50) { nodes { name burden(from: "2018-10-01", to: "2018-12-31") { month inspections forms meetings total ceiling over } } } } }`;

/** Who was held to account, and where the stores disagree: counts, owners, ages. */
const accountabilityBoard = `query AccountabilityBoard { county(code: "140222000000") {
  accountability(filter: { standing: { eq: true } }) { totalCount groupedAggregates(groupBy: [{ field: KIND }, { field: REASON }]) { keys { kind reason } count distinct { subjects } } }
  reconciliationBreaks(filter: { unresolved: { eq: true } }) { totalCount groupedAggregates(groupBy: [{ field: OWNER }, { field: CHECK }]) { keys { owner check } count } nodes { check owner ageDays sides { store noun key } } } } }`;

const operations: Record<string, Operation> = {
  county: { query: acceptance('county'), variables: {}, asOf: '2018-12-31' },
  'township-board': { query: acceptance('township-board'), variables: { code: '140222102000' }, asOf: '2018-12-31' },
  'rectification-board': { query: rectificationBoard, variables: {}, asOf: '2018-12-31' },
  'secretary-board': { query: secretaryBoard, variables: {}, asOf: '2018-12-31' },
  'changes-to-come': { query: changesToCome, variables: {} },
  'economy-report': { query: economyReport, variables: {} },
  'poor-villages': { query: poorVillages, variables: {}, asOf: '2018-12-31' },
  'inspection-board': { query: inspectionBoard, variables: {}, asOf: '2018-12-31' },
  'burden-board': { query: burdenBoard, variables: {}, asOf: '2018-12-31' },
  'accountability-board': { query: accountabilityBoard, variables: {}, asOf: '2018-12-31' },
  'old-code': { query: acceptance('old-code'), variables: { code: '140222202200' } },
  'allowance-sheets': { query: allowanceSheets, variables: { month: '2018-11' }, asOf: '2018-12-31' },
  'township-postings': { query: townshipPostings, variables: { code: '140222102000' }, asOf: '2018-12-31' },
  'cadre-figures': { query: cadreFigures, variables: { year: 2018 }, asOf: '2018-12-31' },
  'master-ledger': { query: masterLedger, variables: {}, asOf: '2018-12-31', role: 'POVERTY_OFFICE' },
  'wall-chart': { query: wallChart, variables: { code: '140222102000' }, asOf: '2018-12-31', role: 'POVERTY_OFFICE' },
  'helper-coverage': { query: helperCoverage, variables: {}, asOf: '2018-12-31', role: 'POVERTY_OFFICE' },
  'training-coverage': { query: trainingCoverage, variables: {}, asOf: '2018-12-31' },
  'action-dossiers': { query: actionDossiers, variables: {}, asOf: '2018-12-31', role: 'ORG_DEPT' },
  'selection-figures': { query: selectionFigures, variables: {}, asOf: '2018-12-31' },
  'pivot-townships': { query: pivot('townships'), variables: {}, asOf: '2018-12-31', role: 'ORG_DEPT' },
  'pivot-villages': { query: pivot('villages'), variables: {}, asOf: '2018-12-31', role: 'ORG_DEPT' },
  'county-list': { query: countyList, variables: { first: 200 }, asOf: '2018-12-31' },
};

let p: Platform;
beforeAll(async () => {
  p = await platform();
});
afterAll(() => p[Symbol.asyncDispose]());

/** Lists of values are as long as a page; how many statements there are may not depend on it. */
const shape = (sql: string) => sql.replace(/\(\?(, \?)*\)/g, '(…)');

const spent = () =>
  [
    ...Object.entries(p.hops)
      .toSorted()
      .map(([name, count]) => `-- ${name}: ${count} request${count === 1 ? '' : 's'}`),
    ...Object.entries(p.statements).flatMap(([name, list]) => list.map((sql) => `/* ${name} */ ${shape(sql)};`).toSorted()),
    '',
  ].join('\n');

describe('the budget of', () => {
  it.each(Object.entries(operations))('%s is what stands in its file', async (name, { query, variables, asOf, role }) => {
    const { errors } = await p.ask(query, variables, { ...(asOf ? { asOf } : {}), ...(role ? { role } : {}) });
    expect(errors).toEqual([]);
    await expect(spent()).toMatchFileSnapshot(`budgets/${name}.sql`);
  });

  it('a list over three stores is the same for one village and for two hundred', async () => {
    const spentOn = async (first: number) => {
      await p.ask(countyList, { first }, { asOf: '2018-12-31' });
      return spent();
    };
    const many = await spentOn(200);
    expect(await spentOn(30)).toEqual(many);
    // One village alone may need less: no finding, no calendar.
    const one = (await spentOn(1)).split('\n');
    expect(one.filter((line) => !many.split('\n').includes(line))).toEqual([]);
  });

  it('an operation is at most one request to a subgraph at each step of its plan', async () => {
    await p.ask(acceptance('township-board'), { code: '140222102000' }, { asOf: '2018-12-31' });
    expect(p.hops).toEqual({ villages: 1, personnel: 1, poverty: 1 });
  });
});
