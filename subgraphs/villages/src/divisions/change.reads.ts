import { LockMode } from '@mikro-orm/core';
import { batched } from '#platform/batched';
import type { Ctx } from '#platform/context';
import { FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DivisionChange, DivisionChangeParty } from './change.entity.ts';
import { whereCarriedOut } from './change.rules.ts';
import { Division, GivenCode } from './division.entity.ts';
import { DivisionKind } from './division.rules.ts';
import type { Register } from './plan.rules.ts';

/** The changes that a division took part in and that the register follows, oldest first, as they now stand. */
export const changesOf = batched<string, DivisionChange[]>(async (ids, { em }) => {
  const parties = await em.find(DivisionChangeParty, { division: { $in: [...ids] } }, { filters: { asOf: false } });
  const changes = await em.find(
    DivisionChange,
    { id: { $in: [...new Set(parties.map((p) => p.id))] }, validTo: FOREVER, ...whereCarriedOut() },
    { filters: { asOf: false, scope: false }, orderBy: { effectiveOn: 'asc', id: 'asc' } },
  );
  const byDivision = Map.groupBy(parties, (p) => p.division);
  return (id) => changes.filter((c) => byDivision.get(id)?.some((p) => p.id === c.id));
});

/** The register as it stands now, whoever asks: what a change may do to it doesn't depend on who looks. */
export async function readRegister({ em }: Pick<Ctx, 'em'>): Promise<Register> {
  const [standing, given] = await Promise.all([
    em.find(Division, { validTo: FOREVER }, { filters: { asOf: false, scope: false } }),
    em.find(GivenCode, {}, { filters: { asOf: false } }),
  ]);
  return {
    standing: new Map(
      standing.map(({ id, kind, code, name, officialName, parent, county, validFrom }) => [
        id,
        { id, kind, code, name, officialName, parent: parent ?? null, county, since: validFrom },
      ]),
    ),
    owners: new Map(given.map((g) => [g.code, g.id])),
  };
}

/** Waits until nobody else redraws the register: a county redraws it a few times a year, and each time as a whole. */
export async function lockRegister({ em }: Pick<Ctx, 'em'>): Promise<void> {
  const county = await em.findOne(
    Division,
    { kind: DivisionKind.COUNTY, validTo: FOREVER },
    { filters: { asOf: false, scope: false }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (!county) throw new Refusal('NOT_FOUND', 'the register has no county yet');
}
