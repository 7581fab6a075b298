import { raw } from '@mikro-orm/core';
import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType } from 'type-graphql';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DateScalar } from '#platform/scalars';
import { type Scope, whereInScope } from '#platform/territory';
import { maskedIdNumber, maskedPhone } from './identity.rules.ts';
import { pinyinOf, strokeKeyOf } from './person.rules.ts';

invariant('one_person_an_id_number', 'person.id_number', 'ID_NUMBER_IN_USE', 'somebody is registered under this identity number already');

@ObjectType({ description: '代码 · A code of a national standard with its label.' })
@Directive('@shareable')
export class Code {
  @Field(() => String, { description: '代码 · The code, as the standard writes it.' }) code!: string;
  @Field(() => String, { description: '名称 · What the code means.' }) label!: string;
}

/**
 * Whom a caller may know: people who belong to a division in scope, and people who are or ever were posted into one.
 * Without a scope there is nobody.
 */
export function wherePersonInScope(scope: Scope): Record<string, unknown> {
  if (scope.all) return {};
  const home = whereInScope('homeDivision', scope);
  if (scope.lineages.length === 0) return home;
  const prefixes = scope.lineages.map(() => 'lineage like ?').join(' or ');
  const posted = raw(
    `select person from posting where division in (select division from territory where ${prefixes})`,
    scope.lineages.map((l) => `${l}%`),
  );
  return { $or: [home, { id: { $in: posted } }] };
}

/** Somebody whom the county posts, appoints or answers to. */
@Entity({ tableName: 'person' })
@Scoped(wherePersonInScope)
@Unique({ properties: ['idNumber'], where: { validTo: FOREVER }, name: 'one_person_an_id_number' })
@ObjectType({
  description: '人员 · A person: visible to whom the home division belongs, and wherever the person is or was posted.',
})
@Directive('@key(fields: "id")')
export class Person extends Versioned {
  @Field(() => String, { description: '姓名 · Name.' })
  @Property({ type: 'string', length: 60 })
  name!: string;
  @Field(() => String, { description: '姓名拼音 · Name in pinyin without tones, surname apart: `zhang xiaoming`.' })
  @Index()
  @Property({ type: 'string', length: 120 })
  namePinyin!: string;
  /** Place of the name in the order of surname strokes. */
  @Index() @Property({ type: 'string', length: 200 }) strokeKey!: string;
  /** GB/T 2261.1. */
  @Property({ type: 'string', length: 1 }) sex!: string;
  @Field(() => DateScalar, { description: '出生日期 · Day of birth.' })
  @Property({ type: 'string', length: 10 })
  birthDate!: Day;
  @Property({ type: 'string', length: 18 }) idNumber!: string;
  @Property({ type: 'string', length: 20, nullable: true }) phone?: string | null;
  /** GB/T 4762. */
  @Property({ type: 'string', length: 2 }) politicalStatus!: string;
  @Property({ type: 'string', length: 20, nullable: true }) homeAgency?: string | null;
  @Index() @Property({ type: 'string', length: 20 }) homeDivision!: string;

  @Field(() => String, {
    name: 'idNumber',
    description: '公民身份号码（脱敏） · Identity number (GB 11643), masked: `1402**********0015`. Never a filter, never an order.',
  })
  get shownIdNumber(): string {
    return maskedIdNumber(this.idNumber);
  }
  @Field(() => String, { name: 'phone', nullable: true, description: '电话（脱敏） · Telephone number, masked: `138****1234`.' })
  get shownPhone(): string | null {
    return this.phone ? maskedPhone(this.phone) : null;
  }

  override place(): string {
    return this.homeDivision;
  }

  /** The person bears `name`; both orders of name lists follow from it. */
  named(name: string): this {
    return Object.assign(this, { name, namePinyin: pinyinOf(name), strokeKey: strokeKeyOf(name) });
  }
}
