import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byEnum, byId, byRule, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { requireAgency } from '../agencies/agency.reads.ts';
import { atTownship, Township, Village } from '../divisions/division.entity.ts';
import { requireWorkplace, VILLAGE_KINDS } from '../divisions/division.rules.ts';
import { requireDeadline } from '../tasks/task.reads.ts';
import { PublicConcern } from './concern.entity.ts';
import { ConcernSource, ConcernState, whereOpen, whereSettled } from './concern.rules.ts';

export const concerns = list({
  name: 'PublicConcern',
  entity: PublicConcern,
  filter: {
    state: byEnum('ConcernState', ConcernState)('state', '状态 · State.'),
    open: byRule('未确认 · Not yet confirmed by who raised it.', (yes) => (yes ? whereOpen() : whereSettled())),
    source: byEnum('ConcernSource', ConcernSource)('source', '来源 · Source.'),
    category: byText('category', '类别 · Category.'),
    village: byId('village', '村 · Key of the village.'),
    agency: byId('agency', '承办单位 · Key of the agency.'),
    raisedOn: byDay('raisedOn', '反映日 · Day on which it was raised.'),
    due: byDay('due', '办结时限 · Last day.'),
  },
  order: {
    RAISED_ON: { property: 'raisedOn', description: '反映日 · By day; newest first unless you say otherwise.' },
    DUE: { property: 'due', description: '办结时限 · By last day.' },
  },
  defaultOrder: { field: 'RAISED_ON', direction: Direction.DESC },
  groups: {
    state: { property: 'state', type: () => ConcernState, description: '状态 · State.' },
    source: { property: 'source', type: () => ConcernSource, description: '来源 · Source.' },
    category: { property: 'category', type: () => String, description: '类别 · Category.' },
    raisedOn: { property: 'raisedOn', type: () => DateScalar, day: true, description: '反映日 · Day.' },
    village: { property: 'village', type: () => Village, show: (id: string) => ({ id }), description: '村 · Village.' },
    township: atTownship('village'),
    agency: { property: 'agency', type: () => Agency, show: (id: string) => ({ id }), description: '承办单位 · Agency that settles it.' },
  },
  below: 'village',
  measures: { rejections: { property: 'rejections', of: 'int', description: '退回次数 · How often whoever raised it was not satisfied.' } },
});
export const concernById = byKey(PublicConcern);

@InputType({ description: '登记群众关切 · A concern as it was raised.' })
class RaiseConcernInput extends Intent {
  @Field(() => ID, { description: '村 · The village or community.' }) village!: string;
  @Field(() => ConcernSource, { description: '来源 · Where it comes from.' }) source!: ConcernSource;
  @Field(() => String, { description: '类别 · Category, up to 64 characters.' }) category!: string;
  @Field(() => String, { description: '内容 · What it is about, up to 1000 characters; no names.' }) text!: string;
}
@InputType({ description: '群众关切办理 · The concern that moves on.' })
class MoveConcernInput extends Move {
  @Field(() => ID, { description: '群众关切 · The concern.' }) concern!: string;
}
@InputType({ description: '交办 · The agency that settles it, and by when.' })
class AssignConcernInput extends MoveConcernInput {
  @Field(() => ID, { description: '承办单位 · The agency.' }) agency!: string;
  @Field(() => DateScalar, { description: '办结时限 · Last day.' }) due!: Day;
}
@InputType({ description: '办结 · How it was settled.' })
class ResolveConcernInput extends MoveConcernInput {
  @Field(() => String, { description: '办理结果 · How, up to 1000 characters.' }) resolution!: string;
}
@InputType({ description: '不满意 · Why it is not settled.' })
class RejectResolutionInput extends MoveConcernInput {
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

@InputType({ description: '反映人确认 · What confirmConcern is given.' })
class ConfirmConcernInput extends MoveConcernInput {}

@Resolver(() => PublicConcern)
export class ConcernResolver {
  @Query(() => concerns.Connection, { description: '群众关切 · Public concerns of your territory.' })
  publicConcerns(@Context() ctx: Ctx, @Args(() => concerns.Args) args: PageArgs): object {
    return concerns.page(ctx, args);
  }
  @FieldResolver(() => Village, { nullable: true, description: '村 · Where it was raised.' })
  village(@Root() { village }: PublicConcern): Village {
    return { id: village };
  }
  @FieldResolver(() => Agency, { nullable: true, description: '承办单位 · The agency that settles it.' })
  agency(@Root() { agency }: PublicConcern): Agency | null {
    return agency ? { id: agency } : null;
  }

