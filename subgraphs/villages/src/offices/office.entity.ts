import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DateScalar } from '#platform/scalars';
import { AppointmentMode, bodyOf, CommitteeBody, OfficeEnd, OfficeRole, SelectionChannel, SOLE } from './office.rules.ts';

registerEnumType(OfficeRole, {
  name: 'OfficeRole',
  description:
    '职务 · Office. Of the Party organization: 书记 SECRETARY, 副书记 DEPUTY, 组织委员 ORG_MEMBER, 宣传委员 PUBLICITY_MEMBER, 纪检委员 DISCIPLINE_MEMBER; of the villagers’ committee: 主任 COMMITTEE_DIRECTOR, 副主任 COMMITTEE_DEPUTY, 委员 COMMITTEE_MEMBER.',
});
registerEnumType(CommitteeBody, {
  name: 'CommitteeBody',
  description: '两委 · Which of the two committees: the Party organization’s, or the villagers’ (residents’) committee.',
});
registerEnumType(SelectionChannel, {
  name: 'SelectionChannel',
  description: '来源渠道 · 择优留 RETAIN, 择优推 NOMINATE, 择优引 RECRUIT, or sent down from above.',
});
registerEnumType(AppointmentMode, {
  name: 'AppointmentMode',
  description: '任职方式 · Elected, 下派 SENT_DOWN, 兼任 CONCURRENT, 选拔 SELECTED.',
});
registerEnumType(OfficeEnd, {
  name: 'OfficeEndReason',
  description:
    '离任原因 · Why the office ended: 届满 TERM_END, 不胜任 NOT_COMPETENT, 调动 TRANSFER, 健康 HEALTH, 免职 REMOVED, 村撤销 VILLAGE_ABOLISHED, 组织撤销 DISSOLVED.',
});

invariant(
  'one_holder_an_office',
  'office_holding.organization, office_holding.role',
  'POST_HELD',
  'this post is held; end that holding before you appoint somebody else',
);
invariant(
  'one_seat_a_person',
  'office_holding.organization, office_holding.role, office_holding.person',
  'POST_HELD',
  'this person sits in this office already',
);

/** Somebody in an office of a Party organization or of a villagers' committee, for a time. */
@Entity({ tableName: 'office_holding' })
@Scoped('division')
@Unique({
  properties: ['organization', 'role'],
  where: { validTo: FOREVER, role: { $in: [...SOLE] } },
  name: 'one_holder_an_office',
})
@Unique({ properties: ['organization', 'role', 'person'], where: { validTo: FOREVER }, name: 'one_seat_a_person' })
@Index({ properties: ['organization', 'role', 'validFrom'] })
@Index({ properties: ['division', 'role', 'validFrom'] })
@ObjectType({ description: '任职 · Somebody in an office of a Party organization or of a villagers’ committee, for a time.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 15, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-24' })
export class OfficeHolding extends Versioned {
  /** The Party organization; for an office of the villagers' committee the village itself. */
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
  @Field(() => String, { nullable: true, description: '任职文号 · Document of the appointment.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;
  @Field(() => OfficeEnd, { nullable: true, description: '离任原因 · Why it ended; null while it lasts.' })
  @Enum({ items: () => OfficeEnd, nullable: true })
  endReason?: OfficeEnd | null;

  @Field(() => CommitteeBody, { description: '所属班子 · Which of the two committees the office belongs to.' })
  get body(): CommitteeBody {
    return bodyOf(this.role);
  }

  override place(): string {
    return this.division;
  }

  /** The office ends on `day`: the first day on which it is no longer held. */
  end(day: Day, reason: OfficeEnd): string {
    Object.assign(this, { validTo: day, endReason: reason });
    return 'office.ended';
  }
}

/** Owned by the personnel subgraph; here its key and the offices that it holds. */
@ObjectType({ description: '人员 · A person.' })
@Directive('@key(fields: "id")')
export class Person {
  @Field(() => ID, { description: '标识 · Stable key.' }) id!: string;
}

@ObjectType({ description: '岗位 · A post on the day asked for: held by somebody, or vacant since a day.' })
export class OfficePost {
  @Field(() => OfficeRole, { description: '职务 · Which post.' }) role!: OfficeRole;
  @Field(() => DateScalar, { description: '起 · Held or vacant since this day.' }) since!: Day;
  @Field(() => Boolean, { description: '空缺 · Whether nobody holds it.' }) vacant!: boolean;
  @Field(() => Int, { nullable: true, description: '空缺天数 · Days since it fell vacant; null while held.' }) vacancyDays!: number | null;
  @Field(() => Person, { nullable: true, description: '任职人 · Who holds it; null while vacant.' }) person!: Person | null;
  @Field(() => OfficeHolding, { nullable: true, description: '任职 · The holding; null while vacant.' }) holding!: OfficeHolding | null;
}
