/** Kinds of agencies (单位类别). */
export enum AgencyKind {
  ORGAN = 'ORGAN',
  INSTITUTION = 'INSTITUTION',
  TOWNSHIP_GOV = 'TOWNSHIP_GOV',
  SOE = 'SOE',
  CENTRAL_UNIT = 'CENTRAL_UNIT',
}

/** The level at which an agency stands: 省市县乡四支力量, and the central unit paired with the county. */
export enum AgencyLevel {
  CENTRAL = 'CENTRAL',
  PROVINCE = 'PROVINCE',
  CITY = 'CITY',
  COUNTY = 'COUNTY',
  TOWNSHIP = 'TOWNSHIP',
}

/** Highest first. */
const LEVELS = Object.values(AgencyLevel);

/** Whether an agency of one level may stand under one of another: never under a lower one. */
export const mayStandUnder = (level: AgencyLevel, parent: AgencyLevel): boolean => LEVELS.indexOf(parent) <= LEVELS.indexOf(level);

/** What became of the check of a code. Codes that were given before the standard fail it and are right all the same. */
export enum UsccCheck {
  PASS = 'PASS',
  FAIL = 'FAIL',
  WAIVED = 'WAIVED',
}

/** The characters of a code (GB 32100): no I, O, S, V, Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const SHAPE = new RegExp(`^[${ALPHABET}]{18}$`);
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

export const hasUsccShape = (code: string): boolean => SHAPE.test(code);

/** Whether the eighteenth character is the one that the first seventeen ask for (GB 32100-2015: weights 3^(i−1) mod 31). */
export function holdsUscc(code: string): boolean {
  if (!hasUsccShape(code)) return false;
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(code[i] as string), 0);
  return code[17] === ALPHABET[(31 - (sum % 31)) % 31];
}

/** How a code stands: one that fails is waived when somebody said why it is right. */
export const usccCheckOf = (code: string, waiver: string | null | undefined): UsccCheck =>
  holdsUscc(code) ? UsccCheck.PASS : waiver ? UsccCheck.WAIVED : UsccCheck.FAIL;
