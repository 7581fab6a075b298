import { createHash } from 'node:crypto';
import { DivisionKind } from './division.rules.ts';

/** A division as an edition lists it. */
export interface Listed {
  readonly kind: DivisionKind;
  readonly code: string;
  readonly officialName: string;
}

export interface Counts {
  readonly townships: number;
  readonly villageCommittees: number;
  readonly communities: number;
}

/** What an edition counts (M01 villages, M02 townships, M03 communities). */
export function countsOf(listed: readonly Listed[]): Counts {
  const of = (kind: DivisionKind) => listed.filter((d) => d.kind === kind).length;
  return { townships: of(DivisionKind.TOWNSHIP), villageCommittees: of(DivisionKind.VILLAGE), communities: of(DivisionKind.COMMUNITY) };
}

/** The sum of an edition: SHA-256 over its lines, code and name as printed, in the order of codes. */
export const checksumOf = (listed: readonly Listed[]): string =>
  createHash('sha256')
    .update(
      listed
        .toSorted((a, b) => (a.code < b.code ? -1 : 1))
        .map((d) => `${d.code},${d.officialName}\n`)
        .join(''),
    )
    .digest('hex');
