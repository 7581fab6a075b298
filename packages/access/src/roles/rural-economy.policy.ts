import { COMMON_WORK, type Policy } from '../policy.ts';

export const RURAL_ECONOMY: Policy = {
  duty: '农业农村局 · Keeps the accounts of the collective economy.',
  reads: [
    ...COMMON_WORK,
    'PartyOrganization',
    'CollectiveEconomyRecord',
    'InspectionPlan',
    'PlanLine',
    'Inspection',
    'InspectionMember',
    'InspectionVisit',
    'Finding',
    'FindingEvidence',
  ],
  moves: ['recordCollectiveEconomy', 'submitRectification'],
  sees: {},
};
