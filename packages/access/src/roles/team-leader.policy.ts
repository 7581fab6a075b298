import { DUTY, type Policy } from '../policy.ts';

export const TEAM_LEADER: Policy = {
  duty: '驻村工作队长 · Leads the team of a village and answers its findings.',
  reads: [
    'PartyOrganization',
    'MemberCount',
    'OfficeHolding',
    'Committee',
    'Person',
    'Posting',
    'ResidentTeam',
    'TrainingSeries',
    'TrainingEvent',
    'Enrolment',
    'Inspection',
    'InspectionPlan',
    'PlanLine',
    'InspectionMember',
    'InspectionVisit',
    'Finding',
    'FindingEvidence',
  ],
  moves: ['submitRectification'],
  sees: { PERSONAL: DUTY },
};
