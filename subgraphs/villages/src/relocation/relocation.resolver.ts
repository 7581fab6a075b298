import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byEnum, byId, byInt, byMoney, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo, MoneyFen } from '#platform/scalars';
import { said } from '#platform/words';
import { Township, Village } from '../divisions/division.entity.ts';
import { atTownship, atVillage, divisionReference, happened, requireVillage } from '../divisions/division.reads.ts';
import { RelocationProject, RelocationSource } from './relocation.entity.ts';
import { RelocationState } from './relocation.rules.ts';

export const relocations = list({
  name: 'RelocationProject',
  entity: RelocationProject,
  filter: {
    title: byText('title', '名称 · Title.'),
    state: byEnum('RelocationState', RelocationState)('state', '状态 · State.'),
    community: byId('community', '安置社区 · Key of the resettlement community.'),
    investment: byMoney('investment', '投资 · Investment.'),
  },
  order: {
    TITLE: { property: 'title', description: '名称 · By title.' },
    INVESTMENT: { property: 'investment', description: '投资 · By investment.' },
  },
  measures: { investment: { property: 'investment', of: 'money', description: '投资 · Investment.' } },
  groups: { state: { property: 'state', type: () => RelocationState, description: '状态 · State.' }, township: atTownship('division') },
});
export const sources = list({
  name: 'RelocationSource',
  entity: RelocationSource,
  filter: {
    project: byId('project', '项目 · Key of the project.'),
    village: byId('village', '迁出村 · Key of the village.'),
    households: byInt('households', '户数 · Households.'),
  },
  order: { HOUSEHOLDS: { property: 'households', description: '户数 · By households.' } },
  measures: {
    households: { property: 'households', of: 'int', description: '搬迁户数 · Households.' },
    persons: { property: 'persons', of: 'int', description: '搬迁人数 · Persons.' },
  },
  distinct: { villages: { property: 'village', description: '迁出村数 · Villages.' } },
  groups: {
    village: atVillage('village'),
    township: atTownship('village'),
    project: { property: 'project', type: () => ID, description: '项目 · Key of the project.' },
  },
});

const relocationById = byKey(RelocationProject);
const sourceById = byKey(RelocationSource);
export const relocationReference = ({ id }: { id: string }, ctx: Ctx): Promise<RelocationProject | null> => relocationById(ctx, id);
export const sourceReference = ({ id }: { id: string }, ctx: Ctx): Promise<RelocationSource | null> => sourceById(ctx, id);

@InputType({ description: '列入搬迁计划 · Plans a relocation project.' })
class PlanRelocationInput extends Intent {
  @Field(() => String, { description: '名称 · Title, up to 100 characters.' }) title!: string;
  @Field(() => ID, { description: '安置地 · Key of the township in which it is built.' }) township!: string;
  @Field(() => MoneyFen, { description: '投资 · Investment, in fen.' }) investment!: number;
}
@InputType({ description: '增加迁出村 · Names a village that people leave.' })
class AddRelocationSourceInput extends Intent {
  @Field(() => ID, { description: '项目 · The project.' }) project!: string;
  @Field(() => ID, { description: '迁出村 · The village.' }) village!: string;
  @Field(() => Int, { description: '搬迁户数 · Households, at least one.' }) households!: number;
  @Field(() => Int, { description: '搬迁人数 · Persons, at least one a household.' }) persons!: number;
}
@InputType()
abstract class MoveRelocationInput extends Move {
  @Field(() => ID, { description: '项目 · The project.' }) project!: string;
}
@InputType({ description: '批准搬迁项目 · Approves a project.' })
class ApproveRelocationInput extends MoveRelocationInput {
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}
@InputType({ description: '开工 · Building begins.' })
class StartRelocationInput extends MoveRelocationInput {}
@InputType({ description: '入住 · People move into the community.' })
class OccupyRelocationInput extends MoveRelocationInput {
  @Field(() => ID, { description: '安置社区 · The community or village they move into; it stands in the register.' }) community!: string;
  @Field(() => DateScalar, { nullable: true, description: '入住日 · The day asked for unless given.' }) on?: Day;
}
@InputType({ description: '验收 · Accepts a finished project.' })
class AcceptRelocationInput extends MoveRelocationInput {}
@InputType({ description: '取消搬迁项目 · Cancels a project before building.' })
class CancelRelocationInput extends MoveRelocationInput {
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

@Resolver(() => RelocationProject)
export class RelocationResolver {
  @Query(() => relocations.Connection, { description: '易地扶贫搬迁项目 · Projects of your territory, and of what lies above it.' })
  relocationProjects(@Context() ctx: Ctx, @Args(() => relocations.Args) args: PageArgs): object {
    return relocations.page(ctx, args);
  }
  @FieldResolver(() => Township, { nullable: true, description: '安置地 · The township in which it is built.' })
  township(@Root() { division }: RelocationProject, @Context() ctx: Ctx): unknown {
    return divisionReference({ id: division }, ctx);
  }
  @FieldResolver(() => Village, { nullable: true, description: '安置社区 · The community that people moved into.' })
  community(@Root() { community }: RelocationProject, @Context() ctx: Ctx): unknown {
    return community ? divisionReference({ id: community }, ctx) : null;
  }
  @FieldResolver(() => sources.Connection, { description: '迁出村 · The villages that people leave.' })
  sources(@Root() { id }: RelocationProject, @Context() ctx: Ctx, @Args(() => sources.Args) args: PageArgs): object {
    return sources.pageOf(ctx, 'project', id, args);
  }

