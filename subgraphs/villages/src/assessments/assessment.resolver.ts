import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, create, Intent, Move, once } from '#platform/change';
import type { Ctx } from '#platform/context';
import { FOREVER } from '#platform/day';
import { byEnum, byId, byInt } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { Refusal } from '#platform/refusal';
import { DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { atTownship, atVillage } from '../divisions/division.reads.ts';
import { happened } from '../offices/office.rules.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { lockedOrganization, organizationById } from '../organizations/organization.reads.ts';
import { AssessmentScheme, OrgAssessment } from './assessment.entity.ts';
import { AssessmentGrade, gradeOf, wrongIn } from './assessment.rules.ts';

export const assessments = list({
  name: 'OrgAssessment',
  entity: OrgAssessment,
  filter: {
    year: byInt('year', '年度 · Year.'),
    grade: byEnum('AssessmentGrade', AssessmentGrade)('grade', '等次 · Grade.'),
    organization: byId('organization', '党组织 · Key of the organization.'),
    division: byId('division', '区划 · Key of the division.'),
  },
  order: {
    YEAR: { property: 'year', description: '年度 · By year.' },
    GRADE: { property: 'grade', description: '等次 · By grade.' },
  },
  groups: {
    year: { property: 'year', type: () => Int, description: '年度 · Year.' },
    grade: { property: 'grade', type: () => AssessmentGrade, description: '等次 · Grade.' },
    township: atTownship('division'),
    village: atVillage('division'),
  },
  distinct: { organizations: { property: 'organization', description: '党组织数 · Different organizations.' } },
  below: 'division',
});

const assessmentById = byKey(OrgAssessment);
export const assessmentReference = ({ id }: { id: string }, ctx: Ctx): Promise<OrgAssessment | null> => assessmentById(ctx, id);
const schemeById = byKey(AssessmentScheme);
export const schemeReference = ({ id }: { id: string }, ctx: Ctx): Promise<AssessmentScheme | null> => schemeById(ctx, id);

/** The last assessment of organizations until the day asked for. */
const latestOf = batched<string, OrgAssessment | undefined>(async (organizations, ctx) => {
  requireRead(ctx, 'OrgAssessment');
  const rows = await ctx.em.find(OrgAssessment, { organization: { $in: [...organizations] } }, { orderBy: { year: 'asc' } });
  const byOrganization = new Map(rows.map((a) => [a.organization, a])); // the last of each stays
  return (id) => byOrganization.get(id);
});

@InputType({ description: '研判指标 · One criterion of a scheme.' })
class CriterionInput {
  @Field(() => String, { description: '代码 · Code: capital letters, digits and _.' }) code!: string;
  @Field(() => String, { description: '内容 · What is looked for, up to 200 characters.' }) text!: string;
  @Field(() => Boolean, { defaultValue: false, description: '一票认定 · Whether it makes an organization weak by itself.' })
  decisive!: boolean;
}

@InputType({ description: '印发研判标准 · Adopts a scheme; the one before holds until then.' })
class AdoptAssessmentSchemeInput extends Intent {
  @Field(() => ID, { description: '区划 · The county.' }) division!: string;
  @Field(() => String, { description: '名称 · Name, up to 100 characters.' }) name!: string;
  @Field(() => [CriterionInput], { description: '指标 · Criteria.' }) criteria!: CriterionInput[];
  @Field(() => Int, { description: '认定条数 · From how many criteria on an organization is weak.' }) weakFrom!: number;
  @Field(() => DocNo, { description: '文号 · The document.' }) document!: string;
}

@InputType({ description: '研判党组织 · Assesses an organization for a year.' })
class AssessOrganizationInput extends Intent {
  @Field(() => ID, { description: '党组织 · The organization.' }) organization!: string;
  @Field(() => Int, { description: '年度 · The year, not ahead of today.' }) year!: number;
  @Field(() => [String], {
    description: '命中指标 · Codes of the criteria met, of the scheme in force on the day asked for; none is good.',
  })
  hits!: string[];
}

@InputType({ description: '重新研判 · Assesses an organization anew for the same year.' })
class ReassessOrganizationInput extends Move {
  @Field(() => ID, { description: '研判 · The assessment.' }) assessment!: string;
  @Field(() => [String], { description: '命中指标 · Codes of the criteria met.' }) hits!: string[];
  @Field(() => String, { description: '原因 · Why.' }) reason!: string;
}

/** The scheme in force on the day asked for, or a refusal of codes that it doesn't have. */
async function schemeFor({ em, day }: Ctx, hits: readonly string[]): Promise<AssessmentScheme> {
  const scheme = await em.findOne(AssessmentScheme, {});
  if (!scheme) throw new Refusal('NOT_FOUND', `no scheme of assessment is in force as of ${day}; adopt one first`);
  const codes = scheme.criteria.map((c) => c.code);
  const unknown = hits.find((hit) => !codes.includes(hit));
  if (unknown !== undefined || new Set(hits).size < hits.length)
    throw new Refusal('BAD_USER_INPUT', `name each criterion of ${scheme.document} at most once: ${codes.join(', ')}`, { allowed: codes });
  return scheme;
}

@Resolver(() => AssessmentScheme)
export class AssessmentSchemeResolver {
  @Query(() => AssessmentScheme, { nullable: true, description: '研判标准 · The scheme in force on the day asked for.' })
  assessmentScheme(@Context() ctx: Ctx): Promise<AssessmentScheme | null> {
    requireRead(ctx, 'AssessmentScheme');
    return ctx.em.findOne(AssessmentScheme, {});
  }

  @Mutation(() => AssessmentScheme, { description: '印发研判标准 · Adopts the criteria of a document, in force from the day asked for.' })
  adoptAssessmentScheme(
    @Context() ctx: Ctx,
    @Arg('input', () => AdoptAssessmentSchemeInput) input: AdoptAssessmentSchemeInput,
  ): Promise<AssessmentScheme> {
    const on = happened(ctx.day, ctx.now);
    const wrong = wrongIn(input.criteria, input.weakFrom);
    if (wrong) throw new Refusal('BAD_USER_INPUT', wrong);
    const { division, weakFrom, document } = input;
    if (!ctx.scope.covers(division) || ctx.territory.at(division, on)?.kind !== 'COUNTY')
      throw new Refusal('NOT_FOUND', `no county ${division} in your territory as of ${on}`);
    const criteria = input.criteria.map(({ code, text, decisive }) => ({ code, text: said(text, 'text', 200), decisive }));
    const scheme = { name: said(input.name, 'name', 100), document, criteria, weakFrom };
    return once(ctx, AssessmentScheme, input, async (work) => {
      const before = await work.ctx.em.findOne(AssessmentScheme, { division, validTo: FOREVER }, { filters: { asOf: false } });
      if (before) return work.change(AssessmentScheme, before.id, (s) => s.replaceBy(scheme), { on });
      return work.create(Object.assign(new AssessmentScheme(), { ...scheme, id: newId('sch'), division, validFrom: on }), 'scheme.adopted');
    });
  }
}

@Resolver(() => OrgAssessment)
export class OrgAssessmentResolver {
  @Query(() => assessments.Connection, {
    description: '党组织研判 · Assessments of organizations of your territory, as known on the day asked for.',
  })
  orgAssessments(@Context() ctx: Ctx, @Args(() => assessments.Args) args: PageArgs): object {
    return assessments.page(ctx, args);
  }
  @FieldResolver(() => PartyOrganization, { nullable: true, description: '党组织 · Which organization; null when it has ended since.' })
  organization(@Root() { organization }: OrgAssessment, @Context() ctx: Ctx): Promise<PartyOrganization | null> {
    return organizationById(ctx, organization);
  }

  @Mutation(() => OrgAssessment, {
    description:
      '研判党组织 · Assesses an organization; the grade follows from the criteria met. Refused with YEAR_ASSESSED the second time.',
  })
  assessOrganization(
    @Context() ctx: Ctx,
    @Arg('input', () => AssessOrganizationInput) input: AssessOrganizationInput,
  ): Promise<OrgAssessment> {
    const on = happened(ctx.day, ctx.now);
    const { year, hits } = input;
    if (year < 2000 || year > Number(on.slice(0, 4)))
      throw new Refusal('BAD_USER_INPUT', `a year from 2000 to ${on.slice(0, 4)}; got ${year}`);
    return create(ctx, OrgAssessment, input, 'assessment.made', async ({ ctx: inside }) => {
      const organization = await lockedOrganization(inside, input.organization, on);
      const scheme = await schemeFor(inside, hits);
      const before = await inside.em.count(
        OrgAssessment,
        { organization: organization.id, year, validTo: FOREVER },
        { filters: { asOf: false } },
      );
      if (before > 0)
        throw new Refusal('YEAR_ASSESSED', `organization ${organization.id} is assessed for ${year} already; reassess it instead`);
      return Object.assign(new OrgAssessment(), {
        id: newId('ass'),
        organization: organization.id,
        division: organization.division,
        scheme: scheme.id,
        document: scheme.document,
        year,
        hits,
        grade: gradeOf(scheme, hits),
        validFrom: on,
      });
    });
  }

  @Mutation(() => OrgAssessment, {
    description: '重新研判 · Corrects an assessment as of the day asked for, with its reason; the version before stays.',
  })
  reassessOrganization(
    @Context() ctx: Ctx,
    @Arg('input', () => ReassessOrganizationInput) input: ReassessOrganizationInput,
  ): Promise<OrgAssessment> {
    happened(ctx.day, ctx.now);
    return change(ctx, OrgAssessment, input.assessment, input, async (assessment, { ctx: inside }) =>
      assessment.reassess(await schemeFor(inside, input.hits), input.hits, input.reason),
    );
  }
}

@Resolver(() => PartyOrganization)
export class OrganizationAssessments {
  @FieldResolver(() => OrgAssessment, {
    nullable: true,
    description: '最近研判 · Its last assessment until the day asked for; null before the first.',
  })
  async assessment(@Root() { id }: PartyOrganization, @Context() ctx: Ctx): Promise<OrgAssessment | null> {
    return (await latestOf(ctx, id)) ?? null;
  }
  @FieldResolver(() => assessments.Connection, { nullable: true, description: '历年研判 · Its assessments.' })
  assessments(@Root() { id }: PartyOrganization, @Context() ctx: Ctx, @Args(() => assessments.Args) args: PageArgs): object {
    return assessments.pageOf(ctx, 'organization', id, args);
  }
}
