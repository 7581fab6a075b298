/** For which rank somebody is held in reserve. */
export enum ReserveLevel {
  DIVISION_DEPUTY = 'DIVISION_DEPUTY',
  SECTION_CHIEF = 'SECTION_CHIEF',
  SECTION_DEPUTY = 'SECTION_DEPUTY',
}

/** Why somebody left the pool. */
export enum ReserveEnd {
  APPOINTED = 'APPOINTED',
  AGE = 'AGE',
  UNSUITABLE = 'UNSUITABLE',
  TRANSFER = 'TRANSFER',
}

/** One half of "1+1" as the rule sees it: an entry names a posting, a posting names an entry. */
export interface Half {
  readonly id: string;
  readonly names: string | null | undefined;
}

/** The pairs that are whole, and the halves whose other half doesn't name them back. */
export function paired(
  entries: readonly Half[],
  postings: readonly Half[],
): { pairs: number; entriesAlone: number; postingsAlone: number } {
  const posting = new Map(postings.map((p) => [p.id, p.names]));
  const entry = new Map(entries.map((e) => [e.id, e.names]));
  const whole = (from: Half, others: ReadonlyMap<string, string | null | undefined>) => from.names != null && others.has(from.names);
  const pairs = entries.filter((e) => whole(e, posting) && posting.get(e.names as string) === e.id).length;
  return {
    pairs,
    entriesAlone: entries.filter((e) => e.names != null && posting.get(e.names) !== e.id).length,
    postingsAlone: postings.filter((p) => p.names == null || !entry.has(p.names)).length,
  };
}
