import type { Lawful } from '#platform/access';
import type { Day } from '#platform/day';

/** The register is published: anybody may know of it, for good. */
export const REGISTER: Lawful = {
  basis:
    '政府信息公开条例第十九条；国家统计局公布的统计用区划代码 · Regulations on open government information art. 19; published by the National Bureau of Statistics',
  retention: '长期 · Kept for good',
};

/** Levels and kinds of divisions, as the register tells them apart. */
export enum DivisionKind {
  COUNTY = 'COUNTY',
  TOWNSHIP = 'TOWNSHIP',
  VILLAGE = 'VILLAGE',
  COMMUNITY = 'COMMUNITY',
}

/** Whether a division exists on the day asked for. */
export enum DivisionStatus {
  ACTIVE = 'ACTIVE',
  ABOLISHED = 'ABOLISHED',
}

/** What happened to a division (区划变更). */
export enum ChangeType {
  ESTABLISH = 'ESTABLISH',
  MERGE = 'MERGE',
  ABOLISH = 'ABOLISH',
  SPLIT = 'SPLIT',
  RENAME = 'RENAME',
  RECODE = 'RECODE',
  TRANSFER = 'TRANSFER',
}

interface Period {
  readonly validFrom: Day;
  readonly validTo: Day;
}

/** The period that tells of a division on `day`: the one that holds, else the last before; null before it began. */
export function periodOn<P extends Period>(periods: readonly P[], day: Day): P | null {
  let found: P | null = null;
  for (const period of periods) if (period.validFrom <= day && (!found || period.validFrom > found.validFrom)) found = period;
  return found;
}

/** A value with the days between which it held. */
export interface Run<V> {
  readonly value: V;
  readonly from: Day;
  readonly to: Day;
}

/** The values of one column over a division's life, neighbouring periods with the same value taken together. */
export function runsOf<P extends Period, V>(periods: readonly P[], of: (period: P) => V): Run<V>[] {
  const runs: { value: V; from: Day; to: Day }[] = [];
  for (const period of periods.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom))) {
    const last = runs.at(-1);
    if (last && last.value === of(period) && last.to === period.validFrom) last.to = period.validTo;
    else runs.push({ value: of(period), from: period.validFrom, to: period.validTo });
  }
  return runs;
}
