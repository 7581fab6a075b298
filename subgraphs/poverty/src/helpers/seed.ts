import type { SqlEntityManager } from '@mikro-orm/sql';
import { agencyId } from '#county/agencies';
import { chance } from '#county/chance';
import { helpers } from '#county/helpers';
import type { Period } from '#county/register';
import type { Dated } from '#platform/dated';
import { addDays, type Day, dayOf } from '#platform/day';
import { idFrom } from '#platform/id';
import type { Imported } from '#platform/import';
import { keysOf } from '#platform/secret';
import { HelperAssignment, HelperVisit } from './assignment.entity.ts';
import { VisitKind } from './assignment.rules.ts';
import { contentHash } from './bulk.ts';
import { HouseholdRef, ReturnFlowBatch } from './household.entity.ts';

/** Months of which the sample holds visits: the year of the source, and the last of today. */
const VISIT_DAYS: readonly Day[] = ['2018-11-01', '2018-12-01', '2026-05-01'];

/** What of the sample the ledger tells row by row, and what it tells file by file. */
export interface HelperRows {
  readonly rows: Imported[];
  readonly bulk: { households: HouseholdRef[]; assignments: HelperAssignment[] };
}

/** Households, who answers for them, and the files that brought both; all of it synthetic. */
export function helperRows(em: SqlEntityManager, periods: readonly Period[], county: string, now: Date): HelperRows {
  const { households, assignments } = helpers(periods, now);
  const keys = keysOf(em);
  const rows: Imported[] = [];
  const bulk: HelperRows['bulk'] = { households: [], assignments: [] };
  const batchId = (file: Day) => idFrom('rfb', file);
  const hashes = new Map<string, string>();
  const hashOf = ({ id, registerNo }: { id: string; registerNo: string }): string => {
    const known = hashes.get(id) ?? keys.hash('household', registerNo);
    hashes.set(id, known);
    return known;
  };
  const first = new Map<string, Day>();
  for (const h of households) {
    const { registerNo: _, file, ...facts } = h;
    if (h.version === 1) first.set(h.id, h.validFrom);
    const row = Object.assign(new HouseholdRef(), facts, { registerHash: hashOf(h), batch: file && batchId(file) });
    if (file) bulk.households.push(row);
    else rows.push({ entity: HouseholdRef, event: 'household.restated', row });
  }
  for (const a of assignments) {
    const brought = first.get(a.household) === a.validFrom;
    const row = Object.assign(new HelperAssignment(), a, { batch: brought ? batchId(a.validFrom) : null });
    if (brought) bulk.assignments.push(row);
    else rows.push({ entity: HelperAssignment, event: 'helper.assigned', row });
  }
  const brought = Map.groupBy(bulk.assignments, (a) => a.batch as string);
  for (const [batch, lines] of Map.groupBy(bulk.households, (h) => h.batch as string)) {
    const created = lines.filter((h) => h.version === 1).length;
    const on = (lines[0] as Dated).validFrom;
    const content = contentHash(lines, brought.get(batch) ?? []);
    const facts = {
      id: batch,
      division: county,
      month: on.slice(0, 7),
      sourceAgency: agencyId('县扶贫开发办公室'),
      digest: content,
      contentHash: content,
      lines: lines.length,
      created,
      changed: lines.length - created,
      unchanged: 0,
      validFrom: on,
    };
    rows.push({ entity: ReturnFlowBatch, event: 'returnFlow.imported', row: Object.assign(new ReturnFlowBatch(), facts) });
  }
  const today = dayOf(now);
  for (const month of VISIT_DAYS) {
    const luck = chance('visits', month);
    for (const { helper, household, village, validFrom, validTo } of assignments) {
      if (month < validFrom || validTo <= month || luck.next() > 0.025) continue;
      const on = addDays(month, luck.between(0, 27));
      if (on > today) continue;
      const visit = {
        id: idFrom('vst', household, on),
        helper,
        household,
        village,
        on,
        kind: luck.pick(Object.values(VisitKind)),
        validFrom: on,
      };
      rows.push({ entity: HelperVisit, event: 'visit.recorded', row: Object.assign(new HelperVisit(), visit) });
    }
  }
  return { rows, bulk };
}
