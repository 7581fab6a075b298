import { memberCounts } from '#county/organizations';
import type { Period } from '#county/register';
import { secretaries } from '#county/secretaries';
import { type Day, dayOf } from '#platform/day';
import { idFrom } from '#platform/id';
import { Committee } from './committees/committee.entity.ts';
import { OfficeHolding } from './offices/office.entity.ts';
import { MemberCount } from './organizations/member.entity.ts';
import { PartyOrganization } from './organizations/organization.entity.ts';

/** Takes a row of the data set in, with what the ledger says of it. */
export type Add = (entity: new () => object, event: string, data: object) => void;

/** Party organizations of all fields, their committees, officers and members, synthetic on the public register. */
export function seedOrganizations(add: Add, periods: readonly Period[], now: Date): void {
  const today: Day = dayOf(now);
  const { organizations, holdings, terms } = secretaries(periods);
  for (const o of organizations) add(PartyOrganization, o.version === 1 ? 'organization.founded' : 'organization.reparented', o);
  for (const t of terms) add(Committee, 'committee.renewed', t);
  for (const h of holdings) add(OfficeHolding, 'office.taken', h);
  for (const c of memberCounts(organizations, today)) add(MemberCount, 'members.counted', { ...c, id: idFrom('mem', c.organization) });
}
