import type { Day } from '#platform/day';
import { type Code, Refusal } from '#platform/refusal';
import { namesOf, nextCode, prefixOf } from './code.rules.ts';
import { ChangeType, DivisionKind } from './division.rules.ts';

/** A division as the register has it now. */
export interface Standing {
  readonly id: string;
  readonly kind: DivisionKind;
  readonly code: string;
  readonly name: string;
  readonly officialName: string;
  readonly parent: string | null;
  readonly county: string;
  /** First day of the period that holds. */
  readonly since: Day;
}

/** The register as it stands: what exists, and whom every code that was ever given named. */
export interface Register {
  readonly standing: ReadonlyMap<string, Standing>;
  readonly owners: ReadonlyMap<string, string>;
}

/** What a change draws anew: of a division that stands only what becomes different, of one that begins everything. */
export interface Drawn {
  readonly division: string;
  readonly code?: string;
  readonly name?: string;
  readonly officialName?: string;
  readonly parent?: string;
  /** Said of a division that begins. */
  readonly kind?: DivisionKind;
}

/** What a division takes over, in parts of ten thousand (万分比): whole numbers, so that they sum to one exactly. */
export interface Share {
  readonly division: string;
  readonly population: number;
  readonly assets: number;
}

/** What a change will do to the register; `to` is null while the successors are unknown. */
export interface Plan {
  readonly type: ChangeType;
  readonly from: readonly string[];
  readonly to: readonly string[] | null;
  readonly drawn: readonly Drawn[];
  readonly shares: readonly Share[];
}

export const WHOLE = 10_000;
const RURAL: readonly DivisionKind[] = [DivisionKind.VILLAGE, DivisionKind.COMMUNITY];
export const isRural = ({ kind }: Pick<Standing, 'kind'>): boolean => RURAL.includes(kind);

/** Types after which the divisions they come from no longer exist, but for one that goes on itself. */
export const ENDING: readonly ChangeType[] = [ChangeType.MERGE, ChangeType.ABOLISH, ChangeType.SPLIT];

/** The divisions that end with a change: those it comes from and doesn't lead to. */
export const endedBy = ({ type, from, to }: Pick<Plan, 'type' | 'from' | 'to'>): readonly string[] =>
  ENDING.includes(type) ? from.filter((id) => !to?.includes(id)) : [];

const refuse = (code: Code, message: string, division?: string): never => {
  throw new Refusal(code, message, division === undefined ? {} : { division });
};

export const stands = (register: Register, id: string): Standing =>
  register.standing.get(id) ?? refuse('NOT_FOUND', `no division ${id} stands in the register`, id);

/** Shares sum to one, of the population and of the assets, and none is nothing at all or less. */
export function requireWhole(shares: readonly Share[]): void {
  for (const part of ['population', 'assets'] as const) {
    const total = shares.reduce((sum, s) => sum + s[part], 0);
    if (shares.some((s) => s[part] < 0 || s[part] > WHOLE) || total !== WHOLE)
      throw new Refusal('SHARES_MISMATCH', `shares of ${part} sum to ${WHOLE} of ten thousand; these sum to ${total}`, { total });
  }
}

/** A whole number divided by shares, so that the parts sum to it: the largest remainders are rounded up. */
export function divided(amount: number, shares: readonly number[]): number[] {
  const exact = shares.map((s) => (BigInt(amount) * BigInt(s)) / BigInt(WHOLE));
  const parts = exact.map(Number);
  let left = amount - parts.reduce((a, b) => a + b, 0);
  const byRemainder = shares
    .map((s, i) => ({ i, rest: (BigInt(amount) * BigInt(s)) % BigInt(WHOLE) }))
    .toSorted((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1));
  for (const { i } of byRemainder) {
    if (left <= 0) break;
    parts[i] = (parts[i] as number) + 1;
    left -= 1;
  }
  return parts;
}

