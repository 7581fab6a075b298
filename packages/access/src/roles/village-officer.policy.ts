import { DUTY, type Policy } from '../policy.ts';

export const VILLAGE_OFFICER: Policy = {
  duty: '村干部 · Serves one village and answers its findings.',
  reads: [
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
    'Inspection',
    'InspectionMember',
    'InspectionVisit',
    'Finding',
    'FindingEvidence',
  ],
  moves: ['submitRectification'],
  sees: { PERSONAL: DUTY },
};
