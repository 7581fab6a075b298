import { Arg, Args, Ctx as Context, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { change, create, Intent, Move, type Work } from '#platform/change';
import type { Ctx } from '#platform/context';
import type { Day } from '#platform/day';
import { byDay, byEnum, byId, byInt, byRule } from '#platform/filter';
import { newId } from '#platform/id';
import { list, type PageArgs } from '#platform/list';
import { Refusal } from '#platform/refusal';
import { DateScalar, DocNo } from '#platform/scalars';
import { said } from '#platform/words';
import { Agency } from '../agencies/agency.entity.ts';
import { type Division, Village } from '../divisions/division.entity.ts';
import { atTownship, atVillage, divisionOn } from '../divisions/division.reads.ts';
import { Person } from '../offices/office.entity.ts';
import { asPerson, happened, isRural } from '../offices/office.rules.ts';
import { PartyOrganization } from '../organizations/organization.entity.ts';
import { agencyById, lockedOrganization, organizationById } from '../organizations/organization.reads.ts';
import { RectificationCampaign, RectificationCase } from './case.entity.ts';
import { campaignById, caseById, caseOf } from './case.reads.ts';
import { CaseProblem, CaseState, isOverdue, whereInTime, whereOverdue } from './case.rules.ts';

export const cases = list({
  name: 'RectificationCase',
  entity: RectificationCase,
  filter: {
    state: byEnum('RectificationCaseState', CaseState)('state', '状态 · State.'),
    overdue: byRule('逾期 · Still to be put right, past the deadline on the day asked for.', (yes, { day }) =>
      yes ? whereOverdue(day) : whereInTime(day),
    ),
    campaign: byId('campaign', '整顿行动 · Key of the campaign.'),
    organization: byId('organization', '党组织 · Key of the organization.'),
    division: byId('division', '区划 · Key of the village.'),
    identifiedOn: byDay('identifiedOn', '自查日 · Day on which it was identified.'),
    deadline: byDay('deadline', '整顿期限 · Deadline.'),
    failures: byInt('failures', '验收未通过次数 · How often acceptance failed.'),
    relapses: byInt('relapses', '反弹次数 · How often it fell back.'),
  },
  order: {
    IDENTIFIED_ON: { property: 'identifiedOn', description: '自查日 · By the day of identification.' },
    DEADLINE: { property: 'deadline', description: '整顿期限 · By deadline; those without one come last.' },
  },
  groups: {
    state: { property: 'state', type: () => CaseState, description: '状态 · State.' },
    identifiedOn: { property: 'identifiedOn', type: () => DateScalar, day: true, description: '自查日 · Day of identification.' },
    township: atTownship('division'),
    village: atVillage('division'),
    campaign: { property: 'campaign', type: () => ID, description: '整顿行动 · Key of the campaign.' },
  },
  below: 'division',
  measures: {
    failures: { property: 'failures', of: 'int', description: '验收未通过次数 · How often acceptance failed.' },
    relapses: { property: 'relapses', of: 'int', description: '反弹次数 · How often it fell back.' },
  },
  distinct: { organizations: { property: 'organization', description: '党组织数 · Different organizations.' } },
});

export const caseReference = ({ id }: { id: string }, ctx: Ctx): Promise<RectificationCase | null> => caseById(ctx, id);

@InputType({ description: '自查上报 · A weak organization, as the village or its township identifies it.' })
class IdentifyWeakOrganizationInput extends Intent {
  @Field(() => ID, { description: '整顿行动 · The campaign.' }) campaign!: string;
  @Field(() => ID, { description: '党组织 · The organization, which leads a village or community.' }) organization!: string;
  @Field(() => [CaseProblem], { description: '突出问题 · What is wrong, at least one.' }) problems!: CaseProblem[];
}

@InputType()
export abstract class MoveCase extends Move {
  @Field(() => ID, { description: '台账 · The case.' }) case!: string;
}

@InputType({ description: '乡镇复核 · The case that is reviewed.' })
class ReviewWeakOrganizationInput extends MoveCase {}

@InputType({ description: '县委常委会确定 · The case that is confirmed.' })
class ConfirmWeakOrganizationInput extends MoveCase {
  @Field(() => DocNo, { description: '文号 · Document of the standing committee.' }) document!: string;
}

@InputType({ description: '一村一策 · The plan for one organization.' })
class SetRectificationPlanInput extends MoveCase {
  @Field(() => String, { description: '整顿方案 · What will be done, up to 4000 characters.' }) plan!: string;
  @Field(() => ID, { description: '联村领导 · The leader who answers for it, a person.' }) leader!: string;
  @Field(() => ID, { description: '结对单位 · The agency paired with it.' }) pairedAgency!: string;
  @Field(() => ID, { description: '第一书记 · The first secretary who helps, a person.' }) firstSecretary!: string;
  @Field(() => DateScalar, { description: '整顿期限 · Last day, after the day asked for.' }) deadline!: Day;
}

@InputType({ description: '开展整顿 · The case that is begun.' })
class BeginRectificationInput extends MoveCase {}

@Resolver(() => RectificationCase)
export class RectificationCaseResolver {
  @Query(() => cases.Connection, { description: '整顿台账 · Cases of weak and lax organizations of your territory, in every state.' })
  rectificationCases(@Context() ctx: Ctx, @Args(() => cases.Args) args: PageArgs): object {
    return cases.page(ctx, args);
  }

  @FieldResolver(() => RectificationCampaign, { nullable: true, description: '整顿行动 · The campaign.' })
  campaign(@Root() { campaign }: RectificationCase, @Context() ctx: Ctx): Promise<RectificationCampaign | null> {
    return campaignById(ctx, campaign);
  }
  @FieldResolver(() => PartyOrganization, { nullable: true, description: '党组织 · Which organization; null when it has ended since.' })
  organization(@Root() { organization }: RectificationCase, @Context() ctx: Ctx): Promise<PartyOrganization | null> {
    return organizationById(ctx, organization);
  }
  @FieldResolver(() => Village, { nullable: true, description: '村 · The village or community.' })
  village(@Root() { division }: RectificationCase, @Context() ctx: Ctx): Promise<Division | null> {
    return divisionOn(ctx, division);
  }
  @FieldResolver(() => Person, { nullable: true, description: '联村领导 · The leader who answers for it; null until the plan is set.' })
  leader(@Root() { leader }: RectificationCase): Person | null {
    return leader ? { id: leader } : null;
  }
  @FieldResolver(() => Person, { nullable: true, description: '第一书记 · The first secretary who helps; null until the plan is set.' })
  firstSecretary(@Root() { firstSecretary }: RectificationCase): Person | null {
    return firstSecretary ? { id: firstSecretary } : null;
  }
  @FieldResolver(() => Agency, { nullable: true, description: '结对单位 · The agency paired with it; null until the plan is set.' })
  pairedAgency(@Root() { pairedAgency }: RectificationCase, @Context() ctx: Ctx): Promise<Agency | null> | null {
    return pairedAgency ? agencyById(ctx, pairedAgency) : null;
  }
  @FieldResolver(() => Boolean, { description: '逾期 · Still to be put right past the deadline on the day asked for.' })
  overdue(@Root() found: RectificationCase, @Context() { day }: Ctx): boolean {
    return isOverdue(found, day);
  }

  @Mutation(() => RectificationCase, {
    description:
      '自查上报 · The village itself, or whoever looks after it, identifies a weak organization. Refused with CASE_OPEN while a case is open, with CAMPAIGN_OVER outside the campaign.',
  })
  identifyWeakOrganization(
    @Context() ctx: Ctx,
    @Arg('input', () => IdentifyWeakOrganizationInput) input: IdentifyWeakOrganizationInput,
  ): Promise<RectificationCase> {
    const on = happened(ctx.day, ctx.now);
    return create(ctx, RectificationCase, input, 'rectification.identified', async ({ ctx: inside }) => {
      const campaign = await campaignById(inside, input.campaign);
      if (!campaign) throw new Refusal('NOT_FOUND', `no campaign ${input.campaign} as of ${on}`);
      if (on < campaign.from || on >= campaign.to)
        throw new Refusal('CAMPAIGN_OVER', `the campaign runs from ${campaign.from} to ${campaign.to}; ${on} lies outside`);
      const { id, division, tier } = await lockedOrganization(inside, input.organization, on);
      if (!tier || !isRural(ctx.territory.at(division, on)?.kind))
        throw new Refusal('WRONG_TARGET', `the campaign is for organizations that lead villages and communities; ${id} leads none`);
      const open = await inside.em.findOne(RectificationCase, { organization: id, state: { $ne: CaseState.CLOSED } });
      if (open) throw new Refusal('CASE_OPEN', `organization ${id} has an open case, ${open.id}; carry that one on`);
      return Object.assign(new RectificationCase(), {
        id: newId('rct'),
        campaign: campaign.id,
        organization: id,
        division,
        problems: problemsOf(input.problems),
        identifiedOn: on,
        validFrom: on,
      });
    });
  }

  @Mutation(() => RectificationCase, { description: '乡镇复核 · IDENTIFIED → REVIEWED.' })
  reviewWeakOrganization(
    @Context() ctx: Ctx,
    @Arg('input', () => ReviewWeakOrganizationInput) input: ReviewWeakOrganizationInput,
  ): Promise<RectificationCase> {
    return moved(ctx, input, (found) => found.review());
  }
  @Mutation(() => RectificationCase, { description: '县委常委会确定 · REVIEWED → CONFIRMED, by the document of the standing committee.' })
  confirmWeakOrganization(
    @Context() ctx: Ctx,
    @Arg('input', () => ConfirmWeakOrganizationInput) input: ConfirmWeakOrganizationInput,
  ): Promise<RectificationCase> {
    return moved(ctx, input, (found) => found.confirm(input.document));
  }
  @Mutation(() => RectificationCase, {
    description: '一村一策 · CONFIRMED → PLAN_SET: plan, leader, paired agency, first secretary and deadline.',
  })
  setRectificationPlan(
    @Context() ctx: Ctx,
    @Arg('input', () => SetRectificationPlanInput) input: SetRectificationPlanInput,
  ): Promise<RectificationCase> {
    return moved(ctx, input, async (found, { ctx: inside }) => {
      const { pairedAgency, deadline } = input;
      if (!(await agencyById(inside, pairedAgency)))
        throw new Refusal('NOT_FOUND', `no agency ${pairedAgency} as of ${ctx.day}; agencies { nodes { id } } lists them`);
      const plan = said(input.plan, 'plan', 4000);
      return found.setPlan(
        { plan, leader: asPerson(input.leader), pairedAgency, firstSecretary: asPerson(input.firstSecretary), deadline },
        ctx.day,
      );
    });
  }
  @Mutation(() => RectificationCase, { description: '开展整顿 · PLAN_SET → RECTIFYING.' })
  beginRectification(
    @Context() ctx: Ctx,
    @Arg('input', () => BeginRectificationInput) input: BeginRectificationInput,
  ): Promise<RectificationCase> {
    return moved(ctx, input, (found) => found.begin());
  }
}

export function problemsOf(problems: readonly CaseProblem[]): CaseProblem[] {
  if (problems.length === 0) throw new Refusal('BAD_USER_INPUT', 'say at least one problem');
  return [...new Set(problems)];
}

export function moved(
  ctx: Ctx,
  input: MoveCase,
  move: (found: RectificationCase, work: Work) => string | Promise<string>,
): Promise<RectificationCase> {
  happened(ctx.day, ctx.now);
  return change(ctx, RectificationCase, input.case, input, move);
}

@Resolver(() => PartyOrganization)
export class OrganizationRectification {
  @FieldResolver(() => RectificationCase, {
    nullable: true,
    description: '整顿台账 · Its open case on the day asked for, else the last that was closed; null when it never had one.',
  })
  async rectification(@Root() { id }: PartyOrganization, @Context() ctx: Ctx): Promise<RectificationCase | null> {
    return (await caseOf(ctx, id)) ?? null;
  }
}
