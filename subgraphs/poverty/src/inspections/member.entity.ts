import { Entity, Enum, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { whereTouching } from '#platform/territory';
import { MemberRole } from './inspection.rules.ts';

registerEnumType(MemberRole, { name: 'InspectionMemberRole', description: '组内职责 · LEAD 组长, MEMBER 组员.' });

invariant('one_lead_of_a_group', 'inspection_member.inspection', 'POST_HELD', 'this inspection group has a lead; release that one first');
invariant(
  'once_in_a_group',
  'inspection_member.inspection, inspection_member.person',
  'ALREADY_MEMBER',
  'this person is in the inspection group already; release first to give another role',
);

/** Somebody of the group that carries out an inspection, for a time. */
@Entity({ tableName: 'inspection_member' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['inspection'], where: { validTo: FOREVER, role: MemberRole.LEAD }, name: 'one_lead_of_a_group' })
@Unique({ properties: ['inspection', 'person'], where: { validTo: FOREVER }, name: 'once_in_a_group' })
@ObjectType({ description: '督查组成员 · Somebody of the inspection group (督查组), for a time.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 78, provider: 'INSPECTOR', cycle: 'REAL_TIME', since: '2026-11-25' })
export class InspectionMember extends Versioned {
  @Property({ type: 'string', length: 20 }) inspection!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Property({ type: 'string', length: 20 }) person!: string;
  @Field(() => MemberRole, { description: '组内职责 · Lead or member.' })
  @Enum({ items: () => MemberRole })
  role!: MemberRole;

  override place(): string {
    return this.division;
  }

  /** Leaves the group on `day`, the first day on which the person is no longer in it. */
  release(day: Day): string {
    this.validTo = day;
    return 'inspectionMember.released';
  }
}
