import { Arg, Args, Ctx as Context, Field, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { byCode, byEnum, byText } from '#platform/filter';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DivisionCode } from '#platform/scalars';
import { DesignationKind } from '../designations/designation.rules.ts';
import { DivisionChange } from './change.entity.ts';
import { changesOf } from './change.reads.ts';
import { County, DatedCode, DatedName, Division, Township, Village } from './division.entity.ts';
import { divisionOn, periodsOf, whereDesignated } from './division.reads.ts';
import { DivisionKind, DivisionStatus, runsOf } from './division.rules.ts';
import { endedBy } from './plan.rules.ts';

async function named(ctx: Ctx, code: string, kinds: readonly DivisionKind[], what: string): Promise<Division> {
  const id = ctx.territory.named(code);
  const division = id ? await divisionOn(ctx, id) : null;
  if (division && kinds.includes(division.kind)) return division;
  throw new Refusal(
    'NOT_FOUND',
    `no ${what} in your territory is or was called ${code} as of ${ctx.day}; the codes in force are in county { townships { nodes { code } } } and villages { nodes { code } }`,
    { division: code },
  );
}

const divisionFilter = {
  code: byCode('code', '代码 · Code on the day asked for.'),
  name: byText('name', '名称 · Short name on the day asked for.'),
  officialName: byText('officialName', '登记名称 · Name as printed.'),
};
const divisionOrder = {
  DIVISION: { property: 'code', description: '区划顺序 · The official order of divisions.' },
  NAME: { property: 'name', description: '名称 · By name.' },
} as const;

export const townships = list({ name: 'Township', entity: Division, node: () => Township, filter: divisionFilter, order: divisionOrder });
export const villages = list({
  name: 'Village',
  entity: Division,
  node: () => Village,
  filter: {
    ...divisionFilter,
    kind: byEnum('DivisionKind', DivisionKind)('kind', '类别 · VILLAGE or COMMUNITY.'),
    designation: {
      ...byEnum('DesignationKind', DesignationKind)('id', '村情认定 · Recognised as this on the day asked for.'),
      few: undefined,
      where: (c, ctx) => whereDesignated(c, ctx),
    },
  },
  groups: {
    township: {
      property: 'parent',
      type: () => Township,
      show: (id: string, ctx: Ctx) => divisionOn(ctx, id),
      description: '乡镇 · Township in which it lies on the day asked for.',
    },
    kind: { property: 'kind', type: () => DivisionKind, description: '类别 · VILLAGE or COMMUNITY.' },
  },
  order: divisionOrder,
});

const CODE = { description: '区划代码 · Any code that the division has or had.' };

@Resolver(() => County)
export class CountyResolver {
  @Query(() => County, { nullable: true, description: '县 · The county with this code.' })
  county(@Context() ctx: Ctx, @Arg('code', () => DivisionCode, CODE) code: string): Promise<Division> {
    return named(ctx, code, [DivisionKind.COUNTY], 'county');
  }

  @FieldResolver(() => townships.Connection, { description: '乡镇 · Townships and towns of the county.' })
  townships(@Root() county: Division, @Context() ctx: Ctx, @Args(() => townships.Args) args: PageArgs): object {
    return townships.pageOf(ctx, 'parent', county.id, args, { kind: DivisionKind.TOWNSHIP });
  }
  @FieldResolver(() => villages.Connection, { description: '行政村 · Administrative villages (村委会) of the county.' })
  villages(@Root() county: Division, @Context() ctx: Ctx, @Args(() => villages.Args) args: PageArgs): object {
    return villages.pageOf(ctx, 'county', county.id, args, { kind: DivisionKind.VILLAGE });
  }
  @FieldResolver(() => villages.Connection, { description: '社区 · Communities (居委会) of the county.' })
  communities(@Root() county: Division, @Context() ctx: Ctx, @Args(() => villages.Args) args: PageArgs): object {
    return villages.pageOf(ctx, 'county', county.id, args, { kind: DivisionKind.COMMUNITY });
  }
}

@Resolver(() => Township)
export class TownshipResolver {
  @Query(() => Township, { nullable: true, description: '乡镇 · The township that is or was called by this code.' })
  township(@Context() ctx: Ctx, @Arg('code', () => DivisionCode, CODE) code: string): Promise<Division> {
    return named(ctx, code, [DivisionKind.TOWNSHIP], 'township');
  }

  @FieldResolver(() => County, { description: '所属县 · The county.' })
  async county(@Root() township: Division, @Context() ctx: Ctx): Promise<Division | null> {
    return divisionOn(ctx, township.county);
  }
  @FieldResolver(() => DivisionStatus, { description: '状态 · Whether it exists on the day asked for.' })
  status(@Root() township: Division, @Context() { day }: Ctx): DivisionStatus {
    return statusOf(township, day);
  }
  @FieldResolver(() => villages.Connection, { description: '行政村 · Administrative villages (村委会) of the township.' })
  villages(@Root() township: Division, @Context() ctx: Ctx, @Args(() => villages.Args) args: PageArgs): object {
    return villages.pageOf(ctx, 'parent', township.id, args, { kind: DivisionKind.VILLAGE });
  }
  @FieldResolver(() => villages.Connection, { description: '社区 · Communities (居委会) of the township.' })
  communities(@Root() township: Division, @Context() ctx: Ctx, @Args(() => villages.Args) args: PageArgs): object {
    return villages.pageOf(ctx, 'parent', township.id, args, { kind: DivisionKind.COMMUNITY });
  }
}

