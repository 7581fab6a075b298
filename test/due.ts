import { ROLES as POLICIES } from '#access/policies';
import { SMALLEST_SHOWN } from '#platform/cells';
import type { Day } from '#platform/day';
import type { Platform } from './kit.ts';

/** A row of a table as it lies there, read past every filter. */
export type Raw = Readonly<Record<string, string>>;

/** Divisions at or below, and above, those that a caller is granted. */
export interface Ground {
  readonly covered: ReadonlySet<string>;
  readonly above: ReadonlySet<string>;
}

/** Tables that another noun's rule looks into. */
type Tables = Readonly<Record<string, readonly Raw[]>>;

/** A noun of the graph: where its rows lie, who may read them, and what of them concerns whom. */
export interface Noun {
  readonly store: string;
  readonly table: string;
  /** The query that lists it, and the one that reads a single one by key, if there is one. */
  readonly list: string;
  readonly single?: string;
  readonly type: string;
  /** The name in the policies' lists of what a role reads; null: everybody. */
  readonly policy: string | null;
  readonly concerns: (row: Raw, ground: Ground, tables: Tables) => boolean;
  readonly where?: (row: Raw) => boolean;
  /** The column of the person, where rows tell a sensitive outcome: counts behind which too few stand are kept back. */
  readonly outcome?: string;
}

const at =
  (column: string): Noun['concerns'] =>
  (row, { covered }) =>
    covered.has(row[column] as string);
/** What concerns a division concerns those below it too. */
const touching =
  (column: string): Noun['concerns'] =>
  (row, { covered, above }) =>
    covered.has(row[column] as string) || above.has(row[column] as string);
const postedInto = new WeakMap<readonly Raw[], Map<string, Set<string>>>();
const person: Noun['concerns'] = (row, { covered }, { posting = [] }) => {
  let by = postedInto.get(posting);
  if (!by) {
    postedInto.set(posting, (by = new Map()));
    for (const p of posting) by.set(p['person'] as string, (by.get(p['person'] as string) ?? new Set()).add(p['division'] as string));
  }
  return covered.has(row['home_division'] as string) || [...(by.get(row['id'] as string) ?? [])].some((d) => covered.has(d));
};

/** What is on record of a person concerns whom the person does. */
const ofPerson: Noun['concerns'] = (row, ground, tables) =>
  person({ ...row, id: row['person'] as string, home_division: row['division'] as string }, ground, tables);

