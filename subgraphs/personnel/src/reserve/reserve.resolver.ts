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
import { Classified } from '#platform/access';
import { batched, byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { byDay, byEnum, byId } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { countsAlone } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { tellable } from '../actions/selection.rules.ts';
import { atTownship, County } from '../divisions/division.entity.ts';
import { Person } from '../persons/person.entity.ts';
import { personById } from '../persons/person.resolver.ts';
import { PERSONNEL_FILE } from '../persons/person.rules.ts';
import { Posting } from '../postings/posting.entity.ts';
import { postingReference } from '../postings/posting.resolver.ts';
import { PostingState } from '../postings/posting.rules.ts';
import { ReserveCadreEntry } from './reserve.entity.ts';
import { paired, ReserveEnd, ReserveLevel } from './reserve.rules.ts';

export const reserve = list({
  name: 'ReserveCadreEntry',
  entity: ReserveCadreEntry,
  filter: {
    level: byEnum('ReserveLevel', ReserveLevel)('level', '后备层次 · For which rank.'),
    enteredOn: byDay('enteredOn', '入库日 · Day of entry.'),
    division: byId('division', '区划 · Key of the division.'),
    linkedPosting: byId('linkedPosting', '"1+1"选派 · Key of the posting that is the other half.'),
  },
  order: { ENTERED_ON: { property: 'enteredOn', description: '入库日 · By day of entry.' } },
  outcome: { person: 'person' },
  groups: {
    level: { property: 'level', type: () => ReserveLevel, description: '后备层次 · For which rank.' },
    enteredOn: { property: 'enteredOn', type: () => DateScalar, day: true, description: '入库日 · Day of entry.' },
    township: atTownship('division'),
  },
});

const entryById = byKey(ReserveCadreEntry);
export const reserveReference = ({ id }: { id: string }, ctx: Ctx): Promise<ReserveCadreEntry | null> => entryById(ctx, id);

@InputType({ description: '列入后备 · Enters a person into the reserve pool.' })
class EnterReserveInput extends Intent {
  @Field(() => ID, { description: '人员 · The person.' }) person!: string;
  @Field(() => ReserveLevel, { description: '后备层次 · For which rank.' }) level!: ReserveLevel;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}
@InputType({ description: '"1+1"结对 · Joins an entry with the posting that was proposed for it.' })
class PairReserveInput extends Move {
  @Field(() => ID, { description: '后备干部条目 · The entry.' }) entry!: string;
  @Field(() => ID, { description: '选派 · The rotation or secondment.' }) posting!: string;
}
@InputType({ description: '退出后备 · Takes a person out of the reserve pool as of the day asked for.' })
class LeaveReserveInput extends Move {
  @Field(() => ID, { description: '后备干部条目 · The entry.' }) entry!: string;
  @Field(() => ReserveEnd, { description: '原因 · Why.' }) reason!: ReserveEnd;
}

@ObjectType({
  description: '"1+1"结对情况 · How many rotations and secondments under "1+1" and entries of the pool name each other. It names nobody.',
})
class OnePlusOne {
  @Field(() => Int, {
    nullable: true,
    description: '结对数 · Pairs whose halves name each other. Null where it is kept back (小单元抑制).',
  })
  pairs!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: '未对应条目 · Entries whose posting names another entry or has ended. Null where it is kept back.',
  })
  entriesAlone!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: '未对应选派 · Active postings under "1+1" without an entry in the pool. Null where it is kept back.',
  })
  postingsAlone!: number | null;
}

/** Both halves in two statements for a whole request. */
const onePlusOne = batched<string, OnePlusOne>(async (_, ctx) => {
  const scope = { scope: ctx.scope, access: ctx.access, counting: true };
  const [entries, postings] = await Promise.all([
    ctx.em.find(ReserveCadreEntry, {}, { filters: { scope } }),
    ctx.em.find(Posting, { onePlusOne: true, state: PostingState.ACTIVE }, { filters: { scope } }),
  ]);
  const { pairs, entriesAlone, postingsAlone } = paired(
    entries.map((e) => ({ id: e.id, names: e.linkedPosting })),
    postings.map((p) => ({ id: p.id, names: p.reserveEntry })),
  );
  const told = (n: number) => (ctx.access.exactCells || tellable(n, ctx.smallestCell) ? n : null);
  return () => ({ pairs: told(pairs), entriesAlone: told(entriesAlone), postingsAlone: told(postingsAlone) });
});

