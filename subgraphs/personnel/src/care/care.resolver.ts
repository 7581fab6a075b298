import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { create, Intent } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, dayOf } from '#platform/day';
import { byDay, byEnum, byId } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { atTownship, atVillage } from '../divisions/division.entity.ts';
import { Posting } from '../postings/posting.entity.ts';
import { postingReference } from '../postings/posting.resolver.ts';
import { PostingState } from '../postings/posting.rules.ts';
import { CareKind, CareMeasure } from './care.entity.ts';

export const careMeasures = list({
  name: 'CareMeasure',
  entity: CareMeasure,
  filter: {
    kind: byEnum('CareKind', CareKind)('kind', '类别 · Kind.'),
    on: byDay('on', '日期 · Day.'),
    posting: byId('posting', '选派 · Key of the posting.'),
    division: byId('division', '区划 · Key of the division in which the posting lies.'),
  },
  order: { ON: { property: 'on', description: '日期 · By day; newest first unless you say otherwise.' } },
  defaultOrder: { field: 'ON', direction: Direction.DESC },
  distinct: { persons: { property: 'person', description: '人数 · Different people.' } },
  groups: {
    kind: { property: 'kind', type: () => CareKind, description: '类别 · Kind.' },
    on: { property: 'on', type: () => DateScalar, day: true, description: '日期 · Day.' },
    township: atTownship('division'),
    village: atVillage('division'),
  },
  below: 'division',
});

const careById = byKey(CareMeasure);
export const careReference = ({ id }: { id: string }, ctx: Ctx): Promise<CareMeasure | null> => careById(ctx, id);

@InputType({ description: '登记关爱措施 · Records care for somebody who is posted.' })
class RecordCareInput extends Intent {
  @Field(() => ID, { description: '选派 · The posting; it is active on the day.' }) posting!: string;
  @Field(() => CareKind, { description: '类别 · Kind.' }) kind!: CareKind;
  @Field(() => DateScalar, { nullable: true, description: '日期 · The day asked for unless given.' }) on?: Day;
  @Field(() => String, { nullable: true, description: '备注 · Note, up to 200 characters; no results of a check.' }) note?: string;
}

@Resolver(() => CareMeasure)
export class CareResolver {
  @Query(() => careMeasures.Connection, { description: '关爱措施 · Care measures of your territory, up to the day asked for.' })
  careMeasures(@Context() ctx: Ctx, @Args(() => careMeasures.Args) args: PageArgs): object {
    return careMeasures.page(ctx, args);
  }
  @FieldResolver(() => Posting, { nullable: true, description: '选派 · The posting.' })
  posting(@Root() { posting }: CareMeasure, @Context() ctx: Ctx): Promise<Posting | null> {
    return postingReference({ id: posting }, ctx);
  }

  @Mutation(() => CareMeasure, {
    description: '登记关爱措施 · Refused with NOT_IN_ROLE when nobody was in post by the posting on the day.',
  })
  recordCare(@Context() ctx: Ctx, @Arg('input', () => RecordCareInput) input: RecordCareInput): Promise<CareMeasure> {
    const on = input.on ?? ctx.day;
    if (on > dayOf(ctx.now)) throw new Refusal('BAD_USER_INPUT', `${on} lies ahead; record care when it was given`);
    return create(ctx, CareMeasure, input, 'care.recorded', async ({ ctx: { em } }) => {
      const versions = await em.find(Posting, { id: input.posting }, { filters: { asOf: false } });
      if (versions.length === 0) throw new Refusal('NOT_FOUND', `no posting ${input.posting} in your territory`);
      const active = versions.find((p) => p.state === PostingState.ACTIVE && p.validFrom <= on && on < p.validTo);
      if (!active) throw new Refusal('NOT_IN_ROLE', `nobody was in post by ${input.posting} on ${on}`);
      const { person, division } = active;
      const note = input.note == null ? null : said(input.note, 'note', 200);
      return Object.assign(new CareMeasure(), {
        id: newId('car'),
        posting: active.id,
        person,
        division,
        kind: input.kind,
        on,
        note,
        validFrom: on,
      });
    });
  }
}

@Resolver(() => Posting)
export class PostingCare {
  @FieldResolver(() => careMeasures.Connection, { nullable: true, description: '关爱措施 · Care for who is posted.' })
  careMeasures(@Root() { id }: Posting, @Context() ctx: Ctx, @Args(() => careMeasures.Args) args: PageArgs): object {
    return careMeasures.pageOf(ctx, 'posting', id, args);
  }
}
