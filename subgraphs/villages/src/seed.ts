import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { agencies } from '#county/agencies';
import { collectiveIncome } from '#county/economy';
import { type Period, readRegister, registerSource } from '#county/register';
import type { Dated } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { type Imported, importRows, rowOf } from '#platform/import';
import { TerritoryRow } from '#platform/territory';
import { Agency } from './agencies/agency.entity.ts';
import { Division, DivisionChange, DivisionChangeParty } from './divisions/division.entity.ts';
import { CollectiveEconomyRecord } from './economy/record.entity.ts';
import { type Add, seedOrganizations } from './organizations.seed.ts';

/** Fills an empty store with the county: the public register, and synthetic offices and incomes on top of it. */
export async function seed(em: SqlEntityManager, now: Date): Promise<void> {
  const { periods, changes } = readRegister();
  const rows: Imported[] = [];
  const add = <E extends Dated>(entity: EntityClass<E>, event: string, data: object) =>
    rows.push({ entity, event, row: rowOf(entity, data) });

  const seen = new Map<string, number>();
  for (const p of periods.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom))) {
    const version = (seen.get(p.id) ?? 0) + 1;
    seen.set(p.id, version);
    add(Division, version === 1 ? 'division.established' : 'division.changed', { ...p, version });
  }
  for (const c of changes) {
    add(DivisionChange, 'divisionChange.recorded', {
      id: c.id,
      type: c.type,
      effectiveOn: c.on,
      afterEdition: c.afterEdition,
      from: c.from,
      to: c.to,
      source: registerSource,
      validFrom: c.on,
    });
    for (const division of new Set([...c.from, ...(c.to ?? [])]))
      add(DivisionChangeParty, 'divisionChange.joined', { id: c.id, division, validFrom: c.on });
  }
  const byCode = new Map(periods.map((p) => [p.code, p.id]));
  const begins = (periods[0] as Period).validFrom;
  for (const { division, ...a } of agencies(periods))
    add(Agency, 'agency.registered', { ...a, division: byCode.get(division), validFrom: begins });
  seedOrganizations(add as Add, periods, now);
  for (const r of collectiveIncome(periods, now)) add(CollectiveEconomyRecord, 'income.recorded', r);

  const territory = territoryOf(periods);
  await importRows(
    em,
    now,
    rows,
    [...Map.groupBy(territory, (t) => t.division)].map(([division, own]) => ({
      day: (own[0] as TerritoryRow).validFrom,
      noun: 'territory',
      key: division,
      event: 'territory.drawn',
      place: division,
      before: null,
      after: JSON.stringify({ territory: own }),
    })),
  );
  await em.insertMany(TerritoryRow, territory as TerritoryRow[]);
}

/** The register without names. A lineage follows the parents of today; a division that ended hangs where it last hung. */
function territoryOf(periods: readonly Period[]): Omit<TerritoryRow, 'row'>[] {
  const last = new Map(periods.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom)).map((p) => [p.id, p]));
  const heir = mergedInto(periods);
  const lineage = (id: string): string => {
    const { parent } = last.get(id) as Period;
    return `${parent ? lineage(heir.get(parent) ?? parent) : '/'}${id}/`;
  };
  return periods.map((p) => ({
    division: p.id,
    code: p.code,
    kind: p.kind,
    parent: p.parent,
    lineage: lineage(p.id),
    validFrom: p.validFrom,
    validTo: p.validTo,
  }));
}

/** Townships that ended in another: what lay in them belongs to the other one's territory now. */
function mergedInto(periods: readonly Period[]): Map<string, string> {
  const ended = new Set(periods.filter((p) => p.kind === 'TOWNSHIP' && p.validTo !== FOREVER).map((p) => p.id));
  return new Map(
    readRegister()
      .changes.filter((c) => c.type === 'MERGE' && c.to?.[0] && ended.has(c.from[0] as string))
      .map((c) => [c.from[0] as string, c.to?.[0] as string]),
  );
}
