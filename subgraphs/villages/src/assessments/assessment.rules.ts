/** What a yearly assessment of a Party organization comes to (党组织研判): 好, 一般, 软弱涣散. */
export enum AssessmentGrade {
  GOOD = 'GOOD',
  ORDINARY = 'ORDINARY',
  WEAK = 'WEAK',
}

/** One criterion of a scheme, as its document words it. */
export interface Criterion {
  readonly code: string;
  readonly text: string;
  /** Whether it makes an organization weak by itself. */
  readonly decisive: boolean;
}

/** The grade is computed from what was found: one decisive criterion makes an organization weak, or several others. */
export function gradeOf(
  scheme: { readonly criteria: readonly Criterion[]; readonly weakFrom: number },
  hits: readonly string[],
): AssessmentGrade {
  const met = scheme.criteria.filter((c) => hits.includes(c.code));
  if (met.some((c) => c.decisive) || met.length >= scheme.weakFrom) return AssessmentGrade.WEAK;
  return met.length > 0 ? AssessmentGrade.ORDINARY : AssessmentGrade.GOOD;
}

/** What is wrong with the criteria of a new scheme. */
export function wrongIn(criteria: readonly Criterion[], weakFrom: number): string | null {
  if (criteria.length === 0 || criteria.length > 50) return `a scheme has 1 to 50 criteria; this one has ${criteria.length}`;
  const codes = criteria.map((c) => c.code);
  const odd = codes.find((code) => !/^[A-Z][A-Z0-9_]{1,39}$/.test(code));
  if (odd !== undefined)
    return `a criterion's code is made of 2 to 40 capital letters, digits and _; got ${JSON.stringify(odd.slice(0, 60))}`;
  if (new Set(codes).size < codes.length) return 'two criteria have one code';
  if (weakFrom < 1 || weakFrom > criteria.length)
    return `weakFrom lies between 1 and the number of criteria, ${criteria.length}; got ${weakFrom}`;
  return null;
}
