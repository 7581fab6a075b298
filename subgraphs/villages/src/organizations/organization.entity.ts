import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DateScalar } from '#platform/scalars';
import { AppointmentMode, OfficeEnd, OfficeRole, OrganizationField, OrganizationType, SelectionChannel } from './organization.rules.ts';

registerEnumType(OrganizationType, { name: 'PartyOrganizationType', description: '党组织类型 · Type of a Party organization.' });
registerEnumType(OrganizationField, { name: 'PartyOrganizationField', description: '领域 · The seven fields of Party building.' });
registerEnumType(OfficeRole, { name: 'OfficeRole', description: '职务 · Office in a Party organization.' });
registerEnumType(SelectionChannel, {
  name: 'SelectionChannel',
  description: '来源渠道 · 择优留 RETAIN, 择优推 NOMINATE, 择优引 RECRUIT, or sent down from above.',
});
registerEnumType(AppointmentMode, {
  name: 'AppointmentMode',
  description: '任职方式 · Elected, 下派 SENT_DOWN, 兼任 CONCURRENT, 选拔 SELECTED.',
});
registerEnumType(OfficeEnd, { name: 'OfficeEndReason', description: '离任原因 · Why the office ended.' });

invariant(
  'one_secretary',
  'office_holding.organization, office_holding.role',
  'POST_HELD',
  'this post is held; end that holding before you appoint somebody else',
);

@Entity({ tableName: 'party_organization' })
@Scoped('division')
@ObjectType({ description: '党组织 · A Party organization and the division that it covers.' })
@Directive('@key(fields: "id")')
export class PartyOrganization extends Versioned {
  @Field(() => String, { description: '名称 · Name.' })
  @Property({ type: 'string', length: 100 })
  name!: string;
  @Field(() => OrganizationType, { description: '类型 · Type.' })
  @Enum({ items: () => OrganizationType })
  type!: OrganizationType;
  @Field(() => OrganizationField, { description: '领域 · Field of Party building.' })
  @Enum({ items: () => OrganizationField })
  field!: OrganizationField;
  @Property({ type: 'string', length: 20, nullable: true }) parent?: string | null;
  @Index() @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => DateScalar, { description: '成立日 · Day of founding.' })
  @Property({ type: 'string', length: 10 })
  founded!: Day;

  override place(): string {
    return this.division;
  }
}

/** Somebody in an office of a Party organization, for a time. */
@Entity({ tableName: 'office_holding' })
@Scoped('division')
@Unique({
  properties: ['organization', 'role'],
  where: { validTo: FOREVER, role: OfficeRole.SECRETARY },
  name: 'one_secretary',
})
@Index({ properties: ['organization', 'role', 'validFrom'] })
@ObjectType({ description: '任职 · Somebody in an office of a Party organization, for a time.' })
@Directive('@key(fields: "id")')
export class OfficeHolding extends Versioned {
  @Property({ type: 'string', length: 20 }) organization!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => OfficeRole, { description: '职务 · Office.' })
  @Enum({ items: () => OfficeRole })
  role!: OfficeRole;
  @Index() @Property({ type: 'string', length: 20 }) person!: string;
  @Field(() => SelectionChannel, { description: '来源渠道 · How the holder was found.' })
  @Enum({ items: () => SelectionChannel })
  channel!: SelectionChannel;
  @Field(() => AppointmentMode, { description: '任职方式 · How the holder came into office.' })
  @Enum({ items: () => AppointmentMode })
  mode!: AppointmentMode;
  @Field(() => OfficeEnd, { nullable: true, description: '离任原因 · Why it ended; null while it lasts.' })
  @Enum({ items: () => OfficeEnd, nullable: true })
  endReason?: OfficeEnd | null;

  override place(): string {
    return this.division;
  }

  /** The office ends on `day`: the first day on which it is no longer held. */
  end(day: Day, reason: OfficeEnd): string {
    Object.assign(this, { validTo: day, endReason: reason });
    return 'office.ended';
  }
}

/** Owned by the personnel subgraph; here only its key. */
@ObjectType({ description: '人员 · A person.' })
@Directive('@key(fields: "id", resolvable: false)')
export class Person {
  @Field(() => ID, { description: '标识 · Stable key.' }) id!: string;
}

@ObjectType({ description: '书记岗位 · The post of secretary on the day asked for: held by somebody, or vacant since a day.' })
export class SecretaryPost {
  @Field(() => DateScalar, { description: '起 · Held or vacant since this day.' }) since!: Day;
  @Field(() => Boolean, { description: '空缺 · Whether nobody holds it.' }) vacant!: boolean;
  @Field(() => Int, { nullable: true, description: '空缺天数 · Days since it fell vacant; null while held.' }) vacancyDays!: number | null;
  @Field(() => Person, { nullable: true, description: '书记 · Who holds it; null while vacant.' }) person!: Person | null;
  @Field(() => OfficeHolding, { nullable: true, description: '任职 · The holding; null while vacant.' }) holding!: OfficeHolding | null;
}
