import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { ExtensionState, isAbove, next, OfficeLevel } from './extension.rules.ts';

registerEnumType(ExtensionState, {
  name: 'ExtensionState',
  description: '延期状态 · REQUESTED 待批, GRANTED 同意, DECLINED 不同意.',
});
registerEnumType(OfficeLevel, {
  name: 'OfficeLevel',
  description: '层级 · VILLAGE 村, TOWNSHIP 乡镇, COUNTY 县直部门, HQ 县指挥部, lowest first.',
});

const { REQUESTED, GRANTED } = ExtensionState;

invariant(
  'extension_in_its_turn',
  'finding_extension.finding, finding_extension.ordinal',
  'EXTENSION_PENDING',
  'this extension of the finding was asked for already; wait for the decision',
);

/** More time to put a finding right: asked for before the deadline, granted one level up. */
@Entity({ tableName: 'finding_extension' })
@Scoped('division')
@Unique({
  properties: ['finding', 'ordinal'],
  where: { validTo: FOREVER, state: { $in: [REQUESTED, GRANTED] } },
  name: 'extension_in_its_turn',
})
@Index({ properties: ['finding'] })
@ObjectType({ description: '整改延期 · More time to put a finding right, at most twice, decided at least one level above who asks.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 64, provider: 'INSPECTOR', cycle: 'REAL_TIME', since: '2026-11-25' })
export class FindingExtension extends Versioned {
  @Property({ type: 'string', length: 20 }) finding!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => Int, { description: '第几次 · First or second.' })
  @Property({ type: 'integer' })
  ordinal!: number;
  @Field(() => DateScalar, { description: '原期限 · The deadline when it was asked for.' })
  @Property({ type: 'string', length: 10 })
  deadline!: Day;
  @Field(() => DateScalar, { description: '延至 · The deadline asked for.' })
  @Property({ type: 'string', length: 10 })
  newDeadline!: Day;
  @Field(() => String, { description: '理由 · Why.' })
  @Property({ type: 'string', length: 500 })
  reason!: string;
  @Field(() => ExtensionState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => ExtensionState })
  state: ExtensionState = REQUESTED;
  @Field(() => String, { description: '申请人 · Who asked.' })
  @Property({ type: 'string', length: 100 })
  requestedBy!: string;
  @Field(() => OfficeLevel, { description: '申请层级 · Level of who asked.' })
  @Enum({ items: () => OfficeLevel })
  requestedLevel!: OfficeLevel;
  @Field(() => DateScalar, { description: '申请日 · Day on which it was asked for.' })
  @Property({ type: 'string', length: 10 })
  requestedOn!: Day;
  @Field(() => String, { nullable: true, description: '审批人 · Who decided; null while it waits.' })
  @Property({ type: 'string', length: 100, nullable: true })
  decidedBy?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '审批日 · Day of the decision.' })
  @Property({ type: 'string', length: 10, nullable: true })
  decidedOn?: Day | null;
  @Field(() => String, { nullable: true, description: '不同意原因 · Why it was declined.' })
  @Property({ type: 'string', length: 500, nullable: true })
  declineReason?: string | null;

  override place(): string {
    return this.division;
  }

  grant(by: string, level: OfficeLevel, day: Day): string {
    const state = next('grantExtension', this.state);
    this.requireAbove(level);
    Object.assign(this, { state, decidedBy: by, decidedOn: day });
    return 'extension.granted';
  }
  decline(by: string, level: OfficeLevel, day: Day, reason: string): string {
    const state = next('declineExtension', this.state);
    this.requireAbove(level);
    Object.assign(this, { state, decidedBy: by, decidedOn: day, declineReason: said(reason, 'reason') });
    return 'extension.declined';
  }
  private requireAbove(level: OfficeLevel): void {
    if (!isAbove(level, this.requestedLevel))
      throw new Refusal(
        'LEVEL_TOO_LOW',
        `asked for at level ${this.requestedLevel}, it is decided at least one level above; yours is ${level}`,
      );
  }
}
