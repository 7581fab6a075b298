import { raw } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byId, byInt, byRule, type Where } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { Agency } from '../agencies/agency.entity.ts';
import { atTownship, atVillage, County, Township, Village } from '../divisions/division.entity.ts';
import { Posting } from '../postings/posting.entity.ts';
import { postings } from '../postings/posting.resolver.ts';
import { PostingEnd, PostingKind, PostingState } from '../postings/posting.rules.ts';
import { rulesOn } from '../postings/rule-set.resolver.ts';
import { GUIDANCE } from '../postings/rule-set.rules.ts';
import { ResidentTeam } from './team.entity.ts';
import { isUnderStrength } from './team.rules.ts';

/** Teams with fewer people in post than the rules of the day ask for, or the others. */
function whereUnderStrength(yes: boolean, { day }: Ctx): Where {
  const staffed = raw(
    `select team from posting where team is not null and state = ? and valid_from <= ? and valid_to > ? group by team
     having count(distinct person) >= coalesce((select min_team_size from posting_rule_set where valid_from <= ? and valid_to > ?), ?)`,
    [PostingState.ACTIVE, day, day, day, day, GUIDANCE.minTeamSize],
  );
  return { id: yes ? { $nin: staffed } : { $in: staffed } };
}

export const teams = list({
  name: 'ResidentTeam',
  entity: ResidentTeam,
  filter: {
    village: byId('village', '村 · Key of the village.'),
    dispatchAgency: byId('dispatchAgency', '派出单位 · Key of the dispatching agency.'),
    term: byInt('term', '届次 · Term.'),
    plannedTo: byDay('plannedTo', '计划止 · End of the term as planned.'),
    underStrength: byRule(
      '人员不足 · Fewer people in post than the rules of the day ask for (measure M14 counts them).',
      whereUnderStrength,
    ),
  },
  groups: {
    dispatchAgency: { property: 'dispatchAgency', type: () => Agency, show: (id: string) => ({ id }), description: '派出单位 · Agency.' },
    term: { property: 'term', type: () => Int, description: '届次 · Term.' },
    township: atTownship('village'),
    village: atVillage('village'),
  },
  below: 'village',
  order: {
    TERM: { property: 'term', description: '届次 · By term.' },
    PLANNED_TO: { property: 'plannedTo', description: '计划止 · By the end of the term as planned.' },
  },
});

const teamById = byKey(ResidentTeam);
export const teamReference = ({ id }: { id: string }, ctx: Ctx): Promise<ResidentTeam | null> => teamById(ctx, id);

/** Who is in post in teams on the day asked for. */
const inPost = batched<string, Posting[]>(async (ids, { em }) => {
  const rows = await em.find(Posting, { team: { $in: [...ids] }, state: PostingState.ACTIVE });
  const byTeam = Map.groupBy(rows, (p) => p.team as string);
  return (id) => byTeam.get(id) ?? [];
});

const strengthOf = async (ctx: Ctx, team: ResidentTeam): Promise<number> => new Set((await inPost(ctx, team.id)).map((p) => p.person)).size;

@InputType({ description: '组建工作队 · Forms a resident team.' })
class FormTeamInput extends Intent {
  @Field(() => ID, { description: '村 · The village.' }) village!: string;
  @Field(() => ID, { description: '派出单位 · The dispatching agency.' }) dispatchAgency!: string;
  @Field(() => Int, { description: '届次 · Term.' }) term!: number;
  @Field(() => DateScalar, { description: '计划止 · First day after the term.' }) plannedTo!: Day;
}

@InputType({ description: '撤回工作队 · Withdraws a resident team.' })
class WithdrawTeamInput extends Move {
  @Field(() => ID, { description: '工作队 · The team.' }) team!: string;
  @Field(() => PostingEnd, { description: '原因 · Why.' }) reason!: PostingEnd;
}

@Resolver(() => ResidentTeam)
export class ResidentTeamResolver {
  @Query(() => teams.Connection, { description: '驻村工作队 · Resident teams of your territory on the day asked for.' })
  residentTeams(@Context() ctx: Ctx, @Args(() => teams.Args) args: PageArgs): object {
    return teams.page(ctx, args);
  }

