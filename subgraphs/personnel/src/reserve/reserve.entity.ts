import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { ReserveEnd, ReserveLevel } from './reserve.rules.ts';

registerEnumType(ReserveLevel, {
  name: 'ReserveLevel',
  description: '后备层次 · 县处级副职 DIVISION_DEPUTY, 乡科级正职 SECTION_CHIEF, 乡科级副职 SECTION_DEPUTY.',
});
registerEnumType(ReserveEnd, {
  name: 'ReserveEndReason',
  description: '退出原因 · 任用 APPOINTED, 年龄 AGE, 不宜 UNSUITABLE, 调出 TRANSFER.',
});

invariant('one_reserve_entry', 'reserve_cadre_entry.person', 'CONFLICT', 'the person is in the reserve pool already');

/**
 * Somebody in the reserve pool (后备干部). Under "1+1" the entry and a rotation or secondment name each other: the
 * posting is proposed for the entry, and the entry then takes it as its other half.
 */
@Entity({ tableName: 'reserve_cadre_entry' })
@Scoped('division')
@Unique({ properties: ['person'], where: { validTo: FOREVER }, name: 'one_reserve_entry' })
@Index({ properties: ['division'] })
@ObjectType({ description: '后备干部条目 · An entry in the reserve pool; read by the organization department and discipline alone.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 51, provider: 'ORG_DEPT', cycle: 'REAL_TIME', since: '2026-11-25' })
export class ReserveCadreEntry extends Versioned {
  @Property({ type: 'string', length: 20 }) person!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => ReserveLevel, { description: '后备层次 · For which rank.' })
  @Enum({ items: () => ReserveLevel })
  level!: ReserveLevel;
  @Field(() => DateScalar, { description: '入库日 · Day on which the person entered the pool.' })
  @Property({ type: 'string', length: 10 })
  enteredOn!: Day;
  @Field(() => DocNo, { description: '文号 · The document.' })
  @Property({ type: 'string', length: 60 })
  document!: string;
  @Index() @Property({ type: 'string', length: 20, nullable: true }) linkedPosting?: string | null;
  @Field(() => ReserveEnd, { nullable: true, description: '退出原因 · Why the person left the pool; null while in it.' })
  @Enum({ items: () => ReserveEnd, nullable: true })
  endReason?: ReserveEnd | null;

  override place(): string {
    return this.division;
  }

  /** The other half of "1+1": a posting that was proposed for this entry, of this person. */
  pair(posting: { id: string; person: string; reserveEntry?: string | null }): string {
    if (posting.person !== this.person || posting.reserveEntry !== this.id)
      throw new Refusal(
        'PAIR_MISMATCH',
        'the two halves of "1+1" name each other: propose the posting of this person with reserveEntry first',
      );
    this.linkedPosting = posting.id;
    return 'reserve.paired';
  }

  /** `day` is the first on which the person is no longer in the pool. */
  leave(day: Day, reason: ReserveEnd): string {
    Object.assign(this, { validTo: day, endReason: reason });
    return 'reserve.left';
  }
}
