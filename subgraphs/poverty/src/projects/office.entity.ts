import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { type Day, FOREVER } from '#platform/day';
import type { Together } from '#platform/follow';

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
export const followOffices: Together = {
  async together(em, rows) {
    const found = await em.find(SecretaryOffice, { id: { $in: rows.map((row) => row.key) } });
    const known = new Map(found.map((office) => [office.id, office]));
    for (const row of rows) {
      const told = JSON.parse(row.after ?? '{}') as Partial<SecretaryOffice & { role: string }>;
      if (told.role !== SECRETARY || !told.organization || !told.person) continue;
      const { organization, person, validFrom = row.day, validTo = FOREVER } = told;
      const office = known.get(row.key);
      // The row that ends an office begins on the day of its end: the first day of the office stays what it was.
      if (office) office.validTo = validTo;
      else known.set(row.key, em.create(SecretaryOffice, { id: row.key, organization, person, validFrom, validTo }));
    }
  },
};
