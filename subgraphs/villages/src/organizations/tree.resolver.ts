import { LockMode } from '@mikro-orm/core';
import { Arg, Ctx as Context, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { change, create, Intent, type Intention, Move, once, type Work } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, FOREVER } from '#platform/day';
import { newId } from '#platform/id';
import { Refusal } from '#platform/refusal';
import { DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { Committee } from '../committees/committee.entity.ts';
import { OfficeHolding } from '../offices/office.entity.ts';
import { happened, OfficeEnd } from '../offices/office.rules.ts';
import { MemberCount } from './member.entity.ts';
import { PartyOrganization, requireAbove } from './organization.entity.ts';
import { agencyById, lockedOrganization } from './organization.reads.ts';
import { cycleOn, OrganizationField, OrganizationType, type Tier } from './organization.rules.ts';

@InputType({ description: '成立党组织 · Founds a Party organization below another.' })
class FoundOrganizationInput extends Intent {
  @Field(() => String, { description: '名称 · Name, up to 100 characters.' }) name!: string;
  @Field(() => OrganizationType, { description: '类型 · Type.' }) type!: OrganizationType;
  @Field(() => OrganizationField, { description: '领域 · Field of Party building.' }) field!: OrganizationField;
  @Field(() => ID, { description: '上级党组织 · The organization above.' }) parent!: string;
  @Field(() => ID, { description: '区划 · The division in which it lies.' }) division!: string;
  @Field(() => Boolean, { defaultValue: false, description: '领导该区划 · Whether it leads that division; one organization does.' })
  leads!: boolean;
  @Field(() => ID, { nullable: true, description: '单位 · The agency inside which it is set up.' }) agency?: string;
  @Field(() => [String], { nullable: true, description: '覆盖单位 · Units that a joint branch covers.' }) units?: string[];
  @Field(() => DocNo, { description: '文号 · Document that approves it.' }) document!: string;
}

@InputType()
abstract class MoveOrganization extends Move {
  @Field(() => ID, { description: '党组织 · The organization.' }) organization!: string;
  @Field(() => DocNo, { description: '文号 · Document that approves it.' }) document!: string;
}

@InputType({ description: '调整隶属 · Hangs an organization below another.' })
class ReparentOrganizationInput extends MoveOrganization {
  @Field(() => ID, { description: '上级党组织 · The organization above from now on.' }) parent!: string;
}

@InputType({ description: '更名 · Gives an organization another name.' })
class RenameOrganizationInput extends MoveOrganization {
  @Field(() => String, { description: '名称 · The new name, up to 100 characters.' }) name!: string;
}

@InputType({ description: '改建 · Makes an organization one of another type.' })
class ReconstituteOrganizationInput extends MoveOrganization {
  @Field(() => OrganizationType, { description: '类型 · The new type.' }) type!: OrganizationType;
}

@InputType({ description: '撤销党组织 · Dissolves an organization.' })
class DissolveOrganizationInput extends MoveOrganization {}

/** How many units a joint branch may name at all; more than five are warned of. */
const MOST_UNITS = 50;
const everywhere = { asOf: false, scope: false };

@Resolver(() => PartyOrganization)
export class OrganizationTree {
  @Mutation(() => PartyOrganization, {
    description:
      '成立党组织 · Founds an organization as of the day asked for. Refused with WRONG_PARENT below a type that may not stand above it, with DIVISION_LED when another one leads the division.',
  })
  foundOrganization(
    @Context() ctx: Ctx,
    @Arg('input', () => FoundOrganizationInput) input: FoundOrganizationInput,
  ): Promise<PartyOrganization> {
    const on = happened(ctx.day, ctx.now);
    return create(ctx, PartyOrganization, input, 'organization.founded', async ({ ctx: inside }) => {
      const { type, field, division, leads, document } = input;
      const above = await lockedOrganization(inside, input.parent, on);
      requireAbove(type, above);
      const place = ctx.territory.at(division, on);
      if (!place || !ctx.scope.covers(division)) throw new Refusal('NOT_FOUND', `no division ${division} in your territory as of ${on}`);
      if (input.agency && !(await agencyById(inside, input.agency)))
        throw new Refusal('NOT_FOUND', `no agency ${input.agency} as of ${on}; agencies { nodes { id } } lists them`);
      return Object.assign(new PartyOrganization(), {
        id: newId('org'),
        name: said(input.name, 'name', 100),
        type,
        field,
        tier: leads ? (place.kind as Tier) : null,
        parent: above.id,
        division,
        agency: input.agency ?? null,
        units: unitsOf(type, input.units),
        founded: on,
        document,
        validFrom: on,
      });
    });
  }

  @Mutation(() => PartyOrganization, {
    description:
      '调整隶属 · Moves an organization in the tree as of the day asked for. Refused with CYCLE when on any day from then on it would stand above itself.',
  })
  reparentOrganization(
    @Context() ctx: Ctx,
    @Arg('input', () => ReparentOrganizationInput) input: ReparentOrganizationInput,
  ): Promise<PartyOrganization> {
    const on = happened(ctx.day, ctx.now);
    return rearranged(ctx, input, async (organization, { ctx: inside }) => {
      await requireTree(inside, organization.id, input.parent, on);
      return organization.reparent(await lockedOrganization(inside, input.parent, on), input.document);
    });
  }

  @Mutation(() => PartyOrganization, {
    description: '更名 · Renames an organization as of the day asked for; the old name stays with its days.',
  })
  renameOrganization(
    @Context() ctx: Ctx,
    @Arg('input', () => RenameOrganizationInput) input: RenameOrganizationInput,
  ): Promise<PartyOrganization> {
    happened(ctx.day, ctx.now);
    return change(ctx, PartyOrganization, input.organization, input, (o) => o.rename(said(input.name, 'name', 100), input.document));
  }

  @Mutation(() => PartyOrganization, {
    description:
      '改建 · Makes a branch a general branch, say, as of the day asked for. Refused with WRONG_PARENT where the new type fits neither below nor above its neighbours.',
  })
  reconstituteOrganization(
    @Context() ctx: Ctx,
    @Arg('input', () => ReconstituteOrganizationInput) input: ReconstituteOrganizationInput,
  ): Promise<PartyOrganization> {
    const on = happened(ctx.day, ctx.now);
    return rearranged(ctx, input, async (organization, { ctx: inside }) => {
      const { id, parent } = organization;
      const above = parent ? await lockedOrganization(inside, parent, on) : null;
      if (!above) throw new Refusal('WRONG_PARENT', 'the committee of the county stays what it is');
      const below = await inside.em.find(PartyOrganization, { parent: id, validTo: { $gt: on } }, { filters: everywhere });
      for (const child of below) requireAbove(child.type, { id, type: input.type });
      return organization.reconstitute(input.type, above, input.document);
    });
  }

  @Mutation(() => PartyOrganization, {
    description:
      '撤销党组织 · Dissolves an organization as of the day asked for, with its offices and its term. Refused with ORGANIZATIONS_BELOW while others hang below it.',
  })
  dissolveOrganization(
    @Context() ctx: Ctx,
    @Arg('input', () => DissolveOrganizationInput) input: DissolveOrganizationInput,
  ): Promise<PartyOrganization> {
    const on = happened(ctx.day, ctx.now);
    return change(ctx, PartyOrganization, input.organization, input, async (organization, work) => {
      const below = await work.ctx.em.count(PartyOrganization, { parent: organization.id, validTo: { $gt: on } }, { filters: everywhere });
      if (below > 0)
        throw new Refusal('ORGANIZATIONS_BELOW', `${below} organizations hang below it on ${on} or later; move or dissolve them first`, {
          open: below,
        });
      await endWith(work, organization.id, on, OfficeEnd.DISSOLVED);
      return organization.dissolve(on, input.document);
    });
  }
}

/** Ends what an organization can't outlive: its offices, its committee, its count of members. */
export async function endWith(work: Work, organization: string, on: Day, reason: OfficeEnd): Promise<void> {
  await work.changeAll(OfficeHolding, { organization }, (holding) => holding.end(on, reason), on);
  await work.changeAll(Committee, { organization }, (committee) => committee.cease(on), on);
  await work.changeAll(MemberCount, { organization }, (count) => count.cease(on), on);
}

/**
 * Changes the tree. Those who do wait for each other at its root before they touch anything else: two moves that are right
 * each by itself may close a cycle together, and rows locked in another order may wait for each other for ever.
 */
function rearranged(ctx: Ctx, input: MoveOrganization, intention: Intention<PartyOrganization>): Promise<PartyOrganization> {
  return once(ctx, PartyOrganization, input, async (work) => {
    await work.ctx.em.find(
      PartyOrganization,
      { parent: null, validTo: FOREVER },
      { filters: everywhere, lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    return work.change(PartyOrganization, input.organization, intention, { expectedVersion: input.expectedVersion });
  });
}

/** Refuses a move after which an organization would stand above itself on some day. */
async function requireTree({ em }: Ctx, id: string, parent: string, on: Day): Promise<void> {
  const versions = await em.find(
    PartyOrganization,
    { validTo: { $gt: on } },
    { filters: everywhere, fields: ['id', 'parent', 'validFrom', 'validTo'] },
  );
  const day = cycleOn(id, parent, on, versions);
  if (day)
    throw new Refusal('CYCLE', `as of ${day} ${parent} stands below ${id}; an organization can't stand above itself`, { begins: day });
}

function unitsOf(type: OrganizationType, units: readonly string[] | undefined): string[] | null {
  if (type === OrganizationType.JOINT_BRANCH) {
    if (!units || units.length < 2 || units.length > MOST_UNITS)
      throw new Refusal('BAD_USER_INPUT', `a joint branch names the units that it covers, 2 to ${MOST_UNITS}`);
    return units.map((unit) => said(unit, 'unit', 100));
  }
  if (units?.length) throw new Refusal('BAD_USER_INPUT', `only a joint branch covers several units; this one is ${type}`);
  return null;
}
