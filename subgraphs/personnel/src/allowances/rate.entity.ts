import { Entity, Enum, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { FenType } from '#platform/fen';
import { DocNo, MoneyFen } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { PostingKind } from '../postings/posting.rules.ts';

invariant(
  'one_rate_a_role',
  'allowance_rate.county, allowance_rate.role',
  'CONFLICT',
  'this role has a rate already: set the next one from a later day',
);

/**
 * What a role is paid a month while in a village. The versions of one row are the rates of the role: each begins where the
 * one before it ends, so that they neither overlap nor leave a gap once started; a rate of nothing ends the allowance.
 */
@Entity({ tableName: 'allowance_rate' })
@Scoped((scope) => whereTouching('county', scope))
@Unique({ properties: ['county', 'role'], where: { validTo: FOREVER }, name: 'one_rate_a_role' })
@ObjectType({
  description:
    '补助标准 · What a role is paid a month, from the day on which its document takes effect: entered by the finance office, never assumed.',
})
@Directive('@key(fields: "id")')
@Catalogued({ serial: 33, provider: 'FINANCE', cycle: 'IRREGULAR', since: '2026-11-25' })
export class AllowanceRate extends Versioned {
  @Property({ type: 'string', length: 20 }) county!: string;
  @Field(() => PostingKind, { description: '岗位 · Role.' })
  @Enum({ items: () => PostingKind })
  role!: PostingKind;
  @Field(() => MoneyFen, { description: '月标准 · A month, in fen.' })
  @Property({ type: FenType })
  amount!: number;
  @Field(() => DocNo, { description: '文号 · Document, such as the minutes of the county government meeting.' })
  @Property({ type: 'string', length: 60 })
  document!: string;

  override place(): string {
    return this.county;
  }

  set(amount: number, document: string): string {
    Object.assign(this, { amount, document });
    return 'allowanceRate.set';
  }
}
