import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { byEnum, byId, byInt, byMoney, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo, MoneyFen } from '#platform/scalars';
import { said } from '#platform/words';
import { County, Township, Village } from '../divisions/division.entity.ts';
import { atTownship, atVillage, divisionReference, happened, requireVillage } from '../divisions/division.reads.ts';
import { IndustryProject } from './project.entity.ts';
import { IndustryState, IndustryType } from './project.rules.ts';

export const industryProjects = list({
  name: 'IndustryProject',
  entity: IndustryProject,
  filter: {
    village: byId('village', '村 · Key of the village.'),
    title: byText('title', '名称 · Title.'),
    type: byEnum('IndustryType', IndustryType)('type', '类型 · What is built up.'),
    state: byEnum('IndustryProjectState', IndustryState)('state', '状态 · State.'),
    funds: byMoney('funds', '扶持资金 · Funds.'),
    households: byInt('households', '带动户数 · Households.'),
  },
  order: {
    FUNDS: { property: 'funds', description: '扶持资金 · By funds.' },
    TITLE: { property: 'title', description: '名称 · By title.' },
  },
  measures: {
    funds: { property: 'funds', of: 'money', description: '扶持资金 · Funds.' },
    households: { property: 'households', of: 'int', description: '带动户数 · Households.' },
  },
  distinct: { villages: { property: 'village', description: '涉及村数 · Villages.' } },
  groups: {
    type: { property: 'type', type: () => IndustryType, description: '类型 · Type.' },
    state: { property: 'state', type: () => IndustryState, description: '状态 · State.' },
    validFrom: { property: 'validFrom', type: () => DateScalar, day: true, description: '状态起 · Since when its state is so.' },
    township: atTownship('village'),
    village: atVillage('village'),
  },
  below: 'village',
});

const projectById = byKey(IndustryProject);
export const industryReference = ({ id }: { id: string }, ctx: Ctx): Promise<IndustryProject | null> => projectById(ctx, id);

@InputType({ description: '申报产业项目 · Plans a project.' })
class PlanIndustryProjectInput extends Intent {
  @Field(() => ID, { description: '村 · The village.' }) village!: string;
  @Field(() => String, { description: '名称 · Title, up to 100 characters.' }) title!: string;
  @Field(() => IndustryType, { description: '类型 · What is built up.' }) type!: IndustryType;
  @Field(() => MoneyFen, { description: '扶持资金 · Funds, in fen.' }) funds!: number;
  @Field(() => Int, { defaultValue: 0, description: '带动户数 · Households that it carries along.' }) households!: number;
}
@InputType()
abstract class MoveProjectInput extends Move {
  @Field(() => ID, { description: '项目 · The project.' }) project!: string;
}
@InputType({ description: '启动产业项目 · Starts a granted project.' })
class StartIndustryProjectInput extends MoveProjectInput {
  @Field(() => DocNo, { description: '文号 · The document that grants it.' }) document!: string;
}
@InputType({ description: '验收产业项目 · Accepts a finished project.' })
class AcceptIndustryProjectInput extends MoveProjectInput {}
@InputType({ description: '停止产业项目 · Stops a project.' })
class StopIndustryProjectInput extends MoveProjectInput {
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}
@InputType({ description: '移交产业项目 · Moves a project to the village that took over.' })
class MoveIndustryProjectInput extends MoveProjectInput {
  @Field(() => ID, { description: '村 · Where it goes on.' }) village!: string;
}

@Resolver(() => IndustryProject)
export class IndustryProjectResolver {
  @Query(() => industryProjects.Connection, { description: '产业扶持项目 · Projects in your territory.' })
  industryProjects(@Context() ctx: Ctx, @Args(() => industryProjects.Args) args: PageArgs): object {
    return industryProjects.page(ctx, args);
  }
  @FieldResolver(() => Village, { description: '村 · The village.' })
  village(@Root() { village }: IndustryProject, @Context() ctx: Ctx): unknown {
    return divisionReference({ id: village }, ctx);
  }

  @Mutation(() => IndustryProject, { description: '申报产业项目 · Enters a project as PLANNED.' })
  planIndustryProject(
    @Context() ctx: Ctx,
    @Arg('input', () => PlanIndustryProjectInput) input: PlanIndustryProjectInput,
  ): Promise<IndustryProject> {
    return create(ctx, IndustryProject, input, 'industryProject.planned', () => {
      requireVillage(ctx, input.village, happened(ctx));
      const { village, type, funds, households } = input;
      if (funds < 0 || households < 0) throw new Refusal('BAD_USER_INPUT', 'funds and households are never negative');
      const title = said(input.title, 'title', 100);
      return Object.assign(new IndustryProject(), { id: newId('ind'), village, title, type, funds, households, validFrom: ctx.day });
    });
  }
  @Mutation(() => IndustryProject, { description: '启动产业项目 · PLANNED → RUNNING, by the document that grants it.' })
  startIndustryProject(
    @Context() ctx: Ctx,
    @Arg('input', () => StartIndustryProjectInput) input: StartIndustryProjectInput,
  ): Promise<IndustryProject> {
    return change(ctx, IndustryProject, input.project, input, (p) => p.start(input.document));
  }
  @Mutation(() => IndustryProject, { description: '验收产业项目 · RUNNING → ACCEPTED.' })
  acceptIndustryProject(
    @Context() ctx: Ctx,
    @Arg('input', () => AcceptIndustryProjectInput) input: AcceptIndustryProjectInput,
  ): Promise<IndustryProject> {
    return change(ctx, IndustryProject, input.project, input, (p) => p.accept());
  }
  @Mutation(() => IndustryProject, { description: '停止产业项目 · PLANNED or RUNNING → STOPPED.' })
  stopIndustryProject(
    @Context() ctx: Ctx,
    @Arg('input', () => StopIndustryProjectInput) input: StopIndustryProjectInput,
  ): Promise<IndustryProject> {
    return change(ctx, IndustryProject, input.project, input, (p) => p.stop(input.reason));
  }
  @Mutation(() => IndustryProject, { description: '移交产业项目 · A project whose village ended goes on in another.' })
  moveIndustryProject(
    @Context() ctx: Ctx,
    @Arg('input', () => MoveIndustryProjectInput) input: MoveIndustryProjectInput,
  ): Promise<IndustryProject> {
    return change(ctx, IndustryProject, input.project, input, (p) => {
      requireVillage(ctx, input.village, happened(ctx));
      return p.move(input.village);
    });
  }
}

const OF = { description: '产业扶持项目 · Projects in it, on the day asked for.' };

@Resolver(() => Village)
export class VillageIndustry {
  @FieldResolver(() => industryProjects.Connection, OF)
  industryProjects(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => industryProjects.Args) args: PageArgs): object {
    return industryProjects.pageOf(ctx, 'village', id, args);
  }
}
@Resolver(() => Township)
export class TownshipIndustry {
  @FieldResolver(() => industryProjects.Connection, OF)
  industryProjects(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => industryProjects.Args) args: PageArgs): object {
    return industryProjects.pageBelow(ctx, id, args);
  }
}
@Resolver(() => County)
export class CountyIndustry {
  @FieldResolver(() => industryProjects.Connection, OF)
  industryProjects(@Root() { id }: County, @Context() ctx: Ctx, @Args(() => industryProjects.Args) args: PageArgs): object {
    return industryProjects.pageBelow(ctx, id, args);
  }
}
