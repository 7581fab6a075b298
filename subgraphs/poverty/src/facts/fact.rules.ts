import type { Day } from '#platform/day';

/** One row of another store's ledger, as far as this store needs it. */
export interface Told {
  readonly key: string;
  readonly event: string;
  /** The day from which it held. */
  readonly day: Day;
  readonly from: Day;
  readonly to: Day;
  readonly state?: string | null | undefined;
  readonly kind?: string | null | undefined;
  readonly person?: string | null | undefined;
  readonly place?: string | null | undefined;
}

/**
 * What held on `day` of all that was told, each key once: the last that had been told of it by then. Facts must stand in
 * the order in which they were told.
 */
export function holdingOn<F extends Told>(facts: readonly F[], day: Day): F[] {
  const last = new Map<string, F>();
  for (const fact of facts) if (fact.day <= day) last.set(fact.key, fact);
  return [...last.values()].filter((f) => f.from <= day && day < f.to);
}

/** Postings that are carried out; a proposed or ended one covers nothing. */
export const isActive = (f: Told): boolean => f.state === 'ACTIVE';

/** The three teams of a village (三支队伍), as the personnel ledger calls them. */
export const COVERING = ['FIRST_SECRETARY', 'RESIDENT_CADRE'] as const;
/** The office that leads a Party organization, as the villages ledger calls it. */
export const SECRETARY = 'SECRETARY';
