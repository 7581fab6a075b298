import { COMMON_WORK, DUTY, type Policy } from '../policy.ts';

export const CIVIL_AFFAIRS: Policy = {
  duty: "民政局 · Keeps the register of divisions and the villagers' committees.",
  reads: [
    ...COMMON_WORK,
    'PartyOrganization',
    'OfficeHolding',
    'Person',
    'InspectionPlan',
    'PlanLine',
    'Inspection',
    'InspectionMember',
    'InspectionVisit',
    'Finding',
    'FindingEvidence',
    'MemberCount',
    'Committee',
  ],
  moves: ['submitRectification', 'electCommittee', 'appointOfficer'],
  sees: { PERSONAL: DUTY },
};
