import { Refusal } from '#platform/refusal';
import { DivisionKind } from './division.rules.ts';

/** A range of numbers, both ends included. */
type Range = readonly [low: number, high: number];

/**
 * Which numbers the last three digits of a code may have (NBS 统计用区划代码, 国统字〔2009〕91号): residents' committees
 * 001–199, villagers' committees 200–399, and units similar to them from 400 and from 500 on. The first range is the one
 * from which new codes are taken.
 */
const VILLAGE_RANGES: Readonly<Record<DivisionKind.VILLAGE | DivisionKind.COMMUNITY, readonly [Range, Range]>> = {
  [DivisionKind.COMMUNITY]: [
    [1, 199],
    [400, 499],
  ],
  [DivisionKind.VILLAGE]: [
    [200, 399],
    [500, 599],
  ],
};

/** Which numbers a township has by what its name says it is (GB/T 10114): 街道 001–099, 镇 100–199, 乡 200–399. */
const TOWNSHIP_RANGES: readonly (readonly [RegExp, Range])[] = [
  [/街道(办事处)?$/, [1, 99]],
  [/镇$/, [100, 199]],
  [/乡$/, [200, 399]],
];

const within = (n: number, [low, high]: Range): boolean => low <= n && n <= high;
const digits = (n: number): string => String(n).padStart(3, '0');

/** The first nine digits: those of the township, which every code below it begins with. */
export const prefixOf = (code: string): string => code.slice(0, 9);

/** The range from which a new division of this kind and name takes its number. */
function rangeFor(kind: DivisionKind, name: string): Range {
  if (kind === DivisionKind.VILLAGE || kind === DivisionKind.COMMUNITY) return VILLAGE_RANGES[kind][0];
  const own = TOWNSHIP_RANGES.find(([suffix]) => suffix.test(name));
  if (own) return own[1];
  throw new Refusal('BAD_USER_INPUT', `a township is a 街道, a 镇 or a 乡, and its name says which; got ${name}`);
}

/** Why `code` can't be that of a division of this kind and name below the code of its parent; null when it can. */
export function misfitOf(kind: DivisionKind, code: string, name: string, parent: string): string | null {
  if (!/^\d{12}$/.test(code)) return 'a code is twelve digits';
  if (kind === DivisionKind.VILLAGE || kind === DivisionKind.COMMUNITY) {
    if (prefixOf(code) !== prefixOf(parent)) return `it lies in ${parent}: its code begins with ${prefixOf(parent)}`;
    const ranges = VILLAGE_RANGES[kind];
    if (ranges.some((r) => within(Number(code.slice(9)), r))) return null;
    return `the last three digits of a ${kind} lie in ${ranges.map((r) => r.map(digits).join('–')).join(' or ')}`;
  }
  if (code.slice(0, 6) !== parent.slice(0, 6) || !code.endsWith('000'))
    return `a township of ${parent} has a code from ${parent.slice(0, 6)}, its own three digits, and 000`;
  const range = rangeFor(kind, name);
  return within(Number(code.slice(6, 9)), range) ? null : `${name} takes its three digits from ${range.map(digits).join('–')} (GB/T 10114)`;
}

/** The first code that no division has or ever had. A code that was given up is never given again. */
export function nextCode(kind: DivisionKind, name: string, parent: string, taken: (code: string) => boolean): string {
  const [low, high] = rangeFor(kind, name);
  const rural = kind === DivisionKind.VILLAGE || kind === DivisionKind.COMMUNITY;
  for (let n = low; n <= high; n++) {
    const code = rural ? prefixOf(parent) + digits(n) : `${parent.slice(0, 6)}${digits(n)}000`;
    if (!taken(code)) return code;
  }
  throw new Refusal('CODE_IN_USE', `every code from ${digits(low)} to ${digits(high)} below ${parent} has been given already`);
}

const SUFFIX: Partial<Record<DivisionKind, string>> = { [DivisionKind.VILLAGE]: '村委会', [DivisionKind.COMMUNITY]: '居委会' };
const SUFFIXES = /(村民委员会|村委会|居民委员会|居委会)$/;

/** What a division is called for short, and as a register prints it. */
export function namesOf(kind: DivisionKind, said: string): { name: string; officialName: string } {
  const name = said.replace(SUFFIXES, '');
  if (name === '') throw new Refusal('BAD_USER_INPUT', `${said} names a committee and no place`);
  return { name, officialName: SUFFIXES.test(said) ? said : `${name}${SUFFIX[kind] ?? ''}` };
}
