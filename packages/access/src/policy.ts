import { type Access, DATA_CLASSES, type DataClass, type Policies } from '#platform/access';
import type { Caller } from '#platform/context';
import { Refusal } from '#platform/refusal';

/** Nouns that everybody may read: what the county publishes. */
export const PUBLIC_NOUNS = ['Division', 'Township', 'Village', 'VillageProfile', 'DivisionEdition', 'Agency'] as const;

/** Nouns of the county's own business. */
export const NOUNS = [
  'PartyOrganization',
  'MemberCount',
  'OfficeHolding',
  'Committee',
  'AssessmentScheme',
  'OrgAssessment',
  'RectificationCampaign',
  'RectificationCase',
  'ResponsibilityList',
  'ResponsibilityItem',
  'PublicPledge',
  'DutyReport',
  'ModelPractice',
  'PracticeAdoption',
  'DivisionChange',
  'CollectiveEconomyRecord',
  'CollectiveEconomyTarget',
  'VillageDesignation',
  'RelocationProject',
  'RelocationSource',
  'IndustryProject',
  'Person',
  'RankRecord',
  'PostHolding',
  'Posting',
  'ResidentTeam',
  'PostingSplit',
  'PostingRuleSet',
  'FrontLineMechanism',
  'AttendanceSetting',
  'VillageDay',
  'LeaveRequest',
  'AllowanceRate',
  'AllowanceSheet',
  'AllowanceEntitlement',
  'PairedAssistance',
  'TrainingSeries',
  'TrainingEvent',
  'Enrolment',
  'InspectionPlan',
  'PlanLine',
  'EvaluationScheme',
  'TeamAppraisal',
  'Appraisal',
  'ActionProcedure',
  'AgeRule',
  'PersonnelAction',
  'CareMeasure',
  'ToleranceCase',
  'ClarificationCase',
  'ReserveCadreEntry',
  'Inspection',
  'InspectionMember',
  'InspectionVisit',
  'Finding',
  'FindingEvidence',
  'PolicyDocument',
  'Headquarters',
  'HQRole',
  'WorkingGroup',
  'GroupMember',
  'ContactPoint',
  'ContactVisit',
  'Meeting',
  'AgendaItem',
  'MeetingAttendance',
  'DecisionItem',
  'AgendaRule',
  'Programme',
  'ThreeBasicsPlan',
  'KeyTask',
  'WorkItem',
  'Task',
  'TaskDependency',
  'WorkEvidence',
  'SupervisionNote',
  'SecretaryProject',
  'ProjectIndicator',
  'ProjectMilestone',
  'MasterLedgerEntry',
  'PublicConcern',
  'HouseholdRef',
  'ReturnFlowBatch',
  'HelperAssignment',
  'HelperVisit',
  'FindingExtension',
  'FindingEscalation',
  'FindingCategory',
  'FindingRuleSet',
  'AccountabilityAction',
  'AccountabilityBasis',
  'ReconciliationBreak',
  'FormRequest',
  'FormItem',
] as const;
export type Noun = (typeof NOUNS)[number];

/** What everybody who works for the county reads: what is decided, by which document, and how far it has come. */
export const COMMON_WORK: readonly Noun[] = [
  'PolicyDocument',
  'Headquarters',
  'HQRole',
  'WorkingGroup',
  'GroupMember',
  'ContactPoint',
  'ContactVisit',
  'Programme',
  'ThreeBasicsPlan',
  'KeyTask',
  'WorkItem',
  'Task',
  'TaskDependency',
  'WorkEvidence',
  'SupervisionNote',
  'SecretaryProject',
  'ProjectIndicator',
  'ProjectMilestone',
];

/** The lines of the master ledger, findings among them. */
export const MASTER_LEDGER: readonly Noun[] = ['MasterLedgerEntry'];

/** What the people are concerned about: read where it is heard and settled. */
export const CONCERNS: readonly Noun[] = ['PublicConcern'];

/** What is personal of registered households: read where the household is one's duty, counted elsewhere. */
export const HOUSEHOLDS: readonly Noun[] = ['HouseholdRef', 'ReturnFlowBatch', 'HelperAssignment', 'HelperVisit'];

