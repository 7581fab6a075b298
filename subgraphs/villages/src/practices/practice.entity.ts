import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { said } from '#platform/words';

/** What a model practice is about (基层组织设置和活动方式创新). */
export enum PracticeKind {
  ORGANIZATION = 'ORGANIZATION',
  ACTIVITY = 'ACTIVITY',
  TEAM = 'TEAM',
  SERVICE = 'SERVICE',
}
registerEnumType(PracticeKind, {
  name: 'ModelPracticeKind',
  description: '典型类别 · 组织设置 ORGANIZATION, 活动方式 ACTIVITY, 队伍建设 TEAM, 服务群众 SERVICE.',
});

invariant(
  'one_adoption',
  'practice_adoption.practice, practice_adoption.organization',
  'ALREADY_ADOPTED',
  'this organization follows this practice already',
);

/** Something an organization does so well that others are to do it too (先进典型): from a 盆景 to a 风景. */
@Entity({ tableName: 'model_practice' })
@Scoped((scope) => (scope.lineages.length === 0 ? { row: { $in: [] } } : {}))
@ObjectType({ description: '先进典型 · A model practice of one organization; the whole county may learn of it.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 18, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class ModelPractice extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) organization!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => PracticeKind, { description: '类别 · What it is about.' })
  @Enum({ items: () => PracticeKind })
  kind!: PracticeKind;
  @Field(() => String, { description: '名称 · Title.' })
  @Property({ type: 'string', length: 100 })
  title!: string;
  @Field(() => String, { description: '做法 · What is done.' })
  @Property({ type: 'text' })
  text!: string;
  @Field(() => String, { description: '文号 · Document by which it was recognized.' })
  @Property({ type: 'string', length: 60 })
  document!: string;

  override place(): string {
    return this.division;
  }
}

/** An organization that follows a practice, from a day on. */
@Entity({ tableName: 'practice_adoption' })
@Scoped('division')
@Unique({ properties: ['practice', 'organization'], where: { validTo: FOREVER }, name: 'one_adoption' })
@ObjectType({ description: '推广应用 · An organization that follows a model practice, from a day on.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 19, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class PracticeAdoption extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) practice!: string;
  @Index() @Property({ type: 'string', length: 20 }) organization!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => String, { nullable: true, description: '停用原因 · Why it is followed no more; null while it is.' })
  @Property({ type: 'string', length: 500, nullable: true })
  reason?: string | null;

  override place(): string {
    return this.division;
  }

  /** Is followed no more from `day` on. */
  abandon(day: Day, reason: string): string {
    Object.assign(this, { validTo: day, reason: said(reason, 'reason') });
    return 'practice.abandoned';
  }
}
