import { raw } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { type Day, FOREVER } from './day.ts';

/** The noun under which the ledger tells where divisions lie. */
export const TERRITORY = 'territory';

/**
 * One period in the life of a division, as every store keeps it: enough to know what lies where, no names. The store
 * that owns the register writes these rows with its changes; the others copy them from its ledger.
 */
@Entity({ tableName: 'territory' })
export class TerritoryRow {
  @PrimaryKey({ type: 'integer', autoincrement: true }) row!: number;
  @Index() @Property({ type: 'string', length: 20 }) division!: string;
  @Property({ type: 'string', length: 12 }) code!: string;
  /** What kind of place it is, in the register's own words. */
  @Property({ type: 'string', length: 20 }) kind!: string;
  @Property({ type: 'string', length: 20, nullable: true }) parent?: string | null;
  /** Path of keys from the root to the division as the register stands now, `/county/township/village/`: the test of scope. */
  @Index() @Property({ type: 'string', length: 200 }) lineage!: string;
  @Property({ type: 'string', length: 10 }) validFrom!: Day;
  @Property({ type: 'string', length: 10 }) validTo: Day = FOREVER;
}

/** The part of the territory that a caller may see, as conditions and as a check. */
export interface Scope {
  /** True when nothing lies outside. */
  readonly all: boolean;
  /** Lineages whose subtrees may be seen; empty means nothing at all. */
  readonly lineages: readonly string[];
  /** Codes of the caller's divisions, as the answer names them. */
  readonly codes: readonly string[];
  /** Whether `division` lies inside. */
  covers(division: string): boolean;
  /** Whether `division` lies inside or above: a township officer may open the county's page. */
  touches(division: string): boolean;
}

/** How many answers to «what lies below» are kept. */
const REMEMBERED = 500;

/** The register in memory: a few hundred rows that every request needs. */
export class Territory {
  readonly #rows: readonly TerritoryRow[];
  readonly #versions = new Map<string, TerritoryRow[]>();
  readonly #byCode = new Map<string, string>();
  readonly #roots: readonly string[];
  readonly #kinds: readonly string[];
  readonly #below = new Map<string, readonly string[]>();
  /** The first day of which the register knows anything. */
  readonly begins: Day | undefined;

  constructor(rows: readonly TerritoryRow[]) {
    this.#rows = rows;
    for (const row of rows) {
      this.#versions.set(row.division, [...(this.#versions.get(row.division) ?? []), row]);
      this.#byCode.set(row.code, row.division);
    }
    this.begins = rows.reduce<Day | undefined>((first, r) => (!first || r.validFrom < first ? r.validFrom : first), undefined);
    this.#roots = rows.filter((r) => !r.parent).map((r) => r.lineage);
    this.#kinds = [...new Set(rows.map((r) => r.kind))];
  }

  has(division: string): boolean {
    return this.#versions.has(division);
  }

  /** The division that `code` names or named. */
  named(code: string): string | undefined {
    return this.#byCode.get(code);
  }

  /** The first day of a division and the first on which it was no more; undefined for one that never was. */
  lifeOf(division: string): { from: Day; to: Day } | undefined {
    const own = this.#versions.get(division);
    if (!own) return undefined;
    const days = own.map((r) => r.validFrom).toSorted();
    return {
      from: days[0] as Day,
      to: own
        .map((r) => r.validTo)
        .toSorted()
        .at(-1) as Day,
    };
  }

  /** What the register says of `division` on `day`. */
  at(division: string, day: Day): TerritoryRow | undefined {
    return this.#versions.get(division)?.find((r) => r.validFrom <= day && day < r.validTo);
  }

  /** Whether `division` lies in `above` as the register stands now; what ended lies where it last lay. */
  liesIn(division: string, above: string): boolean {
    return this.#versions.get(division)?.at(-1)?.lineage.includes(`/${above}/`) ?? false;
  }

  /** The codes of what lies in nothing else. */
  get roots(): readonly string[] {
    return this.#rows.filter((r) => !r.parent).map((r) => r.code);
  }

  /** The divisions of some kind below `division` on `day`, along the parents of that day. */
  within(division: string, day: Day, kind: string): readonly string[] {
    const asked = `${division} ${day} ${kind}`;
    let found = this.#below.get(asked);
    if (!found) {
      const current = this.#rows.filter((r) => r.validFrom <= day && day < r.validTo);
      const parent = new Map(current.map((r) => [r.division, r.parent]));
      const below = (key: string): boolean => {
        for (let up = parent.get(key); up; up = parent.get(up)) if (up === division) return true;
        return false;
      };
      found = current.filter((r) => r.kind === kind && below(r.division)).map((r) => r.division);
      if (this.#below.size >= REMEMBERED) this.#below.delete(this.#below.keys().next().value as string);
      this.#below.set(asked, found);
    }
    return found;
  }

  /** A division and everything that lies below it on `day`, of whatever kind. */
  under(division: string, day: Day): readonly string[] {
    return [division, ...this.#kinds.flatMap((kind) => this.within(division, day, kind))];
  }

  /** The scope of a caller whose territory is the subtrees of `codes`. An unknown code opens nothing. */
  scope(codes: readonly string[]): Scope {
    const lineageOf = (key: string | undefined) => (key ? this.#versions.get(key)?.at(-1)?.lineage : undefined);
    const lineages = codes.map((c) => lineageOf(this.named(c))).filter((l) => l !== undefined);
    return {
      all: this.#roots.length > 0 && this.#roots.every((root) => lineages.includes(root)),
      lineages,
      codes,
      covers: (division) => {
        const own = lineageOf(division);
        return own !== undefined && lineages.some((l) => own.startsWith(l));
      },
      touches: (division) => {
        const own = lineageOf(division);
        return own !== undefined && lineages.some((l) => own.startsWith(l) || l.startsWith(own));
      },
    };
  }
}

/** The condition that keeps rows whose `column` names a division inside the scope. */
export function whereInScope(column: string, scope: Scope): Record<string, unknown> {
  if (scope.all) return {};
  if (scope.lineages.length === 0) return { [column]: { $in: [] } };
  const prefixes = scope.lineages.map(() => 'lineage like ?').join(' or ');
  return {
    [column]: {
      $in: raw(
        `select division from territory where ${prefixes}`,
        scope.lineages.map((l) => `${l}%`),
      ),
    },
  };
}

/**
 * The condition that keeps rows whose `column` names a division inside the scope or above it: what concerns the whole
 * county concerns each of its townships.
 */
export function whereTouching(column: string, scope: Scope): Record<string, unknown> {
  if (scope.all) return {};
  const above = scope.lineages.flatMap((l) => l.split('/').filter(Boolean));
  return { $or: [whereInScope(column, scope), { [column]: { $in: above } }] };
}

/** A reference to a division that another subgraph owns: its key alone, if the caller may see anything of it. */
export const divisionStub = ({ id }: { id: string }, { scope }: { scope: Scope }): { id: string } | null =>
  scope.touches(id) ? { id } : null;
