import { Entity, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Published } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DateScalar } from '#platform/scalars';
import { REGISTER } from './division.rules.ts';
import { URBAN_RURAL } from './profile.rules.ts';

invariant('one_profile_a_village', 'village_profile.village', 'CONFLICT', 'somebody recorded this village at the same time; read it again');

@ObjectType({ description: '城乡分类代码 · A code of the urban–rural classification, with what it says.' })
export class UrbanRuralClass {
  @Field(() => String, { description: '代码 · Three digits, 1xx urban, 2xx rural.' }) code!: string;
  @Field(() => String, { description: '名称 · What it says.' }) label!: string;
}

/** What is counted of a village: its people, as of a day, and its urban–rural class. Every count is a version of its own. */
@Entity({ tableName: 'village_profile' })
@Scoped('village')
@Unique({ properties: ['village'], where: { validTo: FOREVER }, name: 'one_profile_a_village' })
@ObjectType({ description: '村情 · Population as last counted, and the urban–rural class, on the day asked for.' })
@Published(REGISTER)
@Directive('@key(fields: "id")')
@Catalogued({ serial: 11, provider: 'CIVIL_AFFAIRS', cycle: 'YEARLY', since: '2026-11-25' })
export class VillageProfile extends Versioned {
  @Property({ type: 'string', length: 20 }) village!: string;
  @Field(() => Int, { nullable: true, description: '户数 · Households; null while nobody has counted.' })
  @Property({ type: 'integer', nullable: true })
  households?: number | null;
  @Field(() => Int, { nullable: true, description: '人口 · Persons; null while nobody has counted.' })
  @Property({ type: 'integer', nullable: true })
  persons?: number | null;
  @Field(() => DateScalar, { nullable: true, description: '统计日 · The day of the count.' })
  @Property({ type: 'string', length: 10, nullable: true })
  countedOn?: Day | null;
  @Field(() => String, { nullable: true, description: '来源 · Where the count comes from.' })
  @Property({ type: 'string', length: 200, nullable: true })
  source?: string | null;
  @Property({ type: 'string', length: 3, nullable: true }) urbanRural?: string | null;

  @Field(() => UrbanRuralClass, { nullable: true, description: '城乡分类 · Urban–rural class (国函〔2008〕60号).' })
  get urbanRuralClass(): UrbanRuralClass | null {
    return this.urbanRural ? { code: this.urbanRural, label: URBAN_RURAL[this.urbanRural] as string } : null;
  }

  override place(): string {
    return this.village;
  }

  count(households: number, persons: number, countedOn: Day, source: string): string {
    Object.assign(this, { households, persons, countedOn, source });
    return 'profile.counted';
  }
  classify(urbanRural: string): string {
    this.urbanRural = urbanRural;
    return 'profile.classified';
  }
}