@Resolver(() => ReserveCadreEntry)
export class ReserveResolver {
  @Query(() => reserve.Connection, {
    description: '后备干部 · Entries of the reserve pool. Who may not read them is told counts of enough people.',
  })
  reserveCadres(@Context() ctx: Ctx, @Args(() => reserve.Args) args: PageArgs): object {
    return reserve.page(ctx, args);
  }
  @FieldResolver(() => Person, {
    nullable: true,
    description: '人员 · Who is in the pool; null unless you see RESTRICTED data, which takes a purpose.',
  })
  @Classified('RESTRICTED', { ...PERSONNEL_FILE, property: 'person' })
  person(@Root() { person }: ReserveCadreEntry, @Context() ctx: Ctx): Promise<Person | null> {
    return personById(ctx, person);
  }
  @FieldResolver(() => Posting, {
    nullable: true,
    description: '"1+1"选派 · The posting that is the other half; null unless you see RESTRICTED data.',
  })
  @Classified('RESTRICTED', { ...PERSONNEL_FILE, property: 'linkedPosting' })
  posting(@Root() { linkedPosting }: ReserveCadreEntry, @Context() ctx: Ctx): Promise<Posting | null> | null {
    return linkedPosting ? postingReference({ id: linkedPosting }, ctx) : null;
  }

  @Mutation(() => ReserveCadreEntry, { description: '列入后备 · Refused with CONFLICT when the person is in the pool.' })
  enterReserve(@Context() ctx: Ctx, @Arg('input', () => EnterReserveInput) input: EnterReserveInput): Promise<ReserveCadreEntry> {
    return create(ctx, ReserveCadreEntry, input, 'reserve.entered', async ({ ctx: { em, day } }) => {
      const person = await em.findOne(Person, { id: input.person });
      if (!person) throw new Refusal('NOT_FOUND', `no person ${input.person} in your territory as of ${day}`);
      const { level, document } = input;
      const place = { person: person.id, division: person.homeDivision };
      return Object.assign(new ReserveCadreEntry(), { id: newId('rce'), ...place, level, document, enteredOn: day, validFrom: day });
    });
  }
  @Mutation(() => ReserveCadreEntry, {
    description: '"1+1"结对 · Refused with PAIR_MISMATCH unless the posting is of this person and was proposed for this entry.',
  })
  pairReserve(@Context() ctx: Ctx, @Arg('input', () => PairReserveInput) input: PairReserveInput): Promise<ReserveCadreEntry> {
    return change(ctx, ReserveCadreEntry, input.entry, input, async (entry, { ctx: { em, day } }) => {
      const posting = await em.findOne(Posting, { id: input.posting });
      if (!posting) throw new Refusal('NOT_FOUND', `no posting ${input.posting} in your territory as of ${day}`);
      return entry.pair(posting);
    });
  }
  @Mutation(() => ReserveCadreEntry, {
    description: '退出后备 · The day asked for is the first on which the person is no longer in the pool.',
  })
  leaveReserve(@Context() ctx: Ctx, @Arg('input', () => LeaveReserveInput) input: LeaveReserveInput): Promise<ReserveCadreEntry> {
    return change(ctx, ReserveCadreEntry, input.entry, input, (entry) => entry.leave(ctx.day, input.reason));
  }
}

@Resolver(() => County)
export class CountyOnePlusOne {
  @FieldResolver(() => OnePlusOne, {
    nullable: true,
    description: '"1+1"结对情况 · Whether rotation and reserve pool answer each other on the day asked for.',
  })
  onePlusOne(@Root() { id }: County, @Context() ctx: Ctx): Promise<OnePlusOne> {
    countsAlone(ctx, 'ReserveCadreEntry');
    countsAlone(ctx, 'Posting');
    return onePlusOne(ctx, id);
  }
}