/** Names are the nouns' own; one line a noun, grouped by store. A noun that everybody reads has no policy. */
// biome-ignore format: a table
export const NOUNS: Readonly<Record<string, Noun>> = {
  villages: { store: 'villages', table: 'division', list: 'villages', type: 'Village', policy: null, concerns: at('id'), where: (r) => r['kind'] === 'VILLAGE' || r['kind'] === 'COMMUNITY' },
  organizations: { store: 'villages', table: 'party_organization', list: 'partyOrganizations', type: 'PartyOrganization', policy: 'PartyOrganization', concerns: at('division') },
  memberCounts: { store: 'villages', table: 'member_count', list: 'memberCounts', type: 'MemberCount', policy: 'MemberCount', concerns: at('division') },
  offices: { store: 'villages', table: 'office_holding', list: 'officeHoldings', type: 'OfficeHolding', policy: 'OfficeHolding', concerns: at('division') },
  committees: { store: 'villages', table: 'committee', list: 'committees', type: 'Committee', policy: 'Committee', concerns: at('division') },
  assessments: { store: 'villages', table: 'org_assessment', list: 'orgAssessments', type: 'OrgAssessment', policy: 'OrgAssessment', concerns: at('division') },
  rectifications: { store: 'villages', table: 'rectification_case', list: 'rectificationCases', type: 'RectificationCase', policy: 'RectificationCase', concerns: at('division') },
  campaigns: { store: 'villages', table: 'rectification_campaign', list: 'rectificationCampaigns', type: 'RectificationCampaign', policy: 'RectificationCampaign', concerns: touching('division') },
  responsibilityLists: { store: 'villages', table: 'responsibility_list', list: 'responsibilityLists', type: 'ResponsibilityList', policy: 'ResponsibilityList', concerns: at('division') },
  responsibilityItems: { store: 'villages', table: 'responsibility_item', list: 'responsibilityItems', type: 'ResponsibilityItem', policy: 'ResponsibilityItem', concerns: at('division') },
  pledges: { store: 'villages', table: 'public_pledge', list: 'publicPledges', type: 'PublicPledge', policy: 'PublicPledge', concerns: at('division') },
  reports: { store: 'villages', table: 'duty_report', list: 'dutyReports', type: 'DutyReport', policy: 'DutyReport', concerns: at('division') },
  practices: { store: 'villages', table: 'model_practice', list: 'modelPractices', type: 'ModelPractice', policy: 'ModelPractice', concerns: (_, { covered }) => covered.size > 0 },
  incomes: { store: 'villages', table: 'collective_economy_record', list: 'collectiveEconomyRecords', type: 'CollectiveEconomyRecord', policy: 'CollectiveEconomyRecord', concerns: at('village') },
  designations: { store: 'villages', table: 'village_designation', list: 'villageDesignations', type: 'VillageDesignation', policy: 'VillageDesignation', concerns: at('village') },
  relocations: { store: 'villages', table: 'relocation_project', list: 'relocationProjects', type: 'RelocationProject', policy: 'RelocationProject', concerns: touching('division') },
  industryProjects: { store: 'villages', table: 'industry_project', list: 'industryProjects', type: 'IndustryProject', policy: 'IndustryProject', concerns: at('village') },
  editions: { store: 'villages', table: 'division_edition', list: 'divisionEditions', type: 'DivisionEdition', policy: null, concerns: () => true },

  persons: { store: 'personnel', table: 'person', list: 'persons', single: 'person', type: 'Person', policy: 'Person', concerns: person },
  postings: { store: 'personnel', table: 'posting', list: 'postings', type: 'Posting', policy: 'Posting', concerns: at('division') },
  teams: { store: 'personnel', table: 'resident_team', list: 'residentTeams', type: 'ResidentTeam', policy: 'ResidentTeam', concerns: at('village') },
  trainings: { store: 'personnel', table: 'training_event', list: 'trainings', single: 'training', type: 'TrainingEvent', policy: 'TrainingEvent', concerns: touching('division') },
  trainingSeries: { store: 'personnel', table: 'training_series', list: 'trainingSeries', type: 'TrainingSeries', policy: 'TrainingSeries', concerns: touching('division') },
  enrolments: { store: 'personnel', table: 'enrolment', list: 'trainingEnrolments', type: 'TrainingEnrolment', policy: 'Enrolment', concerns: at('division') },
  assistances: { store: 'personnel', table: 'paired_assistance', list: 'pairedAssistances', type: 'PairedAssistance', policy: 'PairedAssistance', concerns: touching('division') },
  schemes: { store: 'personnel', table: 'evaluation_scheme', list: 'evaluationSchemes', type: 'EvaluationScheme', policy: 'EvaluationScheme', concerns: touching('division') },
  teamAppraisals: { store: 'personnel', table: 'team_appraisal', list: 'teamAppraisals', type: 'TeamAppraisal', policy: 'TeamAppraisal', concerns: at('division') },
  procedures: { store: 'personnel', table: 'action_procedure', list: 'actionProcedures', type: 'ActionProcedure', policy: 'ActionProcedure', concerns: touching('division') },
  appraisals: { store: 'personnel', table: 'appraisal', list: 'appraisals', type: 'Appraisal', policy: 'Appraisal', concerns: at('division'), outcome: 'person' },
  actions: { store: 'personnel', table: 'personnel_action', list: 'personnelActions', type: 'PersonnelAction', policy: 'PersonnelAction', concerns: at('division'), outcome: 'person' },
  reserve: { store: 'personnel', table: 'reserve_cadre_entry', list: 'reserveCadres', type: 'ReserveCadreEntry', policy: 'ReserveCadreEntry', concerns: at('division'), outcome: 'person' },
  tolerance: { store: 'personnel', table: 'tolerance_case', list: 'toleranceCases', type: 'ToleranceCase', policy: 'ToleranceCase', concerns: at('division'), outcome: 'person' },
  clarification: { store: 'personnel', table: 'clarification_case', list: 'clarificationCases', type: 'ClarificationCase', policy: 'ClarificationCase', concerns: at('division'), outcome: 'person' },
  careMeasures: { store: 'personnel', table: 'care_measure', list: 'careMeasures', type: 'CareMeasure', policy: 'CareMeasure', concerns: at('division') },

  ranks: { store: 'personnel', table: 'rank_record', list: 'ranks', type: 'RankRecord', policy: 'RankRecord', concerns: ofPerson },
  posts: { store: 'personnel', table: 'post_holding', list: 'postHoldings', type: 'PostHolding', policy: 'PostHolding', concerns: ofPerson },
  villageDays: { store: 'personnel', table: 'village_day', list: 'villageDays', type: 'VillageDay', policy: 'VillageDay', concerns: at('village') },
  leaves: { store: 'personnel', table: 'leave_request', list: 'leaves', type: 'LeaveRequest', policy: 'LeaveRequest', concerns: at('village') },
  rates: { store: 'personnel', table: 'allowance_rate', list: 'allowanceRates', type: 'AllowanceRate', policy: 'AllowanceRate', concerns: touching('county') },
  sheets: { store: 'personnel', table: 'allowance_sheet', list: 'allowanceSheets', type: 'AllowanceSheet', policy: 'AllowanceSheet', concerns: at('township') },
  allowances: { store: 'personnel', table: 'allowance_entitlement', list: 'allowances', type: 'AllowanceEntitlement', policy: 'AllowanceEntitlement', concerns: at('township') },

  accountability: { store: 'poverty', table: 'accountability_action', list: 'accountabilityActions', type: 'AccountabilityAction', policy: 'AccountabilityAction', concerns: at('division'), outcome: 'person' },
  documents: { store: 'poverty', table: 'policy_document', list: 'policyDocuments', type: 'PolicyDocument', policy: 'PolicyDocument', concerns: touching('division') },
  headquarters: { store: 'poverty', table: 'headquarters', list: 'headquarters', type: 'Headquarters', policy: 'Headquarters', concerns: touching('division') },
  hqRoles: { store: 'poverty', table: 'hq_role', list: 'headquartersRoles', type: 'HQRole', policy: 'HQRole', concerns: touching('division') },
  contactPoints: { store: 'poverty', table: 'contact_point', list: 'contactPoints', type: 'ContactPoint', policy: 'ContactPoint', concerns: touching('division') },
  meetings: { store: 'poverty', table: 'meeting', list: 'meetings', type: 'Meeting', policy: 'Meeting', concerns: at('division') },
  decisions: { store: 'poverty', table: 'decision_item', list: 'decisionItems', type: 'DecisionItem', policy: 'DecisionItem', concerns: at('division') },
  agendaRules: { store: 'poverty', table: 'agenda_rule', list: 'agendaRules', type: 'AgendaRule', policy: 'AgendaRule', concerns: at('division') },
  programmes: { store: 'poverty', table: 'programme', list: 'programmes', single: 'programme', type: 'Programme', policy: 'Programme', concerns: touching('division') },
  basicsPlans: { store: 'poverty', table: 'three_basics_plan', list: 'threeBasicsPlans', type: 'ThreeBasicsPlan', policy: 'ThreeBasicsPlan', concerns: touching('division') },
  keyTasks: { store: 'poverty', table: 'key_task', list: 'keyTasks', type: 'KeyTask', policy: 'KeyTask', concerns: touching('division') },
  workItems: { store: 'poverty', table: 'work_item', list: 'workItems', single: 'workItem', type: 'WorkItem', policy: 'WorkItem', concerns: touching('division') },
  tasks: { store: 'poverty', table: 'task', list: 'tasks', single: 'task', type: 'Task', policy: 'Task', concerns: touching('division') },
  projects: { store: 'poverty', table: 'secretary_project', list: 'secretaryProjects', single: 'secretaryProject', type: 'SecretaryProject', policy: 'SecretaryProject', concerns: touching('division') },
  households: { store: 'poverty', table: 'household_ref', list: 'households', type: 'HouseholdRef', policy: 'HouseholdRef', concerns: at('village') },
  batches: { store: 'poverty', table: 'return_flow_batch', list: 'returnFlowBatches', type: 'ReturnFlowBatch', policy: 'ReturnFlowBatch', concerns: at('division') },
  assignments: { store: 'poverty', table: 'helper_assignment', list: 'helperAssignments', type: 'HelperAssignment', policy: 'HelperAssignment', concerns: at('village') },
  helperVisits: { store: 'poverty', table: 'helper_visit', list: 'helperVisits', type: 'HelperVisit', policy: 'HelperVisit', concerns: at('village') },
  concerns: { store: 'poverty', table: 'public_concern', list: 'publicConcerns', type: 'PublicConcern', policy: 'PublicConcern', concerns: at('village') },
  findings: { store: 'poverty', table: 'finding', list: 'findings', single: 'finding', type: 'Finding', policy: 'Finding', concerns: at('division') },
  findingCategories: { store: 'poverty', table: 'finding_category', list: 'findingCategories', type: 'FindingCategory', policy: 'FindingCategory', concerns: touching('division') },
  breaks: { store: 'poverty', table: 'reconciliation_break', list: 'reconciliationBreaks', type: 'ReconciliationBreak', policy: 'ReconciliationBreak', concerns: at('division') },
  forms: { store: 'poverty', table: 'form_request', list: 'formRequests', type: 'FormRequest', policy: 'FormRequest', concerns: touching('division') },
  plans: { store: 'poverty', table: 'inspection_plan', list: 'inspectionPlans', type: 'InspectionPlan', policy: 'InspectionPlan', concerns: touching('division') },
  inspections: { store: 'poverty', table: 'inspection', list: 'inspections', single: 'inspection', type: 'Inspection', policy: 'Inspection', concerns: touching('division') },
};

