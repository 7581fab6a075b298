import { NOTES_SUPERVISION, RAISES_CONCERNS } from '../duties.ts';
import { CAREERS, DUTY, EVERYTHING, type Policy } from '../policy.ts';

export const INSPECTOR: Policy = {
  duty: '督查组 · Inspects by plan or approval, records findings, verifies and closes them.',
  reads: EVERYTHING,
  counts: CAREERS,
  moves: [
    ...NOTES_SUPERVISION,
    ...RAISES_CONCERNS,
    'draftInspectionPlan',
    'addPlanLine',
    'approvePlanLine',
    'strikePlanLine',
    'planInspection',
    'approveInspection',
    'startInspection',
    'reportInspection',
    'closeInspection',
    'cancelInspection',
    'assignInspector',
    'releaseInspector',
    'recordInspectionVisit',
    'openFinding',
    'orderRectification',
    'submitRectification',
    'acceptRectification',
    'returnRectification',
    'closeFinding',
    'dismissFinding',
  ],
  sees: { PERSONAL: DUTY, SENSITIVE: ['CONTACT'] },
};
