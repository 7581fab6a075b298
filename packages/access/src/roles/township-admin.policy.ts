import { KEEPS_HOUSEHOLDS, REGISTERS_DOCUMENTS } from '../duties.ts';
import { CAREERS, DUTY, EVERYTHING, type Policy } from '../policy.ts';

export const TOWNSHIP_ADMIN: Policy = {
  duty: '乡镇 · Runs a township: its villages, teams, incomes and rectifications.',
  reads: [...EVERYTHING, 'Appraisal'],
  counts: CAREERS,
  moves: [
    ...KEEPS_HOUSEHOLDS,
    ...REGISTERS_DOCUMENTS,
    'countMembers',
    'electCommittee',
    'appointSecretary',
    'appointOfficer',
    'endOffice',
    'recordCollectiveEconomy',
    'proposePosting',
    'recordArrival',
    'submitRectification',
    'confirmEnrolment',
    'openAppraisal',
    'enterAppraisal',
    'enterTeamAppraisal',
    'approveLeave',
    'rejectLeave',
    'returnFromLeave',
    'requestLeave',
    'recordVillageDays',
    'correctVillageDay',
    'computeAllowances',
    'checkAllowances',
  ],
  sees: { PERSONAL: DUTY, SENSITIVE: ['CONTACT'] },
};
