import { Entity, Enum, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Published } from '#platform/access';
import { Versioned } from '#platform/dated';
import { FOREVER } from '#platform/day';

/** Kinds of agencies (单位类别). */
export enum AgencyKind {
  ORGAN = 'ORGAN',
  INSTITUTION = 'INSTITUTION',
  TOWNSHIP_GOV = 'TOWNSHIP_GOV',
  SOE = 'SOE',
  CENTRAL_UNIT = 'CENTRAL_UNIT',
}

/** The level at which an agency stands: 省市县乡四支力量, and the central unit paired with the county. */
export enum AgencyLevel {
  CENTRAL = 'CENTRAL',
  PROVINCE = 'PROVINCE',
  CITY = 'CITY',
  COUNTY = 'COUNTY',
  TOWNSHIP = 'TOWNSHIP',
}

registerEnumType(AgencyKind, { name: 'AgencyKind', description: '单位类别 · Kind of agency.' });
registerEnumType(AgencyLevel, { name: 'AgencyLevel', description: '层级 · Level at which an agency stands.' });

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
export class Agency extends Versioned {
  @Field(() => String, { description: '名称 · Name.' })
  @Property({ type: 'string', length: 100 })
  name!: string;
  @Field(() => String, { description: '统一社会信用代码 · Unified social credit code (GB 32100), 18 characters.' })
  @Property({ type: 'string', length: 18 })
  uscc!: string;
  @Field(() => AgencyKind, { description: '类别 · Kind.' })
  @Enum({ items: () => AgencyKind })
  kind!: AgencyKind;
  @Field(() => AgencyLevel, { description: '层级 · Level.' })
  @Enum({ items: () => AgencyLevel })
  level!: AgencyLevel;
  @Property({ type: 'string', length: 20 }) division!: string;

  override place(): string {
    return this.division;
  }
}
