import type { EntityClass } from '@mikro-orm/core';
import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batched, byKey } from '#platform/batched';
import { change, Move } from '#platform/change';
import type { Ctx } from '#platform/context';
import { type Day, dayOf, FOREVER } from '#platform/day';
import { byDay, byEnum, byId, byRule, byText } from '#platform/filter';
import { Direction, list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { VillageDesignation } from '../designations/designation.entity.ts';
import { CollectiveEconomyRecord } from '../economy/record.entity.ts';
import { whereUnlocked } from '../economy/record.rules.ts';
import { IndustryProject } from '../industry/project.entity.ts';
import { whereRunning } from '../industry/project.rules.ts';
import { OfficeHolding } from '../offices/office.entity.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { DivisionChange, DivisionChangeImpact, DivisionChangeParty, PlannedDivision, SuccessionShare } from './change.entity.ts';
import { effect } from './change.job.ts';
import { readRegister } from './change.reads.ts';
import { ChangeState, isPending, whereDue, whereNotDue } from './change.rules.ts';
import { type Division, Township, Village } from './division.entity.ts';
import { divisionOn, happened } from './division.reads.ts';
import { ChangeType, DivisionKind } from './division.rules.ts';
import { ShareInput, sharesOf } from './draft.resolver.ts';
import { effectOf } from './effect.rules.ts';
import { endedBy, requireSuccessors } from './plan.rules.ts';

export const divisionChanges = list({
  name: 'DivisionChange',
  entity: DivisionChange,
  filter: {
    type: byEnum('DivisionChangeType', ChangeType)('type', '类型 · What happens.'),
    state: byEnum('DivisionChangeState', ChangeState)('state', '状态 · State.'),
    due: byRule('到期未执行 · Approved, its day has come, and the register does not follow yet.', (yes, { day }) =>
      yes ? whereDue(day) : whereNotDue(day),
    ),
    division: byId('division', '区划 · Key of the division that it starts from.'),
    effectiveOn: byDay('effectiveOn', '生效日 · Effective day.'),
    document: byText('document', '文号 · Document.'),
  },
  order: {
    EFFECTIVE_ON: { property: 'effectiveOn', description: '生效日 · By effective day; newest first unless you say otherwise.' },
    TYPE: { property: 'type', description: '类型 · By type.' },
  },
  defaultOrder: { field: 'EFFECTIVE_ON', direction: Direction.DESC },
  groups: {
    type: { property: 'type', type: () => ChangeType, description: '类型 · Type.' },
    state: { property: 'state', type: () => ChangeState, description: '状态 · State.' },
    effectiveOn: { property: 'effectiveOn', type: () => DateScalar, day: true, description: '生效日 · Effective day.' },
  },
});

const changeById = byKey(DivisionChange);
export const changeReference = ({ id }: { id: string }, ctx: Ctx): Promise<DivisionChange | null> => changeById(ctx, id);

@InputType()
abstract class MoveChangeInput extends Move {
  @Field(() => ID, { description: '区划变更 · The change.' }) change!: string;
}
@InputType({ description: '附文件 · The document that orders a change.' })
class DocumentDivisionChangeInput extends MoveChangeInput {
  @Field(() => DocNo, { description: '文号 · Its number.' }) document!: string;
  @Field(() => DateScalar, { description: '发文日 · Day on which it was issued, not after the change takes effect.' }) issuedOn!: Day;
}
@InputType({ description: '批准区划变更 · The change that is approved.' })
class ApproveDivisionChangeInput extends MoveChangeInput {}
@InputType({ description: '执行区划变更 · The change that the register is to follow.' })
class EffectDivisionChangeInput extends MoveChangeInput {}
@InputType({ description: '核验区划变更 · The change that is verified.' })
class VerifyDivisionChangeInput extends MoveChangeInput {}
@InputType({ description: '撤回区划变更 · The change that is withdrawn, and why.' })
class WithdrawDivisionChangeInput extends MoveChangeInput {
  @Field(() => String, { description: '原因 · Why, up to 500 characters.' }) reason!: string;
}
@InputType({ description: '补录承继村 · What an abolished village became, by a document.' })
class NameSuccessorsInput extends MoveChangeInput {
  @Field(() => [ShareInput], { description: '承继村 · Who took it over; shares sum to 10,000. None: it was depopulated.' })
  successors!: ShareInput[];
  @Field(() => DocNo, { description: '文号 · The document that says so.' }) document!: string;
}

/** What still hangs on divisions, in this store. */
const hanging = batched<
  string,
  Pick<DivisionChangeImpact, 'organizations' | 'offices' | 'designations' | 'industryProjects' | 'openIncomes'>
>(async (divisions, { em }) => {
  const count = async <E extends object>(entity: EntityClass<E>, column: keyof E & string, where: object = {}) => {
    const rows = (await em.find(entity, { [column]: { $in: [...divisions] }, validTo: FOREVER, ...where } as never, {
      filters: { asOf: false },
      fields: [column] as never,
    })) as Record<string, string>[];
    return Map.groupBy(rows, (r) => r[column] as string);
  };
  const [organizations, offices, designations, projects, incomes] = await Promise.all([
    count(PartyOrganization, 'division'),
    count(OfficeHolding, 'division'),
    count(VillageDesignation, 'village'),
    count(IndustryProject, 'village', whereRunning()),
    count(CollectiveEconomyRecord, 'village', whereUnlocked()),
  ]);
  const n = (of: Map<string, unknown[]>, id: string) => of.get(id)?.length ?? 0;
  return (id) => ({
    organizations: n(organizations, id),
    offices: n(offices, id),
    designations: n(designations, id),
    industryProjects: n(projects, id),
    openIncomes: n(incomes, id),
  });
});

const registerNow = batched<'now', Awaited<ReturnType<typeof readRegister>>>(async (_, ctx) => {
  const register = await readRegister(ctx);
  return () => register;
});

const those = async (ctx: Ctx, ids: readonly string[], kinds: readonly DivisionKind[]): Promise<Division[]> =>
  (await Promise.all([...new Set(ids)].map((id) => divisionOn(ctx, id)))).filter((d) => d !== null && kinds.includes(d.kind)) as Division[];
const RURAL = [DivisionKind.VILLAGE, DivisionKind.COMMUNITY];

@Resolver(() => DivisionChange)
export class DivisionChangeResolver {
  @Query(() => divisionChanges.Connection, {
    description: '区划变更 · Changes that start in your territory, or above it, those to come included, as known on the day asked for.',
  })
  divisionChanges(@Context() ctx: Ctx, @Args(() => divisionChanges.Args) args: PageArgs): object {
    return divisionChanges.page(ctx, args);
  }
  @Query(() => DivisionChange, { nullable: true, description: '区划变更 · One change; null when there is none in your territory.' })
  divisionChange(@Context() ctx: Ctx, @Arg('id', () => ID, { description: '标识 · Its key.' }) id: string): Promise<DivisionChange | null> {
    return changeById(ctx, id);
  }

  @FieldResolver(() => [Village], { description: '原村 · Villages and communities that it comes from.' })
  from(@Root() { from }: DivisionChange, @Context() ctx: Ctx): Promise<Division[]> {
    return those(ctx, from, RURAL);
  }
  @FieldResolver(() => [Village], {
    description: '变更后的村 · Villages and communities that it leads to and that the register has; what is still to begin is in `drawn`.',
  })
  to(@Root() { to }: DivisionChange, @Context() ctx: Ctx): Promise<Division[]> {
    return those(ctx, to ?? [], RURAL);
  }
  @FieldResolver(() => Boolean, {
    description: '承继已知 · Whether it is known what it leads to; an abolished village may have none, which is known too.',
  })
  successorsKnown(@Root() { to }: DivisionChange): boolean {
    return to != null;
  }
  @FieldResolver(() => [Township], { description: '涉及乡镇 · Townships that it comes from or leads to.' })
  townships(@Root() { from, to }: DivisionChange, @Context() ctx: Ctx): Promise<Division[]> {
    return those(ctx, [...from, ...(to ?? [])], [DivisionKind.TOWNSHIP]);
  }
  @FieldResolver(() => [Village], {
    description:
      '涉及村 · All villages and communities of your territory that it touches. Through them the other stores tell what hangs on it: postings, findings, households.',
  })
  villages(@Root() { plan: { from, to, drawn } }: DivisionChange, @Context() ctx: Ctx): Promise<Division[]> {
    return those(ctx, [...from, ...(to ?? []), ...drawn.map((d) => d.division)], RURAL);
  }
  @FieldResolver(() => [PlannedDivision], { description: '拟设区划 · Divisions as the change draws them.' })
  drawn(@Root() { plan }: DivisionChange): PlannedDivision[] {
    return plan.drawn.map(({ division, kind, code, name }) => ({
      division,
      begins: kind !== undefined,
      kind: kind ?? null,
      code: code ?? null,
      name: name ?? null,
    }));
  }
  @FieldResolver(() => [SuccessionShare], { description: '承继份额 · Who takes over how much.' })
  shares(@Root() { plan }: DivisionChange): readonly SuccessionShare[] {
    return plan.shares;
  }
  @FieldResolver(() => DivisionChangeImpact, {
    nullable: true,
    description:
      '影响预览 · What it touches in this store, and whether the register would take it; null once it is carried out or withdrawn.',
  })
  async impact(@Root() row: DivisionChange, @Context() ctx: Ctx): Promise<DivisionChangeImpact | null> {
    if (!isPending(row)) return null;
    const { plan } = row;
    const ended = endedBy(plan);
    const begun = plan.drawn.filter((d) => d.kind !== undefined).length;
    const parts = await Promise.all(ended.map((id) => hanging(ctx, id)));
    const sum = (of: keyof (typeof parts)[number]) => parts.reduce((total, p) => total + p[of], 0);
    const obstacle = obstacleOf(await registerNow(ctx, 'now'), row);
    return {
      feasible: obstacle === null,
      obstacle,
      ended: ended.length,
      redrawn: plan.drawn.length - begun,
      begun,
      organizations: sum('organizations'),
      offices: sum('offices'),
      designations: sum('designations'),
      industryProjects: sum('industryProjects'),
      openIncomes: sum('openIncomes'),
    };
  }

  @Mutation(() => DivisionChange, { description: '附文件 · DRAFT → DOCUMENTED: the document that orders the change.' })
  documentDivisionChange(
    @Context() ctx: Ctx,
    @Arg('input', () => DocumentDivisionChangeInput) input: DocumentDivisionChangeInput,
  ): Promise<DivisionChange> {
    return change(ctx, DivisionChange, input.change, input, (c) => c.documented(input.document, input.issuedOn, dayOf(ctx.now)));
  }
  @Mutation(() => DivisionChange, {
    description:
      '批准区划变更 · DOCUMENTED → APPROVED (村民委员会组织法第三条: the county decides). Refused with SELF_APPROVED to who drafted it, and with whatever the register would refuse it for.',
  })
  approveDivisionChange(
    @Context() ctx: Ctx,
    @Arg('input', () => ApproveDivisionChangeInput) input: ApproveDivisionChangeInput,
  ): Promise<DivisionChange> {
    return change(ctx, DivisionChange, input.change, input, async (c, work) => {
      const event = c.approve(ctx.caller);
      effectOf(await readRegister(work.ctx), c.plan, c.effectiveOn);
      return event;
    });
  }
  @Mutation(() => DivisionChange, {
    description:
      '执行区划变更 · APPROVED → EFFECTIVE: redraws the register as of the effective day. Refused with NOT_DUE before that day. A job does it when the day comes; the office may do it by hand.',
  })
  effectDivisionChange(
    @Context() ctx: Ctx,
    @Arg('input', () => EffectDivisionChangeInput) input: EffectDivisionChangeInput,
  ): Promise<DivisionChange> {
    return change(ctx, DivisionChange, input.change, input, (c, work) => {
      if (!ctx.writeScope.all) throw new Refusal('FORBIDDEN', 'the register is redrawn as a whole, by who answers for the whole county');
      return effect(work, c);
    });
  }
  @Mutation(() => DivisionChange, {
    description:
      '核验区划变更 · EFFECTIVE → VERIFIED. Refused with SELF_VERIFIED to who approved it, with LOOSE_ENDS while offices, organizations, designations or running projects still hang on what ended.',
  })
  verifyDivisionChange(
    @Context() ctx: Ctx,
    @Arg('input', () => VerifyDivisionChangeInput) input: VerifyDivisionChangeInput,
  ): Promise<DivisionChange> {
    return change(ctx, DivisionChange, input.change, input, async (c, work) => {
      const event = c.verify(ctx.caller);
      const parts = await Promise.all(endedBy(c.plan).map((id) => hanging(work.ctx, id)));
      const open = parts.reduce((n, p) => n + p.offices + p.organizations + p.designations + p.industryProjects, 0);
      if (open > 0)
        throw new Refusal(
          'LOOSE_ENDS',
          `${open} offices, organizations, designations or running projects hang on what ended; end or move them`,
          {
            open,
          },
        );
      return event;
    });
  }
  @Mutation(() => DivisionChange, { description: '撤回区划变更 · Before it takes effect: DRAFT, DOCUMENTED or APPROVED → WITHDRAWN.' })
  withdrawDivisionChange(
    @Context() ctx: Ctx,
    @Arg('input', () => WithdrawDivisionChangeInput) input: WithdrawDivisionChangeInput,
  ): Promise<DivisionChange> {
    return change(ctx, DivisionChange, input.change, input, (c) => c.withdraw(input.reason));
  }
  @Mutation(() => DivisionChange, {
    description: '补录承继村 · Names what an abolished village became, by a document; what was entered anew is verified anew.',
  })
  nameSuccessors(@Context() ctx: Ctx, @Arg('input', () => NameSuccessorsInput) input: NameSuccessorsInput): Promise<DivisionChange> {
    return change(ctx, DivisionChange, input.change, input, async (c, work) => {
      const shares = sharesOf(input.successors);
      for (const { division } of shares)
        if (!ctx.scope.covers(division)) throw new Refusal('NOT_FOUND', `no village ${division} in your territory`, { division });
      requireSuccessors(await readRegister(work.ctx), c.from, shares);
      const parties = await work.ctx.em.find(DivisionChangeParty, { id: c.id }, { filters: { asOf: false } });
      for (const { division } of shares)
        if (!parties.some((p) => p.division === division))
          work.create(Object.assign(new DivisionChangeParty(), { id: c.id, division, validFrom: happened(ctx) }), 'divisionChange.joined');
      return c.nameSuccessors(shares, input.document);
    });
  }
}

/** Why the register as it stands would refuse the change; null when it would take it. */
function obstacleOf(register: Awaited<ReturnType<typeof readRegister>>, { plan, effectiveOn }: DivisionChange): string | null {
  try {
    effectOf(register, plan, effectiveOn);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
