import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { cadres } from '#county/cadres';
import { workingCalendar } from '#county/calendar';
import { documents } from '#county/documents';
import { findings } from '#county/findings';
import { inspectionLives } from '#county/inspections';
import { lineId, programme } from '#county/programme';
import { type Period, readRegister } from '#county/register';
import { CalendarDay, CalendarYear } from '#platform/calendar';
import type { Dated } from '#platform/dated';
import { dayOf } from '#platform/day';
import { type Imported, importRows, rowOf } from '#platform/import';
import { PolicyDocument } from './documents/document.entity.ts';
import { Finding, FindingEvidence } from './findings/finding.entity.ts';
import { insertBulk } from './helpers/bulk.ts';
import { helperRows } from './helpers/seed.ts';
import { Inspection } from './inspections/inspection.entity.ts';
import { InspectionMember } from './inspections/member.entity.ts';
import { InspectionPlan, PlanLine } from './inspections/plan.entity.ts';
import { InspectionVisit } from './inspections/visit.entity.ts';
import { workRows } from './work.seed.ts';

/** Fills an empty store with the public calendar and with synthetic inspections on the public register. */
export async function seed(em: SqlEntityManager, now: Date): Promise<void> {
  const { years, days } = workingCalendar();
  await em.insertMany(CalendarYear, years as never);
  await em.insertMany(CalendarDay, days as never);

  const { periods } = readRegister();
  const county = periods.find((p) => p.kind === 'COUNTY') as Period;
  const sample = findings(periods, now);
  const rows: Imported[] = [];
  const add = <E extends Dated>(entity: EntityClass<E>, event: string, values: object) =>
    rows.push({ entity, event, row: rowOf(entity, values) });
  for (const { event, ...i } of inspectionLives(sample.plans, county.id, dayOf(now), sample.finished))
    add(Inspection, event, { ...i, line: i.planned ? lineId(i.id) : null });
  const corps = cadres(periods, now);
  const year = programme(periods, sample.plans, sample.findings, corps, dayOf(now));
  for (const { event, ...p } of year.plans) add(InspectionPlan, event, p);
  for (const { event, ...l } of year.lines) add(PlanLine, event, l);
  for (const { event, ...m } of year.members) add(InspectionMember, event, m);
  for (const v of year.visits) add(InspectionVisit, 'inspectionVisit.recorded', v);
  for (const { event, ...f } of sample.findings) add(Finding, event, f);
  for (const e of sample.evidence) add(FindingEvidence, 'evidence.submitted', e);
  for (const d of documents(now)) add(PolicyDocument, 'document.issued', { ...d, division: county.id, validFrom: d.issuedOn });
  rows.push(...workRows(periods, corps, now));
  const helping = helperRows(em, periods, county.id, now);
  rows.push(...helping.rows);
  await insertBulk(em, helping.bulk);
  // The ledger reads as if it had been kept from day to day.
  await importRows(
    em,
    now,
    rows.toSorted((a, b) => (a.row.validFrom < b.row.validFrom ? -1 : a.row.validFrom > b.row.validFrom ? 1 : 0)),
  );
}
