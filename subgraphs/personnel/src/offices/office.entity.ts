import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { type Day, FOREVER } from '#platform/day';

/**
 * What this store keeps of an office in a village's Party organization or committee, from the villages' ledger: who held
 * it when, and where. Whoever is trained or appraised in such an office is checked against it.
 */
@Entity({ tableName: 'office' })
@Index({ properties: ['role', 'validFrom', 'validTo'] })
@Index({ properties: ['person'] })
export class Office {
  @PrimaryKey({ type: 'string', length: 20 }) id!: string;
  @Property({ type: 'string', length: 20 }) person!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  /** In the register's own words: SECRETARY, COMMITTEE_DIRECTOR. */
  @Property({ type: 'string', length: 40 }) role!: string;
  @Property({ type: 'string', length: 10 }) validFrom!: Day;
  @Property({ type: 'string', length: 10 }) validTo: Day = FOREVER;
}
