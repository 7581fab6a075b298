import { Entity, Enum, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';
import { Channel, Criterion, type Item, SchemeKind } from './evaluation.rules.ts';

registerEnumType(SchemeKind, {
  name: 'SchemeKind',
  description: '方案类别 · 年度考核 ANNUAL, 驻村专项考核 RESIDENT_SPECIAL, 班子考核 TEAM.',
});
registerEnumType(Criterion, {
  name: 'Criterion',
  description: '好干部标准 · 政治强 POLITICS, 作风实 STYLE, 敢担当 RESPONSIBILITY, 能奉献 DEDICATION.',
});
registerEnumType(Channel, {
  name: 'EvaluationChannel',
  description: '考评渠道 · 考核考党建 EXAMINATION, 述职述党建 DUTY_REPORT, 评议评党建 REVIEW, 任用干部看党建 APPOINTMENT.',
});

invariant(
  'one_scheme_a_kind',
  'evaluation_scheme.division, evaluation_scheme.kind',
  'CONFLICT',
  'another scheme of this kind was adopted at the same time',
);

@ObjectType({ description: '考评项目 · One item of a scheme: 必述 mustReport, 必测 mustRate, 必考 mustAppraise.' })
export class SchemeItem implements Item {
  @Field(() => String, { description: '代码 · Code, unique in its scheme.' }) code!: string;
  @Field(() => String, { description: '名称 · Name.' }) name!: string;
  @Field(() => Criterion, { description: '标准 · The criterion it looks at.' }) criterion!: Criterion;
  @Field(() => Boolean, { description: '必述 · Must be reported on.' }) mustReport!: boolean;
  @Field(() => Boolean, { description: '必测 · Must be rated.' }) mustRate!: boolean;
  @Field(() => Boolean, { description: '必考 · Must be appraised with a mark.' }) mustAppraise!: boolean;
}

@InputType({ description: '考评项目 · One item of a scheme.' })
export class SchemeItemInput implements Item {
  @Field(() => String, { description: '代码 · Code, up to 20 characters.' }) code!: string;
  @Field(() => String, { description: '名称 · Name, up to 60 characters.' }) name!: string;
  @Field(() => Criterion, { description: '标准 · The criterion it looks at.' }) criterion!: Criterion;
  @Field(() => Boolean, { defaultValue: false, description: '必述 · Must be reported on.' }) mustReport!: boolean;
  @Field(() => Boolean, { defaultValue: false, description: '必测 · Must be rated.' }) mustRate!: boolean;
  @Field(() => Boolean, { defaultValue: false, description: '必考 · Must be appraised with a mark.' }) mustAppraise!: boolean;
}

/** How evaluations of a kind are made, from a day on, by a document. One scheme of a kind is in force at a time. */
@Entity({ tableName: 'evaluation_scheme' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['division', 'kind'], where: { validTo: FOREVER }, name: 'one_scheme_a_kind' })
@ObjectType({ description: '考评方案 · How evaluations of a kind are made while it is in force.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 36, provider: 'ORG_DEPT', cycle: 'IRREGULAR', since: '2026-11-25' })
export class EvaluationScheme extends Versioned {
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => SchemeKind, { description: '类别 · Kind.' })
  @Enum({ items: () => SchemeKind })
  kind!: SchemeKind;
  @Field(() => String, { description: '名称 · Title.' })
  @Property({ type: 'string', length: 100 })
  title!: string;
  @Field(() => DocNo, { description: '文号 · The document that adopted it.' })
  @Property({ type: 'string', length: 60 })
  document!: string;
  @Field(() => [SchemeItem], { description: '项目 · Its items.' })
  @Property({ type: 'json' })
  items!: Item[];
  @Field(() => [Channel], { description: '渠道 · Its channels; each has a Party-building section that may not be left out.' })
  @Property({ type: 'json' })
  channels!: Channel[];

  override place(): string {
    return this.division;
  }

  /** Another scheme is in force from `day`. */
  supersede(day: Day): string {
    this.validTo = day;
    return 'scheme.superseded';
  }
}

/** A scheme as it was when an evaluation was opened under it, in force since or not: what was asked then doesn't change. */
@ObjectType({ description: '适用方案 · The scheme under which an evaluation was opened, in force on the day asked for or not.' })
export class AppliedScheme {
  @Field(() => ID, { description: '标识 · Key of the scheme.' }) id!: string;
  @Field(() => SchemeKind, { description: '类别 · Kind.' }) kind!: SchemeKind;
  @Field(() => String, { description: '名称 · Title.' }) title!: string;
  @Field(() => DocNo, { description: '文号 · The document that adopted it.' }) document!: string;
  @Field(() => [SchemeItem], { description: '项目 · Its items.' }) items!: Item[];
  @Field(() => [Channel], { description: '渠道 · Its channels.' }) channels!: Channel[];
}
