import { raw } from '@mikro-orm/core';
import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType } from 'type-graphql';
import { Classified, classify } from '#platform/access';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DateScalar } from '#platform/scalars';
import { type Keyring, type Sealed, SecretType } from '#platform/secret';
import { type Scope, whereInScope } from '#platform/territory';
import { maskedIdNumber, maskedPhone } from './identity.rules.ts';
import { IDENTITY, initialsOf, maskedName, PERSONNEL_FILE, pinyinOf, strokeKeyOf } from './person.rules.ts';

invariant(
  'one_person_an_id_number',
  'person.id_number_hash',
  'ID_NUMBER_IN_USE',
  'somebody is registered under this identity number already',
);

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
const known =
  (division: string, person: string) =>
  (scope: Scope): Record<string, unknown> => {
    if (scope.all) return {};
    const home = whereInScope(division, scope);
    if (scope.lineages.length === 0) return home;
    const prefixes = scope.lineages.map(() => 'lineage like ?').join(' or ');
    const posted = raw(
      `select person from posting where division in (select division from territory where ${prefixes})`,
      scope.lineages.map((l) => `${l}%`),
    );
    return { $or: [home, { [person]: { $in: posted } }] };
  };
export const wherePersonInScope = known('homeDivision', 'id');
/** What is on record of such a person. */
export const whereOfPersonInScope = known('division', 'person');

