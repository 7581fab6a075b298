import type { Day } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { misfitOf } from './code.rules.ts';
import { DivisionKind } from './division.rules.ts';
import { type Drawn, endedBy, isRural, type Plan, type Register, requireWhole, type Standing, stands } from './plan.rules.ts';

/** What a plan does to the register when its day comes. */
export interface Effect {
  readonly ended: readonly Standing[];
  /** Divisions whose code, name or parent becomes different, as they will be. */
  readonly redrawn: readonly Standing[];
  readonly born: readonly Standing[];
  /** The register afterwards. */
  readonly after: Register;
}

/**
 * What a plan does as of `on`, or a refusal that says why it can't: the whole law of the register in one place. Every
 * village has one township, every code names one division for ever, and nothing is left hanging in what ends.
 */
export function effectOf(register: Register, plan: Plan, on: Day): Effect {
  const ended = endedBy(plan).map((id) => stands(register, id));
  const ends = new Set(ended.map((d) => d.id));
  const after = new Map([...register.standing].filter(([id]) => !ends.has(id)));
  const redrawn: Standing[] = [];
  const born: Standing[] = [];
  for (const drawn of plan.drawn) {
    const next = drawnOn(register, drawn, on);
    (register.standing.has(drawn.division) ? redrawn : born).push(next);
    after.set(next.id, next);
  }
  for (const id of [...plan.from, ...plan.drawn.map((d) => d.division)].filter((d) => register.standing.has(d))) {
    if (ends.has(id) && plan.drawn.some((d) => d.division === id))
      throw new Refusal('CONFLICT', `${id} can't end and go on at once`, { division: id });
    requireBefore(stands(register, id), on);
  }
  const owners = new Map(register.owners);
  for (const next of [...redrawn, ...born]) {
    requirePlace(after, next, on);
    requireCode(owners, next, after.get(next.parent as string) as Standing);
    owners.set(next.code, next.id);
    requireName(after, next);
  }
  for (const d of after.values())
    if (d.parent !== null && !after.has(d.parent))
      throw new Refusal('CHILDREN_REMAIN', `${d.name} (${d.code}) lies in a division that ends; say in the same change where it goes`, {
        division: d.id,
      });
  requireHeirs(register, plan, after);
  return { ended, redrawn, born, after: { standing: after, owners } };
}

function drawnOn(register: Register, { division, ...drawn }: Drawn, on: Day): Standing {
  const before = register.standing.get(division);
  if (before) return { ...before, ...drawn, since: on };
  const { kind, code, name, officialName, parent } = drawn;
  if (!kind || !code || !name || !officialName || !parent) throw new Refusal('NOT_FOUND', `no division ${division} stands in the register`);
  return { id: division, kind, code, name, officialName, parent, county: stands(register, parent).county, since: on };
}

/** A change isn't put before one already made: neither of the division nor of what it lies in. */
function requireBefore({ id, name, since }: Standing, on: Day): void {
  if (since > on)
    throw new Refusal('CONFLICT', `${name} was last changed as of ${since}; a change as of ${on} can't be put before that`, {
      division: id,
      validFrom: since,
    });
}

const ABOVE: Readonly<Record<DivisionKind, DivisionKind | null>> = {
  [DivisionKind.COUNTY]: null,
  [DivisionKind.TOWNSHIP]: DivisionKind.COUNTY,
  [DivisionKind.VILLAGE]: DivisionKind.TOWNSHIP,
  [DivisionKind.COMMUNITY]: DivisionKind.TOWNSHIP,
};

function requirePlace(after: ReadonlyMap<string, Standing>, { id, kind, name, parent }: Standing, on: Day): void {
  const above = parent === null ? undefined : after.get(parent);
  if (above?.kind !== ABOVE[kind])
    throw new Refusal('BAD_USER_INPUT', `a ${kind} lies in a ${ABOVE[kind] ?? 'prefecture'} that stands; ${name} would lie in ${parent}`, {
      division: id,
    });
  if (above) requireBefore(above, on);
}

function requireCode(owners: ReadonlyMap<string, string>, { id, kind, code, name }: Standing, parent: Standing): void {
  const owner = owners.get(code);
  if (owner !== undefined && owner !== id)
    throw new Refusal('CODE_IN_USE', `${code} names or named ${owner}; a code is never given to another division`, { division: owner });
  const misfit = misfitOf(kind, code, name, parent.code);
  if (misfit) throw new Refusal('CODE_RANGE', `${code} can't be the code of ${name}: ${misfit}`, { division: id });
}

function requireName(after: ReadonlyMap<string, Standing>, next: Standing): void {
  const twin = [...after.values()].find((d) => d.id !== next.id && d.parent === next.parent && d.officialName === next.officialName);
  if (twin)
    throw new Refusal('NAME_IN_USE', `${next.officialName} is the name of ${twin.code} in the same place; choose another`, {
      division: twin.id,
    });
}

/** What takes over stands afterwards, is of the level of what ends, and takes over the whole of it. */
function requireHeirs(register: Register, plan: Plan, after: ReadonlyMap<string, Standing>): void {
  const { from, to, shares } = plan;
  for (const id of to ?? []) {
    const heir = after.get(id);
    if (!heir) throw new Refusal('NOT_FOUND', `no division ${id} stands after the change`, { division: id });
    for (const source of from.map((f) => stands(register, f)))
      if (isRural(source) !== isRural(heir) || heir.kind === DivisionKind.COUNTY)
        throw new Refusal('BAD_USER_INPUT', `${source.name} is a ${source.kind}, ${heir.name} a ${heir.kind}: one can't become the other`);
  }
  if (endedBy(plan).length > 0 && to?.length) requireWhole(shares);
}
