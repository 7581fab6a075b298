import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { Fact } from './fact.entity.ts';
import { COVERING, holdingOn, isActive, SECRETARY } from './fact.rules.ts';

type Reading = Pick<Ctx, 'em'>;

/** What was told of some nouns at some places, in the order in which it was told. */
const toldAt = ({ em }: Reading, nouns: readonly string[], places: readonly string[]): Promise<Fact[]> =>
  em.find(Fact, { noun: { $in: [...nouns] }, place: { $in: [...places] } }, { orderBy: { row: 'asc' } });

/** Which of some villages have a secretary in post on `day`, by the villages ledger. */
export async function withSecretary(ctx: Reading, villages: readonly string[], day: Day): Promise<ReadonlySet<string>> {
  const offices = (await toldAt(ctx, ['office'], villages)).filter((f) => f.kind === SECRETARY);
  return new Set(holdingOn(offices, day).map((f) => f.place as string));
}

/** Which of some villages have all three teams on `day`, by the personnel ledger. */
export async function withThreeTeams(ctx: Reading, villages: readonly string[], day: Day): Promise<ReadonlySet<string>> {
  const held = holdingOn(await toldAt(ctx, ['team', 'posting'], villages), day);
  const has = (noun: string, kind?: string) =>
    new Set(held.filter((f) => f.noun === noun && (!kind || (f.kind === kind && isActive(f)))).map((f) => f.place as string));
  const [teams, ...posts] = [has('team'), ...COVERING.map((kind) => has('posting', kind))];
  return new Set(villages.filter((v) => teams?.has(v) && posts.every((p) => p.has(v))));
}

/** Where a person belongs who exists on `day` by the personnel ledger, or a refusal. */
export async function requirePerson({ em }: Reading, id: string, day: Day): Promise<{ home: string | null }> {
  const known = await em.findOne(Fact, { noun: 'person', key: id, from: { $lte: day } }, { orderBy: { row: 'asc' } });
  if (!known) throw new Refusal('NOT_FOUND', `no person ${id} on ${day}; keys of persons stand in persons { nodes { id } }`);
  return { home: known.place ?? null };
}

/** The division of a Party organization that exists on `day` by the villages ledger, or a refusal. */
export async function requireOrganization({ em }: Reading, id: string, day: Day): Promise<{ division: string | null }> {
  const told = await em.find(Fact, { noun: 'organization', key: id }, { orderBy: { row: 'asc' } });
  const [held] = holdingOn(told, day);
  if (!held) throw new Refusal('NOT_FOUND', `no Party organization ${id} on ${day}; keys stand in partyOrganizations { nodes { id } }`);
  return { division: held.place ?? null };
}
