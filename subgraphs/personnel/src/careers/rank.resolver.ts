import { raw } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { Intent, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { byEnum, byId, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { atTownship, County, Township } from '../divisions/division.entity.ts';
import { happened } from '../happened.rules.ts';
import { Code, Person } from '../persons/person.entity.ts';
import { personById } from '../persons/person.resolver.ts';
import { RankRecord } from './rank.entity.ts';
import { isDeputySection, PARTY_MEMBERS, RankScheme, rankFault, rankLabel, whereDeputySection } from './rank.rules.ts';

export const ranks = list({
  name: 'RankRecord',
  entity: RankRecord,
  filter: {
    person: byId('person', '人员 · Key of the person.'),
    scheme: byEnum('RankScheme', RankScheme)('scheme', '类别 · Scheme.'),
    code: byText('code', '代码 · Code of GB/T 12407, or the name of the grade.'),
  },
  order: { CODE: { property: 'code', description: '代码 · By code: post levels from the highest.' } },
  groups: {
    scheme: { property: 'scheme', type: () => RankScheme, description: '类别 · Scheme.' },
    code: { property: 'code', type: () => String, description: '代码 · Code.' },
    township: atTownship('division'),
    since: { property: 'validFrom', type: () => DateScalar, day: true, description: '起 · First day in the rank.' },
  },
  distinct: { persons: { property: 'person', description: '人数 · Different people.' } },
});

export const rankReference = byKey(RankRecord);

/** The ranks of people on the day asked for. */
const ranksOf = batched<string, RankRecord[]>(async (persons, { em }) => {
  const rows = await em.find(RankRecord, { person: { $in: [...persons] } }, { orderBy: { scheme: 'desc', id: 'asc' } });
  const byPerson = Map.groupBy(rows, (r) => r.person);
  return (person) => byPerson.get(person) ?? [];
});

/** Every rank they had up to that day, the newest first. */
const rankHistoryOf = batched<string, RankRecord[]>(async (persons, { em, day }) => {
  const rows = await em.find(
    RankRecord,
    { person: { $in: [...persons] }, validFrom: { $lte: day } },
    { filters: { asOf: false }, orderBy: { validFrom: 'desc', scheme: 'desc', row: 'asc' } },
  );
  const byPerson = Map.groupBy(rows, (r) => r.person);
  return (person) => byPerson.get(person) ?? [];
});

/** How many Party members of divisions' subtrees have such a rank (measure M20), in one statement. */
const partyCadresBelow = batched<string, number>(async (divisions, ctx) => {
  const { em, day, territory } = ctx;
  const subtree = new Map(divisions.map((d) => [d, territory.scope([territory.at(d, day)?.code ?? ''])]));
  const ranked = await em.applyFilters(RankRecord, whereDeputySection(day), {}, 'read');
  const persons = await em.applyFilters(Person, { politicalStatus: { $in: [...PARTY_MEMBERS] } }, {}, 'read');
  const having = em
    .createQueryBuilder(RankRecord, 'r')
    .select('person')
    .where(ranked as never);
  const found = (await em
    .createQueryBuilder(Person, 'p')
    .select(['homeDivision', raw('count(distinct p.id) as total')] as never)
    .where({ $and: [persons, { id: { $in: having } }] } as never)
    .groupBy('homeDivision' as never)
    .execute('all', false)) as Record<string, unknown>[];
  return (division) =>
    found.filter((r) => subtree.get(division)?.covers(String(r['home_division']))).reduce((sum, r) => sum + Number(r['total']), 0);
});

@InputType({ description: '登记职务层次或职级 · Records a rank from a day on; the one that held in the scheme ends with it.' })
class RecordRankInput extends Intent {
  @Field(() => ID, { description: '人员 · The person.' }) person!: string;
  @Field(() => RankScheme, { description: '类别 · Scheme.' }) scheme!: RankScheme;
  @Field(() => String, { description: '代码 · Code of GB/T 12407 (131, 141, 142 …), or the name of the grade (四级主任科员).' })
  code!: string;
  @Field(() => DateScalar, { nullable: true, description: '起 · First day; the day asked for unless given.' }) from?: Day;
  @Field(() => DocNo, { description: '文号 · Document.' }) document!: string;
}

@Resolver(() => RankRecord)
export class RankResolver {
  @Query(() => ranks.Connection, { description: '职务职级 · Ranks of people of your territory on the day asked for.' })
  ranks(@Context() ctx: Ctx, @Args(() => ranks.Args) args: PageArgs): object {
    return ranks.page(ctx, args);
  }

  @FieldResolver(() => Code, { description: '职务层次或职级 · Code of GB/T 12407, or the grade, with its name.' })
  rank(@Root() rank: RankRecord): Code {
    return { code: rank.code, label: rankLabel(rank) };
  }
  @FieldResolver(() => Boolean, { description: '副科级以上 · Whether it counts as deputy section or above on the day asked for.' })
  deputySection(@Root() rank: RankRecord, @Context() { day }: Ctx): boolean {
    return isDeputySection(rank, day);
  }
  @FieldResolver(() => Person, { nullable: true, description: '人员 · Whose it is.' })
  person(@Root() { person }: RankRecord, @Context() ctx: Ctx): Promise<Person | null> {
    return personById(ctx, person);
  }

  @Mutation(() => RankRecord, {
    description:
      '登记职务层次或职级 · Records a rank. Refused with BAD_USER_INPUT for a code that the scheme has not or a grade before 2019-06-01, with CONFLICT when a rank of that day or a later one is on record.',
  })
  recordRank(@Context() ctx: Ctx, @Arg('input', () => RecordRankInput) input: RecordRankInput): Promise<RankRecord> {
    const { person, scheme, code, document } = input;
    const on = happened(ctx, input.from);
    const fault = rankFault({ scheme, code }, on);
    if (fault) throw new Refusal('BAD_USER_INPUT', fault);
    return once(ctx, RankRecord, input, async (work) => {
      const { em } = work.ctx;
      const whose = await em.findOne(Person, { id: person });
      if (!whose) throw new Refusal('NOT_FOUND', `no person ${person} in your territory as of ${ctx.day}`);
      const held = await em.findOne(RankRecord, { person, scheme, validTo: FOREVER }, { filters: { asOf: false } });
      if (!held) {
        const first = { id: newId('rnk'), person, division: whose.homeDivision, scheme, code, document, validFrom: on };
        return work.create(Object.assign(new RankRecord(), first), 'rank.recorded');
      }
      return work.change(
        RankRecord,
        held.id,
        (rank) => {
          if (rank.validFrom === on || rank.code === code)
            throw new Refusal(
              'CONFLICT',
              `${rank.code} is on record from ${rank.validFrom}; the next rank is another one, from a later day`,
            );
          return rank.next(code, document);
        },
        { on },
      );
    });
  }
}

@Resolver(() => Person)
export class PersonRanks {
  @FieldResolver(() => [RankRecord], { description: '职务职级 · Ranks on the day asked for, one of each scheme at most.' })
  ranks(@Root() { id }: Person, @Context() ctx: Ctx): Promise<RankRecord[]> {
    requireRead(ctx, 'RankRecord');
    return ranksOf(ctx, id);
  }
  @FieldResolver(() => [RankRecord], { description: '职务职级沿革 · Every rank up to the day asked for, the newest first.' })
  rankHistory(@Root() { id }: Person, @Context() ctx: Ctx): Promise<RankRecord[]> {
    requireRead(ctx, 'RankRecord');
    return rankHistoryOf(ctx, id);
  }
  @FieldResolver(() => Boolean, {
    description:
      '副科级以上 · Whether the person has a rank at deputy section or above on the day asked for: a post level up to 142 (GB/T 12407) or, since 2019-06-01, a grade from 四级主任科员 up.',
  })
  async deputySectionOrAbove(@Root() { id }: Person, @Context() ctx: Ctx): Promise<boolean> {
    requireRead(ctx, 'RankRecord');
    return (await ranksOf(ctx, id)).some((rank) => isDeputySection(rank, ctx.day));
  }
}

const M20 = {
  nullable: true,
  description:
    '副科级以上党员干部 · Measure M20: distinct people who are Party members (GB/T 4762: 01, 02) and have a rank at deputy section or above on the day asked for, of those who belong to the division or to what lies below it, within your territory. The people: persons(filter: { deputySectionOrAbove, politicalStatus }).',
};

async function partyCadres(ctx: Ctx, division: string): Promise<number> {
  requireRead(ctx, 'RankRecord');
  return await partyCadresBelow(ctx, division);
}

@Resolver(() => County)
export class CountyCadres {
  @FieldResolver(() => Int, M20)
  partyCadres(@Root() { id }: County, @Context() ctx: Ctx): Promise<number> {
    return partyCadres(ctx, id);
  }
}

@Resolver(() => Township)
export class TownshipCadres {
  @FieldResolver(() => Int, M20)
  partyCadres(@Root() { id }: Township, @Context() ctx: Ctx): Promise<number> {
    return partyCadres(ctx, id);
  }
}
