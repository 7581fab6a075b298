import { VISITS_HOUSEHOLDS } from '../duties.ts';
import { COMMON_WORK, DUTY, HOUSEHOLDS, type Policy } from '../policy.ts';

export const TEAM_LEADER: Policy = {
  duty: '驻村工作队长 · Leads the team of a village and answers its findings.',
  reads: [
    ...COMMON_WORK,
    ...HOUSEHOLDS,
    'PartyOrganization',
    'MemberCount',
    'OfficeHolding',
    'Committee',
    'Person',
    'Posting',
    'ResidentTeam',
    'PostingSplit',
    'PostingRuleSet',
    'FrontLineMechanism',
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
  moves: [...VISITS_HOUSEHOLDS, 'submitRectification'],
  sees: { PERSONAL: DUTY },
};
