import type { Day } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { said } from '#platform/words';

/** A figure that a decision rests on, as it stood on a day: what it measures, what it came to, and how it is written. */
export interface Cited {
  /** Code of the measure or figure: M13, F16. */
  readonly measure: string;
  readonly value?: number | null;
  readonly numerator?: number | null;
  readonly denominator?: number | null;
  readonly asOf: Day;
  readonly text: string;
}

/** The most figures one decision cites. */
export const CITED_AT_MOST = 20;

const whole = (n: number | null | undefined): boolean => n == null || (Number.isSafeInteger(n) && n >= 0);

/** The figures as they may stand in a decision of `day`, or a refusal: none is of a day that lies ahead of it. */
export function cited(figures: readonly Cited[], day: Day): Cited[] {
  if (figures.length > CITED_AT_MOST)
    throw new Refusal('LIMIT_EXCEEDED', `a decision cites at most ${CITED_AT_MOST} figures; this one cites ${figures.length}`);
  return figures.map(({ measure, value = null, numerator = null, denominator = null, asOf, text }) => {
    if (!/^[MF]\d{2}$/.test(measure))
      throw new Refusal('BAD_USER_INPUT', `not the code of a measure or figure: ${JSON.stringify(measure)}; write M13 or F16`);
    if (asOf > day) throw new Refusal('BAD_USER_INPUT', `${measure} is cited as of ${asOf}, after the decision of ${day}`);
    if ((numerator === null) !== (denominator === null))
      throw new Refusal('BAD_USER_INPUT', `${measure} is a rate with both its parts or none: numerator and denominator go together`);
    if (value === null && numerator === null)
      throw new Refusal('BAD_USER_INPUT', `${measure} is cited with what it came to: a value, or numerator and denominator`);
    if (![value, numerator, denominator].every(whole) || denominator === 0)
      throw new Refusal('BAD_USER_INPUT', `${measure} is cited in whole numbers, with a denominator above 0`);
    return { measure, value, numerator, denominator, asOf, text: said(text, 'citation', 200) };
  });
}
