import { DUTY, EVERYTHING, type Policy } from '../policy.ts';

export const POVERTY_OFFICE: Policy = {
  duty: '扶贫办 · Drives the poverty tasks, plans inspections, orders rectification.',
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
    'closeFinding',
    'planTraining',
    'cancelTraining',
    'inviteToTraining',
    'freezeCohort',
    'recordAttendance',
  ],
  sees: { PERSONAL: DUTY, SENSITIVE: ['CONTACT'] },
};
