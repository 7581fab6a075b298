import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Dated, Scoped, Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { HouseholdStatus, needsHelper, turnTo } from './household.rules.ts';

registerEnumType(HouseholdStatus, {
  name: 'HouseholdStatus',
  description: '户状态 · 未脱贫 POOR, 已脱贫 EXITED, 稳定脱贫 STABLE, 监测户 MONITORED.',
});

invariant(
  'one_household_a_number',
  'household_ref.register_hash',
  'CONFLICT',
  'this household is registered already; import the file again',
);
invariant('one_import_a_file', 'return_flow_batch.digest', 'CONFLICT', 'this very file is being imported; ask again for its batch');

/**
 * A registered household (建档立卡户), as far as assistance must know it: no names, and of its register number a keyed
 * hash alone. It comes from the national system's files and is never typed in.
 */
@Entity({ tableName: 'household_ref' })
@Scoped('village')
@Unique({ properties: ['registerHash'], where: { validTo: FOREVER }, name: 'one_household_a_number' })
@Index({ properties: ['village', 'validFrom', 'validTo', 'status'] })
@ObjectType({
  description:
    '户 · A registered household without names (PERSONAL data kept to the least: PIPL art. 6). Source: return-flow files of the national system.',
})
@Directive('@key(fields: "id")')
@Catalogued({ serial: 75, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class HouseholdRef extends Versioned {
  @Property({ type: 'string', length: 64 }) registerHash!: string;
  @Property({ type: 'string', length: 20 }) village!: string;
  @Field(() => Int, { description: '建档年度 · Year of registration.' })
  @Property({ type: 'integer' })
  registeredYear!: number;
  @Field(() => HouseholdStatus, { description: '户状态 · How it stands on the day asked for.' })
  @Enum({ items: () => HouseholdStatus })
  status!: HouseholdStatus;
  @Field(() => Int, { description: '人口数 · Members, as counted; no names are held.' })
  @Property({ type: 'integer' })
  members!: number;
  /** The return-flow batch that told of it last. */
  @Index() @Property({ type: 'string', length: 20, nullable: true }) batch?: string | null;

  override place(): string {
    return this.village;
  }

  @Field(() => Boolean, { description: '应有帮扶责任人 · Whether it must have a main helper: registered and not yet stable.' })
  get needsHelper(): boolean {
    return needsHelper(this);
  }

  /** Takes over what a later file says; a status that can't follow from the one before is refused. */
  restate({ village, status, members }: { village: string; status: HouseholdStatus; members: number }, batch: string): string {
    if (status !== this.status && turnTo(this.status, status) === null)
      throw new Refusal('ILLEGAL_MOVE', `a household that is ${this.status} can't become ${status}`, { state: this.status });
    Object.assign(this, { village, status, members, batch });
    return 'household.restated';
  }
}

/** One line of a file that was not taken over, and why. */
@ObjectType({ description: '错误行 · A line that was not taken over.' })
export class ReturnFlowError {
  @Field(() => Int, { description: '行号 · Number of the line, from 1.' }) line!: number;
  @Field(() => String, { description: '错误代码 · Code of the closed list.' }) code!: string;
  @Field(() => String, { description: '说明 · What is wrong and what would be right.' }) message!: string;
}

/** A monthly file of the national system (回流数据), as it was taken over: which agency gave it, and what it changed. */
@Entity({ tableName: 'return_flow_batch' })
@Scoped('division')
@Unique({ properties: ['digest'], name: 'one_import_a_file' })
@ObjectType({ description: '回流批次 · A return-flow file of the national system: its source, and what came of its lines.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 76, provider: 'POVERTY_OFFICE', cycle: 'MONTHLY', since: '2026-11-25' })
export class ReturnFlowBatch extends Dated {
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => String, { description: '月份 · Month of the file, YYYY-MM.' })
  @Property({ type: 'string', length: 7 })
  month!: string;
  @Property({ type: 'string', length: 20 }) sourceAgency!: string;
  /** Hash of month, source and lines: the same file is taken over once. */
  @Property({ type: 'string', length: 64 }) digest!: string;
  @Field(() => Int, { description: '行数 · Lines.' })
  @Property({ type: 'integer' })
  lines!: number;
  @Field(() => Int, { description: '新增 · Households that were not known.' })
  @Property({ type: 'integer' })
  created!: number;
  @Field(() => Int, { description: '变更 · Households of which the file says something new.' })
  @Property({ type: 'integer' })
  changed!: number;
  @Field(() => Int, { description: '无变化 · Households that stay what they were.' })
  @Property({ type: 'integer' })
  unchanged!: number;
  @Property({ type: 'text' }) faults: string = '[]';
  /** Hash of the rows of a bulk import (see `contentHash`); null where each row has a ledger row of its own. */
  @Property({ type: 'string', length: 64, nullable: true }) contentHash?: string | null;
  /** Set where nothing was written. */
  dryRun?: boolean;

  override place(): string {
    return this.division;
  }

  @Field(() => Int, { description: '错误 · Lines that were not taken over.' })
  get rejected(): number {
    return this.errors.length;
  }
  @Field(() => [ReturnFlowError], { description: '错误行 · Lines that were not taken over, first to last.' })
  get errors(): ReturnFlowError[] {
    return (JSON.parse(this.faults) as ReturnFlowError[]).map((e) => Object.assign(new ReturnFlowError(), e));
  }
}
