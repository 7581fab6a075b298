import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byText } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { FindingCategory } from './category.entity.ts';
import { Finding } from './finding.entity.ts';
import { CATEGORY_LENGTH } from './finding.rules.ts';

export const findingCategories = list({
  name: 'FindingCategory',
  entity: FindingCategory,
  filter: { code: byText('code', '代码 · Code.'), name: byText('name', '名称 · Name.') },
  order: { CODE: { property: 'code', description: '代码 · By code.' } },
});

export const findingCategoryById = byKey(FindingCategory);

const CODE = /^[A-Z][A-Z0-9_]{1,39}$/;

/** The category of the list that a text names by code or name on `day`, if it names one. */
export async function categoryNamed({ em }: Pick<Ctx, 'em'>, text: string, day: Day): Promise<FindingCategory | null> {
  const rows = await em.find(
    FindingCategory,
    { $or: [{ code: text }, { name: text }], validFrom: { $lte: day }, validTo: { $gt: day } },
    { filters: { asOf: false }, orderBy: { row: 'asc' } },
  );
  return rows.find((c) => c.code === text) ?? rows[0] ?? null;
}

/** What codes meant on the days on which findings were made. */
const meantBy = batched<string, FindingCategory | null>(async (keys, { em }) => {
  const codes = [...new Set(keys.map((k) => k.slice(11)))];
  const rows = await em.find(FindingCategory, { code: { $in: codes } }, { filters: { asOf: false } });
  return (key) => rows.find((c) => c.code === key.slice(11) && c.validFrom <= key.slice(0, 10) && key.slice(0, 10) < c.validTo) ?? null;
});

@InputType({ description: '设立问题类别 · A category, in use from the day asked for.' })
class DefineFindingCategoryInput extends Intent {
  @Field(() => String, { description: '代码 · Code: capital letters, digits and _, for example DRINKING_WATER.' }) code!: string;
  @Field(() => String, { description: `名称 · Name, up to ${CATEGORY_LENGTH} characters.` }) name!: string;
  @Field(() => DocNo, { nullable: true, description: '文号 · Document of the list.' }) document?: string;
}

@InputType({ description: '停用问题类别 · The category that is used no longer.' })
class RetireFindingCategoryInput extends Move {
  @Field(() => ID, { description: '类别 · The category.' }) category!: string;
}

@Resolver(() => FindingCategory)
export class FindingCategoryResolver {
  @Query(() => findingCategories.Connection, { description: '问题类别 · The code list in use on the day asked for.' })
  findingCategories(@Context() ctx: Ctx, @Args(() => findingCategories.Args) args: PageArgs): object {
    return findingCategories.page(ctx, args);
  }

  @Mutation(() => FindingCategory, { description: '设立问题类别 · Refused with CODE_IN_USE while code or name is in use.' })
  defineFindingCategory(
    @Context() ctx: Ctx,
    @Arg('input', () => DefineFindingCategoryInput) input: DefineFindingCategoryInput,
  ): Promise<FindingCategory> {
    return create(ctx, FindingCategory, input, 'findingCategory.defined', () => {
      if (!CODE.test(input.code))
        throw new Refusal('BAD_USER_INPUT', 'a code is 2 to 40 capital letters, digits and _, for example DRINKING_WATER');
      return Object.assign(new FindingCategory(), {
        id: newId('fct'),
        division: ctx.territory.named(ctx.territory.roots[0] ?? '') ?? '',
        code: input.code,
        name: said(input.name, 'name', CATEGORY_LENGTH),
        document: input.document ?? null,
        validFrom: ctx.day,
      });
    });
  }
  @Mutation(() => FindingCategory, { description: '停用问题类别 · From the day asked for; what was found before keeps it.' })
  retireFindingCategory(
    @Context() ctx: Ctx,
    @Arg('input', () => RetireFindingCategoryInput) input: RetireFindingCategoryInput,
  ): Promise<FindingCategory> {
    return change(ctx, FindingCategory, input.category, input, (category) => category.retire(ctx.day));
  }
}

@Resolver(() => Finding)
export class FindingClassification {
  @FieldResolver(() => FindingCategory, {
    nullable: true,
    description:
      '编目类别 · Its category in the code list of the day on which it was found; null where inspectors used words of their own.',
  })
  classification(@Root() { categoryCode, foundOn }: Finding, @Context() ctx: Ctx): Promise<FindingCategory | null> | null {
    return categoryCode ? meantBy(ctx, `${foundOn} ${categoryCode}`) : null;
  }
}