/** A register in which codes given in the same plan count as given. */
class Codes {
  readonly #taken = new Set<string>();
  readonly #register: Register;
  constructor(register: Register) {
    this.#register = register;
  }
  next(kind: DivisionKind, name: string, parent: string): string {
    const code = nextCode(kind, name, parent, (c) => this.#register.owners.has(c) || this.#taken.has(c));
    this.#taken.add(code);
    return code;
  }
}

/** A division that is to begin, as its office describes it. */
export interface Newborn {
  readonly id: string;
  readonly kind: DivisionKind;
  readonly name: string;
  readonly parent: string;
  readonly code?: string | undefined;
}

function born(register: Register, codes: Codes, { id, kind, name, parent, code }: Newborn): Drawn {
  const above = stands(register, parent);
  const names = namesOf(kind, name);
  return { division: id, kind, ...names, parent, code: code ?? codes.next(kind, names.name, above.code) };
}

export const planEstablish = (register: Register, newborn: Newborn): Plan => ({
  type: ChangeType.ESTABLISH,
  from: [],
  to: [newborn.id],
  drawn: [born(register, new Codes(register), newborn)],
  shares: [],
});

/** Several become one: a division that stands already, or a new one. */
export function planMerge(register: Register, from: readonly string[], into: string | Newborn): Plan {
  const heir = typeof into === 'string' ? into : into.id;
  if (from.includes(heir)) refuse('BAD_USER_INPUT', `${heir} goes on: name it as what the others merge into, not among them`, heir);
  if (new Set(from).size !== from.length) refuse('BAD_USER_INPUT', 'each division that ends is named once');
  if (typeof into !== 'string' && from.length < 2) refuse('BAD_USER_INPUT', 'a new division is made of at least two');
  if (from.length === 0) refuse('BAD_USER_INPUT', 'name at least one division that ends');
  const drawn = typeof into === 'string' ? [] : [born(register, new Codes(register), into)];
  return { type: ChangeType.MERGE, from, to: [heir], drawn, shares: [{ division: heir, population: WHOLE, assets: WHOLE }] };
}

/** Townships become one, and everything that lies in them takes a code of the one, in the order of the codes it had. */
export function planTownshipMerge(register: Register, from: readonly string[], into: string): Plan {
  const plan = planMerge(register, from, into);
  const heir = stands(register, into);
  const codes = new Codes(register);
  const moved = [...register.standing.values()]
    .filter((d) => d.parent !== null && from.includes(d.parent))
    .toSorted((a, b) => a.code.localeCompare(b.code));
  return { ...plan, drawn: moved.map((d) => ({ division: d.id, parent: into, code: codes.next(d.kind, d.name, heir.code) })) };
}

/** One ends. Without successors they are unknown until somebody names them; depopulated, there are none. */
export function planAbolish(register: Register, division: string, successors: readonly Share[] | null): Plan {
  const ending = stands(register, division);
  if (!isRural(ending)) refuse('BAD_USER_INPUT', `${ending.name} is a ${ending.kind}: merge it into another, with all that lies in it`);
  if (successors?.length) requireSuccessors(register, [division], successors);
  return {
    type: ChangeType.ABOLISH,
    from: [division],
    to: successors?.map((s) => s.division) ?? null,
    drawn: [],
    shares: successors ?? [],
  };
}

/** Successors are divisions that stand, none of those that ended, each with its share. */
export function requireSuccessors(register: Register, ended: readonly string[], successors: readonly Share[]): void {
  for (const { division } of successors) {
    if (ended.includes(division)) refuse('BAD_USER_INPUT', `${division} ended: it can't be its own successor`, division);
    if (!isRural(stands(register, division))) refuse('BAD_USER_INPUT', `${division} is no village or community`, division);
  }
  if (new Set(successors.map((s) => s.division)).size !== successors.length) refuse('BAD_USER_INPUT', 'each successor is named once');
  if (successors.length) requireWhole(successors);
}

/** A part of a division that is divided: the division itself if it goes on, another that stands, or a new one. */
export interface Part {
  readonly into: string | Newborn;
  readonly population: number;
  readonly assets: number;
}

export function planSplit(register: Register, division: string, parts: readonly Part[]): Plan {
  const source = stands(register, division);
  if (!isRural(source)) refuse('BAD_USER_INPUT', `${source.name} is a ${source.kind}; only villages and communities are divided here`);
  if (parts.length < 2) refuse('BAD_USER_INPUT', 'a division is divided into at least two');
  const codes = new Codes(register);
  const shares = parts.map((p) => ({
    division: typeof p.into === 'string' ? p.into : p.into.id,
    population: p.population,
    assets: p.assets,
  }));
  if (new Set(shares.map((s) => s.division)).size !== shares.length) refuse('BAD_USER_INPUT', 'each part is named once');
  requireWhole(shares);
  const drawn = parts.flatMap(({ into }) => (typeof into === 'string' ? [] : [born(register, codes, into)]));
  return { type: ChangeType.SPLIT, from: [division], to: shares.map((s) => s.division), drawn, shares };
}

const same = (type: ChangeType, division: string, drawn: readonly Drawn[]): Plan => ({
  type,
  from: [division],
  to: [division],
  drawn,
  shares: [],
});

export function planRename(register: Register, division: string, name: string): Plan {
  const { kind, officialName } = stands(register, division);
  const names = namesOf(kind, name);
  if (names.officialName === officialName) refuse('BAD_USER_INPUT', `it is called ${officialName} already`, division);
  return same(ChangeType.RENAME, division, [{ division, ...names }]);
}

/** Another code in the same place. A township takes what lies in it along: the last three digits stay. */
export function planRecode(register: Register, division: string, code?: string, name?: string): Plan {
  const d = stands(register, division);
  if (d.parent === null) return refuse('BAD_USER_INPUT', 'the code of the county is given by others (GB/T 2260)', division);
  const names = name === undefined ? {} : namesOf(d.kind, name);
  const given = code ?? new Codes(register).next(d.kind, name ?? d.name, stands(register, d.parent).code);
  if (given === d.code) refuse('BAD_USER_INPUT', `it has the code ${d.code} already`, division);
  const below = [...register.standing.values()].filter((child) => child.parent === division);
  return same(ChangeType.RECODE, division, [
    { division, code: given, ...names },
    ...below.map((child) => ({ division: child.id, code: prefixOf(given) + child.code.slice(9) })),
  ]);
}

/** A village moves to another township, and takes a code of that one. */
export function planTransfer(register: Register, division: string, township: string, code?: string): Plan {
  const village = stands(register, division);
  if (!isRural(village)) refuse('BAD_USER_INPUT', `${village.name} is a ${village.kind}; villages and communities are transferred`);
  if (village.parent === township) refuse('BAD_USER_INPUT', `it lies in ${township} already`, division);
  const to = stands(register, township);
  const drawn = { division, parent: township, code: code ?? new Codes(register).next(village.kind, village.name, to.code) };
  return same(ChangeType.TRANSFER, division, [drawn]);
}
