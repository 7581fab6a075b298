import { Args, Ctx as Context, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Ctx } from '#platform/context';
import type { PageArgs } from '#platform/list';
import { Agency } from '../agencies/agency.entity.ts';
import { Township, Village } from '../divisions/division.entity.ts';
import { Person } from '../persons/person.entity.ts';
import { postings } from './posting.resolver.ts';
import { PostingKind, PostingState } from './posting.rules.ts';

// What one subgraph adds to another's type is nullable: when this store is down, the rest of the answer still comes.
const OF_DIVISION = { nullable: true, description: '选派 · Postings to it, in every state.' };

@Resolver(() => Village)
export class VillagePostings {
  @FieldResolver(() => postings.Connection, OF_DIVISION)
  postings(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => postings.Args) args: PageArgs): object {
    return postings.pageOf(ctx, 'target', id, args);
  }
}

@Resolver(() => Township)
export class TownshipPostings {
  @FieldResolver(() => postings.Connection, OF_DIVISION)
  postings(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => postings.Args) args: PageArgs): object {
    return postings.pageOf(ctx, 'target', id, args);
  }
  @FieldResolver(() => postings.Connection, {
    nullable: true,
    description: '扶贫专职干部 · Full-time poverty officers in post on the day asked for: two or three for each township.',
  })
  fullTimeOfficers(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => postings.Args) args: PageArgs): object {
    return postings.pageOf(ctx, 'target', id, args, { kind: PostingKind.FULLTIME_POVERTY_OFFICER, state: PostingState.ACTIVE });
  }
}

@Resolver(() => Person)
export class PersonPostings {
  @FieldResolver(() => postings.Connection, { description: '选派 · Postings of the person within your territory, in every state.' })
  postings(@Root() { id }: Person, @Context() ctx: Ctx, @Args(() => postings.Args) args: PageArgs): object {
    return postings.pageOf(ctx, 'person', id, args);
  }
}

@Resolver(() => Agency)
export class AgencyPostings {
  @FieldResolver(() => postings.Connection, {
    nullable: true,
    description: '派出选派 · Postings that the agency dispatched within your territory.',
  })
  dispatchedPostings(@Root() { id }: Agency, @Context() ctx: Ctx, @Args(() => postings.Args) args: PageArgs): object {
    return postings.pageOf(ctx, 'dispatchAgency', id, args);
  }
}
