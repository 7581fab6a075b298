import { Entity, Enum, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Published } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { said } from '#platform/words';
import { AgencyKind, AgencyLevel, UsccCheck, usccCheckOf } from './agency.rules.ts';

registerEnumType(AgencyKind, { name: 'AgencyKind', description: '单位类别 · Kind of agency.' });
registerEnumType(AgencyLevel, { name: 'AgencyLevel', description: '层级 · Level at which an agency stands.' });
registerEnumType(UsccCheck, {
  name: 'UsccCheck',
  description:
    '代码校验 · 通过 PASS, 不通过 FAIL, 经说明免检 WAIVED: an old code that fails the check of GB 32100 and is right all the same.',
});

invariant('one_agency_a_uscc', 'agency.uscc', 'USCC_IN_USE', 'an agency with this unified social credit code is registered already');

/** An office that sends, answers or decides. Public: everybody may know which agencies there are. */
@Entity({ tableName: 'agency' })
@Unique({ properties: ['uscc'], where: { validTo: FOREVER }, name: 'one_agency_a_uscc' })
@ObjectType({ description: '单位 · An agency.' })
@Published({
  basis:
    '政府信息公开条例第二十条（机关职能、机构设置） · Regulations on open government information art. 20: offices and what they are for',
  retention: '长期 · Kept for good',
})
@Directive('@key(fields: "id")')
@Catalogued({ serial: 1, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-24' })
export class Agency extends Versioned {
  @Field(() => String, { description: '名称 · Name.' })
  @Property({ type: 'string', length: 100 })
  name!: string;
  @Field(() => String, { description: '统一社会信用代码 · Unified social credit code (GB 32100), 18 characters.' })
  @Property({ type: 'string', length: 18 })
  uscc!: string;
  @Field(() => String, { nullable: true, description: '免检说明 · Why a code that fails the check is right all the same.' })
  @Property({ type: 'string', length: 200, nullable: true })
  usccWaiver?: string | null;
  @Field(() => AgencyKind, { description: '类别 · Kind.' })
  @Enum({ items: () => AgencyKind })
  kind!: AgencyKind;
  @Field(() => AgencyLevel, { description: '层级 · Level.' })
  @Enum({ items: () => AgencyLevel })
  level!: AgencyLevel;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Property({ type: 'string', length: 20, nullable: true }) parent?: string | null;
  @Field(() => String, { nullable: true, description: '撤销原因 · Why it was closed; null while it stands.' })
  @Property({ type: 'string', length: 500, nullable: true })
  closeReason?: string | null;

  @Field(() => UsccCheck, { description: '代码校验 · Whether the code holds by GB 32100; worked out, never typed.' })
  get usccCheck(): UsccCheck {
    return usccCheckOf(this.uscc, this.usccWaiver);
  }

  override place(): string {
    return this.division;
  }

  rename(name: string): string {
    this.name = said(name, 'name', 100);
    return 'agency.renamed';
  }
  /** It stands no longer from `day` on; what it did stays told. */
  close(day: Day, reason: string): string {
    Object.assign(this, { validTo: day, closeReason: said(reason, 'reason') });
    return 'agency.closed';
  }
}
