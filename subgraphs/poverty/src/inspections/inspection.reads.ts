import { batched } from '#platform/batched';
import { Inspection } from './inspection.entity.ts';

/** Inspections as of the day asked for. */
export const inspectionById = batched<string, Inspection | null>(async (ids, { em }) => {
  const rows = await em.find(Inspection, { id: { $in: [...ids] } });
  const byId = new Map(rows.map((i) => [i.id, i]));
  return (id) => byId.get(id) ?? null;
});
