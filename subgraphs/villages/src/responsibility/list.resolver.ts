import { LockMode } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, create, Intent, Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { byDay, byEnum, byId, byInt } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Rate, rate } from '#platform/rate';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { atTownship } from '../divisions/division.reads.ts';
import { Person } from '../offices/office.entity.ts';
import { happened, OfficeRole } from '../offices/office.rules.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { organizationById } from '../organizations/organization.reads.ts';
import { ResponsibilityItem, ResponsibilityList, requireRoom } from './list.entity.ts';
import { ListState, next, pointsOf } from './list.rules.ts';
import { answerable, asYear } from './post.reads.ts';

export const lists = list({
  name: 'ResponsibilityList',
  entity: ResponsibilityList,
  filter: {
    year: byInt('year', '年度 · Year.'),
    role: byEnum('OfficeRole', OfficeRole)('role', '岗位 · Post.'),
    state: byEnum('ResponsibilityListState', ListState)('state', '状态 · State.'),
    organization: byId('organization', '党组织 · Key of the organization.'),
    person: byId('person', '人员 · Key of the person.'),
    division: byId('division', '区划 · Key of the division.'),
  },
  order: { YEAR: { property: 'year', description: '年度 · By year.' } },
  groups: {
    year: { property: 'year', type: () => Int, description: '年度 · Year.' },
    state: { property: 'state', type: () => ListState, description: '状态 · State.' },
    township: atTownship('division'),
  },
  distinct: { persons: { property: 'person', description: '人数 · Different people.' } },
});

export const items = list({
  name: 'ResponsibilityItem',
  entity: ResponsibilityItem,
  filter: {
    list: byId('list', '清单 · Key of the list.'),
    person: byId('person', '人员 · Key of the person.'),
    source: byId('source', '上级事项 · Key of the item from which it derives.'),
    due: byDay('due', '时限 · Day by which it is to be done.'),
    score: byInt('score', '得分 · Score.'),
    division: byId('division', '区划 · Key of the division.'),
  },
  order: {
    DUE: { property: 'due', description: '时限 · By the day by which it is to be done.' },
    WEIGHT: { property: 'weight', description: '权重 · By weight.' },
  },
  measures: {
    weight: { property: 'weight', of: 'int', description: '权重 · Weight.' },
    score: { property: 'score', of: 'int', description: '得分 · Score.' },
  },
  groups: {
    due: { property: 'due', type: () => DateScalar, day: true, description: '时限 · Day by which it is to be done.' },
    township: atTownship('division'),
  },
});

const listById = byKey(ResponsibilityList);
export const listReference = ({ id }: { id: string }, ctx: Ctx): Promise<ResponsibilityList | null> => listById(ctx, id);
const itemById = byKey(ResponsibilityItem);
export const itemReference = ({ id }: { id: string }, ctx: Ctx): Promise<ResponsibilityItem | null> => itemById(ctx, id);

/** All items of lists as they stand on the day asked for. */
const itemsOf = batched<string, ResponsibilityItem[]>(async (ids, { em }) => {
  const rows = await em.find(ResponsibilityItem, { list: { $in: [...ids] } }, { orderBy: { due: 'asc', id: 'asc' } });
  const byList = Map.groupBy(rows, (i) => i.list);
  return (id) => byList.get(id) ?? [];
});

@InputType({
  description: '起草责任清单 · Draws up the list of a post for a year; who holds the post on the day asked for answers for it.',
})
class DraftResponsibilityListInput extends Intent {
  @Field(() => ID, { description: '党组织 · The organization.' }) organization!: string;
  @Field(() => OfficeRole, { defaultValue: OfficeRole.SECRETARY, description: '岗位 · The post.' }) role!: OfficeRole;
  @Field(() => Int, { description: '年度 · The year.' }) year!: number;
}

@InputType({ description: '增列责任事项 · Adds a matter to a list that is not issued yet.' })
class AddResponsibilityItemInput extends Intent {
  @Field(() => ID, { description: '清单 · The list.' }) list!: string;
  @Field(() => String, { description: '事项 · What is to be done, up to 200 characters.' }) matter!: string;
  @Field(() => String, { description: '指标 · By what it is measured, up to 200 characters.' }) indicator!: string;
  @Field(() => String, { description: '目标 · What is to be reached, up to 100 characters.' }) target!: string;
  @Field(() => Int, { description: '权重 · Weight; those of a list add up to 100.' }) weight!: number;
  @Field(() => DateScalar, { description: '时限 · Day by which it is to be done, of the year of the list or later.' }) due!: Day;
  @Field(() => ID, { nullable: true, description: '上级事项 · The item of the organization above from which it derives.' }) source?: string;
}

@InputType()
abstract class MoveList extends Move {
  @Field(() => ID, { description: '清单 · The list.' }) list!: string;
}