/**
 * What every caller ought to get, worked out slowly and independently from the raw tables: the rows that hold on the day,
 * concern the territory, and that the role reads.
 */
export class Due {
  readonly tables: Tables;
  readonly #territory: readonly Raw[];
  readonly #heirs = new Map<string, string>();

  private constructor(tables: Tables) {
    this.tables = tables;
    this.#territory = tables['territory'] as readonly Raw[];
    const parse = (v: unknown): string[] | null => (typeof v === 'string' ? JSON.parse(v) : (v as string[] | null));
    const ended = new Set(
      [...this.#last().values()].filter((r) => r['kind'] === 'TOWNSHIP' && r['valid_to'] !== '9999-12-31').map((r) => r['division']),
    );
    for (const c of tables['division_change'] as readonly Raw[]) {
      const [from, to] = [parse(c['from'])?.[0], parse(c['to'])?.[0]];
      if (c['type'] === 'MERGE' && from && to && ended.has(from)) this.#heirs.set(from, to);
    }
  }

  static async of({ running }: Platform): Promise<Due> {
    const read = async (store: string, table: string) =>
      ((await running.subgraphs[store]?.store.orm.em.getConnection().execute(`select * from ${table}`)) ?? []) as Raw[];
    const tables: Record<string, Raw[]> = {};
    for (const { store, table } of Object.values(NOUNS)) tables[table] = await read(store, table);
    for (const table of ['territory', 'division_change']) tables[table] = await read('villages', table);
    return new Due(tables);
  }

  /** Whether a role reads a noun, by the letter of its policy. */
  static reads({ policy }: Noun, role: string): boolean {
    return policy === null || ((POLICIES as Record<string, { reads: readonly string[] }>)[role]?.reads.includes(policy) ?? false);
  }

  /** Whether a role is told counts of a noun, by the letter of its policy. */
  static counts({ policy }: Noun, role: string): boolean {
    return (POLICIES as Record<string, { counts?: readonly string[] }>)[role]?.counts?.includes(policy ?? '') ?? false;
  }

  /** What a count may be told as: null where one or two persons stand behind it and the case is not the role's duty. */
  told({ outcome }: Noun, role: string, rows: readonly Raw[]): number | null {
    if (!outcome || (POLICIES as Record<string, { exactCells?: boolean }>)[role]?.exactCells) return rows.length;
    const persons = new Set(rows.map((r) => r[outcome]).filter(Boolean)).size;
    return persons > 0 && persons < SMALLEST_SHOWN ? null : rows.length;
  }

  rows(noun: Noun, role: string, divisions: readonly string[], day: Day): Raw[] {
    if (!Due.reads(noun, role)) return [];
    return this.held(noun, divisions, day);
  }

  /** The rows of a noun that hold on a day and concern a territory, whoever may read them. */
  held(noun: Noun, divisions: readonly string[], day: Day): Raw[] {
    const ground = this.ground(divisions);
    return (this.tables[noun.table] as readonly Raw[])
      .filter((r) => (r['valid_from'] as string) <= day && day < (r['valid_to'] as string))
      .filter((r) => noun.where?.(r) ?? true)
      .filter((r) => noun.concerns(r, ground, this.tables));
  }

  keys(noun: Noun, role: string, divisions: readonly string[], day: Day): Set<string> {
    return new Set(this.rows(noun, role, divisions, day).map((r) => r['id'] as string));
  }

  /** The keys of rows that held on a day or on one before it: what a field that tells a history may show. */
  everUpTo(noun: Noun, role: string, divisions: readonly string[], day: Day): Set<string> {
    if (!Due.reads(noun, role)) return new Set();
    const ground = this.ground(divisions);
    const rows = (this.tables[noun.table] as readonly Raw[]).filter((r) => (r['valid_from'] as string) <= day);
    return new Set(rows.filter((r) => noun.concerns(r, ground, this.tables)).map((r) => r['id'] as string));
  }

  #last(): Map<string, Raw> {
    const last = new Map<string, Raw>();
    for (const r of this.#territory)
      if ((r['valid_from'] as string) > (last.get(r['division'] as string)?.['valid_from'] ?? '')) last.set(r['division'] as string, r);
    return last;
  }

  /** Divisions at or below, and above, those that the codes name: worked out from parents, one step at a time. */
  ground(codes: readonly string[]): Ground {
    const last = this.#last();
    const parentOf = (id: string): string | undefined => {
      const parent = last.get(id)?.['parent'] ?? undefined;
      return parent && (this.#heirs.get(parent) ?? parent);
    };
    const named = new Set(codes.flatMap((code) => this.#territory.filter((r) => r['code'] === code).map((r) => r['division'] as string)));
    const covered = new Set(
      [...last.keys()].filter((id) => {
        for (let up: string | undefined = id; up; up = parentOf(up)) if (named.has(up)) return true;
        return false;
      }),
    );
    const above = new Set<string>();
    for (const id of named) for (let up = parentOf(id); up; up = parentOf(up)) above.add(up);
    return { covered, above };
  }
}
