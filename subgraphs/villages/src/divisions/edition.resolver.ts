import { Arg, Args, Ctx as Context, Field, FieldResolver, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { create, Intent } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byInt, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { Direction, list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { Division } from './division.entity.ts';
import { happened } from './division.reads.ts';
import { DivisionEdition } from './edition.entity.ts';
import { checksumOf, countsOf, type Listed } from './edition.rules.ts';

export const editions = list({
  name: 'DivisionEdition',
  entity: DivisionEdition,
  filter: {
    name: byText('name', '名称 · Name.'),
    day: byDay('day', '时点 · The day whose register it is.'),
    villageCommittees: byInt('villageCommittees', '村委会数 · Villages.'),
  },
  order: {
    DAY: { property: 'day', description: '时点 · By day; newest first unless you say otherwise.' },
    NAME: { property: 'name', description: '名称 · By name.' },
  },
  defaultOrder: { field: 'DAY', direction: Direction.DESC },
});

const editionById = byKey(DivisionEdition);
export const editionReference = ({ id }: { id: string }, ctx: Ctx): Promise<DivisionEdition | null> => editionById(ctx, id);

/** Refuses the key of an edition that isn't known on the day asked for. */
export async function requireEdition(ctx: Ctx, id: string): Promise<DivisionEdition> {
  const edition = await editionById(ctx, id);
  if (edition) return edition;
  throw new Refusal('NOT_FOUND', `no edition ${id} as of ${ctx.day}; those there are stand in divisionEditions { nodes { id name } }`);
}

/** The newest edition up to a day. */
export const editionOn = batched<Day, DivisionEdition | null>(async (_, { em }) => {
  const all = await em.find(DivisionEdition, {}, { filters: { asOf: false }, orderBy: { day: 'asc', id: 'asc' } });
  return (day) => all.findLast((e) => e.day <= day) ?? null;
});

/** What the register has on some days, whatever a caller may see of it: it is published. */
const listedOn = batched<Day, Listed[]>(async (_, { em }) => {
  const all = await em.find(Division, {}, { filters: { asOf: false, scope: false } });
  return (day) => all.filter((d) => d.validFrom <= day && day < d.validTo);
});

@InputType({ description: '发布区划版本 · Publishes the register of a day as an edition.' })
class PublishDivisionEditionInput extends Intent {
  @Field(() => String, { description: '名称 · Name, up to 60 characters.' }) name!: string;
  @Field(() => DateScalar, { nullable: true, description: '时点 · The day whose register it is; the day asked for unless given.' })
  day?: Day;
  @Field(() => String, { description: '来源 · Who publishes it, up to 200 characters.' }) source!: string;
}

@Resolver(() => DivisionEdition)
export class DivisionEditionResolver {
  @Query(() => editions.Connection, { description: '区划版本 · Editions of the register known on the day asked for.' })
  divisionEditions(@Context() ctx: Ctx, @Args(() => editions.Args) args: PageArgs): object {
    return editions.page(ctx, args);
  }

  @FieldResolver(() => Boolean, {
    description: '与登记一致 · Whether the register, as it now stands for that day, still comes to the counts and the sum of the edition.',
  })
  async agrees(@Root() { day, checksum }: DivisionEdition, @Context() ctx: Ctx): Promise<boolean> {
    return checksumOf(await listedOn(ctx, day)) === checksum;
  }

  @Mutation(() => DivisionEdition, {
    description: '发布区划版本 · Counts the register of a day and publishes it under a name. Refused with CONFLICT when the name is taken.',
  })
  publishDivisionEdition(
    @Context() ctx: Ctx,
    @Arg('input', () => PublishDivisionEditionInput) input: PublishDivisionEditionInput,
  ): Promise<DivisionEdition> {
    const day = happened(ctx, input.day);
    return create(ctx, DivisionEdition, input, 'divisionEdition.published', async () => {
      const listed = await listedOn(ctx, day);
      if (listed.length === 0) throw new Refusal('BAD_USER_INPUT', `the register knows nothing of ${day}`);
      return Object.assign(new DivisionEdition(), {
        id: newId('edn'),
        name: said(input.name, 'name', 60),
        day,
        ...countsOf(listed),
        checksum: checksumOf(listed),
        source: said(input.source, 'source', 200),
        validFrom: day,
      });
    });
  }
}
