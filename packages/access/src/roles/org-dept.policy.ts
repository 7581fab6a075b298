import { DUTY, EVERYTHING, type Policy } from '../policy.ts';

export const ORG_DEPT: Policy = {
  duty: '组织部 · Posts cadres, keeps their files, leads Party organizations.',
  reads: EVERYTHING,
  moves: [
    'appointSecretary',
    'endOffice',
    'registerPerson',
    'proposePosting',
    'approvePosting',
    'recordArrival',
    'extendPosting',
    'completePosting',
    'recallPosting',
    'cancelPosting',
    'formTeam',
    'withdrawTeam',
    'submitRectification',
  ],
  sees: { PERSONAL: DUTY, SENSITIVE: ['PERSONNEL_FILE', 'CONTACT'], RESTRICTED: ['PERSONNEL_FILE'] },
  exactCells: true,
};