/** What personal data may be asked for (处理目的); the lawful basis of each is the statutory duty of the role. */
export const PURPOSES = {
  PERSONNEL_FILE: '干部人事档案 · Keeping personnel files',
  ALLOWANCE_PAYMENT: '补助发放 · Paying allowances',
  CASE_HANDLING: '办案 · Handling a case',
  CONTACT: '工作联系 · Reaching somebody at work',
} as const;
export type Purpose = keyof typeof PURPOSES;

/** The class is seen whenever the role is acted in: it belongs to the daily duty. */
export const DUTY = 'DUTY';

/** An office of the county in the catalogue of its data. */
export interface Office {
  /** 名称: as it stands in the register of agencies. */
  readonly name: string;
  /** 细目: its number among the offices that provide data, in resource codes for good; an office without one only receives. */
  readonly number?: number;
}

/** What a role may do, in one reading. */
export interface Policy {
  /** 职责 · The duty, in a sentence. */
  readonly duty: string;
  /** The office whose duty it is, where the role is one office's: it provides data to other offices, and receives theirs. */
  readonly office?: Office;
  readonly reads: readonly Noun[];
  /** Nouns of which the role is told counts and sums, never rows. */
  readonly counts?: readonly Noun[];
  readonly moves: readonly string[];
  /** Classes beyond INTERNAL: by duty, or with one of these purposes stated. */
  readonly sees: Readonly<Partial<Record<DataClass, typeof DUTY | readonly Purpose[]>>>;
  /** Whether small counts of persons in sensitive outcomes are shown exactly: only where the case itself is the duty. */
  readonly exactCells?: boolean;
}

/** Nouns that tell what became of a person: rows for those whose duty it is, counts of enough people for the rest. */
export const CAREERS: readonly Noun[] = ['Appraisal', 'PersonnelAction'];

/** Who was held to account, and on what basis: rows for those whose duty the cases are, counts for the rest. */
export const CASES: readonly Noun[] = ['AccountabilityAction', 'AccountabilityBasis'];

/** Nouns whose rows the organization department and discipline alone read: a work secret, or a case. */
export const RESTRICTED: readonly Noun[] = ['ToleranceCase', 'ClarificationCase', 'ReserveCadreEntry'];

/** Everything else of the county's business, for those who answer for the whole. */
export const EVERYTHING: readonly Noun[] = NOUNS.filter((noun) => ![...CAREERS, ...CASES, ...RESTRICTED].includes(noun));

/** The policies of all roles as the platform asks them. */
export function policiesOf(roles: Readonly<Record<string, Policy>>): Policies {
  const those = (test: (policy: Policy) => boolean): string[] => Object.keys(roles).filter((role) => test(roles[role] as Policy));
  return {
    of(caller: Caller): Access {
      const policy = roles[caller.role];
      if (!policy) return NOTHING; // a role that nobody wrote a policy for may do nothing
      const { purpose } = caller;
      const stated = [...new Set(Object.values(policy.sees).flatMap((by) => (by === DUTY ? [] : by)))];
      if (purpose !== undefined && !stated.includes(purpose as Purpose))
        throw new Refusal(
          'BAD_USER_INPUT',
          `as ${caller.role} you may state ${stated.join(', ') || 'no purpose'}, not ${JSON.stringify(purpose)}`,
          { rule: 'PURPOSE', purposes: stated },
        );
      const nouns = new Set<string>([...PUBLIC_NOUNS, ...policy.reads]);
      const moves = new Set(policy.moves);
      const seen = new Set<DataClass>(['PUBLIC', 'INTERNAL']);
      for (const dataClass of DATA_CLASSES) {
        const by = policy.sees[dataClass];
        if (by === DUTY || (by && purpose !== undefined && by.includes(purpose as Purpose))) seen.add(dataClass);
      }
      return {
        mayRead: (noun) => nouns.has(noun),
        mayCount: (noun) => nouns.has(noun) || (policy.counts?.includes(noun as Noun) ?? false),
        mayMove: (move) => moves.has(move),
        sees: (dataClass) => seen.has(dataClass),
        exactCells: policy.exactCells ?? false,
      };
    },
    readersOf: (noun) => those((p) => p.reads.includes(noun as Noun)),
    moversOf: (move) => those((p) => p.moves.includes(move)),
    seersOf: (dataClass) => those((p) => p.sees[dataClass] !== undefined),
  };
}

const NOTHING: Access = {
  mayRead: () => false,
  mayCount: () => false,
  mayMove: () => false,
  sees: () => false,
  exactCells: false,
  unwritten: true,
};
