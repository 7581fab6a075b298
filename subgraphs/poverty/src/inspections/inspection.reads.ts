import { byKey } from '#platform/batched';
import { Inspection } from './inspection.entity.ts';

/** Inspections as of the day asked for. */
export const inspectionById = byKey(Inspection);
