import { Entity, Enum, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';
import type { Month } from '../month.rules.ts';
import { AllowanceState, EntryKind, next, UNPAID } from './sheet.rules.ts';

registerEnumType(AllowanceState, {
  name: 'AllowanceState',
  description: '补助核发状态 · COMPUTED → CHECKED (乡镇) → APPROVED (组织部) → PAID (财政); a paid entry may be REVERSED.',
});
registerEnumType(EntryKind, { name: 'AllowanceEntryKind', description: '类别 · 当月 REGULAR, 补差 DIFFERENCE, 冲回 REVERSAL.' });
invariant(
  'one_sheet_a_month',
  'allowance_sheet.township, allowance_sheet.month, allowance_sheet.ordinal',
  'CONFLICT',
  'somebody computed this month just now; read it again',
);
invariant(
  'one_unpaid_sheet',
  'allowance_sheet.township, allowance_sheet.month',
  'CONFLICT',
  'somebody computed this month just now; read it again',
);

/** The allowances of a township's villages for a month, as they go from desk to desk; later sheets of a month hold differences. */
@Entity({ tableName: 'allowance_sheet' })
@Scoped('township')
@Unique({ properties: ['township', 'month', 'ordinal'], where: { validTo: FOREVER }, name: 'one_sheet_a_month' })
@Unique({ properties: ['township', 'month'], where: { validTo: FOREVER, state: { $in: [...UNPAID] } }, name: 'one_unpaid_sheet' })
@ObjectType({ description: '补助发放表 · A monthly sheet of a township: what is due to whom, with the lines that lead to it.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 34, provider: 'ORG_DEPT', cycle: 'MONTHLY', since: '2026-11-25' })
export class AllowanceSheet extends Versioned {
  @Property({ type: 'string', length: 20 }) township!: string;
  @Field(() => String, { description: '月份 · Month, YYYY-MM.' })
  @Property({ type: 'string', length: 7 })
  month!: Month;
  @Field(() => Int, { description: '表序 · 0 is the month itself; later ones hold differences and reversals.' })
  @Property({ type: 'integer' })
  ordinal!: number;
  @Field(() => AllowanceState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => AllowanceState })
  state: AllowanceState = AllowanceState.COMPUTED;
  @Field(() => String, { nullable: true, description: '退回原因 · Why it was returned last.' })
  @Property({ type: 'string', length: 200, nullable: true })
  returned?: string | null;
  @Field(() => String, { nullable: true, description: '付款凭证 · Payment voucher of the finance office.' })
  @Property({ type: 'string', length: 60, nullable: true })
  voucher?: string | null;

  override place(): string {
    return this.township;
  }

  compute(): string {
    this.state = next('compute', this.state);
    return 'allowanceSheet.computed';
  }
  check(): string {
    this.state = next('check', this.state);
    return 'allowanceSheet.checked';
  }
  approve(): string {
    this.state = next('approve', this.state);
    return 'allowanceSheet.approved';
  }
  pay(voucher: string): string {
    Object.assign(this, { state: next('pay', this.state), voucher });
    return 'allowanceSheet.paid';
  }
  return(reason: string): string {
    Object.assign(this, { state: next('return', this.state), returned: reason });
    return 'allowanceSheet.returned';
  }
}
