import type { Day } from '#platform/day';
import { FOREVER } from '#platform/day';
import type { TerritoryRow } from '#platform/territory';

/** One period of a division's life, as far as the question what lies where goes. */
export interface Plot {
  readonly id: string;
  readonly code: string;
  readonly kind: string;
  readonly parent?: string | null;
  readonly validFrom: Day;
  readonly validTo: Day;
}

/** A township that ended in another. */
export interface Merger {
  readonly from: readonly string[];
  readonly to?: readonly string[] | null;
}

/** Which township a merged one became: what lay in it belongs to the other one's territory now. */
export function heirsOf(plots: readonly Plot[], mergers: readonly Merger[]): Map<string, string> {
  const standing = new Set(plots.filter((p) => p.validTo === FOREVER).map((p) => p.id));
  return new Map(mergers.flatMap(({ from, to }) => from.filter((id) => !standing.has(id)).map((id) => [id, to?.[0]] as [string, string])));
}

/**
 * The register without names, as every store keeps it. A lineage follows the parents of today; a division that ended
 * hangs where it last hung, and what hung in a township that was merged hangs in what that became.
 */
export function territoryOf(plots: readonly Plot[], mergers: readonly Merger[]): Omit<TerritoryRow, 'row'>[] {
  const last = new Map(plots.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom)).map((p) => [p.id, p]));
  const heirs = heirsOf(plots, mergers);
  const settled = (id: string): string => {
    const heir = heirs.get(id);
    return heir === undefined ? id : settled(heir);
  };
  const lineage = (id: string): string => {
    const parent = last.get(id)?.parent;
    return `${parent ? lineage(settled(parent)) : '/'}${id}/`;
  };
  return plots
    .filter((p) => p.validFrom < p.validTo)
    .map((p) => ({
      division: p.id,
      code: p.code,
      kind: p.kind,
      parent: p.parent ?? null,
      lineage: lineage(p.id),
      validFrom: p.validFrom,
      validTo: p.validTo,
    }));
}