const statusOf = (division: Division, day: string): DivisionStatus =>
  day < division.validTo ? DivisionStatus.ACTIVE : DivisionStatus.ABOLISHED;

@Resolver(() => Village)
export class VillageResolver {
  @Query(() => Village, {
    nullable: true,
    description: '行政村、社区 · The village or community that is or was called by this code. An old code answers for ever.',
  })
  village(@Context() ctx: Ctx, @Arg('code', () => DivisionCode, CODE) code: string): Promise<Division> {
    return named(ctx, code, [DivisionKind.VILLAGE, DivisionKind.COMMUNITY], 'village');
  }
  @Query(() => villages.Connection, { description: '行政村、社区 · All villages and communities of your territory.' })
  villages(@Context() ctx: Ctx, @Args(() => villages.Args) args: PageArgs): object {
    return villages.page(ctx, args, { kind: { $in: [DivisionKind.VILLAGE, DivisionKind.COMMUNITY] } });
  }

  @FieldResolver(() => Township, {
    nullable: true,
    description: '所属乡镇 · The township on the day asked for (the last one once abolished).',
  })
  async township(@Root() village: Division, @Context() ctx: Ctx): Promise<Division | null> {
    return village.parent ? divisionOn(ctx, village.parent) : null;
  }
  @FieldResolver(() => DivisionStatus, { description: '状态 · Whether it exists on the day asked for.' })
  status(@Root() village: Division, @Context() { day }: Ctx): DivisionStatus {
    return statusOf(village, day);
  }
  @FieldResolver(() => [DatedCode], { description: '代码沿革 · All codes of its life, oldest first, whatever the day asked for.' })
  async codes(@Root() { id }: Division, @Context() ctx: Ctx): Promise<DatedCode[]> {
    return runsOf(await periodsOf(ctx, id), (p) => p.code).map(({ value, from, to }) => ({ division: id, code: value, ...span(from, to) }));
  }
  @FieldResolver(() => [DatedName], { description: '名称沿革 · All names of its life, oldest first.' })
  async names(@Root() { id }: Division, @Context() ctx: Ctx): Promise<DatedName[]> {
    const periods = await periodsOf(ctx, id);
    return runsOf(periods, (p) => p.officialName).map(({ value, from, to }) => ({
      division: id,
      name: periods.find((p) => p.officialName === value)?.name as string,
      officialName: value,
      ...span(from, to),
    }));
  }
  @FieldResolver(() => [DivisionChange], {
    description: '区划变更 · The changes that it took part in, oldest first; those to come are in divisionChanges.',
  })
  changes(@Root() village: Division, @Context() ctx: Ctx): Promise<DivisionChange[]> {
    return changesOf(ctx, village.id);
  }
  @FieldResolver(() => Successors, { nullable: true, description: '承继 · What it became, once abolished; null while it exists.' })
  async successors(@Root() village: Division, @Context() ctx: Ctx): Promise<Successors | null> {
    if (statusOf(village, ctx.day) === DivisionStatus.ACTIVE) return null;
    const end = (await changesOf(ctx, village.id)).findLast((c) => endedBy(c.plan).includes(village.id));
    const heirs = end?.to ? await Promise.all(end.to.map((id) => divisionOn(ctx, id))) : null;
    return { known: heirs !== null, villages: heirs?.filter((d) => d !== null) ?? [] };
  }
}

const span = (from: Day, to: Day) => ({ from, to: to === FOREVER ? null : to });

const changeOn = async (ctx: Ctx, division: string, day: Day | null): Promise<DivisionChange | null> =>
  day === null ? null : ((await changesOf(ctx, division)).find((c) => c.effectiveOn === day) ?? null);

const BEGUN_BY = {
  nullable: true,
  description: '启用依据 · The change with which it began, with its document; null for what the register began with.',
};
const ENDED_BY = { nullable: true, description: '停用依据 · The change with which it ended; null while it lasts.' };

@Resolver(() => DatedCode)
export class DatedCodeResolver {
  @FieldResolver(() => DivisionChange, BEGUN_BY)
  begunBy(@Root() { division, from }: DatedCode, @Context() ctx: Ctx): Promise<DivisionChange | null> {
    return changeOn(ctx, division, from);
  }
  @FieldResolver(() => DivisionChange, ENDED_BY)
  endedBy(@Root() { division, to }: DatedCode, @Context() ctx: Ctx): Promise<DivisionChange | null> {
    return changeOn(ctx, division, to);
  }
}
@Resolver(() => DatedName)
export class DatedNameResolver {
  @FieldResolver(() => DivisionChange, BEGUN_BY)
  begunBy(@Root() { division, from }: DatedName, @Context() ctx: Ctx): Promise<DivisionChange | null> {
    return changeOn(ctx, division, from);
  }
  @FieldResolver(() => DivisionChange, ENDED_BY)
  endedBy(@Root() { division, to }: DatedName, @Context() ctx: Ctx): Promise<DivisionChange | null> {
    return changeOn(ctx, division, to);
  }
}

@ObjectType({ description: '承继单位 · What a division became. Where the records do not say, `known` is false: nothing is invented.' })
export class Successors {
  @Field(() => Boolean, { description: '已知 · Whether the records name them.' }) known!: boolean;
  @Field(() => [Village], { description: '承继村 · The successors, as of the day asked for.' }) villages!: Division[];
}
