import { ANSWERS_FOR_POST, RUNS_PROJECTS } from '../duties.ts';
import { CAREERS, CASES, DUTY, EVERYTHING, type Policy, RESTRICTED } from '../policy.ts';

export const COUNTY_SECRETARY: Policy = {
  duty: '县委书记 · Leads the county and answers for all of it.',
  office: { name: '县委办公室' },
  reads: [...EVERYTHING, ...CAREERS],
  counts: [...CASES, ...RESTRICTED],
  moves: [
    ...ANSWERS_FOR_POST,
    'confirmWeakOrganization',
    'reviewDutyReport',
    ...RUNS_PROJECTS,
    'approveInspectionPlan',
    'approvePlanLine',
    'approveInspection',
    'approveDivisionChange',
    'adoptFindingRules',
    'grantExtension',
    'declineExtension',
  ],
  sees: { PERSONAL: DUTY },
  exactCells: true,
};
