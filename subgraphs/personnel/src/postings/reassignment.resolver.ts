import { Arg, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Resolver, Root } from 'type-graphql';
import { batched } from '#platform/batched';
import { Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { newId } from '#platform/id';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { happened } from '../happened.rules.ts';
import { Posting } from './posting.entity.ts';
import { requireRoom, requireTarget, requireTeam } from './posting.resolver.ts';
import { next, TargetType } from './posting.rules.ts';
import { PostingSplit } from './reassignment.entity.ts';

const splitsOf = batched<string, PostingSplit[]>(async (postings, { em }) => {
  const rows = await em.find(PostingSplit, { posting: { $in: [...postings] } }, { orderBy: { validFrom: 'asc', id: 'asc' } });
  const byPosting = Map.groupBy(rows, (r) => r.posting);
  return (posting) => byPosting.get(posting) ?? [];
});

@InputType({ description: '调整选派去向 · Leads an active posting on to another place, because its own has ended.' })
class ReassignPostingInput extends Move {
  @Field(() => ID, { description: '选派 · The posting.' }) posting!: string;
  @Field(() => ID, { description: '新去向 · Key of the village or township in which it goes on.' }) target!: string;
  @Field(() => ID, { nullable: true, description: '工作队 · The resident team there; required for its leader and members.' }) team?: string;
  @Field(() => DateScalar, { nullable: true, description: '起 · First day there; the day asked for unless given.' }) on?: Day;
  @Field(() => DocNo, { description: '文号 · Document.' }) document!: string;
}

@Resolver(() => PostingSplit)
export class PostingSplitResolver {
  @FieldResolver(() => ID, { description: '原去向 · Key of the place that had ended.' })
  from(@Root() { from }: PostingSplit): string {
    return from;
  }
  @FieldResolver(() => ID, { description: '新去向 · Key of the place in which it goes on.' })
  to(@Root() { division }: PostingSplit): string {
    return division;
  }
}

@Resolver(() => Posting)
export class ReassignmentResolver {
  @FieldResolver(() => [PostingSplit], {
    description: '选派调整 · Where the posting was led on to another place, up to the day asked for.',
  })
  reassignments(@Root() { id }: Posting, @Context() ctx: Ctx): Promise<PostingSplit[]> {
    return splitsOf(ctx, id);
  }

  @Mutation(() => Posting, {
    description:
      '调整选派去向 · Leads a posting on to another village or township after its own has ended; the term goes on and a split is recorded. Refused with TARGET_STANDS while the old place exists, with ALREADY_POSTED, POST_HELD or OFFICERS_COMPLETE when there is no room in the new one.',
  })
  reassignPosting(@Context() ctx: Ctx, @Arg('input', () => ReassignPostingInput) input: ReassignPostingInput): Promise<Posting> {
    const on = happened(ctx, input.on);
    const { target, team = null, document } = input;
    return once(ctx, Posting, input, async (work) => {
      let from = '';
      const moved = await work.change(
        Posting,
        input.posting,
        async (posting, { ctx: inside }) => {
          next('reassign', posting.state);
          if (posting.targetType === TargetType.AGENCY || inside.territory.at(posting.target, on))
            throw new Refusal('TARGET_STANDS', `${posting.target} exists on ${on}; recall the posting to end it, and propose another`);
          requireTarget(inside, posting.kind, posting.targetType, target, on);
          await requireTeam(inside, { kind: posting.kind, target, team: team ?? undefined } as never);
          from = posting.target;
          const { id, person, kind } = posting;
          await requireRoom(inside, { id, person, kind, target, team }, on);
          return posting.reassign(target, team, document);
        },
        { on, expectedVersion: input.expectedVersion },
      );
      work.create(
        Object.assign(new PostingSplit(), { id: newId('psp'), posting: moved.id, from, division: target, document, validFrom: on }),
        'postingSplit.recorded',
      );
      return moved;
    });
  }
}
