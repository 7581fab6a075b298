import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Catalogued } from '#platform/catalogued';
import { invariant } from '#platform/change';
import { Scoped, Versioned } from '#platform/dated';
import { type Day, FOREVER } from '#platform/day';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { OfficeRole } from '../offices/office.rules.ts';
import { allowed, ListState, MOST_ITEMS, next, WHOLE, weightOf } from './list.rules.ts';

registerEnumType(ListState, { name: 'ResponsibilityListState', description: '清单状态 · 起草 DRAFT, 印发 ISSUED, 考评完成 SCORED.' });

invariant(
  'one_list_a_year',
  'responsibility_list.organization, responsibility_list.role, responsibility_list.year',
  'LIST_DRAWN',
  'this post has its list for this year already; add to that one',
);

/** What a post answers for in a year, and who holds it. */
@Entity({ tableName: 'responsibility_list' })
@Scoped('division')
@Unique({ properties: ['organization', 'role', 'year'], where: { validTo: FOREVER }, name: 'one_list_a_year' })
@ObjectType({ description: '责任清单 · What the holder of a post answers for in a year: by post, by person, matter by matter.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 25, provider: 'ORG_DEPT', cycle: 'YEARLY', since: '2026-11-25' })
export class ResponsibilityList extends Versioned {
  @Property({ type: 'string', length: 20 }) organization!: string;
  @Index() @Property({ type: 'string', length: 20 }) division!: string;
  @Field(() => OfficeRole, { description: '岗位 · The post.' })
  @Enum({ items: () => OfficeRole })
  role!: OfficeRole;
  @Index() @Property({ type: 'string', length: 20 }) person!: string;
  @Field(() => Int, { description: '年度 · Year.' })
  @Property({ type: 'integer' })
  year!: number;
  @Field(() => ListState, { description: '状态 · State on the day asked for.' })
  @Enum({ items: () => ListState })
  state: ListState = ListState.DRAFT;
  @Field(() => String, { nullable: true, description: '文号 · Document by which it was issued; null before.' })
  @Property({ type: 'string', length: 60, nullable: true })
  document?: string | null;

  @Field(() => [String], { description: '可行操作 · The mutations that its state allows.' })
  get allowedMoves(): string[] {
    return allowed(this.state);
  }

  override place(): string {
    return this.division;
  }

  /** Is issued when it leaves nothing open: its weights are the whole. */
  issue(document: string, items: readonly { weight: number }[]): string {
    const state = next('issueResponsibilityList', this.state);
    const total = weightOf(items);
    if (total !== WHOLE)
      throw new Refusal('SUM_MISMATCH', `the weights of a list add up to ${WHOLE}; those of its ${items.length} items come to ${total}`, {
        total,
      });
    Object.assign(this, { state, document });
    return 'responsibility.issued';
  }

  close(items: readonly { score?: number | null }[]): string {
    const state = next('closeResponsibilityList', this.state);
    const open = items.filter((i) => i.score === null || i.score === undefined).length;
    if (open > 0) throw new Refusal('ITEMS_OPEN', `${open} of its items have no score yet`, { open });
    this.state = state;
    return 'responsibility.scored';
  }
}

/** One matter of a list: never without post, person and matter (量化到岗、细化到人、具体到事). */
@Entity({ tableName: 'responsibility_item' })
@Scoped('division')
@ObjectType({ description: '责任事项 · One matter of a list of responsibilities, with its target, weight and score.' })
@Directive('@key(fields: "id")')
@Catalogued({ serial: 26, provider: 'ORG_DEPT', cycle: 'YEARLY', since: '2026-11-25' })
export class ResponsibilityItem extends Versioned {
  @Index() @Property({ type: 'string', length: 20 }) list!: string;
  @Property({ type: 'string', length: 20 }) organization!: string;
  @Property({ type: 'string', length: 20 }) division!: string;
  @Index() @Property({ type: 'string', length: 20, nullable: true }) source?: string | null;
  @Field(() => OfficeRole, { description: '岗位 · The post.' })
  @Enum({ items: () => OfficeRole })
  role!: OfficeRole;
  @Property({ type: 'string', length: 20 }) person!: string;
  @Field(() => String, { description: '事项 · What is to be done.' })
  @Property({ type: 'string', length: 200 })
  matter!: string;
  @Field(() => String, { description: '指标 · By what it is measured.' })
  @Property({ type: 'string', length: 200 })
  indicator!: string;
  @Field(() => String, { description: '目标 · What is to be reached.' })
  @Property({ type: 'string', length: 100 })
  target!: string;
  @Field(() => Int, { description: '权重 · Weight, of 100.' })
  @Property({ type: 'integer' })
  weight!: number;
  @Field(() => DateScalar, { description: '时限 · Day by which it is to be done.' })
  @Property({ type: 'string', length: 10 })
  due!: Day;
  @Field(() => String, { nullable: true, description: '佐证 · What shows how far it was done; null before it is scored.' })
  @Property({ type: 'string', length: 500, nullable: true })
  evidence?: string | null;
  @Field(() => Int, { nullable: true, description: '得分 · Score, 0 to 100; null before.' })
  @Property({ type: 'integer', nullable: true })
  score?: number | null;
  @Field(() => String, { nullable: true, description: '考评人 · Who scored it.' })
  @Property({ type: 'string', length: 100, nullable: true })
  scoredBy?: string | null;

  override place(): string {
    return this.division;
  }

  rate(score: number, evidence: string, by: string): string {
    if (score < 0 || score > 100) throw new Refusal('BAD_USER_INPUT', `a score lies between 0 and 100; got ${score}`);
    if (evidence.trim() === '') throw new Refusal('EVIDENCE_REQUIRED', 'say what the score is based on');
    Object.assign(this, { score, evidence: said(evidence, 'evidence'), scoredBy: by });
    return 'responsibility.rated';
  }
}

/** Refuses an item that a list has no room for. */
export function requireRoom(items: readonly { weight: number }[], weight: number): void {
  if (weight < 1 || weight > WHOLE) throw new Refusal('BAD_USER_INPUT', `a weight lies between 1 and ${WHOLE}; got ${weight}`);
  const total = weightOf(items) + weight;
  if (total > WHOLE) throw new Refusal('SUM_MISMATCH', `with this item the weights come to ${total}, more than ${WHOLE}`, { total });
  if (items.length >= MOST_ITEMS) throw new Refusal('LIMIT_EXCEEDED', `a list has at most ${MOST_ITEMS} items`, { ceiling: MOST_ITEMS });
}
