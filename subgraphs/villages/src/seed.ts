import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { agencies } from '#county/agencies';
import { designations } from '#county/designations';
import { collectiveIncome, incomeTargets } from '#county/economy';
import { profiles } from '#county/profiles';
import { industryProjects, relocation } from '#county/projects';
import { COUNTY_CODE, editions, type Period, readRegister, registerSource, villagesOn } from '#county/register';
import type { Dated } from '#platform/dated';
import { addDays, dayOf } from '#platform/day';
import { idFrom } from '#platform/id';
import { type Imported, importRows, rowOf } from '#platform/import';
import { TerritoryRow } from '#platform/territory';
import { Agency } from './agencies/agency.entity.ts';
import { VillageDesignation } from './designations/designation.entity.ts';
import { DivisionChange, DivisionChangeParty } from './divisions/change.entity.ts';
import { ChangeState } from './divisions/change.rules.ts';
import { Division, GivenCode } from './divisions/division.entity.ts';
import { DivisionEdition } from './divisions/edition.entity.ts';
import { checksumOf, countsOf, type Listed } from './divisions/edition.rules.ts';
import { divided, type Share, WHOLE } from './divisions/plan.rules.ts';
import { VillageProfile } from './divisions/profile.entity.ts';
import { territoryOf } from './divisions/territory.rules.ts';
import { CollectiveEconomyRecord } from './economy/record.entity.ts';
import { CollectiveEconomyTarget } from './economy/target.entity.ts';
import { IndustryProject } from './industry/project.entity.ts';
import { type Add, seedOrganizations } from './organizations.seed.ts';
import { RelocationProject, RelocationSource } from './relocation/relocation.entity.ts';

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
  for (const [code, of] of Map.groupBy(periods, (p) => p.code))
    add(GivenCode, 'code.given', { id: (of[0] as Period).id, code, validFrom: (of[0] as Period).validFrom });
  for (const c of changes) {
    add(DivisionChange, 'divisionChange.recorded', {
      id: c.id,
      type: c.type,
      effectiveOn: c.on,
      afterEdition: c.afterEdition,
      from: c.from,
      to: c.to,
      state: ChangeState.VERIFIED,
      division: c.from[0] ?? c.to?.[0],
      shares: c.to && (c.type === 'SPLIT' || c.type === 'MERGE') ? evenly(c.to) : null,
      source: registerSource,
      validFrom: c.on,
    });
    for (const division of new Set([...c.from, ...(c.to ?? [])]))
      add(DivisionChangeParty, 'divisionChange.joined', { id: c.id, division, validFrom: c.on });
  }
  for (const { parties, ...c } of changesToCome(periods, now)) {
    add(DivisionChange, 'divisionChange.drafted', c);
    for (const division of parties) add(DivisionChangeParty, 'divisionChange.joined', { id: c.id, division, validFrom: c.validFrom });
  }
  const byCode = new Map(periods.map((p) => [p.code, p.id]));
  const begins = (periods[0] as Period).validFrom;
  for (const { division, ...a } of agencies(periods))
    add(Agency, 'agency.registered', { ...a, division: byCode.get(division), validFrom: begins });
  seedOrganizations(add as Add, periods, now);
  for (const e of editions) {
    const listed = periods.filter((p) => p.validFrom <= e.asOf && e.asOf < p.validTo) as Listed[];
    add(DivisionEdition, 'divisionEdition.published', {
      id: idFrom('edn', 'nbs', e.asOf),
      name: `统计用区划代码 ${e.asOf}`,
      day: e.asOf,
      ...countsOf(listed),
      checksum: checksumOf(listed),
      source: `国家统计局 · National Bureau of Statistics, by ${e.package}`,
      validFrom: e.asOf,
    });
  }
  for (const p of profiles(periods, now)) add(VillageProfile, 'profile.recorded', p);
  for (const d of designations(periods)) add(VillageDesignation, 'designation.given', d);
  const { versions, sources } = relocation(periods);
  for (const v of versions) add(RelocationProject, 'relocation.recorded', v);
  for (const r of sources) add(RelocationSource, 'relocationSource.added', r);
  for (const p of industryProjects(periods, now)) add(IndustryProject, 'industryProject.recorded', p);
  for (const r of collectiveIncome(periods, now)) add(CollectiveEconomyRecord, 'income.recorded', r);
  const county = byCode.get(COUNTY_CODE);
  for (const t of incomeTargets) add(CollectiveEconomyTarget, 'incomeTarget.set', { ...t, division: county });

  const territory = territoryOf(
    periods,
    changes.filter((c) => c.type === 'MERGE'),
  );
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

/** The public data say in what a division was divided, not in which parts: they are taken as even. */
function evenly(to: readonly string[]): Share[] {
  const parts = divided(
    WHOLE,
    to.map(() => Math.floor(WHOLE / to.length)),
  );
  return to.map((division, i) => ({ division, population: parts[i] as number, assets: parts[i] as number }));
}

/** Synthetic changes that are on their way: small villages next to each other that are to merge at the turn of the year. */
function changesToCome(periods: readonly Period[], now: Date) {
  const today = dayOf(now);
  const standing = villagesOn(periods, today);
  const effectiveOn = `${Number(today.slice(0, 4)) + 1}-01-01`;
  return standing
    .filter((v, i) => i % 40 === 11 && standing[i + 1]?.parent === v.parent)
    .map((v) => ({ from: v.id, to: (standing[standing.indexOf(v) + 1] as Period).id, name: v.name }))
    .map(({ from, to, name }) => ({
      id: idFrom('chg', 'to come', from, effectiveOn),
      type: 'MERGE',
      state: ChangeState.DRAFT,
      division: from,
      effectiveOn,
      from: [from],
      to: [to],
      shares: evenly([to]),
      source: '起草 · Drafted in the register',
      reason: `${name}人口过少，拟并入邻村（合成数据） · Few people are left; synthetic`,
      draftedBy: 'data-set:township',
      validFrom: addDays(today, -20),
      parties: [from, to],
    }));
}
