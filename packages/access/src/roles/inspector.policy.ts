import { DUTY, EVERYTHING, type Policy } from '../policy.ts';

export const INSPECTOR: Policy = {
  duty: '督查组 · Inspects by plan or approval, records findings, verifies and closes them.',
  reads: EVERYTHING,
  moves: [
    'planInspection',
    'approveInspection',
    'startInspection',
    'reportInspection',
    'closeInspection',
    'cancelInspection',
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