  @Mutation(() => PublicConcern, { description: '登记群众关切 · Raises a concern.' })
  raiseConcern(@Context() ctx: Ctx, @Arg('input', () => RaiseConcernInput) input: RaiseConcernInput): Promise<PublicConcern> {
    return create(ctx, PublicConcern, input, 'concern.raised', ({ ctx: inside }) =>
      Object.assign(new PublicConcern(), {
        id: newId('pcn'),
        village: requireWorkplace(inside, input.village, VILLAGE_KINDS),
        source: input.source,
        category: said(input.category, 'category', 64),
        text: said(input.text, 'text', 1000),
        raisedOn: ctx.day,
        raisedBy: ctx.caller.id,
        validFrom: ctx.day,
      }),
    );
  }
  @Mutation(() => PublicConcern, { description: '交办 · RAISED or ASSIGNED → ASSIGNED.' })
  assignConcern(@Context() ctx: Ctx, @Arg('input', () => AssignConcernInput) input: AssignConcernInput): Promise<PublicConcern> {
    return change(ctx, PublicConcern, input.concern, input, async (c, { ctx: inside }) => {
      if (input.due < ctx.day)
        throw new Refusal('BAD_USER_INPUT', `a concern is settled on or after the day it is assigned; ${input.due} lies before ${ctx.day}`);
      const event = c.assign(input.agency, await requireDeadline(inside, input.due, true));
      await requireAgency(inside, input.agency);
      return event;
    });
  }
  @Mutation(() => PublicConcern, { description: '办结 · ASSIGNED → RESOLVED.' })
  resolveConcern(@Context() ctx: Ctx, @Arg('input', () => ResolveConcernInput) input: ResolveConcernInput): Promise<PublicConcern> {
    return change(ctx, PublicConcern, input.concern, input, (c) => c.resolve(input.resolution, ctx.day));
  }
  @Mutation(() => PublicConcern, {
    description: '反映人确认 · RESOLVED → CONFIRMED. Refused with NOT_THE_RAISER for anybody but who raised it.',
  })
  confirmConcern(@Context() ctx: Ctx, @Arg('input', () => ConfirmConcernInput) input: ConfirmConcernInput): Promise<PublicConcern> {
    return change(ctx, PublicConcern, input.concern, input, (c) => c.confirm(ctx.caller.id));
  }
  @Mutation(() => PublicConcern, { description: '反映人不满意 · RESOLVED → ASSIGNED, by who raised it.' })
  rejectResolution(@Context() ctx: Ctx, @Arg('input', () => RejectResolutionInput) input: RejectResolutionInput): Promise<PublicConcern> {
    return change(ctx, PublicConcern, input.concern, input, (c) => c.reject(ctx.caller.id, input.reason));
  }
}

const OF = { nullable: true, description: '群众关切 · Public concerns in it.' };
@Resolver(() => Village)
export class VillageConcerns {
  @FieldResolver(() => concerns.Connection, OF)
  publicConcerns(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => concerns.Args) args: PageArgs): object {
    return concerns.pageOf(ctx, 'village', id, args);
  }
}
@Resolver(() => Township)
export class TownshipConcerns {
  @FieldResolver(() => concerns.Connection, OF)
  publicConcerns(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => concerns.Args) args: PageArgs): object {
    return concerns.pageBelow(ctx, id, args);
  }
}
