import { Entity, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Published } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Dated } from '#platform/dated';
import type { Day } from '#platform/day';
import { DateScalar } from '#platform/scalars';
import { REGISTER } from './division.rules.ts';

invariant('edition_name_once', 'division_edition.name', 'CONFLICT', 'an edition of this name is published already; give it another');

/** The register as published for a day: what figures are counted on can be named, and proved by its sum. */
@Entity({ tableName: 'division_edition' })
@Unique({ properties: ['name'], name: 'edition_name_once' })
@ObjectType({ description: '区划版本 · An edition of the register, with what it counts and the sum that proves it.' })
@Published(REGISTER)
@Directive('@key(fields: "id")')
@Catalogued({ serial: 10, provider: 'CIVIL_AFFAIRS', cycle: 'YEARLY', since: '2026-11-25' })
export class DivisionEdition extends Dated {
  @Field(() => String, { description: '名称 · Name, for example 统计用区划代码 2018-10-31.' })
  @Property({ type: 'string', length: 60 })
  name!: string;
  @Field(() => DateScalar, { description: '时点 · The day whose register it is.' })
  @Property({ type: 'string', length: 10 })
  day!: Day;
  @Field(() => Int, { description: '乡镇数 · Townships (M02).' })
  @Property({ type: 'integer' })
  townships!: number;
  @Field(() => Int, { description: '村委会数 · Villages (M01).' })
  @Property({ type: 'integer' })
  villageCommittees!: number;
  @Field(() => Int, { description: '居委会数 · Communities (M03).' })
  @Property({ type: 'integer' })
  communities!: number;
  @Field(() => String, { description: '校验和 · SHA-256 over its lines «code,name as printed», in the order of codes.' })
  @Property({ type: 'string', length: 64 })
  checksum!: string;
  @Field(() => String, { description: '来源 · Who published it.' })
  @Property({ type: 'string', length: 200 })
  source!: string;

  override place(): null {
    return null;
  }
}
