import { VISITS_HOUSEHOLDS } from '../duties.ts';
import { COMMON_WORK, DUTY, HOUSEHOLDS, type Policy } from '../policy.ts';

export const VILLAGE_OFFICER: Policy = {
  duty: '村干部 · Serves one village and answers its findings.',
  reads: [
    ...COMMON_WORK,
    ...HOUSEHOLDS,
    'PartyOrganization',
    'MemberCount',
    'OfficeHolding',
    'Committee',
    'CollectiveEconomyRecord',
    'Person',
    'Posting',
    'ResidentTeam',
    'InspectionPlan',
    'PlanLine',
    'PostingSplit',
    'PostingRuleSet',
    'FrontLineMechanism',
    'AttendanceSetting',
    'VillageDay',
    'LeaveRequest',
    'AllowanceRate',
    'Inspection',
    'InspectionMember',
    'InspectionVisit',
    'Finding',
    'FindingEvidence',
  ],
  moves: [...VISITS_HOUSEHOLDS, 'submitRectification', 'confirmVillageDays'],
  sees: { PERSONAL: DUTY },
};
