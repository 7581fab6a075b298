import { type Day, isDay } from '#platform/day';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** The check character that the first seventeen digits ask for (GB 11643, ISO 7064 MOD 11-2). */
export const checkCharacter = (seventeen: string): string =>
  CHECKS[WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(seventeen[i]), 0) % 11] as string;

/** The day of birth that the number states; it need not be a day of the calendar. */
export const birthDateOf = (idNumber: string): Day => `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;

/** The sex that the serial states, in GB/T 2261.1: odd is 1 male, even is 2 female. */
export const sexOf = (idNumber: string): '1' | '2' => (Number(idNumber[16]) % 2 === 1 ? '1' : '2');

/**
 * What is wrong with a citizen identity number on `today`, or null (GB 11643). The first six digits are not held against
 * today's list of divisions: they name the county at the time of registration, which is often abolished.
 */
export function identityFault(idNumber: string, today: Day): string | null {
  if (!/^\d{17}[\dX]$/.test(idNumber)) return 'it has seventeen digits and a check character, a digit or X';
  const born = birthDateOf(idNumber);
  if (!isDay(born)) return `the birth date ${born} is not a day of the calendar`;
  if (born > today) return `the birth date ${born} lies in the future`;
  if (checkCharacter(idNumber) !== idNumber[17]) return 'the check character does not fit the digits before it';
  return null;
}

/** As the graph shows a number: `1402**********0015`. */
export const maskedIdNumber = (idNumber: string): string => `${idNumber.slice(0, 4)}${'*'.repeat(10)}${idNumber.slice(-4)}`;

/** As the graph shows a telephone number: `138****1234`; one too short to hide four digits of is hidden whole. */
export const maskedPhone = (phone: string): string => (phone.length < 11 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`);
