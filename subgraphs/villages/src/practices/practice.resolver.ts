import { raw } from '@mikro-orm/core';
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
import { batched, byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { FOREVER } from '#platform/day';
import { byDay, byEnum, byId, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { atTownship } from '../divisions/division.reads.ts';
import { happened } from '../offices/office.rules.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { lockedOrganization, organizationById } from '../organizations/organization.reads.ts';
import { ModelPractice, PracticeAdoption, PracticeKind } from './practice.entity.ts';

export const practices = list({
  name: 'ModelPractice',
  entity: ModelPractice,
  filter: {
    title: byText('title', '名称 · Title.'),
    kind: byEnum('ModelPracticeKind', PracticeKind)('kind', '类别 · What it is about.'),
    organization: byId('organization', '党组织 · Key of the organization it comes from.'),
    recognizedOn: byDay('validFrom', '认定日 · Day of recognition.'),
  },
  order: {
    RECOGNIZED_ON: { property: 'validFrom', description: '认定日 · By day of recognition.' },
    TITLE: { property: 'title', description: '名称 · By title.' },
  },
  groups: {
    kind: { property: 'kind', type: () => PracticeKind, description: '类别 · What it is about.' },
    township: atTownship('division'),
  },
});

export const adoptions = list({
  name: 'PracticeAdoption',
  entity: PracticeAdoption,
  filter: {
    practice: byId('practice', '典型 · Key of the practice.'),
    organization: byId('organization', '党组织 · Key of the organization that follows it.'),
    adoptedOn: byDay('validFrom', '应用日 · First day.'),
    division: byId('division', '区划 · Key of the division.'),
  },
  order: { ADOPTED_ON: { property: 'validFrom', description: '应用日 · By first day.' } },
  groups: {
    adoptedOn: { property: 'validFrom', type: () => DateScalar, day: true, description: '应用日 · First day.' },
    township: atTownship('division'),
  },
  distinct: {
    practices: { property: 'practice', description: '典型数 · Different practices.' },
    organizations: { property: 'organization', description: '党组织数 · Different organizations.' },
  },
});

const practiceById = byKey(ModelPractice);
export const practiceReference = ({ id }: { id: string }, ctx: Ctx): Promise<ModelPractice | null> => practiceById(ctx, id);
const adoptionById = byKey(PracticeAdoption);
export const adoptionReference = ({ id }: { id: string }, ctx: Ctx): Promise<PracticeAdoption | null> => adoptionById(ctx, id);

@ObjectType({ description: '推广面 · How far a practice has spread in your territory on the day asked for.' })
export class Diffusion {
  @Field(() => Int, { description: '应用组织数 · Organizations that follow it.' }) organizations!: number;
  @Field(() => Int, { description: '覆盖区划数 · Divisions in which at least one does.' }) divisions!: number;
}

/** How many organizations follow practices, in one statement. */
const diffusionOf = batched<string, Diffusion>(async (ids, ctx) => {
  requireRead(ctx, 'PracticeAdoption');
  const rows = (await ctx.em.rows(PracticeAdoption, {
    select: ['practice', raw('count(*) as organizations'), raw('count(distinct e.division) as divisions')],
    where: { practice: { $in: [...ids] } },
    groupBy: ['practice'],
  })) as { practice: string; organizations: number | string; divisions: number | string }[];
  const byPractice = new Map(rows.map((r) => [r.practice, { organizations: Number(r.organizations), divisions: Number(r.divisions) }]));
  return (id) => byPractice.get(id) ?? { organizations: 0, divisions: 0 };
});

@InputType({ description: '认定先进典型 · A practice that others are to follow.' })
class RecognizePracticeInput extends Intent {
  @Field(() => ID, { description: '党组织 · The organization it comes from.' }) organization!: string;
  @Field(() => PracticeKind, { description: '类别 · What it is about.' }) kind!: PracticeKind;
  @Field(() => String, { description: '名称 · Title, up to 100 characters.' }) title!: string;
  @Field(() => String, { description: '做法 · What is done, up to 4000 characters.' }) text!: string;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}

@InputType({ description: '推广应用 · An organization that follows a practice from the day asked for.' })
class AdoptPracticeInput extends Intent {
  @Field(() => ID, { description: '典型 · The practice.' }) practice!: string;
  @Field(() => ID, { description: '党组织 · The organization that follows it.' }) organization!: string;
}

@InputType({ description: '停止应用 · A practice that is followed no more.' })
class AbandonPracticeInput extends Move {
  @Field(() => ID, { description: '推广应用 · The adoption.' }) adoption!: string;
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

@Resolver(() => ModelPractice)
export class ModelPracticeResolver {
  @Query(() => practices.Connection, { description: '先进典型 · Model practices of the county.' })
  modelPractices(@Context() ctx: Ctx, @Args(() => practices.Args) args: PageArgs): object {
    return practices.page(ctx, args);
  }
  @FieldResolver(() => PartyOrganization, { nullable: true, description: '党组织 · Where it comes from; null outside your territory.' })
  organization(@Root() { organization }: ModelPractice, @Context() ctx: Ctx): Promise<PartyOrganization | null> {
    return organizationById(ctx, organization);
  }
  @FieldResolver(() => adoptions.Connection, {
    nullable: true,
    description: '推广应用 · Who follows it on the day asked for, in your territory.',
  })
  adoptions(@Root() { id }: ModelPractice, @Context() ctx: Ctx, @Args(() => adoptions.Args) args: PageArgs): object {
    return adoptions.pageOf(ctx, 'practice', id, args);
  }
  @FieldResolver(() => Diffusion, {
    nullable: true,
    description: '推广面 · How far it has spread on the day asked for, in your territory.',
  })
  diffusion(@Root() { id }: ModelPractice, @Context() ctx: Ctx): Promise<Diffusion> {
    return diffusionOf(ctx, id);
  }

  @Mutation(() => ModelPractice, { description: '认定先进典型 · Recognizes a practice by a document.' })
  recognizePractice(
    @Context() ctx: Ctx,
    @Arg('input', () => RecognizePracticeInput) input: RecognizePracticeInput,
  ): Promise<ModelPractice> {
    const on = happened(ctx.day, ctx.now);
    return create(ctx, ModelPractice, input, 'practice.recognized', async ({ ctx: inside }) => {
      const { id, division } = await lockedOrganization(inside, input.organization, on);
      return Object.assign(new ModelPractice(), {
        id: newId('prc'),
        organization: id,
        division,
        kind: input.kind,
        title: said(input.title, 'title', 100),
        text: said(input.text, 'text', 4000),
        document: input.document,
        validFrom: on,
      });
    });
  }
}

@Resolver(() => PracticeAdoption)
export class PracticeAdoptionResolver {
  @FieldResolver(() => ModelPractice, { nullable: true, description: '典型 · Which practice.' })
  practice(@Root() { practice }: PracticeAdoption, @Context() ctx: Ctx): Promise<ModelPractice | null> {
    return practiceById(ctx, practice);
  }
  @FieldResolver(() => PartyOrganization, { nullable: true, description: '党组织 · Who follows it.' })
  organization(@Root() { organization }: PracticeAdoption, @Context() ctx: Ctx): Promise<PartyOrganization | null> {
    return organizationById(ctx, organization);
  }

  @Mutation(() => PracticeAdoption, {
    description:
      '推广应用 · An organization follows a practice from the day asked for. Refused with ALREADY_ADOPTED while it does, with WRONG_TARGET for the one it comes from.',
  })
  adoptPractice(@Context() ctx: Ctx, @Arg('input', () => AdoptPracticeInput) input: AdoptPracticeInput): Promise<PracticeAdoption> {
    const on = happened(ctx.day, ctx.now);
    return create(ctx, PracticeAdoption, input, 'practice.adopted', async ({ ctx: inside }) => {
      const practice = await practiceById(inside, input.practice);
      if (!practice)
        throw new Refusal('NOT_FOUND', `no model practice ${input.practice} as of ${on}; modelPractices { nodes { id } } lists them`);
      const { id, division } = await lockedOrganization(inside, input.organization, on);
      if (practice.organization === id)
        throw new Refusal('WRONG_TARGET', 'the practice comes from this very organization; others adopt it');
      const before = await inside.em.count(
        PracticeAdoption,
        { practice: practice.id, organization: id, validTo: FOREVER },
        { filters: { asOf: false } },
      );
      if (before > 0) throw new Refusal('ALREADY_ADOPTED', `organization ${id} follows practice ${practice.id} already`);
      return Object.assign(new PracticeAdoption(), { id: newId('adp'), practice: practice.id, organization: id, division, validFrom: on });
    });
  }
  @Mutation(() => PracticeAdoption, { description: '停止应用 · A practice is followed no more from the day asked for.' })
  abandonPractice(@Context() ctx: Ctx, @Arg('input', () => AbandonPracticeInput) input: AbandonPracticeInput): Promise<PracticeAdoption> {
    const on = happened(ctx.day, ctx.now);
    return change(ctx, PracticeAdoption, input.adoption, input, (adoption) => adoption.abandon(on, input.reason));
  }
}

@Resolver(() => PartyOrganization)
export class OrganizationPractices {
  @FieldResolver(() => practices.Connection, { nullable: true, description: '先进典型 · Model practices that come from it.' })
  practices(@Root() { id }: PartyOrganization, @Context() ctx: Ctx, @Args(() => practices.Args) args: PageArgs): object {
    return practices.pageOf(ctx, 'organization', id, args);
  }
  @FieldResolver(() => adoptions.Connection, { nullable: true, description: '推广应用 · Model practices that it follows.' })
  adoptedPractices(@Root() { id }: PartyOrganization, @Context() ctx: Ctx, @Args(() => adoptions.Args) args: PageArgs): object {
    return adoptions.pageOf(ctx, 'organization', id, args);
  }
}
