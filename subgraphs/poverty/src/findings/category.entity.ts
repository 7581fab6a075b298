import { Entity, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DocNo } from '#platform/scalars';
import { whereTouching } from '#platform/territory';

const DEFINED = 'this category is defined; retire it first to define it anew';
invariant('one_category_a_code', 'finding_category.code', 'CODE_IN_USE', DEFINED);
invariant('one_category_a_name', 'finding_category.name', 'CODE_IN_USE', DEFINED);

/** A category of findings in the county's code list, from a day to a day (GB/T 7027: codes are never given twice at once). */
@Entity({ tableName: 'finding_category' })
@Scoped((scope) => whereTouching('division', scope))
@Unique({ properties: ['code'], where: { validTo: FOREVER }, name: 'one_category_a_code' })
@Unique({ properties: ['name'], where: { validTo: FOREVER }, name: 'one_category_a_name' })
@ObjectType({ description: '问题类别 · A category of the dated code list by which findings are told apart.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 62, provider: 'INSPECTOR', cycle: 'IRREGULAR', since: '2026-11-25' })
export class FindingCategory extends Versioned {
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => String, { description: '代码 · Code, for example DRINKING_WATER.' })
  @Property({ type: 'string', length: 40 })
  code!: string;
  @Field(() => String, { description: '名称 · Name, for example 饮水安全.' })
  @Property({ type: 'string', length: 64 })
  name!: string;
  @Field(() => DocNo, { nullable: true, description: '文号 · Document of the list.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;

  override place(): string {
    return this.division;
  }

  /** Used no longer from `day` on; what was found before keeps it. */
  retire(day: Day): string {
    this.validTo = day;
    return 'findingCategory.retired';
  }
}