@InputType({ description: '印发责任清单 · The list that is issued.' })
class IssueResponsibilityListInput extends MoveList {
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}

@InputType({ description: '完成考评 · The list whose items are all scored.' })
class CloseResponsibilityListInput extends MoveList {}

@InputType({ description: '考评事项 · Scores an item.' })
class ScoreResponsibilityItemInput extends Move {
  @Field(() => ID, { description: '事项 · The item.' }) item!: string;
  @Field(() => Int, { description: '得分 · Score, 0 to 100.' }) score!: number;
  @Field(() => String, { description: '佐证 · What the score is based on.' }) evidence!: string;
}

/** The list as it stands now, locked: an item is added, or the list is issued, one after the other. */
async function lockedList({ em }: Ctx, id: string): Promise<ResponsibilityList> {
  const found = await em.findOne(
    ResponsibilityList,
    { id, validTo: FOREVER },
    { filters: { asOf: false }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (!found) throw new Refusal('NOT_FOUND', `no list of responsibilities ${id} in your territory`);
  return found;
}

const openItems = ({ em }: Ctx, of: string): Promise<ResponsibilityItem[]> =>
  em.find(ResponsibilityItem, { list: of, validTo: FOREVER }, { filters: { asOf: false } });

/** Refuses an item that doesn't derive from a list of the organization right above (书记抓、抓书记). */
async function requireSource({ em, day }: Ctx, source: string, { organization, year }: ResponsibilityList): Promise<void> {
  const below = await em.findOne(PartyOrganization, { id: organization });
  // What stands above may lie outside the caller's territory: only whether it is the organization above is told.
  const above = await em.findOne(ResponsibilityItem, { id: source }, { filters: { scope: false } });
  const of = above && (await em.findOne(ResponsibilityList, { id: above.list }, { filters: { scope: false } }));
  if (!above || !of || above.organization !== below?.parent || of.year !== year)
    throw new Refusal(
      'WRONG_TARGET',
      `an item derives from one of the ${year} list of the organization right above as of ${day}, ${below?.parent ?? 'which it has none of'}`,
    );
}

@Resolver(() => ResponsibilityList)
export class ResponsibilityListResolver {
  @Query(() => lists.Connection, { description: '责任清单 · Lists of responsibilities of your territory.' })
  responsibilityLists(@Context() ctx: Ctx, @Args(() => lists.Args) args: PageArgs): object {
    return lists.page(ctx, args);
  }
  @FieldResolver(() => PartyOrganization, { nullable: true, description: '党组织 · The organization.' })
  organization(@Root() { organization }: ResponsibilityList, @Context() ctx: Ctx): Promise<PartyOrganization | null> {
    return organizationById(ctx, organization);
  }
  @FieldResolver(() => Person, { nullable: true, description: '责任人 · Who answers for it.' })
  person(@Root() { person }: ResponsibilityList): Person {
    return { id: person };
  }
  @FieldResolver(() => [ResponsibilityItem], { description: '责任事项 · Its items, those due first, first.' })
  items(@Root() { id }: ResponsibilityList, @Context() ctx: Ctx): Promise<ResponsibilityItem[]> {
    return itemsOf(ctx, id);
  }
  @FieldResolver(() => Rate, {
    description:
      '得分率 · Σ weight × score of the items scored so far ÷ the most that those could have; percent is the score of the list out of 100.',
  })
  async points(@Root() { id }: ResponsibilityList, @Context() ctx: Ctx): Promise<Rate> {
    const { got, most } = pointsOf(await itemsOf(ctx, id));
    return rate(got, most);
  }

  @Mutation(() => ResponsibilityList, {
    description: '起草责任清单 · Refused with VACANCY_OPEN while nobody holds the post, with LIST_DRAWN the second time.',
  })
  draftResponsibilityList(
    @Context() ctx: Ctx,
    @Arg('input', () => DraftResponsibilityListInput) input: DraftResponsibilityListInput,
  ): Promise<ResponsibilityList> {
    const on = happened(ctx.day, ctx.now);
    const year = asYear(input.year, on);
    return create(ctx, ResponsibilityList, input, 'responsibility.drafted', async ({ ctx: inside }) => {
      const { organization, person } = await answerable(inside, input.organization, on, input.role);
      const { id, division } = organization;
      return Object.assign(new ResponsibilityList(), {
        id: newId('rls'),
        organization: id,
        division,
        role: input.role,
        person,
        year,
        validFrom: on,
      });
    });
  }
  @Mutation(() => ResponsibilityList, {
    description: '印发责任清单 · DRAFT → ISSUED. Refused with SUM_MISMATCH unless the weights add up to 100.',
  })
  issueResponsibilityList(
    @Context() ctx: Ctx,
    @Arg('input', () => IssueResponsibilityListInput) input: IssueResponsibilityListInput,
  ): Promise<ResponsibilityList> {
    happened(ctx.day, ctx.now);
    return change(ctx, ResponsibilityList, input.list, input, async (of, work) =>
      of.issue(input.document, await openItems(work.ctx, of.id)),
    );
  }
  @Mutation(() => ResponsibilityList, { description: '完成考评 · ISSUED → SCORED. Refused with ITEMS_OPEN while an item has no score.' })
  closeResponsibilityList(
    @Context() ctx: Ctx,
    @Arg('input', () => CloseResponsibilityListInput) input: CloseResponsibilityListInput,
  ): Promise<ResponsibilityList> {
    happened(ctx.day, ctx.now);
    return change(ctx, ResponsibilityList, input.list, input, async (of, work) => of.close(await openItems(work.ctx, of.id)));
  }
}

@Resolver(() => ResponsibilityItem)
export class ResponsibilityItemResolver {
  @Query(() => items.Connection, { description: '责任事项 · Items of lists of responsibilities of your territory.' })
  responsibilityItems(@Context() ctx: Ctx, @Args(() => items.Args) args: PageArgs): object {
    return items.page(ctx, args);
  }
  @FieldResolver(() => ResponsibilityList, { nullable: true, description: '清单 · The list.' })
  list(@Root() { list: of }: ResponsibilityItem, @Context() ctx: Ctx): Promise<ResponsibilityList | null> {
    return listById(ctx, of);
  }
  @FieldResolver(() => Person, { nullable: true, description: '责任人 · Who answers for it.' })
  person(@Root() { person }: ResponsibilityItem): Person {
    return { id: person };
  }
  @FieldResolver(() => ResponsibilityItem, {
    nullable: true,
    description:
      '上级事项 · The item of the organization above from which it derives; null when it is its own, or lies outside your territory.',
  })
  source(@Root() { source }: ResponsibilityItem, @Context() ctx: Ctx): Promise<ResponsibilityItem | null> | null {
    return source ? itemById(ctx, source) : null;
  }
  @FieldResolver(() => items.Connection, { description: '分解事项 · Items of the organizations below that derive from it.' })
  derived(@Root() { id }: ResponsibilityItem, @Context() ctx: Ctx, @Args(() => items.Args) args: PageArgs): object {
    return items.pageOf(ctx, 'source', id, args);
  }

  @Mutation(() => ResponsibilityItem, {
    description:
      '增列责任事项 · Adds an item to a list in state DRAFT. Refused with SUM_MISMATCH above 100, with WRONG_TARGET when it derives from elsewhere than the organization right above.',
  })
  addResponsibilityItem(
    @Context() ctx: Ctx,
    @Arg('input', () => AddResponsibilityItemInput) input: AddResponsibilityItemInput,
  ): Promise<ResponsibilityItem> {
    const on = happened(ctx.day, ctx.now);
    return create(ctx, ResponsibilityItem, input, 'responsibility.added', async ({ ctx: inside }) => {
      const of = await lockedList(inside, input.list);
      next('addResponsibilityItem', of.state);
      const { weight, due, source } = input;
      requireRoom(await openItems(inside, of.id), weight);
      if (due < `${of.year}-01-01`)
        throw new Refusal('BAD_USER_INPUT', `an item of the ${of.year} list is due in that year or later; got ${due}`);
      if (source) await requireSource(inside, source, of);
      const { id, organization, division, role, person } = of;
      return Object.assign(new ResponsibilityItem(), {
        id: newId('rit'),
        list: id,
        organization,
        division,
        role,
        person,
        source: source ?? null,
        matter: said(input.matter, 'matter', 200),
        indicator: said(input.indicator, 'indicator', 200),
        target: said(input.target, 'target', 100),
        weight,
        due,
        validFrom: on,
      });
    });
  }

  @Mutation(() => ResponsibilityItem, { description: '考评事项 · Scores an item of an issued list, with evidence.' })
  scoreResponsibilityItem(
    @Context() ctx: Ctx,
    @Arg('input', () => ScoreResponsibilityItemInput) input: ScoreResponsibilityItemInput,
  ): Promise<ResponsibilityItem> {
    happened(ctx.day, ctx.now);
    return once(ctx, ResponsibilityItem, input, async (work) => {
      const held = await work.ctx.em.findOne(ResponsibilityItem, { id: input.item, validTo: FOREVER }, { filters: { asOf: false } });
      if (!held) throw new Refusal('NOT_FOUND', `no item ${input.item} in your territory`);
      next('scoreResponsibilityItem', (await lockedList(work.ctx, held.list)).state); // the list first, so that it isn't closed meanwhile
      return work.change(ResponsibilityItem, held.id, (item) => item.rate(input.score, input.evidence, ctx.caller.id), {
        expectedVersion: input.expectedVersion,
      });
    });
  }
}
