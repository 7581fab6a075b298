import type { Day } from '#platform/day';
import { ActionKind } from './action.rules.ts';

/** An action that took effect, as the figures of selection see it. */
export interface Decided {
  readonly person: string;
  readonly kind: ActionKind;
  readonly decidedOn: Day;
}

export interface Spell {
  readonly person: string;
  readonly from: Day;
  readonly to: Day;
}

/** Full years of age on a day. */
export const ageOn = (birthDate: Day, day: Day): number =>
  Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (day.slice(5) < birthDate.slice(5) ? 1 : 0);

/** What is known beside the actions: births, the age rule of a day, secondments, village postings, excellent appraisals. */
export interface Facts {
  readonly birthOf: (person: string) => Day | undefined;
  readonly youngUpTo: (day: Day) => number | undefined;
  /** Days on which secondments of a person began. */
  readonly seconded: (person: string) => readonly Day[];
  /** Spells in village postings. */
  readonly resident: (person: string) => readonly Spell[];
  readonly excellent: (person: string, year: number) => boolean;
}

/** The three figures that must not be merged, as the decisions that make somebody count. */
export interface Selection<D extends Decided> {
  readonly promotedThenSeconded: readonly D[];
  readonly excellentPromoted: readonly D[];
  readonly residentPromoted: readonly D[];
}

/** The different people behind decisions. */
export const personsOf = (decisions: readonly Decided[]): ReadonlySet<string> => new Set(decisions.map((d) => d.person));

/**
 * M23, M24 and M25 over actions decided in a period that ends on `to`. They differ in what counts: M23 young cadres
 * promoted and seconded afterwards within the period; M24 promotions and important posts of who was appraised excellent
 * for the year before; M25 promotions of who was in a village posting on the day of the decision.
 */
export function selectionOf<D extends Decided>(decided: readonly D[], to: Day, facts: Facts): Selection<D> {
  const promoted = (d: Decided) => d.kind === ActionKind.PROMOTE;
  return {
    promotedThenSeconded: decided.filter((d) => {
      const [birth, most] = [facts.birthOf(d.person), facts.youngUpTo(d.decidedOn)];
      const young = birth !== undefined && most !== undefined && ageOn(birth, d.decidedOn) <= most;
      return promoted(d) && young && facts.seconded(d.person).some((on) => d.decidedOn <= on && on <= to);
    }),
    excellentPromoted: decided.filter((d) => facts.excellent(d.person, Number(d.decidedOn.slice(0, 4)) - 1)),
    residentPromoted: decided.filter(
      (d) => promoted(d) && facts.resident(d.person).some((s) => s.from <= d.decidedOn && d.decidedOn < s.to),
    ),
  };
}

export const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => [...a].filter((p) => b.has(p)).length;

/** Whether a count may be told: nobody, or enough people; and of a part also the rest of the whole. */
export const tellable = (part: number, least: number, ...wholes: number[]): boolean =>
  [part, ...wholes.map((w) => w - part)].every((n) => n === 0 || n >= least);

/** One person's way: when a front-line posting began and ended, and what followed. */
export interface Way {
  readonly from: Day;
  readonly to: Day;
}

/** How many go the way from a front-line posting over an excellent appraisal to a promotion. */
export function pathOf(
  ways: ReadonlyMap<string, readonly Way[]>,
  excellentYears: (person: string) => readonly number[],
  promotedOn: (person: string) => readonly Day[],
): { posted: number; excellent: number; promoted: number } {
  const excellent = [...ways].filter(([person, spells]) => firstExcellent(spells, excellentYears(person)) !== undefined);
  const promoted = excellent.filter(([person, spells]) => {
    const year = firstExcellent(spells, excellentYears(person)) as number;
    return promotedOn(person).some((on) => on > `${year}-12-31`);
  });
  return { posted: ways.size, excellent: excellent.length, promoted: promoted.length };
}

/** The first year of a front-line posting for which the person was appraised excellent. */
const firstExcellent = (spells: readonly Way[], years: readonly number[]): number | undefined =>
  years.toSorted((a, b) => a - b).find((year) => spells.some((s) => s.from <= `${year}-12-31` && s.to > `${year}-01-01`));
