import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { cadres } from '#county/cadres';
import { workingCalendar } from '#county/calendar';
import { documents } from '#county/documents';
import { type Period, readRegister } from '#county/register';
import { CalendarDay, CalendarYear } from '#platform/calendar';
import type { Dated } from '#platform/dated';
import { type Imported, importRows, rowOf } from '#platform/import';
import { PolicyDocument } from './documents/document.entity.ts';
import { insertBulk } from './helpers/bulk.ts';
import { helperRows } from './helpers/seed.ts';
import { overseen } from './oversight.seed.ts';
import { workRows } from './work.seed.ts';

/** Fills an empty store with the public calendar and with synthetic inspections on the public register. */
export async function seed(em: SqlEntityManager, now: Date): Promise<void> {
  const { years, days } = workingCalendar();
  await em.insertMany(CalendarYear, years as never);
  await em.insertMany(CalendarDay, days as never);

  const { periods } = readRegister();
  const county = periods.find((p) => p.kind === 'COUNTY') as Period;
  const rows: Imported[] = [];
  const add = <E extends Dated>(entity: EntityClass<E>, event: string, values: object) =>
    rows.push({ entity, event, row: rowOf(entity, values) });
  const corps = cadres(periods, now);
  overseen(periods, now, add);
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