  @Mutation(() => RelocationProject, { description: '列入搬迁计划 · Enters a project as PLANNED.' })
  planRelocation(@Context() ctx: Ctx, @Arg('input', () => PlanRelocationInput) input: PlanRelocationInput): Promise<RelocationProject> {
    return create(ctx, RelocationProject, input, 'relocation.planned', () => {
      const { township: division, investment } = input;
      if (ctx.territory.at(division, happened(ctx))?.kind !== 'TOWNSHIP' || !ctx.scope.covers(division))
        throw new Refusal('NOT_FOUND', `no township ${division} in your territory as of ${ctx.day}`);
      if (investment < 0) throw new Refusal('BAD_USER_INPUT', 'an investment is never negative');
      const title = said(input.title, 'title', 100);
      return Object.assign(new RelocationProject(), { id: newId('rel'), title, division, investment, validFrom: ctx.day });
    });
  }
  @Mutation(() => RelocationSource, {
    description: '增加迁出村 · Names a village that people leave. Refused with SOURCE_NAMED when it is named already.',
  })
  addRelocationSource(
    @Context() ctx: Ctx,
    @Arg('input', () => AddRelocationSourceInput) input: AddRelocationSourceInput,
  ): Promise<RelocationSource> {
    return create(ctx, RelocationSource, input, 'relocationSource.added', async (work) => {
      const { project, village, households, persons } = input;
      requireVillage(ctx, village, happened(ctx));
      const of = await work.ctx.em.findOne(RelocationProject, { id: project });
      if (!of) throw new Refusal('NOT_FOUND', `no relocation project ${project} in your territory as of ${ctx.day}`);
      of.requireOpen();
      if (households < 1 || persons < households)
        throw new Refusal('BAD_USER_INPUT', `at least one household, and at least one person in each; got ${households} and ${persons}`);
      return Object.assign(new RelocationSource(), { id: newId('rsv'), project, village, households, persons, validFrom: ctx.day });
    });
  }
  @Mutation(() => RelocationProject, { description: '批准搬迁项目 · PLANNED → APPROVED, by a document.' })
  approveRelocation(
    @Context() ctx: Ctx,
    @Arg('input', () => ApproveRelocationInput) input: ApproveRelocationInput,
  ): Promise<RelocationProject> {
    return change(ctx, RelocationProject, input.project, input, (p) => p.approve(input.document));
  }
  @Mutation(() => RelocationProject, { description: '开工 · APPROVED → BUILDING.' })
  startRelocation(@Context() ctx: Ctx, @Arg('input', () => StartRelocationInput) input: StartRelocationInput): Promise<RelocationProject> {
    return change(ctx, RelocationProject, input.project, input, (p) => p.start());
  }
  @Mutation(() => RelocationProject, { description: '入住 · BUILDING → OCCUPIED: people move into a community of the register.' })
  occupyRelocation(
    @Context() ctx: Ctx,
    @Arg('input', () => OccupyRelocationInput) input: OccupyRelocationInput,
  ): Promise<RelocationProject> {
    const on = happened(ctx, input.on);
    return change(ctx, RelocationProject, input.project, input, async (p, { ctx: { em } }) => {
      requireVillage(ctx, input.community, on);
      return p.occupy(input.community, on, await em.count(RelocationSource, { project: p.id }));
    });
  }
  @Mutation(() => RelocationProject, { description: '验收 · OCCUPIED → ACCEPTED.' })
  acceptRelocation(
    @Context() ctx: Ctx,
    @Arg('input', () => AcceptRelocationInput) input: AcceptRelocationInput,
  ): Promise<RelocationProject> {
    return change(ctx, RelocationProject, input.project, input, (p) => p.accept());
  }
  @Mutation(() => RelocationProject, { description: '取消搬迁项目 · PLANNED or APPROVED → CANCELLED.' })
  cancelRelocation(
    @Context() ctx: Ctx,
    @Arg('input', () => CancelRelocationInput) input: CancelRelocationInput,
  ): Promise<RelocationProject> {
    return change(ctx, RelocationProject, input.project, input, (p) => p.cancel(input.reason));
  }
}

@Resolver(() => RelocationSource)
export class RelocationSourceResolver {
  @FieldResolver(() => Village, { description: '迁出村 · The village.' })
  village(@Root() { village }: RelocationSource, @Context() ctx: Ctx): unknown {
    return divisionReference({ id: village }, ctx);
  }
  @FieldResolver(() => RelocationProject, { nullable: true, description: '项目 · The project.' })
  project(@Root() { project }: RelocationSource, @Context() ctx: Ctx): Promise<RelocationProject | null> {
    return relocationById(ctx, project);
  }
}

@Resolver(() => Village)
export class VillageRelocation {
  @FieldResolver(() => sources.Connection, { description: '迁出 · Projects with which people leave it.' })
  relocations(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => sources.Args) args: PageArgs): object {
    return sources.pageOf(ctx, 'village', id, args);
  }
  @FieldResolver(() => relocations.Connection, { description: '安置 · Projects whose people moved into it.' })
  resettlements(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => relocations.Args) args: PageArgs): object {
    return relocations.pageOf(ctx, 'community', id, args);
  }
}
