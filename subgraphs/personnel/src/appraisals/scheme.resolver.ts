import { Arg, Args, Ctx as Context, Field, ID, InputType, Mutation, Query, Resolver } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { Intent, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { whereHoldsOn } from '#platform/dated';
import { FOREVER } from '#platform/day';
import { byEnum, byId, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { Channel, SchemeKind, soundItems } from './evaluation.rules.ts';
import { EvaluationScheme, SchemeItemInput } from './scheme.entity.ts';

export const schemes = list({
  name: 'EvaluationScheme',
  entity: EvaluationScheme,
  filter: {
    kind: byEnum('SchemeKind', SchemeKind)('kind', '类别 · Kind.'),
    title: byText('title', '名称 · Title.'),
    division: byId('division', '范围 · Key of the county.'),
  },
  order: {
    KIND: { property: 'kind', description: '类别 · By kind.' },
    SINCE: { property: 'validFrom', description: '起 · By first day.' },
  },
});

const schemeById = byKey(EvaluationScheme);
export const schemeReference = ({ id }: { id: string }, ctx: Ctx): Promise<EvaluationScheme | null> => schemeById(ctx, id);

/** The scheme under which an evaluation was opened, in force or not since. */
export async function schemeOf({ em }: Pick<Ctx, 'em'>, id: string): Promise<EvaluationScheme> {
  return (await em.findOneOrFail(
    EvaluationScheme,
    { id },
    { filters: { asOf: false }, orderBy: { validFrom: 'desc' } },
  )) as EvaluationScheme;
}

/** The same for a page of evaluations, in one statement. */
export const schemesUsed = batched<string, EvaluationScheme | null>(async (ids, { em }) => {
  const rows = await em.find(EvaluationScheme, { id: { $in: [...ids] } }, { filters: { asOf: false }, orderBy: { validFrom: 'asc' } });
  const latest = new Map(rows.map((s) => [s.id, s]));
  return (id) => latest.get(id) ?? null;
});

/** The scheme of a kind that is in force for a division on the day asked for, or a refusal. */
export async function schemeFor({ em, day, territory }: Ctx, kind: SchemeKind, division: string): Promise<EvaluationScheme> {
  const lineage = territory.at(division, day)?.lineage ?? '';
  const found = await em.find(EvaluationScheme, { kind, ...whereHoldsOn(day) });
  const scheme = found.find((s) => lineage.startsWith(territory.at(s.division, day)?.lineage ?? '/'));
  if (!scheme)
    throw new Refusal('NOT_FOUND', `no evaluation scheme of kind ${kind} is in force on ${day}; adopt one with adoptEvaluationScheme`);
  return scheme;
}

@InputType({ description: '印发考评方案 · Adopts a scheme from the day asked for; the one in force so far ends.' })
class AdoptEvaluationSchemeInput extends Intent {
  @Field(() => ID, { description: '范围 · Key of the county.' }) division!: string;
  @Field(() => SchemeKind, { description: '类别 · Kind.' }) kind!: SchemeKind;
  @Field(() => String, { description: '名称 · Title, up to 100 characters.' }) title!: string;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
  @Field(() => [SchemeItemInput], { description: '项目 · Items; together they look at all four criteria.' }) items!: SchemeItemInput[];
  @Field(() => [Channel], { description: '渠道 · Channels, each with a mandatory Party-building section; at least one.' })
  channels!: Channel[];
}

@Resolver(() => EvaluationScheme)
export class SchemeResolver {
  @Query(() => schemes.Connection, { description: '考评方案 · Schemes in force on the day asked for.' })
  evaluationSchemes(@Context() ctx: Ctx, @Args(() => schemes.Args) args: PageArgs): object {
    return schemes.page(ctx, args);
  }

  @Mutation(() => EvaluationScheme, {
    description:
      '印发考评方案 · What was opened under an earlier scheme stays under it. Refused with CONFLICT when a later scheme is in force.',
  })
  adoptEvaluationScheme(
    @Context() ctx: Ctx,
    @Arg('input', () => AdoptEvaluationSchemeInput) input: AdoptEvaluationSchemeInput,
  ): Promise<EvaluationScheme> {
    const { idempotencyKey: _, ...given } = input;
    return once(ctx, EvaluationScheme, input, async ({ create, changeAll, ctx: { em } }) => {
      if (!ctx.scope.covers(given.division) || ctx.territory.at(given.division, ctx.day)?.kind !== 'COUNTY')
        throw new Refusal('NOT_FOUND', `no county ${given.division} in your territory`);
      if (given.channels.length === 0) throw new Refusal('BAD_USER_INPUT', 'a scheme has at least one channel');
      const scheme = Object.assign(new EvaluationScheme(), {
        ...given,
        id: newId('sch'),
        title: said(given.title, 'title', 100),
        items: soundItems(given.items),
        channels: [...new Set(given.channels)],
        validFrom: ctx.day,
      });
      const { division, kind } = given;
      const [held] = await em.find(EvaluationScheme, { division, kind, validTo: FOREVER }, { filters: { asOf: false } });
      if (held && held.validFrom >= ctx.day)
        throw new Refusal('CONFLICT', `a scheme of kind ${kind} is in force since ${held.validFrom}; adopt the next one from a later day`, {
          validFrom: held.validFrom,
        });
      await changeAll(EvaluationScheme, { division, kind }, (s) => s.supersede(ctx.day));
      await em.flush(); // the one ends before the other begins
      create(scheme, 'scheme.adopted');
      return scheme;
    });
  }
}
