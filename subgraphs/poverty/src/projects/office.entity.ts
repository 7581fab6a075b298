import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { type Day, FOREVER } from '#platform/day';
import type { Each } from '#platform/follow';

/**
 * Who is secretary of which Party organization, copied from the villages ledger: a secretary project is taken on by whoever
 * holds the post, and passes on when the post does.
 */
@Entity({ tableName: 'secretary_office' })
export class SecretaryOffice {
  @PrimaryKey({ type: 'string', length: 20 }) id!: string;
  @Index() @Property({ type: 'string', length: 20 }) organization!: string;
  @Property({ type: 'string', length: 20 }) person!: string;
  @Property({ type: 'string', length: 10 }) validFrom!: Day;
  @Property({ type: 'string', length: 10 }) validTo: Day = FOREVER;
}

/** The register's word for the one office that leads an organization. */
const SECRETARY = 'SECRETARY';

/** Remembers who is secretary of which organization, and until when. */
export const followOffices: Each = async (em, row) => {
  const told = JSON.parse(row.after ?? '{}') as Partial<SecretaryOffice & { role: string }>;
  if (told.role !== SECRETARY || !told.organization || !told.person) return;
  const known = await em.findOne(SecretaryOffice, { id: row.key });
  // The row that ends an office begins on the day of its end: the first day of the office stays what it was.
  if (known) known.validTo = told.validTo ?? FOREVER;
  else
    em.create(SecretaryOffice, {
      id: row.key,
      organization: told.organization,
      person: told.person,
      validFrom: told.validFrom ?? row.day,
      validTo: told.validTo ?? FOREVER,
    });
};
