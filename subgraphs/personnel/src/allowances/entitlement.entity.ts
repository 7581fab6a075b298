import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { FenType } from '#platform/fen';
import { MoneyFen } from '#platform/scalars';
import type { Month } from '../month.rules.ts';
import { PostingKind } from '../postings/posting.rules.ts';
import { type Line, totalOf } from './due.rules.ts';
import { AllowanceState, EntryKind, next } from './sheet.rules.ts';

invariant(
  'one_entry_an_ordinal',
  'allowance_entitlement.posting, allowance_entitlement.month, allowance_entitlement.ordinal',
  'CONFLICT',
  'somebody computed this month just now; read it again',
);

/** What a posting is due for a month, or what puts that right afterwards. */
@Entity({ tableName: 'allowance_entitlement' })
@Scoped('township')
@Unique({ properties: ['posting', 'month', 'ordinal'], where: { validTo: FOREVER }, name: 'one_entry_an_ordinal' })
@Index({ properties: ['sheet', 'validTo'] })
@Index({ properties: ['township', 'month'] })
@ObjectType({
  description:
    '补助核定 · What a posting is due for a month: days, rate and factor line by line. Later entries put earlier ones right; none is altered once paid.',
})
@Directive('@key(fields: "id")')
@Catalogued({ serial: 32, provider: 'ORG_DEPT', cycle: 'MONTHLY', since: '2026-11-25' })
export class AllowanceEntitlement extends Versioned {
  @Property({ type: 'string', length: 20 }) sheet!: string;
  @Property({ type: 'string', length: 20 }) posting!: string;
  @Property({ type: 'string', length: 20 }) person!: string;
  @Property({ type: 'string', length: 20 }) township!: string;
  @Field(() => PostingKind, { description: '岗位 · Role.' })
  @Enum({ items: () => PostingKind })
  role!: PostingKind;
  @Field(() => String, { description: '月份 · Month, YYYY-MM.' })
  @Property({ type: 'string', length: 7 })
  month!: Month;
  @Field(() => EntryKind, { description: '类别 · The month itself, a difference or a reversal.' })
  @Enum({ items: () => EntryKind })
  kind!: EntryKind;
  @Field(() => Int, { description: '序号 · Which entry of the posting and month it is, from 0.' })
  @Property({ type: 'integer' })
  ordinal!: number;
  @Field(() => Int, { description: '在岗天数 · Calendar days on which the posting was active and paid.' })
  @Property({ type: 'integer' })
  days!: number;
  @Field(() => Int, { nullable: true, description: '计入在村天数 · Confirmed days that counted; null where no days are kept.' })
  @Property({ type: 'integer', nullable: true })
  present?: number | null;
  @Field(() => Int, { nullable: true, description: '应在村天数 · Days owed, by the rules of the month; null where no days are kept.' })
  @Property({ type: 'integer', nullable: true })
  required?: number | null;
  @Field(() => MoneyFen, { description: '金额 · Amount in fen; negative where money is taken back.' })
  @Property({ type: FenType })
  amount!: number;
  @Property({ type: 'json' }) lines!: Line[];
  @Field(() => AllowanceState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => AllowanceState })
  state: AllowanceState = AllowanceState.COMPUTED;
  @Field(() => String, { nullable: true, description: '冲回原因 · Why it was reversed, or reverses another.' })
  @Property({ type: 'string', length: 200, nullable: true })
  reason?: string | null;

  override place(): string {
    return this.township;
  }

  /** Worked out anew before it is paid. */
  work(facts: Pick<AllowanceEntitlement, 'days' | 'present' | 'required'>, lines: Line[]): string {
    Object.assign(this, { state: next('compute', this.state), lines, amount: totalOf(lines) });
    Object.assign(this, { days: facts.days, present: facts.present ?? null, required: facts.required ?? null });
    return 'allowance.computed';
  }
  /** The sheet went on, or back: its entries with it. */
  follow(move: 'check' | 'approve' | 'pay' | 'return' | 'compute'): string {
    this.state = next(move, this.state);
    return `allowance.${{ check: 'checked', approve: 'approved', pay: 'paid', return: 'returned', compute: 'computed' }[move]}`;
  }
  reverse(reason: string): string {
    Object.assign(this, { state: next('reverse', this.state), reason });
    return 'allowance.reversed';
  }
}
