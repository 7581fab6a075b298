import type { EntityClass } from '@mikro-orm/core';
import type { Corps } from '#county/cadres';
import { command, meetings, type SampleRow } from '#county/command';
import { publicConcerns, secretaryProjects } from '#county/endeavours';
import { dispatches } from '#county/postings';
import type { Period } from '#county/register';
import { secretaries } from '#county/secretaries';
import { undertakings } from '#county/undertakings';
import type { Dated } from '#platform/dated';
import type { Imported } from '#platform/import';
import { work } from './work.ts';

/** The work of the headquarters as the sample county has lived it. */
export function workRows(periods: readonly Period[], corps: Corps, now: Date): Imported[] {
  const entities = new Map(work.entities.map((e) => [e.name, e as EntityClass<Dated>]));
  const offices = secretaries(periods);
  // The same numbers are taken as in the personnel files, so that the same people are sent.
  const { postings } = dispatches(
    periods,
    now,
    offices.persons.map((p) => p.idNumber),
  );
  const rows: SampleRow[] = [
    ...command(periods, corps, now),
    ...meetings(periods, corps, postings, now),
    ...undertakings(periods, corps, now),
    ...secretaryProjects(periods, offices, now),
    ...publicConcerns(periods, now),
  ];
  return rows.map(({ noun, event, values }) => {
    const entity = entities.get(noun) as EntityClass<Dated>;
    return { entity, event, row: Object.assign(new (entity as unknown as new () => Dated)(), values) };
  });
}
