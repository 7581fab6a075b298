import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { CommitteeBody } from '../offices/office.rules.ts';

invariant('one_term_at_a_time', 'committee.organization', 'TERM_RUNNING', 'a term of this committee runs already; read it again');

/**
 * A committee in one of its terms: each election opens the next version, so that terms follow each other without gap and
 * never overlap.
 */
@Entity({ tableName: 'committee' })
@Scoped('division')
@Unique({ properties: ['organization'], where: { validTo: FOREVER }, name: 'one_term_at_a_time' })
@Index({ properties: ['division', 'body'] })
@ObjectType({
  description:
    '班子届次 · A committee in the term that runs on the day asked for: of a Party organization, or of the villagers (residents).',
})
@Directive('@key(fields: "id")')
@Catalogued({ serial: 4, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class Committee extends Versioned {
  /** The Party organization; for a villagers' committee the village itself. */
  @Index() @Property({ type: 'string', length: 20 }) organization!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => CommitteeBody, { description: '班子 · Which of the two committees.' })
  @Enum({ items: () => CommitteeBody })
  body!: CommitteeBody;
  @Field(() => Int, { description: '届 · Ordinal of the term: 12 is 第十二届.' })
  @Property({ type: 'integer' })
  ordinal!: number;
  @Field(() => DateScalar, {
    description: '应换届日 · Day on which the next election is due, by the rule that was in force when the term began.',
  })
  @Property({ type: 'string', length: 10 })
  dueOn!: Day;
  @Field(() => String, { nullable: true, description: '文号 · Document that approved the result of the election.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;

  override place(): string {
    return this.division;
  }

  /** The next term begins on `day`. */
  renew(day: Day, dueOn: Day, document: string): string {
    if (day <= this.validFrom)
      throw new Refusal('TERM_RUNNING', `term ${this.ordinal} began on ${this.validFrom}; the next one begins after that day`, {
        begins: this.validFrom,
      });
    Object.assign(this, { ordinal: this.ordinal + 1, dueOn, document });
    return 'committee.renewed';
  }

  /** Ends on `day` with the organization or village itself. */
  cease(day: Day): string {
    this.validTo = day;
    return 'committee.ended';
  }
}
