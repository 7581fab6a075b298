import type { DataClass } from './access.ts';
import type { Ctx } from './context.ts';
import { Refusal } from './refusal.ts';

type Asking = Pick<Ctx, 'caller' | 'access' | 'policies'>;

const someOf = (roles: readonly string[]) => roles.join(' or ') || 'nobody holds';
const places = (codes: readonly string[]) => codes.join(', ') || 'a division';

/** Lets the caller go on only if the policy of the role carries out `move`; the refusal says who may, and where. */
export function requireMove({ caller, access, policies }: Asking, move: string): void {
  if (access.mayMove(move)) return;
  const roles = policies.moversOf(move);
  throw new Refusal('FORBIDDEN', `${move} requires role ${someOf(roles)} for ${places(caller.writes)}; you act as ${caller.role}`, {
    rule: 'MOVE',
    move,
    roles,
  });
}

/** Lets the caller go on only if the policy of the role reads `noun`. */
export function requireRead({ caller, access, policies }: Asking, noun: string): void {
  if (access.mayRead(noun)) return;
  const roles = policies.readersOf(noun);
  throw new Refusal('FORBIDDEN', `reading ${noun} requires role ${someOf(roles)} for ${places(caller.reads)}; you act as ${caller.role}`, {
    rule: 'NOUN',
    noun,
    roles,
  });
}

/**
 * Whether the caller is told counts of a list and no rows. Refused when the role is told neither.
 */
export function countsAlone(ctx: Asking, noun: string): boolean {
  if (ctx.access.mayRead(noun)) return false;
  if (ctx.access.mayCount(noun)) return true;
  requireRead(ctx, noun);
  return false;
}

/** Refuses rows to who is told counts alone. */
export function refuseRows({ caller, policies }: Asking, noun: string): never {
  const roles = policies.readersOf(noun);
  throw new Refusal(
    'FORBIDDEN',
    `rows of ${noun} require role ${someOf(roles)}; as ${caller.role} you are told counts: totalCount, aggregates, groupedAggregates`,
    { rule: 'NOUN', noun, roles },
  );
}

/** Refuses a filter by which who is told counts alone could ask the count about one row. */
export function refuseFilter({ caller, policies }: Asking, noun: string, name: string): never {
  const roles = policies.readersOf(noun);
  throw new Refusal(
    'FORBIDDEN',
    `as ${caller.role} you are told counts of ${noun}: filter by what it can be grouped by; ${name} requires role ${someOf(roles)}`,
    { rule: 'NOUN', noun, roles },
  );
}

/** Lets the caller filter, sort or group by a property only if its class is shown: a masked value must not be guessed. */
export function requireSight({ access, policies }: Asking, dataClass: DataClass, what: string): void {
  if (access.sees(dataClass)) return;
  const roles = policies.seersOf(dataClass);
  throw new Refusal(
    'FORBIDDEN',
    `${what} is ${dataClass} and masked for you: it can't be filtered, sorted or grouped on. That requires role ${someOf(roles)}, with a purpose where the role asks for one`,
    { rule: 'CLASS', dataClass, roles },
  );
}

/** Lets a change go on only inside the territory in which the caller may change something. */
export function requireWrite({ caller, writeScope, policies }: Asking & Pick<Ctx, 'writeScope'>, place: string | null, move: string): void {
  if (place === null || writeScope.all || writeScope.covers(place)) return;
  throw new Refusal('FORBIDDEN', `you may read here but change only in ${places(caller.writes)}; ask for a grant there`, {
    rule: 'TERRITORY',
    move,
    roles: policies.moversOf(move),
  });
}
