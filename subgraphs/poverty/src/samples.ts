import { idFrom } from '#platform/id';
import { Finding } from './findings/finding.entity.ts';
import { FindingState, Severity } from './findings/finding.rules.ts';
import { Inspection } from './inspections/inspection.entity.ts';
import { InspectionMethod, InspectionState } from './inspections/inspection.rules.ts';

let serial = 0;

/** A finding of autumn 2018, not yet ordered; a test says what it is about. Its village must be given. */
export const aFinding = (over: Partial<Finding> & { village: string }): Finding =>
  Object.assign(new Finding(), {
    id: idFrom('fnd', 'sample', serial++),
    inspection: 'ins_sample',
    division: over.village,
    category: '驻村履职',
    severity: Severity.GENERAL,
    foundOn: '2018-11-01',
    description: '考勤记录不一致',
    state: FindingState.OPEN,
    validFrom: '2018-11-01',
    ...over,
  });

/** One that must be put right by `deadline`. */
export const anOrderedFinding = (over: Partial<Finding> & { village: string; deadline: string }): Finding =>
  aFinding({ state: FindingState.RECTIFYING, orderedOn: '2018-11-02', responsibleAgency: 'agc_sample', ...over });

/** An inspection of 2018 that is running; its division must be given. */
export const anInspection = (over: Partial<Inspection> & { division: string }): Inspection =>
  Object.assign(new Inspection(), {
    id: idFrom('ins', 'sample', serial++),
    title: '2018年督查',
    planned: true,
    planYear: 2018,
    method: InspectionMethod.FIELD_VISIT,
    agency: 'agc_sample',
    from: '2018-10-01',
    to: '2018-12-31',
    state: InspectionState.RUNNING,
    validFrom: '2018-10-01',
    ...over,
  });
