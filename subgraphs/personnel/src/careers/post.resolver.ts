import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { addMonths, type Day } from '#platform/day';
import { byDay, byEnum, byId } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { atTownship } from '../divisions/division.entity.ts';
import { happened } from '../happened.rules.ts';
import { Person } from '../persons/person.entity.ts';
import { personById } from '../persons/person.resolver.ts';
import { PostHolding } from './post.entity.ts';
import { isLeadership, listOrderOf, PostEnd, PostMode, PostRole, SINGLE_POSTS } from './post.rules.ts';

export const posts = list({
  name: 'PostHolding',
  entity: PostHolding,
  filter: {
    person: byId('person', '人员 · Key of the person.'),
    agency: byId('agency', '单位 · Key of the agency.'),
    role: byEnum('PostRole', PostRole)('role', '职务类别 · Kind of post.'),
    mode: byEnum('PostMode', PostMode)('mode', '任职方式 · How the holder came into it.'),
    since: byDay('validFrom', '任职起 · First day in the post.'),
    probationUntil: byDay('probationUntil', '试用期止 · End of probation.'),
  },
  order: {
    POST_ORDER: { property: 'listOrder', description: '职务次序 · The official order of posts, then surname strokes.' },
    SINCE: { property: 'validFrom', description: '任职起 · By the first day in the post.' },
  },
  groups: {
    role: { property: 'role', type: () => PostRole, description: '职务类别 · Kind of post.' },
    mode: { property: 'mode', type: () => PostMode, description: '任职方式 · Mode.' },
    agency: { property: 'agency', type: () => Agency, show: (id: string) => ({ id }), description: '单位 · Agency.' },
    township: atTownship('division'),
  },
  distinct: { persons: { property: 'person', description: '人数 · Different people.' } },
});

export const postReference = byKey(PostHolding);

@InputType({ description: '任职 · Puts a person into a post of an agency.' })
class AssumePostInput extends Intent {
  @Field(() => ID, { description: '人员 · The person.' }) person!: string;
  @Field(() => ID, { description: '单位 · Key of the agency.' }) agency!: string;
  @Field(() => PostRole, { description: '职务类别 · Kind of post.' }) role!: PostRole;
  @Field(() => String, { description: '职务名称 · Name of the post.' }) name!: string;
  @Field(() => PostMode, { description: '任职方式 · Mode.' }) mode!: PostMode;
  @Field(() => DateScalar, { nullable: true, description: '起 · First day; the day asked for unless given.' }) from?: Day;
  @Field(() => Boolean, {
    defaultValue: false,
    description: '试用 · On probation for a year (选拔任用条例): for leading posts that are not elected.',
  })
  probation!: boolean;
  @Field(() => DocNo, { description: '文号 · Document.' }) document!: string;
}

@InputType({ description: '免职 · Takes somebody out of a post.' })
class LeavePostInput extends Move {
  @Field(() => ID, { description: '任职 · The holding.' }) post!: string;
  @Field(() => PostEnd, { description: '原因 · Why.' }) reason!: PostEnd;
}

/** Refuses a second holder of a post of which there is one, also when the day lies in somebody's past. */
async function requireVacant({ em }: Ctx, { agency, role }: AssumePostInput, on: Day): Promise<void> {
  if (!SINGLE_POSTS.includes(role)) return;
  const held = await em.count(PostHolding, { agency, role, validTo: { $gt: on } }, { filters: { asOf: false, scope: false } });
  if (held > 0) throw new Refusal('POST_HELD', `somebody holds this post on ${on} or after; that person leaves it first`);
}

@Resolver(() => PostHolding)
export class PostResolver {
  @Query(() => posts.Connection, { description: '任职 · Posts held by people of your territory on the day asked for.' })
  postHoldings(@Context() ctx: Ctx, @Args(() => posts.Args) args: PageArgs): object {
    return posts.page(ctx, args);
  }

  @FieldResolver(() => Person, { nullable: true, description: '人员 · Who holds it.' })
  person(@Root() { person }: PostHolding, @Context() ctx: Ctx): Promise<Person | null> {
    return personById(ctx, person);
  }
  @FieldResolver(() => Agency, { nullable: true, description: '单位 · The agency.' })
  agency(@Root() { agency }: PostHolding): Agency {
    return { id: agency };
  }

  @Mutation(() => PostHolding, {
    description: '任职 · Puts a person into a post. Refused with POST_HELD when an agency has one such post and somebody holds it.',
  })
  assumePost(@Context() ctx: Ctx, @Arg('input', () => AssumePostInput) input: AssumePostInput): Promise<PostHolding> {
    const { person, agency, role, mode, document, probation } = input;
    const [on, name] = [happened(ctx, input.from), said(input.name, 'the name of a post', 60)];
    if (probation && (mode === PostMode.ELECTED || !isLeadership(role)))
      throw new Refusal('BAD_USER_INPUT', 'probation is for leading posts that are not elected');
    return create(ctx, PostHolding, input, 'post.assumed', async ({ ctx: inside }) => {
      const who = await inside.em.findOne(Person, { id: person });
      if (!who) throw new Refusal('NOT_FOUND', `no person ${person} in your territory as of ${ctx.day}`);
      await requireVacant(inside, input, on);
      return Object.assign(new PostHolding(), {
        ...{ id: newId('pho'), person, agency, role, name, mode, document, division: who.homeDivision, validFrom: on },
        listOrder: listOrderOf(role, who.strokeKey),
        probationUntil: probation ? addMonths(on, 12) : null,
      });
    });
  }

  @Mutation(() => PostHolding, { description: '免职 · Ends a holding as of the day asked for.' })
  leavePost(@Context() ctx: Ctx, @Arg('input', () => LeavePostInput) input: LeavePostInput): Promise<PostHolding> {
    return change(ctx, PostHolding, input.post, input, (post) => post.leave(happened(ctx), input.reason));
  }
}

@Resolver(() => Person)
export class PersonPosts {
  @FieldResolver(() => posts.Connection, { description: '任职 · Posts held on the day asked for, in the official order.' })
  posts(@Root() { id }: Person, @Context() ctx: Ctx, @Args(() => posts.Args) args: PageArgs): object {
    return posts.pageOf(ctx, 'person', id, args);
  }
}

@Resolver(() => Agency)
export class AgencyPosts {
  @FieldResolver(() => posts.Connection, { nullable: true, description: '任职 · Posts of the agency held on the day asked for.' })
  posts(@Root() { id }: Agency, @Context() ctx: Ctx, @Args(() => posts.Args) args: PageArgs): object {
    return posts.pageOf(ctx, 'agency', id, args);
  }
}
