import { Arg, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { Intent, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { newId } from '#platform/id';
import { Refusal } from '#platform/refusal';
import { DateScalar } from '#platform/scalars';
import { said } from '#platform/words';
import { Village } from './division.entity.ts';
import { divisionReference, happened, requireVillage } from './division.reads.ts';
import { VillageProfile } from './profile.entity.ts';
import { miscount, URBAN_RURAL } from './profile.rules.ts';

const profileOf = batched<string, VillageProfile | null>(async (villages, { em }) => {
  const rows = await em.find(VillageProfile, { village: { $in: [...villages] } });
  const byVillage = new Map(rows.map((r) => [r.village, r]));
  return (village) => byVillage.get(village) ?? null;
});
const profileById = byKey(VillageProfile);
export const profileReference = ({ id }: { id: string }, ctx: Ctx): Promise<VillageProfile | null> => profileById(ctx, id);

@InputType({ description: '登记人口 · Records a count of a village.' })
class RecordPopulationInput extends Intent {
  @Field(() => ID, { description: '村 · The village.' }) village!: string;
  @Field(() => Int, { description: '户数 · Households.' }) households!: number;
  @Field(() => Int, { description: '人口 · Persons.' }) persons!: number;
  @Field(() => DateScalar, { nullable: true, description: '统计日 · The day of the count; the day asked for unless given.' })
  countedOn?: Day;
  @Field(() => String, { description: '来源 · Where the count comes from, up to 200 characters.' }) source!: string;
}
@InputType({ description: '登记城乡分类 · Records the urban–rural class of a village.' })
class ClassifyVillageInput extends Intent {
  @Field(() => ID, { description: '村 · The village.' }) village!: string;
  @Field(() => String, { description: '城乡分类代码 · Three digits, for example 220 (国函〔2008〕60号).' }) urbanRural!: string;
}

/** Carries an intention out on the profile of a village, which begins with it when there is none. */
function onProfile(ctx: Ctx, input: Intent & { village: string }, on: Day, intention: (profile: VillageProfile) => string) {
  return once(ctx, VillageProfile, input, async (work) => {
    requireVillage(ctx, input.village, on);
    const known = await work.ctx.em.findOne(VillageProfile, { village: input.village, validTo: FOREVER }, { filters: { asOf: false } });
    if (known) return work.change(VillageProfile, known.id, intention, { on });
    const profile = Object.assign(new VillageProfile(), { id: newId('prf'), village: input.village, validFrom: on });
    return work.create(profile, intention(profile));
  });
}

@Resolver(() => Village)
export class VillageProfileResolver {
  @FieldResolver(() => VillageProfile, {
    nullable: true,
    description: '村情 · Population and urban–rural class; null when nobody recorded any.',
  })
  profile(@Root() { id }: Village, @Context() ctx: Ctx): Promise<VillageProfile | null> {
    return profileOf(ctx, id);
  }

  @Mutation(() => VillageProfile, {
    description: '登记人口 · Records a count as of its day; what was counted before stays on the days before.',
  })
  recordPopulation(@Context() ctx: Ctx, @Arg('input', () => RecordPopulationInput) input: RecordPopulationInput): Promise<VillageProfile> {
    const on = happened(ctx, input.countedOn);
    const wrong = miscount(input);
    if (wrong) throw new Refusal('BAD_USER_INPUT', `${input.households} households and ${input.persons} persons: ${wrong}`);
    return onProfile(ctx, input, on, (p) => p.count(input.households, input.persons, on, said(input.source, 'source', 200)));
  }
  @Mutation(() => VillageProfile, { description: '登记城乡分类 · Records the class on the day asked for.' })
  classifyVillage(@Context() ctx: Ctx, @Arg('input', () => ClassifyVillageInput) input: ClassifyVillageInput): Promise<VillageProfile> {
    if (!(input.urbanRural in URBAN_RURAL))
      throw new Refusal(
        'BAD_USER_INPUT',
        `an urban–rural class is one of ${Object.keys(URBAN_RURAL).join(', ')}; got ${JSON.stringify(input.urbanRural)}`,
      );
    return onProfile(ctx, input, happened(ctx), (p) => p.classify(input.urbanRural));
  }
}

@Resolver(() => VillageProfile)
export class ProfileVillage {
  @FieldResolver(() => Village, { description: '村 · The village.' })
  village(@Root() { village }: VillageProfile, @Context() ctx: Ctx): unknown {
    return divisionReference({ id: village }, ctx);
  }
}
