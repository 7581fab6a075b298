import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { cadres } from '#county/cadres';
import { helpers } from '#county/helpers';
import { numbered } from '#county/people';
import { dispatches, type SamplePosting, type SampleResident } from '#county/postings';
import { BEGINS, readRegister } from '#county/register';
import { secretaries } from '#county/secretaries';
import type { Dated } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { type Imported, importRows } from '#platform/import';
import { keysOf } from '#platform/secret';
import { Person } from './persons/person.entity.ts';
import { Posting } from './postings/posting.entity.ts';
import { ResidentTeam } from './teams/team.entity.ts';

/** Fills an empty store with the county's people and their postings, all of them synthetic. */
export async function seed(em: SqlEntityManager, now: Date): Promise<void> {
  const { periods } = readRegister();
  const rows: Imported[] = [];
  const add = <E extends Dated>(entity: EntityClass<E>, event: string, data: object) =>
    rows.push({ entity, event, row: Object.assign(new (entity as unknown as new () => E)(), data) });

  const offices = secretaries(periods);
  const home = new Map(offices.holdings.map((h) => [h.person, h.division]));
  const { residents, teams, postings } = dispatches(
    periods,
    now,
    offices.persons.map((p) => p.idNumber),
  );
  const local = offices.persons.map((p) => ({ ...p, homeAgency: null, homeDivision: home.get(p.id) as string, politicalStatus: '01' }));
  const helping = helpers(
    periods,
    now,
    [...offices.persons, ...residents].map((p) => p.idNumber),
  );
  const corps = cadres(periods, now);
  const keys = keysOf(em);
  const known = new Set<string>();
  const taken = new Set([...local, ...residents, ...helping.persons].map((p) => p.idNumber));
  const register = ({ name, idNumber, phone, since = BEGINS, ...rest }: SampleResident & { since?: Day }) => {
    if (known.has(rest.id)) return; // a secretary of a township is one of the cadres as well
    known.add(rest.id);
    const row = Object.assign(new Person().named(name).identified(keys, { idNumber, phone }), { ...rest, validFrom: since });
    rows.push({ entity: Person, event: 'person.registered', row });
  };
  const secretariesToo = new Set(local.map((p) => p.id));
  for (const cadre of corps.persons) register(secretariesToo.has(cadre.id) ? cadre : numbered(cadre, taken));
  for (const person of [...local, ...residents, ...helping.persons]) register(person);
  for (const team of teams) add(ResidentTeam, 'team.formed', team);
  for (const posting of postings) for (const { event, version } of versionsOf(posting)) add(Posting, event, version);
  await importRows(em, now, rows);
}

/** The versions of a posting: in post, and over. */
function versionsOf({ from, to, state, endReason, replacement, waiver, ...given }: SamplePosting): { event: string; version: object }[] {
  const common = { ...given, division: given.target };
  if (state === 'APPROVED') return [{ event: 'posting.approved', version: { ...common, state, validFrom: from } }];
  const active = { ...common, state: 'ACTIVE', actualFrom: from, validFrom: from, validTo: to };
  const versions = [{ event: 'posting.arrived', version: active as object }];
  if (to === FOREVER) return versions;
  const over = { ...active, state, actualTo: to, endReason, replacement, waiver, validFrom: to, validTo: FOREVER, version: 2 };
  return [...versions, { event: state === 'COMPLETED' ? 'posting.completed' : 'posting.recalled', version: over }];
}