  @FieldResolver(() => Village, { nullable: true, description: '村 · The village.' })
  village(@Root() { village }: ResidentTeam): Village {
    return { id: village };
  }
  @FieldResolver(() => Agency, { nullable: true, description: '派出单位 · The dispatching agency.' })
  dispatchAgency(@Root() { dispatchAgency }: ResidentTeam): Agency {
    return { id: dispatchAgency };
  }
  @FieldResolver(() => Posting, { nullable: true, description: '队长 · The posting of its leader; null while nobody leads it.' })
  async leader(@Root() team: ResidentTeam, @Context() ctx: Ctx): Promise<Posting | null> {
    return (await inPost(ctx, team.id)).find((p) => p.kind === PostingKind.TEAM_LEADER) ?? null;
  }
  @FieldResolver(() => Int, { description: '在岗人数 · People in post on the day asked for; who fills two posts counts once.' })
  strength(@Root() team: ResidentTeam, @Context() ctx: Ctx): Promise<number> {
    return strengthOf(ctx, team);
  }
  @FieldResolver(() => Boolean, {
    description:
      '人员不足 · Whether fewer people are in post than the posting rules of the day ask for (three, by the guidance of 2017-12).',
  })
  async underStrength(@Root() team: ResidentTeam, @Context() ctx: Ctx): Promise<boolean> {
    return isUnderStrength(await strengthOf(ctx, team), (await rulesOn(ctx, ctx.day)).minTeamSize);
  }
  @FieldResolver(() => postings.Connection, { description: '选派 · Postings to the team, in every state.' })
  postings(@Root() team: ResidentTeam, @Context() ctx: Ctx, @Args(() => postings.Args) args: PageArgs): object {
    return postings.pageOf(ctx, 'team', team.id, args);
  }

  @Mutation(() => ResidentTeam, {
    description: '组建工作队 · Forms a team from the day asked for. Refused with CONFLICT when the agency has one there for the term.',
  })
  formTeam(@Context() ctx: Ctx, @Arg('input', () => FormTeamInput) input: FormTeamInput): Promise<ResidentTeam> {
    const { idempotencyKey: _, ...given } = input;
    return create(ctx, ResidentTeam, input, 'team.formed', () => {
      if (!ctx.scope.covers(given.village)) throw new Refusal('NOT_FOUND', `no village ${given.village} in your territory`);
      if (ctx.territory.at(given.village, ctx.day)?.kind !== 'VILLAGE')
        throw new Refusal('WRONG_TARGET', `a team resides in a village that exists on ${ctx.day}; ${given.village} does not`);
      if (given.plannedTo <= ctx.day || given.term < 1)
        throw new Refusal(
          'BAD_USER_INPUT',
          `a term is counted from 1 and ends after ${ctx.day}; got term ${given.term} to ${given.plannedTo}`,
        );
      return Object.assign(new ResidentTeam(), { ...given, id: newId('rst'), validFrom: ctx.day });
    });
  }

  @Mutation(() => ResidentTeam, {
    description: '撤回工作队 · Withdraws a team as of the day asked for. Refused with TEAM_STAFFED while somebody is in post.',
  })
  withdrawTeam(@Context() ctx: Ctx, @Arg('input', () => WithdrawTeamInput) input: WithdrawTeamInput): Promise<ResidentTeam> {
    return change(ctx, ResidentTeam, input.team, input, async (team, { ctx: inside }) => {
      const staff = await inside.em.count(
        Posting,
        { team: team.id, state: PostingState.ACTIVE, validTo: { $gt: ctx.day } },
        { filters: { asOf: false } },
      );
      if (staff > 0)
        throw new Refusal('TEAM_STAFFED', `${staff} postings to this team are active; complete or recall them first`, { staff });
      return team.withdraw(ctx.day, input.reason);
    });
  }
}

@Resolver(() => Posting)
export class PostingTeam {
  @FieldResolver(() => ResidentTeam, {
    nullable: true,
    description: '工作队 · The resident team, if it belongs to one that stands on the day asked for.',
  })
  team(@Root() { team }: Posting, @Context() ctx: Ctx): Promise<ResidentTeam | null> | null {
    return team ? teamById(ctx, team) : null;
  }
}

@Resolver(() => Village)
export class VillageTeams {
  @FieldResolver(() => teams.Connection, { nullable: true, description: '驻村工作队 · Resident teams on the day asked for.' })
  residentTeams(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => teams.Args) args: PageArgs): object {
    return teams.pageOf(ctx, 'village', id, args);
  }
}

const BELOW = {
  nullable: true,
  description: '驻村工作队 · Resident teams of its villages on the day asked for; filter underStrength: measure M14.',
};

@Resolver(() => Township)
export class TownshipTeams {
  @FieldResolver(() => teams.Connection, BELOW)
  residentTeams(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => teams.Args) args: PageArgs): object {
    return teams.pageBelow(ctx, id, args);
  }
}

@Resolver(() => County)
export class CountyTeams {
  @FieldResolver(() => teams.Connection, BELOW)
  residentTeams(@Root() { id }: County, @Context() ctx: Ctx, @Args(() => teams.Args) args: PageArgs): object {
    return teams.pageBelow(ctx, id, args);
  }
}
