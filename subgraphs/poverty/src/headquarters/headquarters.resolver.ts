import { LockMode } from '@mikro-orm/core';
import {
  Arg,
  Args,
  Ctx as Context,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, create, Intent, Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { byEnum, byId } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { requireAgency } from '../agencies/agency.reads.ts';
import { atTownship, County, Township } from '../divisions/division.entity.ts';
import { requireWorkplace } from '../divisions/division.rules.ts';
import { requireDocument } from '../documents/document.resolver.ts';
import { asPerson, Person } from '../persons/person.entity.ts';
import { GroupMember, Headquarters, HQRole, WorkingGroup } from './headquarters.entity.ts';
import { HeadquartersLevel, HQRoleKind, isComplete, partsOf } from './headquarters.rules.ts';

export const headquarters = list({
  name: 'Headquarters',
  entity: Headquarters,
  filter: {
    level: byEnum('HeadquartersLevel', HeadquartersLevel)('level', '层级 · Level.'),
    division: byId('division', '地点 · Key of the county or township.'),
  },
  order: { LEVEL: { property: 'level', description: '层级 · The county first.' } },
});
export const roles = list({
  name: 'HQRole',
  entity: HQRole,
  filter: {
    role: byEnum('HeadquartersRoleKind', HQRoleKind)('role', '职务 · Role.'),
    person: byId('person', '人员 · Key of the person.'),
    headquarters: byId('headquarters', '指挥部 · Key of the headquarters.'),
  },
  order: { ROLE: { property: 'role', description: '职务 · By role.' } },
  groups: { role: { property: 'role', type: () => HQRoleKind, description: '职务 · Role.' }, township: atTownship('division') },
  distinct: { persons: { property: 'person', description: '人数 · Different people.' } },
});

export const groups = list({
  name: 'WorkingGroup',
  entity: WorkingGroup,
  filter: { headquarters: byId('headquarters', '指挥部 · Key of the headquarters.') },
  order: { NO: { property: 'no', description: '序号 · By number.' } },
});

export const headquartersById = byKey(Headquarters);
export const roleById = byKey(HQRole);
export const groupById = byKey(WorkingGroup);

const rolesOf = batched<string, HQRole[]>(async (ids, { em }) => {
  const rows = await em.find(HQRole, { headquarters: { $in: [...ids] } }, { orderBy: { role: 'asc', row: 'asc' } });
  const of = Map.groupBy(rows, (r) => r.headquarters);
  return (id) => of.get(id) ?? [];
});
const groupsOf = batched<string, WorkingGroup[]>(async (ids, { em }) => {
  const of = Map.groupBy(
    await em.find(WorkingGroup, { headquarters: { $in: [...ids] } }, { orderBy: { no: 'asc' } }),
    (g) => g.headquarters,
  );
  return (id) => of.get(id) ?? [];
});
const membersOf = batched<string, string[]>(async (ids, { em }) => {
  const of = Map.groupBy(
    await em.find(GroupMember, { workingGroup: { $in: [...ids] } }, { orderBy: { row: 'asc' } }),
    (m) => m.workingGroup,
  );
  return (id) => of.get(id)?.map((m) => m.agency) ?? [];
});
const headquartersOf = batched<string, Headquarters | null>(async (divisions, { em }) => {
  const of = new Map((await em.find(Headquarters, { division: { $in: [...divisions] } })).map((h) => [h.division, h]));
  return (division) => of.get(division) ?? null;
});

@ObjectType({ description: '配备项 · One thing a headquarters should have so many of.' })
class HeadquartersPart {
  @Field(() => String, { description: '项目 · A role, or WORKING_GROUP.' }) part!: string;
  @Field(() => Int, { description: '实有 · How many it has.' }) has!: number;
  @Field(() => Int, { description: '应有 · How many it should have.' }) should!: number;
}
@ObjectType({
  description:
    '配备完整性（M85） · The county: two commanders, two executive commanders, ten groups; a township: one commander, two executive commanders. Reported, never blocked.',
})
class HeadquartersCompleteness {
  @Field(() => Boolean, { description: '完整 · Every part has exactly as many as it should.' }) complete!: boolean;
  @Field(() => [HeadquartersPart], { description: '逐项 · Part by part.' }) parts!: HeadquartersPart[];
}

@InputType({ description: '成立指挥部 · A headquarters of a county or township.' })
class SetUpHeadquartersInput extends Intent {
  @Field(() => ID, { description: '地点 · Key of the county or township.' }) division!: string;
  @Field(() => DocNo, { nullable: true, description: '成立文号 · Number of the document.' }) document?: string;
}
@InputType({ description: '任命指挥部职务 · Somebody takes a role by virtue of a post.' })
class AppointToHeadquartersInput extends Intent {
  @Field(() => ID, { description: '指挥部 · The headquarters.' }) headquarters!: string;
  @Field(() => HQRoleKind, { description: '职务 · Role.' }) role!: HQRoleKind;
  @Field(() => String, { description: '任职依据 · The post by virtue of which it is held, up to 100 characters.' }) post!: string;
  @Field(() => ID, { description: '人员 · The person.' }) person!: string;
}
@InputType({ description: '免去指挥部职务 · The role that ends as of the day asked for.' })
class EndHeadquartersRoleInput extends Move {
  @Field(() => ID, { description: '职务 · The role.' }) role!: string;
}
@InputType({ description: '设立工作组 · A working group of a headquarters.' })
class FormWorkingGroupInput extends Intent {
  @Field(() => ID, { description: '指挥部 · The headquarters.' }) headquarters!: string;
  @Field(() => Int, { description: '序号 · Number, 1 to 50.' }) no!: number;
  @Field(() => String, { description: '名称 · Name, up to 100 characters.' }) name!: string;
  @Field(() => String, { description: '职责 · What it does, up to 500 characters.' }) duties!: string;
  @Field(() => ID, { description: '牵头单位 · The agency that leads it.' }) leadAgency!: string;
  @Field(() => ID, { nullable: true, description: '组长 · The person who leads it.' }) leader?: string;
  @Field(() => [ID], { defaultValue: [], description: '成员单位 · Agencies that work in it, at most 50.' }) members!: string[];
}
@InputType({ description: '撤销工作组 · The group that ends as of the day asked for.' })
class DissolveWorkingGroupInput extends Move {
  @Field(() => ID, { description: '工作组 · The group.' }) group!: string;
}

async function requireHeadquarters(ctx: Ctx, id: string): Promise<Headquarters> {
  const found = await ctx.em.findOne(Headquarters, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!found) throw new Refusal('NOT_FOUND', `no headquarters ${id.slice(0, 40)} in your territory as of ${ctx.day}`);
  return found;
}

@Resolver(() => Headquarters)
export class HeadquartersResolver {
  @Query(() => headquarters.Connection, { description: '指挥部 · Headquarters of your territory, and of what lies above it.' })
  headquarters(@Context() ctx: Ctx, @Args(() => headquarters.Args) args: PageArgs): object {
    return headquarters.page(ctx, args);
  }

  @FieldResolver(() => County, { nullable: true, description: '县 · The county, where it is of one.' })
  county(@Root() { level, division }: Headquarters): County | null {
    return level === HeadquartersLevel.COUNTY ? { id: division } : null;
  }
  @FieldResolver(() => Township, { nullable: true, description: '乡镇 · The township, where it is of one.' })
  township(@Root() { level, division }: Headquarters): Township | null {
    return level === HeadquartersLevel.TOWNSHIP ? { id: division } : null;
  }
  @FieldResolver(() => [HQRole], { description: '职务 · Who holds which role on the day asked for.' })
  roles(@Root() { id }: Headquarters, @Context() ctx: Ctx): Promise<HQRole[]> {
    return rolesOf(ctx, id);
  }
  @FieldResolver(() => [WorkingGroup], { description: '工作组 · Its groups, by number.' })
  groups(@Root() { id }: Headquarters, @Context() ctx: Ctx): Promise<WorkingGroup[]> {
    return groupsOf(ctx, id);
  }
  @FieldResolver(() => HeadquartersCompleteness, { description: '配备完整性 · What it has beside what it should have (M85).' })
  async completeness(@Root() { id, level }: Headquarters, @Context() ctx: Ctx): Promise<HeadquartersCompleteness> {
    const [held, groups] = await Promise.all([rolesOf(ctx, id), groupsOf(ctx, id)]);
    const parts = partsOf(level, held, groups.length);
    return { parts, complete: isComplete(parts) };
  }

  @Mutation(() => Headquarters, { description: '成立指挥部 · Sets up the headquarters of a county or township; one each.' })
  setUpHeadquarters(@Context() ctx: Ctx, @Arg('input', () => SetUpHeadquartersInput) input: SetUpHeadquartersInput): Promise<Headquarters> {
    return create(ctx, Headquarters, input, 'headquarters.setUp', async ({ ctx: inside }) => {
      const division = requireWorkplace(inside, input.division, ['COUNTY', 'TOWNSHIP']);
      if (input.document) await requireDocument(inside, input.document);
      const level = HeadquartersLevel[ctx.territory.at(division, ctx.day)?.kind as HeadquartersLevel];
      return Object.assign(new Headquarters(), { id: newId('hqs'), level, division, document: input.document ?? null, validFrom: ctx.day });
    });
  }
  @Mutation(() => HQRole, {
    description: '任命指挥部职务 · Somebody takes a role. How many hold it is reported in completeness and never refused.',
  })
  appointToHeadquarters(
    @Context() ctx: Ctx,
    @Arg('input', () => AppointToHeadquartersInput) input: AppointToHeadquartersInput,
  ): Promise<HQRole> {
    return create(ctx, HQRole, input, 'hqRole.taken', async ({ ctx: inside }) => {
      const person = asPerson(input.person);
      const { id, division } = await requireHeadquarters(inside, input.headquarters);
      const post = said(input.post, 'post', 100);
      return Object.assign(new HQRole(), {
        id: newId('hqr'),
        headquarters: id,
        division,
        role: input.role,
        post,
        person,
        validFrom: ctx.day,
      });
    });
  }
  @Mutation(() => HQRole, { description: '免去指挥部职务 · Ends a role as of the day asked for.' })
  endHeadquartersRole(@Context() ctx: Ctx, @Arg('input', () => EndHeadquartersRoleInput) input: EndHeadquartersRoleInput): Promise<HQRole> {
    return change(ctx, HQRole, input.role, input, (role) => role.end(ctx.day));
  }
  @Mutation(() => WorkingGroup, { description: '设立工作组 · Forms a working group with lead, members and duties.' })
  formWorkingGroup(@Context() ctx: Ctx, @Arg('input', () => FormWorkingGroupInput) input: FormWorkingGroupInput): Promise<WorkingGroup> {
    return once(ctx, WorkingGroup, input, async (work) => {
      const { ctx: inside } = work;
      const { no, leadAgency, leader } = input;
      const members = [...new Set(input.members)];
      if (no < 1 || no > 50) throw new Refusal('BAD_USER_INPUT', `groups are numbered 1 to 50; got ${no}`);
      if (members.length > 50) throw new Refusal('LIMIT_EXCEEDED', 'a group has at most 50 members', { max: 50 });
      const { id, division } = await requireHeadquarters(inside, input.headquarters);
      for (const agency of [leadAgency, ...members]) await requireAgency(inside, agency);
      const group = Object.assign(new WorkingGroup(), {
        id: newId('wgr'),
        headquarters: id,
        division,
        no,
        name: said(input.name, 'name', 100),
        duties: said(input.duties, 'duties', 500),
        leadAgency,
        leader: leader ? asPerson(leader) : null,
        validFrom: ctx.day,
      });
      work.create(group, 'group.formed');
      for (const agency of members)
        work.create(
          Object.assign(new GroupMember(), { id: newId('wgm'), workingGroup: group.id, division, agency, validFrom: ctx.day }),
          'groupMember.joined',
        );
      return group;
    });
  }
  @Mutation(() => WorkingGroup, { description: '撤销工作组 · Dissolves a group as of the day asked for.' })
  dissolveWorkingGroup(
    @Context() ctx: Ctx,
    @Arg('input', () => DissolveWorkingGroupInput) input: DissolveWorkingGroupInput,
  ): Promise<WorkingGroup> {
    return change(ctx, WorkingGroup, input.group, input, (group) => group.dissolve(ctx.day));
  }
}

@Resolver(() => HQRole)
export class HQRoleResolver {
  @Query(() => roles.Connection, { description: '指挥部职务 · Who holds which role in the headquarters you may read.' })
  headquartersRoles(@Context() ctx: Ctx, @Args(() => roles.Args) args: PageArgs): object {
    return roles.page(ctx, args);
  }
  @FieldResolver(() => Person, { nullable: true, description: '人员 · Who holds it.' })
  person(@Root() { person }: HQRole): Person {
    return { id: person };
  }
  @FieldResolver(() => Headquarters, { nullable: true, description: '指挥部 · The headquarters.' })
  headquarters(@Root() { headquarters: id }: HQRole, @Context() ctx: Ctx): Promise<Headquarters | null> {
    return headquartersById(ctx, id);
  }
}

@Resolver(() => WorkingGroup)
export class WorkingGroupResolver {
  @FieldResolver(() => Agency, { nullable: true, description: '牵头单位 · The agency that leads it.' })
  leadAgency(@Root() { leadAgency }: WorkingGroup): Agency {
    return { id: leadAgency };
  }
  @FieldResolver(() => Person, { nullable: true, description: '组长 · Who leads it.' })
  leader(@Root() { leader }: WorkingGroup): Person | null {
    return leader ? { id: leader } : null;
  }
  @FieldResolver(() => [Agency], { nullable: true, description: '成员单位 · Agencies that work in it.' })
  async members(@Root() { id }: WorkingGroup, @Context() ctx: Ctx): Promise<Agency[]> {
    return (await membersOf(ctx, id)).map((agency) => ({ id: agency }));
  }
}

const OF = { nullable: true, description: '指挥部 · Its headquarters on the day asked for.' };
@Resolver(() => County)
export class CountyHeadquarters {
  @FieldResolver(() => Headquarters, OF)
  headquarters(@Root() { id }: County, @Context() ctx: Ctx): Promise<Headquarters | null> {
    return headquartersOf(ctx, id);
  }
  @FieldResolver(() => groups.Connection, {
    nullable: true,
    description:
      '工作组 · Working groups of the county headquarters on the day asked for (F13); those of `headquarters { groups }`, page by page.',
  })
  workingGroups(@Root() { id }: County, @Context() ctx: Ctx, @Args(() => groups.Args) args: PageArgs): object {
    return groups.pageOf(ctx, 'division', id, args);
  }
}
@Resolver(() => Township)
export class TownshipHeadquarters {
  @FieldResolver(() => Headquarters, OF)
  headquarters(@Root() { id }: Township, @Context() ctx: Ctx): Promise<Headquarters | null> {
    return headquartersOf(ctx, id);
  }
}
