import { COMMON_WORK, type Policy } from '../policy.ts';

export const FINANCE: Policy = {
  duty: '财政局 · Pays allowances and watches the money.',
  reads: [
    ...COMMON_WORK,
    'PartyOrganization',
    'CollectiveEconomyRecord',
    'Person',
    'Posting',
    'ResidentTeam',
    'InspectionPlan',
    'PlanLine',
    'Inspection',
    'InspectionMember',
    'InspectionVisit',
    'PostingSplit',
    'PostingRuleSet',
    'FrontLineMechanism',
    'Finding',
    'FindingEvidence',
  ],
  moves: ['submitRectification'],
  sees: { PERSONAL: ['ALLOWANCE_PAYMENT'], SENSITIVE: ['ALLOWANCE_PAYMENT'] },
};