/** Somebody whom the county posts, appoints or answers to. */
@Entity({ tableName: 'person' })
@Scoped(wherePersonInScope)
@Unique({ properties: ['idNumberHash'], where: { validTo: FOREVER }, name: 'one_person_an_id_number' })
@ObjectType({
  description: '人员 · A person: visible to whom the home division belongs, and wherever the person is or was posted.',
})
@Directive('@key(fields: "id")')
@Catalogued({ serial: 47, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-24' })
export class Person extends Versioned {
  @Field(() => String, { description: '姓名 · Name; masked as `赵**` unless you see PERSONAL data.' })
  @Classified('PERSONAL', { ...PERSONNEL_FILE, mask: maskedName })
  @Property({ type: 'string', length: 60 })
  name!: string;
  @Field(() => String, {
    nullable: true,
    description: '姓名拼音 · Name in pinyin without tones, surname apart: `zhang xiaoming`; null unless you see PERSONAL data.',
  })
  @Classified('PERSONAL', PERSONNEL_FILE)
  @Index()
  @Property({ type: 'string', length: 120 })
  namePinyin!: string;
  /** First letters of the syllables, `zxm`. */
  @Index() @Property({ type: 'string', length: 60, default: '' }) initials!: string;
  /** Place of the name in the order of surname strokes. */
  @Index() @Property({ type: 'string', length: 200 }) strokeKey!: string;
  /** GB/T 2261.1. */
  @Property({ type: 'string', length: 1 }) sex!: string;
  @Field(() => DateScalar, { nullable: true, description: '出生日期 · Day of birth; null unless you see PERSONAL data.' })
  @Classified('PERSONAL', PERSONNEL_FILE)
  @Property({ type: 'string', length: 10 })
  birthDate!: Day;
  @Property({ type: SecretType }) idNumber!: Sealed;
  @Property({ type: 'string', length: 64 }) idNumberHash!: string;
  @Property({ type: SecretType, nullable: true }) phone?: Sealed | null;
  @Index() @Property({ type: 'string', length: 64, nullable: true }) phoneHash?: string | null;
  /** GB/T 4762. */
  @Property({ type: 'string', length: 2 }) politicalStatus!: string;
  @Property({ type: 'string', length: 20, nullable: true }) homeAgency?: string | null;
  @Index() @Property({ type: 'string', length: 20 }) homeDivision!: string;
  @Field(() => Boolean, { description: '县管干部 · Whether the county administers this cadre (干部管理权限), on the day asked for.' })
  @Property({ type: 'boolean', default: false })
  countyAdministered: boolean = false;
  /** GB/T 3304. */
  @Property({ type: 'string', length: 2, nullable: true }) nationality?: string | null;
  @Field(() => String, { nullable: true, description: '籍贯 · Native place, six digits of GB/T 2260; null unless you see PERSONAL data.' })
  @Classified('PERSONAL', PERSONNEL_FILE)
  @Property({ type: 'string', length: 6, nullable: true })
  nativePlace?: string | null;
  @Field(() => DateScalar, { nullable: true, description: '入党时间 · Day of joining the Party; null unless you see PERSONAL data.' })
  @Classified('PERSONAL', PERSONNEL_FILE)
  @Property({ type: 'string', length: 10, nullable: true })
  partyJoinedOn?: Day | null;
  /** GB/T 4658 and GB/T 6864, of full-time and of in-service study. */
  @Property({ type: 'string', length: 2, nullable: true }) education?: string | null;
  @Property({ type: 'string', length: 3, nullable: true }) degree?: string | null;
  @Property({ type: 'string', length: 2, nullable: true }) inServiceEducation?: string | null;
  @Property({ type: 'string', length: 3, nullable: true }) inServiceDegree?: string | null;
  /** 组织关系所在党组织, in which Party statistics count the member, and where he or she works; they differ while posted. */
  @Property({ type: 'string', length: 20, nullable: true }) relationOrg?: string | null;
  @Property({ type: 'string', length: 20, nullable: true }) workOrg?: string | null;

  @Field(() => String, {
    name: 'idNumber',
    description:
      '公民身份号码 · Identity number (GB 11643); masked as `1402**********0015` unless you see SENSITIVE data, which takes a purpose. Never a filter, never an order.',
  })
  @Classified('SENSITIVE', { ...IDENTITY, mask: maskedIdNumber, property: 'idNumber' })
  get shownIdNumber(): string {
    return this.idNumber.open();
  }
  @Field(() => String, {
    name: 'phone',
    nullable: true,
    description: '电话 · Telephone number; masked as `138****1234` unless you see SENSITIVE data, which takes a purpose.',
  })
  @Classified('SENSITIVE', { ...IDENTITY, mask: maskedPhone, property: 'phone' })
  get shownPhone(): string | null {
    return this.phone?.open() ?? null;
  }

  override place(): string {
    return this.homeDivision;
  }

  /** The person belongs elsewhere from now on. */
  transfer(homeAgency: string | null, homeDivision: string): string {
    Object.assign(this, { homeAgency, homeDivision });
    return 'person.transferred';
  }

  standing(politicalStatus: string, partyJoinedOn: Day | null): string {
    Object.assign(this, { politicalStatus, partyJoinedOn });
    return 'person.politicalStatusRecorded';
  }

  studied(kind: 'fullTime' | 'inService', education: string, degree: string | null): string {
    Object.assign(this, kind === 'fullTime' ? { education, degree } : { inServiceEducation: education, inServiceDegree: degree });
    return 'person.educationRecorded';
  }

  administered(countyAdministered: boolean): string {
    this.countyAdministered = countyAdministered;
    return 'person.administrationRecorded';
  }

  organized(relationOrg: string, workOrg: string): string {
    Object.assign(this, { relationOrg, workOrg });
    return 'person.partyRelationRecorded';
  }

  /** The person bears `name`; both orders of name lists follow from it. */
  named(name: string): this {
    return Object.assign(this, { name, namePinyin: pinyinOf(name), initials: initialsOf(name), strokeKey: strokeKeyOf(name) });
  }

  /** The person has this identity number and telephone: both sealed, each with the hash by which it is found. */
  identified(keys: Keyring, { idNumber, phone }: { idNumber: string; phone?: string | null | undefined }): this {
    return Object.assign(this, {
      idNumber: keys.seal(idNumber),
      idNumberHash: idNumberHash(keys, idNumber),
      phone: phone ? keys.seal(phone) : null,
      phoneHash: phone ? keys.hash('person.phone', phone) : null,
    });
  }
}

/** By which the bearer of an identity number is found, and nobody else told apart. */
export const idNumberHash = (keys: Keyring, idNumber: string): string => keys.hash('person.idNumber', idNumber);

for (const property of ['strokeKey', 'initials', 'nationality', 'education', 'degree', 'inServiceEducation', 'inServiceDegree'])
  classify(Person, property, 'PERSONAL');
classify(Person, 'idNumberHash', 'SENSITIVE');
classify(Person, 'phoneHash', 'SENSITIVE');
