import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Published } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Dated, Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DateScalar, DivisionCode } from '#platform/scalars';
import { DivisionKind, DivisionStatus, REGISTER } from './division.rules.ts';

registerEnumType(DivisionKind, {
  name: 'DivisionKind',
  description: '区划类别 · County, township, village (村委会) or community (居委会).',
});
registerEnumType(DivisionStatus, { name: 'DivisionStatus', description: '状态 · Whether the division exists on the day asked for.' });

invariant(
  'division_code_names_one',
  'division.code',
  'CODE_IN_USE',
  'this code names a division already; a code names one division at a time',
);

invariant(
  'code_given_once',
  'given_code.code',
  'CODE_IN_USE',
  'this code was given to a division before; a code is never given to another, even after it was given up',
);

/**
 * One period in the life of a division during which its code, name and parent stayed the same. The key is the
 * division's for ever; codes and names are only what it was called.
 */
@Entity({ tableName: 'division' })
@Scoped('id')
@Unique({ properties: ['code'], where: { validTo: FOREVER }, name: 'division_code_names_one' })
@Index({ properties: ['parent', 'kind', 'code'] })
@Index({ properties: ['county', 'kind', 'code'] })
export class Division extends Versioned {
  @Enum({ items: () => DivisionKind }) kind!: DivisionKind;
  @Property({ type: 'string', length: 12 }) code!: string;
  @Property({ type: 'string', length: 60 }) name!: string;
  @Property({ type: 'string', length: 80 }) officialName!: string;
  @Property({ type: 'string', length: 20, nullable: true }) parent?: string | null;
  @Property({ type: 'string', length: 20 }) county!: string;

  override place(): string {
    return this.id;
  }

  /** Another code, name or township from the day of the change on. */
  redraw({ code, name, officialName, parent }: Pick<Division, 'code' | 'name' | 'officialName' | 'parent'>): string {
    Object.assign(this, { code, name, officialName, parent });
    return 'division.changed';
  }
  /** It exists no longer from `day` on. */
  end(day: Day): string {
    this.validTo = day;
    return 'division.ended';
  }
}

/** A code and the division that it names or named, for ever: what is given up is never given to another. */
@Entity({ tableName: 'given_code' })
@Unique({ properties: ['code'], name: 'code_given_once' })
export class GivenCode extends Dated {
  @Property({ type: 'string', length: 12 }) code!: string;

  override place(): string {
    return this.id;
  }
}

@ObjectType({ description: '历史代码 · A code and the days between which it named the division.' })
export class DatedCode {
  @Field(() => DivisionCode, { description: '代码 · Twelve digits.' }) code!: string;
  @Field(() => DateScalar, { description: '起 · First day.' }) from!: Day;
  @Field(() => DateScalar, { nullable: true, description: '止 · First day on which it no longer did; null while it does.' })
  to!: Day | null;
  /** Whose it was. */
  division!: string;
}

@ObjectType({ description: '历史名称 · A name and the days between which the division bore it.' })
export class DatedName {
  @Field(() => String, { description: '名称 · Short name.' }) name!: string;
  @Field(() => String, { description: '登记名称 · As the edition prints it.' }) officialName!: string;
  @Field(() => DateScalar, { description: '起 · First day.' }) from!: Day;
  @Field(() => DateScalar, { nullable: true, description: '止 · First day on which it no longer did; null while it does.' })
  to!: Day | null;
  /** Whose it was. */
  division!: string;
}

/** What county, township and village show alike. The row behind each is the period of the day asked for. */
@ObjectType()
abstract class Place {
  @Field(() => ID, { description: '标识 · Stable key; survives every change of code, name and parent.' }) id!: string;
  @Field(() => DivisionCode, { description: '区划代码 · Code on the day asked for (last code once abolished).' }) code!: string;
  @Field(() => String, { description: '名称 · Short name, with the misprints of the statistical edition put right.' }) name!: string;
  @Field(() => String, { description: '登记名称 · Name as the edition prints it.' }) officialName!: string;
}

@ObjectType({ description: '县 · County.' })
@Published(REGISTER)
@Directive('@key(fields: "id")')
@Catalogued({ serial: 7, provider: 'CIVIL_AFFAIRS', cycle: 'REAL_TIME', since: '2026-11-24', noun: 'Division' })
export class County extends Place {}

@ObjectType({ description: '乡镇 · Township or town.' })
@Published(REGISTER)
@Directive('@key(fields: "id")')
@Catalogued({ serial: 8, provider: 'CIVIL_AFFAIRS', cycle: 'REAL_TIME', since: '2026-11-24' })
export class Township extends Place {}

@ObjectType({ description: '行政村、社区 · Administrative village (村委会) or community (居委会).' })
@Published(REGISTER)
@Directive('@key(fields: "id")')
@Catalogued({ serial: 9, provider: 'CIVIL_AFFAIRS', cycle: 'REAL_TIME', since: '2026-11-24' })
export class Village extends Place {
  @Field(() => DivisionKind, { description: '类别 · VILLAGE or COMMUNITY.' }) kind!: DivisionKind;
}
