import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Dated, Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { ContactKind, HeadquartersLevel, HQRoleKind } from './headquarters.rules.ts';

registerEnumType(HeadquartersLevel, { name: 'HeadquartersLevel', description: '层级 · 县 COUNTY, 乡镇 TOWNSHIP.' });
registerEnumType(HQRoleKind, {
  name: 'HeadquartersRoleKind',
  description: '指挥部职务 · 总指挥 COMMANDER, 执行指挥长 EXECUTIVE_COMMANDER, 乡镇指挥长 TOWNSHIP_COMMANDER, 成员 MEMBER.',
});
registerEnumType(ContactKind, {
  name: 'ContactKind',
  description: '联系类别 · 包点 CONTRACT, 三基建设联系点 THREE_BASICS, 党建工作联系点 PARTY_BUILDING, 学习教育联系点 STUDY.',
});

const touching = Scoped((scope) => whereTouching('division', scope));

invariant('one_headquarters_a_division', 'headquarters.division', 'CONFLICT', 'this division has its headquarters');
invariant(
  'one_role_a_person',
  'hq_role.headquarters, hq_role.role, hq_role.person',
  'CONFLICT',
  'this person holds that role in this headquarters',
);
invariant(
  'one_group_a_number',
  'working_group.headquarters, working_group.no',
  'CONFLICT',
  'this headquarters has a group with that number',
);
invariant('one_member_a_group', 'group_member.working_group, group_member.agency', 'CONFLICT', 'this agency is a member of the group');
export const CONTRACT_HELD = 'this township has a leader who answers for it on that day or later; end that contract first';
invariant('one_contract_a_township', 'contact_point.target', 'CONTRACT_HELD', CONTRACT_HELD);

/** A headquarters of the poverty work (脱贫攻坚指挥部): one of the county, one of each township. */
@Entity({ tableName: 'headquarters' })
@touching
@Unique({ properties: ['division'], where: { validTo: FOREVER }, name: 'one_headquarters_a_division' })
@ObjectType({ description: '脱贫攻坚指挥部 · A headquarters: who commands, which groups work, and whether it is complete.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 68, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class Headquarters extends Versioned {
  @Field(() => HeadquartersLevel, { description: '层级 · Of the county or of a township.' })
  @Enum({ items: () => HeadquartersLevel })
  level!: HeadquartersLevel;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => DocNo, { nullable: true, description: '成立文号 · Number of the document that set it up.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;

  override place(): string {
    return this.division;
  }
}

/** A role in a headquarters, bound to a post and, while it is held, to a person. */
@Entity({ tableName: 'hq_role' })
@touching
@Unique({ properties: ['headquarters', 'role', 'person'], where: { validTo: FOREVER }, name: 'one_role_a_person' })
@ObjectType({ description: '指挥部职务 · Who holds which role in a headquarters, by virtue of which post, and since when.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 69, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class HQRole extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) headquarters!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => HQRoleKind, { description: '职务 · Role.' })
  @Enum({ items: () => HQRoleKind })
  role!: HQRoleKind;
  @Field(() => String, { description: '任职依据 · The post by virtue of which it is held: 县委书记.' })
  @Property({ type: 'string', length: 100 })
  post!: string;
  @Index() @Property({ type: 'string', length: 20 }) person!: string;

  override place(): string {
    return this.division;
  }
  end(day: Day): string {
    this.validTo = day;
    return 'hqRole.ended';
  }
}

/** A working group of a headquarters (专项工作组) and what it does. */
@Entity({ tableName: 'working_group' })
@touching
@Unique({ properties: ['headquarters', 'no'], where: { validTo: FOREVER }, name: 'one_group_a_number' })
@ObjectType({ description: '工作组 · A working group: lead, members and duties.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 70, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class WorkingGroup extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) headquarters!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => Int, { description: '序号 · Number.' })
  @Property({ type: 'integer' })
  no!: number;
  @Field(() => String, { description: '名称 · Name.' })
  @Property({ type: 'string', length: 100 })
  name!: string;
  @Field(() => String, { description: '职责 · What it does.' })
  @Property({ type: 'string', length: 500 })
  duties!: string;
  @Property({ type: 'string', length: 20 }) leadAgency!: string;
  @Property({ type: 'string', length: 20, nullable: true }) leader?: string | null;

  override place(): string {
    return this.division;
  }
  dissolve(day: Day): string {
    this.validTo = day;
    return 'group.dissolved';
  }
}

/** An agency that works in a group. */
@Entity({ tableName: 'group_member' })
@touching
@Unique({ properties: ['workingGroup', 'agency'], where: { validTo: FOREVER }, name: 'one_member_a_group' })
@ObjectType({ description: '成员单位 · An agency that works in a group.' })
export class GroupMember extends Dated {
  @Index() @Property({ type: 'string', length: 20 }) workingGroup!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Property({ type: 'string', length: 20 }) agency!: string;

  override place(): string {
    return this.division;
  }
}

/** What a leader answers for in person: a township (包点), or a village or organization as a contact point (联系点). */
@Entity({ tableName: 'contact_point' })
@touching
@Unique({ properties: ['target'], where: { validTo: FOREVER, kind: ContactKind.CONTRACT }, name: 'one_contract_a_township' })
@Index({ properties: ['target', 'kind'] })
@ObjectType({ description: '包点、联系点 · A township, village or organization for which a leader answers in person.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 71, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class ContactPoint extends Versioned {
  @Field(() => ContactKind, { description: '类别 · Kind.' })
  @Enum({ items: () => ContactKind })
  kind!: ContactKind;
  @Index() @Property({ type: 'string', length: 20 }) leader!: string;
  @Field(() => String, { description: '职务 · The post of the leader.' })
  @Property({ type: 'string', length: 100 })
  post!: string;
  /** Key of the township, village, community or Party organization. */
  @Property({ type: 'string', length: 20 }) target!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => DocNo, { nullable: true, description: '依据文号 · Number of the document by which it was given.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;

  override place(): string {
    return this.division;
  }
  end(day: Day): string {
    if (this.validTo !== FOREVER) throw new Refusal('CONFLICT', `this ended on ${this.validTo}`);
    this.validTo = day;
    return 'contactPoint.ended';
  }
}

/** A visit of a leader to a contact point. Rows are added and never altered. */
@Entity({ tableName: 'contact_visit' })
@touching
@Index({ properties: ['contactPoint', 'on'] })
@ObjectType({ description: '联系点走访 · A visit of a leader.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 72, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class ContactVisit extends Dated {
  @Property({ type: 'string', length: 20 }) contactPoint!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => DateScalar, { description: '日期 · Day.' })
  @Property({ type: 'string', length: 10 })
  on!: Day;
  @Field(() => String, { description: '记录 · What was found and settled.' })
  @Property({ type: 'string', length: 1000 })
  note!: string;

  override place(): string {
    return this.division;
  }
}
