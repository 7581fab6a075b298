import { Entity, Enum, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { DesignationKind } from './designation.rules.ts';

registerEnumType(DesignationKind, {
  name: 'DesignationKind',
  description: '村情认定类别 · 贫困村 POOR_VILLAGE, 深度贫困村 DEEP_POVERTY, 已出列 EXITED, 易地搬迁安置点 RELOCATION_SITE.',
});

invariant(
  'one_designation_a_kind',
  'village_designation.village, village_designation.kind',
  'ALREADY_DESIGNATED',
  'this village has this designation already; it is given once',
);

/** A village is recognised as something, by a document, from a day on. A poor village that exits stays on the register of poor villages. */
@Entity({ tableName: 'village_designation' })
@Scoped('village')
@Unique({ properties: ['village', 'kind'], where: { validTo: FOREVER }, name: 'one_designation_a_kind' })
@ObjectType({ description: '村情认定 · A village recognised as poor, deeply poor, exited or a relocation site, by a document.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 5, provider: 'POVERTY_OFFICE', cycle: 'REAL_TIME', since: '2026-11-25' })
export class VillageDesignation extends Versioned {
  @Property({ type: 'string', length: 20 }) village!: string;
  @Field(() => DesignationKind, { description: '类别 · What it is recognised as.' })
  @Enum({ items: () => DesignationKind })
  kind!: DesignationKind;
  @Field(() => DocNo, { description: '文号 · The document.' })
  @Property({ type: 'string', length: 40 })
  document!: string;
  @Field(() => String, { nullable: true, description: '终止原因 · Why it ended; null while it lasts.' })
  @Property({ type: 'string', length: 500, nullable: true })
  endReason?: string | null;

  override place(): string {
    return this.village;
  }

  /** It holds no longer from `day` on. */
  end(day: Day, reason: string): string {
    Object.assign(this, { validTo: day, endReason: said(reason, 'reason') });
    return 'designation.ended';
  }
}
