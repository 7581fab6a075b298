import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byEnum, byId, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { County, Township, Village } from '../divisions/division.entity.ts';
import { atTownship, atVillage, divisionReference, happened, requireVillage } from '../divisions/division.reads.ts';
import { VillageDesignation } from './designation.entity.ts';
import { DesignationKind, REQUIRES, requiring } from './designation.rules.ts';

export const designations = list({
  name: 'VillageDesignation',
  entity: VillageDesignation,
  filter: {
    village: byId('village', '村 · Key of the village.'),
    kind: byEnum('DesignationKind', DesignationKind)('kind', '类别 · What it is recognised as.'),
    document: byText('document', '文号 · The document.'),
    validFrom: byDay('validFrom', '认定日 · Day since which it holds.'),
  },
  order: {
    SINCE: { property: 'validFrom', description: '认定日 · By the day since which it holds.' },
    KIND: { property: 'kind', description: '类别 · By kind.' },
  },
  distinct: { villages: { property: 'village', description: '涉及村数 · Villages.' } },
  groups: {
    kind: { property: 'kind', type: () => DesignationKind, description: '类别 · Kind.' },
    validFrom: { property: 'validFrom', type: () => DateScalar, day: true, description: '认定日 · Day since which it holds.' },
    township: atTownship('village'),
    village: atVillage('village'),
  },
  below: 'village',
});

const designationById = byKey(VillageDesignation);
export const designationReference = ({ id }: { id: string }, ctx: Ctx): Promise<VillageDesignation | null> => designationById(ctx, id);

@InputType({ description: '认定 · Recognises a village as poor, deeply poor, exited or a relocation site.' })
class DesignateVillageInput extends Intent {
  @Field(() => ID, { description: '村 · The village.' }) village!: string;
  @Field(() => DesignationKind, { description: '类别 · What it is recognised as.' }) kind!: DesignationKind;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
  @Field(() => DateScalar, { nullable: true, description: '起 · Since when; the day asked for unless given.' }) from?: Day;
}

@InputType({ description: '终止认定 · Ends a designation.' })
class EndDesignationInput extends Move {
  @Field(() => ID, { description: '认定 · The designation.' }) designation!: string;
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

const kindsOf = async ({ em }: Ctx, village: string, day: Day): Promise<Set<DesignationKind>> =>
  new Set(
    (await em.find(VillageDesignation, { village, validFrom: { $lte: day }, validTo: { $gt: day } }, { filters: { asOf: false } })).map(
      (d) => d.kind,
    ),
  );

@Resolver(() => VillageDesignation)
export class VillageDesignationResolver {
  @Query(() => designations.Connection, { description: '村情认定 · Designations of villages in your territory.' })
  villageDesignations(@Context() ctx: Ctx, @Args(() => designations.Args) args: PageArgs): object {
    return designations.page(ctx, args);
  }
  @FieldResolver(() => Village, { description: '村 · The village.' })
  village(@Root() { village }: VillageDesignation, @Context() ctx: Ctx): unknown {
    return divisionReference({ id: village }, ctx);
  }

  @Mutation(() => VillageDesignation, {
    description:
      '认定 · Recognises a village by a document. Refused with ALREADY_DESIGNATED when it is recognised already, with NOT_DESIGNATED when it must be a poor village first.',
  })
  designateVillage(
    @Context() ctx: Ctx,
    @Arg('input', () => DesignateVillageInput) input: DesignateVillageInput,
  ): Promise<VillageDesignation> {
    const from = happened(ctx, input.from);
    return create(ctx, VillageDesignation, input, 'designation.given', async (work) => {
      requireVillage(ctx, input.village, from);
      const has = await kindsOf(work.ctx, input.village, from);
      const needed = REQUIRES[input.kind];
      if (needed && !has.has(needed))
        throw new Refusal('NOT_DESIGNATED', `only a ${needed} is recognised as ${input.kind}; this village is none as of ${from}`);
      return Object.assign(new VillageDesignation(), {
        id: newId('dsg'),
        village: input.village,
        kind: input.kind,
        document: input.document,
        validFrom: from,
      });
    });
  }
  @Mutation(() => VillageDesignation, {
    description: '终止认定 · Ends a designation on the day asked for. Refused with CONFLICT while another one rests on it.',
  })
  endDesignation(@Context() ctx: Ctx, @Arg('input', () => EndDesignationInput) input: EndDesignationInput): Promise<VillageDesignation> {
    return change(ctx, VillageDesignation, input.designation, input, async (designation, work) => {
      const has = await kindsOf(work.ctx, designation.village, ctx.day);
      const rests = requiring(designation.kind).find((k) => has.has(k));
      if (rests) throw new Refusal('CONFLICT', `the village is ${rests}, which rests on ${designation.kind}; end that one first`);
      return designation.end(happened(ctx), input.reason);
    });
  }
}

const OF = { description: '村情认定 · Designations on the day asked for.' };

@Resolver(() => Village)
export class VillageDesignations {
  @FieldResolver(() => designations.Connection, OF)
  designations(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => designations.Args) args: PageArgs): object {
    return designations.pageOf(ctx, 'village', id, args);
  }
}
@Resolver(() => Township)
export class TownshipDesignations {
  @FieldResolver(() => designations.Connection, OF)
  designations(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => designations.Args) args: PageArgs): object {
    return designations.pageBelow(ctx, id, args);
  }
}
@Resolver(() => County)
export class CountyDesignations {
  @FieldResolver(() => designations.Connection, OF)
  designations(@Root() { id }: County, @Context() ctx: Ctx, @Args(() => designations.Args) args: PageArgs): object {
    return designations.pageBelow(ctx, id, args);
  }
}
