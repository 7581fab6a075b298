import { Arg, Ctx as Context, Field, FieldResolver, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batchedBy } from '#platform/batched';
import { Intent, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { newId } from '#platform/id';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { County, Township } from '../divisions/division.entity.ts';
import { rootOf } from '../divisions/division.rules.ts';
import { Posting } from '../postings/posting.entity.ts';
import { FrontLineMechanism } from './mechanism.entity.ts';

@InputType({ description: '印发"三个一线"机制 · Issues the mechanism from a day on.' })
class IssueFrontLineMechanismInput extends Intent {
  @Field(() => DateScalar, { description: '施行日 · First day; it may lie ahead.' }) from!: Day;
  @Field(() => String, { description: '第一个一线 · Where cadres are trained.' }) cultivate!: string;
  @Field(() => String, { description: '第二个一线 · Where they are observed.' }) observe!: string;
  @Field(() => String, { description: '第三个一线 · Where they are selected.' }) select!: string;
  @Field(() => DocNo, { description: '文号 · Document.' }) document!: string;
}

@Resolver(() => FrontLineMechanism)
export class FrontLineMechanismResolver {
  @Query(() => FrontLineMechanism, {
    nullable: true,
    description: '"三个一线"机制 · The mechanism in force on the day asked for; null before the first.',
  })
  async frontLineMechanism(@Context() ctx: Ctx): Promise<FrontLineMechanism | null> {
    requireRead(ctx, 'FrontLineMechanism');
    return await ctx.em.findOne(FrontLineMechanism, {});
  }

  @Mutation(() => FrontLineMechanism, {
    description: '印发"三个一线"机制 · Issues the mechanism. Refused with CONFLICT when one of that day or a later one is on record.',
  })
  issueFrontLineMechanism(
    @Context() ctx: Ctx,
    @Arg('input', () => IssueFrontLineMechanismInput) input: IssueFrontLineMechanismInput,
  ): Promise<FrontLineMechanism> {
    const { from, document } = input;
    const label = (text: string) => said(text, 'a label', 60);
    const labels = { cultivate: label(input.cultivate), observe: label(input.observe), select: label(input.select), document };
    const county = rootOf(ctx);
    return once(ctx, FrontLineMechanism, input, async (work) => {
      const held = await work.ctx.em.findOne(FrontLineMechanism, { county, validTo: FOREVER }, { filters: { asOf: false } });
      if (!held) {
        const first = Object.assign(new FrontLineMechanism(), { id: newId('flm'), county, ...labels, validFrom: from });
        return work.create(first, 'frontLineMechanism.issued');
      }
      return work.change(
        FrontLineMechanism,
        held.id,
        (mechanism) => {
          if (mechanism.validFrom === from) throw new Refusal('CONFLICT', `one from ${from} is on record; issue the next from a later day`);
          return mechanism.issue(labels);
        },
        { on: from },
      );
    });
  }
}

/** Distinct people whose front-line posting under "1+1" began in a year, by the division in which it lies. */
const sentIn = batchedBy<number, string, number>(String, async (divisions, year, { em, territory, day }) => {
  const wanted = { onePlusOne: true, frontline: true, actualFrom: { $gte: `${year}-01-01`, $lte: `${year}-12-31` } };
  const rows = (await em.rows(Posting, { select: ['division', 'person'], distinct: true, where: wanted })) as {
    division: string;
    person: string;
  }[];
  const subtree = new Map(divisions.map((d) => [d, territory.scope([territory.at(d, day)?.code ?? ''])]));
  return (division) => new Set(rows.filter((r) => subtree.get(division)?.covers(r.division)).map((r) => r.person)).size;
});

const M22 = {
  nullable: true,
  description:
    '"1+1"一线选派人数 · Measure M22: distinct people whose front-line posting under "1+1" (rotation or secondment) began in the year, up to the day asked for, within your territory. The postings: postings(filter: { onePlusOne, frontline, actualFrom }).',
};
const YEAR = { description: '年度 · Year.' };

@Resolver(() => County)
export class CountyFrontline {
  @FieldResolver(() => Int, M22)
  frontlineCadres(@Root() { id }: County, @Context() ctx: Ctx, @Arg('year', () => Int, YEAR) year: number): Promise<number> {
    requireRead(ctx, 'Posting');
    return sentIn(ctx, year, id);
  }
}

@Resolver(() => Township)
export class TownshipFrontline {
  @FieldResolver(() => Int, M22)
  frontlineCadres(@Root() { id }: Township, @Context() ctx: Ctx, @Arg('year', () => Int, YEAR) year: number): Promise<number> {
    requireRead(ctx, 'Posting');
    return sentIn(ctx, year, id);
  }
}
