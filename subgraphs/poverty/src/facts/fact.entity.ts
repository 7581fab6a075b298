import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { type Day, FOREVER } from '#platform/day';

/**
 * What this store keeps of the others' ledgers: keys, days and states, no names. Each row of theirs that matters is one
 * row here and stays as it was told, so that what held on a day can be said of any day.
 */
@Entity({ tableName: 'fact' })
@Index({ properties: ['noun', 'key'], name: 'fact_of_key' })
@Index({ properties: ['noun', 'place'], name: 'fact_of_place' })
@Index({ properties: ['noun', 'person'], name: 'fact_of_person' })
export class Fact {
  @PrimaryKey({ type: 'integer', autoincrement: true }) row!: number;
  @Property({ type: 'string', length: 40 }) noun!: string;
  @Property({ type: 'string', length: 20 }) key!: string;
  @Property({ type: 'string', length: 60 }) event!: string;
  /** The day from which the change held. */
  @Property({ type: 'string', length: 10 }) day!: Day;
  @Property({ type: 'string', length: 10 }) from!: Day;
  @Property({ type: 'string', length: 10 }) to: Day = FOREVER;
  @Property({ type: 'string', length: 20, nullable: true }) person?: string | null;
  /** The division or agency that it concerns. */
  @Property({ type: 'string', length: 20, nullable: true }) place?: string | null;
  /** What further record it belongs to: the organization of an office, the event of an enrolment. */
  @Property({ type: 'string', length: 20, nullable: true }) of?: string | null;
  @Property({ type: 'string', length: 40, nullable: true }) kind?: string | null;
  @Property({ type: 'string', length: 40, nullable: true }) state?: string | null;
}
