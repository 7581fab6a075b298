import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { byKey } from '#platform/batched';
import { change, create, Intent, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { FOREVER } from '#platform/day';
import { byEnum, byId, byText } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { said } from '#platform/words';
import { lockRegister } from '../divisions/change.reads.ts';
import { atTownship, happened } from '../divisions/division.reads.ts';
import { Agency } from './agency.entity.ts';
import { AgencyKind, AgencyLevel, hasUsccShape, holdsUscc, mayStandUnder } from './agency.rules.ts';

export const agencies = list({
  name: 'Agency',
  entity: Agency,
  filter: {
    name: byText('name', '名称 · Name.'),
    uscc: byText('uscc', '统一社会信用代码 · Unified social credit code.'),
    kind: byEnum('AgencyKind', AgencyKind)('kind', '类别 · Kind.'),
    level: byEnum('AgencyLevel', AgencyLevel)('level', '层级 · Level.'),
    division: byId('division', '区划 · Key of the division in which it works.'),
    parent: byId('parent', '上级单位 · Key of the agency above.'),
  },
  order: {
    NAME: { property: 'name', description: '名称 · By name.' },
    USCC: { property: 'uscc', description: '统一社会信用代码 · By code.' },
  },
  groups: {
    kind: { property: 'kind', type: () => AgencyKind, description: '类别 · Kind.' },
    level: { property: 'level', type: () => AgencyLevel, description: '层级 · Level.' },
    township: atTownship('division'),
  },
});

const agencyById = byKey(Agency);
export const agencyReference = ({ id }: { id: string }, ctx: Ctx): Promise<Agency | null> => agencyById(ctx, id);

@InputType({ description: '登记单位 · Registers an agency.' })
class RegisterAgencyInput extends Intent {
  @Field(() => String, { description: '名称 · Name, up to 100 characters.' }) name!: string;
  @Field(() => String, { description: '统一社会信用代码 · Its code, 18 characters (GB 32100).' }) uscc!: string;
  @Field(() => String, {
    nullable: true,
    description:
      '免检说明 · Why a code that fails the check is right all the same: some codes given before the standard do. Up to 200 characters.',
  })
  usccWaiver?: string;
  @Field(() => AgencyKind, { description: '类别 · Kind.' }) kind!: AgencyKind;
  @Field(() => AgencyLevel, { description: '层级 · Level.' }) level!: AgencyLevel;
  @Field(() => ID, { description: '区划 · Key of the division in which it works.' }) division!: string;
  @Field(() => ID, { nullable: true, description: '上级单位 · The agency above, of the same or a higher level.' }) parent?: string;
}
@InputType()
abstract class MoveAgencyInput extends Move {
  @Field(() => ID, { description: '单位 · The agency.' }) agency!: string;
}
@InputType({ description: '单位更名 · Another name.' })
class RenameAgencyInput extends MoveAgencyInput {
  @Field(() => String, { description: '新名称 · The new name, up to 100 characters.' }) name!: string;
}
@InputType({ description: '单位归口 · Puts an agency under another, or under none.' })
class PlaceAgencyInput extends MoveAgencyInput {
  @Field(() => ID, { nullable: true, description: '上级单位 · The agency above; none when left out.' }) parent?: string;
}
@InputType({ description: '撤销单位 · Closes an agency.' })
class CloseAgencyInput extends MoveAgencyInput {
  @Field(() => String, { description: '原因 · Why, up to 500 characters.' }) reason!: string;
}

/** Refuses a parent that doesn't stand, stands lower, or hangs under the very agency. */
async function requireParent({ em, day }: Ctx, parent: string, agency: { id: string; level: AgencyLevel }): Promise<void> {
  const above = await em.findOne(Agency, { id: parent, validTo: FOREVER });
  if (!above)
    throw new Refusal('NOT_FOUND', `no agency ${parent} as of ${day}; the agencies there are stand in agencies { nodes { id name } }`);
  if (!mayStandUnder(agency.level, above.level))
    throw new Refusal('BAD_USER_INPUT', `an agency of level ${agency.level} doesn't stand under one of level ${above.level}`);
  for (let up: Agency | null = above; up; up = up.parent ? await em.findOne(Agency, { id: up.parent, validTo: FOREVER }) : null)
    if (up.id === agency.id) throw new Refusal('CYCLE', `${above.name} stands under this agency itself; an agency isn't its own superior`);
}

@Resolver(() => Agency)
export class AgencyResolver {
  @Query(() => agencies.Connection, { description: '单位 · The agency register.' })
  agencies(@Context() ctx: Ctx, @Args(() => agencies.Args) args: PageArgs): object {
    return agencies.page(ctx, args);
  }
  @FieldResolver(() => Agency, {
    nullable: true,
    description: '上级单位 · The agency above on the day asked for; null when there is none.',
  })
  parent(@Root() { parent }: Agency, @Context() ctx: Ctx): Promise<Agency | null> | null {
    return parent ? agencyById(ctx, parent) : null;
  }

  @Mutation(() => Agency, {
    description:
      '登记单位 · Refused with USCC_INVALID when the code fails the check of GB 32100 and no waiver says why, with USCC_IN_USE when it is registered.',
  })
  registerAgency(@Context() ctx: Ctx, @Arg('input', () => RegisterAgencyInput) input: RegisterAgencyInput): Promise<Agency> {
    return create(ctx, Agency, input, 'agency.registered', async (work) => {
      const { kind, level, division, parent } = input;
      const uscc = input.uscc.trim().toUpperCase();
      if (!hasUsccShape(uscc))
        throw new Refusal('USCC_INVALID', 'a unified social credit code has 18 characters of 0–9 and A–Y without I, O, S, V (GB 32100)');
      const usccWaiver = input.usccWaiver === undefined ? null : said(input.usccWaiver, 'usccWaiver', 200);
      if (!holdsUscc(uscc) && !usccWaiver)
        throw new Refusal(
          'USCC_INVALID',
          `${uscc} fails the check of GB 32100; correct it, or say in usccWaiver why it is right all the same`,
        );
      if (!ctx.territory.at(division, happened(ctx)) || !ctx.scope.covers(division))
        throw new Refusal('NOT_FOUND', `no division ${division} in your territory as of ${ctx.day}`);
      const id = newId('agc');
      if (parent !== undefined) await requireParent(work.ctx, parent, { id, level });
      return Object.assign(new Agency(), {
        ...{ id, name: said(input.name, 'name', 100), uscc, usccWaiver, kind, level, division, parent: parent ?? null },
        validFrom: ctx.day,
      });
    });
  }
  @Mutation(() => Agency, { description: '单位更名 · Another name from the day asked for on.' })
  renameAgency(@Context() ctx: Ctx, @Arg('input', () => RenameAgencyInput) input: RenameAgencyInput): Promise<Agency> {
    happened(ctx);
    return change(ctx, Agency, input.agency, input, (a) => a.rename(input.name));
  }
  @Mutation(() => Agency, { description: '单位归口 · Puts an agency under another. Refused with CYCLE when that one stands under it.' })
  placeAgency(@Context() ctx: Ctx, @Arg('input', () => PlaceAgencyInput) input: PlaceAgencyInput): Promise<Agency> {
    happened(ctx);
    return change(ctx, Agency, input.agency, input, async (agency, work) => {
      await lockRegister(work.ctx); // two that place each other under one another must meet
      if (input.parent !== undefined) await requireParent(work.ctx, input.parent, agency);
      agency.parent = input.parent ?? null;
      return 'agency.placed';
    });
  }
  @Mutation(() => Agency, {
    description: '撤销单位 · It stands no longer from the day asked for on. Refused with CONFLICT while others stand under it.',
  })
  closeAgency(@Context() ctx: Ctx, @Arg('input', () => CloseAgencyInput) input: CloseAgencyInput): Promise<Agency> {
    happened(ctx);
    return change(ctx, Agency, input.agency, input, async (agency, { ctx: { em } }) => {
      const below = await em.count(Agency, { parent: agency.id, validTo: FOREVER });
      if (below > 0) throw new Refusal('CONFLICT', `${below} agencies stand under it; place or close them first`, { open: below });
      return agency.close(ctx.day, input.reason);
    });
  }
}
