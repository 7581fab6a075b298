import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DateScalar } from '#platform/scalars';
import { PostingEnd } from '../postings/posting.rules.ts';

invariant(
  'one_team_a_term',
  'resident_team.village, resident_team.dispatch_agency, resident_team.term',
  'CONFLICT',
  'this agency has a team in this village for this term already',
);

/** A team that an agency keeps in a village for a term. Its leader and members are postings. */
@Entity({ tableName: 'resident_team' })
@Scoped('village')
@Unique({ properties: ['village', 'dispatchAgency', 'term'], where: { validTo: FOREVER }, name: 'one_team_a_term' })
@Index({ properties: ['village', 'validFrom', 'validTo'], name: 'team_in_force' })
@ObjectType({ description: '驻村工作队 · A resident team of a village, for a term.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 52, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-24' })
export class ResidentTeam extends Versioned {
  @Property({ type: 'string', length: 20 }) village!: string;
  @Index() @Property({ type: 'string', length: 20 }) dispatchAgency!: string;
  @Field(() => Int, { description: '届次 · Which term it is, counted from the first round of teams.' })
  @Property({ type: 'integer' })
  term!: number;
  @Field(() => DateScalar, { description: '计划止 · End of the term as planned.' })
  @Property({ type: 'string', length: 10 })
  plannedTo!: Day;
  @Field(() => PostingEnd, { nullable: true, description: '结束原因 · Why it ended; null while it lasts.' })
  @Enum({ items: () => PostingEnd, nullable: true })
  endReason?: PostingEnd | null;

  override place(): string {
    return this.village;
  }

  /** The team is withdrawn: `day` is the first on which it no longer stands. */
  withdraw(day: Day, reason: PostingEnd): string {
    Object.assign(this, { validTo: day, endReason: reason });
    return 'team.withdrawn';
  }
}
